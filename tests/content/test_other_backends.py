"""What chapter 11 says about JAX and PyTorch, and that TensorFlow differs where it says so.

Each backend runs in a process of its own, and is skipped where it is not installed. With the interpreter of an
environment that has JAX and PyTorch:

    PYTHONPATH=tests python -m pytest --noconftest -c /dev/null --rootdir . tests/content/test_other_backends.py
"""

from functools import cache
from importlib.util import find_spec

import numpy as np
import pytest

from other_process import BACKENDS, TWO_DEVICES, every_backend, run, source_of

# Eleven drivers; some scores are exactly the threshold, and the batches are of different sizes.
Y = [1, 0, 1, 1, 0, 0, 0, 1, 0, 0, 1]
SCORE = [0.9, 0.8, 0.3, 0.7, 0.1, 0.25, 0.6, 0.2, 0.0, 0.4, 1.0]
WEIGHT = np.linspace(0.5, 3, len(Y)).tolist()

CLASSES = ["NaiveTruePositives", "CountedInPython", "rounded_accuracy", "RecallOfEachClass", "LowestScoreReset"]
SNIPPET = f"""
y, score, weight = np.array({Y}), np.array({SCORE}, "float32")[:, None], np.array({WEIGHT})
"""
SNIPPET += """
def model(*layers):
    return keras.Sequential([keras.Input(shape=(1,)), *layers])

echo = model(keras.layers.Identity())

def evaluated(labels=y, sample_weight=None, evaluate=True, **settings):
    echo.compile(**{"loss": "mse", **settings})
    value = echo.evaluate(score, labels, batch_size=4, sample_weight=sample_weight, verbose=0, return_dict=True)
    return {name: float(number) for name, number in value.items()}

def both(prefix=""):
    return [StreamingF1(0.25, name=prefix + "f1"), StreamingMCC(0.25, name=prefix + "mcc")]

# The classes of the chapter, in every mode and with every shape, and after loading.
values = []
for labels in [y, y[:, None]]:
    for sample_weight in [weight, weight[:, None]]:
        values.append(evaluated(labels, sample_weight, metrics=both(), weighted_metrics=both("weighted_")))
for labels, settings in [(y, {"run_eagerly": True}), (y.astype(bool), {}), (y.astype("float32"), {})]:
    values.append(evaluated(labels, weight, metrics=both(), weighted_metrics=both("weighted_"), **settings))
with tempfile.TemporaryDirectory() as folder:
    echo.save(Path(folder) / "model.keras")
    loaded = keras.models.load_model(Path(folder) / "model.keras")
again = loaded.evaluate(score, y, batch_size=4, sample_weight=weight, verbose=0, return_dict=True)
report(values=values, loaded={name: float(number) for name, number in again.items()})

# The traps.
perfect = np.array([1, 1, 1, 0, 0, 0])
echo.compile(loss="mse", metrics=[rounded_accuracy])
value = echo.evaluate(perfect[:, None], perfect, verbose=0, return_dict=True)
report(broadcast=float(value["rounded_accuracy"]))
eight, said = np.array([1, 1, 1, 0, 1, 0, 0, 0])[:, None], np.array([1, 1, 1, 0, 0, 0, 0, 1.0])[:, None]
weights = np.array([1, 2, 1, 1, 3, 1, 1, 2])
micro = [keras.metrics.F1Score("micro", 0.5)(eight, said, sample_weight=w) for w in [weights, weights[:, None]]]
report(micro=[float(value) for value in micro])
same = StreamingF1(0.25, name="f1")
report(shared=evaluated(y, weight, metrics=[same], weighted_metrics=[same]))

# scikit-learn in compile.
def sklearn_f1(y_true, y_pred):
    return metrics.f1_score(np.asarray(y_true), np.asarray(y_pred) >= 0.25, zero_division=0)

trained = model(keras.layers.Dense(1, activation="sigmoid"))
trained.compile("sgd", "mse", metrics=[sklearn_f1])
batches = [sklearn_f1(y[i : i + 4], score[i : i + 4]) for i in range(0, len(y), 4)]
report(
    sklearn=error_of(evaluated, metrics=[sklearn_f1]),
    sklearn_eagerly=error_of(evaluated, metrics=[sklearn_f1], run_eagerly=True),
    sklearn_batches=float(np.mean(batches)), sklearn_right=float(sklearn_f1(y, score)),
    sklearn_fit=str(error_of(trained.fit, score, y, verbose=0)),
)
keras.backend.clear_session()
echo = model(keras.layers.Identity())

# 64 bits.
f1 = StreamingF1()
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    f1.add_variable((), "zeros", dtype="float64")
report(warned=[str(warning.message) for warning in caught])
for count in f1.counts:
    count.assign(2.0**24)
f1.update_state([0, 0, 1, 1], [0, 1, 0, 1])
report(counts=[int(count) - 2**24 for count in f1.counts])
mcc = StreamingMCC()
for count, value in zip(mcc.counts, [4e10, 1e10, 1e10, 4e10]):
    count.assign(value)
tn, fp, fn, tp = mcc.counts
one_root = (tp * tn - fp * fn) / ops.sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn))
report(mcc=float(mcc.result()), mcc_one_root=float(one_root))

report(at_the_threshold=[float(StreamingF1(t)([1], ops.convert_to_tensor([t], dtype=kind)))
                         for t in [0.1, 0.3, 0.6] for kind in ["float16", "bfloat16", "float32", "float64"]])

# What result() returns, and an attribute of Python.
class ReturnsVariable(NaiveTruePositives):
    def result(self):
        return self.tp

report(variable=error_of(evaluated, y[:, None], metrics=[ReturnsVariable()]))
keras.backend.clear_session()
echo = model(keras.layers.Identity())
report(value=evaluated(y[:, None], metrics=[NaiveTruePositives()])["naive_true_positives"])
echo.compile(loss="mse", metrics=[CountedInPython()])
batches = [echo.evaluate(score, y, batch_size=1, verbose=0, return_dict=True)["batches"] for _ in range(2)]
report(python=[int(value) for value in batches])

# An error about a value, and the types of the labels.
kinds = []
def strict(y_true, y_pred):
    kinds.append(keras.backend.standardize_dtype(y_true.dtype))
    if ops.any(ops.greater(y_pred, 0.95)):
        raise ValueError("too high")
    return ops.mean(y_pred, axis=-1)

report(strict=str(error_of(evaluated, metrics=[strict])), kinds=sorted(set(kinds)))
keras.backend.clear_session()

# compute_metrics; a state that is no number, or does not start at zero.
class WithInputs(keras.Sequential):
    def __init__(self, layers):
        super().__init__(layers)
        self.high = StreamingF1(0.25, name="high_f1")

    def compute_metrics(self, x, y, y_pred, sample_weight=None):
        self.high.update_state(y, y_pred, x[:, 0] > 0.5)
        return super().compute_metrics(x, y, y_pred, sample_weight)

with_inputs = WithInputs([keras.Input(shape=(1,)), keras.layers.Identity()])
with_inputs.compile(loss="mse", metrics=[StreamingF1(0.25, name="f1")])
value = with_inputs.evaluate(score, y, batch_size=4, verbose=0, return_dict=True)
report(with_inputs=[float(value["f1"]), float(value["high_f1"])])
classes, columns = np.array([0, 0, 1, 1, 2]), np.eye(3, dtype="float32")[[0, 1, 1, 1, 0]]
three = keras.Sequential([keras.Input(shape=(3,)), keras.layers.Identity()])
three.compile(loss="sparse_categorical_crossentropy", metrics=[RecallOfEachClass(3)])
value = three.evaluate(columns, classes, batch_size=2, verbose=0, return_dict=True)
report(recalls=[float(value[f"recall_{k}"]) for k in range(3)])
pair = keras.Input(shape=(2,))
outputs = [keras.layers.Identity(name=name)(pair[:, k : k + 1]) for k, name in enumerate(["died", "injured"])]
two = keras.Model(pair, outputs)
two.compile(loss={"died": "mse", "injured": "mse"}, loss_weights={"died": 10.0, "injured": 1.0})
labels, options = {"died": y, "injured": y}, {"batch_size": 4, "verbose": 0, "return_dict": True}
value = two.evaluate(np.hstack([score, 1 - score]), labels, **options)
report(total=float(value["loss"]), parts=[float(value["died_loss"]), float(value["injured_loss"])])
def one_number(y_true, y_pred):
    return ops.mean(y_pred)

echo = model(keras.layers.Identity())
report(one_number=error_of(evaluated, sample_weight=weight, weighted_metrics=[one_number]))
keras.backend.clear_session()
echo = model(keras.layers.Identity())
echo.compile(loss="mse", metrics=[LowestScoreReset()])
lowest = [echo.evaluate(score[:8], y[:8], verbose=0, return_dict=True)["lowest"] for _ in range(2)]
report(lowest=[float(value) for value in lowest])
"""

DEVICES = """
class KeptRatio(StreamingF1):
    def __init__(self, name="kept"):
        super().__init__(name=name)
        self.kept = self.add_variable((), "zeros")

    def update_state(self, y_true, y_pred, sample_weight=None):
        super().update_state(y_true, y_pred, sample_weight)
        self.kept.assign(super().result())

    def result(self):
        return ops.convert_to_tensor(self.kept)

generator = np.random.default_rng(1)
y, score = generator.integers(0, 2, 40), generator.random((40, 1)).astype("float32")

def on_devices():
    echo = keras.Sequential([keras.Input(shape=(1,)), keras.layers.Identity()])
    echo.compile(loss="mse", metrics=[StreamingF1(name="f1"), KeptRatio()])
    value = echo.evaluate(score, y, batch_size=8, verbose=0, return_dict=True)
    return float(value["f1"]), float(value["kept"])
"""


MIRRORED = """
strategy = tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"])
with strategy.scope():
    two = on_devices()
report(devices=strategy.num_replicas_in_sync, two=two, right=metrics.f1_score(y, score >= 0.5))
"""


@cache
def found(backend):
    code = source_of("11_custom_metrics", "LowestScore", *CLASSES)
    return run(backend, code + (TWO_DEVICES + SNIPPET + DEVICES + MIRRORED if backend == "tensorflow" else SNIPPET))


@pytest.fixture
def on(request, backend):
    return found(backend)


def sklearn():
    """scikit-learn's numbers for the eleven drivers."""
    from sklearn import metrics

    said = np.array(SCORE, "float32") >= 0.25
    pairs = {"f1": metrics.f1_score, "mcc": metrics.matthews_corrcoef}
    right = {name: function(Y, said) for name, function in pairs.items()}
    return right | {f"weighted_{name}": function(Y, said, sample_weight=WEIGHT) for name, function in pairs.items()}


@every_backend
def test_the_classes_of_the_chapter_give_scikit_learns_numbers(on):
    for value in [*on["values"], on["loaded"]]:
        assert {name: value[name] for name in sklearn()} == pytest.approx(sklearn(), abs=1e-6)


@every_backend
def test_a_score_of_exactly_the_threshold_is_positive_in_every_type(on):
    assert on["at_the_threshold"] == [1] * 12


@every_backend
def test_the_traps_are_the_same_on_all_backends(on):
    assert on["broadcast"] == 0.5
    assert on["micro"] == pytest.approx([8 / 13, 0.75], abs=1e-6)
    assert on["shared"]["f1"] == on["shared"]["weighted_f1"]
    assert abs(on["shared"]["f1"] - sklearn()["f1"]) > 0.01


@every_backend
def test_a_scikit_learn_function_in_compile(on, backend):
    wrong = on["sklearn_batches"]
    assert abs(wrong - on["sklearn_right"]) > 0.01
    if backend == "tensorflow":
        assert on["sklearn"] == "NotImplementedError" == on["sklearn_fit"]
        assert on["sklearn_eagerly"]["sklearn_f1"] == pytest.approx(wrong, abs=1e-6)
    elif backend == "jax":
        assert on["sklearn"] == on["sklearn_eagerly"] == on["sklearn_fit"] == "TracerArrayConversionError"
    else:
        assert on["sklearn"]["sklearn_f1"] == pytest.approx(wrong, abs=1e-6)
        assert on["sklearn_fit"] == "RuntimeError"


@every_backend
def test_counts_have_64_bits_except_on_jax(on, backend):
    assert on["counts"] == [0 if backend == "jax" else 1] * 4
    assert any("JAX_ENABLE_X64" in message for message in on["warned"]) == (backend == "jax")
    assert on["mcc"] == pytest.approx(0.6, abs=1e-6)
    assert on["mcc_one_root"] == pytest.approx(0.0 if backend == "jax" else 0.6, abs=1e-6)


def test_jax_has_64_bits_when_asked():
    code = "f1 = StreamingF1()\nfor count in f1.counts:\n    count.assign(2.0**24)\n"
    code += "f1.update_state([0, 0, 1, 1], [0, 1, 0, 1])\nreport(counts=[int(count) for count in f1.counts])"
    assert run("jax", source_of("11_custom_metrics") + code, JAX_ENABLE_X64="1")["counts"] == [2**24 + 1] * 4


@every_backend
def test_result_that_returns_a_variable(on, backend):
    if backend == "jax":
        assert on["variable"] == "ValueError"
    else:
        assert on["variable"]["naive_true_positives"] == on["value"]
    assert on["value"] == 5


@every_backend
def test_an_attribute_of_python(on, backend):
    """Eleven batches: seen while the graph is built, or counted and never reset."""
    first, second = on["python"]
    if backend == "torch":
        assert second == first + 11 >= 22
    else:
        assert first == second < 11


@every_backend
def test_a_python_raise_sees_values_on_torch_only(on, backend):
    in_a_graph = {"tensorflow": "OperatorNotAllowedInGraphError", "jax": "TracerBoolConversionError"}
    assert on["strict"] == in_a_graph.get(backend, "ValueError")
    assert on["kinds"] == ["int32" if backend == "jax" else "int64"]


@every_backend
def test_compute_metrics_may_use_the_inputs(on):
    from sklearn import metrics

    high = np.array(SCORE) > 0.5
    assert on["with_inputs"] == pytest.approx([sklearn()["f1"], metrics.f1_score(np.array(Y)[high], high[high])])


@every_backend
def test_states_of_the_chapter(on):
    assert on["recalls"] == [0.5, 1, 0]
    assert on["lowest"] == pytest.approx([0.1, 0.1])


@every_backend
def test_reported_losses_of_two_outputs_add_up_except_in_a_graph_of_tensorflow(on, backend):
    label, score = np.array(Y), np.array(SCORE)
    right = [((label - score) ** 2).mean(), ((label - 1 + score) ** 2).mean()]
    assert on["total"] == pytest.approx(10 * right[0] + right[1], abs=1e-5)
    assert (on["parts"] == pytest.approx(right, abs=1e-5)) == (backend != "tensorflow")


@every_backend
def test_a_function_that_returns_one_number_takes_no_weights(on, backend):
    assert on["one_number"] == ("RuntimeError" if backend == "torch" else "ValueError")


def test_two_devices_add_up_counts_and_ruin_a_ratio_on_tensorflow():
    on_two = found("tensorflow")
    assert on_two["devices"] == 2
    assert on_two["two"][0] == pytest.approx(on_two["right"], abs=1e-6)
    assert on_two["two"][1] > 1  # an F1!


def test_two_devices_on_jax_compute_as_if_there_were_one():
    code = "keras.distribution.set_distribution(keras.distribution.DataParallel(auto_shard_dataset=False))\n"
    code += "devices = len(keras.distribution.list_devices())\n"
    code += "report(devices=devices, two=on_devices(), right=metrics.f1_score(y, score >= 0.5))"
    flags = "--xla_force_host_platform_device_count=2"
    on_two = run("jax", source_of("11_custom_metrics") + DEVICES + code, XLA_FLAGS=flags)
    assert on_two["devices"] == 2
    assert on_two["two"] == pytest.approx([on_two["right"]] * 2, abs=1e-6)


def test_skipped_where_it_is_not_installed():
    missing = [backend for backend in BACKENDS if not find_spec(backend)]
    for backend in missing:
        with pytest.raises(pytest.skip.Exception, match=f"{backend} is not installed here"):
            run(backend, "")
