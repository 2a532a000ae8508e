"""Examples for the tests: real scores; ties; logits and a frequent positive; a rare one; a perfect order; one score."""

import numpy as np

from book.crash import load_crash_scores
from interactive.prevalence import prevalence_curves

rng = np.random.default_rng(0)
y_true = (rng.random(200) < 0.3).astype(int)
ties = np.clip(rng.normal(0.35 + 0.3 * y_true, 0.25), 0, 1).round(1)
SAMPLES = {
    "crash": (*load_crash_scores("test"), {"classes": ["survived", "died"], "threshold": 0.05}),
    "ties": (y_true, ties, {"label": "Ties"}),
    "frequent": (1 - y_true, rng.normal(1 - 2 * y_true, 1.5).round(3), {"threshold": 0}),
    "rare": ((np.arange(3000) == 7).astype(int), np.arange(3000) % 60 / 100, {}),
    "perfect": ([0, 0, 1, 1], [0.1, 0.2, 0.3, 0.4], {"threshold": 2}),  # no alarm at the start
    # Precision is 1/16, specificity 15/16: numbers between two roundings
    "sixteenths": (np.array([1] + 15 * [0]), np.full(16, 3.0), {}),
}
FIGURES = {name: prevalence_curves(y, s, name=name, **options) for name, (y, s, options) in SAMPLES.items()}
EXAMPLES = list(FIGURES.values())
