"""How the book's figures look, and that the same figure gives the same bytes."""

from pathlib import Path

import matplotlib.pyplot as plt
from matplotlib_inline.config import InlineBackend

# The two classes keep these colours in the whole book: safe for colour blindness, 4.5 : 1 on a white page.
POSITIVE = "#BF5000"  # vermilion
NEGATIVE = "#0072B2"  # blue
NEUTRAL = "#555555"  # chance lines and notes

# Figures are SVG without a date, so the same figure gives the same bytes and a test can compare them.
plt.style.use(Path(__file__).with_name("book.mplstyle"))
InlineBackend.instance().figure_formats = {"svg"}
InlineBackend.instance().print_figure_kwargs = {"bbox_inches": "tight", "metadata": {"Date": None, "Creator": None}}
