"""Examples for the tests: ties and scores of exactly 0 and 1, equally good thresholds, logits, real scores."""

import numpy as np

from book.crash import load_crash_scores
from interactive.threshold import threshold_explorer

rng = np.random.default_rng(0)
y_true = (rng.random(300) < 0.3).astype(int)
ties = np.clip(rng.normal(0.35 + 0.3 * y_true, 0.25), 0, 1).round(2)
ties[:4] = ties[-4:] = 0, 0, 1, 1
logits = rng.normal(2 * y_true - 1, 1.5).round(3)
SAMPLES = {
    "ties": (y_true, ties, {}),
    # F1 is 0.5 at 0.9 and at 0.5
    "equals": (np.array([0, 1, 0, 0, 0, 1, 0]), np.array([0.95, 0.9, 0.8, 0.7, 0.6, 0.5, 0.1]), {}),
    "logits": (y_true, logits, {"threshold": 0}),
    "crash": (*load_crash_scores("test"), {"scale": "log-odds", "label": "The crash data, test set"}),
    # Precision is 1/16, specificity 15/16: numbers between two roundings. All scores in one place, outside 0 to 1.
    "sixteenths": (np.array([1] + 15 * [0]), np.full(16, 3.0), {"threshold": 3}),
}
FIGURES = {name: threshold_explorer(y, s, name=name, **options) for name, (y, s, options) in SAMPLES.items()}
EXAMPLES = list(FIGURES.values())
