"""Examples for the tests: chapter 9's test set; ties; a hundred cases; one of each class; a perfect order."""

import numpy as np

from book.crash import load_crash_scores
from interactive.resampling import bootstrap_draws

y_crash, score_crash = load_crash_scores("test")
small = np.sort(np.concatenate([np.flatnonzero(y_crash == k)[:n] for k, n in ((1, 20), (0, 40))]))
rng = np.random.default_rng(0)
half = np.repeat([0, 1], 50)
SAMPLES = {
    "crash": (y_crash[small], score_crash[small], 0.05, {"classes": ["survived", "died"]}),
    "ties": ([0, 0, 1, 1, 0, 1], [1, 2, 2, 3, 3, 3], 3, {"measure": "recall", "label": "Ties", "seed": 2**32 - 1}),
    "many": (half, rng.normal(half, 1.5), 0.5, {"label": "A hundred cases", "seed": 7}),
    "two": ([1, 0], [0.5, 0.5], 0.6, {}),  # every draw is the test set; nothing is found
    "apart": ([0, 0, 0, 1], [-3, -2, -1, 4], -5.5, {"measure": "recall"}),  # everything is found, AUC 1
}
FIGURES = {name: bootstrap_draws(y, s, t, name=name, **options) for name, (y, s, t, options) in SAMPLES.items()}
EXAMPLES = list(FIGURES.values())
