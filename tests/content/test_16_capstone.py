"""Chapter 16: the report against scikit-learn, SciPy and brute force; what it refuses; one printed page; the traps."""

import ast
import re
import subprocess
import sys
import warnings
from html import unescape
from html.parser import HTMLParser
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from define_cells import load
from evaluation_report import LONGEST_NOTE, MOST_SLICES, NOTES, evaluation_report, wilson
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure
from notebooks import ROOT, code_cells, read, texts
from pypdf import PdfReader
from scipy import stats
from sklearn import metrics
from sklearn.calibration import calibration_curve
from sklearn.datasets import load_breast_cancer

NOTEBOOK = ROOT / "chapters" / "16_capstone.ipynb"
FILE = ROOT / "chapters" / "evaluation_report.py"
chapter = load("16_capstone")
GOOD = {"y_true": [0, 1, 1, 0] * 10, "y_score": [0.1, 0.7, 0.4, 0.5] * 10, "threshold": 0.45, "n_resamples": 20}


@pytest.fixture(scope="module")
def test():
    stored = pd.read_csv(ROOT / "data" / "crash_scores.csv").drop(columns="died")
    table = stored.join(pd.read_csv(ROOT / "data" / "crash.csv"), on="row")
    return table[table["split"] == "test"]


@pytest.fixture(scope="module")
def report(test):
    return evaluation_report(
        "died", "score", table=test, cost_fp=1, cost_fn=20, weights="weight", slices=["seatbelt", "impact_speed_kmh"]
    )


# --------------------------------------------------------------------------------------------------- recall_by_slice


@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1), st.integers(0, 2)), min_size=1, max_size=60))
def test_recall_by_slice_agrees_with_scikit_learn_and_scipy(rows):
    y_true, y_pred, groups = map(np.array, zip(*rows, strict=True))
    ours = chapter.recall_by_slice(y_true, y_pred, groups, min_cases=3)
    assert list(ours) == sorted(set(groups.tolist()))
    for group, (recall, low, high) in ours.items():
        here = groups == group
        n = int(y_true[here].sum())
        if n < 3:
            assert np.isnan([recall, low, high]).all()
        else:
            assert recall == pytest.approx(metrics.recall_score(y_true[here], y_pred[here]), abs=1e-12)
            ends = stats.binomtest(round(recall * n), n).proportion_ci(method="wilson")
            assert (low, high) == pytest.approx(tuple(ends), abs=1e-12)


# ------------------------------------------------------------------------------------------------------- the numbers

values = st.one_of(st.integers(0, 8).map(lambda k: k / 8), st.floats(0, 1, width=32))


@settings(deadline=None, max_examples=60)
@given(
    rows=st.lists(st.tuples(st.integers(0, 1), values, st.integers(0, 5), st.integers(0, 2)), min_size=2, max_size=30),
    threshold=values,
    weighted=st.booleans(),
)
def test_every_measure_agrees_with_scikit_learn(rows, threshold, weighted):
    """Ties, weights of 0, and thresholds above and below every score among them."""
    rows = [(0, 0.5, 1, 0), (1, 0.25, 1, 1), *rows]
    y, s, w, groups = map(np.array, zip(*rows, strict=True))
    w = w if weighted else None
    made = evaluation_report(
        y, s, threshold=threshold, cost_fp=2, cost_fn=3, weights=w, slices={"g": groups}, min_cases=1, n_resamples=20
    )
    ours, alarm = made.weighted if weighted else made.results, (s >= threshold).astype(int)
    cost = np.average(2 * (alarm > y) + 3 * (alarm < y), weights=w)
    constants = [np.average(3 * y, weights=w), np.average(2 * (1 - y), weights=w)]
    expected = {
        "share": np.average(y, weights=w),
        "AUC": metrics.roc_auc_score(y, s, sample_weight=w),
        "AP": metrics.average_precision_score(y, s, sample_weight=w),
        "recall": metrics.recall_score(y, alarm, sample_weight=w),
        "FPR": 1 - metrics.recall_score(y, alarm, pos_label=0, sample_weight=w),
        "precision": metrics.precision_score(y, alarm, sample_weight=w, zero_division=np.nan),
        "accuracy": metrics.accuracy_score(y, alarm, sample_weight=w),
        "Brier": metrics.brier_score_loss(y, s, sample_weight=w),
        "cost": cost,
        "gain": min(constants) - cost,
    }
    assert set(ours) == set(expected)
    for name, value in expected.items():
        assert ours[name][0] == pytest.approx(value, abs=1e-12, nan_ok=True), name
    for row in made.slices:
        here = groups.astype(str) == row["slice"].removeprefix("g: ")
        assert (row["rows"], row["positives"], row["alarms"]) == (here.sum(), y[here].sum(), alarm[here].sum())
        for k, name in [(1, "recall"), (0, "FPR")]:
            part = alarm[here & (y == k)]
            assert row[name] == (wilson(part.sum(), len(part)) if len(part) else None)


def test_intervals_are_those_of_chapter_9(report, test):
    """Of shares Wilson's, as SciPy has it; of the AUC near DeLong's, of the cost near that of a mean."""
    assert report.results["recall"] == pytest.approx(
        (165 / 223, *stats.binomtest(165, 223).proportion_ci(method="wilson"))
    )
    y, s = test["died"].to_numpy(), test["score"].to_numpy()
    nine = load("09_uncertainty")
    auc, error = nine.delong(y, s, s[::-1])[0], nine.placement_error(*nine.placements(y, s))
    assert report.results["AUC"] == pytest.approx((auc, auc - 1.96 * error, auc + 1.96 * error), abs=0.003)
    each = np.where(y == 1, 20 * (s < 1 / 21), s >= 1 / 21)
    half = 1.96 * each.std() / np.sqrt(len(y))
    assert report.results["cost"] == pytest.approx((each.mean(), each.mean() - half, each.mean() + half), abs=0.006)


def test_weights_of_one_change_nothing_and_repeated_rows_are_weights():
    y, s = np.array(GOOD["y_true"]), np.linspace(0, 1, 40) ** 2
    w = np.arange(40) % 3
    made = evaluation_report(y, s, threshold=0.3, weights=w, min_cases=5, n_resamples=20)
    again = evaluation_report(np.repeat(y, w), np.repeat(s, w), threshold=0.3, min_cases=5, n_resamples=20)
    for name, (value, *_) in again.results.items():
        assert made.weighted[name][0] == pytest.approx(value, abs=1e-12)


def test_slices_are_marked_by_fisher_and_holm(report, test):
    """Brute force: the p-values of all comparisons, a binary column once, and Holm's steps."""
    y, alarm = test["died"].to_numpy(), test["score"].to_numpy() >= 1 / 21
    p = {}
    for row in report.slices:
        name, group = row["slice"].split(": ")
        here = (test[name].astype(str) == group).to_numpy()
        for k, measure in [(1, "recall"), (0, "FPR")]:
            inside, outside = alarm[here & (y == k)], alarm[~here & (y == k)]
            if len(inside) >= 10 and row["slice"] != "seatbelt: 1":
                table = [[inside.sum(), (~inside).sum()], [outside.sum(), (~outside).sum()]]
                p[row["slice"], measure] = stats.fisher_exact(table).pvalue
    assert report.tests == len(p) == 11
    ordered = sorted(p, key=p.get)
    fine = [p[key] * (len(p) - rank) < 0.05 for rank, key in enumerate(ordered)]
    marked = set(ordered[: fine.index(False) if False in fine else len(fine)])
    shown = {(row["slice"], m) for row in report.slices for m in row["differs"] if row["slice"] != "seatbelt: 1"}
    assert shown == marked and report.found == len(marked)
    assert report.slices[0]["differs"] == report.slices[1]["differs"]  # the two halves of one comparison


def test_without_any_difference_few_reports_mark_one():
    """20 comparisons of noise: uncorrected, two of three reports would mark one; after Holm's correction 1 in 20."""
    marked = 0
    for seed in range(10):
        rng = np.random.default_rng(seed)
        y, s, groups = rng.integers(0, 2, 600), rng.random(600), rng.integers(0, 10, 600)
        made = evaluation_report(y, s, threshold=0.5, slices={"g": groups}, n_resamples=20)
        assert made.tests == 20 and (made.found > 0) == any(row["differs"] for row in made.slices)
        marked += made.found > 0
    assert marked <= 2


# ----------------------------------------------------------------------------------------------- what it takes, and not


def test_arrays_lists_series_and_a_csv_give_the_same_report(tmp_path):
    table = pd.DataFrame(GOOD | {"w": [1, 2] * 20, "g": ["a", "b"] * 20})
    table.to_csv(tmp_path / "scores.csv", index=False)
    rest = {"threshold": 0.45, "n_resamples": 20}
    lists = {"weights": [1, 2] * 20, "slices": {"g": ["a", "b"] * 20}}
    expected = evaluation_report(GOOD["y_true"], GOOD["y_score"], **lists, **rest)
    others = [
        evaluation_report("y_true", "y_score", table=source, weights="w", slices=["g"], **rest)
        for source in (tmp_path / "scores.csv", str(tmp_path / "scores.csv"), table)
    ]
    others.append(evaluation_report(np.array(GOOD["y_true"], bool), np.array(GOOD["y_score"]), **lists, **rest))
    series = {"weights": table["w"], "slices": {"g": table["g"].astype("category")}}
    others.append(evaluation_report(table["y_true"], table["y_score"], **series, **rest))
    assert all(other.html == expected.html and other.markdown() == expected.markdown() for other in others)


SERIES = pd.Series(GOOD["y_true"])
REFUSED = [
    ("y_true", {"y_true": [1] * 40}),
    ("y_true", {"y_true": [0] * 40}),
    ("y_true", {"y_true": [1, 2] * 20}),
    ("y_true", {"y_true": [0.5, 1] * 20}),
    ("y_true", {"y_true": [None, 1] * 20}),
    ("y_true", {"y_true": [np.nan, 1] * 20}),
    ("y_true", {"y_true": ["0", "1"] * 20}),
    ("y_true", {"y_true": np.ones((40, 1))}),
    ("y_true", {"y_true": []}),
    ("y_true", {"y_true": {0, 1}}),
    ("y_true", {"y_true": np.ma.array([0, 1] * 20, mask=[1, 0] * 20)}),
    ("y_true", {"y_true": [1] * 3 + [0] * 37}),
    ("y_true", {"y_true": [0] * 3 + [1] * 37}),
    ("y_true", {"y_true": "died"}),
    ("y_score", {"y_score": [0.5] * 39}),
    ("y_score", {"y_score": [np.nan, 0.5] * 20}),
    ("y_score", {"y_score": [np.inf, 0.5] * 20}),
    ("y_score", {"y_score": [-0.1, 0.5] * 20}),
    ("y_score", {"y_score": [1.1, 0.5] * 20}),
    ("y_score", {"y_score": [1j] * 40}),
    ("y_score", {"y_score": None}),
    ("y_score", {"y_true": SERIES, "y_score": pd.Series(GOOD["y_score"])[::-1]}),
    ("threshold", {"threshold": None}),
    ("threshold", {"threshold": np.nan}),
    ("threshold", {"threshold": None, "cost_fp": 1, "cost_fn": 1, "probabilities": False}),
    ("threshold", {"threshold": "0.5"}),
    ("threshold", {"threshold": 5}),
    ("threshold", {"threshold": -0.1}),
    ("threshold_from", {"threshold_from": "costs"}),
    ("threshold_from", {"threshold_from": "costs", "cost_fp": 1, "cost_fn": 20}),
    ("threshold_from", {"threshold_from": "the validation set"}),
    ("threshold_from", {"threshold": None, "cost_fp": 1, "cost_fn": 1, "threshold_from": "these rows"}),
    ("cost_fp", {"cost_fp": -1, "cost_fn": 1}),
    ("cost_fp", {"cost_fn": 1}),
    ("cost_fn", {"cost_fp": 1, "cost_fn": np.inf}),
    ("cost_fn", {"cost_fp": 0, "cost_fn": 0}),
    ("weights", {"weights": [-1, 1] * 20}),
    ("weights", {"weights": [0, 1, 1, 0] * 10}),
    ("weights", {"weights": [1] * 39}),
    ("weights", {"weights": [np.nan] * 40}),
    ("slices", {"slices": {"a": list(range(40))}}),
    ("slices", {"slices": {"a": [1] * 39}}),
    ("slices", {"slices": ["a"]}),
    ("slices", {"slices": {"a": ["x" * 25, "y"] * 20}}),
    ("slices", {"slices": {"a": [1, "1"] * 20}}),
    ("slices", {"slices": {"a": [None, "missing"] * 20}}),
    ("slices", {"slices": {1: [0, 1] * 20, "1": [0, 1] * 20}}),
    ("table", {"table": {"y_true": [0, 1]}}),
    ("weights", {"weights": [0] * 40}),
    ("weights", {"weights": [-1] * 40}),
    ("title", {"title": " \n"}),
    ("notes", {"notes": {"purpose": "?"}}),
    ("notes", {"notes": {"labels": "x" * (LONGEST_NOTE + 1)}}),
    ("notes", {"notes": "all is well"}),
    ("min_cases", {"min_cases": 0}),
    ("min_cases", {"min_cases": True}),
    ("n_resamples", {"n_resamples": 10}),
    ("seed", {"seed": 0.5}),
    ("probabilities", {"probabilities": "yes"}),
    ("title", {"title": ""}),
    ("positive", {"positive": "x" * 31}),
]


@pytest.mark.parametrize(("argument", "change"), REFUSED, ids=[f"{a}-{n}" for n, (a, _) in enumerate(REFUSED)])
def test_what_has_no_meaning_is_refused_by_name(argument, change):
    with pytest.raises(ValueError, match=rf"^{argument}\b|^slices\["):
        evaluation_report(**(GOOD | change))


def test_a_column_that_is_not_there_is_refused_by_name():
    table = pd.DataFrame(GOOD)
    for argument, change in [
        ("y_true", {"y_true": "no"}),
        ("weights", {"weights": "no"}),
        ("slices", {"slices": ["no"]}),
    ]:
        with pytest.raises(ValueError, match=f"^{argument}: the table has no column 'no'"):
            evaluation_report(**({"y_true": "y_true", "y_score": "y_score", "table": table, "threshold": 0.5} | change))
    with pytest.raises(FileNotFoundError, match="^table: there is no file 'no.csv'"):
        evaluation_report("y_true", "y_score", table="no.csv", threshold=0.5)
    with pytest.raises(ValueError, match="^y_true must be the name of a column"):
        evaluation_report(GOOD["y_true"], "y_score", table=table, threshold=0.5)
    with pytest.raises(ValueError, match="^slices must be names of columns"):  # or the values would not be looked at
        evaluation_report("y_true", "y_score", table=table, threshold=0.5, slices={"y_true": [0] * 40})


# ------------------------------------------------------------------------------------------------------ what it says


def test_what_nobody_stated_is_printed_as_not_stated(report):
    assert report.markdown().count("*not stated*") == report.html.count("<em>Not stated</em>") == len(NOTES)
    made = evaluation_report(**GOOD, notes={"labels": "Two readers <b>|</b> agreed *twice*."})
    assert made.markdown().count("*not stated*") == len(NOTES) - 1
    assert "Two readers &lt;b&gt;|&lt;/b&gt; agreed *twice*." in made.html
    assert r"Two readers \<b\>\|\</b\> agreed \*twice\*." in made.markdown()


def test_it_says_which_rows_chose_the_threshold():
    for source, words in [("these rows", "THESE rows"), ("other rows", "on other rows"), (None, "not stated")]:
        made = evaluation_report(**GOOD, threshold_from=source)
        assert words in made.findings()[0]
        assert "No costs were given" in " ".join(made.findings()) and "cost" not in made.results


def test_it_says_what_the_numbers_say_against_the_model(report):
    said = " ".join(report.findings())
    assert "With the weights the interval of what the model saves reaches 0 or below" in said
    assert "On these rows" not in said  # the saving there is 0.488 (0.385 to 0.591)
    assert "186 positives, 223 were seen (+3.0 standard deviations). As probabilities they are, in sum, too low" in said
    assert "223 positives count like 21" in said
    assert "Fewer than 10 positives or negatives: impact_speed_kmh: 1-9." in said
    assert "55+ (every row gets an alarm) and in impact_speed_kmh: 1-9 (no row gets one)" in said
    row = next(row for row in report.slices if row["slice"].endswith("1-9"))
    assert row["recall"] is None and row["AUC"] is None and row["positives"] == 1
    assert "too few" in report.markdown() and "too few" in report.html


def test_scores_that_are_no_probabilities_get_no_calibration():
    made = evaluation_report(**(GOOD | {"y_score": [-3.0, 5.0, 1.0, 2.0] * 10, "probabilities": False}))
    assert "not taken for probabilities" in " ".join(made.findings())
    assert "Brier" not in made.html and "mean score" not in made.svg


def test_no_alarm_leaves_the_precision_undefined():
    made = evaluation_report(**(GOOD | {"threshold": 1}))
    assert np.isnan(made.results["precision"][0]) and "| undefined |" in made.markdown()
    assert "no row gets an alarm: the model makes no choice" in " ".join(made.findings())


def test_each_column_has_its_own_constant(report):
    """No alarm costs 0.866 in these rows, and 0.121 with the weights: 0.122 must not stand beside 0.866 alone."""
    head, body = report._table()
    rows = {line[0].split(" at ")[0]: dict(zip(range(6), line, strict=True)) for line in body}
    assert head[2] == head[4] == "Without a model" and head[3] == "With the weights"
    w, y = report._w, report._y
    for name, plain, weighted in [
        ("Cost per row", 20 * y.mean(), 20 * np.average(y, weights=w)),
        ("Average precision", y.mean(), np.average(y, weights=w)),
        ("Accuracy", 1 - y.mean(), 1 - np.average(y, weights=w)),
    ]:
        assert rows[name][2].startswith(f"{plain:.3f}") and rows[name][4].startswith(f"{weighted:.3f}")
        gain = weighted - report.weighted["cost"][0]
    assert rows["AUC"][4] == "same" and gain != report.weighted["gain"][0]


def test_an_interval_without_width_is_called_no_certainty():
    y = np.array(GOOD["y_true"])
    made = evaluation_report(y, y * 0.6 + 0.2, threshold=0.5, n_resamples=20, slices={"g": [0] * 40})
    assert made.results["AUC"] == (1, 1, 1)
    assert "each draw gave the same number for AUC; AP; AUC in g: 0." in " ".join(made.findings())
    assert "without width" not in " ".join(evaluation_report(**GOOD).findings())


def test_a_draw_without_positives_has_no_average_precision():
    """Of 20 rows with one positive many draws have none: they are left out, and not counted as 0."""
    made = evaluation_report([1] + [0] * 19, [0.9] + [0.1] * 19, threshold=0.5, min_cases=1, n_resamples=200)
    assert made.results["AP"] == (1, 1, 1)


def test_small_and_large_numbers_keep_their_digits():
    y, s = (np.arange(20_000) < 15).astype(int), np.linspace(1, 0, 20_000) ** 9
    made = evaluation_report(y, s, threshold=0.999, cost_fp=0.01, cost_fn=1, n_resamples=20)
    assert "0.00075 (0.00045 to 0.00124)" in made.markdown() and "| 0.00075 (nobody) |" in made.markdown()
    y, s = (np.arange(20_000) < 42).astype(int), np.linspace(1, 0, 20_000) ** 9
    made = evaluation_report(y, s, threshold=0.999, n_resamples=20)  # 42 of 20,000 are no "0.002 (0.002 to 0.003)"
    assert "| 0.0021 (0.0016 to 0.0028) |" in made.markdown() and "| 0.0021 (all) |" in made.markdown()
    made = evaluation_report(**GOOD, cost_fp=123_456, cost_fn=1_000_000)
    assert "false alarm 123,456, miss 1,000,000" in made.markdown() and "280,864 (" in made.markdown()


def test_certain_scores_that_the_label_contradicts_are_counted():
    made = evaluation_report(**(GOOD | {"y_score": [0, 1, 1, 1] * 10}))
    assert "that the label contradicts: 10." in " ".join(made.findings()) and "nan" not in made.markdown()


def test_slices_with_like_names_keep_their_marks_and_their_order():
    y, s = np.array(GOOD["y_true"]), np.array(GOOD["y_score"])
    slices = {"a": s > 0.45, "a: b": ["x", "y", "z", "x"] * 10, 1: ["x", "y"] * 20, "age": ["10-14", "5-9"] * 20}
    made = evaluation_report(y, s, threshold=0.45, min_cases=5, n_resamples=20, slices=slices)
    names = [row["slice"] for row in made.slices]
    assert names[-2:] == ["age: 5-9", "age: 10-14"]
    for row in made.slices:
        name = max((str(k) for k in slices if row["slice"].startswith(f"{k}: ")), key=len)
        alone = evaluation_report(y, s, threshold=0.45, min_cases=5, n_resamples=20,
                                  slices={name: slices.get(name, slices[1])})  # fmt: skip
        twin = next(other for other in alone.slices if other["slice"] == row["slice"])
        assert {k: row[k] for k in ("rows", "recall", "FPR")} == {k: twin[k] for k in ("rows", "recall", "FPR")}
        assert set(row["differs"]) <= set(twin["differs"])  # more comparisons, never more marks
    groups = [1, None] * 20
    made = evaluation_report(**GOOD, slices={"g": pd.Series(groups)})
    assert [row["slice"] for row in made.slices] == ["g: 1", "g: missing"]


def test_a_csv_keeps_groups_that_look_like_missing_ones(tmp_path):
    table = pd.DataFrame(GOOD | {"g": ["NA", "None", "", "null"] * 10})
    table.to_csv(tmp_path / "scores.csv", index=False)
    made = evaluation_report("y_true", "y_score", table=tmp_path / "scores.csv", threshold=0.5, slices="g",
                             n_resamples=20)  # fmt: skip
    assert [row["slice"] for row in made.slices] == ["g: NA", "g: None", "g: missing", "g: null"]


def test_nothing_that_a_caller_hands_in_is_markup():
    evil = "<script>alert(1)</script> <img src=x onerror=alert(1)> &lt;b&gt; \"' [a](b) `c` $d$ | # \x08\n\n# head"
    part = "<b>|$x$&lt;\"'*[a](b)"
    slices = {part: [part, "<svg/onload=1>"] * 20}
    made = evaluation_report(
        **GOOD, title=evil[:70], positive="<i>&amp;" + part[:20], notes=dict.fromkeys(NOTES, evil), slices=slices
    )
    for text in (made.html, made._repr_html_(), made.svg):
        assert not re.search(r"<(script|img|b|i|svg/)\b", text) and "\x08" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in made.html and "&amp;lt;b&amp;gt;" in made.html
    ElementTree.fromstring(made.svg)
    assert "&lt;b&gt;|$x$&amp;lt;" in made.svg  # no formula, no tag
    markdown = made.markdown("a file (1).svg")
    assert "](a%20file%20%281%29.svg)" in markdown and not re.search(r"(?<!\\)[<>`$&~]", markdown)
    assert markdown.count("\n# ") == 0 and markdown.count("\n## ") == 4


def test_names_in_other_writings_and_formulas_make_no_noise():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        made = evaluation_report(**GOOD, title="한국어", slices={"성별": ["남성", "$\\foo$"] * 20})
        assert "남성" in made.svg and "한국어" in made.html


# --------------------------------------------------------------------------------------------------------- one page


class Checker(HTMLParser):
    """Open tags are closed, no id stands twice, nothing is loaded."""

    VOID = {"meta", "br", "hr", "img", "link", "path", "use"}

    def __init__(self):
        super().__init__()
        self.open, self.ids = [], []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.ids += [attrs["id"]] if "id" in attrs else []
        assert not {"src", "srcset", "data"} & set(attrs) and tag not in ("script", "link", "iframe")
        assert all(value.startswith("#") for name, value in attrs.items() if name.endswith("href"))
        self.open += [tag] if tag not in self.VOID else []

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in self.VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if tag not in self.VOID:
            assert self.open.pop() == tag


def longest():
    """A report that uses all the room there is: every note, every slice, most too small, weights, costs, a title."""
    rng = np.random.default_rng(0)
    n, words = 3000, "whereof one knows that much and no more than this "
    s = rng.random(n) ** 3
    notes = {key: (words * 9)[:LONGEST_NOTE] for key in NOTES}
    groups = np.minimum(np.arange(n) // 4, MOST_SLICES - 3)
    slices = {"a name of twenty letters": np.array([f"and a group {k:12}" for k in groups]), "b": s > 0.9}
    return evaluation_report(
        (rng.random(n) < s).astype(int), s, cost_fp=123_456, cost_fn=9_876_543, weights=rng.random(n), slices=slices,
        notes=notes, title="Title " * 11, positive="what a positive is, in letters", n_resamples=20,
    )  # fmt: skip


def test_the_page_is_whole_and_needs_no_network(report):
    for made in (report, evaluation_report(**GOOD)):
        checker = Checker()
        checker.feed(made.html)
        assert checker.open == [] and len(set(checker.ids)) == len(checker.ids)
        alt = re.search(r'<svg role="img" aria-label="([^"]{60,})"', made.html)
        assert alt and "currentColor" in made.html and "#010203" not in made.html
        assert "prefers-color-scheme: dark" in made.html and made.html == made.html  # the same bytes each time
        assert (
            'lang="en"' in made.html
            and made.html.count("<h1>") == 1
            and "http" not in re.sub(r' xmlns\S*="[^"]*"', "", made.html)
        )


def test_page_markdown_and_figure_show_the_same_numbers(report):
    cells = [unescape(re.sub("<[^>]*>", "", cell)) for cell in re.findall(r"<t[hd][ >].*?</t[hd]>", report.html)]
    lines = [line for line in report.markdown().splitlines() if line.startswith("| ") and "---" not in line]
    ours = [cell.strip().replace("\\", "") for line in lines for cell in line.strip("| ").split(" | ")]
    assert [cell for cell in cells if cell] == [cell for cell in ours if cell] and len(cells) > 100
    points = [unescape(re.sub("<[^>]*>", "", text)) for text in re.findall(r"<li>(.*?)</li>", report.html)]
    assert points == report.findings()

    forest, cost, reliability = np.ravel(Figure().subplots(1, 3))
    report._forest(forest)
    drawn = {round(float(line.get_xdata()[0]), 9) for line in forest.lines if line.get_marker() in ("o", "s")}
    assert drawn == {round(float(row[m][0]), 9) for row in report.slices for m in ("recall", "FPR") if row[m]}
    report._cost(cost)
    curve, point = cost.lines
    assert point.get_xydata()[0] == pytest.approx([report._alarm.mean(), report.results["cost"][0]])
    y, alarm = report._y, np.argsort(-report._s, kind="stable")
    for x, height in curve.get_xydata()[::40]:
        first = alarm[: round(x * len(y))]
        assert height == pytest.approx((np.sum(y[first] == 0) + 20 * (y.sum() - y[first].sum())) / len(y))
    report._reliability(reliability)
    shares = calibration_curve(y, report._s, n_bins=10, strategy="quantile")[0]
    assert reliability.lines[1].get_ydata() == pytest.approx(shares, abs=0.002)


def test_rare_positives_have_a_scale_that_can_be_read_and_a_curve_of_precision():
    """A ROC curve of few positives looks better than the alarms are; with no alarm there is no precision to draw."""
    rare = {"y_true": (np.arange(20_000) % 500 == 0).astype(int), "y_score": np.linspace(0, 0.02, 20_000)}
    for change, words, title in [
        (rare | {"threshold": 0.005}, "Precision by recall", "Reliability, root scale"),
        (rare | {"threshold": 0.9}, "ROC curve", "Reliability, root scale"),
        ({}, "ROC curve", "Reliability"),
    ]:
        made = evaluation_report(**(GOOD | change))
        assert words in made.svg and words in made.html.split("</svg>")[0].split("aria-label")[-1]
        assert re.search(rf">{title}</text>", made.svg)
        ax = Figure().subplots()
        made._reliability(ax)
        assert sum(0 <= tick <= ax.get_xlim()[1] for tick in ax.get_xticks()) >= 3
    made = evaluation_report(**(GOOD | rare | {"threshold": 0.005}))
    ax = Figure().subplots()
    made._precision_recall(ax)
    curve, point = ax.lines[1].get_xydata(), ax.lines[2].get_xydata()[0]
    precision, recall, _ = metrics.precision_recall_curve(made._y, made._s)
    pairs = {(round(r, 9), round(p, 9)) for r, p in zip(recall, precision, strict=True)}
    assert {(round(r, 9), round(p, 9)) for r, p in curve} <= pairs
    assert point == pytest.approx([made.results["recall"][0], made.results["precision"][0]])


def test_the_sheet_explains_its_columns(report, test):
    key = "Expected: the sum of the scores in the slice. AUC: of the rows of the slice among themselves."
    assert key in report.markdown() and key in report.html and "†: differs from the rest of the rows." in report.html
    made = evaluation_report(**GOOD, probabilities=False, slices={"g": [0, 1] * 20})
    assert "Expected" not in made.markdown() and "†: differs" in made.markdown()
    for row in report.slices:
        name, group = row["slice"].split(": ")
        assert row["expected"] == pytest.approx(test["score"][test[name].astype(str) == group].sum())


def test_save_writes_a_page_markdown_and_a_figure(report, tmp_path):
    page = report.save(tmp_path / "new folder" / "crash.html")  # the same as "crash"
    assert page.name == "crash.html" and page.read_text(encoding="utf-8") == report.html
    markdown = page.with_suffix(".md").read_text(encoding="utf-8")
    assert "](crash.svg)" in markdown and markdown.count("\n## ") == 4
    lines = [line for line in markdown.splitlines() if line.startswith("| ")]
    assert {line.replace(r"\|", "").count("|") for line in lines} == {7, 8}  # 6 columns of results, 7 of slices
    assert page.with_suffix(".svg").read_text(encoding="utf-8").startswith("<svg")


def test_it_prints_on_one_page_of_a4_and_of_letter(report, tmp_path, new_page):
    """The crash report, and the longest that the function makes."""
    page = new_page()
    for name, made in [("crash", report), ("longest", longest())]:
        page.goto(made.save(tmp_path / name).as_uri())
        for size in ("A4", "Letter"):
            page.pdf(path=tmp_path / "out.pdf", format=size)
            sheets = PdfReader(tmp_path / "out.pdf").pages
            text = sheets[0].extract_text()
            assert len(sheets) == 1, f"{name} takes {len(sheets)} pages of {size}"
            assert "Reviewed by" in text and "reviewed" not in text.replace("Reviewed by", "")
        for width in (1200, 390, 320):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        for scheme, paper in [("light", "rgb(255, 255, 255)"), ("dark", "rgb(22, 24, 29)")]:
            page.emulate_media(color_scheme=scheme)
            assert page.evaluate("getComputedStyle(document.body).backgroundColor") == paper


# ------------------------------------------------------------------------------------------------- to be taken along


def test_the_file_needs_nothing_of_the_book():
    nodes = ast.walk(ast.parse(FILE.read_text("utf-8")))
    names = {a.name for n in nodes if isinstance(n, ast.Import) for a in n.names}
    names |= {n.module for n in ast.walk(ast.parse(FILE.read_text("utf-8"))) if isinstance(n, ast.ImportFrom)}
    allowed = {"numpy", "pandas", "scipy", "matplotlib"} | set(sys.stdlib_module_names)
    assert {name.split(".")[0] for name in names} <= allowed


def test_a_copy_works_alone_and_does_not_touch_the_figures_of_its_user(tmp_path):
    (tmp_path / "evaluation_report.py").write_text(FILE.read_text("utf-8"), encoding="utf-8")
    code = (
        "import matplotlib; before = dict(matplotlib.rcParams)\n"
        "from evaluation_report import evaluation_report as make\n"
        "make([0, 1] * 10, [0.2, 0.6] * 10, threshold=0.5, n_resamples=20).save('out/page')\n"
        "assert dict(matplotlib.rcParams) == before\n"
    )
    run = subprocess.run([sys.executable, "-W", "error", "-I", "-c", f"import sys; sys.path.insert(0, '.')\n{code}"],
                         cwd=tmp_path, capture_output=True, text=True)  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["page.html", "page.md", "page.svg"]


def test_the_four_lines_of_the_chapter_make_a_report(tmp_path, monkeypatch):
    found = [re.findall(r"```python\n(.*?)```", cell.source, re.DOTALL) for cell in read(NOTEBOOK).cells]
    ((lines,),) = filter(None, found)
    assert len(lines.splitlines()) == 4
    monkeypatch.chdir(tmp_path)
    pd.DataFrame({"label": GOOD["y_true"], "score": GOOD["y_score"]}).to_csv("my_scores.csv", index=False)
    names = {}
    exec(lines, names)
    assert "0.3 or more. This threshold: chosen on other rows than these" in names["report"].findings()[0]
    assert sorted(path.name for path in tmp_path.glob("my_report.*")) == [
        f"my_report.{end}" for end in ("html", "md", "svg")
    ]


# ----------------------------------------------------------------------------------------- what the chapter claims


def outputs(words):
    found = [text for cell in code_cells(read(NOTEBOOK)) for text in texts(cell) if words in text]
    assert found, words
    return "\n".join(found)


def test_the_two_files_of_the_crash_data_match():
    stored, drivers = (pd.read_csv(ROOT / "data" / f"{name}.csv") for name in ("crash_scores", "crash"))
    assert (drivers["died"].to_numpy()[stored["row"]] == stored["died"]).all() and stored["row"].is_unique


def test_trap_a_recall_of_one_without_its_false_positive_rate(report):
    row = next(row for row in report.slices if row["slice"].endswith("55+"))
    assert (row["rows"], row["positives"], row["alarms"]) == (294, 85, 294)
    assert row["recall"][0] == row["FPR"][0] == 1
    assert round(row["AUC"][0], 2) == 0.67


def test_trap_the_worst_of_many_slices(test):
    died = test[test["died"] == 1]
    alarm = (died["score"] >= 1 / 21).to_numpy()
    by_year = chapter.recall_by_slice(np.ones(len(died), int), alarm.astype(int), died["year"])
    assert min(by_year, key=lambda year: by_year[year][0]) == 2001
    assert by_year[2001] == pytest.approx((0.679, 0.493, 0.821), abs=5e-4)
    p = stats.fisher_exact([[19, 9], [165 - 19, 223 - 165 - 9]]).pvalue
    assert round(p, 2) == 0.49
    rng, year = np.random.default_rng(1), died["year"].to_numpy()
    lowest = [min(alarm[dealt == k].mean() for k in by_year) for dealt in (rng.permutation(year) for _ in range(400))]
    assert 0.75 < np.mean(np.array(lowest) <= 19 / 28) < 0.92


def test_the_flawed_report_has_fourteen_lines_and_the_solution_ten_flaws():
    cells = read(NOTEBOOK).cells
    (text,) = (cell.source for cell in cells if cell.source.startswith("## A report to review"))
    lines = re.findall(r"^(\d+)\. \*", text, re.MULTILINE)
    assert lines == [str(n) for n in range(1, 15)]
    assert "165 of the 223" in text and "951 alarms, 786 of them" in text  # line 9: no recall without its false alarms
    solution = next(cell.source for cell in cells if "Show the ten flaws" in cell.source)
    flaws = [int(line) for line in re.findall(r"^\| (\d+) \|", solution, re.MULTILINE)]
    assert flaws == [3, 4, 5, 6, 7, 8, 10, 11, 12, 13]
    assert set(lines) - set(map(str, flaws)) == {"1", "2", "9", "14"}
    # "Every number was computed": each stands in the printed line of the same number. And nothing gives the ten away:
    # the cells after the exercise print all lines, and stand behind the solution.
    printed = dict(re.findall(r"^ ?(\d+)\. (.*)$", outputs("14. no number"), re.MULTILINE))
    for number, line in re.findall(r"^(\d+)\. \*(.*)$", text, re.MULTILINE):
        inputs = {"1": {"20"}, "3": {"0.5"}, "4": {"1", "21"}, "10": {"0"}, "11": {"10"}}.get(
            number, set()
        )  # not results
        found = set(re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?", line.replace("F1", ""))) - inputs
        assert found <= set(re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?", printed[number])), number
    sources = [cell.source for cell in cells]
    assert sources.index(text) + 1 == sources.index(solution)
    assert "stop here and mark first" in text.splitlines()[-1]
    chapters = set(re.findall(r"\]\((\d\d)_\w+\.ipynb", solution))
    assert chapters == {f"{number:02}" for number in range(1, 10)}  # each flaw a trap of one of these


def test_the_wrong_and_right_numbers_of_the_flawed_report(test):
    """By other means than the notebook's."""
    y, s, w = (test[name].to_numpy() for name in ("died", "score", "weight"))
    alarm, counts = s >= 1 / 21, {}
    counts["tp"], counts["fp"] = np.sum(alarm & (y == 1)), np.sum(alarm & (y == 0))
    assert (counts["tp"], counts["fp"]) == (165, 786)
    assert [round(np.mean((s >= t) == y), 3) for t in (0.5, 2)] == [0.956, 0.957]  # 3: and the constant
    sorted_ = np.unique(s)
    cost = [np.mean(np.where(y == 1, 20 * (s < t), s >= t)) for t in sorted_]
    assert (round(sorted_[np.argmin(cost)], 3), round(min(cost), 3)) == (0.033, 0.351)  # 4
    recall, fpr = 165 / 223, 786 / 4927
    assert round((recall + 1 - fpr) / 2, 3) == 0.790 and round(metrics.roc_auc_score(y, s), 3) == 0.881  # 5
    assert round(metrics.average_precision_score(y, s), 3) == 0.278  # 6
    assert round(metrics.f1_score(y, alarm, average="micro"), 3) == round(np.mean(alarm == y), 3) == 0.836  # 7
    assert round(2 * 165 / (2 * 165 + 786 + 58), 3) == 0.281
    assert round((4927 - 786) / (4927 - 786 + 58), 3) == 0.986 and round(165 / 951, 3) == 0.174  # 8
    assert round(load("08_calibration").expected_calibration_error(y, s, 10), 4) == 0.0085  # 10
    slow = (test["impact_speed_kmh"] == "1-9").to_numpy()
    assert not alarm[slow].any() and np.sum(slow & (y == 0)) == 144  # 11 and 12
    assert round(stats.binomtest(0, 144).proportion_ci(method="wilson").high, 3) == 0.026
    road = np.average(*pd.read_csv(ROOT / "data" / "crash.csv")[["died", "weight"]].to_numpy().T.tolist()[:1],
                      weights=pd.read_csv(ROOT / "data" / "crash.csv")["weight"])  # fmt: skip
    assert round(road * recall / (road * recall + (1 - road) * fpr), 3) == 0.024  # 13
    assert round(np.average(y[alarm], weights=w[alarm]), 3) == 0.047


def test_the_scores_are_too_low_around_the_threshold_and_for_the_younger():
    """On the test set and, weaker, on the validation set; with the weights they are too high."""
    stored = pd.read_csv(ROOT / "data" / "crash_scores.csv")
    all_ = stored.join(pd.read_csv(ROOT / "data" / "crash.csv").drop(columns="died"), on="row")
    for split, z_middle, z_young, expects, died in [("test", 4.0, 4.1, 0.0156, 0.0060),
                                                    ("validation", 2.4, 1.9, 0.0147, 0.0055)]:  # fmt: skip
        part = all_[all_["split"] == split].sort_values("score", kind="stable").reset_index()
        n = len(part)
        middle, young = part.iloc[round(0.6 * n) : round(0.9 * n)], part[part["age"] < 50]
        assert middle["score"].iloc[0] < 1 / 21 < middle["score"].iloc[-1]
        for rows, expected in [(middle, z_middle), (young, z_young)]:
            s = rows["score"]
            z = (rows["died"].sum() - s.sum()) / np.sqrt(np.sum(s * (1 - s)))
            assert z == pytest.approx(expected, abs=0.15)
        means = [np.average(part[name], weights=part["weight"]) for name in ("score", "died")]
        assert means == pytest.approx([expects, died], abs=1e-4)
    made = evaluation_report("died", "score", table=all_[all_["split"] == "validation"], cost_fp=1, cost_fn=20,
                             weights="weight", n_resamples=200)  # fmt: skip
    assert made.weighted["gain"][0] == pytest.approx(0.017, abs=5e-4) and made.weighted["gain"][1] < 0


def test_nineteen_comparisons_of_eleven_slices(test):
    bands = pd.cut(test["age"], [15, 29, 49, 69, 97]).astype(str)
    slices = {"age": bands, "belt": test["seatbelt"], "km/h": test["impact_speed_kmh"]}
    made = evaluation_report(test["died"], test["score"], cost_fp=1, cost_fn=20, slices=slices, n_resamples=20)
    rates = sum(row[name] is not None for row in made.slices for name in ("recall", "FPR"))
    assert (len(made.slices), rates, made.tests, made.found) == (11, 21, 19, 13)


def test_the_breast_data_call_benign_one():
    data = load_breast_cancer()
    assert list(data.target_names) == ["malignant", "benign"] and len(data.target) == 569
    assert 0.35 < np.mean(data.target == 0) < 0.4  # "nearly four in ten"


def test_the_diabetes_report_finds_fewer_of_the_men():
    text = outputs("sex: men")
    assert re.search(r"sex: men +3 of 14 found, recall 0\.21 .*† recall", text)
    assert re.search(r"sex: women +19 of 28 found, recall 0\.68 .*† recall", text)
    assert text.count("†", 0, text.index("- A row")) == 4  # the two halves of one comparison, and two ages
    assert "men lower in 30 of 30" in outputs("men lower in")
