"""Examples for the tests: ten classes, undefined scores of each kind, two classes, long names and large counts."""

import numpy as np

from interactive.averages import averages_matrix

TEN = ["T-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"]
rng = np.random.default_rng(0)
ten = rng.multinomial(150, np.full((10, 10), 0.1))
ten[np.arange(10), np.arange(10)] = 0
ten += np.diag(1000 - ten.sum(axis=1))
ten[6, [0, 2, 4]] += 110
ten[6, 6] -= 330
SAMPLES = {
    "clothes": (ten, TEN),
    # b is never predicted, c never true, d neither: precision, recall and F1 are undefined in turn
    "undefined": ([[6, 0, 1, 0], [3, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]], ["a", "b", "c", "d"]),
    "two": ([[15, 1], [1, 15]], ["no", "yes"]),  # 15/16 lies between two roundings
    "none": ([[0, 0, 0], [0, 0, 0], [7, 0, 0]], ["one", "two", "three"]),  # nothing right; two never occurs at all
    "large": (np.diag([99_999] * 10), [f"a rather long name {i}" for i in range(10)]),
}
FIGURES = {
    name: averages_matrix(matrix, classes=classes, name=name, label=f"Averages, {name}")
    for name, (matrix, classes) in SAMPLES.items()
}
EXAMPLES = list(FIGURES.values())
