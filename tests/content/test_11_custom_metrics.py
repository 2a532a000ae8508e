"""Chapter 11: the streaming metrics against scikit-learn in any batching, and through compile, fit and saving; and what
the chapter says about Keras, in a graph."""

import contextlib
import inspect
import json
import unittest
import warnings
import zipfile
from types import SimpleNamespace

import keras
import numpy as np
import pytest
import sklearn.metrics.tests.test_classification as sklearn_tests
from book import load_crash_scores
from define_cells import load
from hypothesis import given, settings
from hypothesis import strategies as st
from keras.src import testing
from keras import ops
from keras.src.metrics import f_score_metrics_test, metric_test
from sklearn import metrics

from other_process import TWO_DEVICES, run, source_of

chapter = load("11_custom_metrics")
CLASSES = [chapter.StreamingF1, chapter.StreamingMCC]
each_class = pytest.mark.parametrize("cls", CLASSES)


def expected(cls, y_true, y_pred, sample_weight=None):
    """scikit-learn's value; nan for 0/0, where it calls MCC 0, and where no sample has weight, which it refuses."""
    y_true, y_pred = np.asarray(y_true, bool), np.asarray(y_pred, bool)
    weight = np.ones(len(y_true)) if sample_weight is None else np.asarray(sample_weight, float)
    if cls is chapter.StreamingF1 and weight.any():
        return metrics.f1_score(y_true, y_pred, sample_weight=weight, zero_division=np.nan)
    if any(len(set(y[weight > 0])) < 2 for y in (y_true, y_pred)):
        return np.nan
    return metrics.matthews_corrcoef(y_true, y_pred, sample_weight=weight)


def in_batches(metric, size, *arrays):
    for start in range(0, len(arrays[0]), size):
        metric.update_state(*(array[start : start + size] for array in arrays))
    return float(metric.result())


# Labels with scores (many of them tied with the threshold) and weights: one sample and one class are among them.
rows = st.lists(
    st.tuples(
        st.booleans(),
        st.one_of(st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.6, 1.0]), st.floats(0, 1)),
        st.one_of(st.just(0.0), st.floats(0.125, 10)),
    ),
    min_size=1,
    max_size=30,
)
containers = st.sampled_from(
    [list, np.array] + [lambda v, t=t: np.array(v).astype(t) for t in (bool, int, "float32", "float64")]
)
shapes = st.sampled_from([lambda v: v, lambda v: np.reshape(v, (-1, 1))])


@each_class
@settings(deadline=None, max_examples=60)
@given(
    rows=rows,
    size=st.integers(1, 31),
    threshold=st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.6, 1.0]),  # 0.1 in 32 bits is more, 0.6 too; in 16 bits less
    labels=containers,
    score_type=st.sampled_from(["float16", "float32", "float64"]),
    weighted=st.booleans(),
    reshape=st.tuples(shapes, shapes, shapes),
)
def test_any_batching_agrees_with_scikit_learn(cls, rows, size, threshold, labels, score_type, weighted, reshape):
    y_true, y_score, weight = (list(values) for values in zip(*rows, strict=True))
    y_score = np.array(y_score, score_type)
    right = expected(cls, y_true, y_score >= threshold, weight if weighted else None)

    arrays = [labels(y_true), y_score, np.array(weight)][: 3 if weighted else 2]
    arrays = [change(array) for change, array in zip(reshape, arrays, strict=False)]
    for batch_size in (size, len(rows)):
        value = in_batches(cls(threshold, dtype="float64"), batch_size, *arrays)
        assert value == pytest.approx(right, rel=0, abs=1e-9, nan_ok=True)


@settings(deadline=None, max_examples=60)
@given(rows=rows)
def test_batch_counts_are_the_counts_of_chapter_2(rows):
    y_true, y_score, _ = map(np.array, zip(*rows, strict=True))
    counts = load("02_precision_recall_f1").confusion_counts(y_true, (y_score >= 0.5).astype(int))
    assert [int(count) for count in chapter.batch_counts(y_true, y_score, 0.5)] == list(counts)


@each_class
def test_integer_weights_repeat_the_samples(cls):
    y_true, y_pred, weight = np.random.default_rng(0).integers(0, [[2], [2], [5]], (3, 200))
    repeated = cls()(np.repeat(y_true, weight), np.repeat(y_pred, weight))
    assert float(cls()(y_true, y_pred, weight)) == float(repeated)


def test_golden_values():
    y_true, y_pred = [1, 1, 1, 0, 1, 0], [0, 1, 1, 0, 0, 1]  # TN, FP, FN, TP = 1, 1, 2, 2
    assert float(chapter.StreamingF1()(y_true, y_pred)) == pytest.approx(4 / 7, abs=1e-7)
    assert float(chapter.StreamingMCC()(y_true, y_pred)) == pytest.approx((2 * 1 - 1 * 2) / np.sqrt(3 * 4 * 2 * 3))
    assert chapter.batch_counts([2, -1, 1], [1, 1, 1], 0.5)[1] == 2  # whatever is not 1 is negative


def test_a_score_of_exactly_the_threshold_is_positive():
    assert float(chapter.StreamingF1()([1], [0.5])) == 1
    assert np.isnan(float(chapter.StreamingF1()([0], [0.4999])))
    for threshold in np.arange(1, 10) / 10:
        for kind in ["float16", "float32", "float64", "bfloat16"]:
            score = ops.convert_to_tensor([threshold], dtype=kind)
            assert float(chapter.StreamingF1(threshold)([1], score)) == 1
        assert float(chapter.StreamingF1(threshold)([1], [threshold])) == 1
    assert float(keras.metrics.F1Score("micro", 0.5)(np.ones((1, 1)), [[0.5]])) == 0  # as the chapter says


@each_class
def test_agrees_with_keras_where_keras_has_it(cls):
    generator = np.random.default_rng(1)
    y_true, y_score, weight = generator.integers(0, 2, 500), generator.random(500), generator.random(500)
    counters = [keras.metrics.TrueNegatives, keras.metrics.FalsePositives]
    counters += [keras.metrics.FalseNegatives, keras.metrics.TruePositives]
    ours = cls(0.3)
    ours.update_state(y_true, y_score, weight)
    for count, counter in zip(ours.counts, counters, strict=True):
        assert float(count) == pytest.approx(float(counter(0.3)(y_true, y_score, weight)), rel=1e-5)
    if cls is chapter.StreamingF1:
        theirs = keras.metrics.F1Score("micro", 0.3)(y_true[:, None], y_score[:, None], weight)
        assert float(ours.result()) == pytest.approx(float(theirs), abs=1e-6)


# ------------------------------------------------------------------------------------------- undefined, reset, counting


@each_class
def test_undefined_is_nan_unless_asked_and_reset_forgets(cls):
    metric = cls()
    assert np.isnan(float(metric.result()))
    assert np.isnan(float(metric([0, 0], [0.1, 0.2])))
    assert float(metric([1], [0.9])) == 1
    metric.reset_state()
    assert [float(count) for count in metric.counts] == [0, 0, 0, 0]
    assert np.isnan(float(metric.result()))
    assert [float(cls(zero_division=value).result()) for value in (0, 1, False)] == [0, 1, 0]
    assert np.isnan(float(chapter.StreamingMCC()([1, 1], [0.9, 0.2])))  # one class only
    assert np.isnan(float(cls(zero_division=1)([1, 0], [1, 1], [np.nan, 1])))  # a weight that is missing is no 0/0


@each_class
def test_the_counts_do_not_stop_at_two_to_the_24(cls):
    metric = cls()
    for count in metric.counts:
        count.assign(2.0**24)
    metric.update_state([0, 0, 1, 1], [0, 1, 0, 1])
    assert [int(count) for count in metric.counts] == [2**24 + 1] * 4


@each_class
@pytest.mark.parametrize("dtype", [None, "float16", "float32", "float64"])
def test_dtype_is_that_of_the_result(cls, dtype):
    metric = cls(dtype=dtype)
    assert keras.backend.standardize_dtype(metric([1, 0], [0.9, 0.1]).dtype) == (dtype or "float32")
    assert {count.dtype for count in metric.counts} == {"float64"}


def test_mcc_of_huge_counts_does_not_overflow():
    metric = chapter.StreamingMCC()
    for count, value in zip(metric.counts, [4e15, 1e15, 1e15, 4e15], strict=True):
        count.assign(value)
    assert float(metric.result()) == pytest.approx(0.6)


# --------------------------------------------------------------------------------------------------- refused arguments


@each_class
@pytest.mark.parametrize("threshold", [-0.1, 1.1, np.nan, np.inf, "0.5", None, [0.5], np.array([0.5]), True])
def test_bad_threshold_is_refused_by_name(cls, threshold):
    with pytest.raises(ValueError, match="threshold must be"):
        cls(threshold=threshold)
    with pytest.raises(ValueError, match="threshold must be"):
        chapter.batch_counts([1], [1], threshold)


@each_class
@pytest.mark.parametrize("zero_division", [0.5, 2, np.inf, "warn", "nan", None, [0], np.zeros(1)])
def test_bad_zero_division_is_refused_by_name(cls, zero_division):
    with pytest.raises(ValueError, match="zero_division must be nan, 0 or 1"):
        cls(zero_division=zero_division)


@each_class
@pytest.mark.parametrize("dtype", ["int32", "bool", "uint8"])
def test_a_result_without_decimals_is_refused(cls, dtype):
    with pytest.raises(ValueError, match="dtype must be a type of floats"):
        cls(dtype=dtype)
    with pytest.raises(ValueError, match="dtype must be a type of floats, got None"):
        chapter.check_settings(0.5, np.nan, None)


BAD = [1.0, np.ones((2, 2)), np.ones((2, 1, 1)), np.ones((1, 2)), np.array(["1", "0"]), np.ones(2, complex)]
UNREADABLE = ["10", [[1], [1, 2]], ["a", 1], [None, 1], {0, 1}, np.ma.array([1, 0], mask=[1, 0])]


@each_class
@pytest.mark.parametrize("bad", [*BAD, *UNREADABLE, *map(ops.convert_to_tensor, BAD)], ids=lambda bad: repr(bad)[:40])
@pytest.mark.parametrize("place, name", list(enumerate(["y_true", "y_pred", "sample_weight"])))
def test_what_cannot_be_counted_is_refused_by_name(cls, bad, place, name):
    arguments = [np.ones(2), np.ones(2), np.ones(2)]
    arguments[place] = bad
    metric = cls()
    with pytest.raises(ValueError, match=rf"^{name} (must|has|cannot)"):
        metric.update_state(*arguments)
    assert [float(count) for count in metric.counts] == [0, 0, 0, 0]


@each_class
@pytest.mark.parametrize("lengths", [(3, 2), (1, 3), (3, 3, 1), (3, 3, 2)])
def test_different_lengths_are_refused(cls, lengths):
    names = "y_true and y_pred and sample_weight" if len(lengths) == 3 else "y_true and y_pred"
    with pytest.raises(ValueError, match=f"{names} must have the same length"):
        cls().update_state(*map(np.ones, lengths))


def test_what_the_docstring_leaves_unjudged():
    scores = ops.convert_to_tensor([0.9, np.nan, 0.9, 0.9])
    counts = chapter.batch_counts([2, 1, 1, 0], scores, 0.5, [1, 1, -1, 1])
    assert [float(count) for count in counts] == [0, 2, 1, -1]


# ------------------------------------------------------------------------------------------- compile, evaluate, saving

Y = np.array([1, 0, 1, 1, 0, 0, 0, 1, 0, 0, 1])
SCORE = np.array([[0.9], [0.8], [0.3], [0.7], [0.1], [0.25], [0.6], [0.2], [0.0], [0.4], [1.0]], "float32")
WEIGHT = np.linspace(0.5, 3, len(Y))


@pytest.fixture
def echo():
    """A compiled model that returns its input."""
    model = keras.Sequential([keras.Input(shape=(1,)), keras.layers.Identity()])
    weighted = [cls(0.25, name=f"weighted_{cls.__name__}") for cls in CLASSES]
    model.compile(loss="mse", metrics=[cls(0.25, name=cls.__name__) for cls in CLASSES], weighted_metrics=weighted)
    return model


@pytest.mark.parametrize("labels", [Y, Y.astype("float32")[:, None]])
@pytest.mark.parametrize("weight", [WEIGHT, WEIGHT[:, None]])
def test_evaluate_agrees_with_scikit_learn(echo, labels, weight):
    found = echo.evaluate(SCORE, labels, batch_size=4, sample_weight=weight, verbose=0, return_dict=True)
    for cls in CLASSES:
        assert found[cls.__name__] == pytest.approx(expected(cls, Y, SCORE[:, 0] >= 0.25), abs=1e-6)
        weighted = expected(cls, Y, SCORE[:, 0] >= 0.25, WEIGHT)
        assert found[f"weighted_{cls.__name__}"] == pytest.approx(weighted, abs=1e-6)


def test_fit_resets_between_epochs(echo):
    with pytest.warns(UserWarning, match="does not have any trainable weights"):  # so each epoch must be the same
        history = echo.fit(SCORE, Y, batch_size=4, epochs=3, verbose=0).history
    for cls in CLASSES:
        assert history[cls.__name__] == pytest.approx([expected(cls, Y, SCORE[:, 0] >= 0.25)] * 3, abs=1e-6)


@each_class
def test_wrong_shape_is_refused_in_a_compiled_model(cls):
    model = keras.Sequential([keras.Input(shape=(2,)), keras.layers.Identity()])
    model.compile(loss="mse", metrics=[cls()])
    with pytest.raises(ValueError, match="y_true must have shape"):
        model.evaluate(np.ones((4, 2)), np.ones((4, 2)), verbose=0)


def test_a_saved_model_evaluates_to_the_same(echo, tmp_path):
    before = echo.evaluate(SCORE, Y, sample_weight=WEIGHT, verbose=0, return_dict=True)
    echo.save(tmp_path / "model.keras")
    loaded = keras.models.load_model(tmp_path / "model.keras")
    assert loaded.evaluate(SCORE, Y, sample_weight=WEIGHT, verbose=0, return_dict=True) == before


def no_constant(name):
    raise AssertionError(f"{name} is no JSON")


def test_the_saved_file_holds_json_that_any_program_reads(echo, tmp_path):
    echo.evaluate(SCORE, Y, verbose=0)
    echo.save(tmp_path / "model.keras")
    with zipfile.ZipFile(tmp_path / "model.keras") as archive:
        config = json.loads(archive.read("config.json"), parse_constant=no_constant)
    saved = [metric["config"]["zero_division"] for metric in config["compile_config"]["metrics"]]
    assert saved == [None, None]


@each_class
@pytest.mark.parametrize("zero_division", [np.nan, 0, 1])
def test_config_holds_every_argument(cls, zero_division):
    given = {"threshold": 0.3, "zero_division": zero_division, "name": "mine", "dtype": "float64"}
    written = given | {"zero_division": None if np.isnan(zero_division) else zero_division}
    config = json.loads(json.dumps(cls(**given).get_config(), allow_nan=False))
    assert config == written
    revived = keras.saving.deserialize_keras_object(keras.saving.serialize_keras_object(cls(**given)))
    assert type(revived) is cls and revived.get_config() == written
    assert revived.zero_division == pytest.approx(zero_division, nan_ok=True)
    assert cls.from_config(given).get_config() == written  # as the first edition wrote it, with nan
    assert keras.saving.get_registered_name(cls) == f"beyond_accuracy>{cls.__name__}"
    testing.TestCase().run_class_serialization_test(cls(**given))  # Keras's own check of a class that is saved


MODES = ["{}", "{'run_eagerly': True}", "{'jit_compile': True}", "mixed_float16", "mixed_bfloat16", "two replicas"]
RIGHT = ["aligned_accuracy", "correct", "AlarmScore", "LowestScore", "LowestScoreReset", "StreamingReport"]
RIGHT += ["F1OfLogits", "RecallOfEachClass"]  # what the chapter offers besides StreamingF1 and StreamingMCC
EVERYWHERE = """
generator = np.random.default_rng(3)
twelve, score12, weight12 = generator.integers(0, 2, 12), generator.random((12, 1)), np.linspace(0.5, 3, 12)
softmax, classes = generator.dirichlet(np.ones(3), 12), np.array([0, 1, 2] * 4)

def value_of_each(policy="float32", **how):
    found = {}
    watched = [StreamingF1(0.25, name="f1"), StreamingMCC(0.25, name="mcc"), StreamingReport(0.25), AlarmScore(),
               F1OfLogits(0.6, name="f1_of_logits"), LowestScoreReset(), aligned_accuracy, correct]
    weighted = [StreamingF1(0.25, name="w_f1"), StreamingMCC(0.25, name="w_mcc")]
    for x, labels, *places in [(score12, twelve, watched, weighted),
                               (softmax, classes, [RecallOfEachClass(3)], [RecallOfEachClass(3, name="w")])]:
        model = keras.Sequential([keras.Input(x.shape[1:]), keras.layers.Identity(dtype=policy)])
        model.compile(loss=lambda y, p: ops.mean(p, axis=-1), metrics=places[0], weighted_metrics=places[1], **how)
        for _ in range(2):  # the second starts from the state of the first, unless it was reset
            value = model.evaluate(x, labels, batch_size=4, sample_weight=weight12, verbose=0, return_dict=True)
        found |= {name: float(number) for name, number in value.items() if name != "loss"}
        found[f"outputs {x.shape[1]}"] = ops.convert_to_numpy(ops.cast(model(x), "float64")).tolist()
    return found | {"xla": bool(model.jit_compile)}

modes = {str(how): value_of_each(**how) for how in [{}, {"run_eagerly": True}, {"jit_compile": True}]}
modes |= {policy: value_of_each(policy) for policy in ["mixed_float16", "mixed_bfloat16"]}
with tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"]).scope():
    modes["two replicas"] = value_of_each()
report(modes=modes, twelve=twelve.tolist())
"""


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory):
    """What a process of its own finds, without op determinism: a model that was saved here, XLA, two replicas."""
    path = tmp_path_factory.mktemp("saved") / "model.keras"
    model = keras.Sequential([keras.Input(shape=(1,)), keras.layers.Identity()])
    model.compile(loss="mse", metrics=[chapter.StreamingF1(0.25, name="f1"), chapter.StreamingMCC(0.25, name="mcc")])
    before = model.evaluate(SCORE, Y, verbose=0, return_dict=True)
    model.save(path)
    arrays = f"y, score = np.array({Y.tolist()}), np.array({SCORE.tolist()}, 'float32')\n"
    unknown = f"""
import keras
class Known(keras.metrics.Metric):  # stands for both classes, which this process does not know
    update_state = lambda self, *arguments, **options: None
    result = lambda self: 0.0
    from_config = classmethod(lambda cls, config: cls(name=config["name"]))
load = lambda prefix: error_of(lambda: keras.models.load_model({str(path)!r}, custom_objects={{
    f"{{prefix}}{{name}}": Known for name in ["StreamingF1", "StreamingMCC"]}}).compiled)
report(unknown=load("another>"), by_name=load(""), by_registered_name=load("beyond_accuracy>"))
"""
    code = f"""
options = {{"verbose": 0, "return_dict": True}}
report(loaded=keras.models.load_model({str(path)!r}).evaluate(score, y, **options))
weight, jitted, checked = np.linspace(0.5, 3, len(y)), [], []
echo = keras.Sequential([keras.Input(shape=(1,)), keras.layers.Identity()])
for labels in [y, y[:, None]]:
    echo.compile(loss="mse", metrics=[StreamingF1(0.25, name="f1")], weighted_metrics=[StreamingMCC(0.25, name="mcc")],
                 jit_compile=True)
    jitted.append(echo.evaluate(score, labels, batch_size=4, sample_weight=weight, **options))
report(jitted=jitted, compiled=echo.jit_compile)
for jit_compile in [False, True]:
    echo.compile(loss="mse", metrics=[checked_mean], jit_compile=jit_compile)
    value = error_of(echo.evaluate, np.full((4, 1), 7.0), np.ones((4, 1)), **options)
    checked.append(value if isinstance(value, str) else value["checked_mean"])
report(checked=checked)
tf.config.experimental.enable_op_determinism()
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    echo = keras.Sequential([keras.Input(shape=(1,)), keras.layers.Identity()])
    echo.compile(loss="mse", jit_compile=True)
report(determinism=[str(warning.message) for warning in caught], still_compiled=echo.jit_compile)
report(deterministic=value_of_each())
"""
    source = source_of("11_custom_metrics", "checked_mean", *RIGHT)
    return before, run("tensorflow", TWO_DEVICES + unknown + source + arrays + EVERYWHERE + code)


@pytest.mark.parametrize("mode", MODES)
def test_every_metric_of_the_chapter_is_right_however_the_model_runs(elsewhere, mode):
    """Against scikit-learn on what the model returned; but for the lowest score on two replicas, which adds minima."""
    _, found = elsewhere
    value, y, weight = dict(found["modes"][mode]), np.array(found["twelve"]), np.linspace(0.5, 3, 12)
    score, softmax = np.array(value.pop("outputs 1"))[:, 0], np.array(value.pop("outputs 3"))
    assert value.pop("xla") == (mode == "{'jit_compile': True}")
    value.pop("replaced")  # AlarmScore shows it as wrong
    said, classes, answers = score >= 0.25, np.array([0, 1, 2] * 4), softmax.argmax(axis=1)
    right = {"f1": metrics.f1_score(y, said), "mcc": metrics.matthews_corrcoef(y, said)}
    right |= {"w_f1": metrics.f1_score(y, said, sample_weight=weight)}
    right |= {"w_mcc": metrics.matthews_corrcoef(y, said, sample_weight=weight)}
    right |= {"report_precision": metrics.precision_score(y, said), "report_recall": metrics.recall_score(y, said)}
    right |= {"report_f1": right["f1"], "f1_of_logits": metrics.f1_score(y, score >= np.log(0.6 / 0.4))}
    right |= {"aligned_accuracy": metrics.accuracy_score(y, score > 0.5), "from sums": score[score >= 0.1].mean()}
    right |= {"correct": right["aligned_accuracy"], "lowest": score.min()}
    for name, weights in [("recall", None), ("w", weight)]:
        each = metrics.recall_score(classes, answers, average=None, sample_weight=weights)
        right |= {f"{name}_{k}": recall for k, recall in enumerate(each)}
    if mode == "two replicas":  # each had two rows of every batch of four
        halves = np.arange(12) % 4 < 2
        right["lowest"] = score[halves].min() + score[~halves].min()
    assert value == pytest.approx(right, abs=2e-3 if mode.startswith("mixed") else 1e-6)


def test_op_determinism_hides_nothing_of_the_metrics(elsewhere):
    """It switches XLA off, with a warning (below). So the modes above ran without it; with it the values are the same,
    of TensorFlow's own kernels."""
    _, found = elsewhere
    assert found["deterministic"] == found["modes"]["{}"]


def test_a_fresh_process_loads_the_model_once_the_classes_are_known(elsewhere):
    before, found = elsewhere
    assert found["unknown"] == found["by_name"] == "TypeError"
    assert found["by_registered_name"] is True
    assert found["loaded"] == before


def test_xla_gives_the_same(elsewhere):
    _, found = elsewhere
    assert found["compiled"]
    for value in found["jitted"]:
        assert value["f1"] == pytest.approx(expected(chapter.StreamingF1, Y, SCORE[:, 0] >= 0.25), abs=1e-6)
        assert value["mcc"] == pytest.approx(expected(chapter.StreamingMCC, Y, SCORE[:, 0] >= 0.25, WEIGHT), abs=1e-6)
    assert not found["still_compiled"]
    assert any("doesn't support `jit_compile=True`" in message for message in found["determinism"])


def test_xla_drops_the_checks_of_values(elsewhere):
    assert elsewhere[1]["checked"] == ["InvalidArgumentError", 7.0]


@pytest.mark.parametrize("policy", ["mixed_float16", "mixed_bfloat16", "float64"])
@pytest.mark.parametrize("run_eagerly", [False, True])
def test_any_precision_of_the_predictions(policy, run_eagerly):
    """The metric agrees with scikit-learn on what the model predicts, and its result keeps its own type."""
    generator = np.random.default_rng(0)
    y_true, scores = generator.integers(0, 2, 2000), generator.random((2000, 1)).astype("float32")
    scores[:5] = 0.4999
    model = keras.Sequential([keras.Input(shape=(1,)), keras.layers.Identity(dtype=policy)])
    model.compile(loss="mse", metrics=[cls(name=cls.__name__) for cls in CLASSES], run_eagerly=run_eagerly)
    found = model.evaluate(scores, y_true, batch_size=300, verbose=0, return_dict=True)
    said = model.predict(scores, verbose=0)[:, 0] >= 0.5
    assert (said != (scores[:, 0] >= 0.5)).any() == (policy != "float64")  # rounded over the threshold
    for cls in CLASSES:
        assert found[cls.__name__] == pytest.approx(expected(cls, y_true, said), abs=1e-6)


# ---------------------------------------------------------------------------------- what the chapter says about Keras

NAMES = ["AlarmScore", "LowestScore", "LowestScoreReset", "CountedInPython", "StreamingReport", "F1OfLogits"]
NAMES += ["RecallOfEachClass", "ScikitLearnScores", "correct", "rounded_accuracy", "f1_function", "NaiveTruePositives"]
exec(source_of("11_custom_metrics", *NAMES, define=False), page := dict(vars(chapter)))
COLUMN = Y[:, None]


def f1(name="f1"):
    return chapter.StreamingF1(0.25, name=name)


def in_a_graph(x=SCORE, y=Y, sample_weight=None, model=None, **settings):
    """Compile a model that returns its input, and evaluate it, as a user does: in a graph."""
    model = model or keras.Sequential([keras.Input(shape=(1,)), keras.layers.Identity()])
    model.compile(**{"loss": "mse", **settings})
    return model.evaluate(x, y, batch_size=4, sample_weight=sample_weight, verbose=0, return_dict=True)


def value_for(make, labels, predictions):
    with contextlib.suppress(Exception):
        return np.asarray(make()(labels, predictions)).item()


def test_built_in_losses_align_labels_and_some_built_in_metrics_do_not():
    y_true, y_pred = np.array([1, 1, 1, 0, 0, 0.0]), np.array([[0.9], [0.8], [0.3], [0.2], [0.1], [0.6]])
    aligned, refused, silent = {}, {}, {}
    for module, base in [(keras.losses, keras.losses.Loss), (keras.metrics, keras.metrics.Metric)]:
        for name, cls in vars(module).items():
            if inspect.isclass(cls) and issubclass(cls, base) and name == cls.__name__:
                one, two = value_for(cls, y_true, y_pred), value_for(cls, y_true[:, None], y_pred)
                if two is not None and not np.isnan(two):
                    kind = refused if one is None else aligned if one == pytest.approx(two) else silent
                    kind.setdefault(base.__name__, set()).add(name)
    assert {"BinaryCrossentropy", "MeanSquaredError", "Hinge", "KLDivergence", "Tversky"} < aligned["Loss"]
    assert "Loss" not in refused and "Loss" not in silent
    assert {"BinaryAccuracy", "Precision", "Recall", "AUC"} < aligned["Metric"]
    assert {"BinaryCrossentropy", "F1Score", "FBetaScore"} <= refused["Metric"]
    assert silent["Metric"] == {"Hinge", "SquaredHinge", "CategoricalHinge", "Poisson", "KLDivergence"}


@pytest.fixture(scope="module")
def drivers():
    """The test set of the crash data: labels, and the stored scores as a network gives them."""
    y, score = load_crash_scores("test")
    return y, score[:, None].astype("float32")


def evaluated(x, y, batch_size, *watched):
    model = keras.Sequential([keras.Input(shape=(1,)), keras.layers.Identity()])
    model.compile(loss="mse", metrics=list(watched))
    return model.evaluate(x, y, batch_size=batch_size, verbose=0, return_dict=True)


def test_trap_a_metric_function_compares_every_label_with_every_prediction(drivers):
    perfect = np.array([1, 1, 1, 0, 0, 0])
    for labels, value in [(perfect, 0.5), (perfect[:, None], 1)]:
        assert evaluated(perfect[:, None], labels, 6, page["rounded_accuracy"])["rounded_accuracy"] == value
    y, column = drivers
    found = evaluated(column, y, 32, page["rounded_accuracy"], "accuracy")
    assert [round(found[name], 3) for name in ("rounded_accuracy", "accuracy")] == [0.954, 0.956]


def test_trap_a_metric_function_is_averaged_over_batches(drivers):
    y, column = drivers
    for batch_size, wrong in [(32, 0.280), (512, 0.345)]:
        found = evaluated(column, y, batch_size, page["f1_function"], chapter.StreamingF1(0.1, name="right"))
        assert [round(found[name], 3) for name in ("f1_function", "right")] == [wrong, 0.331]
    assert round(metrics.f1_score(y, column[:, 0] >= 0.1), 3) == 0.331


def test_trap_more_true_positives_than_drivers(drivers):
    y, column = drivers
    for batch_size, wrong in [(32, 759), (1024, 22_163)]:
        for labels, value in [(y, wrong), (y[:, None], 120)]:
            found = evaluated(column, labels, batch_size, page["NaiveTruePositives"]())
            assert found["naive_true_positives"] == value
    assert ((y == 1) & (column[:, 0] >= 0.1)).sum() == 120 and len(y) < 22_163


def test_a_loss_gets_floats_and_a_metric_function_the_labels_as_they_are():
    seen = {}

    def loss(y_true, y_pred):
        seen["loss"] = (y_true.dtype.name, len(y_true.shape))
        return ops.mean(y_pred, axis=-1)

    def metric(y_true, y_pred):
        seen["metric"] = (y_true.dtype.name, len(y_true.shape))
        return ops.mean(y_pred, axis=-1)

    for labels in [Y, Y.astype(bool), Y.astype("int8"), Y.astype("float64")]:
        in_a_graph(y=labels, loss=loss, metrics=[metric])
        kind = "float32" if labels.dtype.kind == "f" else labels.dtype.name
        assert seen == {"loss": ("float32", 2), "metric": (kind, 1)}


@pytest.mark.parametrize(
    "average, shape, right", [("micro", (11,), True), ("micro", (11, 1), False), ("macro", (11,), True)]
)
def test_f1score_takes_weights_of_the_wrong_shape_in_silence(average, shape, right):
    theirs = keras.metrics.F1Score(average=average, threshold=0.25, name="f1")
    value = in_a_graph(y=COLUMN, sample_weight=WEIGHT.reshape(shape), weighted_metrics=[theirs])["f1"]
    weighted = metrics.f1_score(Y, SCORE[:, 0] > 0.25, sample_weight=WEIGHT)
    assert (value == pytest.approx(weighted, abs=1e-6)) == right
    if not right:  # within one batch it is the unweighted F1
        theirs = keras.metrics.F1Score(average=average, threshold=0.25)
        value = float(theirs(COLUMN, SCORE, sample_weight=WEIGHT.reshape(shape)))
        assert value == pytest.approx(metrics.f1_score(Y, SCORE[:, 0] > 0.25), abs=1e-6)


@pytest.mark.parametrize("average", [None, "macro", "weighted"])
def test_f1score_refuses_these_weights_for_the_other_averages(average):
    with pytest.raises(ValueError, match="must match"):
        theirs = keras.metrics.F1Score(average=average, threshold=0.25)
        in_a_graph(y=COLUMN, sample_weight=WEIGHT[:, None], weighted_metrics=[theirs])


def test_f1score_checks_its_first_call_only():
    with pytest.raises(ValueError, match="expects 2D inputs"):
        keras.metrics.F1Score("micro", threshold=0.5).update_state(Y, SCORE)
    theirs = keras.metrics.F1Score("micro", threshold=0.5)
    theirs.update_state(COLUMN, SCORE)
    theirs.update_state(Y, SCORE)
    assert float(theirs.true_positives) > 2 * len(Y)
    each = keras.metrics.F1Score()(np.eye(3)[[0, 1, 2, 1]], np.eye(3)[[0, 1, 1, 1]])  # (N, C)
    assert np.asarray(each) == pytest.approx([1, 0.8, 0], abs=1e-6)


CALLBACKS = {
    "EarlyStopping": lambda path, **mode: keras.callbacks.EarlyStopping("val_mcc", **mode),
    "ReduceLROnPlateau": lambda path, **mode: keras.callbacks.ReduceLROnPlateau("val_mcc", **mode),
    "ModelCheckpoint": lambda path, **mode: keras.callbacks.ModelCheckpoint(
        path / "best.keras", "val_mcc", save_best_only=True, **mode
    ),
}


@pytest.mark.parametrize("make", CALLBACKS.values(), ids=CALLBACKS)
def test_callbacks_must_be_told_the_mode_for_a_custom_metric(make, tmp_path):
    model = keras.Sequential([keras.Input(shape=(1,)), keras.layers.Dense(1, activation="sigmoid")])
    data = {"validation_data": (SCORE, Y), "verbose": 0}
    model.compile("sgd", "mse", metrics=[chapter.StreamingMCC(zero_division=0, name="mcc")])
    with pytest.raises(ValueError, match="Pass `mode='max'`"):
        model.fit(SCORE, Y, callbacks=[make(tmp_path)], **data)
    model.fit(SCORE, Y, callbacks=[make(tmp_path, mode="max")], **data)


@pytest.mark.parametrize(
    "first, best, stopped, saved", [(np.nan, np.nan, True, ["1"]), (0.0, 0.3, False, list("1234"))]
)
def test_trap_nan_in_the_first_epoch(first, best, stopped, saved, tmp_path):
    stopping = keras.callbacks.EarlyStopping("val_mcc", mode="max", patience=2)
    path = tmp_path / "{epoch}.weights.h5"
    options = {"mode": "max", "save_best_only": True, "save_weights_only": True}
    model = keras.Sequential([keras.Input(shape=(1,)), keras.layers.Dense(1)])
    for callback in [stopping, keras.callbacks.ModelCheckpoint(path, "val_mcc", **options)]:
        callback.set_model(model)
        callback.on_train_begin()
        for epoch, value in enumerate([first, 0.1, 0.2, 0.3]):  # better in every epoch
            callback.on_epoch_begin(epoch)
            callback.on_epoch_end(epoch, {"val_mcc": value})
    assert stopping.best == pytest.approx(best, nan_ok=True) and (stopping.stopped_epoch > 0) == stopped
    assert sorted(file.name[0] for file in tmp_path.iterdir()) == saved


def test_scikit_learn_warns_for_mcc_only_if_there_is_one_label_at_all():
    for labels, said in [([0, 0], [0, 0]), ([1, 1], [1, 1])]:
        with pytest.warns(UserWarning, match="single label"):
            assert metrics.matthews_corrcoef(labels, said) == 0
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for labels, said in [([0, 1], [0, 0]), ([1, 1], [1, 0]), ([0, 0], [1, 1])]:
            assert metrics.matthews_corrcoef(labels, said) == 0


class NoConfig(chapter.StreamingCounts):
    def result(self):
        return ops.convert_to_tensor(self.counts[3])

    get_config = keras.metrics.Metric.get_config


class Defaults(NoConfig):
    def __init__(self, threshold=0.5, name="counts", dtype=None):
        super().__init__(threshold, 0, name, dtype)


class NoDefault(NoConfig):
    def __init__(self, threshold, name="counts", dtype=None):
        super().__init__(threshold, 0, name, dtype)


class NoName(NoConfig):
    def __init__(self, threshold=0.5):
        super().__init__(threshold, 0, "counts", None)


@pytest.mark.parametrize(
    "metric, message",
    [
        (Defaults(0.25), None),
        (NoDefault(0.25), "missing 1 required positional argument: 'threshold'"),
        (NoName(0.25), "unexpected keyword argument 'name'"),
    ],
)
def test_a_class_without_get_config_loads_only_with_defaults_and_name_and_dtype(metric, message, tmp_path):
    model, path = keras.Sequential([keras.Input(shape=(1,)), keras.layers.Identity()]), tmp_path / "model.keras"
    in_a_graph(model=model, metrics=[metric])
    model.save(path)
    objects = {type(metric).__name__: type(metric)}
    assert not keras.models.load_model(path, custom_objects=objects, compile=False).compiled
    if message:
        with pytest.raises(TypeError, match=message):
            keras.models.load_model(path, custom_objects=objects)
        return
    loaded = keras.models.load_model(path, custom_objects=objects)
    found = [saved.evaluate(SCORE, Y, verbose=0, return_dict=True)["counts"] for saved in (model, loaded)]
    assert found == [((SCORE[:, 0] >= threshold) & (Y == 1)).sum() for threshold in (0.25, 0.5)] == [4, 3]


def test_a_function_must_be_known_at_loading(tmp_path):
    model, path = keras.Sequential([keras.Input(shape=(1,)), keras.layers.Identity()]), tmp_path / "model.keras"
    in_a_graph(model=model, metrics=[page["correct"]])
    model.save(path)
    with pytest.raises(TypeError, match="Could not locate function 'correct'"):
        keras.models.load_model(path)
    assert keras.models.load_model(path, custom_objects={"correct": page["correct"]}).compiled
    assert not keras.models.load_model(path, compile=False).compiled


def test_a_function_that_returns_one_number_takes_no_weights_and_no_mask():
    def share(y_true, y_pred):
        return ops.mean(page["correct"](y_true, y_pred))

    with pytest.raises(ValueError, match="Shape must be at most rank 0"):
        in_a_graph(sample_weight=WEIGHT, weighted_metrics=[share])
    for weight in [WEIGHT, WEIGHT[:, None]]:
        value = in_a_graph(sample_weight=weight, weighted_metrics=[page["correct"]])["correct"]
        assert value == pytest.approx(np.average(Y == np.round(SCORE[:, 0]), weights=WEIGHT), abs=1e-6)


def test_a_raise_cannot_see_a_number_of_samples_that_is_not_known_yet():
    import tensorflow as tf

    graph = tf.function(lambda *vectors: chapter.batch_counts(*vectors[:2], 0.5)[3])
    with pytest.raises(ValueError, match="must have the same length"):
        graph(tf.ones(3), tf.ones(2))
    graph = tf.function(graph, input_signature=[tf.TensorSpec([None])] * 2)
    with pytest.raises(tf.errors.InvalidArgumentError, match="Incompatible shapes"):
        graph(tf.ones(3), tf.ones(2))


# Asked often: the cells of the chapter run without a graph; here the same in a graph.


def sklearn_f1(y_true, y_pred):
    return metrics.f1_score(y_true, np.asarray(y_pred) >= 0.25, zero_division=0)


def test_a_scikit_learn_function_needs_eager_mode_and_is_averaged_over_batches():
    with pytest.raises(NotImplementedError, match="Cannot convert a symbolic"):
        in_a_graph(metrics=[sklearn_f1])
    with pytest.raises((NotImplementedError, TypeError)):  # which one depends on whether the batch size is known
        in_a_graph(metrics=[metrics.accuracy_score])
    value = in_a_graph(metrics=[sklearn_f1], run_eagerly=True)["sklearn_f1"]
    assert value == pytest.approx(np.mean([sklearn_f1(Y[i : i + 4], SCORE[i : i + 4]) for i in range(0, 11, 4)]))


def test_a_callback_may_write_into_the_logs_for_those_after_it():
    model = keras.Sequential([keras.Input(shape=(1,)), keras.layers.Dense(1, activation="sigmoid")])
    model.compile("sgd", "mse")
    stopping = keras.callbacks.EarlyStopping("val_auc", mode="max", patience=5)
    scores = page["ScikitLearnScores"](SCORE, Y)
    history = model.fit(SCORE, Y, epochs=2, callbacks=[scores, stopping], verbose=0).history
    right = metrics.roc_auc_score(Y, model.predict(SCORE, verbose=0)[:, 0])
    assert history["val_auc"][-1] == right and stopping.best == max(history["val_auc"])
    with pytest.warns(UserWarning, match="not available"):
        model.fit(SCORE, Y, callbacks=[stopping, scores], verbose=0)


def test_a_second_compile_without_metrics_keeps_the_old_ones():
    model = keras.Sequential([keras.Input(shape=(1,)), keras.layers.Identity()])
    assert "f1" in in_a_graph(model=model, metrics=[f1()])
    assert "f1" in in_a_graph(model=model)
    assert "f1" not in in_a_graph(model=model, metrics=[])


def test_an_if_on_a_value_is_an_error_in_a_graph():
    def strict(y_true, y_pred):
        if ops.any(ops.greater(y_pred, 2)):
            raise ValueError
        return ops.mean(y_pred, axis=-1)

    with pytest.raises(TypeError, match="Python `bool` is not allowed"):
        in_a_graph(metrics=[strict])


def test_states():
    found = in_a_graph(SCORE[:10], Y[:10], metrics=[page["AlarmScore"](), page["LowestScore"]()])
    alarms = SCORE[:10][SCORE[:10] >= 0.1]
    assert found["from sums"] == pytest.approx(alarms.mean(), abs=1e-6)
    assert found["replaced"] == pytest.approx(0.4)  # the last batch: 0 and 0.4
    for cls, second in [("LowestScore", 0), ("LowestScoreReset", 0.1)]:
        model = keras.Sequential([keras.Input(shape=(1,)), keras.layers.Identity()])
        assert in_a_graph(SCORE[:8], Y[:8], model=model, metrics=[page[cls]()])["lowest"] == pytest.approx(0.1)
        assert model.evaluate(SCORE[:8], Y[:8], verbose=0, return_dict=True)["lowest"] == pytest.approx(second)


@pytest.mark.parametrize("eager, values", [(False, [1, 1]), (True, [3, 6])])
def test_an_attribute_of_python_is_no_state(eager, values):
    model = keras.Sequential([keras.Input(shape=(1,)), keras.layers.Identity()])
    first = in_a_graph(model=model, metrics=[page["CountedInPython"]()], run_eagerly=eager)["batches"]
    second = model.evaluate(SCORE, Y, batch_size=4, verbose=0, return_dict=True)["batches"]
    assert [int(first), int(second)] == values


def test_a_dictionary_as_the_result(two):
    found = in_a_graph(metrics=[page["StreamingReport"](0.25), page["StreamingReport"](0.5, name="half")])
    for name, threshold in [("report", 0.25), ("half", 0.5)]:
        said = SCORE[:, 0] >= threshold
        assert found[f"{name}_precision"] == pytest.approx(metrics.precision_score(Y, said), abs=1e-6)
        assert found[f"{name}_recall"] == pytest.approx(metrics.recall_score(Y, said), abs=1e-6)
        assert found[f"{name}_f1"] == pytest.approx(metrics.f1_score(Y, said), abs=1e-6)

    class SameKeys(chapter.StreamingF1):
        def result(self):
            return {"f1": super().result()}

    found = in_a_graph(metrics=[SameKeys(0.25, name="one"), SameKeys(0.75, name="two")])
    assert found.keys() == {"loss", "f1"}
    x, labels = np.hstack([SCORE, SCORE]), {"died": Y, "injured": Y}
    places = {"died": [SameKeys(0.25)], "injured": [SameKeys(0.75)]}
    found = in_a_graph(x, labels, model=two, metrics=places)
    assert found.keys() == {"loss", "died_loss", "injured_loss", "f1"}


def test_one_object_in_two_places_is_shared():
    same = f1()
    shared = in_a_graph(sample_weight=WEIGHT, metrics=[same], weighted_metrics=[same])
    apart = in_a_graph(sample_weight=WEIGHT, metrics=[f1()], weighted_metrics=[f1()])
    right = expected(chapter.StreamingF1, Y, SCORE[:, 0] >= 0.25)
    weighted = expected(chapter.StreamingF1, Y, SCORE[:, 0] >= 0.25, WEIGHT)
    assert [apart["f1"], apart["weighted_f1"]] == pytest.approx([right, weighted], abs=1e-6)
    assert shared["f1"] == shared["weighted_f1"] and abs(shared["f1"] - right) > 0.01


@pytest.fixture
def two():
    scores = keras.Input(shape=(2,))
    outputs = [keras.layers.Identity(name=name)(scores[:, k : k + 1]) for k, name in enumerate(["died", "injured"])]
    return keras.Model(scores, outputs)


def test_several_outputs(two):
    x, labels = np.hstack([SCORE, 1 - SCORE]), {"died": Y, "injured": 1 - Y[::-1]}
    said = {"died": x[:, 0] >= 0.25, "injured": x[:, 1] >= 0.25}
    right = {name: metrics.f1_score(labels[name], said[name]) for name in labels}
    own = in_a_graph(x, labels, model=two, metrics={"died": [f1()], "injured": [f1(), "accuracy"]})
    assert {name: own[f"{name}_f1"] for name in labels} == pytest.approx(right, abs=1e-6)
    assert "injured_accuracy" in own and "died_accuracy" not in own
    same = f1()
    shared = in_a_graph(x, labels, model=two, metrics={"died": [same], "injured": [same]})
    assert shared["died_f1"] == shared["injured_f1"] and shared["died_f1"] != pytest.approx(right["died"], abs=0.01)
    weights = {"died": 10.0, "injured": 1.0}
    settings = {"model": two, "loss": {"died": "mse", "injured": "mae"}, "loss_weights": weights, "metrics": []}
    found = in_a_graph(x[:8], {name: y[:8] for name, y in labels.items()}, **settings)  # two batches of four
    assert found["loss"] == pytest.approx(10 * found["died_loss"] + found["injured_loss"], rel=1e-5)
    found = in_a_graph(x, labels, **settings)  # a last batch of three
    right = {"died": ((Y - x[:, 0]) ** 2).mean(), "injured": abs(1 - Y[::-1] - x[:, 1]).mean()}
    assert found["loss"] == pytest.approx(10 * right["died"] + right["injured"], rel=1e-5)
    batches = [((Y - x[:, 0])[rows] ** 2).mean() for rows in (slice(0, 4), slice(4, 8), slice(8, 11))]
    assert found["died_loss"] == pytest.approx(np.mean(batches), rel=1e-5)
    assert found["died_loss"] != pytest.approx(right["died"], rel=1e-2)
    with pytest.raises(ValueError, match="metrics"):
        in_a_graph(x, labels, model=two, metrics=[f1()])


def test_names():
    auc = in_a_graph(y=COLUMN, metrics=["auc"])["auc"]
    assert auc == pytest.approx(metrics.roc_auc_score(Y, SCORE[:, 0]), abs=0.01)
    assert float(keras.metrics.F1Score()([[1.0], [0], [1]], [[-2.0], [-1], [0]])[0]) == pytest.approx(0.5)  # not 0
    with pytest.raises(TypeError, match="missing 1 required"):
        keras.metrics.get("mean_io_u")
    found = in_a_graph(y=COLUMN, metrics=["f1_score"])["f1_score"]
    assert found.shape == (1,) and found[0] == pytest.approx(metrics.f1_score(Y, SCORE[:, 0] > 0), abs=1e-6)
    with pytest.raises(ValueError, match="Could not interpret metric identifier: mcc"):
        in_a_graph(metrics=["mcc"])
    assert float(keras.metrics.Accuracy()(Y, np.clip(SCORE, 0.01, 0.99))) == 0
    first, second = keras.metrics.AUC().name, keras.metrics.AUC().name
    assert first != second and second.startswith("auc_")


def test_class_weight_reaches_weighted_metrics_in_training_only():
    model = keras.Sequential([keras.Input(shape=(1,)), keras.layers.Dense(1, activation="sigmoid")])
    model.build()
    model.layers[0].set_weights([np.ones((1, 1)), np.full(1, -0.5)])
    places = {"metrics": [chapter.StreamingF1(name="f1")]}
    places["weighted_metrics"] = [chapter.StreamingF1(name="f1"), "binary_crossentropy"]
    model.compile(keras.optimizers.SGD(0.0), "binary_crossentropy", **places)
    data = {"validation_data": (SCORE, COLUMN), "class_weight": {0: 1.0, 1: 20.0}, "verbose": 0}
    found = {name: values[0] for name, values in model.fit(SCORE, COLUMN, batch_size=4, **data).history.items()}
    scores, weight = model.predict(SCORE, verbose=0)[:, 0], np.where(Y == 1, 20, 1)
    plain = metrics.f1_score(Y, scores >= 0.5)
    assert [found["f1"], found["val_f1"], found["val_weighted_f1"]] == pytest.approx([plain] * 3, abs=1e-6)
    assert found["weighted_f1"] == pytest.approx(metrics.f1_score(Y, scores >= 0.5, sample_weight=weight), abs=1e-6)
    each = -np.log(np.where(Y == 1, scores, 1 - scores))
    assert found["loss"] == pytest.approx((weight * each).sum() / len(Y), rel=1e-5)
    assert found["binary_crossentropy"] == pytest.approx((weight * each).sum() / weight.sum(), rel=1e-5)
    assert found["val_loss"] == pytest.approx(found["val_binary_crossentropy"], rel=1e-6)


def test_metrics_read_logits():
    scores = np.clip(SCORE, 0.01, 0.99)
    logits = np.log(scores / (1 - scores))
    watched = ["accuracy", keras.metrics.Recall(name="recall"), chapter.StreamingF1(name="f1")]
    watched += [page["F1OfLogits"](name="right_f1"), keras.metrics.AUC(from_logits=True, name="auc")]
    watched += [keras.metrics.BinaryAccuracy(threshold=0, name="right_accuracy")]
    watched += [keras.metrics.Recall(0, name="right_recall"), keras.metrics.Precision(0, name="right_precision")]
    watched += [keras.metrics.BinaryCrossentropy(from_logits=True, name="crossentropy")]
    found = in_a_graph(logits, COLUMN, loss=keras.losses.BinaryCrossentropy(from_logits=True), metrics=watched)
    for name, function in [("recall", metrics.recall_score), ("precision", metrics.precision_score)]:
        assert found[f"right_{name}"] == pytest.approx(function(Y, scores[:, 0] > 0.5), abs=1e-6)
    assert found["crossentropy"] == pytest.approx(metrics.log_loss(Y, scores[:, 0]), abs=1e-5)
    with pytest.raises(ValueError, match="0 < threshold <= 1"):
        keras.metrics.F1Score(threshold=0.0)
    for name, function in [("accuracy", metrics.accuracy_score), ("f1", metrics.f1_score)]:
        assert found[name] == pytest.approx(function(Y, logits[:, 0] >= 0.5), abs=1e-6)
        assert found[f"right_{name}"] == pytest.approx(function(Y, scores[:, 0] >= 0.5), abs=1e-6)
        assert found[name] != pytest.approx(found[f"right_{name}"], abs=1e-3)
    assert found["recall"] == pytest.approx(metrics.recall_score(Y, logits[:, 0] >= 0.5), abs=1e-6)


@pytest.mark.parametrize("run_eagerly", [False, True])
def test_masks(run_eagerly):
    tokens = np.array([[2, 1, 2, 0, 0], [2, 0, 0, 0, 0]])
    tagger = keras.Sequential([keras.Input(shape=(5,)), keras.layers.Embedding(3, 1, mask_zero=True)])
    tagger.layers[0].set_weights([np.array([[0.9], [0.2], [0.8]])])
    labels = (tokens == 2).astype(int)[..., None]
    counting = [keras.metrics.Precision, keras.metrics.FalsePositives, keras.metrics.AUC]
    plain, weighted = [[cls(name=prefix + cls.__name__) for cls in counting] for prefix in ("", "w_")]
    places = {"metrics": ["accuracy", "mse", *plain], "weighted_metrics": weighted}
    mask = (tokens != 0).astype("float32")
    found = in_a_graph(tokens, labels, mask, tagger, run_eagerly=run_eagerly, **places)
    assert found["accuracy"] == 1 and found["mse"] == pytest.approx(0.04)
    assert found["Precision"] == pytest.approx(1 / 3) and found["w_Precision"] == 1
    assert found["FalsePositives"] == 6 and found["w_FalsePositives"] == 0
    assert found["AUC"] < 0.5 and found["w_AUC"] == pytest.approx(1)
    with pytest.raises(ValueError, match="y_true must have shape"):
        in_a_graph(tokens, labels, model=tagger, metrics=[f1()])
    with pytest.raises(Exception, match="[Rr]ank"):  # the error of a graph, or that of TensorFlow without one

        def one_number(y_true, y_pred):
            return ops.mean(ops.abs(ops.cast(y_true, "float32") - y_pred))

        in_a_graph(tokens, labels, model=tagger, metrics=[one_number], run_eagerly=run_eagerly)


def test_a_value_for_each_class(capsys):
    labels = np.array([0, 0, 1, 1, 1, 2, 2, 2])
    softmax = np.random.default_rng(0).dirichlet(np.ones(3), 8).astype("float32")
    weight = np.arange(8.0)
    three = keras.Sequential([keras.Input(shape=(3,)), keras.layers.Identity()])

    class Matrix(page["RecallOfEachClass"]):
        def result(self):
            return ops.convert_to_tensor(self.matrix)

    own = page["RecallOfEachClass"]
    settings = {"model": three, "loss": "sparse_categorical_crossentropy", "weighted_metrics": [own(3, name="w")]}
    found = in_a_graph(softmax, labels, weight, metrics=[own(3), Matrix(3, name="matrix")], **settings)
    said = softmax.argmax(axis=1)
    plain = metrics.recall_score(labels, said, average=None)
    assert [found[f"recall_{k}"] for k in range(3)] == pytest.approx(plain, abs=1e-6)
    weighted = metrics.recall_score(labels, said, average=None, sample_weight=weight)
    assert [found[f"w_{k}"] for k in range(3)] == pytest.approx(weighted, abs=1e-6)
    assert (found["matrix"] == metrics.confusion_matrix(labels, said)).all()
    three.evaluate(softmax, labels, verbose=2)
    assert f"matrix: {found['matrix'].mean():.4f}" in capsys.readouterr().out  # the mean of the matrix
    one_hot = np.eye(3)[labels]
    for k in range(3):
        recall = float(keras.metrics.Recall(class_id=k)(one_hot, softmax))
        assert recall == pytest.approx(metrics.recall_score(labels == k, softmax[:, k] > 0.5), abs=1e-6)
        recall = float(keras.metrics.Recall(class_id=k, top_k=1)(one_hot, softmax))
        assert recall == pytest.approx(plain[k], abs=1e-6)
        precision = float(keras.metrics.Precision(class_id=k, top_k=1)(one_hot, softmax))
        right = metrics.precision_score(labels == k, said == k, zero_division=0)
        assert precision == pytest.approx(right, abs=1e-6)


def test_a_train_step_that_calls_compute_loss_and_compute_metrics():
    import tensorflow as tf

    class OwnStep(keras.Sequential):
        def train_step(self, data):
            x, y = data
            with tf.GradientTape() as tape:
                y_pred = self(x, training=True)
                loss = self.compute_loss(x, y, y_pred)
            weights = self.trainable_variables
            self.optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights, strict=True))
            return self.compute_metrics(x, y, y_pred)

    model = OwnStep([keras.Input(shape=(1,)), keras.layers.Dense(1, activation="sigmoid")])
    model.compile(keras.optimizers.SGD(0.0), "mse", metrics=[f1()])
    history = model.fit(SCORE, Y, batch_size=4, verbose=0).history
    scores = model.predict(SCORE, verbose=0)[:, 0]
    assert history["f1"][0] == pytest.approx(expected(chapter.StreamingF1, Y, scores >= 0.25), abs=1e-6)


# Keras's own tests, with our classes in the place of theirs.


def run_theirs(case, name):
    """Run one test of an unittest class, with its setUp and tearDown, and pass on what it raises."""
    test = case(name)
    test.setUp()
    try:
        getattr(test, name)()
    finally:
        test.tearDown()


class OneForEachClass:
    """Stands for FBetaScore on arrays of shape (N, C): one StreamingF1 a column, then their averages."""

    def __init__(self, average, beta, threshold, dtype):
        if beta != 1:
            raise unittest.SkipTest("StreamingF1 has no beta")
        self.average, self.threshold, self.dtype = average, threshold, dtype

    def update_state(self, y_true, y_pred, sample_weight):
        y_true, y_pred = np.array(y_true), np.array(y_pred)
        if self.threshold is None:  # theirs takes the class with the largest score
            y_pred = (y_pred == y_pred.max(axis=1, keepdims=True)).astype(float)
        weight = np.tile(np.ones(len(y_true)) if sample_weight is None else sample_weight, (y_true.shape[1], 1)).T
        if self.average == "micro":
            y_true, y_pred, weight = (array.reshape(-1, 1) for array in (y_true, y_pred, weight))
        self.support = np.sum(y_true * weight, axis=0)
        self.columns = [chapter.StreamingF1(self.threshold or 0.5, 0, dtype=self.dtype) for _ in y_true.T]
        for metric, *column in zip(self.columns, y_true.T, y_pred.T, weight.T, strict=True):
            metric.update_state(*column)

    def result(self):
        values = [float(metric.result()) for metric in self.columns]
        weights = self.support if self.average == "weighted" else None
        return values if self.average is None else np.average(values, weights=weights)


def test_keras_own_tests_of_f1(monkeypatch):
    """All of its tests of the values of FBetaScore that have beta = 1. The others check arguments that ours lacks."""
    monkeypatch.setattr(f_score_metrics_test, "f_score_metrics", SimpleNamespace(FBetaScore=OneForEachClass))
    case, passed = f_score_metrics_test.FBetaScoreTest, 0
    for name in unittest.TestLoader().getTestCaseNames(case):
        if name.startswith("test_fbeta_"):
            with contextlib.suppress(unittest.SkipTest):
                run_theirs(case, name)
                passed += 1
    assert passed == 26


@each_class
def test_keras_own_test_of_a_metric_that_is_saved(cls, monkeypatch):
    """The others of the module need its own metric: two variables and a mean squared error."""
    monkeypatch.setattr(metric_test, "ExampleMetric", cls)
    run_theirs(metric_test.MetricTest, "test_serialization")


# scikit-learn's own tests of binary MCC and F1. Those on more than two classes, on averages and on warnings do not fit.


def mcc(y_true, y_pred, sample_weight=None):
    y_true, y_pred = ([label in (1, "b") for label in y] for y in (y_true, y_pred))  # theirs may be "a" and "b"
    return float(chapter.StreamingMCC(zero_division=0, dtype="float64")(y_true, y_pred, sample_weight))


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("test", ["", "_against_numpy_corrcoef", "_against_jurman"])
def test_scikit_learns_own_tests_of_mcc(test, seed, monkeypatch):
    monkeypatch.setattr(sklearn_tests, "matthews_corrcoef", mcc)
    getattr(sklearn_tests, f"test_matthews_corrcoef{test}")(seed)


def test_scikit_learns_own_tests_of_f1(monkeypatch):
    def f1(y_true, y_pred, zero_division=0):
        return float(chapter.StreamingF1(zero_division=zero_division)(y_true, y_pred))

    monkeypatch.setattr(sklearn_tests, "f1_score", f1)
    test = sklearn_tests.test_f1_for_small_binary_inputs_with_zero_division
    for values in test.pytestmark[0].args[1]:
        test(*values)
