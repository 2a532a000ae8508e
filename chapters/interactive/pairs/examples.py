"""Examples for the tests: chapter 5's six drivers, as many samples as may be, logits, ties only, one pair."""

import numpy as np

from interactive.pairs import pairs_explorer

rng = np.random.default_rng(0)
many = np.tile([0, 1], 10)
SAMPLES = {
    "six": ([0, 0, 1, 1, 1, 1], [0.1, 0.4, 0.35, 0.8, 0.6, 0.9], {"classes": ("survived", "died")}),
    "many": (many, np.clip(rng.normal(0.4 + 0.2 * many, 0.2), 0, 1).round(2), {"label": "Twenty samples"}),
    "logits": ([0, 1, 1, 0], [-2.5, -3, 1, -2.5], {}),
    "level": ([0, 0, 1, 1], [3, 3, 3, 3], {}),
    "sixteenths": ([0, 0, 0, 0, 1, 1, 1, 1], [4, 3, 2, 1, 1.5, 4.5, 4.5, 4.5], {}),  # 13/16 lies between two roundings
    "two": ([1, 0], [0, 1], {}),
}
FIGURES = {name: pairs_explorer(y, s, name=name, **options) for name, (y, s, options) in SAMPLES.items()}
EXAMPLES = list(FIGURES.values())
