"""Make assets/social.png again, the picture that a link to the book shows elsewhere: python tools/social_card.py"""

from pathlib import Path

import matplotlib as mpl

mpl.use("agg")
import matplotlib.pyplot as plt
import numpy as np

figure = plt.figure(figsize=(12, 6.3), facecolor="#0b2239")  # 1200 x 630, what the sites ask for
figure.text(0.06, 0.62, "Beyond Accuracy", color="white", size=48, weight="bold")
figure.text(0.06, 0.42, "Evaluating deep-learning classifiers,\nfrom the accuracy formula\nto Keras custom losses",
            color="#d5dee6", size=25, linespacing=1.4, va="center")  # fmt: skip
axes = figure.add_axes([0.68, 0.17, 0.27, 0.66 * 12 / 6.3 * 0.41], facecolor="none", aspect=1)
false_alarms = np.linspace(0, 1, 200)
axes.plot(false_alarms, false_alarms, "--", color="#8fa3b5", lw=3)
axes.plot(false_alarms, false_alarms**0.22, color="#f08a3c", lw=7, solid_capstyle="round")
axes.set(xticks=[], yticks=[])
axes.spines[["top", "right"]].set_visible(False)
axes.spines[["left", "bottom"]].set(color="#8fa3b5", lw=2)
figure.savefig(Path(__file__).resolve().parents[1] / "assets" / "social.png", dpi=100, metadata={"Software": None})
