"""Chapter 7: expected cost and Bayes threshold against scikit-learn, direct counting and what the chapter claims."""

from types import SimpleNamespace

import book
import keras
import numpy as np
import pandas as pd
import pytest
from define_cells import load, load_helpers
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from interactive.cost import PRICES
from scipy import special, stats
from sklearn import metrics
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import FixedThresholdClassifier, TunedThresholdClassifierCV

chapter = load("07_threshold_and_cost")

# Labels with scores. The whole numbers give ties, and all scores equal; one sample and one class are among them too.
scores = st.one_of(st.integers(-3, 3), st.floats(-1000, 1000, width=32), st.floats(0, 1))
samples = st.lists(st.tuples(st.integers(0, 1), scores), min_size=1, max_size=50).map(
    lambda pairs: tuple(map(np.array, zip(*pairs)))
)
prices = st.floats(0, 1e6)
positive_prices = st.floats(0.01, 1e4)
RATIO = {"cost_fp": 1, "cost_fn": 20}


ours = load_helpers("07_threshold_and_cost")


@pytest.fixture(scope="module")
def crash():
    sets = {
        split: SimpleNamespace(**dict(zip("ys", book.load_crash_scores(split)))) for split in ("validation", "test")
    }
    data = book.load_crash()
    weight = pd.read_csv(book.DATA / "crash.csv")["weight"].to_numpy()
    sets["validation"].weight, sets["test"].weight = weight[data.rows.val], weight[data.rows.test]
    model = LogisticRegression(max_iter=1000).fit(data.x_train, data.y_train)
    return SimpleNamespace(**sets, data=data, model=model)


# ------------------------------------------------------------------------------------------------------ the functions


@settings(max_examples=60)
@given(sample=samples, threshold=st.one_of(scores, st.floats(-1e3, 1e3)), cost_fp=prices, cost_fn=prices)
def test_expected_cost_is_the_cost_of_the_confusion_matrix(sample, threshold, cost_fp, cost_fn):
    y_true, y_score = sample
    found = chapter.expected_cost(y_true, y_score, threshold, cost_fp, cost_fn)
    y_pred = (y_score.astype(float) >= threshold).astype(int)
    _, fp, fn, _ = metrics.confusion_matrix(y_true, y_pred, labels=[0, 1]).ravel()
    assert type(found) is float
    assert found == pytest.approx((cost_fp * fp + cost_fn * fn) / len(y_true), rel=1e-12, abs=1e-12)
    assert 0 <= found <= max(cost_fp, cost_fn) * (1 + 1e-12)  # 58/59 + 1/59 of a cost may round above it


@settings(max_examples=50)
@given(sample=samples, threshold=scores)
def test_expected_cost_agrees_with_scikit_learn(sample, threshold):
    y_true, y_score = sample
    y_pred = (y_score.astype(float) >= threshold).astype(int)
    equal = chapter.expected_cost(y_true, y_score, threshold, 1, 1)
    assert equal == pytest.approx(metrics.zero_one_loss(y_true, y_pred), abs=1e-12)
    weight = np.where(y_true == 1, 20, 1)
    weighted = metrics.zero_one_loss(y_true, y_pred, sample_weight=weight) * weight.mean()
    assert chapter.expected_cost(y_true, y_score, threshold, 1, 20) == pytest.approx(weighted, abs=1e-9)


def test_a_score_equal_to_the_threshold_is_an_alarm():
    assert chapter.expected_cost([1, 0], [0.5, 0.5], 0.5, 1, 20) == 0.5
    assert chapter.expected_cost([1, 0], [0.5, 0.5], np.nextafter(0.5, 1), 1, 20) == 10


@pytest.mark.parametrize("ratio, expected", [((1, 1), 0.5), ((1, 20), 1 / 21), ((1, 9), 0.1), ((5, 1), 5 / 6)])
def test_bayes_threshold_of_known_ratios(ratio, expected):
    found = chapter.bayes_threshold(*ratio)
    assert type(found) is float and found == expected


@given(cost_fp=positive_prices, cost_fn=positive_prices, p=st.floats(0, 1))
def test_above_the_bayes_threshold_an_alarm_is_cheaper(cost_fp, cost_fn, p):
    threshold = chapter.bayes_threshold(cost_fp, cost_fn)
    alarm, silence = cost_fp * (1 - p), cost_fn * p
    assume(abs(alarm - silence) > 1e-9 * (cost_fp + cost_fn))
    assert (alarm < silence) == (p >= threshold)


@given(cost_fp=positive_prices, cost_fn=positive_prices, scale=st.floats(0.01, 100))
def test_only_the_ratio_of_the_costs_counts_and_it_can_be_read_back(cost_fp, cost_fn, scale):
    threshold = chapter.bayes_threshold(cost_fp, cost_fn)
    assert chapter.bayes_threshold(scale * cost_fp, scale * cost_fn) == pytest.approx(threshold, rel=1e-12)
    assert (1 - threshold) / threshold == pytest.approx(cost_fn / cost_fp, rel=1e-9)


def test_bayes_threshold_at_the_ends():
    assert np.isnan(chapter.bayes_threshold(0, 0))
    assert chapter.bayes_threshold(0, 1) == 0 and chapter.bayes_threshold(1, 0) == 1
    assert chapter.bayes_threshold(1e308, 1e308) == 0.5  # the sum alone would overflow
    assert chapter.bayes_threshold(5e-324, 5e-324) == 0.5  # and a half would be 0
    assert chapter.bayes_threshold(0, 5e-324) == 0 and chapter.bayes_threshold(5e-324, 0) == 1
    assert chapter.expected_cost([0, 1], [1, 0], 0.5, 1e308, 1e308) == pytest.approx(1e308)


@given(
    p=st.lists(st.floats(0, 1), min_size=1, max_size=30),
    cost_fp=positive_prices,
    cost_fn=positive_prices,
    other=st.floats(0, 1.1),
)
def test_no_threshold_beats_that_of_bayes_in_the_mean_over_the_labels(p, cost_fp, cost_fn, other):
    p = np.array(p)
    mean_costs = [
        np.mean(np.where(p >= t, cost_fp * (1 - p), cost_fn * p))
        for t in (chapter.bayes_threshold(cost_fp, cost_fn), other)
    ]
    assert mean_costs[0] <= mean_costs[1] + 1e-9 * (cost_fp + cost_fn)


@settings(max_examples=30)
@given(sample=samples, right=st.tuples(*[st.floats(-100, 100)] * 2), more=st.tuples(*[st.floats(0.01, 100)] * 2))
def test_costs_of_right_answers_move_every_threshold_by_the_same(sample, right, more):
    """Whatever a right answer costs, also less than nothing, as long as the wrong answer of its class costs more."""
    y, s = sample
    tn_cost, tp_cost = right
    fp_cost, fn_cost = tn_cost + more[0], tp_cost + more[1]
    moved = set()
    for t in sorted(set(s.astype(float))):
        alarm = s >= t
        whole = np.mean(np.where(alarm, np.where(y == 1, tp_cost, fp_cost), np.where(y == 1, fn_cost, tn_cost)))
        moved.add(round(whole - chapter.expected_cost(y, s, t, fp_cost - tn_cost, fn_cost - tp_cost), 6))
    assert max(moved) - min(moved) < 1e-5


# -------------------------------------------------------------------------------------------------- the chapter's tools


@settings(max_examples=50)
@given(sample=samples, cost_fp=positive_prices, cost_fn=positive_prices, data=st.data())
def test_cost_curve_is_the_expected_cost_at_every_score(sample, cost_fp, cost_fn, data):
    y, s = sample[0], sample[1].astype(float)
    thresholds, cost = ours.cost_curve(y, s, cost_fp, cost_fn)
    assert thresholds.tolist() == sorted(set(s))
    direct = [chapter.expected_cost(y, s, t, cost_fp, cost_fn) for t in thresholds]
    np.testing.assert_allclose(cost, direct, rtol=1e-9, atol=1e-9)
    times = np.array(data.draw(st.lists(st.integers(0, 3), min_size=len(y), max_size=len(y))))
    assume(times.sum())
    again = ours.cost_curve(y, s, cost_fp, cost_fn, times=np.array([times, times]))[1]
    repeated = [
        chapter.expected_cost(np.repeat(y, times), np.repeat(s, times), t, cost_fp, cost_fn) for t in thresholds
    ]
    np.testing.assert_allclose(again, [repeated, repeated], rtol=1e-9, atol=1e-9)


@given(sample=samples, t=st.floats(0.01, 0.99))
def test_net_benefit_is_the_prevalence_less_the_cost(sample, t):
    y, s = sample[0], sample[1].astype(float)
    cost = chapter.expected_cost(y, s, t, t / (1 - t), 1)
    assert ours.net_benefit(y, s, t) == pytest.approx(y.mean() - cost, abs=1e-9)
    everybody = y.mean() - (1 - y.mean()) * t / (1 - t)
    assert ours.net_benefit(y, np.ones(len(y)), t) == pytest.approx(everybody, abs=1e-9)
    assert ours.net_benefit(y, np.zeros(len(y)), t) == 0


@given(sample=samples, floor=st.sampled_from([0.5, 0.8, 0.9, 1.0]))
def test_floor_threshold_is_the_highest_that_keeps_the_floor(sample, floor):
    y, s = sample[0], sample[1].astype(float)
    assume(y.any())
    threshold = ours.floor_threshold(y, s, floor)
    recall = {t: np.mean(s[y == 1] >= t) for t in set(s)}
    assert threshold == max(t for t, value in recall.items() if value >= floor - 1e-9)
    assert ours.floor_threshold(y, s, floor, safe=True) <= threshold


def test_by_driver_leaves_out_the_drivers_that_chose():
    ours.by_driver.__globals__.update(y_all=np.array([0, 1, 0]), score_all=np.array([0.2, 0.3, 0.1]))
    masks = [np.array([True, False, False]), np.array([False, False, True])]
    assert ours.by_driver(masks, [0.25, 0.15], [0.5, 0.5]).tolist() == [1, -20, 0]


def test_interval_of_a_cost_agrees_with_the_bootstrap(crash):
    each = ours.costs(crash.test.y, crash.test.s, 1 / 21)
    rng = np.random.default_rng(0)
    drawn = rng.multinomial(len(each), np.full(len(each), 1 / len(each)), 500) @ each / len(each)
    mean, low, high = (float(part) for part in ours.with_interval(each).replace(",", "").replace("to ", "").split())
    assert mean == 0.378
    assert np.quantile(drawn, [0.025, 0.975]) == pytest.approx([low, high], abs=0.006)


def test_weighted_interval_agrees_with_the_bootstrap(crash):
    """Roughly: few deaths carry the weight."""
    test = crash.test
    each = ours.costs(test.y, test.s, 0.2997607) - ours.costs(test.y, test.s, 2)
    rng, n = np.random.default_rng(0), len(each)
    times = rng.multinomial(n, np.full(n, 1 / n), 500)
    drawn = (times @ (test.weight * each)) / (times @ test.weight)
    mean, low, high = (
        float(part) for part in ours.weighted(each, test.weight).replace(",", "").replace("to ", "").split()
    )
    assert mean == -0.020 and high < 0
    assert np.quantile(drawn, [0.025, 0.975]) == pytest.approx([low, high], abs=0.006)
    assert np.quantile(drawn, 0.975) < 0


# -------------------------------------------------------------------------------------------- what the chapter claims


def test_costs_of_the_running_example(crash):
    found = {
        split: [round(chapter.expected_cost(part.y, part.s, t, 1, 20), 3) for t in (2, -1, 0.5, 1 / 21)]
        for split, part in [("validation", crash.validation), ("test", crash.test)]
    }
    assert found == {"validation": [0.866, 0.957, 0.786, 0.356], "test": [0.866, 0.957, 0.844, 0.378]}


def test_recalibration_moves_the_threshold_down(crash):
    part = crash.validation
    moved = ours.recalibrated_threshold(part.y, part.s)
    assert round(moved, 3) == 0.039
    scale = LogisticRegression(C=np.inf, tol=1e-10, max_iter=10_000).fit(special.logit(part.s)[:, None], part.y)
    assert moved == pytest.approx(special.expit((-np.log(20) - scale.intercept_[0]) / scale.coef_[0, 0]), abs=1e-8)
    assert np.sum(crash.test.s >= moved) == 1045  # not what an optimiser that stopped early gives
    p = scale.predict_proba(special.logit(part.s)[:, None])[:, 1]
    assert p.mean() == pytest.approx(part.y.mean(), abs=1e-5)  # fits on the rows it was fitted on
    assert ((p >= 1 / 21) == (part.s >= moved)).all()
    assert [round(x.s.sum()) for x in (part, crash.test)] == [199, 186]


def test_optimism_shrinks_and_the_formula_wins_where_deaths_are_few(crash):
    """Another seed than the chapter's, and both directions of the argument; recalibrated it wins at both sizes."""
    y = np.append(crash.validation.y, crash.test.y)
    s = np.append(crash.validation.s, crash.test.s)
    rng, optimism, against, far, recalibrated, off = np.random.default_rng(7), [], [], [], [], []
    halved, tenth = special.expit(special.logit(1 / 21) + np.log([2, 10]))  # 1/21 on scores whose odds are lower
    for size in (250, 5150):
        gaps = []
        for i in range(150):
            rows = [rng.permutation(np.flatnonzero(y == k)) for k in (0, 1)]
            chosen = np.zeros(len(y), bool)
            chosen[np.concatenate([r[: round(size * len(r) / len(y))] for r in rows])] = True
            t, cost = ours.cost_curve(y[chosen], s[chosen])
            fresh, bayes = (ours.costs(y[~chosen], s[~chosen], x).mean() for x in (t[cost.argmin()], 1 / 21))
            far.append([fresh - ours.costs(y[~chosen], s[~chosen], x).mean() for x in (halved, tenth)])
            gaps.append([fresh - cost.min(), fresh - bayes])
            off.append(bayes - ours.costs(y[chosen], s[chosen], 1 / 21).mean())
            if i < 30:
                again = ours.recalibrated_threshold(y[chosen], s[chosen])
                recalibrated.append(fresh - ours.costs(y[~chosen], s[~chosen], again).mean())
        optimism.append(np.mean(gaps, axis=0)[0])
        against.append(np.mean(gaps, axis=0)[1])
    assert 0.08 < optimism[0] < 0.14 and 0.005 < optimism[1] < 0.03
    assert against[0] > 0.01 and abs(against[1]) < 0.008
    by_half, by_tenth = np.transpose(far[:150])  # tuning on 11 deaths wins
    assert by_half.mean() < -0.015 and by_tenth.mean() < -0.2 and np.mean(by_tenth < 0) > 0.95
    assert np.mean(recalibrated[:30]) > 0.01 and np.mean(recalibrated[30:]) > 0.002
    assert abs(np.mean(off[:150])) < 0.03 and np.mean(np.array(off[:150]) > 0.2) < 0.08  # 1/21 was not chosen there


def test_three_thresholds_chosen_without_the_test_set_are_not_told_apart_on_it(crash):
    y, s = crash.validation.y, crash.validation.s
    t, cost = ours.cost_curve(y, s)
    three = {"tuned": t[cost.argmin()], "recalibrated": ours.recalibrated_threshold(y, s), "formula": 1 / 21}
    each = {name: ours.costs(crash.test.y, crash.test.s, x) for name, x in three.items()}
    for first, second, expected in [
        ("tuned", "formula", -0.021), ("recalibrated", "formula", -0.010), ("tuned", "recalibrated", -0.011)
    ]:  # fmt: skip
        difference = each[first] - each[second]
        assert round(difference.mean(), 3) == expected and difference.mean() + 1.96 * stats.sem(difference) > 0


def test_between_the_ends_of_the_valley_no_threshold_costs_much_more(crash):
    t, cost = ours.cost_curve(crash.validation.y, crash.validation.s)
    near = t[cost <= cost.min() + 0.01]
    between = cost[(near.min() <= t) & (t <= near.max())] - cost.min()
    assert (round(near.min(), 3), round(near.max(), 3), round(between.max(), 3)) == (0.035, 0.052, 0.017)
    assert np.mean(between <= 0.01) < 0.7  # not every threshold between them is within 0.01


def test_recalibration_against_the_formula_alone_shows_no_gain(crash):
    """Half of the rows choose, by another seed than the chapter's; over the drivers the interval holds 0."""
    y, s = np.append(crash.validation.y, crash.test.y), np.append(crash.validation.s, crash.test.s)
    ours.by_driver.__globals__.update(y_all=y, score_all=s)
    rng, masks = np.random.default_rng(7), []
    for _ in range(40):
        rows = [rng.permutation(np.flatnonzero(y == k)) for k in (0, 1)]
        masks.append(np.isin(np.arange(len(y)), np.concatenate([r[: len(r) // 2] for r in rows])))
    again = [ours.recalibrated_threshold(y[chosen], s[chosen]) for chosen in masks]
    gap = ours.by_driver(masks, again, [1 / 21] * len(masks))
    assert gap.mean() < 0 and abs(gap.mean()) < 1.96 * stats.sem(gap)


def test_moving_scores_and_moving_the_threshold_are_the_same(crash):
    """And under the weights of the class alone, the moved scores have the moved threshold's cost."""
    y, s, share = crash.test.y, crash.test.s, 0.0052
    factor = ours.odds(share) / ours.odds(y.mean())
    corrected = special.expit(special.logit(s) + np.log(factor))
    moved = special.expit(special.logit(1 / 21) - np.log(factor))
    assert ((corrected >= 1 / 21) == (s >= moved)).all()
    weight = np.where(y == 1, share / y.mean(), (1 - share) / (1 - y.mean()))
    tpr, fpr = (np.mean(s[y == label] >= moved) for label in (1, 0))
    by_rates = 20 * share * (1 - tpr) + (1 - share) * fpr
    assert np.average(ours.costs(y, s, moved), weights=weight) == pytest.approx(by_rates, abs=1e-12)


def test_on_the_road_nobody_costs_twenty_times_the_weighted_share_of_deaths(crash):
    shares = [np.average(part.y, weights=part.weight) for part in (crash.validation, crash.test)]
    assert [round(100 * share, 2) for share in shares] == [0.55, 0.60]
    assert [round(20 * share, 3) for share in shares] == [0.110, 0.121]


def test_youden_is_a_cost_and_f1_raises_the_alarm_from_half_of_itself():
    rng = np.random.default_rng(0)
    p = special.expit(rng.normal(-3, 1.8, 300_000))
    y = (rng.random(len(p)) < p).astype(int)
    fpr, tpr, t = metrics.roc_curve(y, p, drop_intermediate=False)
    share = y.mean()
    cost = (1 - share) * fpr / (1 - share) + share * (1 - tpr) / share  # a miss costs (1 - share) / share
    assert t[(tpr - fpr).argmax()] == t[cost.argmin()]
    assert t[(tpr - fpr).argmax()] == pytest.approx(share, abs=0.01)  # the Bayes threshold of that price
    precision, recall, threshold = metrics.precision_recall_curve(y, p)
    f1 = 2 * precision * recall / (precision + recall)
    assert threshold[f1.argmax()] == pytest.approx(f1.max() / 2, abs=0.02)
    i = np.hypot(fpr, 1 - tpr).argmin()
    price = (1 - share) / share * (1 - tpr[i]) / fpr[i]
    assert t[i] == pytest.approx(1 / (1 + price), abs=0.01)


def test_labels_of_the_alarms_alone_say_recall_1_and_a_weighted_sample_repairs_it(crash):
    y, alarm = crash.test.y, crash.test.s >= 0.05
    assert np.mean(alarm[alarm & (y == 1)]) == 1
    rng, found = np.random.default_rng(1), []
    for _ in range(500):
        known = alarm | (rng.random(len(y)) < 0.1)
        weight = np.where(alarm, 1, 10)[known]
        found.append([weight[(y[known] == 1) & ~alarm[known]].sum(), weight.sum()])
    truth = np.sum((y == 1) & ~alarm)
    error = np.std(found, axis=0) / np.sqrt(len(found))
    assert abs(np.mean(found, axis=0) - [truth, len(y)]) == pytest.approx([0, 0], abs=4 * error.max())


def test_late_labels_leave_recall_right_on_average_and_raise_the_tuned_threshold(crash):
    y, s = crash.validation.y, crash.validation.s
    rng, alarm, recall, places = np.random.default_rng(1), s >= 0.05, [], []
    for _ in range(100):
        recorded = y * (rng.random(len(y)) < 0.5)
        recall.append(alarm[recorded == 1].mean())
        t, cost = ours.cost_curve(recorded, s)
        places.append(t[cost.argmin()])
    assert np.mean(recall) == pytest.approx(alarm[y == 1].mean(), abs=4 * np.std(recall) / 10)
    t, cost = ours.cost_curve(y, s)
    assert np.quantile(places, 0.05) > t[cost.argmin()]


# -------------------------------------------------------------------------------------------- what it says of libraries


def test_tuned_threshold_maximises_balanced_accuracy_by_default_and_takes_auc_for_it(crash):
    x, y = crash.data.x_val[:2500], crash.data.y_val[:2500]
    prefit = {"cv": "prefit", "refit": False}
    plain = TunedThresholdClassifierCV(crash.model, **prefit).fit(x, y)
    assert plain.scoring == "balanced_accuracy" and plain.thresholds == 100
    auc = TunedThresholdClassifierCV(crash.model, scoring="roc_auc", **prefit).fit(x, y)
    assert auc.best_threshold_ == plain.best_threshold_
    assert auc.best_score_ == pytest.approx(plain.best_score_, abs=1e-12)
    precise = TunedThresholdClassifierCV(crash.model, scoring="average_precision", **prefit)
    assert precise.fit(x, y).best_threshold_ > 2 * auc.best_threshold_


def test_few_of_the_default_candidates_are_where_the_decision_is(crash):
    """And on the test set a finer grid is a little cheaper, near the edge of the noise."""
    data, each = crash.data, []
    p, p_test = (crash.model.predict_proba(x)[:, 1] for x in (data.x_val, data.x_test))
    scorer = metrics.make_scorer(ours.mean_cost, greater_is_better=False)
    for grid in (100, 1000):
        tuned = TunedThresholdClassifierCV(
            crash.model, scoring=scorer, cv="prefit", refit=False, thresholds=grid, store_cv_results=True
        ).fit(data.x_val, data.y_val)
        tried = tuned.cv_results_["thresholds"]
        assert len(tried) == grid and np.allclose(np.diff(tried), (p.max() - p.min()) / (grid - 1), atol=1e-6)
        each.append(ours.costs(data.y_test, p_test, tuned.best_threshold_))
        if grid == 100:
            assert np.sum(tried < 0.1) == 12 and round(np.mean(p < 0.1), 2) == 0.89
    gap = each[1] - each[0]
    assert round(gap.mean(), 3) == -0.015 and -0.005 < gap.mean() + 1.96 * stats.sem(gap) < 0.005


@settings(max_examples=50)
@given(samples, st.integers(2, 30), prices)
def test_on_the_rows_that_chose_no_grid_beats_all_scores(sample, size, price):
    y, s = sample
    lowest = ours.cost_curve(y, s.astype(float), 1, price)[1].min()
    grid = np.linspace(s.min(), s.max(), size)
    tried = [chapter.expected_cost(y, s, t, 1, price) for t in grid]
    assert lowest <= min(tried) * (1 + 1e-9) + 1e-9


def test_a_price_that_is_wrong_by_two_costs_more_on_one_side_alone(crash):
    """Where a miss costs 20: 10 is dearer on test, on validation just not shown; 40 is not told apart on either."""
    found = []
    for part in (crash.test, crash.validation):
        for used in (10, 40):
            gap = ours.costs(part.y, part.s, 1 / (1 + used)) - ours.costs(part.y, part.s, 1 / 21)
            found.append(gap.mean() + np.array([-1.96, 1.96]) * stats.sem(gap))
    (low, _), *others = found
    assert low > 0 and all(low < 0 < high for low, high in others) and round(others[1][0], 3) == -0.001


def test_tuned_threshold_on_every_score_is_the_lowest_cost(crash):
    data = crash.data
    p = crash.model.predict_proba(data.x_val)[:, 1]
    t, cost = ours.cost_curve(data.y_val, p)
    near = t[(t > 0.03) & (t < 0.06)]
    scorer = metrics.make_scorer(ours.mean_cost, greater_is_better=False)
    tuned = TunedThresholdClassifierCV(crash.model, scoring=scorer, cv="prefit", refit=False, thresholds=near)
    tuned.fit(data.x_val, data.y_val)
    assert tuned.best_threshold_ == t[cost.argmin()] and -tuned.best_score_ == pytest.approx(cost.min(), abs=1e-12)


def test_words_need_pos_label_and_a_cost_that_takes_it(crash):
    data, words = crash.data, np.array(["lived", "died"])
    model = LogisticRegression(max_iter=1000).fit(data.x_train, words[data.y_train])

    def cost(y_true, y_pred, pos_label="died"):
        return ours.mean_cost(y_true == "died", y_pred == "died")

    def strict(y_true, y_pred):
        return cost(y_true, y_pred)

    found = {}
    for name, function, extra in [("with", cost, {"pos_label": "died"}), ("without", strict, {}),
                                     ("strict", strict, {"pos_label": "died"})]:  # fmt: skip
        scorer = metrics.make_scorer(function, greater_is_better=False, **extra)
        tuned = TunedThresholdClassifierCV(model, scoring=scorer, cv="prefit", refit=False, thresholds=200)
        if name == "strict":
            with pytest.raises(TypeError, match="pos_label"):
                tuned.fit(data.x_val, words[data.y_val])
        else:
            found[name] = tuned.fit(data.x_val, words[data.y_val]).best_threshold_
    assert found["with"] < 0.1 and found["without"] > 0.9  # of "died"; of "lived", the last in the alphabet


def test_fixed_threshold_trains_a_copy(crash):
    data = crash.data
    fixed = FixedThresholdClassifier(crash.model, threshold=1 / 21).fit(data.x_train, data.y_train)
    assert fixed.estimator_ is not crash.model
    p = crash.model.predict_proba(data.x_test)[:, 1]
    assert (fixed.predict(data.x_test) == (p >= 1 / 21)).all()


@pytest.mark.parametrize("wrapper", [TunedThresholdClassifierCV, FixedThresholdClassifier])
def test_a_keras_model_is_refused_and_wrapped_is_taken(crash, wrapper):
    x, y = crash.data.x_val[:1000], crash.data.y_val[:1000]
    model = keras.Sequential([keras.Input((13,)), keras.layers.Dense(1, activation="sigmoid")])
    model.layers[0].set_weights([crash.model.coef_.T, crash.model.intercept_])
    extra = {"cv": "prefit", "refit": False, "thresholds": 10} if wrapper is TunedThresholdClassifierCV else {}
    with pytest.raises(ValueError, match="predict_proba"):
        wrapper(model, **extra).fit(x, y)
    wrapped = ours.AsClassifier(model)
    p = wrapped.predict_proba(x)
    np.testing.assert_allclose(p, crash.model.predict_proba(x), atol=1e-6)
    if wrapper is TunedThresholdClassifierCV:
        tuned = wrapper(wrapped, **extra).fit(x, y)
        assert (tuned.predict(x) == (p[:, 1] >= tuned.best_threshold_)).all()
        known = FixedThresholdClassifier(wrapped, threshold=tuned.best_threshold_)  # without fit
        assert (known.predict(x) == tuned.predict(x)).all()
        with pytest.raises(TypeError, match="trained already"):
            wrapper(wrapped, cv=2).fit(x[:100], np.arange(100) % 2)


def test_keras_own_wrapper_has_a_column_for_each_class():
    """The day this fails, the chapter has to say something else."""
    x, y = np.random.default_rng(0).normal(size=(30, 3)).astype("float32"), np.arange(30) % 2

    def build(X, y):
        net = keras.Sequential([keras.Input((X.shape[1],)), keras.layers.Dense(2, activation="softmax")])
        net.compile("adam", "categorical_crossentropy", run_eagerly=True)
        return net

    wrapped = keras.wrappers.SKLearnClassifier(build, fit_kwargs={"epochs": 1, "verbose": 0})
    keras.utils.disable_interactive_logging()
    try:
        with pytest.raises(ValueError, match="mix of binary and multilabel"):
            TunedThresholdClassifierCV(wrapped, cv=0.5, random_state=0).fit(x, y)
        assert FixedThresholdClassifier(wrapped, threshold=0.05).fit(x, y).predict(x).shape == (30, 2)
        assert wrapped.fit(x, y).decision_function(x).shape == (30, 2)

        def sigmoid(X, y):
            net = keras.Sequential([keras.Input((X.shape[1],)), keras.layers.Dense(1, activation="sigmoid")])
            net.compile("adam", "binary_crossentropy", run_eagerly=True)
            return net

        with pytest.raises(ValueError, match="same shape"):
            keras.wrappers.SKLearnClassifier(sigmoid, fit_kwargs={"epochs": 1, "verbose": 0}).fit(x, y)
    finally:
        keras.utils.enable_interactive_logging()


def test_lda_and_boosting_return_log_odds(crash):
    data = crash.data
    for model in [LinearDiscriminantAnalysis(), GradientBoostingClassifier(n_estimators=3, max_depth=2)]:
        model.fit(data.x_train[:2000], data.y_train[:2000])
        p = special.expit(model.decision_function(data.x_val))
        np.testing.assert_allclose(p, model.predict_proba(data.x_val)[:, 1], atol=1e-6)


def test_a_safe_floor_that_nothing_reaches_raises_an_alarm_for_everybody():
    assert ours.floor_threshold(np.ones(5), np.arange(5.0), 0.9, safe=True) == -np.inf


def test_the_capacity_limits_of_the_chapter():
    """The chance of more than forty alarms of 515."""
    found = [round(100 * stats.binom.sf(40, 515, alarms / 515), 1) for alarms in (32, 28)]
    assert found == [6.4, 1.0]


# ------------------------------------------------------------------------------------------- the figure to drag


def gap_to_bayes(sample, threshold, price):
    """Cost at the threshold minus that at the Bayes threshold, paired, with its 95 % interval."""
    alarm, bayes = (sample.s >= t for t in (threshold, 1 / (1 + price)))
    each = np.where(sample.y == 1, price * (bayes * 1.0 - alarm), alarm * 1.0 - bayes)
    error = 1.96 * stats.sem(each)
    return each.mean(), each.mean() - error, each.mean() + error


def test_answers_to_what_the_cost_figure_asks(crash):
    val, test = crash.validation, crash.test
    for sample, expected in [(val, (0.040, -0.021, 0.102)), (test, (0.097, 0.023, 0.170))]:
        assert np.round(gap_to_bayes(sample, 1 / 21, 40), 3) == pytest.approx(expected)
    steps = [float(f"{0.002 * 500 ** (k / 240):.3g}") for k in range(241)]
    near = [k for k, x in enumerate(steps) if gap_to_bayes(val, x, 20)[1] <= 0 <= gap_to_bayes(val, x, 20)[2]]
    assert near == list(range(near[0], near[-1] + 1))  # without a gap
    assert (steps[near[0]], steps[near[-1]]) == (0.0147, 0.0923)
    gaps = []
    for price in PRICES:
        at, cost = ours.cost_curve(val.y, val.s, 1, price)
        gaps.append(gap_to_bayes(test, at[cost.argmin()], price))
    assert len(gaps) == 25 and all(low <= 0 <= high for _, low, high in gaps)
    assert sum(gap < 0 for gap, _, _ in gaps) == 20
