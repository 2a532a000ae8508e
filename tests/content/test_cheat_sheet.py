"""The cheat sheet: every formula and every call on it is run, and they agree; what its other columns say holds.

Nothing is copied from the page: formulas and calls are taken out of its tables.
"""

import re
from math import inf

import numpy as np
import pytest
import sklearn.metrics
from define_cells import load
from scipy import stats

from notebooks import ROOT

PAGE = (ROOT / "chapters" / "cheat_sheet.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## (.+)\n((?:(?!## ).*\n?)*)", PAGE, re.MULTILINE))
TABLES = {
    name: [re.split(r" \| ", line.strip("| ")) for line in text.splitlines() if line.startswith("| [")]
    for name, text in SECTIONS.items()
}
SURE = TABLES.pop("How sure is it?")
ROWS = [(section, *row) for section, table in TABLES.items() for row in table]
every_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]}: {name_of(row)}")
NUMPY = {name: getattr(np, name) for name in "abs argsort corrcoef log mean sort sum where".split()}
K, BETA, COSTS = 3, 2.0, (1.0, 20.0)
AREAS = {"AUC()", "AUC(multi_label=True)"}  # approximations, "near it"
NO_LIBRARY = {"expected cost", "net benefit", "precision at k", "recall at k", "ECE"}


def name_of(row):
    return re.search(r"\[([^]]+)\]", row[1])[1]


def codes(cell):
    return re.findall(r"`([^`]+)`", cell)


def example(seed=0, n=60):
    """For each section scores and labels; no score is tied, and none is 0.5."""
    rng = np.random.default_rng(seed)
    p = rng.uniform(0.02, 0.98, n)
    y = (rng.random(n) < p).astype(int)
    classes = rng.integers(K, size=n)
    table = rng.dirichlet(np.ones(K), n) + np.eye(K)[classes] * rng.uniform(0, 0.6, (n, 1))
    table /= table.sum(axis=1, keepdims=True)
    cells = rng.uniform(0.02, 0.98, (n, 4))
    truth = (rng.random((n, 4)) < cells).astype(int)
    truth[0], cells[0] = [1, 0, 1, 0], [0.9, 0.1, 0.8, 0.2]
    return {
        "Labels of two classes": (y, p), "Scores of two classes": (y, p), "Many classes": (classes, table),
        "Several labels": (truth, cells),
    }  # fmt: skip


def cut(section, score):
    return score.argmax(axis=1) if section == "Many classes" else (score >= 0.5).astype(int)


def ratio(a, b):
    return np.divide(a, b, out=np.full(np.shape(b), np.nan), where=np.asarray(b) > 0)


def auc(y, score):
    a, b = score[y == 1][:, None], score[y == 0]
    return np.mean((a > b) + (a == b) / 2)


def names(section, y_true, y_score, y_pred=None):
    """What the signs of the sheet mean, in one section."""
    y_pred = cut(section, y_score) if y_pred is None else y_pred
    found = {"y_true": y_true, "y_pred": y_pred, "y_score": y_score, "p": y_score, "N": len(y_true), "b": BETA}
    found |= {"c_fp": COSTS[0], "c_fn": COSTS[1], "t": 1 / 21, "k": 2 if y_score.ndim > 1 else 10, "K": K, "auc": auc}
    if section == "Many classes":
        matrix = np.zeros((K, K))
        np.add.at(matrix, (y_true, y_pred), 1)
        support, predicted = matrix.sum(axis=1), matrix.sum(axis=0)
        rank = np.sum(y_score > y_score[np.arange(len(y_true)), y_true][:, None], axis=1) + 1
        share = support / len(y_true)
        found |= {"share": share, "m": share.max(), "rank": rank, "recall": ratio(np.diag(matrix), support)}
        return NUMPY | found | {"f1": ratio(2 * np.diag(matrix), support + predicted), "range": range}
    tp, fp = np.sum(y_true & y_pred), np.sum((1 - y_true) & y_pred)
    fn, tn = np.sum(y_true & (1 - y_pred)), np.sum((1 - y_true) & (1 - y_pred))
    found |= {"tp": tp, "fp": fp, "fn": fn, "tn": tn, "pi": np.mean(y_true), "q": np.mean(y_pred)}
    if section == "Several labels":
        in_rows = 2 * np.sum(y_true & y_pred, axis=1), np.sum(y_true + y_pred, axis=1)
        return NUMPY | found | {"f1_rows": np.nan_to_num(ratio(*in_rows))}
    bins = np.minimum((y_score * 10).astype(int), 9)
    n_b = np.bincount(bins, minlength=10)
    y_b, p_b = (np.nan_to_num(ratio(np.bincount(bins, v, minlength=10), n_b)) for v in (y_true, y_score))
    found |= {"b": y_score[y_true == 0] if section.startswith("Scores") else BETA, "a": y_score[y_true == 1][:, None]}
    return NUMPY | found | {"n_b": n_b, "y_b": y_b, "p_b": p_b}


def value(row, signs):
    (formula,) = codes(row[2])
    with np.errstate(divide="ignore", invalid="ignore"):
        return float(eval(formula, dict(signs)))


def by_call(call, section, signs):
    if call[0].islower():
        functions = {name: getattr(sklearn.metrics, name) for name in dir(sklearn.metrics) if name[0] != "_"}
        return float(eval(call, functions | signs))
    import book  # noqa: F401  quiets TensorFlow
    import keras

    y_true, y_score = signs["y_true"], signs["y_score"]
    if section == "Many classes" and not call.startswith("Sparse"):
        y_true = np.eye(K)[y_true]
    elif section not in ("Many classes", "Several labels"):
        y_true, y_score = y_true[:, None], y_score[:, None]
    metric = eval("keras.metrics." + call, {"keras": keras, "b": signs["b"], "k": signs["k"]})
    return float(metric(y_true.astype("float32"), y_score.astype("float32")))


def test_the_page_has_its_rows():
    assert len(ROWS) > 28 and len(SURE) == 5 and {len(row) for row in ROWS} == {7} and {len(row) for row in SURE} == {3}
    calls = [call for row in ROWS for call in codes(row[3])]
    assert sum(call[0].isupper() for call in calls) > 14 and sum(call[0].islower() for call in calls) > 20


@every_row
def test_formula_and_calls_agree(row):
    section, calls = row[0], [call for call in codes(row[3]) if "(" in call]  # the others are functions of the book
    assert bool(calls) != (name_of(row) in NO_LIBRARY), row[3]
    for seed in range(3):
        signs = names(section, *example(seed)[section])
        for call in calls:
            found = by_call(call, section, signs)
            found = 1 - found if f"1 - `{call}`" in row[3] else found
            tolerance = 0.02 if call in AREAS else 2e-6 if call[0].isupper() else 1e-12
            assert (call in AREAS) == (f"near it: `{call}`" in row[3])
            assert found == pytest.approx(value(row, signs), rel=0, abs=tolerance), call


def test_formulas_without_a_library_are_those_of_the_chapters():
    y, p = example()["Scores of two classes"]
    rows = {name_of(row): row for row in ROWS}
    assert "`expected_cost`" in rows["expected cost"][3] and "`expected_calibration_error`" in rows["ECE"][3]
    signs, scores = names("Labels of two classes", y, p), names("Scores of two classes", y, p)
    cost = load("07_threshold_and_cost").expected_cost
    assert value(rows["expected cost"], signs) == pytest.approx(cost(y, p, 0.5, *COSTS), abs=1e-12)
    ece = load("08_calibration").expected_calibration_error
    assert value(rows["ECE"], scores) == pytest.approx(ece(y, p, 10), abs=1e-12)
    top = np.sort(p)[-10:].min()
    assert value(rows["precision at k"], scores) == pytest.approx(np.mean(y[p >= top]))
    assert value(rows["recall at k"], scores) == pytest.approx(np.sum(y[p >= top]) / np.sum(y))
    alarm = p >= 1 / 21
    signs = names("Labels of two classes", y, p, alarm.astype(int))
    benefit = np.mean(alarm & (y == 1)) - np.mean(alarm & (y == 0)) / 20
    assert value(rows["net benefit"], signs) == pytest.approx(benefit)


# ------------------------------------------------------------------------------------ worst and best, and knows nothing


def end(text, signs):
    """A cell of "worst, best": what it says, and whether the worst is only a bound."""
    worst, best = text.rsplit(", ", 1)
    bound, _, worst = worst.rpartition(" ")
    number = {"∞": inf, "0": 0, "1": 1, "-1": -1}
    return bound, *(number[x] if x in number else eval(x.strip("`"), dict(signs)) for x in (worst, best))


@every_row
def test_worst_and_best(row):
    """The best is what the right answers get, the worst what the opposite gets; no example is outside."""
    section = row[0]
    y_true, y_score = example()[section]
    if section == "Many classes":
        right = np.eye(K)[y_true]
        wrong = 1 - right
        wrong /= wrong.sum(axis=1, keepdims=True)
    else:
        # half of each class; of several labels no row without any, of which it has to be said what it counts
        y_true = np.append(y_true, y_true[::-1] ^ 1) if y_true.ndim == 1 else y_true[y_true.any(axis=1)]
        right, wrong = y_true.astype(float), 1.0 - y_true
    perfect, opposite = names(section, y_true, right), names(section, y_true, wrong)
    if name_of(row) == "recall at k":
        perfect["k"] = int(perfect["pi"] * perfect["N"])
    bound, worst, best = end(row[4], perfect)
    if name_of(row) == "expected cost":
        opposite = names(section, np.ones(9, int), np.zeros(9))  # nothing but misses
    assert value(row, perfect) == pytest.approx(best, abs=1e-12)
    lowest = value(row, opposite)
    if bound:
        assert {"above": lowest > worst, "below": lowest < worst}[bound]
    elif name_of(row) != "OvR AUC" and "top-k" not in name_of(row):
        assert lowest == pytest.approx(worst, abs=1e-12)
    for seed in range(20):
        found = value(row, names(section, *example(seed)[section]))
        assert bound == "below" or min(worst, best) <= found <= max(worst, best)


MODELS = [(row, *part) for row in ROWS for part in re.findall(r"(?:([a-z][a-z ]+): )?`([^`]+)`", row[5])]


@pytest.mark.parametrize(("row", "about", "code"), MODELS, ids=[f"{m[0][0]}: {name_of(m[0])} {m[1]}" for m in MODELS])
def test_a_model_that_knows_nothing(row, about, code):
    """Answers drawn without a look at the truth, or the constant that the cell names, on many rows."""
    section, rng, n = row[0], np.random.default_rng(1), 200_000
    about = about.replace("random order", "")
    if name_of(row) in ("average precision", "AUC", "OvR AUC"):
        n = 20_000  # these formulas compare all pairs
    if section == "Many classes":
        y_true = rng.choice(K, n, p=[0.5, 0.3, 0.2])
        y_score = rng.dirichlet(np.ones(K), n)
        y_score = np.tile([0.5, 0.3, 0.2], (n, 1)) if about == "constant" else y_score
    else:
        shape = (n, 4) if section == "Several labels" else n
        y_true = (rng.random(shape) < 0.1).astype(int)
        y_score = rng.uniform(0.2, 0.75, shape)
        share = y_true.mean()
        constant = {"all positive": 1.0, "all empty": 0.0, "constant": share, "": y_score}[about]
        y_score = np.broadcast_to(constant, y_true.shape)
    signs = names(section, y_true, y_score)
    if name_of(row).endswith("at k"):
        signs["k"] = n // 5
    if name_of(row) == "expected cost":
        both = [value(row, names(section, y_true, np.full(n, alarm))) for alarm in (0.0, 1.0)]
        assert min(both) == pytest.approx(eval(code, signs), abs=1e-12)
        return
    expected = eval(code, dict(signs))
    assert value(row, signs) == pytest.approx(expected, abs=0.03 if n == 20_000 else 0.012)
    if about:
        assert value(row, signs) == pytest.approx(expected, abs=1e-9)


def test_every_row_says_what_a_model_that_knows_nothing_gets():
    assert {name_of(row) for row in ROWS} == {name_of(row) for row, *_ in MODELS}


def test_the_average_precision_of_a_random_order_is_a_little_above_the_prevalence():
    (row,) = (row for row in ROWS if name_of(row) == "average precision")
    rng, y = np.random.default_rng(3), np.repeat([1, 0], [6, 54])
    found = [value(row, names("Scores of two classes", y, rng.random(60))) for _ in range(500)]
    assert y.mean() < np.mean(found) - 5 * np.std(found) / np.sqrt(500) and np.mean(found) < 2 * y.mean()


# ------------------------------------------------------------------------------------------------- what the texts say


def test_zero_divided_by_zero():
    y, zeros = np.array([0, 0, 1]), np.zeros(3, int)
    signs = names("Labels of two classes", y, zeros.astype(float))
    rows = {name_of(row): row for row in ROWS if row[0] == "Labels of two classes"}
    for name in ("precision", "MCC"):
        assert np.isnan(value(rows[name], signs))
    with pytest.raises(ZeroDivisionError):
        value(rows["precision"], signs | {"tp": 0, "fp": 0})  # Python's own integers
    m, scores = sklearn.metrics, np.array([0.1, 0.2, 0.3])
    assert m.matthews_corrcoef(y, zeros) == 0
    for call in (m.precision_score, m.recall_score, m.f1_score):
        with pytest.warns(sklearn.exceptions.UndefinedMetricWarning):
            assert call(*((y, zeros) if call is m.precision_score else (zeros, zeros))) == 0
    with pytest.warns(UserWarning):
        assert m.average_precision_score(zeros, scores) == 0
    nothing = names("Labels of two classes", zeros, zeros.astype(float))
    for call in ("Precision()", "Recall()", 'F1Score(average="micro", threshold=0.5)'):
        assert by_call(call, "Labels of two classes", nothing) == 0
    with pytest.warns(sklearn.exceptions.UndefinedMetricWarning):
        assert np.isnan(m.roc_auc_score(zeros, scores))
    with pytest.warns(RuntimeWarning):
        assert m.d2_brier_score(zeros, scores) == -inf
    with pytest.raises(ValueError, match="only one label"):
        m.log_loss(zeros, scores)


def test_keras_calls_positive_what_is_above_a_half_and_this_book_what_is_at_least():
    for call in ("Precision()", "BinaryAccuracy()"):
        signs = names("Labels of two classes", np.array([1, 1]), np.array([0.5, 0.6]))
        assert by_call(call, "Labels of two classes", signs) == (1 if call == "Precision()" else 0.5)
    assert list(cut("Labels of two classes", np.array([0.5, 0.6]))) == [1, 1]


def test_the_price_of_a_miss_in_balanced_accuracy():
    def balanced(tp, fp, fn, tn):
        return (tp / (tp + fn) + tn / (tn + fp)) / 2

    before, miss, alarm = balanced(5, 7, 3, 65), balanced(4, 7, 4, 65), balanced(5, 8, 3, 64)
    pi = 8 / 80
    assert (before - miss) / (before - alarm) == pytest.approx((1 - pi) / pi)


def test_specificity_of_09_with_mostly_false_alarms():
    """Specificity 0.9, and even with every positive found most alarms are false where 4.33 % are positive."""
    pi, specificity = 0.0433, 0.9
    assert pi / (pi + (1 - specificity) * (1 - pi)) < 0.5


def test_calls_of_how_sure_it_is():
    y, p = example(n=300)["Scores of two classes"]
    other = np.clip(p + np.random.default_rng(2).normal(0, 0.2, len(p)), 0, 1)
    right = [(score >= 0.5) == y for score in (p, other)]
    chapter = load("09_uncertainty")
    signs = {
        "binomtest": stats.binomtest, "ttest_rel": stats.ttest_rel, "k": 90, "n": 100, "y_true": y, "y_score": p,
        "roc_auc_score": sklearn.metrics.roc_auc_score, "score_a": p, "score_b": other,
        "bootstrap_interval": chapter.bootstrap_interval, "delong": chapter.delong,
        "loss_a": (p - y) ** 2, "loss_b": (other - y) ** 2,
        "only_a": int(np.sum(right[0] & ~right[1])), "only_b": int(np.sum(right[1] & ~right[0])),
    }  # fmt: skip
    share, area, means, labels, scores = (eval(codes(row[1])[0], signs) for row in SURE)
    assert tuple(share) == pytest.approx(chapter.wilson_interval(90, 100), abs=1e-12)
    assert area[0] < sklearn.metrics.roc_auc_score(y, p) < area[1]
    difference = signs["loss_a"] - signs["loss_b"]
    error = np.std(difference, ddof=1) / np.sqrt(len(y))
    assert means.high - means.low == pytest.approx(2 * stats.t.isf(0.025, len(y) - 1) * error)
    assert means.low < difference.mean() < means.high
    assert labels == pytest.approx(chapter.mcnemar(y, *((s >= 0.5).astype(int) for s in (p, other))), abs=1e-12)
    assert scores[0] == pytest.approx(auc(y, p)) and 0 <= scores[2] <= 1
