"""The prevalence figure: the ROC curve stays while the precision-recall curve moves with the prevalence.

from interactive.prevalence import prevalence_curves
prevalence_curves(y_true, y_score, name="moved", label="Crash data, test set", classes=["survived", "died"])
"""

import numpy as np

from book.arguments import check_binary_and_scores, check_number
from interactive.core import MICRO, Interactive, check, check_classes, check_decimals, path, plain, roc_points

CASES = 10_000  # so many cases the counts are of
FIXED = [0.5, 0.1, 0.01]  # prevalences with a faint curve, a line of the table and a button
LABELS = [0.8, 0.5, 0.2]  # the recall at which the name of a faint curve stands
ENDS = 0.1, 50  # of the slider, in %; it reaches farther where the sample does
# What is said. The script fills in the same.
WORDS = {
    "undefined": "undefined",
    "none": "above every score",
    "few": "under 1",
    "rates": "Threshold {threshold}: recall {recall} and false positive rate {fpr} at every prevalence.",
    "cases": "Of {cases} cases at a prevalence of {share}\u00a0%, rounded: {positives} positive, {alarms} with an "
    "alarm, {right} of these right. Precision {precision}.",
    "silent": "Of {cases} cases at a prevalence of {share}\u00a0%, rounded: {positives} positive, none with an alarm. "
    "Precision is undefined: 0/0.",
    "base": "baseline {share}\u00a0%",
    "shareValue": "{share} %: AP {ap}, precision {precision}",
    "pointValue": "Threshold {threshold}: recall {recall}, false positive rate {fpr}, precision {precision}",
    "sayShare": "Prevalence {share} %: AP {ap}, precision {precision}. AUC {auc} and recall {recall} stay.",
    "sayPoint": "{rates} At {share} %: precision {precision}.",
    "sayReset": "Back to the start. Prevalence {share} %, threshold {threshold}: AP {ap}, precision {precision}.",
}


def prevalence_curves(
    y_true, y_score, *, name="prevalence", label="Prevalence", classes=("negative", "positive"), threshold=None
):
    """What another prevalence does to both curves: to drag in the book and in JupyterLab, a static figure elsewhere.

    The rows are re-weighted by class, so the scores within each class are kept: precision = TPR pi / (TPR pi +
    FPR (1 - pi)) at the prevalence pi. AUC and average precision are scikit-learn's (with these weights as
    sample_weight). A case raises an alarm when y_score >= threshold; without an alarm precision is "undefined".

    The figure holds the points at which the ROC curve turns or rises. Between two of them there are only negatives;
    to leave out the thresholds there changes neither a curve nor AUC nor average precision.

    y_true     labels 0 and 1, shape (N,), both present
    y_score    scores, shape (N,), rounded to at most 6 decimals, so that they are short and the same in JavaScript
    name       prefix of its ids: lower-case letters, digits, hyphens; each figure of a page needs its own
    label      title of the figure
    classes    what the labels 0 and 1 mean
    threshold  where the working point starts; without it the highest threshold that finds half of the positives

    Raises ValueError, naming the argument, for anything else.
    """
    y_true, y_score = check_binary_and_scores(y_true, y_score)
    check(0 < y_true.sum() < y_true.size, "y_true", "must hold both classes")
    whole = check_decimals(y_score)
    if threshold is not None:
        number = check_number(threshold=threshold)
        threshold = round(number * MICRO)
        check(threshold / MICRO == number and abs(threshold) < 2**53, "threshold", "must have at most 6 decimals")
    meaning = check_classes(classes)

    fp, tp, at, start = turning_points(y_true, whole, threshold)
    own = float(y_true.mean())
    unit = next(10**d for d in range(7) if all(number % 10 ** (6 - d) == 0 for number in at[1:]))
    counts = [number * unit // MICRO for number in at[1:]]
    shares = {own: plain(f"{100 * own:.4g}")} | {share: f"{100 * share:g}" for share in FIXED if share != own}
    low, high = min(ENDS[0], float(shares[own])), max(ENDS[1], float(shares[own]))
    rows = {share: numbers(fp, tp, at, start, share, own) | {"share": text} for share, text in shares.items()}
    now = rows[own] | {"auc": f"{auc(fp, tp):.3f}", "cases": f"{CASES:,}"}
    now |= {key: WORDS[key].format(**now) for key in ("rates", "base")}
    now["counts"] = WORDS["cases" if start else "silent"].format(**now)
    return Interactive(
        "prevalence",
        name=name,
        label=label,
        summary=f"{label}: AUC {now['auc']}; average precision "
        + ", ".join(f"{row['ap']} at {row['share']} %" for row in rows.values()),
        data={
            "words": WORDS,
            "cases": CASES,
            "start": start,
            "auc": now["auc"],
            "share": shares[own],
            "fixed": FIXED,
            "low": low,
            "high": high,
            # Differences of whole numbers: short and exact. The first point has no threshold.
            "unit": unit,
            "at": np.diff(counts, prepend=0).tolist(),
            "fp": np.diff(fp).tolist(),
            "tp": np.diff(tp).tolist(),
        },
        meaning=meaning,
        now=now,
        fixed=[numbers(fp, tp, at, start, share, own) | {"share": f"{100 * share:g}"} for share in FIXED],
        roc=path(fp / fp[-1], tp / tp[-1]),
        pr=steps(fp, tp, own, own),
        faint=[(steps(fp, tp, s, own), x, height(fp, tp, s, own, x), f"{100 * s:g}") for s, x in zip(FIXED, LABELS)],
        chance=path([0, 1], [own, own]),
        point=point(fp, tp, start, own),
        ends=(plain(low), plain(high)),
        last=len(fp) - 1,
        start=start,
    )


def turning_points(y_true, whole, threshold):
    """False and true positives, thresholds in millionths (the first: None), and which point is the start."""
    fp, tp = roc_points(y_true, whole)
    at = [None, *np.unique(whole)[::-1].tolist()]
    if threshold is None:
        start = int(np.argmax(2 * tp >= tp[-1]))
    else:
        start = int((np.unique(whole) >= threshold).sum())
        at[start] = threshold if start else None
    rises = np.diff(tp) > 0
    keep = np.append(True, rises) | np.append(rises, True)  # a point after a rise, or before one, or the last
    keep[start] = True
    return fp[keep], tp[keep], [number for number, kept in zip(at, keep) if kept], int(keep[:start].sum())


def precisions(fp, tp, share, own):
    """Precision of each point at a prevalence; at the sample's own both weights are 1. nan where there is no alarm."""
    positive, negative = share / own, (1 - share) / (1 - own)
    right, wrong = positive * tp, negative * fp
    return np.divide(right, right + wrong, out=np.full(len(tp), np.nan), where=tp + fp > 0)


def average_precision(fp, tp, share, own):
    """The sum of precision times the step of recall, one point after the other, as the script adds."""
    return np.cumsum(np.diff(tp / tp[-1]) * precisions(fp, tp, share, own)[1:])[-1]


def auc(fp, tp):
    """From whole numbers, hence exact."""
    return int((np.diff(fp) * (tp[1:] + tp[:-1])).sum()) / int(2 * fp[-1] * tp[-1])


def numbers(fp, tp, at, k, share, own):
    """What the figure says of point k at a prevalence."""
    recall, fpr = tp[k] / tp[-1], fp[k] / fp[-1]
    precision = precisions(fp, tp, share, own)[k]
    right = CASES * share * recall
    return {
        "threshold": WORDS["none"] if at[k] is None else plain(at[k] / MICRO),
        "recall": f"{recall:.3f}",
        "fpr": f"{fpr:.3f}",
        "precision": WORDS["undefined"] if np.isnan(precision) else f"{precision:.3f}",
        "ap": f"{average_precision(fp, tp, share, own):.3f}",
        "positives": rounded(CASES * share),
        "alarms": rounded(right + CASES * (1 - share) * fpr),
        "right": rounded(right),
    }


def rounded(expected):
    return WORDS["few"] if 0 < expected < 0.5 else f"{int(np.floor(expected + 0.5)):,}"


def point(fp, tp, k, own):
    precision = precisions(fp, tp, own, own)[k]
    seen = not np.isnan(precision)
    return {"fpr": fp[k] / fp[-1], "recall": tp[k] / tp[-1], "precision": precision if seen else 0, "seen": seen}


def steps(fp, tp, share, own):
    """Path of the precision-recall curve. Between two points it is a step, as average precision counts it."""
    recall, precision = (tp / tp[-1])[1:], precisions(fp, tp, share, own)[1:]
    return path(np.append(0, np.repeat(recall, 2)[:-1]), np.repeat(precision, 2))


def height(fp, tp, share, own, recall):
    """The precision of the curve at a recall."""
    return precisions(fp, tp, share, own)[int(np.argmax(tp >= recall * tp[-1]))]
