"""Chapter 14: what saving and callbacks of Keras 3.15.1 really do, and the artefact; each trap with its two numbers."""

import csv
import inspect
import json
import tempfile
import warnings
from functools import cache, partial
from pathlib import Path

import book
import keras
import numpy as np
import pytest
import tensorflow as tf
from define_cells import load, load_helpers
from hypothesis import given, settings
from hypothesis import strategies as st
from keras import ops
from notebooks import ROOT, code_cells, read, texts
from sklearn import metrics

from other_process import TWO_DEVICES, run, source_of

NAME = "14_saving_and_callbacks"
chapter, helpers = load(NAME), load_helpers(NAME)
NOTEBOOK = read(ROOT / "chapters" / f"{NAME}.ipynb")
PRINTED = "\n".join(text for cell in code_cells(NOTEBOOK) for text in texts(cell))
PROSE = "\n".join(cell.source for cell in NOTEBOOK.cells if cell.cell_type == "markdown")

rng = np.random.default_rng(0)
X = rng.normal(size=(40, 3)).astype("float32")
Y = (X[:, :1] + rng.normal(size=(40, 1)) > 0.5).astype("float32")


def small(loss="mse", metrics=(), optimizer="sgd", **options):
    keras.utils.set_random_seed(0)
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
    model.compile(optimizer, loss, metrics=list(metrics), run_eagerly=True, **options)
    return model


def saved_and_loaded(model, folder, **options):
    model.save(folder / "model.keras")
    return keras.models.load_model(folder / "model.keras", **options)


def user_warnings(caught):
    return [str(warning.message) for warning in caught if warning.category is UserWarning]


def loss_by_hand(y, z, pos_weight):
    y, z = np.asarray(y, float), np.asarray(z, float)
    return np.mean(pos_weight * y * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z))


# ------------------------------------------------------------------------------------------- losses, metrics, the table


@pytest.mark.parametrize("name", ["ForgetfulLoss", "WeightedLoss", "weighted"])
def test_the_three_losses_are_the_weighted_cross_entropy(name):
    z = rng.normal(0, 5, (40, 1)).astype("float32")
    loss = getattr(helpers, name)(5.0)
    assert np.mean(loss(Y, z)) == pytest.approx(loss_by_hand(Y, z, 5.0), rel=1e-5)
    theirs = tf.nn.weighted_cross_entropy_with_logits(Y, z, 5.0).numpy().mean()
    assert np.mean(loss(Y, z)) == pytest.approx(theirs, rel=1e-5)


HOW = [{}, {"run_eagerly": True}, {"jit_compile": True}]
CODE = source_of(NAME, "ForgetfulLoss", "WeightedLoss", "AtThreshold", "F1", "Cost", define=False)
IMPORTS = "import os\nimport keras\nimport numpy as np\nfrom keras import ops\n"
EVERYWHERE = """
X, Y = np.array(%r, "float32"), np.array(%r, "float32")
weight = np.linspace(0.5, 3, len(Y))
def value(policy="float32", **how):
    keras.utils.set_random_seed(0)
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1, dtype=policy)])
    watched = [F1(0.4, name="f1"), Cost(0.6, name="cost")]
    model.compile("sgd", WeightedLoss(5.0), metrics=watched, weighted_metrics=[F1(0.4, name="weighted")], **how)
    found = model.evaluate(X, Y, batch_size=10, sample_weight=weight, verbose=0, return_dict=True)
    return found, np.asarray(ops.convert_to_numpy(model(X)), float).tolist()
"""


def expected(z):
    """What `value` must give for these logits, by scikit-learn and NumPy."""
    y, z, weight = Y[:, 0], np.array(z)[:, 0], np.linspace(0.5, 3, len(Y))
    p = 1 / (1 + np.exp(-z))
    losses = 5 * y * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z)
    return {
        "loss": np.mean(losses * weight),
        "f1": metrics.f1_score(y, p >= 0.4),
        "weighted": metrics.f1_score(y, p >= 0.4, sample_weight=weight),
        "cost": np.mean(np.where(y == 1, 20 * (p < 0.6), p >= 0.6)),
    }


SERVED = """
import sys
import numpy as np
import tensorflow as tf
sample = np.load(os.environ["ARTEFACT"] + "/sample.npz")
served = tf.saved_model.load(os.environ["ARTEFACT"] + "/model")
report(off=float(abs(served.serve(sample["x"]).numpy()[:, 0] - sample["p"]).max()), book="book" in sys.modules)
"""
MODES = """
found = {str(how): value(**how) for how in [{}, {"run_eagerly": True}, {"jit_compile": True}]}
found |= {policy: value(policy) for policy in ["mixed_float16", "mixed_bfloat16"]}
with tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"]).scope():
    found["two replicas"] = value()
report(found=found)
"""


@cache
def in_another_process():
    """An artefact, loaded before our classes are defined; then the classes, without enable_op_determinism (it would
    switch XLA off)."""
    with tempfile.TemporaryDirectory() as folder:
        path, _ = saved_artefact(Path(folder))
        code = "import os\n" + TWO_DEVICES + SERVED + IMPORTS + CODE + EVERYWHERE % (X.tolist(), Y.tolist()) + MODES
        return run("tensorflow", code, ARTEFACT=str(path))


@pytest.mark.parametrize("how", [*map(str, HOW), "mixed_float16", "mixed_bfloat16", "two replicas"])
def test_losses_and_metrics_are_right_however_the_model_runs(how):
    found, z = in_another_process()["found"][how]
    assert found == pytest.approx(expected(z), rel=1e-2 if how.startswith("mixed") else 1e-5)


def test_metrics_come_back_with_their_threshold(tmp_path):
    model = small(metrics=[helpers.F1(0.3, name="f1"), helpers.Cost(1 / 21, name="cost")])
    before = model.evaluate(X, Y, verbose=0, return_dict=True)
    loaded = saved_and_loaded(model, tmp_path)
    assert loaded.evaluate(X, Y, verbose=0, return_dict=True) == before
    defaults = small(metrics=[helpers.F1(name="f1"), helpers.Cost(name="cost")])
    assert defaults.evaluate(X, Y, verbose=0, return_dict=True) != before, "the sample would not find a lost threshold"


# --------------------------------------------------------------------------------------------- trap: what saving loses


def test_trap_a_default_comes_back(tmp_path):
    """A pos_weight of 5 reloads as 1: without an error, without a warning, with the same predictions."""
    model = small(helpers.ForgetfulLoss(5.0))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        loaded = saved_and_loaded(model, tmp_path)
    assert not [told for told in user_warnings(caught) if "optimizer" not in told]
    assert (model.loss.pos_weight, loaded.loss.pos_weight) == (5.0, 1.0)
    z = model.predict(X, verbose=0)
    np.testing.assert_array_equal(loaded.predict(X, verbose=0), z)
    for net, weight in [(model, 5.0), (loaded, 1.0)]:
        assert net.evaluate(X, Y, verbose=0) == pytest.approx(loss_by_hand(Y, z, weight), rel=1e-5)
    lived = Y[:, 0] == 0  # where nothing can be found
    assert model.evaluate(X[lived], Y[lived], verbose=0) == loaded.evaluate(X[lived], Y[lived], verbose=0)
    assert "forgetful   0.34  0.19           0.17  0.17" in PRINTED
    assert "complete  passed\nforgetful FAILED: the loss has changed\nclosure   FAILED" in PRINTED
    assert "**Wrong**: after loading, a loss of 0.19, with a `pos_weight` of 1. **Right**: 0.34" in PROSE


def test_the_complete_loss_comes_back(tmp_path):
    loaded = saved_and_loaded(small(helpers.WeightedLoss(5.0, dtype="float64")), tmp_path)
    assert (loaded.loss.pos_weight, loaded.loss.dtype) == (5.0, "float64")
    assert "complete    0.34  0.34           0.17  0.17" in PRINTED


def test_trap_the_value_in_a_closure(tmp_path):
    model = small(helpers.weighted(5.0))
    loaded = saved_and_loaded(model, tmp_path, custom_objects={"loss": helpers.weighted()})
    z = model.predict(X, verbose=0)
    assert model.evaluate(X, Y, verbose=0) == pytest.approx(loss_by_hand(Y, z, 5.0), rel=1e-5)
    assert loaded.evaluate(X, Y, verbose=0) == pytest.approx(loss_by_hand(Y, z, 1.0), rel=1e-5)
    with pytest.raises(TypeError, match="Could not locate function 'loss'"):
        keras.models.load_model(tmp_path / "model.keras")
    assert "closure     0.34  0.19           0.17  0.17" in PRINTED and "**Wrong**: 0.19 for `weighted(5.0)`" in PROSE


def test_the_last_closure_registered_wins(tmp_path):
    register = keras.saving.register_keras_serializable(package="test14")
    five, _ = register(helpers.weighted(5.0)), register(helpers.weighted(1.0))
    model = small(five)
    loaded = saved_and_loaded(model, tmp_path)
    z = model.predict(X, verbose=0)
    assert loaded.evaluate(X, Y, verbose=0) == pytest.approx(loss_by_hand(Y, z, 1.0), rel=1e-5)
    del keras.saving.get_custom_objects()["test14>loss"]


def test_partials_and_lambdas_are_refused(tmp_path):
    def squared(y, z, factor=1.0):
        return factor * ops.mean(ops.square(y - z), axis=-1)

    with pytest.raises(TypeError, match="Cannot serialize object functools.partial"):
        saved_and_loaded(small(partial(squared, factor=5.0)), tmp_path)
    model = small(lambda y, z: squared(y, z))
    with pytest.raises(ValueError, match="Python lambda"), warnings.catch_warnings(record=True):
        saved_and_loaded(model, tmp_path)


def test_safe_mode_refuses_a_lambda_layer_and_takes_a_registered_function(tmp_path):
    with_lambda = keras.Sequential([keras.Input((1,)), keras.layers.Lambda(lambda values: 2 * values)])
    with pytest.raises(ValueError, match="Python lambda"):
        saved_and_loaded(with_lambda, tmp_path)
    unsafe = keras.models.load_model(tmp_path / "model.keras", safe_mode=False)
    assert unsafe.predict(np.ones((1, 1)), verbose=0).item() == 2


def test_which_name_custom_objects_wants(tmp_path):
    small(helpers.WeightedLoss(5.0)).save(tmp_path / "model.keras")
    registry = keras.saving.get_custom_objects()
    taken = registry.pop("ship>WeightedLoss")
    try:
        with pytest.raises(TypeError, match="Could not locate class"):
            keras.models.load_model(tmp_path / "model.keras", custom_objects={"WeightedLoss": taken})
        found = keras.models.load_model(tmp_path / "model.keras", custom_objects={"ship>WeightedLoss": taken})
        assert found.loss.pos_weight == 5.0
        without = keras.models.load_model(tmp_path / "model.keras", compile=False)
        assert not without.compiled
        with pytest.raises(ValueError, match="must call `compile"):
            without.evaluate(X, Y, verbose=0)
    finally:
        registry["ship>WeightedLoss"] = taken


# --------------------------------------------------------------------------------------- what each way of saving keeps


def test_what_weights_keras_and_export_keep(tmp_path):
    model = small(helpers.WeightedLoss(5.0), [helpers.F1(0.3, name="f1")], keras.optimizers.Adam(0.01))
    model.fit(X, Y, epochs=3, verbose=0)
    steps, z = int(model.optimizer.iterations), model.predict(X, verbose=0)
    loaded = saved_and_loaded(model, tmp_path)
    assert int(loaded.optimizer.iterations) == steps > 0 and loaded.loss.pos_weight == 5.0
    assert loaded.evaluate(X, Y, verbose=0, return_dict=True) == model.evaluate(X, Y, verbose=0, return_dict=True)
    model.save_weights(tmp_path / "model.weights.h5")
    new = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1, activation="sigmoid")])
    new.load_weights(tmp_path / "model.weights.h5")  # another activation: nothing is said
    np.testing.assert_allclose(new.predict(X, verbose=0), 1 / (1 + np.exp(-z)), rtol=1e-5)
    assert not new.compiled
    with pytest.raises(ValueError, match="could not be loaded"):
        keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)]).load_weights(tmp_path / "model.weights.h5")
    model.export(tmp_path / "exported", verbose=False)
    exported = tf.saved_model.load(tmp_path / "exported")
    np.testing.assert_allclose(exported.serve(X), z, rtol=1e-5, atol=1e-6)
    assert not hasattr(exported, "fit") and not hasattr(exported, "optimizer")


def test_load_weights_says_nothing_of_layers_that_the_network_lacks(tmp_path):
    def network(*layers):
        return keras.Sequential([keras.Input((3,)), *layers, keras.layers.Dense(1)])

    network(keras.layers.Dense(3), keras.layers.BatchNormalization()).save_weights(tmp_path / "more.weights.h5")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        network(keras.layers.Dense(3)).load_weights(tmp_path / "more.weights.h5")  # no batch normalisation
        keras.Sequential([keras.Input((3,)), keras.layers.Dense(3)]).load_weights(tmp_path / "more.weights.h5")
    assert not user_warnings(caught)
    with pytest.raises(ValueError, match="could not be loaded"):  # the other way round it is an error
        network(keras.layers.Dense(3), keras.layers.Dense(3)).load_weights(tmp_path / "more.weights.h5")


def test_settings_of_compile_are_in_the_file(tmp_path):
    loaded = saved_and_loaded(small(steps_per_execution=4), tmp_path)
    assert (loaded.steps_per_execution, loaded.run_eagerly) == (4, True)


@pytest.mark.parametrize("build", [False, True])
def test_load_weights_skips_an_optimizer_that_is_not_built(build, tmp_path):
    """Against the documentation of ModelCheckpoint, which says that compiling before is enough."""
    model = small(optimizer=keras.optimizers.Adam(0.01))
    model.fit(X, Y, epochs=3, verbose=0)
    model.save_weights(tmp_path / "model.weights.h5")
    new = small(optimizer=keras.optimizers.Adam(0.01))
    if build:
        new.optimizer.build(new.trainable_variables)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        new.load_weights(tmp_path / "model.weights.h5")
    assert int(new.optimizer.iterations) == (int(model.optimizer.iterations) if build else 0)
    assert [told[:39] for told in user_warnings(caught)] == ["Skipping variable loading for optimizer"] * (not build)
    assert "compile the model before loading the weights" in keras.callbacks.ModelCheckpoint.__doc__


def test_a_model_that_was_never_trained_warns_when_it_is_loaded(tmp_path):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        saved_and_loaded(small(optimizer="adam"), tmp_path)
    assert any("whereas the saved optimizer has 2 variables" in told for told in user_warnings(caught))


# ------------------------------------------------------------------------------------------------------------ callbacks


def stopping(name, **options):
    return keras.callbacks.EarlyStopping(name, **options)


def replay(callback, values, name=None):
    return helpers.replay(callback, values, small(metrics=["auc"]), name)


def test_auto_does_not_know_our_metrics():
    assert helpers.direction(helpers.F1(name="f1")) == helpers.direction(helpers.Cost(name="cost")) == "ValueError"


class OurAUC(keras.metrics.AUC):
    """A class that inherits its direction."""


DIRECTIONS = {
    "max": ["accuracy", "auc", "recall", "precision", "cosine_similarity", "binary_accuracy", OurAUC(name="ours")],
    "min": ["mse", "binary_crossentropy", keras.losses.binary_crossentropy],
    "ValueError": [keras.metrics.binary_accuracy, keras.metrics.FalseNegatives(), keras.metrics.TruePositives()],
}
WITHOUT = "FalseNegatives FalsePositives TrueNegatives TruePositives Mean Sum MeanMetricWrapper".split()


@pytest.mark.parametrize(("expected", "metric"), [(k, metric) for k, given in DIRECTIONS.items() for metric in given])
def test_what_auto_makes_of_a_metric(expected, metric):
    assert helpers.direction(metric) == expected


NEEDED = {"num_classes": 2, "target_class_ids": [0], "fn": min}
NEEDED |= dict.fromkeys(["sensitivity", "specificity", "precision", "recall"], 0.5)


def test_which_built_in_metrics_have_a_direction():
    found = set()
    for name, one in vars(keras.metrics).items():
        if isinstance(one, type) and one is not keras.metrics.Metric:
            parameters = inspect.signature(one).parameters.values()
            metric = one(**{p.name: NEEDED[p.name] for p in parameters if p.default is p.empty and p.name in NEEDED})
            if not hasattr(metric, "_direction"):
                found.add(name)
    assert found == set(WITHOUT)


def test_auto_knows_no_name_of_a_model_with_several_outputs():
    inputs = keras.Input((3,))
    outputs = {name: keras.layers.Dense(1, name=name)(inputs) for name in "ab"}
    model = keras.Model(inputs, outputs)
    model.compile("sgd", "mse", metrics={"a": ["auc"], "b": ["auc"]}, run_eagerly=True)
    names = model.evaluate(X, {"a": Y, "b": Y}, verbose=0, return_dict=True)
    assert {"a_auc", "a_loss"} <= set(names)
    for name in ["val_a_auc", "val_a_loss"]:
        with pytest.raises(ValueError, match="automatically determine"):
            helpers.replay(stopping(name), [0.5], model)
    assert helpers.replay(stopping("val_loss"), [0.5], model) == 1


@pytest.mark.parametrize("restore", [False, True])
def test_stopping_alone_keeps_the_weights_of_the_last_epoch(restore):
    model = small()
    callback = stopping("loss", mode="max", patience=2, restore_best_weights=restore)  # so the first epoch is the best
    seen = []
    watch = keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: seen.append(model.get_weights()[0]))
    model.fit(X, Y, epochs=9, verbose=0, callbacks=[watch, callback])
    assert (len(seen), callback.best_epoch) == (3, 0)
    np.testing.assert_array_equal(model.get_weights()[0], seen[0 if restore else -1])
    assert (seen[0] != seen[-1]).all()


def test_checkpoint_saves_every_epoch_unless_told(tmp_path):
    for best_only, saved in [(False, 3), (True, 1)]:
        path = tmp_path / str(best_only)
        options = {"mode": "max", "save_weights_only": True, "save_best_only": best_only}
        replay(keras.callbacks.ModelCheckpoint(path / "{epoch}.weights.h5", "val_f1", **options), [0.3, 0.2, 0.1])
        assert len(list(path.iterdir())) == saved


def test_trap_a_custom_metric_without_mode_max():
    values = [0.0, 0.1, 0.2, 0.15, 0.1, 0.1]
    for callback in ["EarlyStopping", "ReduceLROnPlateau"]:
        with pytest.raises(ValueError, match="automatically determine whether that metric should be"):
            replay(getattr(keras.callbacks, callback)("val_f1"), values)
    wrong, right = stopping("val_f1", mode="min", patience=2), stopping("val_f1", mode="max", patience=2)
    assert (replay(wrong, values), wrong.best_epoch + 1) == (3, 1)
    assert (replay(right, values), right.best_epoch + 1) == (5, 3)
    assert "mode='min': stopped after 6, best 1, F1 0.000" in PRINTED
    assert "mode='max': stopped after 17, best 12, F1 0.233" in PRINTED
    assert "all 25 epochs: best 22, F1 0.234" in PRINTED, "the run with patience ends before this epoch"
    assert 'with `mode="min"`, epoch 1 is "best", with an F1 of 0.000' in PROSE


def test_an_unknown_mode_is_auto_with_a_warning():
    with pytest.warns(UserWarning, match="mode 'maximum' is unknown, fallback to auto mode"):
        assert stopping("val_f1", mode="maximum").mode == "auto"


def test_trap_a_name_that_does_not_exist(tmp_path):
    with pytest.raises(ValueError, match="maximized or minimized"):  # of the direction, not of the name
        replay(stopping("val_F1"), [0.4], name="val_f1")
    with pytest.warns(UserWarning, match="which is not available. Available metrics are: val_f1"):
        assert replay(stopping("val_F1", mode="max"), [0.4, 0.3, 0.2, 0.1], name="val_f1") == 4
    assert replay(stopping("val_f1", mode="max", patience=1), [0.4, 0.3, 0.2, 0.1]) == 2
    options = {"mode": "max", "save_best_only": True, "save_weights_only": True}
    checkpoint = keras.callbacks.ModelCheckpoint(tmp_path / "{epoch}.weights.h5", "val_F1", **options)
    with pytest.warns(UserWarning, match="Can save best model only with val_F1 available"):
        replay(checkpoint, [0.4, 0.3, 0.2, 0.1], name="val_f1")
    assert len(list(tmp_path.iterdir())) == 4


def test_a_right_name_without_validation_data_only_warns():
    with pytest.warns(UserWarning, match="which is not available"):
        fitted = small(metrics=["auc"]).fit(X, Y, epochs=3, verbose=0, callbacks=[stopping("val_auc")])
    assert len(fitted.history["loss"]) == 3


def test_automatic_names_count_objects_and_not_strings():
    keras.backend.clear_session()
    assert [keras.metrics.AUC().name for _ in range(3)] == ["auc", "auc_1", "auc_2"]
    assert keras.metrics.AUC(name="auc").name == "auc"
    assert "auc" in small(metrics=["auc"]).evaluate(X, Y, verbose=0, return_dict=True)
    found = small(metrics=[keras.metrics.AUC()]).evaluate(X, Y, verbose=0, return_dict=True)
    assert not {"auc"} & set(found)
    keras.backend.clear_session()
    assert keras.metrics.AUC().name == "auc"


def test_nan_in_the_first_epoch_and_its_remedies(tmp_path):
    values = [np.nan, 0.1, 0.2, 0.3]
    plain, later = (stopping("val_mcc", mode="max", patience=2, start_from_epoch=start) for start in (0, 1))
    assert replay(plain, values) == 3 and np.isnan(plain.best)
    assert replay(later, values) == 4 and later.best == 0.3
    for first, best in [(None, np.nan), (-1.0, 0.3)]:
        options = {"mode": "max", "save_best_only": True, "save_weights_only": True, "initial_value_threshold": first}
        checkpoint = keras.callbacks.ModelCheckpoint(tmp_path / "best.weights.h5", "val_mcc", **options)
        replay(checkpoint, values)
        np.testing.assert_equal(checkpoint.best, best)


def test_trap_class_weight_and_a_callback_on_val_loss():
    """The same training; another val_loss, unless the validation data are weighed too."""
    runs, weights = {}, np.where(Y == 1, 5.0, 1.0)
    for way, pos_weight, class_weight, rows in [
        ("pos_weight", 5.0, None, (X, Y)),
        ("class_weight", 1.0, {0: 1, 1: 5}, (X, Y)),
        ("weights for the validation", 1.0, {0: 1, 1: 5}, (X, Y, weights)),
    ]:
        model = small(helpers.WeightedLoss(pos_weight), [helpers.WeightedLoss(5.0, name="five")])
        options = {"validation_data": rows, "validation_batch_size": 40, "class_weight": class_weight}
        runs[way] = model.fit(X, Y, epochs=3, verbose=0, **options).history
    for way in runs:
        np.testing.assert_allclose(runs[way]["loss"], runs["pos_weight"]["loss"], rtol=1e-5)
        np.testing.assert_allclose(runs[way]["val_five"], runs["pos_weight"]["val_loss"], rtol=1e-5)
    same = [runs[way]["val_loss"] for way in ("weights for the validation", "pos_weight")]
    np.testing.assert_allclose(*same, rtol=1e-5)
    assert min(np.array(runs["pos_weight"]["val_loss"]) / runs["class_weight"]["val_loss"]) > 1.2
    assert "val_loss: best epoch 13 (0.20), stopped after 18" in PRINTED
    assert "val_five: best epoch 3 (0.37), stopped after 8" in PRINTED
    parts = {epoch: PRINTED.split(f"\n{epoch} ")[-1].split()[:3] for epoch in (3, 13)}
    assert parts == {3: ["0.17", "0.04", "0.20"], 13: ["0.15", "0.05", "0.25"]}, "survivors, deaths once and five times"
    assert "the best epoch is number 13. **Right**, by the loss that is trained: number 3" in PROSE


def test_the_two_epochs_can_lie_close_together_or_the_other_way_round():
    """Four networks of the chapter, trained side by side: their losses are added, so their gradients do not mix."""
    keras.utils.set_random_seed(5)
    crash, n = chapter.load_crash(), 4
    first = keras.layers.EinsumDense("ai,nih->anh", (n, 64), "relu", "nh", dtype="float64")
    second = keras.layers.EinsumDense("anh,nh->an", n, bias_axes="n", dtype="float64")
    model = keras.Sequential([keras.Input((13,)), first, second])
    for layer, limit in [(first, np.sqrt(6 / (13 + 64))), (second, np.sqrt(6 / (64 + 1)))]:  # as of one network
        layer.kernel.assign(np.random.default_rng(0).uniform(-limit, limit, layer.kernel.shape))

    def loss(y, z):
        return ops.sum(5 * y * ops.softplus(-z) + (1 - y) * ops.softplus(z), axis=-1)

    curves = []  # of each epoch: the val_loss of each network, a death counted once and five times

    def on_epoch_end(epoch, logs):
        z, y = model(crash.x_val).numpy(), crash.y_val[:, None]
        deaths, survivors = y * np.logaddexp(0, -z), (1 - y) * np.logaddexp(0, z)
        curves.append([(w * deaths + survivors).mean(axis=0) for w in (1, 5)])

    model.compile(keras.optimizers.Adam(0.01), loss, steps_per_execution=16)
    watch = keras.callbacks.LambdaCallback(on_epoch_end=on_epoch_end)
    model.fit(crash.x_train[:2000], crash.y_train[:2000, None], 64, 9, verbose=0, callbacks=[watch])
    best = np.zeros((2, n), int)
    for way, k in np.ndindex(best.shape):
        callback = stopping("val_loss", mode="min", patience=5)
        helpers.replay(callback, np.array(curves)[:, way, k], model)
        best[way, k] = callback.best_epoch + 1
    apart = best[0] - best[1]
    assert min(apart) < 0 and max(abs(apart)) <= 2, best


# ---------------------------------------------------------------------------------------------------------- the CSV log


def test_the_csv_log_and_the_order_of_callbacks(tmp_path):
    path = tmp_path / "log.csv"
    for callbacks, header in [
        ([helpers.Adds(), keras.callbacks.CSVLogger(path)], "epoch,loss,ours,val_loss,val_ours"),
        ([keras.callbacks.CSVLogger(path), helpers.Adds()], "epoch,loss,val_loss"),
    ]:
        small().fit(X, Y, epochs=2, verbose=0, callbacks=callbacks)
        rows = list(csv.reader(path.read_text().splitlines()))
        assert ",".join(rows[0]) == header and [row[0] for row in rows[1:]] == ["0", "1"]
        assert all(value == "NA" for row in rows[1:] for name, value in zip(rows[0], row) if name.startswith("val_"))
    logger = keras.callbacks.CSVLogger(path, append=True)
    small().fit(X, Y, verbose=0, callbacks=[helpers.Adds(), logger])
    rows = list(csv.reader(path.read_text().splitlines()))
    assert len(rows[0]) == 3 and len(rows[-1]) == 5, "the old header, and more columns below it"


# --------------------------------------------------------------------------------------------------------- the artefact

samples = st.lists(st.tuples(st.integers(0, 1), st.floats(0, 1)), min_size=1, max_size=30)


@settings(max_examples=60, deadline=None)
@given(samples=samples, threshold=st.floats(0, 1))
def test_fingerprint_agrees_with_scikit_learn(samples, threshold):
    y, p = np.array([s[0] for s in samples]), np.array([s[1] for s in samples])
    alarms, found, auc = chapter.fingerprint(y, p, threshold)
    tn, fp, fn, tp = metrics.confusion_matrix(y, p >= threshold, labels=[0, 1]).ravel()
    assert (alarms, found) == (tp + fp, tp)
    if len(set(y)) == 2:
        assert auc == pytest.approx(metrics.roc_auc_score(y, p), abs=1e-12)
    else:
        assert np.isnan(auc)


def sigmoid_model():
    keras.utils.set_random_seed(0)
    return keras.Sequential([keras.Input((3,)), keras.layers.Dense(1, activation="sigmoid")])


def saved_artefact(folder, threshold=0.6):
    model = sigmoid_model()
    chapter.save_artefact(folder / "artefact", model, threshold, X, Y[:, 0].astype(int))
    return folder / "artefact", model


@pytest.fixture
def artefact(tmp_path):
    return saved_artefact(tmp_path)


def test_an_artefact_comes_back(artefact):
    path, model = artefact
    predict, threshold = chapter.load_artefact(path)
    assert threshold == 0.6
    np.testing.assert_allclose(predict(X), model.predict(X, verbose=0)[:, 0], rtol=1e-6)


def test_a_threshold_that_is_a_score_survives_another_rounding(tmp_path):
    """The last digit must not decide whether the folder loads, nor whether its users count as the check did."""
    model = sigmoid_model()
    score = np.sort(model.predict(X, verbose=0)[:, 0])[20]  # a 32-bit float
    path, model = saved_artefact(tmp_path, score)
    model.set_weights([weights * np.float32(1 - 3e-7) for weights in model.get_weights()])
    assert np.sum(model.predict(X, verbose=0)[:, 0] >= score) != 20, "another rounding, another number of alarms"
    model.export(path / "model", verbose=False)
    predict, threshold = chapter.load_artefact(path)
    assert threshold == float(score) and predict(X).dtype == np.float64


def edit(path, **changes):
    settings = json.loads((path / "settings.json").read_text()) | changes
    (path / "settings.json").write_text(json.dumps(settings))


def test_an_artefact_with_an_edited_threshold_is_refused(artefact):
    path, _ = artefact
    edit(path, threshold=0.3)
    with pytest.raises(ValueError, match="alarms and deaths found are"):
        chapter.load_artefact(path)
    helpers.set_threshold(path, 0.3)
    assert chapter.load_artefact(path)[1] == 0.3


def test_an_artefact_with_another_model_is_refused(artefact, tmp_path):
    path, model = artefact
    model.set_weights([weights + 1e-3 for weights in model.get_weights()])
    model.export(path / "model", verbose=False)
    with pytest.raises(ValueError, match="scores of the sample are off by"):
        chapter.load_artefact(path)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"threshold": 1.5}, "threshold must be from 0 to 1"),
        ({"y_true": np.zeros(40, int)}, "y_true must hold both classes"),
        ({"y_true": Y[:30, 0]}, "length"),
        ({"last": keras.layers.Softmax()}, "model must return shape"),
        ({"last": keras.layers.Lambda(lambda p: p[:, 0])}, "model must return shape"),
    ],
)
def test_save_artefact_refuses(change, message, tmp_path):
    given = {"threshold": 0.5, "x": X, "y_true": Y[:, 0], "last": keras.layers.Dense(1, activation="sigmoid")} | change
    model = keras.Sequential([keras.Input((3,)), given.pop("last")])
    with pytest.raises(ValueError, match=message):
        chapter.save_artefact(tmp_path / "artefact", model, **given)
    assert not (tmp_path / "artefact").exists(), "nothing is written before the check"


def test_logits_are_refused(tmp_path):
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1, kernel_initializer="ones")])
    with pytest.raises(ValueError, match="p must hold probabilities"):
        chapter.save_artefact(tmp_path / "artefact", model, 0.5, 10 * X, Y[:, 0])


def test_an_artefact_needs_tensorflow_and_none_of_our_code():
    found = in_another_process()
    assert found["off"] < 1e-6 and found["book"] is False


def test_trap_logits_against_a_threshold_for_probabilities():
    assert "probabilities    1123           174  0.872\nlogits             27            10  0.872" in PRINTED
    assert "a logit of 1/21 is a probability of 0.512" in PRINTED
    assert "27 alarms, 10 deaths found. **Right**: 1,123 alarms, 174 deaths found" in PROSE
    z = rng.normal(-3, 2, 500)
    p, y = 1 / (1 + np.exp(-z)), rng.integers(0, 2, 500)
    assert np.sum(z >= 1 / 21) < np.sum(p >= 1 / 21)
    assert metrics.roc_auc_score(y, z) == metrics.roc_auc_score(y, p)


def test_trap_a_threshold_for_probabilities_finds_little_in_the_logits_of_an_exported_model(tmp_path):
    """Both are exported and served: without the sigmoid there is no error, another number of alarms, the same AUC."""
    y, score = book.load_crash_scores("test")
    logits = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, kernel_initializer="ones")])
    found = {}
    for name, last in [("logits", []), ("probabilities", [keras.layers.Activation("sigmoid")])]:
        keras.Sequential([keras.Input((1,)), logits, *last]).export(tmp_path / name, verbose=False)
        loaded = tf.saved_model.load(tmp_path / name)
        served = loaded.serve(np.log(score / (1 - score))[:, None].astype("float32")).numpy()[:, 0]
        alarm = served >= 1 / 21
        found[name] = int(alarm.sum()), int(y[alarm].sum()), round(metrics.roc_auc_score(y, served), 3)
    assert found["probabilities"] == (951, 165, 0.881)
    assert found["logits"][0] < 20 and found["logits"][1] < 10 and found["logits"][2] == 0.881


def test_nothing_is_left_behind_and_no_path_is_printed():
    assert "files left: False" in PRINTED
    assert tempfile.gettempdir() not in PRINTED and str(ROOT) not in PRINTED and "Assets written" not in PRINTED
    assert not [path for kind in ("*.keras", "*.weights.h5", "log.csv") for path in (ROOT / "chapters").glob(kind)]
