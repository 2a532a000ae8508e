"""What the chapters share: paths, figure settings, colours, the crash data, and the checks of arguments.

A chapter's setup cell imports it first, before Keras. It does not import TensorFlow itself, so a chapter that only
needs scores starts quickly.
"""

import os
from pathlib import Path
from types import SimpleNamespace

# TensorFlow reads these when it is imported: no log lines on the page, and arithmetic that does not depend on oneDNN.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")
# The matrices here are small: more threads only wait for each other, for many times as long on a busy machine.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib_inline.config import InlineBackend
from sklearn.model_selection import train_test_split

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"

# The two classes keep these colours in the whole book: safe for colour blindness, 4.5 : 1 on a white page.
POSITIVE = "#BF5000"  # vermilion
NEGATIVE = "#0072B2"  # blue
NEUTRAL = "#555555"  # chance lines and notes

# Figures are SVG without a date, so the same figure gives the same bytes and a test can compare them.
plt.style.use(ROOT / "assets" / "book.mplstyle")
InlineBackend.instance().figure_formats = {"svg"}
InlineBackend.instance().print_figure_kwargs = {"bbox_inches": "tight", "metadata": {"Date": None, "Creator": None}}


# ---------------------------------------------------------------------------------------------- checks of arguments


def check_labels(**labels):
    """Return class labels as NumPy arrays of shape (N,), one for each keyword, in the order given.

    Raises ValueError, naming the keyword at fault, for a wrong shape, no label at all, a score in the place of a
    label, or different lengths.
    """
    arrays = {name: np.asarray(values) for name, values in labels.items()}
    for name, array in arrays.items():
        if array.ndim != 1:
            raise ValueError(f"{name} must have shape (N,), got {array.shape}")
        if array.size == 0:
            raise ValueError(f"{name} is empty")
        if array.dtype.kind == "f" and not np.array_equal(array, np.round(array)):
            raise ValueError(f"{name} must hold class labels, not scores or NaN")
    _check_same_length(arrays)
    return tuple(arrays.values())


def check_binary(**labels):
    """Return 0/1 labels as integer arrays of shape (N,); like `check_labels`, and refuses any other label."""
    arrays = dict(zip(labels, check_labels(**labels), strict=True))
    for name, array in arrays.items():
        if not np.isin(array, [0, 1]).all():
            raise ValueError(f"{name} must hold only 0 and 1, got {np.unique(array)[:5]}")
    return tuple(array.astype(int) for array in arrays.values())


def check_scores(**scores):
    """Return scores as float arrays of shape (N,), in the order given.

    Raises ValueError, naming the keyword at fault, for a wrong shape, no score at all, NaN or infinity, or different
    lengths.
    """
    arrays = {name: np.asarray(values, dtype=float) for name, values in scores.items()}
    for name, array in arrays.items():
        if array.ndim != 1:
            raise ValueError(f"{name} must have shape (N,), got {array.shape}")
        if array.size == 0:
            raise ValueError(f"{name} is empty")
        if not np.isfinite(array).all():
            raise ValueError(f"{name} must be finite, got NaN or infinity")
    _check_same_length(arrays)
    return tuple(arrays.values())


def check_binary_and_scores(y_true, y_score):
    """Return 0/1 labels and their scores, both of shape (N,); raises ValueError as the two checks above do."""
    (y_true,), (y_score,) = check_binary(y_true=y_true), check_scores(y_score=y_score)
    _check_same_length({"y_true": y_true, "y_score": y_score})
    return y_true, y_score


def _check_same_length(arrays):
    (first, length), *others = [(name, len(array)) for name, array in arrays.items()]
    for name, other in others:
        if other != length:
            raise ValueError(f"{name} has length {other}, but {first} has length {length}")


# ------------------------------------------------------------------------------------------------- the crash data

SPEEDS = ["1-9", "10-24", "25-39", "40-54", "55+"]  # km/h, as the records give them
AIRBAGS = ["deploy", "nodeploy", "unavail"]


def load_crash():
    """Return the crash data, split into training, validation and test rows and ready for a network.

    The result has `x_train`, `y_train`, `x_val`, `y_val`, `x_test`, `y_test` (float32 features of shape (N, 13), and
    0/1 labels of shape (N,), 1 = the driver died), `rows` (the row numbers in crash.csv of each split) and `features`
    (the names of the columns). The split is half, a quarter, a quarter, with the same share of deaths in each. `age`
    and `vehicle_age` are standardised with the training rows only. `year` and the survey `weight` are no features.
    """
    table = pd.read_csv(DATA / "crash.csv")
    y = table["died"].to_numpy()
    learning, test = train_test_split(np.arange(len(y)), test_size=0.25, stratify=y, random_state=0)
    train, val = train_test_split(learning, test_size=1 / 3, stratify=y[learning], random_state=0)

    x = table[["seatbelt", "frontal", "male"]].astype("float32")
    for speed in SPEEDS:
        x[f"speed {speed}"] = table["impact_speed_kmh"] == speed
    for airbag in AIRBAGS:
        x[f"airbag {airbag}"] = table["airbag"] == airbag
    for column in ["age", "vehicle_age"]:
        x[column] = (table[column] - table[column][train].mean()) / table[column][train].std()

    features, x = list(x), x.to_numpy("float32")
    split = {"train": train, "val": val, "test": test}
    x_split = {f"x_{name}": x[rows] for name, rows in split.items()}
    y_split = {f"y_{name}": y[rows] for name, rows in split.items()}
    return SimpleNamespace(**x_split, **y_split, rows=SimpleNamespace(**split), features=features)


def load_crash_scores(split):
    """Return (y_true, y_score) of the running example, both of shape (N,), for split "validation" or "test".

    The scores are the probabilities of death that the network of chapter 2 gave; that chapter wrote the file.
    """
    table = pd.read_csv(DATA / "crash_scores.csv")
    if split not in set(table["split"]):
        raise ValueError(f'split must be "validation" or "test", got {split!r}')
    table = table[table["split"] == split]
    return table["died"].to_numpy(), table["score"].to_numpy()
