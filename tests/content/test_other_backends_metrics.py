"""What chapter 10 says about JAX and PyTorch: run on each backend that is installed."""

from other_process import every_backend, run

SCRIPT = """
import keras, numpy as np
from keras import metrics as M, ops

def no_loss(y_true, y_pred):
    return ops.mean(y_pred, axis=-1)

def accuracy(outputs, labels, **settings):
    model = keras.Sequential([keras.Input(shape=outputs.shape[1:]), keras.layers.Identity()])
    model.compile(**{"loss": no_loss, "metrics": ["accuracy"], **settings})
    found = model.evaluate(outputs, labels, verbose=0, return_dict=True)
    return [type(model.metrics[-1].metrics[0]).__name__, round(float(found["accuracy"]), 3)]

def value(metric, *data, **options):
    return error_of(lambda: round(float(np.mean(ops.convert_to_numpy(metric(*data, **options)))), 3))

y, p = np.array([1, 0, 0, 1, 0]), np.array([[0.6], [0.2], [0.1], [0.9], [0.3]], "float32")
softmax = np.array([[6, 3, 1], [2, 5, 3], [4, 3, 3], [1, 2, 7], [0, 9, 1]], "float32") / 10
classes = np.array([0, 1, 0, 2, 1])
report(
    resolved=[accuracy(p, y), accuracy(p, y[:, None]), accuracy(softmax, classes),
              accuracy(softmax, np.eye(3)[classes])],
    wrong=[accuracy(p, np.eye(2)[y]), accuracy(p, 2 * y - 1), accuracy(p, y + 1),
           accuracy(np.log(p / (1 - p)), y), accuracy(p[:, 0], y)],
    flat_outputs=error_of(accuracy, p[:, 0], y[:, None]),
    flat_outputs_eagerly=error_of(accuracy, p[:, 0], y[:, None], run_eagerly=True),
    refused=error_of(accuracy, p, np.eye(2)[y], loss="binary_crossentropy"),
)

scores = np.array([[0.2], [0.6], [0.4], [0.9]])
makers = [M.BinaryAccuracy, M.Precision, M.Recall, M.AUC, lambda: M.F1Score(threshold=0.5)]
spelled = [[0, 0, 1, 1], [-1, -1, 1, 1], [1, 1, 2, 2], [0, 0, 255, 255], [0.05, 0.05, 0.95, 0.95]]
report(labels=[[value(make(), np.array(labels)[:, None], scores) for make in makers] for labels in spelled])

one_hot, numbers = np.eye(3)[classes], classes
several = [M.CategoricalAccuracy, M.SparseCategoricalAccuracy, lambda: M.F1Score("macro"), M.Precision, M.Recall, M.AUC]
report(
    one_hot=[value(make(), one_hot, softmax) for make in several],
    numbers=[value(make(), numbers, softmax) for make in several],
    column=[value(make(), numbers[:, None], softmax) for make in several],
)
logits = np.log(p / (1 - p))
four, said, weight = np.array([1, 0, 1, 0])[:, None], np.array([[1.0], [1.0], [0.0], [0.0]]), np.array([1, 2, 3, 1])
report(
    logits=[value(M.BinaryAccuracy(), y[:, None], logits), value(M.BinaryAccuracy(threshold=0), y[:, None], logits)],
    f1=[value(M.F1Score(), y[:, None], p),
        *[value(M.F1Score("micro", 0.5), four, said, sample_weight=w) for w in (weight, weight[:, None])]],
    two=[value(make(), np.eye(2)[four[:, 0]], np.array([[0.9, 0.1], [0.8, 0.2], [0.3, 0.7], [0.6, 0.4]]))
         for make in (M.CategoricalAccuracy, M.Precision, M.Recall)],
    undefined=[value(make(), np.zeros((2, 1)), np.array([[0.1], [0.2]])) for make in (M.Precision, M.Recall, M.AUC)],
)

tokens = np.array([[2, 1, 2, 0, 0], [2, 0, 0, 0, 0]])
tagger = keras.Sequential([keras.Input(shape=(5,)), keras.layers.Embedding(3, 1, mask_zero=True)])
tagger.layers[0].set_weights([np.array([[0.9], [0.2], [0.8]])])
tagger.compile(loss="mse", metrics=["accuracy", M.Precision(name="precision"), M.RootMeanSquaredError(name="rmse")],
               weighted_metrics=[M.Precision(name="weighted_precision")])
found = tagger.evaluate(tokens, (tokens == 2).astype(int)[..., None], sample_weight=(tokens != 0).astype("float32"),
                        verbose=0, return_dict=True)
report(mask={name: round(float(number), 3) for name, number in found.items() if name != "loss"})

x, labels, w = np.array([[0.9], [0.8], [0.3], [0.6]], "float32"), np.array([[1], [0], [1], [0]]), np.arange(1.0, 5)
still = keras.Sequential([keras.Input(shape=(1,)), keras.layers.Dense(1, use_bias=False)])
still.layers[0].set_weights([np.ones((1, 1))])

def reached(**given):
    still.compile(keras.optimizers.SGD(0.0), "mse", metrics=["accuracy"], weighted_metrics=["accuracy", "mse"])
    history = still.fit(x, labels, verbose=0, **given).history
    return {name: round(float(value[0]), 3) for name, value in history.items()}

pair = {"validation_data": (x, labels)}
report(reached=[reached(sample_weight=w, **pair), reached(sample_weight=w, validation_data=(x, labels, w)),
                reached(class_weight={0: 1, 1: 5}, **pair)],
       both=error_of(reached, sample_weight=w, class_weight={0: 1, 1: 5}))
names = still.metrics_names
report(names=names, as_list=np.round(still.evaluate(x, labels, sample_weight=w, verbose=0), 3).tolist())
"""


@every_backend
def test_the_numbers_are_the_same(backend):
    values = run(backend, SCRIPT)
    binary, sparse = ["BinaryAccuracy", 1], ["SparseCategoricalAccuracy", 1]
    assert values["resolved"] == [binary, binary, sparse, ["CategoricalAccuracy", 1]]
    name = "BinaryAccuracy"
    assert values["wrong"] == [[name, 0.5], [name, 0.4], [name, 0], [name, 0.8], ["CategoricalAccuracy", 0]]
    assert values["refused"] == values["both"] == "ValueError"
    assert values["labels"] == [
        [0.5, 0.5, 0.5, 0.75, 0.5],
        [0.25, 1, 0.5, 0, 0],
        [0.25, 1, 0.5, 0, 0.75],
        [0.25, 0.5, 0.5, 0.75, 0.996],
        [0, 1, 0.5, 0, 0.5],
    ]
    assert values["one_hot"][:1] + values["one_hot"][2:] == [1, 1, 1, 0.6, 1]
    assert values["numbers"][:2] == [0, 1] and values["column"][:3] == [0.4, 1, 0.489]
    assert values["logits"] == [0.8, 1] and values["f1"] == [0.571, 0.286, 0.5]
    assert values["two"] == [0.75] * 3 and values["undefined"] == [0] * 3
    assert values["mask"] == {"accuracy": 1, "precision": 0.333, "rmse": 0.709, "weighted_precision": 1}
    plain = {"val_loss": 0.375, "val_mse": 0.375, "val_accuracy": 0.25, "val_weighted_accuracy": 0.25}
    weighted = {"loss": 1.05, "mse": 0.42, "accuracy": 0.25, "weighted_accuracy": 0.1}
    by_class = {"loss": 0.875, "mse": 0.292, "accuracy": 0.25, "weighted_accuracy": 0.417}
    validation = {f"val_{name}": value for name, value in weighted.items()}
    assert values["reached"] == [weighted | plain, weighted | validation, by_class | plain]
    assert values["names"] == ["loss", "compile_metrics"]
    assert values["as_list"] == [1.05, 0.25, 0.25, 0.42, 0.1]


@every_backend
def test_the_errors_have_other_names(backend):
    values = run(backend, SCRIPT)
    shapes = {"tensorflow": "InvalidArgumentError", "jax": "TypeError", "torch": "RuntimeError"}[backend]
    for given in ["numbers", "column"]:
        assert values[given][3:] == [shapes, shapes, "ValueError"]
    other = {"tensorflow": "InvalidArgumentError", "jax": "ValueError", "torch": "RuntimeError"}[backend]
    assert values["one_hot"][1] == other
    assert values["flat_outputs_eagerly"][0] == "SparseCategoricalAccuracy"
    if backend == "tensorflow":
        assert values["flat_outputs"] == "TypeError"
    else:
        assert values["flat_outputs"] == values["flat_outputs_eagerly"]
