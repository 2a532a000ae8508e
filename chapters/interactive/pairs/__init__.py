"""The pairs explorer: a few samples to drag along their scores, and the pairs that the area under the ROC curve counts.

from interactive.pairs import pairs_explorer
pairs_explorer([0, 1, 1], [0.4, 0.35, 0.8], label="Three drivers", classes=("survived", "died"))
"""

import string

import numpy as np

from book.arguments import check_binary_and_scores
from interactive.core import (
    MICRO,
    Interactive,
    check,
    check_classes,
    check_decimals,
    linear_ticks,
    path,
    plain,
    roc_points,
)

MOST = 20  # samples
STEPS = 20, 200  # of the axis, at least and at most: wide enough to hit a tie, many enough to move
# What is said. The script fills in the same.
WORDS = {
    "result": "{right} of {pairs} pairs in the right order, AUC {auc}",
    "tied": "{right} of {pairs} pairs in the right order, {ties} tied, AUC {auc}",
    "sum": "AUC = ({right} + ½ × {ties}) / {pairs} = {auc}",
    "value": "{score}: {right} of its {pairs} pairs in the right order",
    "valueTied": "{score}: {right} of its {pairs} pairs in the right order, {ties} tied",
    "moved": "{sample} at {score}. {result}",
    "reset": "All samples are back. {result}",
    "verdicts": {"1": "right", "0": "tie", "-1": "wrong"},
}
TOP, ROW = 20, 30  # of the drawing of the scores: above the first line of a class, and from line to line, in pixels


def pairs_explorer(y_true, y_score, label="Pairs explorer", *, name="pairs", classes=("negative", "positive")):
    """What one misplaced sample does to the AUC: to drag in the book and in JupyterLab, a static figure elsewhere.

    A pair is a positive and a negative. It is in the right order when the positive has the higher score; equal scores
    are a tie and count one half. The share of the pairs in the right order is the AUC. The samples are called A, B, C
    and so on, from the highest score that they have at the start.

    y_true    labels 0 and 1, shape (N,), both present, N at most 20
    y_score   scores, shape (N,), rounded: at most 200 steps of the axis hold them all, so that ties can be made
    label     title of the figure
    name      prefix of its ids: lower-case letters, digits, hyphens; each figure of a page needs its own
    classes   what the labels 0 and 1 mean

    Raises ValueError, naming the argument, for anything else.
    """
    y_true, y_score = check_binary_and_scores(y_true, y_score)
    check(0 < y_true.sum() < y_true.size, "y_true", "must hold both classes")
    check(y_true.size <= MOST, "y_true", f"must hold at most {MOST} labels")
    order = np.argsort(-y_score, kind="stable")
    y_true, y_score = y_true[order], y_score[order]
    whole = check_decimals(y_score)
    ticks = axis_ticks(y_score)
    low, high = (int(check_decimals(np.array(end))) for end in (ticks[0], ticks[-1]))
    step = step_of([*whole.tolist(), low, high])
    meaning = check_classes(classes)

    samples = [
        {"letter": letter, "label": int(is_positive), "score": score, "whole": int(micro)}
        for letter, is_positive, score, micro in zip(string.ascii_uppercase, y_true, y_score, whole)
    ]
    # Positives above, negatives below, the highest first: the order of the lines in the drawing.
    positives, negatives = ([s for s in samples if s["label"] == label] for label in (1, 0))
    for i, sample in enumerate(positives):
        sample["y"] = TOP + ROW * (i + 0.5)
    for i, sample in enumerate(negatives):
        sample["y"] = 2 * TOP + ROW * (len(positives) + i + 0.5)
    verdicts = np.array([[np.sign(p["whole"] - n["whole"]) for n in negatives] for p in positives])
    for i, sample in enumerate(positives):
        sample["text"] = count(verdicts[i], score=plain(sample["score"]))["value"]
    for i, sample in enumerate(negatives):
        sample["text"] = count(verdicts[:, i], score=plain(sample["score"]))["value"]
    now = count(verdicts)
    fp, tp = roc_points(y_true, y_score)
    span = ticks[-1] - ticks[0]
    return Interactive(
        "pairs",
        name=name,
        label=label,
        summary=f"{label}: {now['result']}",
        data={"words": WORDS, "micro": MICRO},
        meaning=meaning,
        positives=positives,
        negatives=negatives,
        verdicts=verdicts,
        words=WORDS["verdicts"],
        low=low,
        high=high,
        step=step,
        height=2 * TOP + ROW * len(samples),
        top=TOP,
        ticks=[(tick, (tick - ticks[0]) / span) for tick in ticks],
        place=lambda score: (score - ticks[0]) / span,
        curve=path(fp / fp[-1], tp / tp[-1]),
        now=now,
    )


def count(verdicts, **known):
    """What the words say of these pairs. `verdicts` are 1 (right order), 0 (tie) and -1 (wrong order)."""
    right, ties, pairs = (verdicts > 0).sum(), (verdicts == 0).sum(), verdicts.size
    values = {"right": right, "ties": ties, "pairs": pairs, "auc": f"{(right + ties / 2) / pairs:.3f}", **known}
    values["result"] = WORDS["tied" if ties else "result"].format(**values)
    values["sum"] = WORDS["sum"].format(**values)
    if "score" in known:
        values["value"] = WORDS["valueTied" if ties else "value"].format(**values)
    return values


def axis_ticks(y_score):
    """Ticks of the axis; the first and the last are its ends, with room to move past every sample."""
    low, high = y_score.min(), y_score.max()
    if 0 <= low and high <= 1:
        return linear_ticks(0, 1)
    margin = (high - low) / 10 or 1
    return linear_ticks(low - margin, high + margin)


def step_of(whole):
    """The largest of 1, 2, 5 times 10^k millionths that divides all scores and both ends (the last two numbers)."""
    least, most = STEPS
    span = whole[-1] - whole[-2]
    sizes = [digit * 10**power for power in range(14, -1, -1) for digit in (5, 2, 1)]
    sizes = [size for size in sizes if size * least <= span <= size * most]
    for size in sizes:
        if not any(number % size for number in whole):
            return size
    raise ValueError(f"y_score must be rounded to multiples of {plain(sizes[-1] / MICRO)}, so that ties can be made")
