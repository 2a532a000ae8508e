"""Every row of the appendix "From older Keras code" does what it says, and the values it compares are those.

What Keras 2 gave is held against `tf.keras.backend`, which keeps the old functions, and against tf_keras, the last
Keras 2, which requirements-keras2.txt has.
"""

import re
import warnings
from ast import literal_eval

import numpy as np
import pytest

from notebooks import ROOT
from other_process import run

TEXT = (ROOT / "chapters" / "migration.md").read_text("utf-8")
FIRST, SECOND = "\n## The same call, another value\n", "\n## Tensor operations\n"  # the tables of values, and of calls


def table(text):
    return [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in text.splitlines() if line[:3] == "| `"]


VALUES, ROWS = table(TEXT[TEXT.index(FIRST) : TEXT.index(SECOND)]), table(TEXT[TEXT.index(SECOND) :])
GONE = {  # public functions of Keras 2's backend that tf.keras.backend no longer has; `experimental` is a module
    "function", "in_test_phase", "in_train_phase", "learning_phase", "learning_phase_scope", "local_conv1d",
    "local_conv2d", "manual_variable_initialization", "normalize_batch_in_training", "placeholder", "print_tensor",
    "random_binomial", "reset_uids", "set_learning_phase",
}  # fmt: skip
ADDED = {"is_float_dtype", "is_int_dtype", "result_type", "standardize_dtype"}
OLDER_STILL = {  # gone in the last Keras 2 already, or never a part of it
    '__import__("tensorflow_addons").metrics.F1Score', 'model.fit(x, y, verbose=0).history["acc"]',
    "model.fit(x, y, nb_epoch=1)", "model.predict_classes(x)", "model.predict_proba(x)",
    "keras.utils.np_utils.to_categorical([0, 1])", '__import__("keras.wrappers.scikit_learn")',
}  # fmt: skip
NEEDS_MORE = {"model.add_metric", "model.fit_generator", "K.get_session"}  # a layer, a generator, a session

SETUP = """
import warnings
import numpy as np
import tensorflow as tf

t = tf.constant
x, y = np.array([[0.2], [0.7]], "float32"), np.array([[0.0], [1.0]], "float32")

def mcc(y_true, y_pred):
    return tf.reduce_mean(y_pred)

def fit_with(callback):
    return model.fit(x, y, validation_data=(x, y), callbacks=[callback], verbose=0)

model = keras.Sequential([keras.Input(shape=(1,)), keras.layers.Dense(1, activation="sigmoid")])
model.compile(optimizer="sgd", loss="binary_crossentropy", metrics=["accuracy", mcc])

class Squared(keras.losses.Loss):
    def call(self, y_true, y_pred):
        return (y_true - y_pred) ** 2

def same(y_true, y_pred):
    return tf.reduce_mean(tf.cast(tf.equal(y_true, tf.round(y_pred)), "float32"))

perfect = keras.Sequential([keras.Input(shape=(1,)), keras.layers.Dense(1, kernel_initializer="ones")])
perfect.compile(optimizer="sgd", loss=Squared(), metrics=[same])
numbers = np.arange(4.0)
of_a_perfect_network = perfect.evaluate(numbers[:, None], numbers, verbose=0)
"""
KERAS_2 = """
model.save("saved_by_keras_2")
predicted = model.predict(x, verbose=0).tolist()
tensors = {"x": t(x), "y": t(y)}  # some functions of K take nothing else

def value(code):
    with warnings.catch_warnings(), keras.utils.custom_object_scope({"mcc": mcc}):
        warnings.simplefilter("ignore")
        try:
            found = eval(code, globals() | (tensors if code.startswith("K.") else {}))
        except Exception as error:
            return "raises " + type(error).__name__
    try:
        return np.asarray(found, float).tolist()
    except (TypeError, ValueError):
        return "runs"

stop = keras.callbacks.EarlyStopping(monitor="val_mcc")
fit_with(stop)
names = [name for name in dir(K) if name[0] != "_"]
report(
    values={code: value(code) for code in codes},
    names=names,
    perfect=of_a_perfect_network,
    minimised=stop.monitor_op is np.less,
    zipped=dict(zip(model.metrics_names, model.evaluate(x, y, verbose=0))),
    returned=model.evaluate(x, y, verbose=0, return_dict=True),
    predicted=predicted,
    saved=os.path.abspath("saved_by_keras_2"),
)
"""


def code(cell):
    return re.match(r"`([^`]+)`", cell).group(1)


def as_number(text):
    """The value that the page gives, and how far a value may be from it: half a unit of its last decimal."""
    decimals = max([len(part) for part in re.findall(r"\.(\d+)", text)], default=0)
    return np.asarray(np.nan if text == "nan" else literal_eval(text), float), 0.5 * 10.0**-decimals


def assert_is(found, text):
    value, tolerance = as_number(text)
    found = np.asarray(found, float)
    assert found.shape == value.shape
    np.testing.assert_allclose(found, value, rtol=0, atol=tolerance if "." in text else 0)


@pytest.fixture(scope="module")
def names():
    import book  # noqa: F401  quiets TensorFlow
    import keras

    found = {"keras": keras, "K": keras.backend, "ops": keras.ops}
    exec(SETUP, found)
    return found


@pytest.fixture(scope="module")
def old_names(names):
    return names | {"K": names["tf"].keras.backend}


@pytest.fixture(scope="module")
def keras_2(tmp_path_factory):
    """What the older code gives in Keras 2, in a process of its own; skipped where tf_keras is not installed."""
    codes = [code(row[0]) for row in VALUES + ROWS]
    start = "import os\nimport tf_keras as keras\nfrom tf_keras import backend as K\n"
    start += f"os.chdir({str(tmp_path_factory.mktemp('keras_2'))!r})\ncodes = {codes}\n"
    return run("tf_keras", start + SETUP + KERAS_2, KERAS_BACKEND="tensorflow")


@pytest.fixture(autouse=True)
def somewhere_else(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # rows that save a model write here


@pytest.fixture(scope="module")
def exported(names, tmp_path_factory):
    """A folder like those that Keras 2 wrote."""
    folder = tmp_path_factory.mktemp("exported") / "saved_by_keras_2"
    names["perfect"].export(folder)
    return folder


def without_warnings(code, names):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        # NumPy's remark on how Keras 3.15 turns variables into arrays; it concerns Keras, not the caller.
        warnings.filterwarnings("ignore", "__array__ implementation", DeprecationWarning)
        return eval(code, names)


def test_the_page_has_its_rows():
    assert len(ROWS) > 45 and len(VALUES) >= 10 and table(TEXT) == VALUES + ROWS
    assert all(len(row) == 3 for row in VALUES + ROWS)


# ---------------------------------------------------------------------------------------------- gone, and what to write

every_row = pytest.mark.parametrize("row", ROWS, ids=[code(row[0]) for row in ROWS])


@every_row
def test_old_call_does_what_the_row_says(row, names, exported, tmp_path):
    (tmp_path / "saved_by_keras_2").symlink_to(exported)
    old, today, _ = row
    if today.startswith("works"):
        eval(code(old), names)
    elif "Warning" in today:
        with pytest.warns(UserWarning):
            eval(code(old), names)
    else:
        with pytest.raises(Exception) as error:
            eval(code(old), names)
        assert error.type.__name__ == code(today)


@every_row
def test_replacement_runs_without_a_warning(row, names, exported, tmp_path):
    (tmp_path / "saved_by_keras_2").symlink_to(exported)
    without_warnings(code(row[2]), names)


OPERATIONS = [row for row in ROWS if row[0].startswith("`K.") and "session" not in row[0]]


@pytest.mark.parametrize("row", OPERATIONS, ids=[code(row[0]) for row in OPERATIONS])
def test_replacement_gives_the_value_of_the_old_backend(row, old_names):
    tensors = old_names | {"x": old_names["t"](old_names["x"]), "y": old_names["t"](old_names["y"])}
    old, new = eval(code(row[0]), tensors), eval(code(row[2]), tensors)
    if isinstance(old, str | tuple):  # float32, (2, 1)
        assert new == old
    else:
        old, new = (np.asarray(value) for value in (old, new))
        assert old.shape == new.shape and old.dtype.kind == new.dtype.kind
        np.testing.assert_allclose(old, new, rtol=1e-6, atol=2e-6)  # 2e-6: the old losses add 1e-7 to a probability


def test_dot_and_matmul_differ_with_more_axes(old_names):
    a, b = np.arange(6.0).reshape(2, 3), np.arange(60.0).reshape(4, 3, 5)
    old, dot, matmul = (
        eval(f"{name}(t(a), t(b))", old_names | {"a": a, "b": b}) for name in ("K.dot", "ops.dot", "ops.matmul")
    )
    np.testing.assert_array_equal(old, dot)
    assert old.shape == (2, 4, 5) and matmul.shape == (4, 2, 5)


def test_the_old_backend_of_tf_keras_keeps_most_functions(old_names):
    left = {name for name in dir(old_names["K"]) if name[0] != "_"} - ADDED
    assert len(left) == 133 and not left & GONE and len(left | GONE) == 147


def test_most_functions_of_the_old_backend_take_arrays(old_names):
    refuse = set()
    for old, _, _ in OPERATIONS:
        try:
            eval(code(old), old_names)
        except AttributeError:
            refuse.add(re.search(r"K\.(\w+)", old).group(1))
    assert {"mean", "concatenate"} <= refuse and len(refuse) < len(OPERATIONS) / 4


def test_the_names_of_evaluate_do_not_belong_to_the_values(names):
    model, x, y = names["model"], names["x"], names["y"]
    right = model.evaluate(x, y, verbose=0, return_dict=True)
    wrong = dict(zip(model.metrics_names, model.evaluate(x, y, verbose=0)))
    assert set(right) != set(wrong)


def test_f1_score_returns_an_array_without_average(names):
    keras, x, y = names["keras"], names["x"], names["y"]
    assert keras.metrics.F1Score(threshold=0.5)(y, x).shape == (1,)
    assert keras.metrics.F1Score(threshold=0.5, average="micro")(y, x).shape == ()


def test_a_metric_of_a_layer_is_reported(names):
    keras, x, y = names["keras"], names["x"], names["y"]

    class Watched(keras.layers.Layer):
        def __init__(self):
            super().__init__()
            self.m = keras.metrics.Mean(name="m")

        def call(self, inputs):
            self.m.update_state(inputs)
            return inputs

    model = keras.Sequential([keras.Input(shape=(1,)), Watched(), keras.layers.Dense(1)])
    model.compile(optimizer="sgd", loss="mse")
    assert model.fit(x, y, verbose=0).history["m"][0] == pytest.approx(0.45)


def test_an_exported_model_predicts_as_before(names, exported):
    layer = names["keras"].layers.TFSMLayer(exported, call_endpoint="serving_default")
    (served,) = layer(names["x"]).values()
    np.testing.assert_allclose(served, names["x"], rtol=1e-6)


# ------------------------------------------------------------------------------------------------------- another value

every_value = pytest.mark.parametrize("row", VALUES, ids=[code(row[0]) for row in VALUES])


@every_value
def test_the_value_today(row, names):
    assert_is(eval(re.sub(r"\bK\.", "ops.", code(row[0])), names), row[2])


@every_value
def test_the_two_values_differ(row):
    (old, _), (new, _) = as_number(row[1]), as_number(row[2])
    assert old.shape != new.shape or not np.array_equal(old, new)


BY_BACKEND = [row for row in VALUES if row[0].startswith("`K.")]


@pytest.mark.parametrize("row", BY_BACKEND, ids=[code(row[0]) for row in BY_BACKEND])
def test_the_old_value_by_the_old_backend(row, old_names):
    assert_is(eval(code(row[0]), old_names), row[1])


def test_a_written_axis_gives_the_old_value(old_names):
    for call, axis in [("argmax(a)", -1), ("cumsum(a)", 0), ("concatenate([a, a])", -1)]:
        given = old_names | {"a": old_names["t"]([[1, 2], [4, 3]])}
        new = eval(f"ops.{call[:-1]}, axis={axis})", given)
        np.testing.assert_array_equal(eval(f"K.{call}", given), new)


def test_labels_of_shape_n_are_no_longer_aligned_for_a_loss_class_and_a_metric_function(names):
    assert names["of_a_perfect_network"] == [2.5, 0.25]
    assert "loss of 0.0 and an accuracy of 1.0 in Keras 2, and 2.5 and 0.25 today" in TEXT


NOT_ALIGNED = {"Hinge", "SquaredHinge", "CategoricalHinge", "Poisson", "KLDivergence"}


def test_what_keras_still_aligns(names):
    """Its own losses, a loss function in compile, and all of its metrics for such numbers but five."""
    keras = names["keras"]
    labels, scores = np.array([1.0, 0, 1, 1]), np.array([[0.9], [0.2], [0.4], [0.7]])
    for name in ["BinaryCrossentropy", "BinaryFocalCrossentropy", "MeanSquaredError", *NOT_ALIGNED]:
        loss = getattr(keras.losses, name)()
        assert float(loss(labels, scores)) == pytest.approx(float(loss(labels[:, None], scores)))
    found = {
        "AUC", "BinaryAccuracy", "Precision", "Recall", "MeanAbsoluteError", "MeanSquaredError",
        "RootMeanSquaredError", "TruePositives", *NOT_ALIGNED,
    }  # fmt: skip
    differ = set()
    for name in found:
        values = [float(getattr(keras.metrics, name)()(y, scores)) for y in (labels, labels[:, None])]
        differ |= set() if np.isclose(*values) else {name}
    assert differ == NOT_ALIGNED
    for name in ["BinaryCrossentropy", "F1Score"]:
        model = keras.Sequential([keras.Input(shape=(1,)), keras.layers.Identity()])
        model.compile(optimizer="sgd", loss="mse", metrics=[getattr(keras.metrics, name)()])
        with pytest.raises(ValueError, match="same rank|2D inputs"):
            model.evaluate(scores, labels, verbose=0)

    def squared(y_true, y_pred):
        return (y_true - y_pred) ** 2

    perfect = keras.Sequential([keras.Input(shape=(1,)), keras.layers.Dense(1, kernel_initializer="ones")])
    perfect.compile(optimizer="sgd", loss=squared)
    numbers = np.arange(4.0)
    assert perfect.evaluate(numbers[:, None], numbers, verbose=0) == 0


# ----------------------------------------------------------------------------------- against Keras 2, where it is there


@every_value
def test_the_old_value_by_keras_2(row, keras_2):
    assert_is(keras_2["values"][code(row[0])], row[1])


def test_keras_2_aligned_the_labels(keras_2):
    assert keras_2["perfect"] == [0.0, 1.0]


def test_keras_2_minimised_a_metric_it_did_not_know(keras_2):
    assert keras_2["minimised"]


def test_in_keras_2_the_names_of_evaluate_belonged_to_the_values(keras_2):
    assert keras_2["zipped"] == keras_2["returned"]


def test_keras_2_had_the_functions_that_are_counted(keras_2):
    assert len(keras_2["names"]) == 148 and GONE | {"experimental"} <= set(keras_2["names"])


def test_a_folder_of_keras_2_predicts_as_before(names, keras_2):
    layer = names["keras"].layers.TFSMLayer(keras_2["saved"], call_endpoint="serving_default")
    (served,) = layer(names["x"]).values()
    np.testing.assert_allclose(served, keras_2["predicted"], rtol=1e-5)


def test_keras_2_ran_what_is_called_older_code(keras_2):
    failed = {call for call, value in keras_2["values"].items() if str(value).startswith("raises")}
    failed -= {call for call in failed if call.startswith(tuple(NEEDS_MORE))}
    assert failed == OLDER_STILL


@pytest.mark.parametrize("row", OPERATIONS, ids=[code(row[0]) for row in OPERATIONS])
def test_replacement_gives_the_value_of_keras_2(row, names, keras_2):
    old = keras_2["values"][code(row[0])]
    if old != "runs":  # float32, a variable
        new = np.asarray(eval(code(row[2]), names), float)
        np.testing.assert_allclose(new, old, rtol=1e-6, atol=2e-6)
