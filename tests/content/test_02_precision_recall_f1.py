"""Chapter 2: the four counts and their ratios against scikit-learn, Keras and the origin's golden values."""

import keras
import numpy as np
import pandas as pd
import pytest
import sklearn.metrics.tests.test_classification as sklearn_tests
from book import load_crash, load_crash_scores
from define_cells import load
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import binomtest, fisher_exact
from sklearn import metrics
from sklearn.linear_model import LogisticRegression

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
        y_true[1:2] = 0  # a negative, for specificity
        for metric, ours in [(keras.metrics.Precision(), chapter.precision), (keras.metrics.Recall(), chapter.recall)]:
            assert float(metric(y_true, y_pred)) == pytest.approx(ours(y_true, y_pred), abs=1e-6)
        if size > 1:
            specificity = chapter.specificity(y_true, y_pred)
            exchanged = float(keras.metrics.Recall()(1 - y_true, 1 - y_pred))
            tn, fp = (float(c(y_true, y_pred)) for c in (keras.metrics.TrueNegatives(), keras.metrics.FalsePositives()))
            assert exchanged == pytest.approx(specificity, abs=1e-6) and tn / (tn + fp) == specificity
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
        *[
            (dict(y_true=[0, 1], y_pred=[0, 1], positive=positive), "positive must be 0 or 1")
            for positive in [2, -1, 0.5, np.nan, "1", None, [1], np.array([0, 1]), np.array("1")]
        ],
    ],
)
def test_bad_input_is_refused_by_name(function, arguments, message):
    with pytest.raises(ValueError, match=message):
        function(**arguments)


@pytest.mark.parametrize("positive", [1, True, 1.0, np.int8(1), np.uint64(1), np.True_])
def test_any_one_is_the_positive_class(positive):
    assert chapter.confusion_counts([1, 1, 0], [1, 0, 0], positive) == (1, 0, 1, 1)


@pytest.mark.parametrize("zero_division", [0.5, "warn", None, -1, [0], np.inf])
@pytest.mark.parametrize("function", RATIOS)
def test_bad_zero_division_is_refused_by_name(function, zero_division):
    with pytest.raises(ValueError, match="zero_division"):
        function([0, 1], [0, 1], zero_division=zero_division)


@pytest.mark.parametrize("beta", [0, -1, np.nan, np.inf, 1e-200, 1e200, "1", None, True, [1], 1j])
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


# ------------------------------------------------------------------------------------- what the chapter says in words


def f(tp, fp, fn, beta):
    return (1 + beta**2) * tp / ((1 + beta**2) * tp + beta**2 * fn + fp)


@given(tp=st.integers(1, 500), fp=st.integers(0, 500), fn=st.integers(0, 500), beta=st.sampled_from([0.5, 1.0, 2.0]))
def test_the_price_of_a_miss_in_f_beta(tp, fp, fn, beta):
    """Exactly (D + 1) / (D - 1) times the chapter's formula, where D is the denominator; beta**2 only at F = 1."""
    value, denominator = f(tp, fp, fn, beta), (1 + beta**2) * tp + beta**2 * fn + fp
    assume(denominator > 1.5)
    miss, false_alarm = value - f(tp - 1, fp, fn + 1, beta), value - f(tp, fp + 1, fn, beta)
    formula = (1 + beta**2) / value - 1
    assert miss / false_alarm == pytest.approx(formula * (denominator + 1) / (denominator - 1), rel=1e-6)
    assert formula == pytest.approx(beta**2) if fp == fn == 0 else formula > beta**2
    exchanged = f(tp, fn, fp, beta)  # false positives and misses, with TP as it is
    assert exchanged == pytest.approx(value) if beta == 1 or fp == fn else exchanged != pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize("beta, price", [(0.5, 4.8), (1, 5.8), (2, 9.8)])
def test_the_price_of_a_miss_on_the_validation_set(beta, price):
    y_true, y_score = load_crash_scores("validation")
    pred = (y_score >= 0.05).astype(int)
    changed = []
    for label, answer in [(1, 1), (0, 0)]:
        other = pred.copy()
        other[np.flatnonzero((y_true == label) & (pred == answer))[-1]] = 1 - answer
        changed.append(chapter.f_beta(y_true, pred, beta) - chapter.f_beta(y_true, other, beta))
    assert changed[0] / changed[1] == pytest.approx(price, abs=0.05)


@given(precision=st.floats(0.01, 0.3), beta=st.sampled_from([0.5, 1.0, 2.0, 3.0]))
def test_what_beta_means(precision, beta):
    """Where recall is beta times the precision, a little more of either is worth the same."""

    def value(precision, recall):
        return (1 + beta**2) / (1 / precision + beta**2 / recall)

    step, recall = 1e-7, beta * precision
    more_recall, more_precision = value(precision, recall + step), value(precision + step, recall)
    now = value(precision, recall)
    assert more_recall - now == pytest.approx(more_precision - now, rel=1e-4)


@given(pairs=pairs, negatives=st.integers(0, 1000))
def test_f1_never_looks_at_true_negatives(pairs, negatives):
    y_true, y_pred = (list(values) for values in zip(*pairs))
    more = [0] * negatives
    before, after = chapter.f_beta(y_true, y_pred), chapter.f_beta(y_true + more, y_pred + more)
    assert after == pytest.approx(before, nan_ok=True)


@given(y_true=st.lists(st.integers(0, 1), min_size=1, max_size=60))
def test_f1_of_the_constant(y_true):
    p = np.mean(y_true)
    assert chapter.f_beta(y_true, [1] * len(y_true)) == pytest.approx(2 * p / (1 + p), nan_ok=True, abs=1e-12)


def test_f1_depends_on_the_prevalence():
    y_true, y_score = load_crash_scores("test")
    pred = (y_score >= 0.05).astype(int)
    more = np.repeat(np.arange(len(y_true)), np.where(y_true == 0, 10, 1))  # every survivor ten times
    before, after = chapter.f_beta(y_true, pred), chapter.f_beta(y_true[more], pred[more])
    assert (before, after) == (pytest.approx(0.282, abs=5e-4), pytest.approx(0.040, abs=5e-4))
    for unchanged in [chapter.recall, chapter.specificity]:
        assert unchanged(y_true, pred) == unchanged(y_true[more], pred[more])


@given(pairs=pairs)
def test_precision_and_recall_are_equal_with_as_many_misses_as_false_alarms(pairs):
    y_true, y_pred = zip(*pairs)
    tn, fp, fn, tp = chapter.confusion_counts(y_true, y_pred)
    if tp:
        values = [function(y_true, y_pred) for function in (chapter.precision, chapter.recall, chapter.f_beta)]
        assert (values[0] == values[1]) == (fp == fn)
        assert values[2] <= (values[0] + values[1]) / 2 + 1e-12
        assert min(values[:2]) - 1e-12 <= values[2] <= max(values[:2]) + 1e-12


@given(pairs=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=60))
def test_micro_averages_are_all_the_accuracy(pairs):
    y_true, y_pred = zip(*pairs)
    assume(len(set(y_true) | set(y_pred)) > 2)  # else scikit-learn takes them for binary
    for function in [metrics.precision_score, metrics.recall_score, metrics.f1_score]:
        assert function(y_true, y_pred, average="micro") == pytest.approx(metrics.accuracy_score(y_true, y_pred))


@given(cases=st.lists(st.tuples(st.integers(0, 1), st.integers(0, 9)), min_size=1, max_size=60))
def test_raising_the_threshold_never_raises_recall(cases):
    y_true, y_score = map(np.array, zip(*cases))
    assume(y_true.any())
    recalls = [chapter.recall(y_true, (y_score >= t).astype(int)) for t in range(11)]
    assert recalls == sorted(recalls, reverse=True)


def test_keras_asks_for_more_than_the_threshold():
    for metric in [keras.metrics.TruePositives, keras.metrics.Recall, keras.metrics.BinaryAccuracy]:
        assert float(metric()([1], [0.5])) == 0 and float(metric()([1], [0.5001])) == 1
    assert float(keras.metrics.FalsePositives()([0], [0.5])) == 0
    assert float(keras.metrics.Precision()([1, 0], [0.9, 0.5])) == 1


def test_keras_f_beta_without_a_threshold_takes_the_largest_value_of_each_row():
    labels, scores = np.array([[1], [0]], "float32"), np.array([[0.2], [0.3]], "float32")
    assert float(keras.metrics.FBetaScore(beta=1.0)(labels, scores)[0]) == pytest.approx(2 / 3)  # both positive
    assert float(keras.metrics.FBetaScore(beta=1.0, threshold=0.5)(labels, scores)[0]) == 0


def test_the_names_in_keras_that_look_like_specificity_choose_a_threshold_of_their_own():
    y_true, y_score = np.array([0, 0, 1, 1]), np.array([0.1, 0.3, 0.35, 0.4])
    assert chapter.specificity(y_true, (y_score >= 0.2).astype(int)) == 0.5
    assert float(keras.metrics.SpecificityAtSensitivity(0.5)(y_true, y_score)) == 1
    assert float(keras.metrics.SensitivityAtSpecificity(0.5)(y_true, y_score)) == 1


def test_at_one_half_validation_and_test_differ_by_more_than_chance_and_at_a_twentieth_not():
    found = {}
    for split in ["validation", "test"]:
        y_true, y_score = load_crash_scores(split)
        found[split] = [int(np.sum(y_score[y_true == 1] >= t)) for t in (0.05, 0.5)]
    assert found == {"validation": [168, 21], "test": [162, 6]}
    p_values = [fisher_exact([[a, 223 - a], [b, 223 - b]])[1] for a, b in zip(*found.values())]
    assert p_values[0] > 0.5 and p_values[1] == pytest.approx(0.005, abs=5e-4)
    assert binomtest(6, 223).proportion_ci(0.95, method="wilson") == pytest.approx((0.012, 0.057), abs=5e-4)


def test_the_scores_are_too_low_for_probabilities():
    for split, distance in [("validation", 1.9), ("test", 3.0)]:
        y_true, y_score = load_crash_scores(split)
        z = (y_true.sum() - y_score.sum()) / np.sqrt(np.sum(y_score * (1 - y_score)))
        assert z == pytest.approx(distance, abs=0.05)
        group = (y_score >= 0.01) & (y_score < 0.02)
        assert y_true[group].sum() == {"validation": 15, "test": 20}[split]
        assert y_score[group].sum() == pytest.approx(11, abs=0.5)


@pytest.mark.parametrize(
    "split, aucs, interval", [("val", (0.883, 0.864), (0.007, 0.034)), ("test", (0.876, 0.866), (-0.001, 0.021))]
)
def test_what_is_lost_without_age_and_sex(split, aucs, interval):
    """The interval of the fall, here from DeLong's standard error, holds 0 on the test set and not on validation."""
    crash = load_crash()
    x, y = getattr(crash, f"x_{split}"), getattr(crash, f"y_{split}")
    kept = [i for i, name in enumerate(crash.features) if name not in ("age", "male")]
    tables = []
    for columns, auc in zip([list(range(len(crash.features))), kept], aucs, strict=True):
        model = LogisticRegression(max_iter=1000).fit(crash.x_train[:, columns], crash.y_train)
        score = model.predict_proba(x[:, columns])[:, 1]
        assert metrics.roc_auc_score(y, score) == pytest.approx(auc, abs=6e-4)
        dead, alive = score[y == 1, None], score[y == 0]
        tables.append((dead > alive) + 0.5 * (dead == alive))
    fall = tables[0] - tables[1]
    error = np.sqrt(sum(np.var(fall.mean(axis), ddof=1) / fall.shape[1 - axis] for axis in (0, 1)))
    ends = fall.mean() + 1.96 * error * np.array([-1, 1])
    assert ends == pytest.approx(interval, abs=1.5e-3)
    assert (ends[0] < 0) == (split == "test")


def test_the_models_at_one_half_are_not_told_apart_from_each_other_or_from_a_constant():
    crash, (y, score) = load_crash(), load_crash_scores("test")
    network = (score >= 0.5).astype(int)
    logistic = LogisticRegression(max_iter=1000).fit(crash.x_train, crash.y_train).predict(crash.x_test)
    for one, other in [(network, logistic), (network, np.zeros_like(y)), (logistic, np.zeros_like(y))]:
        alone = [int(np.sum((a == y) & (b != y))) for a, b in [(one, other), (other, one)]]
        assert binomtest(alone[0], sum(alone)).pvalue > 0.5
    # F1 of the network against that of "always died": below on test, above on validation; the first is within noise.
    generator, differences = np.random.default_rng(0), []
    for _ in range(500):
        rows = generator.integers(len(y), size=len(y))
        p = y[rows].mean()
        differences.append(chapter.f_beta(y[rows], network[rows]) - 2 * p / (1 + p))
    low, high = np.quantile(differences, [0.025, 0.975])
    assert low < 0 < high
    y, score = load_crash_scores("validation")
    f1 = chapter.f_beta(y, (score >= 0.5).astype(int))
    assert f1 == pytest.approx(0.165, abs=5e-4) and f1 > chapter.f_beta(y, np.ones_like(y))


def test_at_a_price_of_twenty_the_two_lowest_thresholds_are_not_told_apart():
    y, score = load_crash_scores("validation")
    costs = [np.where(y == 1, 20 * (score < t), score >= t) for t in (0.02, 0.05)]
    more = costs[0] - costs[1]
    assert more.sum() == 64 and np.sqrt(np.sum(more**2)) == pytest.approx(111, abs=0.5)
    assert more.std() * np.sqrt(len(y)) == pytest.approx(111, abs=1)  # the same, about its mean


def test_predict_of_the_logistic_regression_asks_for_more_than_one_half():
    unsure = LogisticRegression().fit([[-1], [1]], [0, 1])
    assert unsure.predict_proba([[0]])[0, 1] == 0.5 and unsure.predict([[0]])[0] == 0
    assert unsure.predict_proba([[0.001]])[0, 1] > 0.5 and unsure.predict([[0.001]])[0] == 1


def test_recall_score_refuses_words_without_the_name_of_the_positive_class():
    words = ["died", "survived"]
    with pytest.raises(ValueError, match="pos_label=1 is not a valid label"):
        metrics.recall_score(words, words)
    assert metrics.confusion_matrix(words, ["died", "died"]).tolist() == [[1, 0], [1, 0]]  # alphabetical


def test_trap_the_transposed_matrix():
    """scikit-learn takes the labels first: exchanged, precision and recall change places, F1 and accuracy stay."""
    y, score = load_crash_scores("validation")
    said = (score >= 0.05).astype(int)
    for truth, answer, values in [(y, said, [0.183, 0.753]), (said, y, [0.753, 0.183])]:
        found = [metric(truth, answer) for metric in (metrics.precision_score, metrics.recall_score)]
        assert np.round(found, 3).tolist() == values
        assert [round(metrics.f1_score(truth, answer), 3), metrics.accuracy_score(truth, answer)] == [
            0.294, metrics.accuracy_score(y, said),
        ]  # fmt: skip
    assert metrics.confusion_matrix(y, said).sum(axis=1).tolist() == np.bincount(y).tolist()


def test_trap_the_wrong_positive_class():
    """Words in the order of the alphabet make "survived" the positive class of an unpacked matrix."""
    y, score = load_crash_scores("validation")
    words, labels = np.array(["survived", "died"]), ["survived", "died"]
    truth, said = words[y], words[(score >= 0.05).astype(int)]
    _, _, fn, tp = metrics.confusion_matrix(truth, said).ravel()
    specificity = chapter.specificity(y, (score >= 0.05).astype(int))
    assert tp / (tp + fn) == specificity and round(specificity, 3) == 0.848
    _, _, fn, tp = metrics.confusion_matrix(truth, said, labels=labels).ravel()
    assert tp / (tp + fn) == metrics.recall_score(truth, said, pos_label="died") and round(tp / (tp + fn), 3) == 0.753


def test_what_the_buttons_of_the_explorer_find():
    y_true, y_score = load_crash_scores("validation")
    candidates = np.unique(y_score)
    preds = {t: (y_score >= t).astype(int) for t in candidates}
    on_the_grid = max(metrics.f1_score(y_true, y_score >= t) for t in np.linspace(0, 0.6, 121))
    order = np.argsort(-y_score, kind="stable")
    tp, alarms = np.cumsum(y_true[order]), np.arange(1, len(y_true) + 1)
    ends = np.append(np.diff(y_score[order]) != 0, True)  # the last of each group of equal scores
    best = (2 * tp / (alarms + y_true.sum()))[ends].max()
    assert on_the_grid < best < on_the_grid + 0.005

    fp, fn = alarms - tp, y_true.sum() - tp
    cheapest = y_score[order][ends][np.argmin((fp + 20 * fn)[ends])]
    assert np.mean(preds[cheapest] == y_true) < 0.85
    ratios = [chapter.recall(y_true, y_score >= t) / chapter.precision(y_true, y_score >= t) for t in (0.1, 0.2)]
    assert ratios[0] > 2 > ratios[1]


def test_stored_scores_come_from_this_network(request):
    """Retrain the running example: the stored scores are its scores, up to the rounding of another processor."""
    import tensorflow as tf
    from tensorflow.python.framework.config import disable_op_determinism
    from book import DATA

    keras.utils.set_random_seed(1)
    tf.config.experimental.enable_op_determinism()
    request.addfinalizer(disable_op_determinism)  # other tests of this process compile with XLA
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
