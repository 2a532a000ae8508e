"""Chapter 12: the losses and the gradient check against Keras, TensorFlow, scikit-learn and closed forms."""

import warnings

import keras
import keras.src.losses.losses_test as keras_tests
import numpy as np
import pytest
import tensorflow as tf
from define_cells import load
from hypothesis import given, settings
from hypothesis import strategies as st
from keras import ops
from sklearn import metrics

from other_process import TWO_DEVICES, run, source_of

chapter = load("12_custom_losses")
Weighted = chapter.WeightedBinaryCrossentropy
FUNCTIONS = ["simple_loss", "from_logits", "clipped_probability", "where_loss", "safe_where"]
exec(source_of("12_custom_losses", *FUNCTIONS, define=False), page := dict(vars(chapter)))

# Labels and logits of the same samples: one sample, one class, ties and extreme logits are all among them.
samples = st.lists(st.tuples(st.integers(0, 1), st.floats(-1000, 1000)), min_size=1, max_size=30)
pos_weights = st.floats(0.01, 1000)
few = settings(max_examples=40, deadline=None)  # each example starts a few TensorFlow operations
containers = st.sampled_from([list, np.array, lambda v: np.array(v, bool), lambda v: np.array(v, np.float32)])
EXTREME = np.array([-1000, -100, -17, -1, -1e-30, 0, 1e-30, 1, 17, 100, 1000.0])


def column(values, dtype="float32"):
    return tf.constant(np.reshape(np.asarray(values, dtype), (-1, 1)))


def reference(y, z, pos_weight=1.0):
    """The same mathematics by NumPy's own log-sum-exp, in 64 bits."""
    y, z = np.asarray(y, float), np.asarray(z, float)
    return pos_weight * y * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z)


def slope(y, z, pos_weight=1.0):
    p = np.exp(-np.logaddexp(0, -np.asarray(z, float)))
    return -pos_weight * y * (1 - p) + (1 - y) * p


def gradient(loss_fn, y, z, dtype="float32"):
    z = tf.Variable(column(z, dtype))
    with tf.GradientTape() as tape:
        losses = loss_fn(column(y, dtype), z)
    return tape.gradient(losses, z).numpy().ravel()


# ------------------------------------------------------------------------------------ binary_crossentropy_from_logits


@few
@given(samples=samples, container=containers)
def test_from_logits_agrees_with_keras(samples, container):
    y, z = container([s[0] for s in samples]), [s[1] for s in samples]
    losses = chapter.binary_crossentropy_from_logits(y, z)
    assert losses.shape == (len(z),) and losses.dtype == np.float64 and (losses >= 0).all()
    np.testing.assert_allclose(losses, reference(y, z), rtol=1e-12, atol=1e-12)
    in_keras = keras.losses.BinaryCrossentropy(from_logits=True, reduction="none")(column(y), column(z))
    np.testing.assert_allclose(losses, in_keras, rtol=1e-6, atol=1e-6)


@few
@given(samples=st.lists(st.tuples(st.integers(0, 1), st.floats(-15, 15)), min_size=1, max_size=30))
def test_from_logits_agrees_with_scikit_learn(samples):
    y, z = map(np.array, zip(*samples, strict=True))
    expected = metrics.log_loss(y, 1 / (1 + np.exp(-z)), labels=[0, 1])
    assert chapter.binary_crossentropy_from_logits(y, z).mean() == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("label", [0, 1])
def test_extreme_logits_cost_what_they_should(label):
    z = np.array([-1000, -50, 0, 50, 1000], np.float32)
    expected = [0, np.exp(-50), np.log(2), 50, 1000][:: -1 if label else 1]
    losses = chapter.binary_crossentropy_from_logits(np.full(5, label), z)
    np.testing.assert_allclose(losses, expected, rtol=1e-12)


@pytest.mark.parametrize(
    ("y_true", "logits", "message"),
    [
        ([], [], "y_true is empty"),
        ([0, 1], [], "logits is empty"),
        ([0, 1], [0.5], "logits has length 1"),
        ([0, 2], [0.1, 0.2], "y_true must hold only 0 and 1"),
        ([0.5, 1], [0.1, 0.2], "y_true must hold class labels"),
        ([[0], [1]], [0.1, 0.2], r"y_true must have shape \(N,\)"),
        ([0, 1], [[0.1], [0.2]], r"logits must have shape \(N,\)"),
        ([0, 1], [0.1, np.nan], "logits must be finite"),
        ([0, 1], [0.1, np.inf], "logits must be finite"),
    ],
)
@pytest.mark.parametrize("function", ["binary_crossentropy_from_logits", "gradient_check"])
def test_bad_input_is_refused_by_name(function, y_true, logits, message):
    first = [] if function == "binary_crossentropy_from_logits" else [reference]
    with pytest.raises(ValueError, match=message):
        getattr(chapter, function)(*first, y_true, logits)


# ------------------------------------------------------------------------------------------ WeightedBinaryCrossentropy


@few
@given(samples=samples, pos_weight=pos_weights)
def test_weighted_agrees_with_tensorflow(samples, pos_weight):
    y, z = map(np.array, zip(*samples, strict=True))
    soft = np.clip(y, 0.1, 0.7)  # the definition holds for soft labels as well
    ours = Weighted(pos_weight, from_logits=True, reduction="none", dtype="float64")
    for labels in [y, soft]:
        published = tf.nn.weighted_cross_entropy_with_logits(labels.astype(float), z, pos_weight)
        np.testing.assert_allclose(ours(labels, z), published, rtol=1e-9, atol=1e-9)
    in_32_bits = Weighted(pos_weight, from_logits=True, reduction="none")(y, z)
    np.testing.assert_allclose(in_32_bits, reference(y, z, pos_weight), rtol=1e-5, atol=1e-6)


@few
@given(samples=st.lists(st.tuples(st.integers(0, 1), st.floats(0, 1)), min_size=1, max_size=30))
def test_with_weight_one_it_is_the_built_in_loss_on_probabilities(samples):
    y, p = map(column, zip(*samples, strict=True))
    for options in [{}, {"reduction": "sum"}, {"reduction": "none"}]:
        built_in = keras.losses.BinaryCrossentropy(**options)(y, p)
        np.testing.assert_allclose(Weighted(**options)(y, p), built_in, rtol=1e-5, atol=1e-6)


@few
@given(samples=samples)
def test_pos_weight_is_a_sample_weight(samples):
    y, z = map(np.array, zip(*samples, strict=True))
    ours = Weighted(20.0, from_logits=True, dtype="float64")(y, z)
    weighted = Weighted(from_logits=True, dtype="float64")(y, z, sample_weight=np.where(y == 1, 20.0, 1.0))
    assert float(ours) == pytest.approx(float(weighted), rel=1e-12)
    assert float(ours) == pytest.approx(reference(y, z, 20.0).mean(), rel=1e-9)  # over samples, not over weights


@pytest.mark.parametrize("y_shape", [(4,), (4, 1)])
@pytest.mark.parametrize("z_shape", [(4,), (4, 1)])
@pytest.mark.parametrize("label_type", [int, bool, np.float32, np.float64])
def test_shapes_are_aligned_and_weights_count(y_shape, z_shape, label_type):
    y, z, w = np.array([1, 0, 0, 1]), np.array([-2.0, 0.5, 3.0, 1.0]), np.array([1, 2, 3, 40.0])
    args = y.astype(label_type).reshape(y_shape), z.astype("float32").reshape(z_shape)
    losses = Weighted(3.0, from_logits=True, reduction="none")(*args)
    assert losses.shape == (4,) and losses.dtype == "float32"
    np.testing.assert_allclose(losses, reference(y, z, 3.0), rtol=1e-6)
    for weights in [w, w[:, None]]:
        expected = np.mean(w * reference(y, z, 3.0))
        assert float(Weighted(3.0, from_logits=True)(*args, weights)) == pytest.approx(expected, rel=1e-6)


SHAPES = [[(4, 1), (4, 3)], [(4,), (3,)], [(4, 2), (4,)], [(4, 1, 1), (4, 1)], [(4,), (1, 4)]]


@pytest.mark.parametrize("shapes", SHAPES)
def test_shapes_that_do_not_fit_are_refused(shapes):
    with pytest.raises(ValueError, match="y_true and y_pred must have the same shape"):
        Weighted()(np.zeros(shapes[0]), np.zeros(shapes[1]))


def test_a_size_that_is_not_known_yet_is_no_mistake():
    for size in [None, 3]:
        spec = [tf.TensorSpec((size,)), tf.TensorSpec((None, 1))]
        loss = tf.function(Weighted(2.0, from_logits=True), input_signature=spec)
        assert float(loss(tf.ones(3), tf.zeros((3, 1)))) == pytest.approx(2 * np.log(2))
    with pytest.raises(ValueError, match="must have the same shape"):
        tf.function(Weighted(), input_signature=[tf.TensorSpec((None, 1)), tf.TensorSpec((None, 3))])(
            tf.ones((2, 1)), tf.ones((2, 3))
        )


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("label", [0, 1])
@pytest.mark.parametrize("pos_weight", [0.05, 1.0, 20.0])
def test_gradient_is_right_and_finite_everywhere(dtype, label, pos_weight):
    y = np.full(len(EXTREME), label)
    loss = Weighted(pos_weight, from_logits=True, reduction="none", dtype=dtype)
    np.testing.assert_allclose(gradient(loss, y, EXTREME, dtype), slope(y, EXTREME, pos_weight), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("pos_weight", [0, -1, np.nan, np.inf, "20", None, True, [20.0], np.ones(2), 1j])
def test_bad_pos_weight_is_refused_by_name(pos_weight):
    with pytest.raises(ValueError, match="pos_weight"):
        Weighted(pos_weight)


@pytest.mark.parametrize("from_logits", ["yes", 1, None, np.ones(2)])
def test_bad_from_logits_is_refused_by_name(from_logits):
    with pytest.raises(ValueError, match="from_logits=.* True or False"):
        Weighted(from_logits=from_logits)


@pytest.mark.parametrize("reduction", ["average", 3])
def test_bad_reduction_is_refused_by_name(reduction):
    with pytest.raises(ValueError, match="reduction"):
        Weighted(reduction=reduction)


@pytest.mark.parametrize("pos_weight", [20, np.float32(20), np.int64(20)])
def test_any_real_number_is_a_pos_weight(pos_weight):
    assert Weighted(pos_weight).get_config()["pos_weight"] == 20.0


@pytest.mark.parametrize(
    "wrong", [["1", "0"], ["a", "b"], [1, None], None, 1.0, "10", {1, 0}, np.ma.array([1, 0], mask=[1, 0]), [1j, 0]]
)
def test_what_holds_no_numbers_is_refused_by_name(wrong):
    with pytest.raises(ValueError, match="y_true"):
        Weighted()(wrong, [0.5, 0.5])
    with pytest.raises(ValueError, match="y_pred"):
        Weighted()([1, 0], wrong)


def test_tensors_that_hold_no_numbers_are_refused_by_name():
    for wrong in [tf.constant(["a", "b"]), tf.constant([1j, 0j]), np.array([["a"], ["b"]])]:
        with pytest.raises(ValueError, match="y_true must hold numbers"):
            Weighted()(wrong, [0.5, 0.5])


def test_the_configuration_survives(tmp_path):
    loss = Weighted(5.0, from_logits=True, name="w", reduction="sum", dtype="float64")
    config = {"name": "w", "reduction": "sum", "pos_weight": 5.0, "from_logits": True, "dtype": "float64"}
    assert loss.get_config() == config and Weighted.from_config(config).get_config() == config
    keras_tests.testing.TestCase().run_class_serialization_test(loss, custom_objects={})

    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    model.compile(keras.optimizers.SGD(), loss=loss)
    x, y = np.array([[1.0, 2.0], [3.0, -1.0]]), np.array([1, 0])
    before = model.evaluate(x, y, verbose=0)
    model.save(tmp_path / "model.keras")
    loaded = keras.models.load_model(tmp_path / "model.keras")
    assert type(loaded.loss) is Weighted and loaded.loss.get_config() == config
    assert loaded.evaluate(x, y, verbose=0) == pytest.approx(before, rel=1e-6)


def test_class_weight_reaches_the_samples():
    x, y = np.array([[-1.0], [2.0], [0.5]]), np.array([1, 0, 1])
    weights = []
    for loss, class_weight in [(Weighted(7.0, from_logits=True), None), (Weighted(from_logits=True), {0: 1, 1: 7})]:
        model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, kernel_initializer="ones")])
        model.compile(keras.optimizers.SGD(0.1), loss=loss)
        model.fit(x, y, class_weight=class_weight, batch_size=3, epochs=1, verbose=0)
        weights.append(np.concatenate([w.ravel() for w in model.get_weights()]))
    np.testing.assert_allclose(*weights, rtol=1e-6)
    step = 0.1 * np.mean(slope(y, x[:, 0], 7.0) * x[:, 0])
    assert weights[0][0] == pytest.approx(1 - step, rel=1e-6)


# ------------------------------------------------------------------------------------------------------ gradient_check


@settings(max_examples=10, deadline=None)
@given(samples=st.lists(st.tuples(st.integers(0, 1), st.floats(-1000, 1000)), min_size=1, max_size=4))
def test_gradient_check_passes_a_right_gradient(samples):
    y, z = map(list, zip(*samples, strict=True))
    for loss in [
        Weighted(20.0, from_logits=True, dtype="float64"),
        lambda y, z: ops.binary_crossentropy(y, z, from_logits=True),
        lambda y, z: ops.square(ops.sum(ops.tanh(z)) - y),  # every loss depends on every logit
    ]:
        assert chapter.gradient_check(loss, y, z) < 1e-6


def test_gradient_check_measures_a_wrong_gradient():
    @tf.custom_gradient
    def third_too_small(z):
        return ops.softplus(z), lambda upstream: upstream * ops.sigmoid(z) * 2 / 3

    assert chapter.gradient_check(lambda y, z: third_too_small(z), [0], [0.0]) == pytest.approx(0.5 / 3, abs=1e-6)
    corner = chapter.gradient_check(lambda y, z: ops.maximum(z, 0.0) + ops.log1p(ops.exp(-ops.abs(z))), [0], [0.0])
    assert corner == pytest.approx(0.5, abs=1e-6)

    def nan_in_one_gradient(y, z):
        return ops.where(y == 1, -ops.log(ops.sigmoid(z)), -ops.log(1 - ops.sigmoid(z)))

    assert np.isnan(chapter.gradient_check(nan_in_one_gradient, [1, 1], [50, 0]))


def test_gradient_check_refuses_what_it_cannot_check():
    with pytest.raises(ValueError, match="loss_fn must compute in float64, but returned float32"):
        chapter.gradient_check(Weighted(), [1], [0.5])
    for loss in [lambda y, z: ops.abs(y - ops.round(z)), lambda y, z: y]:
        with pytest.raises(ValueError, match="loss_fn has no gradient"):
            chapter.gradient_check(loss, [1], [0.5])


@pytest.mark.parametrize("step", [0, -1e-5, np.nan, np.inf, "small", None, True])
def test_gradient_check_refuses_a_bad_step_by_name(step):
    with pytest.raises(ValueError, match="step"):
        chapter.gradient_check(lambda y, z: ops.softplus(z), [1], [0.5], step)


def test_gradient_check_refuses_numpy():
    for loss in [lambda y, z: np.mean(np.square(y - z), axis=-1), lambda y, z: 0.5, lambda y, z: None]:
        with pytest.raises(ValueError, match="loss_fn has no gradient"):
            chapter.gradient_check(loss, [1, 0], [0.5, 2.0])


def test_gradient_check_reaches_as_far_as_the_text_says():
    """Its tolerance of 1e-6 is absolute: the rounding of a loss of a million is larger."""
    assert chapter.gradient_check(lambda y, z: ops.softplus(z) - y * z, [1], [-1e5]) < 1e-6
    assert chapter.gradient_check(lambda y, z: ops.softplus(z) - y * z, [1], [-1e6]) > 1e-6


def test_gradient_check_takes_a_loss_that_picks_samples():
    """Its gradient comes as slices, not as a tensor."""
    picked = [2, 0]
    assert chapter.gradient_check(lambda y, z: ops.softplus(ops.take(z, picked, axis=0)), [1, 0, 1], [1, 2, 3]) < 1e-6


def test_gradient_check_hands_over_columns():
    seen = []
    chapter.gradient_check(lambda y, z: seen.append((y.shape, z.shape)) or z, [1, 0, 1], [1, 2, 3])
    assert set(seen) == {((3, 1), (3, 1))}


# Keras's own tests of binary cross-entropy, with our class (pos_weight 1) in the place of theirs. Two do not fit:
# test_config asks for `axis`, test_label_smoothing for `label_smoothing`, and ours has neither.


KERAS_TESTS = ["all_correct_unweighted", "unweighted", "scalar_weighted", "sample_weighted", "no_reduction"]


@pytest.mark.parametrize("name", [*KERAS_TESTS, "shape_mismatch", "dtype_arg"])
def test_keras_own_tests(name, monkeypatch):
    monkeypatch.setattr(keras_tests.losses, "BinaryCrossentropy", Weighted)
    keras_tests.BinaryCrossentropyTest(f"test_{name}").debug()


# ---------------------------------------------------------------------------------------- what the text says of Keras


def tiny_network(loss, activation=None, dtype=None, after=(), **options):
    layer = keras.layers.Dense(1, activation, kernel_initializer="ones", dtype=dtype)
    tiny = keras.Sequential([keras.Input((1,)), layer, *after])
    tiny.compile(optimizer=keras.optimizers.SGD(0.01), loss=loss, **options)
    return tiny


def weight(model):
    return float(np.asarray(model.get_weights()[0], "float64").item())


@pytest.fixture
def mixed_float16():
    policy = keras.config.dtype_policy()
    keras.config.set_dtype_policy("mixed_float16")
    yield
    keras.config.set_dtype_policy(policy)


HOW = [{}, {"run_eagerly": True}, {"jit_compile": True}]
LOST = {
    "Reshape": {"after": [keras.layers.Reshape((1,))]},
    "Flatten": {"after": [keras.layers.Flatten()]},
    "float64": {"dtype": "float64"},
    "mixed_float16": {"dtype": "mixed_float16"},
    "mixed_bfloat16": {"dtype": "mixed_bfloat16"},
}


def one_step(loss, how, **layer):
    """Loss and weight after a step at the logit -100 of a positive sample."""
    tiny = tiny_network(loss, **layer, **how)
    return tiny.train_on_batch(column([-100]), column([1])), weight(tiny)


@pytest.mark.parametrize("how", HOW, ids=str)
@pytest.mark.parametrize("lost", LOST)
def test_the_built_in_loss_loses_the_logits(lost, how):
    loss, after = one_step("binary_crossentropy", how, activation="sigmoid", **LOST[lost])
    assert loss == pytest.approx(16.118, abs=5e-4) and after == 1
    if how == {"jit_compile": True}:  # a second to compile, and nothing new
        return
    loss, after = one_step(keras.losses.BinaryCrossentropy(from_logits=True), how, **LOST[lost])
    assert loss == pytest.approx(100) and after == pytest.approx(0, abs=1e-6)
    loss, after = one_step(Weighted(from_logits=True), how, **LOST[lost])
    assert loss == pytest.approx(100) and after == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("how", HOW[:2], ids=str)
def test_a_loss_of_our_own_after_a_sigmoid_clips_and_stands_still(how):
    """The built-in loss and the form from logits give 100 here, and move: see the next test and the one before."""
    loss, after = one_step(page["clipped_probability"], how, activation="sigmoid")
    assert loss == pytest.approx(16.118, abs=5e-4) and after == 1
    loss, after = one_step(page["from_logits"], how)
    assert loss == pytest.approx(100) and after == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("how", HOW[:2], ids=str)
def test_where_carries_nan_into_every_weight(how):
    for name, broken in [("where_loss", True), ("safe_where", False), ("from_logits", False)]:
        tiny = tiny_network(page[name], **how)
        assert tiny.train_on_batch(column([20, 0]), column([1, 1])) == pytest.approx(0.3466, abs=1e-4)
        assert [bool(np.isnan(w).all()) for w in tiny.get_weights()] == [broken] * 2
        assert np.isnan(np.concatenate([w.ravel() for w in tiny.get_weights()])).any() == broken


@pytest.mark.parametrize("how", HOW, ids=str)
def test_the_built_in_loss_finds_the_logits_in_its_own_dtype(how):
    for dtype in ["float32", "float64"]:
        loss = keras.losses.BinaryCrossentropy(dtype=dtype)
        value, after = one_step(loss, how, activation="sigmoid", dtype=dtype)
        assert value == pytest.approx(100) and after == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("how", HOW[:2], ids=str)
def test_labels_without_the_last_axis_lose_the_logits(how):
    """The loss then removes that axis from the predictions, after the sigmoid."""
    for labels, expected in [(np.ones((1, 2)), 16.118), (np.ones((1, 2, 1)), 100)]:
        layer = keras.layers.Dense(1, "sigmoid", kernel_initializer="ones")
        model = keras.Sequential([keras.Input((2, 1)), layer])
        model.compile("sgd", "binary_crossentropy", **how)
        assert model.evaluate(np.full((1, 2, 1), -100.0), labels, verbose=0) == pytest.approx(expected, abs=5e-4)


def test_a_last_layer_in_32_bits_helps_in_mixed_precision(mixed_float16):
    for loss, activation in [("binary_crossentropy", "sigmoid"), (Weighted(from_logits=True), None)]:
        value, after = one_step(loss, {}, activation=activation, dtype="float32")
        assert value == pytest.approx(100) and after == pytest.approx(0, abs=1e-3)
    value, after = one_step("binary_crossentropy", {"auto_scale_loss": False}, activation="sigmoid")
    assert value == pytest.approx(16.118, abs=5e-4) and after == 1


@pytest.mark.parametrize("how", HOW, ids=str)
def test_a_sigmoid_twice(how):
    built_in = keras.losses.BinaryCrossentropy(from_logits=True)
    with pytest.warns(UserWarning, match="from_logits=True"):
        value, after = one_step(built_in, how, activation="sigmoid")
    assert value == pytest.approx(100) and after == pytest.approx(0, abs=1e-6)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for loss, layers in [(built_in, LOST["Reshape"]), (Weighted(from_logits=True), {})]:
            value, after = one_step(loss, how, activation="sigmoid", **layers)
            assert value == pytest.approx(np.log(2), rel=1e-6) and after == 1
    z = np.linspace(-100, 100, 401)
    twice = Weighted(from_logits=True, reduction="none")
    of_deaths, of_survivors = [np.asarray(twice(np.full(401, y), 1 / (1 + np.exp(-z)))) for y in (1, 0)]
    assert of_deaths.min() == pytest.approx(np.log1p(np.exp(-1))) and of_deaths.max() == pytest.approx(np.log(2))
    assert of_survivors.min() == pytest.approx(np.log(2))


def test_no_sigmoid_and_no_from_logits_is_noticed_by_nobody():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for loss in ["binary_crossentropy", Weighted()]:
            value, after = one_step(loss, {})
            assert value == pytest.approx(16.118, abs=5e-4) and after == 1
    assert gradient(Weighted(reduction="none"), [1, 1, 0, 0], [-0.5, 1.5, -0.5, 1.5]) == pytest.approx([0, 0, 0, 0])


def test_rounding_raises_and_the_sign_is_silent():
    def mistakes(y, z):
        return ops.mean(ops.abs(y - ops.round(ops.sigmoid(z))), axis=-1)

    def by_sign(y, z):
        return ops.mean((1 - (2 * y - 1) * ops.sign(z)) / 2, axis=-1)

    x, y = column([-1, 2]), column([1, 0])
    for how in HOW:
        with pytest.raises(ValueError, match="No gradients"):
            tiny_network(mistakes, **how).train_on_batch(x, y)
        tiny = tiny_network(by_sign, **how)
        assert tiny.train_on_batch(x, y) == 1 and weight(tiny) == 1
        smooth = tiny_network(Weighted(from_logits=True), **how)
        assert smooth.train_on_batch(x, y) == pytest.approx(1.72, abs=5e-3)
        assert weight(smooth) == pytest.approx(0.988, abs=1e-3)  # it moves


class Unaligned(keras.losses.Loss):
    def call(self, y_true, y_pred):
        return y_true * ops.softplus(-y_pred) + (1 - y_true) * ops.softplus(y_pred)


class Scalar(Weighted):
    def call(self, y, z):
        return ops.mean(super().call(y, z))


X, Y = np.array([[-1.0], [2.0], [0.5], [3.0]]), np.array([1, 0, 1, 0])


def loss_in_fit(loss, y=Y, after=(), **options):
    return tiny_network(loss, after=after).fit(X, y, verbose=0, **options).history["loss"][0]


def test_fit_hands_over_the_shapes_as_they_are():
    pairs = np.mean([reference(np.full(4, y), X[:, 0]) for y in Y])
    flat = [keras.layers.Reshape(())]
    assert loss_in_fit(Unaligned()) == pytest.approx(pairs, rel=1e-6)
    assert loss_in_fit(Unaligned(), Y[:, None], flat) == pytest.approx(pairs, rel=1e-6)
    right = reference(Y, X[:, 0]).mean()
    assert loss_in_fit(Unaligned(), Y[:, None]) == pytest.approx(right, rel=1e-6)
    for y, after in [(Y, ()), (Y[:, None], flat), (Y, flat)]:
        assert loss_in_fit(Weighted(from_logits=True), y, after) == pytest.approx(right, rel=1e-6)


def test_an_output_of_shape_n_switches_class_weight_off_in_the_built_in_loss():
    weights, w = {0: 1, 1: 20}, np.where(Y == 1, 20, 1)
    losses, flat = reference(Y, X[:, 0]), [keras.layers.Reshape(())]
    built_in = keras.losses.BinaryCrossentropy(from_logits=True)
    assert loss_in_fit(built_in, class_weight=weights) == pytest.approx((losses * w).mean(), rel=1e-6)
    assert loss_in_fit(built_in, after=flat, class_weight=weights) == pytest.approx(losses.mean() * w.mean(), rel=1e-6)
    saved_by_columns = loss_in_fit(built_in, Y[:, None], flat, class_weight=weights)
    assert saved_by_columns == pytest.approx((losses * w).mean(), rel=1e-6)
    for loss, expected in [(Weighted(from_logits=True), (losses * w).mean()), (Scalar(from_logits=True), None)]:
        expected = losses.mean() * w.mean() if expected is None else expected
        assert loss_in_fit(loss, after=flat, class_weight=weights) == pytest.approx(expected, rel=1e-6)


def test_class_weight_does_not_reach_the_validation():
    w, losses = np.where(Y == 1, 20.0, 1.0), reference(Y, X[:, 0])
    last = []
    for loss, class_weight, sample_weight in [
        (Weighted(from_logits=True), {0: 1, 1: 20}, ()),
        (Weighted(20.0, from_logits=True), None, ()),
        (Weighted(from_logits=True), {0: 1, 1: 20}, (w,)),
    ]:
        tiny = tiny_network(loss)
        tiny.optimizer.learning_rate = 0.0  # so that both losses are those of the same network
        validation = (X, Y, *sample_weight)
        last.append(tiny.fit(X, Y, class_weight=class_weight, validation_data=validation, verbose=0).history)
    weighted, plain = (losses * w).mean(), losses.mean()
    assert [h["loss"][0] for h in last] == pytest.approx([weighted] * 3, rel=1e-6)
    assert [h["val_loss"][0] for h in last] == pytest.approx([plain, weighted, weighted], rel=1e-6)
    with pytest.raises(ValueError, match="class_weight"):
        tiny.evaluate(X, Y, class_weight={0: 1, 1: 20}, verbose=0)


def test_a_label_without_a_class_weight_weighs_1():
    losses = reference(Y, X[:, 0])
    found = loss_in_fit(Weighted(from_logits=True), class_weight={1: 20})
    assert found == pytest.approx((losses * np.where(Y == 1, 20, 1)).mean(), rel=1e-6)


def test_a_loss_divides_by_the_samples_and_a_metric_by_the_weights():
    w, y, z = np.array([1, 2, 3, 40.0]), Y[:, None].astype("float32"), X.astype("float32")
    losses = reference(Y, X[:, 0])
    loss = keras.losses.BinaryCrossentropy(from_logits=True)
    assert float(loss(y, z, w)) == pytest.approx((losses * w).mean(), rel=1e-6)
    by_weights = (losses * w).sum() / w.sum()
    loss = keras.losses.BinaryCrossentropy(from_logits=True, reduction="mean_with_sample_weight")
    assert float(loss(y, z, w)) == pytest.approx(by_weights, rel=1e-6)
    metric = keras.metrics.BinaryCrossentropy(from_logits=True)
    assert float(metric(y, z, w)) == pytest.approx(by_weights, rel=1e-6)


def test_reduction_none_trains_on_the_sum():
    found = {}
    for reduction in ["none", "sum", "sum_over_batch_size"]:
        tiny = tiny_network(Weighted(from_logits=True, reduction=reduction))
        tiny.fit(X, Y, batch_size=4, verbose=0)
        found[reduction] = 1 - weight(tiny)
    assert found["none"] == pytest.approx(found["sum"], rel=1e-5)
    assert found["none"] == pytest.approx(4 * found["sum_over_batch_size"], rel=1e-3)


def test_loss_scaling_is_switched_on_by_the_policy_of_the_program_only(mixed_float16):
    scaled = keras.optimizers.LossScaleOptimizer
    assert isinstance(tiny_network("mse").optimizer, scaled)
    assert not isinstance(tiny_network("mse", auto_scale_loss=False).optimizer, scaled)
    keras.config.set_dtype_policy("mixed_bfloat16")
    assert not isinstance(tiny_network("mse").optimizer, scaled)
    keras.config.set_dtype_policy("float32")
    assert not isinstance(tiny_network("mse", dtype="mixed_float16").optimizer, scaled)


def test_a_step_that_overflows_is_left_out_and_halves_the_factor(mixed_float16):
    tiny = tiny_network(Weighted(from_logits=True))
    for step in range(7):
        assert tiny.train_on_batch(column([-100]), column([1])) == pytest.approx(100)  # not scaled
        assert float(tiny.optimizer.dynamic_scale) == 2.0 ** max(14 - step, 9)
        assert weight(tiny) == (1 if step < 6 else pytest.approx(0, abs=1e-3))


def test_xla_gives_the_same_loss_and_gradient():
    y, z = column([1, 0] * 6), column(np.linspace(-1000, 1000, 12))
    loss = Weighted(20.0, from_logits=True, reduction="none")

    @tf.function(jit_compile=True)
    def compiled(z):
        with tf.GradientTape() as tape:
            tape.watch(z)
            losses = loss(y, z)
        return losses, tape.gradient(losses, z)

    losses, slopes = compiled(z)
    expected = reference(y[:, 0], z[:, 0]) * np.where(y[:, 0] == 1, 20, 1)
    np.testing.assert_allclose(losses, expected, rtol=1e-6, atol=1e-6)
    np.testing.assert_allclose(slopes[:, 0], slope(y[:, 0], z[:, 0], 20.0), rtol=1e-5, atol=1e-6)


def test_a_compiled_loss_is_called_while_the_graph_is_built():
    calls = []

    def counted(y, z):
        calls.append(1)
        return Weighted(from_logits=True)(y, z)

    def branching(y, z):
        return ops.mean(z, axis=-1) if ops.max(z) > 0 else ops.mean(y, axis=-1)

    for how in [{}, {"jit_compile": True}]:
        with pytest.raises(TypeError, match="bool"):  # an `if` cannot depend on a value
            tiny_network(branching, **how).train_on_batch(X, Y)
        calls.clear()
        tiny_network(counted, **how).fit(column(range(8)), column([0, 1] * 4), batch_size=2, epochs=5, verbose=0)
        assert 1 <= len(calls) <= 3


def test_numpy_in_a_loss_is_an_error():
    def numpy_loss(y, z):
        return np.mean(np.square(y - z), axis=-1)

    x, y = column([1, -2]), column([1, 0])
    for how in [{}, {"jit_compile": True}]:
        with pytest.raises(NotImplementedError, match="NumPy"):
            tiny_network(numpy_loss, **how).train_on_batch(x, y)
    with pytest.raises(ValueError, match="No gradients"):
        tiny_network(numpy_loss, run_eagerly=True).train_on_batch(x, y)
    assert tiny_network(numpy_loss, run_eagerly=True).evaluate(x, y, verbose=0) == pytest.approx(2)


def test_a_term_by_numpy_is_silent_when_run_eagerly():
    def with_a_term(y, z):
        return Weighted(from_logits=True, reduction="none")(y, z) + np.mean(np.square(y - z), axis=-1)

    x, y = column([-1, 2]), column([1, 0])
    plain, tiny = tiny_network(Weighted(from_logits=True)), tiny_network(with_a_term, run_eagerly=True)
    assert tiny.train_on_batch(x, y) == pytest.approx(plain.train_on_batch(x, y) + 4)
    assert weight(tiny) == pytest.approx(weight(plain))
    with pytest.raises(NotImplementedError, match="NumPy|numpy"):
        tiny_network(with_a_term).train_on_batch(x, y)


def test_f1_score_refuses_the_threshold_of_logits():
    for threshold in [0.0, -1.0]:
        with pytest.raises(ValueError, match="0 < threshold <= 1"):
            keras.metrics.F1Score(threshold=threshold)


def test_add_loss_is_not_weighted():
    class Penalty(keras.layers.Layer):
        def call(self, z):
            self.add_loss(ops.mean(ops.square(z)))
            return z

    losses, penalty = reference(Y, X[:, 0]), np.mean(X**2)
    for how in HOW:
        tiny = tiny_network(Weighted(from_logits=True), after=[Penalty()], **how)
        for w in [np.ones(4), np.zeros(4), np.array([1, 2, 3, 4])]:
            found = tiny.evaluate(X, Y, sample_weight=w, verbose=0)
            assert found == pytest.approx((losses * w).mean() + penalty, rel=1e-5)


def test_a_regularizer_is_part_of_the_number():
    penalty = keras.layers.Dense(1, kernel_initializer="ones", kernel_regularizer=keras.regularizers.L2(0.1))
    tiny = keras.Sequential([keras.Input((1,)), penalty])
    tiny.compile("sgd", Weighted(from_logits=True))
    assert tiny.evaluate(X, Y, verbose=0) == pytest.approx(reference(Y, X[:, 0]).mean() + 0.1, rel=1e-6)


def test_terminate_on_nan_ends_the_training():
    tiny = tiny_network("mse")
    tiny.fit(X, np.array([1, np.nan, 0, 1]), epochs=5, verbose=0, callbacks=[keras.callbacks.TerminateOnNaN()])
    assert len(tiny.history.epoch) < 5 and np.isnan(weight(tiny))


def test_a_loss_function_must_be_registered_to_load(tmp_path):
    def function(y, z):
        return ops.mean(ops.softplus(z) - y * z, axis=-1)

    tiny_network(function).save(tmp_path / "model.keras")
    with pytest.raises(TypeError, match="register_keras_serializable"):
        keras.models.load_model(tmp_path / "model.keras")
    assert not keras.models.load_model(tmp_path / "model.keras", compile=False).compiled
    named = keras.models.load_model(tmp_path / "model.keras", custom_objects={"function": function})
    right = reference(Y, X[:, 0]).mean()
    assert named.evaluate(X, Y, verbose=0) == pytest.approx(right, rel=1e-6)
    registered = keras.saving.register_keras_serializable("test")(function)
    tiny_network(registered).save(tmp_path / "model.keras")
    loaded = keras.models.load_model(tmp_path / "model.keras")
    assert loaded.evaluate(X, Y, verbose=0) == pytest.approx(right, rel=1e-6)


def test_the_losses_of_keras_lose_their_dtype_in_the_file(tmp_path):
    built_in = keras.losses.BinaryCrossentropy(dtype="float64")
    saved = tiny_network(built_in, "sigmoid", "float64")
    saved.save(tmp_path / "model.keras")
    loaded = keras.models.load_model(tmp_path / "model.keras")
    assert loaded.loss.dtype == "float32"
    values = [model.evaluate(column([-100]), column([1]), verbose=0) for model in (saved, loaded)]
    assert values == pytest.approx([100, 16.118], abs=5e-4)


# ------------------------------------------------------------------------------------------------ in a fresh process

LOSSES = """
@keras.saving.register_keras_serializable("test")
class Complete(keras.losses.Loss):
    def __init__(self, w=1.0, name=None, reduction="sum_over_batch_size"):
        super().__init__(name=name, reduction=reduction)
        self.w = w
    def call(self, y, z):
        return self.w * ops.mean(ops.square(y - z), axis=-1)

@keras.saving.register_keras_serializable("test")
class NoDefault(Complete):
    def __init__(self, w, name=None, reduction="sum_over_batch_size"):
        super().__init__(w, name, reduction)

@keras.saving.register_keras_serializable("test")
class NoName(Complete):
    def __init__(self, w=1.0):
        super().__init__(w)

def load(name):
    assert not keras.models.load_model(f"{name}.keras", compile=False).compiled
    try:
        return keras.models.load_model(f"{name}.keras").loss.w
    except TypeError:
        return "TypeError"

loaded = [load(name) for name in ("Complete", "NoDefault", "NoName") if not SAVE]
"""
RIGHT = ["simple_loss", "from_logits", "safe_where"]
EVERYWHERE = """
ways = {"class": (WeightedBinaryCrossentropy(5.0, from_logits=True), None), "from_logits": (from_logits, None),
        "class_on_probabilities": (WeightedBinaryCrossentropy(5.0), "sigmoid"), "safe_where": (safe_where, None),
        "simple_loss": (simple_loss, "sigmoid")}

def step_of_each(policy="float32", **how):
    "Loss, and weight after one step, of a network for each loss, trained at once."
    x = keras.Input((1,))
    layers = {name: keras.layers.Dense(1, last, name=name, dtype=policy, kernel_initializer="ones")
              for name, (_, last) in ways.items()}
    model = keras.Model(x, {name: layer(x) for name, layer in layers.items()})
    model.compile(keras.optimizers.SGD(0.1), {name: loss for name, (loss, _) in ways.items()}, **how)
    labels, weights = ({name: values for name in ways} for values in (np.array([[1, 0, 1, 0, 1, 1, 0, 0]]).T, W))
    losses = model.fit(np.array([Z]).T, labels, sample_weight=weights, shuffle=False, verbose=0).history
    found = {name: [losses[f"{name}_loss"][0], float(ops.convert_to_numpy(layer.kernel).item())]
             for name, layer in layers.items()}
    return found | {"xla": bool(model.jit_compile)}

modes = {str(how): step_of_each(**how) for how in [{}, {"run_eagerly": True}, {"jit_compile": True}]}
modes |= {policy: step_of_each(policy) for policy in ["mixed_float16", "mixed_bfloat16"]}
with tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"]).scope():
    modes["two replicas"] = step_of_each()
report(modes=modes)
"""
Z, W = [-1.0, 2.0, 0.5, 1.5, -2.0, 0.25, -0.5, 1.0], np.linspace(0.5, 3, 8)  # the halves of the batch are not alike
MODES = ["{}", "{'run_eagerly': True}", "{'jit_compile': True}", "mixed_float16", "mixed_bfloat16", "two replicas"]
FRESH = """
report(loaded=loaded)
ours = keras.models.load_model("ours.keras")
report(ours=ours.loss.get_config(), loss=ours.evaluate(np.array(X), np.array(Y), verbose=0))

def compiled(**options):
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse", **options)
    return model.jit_compile

report(GPU=bool(tf.config.list_physical_devices("GPU")), jit=[compiled(), compiled(jit_compile=True)])
tf.config.experimental.enable_op_determinism()
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    report(deterministic_jit=[compiled(), compiled(jit_compile=True)])
report(told=[str(warning.message) for warning in caught])
report(deterministic=step_of_each())
"""


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    """What another process finds in models that were saved here, and what it says about XLA."""
    folder = tmp_path_factory.mktemp("saved")
    here = {"keras": keras, "ops": ops, "SAVE": True}
    exec(LOSSES, here)
    for name in ["Complete", "NoDefault", "NoName"]:
        tiny_network(here[name](5.0)).save(folder / f"{name}.keras")
    ours = tiny_network(Weighted(5.0, from_logits=True, dtype="float64"))
    ours.save(folder / "ours.keras")
    start = f"import os; os.chdir({str(folder)!r}); SAVE, X, Y = False, {X.tolist()}, {Y.tolist()}\n"
    start += f"Z, W = {Z}, np.array({W.tolist()})\n"
    source = source_of("12_custom_losses", *RIGHT)
    return run("tensorflow", source + TWO_DEVICES + start + EVERYWHERE + LOSSES + FRESH)


def test_a_class_without_get_config_loads_in_silence_only_if_all_its_arguments_have_defaults(
    fresh, tmp_path, monkeypatch
):
    assert fresh["loaded"] == [1.0, "TypeError", "TypeError"]
    monkeypatch.chdir(tmp_path)
    here = {"keras": keras, "ops": ops, "SAVE": True}
    exec(LOSSES, here)
    for name, expected in zip(["Complete", "NoDefault", "NoName"], fresh["loaded"], strict=True):
        tiny_network(here[name](5.0)).save(f"{name}.keras")
        assert here["load"](name) == expected  # in the process that saved it, too


def test_our_class_loads_in_a_fresh_process(fresh):
    loss = Weighted(5.0, from_logits=True, dtype="float64")
    assert fresh["ours"] == loss.get_config() | {"name": fresh["ours"]["name"]}
    assert fresh["loss"] == pytest.approx(reference(Y, X[:, 0], 5.0).mean(), rel=1e-6)


def test_jit_compile_auto_is_off_with_deterministic_operations(fresh):
    """On a computer without a GPU it is off anyway. Where XLA is asked for, Keras says that it goes on without."""
    assert fresh["jit"] == [fresh["GPU"], True]
    assert fresh["deterministic_jit"] == [False, False] and "jit_compile" in fresh["told"][0]


@pytest.mark.parametrize("mode", MODES)
def test_every_loss_of_the_chapter_is_right_however_the_model_runs(fresh, mode):
    """With sample weights: the loss, and the weight of the network after a step, against NumPy."""
    found, y, z = dict(fresh["modes"][mode]), np.array([1, 0, 1, 0, 1, 1, 0, 0]), np.array(Z)
    assert found.pop("xla") == (mode == "{'jit_compile': True}")
    assert set(found) == {"class", "class_on_probabilities", *RIGHT}
    for name, value in found.items():
        pos_weight = 5.0 if name.startswith("class") else 1.0
        step = 0.1 * np.mean(W * slope(y, z, pos_weight) * z)
        right = [np.mean(W * reference(y, z, pos_weight)), 1 - step]
        assert value == pytest.approx(right, rel=4e-3 if mode.startswith("mixed") else 1e-5)


def test_op_determinism_hides_nothing_of_the_losses(fresh):
    """It switches XLA off, as the test above says, so the modes ran without it; with it the numbers are the same."""
    assert fresh["deterministic"] == fresh["modes"]["{}"]
