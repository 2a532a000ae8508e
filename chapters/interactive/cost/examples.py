"""Examples for the tests: the crash data; ties, two sizes; six cases in a bad order; a perfect order with 0 and 1."""

import numpy as np

from book.crash import load_crash_scores
from interactive.cost import cost_curves

rng = np.random.default_rng(0)


def tied(n, share):
    y = (rng.random(n) < share).astype(int)
    return y, np.clip(rng.normal(0.2 + 0.3 * y, 0.2), 0, 1).round(2)


SAMPLES = {
    "crash": (*load_crash_scores("validation"), *load_crash_scores("test"), {}),
    "ties": (*tied(300, 0.3), *tied(80, 0.4), {"price": 5, "threshold": 0.2, "draws": 200}),
    # The positive has the lowest score: at a low price nobody is the cheapest
    "few": ([0, 1, 0, 0, 0, 0], [0.3, 0.1, 0.4, 0.2, 0.6, 0.7], [1, 0, 0], [0.5, 0.5, 0.25], {"price": 1, "draws": 99}),
    "ends": ([0, 0, 1, 1], [0, 0, 1, 1], [0, 1, 1], [0.001, 0.002, 1], {"price": 100, "threshold": 1, "draws": 60}),
}
FIGURES = {
    name: cost_curves(*sample, name=name, label=f"Cost, {name}", **options)
    for name, (*sample, options) in SAMPLES.items()
}
EXAMPLES = list(FIGURES.values())
