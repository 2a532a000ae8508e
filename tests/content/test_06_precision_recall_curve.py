"""Chapter 6: precision-recall points and AP against scikit-learn, Keras, and Davis and Goadrich (2006)."""

import warnings
from fractions import Fraction
from itertools import permutations
from types import SimpleNamespace

import book
import keras
import numpy as np
import pandas as pd
import pytest
import sklearn.metrics.tests.test_ranking as sklearn_tests
from define_cells import load, load_helpers
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from notebooks import ROOT, code_cells, read
from scipy import stats
from sklearn import metrics
from sklearn.linear_model import LogisticRegression

chapter = load("06_precision_recall_curve")

# Labels with scores. The whole numbers give ties, and all scores equal; one sample and one class are among them too.
scores = st.one_of(st.integers(-3, 3), st.floats(-1000, 1000, width=32), st.floats(0, 1))
samples = st.lists(st.tuples(st.integers(0, 1), scores), min_size=1, max_size=50).map(lambda pairs: list(zip(*pairs)))
y_containers = st.sampled_from([list, np.array, lambda y: np.array(y, bool), lambda y: np.array(y, np.float32)])
score_containers = st.sampled_from([list, np.array, lambda s: np.array(s, np.float32)])
weights = st.floats(0.01, 100)


ours = load_helpers("06_precision_recall_curve")


@settings(max_examples=60)
@given(sample=samples, y_container=y_containers, score_container=score_containers)
def test_points_agree_with_scikit_learn(sample, y_container, score_container):
    y_true, y_score = y_container(sample[0]), score_container(sample[1])
    assume(any(sample[0]))
    found = chapter.pr_points(y_true, y_score)
    expected = metrics.precision_recall_curve(y_true, np.asarray(y_score, float), pos_label=1, drop_intermediate=False)
    for values, theirs in zip(found, expected, strict=True):
        np.testing.assert_allclose(values, theirs, rtol=0, atol=1e-12)


@settings(max_examples=60)
@given(sample=samples, y_container=y_containers, score_container=score_containers)
def test_average_precision_agrees_with_scikit_learn(sample, y_container, score_container):
    y_true, y_score = y_container(sample[0]), score_container(sample[1])
    assume(any(sample[0]))
    found = chapter.average_precision(y_true, y_score)
    assert type(found) is float
    assert found == pytest.approx(metrics.average_precision_score(y_true, np.asarray(y_score, float)), abs=1e-12)


def test_scikit_learn_keeps_all_points_by_default():
    y_true, y_score = [0, 0, 0, 0, 1, 1], [0.0, 0.2, 0.5, 0.6, 0.7, 1.0]
    assert len(metrics.precision_recall_curve(y_true, y_score)[2]) == len(chapter.pr_points(y_true, y_score)[2]) == 6
    assert len(metrics.precision_recall_curve(y_true, y_score, drop_intermediate=True)[2]) == 3
    assert len(metrics.roc_curve(y_true, y_score)[2]) < 7


# --------------------------------------------------------------------------------------------------- known properties


@given(sample=samples)
def test_points_run_from_right_to_left_and_end_without_a_threshold(sample):
    assume(any(sample[0]))
    precision, recall, thresholds = chapter.pr_points(*sample)
    assert (recall[0], precision[-1], recall[-1]) == (1, 1, 0)
    assert precision[0] == pytest.approx(np.mean(sample[0]), abs=1e-12)  # everybody is called positive
    assert np.all(np.diff(recall) <= 0) and np.all(np.diff(thresholds) > 0)
    assert thresholds.tolist() == sorted(set(map(float, sample[1])))
    assert len(precision) == len(recall) == len(thresholds) + 1
    for p, r, t in zip(precision, recall, thresholds):
        called = np.array(sample[1], float) >= t
        assert p == pytest.approx(np.mean(np.array(sample[0])[called]), abs=1e-12)
        assert r == pytest.approx(np.mean(called[np.array(sample[0]) == 1]), abs=1e-12)


@given(sample=samples)
def test_average_precision_is_the_mean_precision_at_the_places_of_the_positives(sample):
    y_true, y_score = map(np.array, sample)
    assume(y_true.any())
    at_place = [y_true[y_score >= score].mean() for score in y_score[y_true == 1]]
    assert chapter.average_precision(y_true, y_score) == pytest.approx(np.mean(at_place), abs=1e-12)


@given(sample=samples)
def test_average_precision_depends_on_the_order_alone(sample):
    y_true, y_score = map(np.array, sample)
    assume(y_true.any())
    found = chapter.average_precision(y_true, y_score)
    assert 0 < found <= 1 + 1e-12
    assert chapter.average_precision(y_true, stats.rankdata(y_score)) == found
    assert chapter.average_precision(y_true, np.zeros(len(y_true))) == pytest.approx(y_true.mean(), abs=1e-12)


@given(labels=st.lists(st.integers(0, 1), min_size=1, max_size=40), seed=st.integers(0, 9))
def test_without_ties_the_trapezoid_is_at_most_the_sum_of_steps(labels, seed):
    assume(any(labels))
    y_score = np.random.default_rng(seed).permutation(len(labels))
    precision, recall, _ = chapter.pr_points(labels, y_score)
    assert metrics.auc(recall, precision) <= chapter.average_precision(labels, y_score) + 1e-12


def test_with_ties_the_trapezoid_flatters():
    y_true = np.repeat([1, 0], [4, 96])
    precision, recall, _ = chapter.pr_points(y_true, np.zeros(100))
    assert metrics.auc(recall, precision) == pytest.approx((1 + 0.04) / 2) and precision[0] == 0.04


def test_one_positive_among_ties_is_enough_to_flatter():
    precision, recall, _ = chapter.pr_points([1, 1, 0, 0, 0, 0], [2, 1, 1, 1, 1, 1])
    assert metrics.auc(recall, precision) == pytest.approx(5 / 6)
    assert chapter.average_precision([1, 1, 0, 0, 0, 0], [2, 1, 1, 1, 1, 1]) == pytest.approx(4 / 6)


def test_distinct_scores_alone_do_not_bring_the_trapezoid_near_the_ap():
    y_true, y_score = np.arange(5000) == 1, -np.arange(5000)
    precision, recall, _ = metrics.precision_recall_curve(y_true, y_score)
    assert chapter.average_precision(y_true, y_score) == 0.5 and metrics.auc(recall, precision) == 0.25


@settings(max_examples=60)
@given(labels=st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1)), min_size=2, max_size=50))
def test_average_precision_of_hard_labels(labels):
    y_true, y_pred = map(np.array, zip(*labels))
    assume(y_true.any() and y_pred.any() and not y_pred.all())
    precision, recall = metrics.precision_score(y_true, y_pred), metrics.recall_score(y_true, y_pred)
    expected = recall * precision + (1 - recall) * y_true.mean()
    assert chapter.average_precision(y_true, y_pred) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("n", range(2, 7))
def test_expected_average_precision_of_a_random_order(n):
    """Exactly, over all orders; and more than the prevalence unless there is one class only."""
    for n_pos in range(1, n + 1):
        orders = set(permutations([1] * n_pos + [0] * (n - n_pos)))
        found = np.mean([chapter.average_precision(order, range(n, 0, -1)) for order in orders])
        expected = ours.expected_ap(n_pos, n)
        assert found == pytest.approx(float(expected), abs=1e-12)
        assert expected > Fraction(n_pos, n) if n_pos < n else expected == 1


def test_extreme_and_neighbouring_scores():
    assert chapter.average_precision([0, 1, 0, 1], [-1000, 1000, -999, 999]) == 1
    assert chapter.average_precision([0, 1], [1e308, -1e308]) == 0.5
    assert chapter.average_precision([0, 1], [0.5, np.nextafter(0.5, 1)]) == 1
    assert chapter.average_precision([0, 1], [0.0, -0.0]) == 0.5
    assert len(chapter.pr_points([0, 1], [0.0, -0.0])[2]) == 1


# --------------------------------------------------------------------------------------------------- published values


def test_golden_values():
    y_true, y_score = [0, 0, 1, 1, 1, 1], [0.1, 0.4, 0.35, 0.8, 0.6, 0.9]
    precision, recall, thresholds = chapter.pr_points(y_true, y_score)
    assert precision.tolist() == [4 / 6, 4 / 5, 3 / 4, 1, 1, 1, 1]
    assert recall.tolist() == [1, 1, 0.75, 0.75, 0.5, 0.25, 0]
    assert thresholds.tolist() == [0.1, 0.35, 0.4, 0.6, 0.8, 0.9]
    assert chapter.average_precision(y_true, y_score) == pytest.approx(19 / 20, abs=1e-12)


def test_davis_and_goadrich_2006():
    """From 5 true and 5 false positives to 10 and 30 of 20: precisions .5 .375 .318 .286 .265 .25, as published."""
    published = [0.5, 0.375, 0.318, 0.286, 0.265, 0.25]
    tp = np.arange(5, 11)
    fp = 5 + 5 * (tp - 5)
    assert np.round(tp / (tp + fp), 3).tolist() == published
    cells = code_cells(read(ROOT / "chapters" / "06_precision_recall_curve.ipynb"))
    found = {"np": np, "pd": pd}
    exec(next(cell.source for cell in cells if cell.source.startswith("tp = np.arange(5, 11)")), found)
    assert found["between"]["precision"].round(3).tolist() == published
    assert (found["between"]["straight line"] >= found["between"]["precision"]).all()
    # The area between the two points, from the closed form: 20 positives, 10 of them found, and 30 false alarms.
    y_true = np.repeat([1, 0, 1, 0, 1, 0], [5, 5, 5, 25, 10, 970])
    y_score = np.repeat([3, 3, 2, 2, 1, 1], [5, 5, 5, 25, 10, 970])
    x = np.linspace(5, 10, 100_001)
    middle = np.trapezoid(x / (x + 5 + 5 * (x - 5)), x) / 20
    x = np.linspace(10, 20, 100_001)
    last = np.trapezoid(x / (x + 30 + 97 * (x - 10)), x) / 20
    assert ours.interpolated_area(y_true, y_score) == pytest.approx(0.25 * 0.5 + middle + last, abs=1e-8)


@given(true=st.tuples(st.integers(1, 40), st.integers(1, 40)), false=st.tuples(st.integers(0, 40), st.integers(0, 40)))
def test_between_two_points_the_curve_sags_where_precision_falls_and_bends_upwards_where_it_rises(true, false):
    share = np.linspace(0, 1, 11)
    tp, fp = true[0] + share * true[1], false[0] + share * false[1]
    precision = tp / (tp + fp)
    bend = precision - np.interp(tp, tp[[0, -1]], precision[[0, -1]])  # above the straight line
    change = precision[-1] - precision[0]
    assert np.all(bend * np.sign(change) >= -1e-12)
    if abs(change) > 1e-3:
        assert abs(bend[5]) > 1e-9


def test_mixing_two_thresholds_at_random_gives_the_interpolated_precision():
    generator = np.random.default_rng(0)
    y_true = np.repeat([1, 0, 1, 0, 1, 0], np.multiply([5, 5, 5, 25, 10, 970], 1000))
    group = np.repeat([2, 2, 1, 1, 0, 0], np.multiply([5, 5, 5, 25, 10, 970], 1000))
    called = (group == 2) | ((group == 1) & (generator.random(len(group)) < 2 / 5))
    assert metrics.recall_score(y_true, called) == pytest.approx(7 / 20, abs=0.005)
    assert metrics.precision_score(y_true, called) == pytest.approx(0.318, abs=0.005)


# ---------------------------------------------------------------------------------------------- undefined, and refused


@pytest.mark.parametrize("y_score", [[0.3], [0.3, 0.3], [0.2, 0.9, 0.5]])
def test_no_positive_is_nan_and_no_negative_is_one(y_score):
    none, every = [0] * len(y_score), [1] * len(y_score)
    precision, recall, thresholds = chapter.pr_points(none, y_score)
    assert np.isnan(recall).all() and precision.tolist() == [0] * len(thresholds) + [1]
    assert np.isnan(chapter.average_precision(none, y_score))
    assert chapter.average_precision(every, y_score) == pytest.approx(1, abs=1e-12)


def test_libraries_without_a_positive_return_zero():
    with pytest.warns(UserWarning, match="No positive class found in y_true, recall is set to one"):
        assert metrics.average_precision_score([0, 0], [0.1, 0.9]) == 0.0
    assert keras_pr([0, 0], [0.1, 0.9]) == 0.0 and keras_pr([1, 1], [0.1, 0.9]) == pytest.approx(1)


@pytest.mark.parametrize("function", [chapter.pr_points, chapter.average_precision])
@pytest.mark.parametrize(
    "y_true, y_score, message",
    [
        ([], [], "y_true is empty"),
        ([0, 1], [], "y_score is empty"),
        ([0, 1], [0.1, 0.2, 0.3], "y_score has length 3"),
        ([0, 2], [0.1, 0.2], "y_true must hold only 0 and 1"),
        ([0.5, 1], [0.1, 0.2], "y_true must hold class labels"),
        ([[0], [1]], [0.1, 0.2], r"y_true must have shape \(N,\)"),
        ([0, 1], [[0.1], [0.2]], r"y_score must have shape \(N,\)"),
        ([0, 1], [0.1, np.nan], "y_score must be finite"),
    ],
)
def test_bad_input_is_refused_by_name(function, y_true, y_score, message):
    with pytest.raises(ValueError, match=message):
        function(y_true, y_score)


# scikit-learn's own tests, with our functions in the place of theirs. Those left out ask for what ours do not offer:
# dropped points, labels -1 and 1, several classes, 0.0 and a warning where there is no positive, the words of an error.


@pytest.fixture
def ours_in_sklearn(monkeypatch):
    def points(y_true, y_score, drop_intermediate=False):
        assert not drop_intermediate
        return chapter.pr_points((np.asarray(y_true) == 1).astype(int), y_score)  # they use the labels -1 and 1 too

    def average(y_true, y_score):
        return chapter.average_precision((np.asarray(y_true) == 1).astype(int), y_score)

    monkeypatch.setattr(sklearn_tests, "precision_recall_curve", points)
    monkeypatch.setattr(sklearn_tests, "average_precision_score", average)


@pytest.mark.parametrize(
    "test",
    [
        lambda: sklearn_tests.test_precision_recall_curve(drop=False),
        sklearn_tests.test_average_precision_constant_values,
        sklearn_tests.test_score_scale_invariance,
    ],
)
def test_scikit_learns_own_tests(ours_in_sklearn, test):
    test()


# ------------------------------------------------------------------------------- what the chapter says, and rests on


@pytest.fixture(scope="module")
def crash():
    """The test and the validation set: labels, scores of the network and of the regression, weights, speeds, draws."""
    data, table = book.load_crash(), pd.read_csv(book.DATA / "crash.csv")
    model = LogisticRegression(max_iter=1000).fit(data.x_train, data.y_train)
    sets = {}
    for split, short in [("test", "test"), ("validation", "val")]:
        rows = getattr(data.rows, short)
        y, score = book.load_crash_scores(split)
        weight, speed = table["weight"].to_numpy()[rows], table["impact_speed_kmh"].to_numpy()[rows]
        logistic = model.predict_proba(getattr(data, f"x_{short}"))[:, 1]
        times = ours.draws(y, 300)
        sets[split] = SimpleNamespace(y=y, score=score, logistic=logistic, weight=weight, speed=speed, times=times)
    return sets


def interval(values):
    return np.quantile(values, [0.025, 0.975])


ROAD = 0.005246391507498467  # the weighted share of deaths among all 20,600 drivers


@settings(max_examples=60)
@given(sample=samples, data=st.data())
def test_weighted_average_precision_agrees_with_scikit_learn(sample, data):
    y_true, y_score = map(np.array, sample)
    assume(y_true.any())
    weight = data.draw(st.lists(weights, min_size=len(y_true), max_size=len(y_true)).map(np.array))
    found = ours.weighted_ap(y_true, y_score, weight)
    expected = metrics.average_precision_score(y_true, y_score, sample_weight=weight)
    assert found == pytest.approx(expected, abs=1e-9)
    precision, recall, _ = metrics.precision_recall_curve(y_true, y_score, sample_weight=weight)
    assert found == pytest.approx(-np.sum(np.diff(recall) * precision[:-1]), abs=1e-9)
    both = ours.weighted_ap(y_true, y_score, np.stack([weight, np.ones(len(y_true))]))
    assert both == pytest.approx([found, chapter.average_precision(y_true, y_score)], abs=1e-9)


@given(sample=samples, data=st.data())
def test_a_draw_is_the_rows_repeated(sample, data):
    y_true, y_score = map(np.array, sample)
    times = data.draw(st.lists(st.integers(0, 3), min_size=len(y_true), max_size=len(y_true)).map(np.array))
    rows = np.repeat(np.arange(len(y_true)), times)
    assume(y_true[rows].any())
    found = ours.weighted_ap(y_true, y_score, times)  # whole numbers, as a reader may count
    assert found == pytest.approx(chapter.average_precision(y_true[rows], y_score[rows]), abs=1e-12)


def test_draws_keep_the_number_of_each_class():
    y = np.repeat([0, 1, 0], [30, 7, 13])
    times = ours.draws(y, 50)
    assert times.shape == (50, 50) and (times[:, y == 1].sum(axis=1) == 7).all()
    assert (times.sum(axis=1) == 50).all() and (times == np.round(times)).all()


def test_the_band_is_a_little_wider_when_the_number_of_deaths_varies(crash):
    """Where many alarms stand behind a precision: at a recall of 0.75."""
    y, score = crash["test"].y, crash["test"].score
    y, rng, widths = y[np.argsort(-score, kind="stable")], np.random.default_rng(0), []
    plain = rng.multinomial(len(y), np.full(len(y), 1 / len(y)), 2000)
    for times in (ours.draws(y, 2000), plain):
        right = np.cumsum(times * y, axis=1)
        place = (right < 0.75 * right[:, -1:]).sum(axis=1)
        precision = right[np.arange(2000), place] / np.cumsum(times, axis=1)[np.arange(2000), place]
        widths.append(np.ptp(interval(precision)))
    assert 1.03 < widths[1] / widths[0] < 1.3


@settings(max_examples=60)
@given(sample=samples, share=st.floats(0.001, 0.999), times=st.integers(1, 9))
def test_the_formula_moves_the_prevalence(sample, share, times):
    """By formula, by weights, by repeated rows; precision at each threshold, and AP; the AUC stays."""
    y_true, y_score = map(np.array, sample)
    assume(0 < y_true.sum() < len(y_true))
    fpr, tpr, _ = metrics.roc_curve(y_true, y_score, drop_intermediate=False)
    weight = ours.to_share(y_true, share)
    assert np.average(y_true, weights=weight) == pytest.approx(share)
    precision, _, _ = metrics.precision_recall_curve(y_true, y_score, sample_weight=weight)
    np.testing.assert_allclose(ours.precision_from_rates(tpr, fpr, share)[1:][::-1], precision[:-1], rtol=0, atol=1e-9)
    assert ours.ap_at(share, tpr, fpr) == pytest.approx(ours.weighted_ap(y_true, y_score, weight), abs=1e-9)
    auc = metrics.roc_auc_score(y_true, y_score)
    assert metrics.roc_auc_score(y_true, y_score, sample_weight=weight) == pytest.approx(auc, abs=1e-9)
    rows = np.repeat(np.arange(len(y_true)), np.where(y_true == 0, times, 1))
    there = ours.ap_at(y_true[rows].mean(), tpr, fpr)
    assert there == pytest.approx(chapter.average_precision(y_true[rows], y_score[rows]), abs=1e-9)


def test_precision_from_rates_without_an_alarm_is_nan():
    assert np.isnan(ours.precision_from_rates(0.0, 0.0, 0.1)) and ours.precision_from_rates(0.8, 0, 0.1) == 1


def test_the_three_readings_of_the_crash_data_are_three_numbers(crash):
    for part, these, moved, road in zip(crash.values(), [0.278, 0.329], [0.052, 0.091], [0.165, 0.209], strict=True):
        ones, by_class = np.ones(len(part.y)), ours.to_share(part.y, ROAD)
        found = [ours.weighted_ap(part.y, part.score, weight) for weight in (ones, by_class, part.weight)]
        assert np.round(found, 3).tolist() == [these, moved, road]
        plain, same, other = (
            metrics.roc_auc_score(part.y, part.score, sample_weight=weight) for weight in (ones, by_class, part.weight)
        )
        assert same == pytest.approx(plain, abs=1e-9) and other > plain + 0.04


def test_the_road_differs_from_the_moved_rows_by_more_than_the_noise_of_the_rows(crash):
    """At one share of deaths, so that the prevalence explains nothing."""
    for part in crash.values():
        share = np.average(part.y, weights=part.weight)
        by_class = ours.to_share(part.y, share)
        gaps = [ours.weighted_ap(part.y, part.score, part.times * weight) for weight in (part.weight, by_class)]
        assert interval(gaps[0] - gaps[1])[0] > 0
    effective = [part.weight[part.y == 1].sum() ** 2 / np.sum(part.weight[part.y == 1] ** 2) for part in crash.values()]
    assert np.round(effective).tolist() == [21, 68]


def test_it_is_the_survivors_weights_that_raise_the_ap_on_the_road(crash):
    """Weights shuffled within a class say nothing of its scores. Only among the survivors this takes the rise away."""
    for part, often in zip(crash.values(), [(0.02, 0.12), (0, 0.03)], strict=True):
        generator, found = np.random.default_rng(1), []
        road = ours.weighted_ap(part.y, part.score, part.weight)
        for labels in ([0, 1], [0], [1]):
            shuffled = np.tile(part.weight, (150, 1))
            for row in shuffled:
                for label in labels:
                    row[part.y == label] = generator.permutation(row[part.y == label])
            found.append(np.mean(ours.weighted_ap(part.y, part.score, shuffled) >= road))
        assert often[0] <= found[0] <= often[1] and found[1] == 0 and 0.25 < found[2] < 0.75


def test_no_difference_in_ap_between_network_and_regression_has_been_shown(crash):
    for part, expected in zip(crash.values(), [0.005, 0.010], strict=True):
        difference = [chapter.average_precision(part.y, score) for score in (part.score, part.logistic)]
        assert round(difference[0] - difference[1], 3) == expected
        drawn = [ours.weighted_ap(part.y, score, part.times) for score in (part.score, part.logistic)]
        low, high = interval(drawn[0] - drawn[1])
        assert low < 0 < high


def test_the_mean_of_the_draws_lies_above_the_ap(crash):
    """And the chapter says one cause of it: copies of a death count at its own place."""
    test = crash["test"]
    drawn, ap = ours.weighted_ap(test.y, test.score, test.times), chapter.average_precision(test.y, test.score)
    assert 0 < drawn.mean() - ap < 0.01
    order, apart = np.argsort(-test.score, kind="stable"), []
    for times in test.times:  # copies one after the other, and not at one place
        labels = np.repeat(test.y[order], times[order].astype(int))
        apart.append(np.mean((np.cumsum(labels) / np.arange(1, len(labels) + 1))[labels == 1]))
    assert drawn.mean() - ap > np.mean(apart) - ap + 0.001


def test_the_estimate_at_a_lower_prevalence_is_too_high():
    """Where the truth is known: two normal distributions with the network's AUC and as many rows of each class."""
    generator, labels, cut = np.random.default_rng(1), np.repeat([1, 0], [223, 4927]), np.linspace(-8, 10, 100_001)
    hit, false = stats.norm.sf(cut - 1.67), stats.norm.sf(cut)
    sets = [generator.normal(1.67 * labels) for _ in range(150)]
    for share, low, high in [(labels.mean(), -0.003, 0.010), (ROAD, 0.006, 0.025)]:
        truth = np.sum(ours.precision_from_rates(hit[:-1], false[:-1], share) * -np.diff(hit))
        found = np.mean([ours.weighted_ap(labels, score, ours.to_share(labels, share)) for score in sets])
        assert low < found - truth < high


def test_the_interval_at_a_lower_prevalence_is_too_high():
    """It misses the truth more than twice as often as the promised 5 %, and then lies above it more often than not."""
    generator, labels, cut = np.random.default_rng(2), np.repeat([1, 0], [223, 4927]), np.linspace(-8, 10, 100_001)
    hit, false = stats.norm.sf(cut - 1.67), stats.norm.sf(cut)
    truth = np.sum(ours.precision_from_rates(hit[:-1], false[:-1], ROAD) * -np.diff(hit))
    times, ends = ours.draws(labels, 100) * ours.to_share(labels, ROAD), []
    for _ in range(80):
        ends.append(interval(ours.weighted_ap(labels, generator.normal(1.67 * labels), times)))
    low, high = np.transpose(ends)
    above, below = np.sum(low > truth), np.sum(high < truth)
    assert above + below > 0.1 * len(ends) and above > 3 * below


def test_the_precision_at_one_threshold_moves_with_confidence_where_false_alarms_are_many(crash):
    """The binomial draws give the interval of the bootstrap; it is narrow at 0.05, where two sets agree, not at 0.5."""
    for part in crash.values():
        widths = []
        for threshold in (0.05, 0.5):
            alarm, generator = part.score >= threshold, np.random.default_rng(1)
            rates = [generator.binomial(np.sum(part.y == k), alarm[part.y == k].mean(), 2000) for k in (1, 0)]
            by_rates = interval(ours.precision_from_rates(rates[0] / 223, rates[1] / 4927, ROAD))
            drawn = [part.times[:, alarm & (part.y == k)].sum(axis=1) / np.sum(part.y == k) for k in (1, 0)]
            assert by_rates == pytest.approx(interval(ours.precision_from_rates(*drawn, ROAD)), rel=0.2)
            widths.append(by_rates[1] / by_rates[0])
        assert widths[0] < 1.3 and widths[1] > 2.5


def test_the_number_of_alarms_on_the_road_shows_without_labels_that_the_formula_does_not_apply(crash):
    for part in crash.values():
        alarm = part.score >= 0.05
        promised = ROAD * alarm[part.y == 1].mean() + (1 - ROAD) * alarm[part.y == 0].mean()
        assert promised > 2 * np.average(alarm, weights=part.weight)
        assert promised == pytest.approx(np.average(alarm, weights=ours.to_share(part.y, ROAD)), abs=1e-12)


def test_trap_the_trapezoid_flatters_a_constant_score(crash):
    test, found = crash["test"], []
    for score in [test.score, np.zeros(len(test.y))]:
        precision, recall, _ = metrics.precision_recall_curve(test.y, score)
        found.append([metrics.average_precision_score(test.y, score), metrics.auc(recall, precision)])
    assert np.round(found, 3).tolist() == [[0.278, 0.276], [0.043, 0.522]]
    assert found[1][0] == pytest.approx(test.y.mean())


def test_trap_hard_labels_in_the_place_of_scores(crash):
    test, labels = crash["test"], (crash["test"].score >= 0.05).astype(int)
    for score, value in [((test.score >= 0.5).astype(int), 0.054), (labels, 0.139), (test.score, 0.278)]:
        assert round(metrics.average_precision_score(test.y, score), 3) == value
    precision, recall, thresholds = metrics.precision_recall_curve(test.y, labels)
    assert len(thresholds) == 2 and round(metrics.auc(recall, precision), 3) == 0.457


def test_trap_ap_of_balanced_sets_is_about_another_prevalence(crash):
    """Other draws than the chapter's: the AUC stays, the AP is three times as high, and weights overshoot."""
    test, generator, found = crash["test"], np.random.default_rng(1), []
    died, survived = (np.flatnonzero(test.y == label) for label in (1, 0))
    for _ in range(100):
        kept = np.concatenate([died, generator.choice(survived, len(died), replace=False)])
        y, score = test.y[kept], test.score[kept]
        back = ours.weighted_ap(y, score, ours.to_share(y, test.y.mean()))
        found.append([metrics.roc_auc_score(y, score), metrics.average_precision_score(y, score), back])
    assert np.mean(found, axis=0) == pytest.approx([0.881, 0.867, 0.322], abs=0.02)
    assert np.mean(found, axis=0)[0] == pytest.approx(metrics.roc_auc_score(test.y, test.score), abs=0.004)
    assert np.mean(found, axis=0)[2] > chapter.average_precision(test.y, test.score) + 0.02


def test_precision_and_recall_at_a_number_of_alarms(crash):
    """Of the drivers above the first without room; a tie for the last places is left out whole."""
    test = crash["test"]
    order = np.argsort(-test.score, kind="stable")
    for room, alarms, right in [(50, 50, 21), (100, 100, 43), (175, 173, 60), (200, 200, 69), (500, 500, 120)]:
        alarm = test.score > test.score[order[room]]
        assert (alarm.sum(), test.y[alarm].sum()) == (alarms, right)
        assert set(order[:alarms]) == set(np.flatnonzero(alarm))
        assert (alarms == room) == (test.score[order[room - 1]] > test.score[order[room]])
    low, high = stats.binomtest(69, 200).proportion_ci(method="wilson")
    assert (round(low, 3), round(high, 3)) == (0.283, 0.413)


def test_a_missed_death_among_the_slow_costs_the_ap_far_less_and_the_auc_only_somewhat_less(crash):
    test, lost = crash["test"], {}
    for speed in ["10-24", "55+"]:
        missed = (test.speed == speed) & (test.y == 1)
        score = np.where(missed, -1, test.score)
        metric = (metrics.roc_auc_score, chapter.average_precision)
        lost[speed] = [(of(test.y, test.score) - of(test.y, score)) / missed.sum() for of in metric]
    assert np.round(lost["10-24"], 4).tolist() == [0.0029, 0.0004]
    assert np.round(lost["55+"], 4).tolist() == [0.0044, 0.0024]


def test_by_speed_the_ap_follows_the_prevalence_and_the_auc_goes_the_other_way(crash):
    test, rows = crash["test"], {}
    for speed in ["10-24", "55+"]:
        group = test.speed == speed
        y, score = test.y[group], test.score[group]
        rows[speed] = [y.mean(), metrics.roc_auc_score(y, score), chapter.average_precision(y, score)]
    assert np.round(rows["10-24"], 3).tolist() == [0.008, 0.838, 0.051]
    assert np.round(rows["55+"], 3).tolist() == [0.289, 0.672, 0.448]


def test_at_one_prevalence_no_order_of_the_speeds_is_settled(crash):
    """The lead of the fastest is gone on both sets, and the intervals of any two groups overlap."""
    for part in crash.values():
        aps, ends = {}, []
        for speed in book.SPEEDS[1:]:
            group = part.speed == speed
            y, score = part.y[group], part.score[group]
            weight = ours.to_share(y, part.y.mean())
            aps[speed] = [ours.weighted_ap(y, score, np.ones(len(y))), ours.weighted_ap(y, score, weight)]
            ends.append(interval(ours.weighted_ap(y, score, ours.draws(y, 200) * weight)))
        low, high = np.transpose(ends)
        assert low.max() < high.min()
        assert aps["55+"][0] > aps["10-24"][0] + 0.3 and aps["55+"][1] < aps["10-24"][1]
        slow, fast = (part.speed == speed for speed in ("10-24", "55+"))
        areas = [metrics.roc_auc_score(part.y[group], part.score[group]) for group in (slow, fast)]
        assert areas[0] > areas[1] + 0.1


def test_one_swap_costs_the_same_in_auc_and_not_in_ap():
    labels = np.array([0, 1, 0, 1, 1, 0, 0, 0, 1, 0, 0, 1])
    auc, ap = [], []
    for at in np.flatnonzero((labels[:-1] == 0) & (labels[1:] == 1)):
        mended = labels.copy()
        mended[[at, at + 1]] = 1, 0
        place = -np.arange(len(labels))
        auc.append(metrics.roc_auc_score(mended, place) - metrics.roc_auc_score(labels, place))
        ap.append(chapter.average_precision(mended, place) - chapter.average_precision(labels, place))
    assert auc == pytest.approx([1 / (5 * 7)] * 4) and (np.diff(ap) < 0).all() and ap[0] > 10 * ap[-1]


def test_auc_and_ap_are_means_over_the_positives(crash):
    test = crash["test"]
    died, survived = test.score[test.y == 1], test.score[test.y == 0]
    specificity = [np.mean(survived < s) + np.mean(survived == s) / 2 for s in died]
    precision = [test.y[test.score >= s].mean() for s in died]
    assert np.mean(specificity) == pytest.approx(metrics.roc_auc_score(test.y, test.score), abs=1e-12)
    assert np.mean(precision) == pytest.approx(chapter.average_precision(test.y, test.score), abs=1e-12)


def test_a_threshold_chosen_on_validation_just_misses_its_promise_on_test(crash):
    precision, recall, thresholds = chapter.pr_points(crash["validation"].y, crash["validation"].score)
    enough = np.flatnonzero(precision[:-1] >= 0.3)
    assert recall[enough[0]] == max(recall[enough])
    called = crash["test"].score >= thresholds[enough[0]]
    assert (crash["test"].y[called].sum(), called.sum()) == (96, 324)
    low, high = stats.binomtest(96, 324).proportion_ci(method="wilson")
    assert low < 0.3 < high
    with pytest.raises(IndexError):
        thresholds[np.flatnonzero(precision >= 0.999)[-1]]


@given(tp=st.lists(st.floats(1, 50), min_size=3, max_size=3, unique=True), slope=st.floats(0, 20))
def test_gains_are_linear_where_true_and_false_positives_mix_in_proportion(tp, slope):
    tp = np.sort(tp)
    assume(np.diff(tp).min() > 0.1)
    precision, recall, share = tp / (tp + 3 + slope * (tp - 1)), tp / 50, 0.2
    x, y = ours.gain(recall, share), ours.gain(precision, share)
    assert y[1] == pytest.approx(y[0] + (y[2] - y[0]) * (x[1] - x[0]) / (x[2] - x[0]), rel=1e-6, abs=1e-6)
    assert ours.gain(share, share) == 0 and ours.gain(1, share) == 1


# ------------------------------------------------------------------------------------- what it says about libraries


def keras_pr(y_true, y_score, **settings):
    return float(keras.metrics.AUC(**{"curve": "PR"} | settings)(np.array(y_true), np.array(y_score, float)))


def test_keras_interpolates_as_davis_and_goadrich_do():
    generator = np.random.default_rng(0)
    for size in [10, 1000]:
        y_true = np.arange(size) % 3 == 0
        y_score = (generator.integers(0, 100, size) + 0.5) / 100  # one of 200 thresholds lies between any two scores
        expected = ours.interpolated_area(y_true.astype(int), y_score)
        assert keras_pr(y_true, y_score) == pytest.approx(expected, abs=1e-5)
    y_true, y_score = [0, 0, 1, 1, 1, 1], [0.1, 0.4, 0.35, 0.8, 0.6, 0.9]
    assert keras_pr(y_true, y_score) != pytest.approx(chapter.average_precision(y_true, y_score), abs=1e-3)


def test_majoring_is_the_ap_without_ties_and_flatters_with_them():
    generator = np.random.default_rng(0)
    y_true = (generator.random(100) < 0.3).astype(int)
    y_score = (generator.permutation(100) + 0.5) / 100
    ap = chapter.average_precision(y_true, y_score)
    assert keras_pr(y_true, y_score, summation_method="majoring") == pytest.approx(ap, abs=1e-5)
    assert keras_pr(y_true, y_score, summation_method="minoring") < ap
    y_true, labels = np.repeat([1, 0], [10, 90]), np.repeat([1, 0, 1, 0], [8, 2, 9, 81])  # 8 of 17 alarms are right
    ap = chapter.average_precision(y_true, labels)
    assert ap == pytest.approx(0.8 * 8 / 17 + 0.2 * 0.1) and keras_pr(y_true, labels, summation_method="majoring") > ap
    # A precision of 0 where no alarm is raised: the lower end of the first step.
    assert keras_pr(y_true, labels, summation_method="minoring") == pytest.approx(0.2 * 0.1, abs=1e-6)
    assert not [name for name in dir(keras.metrics) if "average" in name.lower()]  # none for the sum of steps


def test_keras_needs_to_be_told_of_logits():
    y_true, probabilities = [0, 1, 0, 1], np.array([0.1, 0.2, 0.3, 0.4])
    logits = np.log(probabilities / (1 - probabilities))
    assert keras_pr(y_true, logits, from_logits=True) == pytest.approx(keras_pr(y_true, probabilities), abs=1e-6)
    assert keras_pr(y_true, logits) == pytest.approx(0.5, abs=1e-6)  # all below 0, so one tie: the prevalence


def test_scikit_learn_averages_over_classes():
    y_true, score = np.array([0, 0, 1, 1, 2, 2]), np.random.default_rng(0).random((6, 3))
    each = [chapter.average_precision((y_true == k).astype(int), score[:, k]) for k in range(3)]
    assert metrics.average_precision_score(y_true, score) == pytest.approx(np.mean(each), abs=1e-12)


def test_columns_are_refused_here():
    for function in [chapter.average_precision, chapter.pr_points]:
        with pytest.raises(ValueError, match=r"y_score must have shape \(N,\)"):
            function([0, 1], [[0.1], [0.2]])


def test_no_warning_without_a_positive():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        chapter.average_precision([0, 0, 0], [0.1, 0.2, 0.2])
