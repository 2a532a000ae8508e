"""Chapter 1: accuracy and balanced accuracy against scikit-learn, Keras and counts by hand."""

import warnings

import keras
import numpy as np
import pytest
import sklearn.metrics.tests.test_classification as sklearn_tests
from define_cells import load
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics

chapter = load("01_accuracy")
FUNCTIONS = [chapter.accuracy, chapter.balanced_accuracy]

# Pairs of labels: one sample, one class, and classes that occur on one side only are all among them.
pairs = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=60)
words = np.array(["bag", "coat", "dress", "shirt", "sneaker"])
containers = st.sampled_from(
    [list, np.array, lambda v: np.array(v, np.uint8), lambda v: np.array(v, np.float32), lambda v: words[v]]
)


def sklearn_balanced(y_true, y_pred):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a class in y_pred only, or one class in y_true; the chapter shows the first
        return metrics.balanced_accuracy_score(y_true, y_pred)


@given(pairs=pairs, container=containers)
def test_agreement_with_scikit_learn(pairs, container):
    y_true, y_pred = (container(list(values)) for values in zip(*pairs, strict=True))
    assert chapter.accuracy(y_true, y_pred) == pytest.approx(metrics.accuracy_score(y_true, y_pred), abs=1e-12)
    assert chapter.balanced_accuracy(y_true, y_pred) == pytest.approx(sklearn_balanced(y_true, y_pred), abs=1e-12)
    assert all(type(function(y_true, y_pred)) is float for function in FUNCTIONS)


@given(pairs=pairs)
def test_bool_labels_are_labels(pairs):
    y_true, y_pred = (np.array(values) > 1 for values in zip(*pairs, strict=True))
    for function in FUNCTIONS:
        assert function(y_true, y_pred) == function(y_true.astype(int), y_pred.astype(int))


@pytest.mark.parametrize("n_classes", [2, 3, 10])
@pytest.mark.parametrize("size", [1, 7, 1000])
def test_agreement_with_keras(n_classes, size):
    y_true, y_pred = np.random.default_rng(n_classes * size).integers(0, n_classes, (2, size))
    scores = np.eye(n_classes)[y_pred]
    weights = 1 / np.bincount(y_true)[y_true]  # every class weighs the same
    for metric, prediction in [(keras.metrics.Accuracy, y_pred), (keras.metrics.SparseCategoricalAccuracy, scores)]:
        assert float(metric()(y_true, prediction)) == pytest.approx(chapter.accuracy(y_true, y_pred), abs=1e-6)
        balanced = float(metric()(y_true, prediction, sample_weight=weights))
        assert balanced == pytest.approx(chapter.balanced_accuracy(y_true, y_pred), abs=1e-6)


def test_counted_by_hand():
    died, silent, alert = [0] * 8 + [1, 1], [0] * 10, [0] * 7 + [1, 1, 0]
    assert chapter.accuracy(died, silent) == chapter.accuracy(died, alert) == 0.8
    assert chapter.balanced_accuracy(died, silent) == 0.5
    assert chapter.balanced_accuracy(died, alert) == (7 / 8 + 1 / 2) / 2
    # The golden vectors of chapter 2: recalls 2/4 and 1/2.
    y_true, y_pred = [1, 1, 1, 0, 1, 0], [0, 1, 1, 0, 0, 1]
    assert chapter.accuracy(y_true, y_pred) == chapter.balanced_accuracy(y_true, y_pred) == 0.5


@pytest.mark.parametrize("function", FUNCTIONS)
def test_extremes(function):
    assert function([3], [3]) == function(["a", "b"], ["a", "b"]) == 1
    assert function([3], [4]) == function([0, 1], [1, 0]) == 0


@given(y=st.lists(st.integers(0, 4), min_size=1, max_size=60))
def test_constant_answers(y):
    counts = np.bincount(y)
    constant = [int(counts.argmax())] * len(y)
    assert chapter.accuracy(y, constant) == pytest.approx(counts.max() / len(y), abs=1e-12)
    assert chapter.balanced_accuracy(y, constant) == pytest.approx(1 / len(set(y)), abs=1e-12)
    assert chapter.balanced_accuracy(y, [7] * len(y)) == 0  # a class that no sample has


@given(pairs=pairs, copies=st.integers(2, 5))
def test_balanced_accuracy_ignores_prevalence(pairs, copies):
    more = pairs + [pair for pair in pairs if pair[0] == 0] * copies
    before, after = (chapter.balanced_accuracy(*zip(*some, strict=True)) for some in (pairs, more))
    assert after == pytest.approx(before, abs=1e-12)


def test_classes_that_occur_only_in_the_prediction():
    """They have no recall and are left out; scikit-learn does the same, with a warning."""
    y_true, y_pred = [0, 0, 1], [0, 2, 1]
    with pytest.warns(UserWarning, match="y_pred contains classes not in y_true"):
        assert metrics.balanced_accuracy_score(y_true, y_pred) == 0.75
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert chapter.balanced_accuracy(y_true, y_pred) == 0.75


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize(
    ("y_true", "y_pred", "message"),
    [
        ([], [], "y_true is empty"),
        ([0, 1], [], "y_pred is empty"),
        ([0, 1], [0, 1, 1], "y_pred has length 3, but y_true has length 2"),
        ([0], [0, 1], "y_pred has length 2"),  # would broadcast
        ([0, 1], [[0], [1]], r"y_pred must have shape \(N,\), got \(2, 1\)"),  # would broadcast
        ([[0], [1]], [0, 1], r"y_true must have shape \(N,\)"),
        (1, 1, r"y_true must have shape \(N,\)"),
        ([0, 1], [0.2, 0.9], "y_pred must hold class labels"),
        ([0, np.nan], [0, 1], "y_true must hold class labels"),
    ],
)
def test_bad_input_is_refused_by_name(function, y_true, y_pred, message):
    with pytest.raises(ValueError, match=message):
        function(y_true, y_pred)


# scikit-learn's own test of balanced accuracy, with our function in the place of theirs. `adjusted`, which ours does
# not offer, is worked out from it. Left out: the test that their warning is given (ours gives none), and the one of
# accuracy, which is on multilabel matrices. Keras's own tests are of sample weights and of columns.


@pytest.mark.parametrize("y_true, y_pred", sklearn_tests.test_balanced_accuracy_score.pytestmark[0].args[1])
def test_scikit_learns_own_test(monkeypatch, y_true, y_pred):
    def ours(y_true, y_pred, adjusted=False):
        value, chance = chapter.balanced_accuracy(y_true, y_pred), 1 / len(np.unique(y_true))
        return (value - chance) / (1 - chance) if adjusted else value

    monkeypatch.setattr(sklearn_tests, "balanced_accuracy_score", ours)
    sklearn_tests.test_balanced_accuracy_score(y_true, y_pred)
