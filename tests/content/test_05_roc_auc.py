"""Chapter 5: ROC points and AUC against scikit-learn, SciPy, Keras and the table of Hanley and McNeil (1982)."""

import warnings
from types import SimpleNamespace

import book
import keras
import numpy as np
import pandas as pd
import pytest
import sklearn.metrics.tests.test_ranking as sklearn_tests
from define_cells import load, load_helpers
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats
from sklearn import metrics
from sklearn.exceptions import UndefinedMetricWarning
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold, cross_val_predict

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
        ([0, 1], [0, 0.5, 1], "tpr has length 3, but fpr has length 2"),
        ([0], [0], "fpr and tpr must have two points or more"),
        ([], [], "fpr is empty"),
        ([[0, 1]], [[0, 1]], "fpr must have shape"),
        ([0, 1], [[0], [1]], "tpr must have shape"),
        ([0, np.nan], [0, 1], "fpr must be finite"),  # nan is taken where there is nothing but nan
        (["0", "1"], [0, 1], "fpr must hold numbers"),
        ([0, 1], None, "tpr must have shape"),
        ([0, 1.1], [0, 1], "fpr must lie between 0 and 1"),
        ([0, 1], [-0.1, 1], "tpr must lie between 0 and 1"),
        ([0, 1], [np.inf, 1], "tpr must be finite"),  # thresholds in the place of rates
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


# ------------------------------------------------------------------------------- what the chapter says, and rests on


pairs = load_helpers("05_roc_auc")


@pytest.fixture(scope="module")
def crash():
    """The test and the validation set: labels, scores of the network and of the regression, survey weights, speeds."""
    data, table = book.load_crash(), pd.read_csv(book.DATA / "crash.csv")
    model = LogisticRegression(max_iter=1000).fit(data.x_train, data.y_train)
    sets = {}
    for split, short in [("test", "test"), ("validation", "val")]:
        rows, x = getattr(data.rows, short), getattr(data, f"x_{short}")
        y, score = book.load_crash_scores(split)
        weight, speed = table["weight"].to_numpy()[rows], table["impact_speed_kmh"].to_numpy()[rows]
        assert (table["died"].to_numpy()[rows] == y).all()
        logistic = model.predict_proba(x)[:, 1]
        sets[split] = SimpleNamespace(y=y, score=score, logistic=logistic, weight=weight, speed=speed)
    return sets


def delong_error(table):
    """Standard error of the mean of a table of pairs (DeLong, DeLong and Clarke-Pearson, 1988)."""
    return np.sqrt(sum(table.mean(axis=axis).var(ddof=1) / table.shape[1 - axis] for axis in (0, 1)))


@given(sample=samples, data=st.data())
def test_weighted_auc_agrees_with_scikit_learn(sample, data):
    y_true, y_score = map(np.array, sample)
    assume(len(set(sample[0])) == 2)
    weights = st.lists(st.floats(0.01, 100), min_size=len(y_true), max_size=len(y_true)).map(np.array)
    weight = data.draw(weights)
    table = pairs.pair_table(y_true, y_score)
    assert table.mean() == pytest.approx(chapter.auc_rank(y_true, y_score), abs=1e-12)
    ours = pairs.weighted_mean(table, weight[y_true == 1], weight[y_true == 0])
    assert ours == pytest.approx(metrics.roc_auc_score(y_true, y_score, sample_weight=weight), abs=1e-9)


def test_another_population_is_not_another_prevalence(crash):
    """The survey weights change the mix within each class, and so the AUC; a prevalence alone changes nothing."""
    test = crash["test"]
    auc = chapter.auc_rank(test.y, test.score)
    survived = test.y == 0
    for speed, plain, weighted in [("55+", 0.042, 0.010), ("10-24", 0.507, 0.666)]:
        there = test.speed[survived] == speed
        assert round(there.mean(), 3) == plain
        assert round(np.average(there, weights=test.weight[survived]), 3) == weighted
    alarm = test.score >= 0.05
    by_class = np.where(survived, 20.0, 1.0)
    for weight, expected in [(np.ones(len(alarm)), [0.881, 0.726, 0.155, 0.175]), (by_class, [0.881, 0.726, 0.155]),
                             (test.weight, [0.934, 0.519, 0.063, 0.047])]:  # fmt: skip
        found = [
            metrics.roc_auc_score(test.y, test.score, sample_weight=weight),
            np.average(alarm[~survived], weights=weight[~survived]),
            np.average(alarm[survived], weights=weight[survived]),
            np.average(test.y[alarm], weights=weight[alarm]),
        ]
        assert np.round(found, 3)[: len(expected)].tolist() == expected
    odds = test.score / (1 - test.score) / 9  # the same rows, with the scores moved
    assert chapter.auc_rank(test.y, odds / (1 + odds)) == pytest.approx(auc, abs=1e-12)


def test_recall_on_the_road_is_not_settled(crash):
    """The two sets disagree on it, and few deaths carry the weights; on the AUC and the false alarms they agree."""
    recalls, effective = [], []
    for part in crash.values():
        died, survived = part.weight[part.y == 1], part.weight[part.y == 0]
        table = pairs.pair_table(part.y, part.score)
        weighted = pairs.interval(pairs.bootstrap(table, died, survived, n=500))
        assert weighted[0] > pairs.interval(pairs.bootstrap(table, n=500))[1]
        alarm = part.score >= 0.05
        assert round(np.average(alarm[part.y == 0], weights=survived), 3) == 0.063
        recalls.append(round(np.average(alarm[part.y == 1], weights=died), 3))
        drawn = pairs.bootstrap(np.where(alarm[part.y == 1, None], 1.0, 0.0), died, np.ones(1))
        assert drawn.mean() == pytest.approx(recalls[-1], abs=0.03)
        effective.append(round(died.sum() ** 2 / np.sum(died**2)))
    assert recalls == [0.519, 0.750] and effective == [21, 68]


def test_precision_on_the_road_is_no_surer(crash):
    """0.047 and 0.062; the interval of each set holds both."""
    for part, expected in zip(crash.values(), [0.047, 0.062], strict=True):
        generator, alarm, drawn = np.random.default_rng(0), part.score >= 0.05, []
        assert round(np.average(part.y[alarm], weights=part.weight[alarm]), 3) == expected
        classes = [np.flatnonzero(part.y == label) for label in (0, 1)]
        for _ in range(500):
            rows = np.concatenate([generator.choice(of_class, len(of_class)) for of_class in classes])
            rows = rows[alarm[rows]]
            drawn.append(np.average(part.y[rows], weights=part.weight[rows]))
        low, high = pairs.interval(drawn)
        assert low < 0.047 < 0.062 < high


def test_an_airbag_that_deployed_is_a_sign_of_danger_among_all_and_not_among_the_fast():
    """Among the fast it is below 0.5 by two to three standard errors, and not at all with the survey weights."""
    table = pd.read_csv(book.DATA / "crash.csv")
    table = table[table["airbag"] != "unavail"]
    fast = table[table["impact_speed_kmh"].isin(["40-54", "55+"])]
    z = []
    for group, plain, weighted in [(table, 0.557, 0.628), (fast, 0.466, 0.507)]:
        y, deployed = group["died"].to_numpy(), (group["airbag"] == "deploy").to_numpy(float)
        assert round(chapter.auc_rank(y, deployed), 3) == plain
        assert round(metrics.roc_auc_score(y, deployed, sample_weight=group["weight"]), 3) == weighted
        z.append((plain - 0.5) / delong_error(pairs.pair_table(y, deployed)))
    assert z[0] > 4 and -3 < z[1] < -2


def test_bootstrap_agrees_with_the_error_of_delong(crash):
    test, validation = crash.values()
    table = pairs.pair_table(test.y, test.score)
    drawn = pairs.bootstrap(table)
    assert drawn.std() == pytest.approx(delong_error(table), rel=0.05)
    assert pairs.interval(drawn) == pytest.approx([0.861, 0.900], abs=0.002)
    difference = table - pairs.pair_table(test.y, test.logistic)
    error = delong_error(difference)
    assert pairs.bootstrap(difference).std() == pytest.approx(error, rel=0.05)
    assert difference.mean() == pytest.approx(0.0048, abs=1e-4)
    assert difference.mean() - 1.96 * error > 0
    on_validation = pairs.pair_table(validation.y, validation.score) - pairs.pair_table(
        validation.y, validation.logistic
    )
    assert 0 < on_validation.mean() < 1.96 * delong_error(on_validation)


def test_bootstrap_agrees_with_the_formula_of_hanley_and_mcneil():
    """Their standard error, from the area and the two counts, is near that of the bootstrap for their ratings."""
    y_true = np.repeat([0, 1], [58, 51])
    rating = np.repeat([1, 2, 3, 4, 5, 1, 2, 3, 4, 5], [33, 6, 6, 11, 2, 3, 2, 2, 11, 33])
    area, q1, q2 = (lambda a: (a, a / (2 - a), 2 * a**2 / (1 + a)))(1321 / 1479)
    error = np.sqrt((area * (1 - area) + 50 * (q1 - area**2) + 57 * (q2 - area**2)) / (58 * 51))
    assert pairs.bootstrap(pairs.pair_table(y_true, rating)).std() == pytest.approx(error, rel=0.1)


def test_at_the_same_number_of_alarms_the_models_do_not_separate(crash):
    for part, more, fewer in zip(crash.values(), [0.57, 0.40], [0.10, 0.16], strict=True):
        order = [np.argsort(-score, kind="stable") for score in (part.score, part.logistic)]
        network, regression = [np.cumsum(part.y[o]) for o in order]
        assert np.mean(network > regression) == pytest.approx(more, abs=0.01)
        assert np.mean(network < regression) == pytest.approx(fewer, abs=0.01)
    test = crash["test"]
    order = [np.argsort(-score, kind="stable") for score in (test.score, test.logistic)]
    assert [np.sum(test.y[o[:925]]) for o in order] == [162, 165]
    first, second = [set(o[:925][test.y[o[:925]] == 1]) for o in order]
    assert stats.binomtest(len(first - second), len(first ^ second)).pvalue > 0.4


def test_the_slowest_crashes_have_one_death_in_each_set(crash):
    assert [part.y[part.speed == "1-9"].sum() for part in crash.values()] == [1, 1]


def test_scores_are_too_low_on_the_test_set(crash):
    z = {}
    for split, part in crash.items():
        z[split] = (part.y.sum() - part.score.sum()) / np.sqrt(np.sum(part.score * (1 - part.score)))
    assert round(z["test"], 1) == 3.0 and round(z["validation"], 1) == 1.9
    assert round(crash["test"].score.sum()) == 186


def test_nearer_to_the_corner_need_not_be_larger():
    near, far = ([0, 0.2, 1], [0, 0.8, 1]), ([0, 0, 0.5, 1], [0, 0.5, 1, 1])
    x = np.linspace(0, 1, 10_001)
    distance = [np.hypot(x, 1 - np.interp(x, *curve)).min() for curve in (near, far)]  # of the lines, too
    assert distance[0] < distance[1] and chapter.auc_trapezoid(*near) < chapter.auc_trapezoid(*far)


@given(rates=st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=20))
def test_one_known_point_bounds_the_area(rates):
    """A curve that never falls and passes through (x, y) has an area from y (1 - x) to 1 - x (1 - y): question 4."""
    fpr, tpr = (np.sort([0, *values, 1]) for values in zip(*rates, strict=True))
    area = chapter.auc_trapezoid(fpr, tpr)
    for x, y in zip(fpr, tpr, strict=True):
        assert y * (1 - x) - 1e-9 <= area <= 1 - x * (1 - y) + 1e-9


@given(sample=samples)
def test_rounding_makes_ties_and_turns_no_pair_over(sample):
    y_true, y_score = map(np.array, sample)
    exact = pairs.pair_table(y_true, y_score.astype(float))
    for score in [y_score.astype("float32"), y_score.astype("float16"), np.round(y_score.astype(float), 1)]:
        assert (abs(pairs.pair_table(y_true, score) - exact) <= 0.5).all()


def test_saturated_probabilities_lose_the_order_of_the_logits(crash):
    test = crash["test"]
    logits = (10 * np.log(test.score / (1 - test.score))).astype("float32")  # of death
    survival = keras.ops.convert_to_numpy(keras.ops.sigmoid(-logits))  # Keras's sigmoid as SciPy's in the chapter
    assert chapter.auc_rank(test.y, logits) == pytest.approx(0.881, abs=0.001)
    assert np.mean(survival == 1) > 0.9 and chapter.auc_rank(1 - test.y, survival) < 0.75


@given(sample=samples, limit=st.floats(0.05, 0.95))
def test_partial_area_agrees_with_scikit_learn(sample, limit):
    assume(len(set(sample[0])) == 2)
    fpr, tpr, _ = chapter.roc_points(*sample)
    assume(not np.isclose(fpr, limit).any())  # a vertical piece there has two heights
    left = fpr <= limit
    x, y = np.append(fpr[left], limit), np.append(tpr[left], np.interp(limit, fpr, tpr))
    rescaled = (1 + (chapter.auc_trapezoid(x, y) - limit**2 / 2) / (limit - limit**2 / 2)) / 2
    theirs = metrics.roc_auc_score(*map(np.array, sample), max_fpr=limit)
    assert rescaled == pytest.approx(theirs, abs=1e-9)


@pytest.mark.parametrize("n_pos, n_neg", [(10, 10), (3, 17), (1, 5)])
def test_pooled_leave_one_out_puts_the_constant_upside_down(n_pos, n_neg):
    y = np.repeat([1, 0], [n_pos, n_neg])
    share = (y.sum() - y) / (len(y) - 1)  # of the positives among the others
    assert chapter.auc_rank(y, share) == 0
    stratified = np.full(len(y), y.mean())  # folds with the same share of positives
    assert chapter.auc_rank(y, stratified) == 0.5


def test_pooled_folds_pull_a_model_of_noise_down_and_their_mean_does_not():
    """As Parker, Günter and Bedo (2007) found: folds that are not stratified, and a model that learns little."""
    generator, y, pooled, means = np.random.default_rng(0), np.repeat([0, 1], 20), [], []
    for seed in range(40):
        x, folds = generator.normal(size=(40, 5)), KFold(5, shuffle=True, random_state=seed)
        score = cross_val_predict(LogisticRegression(C=0.01), x, y, cv=folds, method="predict_proba")[:, 1]
        pooled.append(chapter.auc_rank(y, score))
        means.append(np.nanmean([chapter.auc_rank(y[rows], score[rows]) for _, rows in folds.split(x)]))
    assert np.mean(pooled) < 0.4 and abs(np.mean(means) - 0.5) < 3 * np.std(means) / np.sqrt(40)


def test_tied_samples_are_one_straight_piece_of_the_curve():
    fpr, tpr, thresholds = chapter.roc_points([1, 1, 0, 0, 0], [0.9, 0.5, 0.5, 0.5, 0.1])
    assert (fpr * 3).tolist() == [0, 0, 2, 3] and (tpr * 2).tolist() == [0, 1, 2, 2] and len(thresholds) == 4


def test_micro_average_follows_the_frequent_class():
    generator = np.random.default_rng(0)
    y = np.repeat([0, 1, 2], 200)
    scores = generator.random((600, 3)) + np.eye(3)[y] * [0.9, 0.9, 0.1]  # class 2 is hard
    micro = []
    for k in [None, 2, 0]:
        rows = np.repeat(np.arange(600), np.where(y == k, 10, 1)) if k is not None else np.arange(600)
        micro.append(chapter.auc_rank(np.eye(3)[y[rows]].ravel(), scores[rows].ravel()))
    assert micro[1] < micro[0] < micro[2]


# ------------------------------------------------------------------------------------- what it says about libraries


def keras_auc(y_true, y_score, sample_weight=None, **settings):
    return float(keras.metrics.AUC(**settings)(np.array(y_true), np.array(y_score, float), sample_weight=sample_weight))


def test_trap_labels_in_the_place_of_scores(crash):
    y, score = crash["test"].y, crash["test"].score
    for threshold, wrong in [(0.5, 0.513), (0.05, 0.786)]:
        labels = (score >= threshold).astype(int)
        assert round(metrics.roc_auc_score(y, labels), 3) == wrong
        assert metrics.roc_auc_score(y, labels) == pytest.approx(metrics.balanced_accuracy_score(y, labels), abs=1e-12)
    assert round(metrics.roc_auc_score(y, score), 3) == 0.881


def test_trap_the_other_column_of_predict_proba(crash):
    y, score = crash["test"].y, crash["test"].logistic
    assert [round(metrics.roc_auc_score(y, p), 3) for p in (1 - score, score)] == [0.124, 0.876]


def test_trap_the_first_threshold_is_inf(crash):
    """Of scikit-learn's points as they come, the best for few mistakes among slow crashes is no score."""
    slow = crash["validation"].speed == "10-24"
    y, score = crash["validation"].y[slow], crash["validation"].score[slow]
    for drop in [False, True]:
        fpr, tpr, thresholds = metrics.roc_curve(y, score, drop_intermediate=drop)
        mistakes = fpr * np.sum(y == 0) + (1 - tpr) * np.sum(y == 1)
        assert thresholds[mistakes.argmin()] == np.inf and mistakes.min() == pytest.approx(24)
        best = 1 + mistakes[1:].argmin()
        assert round(thresholds[best], 3) == 0.182 and mistakes[best] == pytest.approx(25)


def test_trap_one_class_counts_as_0_in_the_mean_of_keras(crash):
    y, score = crash["test"].y, crash["test"].score
    batches = [slice(start, start + 32) for start in range(0, len(y), 32)]
    without = [rows for rows in batches if not y[rows].any()]
    assert (len(batches), len(without)) == (161, 35)
    with pytest.warns(UndefinedMetricWarning, match="Only one class"):
        assert np.isnan(metrics.roc_auc_score(y[without[0]], score[without[0]]))
    assert keras_auc(y[without[0]], score[without[0]]) == 0
    each = [metrics.roc_auc_score(y[rows], score[rows]) for rows in batches if y[rows].any()]
    assert round(np.sum(each) / len(batches), 3) == 0.692  # with 35 zeros
    assert round(metrics.roc_auc_score(y, score), 3) == 0.881


def test_trap_keras_auc_of_rare_positives_and_of_logits(crash):
    y, score = crash["test"].y, crash["test"].score
    odds = score / (1 - score)
    moved = 0.117 * odds / (1 + 0.117 * odds)  # as for a prevalence of 0.52 %
    for scores, settings, value in [
        (moved, {}, 0.821), (moved, {"num_thresholds": 10_000}, 0.880),
        (np.log(odds), {}, 0.513), (np.log(odds), {"from_logits": True}, 0.877),
    ]:  # fmt: skip
        assert round(keras_auc(y, scores, **settings), 3) == value
        assert round(metrics.roc_auc_score(y, scores), 3) == 0.881


def test_keras_ties_all_scores_between_two_thresholds():
    assert keras_auc([0, 1], [0.001, 0.002]) == 0.5  # both below 1/199
    assert keras_auc([0, 1], [0.001, 0.002], num_thresholds=2001) == 1.0
    assert keras_auc([0, 1], [0.001, 0.002], thresholds=[0.0015]) == 1.0


def test_keras_moves_what_is_outside_0_to_1_to_the_ends():
    y_true = [0, 1, 0, 1]
    assert keras_auc(y_true, [1.5, 2.5, -3, -2]) == pytest.approx(keras_auc(y_true, [1, 1, 0, 0]))
    assert keras_auc(y_true, [-5, -2, -4, -1]) == 0.5  # logits, all below 0
    assert keras_auc(y_true, [-5, -2, -4, -1], from_logits=True) == 1.0
    assert keras_auc([0, 1], [1.5, 2.5], thresholds=[2.0]) != 1.0  # thresholds outside 0 to 1 do not help


def test_keras_takes_columns_weights_and_any_label():
    generator = np.random.default_rng(0)
    y, s, w = np.arange(100) % 2, generator.random(100), generator.random(100)
    expected = metrics.roc_auc_score(y, s, sample_weight=w)
    for y_shape in [y, y[:, None]]:
        for s_shape in [s, s[:, None]]:
            for w_shape in [w, w[:, None]]:
                if y_shape.ndim == s_shape.ndim == 1 < w_shape.ndim:
                    with pytest.raises(Exception, match="(?i)broadcast|rank|shape|expand"):
                        keras_auc(y_shape, s_shape, w_shape)
                else:
                    found = keras_auc(y_shape, s_shape, w_shape, num_thresholds=10_000)
                    assert found == pytest.approx(expected, abs=1e-3)
    assert keras_auc([0, 2], [0.1, 0.9]) == 1.0
    assert keras_auc([-1, 1], [0.1, 0.9]) == 0.0  # two positives, no pair
    assert keras_auc([0, 0], [0.1, 0.9]) == 0.0


def test_columns_in_scikit_learn_and_here():
    y, s = np.array([0, 1, 1]), np.array([0.2, 0.1, 0.7])
    assert metrics.roc_auc_score(y, s[:, None]) == metrics.roc_auc_score(y, s) == chapter.auc_rank(y, s)
    for function in [chapter.auc_rank, chapter.roc_points]:
        with pytest.raises(ValueError, match=r"y_score must have shape \(N,\)"):
            function(y, s[:, None])


def test_scikit_learn_says_what_pooling_folds_is_worth():
    assert "may not be a valid" in cross_val_predict.__doc__
