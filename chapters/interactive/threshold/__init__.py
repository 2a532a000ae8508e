"""The threshold explorer: one threshold to drag, and every number that follows from it.

from interactive.threshold import threshold_explorer
threshold_explorer(y_true, y_score, threshold=0.5, label="Crash data, test set", classes=("survived", "died"))
"""

import numpy as np

from book.arguments import check_binary_and_scores, check_number
from interactive.core import (
    Interactive,
    check,
    check_classes,
    check_decimals,
    linear_ticks,
    path,
    roc_points,
)

MEASURES = {
    "precision": "Precision",
    "recall": "Recall",
    "specificity": "Specificity",
    "f1": "F1",
    "accuracy": "Accuracy",
    "cost": "Cost per case",
}
# What the script says. It fills in the threshold, {n} cases, the {share} of positives, and measures by name.
WORDS = {
    "undefined": "undefined",
    "value": "{threshold}: recall {recall}, precision {precision}",
    "sample": "Counts of the sample: {n} cases, {share}\u00a0% positive.",
    "mixed": "Re-weighted to {share}\u00a0% positive: counts are what to expect among {n} cases. "
    "Histogram, ROC curve, AUC, recall and specificity do not change.",
    "say": "Threshold {threshold}: recall {recall}, precision {precision}, F1 {f1}, cost per case {cost}",
    "sayMix": "Prevalence {share} %: precision {precision}, F1 {f1}, cost per case {cost}; recall stays {recall}",
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
    name           prefix of its ids: lower-case letters, digits, hyphens; each figure of a page needs its own
    classes        what the labels 0 and 1 mean
    scale          axis of the scores: "linear", or "log-odds" for probabilities that crowd near 0 or 1
    cost_fn        cost of a false negative where a false positive costs 1, for "lowest cost"
    recall_target  recall that the third button asks for

    Raises ValueError, naming the argument, for anything else.
    """
    y_true, y_score = check_binary_and_scores(y_true, y_score)
    check(0 < y_true.sum() < y_true.size, "y_true", "must hold both classes")
    whole = check_decimals(y_score)
    threshold, cost_fn, recall_target = check_number(threshold=threshold, cost_fn=cost_fn, recall_target=recall_target)
    meaning = check_classes(classes)
    check(isinstance(scale, str) and scale in ("linear", "log-odds"), "scale", 'must be "linear" or "log-odds"')
    probable = 0 <= y_score.min() and y_score.max() <= 1
    check(scale == "linear" or probable, "scale", 'must be "linear" unless all scores are in [0, 1]')
    check(cost_fn > 0, "cost_fn", "must be a positive number")
    check(0 < recall_target <= 1, "recall_target", "must be in (0, 1]")

    share = f"{100 * y_true.mean():.4g}"
    ticks = axis_ticks(y_score, scale)
    decimals = next(d for d in range(7) if (whole % 10 ** (6 - d) == 0).all())
    data = {
        "threshold": threshold,
        "scale": scale,
        "low": ticks[0],
        "high": ticks[-1],
        "costFn": cost_fn,
        "recallTarget": recall_target,
        "words": WORDS,
        # Sorted scores as differences of whole numbers: short, exact, and 0 is a tie.
        "unit": 10**decimals,
        "neg": np.diff(np.sort(whole[y_true == 0]) // 10 ** (6 - decimals), prepend=0).tolist(),
        "pos": np.diff(np.sort(whole[y_true == 1]) // 10 ** (6 - decimals), prepend=0).tolist(),
    }
    rows = {t: measures(y_true, y_score, t, cost_fn) for t in sorted({threshold, *ticks})}
    shown = ", ".join(f"{key} {show(value)}" for key, value in rows[threshold].items() if key != "cost")
    return Interactive(
        "threshold",
        name=name,
        label=label,
        summary=f"{label}: {len(y_true):,} cases, {share} % positive; at threshold {threshold}: {shown}",
        data=data,
        meaning=meaning,
        counts=np.bincount(y_true),
        middle=[np.median(y_score[y_true == c]) for c in (0, 1)],
        note=WORDS["sample"].format(n=f"{len(y_true):,}", share=share),
        share=share,
        threshold=threshold,
        scale=scale,
        at=position(threshold, ticks, scale),
        ticks=[(tick, position(tick, ticks, scale), tick in CROWDED) for tick in ticks],
        bars=histogram(y_true, position(y_score, ticks, scale)),
        curves=curves(y_true, y_score),
        now=rows[threshold],
        rows=rows,
        measures=MEASURES,
        buttons=["Best F1", f"Lowest cost at 1 : {cost_fn:g}", f"Recall of {recall_target:g}"],
        show=show,
    )


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
    if scale == "linear":
        return linear_ticks(y_score.min(), y_score.max())
    first = np.searchsorted(PROBABILITIES, np.quantile(y_score, 0.01), side="right") - 1
    last = np.searchsorted(PROBABILITIES, y_score.max())
    first = int(np.clip(first, 0, len(PROBABILITIES) - 2))
    return PROBABILITIES[first : max(first + 2, last + 1)]


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
    fp, tp = roc_points(y_true, y_score)
    roc = fp / fp[-1], tp / tp[-1]
    recall, precision = roc[1][1:], tp[1:] / (tp + fp)[1:]
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
