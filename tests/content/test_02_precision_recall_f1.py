"""Chapter 2: the four counts and their ratios against scikit-learn, Keras and the origin's golden values."""

import keras
import numpy as np
import pandas as pd
import pytest
import sklearn.metrics.tests.test_classification as sklearn_tests
from define_cells import load
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics

chapter = load("02_precision_recall_f1")
RATIOS = [chapter.precision, chapter.recall, chapter.specificity, chapter.f_beta]

# Lists of 0/1 pairs: one sample, one class and no predicted positive are all among them.
pairs = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1)), min_size=1, max_size=60)
containers = st.sampled_from(
    [list, np.array, lambda v: np.array(v, bool), lambda v: np.array(v, np.float32), lambda v: np.array(v, np.float64)]
)


@pytest.mark.parametrize("positive", [0, 1])
@given(pairs=pairs, container=containers)
def test_counts_agree_with_scikit_learn(positive, pairs, container):
    y_true, y_pred = (container(list(values)) for values in zip(*pairs))
    expected = metrics.confusion_matrix(y_true, y_pred, labels=[1 - positive, positive]).ravel().tolist()
    counts = chapter.confusion_counts(y_true, y_pred, positive)
    assert list(counts) == expected
    assert all(type(count) is int for count in counts)


@given(pairs=pairs, positive=st.integers(0, 1), zero_division=st.sampled_from([np.nan, 0.0, 1.0]))
def test_ratios_agree_with_scikit_learn(pairs, positive, zero_division):
    y_true, y_pred = map(np.array, zip(*pairs))
    options = {"pos_label": positive, "zero_division": zero_division}
    ours = {"positive": positive, "zero_division": zero_division}
    expected = {
        chapter.precision: metrics.precision_score(y_true, y_pred, **options),
        chapter.recall: metrics.recall_score(y_true, y_pred, **options),
        chapter.specificity: metrics.recall_score(y_true, y_pred, pos_label=1 - positive, zero_division=zero_division),
    }
    for function, value in expected.items():
        assert function(y_true, y_pred, **ours) == pytest.approx(value, abs=1e-12, nan_ok=True)


@given(pairs=pairs, beta=st.floats(0.01, 100), zero_division=st.sampled_from([np.nan, 0.0, 1.0]))
def test_f_beta_agrees_with_scikit_learn(pairs, beta, zero_division):
    y_true, y_pred = map(np.array, zip(*pairs))
    expected = metrics.fbeta_score(y_true, y_pred, beta=beta, zero_division=zero_division)
    ours = chapter.f_beta(y_true, y_pred, beta, zero_division=zero_division)
    assert ours == pytest.approx(expected, abs=1e-12, nan_ok=True)


def test_f1_is_the_harmonic_mean_where_both_exist():
    y_true, y_pred = [1, 1, 1, 0, 1, 0], [0, 1, 1, 0, 0, 1]
    p, r = chapter.precision(y_true, y_pred), chapter.recall(y_true, y_pred)
    assert chapter.f_beta(y_true, y_pred) == pytest.approx(2 / (1 / p + 1 / r), abs=1e-12)


def test_agreement_with_keras_on_random_batches():
    generator = np.random.default_rng(0)
    for size in [1, 7, 100, 1000]:
        y_true, y_pred = generator.integers(0, 2, (2, size))
        if y_true.sum() == 0 or y_pred.sum() == 0:
            y_true[0] = y_pred[0] = 1  # Keras reports 0 where the ratio is undefined
        for metric, ours in [(keras.metrics.Precision(), chapter.precision), (keras.metrics.Recall(), chapter.recall)]:
            assert float(metric(y_true, y_pred)) == pytest.approx(ours(y_true, y_pred), abs=1e-6)
        for beta in [0.5, 1.0, 2.0]:
            value = keras.metrics.FBetaScore(beta=beta, threshold=0.5)(y_true[:, None], y_pred[:, None])
            assert float(value[0]) == pytest.approx(chapter.f_beta(y_true, y_pred, beta), abs=1e-6)


def test_golden_values():
    y_true, y_pred = [1, 1, 1, 0, 1, 0], [0, 1, 1, 0, 0, 1]
    assert chapter.confusion_counts(y_true, y_pred) == (1, 1, 2, 2)
    assert chapter.precision(y_true, y_pred) == pytest.approx(2 / 3)
    assert chapter.recall(y_true, y_pred) == 1 / 2
    assert chapter.f_beta(y_true, y_pred) == pytest.approx(4 / 7)


@pytest.mark.parametrize("function", RATIOS)
def test_undefined_is_nan_unless_asked(function):
    positive = 0 if function is chapter.specificity else 1  # a truth and a prediction without any of that class
    y = [1 - positive] * 3
    y_true, y_pred = (y, y) if function is not chapter.specificity else ([1, 1, 1], [1, 1, 1])
    assert np.isnan(function(y_true, y_pred))
    assert function(y_true, y_pred, zero_division=0) == 0
    assert function(y_true, y_pred, zero_division=1) == 1


@pytest.mark.parametrize("function", [chapter.confusion_counts, *RATIOS])
@pytest.mark.parametrize(
    "arguments, message",
    [
        (dict(y_true=[], y_pred=[]), "y_true is empty"),
        (dict(y_true=[0, 1], y_pred=[]), "y_pred is empty"),
        (dict(y_true=[0, 1], y_pred=[0, 1, 1]), "y_pred has length 3"),
        (dict(y_true=[0, 2], y_pred=[0, 1]), "y_true must hold only 0 and 1"),
        (dict(y_true=[0, 1], y_pred=[0, -1]), "y_pred must hold only 0 and 1"),
        (dict(y_true=[0, 1], y_pred=[0.2, 0.9]), "y_pred must hold class labels"),
        (dict(y_true=[0, np.nan], y_pred=[0, 1]), "y_true must hold class labels"),
        (dict(y_true=["no", "yes"], y_pred=[0, 1]), "y_true must hold only 0 and 1"),
        (dict(y_true=[[0], [1]], y_pred=[0, 1]), r"y_true must have shape \(N,\)"),
        (dict(y_true=[0, 1], y_pred=[0, 1], positive=2), "positive must be 0 or 1"),
    ],
)
def test_bad_input_is_refused_by_name(function, arguments, message):
    with pytest.raises(ValueError, match=message):
        function(**arguments)


@pytest.mark.parametrize("function", RATIOS)
def test_bad_zero_division_is_refused_by_name(function):
    with pytest.raises(ValueError, match="zero_division"):
        function([0, 1], [0, 1], zero_division=0.5)


@pytest.mark.parametrize("beta", [0, -1, np.nan, np.inf])
def test_bad_beta_is_refused_by_name(beta):
    with pytest.raises(ValueError, match="beta"):
        chapter.f_beta([0, 1], [0, 1], beta=beta)


# scikit-learn's own tests of binary precision, recall, F and confusion matrix, with our functions in the place of
# theirs. Those on many classes, averages, other labels, sample weights and warnings ask for what ours do not offer.


@pytest.fixture
def ours_in_sklearn(monkeypatch):
    def matrix(y_true, y_pred):
        labels = [np.asarray(y).astype(int) for y in (y_true, y_pred)]  # theirs may be "0" and "1"
        return np.reshape(chapter.confusion_counts(*labels), (2, 2))

    def each_class(y_true, y_pred, average):
        assert average is None
        functions = [chapter.precision, chapter.recall, lambda *y, positive: chapter.f_beta(*y, positive=positive)]
        support = [np.sum(y_true == c) for c in (0, 1)]
        return [[function(y_true, y_pred, positive=c) for c in (0, 1)] for function in functions] + [support]

    def binary(function):
        def score(y_true, y_pred, average="binary", **options):
            assert average == "binary" and set(options) <= {"beta", "zero_division"}
            return function(y_true, y_pred, **{"zero_division": 0, **options})  # theirs warns and gives 0

        return score

    monkeypatch.setattr(sklearn_tests, "confusion_matrix", matrix)
    monkeypatch.setattr(sklearn_tests, "precision_recall_fscore_support", each_class)
    monkeypatch.setattr(sklearn_tests, "precision_score", binary(chapter.precision))
    monkeypatch.setattr(sklearn_tests, "recall_score", binary(chapter.recall))
    monkeypatch.setattr(sklearn_tests, "f1_score", binary(chapter.f_beta))
    monkeypatch.setattr(sklearn_tests, "fbeta_score", binary(chapter.f_beta))


def test_scikit_learns_own_test_of_the_matrix(ours_in_sklearn):
    sklearn_tests.test_confusion_matrix_binary()


def test_scikit_learns_own_test_of_the_scores(ours_in_sklearn):
    sklearn_tests.test_precision_recall_f1_score_binary()


def test_stored_scores_come_from_this_network():
    """Retrain the running example: the stored scores are its scores, up to the rounding of another processor."""
    import tensorflow as tf
    from book import DATA, load_crash

    keras.utils.set_random_seed(1)
    tf.config.experimental.enable_op_determinism()
    crash = load_crash()
    model = keras.Sequential(
        [keras.Input((13,)), keras.layers.Dense(64, activation="relu"), keras.layers.Dense(1, activation="sigmoid")]
    )
    model.compile(optimizer="adam", loss="binary_crossentropy", steps_per_execution=16)
    model.fit(crash.x_train, crash.y_train, epochs=10, batch_size=32, verbose=0)

    stored = pd.read_csv(DATA / "crash_scores.csv")
    for split, x, y, rows in [("validation", crash.x_val, crash.y_val, crash.rows.val),
                              ("test", crash.x_test, crash.y_test, crash.rows.test)]:  # fmt: skip
        part = stored[stored["split"] == split]
        score = model.predict(x, verbose=0).ravel()
        assert part["row"].tolist() == rows.tolist() and part["died"].tolist() == y.tolist()
        np.testing.assert_allclose(score, part["score"], rtol=0, atol=0.02)
        assert metrics.roc_auc_score(y, score) == pytest.approx(metrics.roc_auc_score(y, part["score"]), abs=3e-4)
