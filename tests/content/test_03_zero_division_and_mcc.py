"""Chapter 3: MCC against scikit-learn, NumPy and SciPy; undefined values in the libraries; what the text says."""

import math
import re
import warnings

import keras
import numpy as np
import pandas as pd
import pytest
import sklearn.metrics.tests.test_classification as sklearn_tests
from book import DATA, load_crash, load_crash_scores
from define_cells import load, load_helpers
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from notebooks import ROOT, read
from scipy.stats import chi2_contingency
from sklearn import metrics
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.exceptions import UndefinedMetricWarning
from sklearn.model_selection import GridSearchCV, KFold, cross_val_score

chapter = load("03_zero_division_and_mcc")
ours = load_helpers("03_zero_division_and_mcc")
two = load("02_precision_recall_f1")

# Lists of 0/1 pairs: one sample, one class, and constant predictions are all among them.
pairs = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1)), min_size=1, max_size=60)
counts = st.tuples(*[st.integers(0, 30)] * 4).filter(any)
containers = st.sampled_from(
    [list, np.array, lambda v: np.array(v, bool), lambda v: np.array(v, np.float32), lambda v: np.array(v, np.uint8)]
)
NO_ALARM, NOBODY_DIED, NEITHER = ([1, 0, 0], [0, 0, 0]), ([0, 0, 0], [1, 0, 0]), ([0, 0, 0], [0, 0, 0])


def labels(tn, fp, fn, tp):
    """Labels and predictions with these counts."""
    return np.repeat([0, 0, 1, 1], [tn, fp, fn, tp]), np.repeat([0, 1, 0, 1], [tn, fp, fn, tp])


def listen(function, *arguments, **options):
    """The value, and the kinds of the warnings."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        return function(*arguments, **options), [warning.category for warning in caught]


# ------------------------------------------------------------------------------------------------------- the function


@given(pairs=pairs, container=containers, zero_division=st.sampled_from([np.nan, 0.0, 1.0]))
def test_agrees_with_scikit_learn_where_it_is_defined(pairs, container, zero_division):
    y_true, y_pred = (container(list(values)) for values in zip(*pairs))
    ours = chapter.mcc(y_true, y_pred, zero_division)
    assert type(ours) is float
    if len(set(np.asarray(y_true).tolist())) == 2 == len(set(np.asarray(y_pred).tolist())):
        theirs = metrics.matthews_corrcoef(np.asarray(y_true, int), np.asarray(y_pred, int))
        assert ours == pytest.approx(theirs, abs=1e-12)
    else:
        assert ours == pytest.approx(zero_division, nan_ok=True)
        assert listen(metrics.matthews_corrcoef, y_true, y_pred)[0] == 0  # theirs has no other value


@given(counts=counts)
def test_is_the_correlation_phi_and_the_root_of_chi_square(counts):
    y_true, y_pred = labels(*counts)
    assume(len(set(y_true)) == 2 == len(set(y_pred)))
    ours = chapter.mcc(y_true, y_pred)
    assert ours == pytest.approx(np.corrcoef(y_true, y_pred)[0, 1], abs=1e-12)
    statistic = chi2_contingency(np.reshape(counts, (2, 2)), correction=False).statistic
    assert ours**2 == pytest.approx(statistic / len(y_true), abs=1e-12)


@settings(max_examples=50)
@given(counts=counts)
def test_is_the_geometric_mean_of_informedness_and_markedness(counts):
    tn, fp, fn, tp = counts
    y_true, y_pred = labels(*counts)
    assume(len(set(y_true)) == 2 == len(set(y_pred)))
    informedness = tp / (tp + fn) + tn / (tn + fp) - 1
    markedness = tp / (tp + fp) + tn / (tn + fn) - 1
    assert chapter.mcc(y_true, y_pred) ** 2 == pytest.approx(informedness * markedness, abs=1e-12)
    assert np.sign(round(chapter.mcc(y_true, y_pred), 12)) == np.sign(round(informedness, 12))
    adjusted = metrics.balanced_accuracy_score(y_true, y_pred, adjusted=True)
    assert informedness == pytest.approx(adjusted, abs=1e-12)


@given(pairs=pairs)
def test_symmetries(pairs):
    y_true, y_pred = map(np.array, zip(*pairs))
    value = chapter.mcc(y_true, y_pred)
    assume(not np.isnan(value))
    assert chapter.mcc(y_pred, y_true) == pytest.approx(value, abs=1e-12)
    assert chapter.mcc(1 - y_true, 1 - y_pred) == pytest.approx(value, abs=1e-12)
    assert chapter.mcc(y_true, 1 - y_pred) == pytest.approx(-value, abs=1e-12)


@given(counts=counts)
def test_bounds_and_when_they_are_reached(counts):
    tn, fp, fn, tp = counts
    value = chapter.mcc(*labels(*counts))
    assume(not np.isnan(value))
    assert -1 <= value <= 1
    assert (value == 1) == (fp == fn == 0)
    assert (value == -1) == (tp == tn == 0)


@given(counts=counts)
def test_more_alarms_than_positives_bound_it(counts):
    """With the alarms given, the best is to find everybody or to raise only right ones; the worst, the opposite."""
    tn, fp, fn, tp = counts
    value, alarms, positives, n = chapter.mcc(*labels(*counts)), tp + fp, tp + fn, sum(counts)
    assume(not np.isnan(value))
    found = {"best": min(alarms, positives), "worst": max(0, alarms + positives - n)}
    best, worst = (
        chapter.mcc(*labels(n - alarms - positives + k, alarms - k, positives - k, k)) for k in found.values()
    )
    assert worst - 1e-12 <= value <= best + 1e-12
    assert (best == 1) == (alarms == positives)


def test_counts_whose_product_outgrows_64_bits():
    y_true, y_pred = np.repeat([0, 1], 200_000), np.tile(np.repeat([0, 1], [150_000, 50_000]), 2)
    y_pred[-50_000:], y_pred[-120_000:-50_000] = 1, 1
    tn, fp, fn, tp = metrics.confusion_matrix(y_true, y_pred).ravel().tolist()
    assert (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn) > 2**63
    assert chapter.mcc(y_true, y_pred) == pytest.approx(metrics.matthews_corrcoef(y_true, y_pred), abs=1e-12)
    assert chapter.mcc(y_true, y_true) == 1
    array = np.array([100_000])  # as the chapter shows: no warning, and a value above 1
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        wrapped = array * array / np.sqrt(array * array * array * array)
    assert wrapped[0] > 3.5
    with pytest.warns(RuntimeWarning, match="overflow"):  # single numbers do warn
        array[0] * array[0] * array[0] * array[0]
    negative = np.array([60_000]) ** 2 * np.array([60_000]) ** 2  # 64 bits hold it as a number below 0
    assert negative[0] < 0
    with pytest.warns(RuntimeWarning, match="invalid value"):
        assert np.isnan(np.sqrt(negative))


@given(counts=counts)
def test_huge_counts(counts):
    """The same table a billion times over has the same value: the arithmetic behind the function, on integers."""
    tn, fp, fn, tp = (10**9 * count for count in counts)
    product = (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)
    value = chapter.mcc(*labels(*counts))
    assume(product)
    assert (tp * tn - fp * fn) / math.sqrt(product) == pytest.approx(value, abs=1e-12)


def test_golden_values():
    y_true = [1, 1, 1, 0, 1, 0]
    assert chapter.mcc(y_true, [0, 1, 1, 0, 0, 1]) == 0
    assert chapter.mcc(y_true, [0, 1, 1, 0, 0, 0]) == 0.5
    assert chapter.mcc([1, 1, 1, 0], [1, 0, 1, 1]) == pytest.approx(-1 / 3)  # the example in scikit-learn's docstring


@pytest.mark.parametrize(("y_true", "y_pred"), [NO_ALARM, NOBODY_DIED, NEITHER, ([1, 1], [0, 0]), ([1], [1])])
def test_one_class_is_nan_unless_asked(y_true, y_pred):
    assert np.isnan(chapter.mcc(y_true, y_pred))
    assert chapter.mcc(y_true, y_pred, zero_division=0) == 0
    assert chapter.mcc(y_true, y_pred, zero_division=1) == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (dict(y_true=[], y_pred=[]), "y_true is empty"),
        (dict(y_true=[0, 1], y_pred=[0, 1, 1]), "y_pred has length 3"),
        (dict(y_true=[0, 2], y_pred=[0, 1]), "y_true must hold only 0 and 1"),
        (dict(y_true=[0, 1], y_pred=[0, -1]), "y_pred must hold only 0 and 1"),
        (dict(y_true=[0, 1], y_pred=[0.2, 0.9]), "y_pred must hold class labels"),
        (dict(y_true=[[0], [1]], y_pred=[0, 1]), r"y_true must have shape \(N,\)"),
        *[
            (dict(y_true=[0, 1], y_pred=[0, 1], zero_division=value), "zero_division must be nan, 0 or 1")
            for value in [0.5, "warn", None, -1, np.inf]
        ],
    ],
)
def test_bad_input_is_refused_by_name(arguments, message):
    with pytest.raises(ValueError, match=message):
        chapter.mcc(**arguments)


# scikit-learn's own tests, with our function in the place of theirs. Words become 0 and 1; theirs is 0 where ours is
# undefined. Those left out ask for sample weights or several classes.


@pytest.fixture
def ours_in_sklearn(monkeypatch):
    def mcc(y_true, y_pred, sample_weight=None):
        if sample_weight is not None:
            return metrics.matthews_corrcoef(y_true, y_pred, sample_weight=sample_weight)
        if max(len(set(np.ravel(y).tolist())) for y in (y_true, y_pred)) > 2:
            return metrics.matthews_corrcoef(y_true, y_pred)
        kinds = sorted({*np.ravel(y_true).tolist(), *np.ravel(y_pred).tolist()})
        numbers = [[kinds.index(value) for value in np.ravel(y).tolist()] for y in (y_true, y_pred)]
        called.append(len(numbers[0]))
        return chapter.mcc(*numbers, zero_division=0)

    called = []
    monkeypatch.setattr(sklearn_tests, "matthews_corrcoef", mcc)
    return called


@pytest.mark.parametrize(
    ("test", "calls"),
    [
        (lambda: sklearn_tests.test_matthews_corrcoef(0), 6),
        (lambda: sklearn_tests.test_matthews_corrcoef_against_numpy_corrcoef(0), 1),
        (lambda: sklearn_tests.test_matthews_corrcoef_overflow(10_000, 0), 3),
    ],
)
def test_scikit_learns_own_tests(ours_in_sklearn, test, calls):
    test()
    assert len(ours_in_sklearn) >= calls  # so many of the values were ours


# --------------------------------------------------------------------------------------------------- published values


def test_two_tables_of_the_kind_that_the_debate_quotes():
    """They recur in texts on F1 and MCC; here they are recomputed, as no first source could be had for comparison."""
    y_true, y_pred = labels(0, 5, 0, 95)
    assert metrics.accuracy_score(y_true, y_pred) == 0.95
    assert round(100 * two.f_beta(y_true, y_pred), 2) == 97.44
    assert np.isnan(chapter.mcc(y_true, y_pred))
    assert two.f_beta(y_true, y_pred, positive=0) == 0  # with the other class as the positive one
    y_true, y_pred = labels(1, 4, 5, 90)
    assert metrics.accuracy_score(y_true, y_pred) == 0.91
    assert round(100 * two.f_beta(y_true, y_pred), 2) == 95.24
    assert round(chapter.mcc(y_true, y_pred), 2) == 0.14


@pytest.mark.parametrize("counts", [(0, 9, 1, 90), (5, 45, 3, 47), (89, 1, 9, 1)])
def test_the_tables_of_chicco_and_jurman_2020(counts):
    """The three examples in the script of the paper's authors. Their F1 or accuracy is high, their MCC is not.

    Recomputed with fractions; the printed values of the paper could not be had for comparison.
    """
    tn, fp, fn, tp = counts
    y_true, y_pred = labels(*counts)
    value = chapter.mcc(y_true, y_pred)
    s, p, n = (tp + fn) / 100, (tp + fp) / 100, sum(counts)  # Matthews's own form, with shares
    assert n == 100
    assert value == pytest.approx((tp / n - s * p) / np.sqrt(p * s * (1 - s) * (1 - p)), abs=1e-12)
    assert value == pytest.approx(metrics.matthews_corrcoef(y_true, y_pred), abs=1e-12)
    assert value < 0.2 < 0.65 < max(two.f_beta(y_true, y_pred), metrics.accuracy_score(y_true, y_pred))


# ----------------------------------------------------------------------------- what libraries give for undefined values


@settings(max_examples=50)
@given(pairs=pairs, zero_division=st.sampled_from([0.0, 1.0, np.nan]))
def test_zero_division_changes_nothing_but_0_over_0(pairs, zero_division):
    y_true, y_pred = map(np.array, zip(*pairs))
    tn, fp, fn, tp = two.confusion_counts(y_true, y_pred)
    cases = [
        (metrics.precision_score, tp, tp + fp),
        (metrics.recall_score, tp, tp + fn),
        (metrics.f1_score, 2 * tp, 2 * tp + fp + fn),
    ]
    for function, numerator, denominator in cases:
        expected = numerator / denominator if denominator else zero_division
        value, caught = listen(function, y_true, y_pred, zero_division=zero_division)
        assert value == pytest.approx(expected, abs=1e-12, nan_ok=True)
        assert UndefinedMetricWarning not in caught
        value, caught = listen(function, y_true, y_pred)
        assert (UndefinedMetricWarning in caught) == (not denominator)
        assert value == pytest.approx(expected if denominator else 0, abs=1e-12)


@given(tp=st.integers(0, 9), fp=st.integers(0, 9), fn=st.integers(0, 9))
def test_the_two_formulas_of_f1_break_in_different_places(tp, fp, fn):
    p, r = (tp / (tp + other) if tp + other else np.nan for other in (fp, fn))
    from_ratios = 2 * p * r / (p + r) if p + r else np.nan
    value = two.f_beta(*labels(1, fp, fn, tp))
    assert np.isnan(from_ratios) == (tp == 0)
    assert np.isnan(value) == (tp + fp + fn == 0)
    assert tp == 0 or value == pytest.approx(from_ratios, abs=1e-12)


def test_a_warning_comes_as_often_as_the_function_is_called():
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("default")
        for _ in range(3):
            metrics.precision_score(*NO_ALARM)
    assert len(caught) == 3


@pytest.mark.parametrize(("policy", "macro"), [(0, 22 / 45), (np.nan, 11 / 15), (1, 37 / 45)])
def test_an_undefined_class_in_the_macro_average(policy, macro):
    value = metrics.f1_score([0, 1, 1, 0], [0, 1, 0, 0], labels=[0, 1, 2], average="macro", zero_division=policy)
    assert value == pytest.approx(macro, abs=1e-12)


@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32", "float64"])
@pytest.mark.parametrize("shape", [(-1,), (-1, 1)])
@pytest.mark.parametrize("case", [NO_ALARM, NOBODY_DIED, NEITHER])
def test_keras_gives_0_without_a_warning(case, shape, dtype):
    true, pred = (np.reshape(values, shape).astype("float32") for values in case)
    for metric in [keras.metrics.Precision, keras.metrics.Recall]:
        for weight in [None, np.array([1, 2, 3], "float32")]:
            value, caught = listen(metric(dtype=dtype), true, pred, sample_weight=weight)
            assert (float(value), caught) == (0, [])
    for average in [None, "micro", "macro", "weighted"]:
        metric = keras.metrics.F1Score(average=average, threshold=0.5, dtype=dtype)
        value, caught = listen(metric, true.reshape(-1, 1), pred.reshape(-1, 1))
        assert (float(np.ravel(keras.ops.cast(value, "float32"))[0]), caught) == (0, [])


def test_keras_counts_an_undefined_class_as_0_in_the_macro_average():
    one_hot = np.eye(3)[[0, 1, 1, 0]], np.eye(3)[[0, 1, 0, 0]]
    each, macro = (keras.metrics.F1Score(average=average)(*one_hot) for average in (None, "macro"))
    np.testing.assert_allclose(each, [0.8, 2 / 3, 0], atol=1e-6)
    assert float(macro) == pytest.approx(22 / 45, abs=1e-6)
    assert float(keras.metrics.Precision(class_id=2)(*one_hot)) == 0 == float(keras.metrics.Precision().result())


@pytest.mark.parametrize(
    ("function", "case", "value", "kinds"),
    [
        (metrics.matthews_corrcoef, NO_ALARM, 0.0, []),
        (metrics.matthews_corrcoef, NOBODY_DIED, 0.0, []),
        (metrics.matthews_corrcoef, NEITHER, 0.0, [UserWarning]),  # about the shape of a matrix
        (metrics.cohen_kappa_score, NO_ALARM, 0.0, []),
        (metrics.cohen_kappa_score, NEITHER, np.nan, [UserWarning, UndefinedMetricWarning]),
        (metrics.roc_auc_score, NOBODY_DIED, np.nan, [UndefinedMetricWarning]),
        (metrics.balanced_accuracy_score, NEITHER, 1.0, [UserWarning]),
    ],
)
def test_where_scikit_learn_warns_and_where_it_is_silent(function, case, value, kinds):
    found, caught = listen(function, *case)
    assert found == pytest.approx(value, nan_ok=True) and caught == kinds


def test_jaccard_refuses_nan_and_mcc_has_no_option():
    with pytest.raises(ValueError, match="zero_division"):
        metrics.jaccard_score(*NEITHER, zero_division=np.nan)
    with pytest.raises(TypeError, match="zero_division"):
        metrics.matthews_corrcoef(*NEITHER, zero_division=0)


# ------------------------------------------------------------------------------------------- what becomes of a nan


class AtLeast(ClassifierMixin, BaseEstimator):
    """Raises an alarm for a number that is at least the threshold; nothing is learned."""

    def __init__(self, threshold=0):
        self.threshold = threshold

    def fit(self, x, y):
        self.classes_ = np.unique(y)
        return self

    def predict(self, x):
        return (x[:, 0] >= self.threshold).astype(int)


# Two folds of two samples: at 0 there are alarms in both folds, at 2 in the second only, at 5 in none.
X, Y, FOLDS = np.arange(4)[:, None], np.array([0, 1, 0, 1]), KFold(2)
PRECISION_OR_NAN = metrics.make_scorer(metrics.precision_score, zero_division=np.nan)


def test_a_fold_of_nan_is_silent_in_cross_validation():
    folds, caught = listen(cross_val_score, AtLeast(2), X, Y, cv=FOLDS, scoring=PRECISION_OR_NAN)
    assert folds == pytest.approx([np.nan, 0.5], nan_ok=True) and caught == []
    folds, caught = listen(cross_val_score, AtLeast(2), X, Y, cv=FOLDS, scoring="precision")
    assert folds.tolist() == [0, 0.5] and caught == [UndefinedMetricWarning]


@pytest.mark.parametrize(
    ("thresholds", "chosen", "ranks"),
    [([5, 2, 0], 0, [2, 2, 1]), ([5, 2], 5, [1, 1]), ([2, 5], 2, [1, 1])],  # nan: last; nan everywhere: the first
)
def test_a_grid_search_ranks_nan_last_and_takes_the_first_of_all_nan(thresholds, chosen, ranks):
    search = GridSearchCV(AtLeast(), {"threshold": thresholds}, scoring=PRECISION_OR_NAN, cv=FOLDS)
    search, caught = listen(search.fit, X, Y)
    assert search.best_params_["threshold"] == chosen and caught == [UserWarning]
    assert search.cv_results_["rank_test_score"].tolist() == ranks
    assert np.isnan(search.best_score_) == (0 not in thresholds)


def test_a_scorer_that_raises_an_error_leaves_nan_as_well():
    def broken(model, x, y):
        raise RuntimeError

    search, caught = listen(GridSearchCV(AtLeast(), {"threshold": [0, 2]}, scoring=broken, cv=FOLDS).fit, X, Y)
    assert search.best_params_["threshold"] == 0 and np.isnan(search.best_score_) and set(caught) == {UserWarning}


# ------------------------------------------------------------------------------------- what the chapter says in words


def of_counts(tn, fp, fn, tp):
    return (tp * tn - fp * fn) / np.sqrt(float((tp + fp) * (tp + fn)) * float((tn + fp) * (tn + fn)))


def crash_set(name):
    y, score = load_crash_scores(name)
    rows = {"test": load_crash().rows.test, "validation": load_crash().rows.val}[name]
    table = pd.read_csv(DATA / "crash.csv").iloc[rows].reset_index(drop=True)
    assert (table.died == y).all()
    return y, score, table


@pytest.fixture(scope="module")
def test_set():
    return crash_set("test")


@pytest.fixture(scope="module")
def both_sets(test_set):
    return test_set, crash_set("validation")


def test_four_answers_to_the_precision_over_speed_classes(test_set):
    y, score, table = test_set
    groups = [rows for _, rows in table.groupby("impact_speed_kmh").groups.items()]
    each = [two.precision(y[rows], (score[rows] >= 0.5).astype(int)) for rows in groups]
    assert np.isnan(each).sum() == 3
    answers = [np.nan_to_num(each).mean(), np.nanmean(each), np.nan_to_num(each, nan=1).mean()]
    assert np.round([*answers, two.precision(y, (score >= 0.5).astype(int))], 3).tolist() == [
        0.092, 0.231, 0.692, 0.429,
    ]  # fmt: skip


def test_trap_the_libraries_zeros_in_a_mean_over_speed_classes(test_set):
    y, score, table = test_set
    found, undefined = {"scikit-learn": [], "Keras": []}, 0
    for rows in table.groupby("impact_speed_kmh").groups.values():
        said = (score[rows] >= 0.5).astype(int)
        value, caught = listen(metrics.precision_score, y[rows], said)
        assert (UndefinedMetricWarning in caught) == (said.sum() == 0)
        undefined += said.sum() == 0
        found["scikit-learn"].append(value)
        found["Keras"].append(float(keras.metrics.Precision()(y[rows], said)))
    for values in found.values():  # three zeros for nothing to judge, one for an alarm that was wrong
        assert (undefined, values.count(0)) == (3, 4) and round(np.mean(values), 3) == 0.092
    alarms = score >= 0.5
    assert (y[alarms].sum(), alarms.sum()) == (6, 14) and round(metrics.precision_score(y, alarms), 3) == 0.429


def test_mcc_is_undefined_in_six_of_ten_parts(test_set):
    y, score, table = test_set
    pred = (score >= 0.05).astype(int)
    groups = table.groupby(["impact_speed_kmh", "seatbelt"]).groups.values()
    assert [np.isnan(chapter.mcc(y[rows], pred[rows])) for rows in groups].count(True) == 6 and len(groups) == 10


def test_a_and_b_have_equal_f1(test_set):
    y, score, _ = test_set
    a, b = ((score >= threshold).astype(int) for threshold in (0.037211, 0.256097))
    assert two.f_beta(y, a) == two.f_beta(y, b) == pytest.approx(10 / 37, abs=1e-12)
    assert [round(chapter.mcc(y, pred), 3) for pred in (a, b)] == [0.302, 0.250]


def test_equal_f1_and_an_mcc_that_differs_by_more_than_chance_on_both_sets(both_sets):
    """A bootstrap of the drivers themselves, apart from the chapter's, which draws counts."""

    def f1(tn, fp, fn, tp):
        return 2 * tp / (2 * tp + fp + fn)

    def interval(measure, first, second):
        values = [
            measure(*np.bincount(2 * y[rows] + first[rows], minlength=4).tolist())
            - measure(*np.bincount(2 * y[rows] + second[rows], minlength=4).tolist())
            for rows in draws
        ]
        return np.quantile(values, [0.025, 0.975])

    rng = np.random.default_rng(1)
    for y, score, table in both_sets:
        of_class = [np.flatnonzero(y == label) for label in (0, 1)]
        draws = [np.concatenate([rng.choice(rows, len(rows)) for rows in of_class]) for _ in range(300)]
        pair = (score >= 0.009).astype(int), (table.seatbelt == 0).astype(int).to_numpy()
        assert abs(two.f_beta(y, pair[0]) - two.f_beta(y, pair[1])) < 0.005
        low, high = interval(f1, *pair)
        assert low < -0.005 and high > 0.005  # F1: no difference
        low, high = interval(of_counts, *pair)
        assert low > 0.015 and high < 0.11  # MCC: one
        low, high = interval(of_counts, *((score >= threshold).astype(int) for threshold in (0.037211, 0.256097)))
        assert low < 0.01 and high > 0.05  # A and B: none for sure


def test_when_the_number_of_deaths_varies_the_intervals_of_differences_stay(both_sets):
    """And that of the MCC of one model becomes a little wider: the chapter's draws against draws of all rows."""

    def ends(rng, y, first, second, vary):
        cells = np.bincount(4 * y + 2 * first + second, minlength=8)
        groups = [cells] if vary else [cells[:4], cells[4:]]
        k = np.concatenate([rng.multinomial(g.sum(), g / g.sum(), 40_000).T for g in groups]).astype(float)
        own = k[0] + k[1], k[2] + k[3], k[4] + k[5], k[6] + k[7]
        other = k[0] + k[2], k[1] + k[3], k[4] + k[6], k[5] + k[7]
        values = [
            ours.of_counts(*own),
            *(measure(*own) - measure(*other) for measure in (ours.f1_of_counts, ours.of_counts)),
        ]
        return np.quantile(values, [0.025, 0.975], axis=1)

    for y, score, table in both_sets:
        for first, second in [(score >= 0.037211, score >= 0.256097), (score >= 0.009, table.seatbelt.to_numpy() == 0)]:
            fixed, free = (ends(np.random.default_rng(0), y, first, second, vary) for vary in (False, True))
            assert abs(fixed - free)[:, 1:].max() < 0.004
        at_005 = score >= 0.05
        fixed, free = (np.ptp(ends(np.random.default_rng(0), y, at_005, at_005, vary)[:, 0]) for vary in (False, True))
        assert 1.05 < free / fixed < 1.25


def test_mcc_depends_on_the_prevalence_and_informedness_does_not(both_sets):
    found = []
    for y, score, table in both_sets:
        pred, weight = (score >= 0.05).astype(int), table["weight"].to_numpy()
        share = np.average(y, weights=weight)
        times = np.where(y == 0, (1 - share) / share * y.mean() / (1 - y.mean()), 1)
        assert np.average(y, weights=times) == pytest.approx(share, abs=1e-12)
        found.append([metrics.matthews_corrcoef(y, pred, sample_weight=w) for w in (None, times, weight)])
        informed = [metrics.balanced_accuracy_score(y, pred, sample_weight=w, adjusted=True) for w in (None, times)]
        assert informed[0] == pytest.approx(informed[1], abs=1e-12)
        false_alarms = [1 - metrics.recall_score(y, pred, pos_label=0, sample_weight=w) for w in (None, weight)]
        assert false_alarms[1] < 0.07 < 0.14 < false_alarms[0]  # on the road: on both sets
    assert np.round(found, 3).tolist() == [[0.303, 0.121, 0.142], [0.320, 0.123, 0.203]]


def test_few_deaths_carry_much_of_the_weight(both_sets):
    for y, _, table in both_sets:
        weight = np.sort(table["weight"].to_numpy()[y == 1])
        assert weight[-22:].sum() > 0.4 * weight.sum()  # a tenth of the deaths


@given(tp=st.integers(1, 50), fp=st.integers(0, 50), fn=st.integers(0, 50))
def test_with_many_true_negatives_it_is_the_geometric_mean_of_precision_and_recall(tp, fp, fn):
    p, r = tp / (tp + fp), tp / (tp + fn)
    assert of_counts(10**12, fp, fn, tp) == pytest.approx(np.sqrt(p * r), abs=1e-6)
    assert 2 * p * r / (p + r) <= np.sqrt(p * r) + 1e-12


@settings(max_examples=50)
@given(counts=counts)
def test_kappa_is_never_farther_from_0_than_mcc(counts):
    tn, fp, fn, tp = counts
    y_true, y_pred = labels(*counts)
    value = chapter.mcc(y_true, y_pred)
    if np.isnan(value):
        assume(len({*y_true, *y_pred}) == 2)
        assert metrics.cohen_kappa_score(y_true, y_pred) == 0
        return
    kappa = metrics.cohen_kappa_score(y_true, y_pred)
    formula = 2 * (tp * tn - fp * fn) / ((tp + fp) * (fp + tn) + (tp + fn) * (fn + tn))
    assert kappa == pytest.approx(formula, abs=1e-12)
    assert abs(kappa) <= abs(value) + 1e-12 and kappa * value >= -1e-12
    if fp == fn:
        assert kappa == pytest.approx(value, abs=1e-12)


def test_limits():
    """0 along every way for a constant answer on both classes; different ones where a single count is left."""
    e = 1e-9
    for a, b in [(1, 1), (3, 1), (1, 5)]:
        assert of_counts(4927, a * e, 223, b * e) == pytest.approx(0, abs=1e-4)
        assert of_counts(0 + a * e, 4927, b * e, 223) == pytest.approx(0, abs=1e-4)
    assert of_counts(129, e, e, e**2) == pytest.approx(0, abs=1e-4)
    assert of_counts(129, e, e, e) == pytest.approx(0.5, abs=1e-4)
    assert of_counts(129, e**2, e**2, e) == pytest.approx(1, abs=1e-4)


def test_the_policy_is_there_to_be_copied():
    """The policy stands whole in one box of the notebook, with a numbered rule for each kind of place."""
    cells = read(ROOT / "chapters" / "03_zero_division_and_mcc.ipynb").cells
    source = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    policy = source.split(":::{admonition} Undefined values\n:class: note\n")[1].split(":::")[0]
    assert re.findall(r"^(\d)\. [A-Z].+\.$", policy, re.MULTILINE) == list("123456")
    assert len(policy.strip().splitlines()) == 6  # nothing but the rules
