"""Chapter 4: the matrix of many classes, averaged F1 and top-k accuracy against scikit-learn and Keras."""

import warnings
from types import SimpleNamespace

import book
import keras
import numpy as np
import pandas as pd
import pytest
import sklearn.metrics.tests.test_classification as sklearn_tests
import sklearn.metrics.tests.test_ranking as sklearn_ranking_tests
import tensorflow as tf
from define_cells import load, load_helpers
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from notebooks import ROOT, code_cells, read
from sklearn import metrics
from sklearn.exceptions import UndefinedMetricWarning
from sklearn.linear_model import LogisticRegression

chapter = load("04_multiclass_multilabel")
AVERAGES = ["macro", "micro", "weighted"]


@st.composite
def answers(draw, every=False):
    """Class numbers, predicted ones, and the number of classes; some may not occur, unless `every` is asked for."""
    n_classes = draw(st.integers(2 if every else 1, 6))
    k = st.integers(0, n_classes - 1)
    pairs = draw(st.lists(st.tuples(k, k), min_size=1, max_size=30))
    if every:
        pairs += zip(range(n_classes), draw(st.permutations(range(n_classes))), strict=True)
    y_true, y_pred = zip(*pairs)
    container = draw(st.sampled_from([list, np.array, lambda y: np.array(y, "uint8"), lambda y: np.array(y, float)]))
    return container(y_true), container(y_pred), n_classes


@st.composite
def tables(draw):
    """Class numbers, scores with ties among them, and k."""
    n_classes = draw(st.integers(3, 6))  # with two scikit-learn takes a binary problem
    values = draw(st.sampled_from([st.integers(-2, 2), st.floats(-100, 100, width=32)]))
    row = st.lists(values, min_size=n_classes, max_size=n_classes)
    rows = draw(st.lists(st.tuples(st.integers(0, n_classes - 1), row), min_size=1, max_size=20))
    y_true, scores = zip(*rows)
    return list(y_true), np.array(scores, float), draw(st.integers(1, n_classes))


def quietly(function, *arguments, **options):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # of one class only, and of what is undefined
        return function(*arguments, **options)


@given(sample=answers())
@settings(max_examples=50)
def test_matrix_agrees_with_scikit_learn_and_tensorflow(sample):
    y_true, y_pred, n_classes = sample
    ours = chapter.confusion_matrix(y_true, y_pred, n_classes)
    whole = np.array(y_true, int), np.array(y_pred, int)
    assert ours.dtype.kind == "i" and ours.shape == (n_classes, n_classes)
    np.testing.assert_array_equal(ours, quietly(metrics.confusion_matrix, *whole, labels=range(n_classes)))
    np.testing.assert_array_equal(ours, tf.math.confusion_matrix(*whole, num_classes=n_classes))


@given(sample=answers(), average=st.sampled_from(AVERAGES), value=st.sampled_from([np.nan, 0.0, 1.0]))
def test_averages_agree_with_scikit_learn(sample, average, value):
    y_true, y_pred, n_classes = sample
    ours = chapter.averaged_f1(y_true, y_pred, n_classes, average, zero_division=value)
    whole = np.array(y_true, int), np.array(y_pred, int)
    theirs = metrics.f1_score(*whole, labels=range(n_classes), average=average, zero_division=value)
    assert type(ours) is float and not np.isnan(ours)
    assert ours == pytest.approx(theirs, abs=1e-12)


@given(sample=answers())
@settings(max_examples=50)
def test_leaving_out_is_what_scikit_learn_does_without_labels(sample):
    y_true, y_pred, n_classes = sample
    theirs = metrics.f1_score(np.array(y_true, int), np.array(y_pred, int), average="macro")
    assert chapter.averaged_f1(y_true, y_pred, n_classes, "macro") == pytest.approx(theirs, abs=1e-12)


@given(sample=tables())
def test_top_k_agrees_with_scikit_learn_ties_and_all(sample):
    y_true, scores, k = sample
    theirs = quietly(metrics.top_k_accuracy_score, y_true, scores, k=k, labels=range(scores.shape[1]))
    ours = chapter.top_k_accuracy(y_true, scores, k)
    assert type(ours) is float and ours == pytest.approx(theirs, abs=1e-12)


def test_agreement_with_keras_on_random_batches():
    generator = np.random.default_rng(0)
    for size, n_classes in [(1, 3), (7, 3), (100, 5), (1000, 10)]:
        y_true, y_pred = generator.integers(0, n_classes, (2, size))
        one_hot, said = np.eye(n_classes)[y_true], np.eye(n_classes)[y_pred]
        for average in AVERAGES:  # Keras counts a class without F1 as 0
            theirs = float(keras.metrics.F1Score(average=average)(one_hot, said))
            ours = chapter.averaged_f1(y_true, y_pred, n_classes, average, zero_division=0)
            assert ours == pytest.approx(theirs, abs=1e-6)
        scores = generator.random((size, n_classes)).astype("float32")
        assert len(np.unique(scores)) == scores.size  # on ties Keras has another rule
        for k in range(1, n_classes + 1):
            ours = chapter.top_k_accuracy(y_true, scores, k)
            assert ours == pytest.approx(float(keras.metrics.SparseTopKCategoricalAccuracy(k=k)(y_true, scores)))
            assert ours == pytest.approx(float(keras.metrics.TopKCategoricalAccuracy(k=k)(one_hot, scores)))


# --------------------------------------------------------------------------------------------------- known properties


@given(sample=answers())
def test_micro_f1_is_the_accuracy_and_the_sums_of_both_mistakes_are_equal(sample):
    y_true, y_pred, n_classes = sample
    assert chapter.averaged_f1(y_true, y_pred, n_classes, "micro") == pytest.approx(np.mean(np.equal(y_true, y_pred)))
    matrix = chapter.confusion_matrix(y_true, y_pred, n_classes)
    right = np.diag(matrix)
    assert np.sum(matrix.sum(axis=0) - right) == np.sum(matrix.sum(axis=1) - right) == len(y_true) - right.sum()


@given(sample=answers(every=True))
@settings(max_examples=50)
def test_weighted_recall_is_the_accuracy_and_macro_recall_the_balanced_accuracy(sample):
    y_true, y_pred, _ = sample
    true, pred = np.array(y_true, int), np.array(y_pred, int)
    weighted = metrics.recall_score(true, pred, average="weighted")
    assert weighted == pytest.approx(np.mean(true == pred), abs=1e-12)
    macro = metrics.recall_score(true, pred, average="macro")
    assert macro == pytest.approx(metrics.balanced_accuracy_score(true, pred), abs=1e-12)


@given(sample=tables())
@settings(max_examples=50)
def test_top_k_never_falls_with_k_and_ends_at_1(sample):
    y_true, scores, _ = sample
    values = [chapter.top_k_accuracy(y_true, scores, k) for k in range(1, scores.shape[1] + 1)]
    assert np.all(np.diff(values) >= 0) and values[-1] == 1
    if all(len(set(row)) == len(row) for row in scores.tolist()):
        assert values[0] == np.mean(scores.argmax(axis=1) == y_true)


@given(sample=answers(every=True))
@settings(max_examples=50)
def test_f1_of_the_means_is_never_below_the_mean_of_the_f1(sample):
    y_true, y_pred, n_classes = sample
    matrix = chapter.confusion_matrix(y_true, y_pred, n_classes)
    tp, support, predicted = np.diag(matrix), matrix.sum(axis=1), matrix.sum(axis=0)
    assume(tp.sum() > 0)
    p, r = np.mean(tp / predicted), np.mean(tp / support)
    macro = chapter.averaged_f1(y_true, y_pred, n_classes, "macro")
    assert macro <= 2 * p * r / (p + r) + 1e-12 <= max(p, r) + 2e-12


# --------------------------------------------------------------------------------------------------- published values


def test_scikit_learns_documented_examples():
    """From the user guide and the docstrings of confusion_matrix, f1_score and top_k_accuracy_score."""
    matrix = chapter.confusion_matrix([2, 0, 2, 2, 0, 1], [0, 0, 2, 2, 0, 2], 3)
    assert matrix.tolist() == [[2, 0, 0], [0, 0, 1], [1, 0, 2]]
    y_true, y_pred = [0, 1, 2, 0, 1, 2], [0, 2, 1, 0, 0, 1]
    found = [round(chapter.averaged_f1(y_true, y_pred, 3, average), 3) for average in AVERAGES]
    assert found == [0.267, 0.333, 0.267]  # the docstring has 0.267, 0.33 and 0.267
    scores = [[0.5, 0.2, 0.2], [0.3, 0.4, 0.2], [0.2, 0.4, 0.3], [0.7, 0.2, 0.1]]
    assert chapter.top_k_accuracy([0, 1, 2, 2], scores, 2) == 0.75


def test_the_documents_say_so():
    for function, values in [
        (metrics.f1_score, ["0.267", "0.33"]),
        (metrics.top_k_accuracy_score, ["highest indices will be chosen first", "0.75"]),
        (metrics.confusion_matrix, ["[2, 0, 0]", "[1, 0, 2]"]),
        (metrics.cohen_kappa_score, ["A coefficient of agreement for nominal scales"]),
    ]:
        assert all(value in function.__doc__ for value in values), function.__name__


def test_the_ten_photographs():
    y_true, y_pred = [0, 0, 0, 0, 0, 1, 1, 1, 2, 2], [0, 0, 0, 0, 1, 0, 1, 1, 1, 2]
    assert chapter.confusion_matrix(y_true, y_pred, 3).tolist() == [[4, 1, 0], [1, 2, 0], [0, 1, 1]]
    f1 = 8 / 10, 4 / 7, 2 / 3  # 2 TP / (2 TP + FP + FN)
    assert chapter.averaged_f1(y_true, y_pred, 3, "macro") == pytest.approx(sum(f1) / 3, abs=1e-12)
    assert chapter.averaged_f1(y_true, y_pred, 3, "weighted") == pytest.approx(np.dot(f1, [0.5, 0.3, 0.2]), abs=1e-12)
    assert chapter.averaged_f1(y_true, y_pred, 3, "micro") == 0.7
    for value, expected in [(np.nan, sum(f1) / 3), (0, sum(f1) / 4), (1, (sum(f1) + 1) / 4)]:
        ours = chapter.averaged_f1(y_true, y_pred, 4, "macro", zero_division=value)
        assert ours == pytest.approx(expected, abs=1e-12)


# ---------------------------------------------------------------------------------------------- undefined, and refused


@pytest.mark.parametrize("average", AVERAGES)
def test_one_class_of_many(average):
    assert chapter.averaged_f1([2, 2], [2, 2], 5, average) == 1
    assert chapter.averaged_f1([2, 2], [3, 3], 5, average) == 0  # both occur: 0, not undefined
    expected = 1 / 5 if average == "macro" else 1
    assert chapter.averaged_f1([2, 2], [2, 2], 5, average, zero_division=0) == pytest.approx(expected)


@pytest.mark.parametrize(
    "arguments, message",
    [
        (dict(y_true=[], y_pred=[]), "y_true is empty"),
        (dict(y_true=[0, 1], y_pred=[0]), "y_pred has length 1"),
        (dict(y_true=[0, 3], y_pred=[0, 1]), r"y_true must hold whole numbers from 0 to 2 \(n_classes = 3\)"),
        (dict(y_true=[0, 1], y_pred=[0, -1]), "y_pred must hold whole numbers from 0 to 2"),
        (dict(y_true=["a", "b"], y_pred=["a", "b"]), "y_true must hold whole numbers"),
        (dict(y_true=[0, 0.5], y_pred=[0, 1]), "y_true must hold class labels"),
        (dict(y_true=[[0, 1]], y_pred=[0, 1]), r"y_true must have shape \(N,\)"),
        (dict(y_true=[[1, 0], [0, 1]], y_pred=[0, 1]), r"y_true must have shape \(N,\)"),  # one-hot
        (dict(n_classes=0), "n_classes must be an integer from 1 to 10,000"),
        (dict(n_classes=2.5), "n_classes must be an integer"),
        (dict(n_classes=10**9), "n_classes must be an integer"),
        (dict(n_classes=None), "n_classes must be an integer"),
    ],
)
def test_bad_classes_are_refused_by_name(arguments, message):
    given = dict(y_true=[0, 1], y_pred=[0, 2], n_classes=3) | arguments
    with pytest.raises(ValueError, match=message):
        chapter.confusion_matrix(**given)
    with pytest.raises(ValueError, match=message):
        chapter.averaged_f1(**given, average="macro")


@pytest.mark.parametrize("average", ["samples", "binary", "Macro", None, 1, ["macro"], ""])
def test_another_average_is_refused(average):
    with pytest.raises(ValueError, match="average must be one of 'macro', 'micro', 'weighted'"):
        chapter.averaged_f1([0, 1], [0, 1], 2, average)


@pytest.mark.parametrize(
    "arguments, message",
    [
        (dict(scores=[0.1, 0.9]), r"scores must have shape \(N, K\)"),
        (dict(scores=[[0.1, 0.9]]), "scores has length 1, but y_true has length 2"),
        (dict(scores=[[0.1, np.nan], [0, 1]]), "scores must be finite"),
        (dict(scores=[["0", "1"], ["1", "0"]]), "scores must hold numbers"),
        (dict(scores=[[], []]), "scores is empty"),
        (dict(y_true=[0, 2]), r"y_true must hold whole numbers from 0 to 1 \(scores has 2 columns\)"),
        (dict(k=0), "k must be an integer from 1 to 2"),
        (dict(k=3), "k must be an integer from 1 to 2"),
        (dict(k=True), "k must be an integer"),
        (dict(k=1.0), "k must be an integer"),
    ],
)
def test_bad_scores_are_refused_by_name(arguments, message):
    given = dict(y_true=[0, 1], scores=[[0.1, 0.9], [0.2, 0.8]], k=1) | arguments
    with pytest.raises(ValueError, match=message):
        chapter.top_k_accuracy(**given)


# scikit-learn's own tests, with our functions in the place of theirs, on the numbers of the classes. Those left out ask
# for what ours do not offer: sample weights, normalisation, several labels, or the words of an error.


def ours_by_name(y_true, y_pred, labels=None):
    """Numbers in the place of whatever the classes are called, and how many there are."""
    names = np.unique(np.concatenate([y_true, y_pred])) if labels is None else np.asarray(labels)
    order = np.argsort(names)
    return [order[np.searchsorted(names, y, sorter=order)] for y in (y_true, y_pred)], len(names)


def their_matrix(y_true, y_pred, labels=None):
    if labels is not None:  # theirs leaves out what is of another class
        kept = np.isin(y_true, labels) & np.isin(y_pred, labels)
        y_true, y_pred = y_true[kept], y_pred[kept]
    (true, pred), n_classes = ours_by_name(y_true, y_pred, labels)
    return chapter.confusion_matrix(true, pred, n_classes)


def their_f1(y_true, y_pred, average):
    (true, pred), n_classes = ours_by_name(y_true, y_pred)
    return chapter.averaged_f1(true, pred, n_classes, average)


def their_top_k(y_true, y_score, k=2, labels=None):
    (true, _), _ = ours_by_name(y_true, y_true, range(np.shape(y_score)[1]) if labels is None else labels)
    return chapter.top_k_accuracy(true, y_score, k)


def test_scikit_learns_own_tests_of_the_matrix(monkeypatch):
    monkeypatch.setattr(sklearn_tests, "confusion_matrix", their_matrix)
    sklearn_tests.test_confusion_matrix_binary()
    sklearn_tests.test_confusion_matrix_multiclass_subset_labels()


def test_scikit_learns_own_test_of_averaged_f1(monkeypatch):
    monkeypatch.setattr(sklearn_tests, "f1_score", their_f1)
    sklearn_tests.test_precision_recall_f1_score_multiclass()


def test_scikit_learns_own_tests_of_top_k(monkeypatch):
    monkeypatch.setattr(sklearn_ranking_tests, "top_k_accuracy_score", their_top_k)
    sklearn_ranking_tests.test_top_k_accuracy_score_increasing()
    for k, value in [(1, 0.25), (2, 0.5), (3, 1)]:
        sklearn_ranking_tests.test_top_k_accuracy_score_ties([0, 1, 2, 3], k, value)
    for y_true, value, labels in [(["a", "e", "e", "a"], 0.75, ["a", "b", "d", "e"]), ([0, 1, 1, 1], 0.5, range(4))]:
        test = sklearn_ranking_tests.test_top_k_accuracy_score_multiclass_with_labels
        test(np.array(y_true), value, labels, labels_as_ndarray=True)


# ------------------------------------------------------------------------------- what the chapter says, and rests on


own = load_helpers("04_multiclass_multilabel")
SMALL = np.array([[0.4, 0.3, 0.3], [0.2, 0.6, 0.2], [0.1, 0.5, 0.4], [0.2, 0.2, 0.6], [0.3, 0.3, 0.4], [0.9, 0.1, 0.0]])
SMALL_TRUE = np.array([0, 1, 2, 2, 1, 0])


@given(sample=answers(every=True))
@settings(max_examples=50)
def test_the_scores_of_each_class_agree_with_scikit_learn(sample):
    y_true, y_pred, n_classes = sample
    matrix = chapter.confusion_matrix(y_true, y_pred, n_classes)
    table = own.per_class(matrix, range(n_classes))
    theirs = metrics.precision_recall_fscore_support(np.array(y_true, int), np.array(y_pred, int), average=None)
    np.testing.assert_allclose(table[["precision", "recall", "F1", "support"]].T, theirs, rtol=0, atol=1e-12)
    one_by_one = metrics.multilabel_confusion_matrix(np.array(y_true, int), np.array(y_pred, int))
    np.testing.assert_array_equal(table[["TN", "FP", "FN", "TP"]], one_by_one.reshape(-1, 4))
    found = own.averages(matrix)[:3]
    ours = [chapter.averaged_f1(y_true, y_pred, n_classes, average) for average in ["macro", "weighted", "micro"]]
    assert found == pytest.approx(ours, abs=1e-12)


def test_rows_drawn_again_are_images_drawn_again():
    generator = np.random.default_rng(0)
    matrix = np.array([[40, 10, 0], [5, 20, 5], [0, 4, 6]])
    y_true, y_pred = (np.repeat(index.ravel(), matrix.ravel()) for index in np.indices(matrix.shape))
    by_rows, by_images = [], []
    rows = [np.flatnonzero(y_true == k) for k in range(3)]
    drawn = own.drawn(matrix, n=1500)
    assert (drawn.sum(axis=2) == matrix.sum(axis=1)).all()
    by_rows = own.averages(drawn)
    for _ in range(1500):
        chosen = np.concatenate([generator.choice(of_class, len(of_class)) for of_class in rows])
        by_images.append(own.averages(chapter.confusion_matrix(y_true[chosen], y_pred[chosen], 3))[:3])
    macro = by_rows[0]
    assert own.interval(macro) == pytest.approx(np.quantile(macro, [0.025, 0.975]))
    for one, other in zip(by_rows[:3], np.transpose(by_images), strict=True):
        assert one.std() == pytest.approx(other.std(), rel=0.1) and one.mean() == pytest.approx(other.mean(), abs=0.01)


def test_the_gap_between_the_two_macro_f1_comes_near_to_one_half():
    for n, gap in [(10, 0.3), (1000, 0.49), (100_000, 0.499)]:
        mean, of_means = own.two_macro_f1([[1, n - 1], [0, 1]])
        assert gap < of_means - mean < 0.5


@given(sample=answers(every=True))
@settings(max_examples=50)
def test_weighted_f1_is_not_above_the_f1_of_the_weighted_means(sample):
    y_true, y_pred, n_classes = sample
    matrix = chapter.confusion_matrix(y_true, y_pred, n_classes)
    assume(np.trace(matrix) > 0)
    p, r, f1, _ = metrics.precision_recall_fscore_support(
        np.array(y_true, int), np.array(y_pred, int), average="weighted"
    )
    assert f1 <= 2 * p * r / (p + r) + 1e-12


def test_trap_micro_f1_is_the_accuracy_of_the_crash_data():
    y, score = book.load_crash_scores("test")
    said, nobody = (score >= 0.5).astype(int), np.zeros_like(y)
    for answer, value in [(said, 0.956), (nobody, 0.957)]:
        wrong = metrics.f1_score(y, answer, average="micro")
        assert wrong == pytest.approx(metrics.accuracy_score(y, answer), abs=1e-12) and round(wrong, 3) == value
        in_keras = keras.metrics.F1Score(average="micro", threshold=0.5)(np.eye(2)[y], np.eye(2)[answer])
        assert float(in_keras) == pytest.approx(wrong, abs=1e-6)
    assert round(metrics.f1_score(y, said), 3) == 0.051 and said[y == 1].sum() == 6


def test_micro_is_no_accuracy_where_a_class_is_left_out_or_an_answer_is_missing():
    y_true, y_pred = [0, 0, 0, 0, 0, 1, 1, 1, 2, 2], [0, 0, 0, 0, 1, 0, 1, 1, 1, 2]
    options = {"labels": [0, 1], "average": "micro"}
    assert metrics.precision_score(y_true, y_pred, **options) == pytest.approx(6 / 9)
    assert metrics.recall_score(y_true, y_pred, **options) == pytest.approx(6 / 8)
    one_hot, answered = np.eye(3, dtype=int)[SMALL_TRUE], (SMALL > 0.5).astype(int)
    assert metrics.f1_score(one_hot, answered, average="micro") == pytest.approx(2 * 3 / (6 + 3))
    assert metrics.accuracy_score(SMALL_TRUE, SMALL.argmax(axis=1)) == pytest.approx(4 / 6)


@given(sample=answers(every=True))
@settings(max_examples=30)
def test_without_a_class_micro_recall_is_the_accuracy_on_the_samples_of_the_others(sample):
    """And micro precision is the accuracy among the answers that name one of the others."""
    y_true, y_pred, n_classes = sample
    true, pred = np.array(y_true, int), np.array(y_pred, int)
    options = {"labels": range(1, n_classes), "average": "micro"}
    recall, precision = metrics.recall_score(true, pred, **options), metrics.precision_score(true, pred, **options)
    assert recall == pytest.approx(np.mean((true == pred)[true > 0]), abs=1e-12)
    assert precision == pytest.approx(np.mean((true == pred)[pred > 0]), abs=1e-12)


def test_a_report_has_a_row_for_the_accuracy_unless_a_class_that_occurs_is_left_out():
    for labels, row in [(None, "accuracy"), ([0, 1, 2, 3], "accuracy"), ([0, 1], "micro avg")]:
        options = {"labels": labels, "output_dict": True, "zero_division": 0}
        report = metrics.classification_report(SMALL_TRUE, SMALL.argmax(axis=1), **options)
        assert ("accuracy" in report, "micro avg" in report) == (row == "accuracy", row == "micro avg")


def test_with_equal_classes_kappa_is_adjusted_balanced_accuracy():
    generator = np.random.default_rng(0)
    y_true = np.repeat(np.arange(5), 20)
    for _ in range(20):
        y_pred = np.where(generator.random(100) < 0.5, y_true, generator.integers(0, 5, 100))
        kappa = metrics.cohen_kappa_score(y_true, y_pred)
        assert kappa == pytest.approx(metrics.balanced_accuracy_score(y_true, y_pred, adjusted=True), abs=1e-12)


def test_the_network_is_that_of_chapter_1():
    """Both chapters print what it finds of each class."""

    def outputs(name):
        cells = code_cells(read(ROOT / "chapters" / f"{name}.ipynb"))
        return "\n".join(o.get("text", "") + o.get("data", {}).get("text/plain", "") for c in cells for o in c.outputs)

    first, here = outputs("01_accuracy"), outputs("04_multiclass_multilabel")
    for name in ["Shirt", "Coat", "Dress", "T-shirt", "Sandal", "Pullover", "Bag", "Sneaker", "Ankle boot", "Trouser"]:
        found = next(line.split()[-3] for line in first.splitlines() if line.startswith(f"{name} "))
        table = next(line for line in here.splitlines() if line.startswith(f"{name} ") and len(line.split()) >= 6)
        assert float(table.split()[-4]) == float(found) / 100


# ------------------------------------------------------------------------------------------------------ several labels


@pytest.fixture(scope="module")
def crash():
    """Truth, scores and predictions of the chapter's three labels for the test set."""
    data, table = book.load_crash(), pd.read_csv(book.DATA / "crash.csv")
    labels = np.column_stack([table["seatbelt"] == 0, table["airbag"] == "deploy", table["died"] == 1]).astype(int)
    kept = [i for i, name in enumerate(data.features) if not name.startswith(("seatbelt", "airbag"))]
    assert len(kept) == 9
    models = [
        LogisticRegression(max_iter=1000, tol=1e-8).fit(data.x_train[:, kept].astype(float), y)
        for y in labels[data.rows.train].T
    ]
    p = np.column_stack([model.predict_proba(data.x_test[:, kept].astype(float))[:, 1] for model in models])
    return SimpleNamespace(truth=labels[data.rows.test], p=p, said=(p >= 0.5).astype(int))


def test_the_three_labels(crash):
    assert crash.truth.sum(axis=0).tolist() == [1353, 1829, 223]
    assert np.sum(crash.truth.sum(axis=1) == 0) == 2298
    assert np.sum(crash.truth * crash.said, axis=0).tolist() == [183, 1192, 5]
    assert crash.said.sum(axis=0).tolist() == [316, 1669, 13]
    assert np.abs(crash.p - 0.5).min() > 1e-4  # so that these counts are the same on every machine
    subset, hamming = (f(crash.truth, crash.said) for f in (metrics.accuracy_score, metrics.hamming_loss))
    assert (subset, 1 - hamming) == (pytest.approx(0.555, abs=0.001), pytest.approx(0.829, abs=0.001))
    nothing = np.zeros_like(crash.said)
    assert metrics.accuracy_score(crash.truth, nothing) == 2298 / 5150
    assert metrics.hamming_loss(crash.truth, nothing) == pytest.approx(crash.truth.mean())


@settings(max_examples=50)
@given(cells=st.lists(st.tuples(*[st.integers(0, 1)] * 6), min_size=1, max_size=20), value=st.sampled_from([0.0, 1.0]))
def test_f1_of_rows_and_columns_agrees_with_scikit_learn(cells, value):
    truth, said = np.array(cells)[:, :3], np.array(cells)[:, 3:]
    for axis, average in [(0, "macro"), (1, "samples")]:
        f1 = own.f1_along(axis, truth, said)
        theirs = metrics.f1_score(truth, said, average=average, zero_division=value)
        assert np.mean(np.where(np.isnan(f1), value, f1)) == pytest.approx(theirs, abs=1e-12)
        defined = f1[~np.isnan(f1)]
        left_out = metrics.f1_score(truth, said, average=average, zero_division=np.nan)
        assert left_out == pytest.approx(defined.mean() if len(defined) else np.nan, abs=1e-12, nan_ok=True)


def test_a_column_without_a_positive_takes_the_mean_auc_with_it():
    truth, p = np.array([[0, 1, 0], [1, 1, 0], [0, 0, 0], [1, 0, 0]]), np.array([[0.1, 0.8, 0.1], [0.7, 0.6, 0.2]] * 2)
    with pytest.warns(UndefinedMetricWarning, match="Only one class"):
        assert np.isnan(metrics.roc_auc_score(truth, p, average=None)).tolist() == [False, False, True]
    with pytest.warns(UndefinedMetricWarning, match="Only one class"):
        assert np.isnan(metrics.roc_auc_score(truth, p))
    with pytest.warns(UserWarning, match="No positive class found"):
        assert metrics.average_precision_score(truth, p, average=None)[2] == 0
    each = [float(keras.metrics.AUC()(truth[:, k], p[:, k])) for k in range(3)]
    assert each[2] == 0
    assert float(keras.metrics.AUC(multi_label=True, num_labels=3)(truth, p)) == pytest.approx(np.mean(each), abs=1e-6)


# ------------------------------------------------------------------------------------- what it says about Keras


def both(y_true, y_pred, **settings):
    return [float(metric(**settings)(y_true, y_pred)) for metric in (keras.metrics.Precision, keras.metrics.Recall)]


def test_keras_pools_the_columns(crash):
    answered, one_hot = (SMALL > 0.5).astype(int), np.eye(3, dtype=int)[SMALL_TRUE]
    for truth, p, said in [(one_hot, SMALL, answered), (crash.truth, crash.p, crash.said)]:
        theirs = [f(truth, said, average="micro") for f in (metrics.precision_score, metrics.recall_score)]
        assert both(truth, p) == pytest.approx(theirs, abs=1e-6)
    assert both(one_hot, SMALL, top_k=1) == pytest.approx([4 / 6] * 2)  # the accuracy
    with pytest.raises(Exception, match="(?i)incompatible|shape"):
        both(SMALL_TRUE, SMALL)


def test_class_id_with_class_numbers_takes_the_label_of_one_sample_for_all():
    one_hot = np.eye(3)[SMALL_TRUE]
    assert both(one_hot, SMALL, class_id=1) == pytest.approx([1, 0.5])  # one of two found, no false alarm
    assert SMALL_TRUE[1] == 1
    assert both(SMALL_TRUE, SMALL, class_id=1) == pytest.approx([1, np.mean(SMALL[:, 1] > 0.5)])
    assert both(SMALL_TRUE - 1, SMALL, class_id=1) == [0, 0]  # the sample's label is 0


def test_two_columns_give_the_accuracy():
    generator = np.random.default_rng(0)
    y, p = generator.integers(0, 2, 200), generator.random(200)
    columns = np.column_stack([1 - p, p])
    assert both(np.eye(2)[y], columns) == pytest.approx([np.mean(y == (p > 0.5))] * 2, abs=1e-6)
    assert both(np.eye(2)[y], columns, class_id=1) == pytest.approx(both(y, p), abs=1e-6)


def test_keras_counts_ties_as_found():
    scores, y = np.full((6, 3), 0.25, "float32"), np.array([0, 0, 1, 1, 2, 2])
    assert float(keras.metrics.SparseTopKCategoricalAccuracy(k=1)(y, scores)) == 1
    assert float(keras.metrics.TopKCategoricalAccuracy(k=1)(np.eye(3)[y], scores)) == 1
    assert float(keras.metrics.SparseCategoricalAccuracy()(y, scores)) == pytest.approx(1 / 3)
    assert chapter.top_k_accuracy(y, scores, 1) == pytest.approx(1 / 3)
    assert float(keras.metrics.F1Score("micro")(np.eye(3)[y], scores)) == pytest.approx(2 * 6 / (2 * 6 + 12))
    with pytest.raises(tf.errors.InvalidArgumentError, match="double"):  # as the chapter notes
        keras.metrics.SparseTopKCategoricalAccuracy(k=1)(y, scores.astype(float))


def test_top_k_of_several_labels_looks_for_the_first_only():
    truth = np.array([[0, 0, 0], [0, 1, 1], [1, 0, 1], [0, 0, 1]])
    first = np.argsort(-SMALL[:4], axis=1)[:, :2]
    expected = np.mean([truth[i].argmax() in first[i] for i in range(4)])
    assert float(keras.metrics.TopKCategoricalAccuracy(k=2)(truth, SMALL[:4].astype("float32"))) == expected


@pytest.mark.parametrize(
    "units, shape, loss, name",
    [
        (1, (4,), "mse", "BinaryAccuracy"),
        (1, (4, 1), "binary_crossentropy", "BinaryAccuracy"),
        (3, (4,), "sparse_categorical_crossentropy", "SparseCategoricalAccuracy"),
        (3, (4, 1), "sparse_categorical_crossentropy", "SparseCategoricalAccuracy"),
        (3, (4, 3), "categorical_crossentropy", "CategoricalAccuracy"),
        (3, (4, 3), "binary_crossentropy", "CategoricalAccuracy"),
        (2, (4, 2), "mse", "CategoricalAccuracy"),
    ],
)
def test_the_name_accuracy_follows_the_shapes(units, shape, loss, name):
    """The chapter's cell does so with a sigmoid."""
    model = keras.Sequential([keras.Input(shape=(2,)), keras.layers.Dense(units)])
    model.compile(loss=loss, metrics=["accuracy"], run_eagerly=True)
    model.evaluate(np.zeros((4, 2)), np.zeros(shape, "int32"), verbose=0)
    assert type(model.metrics[-1].metrics[0]).__name__ == name


def test_accuracy_of_several_labels_compares_the_highest_with_the_first(crash):
    metric = keras.metrics.CategoricalAccuracy()
    expected = np.mean(crash.truth.argmax(axis=1) == crash.p.argmax(axis=1))
    assert float(metric(crash.truth, crash.p)) == pytest.approx(expected, abs=1e-6)
    knows_nothing = np.tile([0.3, 0.2, 0.1], (len(crash.truth), 1))
    metric.reset_state()
    assert float(metric(crash.truth, knows_nothing)) == pytest.approx(0.709, abs=5e-4) and expected < 0.709
