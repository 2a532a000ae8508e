"""The errata museum: its frame, the numbers of each piece, and what the libraries do today.

It is an appendix, so it has a frame of its own: each piece is a heading with its number, says whose mistake it is (with
a source, if it is not ours), links to the chapter that explains it, and prints the wrong and the right number.
"""

import inspect
import re

import keras
import numpy as np
import pytest
import tensorflow as tf
from sklearn import metrics

from notebooks import ROOT, code_cells, read, tags

PATH = ROOT / "chapters" / "errata_museum.ipynb"


def pieces():
    """{number: (text, code, what was printed)}"""
    found, number = {}, None
    for cell in read(PATH).cells:
        if cell.cell_type == "code":
            if number:
                found[number][1] += cell.source
                found[number][2] += "".join(output.get("text", "") for output in cell.outputs)
            continue
        for part in re.split(r"^(?=##)", cell.source, flags=re.MULTILINE):
            heading = re.match(r"### (\d+)\. \S", part)
            number = int(heading[1]) if heading else None if part.startswith("## ") else number
            if number:
                found.setdefault(number, ["", "", ""])[0] += part
    return found


PIECES = pieces()
PRINTED = {  # what a piece prints, from its first to its last number
    1: [0, 0.5, 0.25, 0.5], 2: [13, 6, 5], 3: [0.75, 1], 4: [0.944, 0.875, 200, 0.875, 0.875],
    5: [0.043, 1, 0.522, 0.083],
    6: [0.711, 0.444], 7: [0.75, 0.75, 0.75, 0.722, 0.75, 0.719, 0.75], 8: [0.513, 0.881], 9: [0.522, 0.043, 0.043],
    10: [0, 1, 0.5], 11: [0.25, 0], 12: [0.643, 0.167], 13: [0.59, 0.59, 0.147, 0.442],
    14: [0.25, 1, 0.33, 0.75, 1, 3], 15: [0.283, 0.8, 0.354, 0.875],
}  # fmt: skip


def test_there_are_at_least_twelve_pieces_with_a_setup_cell_and_a_question_before_them():
    assert list(PIECES) == list(range(1, len(PIECES) + 1)) and len(PIECES) >= 12
    assert "?" in read(PATH).cells[0].source.split("\n\n")[1]
    assert ["setup" in tags(cell) for cell in code_cells(read(PATH))].index(True) == 0
    assert "hide-input" in tags(code_cells(read(PATH))[0])


@pytest.mark.parametrize("number", PIECES)
def test_a_piece_has_its_source_its_chapter_and_both_numbers(number):
    text, code, printed = PIECES[number]
    cited = re.findall(r"\{cite:\w\}`(\w+)`", text)
    bibliography = (ROOT / "references.bib").read_text(encoding="utf-8")
    assert cited or number == len(PIECES), "only the last piece is ours"
    for key in cited:
        entry = re.search(rf"^@\w+\{{{key},\n(.*?)^\}}", bibliography, re.MULTILINE | re.DOTALL)[1]
        assert re.search(r"url\s*= \{https://", entry) and "Seen on" in entry, key
    assert re.search(r"\]\(\d\d_\w+\.ipynb", text)
    assert "wrong" in printed + text.lower() and "right" in printed + text.lower()
    assert re.search(r"\*\*(Repaired|Still there|A matter of reading)\*\*[^.]*(3\.15\.1)?\.\s*$", text), "its status"
    assert max(map(len, printed.splitlines())) <= 44, "a line fits on a phone"
    numbers = [float(value) for value in re.findall(r"(?<![\w.])\d+(?:\.\d+)?(?!\w)", printed)]
    assert numbers == PRINTED[number]


def test_what_keras_documents():
    """Where one of these fails, Keras has changed, and the museum should say so."""
    auc = " ".join(inspect.getdoc(keras.metrics.AUC).split())
    assert "discretized curve of precision versus recall" in auc
    assert inspect.signature(keras.metrics.AUC).parameters["curve"].default == "ROC"
    tversky = " ".join(inspect.getdoc(keras.losses.Tversky).split())
    assert re.search(r"alpha: .{0,60}false positives", tversky) and re.search(r"beta: .{0,60}false negatives", tversky)
    focal = inspect.signature(keras.losses.BinaryFocalCrossentropy).parameters
    assert focal["apply_class_balancing"].default is False and focal["alpha"].default == 0.25


@pytest.mark.parametrize("keras", ["keras", "tf_keras"])
def test_what_fit_does_to_labels_without_a_second_axis(keras):
    """Piece 2: Keras 2 makes a column of them, Keras 3 does not, so the metric of the guide counts 13 of 6 samples."""
    keras = pytest.importorskip(keras)

    class CategoricalTruePositives(keras.metrics.Metric):
        def __init__(self):
            super().__init__(name="right")
            self.right = self.add_weight(name="right", initializer="zeros")

        def update_state(self, y_true, y_pred, sample_weight=None):
            predicted = tf.reshape(tf.argmax(y_pred, axis=1), (-1, 1))
            self.right.assign_add(
                tf.reduce_sum(tf.cast(tf.cast(y_true, tf.int64) == tf.cast(predicted, tf.int64), "float32"))
            )

        def result(self):
            return self.right + 0

    classes, p = np.array([0, 1, 2, 1, 0, 1], "float32"), np.eye(3, dtype="float32")[[0, 1, 2, 1, 0, 0]]
    for labels, right in [(classes, 5 if keras.__version__.startswith("2") else 13), (classes[:, None], 5)]:
        model = keras.Sequential([keras.layers.Dense(3, kernel_initializer="identity", activation="softmax")])
        model.compile("sgd", "sparse_categorical_crossentropy", metrics=[CategoricalTruePositives()])
        assert model.fit(p, labels, verbose=0).history["right"] == [right]


def test_keras_exchanges_the_weights_of_tversky():
    missed = np.array([[1.0, 1.0, 1.0, 0.0]]), np.array([[1.0, 0.0, 0.0, 0.0]])
    for alpha in (0.2, 0.9):
        loss = float(keras.losses.Tversky(alpha=alpha, beta=1 - alpha)(*missed))
        assert loss == pytest.approx(1 - 1 / (1 + alpha * 2), abs=1e-5)  # alpha weighs the misses


def test_what_scikit_learn_says_and_does_today():
    f1 = " ".join(inspect.getdoc(metrics.f1_score).split())
    assert "harmonic mean" in f1 and "interpreted as a weighted average" not in f1
    precision, recall = 0.2, 0.9  # a weighted average only with weights that change with the two
    weight = recall / (precision + recall)
    assert weight * precision + (1 - weight) * recall == pytest.approx(2 / (1 / precision + 1 / recall))
    assert "binary decisions" not in inspect.getdoc(metrics.roc_auc_score)
    report = metrics.classification_report([0, 0, 1, 1, 2, 2], [0, 1, 1, 1, 2, 2])
    assert "accuracy" in report and "micro avg" not in report
    assert metrics.average_precision_score([0, 0, 0, 1], [0.5] * 4) == 0.25
