"""Chapter 10: what the built-in metrics of Keras compute, against scikit-learn, in a graph as well as eagerly. Each
trap of the chapter is pinned by its wrong and its right number."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from define_cells import load, load_helpers
from hypothesis import given, settings
from hypothesis import strategies as st
from keras import metrics as M
from scipy.stats import rankdata
from sklearn import metrics

from book import load_crash_scores

chapter = load_helpers("10_keras_metrics")
ExactScores = load("10_keras_metrics").ExactScores
Y, SCORE = load_crash_scores("test")
COLUMN, LOGIT = SCORE[:, None].astype("float32"), np.log(SCORE / (1 - SCORE))
P5 = np.array([[0.6], [0.2], [0.1], [0.9], [0.3]], "float32")
Y5 = np.array([1, 0, 0, 1, 0])
SOFTMAX = np.array([[6, 3, 1], [2, 5, 3], [4, 3, 3], [1, 2, 7], [0, 9, 1]], "float32") / 10
CLASSES = np.array([0, 1, 0, 2, 1])
each_mode = pytest.mark.parametrize("run_eagerly", [False, True], ids=["graph", "eager"])


def near(value, expected):
    return np.round(float(np.squeeze(value)), 3) == expected


def evaluated(x, y, sample_weight=None, batch_size=512, **options):
    model = keras.Sequential([keras.Input(shape=x.shape[1:]), keras.layers.Identity()])
    model.compile(**{"loss": chapter.no_loss, "run_eagerly": True, **options})
    if model.run_eagerly and len(x) <= batch_size:  # the same step, without the time that a pipeline of data takes
        found = model.test_on_batch(x, y, sample_weight, return_dict=True)
    else:
        found = model.evaluate(x, y, sample_weight=sample_weight, batch_size=batch_size, verbose=0, return_dict=True)
    return found, type(getattr(model.metrics[-1], "metrics", [None])[0]).__name__


# Streaming.


def test_the_state_of_three_metrics():
    assert [v.name for v in M.BinaryAccuracy().variables] == ["total", "count"]
    assert [v.name for v in M.Precision().variables] == ["true_positives", "false_positives"]
    assert [tuple(v.shape) for v in M.AUC().variables] == [(200,)] * 4
    assert {v.dtype for v in [*M.AUC().variables, *M.BinaryAccuracy().variables]} == {"float32"}


def test_a_metric_goes_on_until_it_is_reset():
    auc, (y_val, score_val) = M.AUC(), load_crash_scores("validation")
    assert near(auc(y_val, score_val), 0.886) and near(auc(Y, SCORE), 0.881)
    together = M.AUC()(np.append(y_val, Y), np.append(score_val, SCORE))
    assert float(together) == pytest.approx(float(auc.result()), abs=1e-6)
    auc.reset_state()
    assert near(auc(Y, SCORE), 0.877)


@given(
    st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1)), min_size=1, max_size=40), st.integers(1, 45)
)  # fmt: skip
def test_mean_of_batches_is_the_mean_of_scikit_learns(rows, size):
    y, said = np.array(rows).T
    parts = [slice(i, i + size) for i in range(0, len(y), size)]
    expected = np.mean([metrics.f1_score(y[part], said[part], zero_division=0) for part in parts])
    assert chapter.mean_of_batches(y, said, size) == pytest.approx(expected, abs=1e-12)


def test_trap_f1_averaged_over_batches():
    said = (SCORE >= 0.1).astype(int)
    assert [near(chapter.mean_of_batches(Y, said, size), v) for size, v in [(8, 0.144), (32, 0.280)]] == [True] * 2
    assert near(metrics.f1_score(Y, said), 0.331)

    def f1(y_true, y_pred):  # as Keras takes a function
        true, said = keras.ops.cast(y_true, "float32"), keras.ops.cast(y_pred >= 0.1, "float32")
        both = keras.ops.sum(true) + keras.ops.sum(said)
        return keras.ops.divide_no_nan(2 * keras.ops.sum(true * said), both)

    built_in = M.F1Score(average="micro", threshold=0.1, name="built_in")
    for size, wrong in [(32, 0.280), (512, 0.345)]:
        found, _ = evaluated(COLUMN, Y[:, None], batch_size=size, metrics=[f1, built_in], run_eagerly=size > 32)
        assert near(found["f1"], wrong) and near(found["built_in"], 0.331)
    found, _ = evaluated(COLUMN, Y[:, None], metrics=[chapter.f1_of_batch])
    assert near(found["f1_of_batch"], 0.345)


def test_a_metric_function_gives_one_value_for_each_sample():
    def for_each(y_true, y_pred):
        return keras.ops.mean(keras.ops.abs(y_true - y_pred), axis=-1)

    def one_number(y_true, y_pred):
        return keras.ops.mean(for_each(y_true, y_pred))

    x, y = np.array([[0.0], [0.0], [0.0], [0.0], [1.0]]), np.zeros((5, 1))
    found, _ = evaluated(x, y, batch_size=4, metrics=[for_each, one_number])
    assert found["for_each"] == pytest.approx(0.2) and found["one_number"] == pytest.approx(0.5)  # the last batch is 1


# The string "accuracy".

RESOLVED = [  # outputs, labels, what it becomes, its value for a perfect model
    (P5, Y5, "BinaryAccuracy", 1),
    (P5, Y5[:, None], "BinaryAccuracy", 1),
    (P5, Y5.astype(bool), "BinaryAccuracy", 1),
    (P5, Y5.astype("float32"), "BinaryAccuracy", 1),
    (SOFTMAX, CLASSES, "SparseCategoricalAccuracy", 1),
    (SOFTMAX, CLASSES[:, None], "SparseCategoricalAccuracy", 1),
    (SOFTMAX, np.eye(3)[CLASSES], "CategoricalAccuracy", 1),
    (P5, np.eye(2)[Y5], "BinaryAccuracy", 0.5),
    (P5, np.eye(3)[Y5], "BinaryAccuracy", 0.533),
    (P5, 2 * Y5 - 1, "BinaryAccuracy", 0.4),
    (P5, Y5 + 1, "BinaryAccuracy", 0),
    (P5, np.where(Y5 == 1, 0.95, 0.05), "BinaryAccuracy", 0),
    (np.log(P5 / (1 - P5)), Y5, "BinaryAccuracy", 0.8),
    (P5[:, 0], Y5, "CategoricalAccuracy", 0),
]


@pytest.mark.parametrize(
    "case, run_eagerly", [*[(case, True) for case in RESOLVED], *[(case, False) for case in RESOLVED[1::4]]]
)
def test_accuracy_is_resolved_by_shapes(case, run_eagerly):
    outputs, labels, name, value = case
    found, resolved = evaluated(outputs, labels, metrics=["accuracy"], run_eagerly=run_eagerly)
    assert resolved == name and found["accuracy"] == pytest.approx(value, abs=1e-3)


def test_three_labels_at_once_and_the_right_name():
    labels = np.array([[1, 0, 1], [0, 0, 0], [0, 1, 1], [1, 1, 0], [0, 0, 1]])
    scores = np.where(labels == 1, [0.7, 0.8, 0.9], [0.1, 0.2, 0.3]).astype("float32")
    found, resolved = evaluated(scores, labels, metrics=["accuracy", "binary_accuracy"])
    assert resolved == "CategoricalAccuracy" and near(found["accuracy"], 0.2) and found["binary_accuracy"] == 1


@pytest.mark.parametrize("loss", ["mse", "hinge", "binary_crossentropy"])
def test_the_loss_plays_no_part(loss):
    found, resolved = evaluated(SOFTMAX, np.eye(3)[CLASSES], loss=loss, metrics=["accuracy"])
    assert resolved == "CategoricalAccuracy" and found["accuracy"] == 1


@settings(max_examples=25)
@given(st.lists(st.floats(0, 1, width=32), min_size=5, max_size=5))
def test_trap_one_hot_labels_for_one_output(scores):
    assert float(M.BinaryAccuracy()(np.eye(2)[Y5], np.float32(scores)[:, None])) == 0.5  # whatever the model says


def test_which_losses_refuse_one_hot_labels_for_one_output():
    assert "loss" in evaluated(P5, np.eye(2)[Y5], loss="mse")[0]
    with pytest.raises(ValueError, match="must have the same shape"):
        evaluated(P5, np.eye(2)[Y5], loss="binary_crossentropy")


def test_what_makes_outputs_of_shape_n():
    assert tuple(keras.layers.Flatten()(P5).shape) == (5, 1)
    assert tuple(keras.layers.Reshape(())(P5).shape) == tuple(keras.ops.squeeze(P5, -1).shape) == (5,)


def test_outputs_and_labels_of_other_ranks():
    with pytest.raises(TypeError, match="NoneType"):  # a graph does not know N
        evaluated(P5[:, 0], Y5[:, None], metrics=["accuracy"], run_eagerly=False)
    _, resolved = evaluated(P5[:, 0], Y5[:, None], metrics=["accuracy"], run_eagerly=True)
    assert resolved == "SparseCategoricalAccuracy"


def test_the_class_accuracy_asks_for_equality():
    found, _ = evaluated(COLUMN, Y, metrics=["accuracy", M.Accuracy(name="equal")])
    assert near(found["accuracy"], 0.956) and found["equal"] == 0
    assert near(M.Accuracy()(Y, SCORE > 0.5), 0.956)


def test_categorical_accuracy_of_one_column_is_always_one():
    for labels in [Y5, Y5[:, None]]:
        assert [float(M.CategoricalAccuracy()(labels, scores)) for scores in (P5, 1 - P5)] == [1, 1]


# fit against evaluate.


def test_trap_the_printed_accuracy_is_a_running_average_with_dropout():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(512, 8)).astype("float32")
    y = (x @ rng.normal(size=8) > 0).astype(int)

    def fitted(rate, learning_rate, weights=None):
        keras.utils.set_random_seed(3)
        model = keras.Sequential([keras.Input(shape=(8,)), keras.layers.Dense(64, "relu"), keras.layers.Dropout(rate)])
        model.add(keras.layers.Dense(1, "sigmoid"))
        model.set_weights(weights or model.get_weights())
        model.compile(
            keras.optimizers.SGD(learning_rate), "binary_crossentropy", metrics=["accuracy"], run_eagerly=True
        )  # fmt: skip
        printed = model.fit(x, y, batch_size=128, verbose=0).history["accuracy"][0]
        after = model.evaluate(x, y, batch_size=512, verbose=0, return_dict=True)["accuracy"]
        return printed, after, model.get_weights()

    *_, start = fitted(0.0, 0.5)
    printed, after, _ = fitted(0.0, 0.0, start)
    assert printed == pytest.approx(after, abs=1e-6)  # neither part: the same number
    for rate, learning_rate in [(0.6, 0.0), (0.0, 0.5)]:  # dropout alone, moving weights alone
        printed, after, _ = fitted(rate, learning_rate, start)
        assert printed < after - 0.005


def test_fit_prints_batch_normalisation_with_the_batch():
    model = keras.Sequential([keras.Input(shape=(1,)), keras.layers.BatchNormalization()])
    model.add(keras.layers.Activation("sigmoid"))
    model.compile(keras.optimizers.SGD(0.0), "mse", metrics=["accuracy"], run_eagerly=True)
    printed = model.fit(LOGIT[:, None], Y, batch_size=len(Y), verbose=0).history["accuracy"][0]
    assert near(printed, 0.597)  # the stored mean and spread give 0.956


@each_mode
def test_the_val_numbers_are_those_of_evaluate_and_a_callback_can_add_the_training_rows(small, run_eagerly):
    x, y = small
    seen = []

    class AfterEpoch(keras.callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            found = self.model.evaluate(x, y, verbose=0, return_dict=True)
            logs["after_accuracy"] = found["accuracy"]
            seen.append(self.model.get_weights())

    def fitted(callbacks):
        keras.utils.set_random_seed(3)
        model = keras.Sequential([keras.Input(shape=(2,)), keras.layers.Dense(8, "relu"), keras.layers.Dropout(0.5)])
        model.add(keras.layers.Dense(1, "sigmoid"))
        model.compile("sgd", "binary_crossentropy", metrics=["accuracy", M.AUC(name="auc")], run_eagerly=run_eagerly)
        history = model.fit(x, y, epochs=2, verbose=0, validation_data=(x[:50], y[:50]), callbacks=callbacks).history
        return model, history

    model, history = fitted([AfterEpoch()])
    after = model.evaluate(x[:50], y[:50], batch_size=50, verbose=0, return_dict=True)
    assert {f"val_{name}": value for name, value in after.items()} == pytest.approx(
        {name: values[-1] for name, values in history.items() if name.startswith("val_")}, abs=1e-6
    )
    _, without = fitted([])  # the callback changes no other number
    assert all(history[name] == pytest.approx(without[name], abs=1e-6) for name in without)
    for weights, value in zip(seen, history["after_accuracy"], strict=True):
        model.set_weights(weights)
        assert value == pytest.approx(np.mean((model.predict(x, verbose=0)[:, 0] > 0.5) == y), abs=1e-6)


# Weights.


def reached(run_eagerly=True, **given):
    x, y = np.array([[0.9], [0.8], [0.3], [0.6]], "float32"), np.array([[1], [0], [1], [0]])
    model = keras.Sequential([keras.Input(shape=(1,)), keras.layers.Dense(1, use_bias=False)])
    model.layers[0].set_weights([np.ones((1, 1))])
    weighted = [M.BinaryAccuracy(name="weighted"), "mse"]
    model.compile(
        keras.optimizers.SGD(0.0), "mse", metrics=["accuracy"], weighted_metrics=weighted, run_eagerly=run_eagerly
    )
    given = {"validation_data": (x, y), **given} if "validation_split" not in given else given
    if given.pop("weigh_validation", False):
        given["validation_data"] = (x, y, given["sample_weight"])
    history = model.fit(x, y, verbose=0, **given).history
    names = ["loss", "mse", "accuracy", "weighted"]
    return [round(float(history[name][0]), 3) for name in [*names, *[f"val_{name}" for name in names]]]


W = np.array([1.0, 2.0, 3.0, 4.0])
PLAIN = [0.375, 0.375, 0.25, 0.25]


def test_which_weights_reach_which_number():
    assert reached() == PLAIN + PLAIN
    for weight in [W, W[:, None]]:
        assert reached(sample_weight=weight) == [1.05, 0.42, 0.25, 0.1, *PLAIN]
    assert reached(sample_weight=W, weigh_validation=True) == 2 * [1.05, 0.42, 0.25, 0.1]
    for run_eagerly in [False, True]:
        found = reached(run_eagerly, class_weight={0: 1, 1: 5})
        assert found == [0.875, 0.292, 0.25, 0.417, *PLAIN]


def test_evaluate_does_not_take_class_weight(small):
    with pytest.raises(ValueError, match="not recognized: {'class_weight'"):
        classifier().evaluate(*small, class_weight={0: 1, 1: 5})


def test_six_numbers_after_an_epoch(small):
    x, y = small
    model = classifier(metrics=["accuracy", "AUC"], run_eagerly=True)
    history = model.fit(x, y, verbose=0, batch_size=60, class_weight={0: 1, 1: 2}, validation_data=(x, y)).history
    assert sorted(history) == ["AUC", "accuracy", "loss", "val_AUC", "val_accuracy", "val_loss"]


def test_the_loss_holds_the_penalties_of_the_layers():
    layer = keras.layers.Dense(1, kernel_initializer="ones", kernel_regularizer=keras.regularizers.L2(0.1))
    model = keras.Sequential([keras.Input(shape=(1,)), layer])
    model.compile(loss="mse", metrics=["mse"], run_eagerly=True)
    found = model.evaluate(P5, Y5[:, None], verbose=0, return_dict=True)
    assert found["loss"] == pytest.approx(found["mse"] + 0.1, abs=1e-6)


def test_validation_split_cuts_the_weights_and_both_kinds_are_refused():
    assert reached(sample_weight=W, validation_split=0.5)[:2] == [0.645, 0.43]
    assert reached(sample_weight=W, validation_split=0.5)[4:6] == [1.455, 0.416]
    assert reached(class_weight={0: 1, 1: 5}, validation_split=0.5)[4] == 0.425  # the plain mean of 0.49 and 0.36
    with pytest.raises(ValueError, match="at the same time"):
        reached(sample_weight=W, class_weight={0: 1, 1: 5})


@pytest.mark.parametrize("factor", [1, 10])
def test_what_a_weighted_loss_and_a_weighted_metric_divide_by(factor):
    x, y = np.array([[0.9], [0.8], [0.3], [0.6]], "float32"), np.array([[1], [0], [1], [0]])
    for reduction, values in [("sum_over_batch_size", [1.05 * factor] * 2), ("mean_with_sample_weight", [0.42, 0.435])]:
        loss = keras.losses.MeanSquaredError(reduction=reduction)
        for size, value in zip([4, 3], values):
            found, _ = evaluated(x, y, factor * W, size, loss=loss, weighted_metrics=["mse"], run_eagerly=True)
            assert found["loss"] == pytest.approx(value, abs=5e-4)
            assert found["mse"] == pytest.approx(0.42, abs=1e-6)


# Logits.


def test_trap_metrics_that_read_logits():
    wrong = {M.BinaryAccuracy: 0.957, M.Precision: 0.5, M.Recall: 0.004, M.AUC: 0.513}
    right = {M.BinaryAccuracy: 0.956, M.Precision: 0.429, M.Recall: 0.027, M.AUC: 0.877}
    told = {M.BinaryAccuracy: {"threshold": 0}, M.AUC: {"from_logits": True}}
    for make, value in wrong.items():
        assert near(make()(Y, LOGIT), value) and near(make()(Y, SCORE), right[make])
        assert near(make(**told.get(make, {"thresholds": 0}))(Y, LOGIT), right[make])
    assert near(metrics.roc_auc_score(Y, LOGIT), 0.881)
    assert [near(M.RecallAtPrecision(0.2)(Y, s), v) for s, v in [(SCORE, 0.65), (LOGIT, 0.027)]] == [True] * 2
    assert near(M.F1Score(threshold=0.5)(Y[:, None], LOGIT[:, None]), 0.009)


def test_settings_for_logits_that_are_refused():
    with pytest.raises(ValueError, match="Threshold values must be in"):
        M.Recall(thresholds=-2.2)
    with pytest.raises(ValueError, match="0 < threshold"):
        M.F1Score(threshold=0.0)
    accuracy = M.BinaryAccuracy(threshold=float(np.log(0.1 / 0.9)))(Y[:, None], LOGIT[:, None])  # not refused
    assert float(accuracy) == pytest.approx(np.mean((SCORE > 0.1) == Y), abs=1e-6)


def test_from_logits_is_a_sigmoid_for_each_column():
    ours, theirs = M.BinaryCrossentropy(from_logits=True), M.BinaryCrossentropy()
    assert float(ours(Y[:, None], LOGIT[:, None])) == pytest.approx(float(theirs(Y[:, None], SCORE[:, None])), abs=1e-6)
    logits, one_hot = np.log(SOFTMAX + 0.01) + np.arange(5)[:, None], np.eye(3)[CLASSES]  # a softmax puts them in order
    told = float(M.AUC(from_logits=True)(one_hot, logits))
    assert told == pytest.approx(float(M.AUC()(one_hot, 1 / (1 + np.exp(-logits)))), abs=1e-6)
    assert told < 0.95 and float(M.AUC()(one_hot, SOFTMAX)) == 1


def test_a_sigmoid_behind_the_model_helps_every_metric():
    without = keras.Sequential([keras.Input(shape=(1,)), keras.layers.Identity()])
    model = keras.Sequential([without, keras.layers.Activation("sigmoid")])
    made = {"recall": M.Recall(0.1), "f1": M.F1Score("micro", 0.1), "auc": M.AUC(), "at": M.RecallAtPrecision(0.2)}
    for name, metric in made.items():
        metric.name = name
    model.compile(loss="mse", metrics=list(made.values()))
    found = model.evaluate(LOGIT[:, None], Y[:, None], batch_size=512, verbose=0, return_dict=True)
    assert near(found["auc"], 0.877) and near(found["at"], 0.65)
    assert found["recall"] == pytest.approx(metrics.recall_score(Y, SCORE > 0.1), abs=1e-6)
    assert found["f1"] == pytest.approx(metrics.f1_score(Y, SCORE > 0.1), abs=1e-6)


def test_arg_max_metrics_need_no_activation():
    rng = np.random.default_rng(0)
    logits, classes = rng.normal(size=(200, 5)).astype("float32"), rng.integers(0, 5, 200)
    softmax = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    for make in [M.CategoricalAccuracy, lambda: M.TopKCategoricalAccuracy(2), lambda: M.F1Score("macro")]:
        assert float(make()(np.eye(5)[classes], logits)) == float(make()(np.eye(5)[classes], softmax))
    for make in [M.SparseCategoricalAccuracy, lambda: M.SparseTopKCategoricalAccuracy(2)]:
        assert float(make()(classes, logits)) == float(make()(classes, softmax))
    assert float(M.AUC()(np.eye(5)[classes], logits)) != float(M.AUC()(np.eye(5)[classes], softmax))


# AUC, and the callback for exact values.


def test_trap_auc_has_200_thresholds():
    odds = 0.117 * SCORE / (1 - SCORE)
    moved, narrow = odds / (1 + odds), 0.495 + SCORE / 100
    for scores, value, many in [
        (rankdata(SCORE) / len(SCORE), 0.881, 0.881),
        (SCORE, 0.877, 0.881),
        (moved, 0.821, 0.880),
        (narrow, 0.611, 0.877),
    ]:
        assert near(M.AUC()(Y, scores), value) and near(M.AUC(num_thresholds=10_000)(Y, scores), many)
        assert near(metrics.roc_auc_score(Y, scores), 0.881)
        own = np.unique(np.quantile(scores, np.linspace(0, 1, 200)))[1:-1].tolist()
        assert near(M.AUC(thresholds=own)(Y, scores), 0.881)


def test_the_area_under_precision_and_recall_is_not_the_average_precision():
    assert near(metrics.average_precision_score(Y, SCORE), 0.278)
    assert [near(M.AUC(n, curve="PR")(Y, SCORE), v) for n, v in [(200, 0.275), (10_000, 0.276)]] == [True] * 2


@pytest.fixture(scope="module")
def small():
    rng = np.random.default_rng(1)
    x = rng.normal(size=(120, 2)).astype("float32")
    return x, (x[:, 0] + rng.normal(size=120) > 0).astype(int)


def classifier(units=1, **options):
    model = keras.Sequential([keras.Input(shape=(2,)), keras.layers.Dense(units, activation="sigmoid")])
    model.compile("sgd", "mse" if units > 1 else "binary_crossentropy", **options)
    return model


@each_mode
def test_exact_scores_are_scikit_learns_in_every_epoch(small, run_eagerly):
    x, y = small
    expected = []

    class Second(keras.callbacks.Callback):  # computes on its own, from the same weights
        def on_epoch_end(self, epoch, logs=None):
            (kernel, bias), z = self.model.get_weights(), x
            expected.append(metrics.roc_auc_score(y, z @ kernel[:, 0] + bias))

    labels = y[:, None] if run_eagerly else y
    functions = {"val_auc": metrics.roc_auc_score, "val_ap": metrics.average_precision_score}
    stopping = keras.callbacks.EarlyStopping("val_auc", mode="max", patience=5)
    callbacks = [ExactScores(x, labels, functions, batch_size=50), stopping, Second()]
    model = classifier(run_eagerly=run_eagerly)
    history = model.fit(x, y, epochs=2, verbose=0, callbacks=callbacks).history
    assert history["val_auc"] == pytest.approx(expected, abs=1e-12) and len(expected) == 2
    assert len(history["val_ap"]) == 2 and stopping.best == max(history["val_auc"])


def test_exact_scores_must_stand_before_what_watches_them(small):
    x, y = small
    stopping = keras.callbacks.EarlyStopping("val_auc", mode="max")
    scores = ExactScores(x, y, {"val_auc": metrics.roc_auc_score})
    with pytest.warns(UserWarning, match="val_auc"):
        classifier(run_eagerly=True).fit(x, y, verbose=0, callbacks=[stopping, scores])


def test_exact_scores_refuse_a_model_of_several_columns(small):
    x, y = small
    scores = ExactScores(x, y, {"val_auc": metrics.roc_auc_score})
    with pytest.raises(ValueError, match="one score for each row"):
        classifier(3, run_eagerly=True).fit(x, np.eye(3)[y], verbose=0, batch_size=120, callbacks=[scores])


@pytest.mark.parametrize(
    "labels",
    [np.eye(2)[[0, 1]], [[0, 1]], [-1, 1], [0.1, 0.9], [0, np.nan], [], ["0", "1"], 1, None],
    ids=["one-hot", "a row", "-1", "soft", "nan", "empty", "words", "number", "None"],
)
def test_exact_scores_refuse_other_labels(labels):
    """One-hot labels and a softmax of two columns once gave the AUC of both columns in one, without a word."""
    with pytest.raises(ValueError, match="y must|y has|y is|y holds"):
        ExactScores(np.zeros((2, 1)), labels, {"auc": metrics.roc_auc_score})


# F1Score, several columns, labels, padding, names.


def test_trap_f1score_on_one_output():
    p = Y.mean()
    assert near(M.F1Score()(Y[:, None], COLUMN), 0.083) and near(2 * p / (1 + p), 0.083)
    assert near(M.F1Score()(Y[:, None], 1 - COLUMN), 0.083)  # however good the model is
    assert near(M.F1Score(threshold=0.5)(Y[:, None], COLUMN), 0.051)
    assert near(metrics.f1_score(Y, SCORE >= 0.5), 0.051)
    assert tuple(M.F1Score(threshold=0.5)(Y[:, None], COLUMN).shape) == (1,)
    assert near(M.F1Score()(np.array([[1], [0]]), np.array([[0.5], [0.0]])), 1)  # a score of 0 is not positive


@pytest.mark.parametrize("columns", [1, 2])
def test_early_stopping_on_an_array(columns):
    x, y = np.zeros((4, 2)), np.eye(2)[[0, 1, 0, 1]][:, :columns]
    stopping = keras.callbacks.EarlyStopping("val_f1_score", mode="max")
    model = classifier(columns, metrics=[M.F1Score(threshold=0.5)], run_eagerly=True)
    fit = lambda: model.fit(x, y, epochs=2, verbose=0, validation_data=(x, y), callbacks=[stopping])  # noqa: E731
    if columns == 1:
        assert len(fit().history["val_f1_score"]) == 2
    else:
        with pytest.raises(ValueError, match="ambiguous"):
            fit()


@each_mode
def test_trap_f1score_and_weights_of_shape_n_1(run_eagerly):
    y, said, weight = np.array([1, 0, 1, 0]), np.array([1.0, 1.0, 0.0, 0.0]), np.array([1, 2, 3, 1])
    assert near(metrics.f1_score(y, said, sample_weight=weight), 0.286)
    for given_weight, value in [(weight, 0.286), (weight[:, None], 0.5)]:
        f1 = M.F1Score(average="micro", threshold=0.5, name="f1")
        found, _ = evaluated(
            said[:, None], y[:, None], given_weight, weighted_metrics=[f1], run_eagerly=run_eagerly
        )  # fmt: skip
        assert near(found["f1"], value)


def test_the_other_averages_refuse_weights_of_shape_n_1():
    y, said, weight = np.array([1, 0, 1, 0]), np.array([1.0, 1.0, 0.0, 0.0]), np.array([1, 2, 3, 1])
    for average in ["macro", "weighted", None]:
        with pytest.raises(ValueError):
            M.F1Score(average, threshold=0.5)(y[:, None], said[:, None], sample_weight=weight[:, None])


def test_trap_precision_on_a_softmax_pools_the_columns():
    rng = np.random.default_rng(0)
    logits, classes = 2 * rng.normal(size=(300, 4)), rng.integers(0, 4, 300)
    softmax, one_hot = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True), np.eye(4)[classes]
    for make, theirs in [(M.Precision, metrics.precision_score), (M.Recall, metrics.recall_score)]:
        pooled = theirs(one_hot.ravel(), softmax.ravel() > 0.5)
        right = theirs(classes, softmax.argmax(axis=1), average="macro")
        assert float(make()(one_hot, softmax)) == pytest.approx(pooled, abs=1e-6)
        assert abs(pooled - right) > 0.005
        each = [float(make(class_id=k, top_k=1)(one_hot, softmax)) for k in range(4)]
        assert np.mean(each) == pytest.approx(right, abs=1e-6)


def test_trap_two_softmax_outputs():
    two, one_hot = np.stack([1 - SCORE, SCORE], axis=1), np.eye(2)[Y]
    assert [near(make()(one_hot, two), v) for make, v in [(M.Precision, 0.956), (M.Recall, 0.956), (M.AUC, 0.988)]] == [
        True
    ] * 3
    assert metrics.roc_auc_score(one_hot.ravel(), two.ravel()) == pytest.approx(0.988, abs=5e-4)
    assert float(M.Precision()(one_hot, two)) == pytest.approx(metrics.accuracy_score(Y, SCORE > 0.5), abs=1e-6)
    assert near(M.Precision(class_id=1)(one_hot, two), 0.429) and near(M.Recall(class_id=1)(one_hot, two), 0.027)
    assert near(M.AUC(multi_label=True, num_labels=2)(one_hot, two), 0.877)


@pytest.mark.parametrize(
    "labels, values",
    [
        ([0, 0, 1, 1], [0.5, 0.5, 0.5, 0.75, 0.5]),
        ([False, False, True, True], [0.5, 0.5, 0.5, 0.75, 0.5]),
        ([-1, -1, 1, 1], [0.25, 1, 0.5, 0, 0]),
        ([1, 1, 2, 2], [0.25, 1, 0.5, 0, 0.75]),
        ([0, 0, 255, 255], [0.25, 0.5, 0.5, 0.75, 0.996]),
        ([0.05, 0.05, 0.95, 0.95], [0, 1, 0.5, 0, 0.5]),
    ],
)
def test_labels_other_than_0_and_1(labels, values):
    y, scores = np.array(labels)[:, None], np.array([[0.2], [0.6], [0.4], [0.9]])
    makers = [M.BinaryAccuracy, M.Precision, M.Recall, M.AUC, lambda: M.F1Score(threshold=0.5)]
    assert [near(make()(y, scores), value) for make, value in zip(makers, values)] == [True] * 5


def test_smoothing_in_the_loss_leaves_the_metrics_alone():
    loss = keras.losses.BinaryCrossentropy(label_smoothing=0.1)
    smoothed, _ = evaluated(COLUMN, Y[:, None], loss=loss, metrics=["accuracy", M.AUC(name="auc")])
    plain, _ = evaluated(COLUMN, Y[:, None], loss="binary_crossentropy", metrics=["accuracy", M.AUC(name="auc")])
    assert smoothed["loss"] != plain["loss"]
    assert [smoothed[name] for name in ("accuracy", "auc")] == [plain[name] for name in ("accuracy", "auc")]


@each_mode
def test_trap_padding_is_data_for_metrics_that_count(run_eagerly):
    tokens = np.array([[2, 1, 2, 0, 0], [2, 0, 0, 0, 0]])
    model = keras.Sequential([keras.Input(shape=(5,)), keras.layers.Embedding(3, 1, mask_zero=True)])
    model.layers[0].set_weights([np.array([[0.9], [0.2], [0.8]])])
    made = {"precision": M.Precision, "auc": M.AUC, "rmse": M.RootMeanSquaredError}
    watched, weighted = ([make(name=name) for name, make in made.items()] for _ in range(2))
    model.compile(
        loss="mse", metrics=["accuracy", "mse", *watched], weighted_metrics=weighted, run_eagerly=run_eagerly
    )  # fmt: skip
    labels, places = (tokens == 2).astype(int)[..., None], (tokens != 0).astype("float32")
    wrong, right = {"precision": 0.333, "auc": 0.143, "rmse": 0.709}, {"precision": 1, "auc": 1, "rmse": 0.2}
    found = model.evaluate(tokens, labels, sample_weight=places, verbose=0, return_dict=True)
    assert found["accuracy"] == 1 and found["mse"] == pytest.approx(0.2**2)
    for name in wrong:
        assert near(found[name], wrong[name]) and near(found[f"weighted_{name}"], right[name])
    if run_eagerly:  # the mask alone does not become a weight of the metrics
        without = model.evaluate(tokens, labels, verbose=0, return_dict=True)
        assert all(near(without[f"weighted_{name}"], value) for name, value in wrong.items())


def test_padding_spoils_recall_only_with_another_label_than_0():
    tokens = np.array([[2, 1, 2, 0, 0]])
    model = keras.Sequential([keras.Input(shape=(5,)), keras.layers.Embedding(3, 1, mask_zero=True)])
    model.layers[0].set_weights([np.array([[0.1], [0.2], [0.8]])])
    model.compile(loss="mse", metrics=[M.Recall(name="recall")], run_eagerly=True)
    for padding, value in [(0, 1), (-1, 0.5)]:
        labels = np.where(tokens == 0, padding, tokens == 2)[..., None]
        assert near(model.evaluate(tokens, labels, verbose=0, return_dict=True)["recall"], value)


def test_trap_metrics_names_and_the_list_of_evaluate():
    heavy = np.where(Y == 1, 20.0, 1.0)
    recall = [M.Recall(0.1, name="recall") for _ in range(2)]
    model = keras.Sequential([keras.Input(shape=(1,)), keras.layers.Identity()])
    model.compile(
        loss="binary_crossentropy", metrics=["accuracy", recall[0]], weighted_metrics=["accuracy", recall[1]],
    )  # fmt: skip
    options = {"sample_weight": heavy, "batch_size": 512, "verbose": 0}
    as_list, by_name = model.evaluate(COLUMN, Y, **options), model.evaluate(COLUMN, Y, **options, return_dict=True)
    assert model.metrics_names == ["loss", "compile_metrics"]
    assert np.round(as_list, 3).tolist() == [2.043, 0.956, 0.538, 0.956, 0.538, 0.537, 0.538]
    assert near(by_name["weighted_accuracy"], 0.537) and len(by_name) == 5
    assert near(metrics.accuracy_score(Y, SCORE > 0.5, sample_weight=heavy), 0.537)


# The tables, and the answers.


def test_labels_of_shape_n_change_nothing_or_raise_an_error():
    for make in [M.BinaryAccuracy, M.Precision, M.Recall, M.AUC]:
        assert float(make()(Y, COLUMN)) == float(make()(Y[:, None], COLUMN))
    for make in [M.F1Score, lambda: M.F1Score(threshold=0.5), M.BinaryCrossentropy]:
        with pytest.raises(ValueError):
            make()(Y, COLUMN)


def test_class_numbers_of_shape_n_1_that_are_taken_for_one_hot_labels():
    labels = CLASSES[:, None]
    made = [M.CategoricalAccuracy, lambda: M.TopKCategoricalAccuracy(2), lambda: M.F1Score("macro"), M.BinaryAccuracy]
    for make in made:
        right, wrong = float(make()(np.eye(3)[CLASSES], SOFTMAX)), float(make()(labels, SOFTMAX))
        assert right == pytest.approx(1, abs=0.15) and wrong < 0.75


def test_undefined_values_are_zero_and_nan_scores_are_negative():
    assert [float(make().result()) for make in (M.BinaryAccuracy, M.Precision, M.Recall, M.AUC)] == [0] * 4
    nobody = np.zeros((3, 1)), np.array([[0.1], [0.2], [0.3]])
    for make in [M.Precision, M.Recall, M.AUC, M.F1Score]:
        assert float(np.squeeze(make()(*nobody))) == 0
    alarms = [float(make()(Y[Y == 0], SCORE[Y == 0])) for make in (M.FalsePositives, M.Precision, M.Recall, M.AUC)]
    assert alarms == [8, 0, 0, 0]  # a precision of 0/8 and an F1 of 0/8, and two 0/0
    broken = np.where(np.arange(len(Y)) < 2575, np.nan, SCORE)
    silent = np.where(np.arange(len(Y)) < 2575, 0.0, SCORE)
    for make in [M.BinaryAccuracy, M.Precision, M.Recall]:
        assert float(make()(Y, broken)) == float(make()(Y, silent))


def test_f1score_leaves_the_range_with_other_labels():
    assert float(np.squeeze(M.F1Score()(2 * Y[:, None] - 1, COLUMN))) == pytest.approx(-21.094, abs=5e-4)
    target, predicted = np.array([[3.1], [0.0], [2.2], [7.5]]), np.array([[2.9], [0.1], [2.0], [7.5]])
    assert near(M.F1Score(threshold=0.5)(target, predicted), 1.620)
    assert near(M.BinaryAccuracy()(target, predicted), 0.25) and near(M.Precision()(target, predicted), 1)


@pytest.mark.parametrize("labels", [CLASSES, CLASSES[:, None]], ids=["(N,)", "(N, 1)"])
def test_class_numbers_where_one_hot_labels_are_expected(labels):
    for make in [M.Precision, M.Recall, M.AUC]:
        with pytest.raises((tf.errors.InvalidArgumentError, ValueError)):
            make()(labels, SOFTMAX)
    assert [float(M.Precision()(CLASSES[k : k + 1], SOFTMAX[k : k + 1])) for k in (1, 4)] == [0, 1]  # one row: no error


def test_one_hot_labels_where_class_numbers_are_expected():
    for make in [M.SparseCategoricalAccuracy, lambda: M.SparseTopKCategoricalAccuracy(2)]:
        with pytest.raises(tf.errors.InvalidArgumentError):
            make()(np.eye(3)[CLASSES], SOFTMAX)


def test_element_wise_accuracy_on_one_hot_labels():
    flat, one_hot = np.full((100, 10), 0.1, "float32"), np.eye(10)[np.arange(100) % 10]
    found, _ = evaluated(flat, one_hot, metrics=["accuracy", "binary_accuracy"])
    assert near(found["accuracy"], 0.1) and near(found["binary_accuracy"], 0.9)


def test_batch_normalisation_in_training_mode_gives_other_scores():
    model = keras.Sequential([keras.Input(shape=(1,)), keras.layers.BatchNormalization()])
    model.add(keras.layers.Activation("sigmoid"))
    model.compile(loss="mse", metrics=["accuracy"], run_eagerly=True)
    found = model.evaluate(LOGIT[:, None], Y, batch_size=512, verbose=0, return_dict=True)["accuracy"]
    training = keras.ops.convert_to_numpy(model(LOGIT[:, None].astype("float32"), training=True))[:, 0]
    assert near(found, 0.956) and near(np.mean((training > 0.5) == Y), 0.597)


def test_numpys_own_comparison_of_two_shapes():
    assert near(np.mean(Y == (SCORE > 0.5)), 0.956) and near(np.mean(Y == (COLUMN > 0.5)), 0.954)


def test_thresholds_are_exclusive_and_16_bits_move_scores():
    tenths = np.round(SCORE, 1)
    assert near(M.Recall()(Y, tenths), 0.022) and near(metrics.recall_score(Y, tenths >= 0.5), 0.067)
    score = np.float32([0.4999, 0.5001, 0.7])
    assert near(M.Recall()([1, 1, 1], score), 0.667)
    assert near(M.Recall()([1, 1, 1], score.astype("float16")), 0.333)


def test_the_progress_bar_shows_the_value_so_far():
    seen = []

    class Bar(keras.callbacks.Callback):
        def on_test_batch_end(self, batch, logs=None):
            seen.append(float(logs["recall"]))

    model = keras.Sequential([keras.Input(shape=(1,)), keras.layers.Identity()])
    model.compile(loss="mse", metrics=[M.Recall(0.1, name="recall")])
    model.evaluate(COLUMN, Y, batch_size=32, verbose=0, callbacks=[Bar()])
    for batches in [1, 2, 3, 10, 161]:
        n = 32 * batches
        assert seen[batches - 1] == pytest.approx(metrics.recall_score(Y[:n], SCORE[:n] > 0.1), abs=1e-6)


def test_the_progress_bar_starts_after_steps_per_execution_batches():
    seen = []

    class Bar(keras.callbacks.Callback):
        def on_test_batch_end(self, batch, logs=None):
            seen.append((batch, float(logs["accuracy"])))

    model = keras.Sequential([keras.Input(shape=(1,)), keras.layers.Identity()])
    model.compile(loss="mse", metrics=["accuracy"], steps_per_execution=16, run_eagerly=True)
    model.evaluate(COLUMN[:1024], Y[:1024], batch_size=32, verbose=0, callbacks=[Bar()])
    assert [batch for batch, _ in seen] == [15, 31]
    assert seen[0][1] == pytest.approx(np.mean((SCORE[:512] > 0.5) == Y[:512]))


def test_rows_that_a_repeated_dataset_shows():
    x, y = np.linspace(0.05, 0.95, 10, dtype="float32")[:, None], (np.arange(10) >= 2).astype(int)[:, None]
    data = tf.data.Dataset.from_tensor_slices((x, y))
    model = keras.Sequential([keras.Input(shape=(1,)), keras.layers.Dense(1, use_bias=False)])
    model.layers[0].set_weights([np.ones((1, 1))])
    model.compile(keras.optimizers.SGD(0.0), "mse", metrics=["accuracy"])
    ways = [
        (data.batch(4), None, 0.7),
        (data.repeat().batch(4), 3, 0.75),
        (data.batch(4).repeat(), 3, 0.7),
        (data.batch(4), 2, 0.625),
        (data.batch(4).repeat(2), None, 0.7),
    ]
    for rows, steps, value in ways:
        assert near(model.evaluate(rows, steps=steps, verbose=0, return_dict=True)["accuracy"], value)
    history = model.fit(data.repeat().batch(4), steps_per_epoch=2, epochs=4, shuffle=False, verbose=0).history
    assert history["accuracy"] == pytest.approx([0.625, 0.625, 0.75, 0.875])


def test_a_shuffled_dataset_gives_predictions_in_another_order():
    x = np.arange(200, dtype="float32")[:, None]
    shuffled = tf.data.Dataset.from_tensor_slices(x).shuffle(200, seed=0).batch(50)
    model = keras.Sequential([keras.Input(shape=(1,)), keras.layers.Identity()])
    first, second = (model.predict(shuffled, verbose=0)[:, 0] for _ in range(2))
    assert (first != second).any() and sorted(first) == x[:, 0].tolist()


@pytest.mark.parametrize("dtype, last", [("float16", 2048), ("bfloat16", 256)])
def test_16_bits_in_the_metric_itself(dtype, last):
    mean = M.BinaryAccuracy(dtype=dtype)
    mean.count.assign(last)
    mean.update_state(np.ones(1), np.ones(1))
    assert mean.count.dtype == dtype and float(mean.count) == last
    f1 = M.F1Score("micro", 0.5, dtype=dtype)
    f1.update_state(np.ones((1, 1)), np.ones((1, 1)))
    f1.true_positives.assign(last)
    f1.update_state(np.ones((1, 1)), np.ones((1, 1)))
    assert f1.true_positives.dtype == dtype and float(f1.true_positives) == last
    counts = [M.TruePositives, M.FalsePositives, M.TrueNegatives, M.FalseNegatives, M.Precision, M.Recall, M.AUC]
    for make in counts:  # these do not follow `dtype`
        assert {v.dtype for v in make(dtype=dtype).variables} == {"float32"}


def test_a_metric_takes_its_type_from_floatx_and_not_from_the_policy():
    policy = keras.config.dtype_policy()
    try:
        keras.config.set_dtype_policy("mixed_float16")
        assert M.BinaryAccuracy().count.dtype == "float32"
        keras.config.set_floatx("float64")
        assert M.BinaryAccuracy().count.dtype == "float64"
    finally:
        keras.config.set_floatx("float32")
        keras.config.set_dtype_policy(policy)


@pytest.mark.parametrize("policy, run_eagerly", [("mixed_float16", False), ("mixed_bfloat16", True)])
def test_mixed_precision_changes_the_predictions_only(policy, run_eagerly):
    model = keras.Sequential([keras.Input(shape=(1,)), keras.layers.Identity(dtype=policy)])
    watched = ["accuracy", M.Recall(0.1, name="recall"), M.AUC(name="auc"), M.F1Score("micro", 0.1, name="f1")]
    model.compile(loss="mse", metrics=watched, run_eagerly=run_eagerly)
    found = model.evaluate(COLUMN, Y[:, None], batch_size=1030, verbose=0, return_dict=True)
    given_scores = keras.ops.convert_to_numpy(keras.ops.cast(model(COLUMN), "float32"))[:, 0]
    assert found["accuracy"] == pytest.approx(np.mean((given_scores > 0.5) == Y), abs=1e-6)
    assert found["recall"] == pytest.approx(metrics.recall_score(Y, given_scores > np.float32(0.1)), abs=1e-6)
    assert found["auc"] == pytest.approx(float(M.AUC()(Y, given_scores)), abs=1e-6)
    assert found["f1"] == pytest.approx(metrics.f1_score(Y, given_scores > np.float32(0.1)), abs=1e-6)


def test_xla_gives_the_same_numbers():
    weight, found = np.where(Y == 1, 20.0, 1.0), {}
    for jit in [False, True]:  # without XLA, eagerly
        watched = ["accuracy", M.Recall(0.1, name="recall"), M.AUC(name="auc"), M.F1Score("micro", 0.1, name="f1")]
        weighted = [M.Precision(0.1, name="weighted_precision")]
        model = keras.Sequential([keras.Input(shape=(1,)), keras.layers.Identity()])
        model.compile(
            loss="mse", metrics=watched, weighted_metrics=weighted, jit_compile=jit, run_eagerly=not jit
        )  # fmt: skip
        found[jit] = model.evaluate(
            COLUMN, Y[:, None], sample_weight=weight, batch_size=1030, verbose=0, return_dict=True
        )  # fmt: skip
        assert bool(model.jit_compile) is jit  # nothing in this process excludes XLA
    assert found[True] == pytest.approx(found[False], abs=1e-6)
    assert near(found[True]["auc"], 0.877) and near(found[True]["f1"], 0.331)
