"""A one-page evaluation report of a binary classifier, from labels and scores: Markdown, and a page to print.

    from evaluation_report import evaluation_report

    report = evaluation_report("died", "score", table="scores.csv", cost_fp=1, cost_fn=20, slices=["belt"],
                               notes={"question": "...", "not for": "..."})
    report.save("reports/crash")  # crash.html, one page; crash.md with crash.svg

Take this file along: it needs Python 3.11 or later, NumPy, pandas, SciPy and Matplotlib, and nothing else of the book
"Beyond Accuracy", whose chapter 16 explains it. BSD 3-clause licence.
"""

import io
import math
import re
import warnings
from functools import cached_property
from html import escape
from pathlib import Path
from urllib.parse import quote

import matplotlib.style
import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from scipy import stats

# What no label and no score can tell. The report prints each, or "not stated".
NOTES = {
    "question": "Question, and who decides by the answer",
    "population": "Whom the rows stand for, and how they were drawn",
    "labels": "How the labels were made, and how often they are wrong",
    "independence": "Whether rows belong together (a person, a crash, a day)",
    "training": "Which rows the model, and every choice about it, has seen",
    "metric": "Why these measures and these costs",
    "not for": "What the scores must not be used for",
}
SOURCES = {  # of the threshold
    "costs": "computed from the costs, which no row has chosen",
    "other rows": "chosen on other rows than these",
    "these rows": "chosen on THESE rows: cost, recall and precision at it look better than they are",
    None: "where it comes from is not stated",
}
LONGEST_NOTE, MOST_SLICES = 240, 14  # or the report is no longer one page
INK, POSITIVE, NEGATIVE = "#010203", "#BF5000", "#0072B2"  # INK becomes the colour of the page's text


def evaluation_report(
    y_true, y_score, *, threshold=None, threshold_from=None, cost_fp=None, cost_fn=None, weights=None, slices=None,
    notes=None, table=None, title="Evaluation report", positive="positive", probabilities=True, min_cases=10,
    n_resamples=1000, seed=0,
):  # fmt: skip
    """Return the Report of a binary classifier on one set of labelled rows that it was not trained on.

    y_true, y_score : 0/1 labels and finite scores of shape (N,): arrays, lists, pandas Series. With `table`, which is a
    DataFrame or the path of a CSV file, names of its columns; the same for `weights` and `slices`.
    threshold : a row with y_score >= threshold gets an alarm. Without it, cost_fp / (cost_fp + cost_fn).
    threshold_from : how it was found: "costs" (that formula), "other rows" or "these rows"; else it is "not stated".
    cost_fp, cost_fn : what a false alarm and a miss cost, 0 or more. Without them the report has no cost.
    weights : of shape (N,), 0 or more, how many rows of the population each row stands for: a second column of results.
    slices : {name: groups of shape (N,)}, or names of columns: at most 14 groups in all, chosen before the result is
    known; rows without a group are the group "missing".
    notes : {key of NOTES: what you state, up to 240 characters}; whatever is missing is printed as "not stated".
    positive : what a 1 means. probabilities : whether the scores are meant as probabilities; with False there is no
    calibration. min_cases : where a slice has fewer positives (or negatives), the report says so instead of a number.
    n_resamples, seed : of the bootstrap, which draws rows one by one, whatever their class.

    Raises ValueError, naming the argument, for labels other than 0 and 1 or of one class only, NaN, infinity or masked
    values, lengths or pandas indexes that differ, scores or a threshold outside [0, 1] where the scores are meant as
    probabilities, fewer than min_cases positives or negatives, and for whatever has no meaning in its place;
    FileNotFoundError, naming it too, for a table that is not there.
    """
    if table is not None:
        source = isinstance(table, str | Path | pd.DataFrame)
        _check(source, "table must be a DataFrame or the path of a CSV file")
        _check(not isinstance(slices, dict), "slices must be names of columns, since there is a table")
        if not isinstance(table, pd.DataFrame):
            try:
                table = pd.read_csv(table, keep_default_na=False, na_values=[""])
            except FileNotFoundError as error:
                raise FileNotFoundError(f"table: there is no file {str(table)!r}") from error
        names = [slices] if isinstance(slices, str) else list(slices or [])
        y_true, y_score = _take(table, y_true=y_true), _take(table, y_score=y_score)
        weights = None if weights is None else _take(table, weights=weights)
        slices = {name: _take(table, slices=name) for name in names}
    elif slices is not None and not isinstance(slices, dict):
        raise ValueError("slices must be a dict {name: groups}; without a table no column has a name")
    named = {f"slices[{name!r}]": values for name, values in (slices or {}).items()}
    _same_rows(y_true=y_true, y_score=y_score, weights=weights, **named)
    y, s = _numbers(y_true=y_true), _numbers(y_score=y_score)
    n = len(y)
    _check(np.isin(y, [0, 1]).all(), "y_true must hold only 0 and 1")
    _check(len(s) == n, f"y_score has {len(s)} values, but y_true has {n}")
    w = None if weights is None else _numbers(weights=weights)
    _check(w is None or len(w) == n, f"weights must have {n} values, as y_true has")
    if w is not None:
        _check((w >= 0).all(), "weights must be 0 or more")
        w = w / (w.max() or 1)  # no result depends on their scale
        _check(all((w * (y == k)).max(initial=0) > 1e-100 for k in (0, 1)), "weights must be above 0 in each class")
    for name, number, low in [("min_cases", min_cases, 1), ("n_resamples", n_resamples, 20), ("seed", seed, 0)]:
        whole = isinstance(number, int | np.integer) and not isinstance(number, bool)
        _check(whole and low <= number <= 10**6, f"{name} must be an integer from {low} to 1,000,000, got {number!r}")
    for k, kind in [(1, "positives"), (0, "negatives")]:
        _check((y == k).any(), f"y_true has no {kind}: with one class there is nothing to tell apart")
        _check((y == k).sum() >= min_cases, f"y_true has {(y == k).sum()} {kind}, fewer than min_cases = {min_cases}")
    _check(isinstance(probabilities, bool), "probabilities must be True or False")
    if probabilities:
        _check(s.min() >= 0 and s.max() <= 1, "y_score must lie between 0 and 1; for scores that are no probabilities "
               "pass probabilities=False, and the report has no calibration")  # fmt: skip
    costs = None
    if cost_fp is not None or cost_fn is not None:
        costs = _number(cost_fp=cost_fp), _number(cost_fn=cost_fn)
        _check(costs[0] >= 0, "cost_fp must be 0 or more")
        _check(costs[1] >= 0 and sum(costs) > 0, "cost_fn must be 0 or more, and not 0 together with cost_fp")
    if threshold is None:
        _check(costs and probabilities, "threshold must be given, unless costs and probabilities say what it is")
        _check(threshold_from in (None, "costs"), "threshold_from says more than 'costs', but threshold is not given")
        threshold, threshold_from = costs[0] / sum(costs), "costs"
    threshold = _number(threshold=threshold)
    _check(not probabilities or 0 <= threshold <= 1, "threshold must lie between 0 and 1, as the scores do")
    _check(threshold_from in list(SOURCES), f"threshold_from must be one of {list(SOURCES)[:3]}")
    if threshold_from == "costs":
        formula = costs and probabilities and np.isclose(threshold, costs[0] / sum(costs), rtol=1e-6, atol=0)
        _check(formula, "threshold_from is 'costs', but threshold is not cost_fp / (cost_fp + cost_fn)")
    for name, text, most in [("title", title, 70), ("positive", positive, 30)]:
        whole = isinstance(text, str) and 0 < len(_clean(text)) and len(text) <= most
        _check(whole, f"{name} must be a text of at most {most} characters")
    title, positive = _clean(title), _clean(positive)
    notes = {} if notes is None else notes
    _check(isinstance(notes, dict) and set(notes) <= set(NOTES), f"notes must be a dict with keys of {list(NOTES)}")
    _check(all(isinstance(v, str) and len(v) <= LONGEST_NOTE for v in notes.values()),
           f"notes must be texts of at most {LONGEST_NOTE} characters: the report is one page")  # fmt: skip
    notes = {key: _clean(text) for key, text in notes.items()}
    groups = {_clean(str(name)): _groups(name, values, n) for name, values in (slices or {}).items()}
    _check(len(groups) == len(slices or {}), "slices has two names that are the same text")
    _check(sum(len(np.unique(g)) for g in groups.values()) <= MOST_SLICES,
           f"slices has more than {MOST_SLICES} groups in all: bin numbers first, and choose what matters")  # fmt: skip

    rng = np.random.default_rng(seed)
    alarm = s >= threshold
    plain = _intervals(y, s, alarm, costs, None, probabilities, rng, n_resamples)
    weighted = None if w is None else _intervals(y, s, alarm, costs, w, probabilities, rng, n_resamples)
    rows = _slices(y, s, alarm, groups, probabilities, min_cases, rng, n_resamples)
    return Report(title, positive, notes, y, s, w, alarm, threshold, threshold_from, costs, probabilities, min_cases,
                  n_resamples, plain, weighted, rows)  # fmt: skip


# ------------------------------------------------------------------------------------------------------- the arguments


def _check(holds, message):
    if not holds:
        raise ValueError(message)


def _take(table, **column):
    (argument, name), = column.items()  # fmt: skip
    _check(isinstance(name, str | int), f"{argument} must be the name of a column, since there is a table")
    _check(name in table, f"{argument}: the table has no column {name!r}")
    return table[name]


def _same_rows(**columns):
    """Two Series with other indexes are other rows; the values themselves are taken by position."""
    series = {name: c for name, c in columns.items() if isinstance(c, pd.Series)}
    for name, column in series.items():
        first = next(iter(series))
        same = column.index.equals(series[first].index) or len(column) != len(series[first])
        _check(same, f"{name} has another pandas index than {first}: bring them to the same rows first")


def _array(name, values):
    _check(not np.ma.is_masked(values), f"{name} has masked values; leave these rows out first")
    _check(hasattr(values, "__array__") or isinstance(values, list | tuple), f"{name} must be an array or a list")
    try:
        array = np.asarray(values) if hasattr(values, "__array__") else np.array(values, dtype=object)
    except Exception as error:  # ragged lists, whatever another library raises
        raise ValueError(f"{name} cannot be read as an array: {error}") from error
    _check(array.ndim == 1, f"{name} must have shape (N,), got {array.shape}")
    _check(array.size > 0, f"{name} is empty")
    return array


def _numbers(**column):
    (name, values), = column.items()  # fmt: skip
    array = _array(name, values)
    if array.dtype.kind == "O":
        real = all(isinstance(v, int | float | np.integer | np.floating | np.bool_) for v in array)
    else:
        real = array.dtype.kind in "biuf" or array.dtype.name == "bfloat16"
    _check(real, f"{name} must hold numbers and no missing values; words become labels by (column == 'yes').astype(int)"
           if name == "y_true" else f"{name} must hold numbers and no missing values")  # fmt: skip
    try:
        numbers = array.astype(float)
    except OverflowError:
        numbers = np.array([np.inf])
    _check(np.isfinite(numbers).all(), f"{name} must be finite, got NaN or infinity")
    exact = array.dtype.kind not in "iuO" or (np.abs(numbers) <= 2**53).all()
    _check(exact, f"{name} holds numbers that a 64-bit float cannot hold")
    return numbers


def _number(**value):
    (name, number), = value.items()  # fmt: skip
    real = isinstance(number, int | float | np.integer | np.floating) and not isinstance(number, bool)
    _check(real and abs(number) <= 1e300, f"{name} must be a finite number, got {number!r}")
    return float(number)


def _clean(text):
    """One line without control characters, which neither XML nor a reader takes."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _groups(name, values, n):
    array, argument = _array(f"slices[{name!r}]", values), f"slices[{name!r}]"
    _check(len(array) == n, f"{argument} has {len(array)} values, but y_true has {n}")
    there = ~pd.isna(array)
    known = array[there]
    if known.dtype.kind == "f" and (np.mod(known, 1) == 0).all() and (abs(known) < 2**53).all():
        known = known.astype(int)  # pandas makes 1.0 of 1 where a row is missing
    texts = np.full(n, "missing", dtype=object)
    texts[there] = [_clean(str(value)) for value in known]
    alike = len(set(texts[there])) < len({repr(value) for value in known.tolist()})
    _check(not alike, f"{argument}: two values would have the same name, as 1 and '1' have")
    _check(there.all() or "missing" not in texts[there], f"{argument}: some rows are missing, others say 'missing'")
    _check(max(map(len, texts)) <= 24 and len(str(name)) <= 24, f"{argument}: names of at most 24 characters")
    return texts.astype(str)


# --------------------------------------------------------------------------------------------------------- the numbers


def wilson(k, n):
    """The 95 % interval of the share k / n, as (share, low, high)."""
    ends = stats.binomtest(int(k), int(n)).proportion_ci(0.95, method="wilson")
    return k / n, ends.low, ends.high


def _measures(y, s, alarm, costs, w, nobody=True):
    """Each measure for weights of shape (draws, N), as an array of shape (draws,). The rows' scores must be falling."""
    last = np.append(np.flatnonzero(np.diff(s)), len(s) - 1)  # of each group of equal scores
    tp, fp = (np.cumsum(w * k, axis=1)[:, last] for k in (y, 1 - y))
    p, q = tp[:, -1:], fp[:, -1:]
    all_, found, false = p[:, 0] + q[:, 0], w @ (y * alarm), w @ ((1 - y) * alarm)
    with np.errstate(invalid="ignore", divide="ignore"):
        step = np.diff(tp, prepend=0, axis=1) / p
        rise = np.diff(fp, prepend=0, axis=1) / q
        results = {
            "share": p[:, 0] / all_,
            "AUC": np.sum(rise * (tp / p - step / 2), axis=1),
            "AP": np.where(p[:, 0] > 0, np.nansum(step * tp / (tp + fp), axis=1), np.nan),
            "recall": found / p[:, 0],
            "FPR": false / q[:, 0],
            "precision": found / (found + false),
            "accuracy": (found + q[:, 0] - false) / all_,
            "Brier": w @ (s - y) ** 2 / all_,
        }
        if costs:
            fp_cost, fn_cost = costs
            results["cost"] = (fp_cost * false + fn_cost * (p[:, 0] - found)) / all_
            constant = fn_cost * p[:, 0] if nobody else fp_cost * q[:, 0]
            results["gain"] = constant / all_ - results["cost"]
    return results


def _intervals(y, s, alarm, costs, weights, probabilities, rng, n_resamples):
    """{measure: (value, low, high)}: Wilson's intervals of shares without weights, else the bootstrap over rows."""
    order = np.argsort(-s, kind="stable")
    y, s, alarm = y[order], s[order], alarm[order]
    w = np.ones(len(y)) if weights is None else weights[order]
    # the cheaper of the two answers that need no model: an alarm for nobody, or for everybody
    nobody = costs is None or costs[1] * w @ y <= costs[0] * w @ (1 - y)
    value = {name: v[0] for name, v in _measures(y, s, alarm, costs, w[None], nobody).items()}
    draws, n, size = [], len(y), max(1, 200_000 // len(y))
    for start in range(0, n_resamples, size):
        drawn = rng.integers(0, n, (min(size, n_resamples - start), n))
        times = np.array([np.bincount(row, minlength=n) for row in drawn])
        draws.append(_measures(y, s, alarm, costs, times * w, nobody))
    result = {}
    for name, v in value.items():
        drawn = np.concatenate([d[name] for d in draws])
        ends = np.nanquantile(drawn, [0.025, 0.975]) if np.isfinite(drawn).any() else [np.nan, np.nan]
        result[name] = (v, *ends)
    if weights is None:
        tp, fp, p, a = np.sum(alarm * y), np.sum(alarm * (1 - y)), np.sum(y), np.sum(alarm)
        shares = {"share": (p, n), "recall": (tp, p), "FPR": (fp, n - p), "accuracy": (tp + n - p - fp, n)}
        result |= {name: wilson(*counts) for name, counts in shares.items()}
        result["precision"] = wilson(tp, a) if a else (np.nan,) * 3
    return result


def _in_order(text):
    """A key that sorts 5-9 before 10-14."""
    return [int(part) if at % 2 else part for at, part in enumerate(re.split("([0-9]+)", text))]


def _slices(y, s, alarm, groups, probabilities, min_cases, rng, n_resamples):
    """One dict a slice; None in the place of a number that rests on too few rows. Then Holm's correction over all."""
    rows, tests = [], []
    for name, labels in groups.items():
        values = sorted(set(labels), key=_in_order)
        for value in values:
            here = labels == value
            row = {"slice": f"{name}: {value}", "rows": int(here.sum()), "positives": int(y[here].sum()),
                   "alarms": int(alarm[here].sum())}  # fmt: skip
            for k, measure in [(1, "recall"), (0, "FPR")]:
                inside, outside = alarm[here & (y == k)], alarm[~here & (y == k)]
                row[measure] = wilson(inside.sum(), len(inside)) if len(inside) >= min_cases else None
                twice = len(values) == 2 and value == values[1]  # the same comparison as with the first
                if row[measure] and len(outside) >= min_cases and not twice:
                    counts = [[part.sum(), len(part) - part.sum()] for part in (inside, outside)]
                    both = len(values) == 2  # the mark is for each half
                    tests.append((stats.fisher_exact(counts).pvalue, measure, range(len(rows), len(rows) + 1 + both)))
            few = min(row["positives"], row["rows"] - row["positives"]) < min_cases
            order = np.flatnonzero(here)
            row["AUC"] = None if few else _intervals(y[order], s[order], alarm[order], None, None, False, rng,
                                                     n_resamples)["AUC"]  # fmt: skip
            row["expected"] = float(s[here].sum()) if probabilities else None
            rows.append(row | {"differs": []})
    corrected, found = 0, 0
    for rank, (p, measure, marked) in enumerate(sorted(tests, key=lambda test: test[0])):  # Holm (1979)
        corrected = max(corrected, min(1, p * (len(tests) - rank)))
        found += corrected < 0.05
        for at in marked:
            if corrected < 0.05 and rows[at][measure]:
                rows[at]["differs"].append(measure)
    return {"rows": rows, "tests": len(tests), "found": found}


# ---------------------------------------------------------------------------------------------------------- the report


class Report:
    """What evaluation_report returns: `markdown(figure)`, `html`, `save(path)`; `findings()` gives the sentences
    to read with care, `results`, `weighted` and `slices` the numbers. A notebook shows the page."""

    def __init__(self, title, positive, notes, y, s, w, alarm, threshold, threshold_from, costs, probabilities,
                 min_cases, n_resamples, results, weighted, slices):  # fmt: skip
        self.title, self.notes, self.results, self.weighted = title, notes, results, weighted
        self.slices, self.tests, self.found = slices["rows"], slices["tests"], slices["found"]
        self._y, self._s, self._w, self._alarm = y, s, w, alarm
        self._threshold, self._costs, self._few, self._draws = threshold, costs, min_cases, n_resamples
        self._from, self._calibrated, self._positive = threshold_from, probabilities, positive

    def __repr__(self):
        auc = self.results["AUC"]
        return f"{self.title}: {len(self._y):,} rows, {self._y.sum():,.0f} positives, AUC {_with(auc)}"

    # ---- what it says

    def _constants(self, results):
        """What each measure is without a model, in the rows or in the weighted rows."""
        share = results["share"][0]
        texts = {"AUC": "0.5", "AP": _short(share), "precision": f"{_short(share)} (all)", "gain": "0",
                 "accuracy": f"{_short(max(share, 1 - share))} (constant)",
                 "Brier": f"{_short(share * (1 - share), 4)} (share)"}  # fmt: skip
        if self._costs:
            nobody, everybody = self._costs[1] * share, self._costs[0] * (1 - share)
            best = "nobody" if nobody <= everybody else "all"
            texts["cost"] = f"{_short(min(nobody, everybody))} ({best})"
        return {"recall": "0 nobody, 1 all", "FPR": "0 nobody, 1 all", "share": ""} | texts

    def _table(self):
        y, r, w = self._y, self.results, self.weighted
        n, p, t = len(y), int(y.sum()), f"{self._threshold:.4g}"
        tp, a = int(np.sum(y * self._alarm)), int(self._alarm.sum())
        lines = [
            ("share", f"Share of “{self._positive}”", f"{p:,} of {n:,}"),
            ("AUC", "AUC", f"{p:,} × {n - p:,} pairs"),
            ("AP", "Average precision", f"{p:,} positives"),
            ("recall", f"Recall at {t}", f"{tp:,} of {p:,}"),
            ("FPR", f"False positive rate at {t}", f"{a - tp:,} of {n - p:,}"),
            ("precision", f"Precision at {t}", f"{tp:,} of {a:,} alarms"),
            ("accuracy", f"Accuracy at {t}", f"{n:,} rows"),
        ]
        if self._costs:
            lines += [("cost", f"Cost per row at {t}", "false alarm {:,.9g}, miss {:,.9g}".format(*self._costs)),
                      ("gain", "Saved, against that constant", "the same rows, paired")]  # fmt: skip
        if self._calibrated:
            lines.append(("Brier", "Brier score", f"{n:,} rows"))
        head, body = ["Measure", "Value (95 % interval)", "Without a model", "Rests on"], []
        for k, text, rests in lines:
            digits, base = 4 if k == "Brier" else 3, self._constants(r)[k]
            body.append([text, _with(r[k], digits), base, rests])
            if w:
                weighted = self._constants(w)[k]
                body[-1][3:3] = [_with(w[k], digits), "same" if weighted == base and base else weighted]
        return [*head[:3], *["With the weights", "Without a model"] * bool(w), head[3]], body

    def _slice_table(self):
        head = ["Slice", "Rows", "Positives", *["Expected"] * self._calibrated, "Recall", "False positive rate", "AUC"]
        body = []
        for row in self.slices:
            line = [row["slice"], f"{row['rows']:,}", f"{row['positives']:,}"]
            line += [f"{row['expected']:.1f}"] if self._calibrated else []
            for k in ("recall", "FPR", "AUC"):
                mark = " †" if k in row["differs"] else ""
                line.append(_with(row[k], 2) + mark if row[k] else "too few")
            body.append(line)
        return head, body

    def findings(self):
        """The sentences under "Read with care", as a list: what a reader has to know, computed from the numbers."""
        return list(self._findings())

    def _findings(self):
        y, s, w = self._y, self._s, self._w
        yield f"A row gets an alarm at a score of {self._threshold:.4g} or more. This threshold: {SOURCES[self._from]}."
        if self._costs is None:
            yield "No costs were given, so nothing here says whether this threshold is a good one."
        for results, rows in [(self.results, "On these rows"), (self.weighted, "With the weights")]:
            if results and self._costs and results["gain"][1] <= 0:
                yield f"{rows} the interval of what the model saves reaches 0 or below: no use is shown at these costs."
        if self._calibrated:
            sd = np.sqrt(np.sum(s * (1 - s)))
            z = (y.sum() - s.sum()) / sd if sd else 0
            text = f"The scores expect {s.sum():,.0f} positives, {y.sum():,.0f} were seen"
            text += f" ({z:+.1f} standard deviations)." if sd else "."
            if abs(z) > 2:
                text += f" As probabilities they are, in sum, too {'low' if z > 0 else 'high'}."
            elif sd:
                text += " A sum that fits does not show that each score is right."
            broken = int(np.sum(s == 1 - y))
            yield text + f" Scores of 0 or 1 that the label contradicts: {broken:,}." * bool(broken)
        else:
            yield "The scores are not taken for probabilities: nothing here says what a single score means."
        if w is not None:
            of_positives = w[y == 1] / w[y == 1].max()
            k, n = of_positives.sum() ** 2 / np.sum(of_positives**2), len(of_positives)
            text = f"With the weights {n:,} positives count like {k:,.0f} equal ones"
            text += ": take that column as rough." if k < 100 else "."
            yield f"{text} Slices and figure are without weights."
        fixed = [name for name, (_, low, high) in self.results.items() if low == high and name != "gain"]
        slices = [row["slice"] for row in self.slices if row["AUC"] and row["AUC"][1] == row["AUC"][2]]
        fixed += [f"AUC in {_some(slices)}"] * bool(slices)
        if fixed:
            yield f"An interval without width is no certainty: each draw gave the same number for {'; '.join(fixed)}."
        if len(set(self._alarm)) == 1:
            rows = "every row" if self._alarm[0] else "no row"
            yield f"At this threshold {rows} gets an alarm: the model makes no choice."
        if self.slices:
            few = [row["slice"] for row in self.slices if not (row["recall"] and row["FPR"])]
            plural = "" if self.tests == 1 else "s"
            text = f"Slices: {self.tests} comparison{plural} with the rest of the rows, {self.found} with a difference"
            text += " (†, Fisher's test, p < 0.05 after Holm's correction). Each interval stands for itself: about 1 in"
            text += " 20 misses by chance."
            yield text + f" Fewer than {self._few} positives or negatives: {_some(few)}." * bool(few)
            every = [row["slice"] for row in self.slices if row["alarms"] == row["rows"]]
            no = [row["slice"] for row in self.slices if row["alarms"] == 0]
            if (every or no) and len(set(self._alarm)) == 2:
                parts = [f"in {_some(every)} (every row gets an alarm)"] * bool(every)
                parts += [f"in {_some(no)} (no row gets one)"] * bool(no)
                yield f"At this threshold the model makes no choice {' and '.join(parts)}."
        else:
            yield "No slices were given: a good average can hide a group for which the model fails."
        text = f"Intervals: Wilson's for shares of these rows, otherwise {self._draws:,} bootstrap draws of rows. They"
        text += " hold the chance in these rows, if the rows are independent; not other places or times, wrong labels,"
        yield text + " or another training."

    def _key(self):
        """What the columns and the mark of the slice table mean, on the sheet itself."""
        expected = "Expected: the sum of the scores in the slice. " * self._calibrated
        return f"{expected}AUC: of the rows of the slice among themselves. †: differs from the rest of the rows."

    def _stated(self):
        return [(what, self.notes.get(key)) for key, what in NOTES.items()]

    def _alt(self):
        r, parts = self.results, []
        if self._calibrated:
            parts.append("Left, reliability: share of positives in groups of rising score (ten at most) by mean score.")
        parts.append(
            "Cost per row against the share of rows with an alarm, from nobody to everybody; the threshold is marked."
            if self._costs
            else f"{'Precision by recall' if self._rare else 'ROC curve'}; the threshold is marked, at recall "
            f"{r['recall'][0]:.2f}."
        )
        if self.slices:
            parts.append("Right: recall and false positive rate of each slice with intervals, as in the table below.")
        return " ".join(parts)

    # ---- how it is written

    def markdown(self, figure="report.svg"):
        """The report as Markdown, which shows the figure from the file of this name."""

        def plain(text):
            return re.sub(r"([\\|*_`<>\[\]&~$#])", r"\\\1", text)

        def table(head, body):
            lines = [head, ["---"] * len(head), *body]
            return "\n".join("| " + " | ".join(c if c == "---" else plain(c) for c in line) + " |" for line in lines)

        parts = [f"# {plain(self.title)}", "## Stated by the author, checked by no number here"]
        stated = [(what, plain(text) if text else "*not stated*") for what, text in self._stated()]
        parts.append("\n".join(f"- **{what}**: {text}" for what, text in stated))
        parts += ["## Results", table(*self._table()), f"![{plain(self._alt())}]({quote(figure)})"]
        parts += ["## Slices", table(*self._slice_table()), plain(self._key())] if self.slices else []
        parts += ["## Read with care", "\n".join(f"- {plain(text)}" for text in self.findings())]
        return "\n\n".join([*parts, "Made by, date: ________    Reviewed by, date: ________"]) + "\n"

    def _article(self, level):
        def wide(name, content):  # scrolls by itself on a narrow screen
            return f'<div class="er-wide" tabindex="0" role="region" aria-label="{name}">{content}</div>'

        def table(name, head, body):
            head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
            lines = [f'<tr><th scope="row">{escape(first)}</th>' + "".join(f"<td>{escape(cell)}</td>" for cell in rest)
                     for first, *rest in body]  # fmt: skip
            return wide(name, f"<table><thead><tr>{head}</tr></thead><tbody>{'</tr>'.join(lines)}</tr></tbody></table>")

        def section(name, content):
            return f"<section><h{level + 1}>{name}</h{level + 1}>{content}</section>"

        stated = [(what, escape(text) if text else "<em>Not stated</em>") for what, text in self._stated()]
        stated = "".join(f"<div><dt>{escape(what)}</dt><dd>{text}</dd></div>" for what, text in stated)
        care = "".join(f"<li>{escape(text)}</li>" for text in self.findings())
        figure = self.svg.replace("<svg ", f'<svg role="img" aria-label="{escape(self._alt())}" ', 1)
        return "\n".join([
            f"<h{level}>{escape(self.title)}</h{level}>",
            section("Stated by the author, checked by no number here", f"<dl>{stated}</dl>"),
            section("Results", table("Results", *self._table()) + wide("Figure", figure)),
            section("Slices", table("Slices", *self._slice_table()) + f"<p>{escape(self._key())}</p>")
            if self.slices else "",
            section("Read with care", f"<ul>{care}</ul>"),
            '<p class="er-sign"><span>Made by, date:</span><span>Reviewed by, date:</span></p>',
        ])  # fmt: skip

    @property
    def html(self):
        """The report as a page of its own: no network, one sheet of A4 or Letter, light or dark as the screen is."""
        return "\n".join([
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            f"<title>{escape(self.title)}</title>",
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<style>{STYLE}{PAGE}</style>\n</head>\n<body>",
            f'<main class="evaluation-report">\n{self._article(1)}\n</main>\n</body>\n</html>\n',
        ])  # fmt: skip

    def _repr_html_(self):
        return f'<style>{STYLE}</style>\n<div class="evaluation-report">\n{self._article(3)}\n</div>'

    def save(self, path):
        """Write path.html, path.md and path.svg; return the path of the page."""
        path = Path(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        name = path.name.removesuffix(".html")
        path.with_name(f"{name}.html").write_text(self.html, encoding="utf-8")
        path.with_name(f"{name}.md").write_text(self.markdown(f"{name}.svg"), encoding="utf-8")
        path.with_name(f"{name}.svg").write_text(self.svg.replace("currentColor", "#333333"), encoding="utf-8")
        return path.with_name(f"{name}.html")

    # ---- the figure

    @cached_property
    def svg(self):
        """Reliability, cost (or a curve) and slices side by side; its ink is the colour of the text around it."""
        curve = self._cost if self._costs else self._precision_recall if self._rare else self._roc
        panels = [self._reliability] * self._calibrated + [curve]
        panels += [self._forest] * bool(self.slices)
        inks = ["text.color", "axes.edgecolor", "axes.labelcolor", "xtick.color", "ytick.color", "grid.color"]
        style = {name: INK for name in inks} | {
            "font.size": 8, "font.sans-serif": ["DejaVu Sans", "Verdana", "sans-serif"], "axes.titlesize": 8.5,
            "axes.titlelocation": "left", "axes.spines.top": False, "axes.spines.right": False, "axes.grid": True,
            "grid.alpha": 0.15, "svg.fonttype": "none", "svg.hashsalt": self.title, "text.parse_math": False,
        }  # fmt: skip
        with matplotlib.style.context(["default", style]), warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Glyph .* missing")  # the reader's browser has other fonts
            ratios = [1.25 if panel == self._forest else 1 for panel in panels]
            figure = Figure((7.6, 1.95), layout="constrained", facecolor="none")
            axes = np.ravel(figure.subplots(1, len(panels), width_ratios=ratios))
            for panel, ax in zip(panels, axes, strict=True):
                ax.set_facecolor("none")
                panel(ax)
            file = io.StringIO()
            figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None}, transparent=True)
        svg = file.getvalue().replace(INK, "currentColor")
        svg = re.sub(r"<metadata>.*?</metadata>", "", svg[svg.index("<svg") :], flags=re.DOTALL)
        return re.sub(r'(<g) id="[^"]*"', r"\1", svg)  # two reports on one page have no name twice

    def _reliability(self, ax):
        edges = np.percentile(self._s, np.linspace(0, 100, 11))  # ten groups of about equal size
        group = np.searchsorted(edges[1:-1], self._s)
        found = np.bincount(group, minlength=10)
        full = found > 0
        share, mean = (np.bincount(group, v, minlength=10)[full] / found[full] for v in (self._y, self._s))
        ends = np.array([wilson(round(k * n), n) for k, n in zip(share, found[full], strict=True)])
        top = min(1, 1.05 * max(ends[:, 2].max(), mean.max()))
        if top < 0.9:  # rare positives: most of the groups lie near 0
            for scale in (ax.set_xscale, ax.set_yscale):
                scale("function", functions=(np.sqrt, np.square))
            below = [t for k in range(-9, 0) for t in (10.0**k, 2 * 10.0**k, 5 * 10.0**k) if t < top]
            ticks = [0, below[-3], below[-1]]  # near each other more than three would not be read
            names = [f"{t:g}" for t in ticks]
            ax.set(xticks=ticks, yticks=ticks, xticklabels=names, yticklabels=names)
        ax.plot(*[np.linspace(0, top, 50)] * 2, "--", color=INK, linewidth=0.9)
        ax.vlines(mean, ends[:, 1], ends[:, 2], color=POSITIVE, linewidth=1.4)
        ax.plot(mean, share, "o", color=POSITIVE, markersize=3.5)
        ax.set(xlim=(0, top), ylim=(0, top), xlabel="mean score (dashed: ideal)", ylabel="share of positives",
               title="Reliability" + (", root scale" if top < 0.9 else ""))  # fmt: skip

    def _curve(self, ax, x, y, here, **labels):
        thin = np.unique(np.linspace(0, len(x) - 1, 400).astype(int))
        ax.plot(x[thin], y[thin], color=INK, linewidth=1.2)
        ax.plot(*here, "o", color=POSITIVE, markersize=5, clip_on=False)
        side = "left" if here[0] < 0.5 else "right"
        above = here[1] < 0.25 * labels["ylim"][1]  # or the word would lie on the axis
        ax.annotate("threshold", here, (0, 6 if above else -13), textcoords="offset points", ha=side)
        ax.set(xlim=(0, 1), **labels)

    def _found(self):
        """True and false alarms at each threshold, from none to all rows."""
        order = np.argsort(-self._s, kind="stable")
        last = np.append(np.flatnonzero(np.diff(self._s[order])), len(order) - 1)
        return (np.append(0, np.cumsum(k[order])[last]) for k in (self._y, 1 - self._y))

    def _cost(self, ax):
        (tp, fp), n = self._found(), len(self._y)
        cost = (self._costs[0] * fp + self._costs[1] * (tp[-1] - tp)) / n
        here = self._alarm.mean(), self.results["cost"][0]
        self._curve(ax, (tp + fp) / n, cost, here, ylim=(0, 1.12 * cost.max()), ylabel="cost per row",
                    xlabel="share of rows with an alarm", title="From nobody to everybody")  # fmt: skip

    def _roc(self, ax):
        tp, fp = self._found()
        ax.plot([0, 1], [0, 1], "--", color=INK, linewidth=0.9)
        here = self.results["FPR"][0], self.results["recall"][0]
        self._curve(ax, fp / fp[-1], tp / tp[-1], here, ylim=(0, 1.02), ylabel="recall",
                    xlabel="false positive rate", title="ROC curve, threshold marked")  # fmt: skip

    @property
    def _rare(self):
        """Few positives, for which a ROC curve looks better than the alarms are; and alarms, so a precision."""
        return self.results["share"][0] < 0.05 and bool(self._alarm.any())

    def _precision_recall(self, ax):
        tp, fp = (k[1:] for k in self._found())  # without the first point, where there is no alarm
        ax.axhline(self.results["share"][0], linestyle="--", color=INK, linewidth=0.9)
        here = self.results["recall"][0], self.results["precision"][0]
        precision = tp / (tp + fp)
        self._curve(ax, tp / tp[-1], precision, here, ylim=(0, 1.1 * precision.max()), ylabel="precision",
                    xlabel="recall (dashed: all rows)", title="Precision by recall")  # fmt: skip

    def _forest(self, ax):
        names = [row["slice"] for row in self.slices]
        for at, row in enumerate(self.slices):
            for measure, colour, marker, off in [("recall", POSITIVE, "o", -0.14), ("FPR", NEGATIVE, "s", 0.14)]:
                if row[measure]:
                    share, low, high = row[measure]
                    ax.hlines(at + off, low, high, color=colour, linewidth=1.2)
                    ax.plot(share, at + off, marker, color=colour, markersize=3, clip_on=False)
        for measure, colour in [("recall", POSITIVE), ("FPR", NEGATIVE)]:  # of all rows
            ax.axvline(self.results[measure][0], color=colour, linewidth=0.8, linestyle=":")
        size = min(7, 90 / len(names))
        ax.set_yticks(
            range(len(names)), [name if len(name) <= 24 else "…" + name[-23:] for name in names], fontsize=size
        )
        ax.set(xlim=(0, 1), ylim=(len(names) - 0.5, -0.5), title="Recall ●, false positive rate ■")


def _some(names):
    return "; ".join(names) if len(names) <= 4 else f"{len(names)} slices, see the table"


def _short(value, digits=3, size=None):
    """The number with so many decimals; with more where a number of this size would have fewer than two digits."""
    size = abs(value) if size is None else size
    if size >= 1000:
        return f"{value:,.0f}" if size < 1e9 else f"{value:.3g}"
    if 0 < size < 10.0 ** (1 - digits):
        digits = min(1 - math.floor(math.log10(size)), 12)
    return f"{value:z.{digits}f}"


def _with(result, digits=3):
    """value (low to high), or that there is none."""
    if np.isnan(result).any():
        return "undefined"
    value, low, high = result
    size = abs(value) if low * high > 0 else max(abs(low), abs(high))
    return f"{_short(value, digits, size)} ({_short(low, digits, size)} to {_short(high, digits, size)})"


PAGE = """
:root { color-scheme: light dark; }
body { margin: 0; background: #fff; color: #1a1a1a; font-family: "DejaVu Sans", Verdana, Arial, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1rem; }
.evaluation-report { --er-paper: #fff; }
@media (prefers-color-scheme: dark) {
  body { background: #16181d; color: #e6e6e6; }
  .evaluation-report { --er-paper: #16181d; }
}
@media print {
  @page { margin: 8mm 11mm; }
  html, body { background: none; color: #000; }
  main { max-width: none; padding: 0; }
  .evaluation-report { font-size: 7pt; line-height: 1.2; }
  .evaluation-report .er-wide { overflow: visible; }
  .evaluation-report .er-wide svg { min-width: 0; }
  .evaluation-report tbody tr :is(th, [aria-label="Results"] td:last-child) { white-space: nowrap; min-width: 0; }
  .evaluation-report table :is(thead, tbody) th:first-child { position: static; background: none; }
  .evaluation-report h1 { font-size: 12pt; }
}
"""
STYLE = """
.evaluation-report { font-size: 0.75rem; line-height: 1.35; text-align: left; }
.evaluation-report :is(h1, h3) { font-size: 1.5em; margin: 0 0 0.3em; overflow-wrap: anywhere; }
.evaluation-report :is(h2, h4) { font-size: 1.1em; margin: 0.7em 0 0.2em; border-bottom: 1px solid currentColor; }
.evaluation-report :is(dl, ul, p) { margin: 0; }
.evaluation-report dl { columns: 2 20em; column-gap: 1.5em; }
.evaluation-report dl > div { break-inside: avoid; margin-bottom: 0.25em; }
.evaluation-report dt { font-weight: 700; }
.evaluation-report dd { margin: 0; overflow-wrap: anywhere; }
.evaluation-report ul { padding-left: 1.2em; }
.evaluation-report .er-wide { overflow-x: auto; }
.evaluation-report table { border-collapse: collapse; width: 100%; margin: 0; font-size: inherit; color: inherit; }
.evaluation-report table :is(thead, tbody) :is(th, td) {
  padding: 0.1em 0.5em 0.1em 0; text-align: left; white-space: nowrap; font-size: inherit;
}
.evaluation-report tbody tr :is(th, [aria-label="Results"] td:last-child) {
  white-space: normal; font-weight: 400; min-width: 9.5em;
}
.evaluation-report table :is(thead, tbody) th:first-child {  /* stays in sight on a narrow screen */
  position: sticky; left: 0; background: var(--er-paper, var(--pst-color-background, var(--jp-layout-color0, Canvas)));
}
.evaluation-report thead th { border-bottom: 1px solid currentColor; }
.evaluation-report .er-wide svg { display: block; width: 100%; min-width: 34rem; height: auto; margin-top: 0.4em; }
.evaluation-report .er-sign { display: flex; gap: 2em; margin-top: 1em; }
.evaluation-report .er-sign span { flex: 1; border-bottom: 1px solid currentColor; padding-bottom: 0.2em; }
"""
