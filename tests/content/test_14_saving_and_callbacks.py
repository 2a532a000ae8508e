"""Chapter 14: what saving and callbacks of Keras 3.15.1 really do, and the artefact; each trap with its two numbers."""

import csv
import json
import subprocess
import sys
import tempfile
import warnings
from functools import cache, partial

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

from other_process import run, source_of

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
    watched = [F1(0.4, name="f1"), Cost(0.1, name="cost")]
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
        "cost": np.mean(np.where(y == 1, 20 * (p < 0.1), p >= 0.1)),
    }


@cache
def everywhere():
    code = (
        EVERYWHERE % (X.tolist(), Y.tolist())
        + """
import tensorflow as tf
cpu = tf.config.list_physical_devices("CPU")[0]
tf.config.set_logical_device_configuration(cpu, [tf.config.LogicalDeviceConfiguration()] * 2)
found = {str(how): value(**how) for how in [{}, {"run_eagerly": True}, {"jit_compile": True}]}
found |= {policy: value(policy) for policy in ["mixed_float16", "mixed_bfloat16"]}
with tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"]).scope():
    found["two replicas"] = value()
report(found=found)
"""
    )  # without enable_op_determinism, which would switch XLA off
    return run("tensorflow", IMPORTS + CODE + code)["found"]


@pytest.mark.parametrize("how", [*map(str, HOW), "mixed_float16", "mixed_bfloat16", "two replicas"])
def test_losses_and_metrics_are_right_however_the_model_runs(how):
    found, z = everywhere()[how]
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


DIRECTIONS = {
    "max": ["accuracy", "auc", "recall", "precision", "cosine_similarity", "binary_accuracy"],
    "min": ["mse", "binary_crossentropy", keras.losses.binary_crossentropy],
    "ValueError": [keras.metrics.binary_accuracy, keras.metrics.FalseNegatives(), keras.metrics.TruePositives()],
}


@pytest.mark.parametrize(("expected", "metric"), [(k, metric) for k, given in DIRECTIONS.items() for metric in given])
def test_what_auto_makes_of_a_metric(expected, metric):
    assert helpers.direction(metric) == expected


def test_trap_a_custom_metric_without_mode_max():
    values = [0.0, 0.1, 0.2, 0.15, 0.1, 0.1]
    for callback in ["EarlyStopping", "ReduceLROnPlateau"]:
        with pytest.raises(ValueError, match="automatically determine whether that metric should be"):
            replay(getattr(keras.callbacks, callback)("val_f1"), values)
    wrong, right = stopping("val_f1", mode="min", patience=2), stopping("val_f1", mode="max", patience=2)
    assert (replay(wrong, values), wrong.best_epoch + 1) == (3, 1)
    assert (replay(right, values), right.best_epoch + 1) == (5, 3)
    assert "mode='min': stopped after epoch 6, best 1, F1 0.000" in PRINTED
    assert "mode='max': stopped after epoch 17, best 12, F1 0.233" in PRINTED
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


@cache
def weighted_runs():
    """The three ways to weigh, in the network of the chapter: the best epoch and the val_loss of each epoch."""
    loss, found = partial(helpers.WeightedLoss, dtype="float64"), {}
    crash = chapter.load_crash()
    x, y = crash.x_train[:2000], crash.y_train[:2000, None]
    x_val, y_val = crash.x_val, crash.y_val[:, None]
    weights = np.where(y_val == 1, 5.0, 1.0)
    for way, pos_weight, class_weight, rows in [
        ("pos_weight", 5.0, None, (x_val, y_val)),
        ("class_weight", 1.0, {0: 1, 1: 5}, (x_val, y_val)),
        ("weights for the validation", 1.0, {0: 1, 1: 5}, (x_val, y_val, weights)),
    ]:
        keras.utils.set_random_seed(1)
        hidden = keras.layers.Dense(64, activation="relu", dtype="float64")
        model = keras.Sequential([keras.Input((13,)), hidden, keras.layers.Dense(1, dtype="float64")])
        model.compile(keras.optimizers.Adam(0.01), loss(pos_weight), steps_per_execution=16)
        callback = stopping("val_loss", mode="min", patience=5)
        fitted = model.fit(
            x, y, 64, 25, validation_data=rows, validation_batch_size=len(x_val), verbose=0,
            class_weight=class_weight, callbacks=[callback],
        )  # fmt: skip
        found[way] = callback.best_epoch + 1, fitted.history
    return found


def test_trap_class_weight_and_a_callback_on_val_loss():
    best = {way: epoch for way, (epoch, _) in weighted_runs().items()}
    assert best == {"pos_weight": 3, "class_weight": 13, "weights for the validation": 3}
    runs = {way: history for way, (_, history) in weighted_runs().items()}
    np.testing.assert_allclose(runs["class_weight"]["loss"][:8], runs["pos_weight"]["loss"], rtol=1e-6)
    same = [runs[way]["val_loss"] for way in ("weights for the validation", "pos_weight")]
    np.testing.assert_allclose(*same, rtol=1e-6)
    assert "the best epoch is number 13. **Right**, by the loss that is trained: number 3" in PROSE


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


@pytest.fixture
def artefact(tmp_path):
    keras.utils.set_random_seed(0)
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1, activation="sigmoid")])
    chapter.save_artefact(tmp_path / "artefact", model, 0.6, X, Y[:, 0].astype(int))
    return tmp_path / "artefact", model


def test_an_artefact_comes_back(artefact):
    path, model = artefact
    predict, threshold = chapter.load_artefact(path)
    assert threshold == 0.6
    np.testing.assert_allclose(predict(X), model.predict(X, verbose=0)[:, 0], rtol=1e-6)


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
    model.set_weights([weights + 0.1 for weights in model.get_weights()])
    model.export(path / "model", verbose=False)
    with pytest.raises(ValueError, match="scores of the sample are off by"):
        chapter.load_artefact(path)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"threshold": 1.5}, "threshold must be from 0 to 1"),
        ({"y_true": np.zeros(40, int)}, "y_true must hold both classes"),
        ({"y_true": Y[:30, 0]}, "length"),
    ],
)
def test_save_artefact_refuses(change, message, tmp_path):
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1, activation="sigmoid")])
    given = {"threshold": 0.5, "x": X, "y_true": Y[:, 0]} | change
    with pytest.raises(ValueError, match=message):
        chapter.save_artefact(tmp_path / "artefact", model, **given)
    assert not (tmp_path / "artefact").exists(), "nothing is written before the check"


def test_logits_are_refused(tmp_path):
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1, kernel_initializer="ones")])
    with pytest.raises(ValueError, match="p must hold probabilities"):
        chapter.save_artefact(tmp_path / "artefact", model, 0.5, 10 * X, Y[:, 0])


def test_an_artefact_needs_tensorflow_and_none_of_our_code(artefact):
    path, model = artefact
    script = (
        "import sys, json, tensorflow as tf, numpy as np\n"
        "sample = np.load(sys.argv[1] + '/sample.npz')\n"
        "served = tf.saved_model.load(sys.argv[1] + '/model')\n"
        "p = served.serve(sample['x']).numpy()[:, 0]\n"
        "print(json.dumps([float(abs(p - sample['p']).max())]))\n"
    )
    command = [sys.executable, "-c", script, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-2000:]
    (off,) = json.loads(done.stdout.splitlines()[-1])
    assert off < 1e-6


def test_trap_logits_against_a_threshold_for_probabilities():
    assert "probabilities: 1,123 alarms, 174 of 223 deaths found, AUC 0.872" in PRINTED
    assert "logits:           27 alarms,  10 of 223 deaths found, AUC 0.872" in PRINTED
    assert "27 alarms, 10 deaths found. **Right**: 1,123 alarms, 174 deaths found" in PROSE
    z = rng.normal(-3, 2, 500)
    p, y = 1 / (1 + np.exp(-z)), rng.integers(0, 2, 500)
    assert np.sum(z >= 1 / 21) < np.sum(p >= 1 / 21)
    assert metrics.roc_auc_score(y, z) == metrics.roc_auc_score(y, p)


def test_nothing_is_left_behind_and_no_path_is_printed():
    assert "files left: False" in PRINTED
    assert tempfile.gettempdir() not in PRINTED and str(ROOT) not in PRINTED and "Assets written" not in PRINTED
    assert not [path for kind in ("*.keras", "*.weights.h5", "log.csv") for path in (ROOT / "chapters").glob(kind)]
