"""Chapter 8: log loss, Brier score and reliability bins against scikit-learn and Keras, and what the chapter claims."""

import warnings
from types import SimpleNamespace

import book
import keras
import numpy as np
import pandas as pd
import pytest
import sklearn.tests.test_calibration as sklearn_tests
from define_cells import load, load_helpers
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import special, stats
from sklearn import metrics
from sklearn.calibration import CalibratedClassifierCV, calibration_curve
from sklearn.frozen import FrozenEstimator
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

chapter = load("08_calibration")

tenths = st.integers(0, 10).map(lambda number: number / 10)  # ties, and edges of bins
probabilities = st.one_of(st.floats(0, 1), st.floats(0, 1, width=32), tenths)
inner = st.floats(1e-12, 1 - 1e-12)  # where no library clips


def samples(of=probabilities):
    return st.lists(st.tuples(st.integers(0, 1), of), min_size=1, max_size=50).map(lambda pairs: list(zip(*pairs)))


strategies = st.sampled_from(["uniform", "quantile"])
containers = st.sampled_from([list, np.array, pd.Series])


helper = load_helpers("08_calibration")


# ------------------------------------------------------------------------------------------------------ the two scores


@given(sample=samples(), container=containers)
def test_brier_agrees_with_scikit_learn(sample, container):
    y, p = container(sample[0]), container(sample[1])
    ours = chapter.brier(y, p)
    assert type(ours) is float and 0 <= ours <= 1
    assert ours == pytest.approx(metrics.brier_score_loss(y, p, pos_label=1, labels=[0, 1]), abs=1e-12)


@given(sample=samples(inner), container=containers)
def test_log_loss_agrees_with_scikit_learn(sample, container):
    y, p = container(sample[0]), container(sample[1])
    ours = chapter.log_loss(y, p)
    assert type(ours) is float and ours >= 0
    assert ours == pytest.approx(metrics.log_loss(y, p, labels=[0, 1]), abs=1e-9)


def test_the_scores_agree_with_keras():
    rng = np.random.default_rng(0)
    y, p = rng.integers(0, 2, 1000), rng.uniform(0.001, 0.999, 1000)
    column = y[:, None].astype("float32"), p[:, None].astype("float32")
    theirs = np.mean(np.array(keras.losses.binary_crossentropy(*column)))
    assert chapter.log_loss(y, p) == pytest.approx(theirs, abs=1e-5)
    assert chapter.brier(y, p) == pytest.approx(float(keras.metrics.MeanSquaredError()(*column)), abs=1e-5)


def test_what_was_held_impossible_costs_infinitely_much():
    assert chapter.log_loss([1, 0], [0, 0.5]) == chapter.log_loss([1, 0], [0.5, 1]) == np.inf
    assert chapter.log_loss([1, 0], [1, 0]) == chapter.brier([1, 0], [1, 0]) == 0
    assert not np.signbit(chapter.log_loss([1], [1.0]))  # 0, not -0
    assert chapter.brier([1, 0], [0, 1]) == 1
    assert chapter.log_loss([1], [5e-324]) == pytest.approx(744.44, abs=0.01)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert chapter.log_loss([1, 0, 1], [0, 0, 1]) == np.inf


def test_libraries_clip_at_other_places():
    for dtype, largest in [("float64", 36.04), ("float32", 15.94), ("float16", 6.93), ("int64", 36.04)]:
        for y, value in [(1, 0), (0, 1)]:
            p = np.array([value, value], dtype)
            assert metrics.log_loss([y, y], p, labels=[0, 1]) == pytest.approx(largest, abs=0.005)
    assert metrics.log_loss([1, 1], [0, 0], labels=[0, 1]) == pytest.approx(36.04, abs=0.005)
    for y, p in [(1.0, 0.0), (0.0, 1.0)]:
        column = np.array([[y]], "float32"), np.array([[p]], "float32")
        assert 15.9 < float(np.array(keras.losses.binary_crossentropy(*column))[0]) <= 16.119
    assert -np.log(1e-7) == pytest.approx(16.118, abs=0.0005)


def test_golden_values():
    y, p = [1, 1, 0, 0] + [1] + [0] * 7, [0.5] * 4 + [0.125] * 8
    assert chapter.brier(y, p) == 0.15625
    assert chapter.log_loss(y, p) == pytest.approx((4 * np.log(2) + np.log(8) + 7 * np.log(8 / 7)) / 12, abs=1e-12)
    words, table = ["spam", "ham", "ham", "spam"], [0.9, 0.1, 0.2, 0.65]  # the example of scikit-learn's documentation
    assert chapter.log_loss(np.array(words) == "spam", table) == pytest.approx(0.21616, abs=1e-5)
    rain = np.repeat([1, 0], [26, 104])  # Brier's reference: the base rate for all scores its variance
    assert chapter.brier(rain, np.full(130, 0.2)) == pytest.approx(0.2 * 0.8, abs=1e-12)


@given(q=st.floats(0.01, 0.99), answer=st.floats(0.001, 0.999))
def test_both_are_proper_and_the_others_are_not(q, answer):
    def expected(score, r):
        return q * score([1], [r]) + (1 - q) * score([0], [r])

    assume(abs(answer - q) > 1e-6)
    assert expected(chapter.brier, answer) > expected(chapter.brier, q)
    assert expected(chapter.log_loss, answer) > expected(chapter.log_loss, q)
    gain = expected(chapter.brier, answer) - expected(chapter.brier, q)
    assert gain == pytest.approx((answer - q) ** 2, abs=1e-12)


def test_accuracy_and_absolute_error_reward_a_lie():
    q = 0.2
    absolute = [q * (1 - r) + (1 - q) * r for r in (0.0, 0.1, q)]
    assert absolute[0] < absolute[1] < absolute[2]
    error_rate = {r: q * (r < 0.5) + (1 - q) * (r >= 0.5) for r in (0.0, q, 0.49, 0.51)}
    assert error_rate[0.0] == error_rate[q] == error_rate[0.49] < error_rate[0.51]


@given(sample=samples(), other=samples())
def test_scores_are_means_over_the_samples(sample, other):
    for score in (chapter.brier, chapter.log_loss):
        both = score(sample[0] + other[0], sample[1] + other[1])
        weights = len(sample[0]), len(other[0])
        assert both == pytest.approx(np.average([score(*sample), score(*other)], weights=weights), abs=1e-9)


# ---------------------------------------------------------------------------------------------------- bins and the ECE


@given(sample=samples(), n_bins=st.integers(1, 30), strategy=strategies)
def test_bins_agree_with_scikit_learn(sample, n_bins, strategy):
    mean_p, frac_pos, count = chapter.reliability_bins(*sample, n_bins, strategy)
    assert mean_p.shape == frac_pos.shape == count.shape == (n_bins,)
    assert count.sum() == len(sample[0])
    used = count > 0
    for values in (mean_p, frac_pos):
        assert np.array_equal(np.isnan(values), ~used)
    assume(len(set(sample[0])) == 2)  # scikit-learn takes both classes only, or a label for the positive one
    theirs = calibration_curve(*sample, n_bins=n_bins, strategy=strategy)
    np.testing.assert_allclose(frac_pos[used], theirs[0], rtol=0, atol=1e-12)
    np.testing.assert_allclose(mean_p[used], theirs[1], rtol=0, atol=1e-12)


@settings(max_examples=40)
@given(sample=samples(st.floats(0, 1, width=32)), n_bins=st.integers(1, 30), strategy=strategies)
def test_bins_of_32_bit_arrays_agree_with_scikit_learn(sample, n_bins, strategy):
    y, p = np.array(sample[0]), np.array(sample[1], "float32")
    assume(len(set(sample[0])) == 2)
    mean_p, frac_pos, count = chapter.reliability_bins(y, p, n_bins, strategy)
    theirs = calibration_curve(y, p, n_bins=n_bins, strategy=strategy)
    np.testing.assert_allclose(frac_pos[count > 0], theirs[0], rtol=0, atol=1e-12)
    np.testing.assert_allclose(mean_p[count > 0], theirs[1], rtol=0, atol=1e-12)


@given(sample=samples(), n_bins=st.integers(1, 30))
def test_a_bin_includes_its_upper_edge(sample, n_bins):
    y, p = map(np.array, sample)
    edges = np.linspace(0, 1, n_bins + 1)
    counts = chapter.reliability_bins(y, p, n_bins)[2]
    for number, (low, high) in enumerate(zip(edges, edges[1:])):
        high = np.inf if number == n_bins - 1 else high
        here = (p > low if number else p >= 0) & (p <= high)
        assert counts[number] == here.sum()


@given(sample=samples(), n_bins=st.integers(1, 30), strategy=strategies)
def test_ece_is_the_weighted_mean_distance(sample, n_bins, strategy):
    mean_p, frac_pos, count = chapter.reliability_bins(*sample, n_bins, strategy)
    by_loop = sum(n / len(sample[0]) * abs(f - m) for m, f, n in zip(mean_p, frac_pos, count) if n)
    ece = chapter.expected_calibration_error(*sample, n_bins, strategy)
    assert type(ece) is float and 0 <= ece <= 1
    assert ece == pytest.approx(by_loop, abs=1e-12)


@given(sample=samples(), n_bins=st.integers(1, 16), times=st.integers(2, 4))
def test_ece_never_falls_when_bins_are_subdivided(sample, n_bins, times):
    fine = np.linspace(0, 1, n_bins * times + 1)
    assume(np.array_equal(fine[::times], np.linspace(0, 1, n_bins + 1)))  # or rounding moves an edge
    coarse = chapter.expected_calibration_error(*sample, n_bins)
    assert chapter.expected_calibration_error(*sample, n_bins * times) >= coarse - 1e-12
    y, p = map(np.array, sample)
    assert chapter.expected_calibration_error(y, p, 1) == pytest.approx(abs(y.mean() - p.mean()), abs=1e-12)
    assert coarse >= abs(y.mean() - p.mean()) - 1e-12


@given(sample=samples(), n_bins=st.integers(1, 30))
def test_parts_of_the_brier_score(sample, n_bins):
    y, p = map(np.array, sample)
    group = np.searchsorted(np.linspace(0, 1, n_bins + 1)[1:-1], p)
    rel, res, unc = helper.parts(y, p, group)
    variance, covariance = helper.within(y, p, group)
    assert rel - res + unc + variance - covariance == pytest.approx(chapter.brier(y, p), abs=1e-12)
    same = np.unique(p, return_inverse=True)[1]  # a group for each probability: Murphy's own case
    rel, res, unc = helper.parts(y, p, same)
    assert rel - res + unc == pytest.approx(chapter.brier(y, p), abs=1e-12)
    assert min(rel, res, unc) >= 0


@settings(max_examples=40)
@given(sample=samples(), n_bins=st.integers(1, 30), strategy=strategies)
def test_many_eces_at_once(sample, n_bins, strategy):
    y, p = map(np.array, sample)
    order = np.argsort(p, kind="stable")
    y, p = y[order], p[order]
    both = helper.ece_of_all(np.array([y - p, 1 - y - p]), p, n_bins, strategy)
    for value, labels in zip(both, [y, 1 - y]):
        assert value == pytest.approx(chapter.expected_calibration_error(labels, p, n_bins, strategy), abs=1e-12)


# scikit-learn's own tests, with our functions in the place of theirs.


def test_scikit_learns_own_test_of_the_calibration_curve(monkeypatch):
    def ours(y_true, y_prob, n_bins=5, strategy="uniform", pos_label=None):
        mean_p, frac_pos, count = chapter.reliability_bins(y_true, y_prob, n_bins, strategy)
        return frac_pos[count > 0], mean_p[count > 0]

    monkeypatch.setattr(sklearn_tests, "calibration_curve", ours)
    sklearn_tests.test_calibration_curve()


def test_the_data_of_scikit_learns_own_test_of_the_brier_score():
    y, p = np.array([0, 1, 1, 0, 1, 1]), np.array([0.1, 0.8, 0.9, 0.3, 1.0, 0.95])
    assert chapter.brier(y, p) == pytest.approx(np.linalg.norm(y - p) ** 2 / len(y), abs=1e-12)
    assert chapter.brier(y, y) == 0 and chapter.brier(y, 1 - y) == 1
    assert chapter.brier([0], [0.4]) == pytest.approx(0.16) and chapter.brier([1], [0.4]) == pytest.approx(0.36)


# ------------------------------------------------------------------------------------------------------------- refused


@pytest.mark.parametrize("function", [chapter.brier, chapter.log_loss])
@pytest.mark.parametrize(
    "y_true, p, message",
    [
        ([0, 1], [0.1, 1.0001], "p must hold probabilities, from 0 to 1, got 1.0001"),
        ([0, 1], [0.1, np.nextafter(1, 2)], "got 1.0000000000000002"),  # not "from 0 to 1, got 1"
        ([0, 1], [-1.5, 2.0], "p must hold probabilities"),  # logits
        ([0, 1], [10, 90], "p must hold probabilities"),  # percentages
        ([0, 1], [0.1, np.nan], "p must be finite"),
        ([0, 1], [[0.9, 0.1], [0.2, 0.8]], r"p must have shape \(N,\)"),
        ([0, 1], [0.1], "p has length 1, but y_true has length 2"),
        (["no", "yes"], [0.1, 0.9], "y_true must hold only 0 and 1"),
        ([0, 2], [0.1, 0.9], "y_true must hold only 0 and 1"),
    ],
)
def test_what_is_no_probability_is_refused(function, y_true, p, message):
    for arguments in [(function, ()), (chapter.reliability_bins, (5,)), (chapter.expected_calibration_error, (5,))]:
        with pytest.raises(ValueError, match=message):
            arguments[0](y_true, p, *arguments[1])


@pytest.mark.parametrize("n_bins", [0, -1, 2.0, "5", None, True, 10_001])
def test_bins_must_be_counted(n_bins):
    with pytest.raises(ValueError, match="n_bins must be an integer from 1 to 10,000"):
        chapter.reliability_bins([0, 1], [0.1, 0.9], n_bins)
    with pytest.raises(ValueError, match="strategy must be one of"):
        chapter.expected_calibration_error([0, 1], [0.1, 0.9], 5, strategy="equal")


# --------------------------------------------------------------------------------- what the chapter says, and rests on


@pytest.fixture(scope="module")
def crash():
    data, table = book.load_crash(), pd.read_csv(book.DATA / "crash.csv")
    x = {name: getattr(data, f"x_{name}").astype(float) for name in ("train", "val", "test")}
    (y_val, p_val), (y_test, p_test) = (book.load_crash_scores(split) for split in ("validation", "test"))
    weight = table["weight"].to_numpy()
    return SimpleNamespace(
        x=x, y_train=data.y_train, y_val=y_val, y=y_test, p_val=p_val, p=p_test,
        z_val=special.logit(p_val), z=special.logit(p_test), features=data.features,
        weight_val=weight[data.rows.val], weight=weight[data.rows.test],
        road=np.average(table["died"], weights=weight),
    )  # fmt: skip


def test_expected_and_seen(crash):
    assert (crash.p > 0).all() and (crash.p < 1).all()
    for y, p, expected, z in [(crash.y, crash.p, 186, 3.0), (crash.y_val, crash.p_val, 199, 1.9)]:
        assert (round(p.sum()), y.sum()) == (expected, 223)
        assert round((223 - p.sum()) / np.sqrt(np.sum(p * (1 - p))), 1) == z
    rng = np.random.default_rng(0)  # the standard deviation of the number of deaths, by drawing them
    deaths = (rng.random((2000, len(crash.p))) < crash.p).sum(axis=1)
    assert deaths.std() == pytest.approx(np.sqrt(np.sum(crash.p * (1 - crash.p))), rel=0.05)
    assert (deaths >= 223).mean() < 0.005


def test_a_stratified_split_takes_noise_away(crash):
    """Labels for which the probabilities are true, in a random or a stratified quarter of the rows."""
    rng, p = np.random.default_rng(0), np.concatenate([crash.p, crash.p_val] * 2)
    off = {"random": [], "stratified": []}
    for _ in range(300):
        y, rows = (rng.random(len(p)) < p).astype(int), rng.permutation(len(p))
        dead, alive = rows[y[rows] == 1], rows[y[rows] == 0]
        quarter = np.concatenate([dead[: len(dead) // 4], alive[: len(alive) // 4]])
        for name, test in [("random", rows[: len(p) // 4]), ("stratified", quarter)]:
            off[name].append(y[test].sum() - p[test].sum())
    formula = np.sqrt(np.sum(crash.p * (1 - crash.p)))
    assert np.std(off["random"]) == pytest.approx(formula, rel=0.12)
    assert np.std(off["stratified"]) < 0.75 * formula


def wilson(k, n):
    return stats.binomtest(int(k), int(n)).proportion_ci(0.95, method="wilson")


def test_the_levels_that_are_too_low_on_both_sets(crash):
    edges = [0, 0.005, 0.01, 0.02, 0.05, 0.1, 0.15, 0.25, 0.5, 1]
    for y, p, excluded in [(crash.y, crash.p, [2, 3, 4]), (crash.y_val, crash.p_val, [])]:
        here = [(p > low) & (p <= high) for low, high in zip(edges, edges[1:])]
        assert sum(rows.sum() for rows in here) == len(p)
        limits = [wilson(y[rows].sum(), rows.sum()) for rows in here]
        means = [p[rows].mean() for rows in here]
        assert [i for i in range(9) if not limits[i][0] <= means[i] <= limits[i][1]] == excluded
        assert all(y[here[i]].mean() > means[i] for i in (2, 3, 4))
        assert max(y[rows].sum() for rows in here) < 50
        assert limits[6][0] < 0.2 < 0.25 < limits[6][1]


def test_how_many_intervals_of_the_diagram_exclude_the_line(crash):
    mean_p, frac_pos, count = chapter.reliability_bins(crash.y, crash.p, 10, "quantile")
    limits = np.array([wilson(np.rint(f * n), n) for f, n in zip(frac_pos, count)])
    assert np.sum((mean_p < limits[:, 0]) | (mean_p > limits[:, 1])) == 2
    assert (frac_pos > mean_p)[-5:].all()  # "the five points with the highest scores"
    assert 1 - 0.95**10 == pytest.approx(0.40, abs=0.005)
    assert 1 - 0.95**10 - 10 * 0.05 * 0.95**9 == pytest.approx(0.09, abs=0.005)
    low, high = wilson(*np.array([(frac_pos * count)[0], count[0]]).round())
    assert low < mean_p[0] < high


def test_the_interval_of_a_share_is_that_of_the_count():
    """A share times its number of rows may fall just short of the count: 29 of 100, for one."""
    assert int(0.29 * 100) == 28
    assert helper.wilson(0.29 * 100, 100) == wilson(29, 100)


def interval_of_mean(values):
    error = 1.96 * values.std(ddof=1) / np.sqrt(len(values))
    return values.mean() - error, values.mean() + error


def test_paired_intervals_agree_with_the_bootstrap(crash):
    T = helper.fit_temperature(crash.z_val, crash.y_val)
    before, after = helper.penalties(crash.y, crash.p), helper.penalties(crash.y, special.expit(crash.z / T))
    times = np.random.default_rng(1).multinomial(len(crash.y), np.full(len(crash.y), 1 / len(crash.y)), 2000)
    for a, b in zip(after, before):
        low, high = interval_of_mean(a - b)
        drawn = np.quantile(times @ (a - b) / len(a), [0.025, 0.975])
        assert np.allclose([low, high], drawn, rtol=0, atol=0.1 * (high - low))


def test_the_repairs(crash):
    T = helper.fit_temperature(crash.z_val, crash.y_val)
    assert round(T, 3) == 1.065
    platt = LogisticRegression(C=np.inf, tol=1e-10, max_iter=10_000).fit(crash.z_val[:, None], crash.y_val)
    assert (round(platt.coef_[0, 0], 3), round(platt.intercept_[0], 3)) == (0.946, 0.026)
    isotonic = IsotonicRegression(out_of_bounds="clip").fit(crash.z_val, crash.y_val)
    assert len(np.unique(isotonic.y_thresholds_)) == len(np.unique(isotonic.predict(crash.z_val))) == 26
    between = ~np.isin(isotonic.predict(crash.z), isotonic.y_thresholds_)  # on the lines between two steps
    assert 0 < between.sum() < 50
    cool, sigmoid = special.expit(crash.z / T), platt.predict_proba(crash.z[:, None])[:, 1]
    stairs = isotonic.predict(crash.z)
    assert [round(p.sum()) for p in (cool, sigmoid, stairs)] == [208, 210, 207]
    for p, expected in [(0.014, [0.018, 0.018, 0.019]), (0.2, [0.214, 0.217, 0.237])]:
        z = special.logit(p)
        found = [special.expit(z / T), platt.predict_proba([[z]])[0, 1], isotonic.predict([z])[0]]
        assert [round(value, 3) for value in found] == expected
    before = helper.penalties(crash.y, crash.p)
    for p, brier_below in [(cool, True), (sigmoid, False)]:
        after = helper.penalties(crash.y, p)
        assert interval_of_mean(after[1] - before[1])[1] < 0
        assert (interval_of_mean(after[0] - before[0])[1] < 0) == brier_below
    cool, sigmoid = (helper.penalties(crash.y, p)[1] for p in (cool, sigmoid))
    low, high = interval_of_mean(sigmoid - cool)
    assert low < 0 < high
    low, high = interval_of_mean(helper.penalties(crash.y, stairs)[0] - before[0])
    assert low < 0 < high
    assert (np.sum(stairs == 0), crash.y[stairs == 0].sum()) == (575, 0)
    assert (np.sum(stairs == 1), np.sum(crash.y[stairs == 1] == 0)) == (2, 1)
    assert chapter.log_loss(crash.y, stairs) == np.inf
    assert round(metrics.log_loss(crash.y, stairs), 4) == 0.1380


@settings(max_examples=15)
@given(true=st.floats(0.3, 3), seed=st.integers(0, 100))
def test_temperature_is_recovered(true, seed):
    """Guo and others (2017): logits that are T times too large are divided by T."""
    rng = np.random.default_rng(seed)
    z = rng.normal(0, 2, 3000)
    y = (rng.random(3000) < special.expit(z)).astype(int)
    assert helper.fit_temperature(true * z, y) == pytest.approx(true * helper.fit_temperature(z, y), rel=1e-3)
    assert helper.fit_temperature(true * z, y) == pytest.approx(true, rel=0.25)


def test_temperature_of_logits_whose_probabilities_are_0_and_1():
    z = np.random.default_rng(0).normal(0, 2, 3000)
    y = (np.random.default_rng(1).random(3000) < special.expit(z)).astype(int)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        T = helper.fit_temperature(15 * z, y)
    assert np.isinf(chapter.log_loss(y, special.expit(15 * z)))
    assert T == pytest.approx(15 * helper.fit_temperature(z, y), rel=1e-3)


def calibrated(kind, method, crash):
    model = CalibratedClassifierCV(FrozenEstimator(kind()), method=method)
    return model.fit(crash.z_val[:, None], crash.y_val).predict_proba(crash.z[:, None])[:, 1]


def test_scikit_learns_calibration_of_a_trained_model(crash):
    T = helper.fit_temperature(crash.z_val, crash.y_val)
    np.testing.assert_allclose(calibrated(helper.Logits, "temperature", crash), special.expit(crash.z / T), atol=1e-5)
    on_p = calibrated(helper.Probabilities, "temperature", crash)
    np.testing.assert_allclose(on_p, special.expit(crash.z / T), atol=1e-4)
    sigmoid, on_p = (calibrated(kind, "sigmoid", crash) for kind in (helper.Logits, helper.Probabilities))
    P, M = crash.y_val.sum(), np.sum(crash.y_val == 0)  # Platt's targets in the place of 1 and 0
    rows = np.concatenate([crash.z_val, crash.z_val])[:, None]
    target = np.where(crash.y_val == 1, (P + 1) / (P + 2), 1 / (M + 2))
    labels, weight = np.repeat([1, 0], len(target)), np.concatenate([target, 1 - target])
    by_hand = LogisticRegression(C=np.inf, tol=1e-8).fit(rows, labels, sample_weight=weight)
    np.testing.assert_allclose(sigmoid, by_hand.predict_proba(crash.z[:, None])[:, 1], atol=1e-4)
    raw = chapter.log_loss(crash.y, crash.p)
    assert chapter.log_loss(crash.y, sigmoid) < raw < chapter.log_loss(crash.y, on_p)
    low, _ = interval_of_mean(helper.penalties(crash.y, on_p)[1] - helper.penalties(crash.y, crash.p)[1])
    assert low > 0.009
    with pytest.raises(ValueError, match="cv"):
        CalibratedClassifierCV(helper.Logits(), cv="prefit").fit(crash.z_val[:, None], crash.y_val)


@given(T=st.floats(0.01, 100), z=st.floats(-20, 20))
def test_a_temperature_leaves_one_half_and_the_side(T, z):
    assert special.expit(0 / T) == 0.5
    assert np.sign(special.expit(z / T) - 0.5) in (np.sign(z), 0)


def test_class_weights_and_the_way_back(crash):
    w = np.sum(crash.y_train == 0) / crash.y_train.sum()
    plain = LogisticRegression(C=np.inf, tol=1e-8, max_iter=10_000).fit(crash.x["train"], crash.y_train)
    heavy = LogisticRegression(C=np.inf, tol=1e-8, max_iter=10_000, class_weight="balanced")
    heavy.fit(crash.x["train"], crash.y_train)
    z, z_val = (heavy.decision_function(crash.x[name]) for name in ("test", "val"))
    p = plain.predict_proba(crash.x["test"])[:, 1]
    assert [round(values.sum()) for values in (p, special.expit(z), special.expit(z - np.log(w)))] == [206, 1439, 219]
    T = helper.fit_temperature(z_val, crash.y_val)
    assert round(T, 2) == 1.04 and special.expit(z / T).sum() > 1439
    platt = LogisticRegression(C=np.inf).fit(z_val[:, None], crash.y_val)
    assert platt.predict_proba(z[:, None])[:, 1].sum() == pytest.approx(209, abs=1)
    assert platt.intercept_[0] == pytest.approx(-np.log(w), abs=0.1)
    back = helper.penalties(crash.y, special.expit(z - np.log(w)))[1]
    low, high = interval_of_mean(back - helper.penalties(crash.y, p)[1])
    assert low < 0 < high
    threshold = 1 / 21
    cost = {
        name: np.where(crash.y == 1, 20 * (values < threshold), values >= threshold)
        for name, values in [("weighted", special.expit(z)), ("back", special.expit(z - np.log(w)))]
    }
    assert interval_of_mean(cost["back"] - cost["weighted"])[1] < -0.3


@given(
    shares=st.lists(st.tuples(st.floats(0.05, 0.9), st.floats(0.01, 0.99)), min_size=1, max_size=6),
    w=st.floats(0.01, 100),
)
def test_the_shift_is_bayes_theorem(shares, w):
    """Groups with a size and a probability each; positives weighted by w, whatever the group: exact."""
    for _, p in shares:
        weighted = w * p / (w * p + 1 - p)
        assert helper.shifted(special.logit(weighted), np.log(w)) == pytest.approx(p, abs=1e-9)
        kept = p / (p + (1 - p) / w)  # a share 1 / w of the negatives
        assert kept == pytest.approx(weighted, abs=1e-12)


@pytest.mark.parametrize("C, exact", [(np.inf, True), (1.0, False)])
def test_the_shift_is_exact_without_a_penalty(crash, C, exact):
    w = np.sum(crash.y_train == 0) / crash.y_train.sum()
    x = crash.x["train"][:, [i for i, name in enumerate(crash.features) if name.startswith("speed")]]
    plain, heavy = (
        LogisticRegression(C=C, class_weight=weight, tol=1e-10, max_iter=10_000)
        .fit(x, crash.y_train)
        .decision_function(np.eye(5))
        for weight in (None, {0: 1, 1: w})
    )
    largest = np.max(np.abs(heavy - np.log(w) - plain))
    assert largest < 1e-3 if exact else largest > 0.5


def test_the_shift_needs_a_choice_by_label_alone():
    """If which negatives are kept depends on the feature too, no single shift repairs both groups."""
    p = np.array([0.1, 0.4])
    kept = np.array([0.5, 0.1])  # shares of the negatives, by group
    seen = p / (p + (1 - p) * kept)
    needed = special.logit(seen) - special.logit(p)
    assert np.ptp(needed) > 1


def test_order_says_nothing_of_honesty(crash):
    auc = metrics.roc_auc_score(crash.y, crash.p)
    base = chapter.brier(crash.y, np.full(len(crash.y), crash.y_train.mean()))
    changed = {
        "root": np.sqrt(crash.p), "sharp": special.expit(3 * crash.z), "rank": stats.rankdata(crash.p) / len(crash.p),
    }  # fmt: skip
    for p in changed.values():
        assert metrics.roc_auc_score(crash.y, p) == pytest.approx(auc, abs=1e-12)
        assert chapter.brier(crash.y, p) > chapter.brier(crash.y, crash.p)
    assert chapter.brier(crash.y, changed["root"]) > base and chapter.brier(crash.y, changed["rank"]) > base
    assert [round(p.sum()) for p in changed.values()] == [715, 37, 2576]


def test_scikit_learn_has_no_ece():
    assert not [name for name in dir(metrics) if "calibration" in name or "ece" in name.split("_")]


def test_an_ece_near_zero_is_worth_nothing(crash):
    constant = np.full(len(crash.y), crash.y_train.mean())
    for bins in [5, 10, 100]:
        assert chapter.expected_calibration_error(crash.y, constant, bins) < 0.0002
    assert chapter.brier(crash.y, constant) > chapter.brier(crash.y, crash.p)


def test_a_calibrated_model_has_an_ece_above_zero(crash):
    rng = np.random.default_rng(7)
    drawn = {10: [], 1000: []}
    for _ in range(60):
        y = (rng.random(len(crash.p)) < crash.p).astype(int)
        for bins, values in drawn.items():
            values.append(chapter.expected_calibration_error(y, crash.p, bins))
    assert np.mean(drawn[10]) == pytest.approx(0.0043, abs=0.0006)
    assert np.mean(drawn[1000]) == pytest.approx(0.0362, abs=0.0006)
    assert min(drawn[10]) > 0
    assert chapter.expected_calibration_error(crash.y, crash.p, 10) > np.quantile(drawn[10], 0.95)
    assert chapter.expected_calibration_error(crash.y_val, crash.p_val, 1) < 0.0054  # validation shows less of it


def test_another_prevalence_and_another_population(crash):
    shift = special.logit(crash.y_train.mean()) - special.logit(crash.road)
    p = special.expit(crash.z - shift)
    by_class = np.where(crash.y == 1, crash.road / crash.y.mean(), (1 - crash.road) / (1 - crash.y.mean()))
    ratio = {
        name: np.average(crash.y, weights=weight) / np.average(p, weights=weight)
        for name, weight in [("same rows", by_class), ("road", crash.weight)]
    }
    assert ratio["same rows"] == pytest.approx(crash.y.sum() / crash.p.sum(), abs=0.02)
    assert ratio["road"] == pytest.approx(2.88, abs=0.005)
    alive = crash.y == 0  # "on the road the survivors are mostly in slow crashes, with low scores"
    assert np.average(crash.p[alive], weights=crash.weight[alive]) < 0.55 * crash.p[alive].mean()
    of_deaths = crash.weight[crash.y == 1]
    assert round(of_deaths.sum() ** 2 / np.sum(of_deaths**2)) == 21
    platt = LogisticRegression(C=np.inf)
    platt.fit(crash.z_val[:, None], crash.y_val, sample_weight=crash.weight_val / crash.weight_val.mean())
    repaired = platt.predict_proba(crash.z[:, None])[:, 1]
    assert np.average(crash.y, weights=crash.weight) / np.average(repaired, weights=crash.weight) == pytest.approx(
        1.02, abs=0.01
    )


def test_skill_is_that_of_scikit_learn(crash):
    base = np.full(len(crash.y), crash.y.mean())  # scikit-learn takes the base rate of the rows that it scores
    for score, theirs in [(chapter.brier, metrics.d2_brier_score), (chapter.log_loss, metrics.d2_log_loss_score)]:
        assert 1 - score(crash.y, crash.p) / score(crash.y, base) == pytest.approx(theirs(crash.y, crash.p), abs=1e-9)


def test_scikit_learns_scores_take_a_table_of_classes():
    labels = np.array([0, 1, 2, 2])
    table = np.array([[0.6, 0.3, 0.1], [0.2, 0.5, 0.3], [0.1, 0.1, 0.8], [0.4, 0.4, 0.2]])
    squares = np.mean(np.sum((table - np.eye(3)[labels]) ** 2, axis=1))
    assert metrics.brier_score_loss(labels, table) == pytest.approx(squares, abs=1e-12)
    assert metrics.log_loss(labels, table) == pytest.approx(-np.mean(np.log(table[range(4), labels])), abs=1e-12)


def test_inputs_of_scikit_learns_log_loss():
    words, two = ["spam", "ham"], [[0.1, 0.9], [0.8, 0.2]]
    right = chapter.log_loss([1, 0], [0.9, 0.2])
    assert metrics.log_loss(words, two) == pytest.approx(right) == metrics.log_loss(words, [0.9, 0.2])
    assert metrics.log_loss(words, [row[::-1] for row in two]) == pytest.approx(1.956, abs=0.0005)
    with pytest.raises(ValueError, match="only one label"):
        metrics.log_loss([1, 1], [0.9, 0.8])
    with pytest.warns(UserWarning, match="do not sum to one"):
        metrics.log_loss([0, 1], [[0.5, 0.4], [0.2, 0.7]])
    with pytest.raises(ValueError, match="greater than 1"):
        metrics.log_loss([0, 1], [-1.5, 2.0])
    with pytest.raises(ValueError, match="different number of classes"):
        metrics.log_loss([0, 2], [[0.5, 0.2, 0.3], [0.1, 0.1, 0.8]])


@given(factor=st.floats(0.1, 10))
def test_multiplied_logits_keep_every_prediction(factor):
    z = np.random.default_rng(3).normal(0, 2, (200, 5))
    assert np.array_equal(special.softmax(factor * z, axis=1).argmax(axis=1), z.argmax(axis=1))
