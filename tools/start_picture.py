"""Make assets/start.svg again, the picture on the start page: python tools/start_picture.py

Each driver of the test set who died is a dot, in the order of the network's scores; filled, if the answer finds this
driver.
"""

import io
import sys
from pathlib import Path

import matplotlib as mpl

mpl.use("agg")
sys.path.append(str(Path(__file__).resolve().parents[1] / "chapters"))

import matplotlib.pyplot as plt
import numpy as np
from book import NEUTRAL, POSITIVE, ROOT, load_crash_scores

PICTURE = ROOT / "assets" / "start.svg"
PER_ROW = 56


def draw():
    """The picture as SVG."""
    y_true, y_score = load_crash_scores("test")
    order = np.argsort(-y_score, kind="stable")
    died, y_score = y_true[order] == 1, y_score[order]
    answers = {"Always “survived”": np.zeros_like(died)}
    answers |= {f"Network, threshold {threshold}": y_score >= threshold for threshold in (0.5, 0.05)}

    figure, axes = plt.subplots(len(answers), figsize=(6.4, 5.0))
    dots = np.arange(died.sum())
    for ax, (name, alarm) in zip(axes, answers.items()):
        found = alarm[died]
        for kind, face, edge in [(found, POSITIVE, POSITIVE), (~found, "none", NEUTRAL)]:
            ax.plot(dots[kind] % PER_ROW, -(dots[kind] // PER_ROW), "o", ms=5.2, mew=0.8, mfc=face, mec=edge)
        ax.set_title(f"{name}: accuracy {100 * np.mean(alarm == died):.1f} %", weight="bold", size=15, pad=27)
        counts = f"finds {found.sum()} of the {died.sum()} who died, with {np.sum(alarm & ~died)} false alarms"
        ax.annotate(counts, (0, 1), (0, 8), xycoords="axes fraction", textcoords="offset points", size=13)
        ax.set(xlim=(-0.6, PER_ROW - 0.4), ylim=(-3.5, 0.5))
        ax.set_axis_off()
    figure.tight_layout(h_pad=1.2, pad=0.2)
    target = io.StringIO()
    figure.savefig(target, format="svg", bbox_inches="tight", metadata={"Date": None, "Creator": None})
    plt.close(figure)
    return target.getvalue()


if __name__ == "__main__":
    PICTURE.write_text(draw(), encoding="utf-8")
