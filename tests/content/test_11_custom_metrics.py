"""Chapter 11: the streaming metrics against scikit-learn in any batching, and through compile, fit and saving."""

import contextlib
import unittest
from types import SimpleNamespace

import keras
import numpy as np
import pytest
import sklearn.metrics.tests.test_classification as sklearn_tests
from define_cells import load
from hypothesis import given, settings
from hypothesis import strategies as st
from keras.src import testing
from keras.src.metrics import f_score_metrics_test, metric_test
from sklearn import metrics

chapter = load("11_custom_metrics")
CLASSES = [chapter.StreamingF1, chapter.StreamingMCC]
each_class = pytest.mark.parametrize("cls", CLASSES)


def expected(cls, y_true, y_pred, sample_weight=None):
    """scikit-learn's value; nan for 0/0, where it calls MCC 0, and where no sample has weight, which it refuses."""
    y_true, y_pred = np.asarray(y_true, bool), np.asarray(y_pred, bool)
    weight = np.ones(len(y_true)) if sample_weight is None else np.asarray(sample_weight, float)
    if cls is chapter.StreamingF1 and weight.any():
        return metrics.f1_score(y_true, y_pred, sample_weight=weight, zero_division=np.nan)
    if any(len(set(y[weight > 0])) < 2 for y in (y_true, y_pred)):
        return np.nan
    return metrics.matthews_corrcoef(y_true, y_pred, sample_weight=weight)


def in_batches(metric, size, *arrays):
    for start in range(0, len(arrays[0]), size):
        metric.update_state(*(array[start : start + size] for array in arrays))
    return float(metric.result())


# Labels with scores (many of them tied with the threshold) and weights: one sample and one class are among them.
rows = st.lists(
    st.tuples(
        st.booleans(),
        st.one_of(st.sampled_from([0.0, 0.25, 0.5, 1.0]), st.floats(0, 1)),
        st.one_of(st.just(0.0), st.floats(0.125, 10)),
    ),
    min_size=1,
    max_size=30,
)
containers = st.sampled_from(
    [list, np.array] + [lambda v, t=t: np.array(v).astype(t) for t in (bool, int, "float32", "float64")]
)
shapes = st.sampled_from([lambda v: v, lambda v: np.reshape(v, (-1, 1))])


@each_class
@settings(deadline=None, max_examples=60)
@given(
    rows=rows,
    size=st.integers(1, 31),
    threshold=st.sampled_from([0.0, 0.25, 0.5, 1.0]),
    labels=containers,
    score_type=st.sampled_from(["float32", "float64"]),
    weighted=st.booleans(),
    reshape=st.tuples(shapes, shapes, shapes),
)
def test_any_batching_agrees_with_scikit_learn(cls, rows, size, threshold, labels, score_type, weighted, reshape):
    y_true, y_score, weight = (list(values) for values in zip(*rows, strict=True))
    y_score = np.array(y_score, score_type)
    right = expected(cls, y_true, y_score >= threshold, weight if weighted else None)

    arrays = [labels(y_true), y_score, np.array(weight)][: 3 if weighted else 2]
    arrays = [change(array) for change, array in zip(reshape, arrays, strict=False)]
    for batch_size in (size, len(rows)):
        value = in_batches(cls(threshold, dtype="float64"), batch_size, *arrays)
        assert value == pytest.approx(right, rel=0, abs=1e-9, nan_ok=True)


@settings(deadline=None, max_examples=60)
@given(rows=rows)
def test_batch_counts_are_the_counts_of_chapter_2(rows):
    y_true, y_score, _ = map(np.array, zip(*rows, strict=True))
    counts = load("02_precision_recall_f1").confusion_counts(y_true, (y_score >= 0.5).astype(int))
    assert [int(count) for count in chapter.batch_counts(y_true, y_score, 0.5)] == list(counts)


@each_class
def test_integer_weights_repeat_the_samples(cls):
    y_true, y_pred, weight = np.random.default_rng(0).integers(0, [[2], [2], [5]], (3, 200))
    repeated = cls()(np.repeat(y_true, weight), np.repeat(y_pred, weight))
    assert float(cls()(y_true, y_pred, weight)) == float(repeated)


def test_golden_values():
    y_true, y_pred = [1, 1, 1, 0, 1, 0], [0, 1, 1, 0, 0, 1]  # TN, FP, FN, TP = 1, 1, 2, 2
    assert float(chapter.StreamingF1()(y_true, y_pred)) == pytest.approx(4 / 7, abs=1e-7)
    assert float(chapter.StreamingMCC()(y_true, y_pred)) == pytest.approx((2 * 1 - 1 * 2) / np.sqrt(3 * 4 * 2 * 3))
    assert chapter.batch_counts([2, -1, 1], [1, 1, 1], 0.5)[1] == 2  # whatever is not 1 is negative


def test_a_score_of_exactly_the_threshold_is_positive():
    assert float(chapter.StreamingF1()([1], [0.5])) == 1
    assert np.isnan(float(chapter.StreamingF1()([0], [0.4999])))
    assert float(keras.metrics.F1Score("micro", 0.5)(np.ones((1, 1)), [[0.5]])) == 0  # as the chapter says


@each_class
def test_agrees_with_keras_where_keras_has_it(cls):
    generator = np.random.default_rng(1)
    y_true, y_score, weight = generator.integers(0, 2, 500), generator.random(500), generator.random(500)
    counters = [keras.metrics.TrueNegatives, keras.metrics.FalsePositives]
    counters += [keras.metrics.FalseNegatives, keras.metrics.TruePositives]
    ours = cls(0.3)
    ours.update_state(y_true, y_score, weight)
    for count, counter in zip(ours.counts, counters, strict=True):
        assert float(count) == pytest.approx(float(counter(0.3)(y_true, y_score, weight)), rel=1e-5)
    if cls is chapter.StreamingF1:
        theirs = keras.metrics.F1Score("micro", 0.3)(y_true[:, None], y_score[:, None], weight)
        assert float(ours.result()) == pytest.approx(float(theirs), abs=1e-6)


# ------------------------------------------------------------------------------------------- undefined, reset, counting


@each_class
def test_undefined_is_nan_unless_asked_and_reset_forgets(cls):
    metric = cls()
    assert np.isnan(float(metric.result()))
    assert np.isnan(float(metric([0, 0], [0.1, 0.2])))
    assert float(metric([1], [0.9])) == 1
    metric.reset_state()
    assert [float(count) for count in metric.counts] == [0, 0, 0, 0]
    assert np.isnan(float(metric.result()))
    assert [float(cls(zero_division=value).result()) for value in (0, 1, False)] == [0, 1, 0]
    assert np.isnan(float(chapter.StreamingMCC()([1, 1], [0.9, 0.2])))  # one class only


@each_class
def test_the_counts_do_not_stop_at_two_to_the_24(cls):
    metric = cls()
    for count in metric.counts:
        count.assign(2.0**24)
    metric.update_state([0, 0, 1, 1], [0, 1, 0, 1])
    assert [int(count) for count in metric.counts] == [2**24 + 1] * 4


@each_class
@pytest.mark.parametrize("dtype", [None, "float16", "float32", "float64"])
def test_dtype_is_that_of_the_result(cls, dtype):
    metric = cls(dtype=dtype)
    assert keras.backend.standardize_dtype(metric([1, 0], [0.9, 0.1]).dtype) == (dtype or "float32")
    assert {count.dtype for count in metric.counts} == {"float64"}


def test_mcc_of_huge_counts_does_not_overflow():
    metric = chapter.StreamingMCC()
    for count, value in zip(metric.counts, [4e15, 1e15, 1e15, 4e15], strict=True):
        count.assign(value)
    assert float(metric.result()) == pytest.approx(0.6)


# --------------------------------------------------------------------------------------------------- refused arguments


@each_class
@pytest.mark.parametrize("threshold", [-0.1, 1.1, np.nan, np.inf, "0.5", None, [0.5]])
def test_bad_threshold_is_refused_by_name(cls, threshold):
    with pytest.raises(ValueError, match="threshold must be a number from 0 to 1"):
        cls(threshold=threshold)


@each_class
@pytest.mark.parametrize("zero_division", [0.5, 2, np.inf, "warn", None])
def test_bad_zero_division_is_refused_by_name(cls, zero_division):
    with pytest.raises(ValueError, match="zero_division must be nan, 0 or 1"):
        cls(zero_division=zero_division)


@each_class
@pytest.mark.parametrize("bad", [1.0, np.ones((2, 2)), np.ones((2, 1, 1)), np.ones((1, 2))])
@pytest.mark.parametrize("place, name", list(enumerate(["y_true", "y_pred", "sample_weight"])))
def test_bad_shape_is_refused_by_name(cls, bad, place, name):
    arguments = [np.ones(2), np.ones(2), np.ones(2)]
    arguments[place] = bad
    with pytest.raises(ValueError, match=rf"{name} must have shape \(N,\) or \(N, 1\), got"):
        cls().update_state(*arguments)


@each_class
@pytest.mark.parametrize("lengths", [(3, 2), (1, 3), (3, 3, 1), (3, 3, 2)])
def test_different_lengths_are_refused(cls, lengths):
    with pytest.raises(ValueError, match="y_true, y_pred and sample_weight must have the same length"):
        cls().update_state(*map(np.ones, lengths))


# ------------------------------------------------------------------------------------------- compile, evaluate, saving

Y = np.array([1, 0, 1, 1, 0, 0, 0, 1, 0, 0, 1])
SCORE = np.array([[0.9], [0.8], [0.3], [0.7], [0.1], [0.25], [0.6], [0.2], [0.0], [0.4], [1.0]], "float32")
WEIGHT = np.linspace(0.5, 3, len(Y))


@pytest.fixture
def echo():
    """A compiled model that returns its input."""
    model = keras.Sequential([keras.Input(shape=(1,)), keras.layers.Identity()])
    weighted = [cls(0.25, name=f"weighted_{cls.__name__}") for cls in CLASSES]
    model.compile(loss="mse", metrics=[cls(0.25, name=cls.__name__) for cls in CLASSES], weighted_metrics=weighted)
    return model


@pytest.mark.parametrize("labels", [Y, Y.astype("float32")[:, None]])
@pytest.mark.parametrize("weight", [WEIGHT, WEIGHT[:, None]])
def test_evaluate_agrees_with_scikit_learn(echo, labels, weight):
    found = echo.evaluate(SCORE, labels, batch_size=4, sample_weight=weight, verbose=0, return_dict=True)
    for cls in CLASSES:
        assert found[cls.__name__] == pytest.approx(expected(cls, Y, SCORE[:, 0] >= 0.25), abs=1e-6)
        weighted = expected(cls, Y, SCORE[:, 0] >= 0.25, WEIGHT)
        assert found[f"weighted_{cls.__name__}"] == pytest.approx(weighted, abs=1e-6)


def test_fit_resets_between_epochs(echo):
    with pytest.warns(UserWarning, match="does not have any trainable weights"):  # so each epoch must be the same
        history = echo.fit(SCORE, Y, batch_size=4, epochs=3, verbose=0).history
    for cls in CLASSES:
        assert history[cls.__name__] == pytest.approx([expected(cls, Y, SCORE[:, 0] >= 0.25)] * 3, abs=1e-6)


@each_class
def test_wrong_shape_is_refused_in_a_compiled_model(cls):
    model = keras.Sequential([keras.Input(shape=(2,)), keras.layers.Identity()])
    model.compile(loss="mse", metrics=[cls()])
    with pytest.raises(ValueError, match="y_true must have shape"):
        model.evaluate(np.ones((4, 2)), np.ones((4, 2)), verbose=0)


def test_a_saved_model_evaluates_to_the_same(echo, tmp_path):
    before = echo.evaluate(SCORE, Y, sample_weight=WEIGHT, verbose=0, return_dict=True)
    echo.save(tmp_path / "model.keras")
    loaded = keras.models.load_model(tmp_path / "model.keras")
    assert loaded.evaluate(SCORE, Y, sample_weight=WEIGHT, verbose=0, return_dict=True) == before


@each_class
@pytest.mark.parametrize("zero_division", [np.nan, 0, 1])
def test_config_holds_every_argument(cls, zero_division):
    given = {"threshold": 0.3, "zero_division": zero_division, "name": "mine", "dtype": "float64"}
    config = cls(**given).get_config()
    assert config == pytest.approx(given, nan_ok=True)
    revived = keras.saving.deserialize_keras_object(keras.saving.serialize_keras_object(cls(**given)))
    assert type(revived) is cls and revived.get_config() == pytest.approx(given, nan_ok=True)
    assert keras.saving.get_registered_name(cls) == f"beyond_accuracy>{cls.__name__}"
    testing.TestCase().run_class_serialization_test(cls(**given))  # Keras's own check of a class that is saved


# Keras's own tests, with our classes in the place of theirs.


def run_theirs(case, name):
    """Run one test of an unittest class, with its setUp and tearDown, and pass on what it raises."""
    test = case(name)
    test.setUp()
    try:
        getattr(test, name)()
    finally:
        test.tearDown()


class OneForEachClass:
    """Stands for FBetaScore on arrays of shape (N, C): one StreamingF1 a column, then their averages."""

    def __init__(self, average, beta, threshold, dtype):
        if beta != 1:
            raise unittest.SkipTest("StreamingF1 has no beta")
        self.average, self.threshold, self.dtype = average, threshold, dtype

    def update_state(self, y_true, y_pred, sample_weight):
        y_true, y_pred = np.array(y_true), np.array(y_pred)
        if self.threshold is None:  # theirs takes the class with the largest score
            y_pred = (y_pred == y_pred.max(axis=1, keepdims=True)).astype(float)
        weight = np.tile(np.ones(len(y_true)) if sample_weight is None else sample_weight, (y_true.shape[1], 1)).T
        if self.average == "micro":
            y_true, y_pred, weight = (array.reshape(-1, 1) for array in (y_true, y_pred, weight))
        self.support = np.sum(y_true * weight, axis=0)
        self.columns = [chapter.StreamingF1(self.threshold or 0.5, 0, dtype=self.dtype) for _ in y_true.T]
        for metric, *column in zip(self.columns, y_true.T, y_pred.T, weight.T, strict=True):
            metric.update_state(*column)

    def result(self):
        values = [float(metric.result()) for metric in self.columns]
        weights = self.support if self.average == "weighted" else None
        return values if self.average is None else np.average(values, weights=weights)


def test_keras_own_tests_of_f1(monkeypatch):
    """All of its tests of the values of FBetaScore that have beta = 1. The others check arguments that ours lacks."""
    monkeypatch.setattr(f_score_metrics_test, "f_score_metrics", SimpleNamespace(FBetaScore=OneForEachClass))
    case, passed = f_score_metrics_test.FBetaScoreTest, 0
    for name in unittest.TestLoader().getTestCaseNames(case):
        if name.startswith("test_fbeta_"):
            with contextlib.suppress(unittest.SkipTest):
                run_theirs(case, name)
                passed += 1
    assert passed == 26


@each_class
def test_keras_own_test_of_a_metric_that_is_saved(cls, monkeypatch):
    """The others of the module need its own metric: two variables and a mean squared error."""
    monkeypatch.setattr(metric_test, "ExampleMetric", cls)
    run_theirs(metric_test.MetricTest, "test_serialization")


# scikit-learn's own tests of binary MCC and F1. Those on more than two classes, on averages and on warnings do not fit.


def mcc(y_true, y_pred, sample_weight=None):
    y_true, y_pred = ([label in (1, "b") for label in y] for y in (y_true, y_pred))  # theirs may be "a" and "b"
    return float(chapter.StreamingMCC(zero_division=0, dtype="float64")(y_true, y_pred, sample_weight))


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("test", ["", "_against_numpy_corrcoef", "_against_jurman"])
def test_scikit_learns_own_tests_of_mcc(test, seed, monkeypatch):
    monkeypatch.setattr(sklearn_tests, "matthews_corrcoef", mcc)
    getattr(sklearn_tests, f"test_matthews_corrcoef{test}")(seed)


def test_scikit_learns_own_tests_of_f1(monkeypatch):
    def f1(y_true, y_pred, zero_division=0):
        return float(chapter.StreamingF1(zero_division=zero_division)(y_true, y_pred))

    monkeypatch.setattr(sklearn_tests, "f1_score", f1)
    test = sklearn_tests.test_f1_for_small_binary_inputs_with_zero_division
    for values in test.pytestmark[0].args[1]:
        test(*values)
