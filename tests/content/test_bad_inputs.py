"""One list of inputs, tried on every function from scratch: each gives the right value, or a ValueError that names the
argument. A new function joins by a line in FUNCTIONS; one that is missing there fails a test."""

from fractions import Fraction
from types import FunctionType

import keras
import numpy as np
import pandas as pd
import pytest
import tensorflow as tf
from define_cells import load
from notebooks import CHAPTERS

LABELS = [1, 0, 1, 1, 0, 0]
SCORES = [0.75, 0.25, 0.125, 1.0, 0.5, 0.0]  # held exactly by every width of float
GOOD = {  # an argument of each kind, as a function takes it
    "labels": LABELS,
    "scores": SCORES,
    "rates": sorted(SCORES),
    "probabilities": SCORES,
    "tensor labels": LABELS,
    "tensor scores": SCORES,
    "tensor weights": SCORES,
    "zero_division": 0.0,
    "positive number": 0.5,
    "number": 0.5,
    "cost": 0.5,
    "share": 0.5,
    "label": 1,
    "flag": False,
    "class numbers": LABELS,
    "table": [[score, 1 - score] for score in SCORES],
    "number of classes": 2,
    "number of bins": 2,
    "strategy": "uniform",
    "k": 1,
    "average": "macro",
    "successes": 2,
    "cases": 6,
    "confidence": 0.5,
    "draws": 20,
    "seed": 1,
    "min_cases": 1,
    "groups": LABELS,
    "counts": [2, 0, 5, 3, 1, 7],
    "parts": [{"tp": 2, "loss": 0.5, "bins": [1, 2]}, {"tp": 3, "loss": 0.25, "bins": [0, 4]}],
    "metric": lambda y_true, y_score: float(np.mean(y_score[y_true == 1])),
}


def metric(name):
    """How to use a metric class: made, updated once, and asked for its result."""

    def use(chapter, y_true, y_pred, sample_weight, **settings):
        made = getattr(chapter, name)(**settings)
        made.update_state(y_true, y_pred, sample_weight)
        return made.result()

    return use


COUNTED = {
    "y_true": "tensor labels", "y_pred": "tensor scores", "sample_weight": "tensor weights", "threshold": "share",
}  # fmt: skip
BINARY = {"y_true": "labels", "y_pred": "labels", "positive": "label"}
RATIO = BINARY | {"zero_division": "zero_division"}
CLASSES = {"y_true": "class numbers", "y_pred": "class numbers", "n_classes": "number of classes"}
RANKED = {"y_true": "labels", "y_score": "scores"}
PROBABLE = {"y_true": "labels", "p": "probabilities"}
LOSS = {"y_true": "tensor labels", "y_pred": "tensor scores", "from_logits": "flag"}
FUNCTIONS = {
    "01_accuracy": {
        "accuracy": {"y_true": "labels", "y_pred": "labels"},
        "balanced_accuracy": {"y_true": "labels", "y_pred": "labels"},
    },
    "02_precision_recall_f1": {
        "confusion_counts": BINARY,
        "precision": RATIO,
        "recall": RATIO,
        "specificity": RATIO,
        "f_beta": RATIO | {"beta": "positive number"},
    },
    "03_zero_division_and_mcc": {
        "mcc": {"y_true": "labels", "y_pred": "labels", "zero_division": "zero_division"},
    },
    "04_multiclass_multilabel": {
        "confusion_matrix": CLASSES,
        "averaged_f1": CLASSES | {"average": "average", "zero_division": "zero_division"},
        "top_k_accuracy": {"y_true": "class numbers", "scores": "table", "k": "k"},
    },
    "05_roc_auc": {
        "roc_points": RANKED,
        "auc_trapezoid": {"fpr": "rates", "tpr": "rates"},
        "auc_rank": RANKED,
    },
    "06_precision_recall_curve": {
        "pr_points": RANKED,
        "average_precision": RANKED,
    },
    "07_threshold_and_cost": {
        "expected_cost": RANKED | {"threshold": "number", "cost_fp": "cost", "cost_fn": "cost"},
        "bayes_threshold": {"cost_fp": "cost", "cost_fn": "cost"},
    },
    "08_calibration": {
        "brier": PROBABLE,
        "log_loss": PROBABLE,
        "reliability_bins": PROBABLE | {"n_bins": "number of bins", "strategy": "strategy"},
        "expected_calibration_error": PROBABLE | {"n_bins": "number of bins", "strategy": "strategy"},
    },
    "09_uncertainty": {
        "wilson_interval": {"successes": "successes", "n": "cases", "confidence": "confidence"},
        "bootstrap_interval": RANKED | {
            "metric": "metric", "confidence": "confidence", "n_resamples": "draws", "seed": "seed",
            "stratified": "flag",
        },
        "mcnemar": {"y_true": "labels", "pred_a": "labels", "pred_b": "labels"},
        "placements": RANKED,
        "placement_error": None,  # of what placements returns
        "delong": {"y_true": "labels", "score_a": "scores", "score_b": "scores"},
    },
    "10_keras_metrics": {
        "ExactScores": None,  # a callback: Keras calls it; tested in test_10_keras_metrics.py
    },
    "11_custom_metrics": {
        "check_settings": None,  # reached through the classes
        "as_vector": None,  # reached through batch_counts, under the name that it is given
        "batch_counts": COUNTED,
        "ratio": None,  # of counts that the class keeps
        "StreamingCounts": None,  # reached through the two classes below
        "StreamingF1": COUNTED | {"zero_division": "zero_division"},
        "StreamingMCC": COUNTED | {"zero_division": "zero_division"},
    },
    "12_custom_losses": {
        "binary_crossentropy_from_logits": {"y_true": "labels", "logits": "scores"},
        "gradient_check": {"y_true": "labels", "logits": "scores", "step": "positive number"},
        "aligned": None,  # reached through the class
        "WeightedBinaryCrossentropy": {
            "y_true": "tensor labels", "y_pred": "tensor scores",
            "pos_weight": "positive number", "from_logits": "flag",
        },
    },
    "14_saving_and_callbacks": {
        "fingerprint": {"y_true": "labels", "p": "probabilities", "threshold": "share"},
        "save_artefact": None,  # its sample and threshold reach fingerprint
        "load_artefact": None,  # of a folder
    },
    "15_metrics_at_scale": {
        "merge_counts": {"parts": "parts"},
        "binned_auc": {"pos_counts": "counts", "neg_counts": "counts"},
    },
    "13_losses_for_imbalance": {
        "aligned": None,  # chapter 12's
        "check_settings": None,  # reached through the classes, as are the two below
        "to_logits": None,
        "counted": None,
        "BinaryFocalLoss": LOSS | {"gamma": "cost", "alpha": "share"},
        "TverskyLoss": LOSS | {"alpha": "cost", "beta": "cost"},
        "SoftF1Loss": LOSS,
    },
    "16_capstone": {
        "recall_by_slice": {"y_true": "labels", "y_pred": "labels", "groups": "groups", "min_cases": "min_cases"},
    },
}  # fmt: skip


def loss(name):
    """How to use a loss class: made, and called."""
    return lambda chapter, y_true, y_pred, **settings: getattr(chapter, name)(**settings)(y_true, y_pred)


USE = {  # where the arguments do not simply go into a call
    "StreamingF1": metric("StreamingF1"),
    "StreamingMCC": metric("StreamingMCC"),
    "recall_by_slice": lambda chapter, **given: np.ravel(list(chapter.recall_by_slice(**given).values())),
    "merge_counts": lambda chapter, parts: np.hstack(list(chapter.merge_counts(parts).values())),
    "gradient_check": lambda chapter, **given: chapter.gradient_check(
        lambda y, z: keras.ops.softplus(z) - y * z, **given
    ),
    "WeightedBinaryCrossentropy": loss("WeightedBinaryCrossentropy"),
    "BinaryFocalLoss": loss("BinaryFocalLoss"),
    "TverskyLoss": loss("TverskyLoss"),
    "SoftF1Loss": loss("SoftF1Loss"),
}


# ------------------------------------------------------------------------------------------------------------ the list


def shuffled(values):
    return pd.Series(values, index=[3, 1, 0, 5, 2, 4])


# What means the same as the list does: taken, and by position.
SAME = {
    "tuple": tuple,
    "array": np.array,
    "pandas with a shuffled index": shuffled,
    "pandas of objects": lambda values: shuffled(values).astype(object),
    "categorical": pd.Categorical,
    "masked array with nothing masked": np.ma.array,
    "tensor": tf.constant,
}
SAME_FLOATS = {
    "half precision": lambda values: np.array(values, "float16"),
    "single precision": lambda values: np.array(values, "float32"),
    "more than double precision": lambda values: np.array(values, "longdouble"),
    "nullable float": lambda values: pd.array(values, dtype="Float64"),
    "tensor of 16 bits": lambda values: tf.constant(values, "float16"),
    "tensor of bfloat16": lambda values: tf.constant(values, "bfloat16"),
}
WIDTHS = [f"{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64)]
SAME_LABELS = SAME | SAME_FLOATS | {
    **{name: lambda values, name=name: np.array(values, name) for name in WIDTHS},
    "truth values": lambda values: np.array(values, bool),
    "nullable integer": lambda values: pd.array(values, dtype="Int64"),
    "nullable truth values": lambda values: pd.array(values, dtype="boolean"),
}  # fmt: skip
# What means nothing here: refused.
NONSENSE = {
    "nothing": lambda values: None,
    "one number": lambda values: values[0],
    "text": lambda values: "101100",
    "empty": lambda values: [],
    "one too few": lambda values: values[1:],
    "strings": lambda values: [str(value) for value in values],
    "array of strings": lambda values: np.array(values).astype(str),
    "one string": lambda values: ["1", *values[1:]],
    "bytes": lambda values: [b"1"] * len(values),
    "a None": lambda values: [None, *values[1:]],
    "masked array": lambda values: np.ma.array(values, mask=[True, *[False] * (len(values) - 1)]),
    "nullable with a missing value": lambda values: pd.array([None, *values[1:]], dtype="Float64"),
    "categorical with a missing value": lambda values: pd.Categorical([None, *values[1:]]),
    "set": set,
    "dict": dict.fromkeys,
    "generator": lambda values: (value for value in values),
    "ragged list": lambda values: [[1, 2], *values[1:]],
    "three axes": lambda values: np.zeros((len(values), 1, 1)),
    "complex": lambda values: np.array(values) + 0j,
    "dates": lambda values: np.array(["2020-02-02"] * len(values), "M8[D]"),
}
COLUMN = {"(N, 1)": lambda values: np.array(values)[:, None]}
ROW = {"(1, N)": lambda values: np.array(values)[None]}
NOT_A_NUMBER = {"NaN": lambda values: [np.nan, *values[1:]]}
INFINITE = {
    "infinity": lambda values: [np.inf, *values[1:]],
    "minus infinity": lambda values: [-np.inf, *values[1:]],
}
TOO_LARGE = {"integers that a float cannot hold": lambda values: [2**53 + i for i in range(len(values))]}
SCORE_FOR_LABEL = {"a score": lambda values: [0.5, *values[1:]]}
# In a graph nobody knows the values, so functions made of keras.ops look at kinds and shapes: NaN passes.
WITHOUT_VALUES = {what: change for what, change in NONSENSE.items() if what != "categorical with a missing value"}
NO_CLASS = {
    "a negative class": lambda values: [-1, *values[1:]],
    "a class too many": lambda values: [2, *values[1:]],
}
SAME_TABLE = {
    "tuples": lambda rows: tuple(tuple(row) for row in rows),
    "array": np.array,
    "by columns": lambda rows: np.asfortranarray(rows),
    "single precision": lambda rows: np.array(rows, "float32"),
    "half precision": lambda rows: np.array(rows, "float16"),
    "masked array with nothing masked": np.ma.array,
    "tensor": tf.constant,
    "pandas with a shuffled index": lambda rows: pd.DataFrame(rows, index=[3, 1, 0, 5, 2, 4]),
    "pandas of objects": lambda rows: pd.DataFrame(rows, dtype=object),
}
NO_TABLE = {
    "nothing": lambda rows: None,
    "one number": lambda rows: 0.5,
    "text": lambda rows: "0.5",
    "empty": lambda rows: [],
    "no column": lambda rows: [[] for _ in rows],
    "(N,)": lambda rows: [row[0] for row in rows],
    "three axes": lambda rows: np.array(rows)[..., None],
    "one row too few": lambda rows: rows[1:],
    "ragged list": lambda rows: [rows[0][:1], *rows[1:]],
    "a column too few": lambda rows: [row[:1] for row in rows],
    "strings": lambda rows: [[str(value) for value in row] for row in rows],
    "one string": lambda rows: [["0.5", 0.5], *rows[1:]],
    "a None": lambda rows: [[None, 0.5], *rows[1:]],
    "masked array": lambda rows: np.ma.array(rows, mask=np.eye(len(rows), 2)),
    "NaN": lambda rows: [[np.nan, 0.5], *rows[1:]],
    "infinity": lambda rows: [[np.inf, 0.5], *rows[1:]],
    "complex": lambda rows: np.array(rows) + 0j,
    "dates": lambda rows: np.full((len(rows), 2), "2020-02-02", "M8[D]"),
    "set": lambda rows: {1, 2},
    "generator": lambda rows: (row for row in rows),
    "integers that a float cannot hold": lambda rows: [[2**53 + 1, i] for i in range(len(rows))],
}
OPTIONAL = {"sample_weight"}  # may be None
NO_PROBABILITY = {
    "above 1": lambda values: [1.25, *values[1:]],
    "below 0": lambda values: [-0.25, *values[1:]],
    "percentages": lambda values: [100 * value for value in values],
    "a little above 1": lambda values: [np.nextafter(1, 2), *values[1:]],
}
NO_GROUPS = {  # which may be words
    what: change
    for what, change in (NONSENSE | COLUMN | ROW | NOT_A_NUMBER | INFINITE | SCORE_FOR_LABEL).items()
    if what not in ("strings", "array of strings")
}
NEGATIVE = {"negative": lambda values: [-1, *values[1:]]}
SAME_PARTS = {
    "tuple": tuple,
    "generator": iter,
    "another order": lambda parts: parts[::-1],
    "arrays": lambda parts: [{name: np.array(value) for name, value in part.items()} for part in parts],
    "pandas": lambda parts: [part | {"bins": pd.Series(part["bins"], index=[1, 0])} for part in parts],
    "tensors": lambda parts: [part | {"bins": tf.constant(part["bins"])} for part in parts],
}
NO_PARTS = {
    "nothing": lambda parts: None,
    "one number": lambda parts: 2,
    "text": lambda parts: "tp",
    "empty": lambda parts: [],
    "one part": lambda parts: parts[0],
    "a part without a name": lambda parts: [{}, {}],
    "a name too few": lambda parts: [{"tp": 2}, parts[1]],
    "another shape": lambda parts: [parts[0], parts[1] | {"bins": [1, 2, 3]}],
    "a number for an array": lambda parts: [parts[0], parts[1] | {"bins": 3}],
    **{
        what: lambda parts, value=value: [parts[0], parts[1] | {"tp": value}]
        for what, value in {
            "a None": None, "a string": "3", "NaN": np.nan, "infinity": np.inf, "complex": 3j, "a set": {3},
            "no float": 2**53 + 1, "ragged": [1, [2]], "masked": np.ma.array([1, 2], mask=[0, 1]),
        }.items()
    },
}  # fmt: skip
TRIED = {  # for each kind: (taken, refused)
    "counts": (SAME | SAME_FLOATS, NONSENSE | COLUMN | ROW | NOT_A_NUMBER | INFINITE | TOO_LARGE | NEGATIVE),
    "parts": (SAME_PARTS, NO_PARTS),
    "labels": (SAME_LABELS, NONSENSE | COLUMN | ROW | NOT_A_NUMBER | INFINITE | SCORE_FOR_LABEL),
    "groups": (SAME_LABELS, NO_GROUPS),
    "scores": (SAME | SAME_FLOATS, NONSENSE | COLUMN | ROW | NOT_A_NUMBER | INFINITE | TOO_LARGE),
    "rates": (SAME | SAME_FLOATS, NONSENSE | COLUMN | ROW | INFINITE | TOO_LARGE),  # nan: the ROC curve of one class
    "probabilities": (
        SAME | SAME_FLOATS,
        NONSENSE | COLUMN | ROW | NOT_A_NUMBER | INFINITE | TOO_LARGE | NO_PROBABILITY,
    ),
    "tensor labels": (SAME_LABELS | COLUMN, WITHOUT_VALUES | ROW),
    "tensor scores": (SAME | SAME_FLOATS | COLUMN, WITHOUT_VALUES | ROW),
    "tensor weights": (SAME | SAME_FLOATS | COLUMN, WITHOUT_VALUES | ROW),
    "class numbers": (SAME_LABELS, NONSENSE | COLUMN | ROW | NOT_A_NUMBER | INFINITE | SCORE_FOR_LABEL | NO_CLASS),
    "table": (SAME_TABLE, NO_TABLE),
}
NO_NUMBER = {
    "text": "1", "nothing": None, "NaN": np.nan, "infinity": np.inf, "list": [1.0], "array": np.ones(2), "complex": 1j,
    "no float": 10**400,
}  # fmt: skip
NO_LABEL = NO_NUMBER | {"two": 2, "half": 0.5}
NO_COUNT = NO_NUMBER | {"zero": 0, "negative": -1, "half": 0.5, "truth value": True, "whole float": 2.0}
COUNT_OR_ZERO = {what: value for what, value in NO_COUNT.items() if what != "zero"}
NO_RULE = NO_NUMBER | {"warn": "warn", "two": 2, "NaN": "nan"}  # NaN itself is one
HALVES = {"fraction": (Fraction(1, 2), 0.5), "float32": (np.float32(0.5), 0.5)}
SINGLE = {  # for each kind of a single value: (taken, and what it means), refused
    "zero_division": ({"integer": (1, 1.0), "nan": (np.nan, np.nan)}, NO_RULE),
    "positive number": (HALVES, NO_NUMBER | {"zero": 0, "negative": -1}),
    "number": (HALVES | {"negative": (np.int8(-1), -1.0)}, NO_NUMBER),
    "cost": (HALVES | {"nothing": (np.int8(0), 0.0)}, NO_NUMBER | {"negative": -0.1}),
    "share": (HALVES, NO_NUMBER | {"negative": -0.1, "above 1": 1.1}),
    "label": ({"NumPy's": (np.int64(1), 1)}, NO_LABEL),
    "number of classes": ({"NumPy's": (np.int64(2), 2)}, NO_COUNT | {"far too many": 10**6}),
    "number of bins": ({"NumPy's": (np.int64(2), 2)}, NO_COUNT | {"far too many": 10**6}),
    "strategy": (
        {"NumPy's": (np.str_("quantile"), "quantile")},
        {"nothing": None, "number": 1, "another word": "kmeans", "capitals": "Uniform", "list": ["uniform"]},
    ),
    "k": ({"NumPy's": (np.int8(1), 1)}, NO_COUNT | {"more than columns": 3}),
    "average": (
        {"NumPy's": (np.str_("micro"), "micro")},
        {"nothing": None, "number": 1, "another word": "binary", "capitals": "Macro", "list": ["macro"], "empty": ""},
    ),
    "successes": (
        {"NumPy's": (np.int64(3), 3), "none": (np.int8(0), 0)},
        NO_NUMBER | {"negative": -1, "half": 0.5, "truth value": True, "whole float": 2.0, "more than cases": 7},
    ),
    "cases": ({"NumPy's": (np.int64(4), 4)}, COUNT_OR_ZERO),
    "confidence": (HALVES, NO_NUMBER | {"zero": 0, "one": 1, "negative": -0.1, "in per cent": 95}),
    "draws": ({"NumPy's": (np.int16(7), 7)}, NO_COUNT | {"far too many": 10**9}),
    "seed": ({"NumPy's": (np.int64(3), 3)}, COUNT_OR_ZERO),
    "min_cases": ({"NumPy's": (np.int8(2), 2)}, NO_COUNT | {"far too many": 10**9}),
    "metric": ({}, NO_NUMBER | {"its name": "roc_auc"}),
    "flag": ({}, {"text": "no", "nothing": None, "number": 2, "list": [True]}),
}


def _cases():
    for chapter, functions in FUNCTIONS.items():
        for function, parameters in functions.items():
            for parameter, kind in (parameters or {}).items():
                yield pytest.param(chapter, function, parameter, kind, id=f"{chapter}-{function}-{parameter}")


def call(chapter, function, **change):
    """The result for good arguments, apart from the change, as arrays."""
    given = {name: GOOD[kind] for name, kind in FUNCTIONS[chapter][function].items()} | change
    module = load(chapter)
    result = USE[function](module, **given) if function in USE else getattr(module, function)(**given)
    return [np.asarray(part, float) for part in (result if isinstance(result, tuple | list) else [result])]


def assert_same(result, expected, what):
    assert len(result) == len(expected)
    for part, other in zip(result, expected, strict=True):
        np.testing.assert_allclose(part, other, rtol=1e-6, atol=1e-7, err_msg=what)


def assert_refused(chapter, function, parameter, value, what):
    try:
        result = call(chapter, function, **{parameter: value})
    except ValueError as error:
        assert parameter in str(error), f"{what}: the message names another argument: {error}"
    except Exception as error:
        pytest.fail(f"{what}: {type(error).__name__} in the place of ValueError: {error}")
    else:
        pytest.fail(f"{what}: taken in silence, with the result {result}")


CASES = list(_cases())

# ----------------------------------------------------------------------------------------------------------- the tests


def test_every_function_is_listed():
    for path in CHAPTERS:
        module = load(path.stem)
        own = {
            name
            for name, value in vars(module).items()
            if isinstance(value, FunctionType | type) and value.__module__ == module.__name__ and name[0] != "_"
        }
        assert own == set(FUNCTIONS.get(path.stem, {})), f"FUNCTIONS does not list what {path.stem} defines"


@pytest.mark.parametrize(("chapter", "function", "parameter", "kind"), CASES)
def test_what_means_the_same_gives_the_same(chapter, function, parameter, kind):
    if kind in SINGLE:
        for what, (value, meaning) in SINGLE[kind][0].items():
            expected = call(chapter, function, **{parameter: meaning})
            assert_same(call(chapter, function, **{parameter: value}), expected, what)
        return
    expected = call(chapter, function)
    for what, change in TRIED[kind][0].items():
        assert_same(call(chapter, function, **{parameter: change(GOOD[kind])}), expected, what)


@pytest.mark.parametrize(("chapter", "function", "parameter", "kind"), CASES)
def test_what_means_nothing_is_refused_by_name(chapter, function, parameter, kind):
    if kind in SINGLE:
        for what, value in SINGLE[kind][1].items():
            assert_refused(chapter, function, parameter, value, what)
        return
    for what, change in TRIED[kind][1].items():
        if not (what == "nothing" and parameter in OPTIONAL):
            assert_refused(chapter, function, parameter, change(GOOD[kind]), what)


@pytest.mark.parametrize("function", ["accuracy", "balanced_accuracy"])
def test_labels_of_any_kind_are_compared_exactly(function):
    """Words with words, and integers that a float cannot tell apart."""
    function = getattr(load("01_accuracy"), function)
    assert function(["a", "b"], np.array(["a", "b"], object)) == 1
    assert function(pd.Series(["a", "b"]), ["a", "a"]) == 0.5
    assert function([2**53, 0], [2**53 + 1, 0]) == 0.5
    assert function(np.array([2**64 - 1, 0], "uint64"), np.array([-1, 0])) == 0.5
