"""Examples for the tests: real ones; edges and ties; sure, and wrong; one class, few samples; all the same."""

import numpy as np

from book.crash import load_crash_scores
from interactive.reliability import reliability_explorer

rng = np.random.default_rng(0)
middle = rng.random(300).round(2)  # many lie on the edges of 10, 20, 25, 50 or 100 bins
SAMPLES = {
    "crash": (*load_crash_scores("test"), {"temperature": 1.0654, "label": "The crash data"}),
    "ties": ((rng.random(300) < middle).astype(int), middle, {"temperature": 0.8, "strategy": "quantile"}),
    # 0 and 1 among the probabilities, and one of each is wrong: the log loss is infinite
    "sure": ([1, 0, 0, 1, 1, 0, 1], [0, 0, 0.1, 0.5, 1, 1, 0.999999], {"temperature": 2.5, "n_bins": 4}),
    "one-class": ([0, 0, 0], [0.015625, 0.5, 0.75], {"temperature": 4, "n_bins": 64}),  # no AUC
    "same": ([0, 1, 0, 0], [0.25] * 4, {"temperature": 0.25, "n_bins": 3, "strategy": "quantile"}),
}
FIGURES = {name: reliability_explorer(y, p, name=name, **options) for name, (y, p, options) in SAMPLES.items()}
EXAMPLES = list(FIGURES.values())
