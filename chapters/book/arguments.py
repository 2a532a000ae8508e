"""The checks of arguments that every function from scratch begins with.

Whatever is not labels or scores gets a ValueError that names the argument: a wrong number in silence is what this book
is about. Values are taken by position, as scikit-learn takes them; the index of a pandas Series plays no part.
"""

from collections.abc import Sequence
from numbers import Integral, Real

import numpy as np

EXACT = 2**53  # up to here a 64-bit float holds every integer


def check_labels(**labels):
    """Return class labels as NumPy arrays of shape (N,), one for each keyword, in the order given.

    Labels are integers (whole floats and truth values are taken as integers) or words, of one kind in all arguments.
    Raises ValueError, naming the keyword at fault, for another shape, no label at all, missing or masked values, scores
    or complex numbers in the place of labels, words against numbers, or different lengths.
    """
    arrays = {name: _read(name, values) for name, values in labels.items()}
    for name, array in arrays.items():
        if array.dtype.kind == "f":
            array = array.astype(np.result_type(array, np.float64))
            if not (np.isfinite(array).all() and (array == np.round(array)).all() and (abs(array) <= EXACT).all()):
                raise ValueError(f"{name} must hold class labels, not scores or NaN")
            arrays[name] = array.astype(np.int64)
        elif array.dtype.kind == "b":
            arrays[name] = array.astype(np.int64)
    (first, expected), *others = [(name, _kind(array)) for name, array in arrays.items()]
    for name, kind in others:
        if kind != expected:
            raise ValueError(f"{name} holds {kind}, but {first} holds {expected}")
    _check_same_length(arrays)
    return tuple(arrays.values())


def check_binary(**labels):
    """Return 0/1 labels as integer arrays of shape (N,); like `check_labels`, and refuses any other label."""
    arrays = {name: check_labels(**{name: values})[0] for name, values in labels.items()}
    for name, array in arrays.items():
        if _kind(array) != "numbers" or not np.isin(array, [0, 1]).all():
            raise ValueError(f"{name} must hold only 0 and 1, got {np.unique(array)[:5]}")
    _check_same_length(arrays)
    return tuple(array.astype(np.int64) for array in arrays.values())


def check_scores(**scores):
    """Return scores as 64-bit float arrays of shape (N,), in the order given.

    Raises ValueError, naming the keyword at fault, for another shape, no score at all, missing or masked values, NaN or
    infinity, words and complex numbers, numbers that a 64-bit float cannot hold (they would become ties), or other
    lengths.
    """
    arrays = {name: _read_numbers(name, values) for name, values in scores.items()}
    arrays = {name: _as_scores(name, array) for name, array in arrays.items()}
    _check_same_length(arrays)
    return tuple(arrays.values())


def check_counts(**counts):
    """Return counts, or sums of weights, as 64-bit float arrays of shape (N,), in the order given.

    Raises ValueError, naming the keyword at fault, as `check_scores` does, and for negative numbers.
    """
    arrays = check_scores(**counts)
    for name, array in zip(counts, arrays, strict=True):
        if (array < 0).any():
            raise ValueError(f"{name} must not be negative, got {float(array.min())!r}")
    return arrays


def check_sums(**sums):
    """Return numbers, or arrays of any shape, as arrays of 64-bit integers or floats; one alone without a tuple.

    Raises ValueError, naming the keyword at fault, for what `check_scores` refuses, apart from the shape.
    """
    arrays = {}
    for name, values in sums.items():
        try:
            flat = _read_numbers(name, np.ravel(values))
        except ValueError as error:
            raise ValueError(f"{name} cannot be read as numbers: {error}") from error
        kind = np.int64 if flat.dtype.kind in "biu" else np.float64
        arrays[name] = _as_scores(name, flat).astype(kind).reshape(np.shape(values))
    return next(iter(arrays.values())) if len(arrays) == 1 else tuple(arrays.values())


def check_binary_and_scores(y_true, y_score):
    """Return 0/1 labels and their scores, both of shape (N,); raises ValueError as the two checks above do."""
    (y_true,), (y_score,) = check_binary(y_true=y_true), check_scores(y_score=y_score)
    _check_same_length({"y_true": y_true, "y_score": y_score})
    return y_true, y_score


def check_binary_and_probabilities(y_true, p):
    """Return 0/1 labels and the probabilities of label 1, both of shape (N,): integers, and 64-bit floats from 0 to 1.

    Raises ValueError, naming the argument at fault, as `check_binary_and_scores` does, and for numbers outside 0 to 1:
    logits, percentages, the scores of a support vector machine.
    """
    (y_true,), (p,) = check_binary(y_true=y_true), check_scores(p=p)
    if ((p < 0) | (p > 1)).any():
        raise ValueError(f"p must hold probabilities, from 0 to 1, got {float(p[(p < 0) | (p > 1)][0])!r}")
    _check_same_length({"y_true": y_true, "p": p})
    return y_true, p


def check_column(**numbers):
    """Return numbers as an array of shape (N,) or (N, 1), for functions made of keras.ops; one alone without a tuple.

    Raises ValueError, naming the keyword at fault, for another shape, missing or masked values, words and complex
    numbers. For lists and arrays only: in a graph nobody knows the values of a tensor.
    """
    arrays = {name: _read_numbers(name, values, shapes=("(N,)", "(N, 1)")) for name, values in numbers.items()}
    for name, array in arrays.items():
        if array.dtype == np.longdouble:  # which no tensor has
            arrays[name] = array.astype(np.float64)
    return next(iter(arrays.values())) if len(arrays) == 1 else tuple(arrays.values())


def check_rates(**rates):
    """Return rates as 64-bit float arrays of one shape (J,), in the order given: numbers from 0 to 1.

    An array of nothing but nan is returned as it is: a rate that is undefined, as there is no sample of its class.
    Raises ValueError, naming the keyword at fault, as `check_scores` does, and for numbers outside 0 to 1.
    """
    arrays = {}
    for name, values in rates.items():
        array = _read(name, values)
        undefined = array.dtype.kind == "f" and np.isnan(array).all()
        arrays[name] = array.astype(np.float64) if undefined else check_scores(**{name: array})[0]
        if ((arrays[name] < 0) | (arrays[name] > 1)).any():
            raise ValueError(f"{name} must lie between 0 and 1")
    _check_same_length(arrays)
    return tuple(arrays.values())


def check_classes(n_classes, **labels):
    """Return (n_classes, the labels as integer arrays of shape (N,) in the order given): classes 0 to n_classes - 1.

    Raises ValueError, naming the argument at fault, for a number of classes that is no integer from 1 to 10,000, as
    `check_labels` does, and for words and labels outside 0 to n_classes - 1.
    """
    n_classes = check_integer(1, 10_000, n_classes=n_classes)
    arrays = {name: check_labels(**{name: values})[0] for name, values in labels.items()}
    for name, array in arrays.items():
        _check_range(name, array, n_classes, f"n_classes = {n_classes}")
    _check_same_length(arrays)
    return n_classes, *(array.astype(np.int64) for array in arrays.values())


def check_classes_and_scores(y_true, scores):
    """Return class labels, shape (N,), and finite scores, shape (N, K), with a column for each class from 0 to K - 1.

    Raises ValueError, naming the argument at fault, as `check_labels` and `check_scores` do, for a table of another
    shape, and for words and labels that have no column.
    """
    (y_true,) = check_labels(y_true=y_true)
    table = _read_numbers("scores", scores, shapes=("(N, K)",))
    flat = _as_scores("scores", table.ravel()).reshape(table.shape)
    _check_range("y_true", y_true, table.shape[1], f"scores has {table.shape[1]} columns")
    _check_same_length({"y_true": y_true, "scores": flat})
    return y_true.astype(np.int64), flat


def check_integer(low, high, /, **numbers):
    """Return each number as an int, a single one without a tuple; ValueError for all but integers from low to high."""
    for name, value in numbers.items():
        if isinstance(value, bool | np.bool_) or not isinstance(value, Integral) or not low <= value <= high:
            raise ValueError(f"{name} must be an integer from {low:,} to {high:,}, got {value!r}")
    values = tuple(int(value) for value in numbers.values())
    return values[0] if len(values) == 1 else values


def check_choice(choices, /, **words):
    """Return each word, a single one without a tuple; ValueError, naming the argument, for all but the choices."""
    for name, value in words.items():
        if not (isinstance(value, str) and value in choices):
            raise ValueError(f"{name} must be one of {', '.join(map(repr, choices))}, got {value!r}")
    values = tuple(str(value) for value in words.values())
    return values[0] if len(values) == 1 else values


def check_flag(**flags):
    """Return each flag as a bool, a single one without a tuple; ValueError, naming the argument, for all but those."""
    for name, value in flags.items():
        if not isinstance(value, bool | np.bool_):
            raise ValueError(f"{name} must be True or False, got {value!r}")
    values = tuple(bool(value) for value in flags.values())
    return values[0] if len(values) == 1 else values


def check_number(**numbers):
    """Return each number as a float, a single one without a tuple; ValueError for all that is no finite real number."""
    values = []
    for name, value in numbers.items():
        try:
            number = np.nan if isinstance(value, bool | np.bool_) or not isinstance(value, Real) else float(value)
        except OverflowError:  # an integer that no float comes near
            number = np.inf
        if not np.isfinite(number):
            raise ValueError(f"{name} must be a finite number, got {value!r}")
        values.append(number)
    return values[0] if len(values) == 1 else tuple(values)


def check_zero_division(zero_division):
    """Return nan, 0.0 or 1.0, the value that 0/0 is to have; ValueError for anything else, `"warn"` too."""
    if isinstance(zero_division, Real) and (zero_division in (0, 1) or zero_division != zero_division):
        return float(zero_division)
    raise ValueError(f"zero_division must be nan, 0 or 1, got {zero_division!r}")


# -------------------------------------------------------------------------------------------- what an argument holds


def _read(name, values, shapes=("(N,)",)):
    """An array, of one of the shapes, of truth values, integers, floats or words; ValueError for anything else."""
    shape = " or ".join(shapes)
    if np.ma.is_masked(values):
        raise ValueError(f"{name} has masked values; leave them out first, in every argument")
    if isinstance(values, str | bytes) or not (hasattr(values, "__array__") or isinstance(values, Sequence)):
        raise ValueError(f"{name} must have shape {shape}, an array or a list, got {type(values).__name__}")
    try:
        # A list is read as objects first: NumPy would make text of the number in ["0", 1].
        array = np.asarray(values) if hasattr(values, "__array__") else np.array(values, dtype=object)
    except Exception as error:  # ragged lists, tensors without a value, whatever another library raises
        raise ValueError(f"{name} cannot be read as an array: {error}") from error
    if not any(_has_shape(array, taken) for taken in shapes):
        raise ValueError(f"{name} must have shape {shape}, got {array.shape}")
    if array.size == 0:
        raise ValueError(f"{name} is empty")
    if array.dtype.kind == "O":
        array = _of_objects(name, array.ravel().tolist()).reshape(array.shape)
    elif array.dtype.kind == "V" and array.dtype.name == "bfloat16":  # of tensors under mixed_bfloat16
        array = array.astype(np.float32)
    elif array.dtype.kind == "T":
        array = np.array(array.tolist(), dtype=str)
    if array.dtype.kind not in "biufU":
        raise ValueError(f"{name} must hold numbers or words, got {array.dtype}")
    return array


def _has_shape(array, shape):
    """Is it of this shape: "(N,)", "(N, 1)" or "(N, K)"?"""
    if shape == "(N,)":
        return array.ndim == 1
    return array.ndim == 2 and (shape == "(N, K)" or array.shape[1] == 1)


def _as_scores(name, array):
    """Numbers as 64-bit floats; ValueError for what is not finite, or not held exactly."""
    scores = array.astype(np.float64)
    if not np.isfinite(scores).all():
        raise ValueError(f"{name} must be finite, got NaN or infinity")
    too_large = array.dtype.kind in "iu" and ((array > EXACT) | (array < -EXACT)).any()
    if too_large or (scores != array).any():
        raise ValueError(f"{name} holds numbers that a 64-bit float cannot hold; different ones would become ties")
    return scores


def _read_numbers(name, values, **shapes):
    """As `_read`, and refuses words."""
    array = _read(name, values, **shapes)
    if array.dtype.kind == "U":
        raise ValueError(f"{name} must hold numbers, got words")
    return array


def _of_objects(name, values):
    """Python objects as an array of one kind, without a change of any value."""
    if all(isinstance(value, str) for value in values):
        return np.array(values, dtype=str)
    strange = [value for value in values if not isinstance(value, Real | np.bool_)]
    if strange:
        raise ValueError(f"{name} must hold only numbers or only words, got {strange[0]!r} among its values")
    if all(isinstance(value, Integral | np.bool_) for value in values):
        for kind in (np.int64, np.uint64):
            if all(np.iinfo(kind).min <= int(value) <= np.iinfo(kind).max for value in values):
                return np.array([int(value) for value in values], dtype=kind)
        raise ValueError(f"{name} holds integers of more than 64 bits")
    array = np.array([float(value) for value in values])
    if any(value != number and value == value for value, number in zip(values, array.tolist(), strict=True)):
        raise ValueError(f"{name} holds numbers that a 64-bit float cannot hold; different ones would become ties")
    return array


def _kind(array):
    return "words" if array.dtype.kind == "U" else "numbers"


def _check_range(name, labels, n_classes, why):
    if _kind(labels) != "numbers" or (labels < 0).any() or (labels >= n_classes).any():
        found = np.unique(labels)
        raise ValueError(f"{name} must hold whole numbers from 0 to {n_classes - 1} ({why}), got {found[[0, -1]]}")


def _check_same_length(arrays):
    (first, length), *others = [(name, len(array)) for name, array in arrays.items()]
    for name, other in others:
        if other != length:
            raise ValueError(f"{name} has length {other}, but {first} has length {length}")
