"""Chapter 4's traps in Keras are the same on JAX and PyTorch, but for one: run on each backend that is installed."""

import numpy as np
import pytest

from other_process import every_backend, run

SCORES = [[0.4, 0.3, 0.3], [0.2, 0.6, 0.2], [0.1, 0.5, 0.4], [0.2, 0.2, 0.6], [0.3, 0.3, 0.4], [0.9, 0.1, 0.0]]
CLASSES = [0, 1, 2, 2, 1, 0]
LABELS = [[0, 0, 0], [0, 1, 1], [1, 0, 1], [0, 0, 1]]
SCRIPT = f"""
import keras, numpy as np
from keras import metrics as M
scores, classes, labels = np.array({SCORES}, "float32"), np.array({CLASSES}), np.array({LABELS})
"""
SCRIPT += """
one_hot, flat = np.eye(3)[classes], np.full((6, 3), 0.25, "float32")

def value(metric, *data):
    return error_of(lambda: float(metric(*data)))

def both(y_true, y_pred, **settings):
    return [value(metric(**settings), y_true, y_pred) for metric in (M.Precision, M.Recall)]

report(
    pooled=both(one_hot, scores), first=both(one_hot, scores, top_k=1),
    of_class=both(one_hot, scores, class_id=1, top_k=1),
    one_hot=both(one_hot, scores, class_id=1), numbers=both(classes, scores, class_id=1),
    as_column=both(classes[:, None], scores, class_id=1), short=both(classes[:2], scores[:2], class_id=2),
    absent=value(M.F1Score("macro"), np.eye(4)[classes], np.eye(4)[scores.argmax(1)]),
    never_predicted=value(M.Precision(class_id=2), np.eye(3)[[0, 1, 2]], np.eye(3)[[0, 1, 1]]),
    ties=[value(M.SparseTopKCategoricalAccuracy(k=1), classes, flat),
          value(M.TopKCategoricalAccuracy(k=1), one_hot, flat),
          value(M.SparseCategoricalAccuracy(), classes, flat), value(M.F1Score("micro"), one_hot, flat)],
    first_label=value(M.TopKCategoricalAccuracy(k=1), labels, scores[:4]),
    no_positive=value(M.AUC(multi_label=True, num_labels=2), np.array([[0, 0], [0, 1]]), np.eye(2)),
)

model = keras.Sequential([keras.Input(shape=(3,)), keras.layers.Identity()])
model.compile(loss="mse", metrics=["accuracy"])
report(accuracy=float(model.evaluate(scores[:4], labels, verbose=0, return_dict=True)["accuracy"]))
model.compile(loss="sparse_categorical_crossentropy", metrics=[M.Precision(class_id=1, name="precision")])
report(evaluated=float(model.evaluate(scores, classes, verbose=0, return_dict=True)["precision"]))
"""


@every_backend
def test_the_traps_are_the_same(backend):
    values = run(backend, SCRIPT)
    above = np.array(SCORES) > 0.5
    assert values["pooled"] == pytest.approx([3 / 3, 3 / 6]) and above.sum() == 3
    assert values["first"] == pytest.approx([4 / 6] * 2)  # the accuracy
    assert values["of_class"] == pytest.approx([1 / 2, 1 / 2])
    assert values["one_hot"] == pytest.approx([1, 1 / 2])
    assert values["numbers"] == pytest.approx([1, np.mean(above[:, 1])])  # the label of the second sample, for all
    assert values["evaluated"] == pytest.approx(1)
    assert values["accuracy"] == pytest.approx(3 / 4)  # highest score in the column of the first 1, or in column 0
    assert values["first_label"] == pytest.approx(3 / 4)
    assert values["absent"] == pytest.approx((1 + 1 / 2 + 1 / 2 + 0) / 4)  # the fourth class occurs nowhere
    assert values["never_predicted"] == 0
    assert values["ties"] == pytest.approx([1, 1, 1 / 3, 2 * 6 / (2 * 6 + 12)])
    assert values["no_positive"] == pytest.approx(0.5)


@every_backend
def test_class_numbers_of_another_shape(backend):
    values = run(backend, SCRIPT)
    if backend == "jax":  # an index beyond the end means the last entry
        named = np.array(CLASSES) > 0
        above = np.array(SCORES)[:, 1] > 0.5
        assert values["as_column"] == pytest.approx([1, np.sum(named & above) / named.sum()])
        assert values["short"] == [0, 0]
    else:
        error = "InvalidArgumentError" if backend == "tensorflow" else "IndexError"
        assert values["as_column"] == values["short"] == [error, error]
