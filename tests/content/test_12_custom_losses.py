"""Chapter 12: the losses and the gradient check against Keras, TensorFlow, scikit-learn and closed forms."""

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

chapter = load("12_custom_losses")
Weighted = chapter.WeightedBinaryCrossentropy

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


@pytest.mark.parametrize("pos_weight", [0, -1, np.nan, np.inf])
def test_bad_pos_weight_is_refused_by_name(pos_weight):
    with pytest.raises(ValueError, match="pos_weight must be positive and finite"):
        Weighted(pos_weight)


@pytest.mark.parametrize("from_logits", ["yes", 1, None])
def test_bad_from_logits_is_refused_by_name(from_logits):
    with pytest.raises(ValueError, match="from_logits must be True or False"):
        Weighted(from_logits=from_logits)


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
