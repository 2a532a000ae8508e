"""Chapter 12's box on other backends, and what it says is the same: run on each backend that is installed."""

from functools import cache
from importlib.util import find_spec

import numpy as np
import pytest

from other_process import run, source_of

NAMES = "from_logits where_loss formula mistakes with_rounded_term Unaligned ScalarLoss Forgetful numpy_loss".split()
LOGITS = [-1000, -20, -2, 0, 0.5, 20, 1000]
TENSORFLOW, JAX, TORCH = "tensorflow", "jax", "torch"
OTHERS = [JAX, TORCH]
SCRIPT = f"logits = {LOGITS}\n"
SCRIPT += '''
from pathlib import Path
backend, found = keras.backend.backend(), {}


def column(values):
    return np.reshape(np.array(values, "float32"), (-1, 1))


def tiny_network(loss, activation=None, after=(), **options):
    layer = keras.layers.Dense(1, activation, kernel_initializer="ones")
    tiny = keras.Sequential([keras.Input((1,)), layer, *after])
    tiny.compile(optimizer=keras.optimizers.SGD(0.01), loss=loss, **options)
    return tiny


def step(loss, x, y, class_weight=None, **options):
    """Loss and weight after one step, the warnings, or the name of the error."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        tiny = tiny_network(loss, **options)
        try:
            fitted = tiny.fit(column(x), np.array(y), class_weight=class_weight, verbose=0)
        except Exception as error:
            return {"error": type(error).__name__, "message": str(error)[:200]}
    weight = float(ops.convert_to_numpy(tiny.weights[0]).ravel()[0])
    told = [str(warning.message)[:200] for warning in caught if "from_logits" in str(warning.message)]
    return {"loss": fitted.history["loss"][0], "weight": weight, "warnings": told}


def gradient(loss, y):
    y, z = ops.convert_to_tensor(column([y] * len(logits))), column(logits)
    if backend == "tensorflow":
        import tensorflow as tf
        z = tf.Variable(z)
        with tf.GradientTape() as tape:
            total = ops.sum(loss(y, z))
        slopes = tape.gradient(total, z).numpy()
    elif backend == "jax":
        import jax
        slopes = jax.grad(lambda z: ops.sum(loss(y, z)))(ops.convert_to_tensor(z))
    else:
        import torch
        z = torch.tensor(z, requires_grad=True)
        slopes = torch.autograd.grad(ops.sum(loss(y, z)), z)[0]
    return np.asarray(ops.convert_to_numpy(slopes), float).ravel().tolist()


weighted = WeightedBinaryCrossentropy(3.0, from_logits=True, reduction="none")
for name, loss in [("from_logits", from_logits), ("weighted", weighted), ("formula", formula), ("where", where_loss)]:
    for y in (0, 1):
        found[f"{name} {y} gradient"] = gradient(loss, y)
        values = loss(ops.convert_to_tensor(column([y] * len(logits))), ops.convert_to_tensor(column(logits)))
        found[f"{name} {y} loss"] = np.asarray(ops.convert_to_numpy(values), float).ravel().tolist()

sigmoid = {"activation": "sigmoid"}
found["sigmoid"] = step("binary_crossentropy", [-100], [[1]], **sigmoid)
found["twice"] = step(keras.losses.BinaryCrossentropy(from_logits=True), [-100], [[1]], **sigmoid)
found["logits"] = step(keras.losses.BinaryCrossentropy(from_logits=True), [-100], [[1]])
found["rounding"] = step(mistakes, [-1, 2], [[1], [0]])
found["rounded term"] = step(with_rounded_term, [-1, 2], [[1], [0]])
found["without"] = step(from_logits, [-1, 2], [[1], [0]])
found["comparison"] = step(lambda y, z: ops.mean(ops.cast((y > 0) != (z > 0), "float32"), axis=-1), [-1, 2], [[1], [0]])
for eagerly in (False, True):
    found[f"numpy {eagerly}"] = step(numpy_loss, [-1, 2], [[1], [0]], run_eagerly=eagerly)
for reduction in ("none", "sum", "sum_over_batch_size"):
    found[reduction] = step(WeightedBinaryCrossentropy(from_logits=True, reduction=reduction), [-1, 2], [[1], [0]])
for loss in (ScalarLoss, WeightedBinaryCrossentropy):
    found[loss.__name__] = step(loss(from_logits=True), [-1, 2, 0.5], [1, 0, 1], class_weight={0: 1, 1: 7})
for loss in (Unaligned(), WeightedBinaryCrossentropy(from_logits=True)):
    found[f"shapes {type(loss).__name__}"] = float(loss(np.array([1, 0, 0, 0]), column([1, 2, 0, -1])))
with tempfile.TemporaryDirectory() as folder:
    tiny = tiny_network(Forgetful(pos_weight=5.0, from_logits=True))
    tiny.save(Path(folder) / "model.keras")
    loaded = keras.models.load_model(Path(folder) / "model.keras", custom_objects={"Forgetful": Forgetful})
    found["forgetful"] = [loaded.loss.pos_weight, loaded.loss.from_logits]
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    for reduction in ("none", "sum_over_batch_size"):
        loss = WeightedBinaryCrossentropy(from_logits=True, reduction=reduction, dtype="float64")
        found[f"64 bits {reduction}"] = keras.backend.standardize_dtype(loss(np.ones(2), np.zeros(2)).dtype)
found["64 bits warnings"] = len([warning for warning in caught if "float64" in str(warning.message)])
report(found=found)
'''


@cache
def on(backend, **environment):
    """What the chapter's losses do on a backend; skips the test where it is not installed."""
    return run(backend, source_of("12_custom_losses", "simple_loss", *NAMES) + SCRIPT, **environment)["found"]


def true_slope(y, weight=1.0):
    p = np.exp(-np.logaddexp(0, -np.array(LOGITS, float)))
    return -weight * y * (1 - p) + (1 - y) * p


every_backend = pytest.mark.parametrize("backend", [TENSORFLOW, *OTHERS])
every_other = pytest.mark.parametrize("backend", OTHERS)


# ---------------------------------------------------------------------------------------------------- what is the same


@every_backend
@pytest.mark.parametrize("y", [0, 1])
def test_values_and_gradients_are_the_same(backend, y):
    found, z = on(backend), np.array(LOGITS, float)
    for name, weight in [("from_logits", 1.0), ("weighted", 3.0)]:
        expected = weight * y * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z)
        np.testing.assert_allclose(found[f"{name} {y} loss"], expected, rtol=1e-6, atol=1e-6)
        np.testing.assert_allclose(found[f"{name} {y} gradient"], true_slope(y, weight), rtol=1e-5, atol=1e-6)


@every_backend
def test_where_has_a_nan_in_its_gradient_only(backend):
    found = on(backend)
    sure = LOGITS.index(20)
    assert found["where 1 loss"][sure] == 0 and np.isnan(found["where 1 gradient"][sure])


@every_backend
def test_a_loss_class_compares_all_pairs_and_ours_does_not(backend):
    found = on(backend)
    y, z = np.array([1, 0, 0, 0]), np.array([1, 2, 0, -1.0])
    pairs = y * np.logaddexp(0, -z[:, None]) + (1 - y) * np.logaddexp(0, z[:, None])
    assert found["shapes Unaligned"] == pytest.approx(pairs.mean(), rel=1e-6)
    right = np.mean(y * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z))
    assert found["shapes WeightedBinaryCrossentropy"] == pytest.approx(right, rel=1e-6)


@every_backend
def test_a_scalar_loss_ignores_class_weight(backend):
    found = on(backend)
    y, z, w = np.array([1, 0, 1]), np.array([-1, 2, 0.5]), np.array([7, 1, 7])
    losses = y * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z)
    assert found["ScalarLoss"]["loss"] == pytest.approx(losses.mean() * w.mean(), rel=1e-6)
    assert found["WeightedBinaryCrossentropy"]["loss"] == pytest.approx((losses * w).mean(), rel=1e-6)


@every_backend
def test_a_loss_without_get_config_loads_with_default_values(backend):
    assert on(backend)["forgetful"] == [1.0, False]


@every_backend
def test_from_logits_with_no_activation_is_right(backend):
    found = on(backend)["logits"]
    assert found["loss"] == pytest.approx(100) and found["weight"] == pytest.approx(0, abs=1e-6)


# -------------------------------------------------------------------------------------------------- what is different


def test_tensorflow_looks_for_the_logits_behind_a_sigmoid():
    found = on(TENSORFLOW)
    assert found["sigmoid"]["loss"] == pytest.approx(100) and found["sigmoid"]["weight"] == pytest.approx(0, abs=1e-6)
    assert found["twice"]["loss"] == pytest.approx(100) and found["twice"]["warnings"]


@every_other
def test_the_others_clip_after_every_sigmoid(backend):
    found = on(backend)
    assert found["sigmoid"]["loss"] == pytest.approx(16.118, abs=5e-4) and found["sigmoid"]["weight"] == 1
    assert found["twice"]["loss"] == pytest.approx(np.log(2), abs=1e-6) and found["twice"]["weight"] == 1
    assert not found["twice"]["warnings"]


def test_rounding_is_an_error_on_tensorflow():
    assert on(TENSORFLOW)["rounding"]["error"] == "ValueError"
    assert "No gradients" in on(TENSORFLOW)["rounding"]["message"]
    assert on(TENSORFLOW)["comparison"]["error"] == "ValueError"


@every_other
def test_rounding_is_silent_elsewhere(backend):
    assert on(backend)["rounding"] == {"loss": 1.0, "weight": 1.0, "warnings": []}


@every_backend
def test_a_rounded_term_is_silent_everywhere(backend):
    found, without = on(backend)["rounded term"], on(backend)["without"]
    assert found["loss"] == pytest.approx(without["loss"] + 5) and not found["warnings"]
    assert found["weight"] == pytest.approx(without["weight"], rel=1e-6)


def test_a_comparison_is_silent_on_jax_only():
    assert on(JAX)["comparison"] == {"loss": 1.0, "weight": 1.0, "warnings": []}


def test_a_comparison_is_an_error_on_torch():
    assert on(TORCH)["comparison"]["error"] == "RuntimeError"


@every_backend
@pytest.mark.parametrize("eagerly", [False, True])
def test_numpy_in_a_loss_is_an_error(backend, eagerly):
    assert "error" in on(backend)[f"numpy {eagerly}"]


def test_run_eagerly_gives_numpy_no_values_on_jax():
    assert on(JAX)["numpy True"]["error"] == on(JAX)["numpy False"]["error"] == "TracerArrayConversionError"
    if find_spec(TENSORFLOW):  # there it has values, and no gradient
        assert "No gradients" in on(TENSORFLOW)["numpy True"]["message"]


def test_reduction_none_trains_on_the_sum_on_tensorflow():
    found = on(TENSORFLOW)
    assert found["none"]["weight"] == pytest.approx(found["sum"]["weight"], rel=1e-6)
    one, two = 1 - found["sum_over_batch_size"]["weight"], 1 - found["none"]["weight"]
    assert two == pytest.approx(2 * one, rel=1e-4)  # of two samples
    assert found["none"]["loss"] == pytest.approx(found["sum_over_batch_size"]["loss"], rel=1e-6)


@every_other
def test_reduction_none_is_an_error_elsewhere(backend):
    assert "scalar" in on(backend)["none"]["message"]


@pytest.mark.parametrize(("backend", "off"), [(TENSORFLOW, 0.5), (JAX, -0.5), (TORCH, 0.0)])
@pytest.mark.parametrize("y", [0, 1])
def test_the_corner_at_0(backend, off, y):
    found = on(backend)[f"formula {y} gradient"]
    expected = true_slope(y)
    expected[LOGITS.index(0)] += off
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-6)


def test_64_bits_on_jax_must_be_switched_on():
    found = on(JAX)
    assert found["64 bits none"] == found["64 bits sum_over_batch_size"] == "float32" and found["64 bits warnings"]
    found = on(JAX, JAX_ENABLE_X64="1")
    assert found["64 bits none"] == found["64 bits sum_over_batch_size"] == "float64" and not found["64 bits warnings"]


def test_64_bits_on_torch_end_at_the_mean():
    found = on(TORCH)
    assert found["64 bits none"] == "float64" and found["64 bits sum_over_batch_size"] == "float32"
    assert not found["64 bits warnings"]
