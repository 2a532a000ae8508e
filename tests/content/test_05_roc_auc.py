"""Chapter 5: ROC points and AUC against scikit-learn, SciPy, Keras and the table of Hanley and McNeil (1982)."""

import warnings

import keras
import numpy as np
import pytest
import sklearn.metrics.tests.test_ranking as sklearn_tests
from define_cells import load
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats
from sklearn import metrics
from sklearn.exceptions import UndefinedMetricWarning

chapter = load("05_roc_auc")

# Labels with scores. The whole numbers give ties, and all scores equal; one sample and one class are among them too.
scores = st.one_of(st.integers(-3, 3), st.floats(-1000, 1000, width=32), st.floats(0, 1))
samples = st.lists(st.tuples(st.integers(0, 1), scores), min_size=1, max_size=50).map(lambda pairs: list(zip(*pairs)))
y_containers = st.sampled_from([list, np.array, lambda y: np.array(y, bool), lambda y: np.array(y, np.float32)])
score_containers = st.sampled_from([list, np.array, lambda s: np.array(s, np.float32)])


def sklearn_says(function, *arguments, **options):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UndefinedMetricWarning)  # one class: nan, as ours
        return function(*arguments, **options)


@given(sample=samples, y_container=y_containers, score_container=score_containers)
def test_points_agree_with_scikit_learn(sample, y_container, score_container):
    y_true, y_score = y_container(sample[0]), score_container(sample[1])
    ours = chapter.roc_points(y_true, y_score)
    expected = sklearn_says(metrics.roc_curve, y_true, np.asarray(y_score, float), pos_label=1, drop_intermediate=False)
    for values, theirs in zip(ours, expected, strict=True):
        np.testing.assert_allclose(values, theirs, rtol=0, atol=1e-12)


@given(sample=samples, y_container=y_containers, score_container=score_containers)
def test_both_areas_agree_with_scikit_learn(sample, y_container, score_container):
    y_true, y_score = y_container(sample[0]), score_container(sample[1])
    if len(set(sample[0])) == 1:
        expected = np.nan
    else:
        expected = metrics.roc_auc_score(y_true, np.asarray(y_score, float))
    rank = chapter.auc_rank(y_true, y_score)
    area = chapter.auc_trapezoid(*chapter.roc_points(y_true, y_score)[:2])
    assert type(rank) is float and type(area) is float
    assert rank == pytest.approx(expected, abs=1e-12, nan_ok=True)
    assert area == pytest.approx(expected, abs=1e-12, nan_ok=True)


@given(rates=st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=2, max_size=20))
def test_trapezoids_agree_with_scikit_learn_on_any_rates(rates):
    fpr, tpr = zip(*sorted(rates))
    assert chapter.auc_trapezoid(fpr, tpr) == pytest.approx(metrics.auc(fpr, tpr), abs=1e-12)


@given(sample=samples)
def test_rank_is_the_share_of_pairs_and_the_statistic_u(sample):
    y_true, y_score = map(np.array, sample)
    positives, negatives = y_score[y_true == 1], y_score[y_true == 0]
    assume(len(positives) and len(negatives))
    pairs = [(p > n) + (p == n) / 2 for p in positives for n in negatives]
    assert chapter.auc_rank(y_true, y_score) == pytest.approx(np.mean(pairs), abs=1e-12)
    u = stats.mannwhitneyu(positives, negatives, method="asymptotic").statistic
    assert chapter.auc_rank(y_true, y_score) == pytest.approx(u / len(pairs), abs=1e-12)


def test_agreement_with_keras_where_its_thresholds_separate_the_scores():
    generator = np.random.default_rng(0)
    for size in [2, 10, 1000]:
        y_true = np.arange(size) % 2
        y_score = (generator.integers(0, 100, size) + 0.5) / 100  # one of 200 thresholds lies between any two scores
        theirs = float(keras.metrics.AUC()(y_true, y_score))
        assert chapter.auc_rank(y_true, y_score) == pytest.approx(theirs, abs=1e-6)
        assert chapter.auc_trapezoid(*chapter.roc_points(y_true, y_score)[:2]) == pytest.approx(theirs, abs=1e-6)


# --------------------------------------------------------------------------------------------------- known properties


@given(sample=samples)
def test_points_run_from_corner_to_corner_and_never_back(sample):
    assume(len(set(sample[0])) == 2)
    fpr, tpr, thresholds = chapter.roc_points(*sample)
    assert (fpr[0], tpr[0], fpr[-1], tpr[-1]) == (0, 0, 1, 1)
    assert np.all(np.diff(fpr) >= 0) and np.all(np.diff(tpr) >= 0) and np.all(np.diff(thresholds) < 0)
    assert thresholds[0] == np.inf and thresholds[1:].tolist() == sorted(set(map(float, sample[1])), reverse=True)


@given(sample=samples, times=st.integers(2, 5), label=st.integers(0, 1))
def test_auc_depends_on_the_order_alone(sample, times, label):
    y_true, y_score = map(np.array, sample)
    auc = chapter.auc_rank(y_true, y_score)
    assume(not np.isnan(auc))
    assert chapter.auc_rank(y_true, stats.rankdata(y_score)) == auc  # a monotone transformation
    assert chapter.auc_rank(y_true, -y_score) == pytest.approx(1 - auc, abs=1e-12)
    assert chapter.auc_rank(1 - y_true, y_score) == pytest.approx(1 - auc, abs=1e-12)
    repeated = np.repeat(np.arange(len(y_true)), np.where(y_true == label, times, 1))  # another prevalence
    assert chapter.auc_rank(y_true[repeated], y_score[repeated]) == pytest.approx(auc, abs=1e-12)


@given(labels=st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1)), min_size=2, max_size=50))
def test_auc_of_hard_labels_is_the_balanced_accuracy(labels):
    y_true, y_pred = zip(*labels)
    assume(len(set(y_true)) == 2)
    assert chapter.auc_rank(y_true, y_pred) == pytest.approx(metrics.balanced_accuracy_score(y_true, y_pred), abs=1e-12)


def test_extreme_and_neighbouring_scores():
    assert chapter.auc_rank([0, 1, 0, 1], [-1000, 1000, -999, 999]) == 1
    assert chapter.auc_rank([0, 1], [1e308, -1e308]) == 0
    assert chapter.auc_rank([0, 1], [0.5, np.nextafter(0.5, 1)]) == 1
    assert chapter.auc_rank([0, 1], [0.0, -0.0]) == 0.5
    assert len(chapter.roc_points([0, 1], [0.0, -0.0])[2]) == 2
    assert chapter.auc_rank([1] * 3 + [0] * 5, [0.25] * 8) == 0.5


def test_no_pair_is_stored():
    y_true = np.arange(400_000) % 2  # 4e10 pairs
    assert chapter.auc_rank(y_true, np.arange(400_000)) == pytest.approx(0.5 + 0.5 / 200_000, abs=1e-12)


# --------------------------------------------------------------------------------------------------- published values


def test_golden_values():
    y_true, y_score = [0, 0, 1, 1, 1, 1], [0.1, 0.4, 0.35, 0.8, 0.6, 0.9]
    fpr, tpr, thresholds = chapter.roc_points(y_true, y_score)
    assert fpr.tolist() == [0, 0, 0, 0, 0.5, 0.5, 1]
    assert tpr.tolist() == [0, 0.25, 0.5, 0.75, 0.75, 1, 1]
    assert thresholds.tolist() == [np.inf, 0.9, 0.8, 0.6, 0.4, 0.35, 0.1]
    assert chapter.auc_rank(y_true, y_score) == chapter.auc_trapezoid(fpr, tpr) == 7 / 8


def test_hanley_and_mcneil_1982():
    """58 normal and 51 abnormal images, rated from 1 to 5; published area 0.893."""
    y_true = [0] * 58 + [1] * 51
    rating = np.repeat([1, 2, 3, 4, 5, 1, 2, 3, 4, 5], [33, 6, 6, 11, 2, 3, 2, 2, 11, 33])
    fpr, tpr, thresholds = chapter.roc_points(y_true, rating)
    assert thresholds.tolist() == [np.inf, 5, 4, 3, 2, 1]
    for area in [chapter.auc_rank(y_true, rating), chapter.auc_trapezoid(fpr, tpr)]:
        assert area == pytest.approx(1321 / 1479, abs=1e-12)
        assert round(area, 3) == 0.893


# ---------------------------------------------------------------------------------------------- undefined, and refused


@pytest.mark.parametrize("label", [0, 1])
@pytest.mark.parametrize("y_score", [[0.3], [0.3, 0.3], [0.2, 0.9, 0.5]])
def test_one_class_is_nan(label, y_score):
    y_true = [label] * len(y_score)
    fpr, tpr, thresholds = chapter.roc_points(y_true, y_score)
    undefined, defined = (fpr, tpr) if label == 1 else (tpr, fpr)
    assert np.isnan(undefined).all() and len(undefined) == len(thresholds)
    assert (defined[0], defined[-1]) == (0, 1)
    assert np.isnan(chapter.auc_rank(y_true, y_score)) and np.isnan(chapter.auc_trapezoid(fpr, tpr))


@pytest.mark.parametrize("function", [chapter.roc_points, chapter.auc_rank])
@pytest.mark.parametrize(
    "y_true, y_score, message",
    [
        ([], [], "y_true is empty"),
        ([0, 1], [], "y_score is empty"),
        ([0, 1], [0.1, 0.2, 0.3], "y_score has length 3"),
        ([0, 2], [0.1, 0.2], "y_true must hold only 0 and 1"),
        ([0.5, 1], [0.1, 0.2], "y_true must hold class labels"),
        ([0, np.nan], [0.1, 0.2], "y_true must hold class labels"),
        ([[0], [1]], [0.1, 0.2], r"y_true must have shape \(N,\)"),
        ([0, 1], [[0.1], [0.2]], r"y_score must have shape \(N,\)"),
        ([0, 1], [0.1, np.nan], "y_score must be finite"),
        ([0, 1], [0.1, np.inf], "y_score must be finite"),
    ],
)
def test_bad_input_is_refused_by_name(function, y_true, y_score, message):
    with pytest.raises(ValueError, match=message):
        function(y_true, y_score)


@pytest.mark.parametrize(
    "fpr, tpr, message",
    [
        ([0, 1], [0, 0.5, 1], "fpr and tpr must have one shape"),
        ([0], [0], "K >= 2"),
        ([], [], "K >= 2"),
        ([[0, 1]], [[0, 1]], "fpr and tpr must have one shape"),
        ([0, 1.1], [0, 1], "fpr must lie between 0 and 1"),
        ([0, 1], [-0.1, 1], "tpr must lie between 0 and 1"),
        ([0, np.inf], [0, 1], "fpr must lie between 0 and 1"),  # thresholds in the place of rates
        ([0, 0.5, 0.4], [0, 0.5, 1], "fpr must not fall"),
    ],
)
def test_bad_rates_are_refused_by_name(fpr, tpr, message):
    with pytest.raises(ValueError, match=message):
        chapter.auc_trapezoid(fpr, tpr)


# scikit-learn's own tests, with our functions in the place of theirs. Those left out ask for what ours do not offer:
# sample weights, dropped points, string labels, several classes, warnings, a falling x axis, or the words of an error.


@pytest.fixture
def ours_in_sklearn(monkeypatch):
    # More points on the same lines: their tests of a curve with dropped points hold for it too.
    monkeypatch.setattr(sklearn_tests, "roc_curve", lambda y, s, drop_intermediate=True: chapter.roc_points(y, s))
    monkeypatch.setattr(sklearn_tests, "auc", chapter.auc_trapezoid)
    monkeypatch.setattr(sklearn_tests, "roc_auc_score", chapter.auc_rank)


@pytest.mark.parametrize(
    "test",
    [
        lambda: sklearn_tests.test_roc_curve(drop=False),
        sklearn_tests.test_roc_curve_end_points,
        sklearn_tests.test_roc_returns_consistency,
        sklearn_tests.test_roc_curve_multi,
        sklearn_tests.test_roc_curve_confidence,
        sklearn_tests.test_roc_curve_hard,
        lambda: sklearn_tests.test_roc_curve_with_probability_estimates(global_random_seed=0),
        sklearn_tests.test_score_scale_invariance,
    ],
)
def test_scikit_learns_own_tests(ours_in_sklearn, test):
    test()
