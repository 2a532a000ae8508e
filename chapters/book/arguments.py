"""The checks of arguments that every function from scratch begins with."""

import numpy as np


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
