"""Interactive figures: static figures that a script brings to life.

    from interactive.threshold import threshold_explorer
    threshold_explorer(y_true, y_score, threshold=0.5, label="Crash data, test set", classes=("survived", "died"))

Python writes all that is seen without a script: SVG and tables (explorer.html) and the data as JSON. The script
(assets/explorer.js, styled by assets/explorer.css) adds the controls, and computes every number from the data.

How the script gets there: in JupyterLab a notebook has nothing but itself, so its stored output carries script and
style sheet. The book's pages link the two files instead (_ext/interactive.py). The cost: after an edit of them
`make execute` has to refresh the notebooks with an explorer, and strict nbval fails until it is done.

Another figure takes a function here that returns an `Interactive`, a template, a function in explorer.js, and its rules
in explorer.css. `Interactive`, `path` and `check` are shared; the rest belongs to the threshold explorer.
"""

import json
import re
from html import escape
from pathlib import Path

import jinja2
import numpy as np

HERE = Path(__file__).resolve().parent


class Interactive:
    """One interactive figure. What a notebook stores of it depends on its arguments alone."""

    def __init__(self, figure, name, label, body, data, summary):
        self.figure, self.name, self.label = figure, name, label
        self.body, self.data, self.summary = body, data, summary

    def _repr_html_(self):
        label, data = escape(self.label), json.dumps(self.data, separators=(",", ":")).replace("<", "\\u003c")
        style, script = ((HERE / name).read_text(encoding="utf-8") for name in ("style.css", "script.js"))
        return f"""<style data-jupyter>
{style}</style>
<div class="explorer" id="{self.name}" data-figure="{self.figure}" role="group" aria-labelledby="{self.name}-title">
<p class="ex-title" id="{self.name}-title">{label}</p>
{self.body}
<script type="application/json">{data}</script>
</div>
<script data-jupyter>
{script}</script>"""

    def __repr__(self):
        return self.summary


def path(x, y):
    """SVG path through points of the unit square, y upwards, on a grid of 500; explorer.js has the same function."""
    points = [f"{i} {500 - j}" for i, j in np.floor(500 * np.column_stack([x, y]) + 0.5).astype(int)]
    return "M" + "L".join(p for p, before in zip(points, [None, *points]) if p != before)


def check(holds, argument, rule):
    if not holds:
        raise ValueError(f"{argument} {rule}")


# --- The threshold explorer ---

MEASURES = {
    "precision": "Precision",
    "recall": "Recall",
    "specificity": "Specificity",
    "f1": "F1",
    "accuracy": "Accuracy",
    "cost": "Cost per case",
}
# What the script says. It fills in the threshold {t}, {n} cases, the {share} of positives, and measures by name.
WORDS = {
    "threshold": "Threshold",
    "prevalence": "Prevalence in %",
    "undefined": "undefined",
    "value": "{t}: recall {recall}, precision {precision}",
    "sample": "Counts of the sample: {n} cases, {share}\u00a0% positive.",
    "mixed": "Re-weighted to {share}\u00a0% positive: counts are what to expect among {n} cases. "
    "Histogram, ROC curve, AUC, recall and specificity do not change.",
    "say": "Threshold {t}, prevalence {share} %: {all}",
}
PROBABILITIES = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97, 0.99, 0.997, 0.999]  # log-odds ticks
CROWDED = {0.003, 0.03, 0.3, 0.7, 0.97, 0.997}  # those without a label on a phone
BINS = 40
BARS = 180  # height of the tallest bars, both classes together, in pixels


def threshold_explorer(
    y_true,
    y_score,
    threshold=0.5,
    label="Threshold explorer",
    *,
    name="explorer",
    classes=("negative", "positive"),
    scale="linear",
    cost_fn=20,
    recall_target=0.9,
):
    """What moves when the threshold moves: to drag in the book and in JupyterLab, a static figure elsewhere.

    A case is predicted positive when y_score >= threshold. The figure holds the scores themselves, so that its numbers
    are scikit-learn's at any threshold; 0/0 is shown as "undefined".

    y_true         labels 0 and 1, shape (N,), both present
    y_score        scores, shape (N,), rounded to at most 6 decimals, so that they are short and the same in JavaScript
    threshold      where the figure starts, and what it shows on paper
    label          title of the figure
    name           prefix of its ids: lower-case letters, digits, hyphens; each explorer of a page needs its own
    classes        what the labels 0 and 1 mean
    scale          axis of the scores: "linear", or "log-odds" for probabilities that crowd near 0 or 1
    cost_fn        cost of a false negative where a false positive costs 1, for "lowest cost"
    recall_target  recall that the third button asks for
    """
    y_true, y_score, unit = check_data(y_true, y_score)
    check(np.ndim(threshold) == 0 and np.isfinite(threshold), "threshold", "must be a finite number")
    check(isinstance(label, str) and label.strip(), "label", "must be a non-empty string")
    check(isinstance(name, str) and re.fullmatch("[a-z][a-z0-9-]*", name), "name", "must match [a-z][a-z0-9-]*")
    check(len(classes) == 2 and all(isinstance(c, str) and c for c in classes), "classes", "must be two names")
    check(scale in ("linear", "log-odds"), "scale", 'must be "linear" or "log-odds"')
    probable = 0 <= y_score.min() and y_score.max() <= 1
    check(scale == "linear" or probable, "scale", 'must be "linear" unless all scores are in [0, 1]')
    check(np.ndim(cost_fn) == 0 and np.isfinite(cost_fn) and cost_fn > 0, "cost_fn", "must be a positive number")
    check(np.ndim(recall_target) == 0 and 0 < recall_target <= 1, "recall_target", "must be in (0, 1]")

    threshold, share = float(threshold), f"{100 * y_true.mean():.4g}"
    ticks = axis_ticks(y_score, scale)
    data = {
        "threshold": threshold,
        "scale": scale,
        "low": ticks[0],
        "high": ticks[-1],
        "costFn": float(cost_fn),
        "recallTarget": float(recall_target),
        "words": {
            **WORDS,
            "buttons": ["Best F1", f"Lowest cost at 1 : {cost_fn:g}", f"Recall of {recall_target:g}"],
            "reset": f"Back to {share} %",
        },
        # Sorted scores as differences of whole numbers: short, exact, and 0 is a tie.
        "unit": unit,
        "neg": np.diff(np.sort(np.rint(y_score[y_true == 0] * unit)), prepend=0).astype(int).tolist(),
        "pos": np.diff(np.sort(np.rint(y_score[y_true == 1] * unit)), prepend=0).astype(int).tolist(),
    }
    rows = {t: measures(y_true, y_score, t, cost_fn) for t in sorted({threshold, *ticks})}
    body = TEMPLATES.get_template("template.html").render(
        name=name,
        meaning=[kind if c == kind else f"{c} ({kind})" for c, kind in zip(classes, ("negative", "positive"))],
        counts=np.bincount(y_true),
        middle=[np.median(y_score[y_true == c]) for c in (0, 1)],
        note=WORDS["sample"].format(n=f"{len(y_true):,}", share=share),
        threshold=threshold,
        scale=scale,
        at=position(threshold, ticks, scale),
        ticks=[(tick, position(tick, ticks, scale), tick in CROWDED) for tick in ticks],
        bars=histogram(y_true, position(y_score, ticks, scale)),
        curves=curves(y_true, y_score),
        now=rows[threshold],
        rows=rows,
        measures=MEASURES,
    )
    shown = ", ".join(f"{key} {show(value)}" for key, value in rows[threshold].items() if key != "cost")
    summary = f"{label}: {len(y_true):,} cases, {share} % positive; at threshold {threshold}: {shown}"
    return Interactive("threshold", name, label, body, data, summary)


def check_data(y_true, y_score):
    """Labels as integers, scores as floats, and the unit of which all scores are whole multiples."""
    y_true, y_score = np.asarray(y_true), np.asarray(y_score)
    check(y_true.ndim == 1 and y_true.size > 0, "y_true", "must have shape (N,), N > 0")
    check(y_score.shape == y_true.shape, "y_score", f"must have the shape of y_true, {y_true.shape}")
    check(np.isin(y_true, (0, 1)).all(), "y_true", "must hold only the labels 0 and 1")
    check(0 < y_true.sum() < y_true.size, "y_true", "must hold both classes")
    check(np.issubdtype(y_score.dtype, np.number) and np.isfinite(y_score).all(), "y_score", "must be finite numbers")
    y_score = y_score.astype(float)
    for unit in 10 ** np.arange(7):
        whole = np.rint(y_score * unit)
        if (whole / unit == y_score).all() and abs(whole).max() < 2**53:
            return y_true.astype(int), y_score, int(unit)
    raise ValueError("y_score must be rounded to at most 6 decimals: np.round(np.asarray(y_score, float), 6)")


def measures(y_true, y_score, threshold, cost_fn):
    predicted = (y_score >= threshold).astype(int)
    tn, fp, fn, tp = np.bincount(2 * y_true + predicted, minlength=4).tolist()
    return {
        "tn": tn,
        "fp": fp,
        "fn": fn,
        "tp": tp,
        "precision": tp / (tp + fp) if tp + fp else np.nan,
        "recall": tp / (tp + fn),
        "specificity": tn / (tn + fp),
        "f1": 2 * tp / (2 * tp + fp + fn),
        "accuracy": (tp + tn) / len(y_true),
        "cost": (fp + cost_fn * fn) / len(y_true),
    }


def axis_ticks(y_score, scale):
    """Ticks of the axis; the first and the last are its ends."""
    if scale == "log-odds":
        first = np.searchsorted(PROBABILITIES, np.quantile(y_score, 0.01), side="right") - 1
        last = np.searchsorted(PROBABILITIES, y_score.max())
        first = int(np.clip(first, 0, len(PROBABILITIES) - 2))
        return PROBABILITIES[first : max(first + 2, last + 1)]
    if 0 <= y_score.min() and y_score.max() <= 1:
        return [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]
    from matplotlib.ticker import MaxNLocator

    return [round(tick, 6) for tick in MaxNLocator(6).tick_values(y_score.min(), y_score.max()).tolist()]


def position(score, ticks, scale):
    """Where a score lies on the axis, from 0 (left) to 1 (right)."""
    low, high = ticks[0], ticks[-1]
    if scale == "log-odds":
        score, low, high = (np.log(p / (1 - p)) for p in (np.clip(score, low, high), low, high))
    return np.clip((score - low) / (high - low), 0, 1)


def histogram(y_true, where):
    """Bars (left, top, height) by class, heights in pixels: positives above the base line, negatives below it."""
    neg, pos = (np.histogram(where[y_true == c], BINS, (0, 1))[0] / (y_true == c).sum() for c in (0, 1))
    pixels = BARS / (neg.max() + pos.max())
    base = pos.max() * pixels
    return {
        "base": base,
        "width": 1 / BINS,
        "pos": [(i / BINS, base - share * pixels, share * pixels) for i, share in enumerate(pos) if share],
        "neg": [(i / BINS, base, share * pixels) for i, share in enumerate(neg) if share],
    }


def curves(y_true, y_score):
    """Paths of the ROC curve, the precision-recall curve and its chance line; the area under the ROC curve."""
    # True and false positives at each score, the highest first. Tied scores make one point.
    order = np.argsort(-y_score, kind="stable")
    last_of_tie = np.append(np.diff(y_score[order]) != 0, True)
    tp, fp = np.cumsum(y_true[order])[last_of_tie], np.cumsum(1 - y_true[order])[last_of_tie]
    recall, precision = tp / tp[-1], tp / (tp + fp)
    roc = np.append(0, fp / fp[-1]), np.append(0, recall)
    return {
        "auc": np.trapezoid(roc[1], roc[0]),
        "roc": path(*roc),
        # Between two points precision is no straight line: a step, as average precision counts it.
        "pr": path(np.append(0, np.repeat(recall, 2)[:-1]), np.repeat(precision, 2)),
        "chance": path([0, 1], [y_true.mean()] * 2),
    }


def show(value):
    if isinstance(value, int):
        return f"{value:,}"
    return WORDS["undefined"] if np.isnan(value) else f"{value:.3f}"


def percent(share):
    return f"{100 * share:.2f}".rstrip("0").rstrip(".") + "%"


TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(HERE), autoescape=True, trim_blocks=True, lstrip_blocks=True
)
TEMPLATES.filters |= {"show": show, "percent": percent}
