"""The averages: a confusion matrix of several classes to change, and the scores and means that follow from it.

from interactive.averages import averages_matrix
averages_matrix([[8, 2], [1, 9]], classes=["cat", "dog"], name="averages", label="Cats and dogs")
"""

import math
from functools import reduce
from operator import add

import numpy as np

from interactive.core import Interactive, check

CLASSES = 2, 10
MOST = 99_999  # samples in a cell
LONG = 24  # letters side by side; column heads with more stand upright
SCORES = {"precision": "precision", "recall": "recall", "f1": "F1"}
MEANS = {"macro": "plain mean", "weighted": "mean, by n", "micro": "= accuracy"}
# What is said. The script fills in the same.
WORDS = {
    "undefined": "undefined",
    "cell": "True {true}, predicted {predicted}: {n} of {size}",
    "was": "{now}, was {start}",
    "defined": "Macro is the plain mean of all {classes} classes.",
    "left": "Undefined is 0/0. Macro is the mean of the classes that are defined: {precision} of {classes} for "
    "precision, {recall} for recall, {f1} for F1. Weighted leaves out the same.",
    "label": "true {true}, predicted {predicted}: {n}",
    "value": "{n} predicted {predicted}, {other} predicted {partner}",
    "moved": "{cell}. {means}",
    "rare": "{true} now has {size}. {means}",
    "reset": "All counts are back. {means}",
    "means": "Macro-F1 {macro}, weighted-F1 {weighted}, micro-F1 and accuracy {micro}",
    "thin": "Make {true} rare: row ÷ 10",
    "ends": ["← {partner} {other}", "{predicted} {n} →"],
}


def averages_matrix(matrix, *, classes, name, label):
    """What a cell of the confusion matrix does to the averages: to try in the book and in JupyterLab, static elsewhere.

    A score that is 0/0 is shown as "undefined" and left out of the macro and the weighted mean, and the figure says of
    how many classes the macro mean then is: scikit-learn's numbers with zero_division=np.nan, but for one. Where no
    class that has samples was ever predicted, the weighted precision is undefined here, and 0 in scikit-learn.

    matrix    counts, shape (K, K) with K from 2 to 10: whole numbers from 0 to 99,999, not all 0; rows are the true
              classes, columns the predicted ones
    classes   names of the K classes, all different
    name      prefix of its ids: lower-case letters, digits, hyphens; each figure of a page needs its own
    label     title of the figure

    Raises ValueError, naming the argument, for anything else.
    """
    matrix = check_matrix(matrix)
    k = len(matrix)
    fine = isinstance(classes, list | tuple | np.ndarray) and len(classes) == k
    fine = fine and all(isinstance(c, str) and c.strip() for c in classes) and len(set(classes)) == k
    check(fine, "classes", f"must be {k} different non-empty strings, one for each row of matrix")
    classes = [str(c) for c in classes]

    true, predicted = most_confused(matrix)
    size = sum(matrix[true])
    rates, means = averages(matrix)
    shown = ", ".join(f"{mean}-F1 {show(means[mean]['f1'])}" for mean in MEANS)
    most = max(map(sum, matrix))
    return Interactive(
        "averages",
        name=name,
        label=label,
        summary=f"{label}: {sum(map(sum, matrix)):,} samples of {k} classes, {shown}",
        data={
            "words": WORDS,
            "classes": classes,
            "counts": matrix,
            "selected": [true, predicted],
            "most": MOST,
        },
        matrix=matrix,
        classes=classes,
        digits=len(str(most)),
        step=1 if most < 100 else 5 if most < 500 else 10 if most < 5_000 else 100,
        upright=k * (max(map(len, classes)) + 1) > LONG,
        selected=(true, predicted),
        cell=WORDS["cell"].format(
            true=classes[true], predicted=classes[predicted], n=f"{matrix[true][predicted]:,}", size=f"{size:,}"
        ),
        rates=rates,
        means=means,
        about=MEANS,
        scores=SCORES,
        note=note(rates),
        most=MOST,
        show=show,
        place=lambda share: f"{round(100 * share, 4)}%" if share == share else "0%",
        anchor=anchor,
    )


def check_matrix(matrix):
    """The counts as lists of whole numbers."""
    try:
        array = np.asarray(matrix)
    except ValueError:  # ragged
        array = np.empty(0)
    low, high = CLASSES
    square = array.ndim == 2 and array.shape[0] == array.shape[1] and low <= len(array) <= high
    check(square, "matrix", f"must have shape (K, K), with K from {low} to {high}")
    whole = not np.ma.is_masked(matrix) and array.dtype.kind in "iuf" and (array == np.floor(array)).all()
    check(whole and array.min() >= 0 and array.max() <= MOST, "matrix", f"must hold whole numbers from 0 to {MOST:,}")
    check(array.any(), "matrix", "must hold at least one sample")
    return array.astype(int).tolist()


def most_confused(matrix):
    """Row and column of the largest cell off the diagonal, where the figure starts."""
    k = len(matrix)
    return max(((i, j) for i in range(k) for j in range(k) if i != j), key=lambda cell: matrix[cell[0]][cell[1]])


def averages(matrix):
    """({score: its values, class by class}, {mean: {score: its value}}), nan where undefined.

    In plain Python, in the order of the script, so that both have the same floats.
    """
    k = len(matrix)
    right = [matrix[c][c] for c in range(k)]
    size = [sum(row) for row in matrix]
    predicted = [sum(row[c] for row in matrix) for c in range(k)]
    rates = {
        "precision": [ratio(*of) for of in zip(right, predicted)],
        "recall": [ratio(*of) for of in zip(right, size)],
        "f1": [ratio(2 * r, s + p) for r, s, p in zip(right, size, predicted)],
    }
    means = {
        "macro": {score: mean(values, [1] * k) for score, values in rates.items()},
        "weighted": {score: mean(values, size) for score, values in rates.items()},
        "micro": dict.fromkeys(rates, ratio(sum(right), sum(size))),
    }
    return rates, means


def ratio(part, whole):
    return part / whole if whole else math.nan


def mean(values, weights):
    """Of the values that are defined. Added one by one: from Python 3.12 on, sum() would round otherwise."""
    defined = [(value, weight) for value, weight in zip(values, weights) if value == value]
    return ratio(reduce(add, [value * weight for value, weight in defined], 0), sum(weight for _, weight in defined))


def note(rates):
    """How many classes the macro mean leaves out."""
    k = len(rates["f1"])
    defined = {score: sum(value == value for value in values) for score, values in rates.items()}
    return WORDS["defined" if set(defined.values()) == {k} else "left"].format(classes=k, **defined)


def anchor(x):
    """Where the words of a mean stand: beside its line, on the side with more room; in the middle on the line."""
    return ("end", -5) if x > 0.65 else ("middle", 0) if x > 0.35 else ("start", 5)


def show(value):
    return f"{value:.3f}" if value == value else WORDS["undefined"]
