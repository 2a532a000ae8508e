"""Chapter 9: intervals and comparisons against SciPy, brute force, and the examples of the papers behind them."""

import time
from fractions import Fraction
from math import comb

import book
import numpy as np
import pandas as pd
import pytest
from define_cells import load, load_helpers
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats
from sklearn import metrics
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

chapter = load("09_uncertainty")
ours = load_helpers("09_uncertainty")

cases = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
confidences = st.floats(0.01, 0.999)
scores = st.one_of(st.integers(-3, 3), st.floats(-1000, 1000, width=32), st.floats(0, 1))
samples = st.lists(st.tuples(st.integers(0, 1), scores, scores), min_size=1, max_size=40).map(
    lambda rows: [list(column) for column in zip(*rows)]
)
labels = st.lists(st.tuples(*[st.integers(0, 2)] * 3), min_size=1, max_size=60).map(lambda rows: list(zip(*rows)))

# --------------------------------------------------------------------------------------------------- Wilson's interval


@given(case=cases, confidence=confidences)
def test_wilson_agrees_with_scipy(case, confidence):
    theirs = stats.binomtest(*case).proportion_ci(confidence, method="wilson")
    ours = chapter.wilson_interval(*case, confidence)
    assert [type(end) for end in ours] == [float, float]
    np.testing.assert_allclose(ours, [theirs.low, theirs.high], rtol=0, atol=1e-12)


@given(case=cases, confidence=confidences)
def test_wilson_solves_its_equation_and_mirrors(case, confidence):
    """Each end lies z of its own standard errors from the share, unless it is 0 or 1."""
    (k, n), z = case, stats.norm.isf((1 - confidence) / 2)
    low, high = chapter.wilson_interval(k, n, confidence)
    assert 0 <= low <= k / n <= high <= 1
    for end in (low, high):
        assert (k / n - end) ** 2 == pytest.approx(z**2 * end * (1 - end) / n, abs=1e-9)
    assert chapter.wilson_interval(n - k, n, confidence) == pytest.approx((1 - high, 1 - low), abs=1e-12)


def test_wilson_at_the_edges():
    assert chapter.wilson_interval(0, 7)[0] == 0 and chapter.wilson_interval(7, 7)[1] == 1
    assert np.isnan(chapter.wilson_interval(0, 0)).all()
    z2 = stats.norm.isf(0.025) ** 2
    assert chapter.wilson_interval(10, 10)[0] == pytest.approx(10 / (10 + z2), abs=1e-12)
    low, high = chapter.wilson_interval(5 * 10**14, 10**15)
    assert low < 0.5 < high and high - low < 1e-7


def normal(k, n):
    half = stats.norm.isf(0.025) * np.sqrt(k / n * (1 - k / n) / n)
    return k / n - half, k / n + half


def coverage(interval, n, p):
    holds = [low <= p <= high for low, high in (interval(k, n) for k in range(n + 1))]
    return stats.binom.pmf(np.flatnonzero(holds), n, p).sum()


@pytest.mark.parametrize(
    "p, n, published",
    [(0.2, 30, 0.946), (0.2, 98, 0.928), (0.5, 17, 0.951), (0.5, 40, 0.919), (0.005, 591, 0.945), (0.005, 592, 0.792)],
)
def test_brown_cai_and_dasgupta_2001(p, n, published):
    """Their examples of the normal interval; Wilson's keeps above 0.93 in each."""
    assert round(coverage(normal, n, p), 3) == published
    assert coverage(chapter.wilson_interval, n, p) > 0.93


def test_coverage_of_wilson_at_our_sizes():
    shares = np.linspace(0.005, 0.995, 199)
    for n, lowest in [(20, 0.90), (50, 0.91), (223, 0.94)]:
        covered = [coverage(chapter.wilson_interval, n, p) for p in shares[::4]]
        assert np.mean(covered) > 0.945 and min(covered) > lowest


@pytest.mark.parametrize("n", [20, 50, 223, 1000])
def test_wilson_dips_near_the_ends_whatever_n_is(n):
    """Below the lower end of one case in n, the samples with one case miss: 0.838 is left, the limit of exp(-0.177)."""
    low = chapter.wilson_interval(1, n)[0]
    assert low * n == pytest.approx(0.177, abs=0.002)
    ends = ours.coverage(chapter.wilson_interval, n, np.array([low * 0.999, 1 - low * 0.999]))
    assert ends == pytest.approx(0.838, abs=0.002)
    assert ours.coverage(chapter.wilson_interval, n, np.linspace(1.05 * low, 10 / n, 200)).min() > 0.9


@pytest.mark.parametrize(
    "arguments, name",
    [((3, 2), "successes"), ((-1, 2), "successes"), ((1.0, 2), "successes"), ((True, 2), "successes"), ((1, -1), "n"),
     ((1, 2.0), "n"), ((1, None), "n"), ((1, 2, 0), "confidence"), ((1, 2, 1), "confidence"),
     ((1, 2, 95), "confidence"), ((1, 2, np.nan), "confidence"), ((1, 2, "0.95"), "confidence")],
)  # fmt: skip
def test_wilson_refuses_by_name(arguments, name):
    with pytest.raises(ValueError, match=f"^{name} must"):
        chapter.wilson_interval(*arguments)


# --------------------------------------------------------------------------------------------------- the bootstrap


def recall(y, predicted):
    return np.mean(predicted[y == 1])


@given(found=st.integers(0, 30), missed=st.integers(1, 30), negatives=st.integers(0, 5))
@settings(max_examples=25)
def test_bootstrap_of_a_share_is_the_binomial(found, missed, negatives):
    """Stratified, so the number found in a draw is binomial: its quantiles are known exactly."""
    y = [1] * (found + missed) + [0] * negatives
    predicted = [1] * found + [0] * (missed + negatives)
    n = found + missed
    low, high = chapter.bootstrap_interval(recall, y, predicted, n_resamples=500)
    for end, quantile in [(low, 0.025), (high, 0.975)]:
        bounds = stats.binom.ppf([max(quantile - 0.022, 0), min(quantile + 0.022, 1)], n, found / n) / n
        assert max(bounds[0], 0) - 1e-9 <= end <= min(bounds[1], 1) + 1e-9


def test_bootstrap_keeps_the_size_of_both_classes():
    seen = []
    chapter.bootstrap_interval(lambda y, s: seen.append((len(y), y.sum())) or 0.0, [1, 0, 0, 1, 0], range(5), 0.9, 50)
    assert set(seen) == {(5, 2)} and len(seen) == 50


def test_plain_draws_let_the_classes_vary():
    """Every row is as likely as any other: the number of positives is binomial, and all rows come."""
    seen, y = [], [1] * 30 + [0] * 70
    chapter.bootstrap_interval(
        lambda a, s: seen.append((a.sum(), *s)) or 0.0, y, range(100), 0.9, 400, stratified=False
    )
    positives, rows = np.array(seen)[:, 0], np.array(seen)[:, 1:]
    assert rows.shape == (400, 100) and set(rows.ravel()) == set(range(100))
    assert positives.mean() == pytest.approx(30, abs=4 * np.sqrt(21 / 400))
    assert positives.std() == pytest.approx(np.sqrt(21), rel=4 / np.sqrt(800))
    assert (positives == np.sum(rows < 30, axis=1)).all()


def test_plain_draws_fit_a_share_of_all_rows_and_stratified_draws_do_not():
    """Precision at 0.05 on the running example: plain agrees with Wilson, stratified is far narrower."""
    y, score = book.load_crash_scores("test")
    plain, strata = (
        chapter.bootstrap_interval(ours.precision_at, y, score, n_resamples=1000, stratified=kind)
        for kind in (False, True)
    )
    wilson = chapter.wilson_interval(162, 925)
    assert plain == pytest.approx(wilson, abs=0.004)
    assert np.ptp(strata) < 0.67 * np.ptp(wilson)
    recalls = chapter.bootstrap_interval(ours.recall_at, y, score, n_resamples=1000, stratified=False)
    assert recalls == pytest.approx(chapter.wilson_interval(162, 223), abs=0.008)


def test_bootstrap_draws_pairs_of_label_and_score():
    y, score = np.array([1, 0] * 10), np.arange(20.0)
    ends = chapter.bootstrap_interval(lambda a, s: float((y[s.astype(int)] == a).all()), y, score, n_resamples=20)
    assert ends == (1, 1)


def test_bootstrap_depends_on_its_seed_alone():
    y, score = book.load_crash_scores("test")
    draw = [chapter.bootstrap_interval(recall, y, score >= 0.05, n_resamples=200, seed=seed) for seed in (1, 1, 2)]
    assert draw[0] == draw[1] != draw[2]


def test_a_higher_confidence_gives_a_wider_interval():
    y, score = book.load_crash_scores("test")
    widths = [np.diff(chapter.bootstrap_interval(recall, y, score >= 0.05, c, 300))[0] for c in (0.5, 0.9, 0.99)]
    assert widths == sorted(widths) and widths[0] > 0


def test_undefined_in_a_draw_is_nan_and_never_left_out():
    def precision(y, predicted):
        return np.mean(y[predicted == 1]) if (predicted == 1).any() else np.nan

    y, predicted = [1, 0, 0, 0, 0, 1], [1, 0, 0, 0, 0, 0]  # one alarm: some draws hold none
    assert np.isnan(chapter.bootstrap_interval(precision, y, predicted)).all()
    one_class = [1, 1, 1]
    with np.errstate(all="ignore"):
        assert np.isnan(chapter.bootstrap_interval(lambda y, s: np.nan, one_class, [1, 2, 3], n_resamples=3)).all()
    low, high = chapter.bootstrap_interval(lambda y, s: s.mean(), one_class, [1, 2, 3], n_resamples=300)
    assert 1 <= low < high <= 3  # a metric that needs one class only


def fast_auc(y, score):
    pos, neg = score[y == 1], np.sort(score[y == 0])
    return np.mean(np.searchsorted(neg, pos, "left") + np.searchsorted(neg, pos, "right")) / 2 / len(neg)


def test_bootstrap_of_the_auc_on_the_running_example():
    """2,000 draws on 5,150 rows in under 5 s, with the interval that chapter 5 gives."""
    y, score = book.load_crash_scores("test")
    start = time.process_time()
    low, high = chapter.bootstrap_interval(fast_auc, y, score)
    assert time.process_time() - start < 5
    assert low == pytest.approx(0.860, abs=0.0015) and high == pytest.approx(0.8995, abs=0.0015)
    a = chapter.placements(y, score)
    half = 1.96 * chapter.placement_error(*a)
    assert (low, high) == pytest.approx((a[0].mean() - half, a[0].mean() + half), abs=0.003)


@pytest.mark.parametrize(
    "change, name",
    [({"metric": None}, "metric"), ({"metric": 1}, "metric"), ({"metric": "auc"}, "metric"),
     ({"confidence": 95}, "confidence"), ({"n_resamples": 0}, "n_resamples"), ({"n_resamples": 10.0}, "n_resamples"),
     ({"stratified": "no"}, "stratified"), ({"stratified": 1}, "stratified"),
     ({"seed": -1}, "seed"), ({"seed": None}, "seed"), ({"y_true": [0, 2]}, "y_true"), ({"y_score": [1]}, "y_score"),
     ({"y_score": [np.nan, 1]}, "y_score")],
)  # fmt: skip
def test_bootstrap_refuses_by_name(change, name):
    good = {"metric": recall, "y_true": [0, 1], "y_score": [0, 1], "n_resamples": 3}
    with pytest.raises(ValueError, match=name):
        chapter.bootstrap_interval(**good | change)


# ----------------------------------------------------------------------------------------------------------- McNemar


@given(labels=labels)
def test_mcnemar_is_the_binomial_test_of_scipy(labels):
    y, a, b = map(np.array, labels)
    only_a, only_b = int(np.sum((a == y) & (b != y))), int(np.sum((b == y) & (a != y)))
    expected = stats.binomtest(only_a, only_a + only_b).pvalue if only_a + only_b else 1
    p = chapter.mcnemar(y, a, b)
    assert type(p) is float and p == pytest.approx(expected, abs=1e-12)
    assert p == chapter.mcnemar(y, b, a)


def discordant(only_a, only_b, both=3):
    y = np.ones(only_a + only_b + both, int)
    a, b = y.copy(), y.copy()
    b[:only_a], a[only_a : only_a + only_b] = 0, 0
    return y, a, b


@pytest.mark.parametrize("only_a, only_b", [(0, 0), (1, 0), (5, 1), (3, 3), (46, 43), (0, 12)])
def test_mcnemar_by_counting_every_toss(only_a, only_b):
    n, few = only_a + only_b, min(only_a, only_b)
    tosses = np.array([bin(i).count("1") for i in range(2**n)]) if n < 13 else None
    if tosses is not None:
        expected = np.mean((tosses <= few) | (tosses >= n - few))
    else:
        expected = float(2 * Fraction(sum(comb(n, k) for k in range(few + 1)), 2**n))
    assert chapter.mcnemar(*discordant(only_a, only_b)) == pytest.approx(expected, abs=1e-12)


def test_mcnemar_on_published_counts():
    """Approval of a prime minister, asked twice (Agresti, 1990): 150 changed one way and 86 the other.

    With the correction for continuity the statistic is 16.818 and p 4.115e-05, as R prints; the exact p lies near it.
    """
    assert (abs(86 - 150) - 1) ** 2 / (86 + 150) == pytest.approx(16.818, abs=0.0005)
    p = chapter.mcnemar(*discordant(150, 86, both=794 + 570))
    assert p == pytest.approx(stats.binomtest(86, 236).pvalue, rel=1e-9)
    assert p == pytest.approx(4.115e-05, rel=0.15)


def test_mcnemar_takes_words_and_many_classes():
    assert chapter.mcnemar(["a", "b", "c"], ["a", "b", "a"], ["b", "a", "a"]) == 0.5


# ------------------------------------------------------------------------------------------------------------- DeLong


def slow(y, a, b=None):
    """By the table of all pairs: AUC and standard error of a, or of the difference of a and b."""
    y, total = np.asarray(y), 0
    for sign, score in [(1, a), (-1, b)]:
        if score is not None:
            score = np.asarray(score, float)
            pos, neg = score[y == 1, None], score[y == 0]
            total = total + sign * ((pos > neg) + 0.5 * (pos == neg))
    v10, v01 = total.mean(axis=1), total.mean(axis=0)
    return total.mean(), np.sqrt(v10.var(ddof=1) / len(v10) + v01.var(ddof=1) / len(v01))


@given(sample=samples)
def test_delong_agrees_with_the_table_of_pairs(sample):
    y, a, b = sample
    assume(2 <= sum(y) <= len(y) - 2)
    auc_a, auc_b, p = chapter.delong(y, a, b)
    assert [type(value) for value in (auc_a, auc_b, p)] == [float] * 3
    assert auc_a == pytest.approx(metrics.roc_auc_score(y, np.asarray(a, float)), abs=1e-12)
    assert auc_b == pytest.approx(metrics.roc_auc_score(y, np.asarray(b, float)), abs=1e-12)
    gap, error = slow(y, a, b)
    if error > 1e-9:
        assert p == pytest.approx(2 * stats.norm.sf(abs(gap) / error), abs=1e-9)
    else:  # the variance is 0, up to rounding
        assert np.isnan(p)


@given(sample=samples)
def test_placements_are_shares_and_their_means_the_auc(sample):
    y, score, _ = map(np.array, sample)
    assume(0 < y.sum() < len(y))
    of_positives, of_negatives = chapter.placements(y, score)
    assert (len(of_positives), len(of_negatives)) == (y.sum(), len(y) - y.sum())
    pairs = (score[y == 1, None] > score[y == 0]) + 0.5 * (score[y == 1, None] == score[y == 0])
    np.testing.assert_allclose(of_positives, pairs.mean(axis=1), rtol=0, atol=1e-12)
    np.testing.assert_allclose(of_negatives, pairs.mean(axis=0), rtol=0, atol=1e-12)


@given(sample=samples)
def test_delong_depends_on_the_orders_alone(sample):
    y, a, b = map(np.array, sample)
    assume(2 <= y.sum() <= len(y) - 2)
    first, other = chapter.delong(y, a, b), chapter.delong(y, b, a)
    assert first[:2] == pytest.approx(other[1::-1], abs=1e-12)
    ranks = chapter.delong(y, stats.rankdata(a), stats.rankdata(b))
    assert ranks == pytest.approx(first, abs=1e-12, nan_ok=True)
    assert np.isnan(chapter.delong(y, a, a)[2])  # no difference, and no variance: 0/0


def test_delong_undefined():
    assert np.isnan(chapter.delong([1, 1], [1, 2], [2, 1])).all()
    auc_a, auc_b, p = chapter.delong([1, 0, 0], [3, 1, 2], [1, 2, 3])  # one positive: no variance
    assert (auc_a, auc_b) == (1, 0) and np.isnan(p)
    assert np.isnan(chapter.delong([1, 1, 0, 0], [3, 4, 1, 2], [1, 2, 3, 4])[2])  # perfect, and perfectly wrong
    staircase = chapter.delong([1, 1, 1, 0, 0, 0], [6, 4, 2, 1, 3, 5], [4, 2, 0, 1, 3, 5])
    assert staircase[:2] == pytest.approx((2 / 3, 1 / 3)) and np.isnan(staircase[2])  # 1/3 each
    assert np.isnan(chapter.placement_error(np.ones(1), np.ones(5)))
    of_positives, of_negatives = chapter.placements([1, 1], [1, 2])
    assert np.isnan(of_positives).all() and len(of_positives) == 2 and len(of_negatives) == 0


ALBUMIN = [3.0, 3.2, 3.9, 2.8, 3.2, 0.9, 2.5, 1.6, 3.8, 3.7, 3.2, 3.8, 4.1, 3.6, 4.3, 3.6, 2.3, 4.2, 4.0, 3.5, 3.8,
           3.0, 4.5, 3.7, 3.1, 4.1, 4.3, 4.3, 3.2, 2.6, 3.3, 1.7, 3.7, 3.3, 4.2, 3.5, 2.9, 2.1, 2.8, 4.0, 3.3, 3.7,
           3.6]  # fmt: skip
PROTEIN = [5.8, 6.3, 6.8, 4.8, 5.8, 4.0, 5.7, 5.6, 5.7, 6.7, 5.4, 6.6, 6.6, 5.7, 7.0, 6.7, 4.4, 7.6, 6.6, 5.8, 6.8,
           4.7, 7.4, 7.4, 6.6, 8.2, 7.0, 6.5, 5.1, 4.7, 6.8, 4.0, 6.1, 6.3, 7.7, 6.2, 5.7, 4.8, 6.2, 7.0, 5.7, 6.9,
           6.6]  # fmt: skip
KG = [10, 5, 3, 6, 3, 5, 8, 5, 5, 6, 4, 6, 5, 5, 4, 4, 6, 4, 6, 6, 7, 8, 5, 5, 6, 6, 5, 4, 5, 6, 6, 7, 5, 7, 6, 5, 9,
      7, 8, 7, 6, 5, 5]  # fmt: skip
OUTCOME = [0, 1, 1, 0, 1, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 0, 0, 1, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 1, 1, 1, 1,
           0, 1, 0, 1, 1, 1, 1]  # fmt: skip


def test_delong_on_the_data_of_the_paper():
    """Patients with ovarian cancer (DeLong and others, 1988), the 43 complete ones as SAS documents the data.

    The results are held against the table of all pairs, since no printed output was at hand.
    """
    scores = {"albumin": ALBUMIN, "protein": PROTEIN, "kg": [10 - score for score in KG]}
    assert len(OUTCOME) == 43 and sum(OUTCOME) == 31
    for score in scores.values():
        placed = chapter.placements(OUTCOME, score)
        expected = slow(OUTCOME, score)
        assert (placed[0].mean(), chapter.placement_error(*placed)) == pytest.approx(expected, abs=1e-12)
    for name in ("albumin", "protein"):
        gap, error = slow(OUTCOME, scores[name], scores["kg"])
        p = chapter.delong(OUTCOME, scores[name], scores["kg"])[2]
        assert p == pytest.approx(2 * stats.norm.sf(abs(gap) / error), abs=1e-12)


def test_area_of_hanley_and_mcneil_1982():
    """58 normal and 51 abnormal images, rated from 1 to 5: the published area is 0.893; many ties."""
    y = [0] * 58 + [1] * 51
    rating = np.repeat([1, 2, 3, 4, 5, 1, 2, 3, 4, 5], [33, 6, 6, 11, 2, 3, 2, 2, 11, 33])
    placed = chapter.placements(y, rating)
    assert round(placed[0].mean(), 3) == 0.893
    assert chapter.placement_error(*placed) == pytest.approx(slow(y, rating)[1], abs=1e-12)


def test_delong_stores_no_pairs():
    y = np.arange(200_000) % 2
    generator = np.random.default_rng(0)
    auc_a, auc_b, p = chapter.delong(y, *generator.random((2, len(y))))
    assert abs(auc_a - 0.5) < 0.01 and abs(auc_b - 0.5) < 0.01 and 0 <= p <= 1


def test_false_alarms_of_delong_and_mcnemar():
    """Two equally noisy views of the same cases: no more than 5 % alarms, within the noise of 400 test sets."""
    generator, found = np.random.default_rng(5), []
    y = np.repeat([1, 0], [60, 200])
    for _ in range(400):
        a, b = y + generator.normal(0, 1, len(y)) + generator.normal(0, 1, (2, len(y)))
        found.append([chapter.delong(y, a, b)[2] < 0.05, chapter.mcnemar(y, a > 0.5, b > 0.5) < 0.05])
    delong, mcnemar = np.mean(found, axis=0)
    assert 0.02 < delong < 0.085 and mcnemar < 0.075


# ------------------------------------------------------------------------------- what the chapter says, and rests on


@pytest.fixture(scope="module")
def crash():
    data = book.load_crash()
    y, score = book.load_crash_scores("test")
    model = LogisticRegression(max_iter=1000).fit(data.x_train, data.y_train)
    return y, score, model.predict_proba(data.x_test)[:, 1]


def test_the_numbers_of_earlier_chapters(crash):
    y, score, logistic = crash
    assert np.round(chapter.wilson_interval(6, 223), 3).tolist() == [0.012, 0.057]
    assert np.round(chapter.wilson_interval(162, 223), 3).tolist() == [0.664, 0.781]
    assert round(chapter.mcnemar(*discordant(46, 43)), 2) == 0.83
    auc_a, auc_b, p = chapter.delong(y, score, logistic)
    assert (round(auc_a, 3), round(auc_b, 3), round(p, 3)) == (0.881, 0.876, 0.019)
    gap, error = slow(y, score, logistic)
    assert np.round([gap, gap - 1.96 * error, gap + 1.96 * error], 4).tolist() == [0.0048, 0.0008, 0.0088]
    auc, error = slow(y, score)
    assert np.round([auc - 1.96 * error, auc + 1.96 * error], 3).tolist() == [0.861, 0.9]


def test_positives_needed():
    """The formula gives 246, and at 245 Wilson's interval of 0.8 has half its width below 0.05."""
    assert np.ceil(1.96**2 * 0.8 * 0.2 / 0.05**2) == 246
    low, high = chapter.wilson_interval(196, 245)
    assert (high - low) / 2 < 0.05
    low, high = chapter.wilson_interval(160, 200)
    assert (high - low) / 2 > 0.05
    assert 1500 < ours.positives_needed(0.8, 0.02) < np.ceil(1.96**2 * 0.8 * 0.2 / 0.02**2)


def test_the_colleague_of_the_first_paragraph():
    """0.74 is three deaths more; of all divisions with three more, 3 against 0 is the most uneven."""
    assert round(162 / 223, 3) == 0.726 and round(165 / 223, 2) == 0.74
    p = [chapter.mcnemar(*discordant(3 + k, k)) for k in range(59)]
    assert (round(p[0], 2), round(p[10], 2)) == (0.25, 0.68) and min(p) == p[0]


def test_the_paired_difference_in_cost(crash):
    y, score, logistic = crash
    costs = [np.where(y == 1, 20 * (s < 1 / 21), s >= 1 / 21) for s in (score, logistic)]
    test = stats.ttest_rel(*costs)  # what the summary names as the library's way
    low, high = test.confidence_interval(0.95)
    assert np.round([np.mean(costs[0]) - np.mean(costs[1]), low, high], 3).tolist() == [0.023, -0.006, 0.051]


def test_twenty_positives_are_too_few_for_every_kind_of_bootstrap_interval():
    """As the chapter measures it, with its seed: all nine below 0.95, and the basic interval never the best."""
    y, score = (np.concatenate(parts) for parts in zip(*map(book.load_crash_scores, ("test", "validation"))))
    pos = score[y == 1]
    truth = [metrics.roc_auc_score(y, score), metrics.average_precision_score(y, score), np.mean(pos >= 0.05)]
    ours.bootstrap_coverage.__globals__.update(
        rng=np.random.default_rng(0), pos_all=pos, neg_all=score[y == 0], truth=truth
    )
    held = ours.bootstrap_coverage(20, 442)
    assert held.shape == (3, 3) and (0.83 < held).all() and (held < 0.95).all()
    assert (held[:, 2] == held.min(axis=1)).all() and (held[:, :2] < 0.95 - 1.96 * 0.012).all()


def test_few_draws_make_the_interval_a_little_short():
    """A new draw falls between the quantiles of 300 draws with probability 0.944, by simulation and by the formula."""
    rng = np.random.default_rng(0)
    low, high = np.quantile(rng.random((20_000, 300)), [0.025, 0.975], axis=1)
    assert np.mean(high - low) == pytest.approx(1 - 2 * (1 + 0.025 * 299) / 301, abs=0.0005)
    assert round(1 - 2 * (1 + 0.025 * 299) / 301, 3) == 0.944


def test_counts_give_what_drawn_rows_give():
    """The fast path: a row that is drawn twice counts twice, with ties as well."""
    draw_counts, measures = ours.draw_counts, ours.measures
    generator = np.random.default_rng(0)
    pos, neg = generator.integers(2, 9, 12) / 20, generator.integers(0, 7, 30) / 20
    times_p, times_n = draw_counts(generator, 12, 20), draw_counts(generator, 30, 20)
    assert (times_p.sum(axis=1) == 12).all() and times_n.shape == (20, 30)
    found = measures(pos, neg, times_p, times_n)
    for i in range(20):
        p, n = (np.repeat(v, t[i].astype(int)) for v, t in [(pos, times_p), (neg, times_n)])
        y, s = np.repeat([1, 0], [len(p), len(n)]), np.concatenate([p, n])
        expected = [metrics.roc_auc_score(y, s), metrics.average_precision_score(y, s), np.mean(p >= 0.05)]
        np.testing.assert_allclose([part[i] for part in found], expected, rtol=0, atol=1e-12)


def test_the_measures_of_scikit_learn_are_slow_to_draw():
    y, score = book.load_crash_scores("test")

    def seconds(metric):
        start = time.process_time()
        chapter.bootstrap_interval(metric, y, score, n_resamples=40)
        return time.process_time() - start

    quick = min(seconds(fast_auc) for _ in range(3))
    assert seconds(metrics.roc_auc_score) > 4 * quick < seconds(metrics.average_precision_score)


def test_what_the_metric_raises_comes_through():
    def broken(y, score):
        raise KeyError("inside")

    with pytest.raises(KeyError, match="inside"):
        chapter.bootstrap_interval(broken, [0, 1], [0, 1])


def test_newcombe_1998():
    newcombe = ours.newcombe
    assert np.round(newcombe(56, 70, 48, 80), 4).tolist() == [0.0524, 0.3339]


def test_bca_is_a_little_better_than_the_percentiles():
    """A longer run than the chapter's, 1,200 test sets of 20 positives: ahead by about 0.01, and both below 0.95."""
    draw_counts, bca = ours.draw_counts, ours.bca
    y, score = (np.concatenate(parts) for parts in zip(*map(book.load_crash_scores, ("test", "validation"))))
    pos, neg, truth = score[y == 1], score[y == 0], fast_auc(y, score)
    generator, held = np.random.default_rng(0), []
    pool = [draw_counts(generator, n, 2000) for n in (20, 442)]
    for _ in range(1200):
        p, n = generator.choice(pos, 20), generator.choice(neg, 442)
        pairs = (p[:, None] > n) + 0.5 * (p[:, None] == n)
        times = [counts[generator.integers(0, 2000, 300)] for counts in pool]
        values = np.sum((times[0] @ pairs) * times[1], axis=1) / (20 * 442)
        ends = bca(values, pairs.mean(axis=1), pairs.mean(axis=0)), np.quantile(values, [0.025, 0.975])
        held.append([low <= truth <= high for low, high in ends])
    ahead = np.subtract(*np.transpose(held).astype(float))
    assert 0.003 < ahead.mean() < 0.03 and ahead.mean() > 1.96 * ahead.std() / np.sqrt(len(ahead))
    assert (np.mean(held, axis=0) < 0.935).all()


def test_holm_by_its_definition():
    holm = ours.holm
    np.testing.assert_allclose(holm(np.array([0.01, 0.04, 0.03, 0.005])), [0.03, 0.06, 0.06, 0.02])
    generator = np.random.default_rng(0)
    for _ in range(20):
        p = generator.random(7) ** 3
        ordered, rejected = np.sort(p), 0
        while rejected < 7 and ordered[rejected] <= 0.05 / (7 - rejected):
            rejected += 1
        assert np.sum(holm(p) <= 0.05) == rejected and (holm(p) <= np.minimum(7 * p, 1) + 1e-12).all()


def test_six_rows_of_the_diabetes_data():
    """The worst six positives of 42 move the AUC by 0.07; a positive's share of the change is known in advance."""
    table = pd.read_csv(book.DATA / "diabetes_screening.csv")
    y, x = table["undiagnosed"].to_numpy(), table.drop(columns=["hba1c", "undiagnosed"]).to_numpy(float)
    assert (len(y), y.sum()) == (3790, 168)
    model = make_pipeline(StandardScaler(), LogisticRegression())

    def scores(rows):
        learn, test = train_test_split(rows, test_size=0.25, stratify=y[rows], random_state=0)
        return y[test], model.fit(x[learn], y[learn]).predict_proba(x[test])[:, 1]

    truth, score = scores(np.arange(len(y)))
    auc = fast_auc(truth, score)
    placed = chapter.placements(truth, score)[0]
    worst = np.flatnonzero(truth == 1)[np.argsort(placed)[:6]]
    without = fast_auc(np.delete(truth, worst), np.delete(score, worst))
    assert without == pytest.approx((42 * auc - np.sort(placed)[:6].sum()) / 36, abs=1e-12)
    assert without - auc == pytest.approx(0.066, abs=0.002)
    generator, moved = np.random.default_rng(1), []
    for _ in range(15):
        moved.append(fast_auc(*scores(np.delete(np.arange(len(y)), generator.choice(len(y), 6, False)))) - auc)
    assert 0.02 < np.median(np.abs(moved)) < 0.04


# ------------------------------------------------------------------------------------------ the traps, both numbers


def test_trap_zero_plus_or_minus_zero():
    half = stats.norm.isf(0.025) * np.sqrt(0 * (1 - 0) / 5)
    assert half == 0 and chapter.bootstrap_interval(recall, [1] * 5, np.zeros(5)) == (0, 0)  # wrong, both
    assert np.round(chapter.wilson_interval(0, 5), 3).tolist() == [0, 0.434]
    assert 0.434**0 * (1 - 0.434) ** 5 > 0.05  # a share of .434 gives no success in five often enough


def test_trap_two_intervals_that_overlap(crash):
    y, *scores = crash
    placed = [chapter.placements(y, score) for score in scores]
    aucs, errors = [p[0].mean() for p in placed], [chapter.placement_error(*p) for p in placed]
    unpaired = 2 * stats.norm.sf((aucs[0] - aucs[1]) / np.hypot(*errors))
    assert aucs[0] - 1.96 * errors[0] < aucs[1] < aucs[0] < aucs[1] + 1.96 * errors[1]
    assert (round(unpaired, 2), round(chapter.delong(y, *scores)[2], 3)) == (0.74, 0.019)


@pytest.fixture(scope="module")
def seeds(crash):
    """The scores of the chapter's ten networks, which differ in their seeds alone."""
    data = book.load_crash()
    x = {f"x_{name}": getattr(data, f"x_{name}").astype(float) for name in ("train", "test")}
    ours.train.__globals__.update(crash=data, **x)
    return [ours.train(seed, np.arange(len(data.y_train))) for seed in range(10)]


def test_trap_the_spread_over_seeds_is_not_the_uncertainty(crash, seeds):
    y = crash[0]
    aucs = [fast_auc(y, score) for score in seeds]
    low, high = chapter.bootstrap_interval(fast_auc, y, seeds[0], n_resamples=500)
    assert np.mean(aucs) == pytest.approx(0.875, abs=0.003) and 0.001 < np.std(aucs, ddof=1) < 0.004
    assert (low, high) == pytest.approx((0.858, 0.899), abs=0.004)
    assert high - low > 5 * 2 * np.std(aucs, ddof=1)


def test_trap_the_winner_of_one_half_is_mostly_not_that_of_the_other(crash, seeds):
    y, generator, places, agreement = crash[0], np.random.default_rng(1), [], []
    for _ in range(100):
        half = generator.permutation(len(y)) % 2 == 0
        first, second = (np.array([fast_auc(y[rows], s[rows]) for s in seeds]) for rows in (half, ~half))
        places.append(1 + np.sum(second > second[first.argmax()]))
        agreement.append(stats.spearmanr(first, second).statistic)
    assert 2 < np.mean(places) < 4.5 and np.mean(np.array(places) == 1) < 0.5
    assert abs(np.mean(agreement)) < 0.4


def test_trap_the_best_of_twenty_equals_is_too_good_on_the_rows_that_chose():
    """Twenty equal models: the network's order with new noise for each; another seed than the chapter's."""
    y, score = (np.concatenate(parts) for parts in zip(*map(book.load_crash_scores, ("test", "validation"))))
    log_odds, labels = np.log(score / (1 - score)), np.repeat([1, 0], [223, 1000])
    generator, aucs = np.random.default_rng(5), []
    for _ in range(60):
        x = np.concatenate([generator.choice(log_odds[y == k], np.sum(labels == k)) for k in (1, 0)])
        aucs.append([fast_auc(labels, x + generator.normal(0, 1, len(x))) for _ in range(20)])
    aucs = np.array(aucs)
    elsewhere = np.roll(aucs, -1, axis=0)[np.arange(60), aucs.argmax(axis=1)].mean()
    assert 0.010 < aucs.max(axis=1).mean() - aucs.mean() < 0.020  # .8596 for .8448
    assert abs(elsewhere - aucs.mean()) < 0.005  # .8442
