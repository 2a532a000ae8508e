"""Every row of the appendix "From older Keras code" does what it says."""

import re
import warnings
from pathlib import Path

import numpy as np
import pytest

PAGE = Path(__file__).resolve().parents[2] / "chapters" / "migration.md"
ROWS = [
    [cell.strip() for cell in line.strip("| \n").split(" | ")]
    for line in PAGE.read_text(encoding="utf-8").splitlines()
    if line.startswith("| `")
]


def code(cell):
    return re.match(r"`([^`]+)`", cell).group(1)


@pytest.fixture(autouse=True)
def somewhere_else(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # rows that save a model write here


@pytest.fixture(scope="module")
def names():
    import book  # noqa: F401  quiets TensorFlow
    import keras
    import tensorflow as tf

    model = keras.Sequential([keras.Input(shape=(1,)), keras.layers.Dense(1, activation="sigmoid")])
    model.compile(loss="binary_crossentropy", metrics=["accuracy"])
    x, y = np.array([[0.2], [0.7]], "float32"), np.array([[0.0], [1.0]], "float32")
    return {"keras": keras, "K": keras.backend, "ops": keras.ops, "tf": tf, "np": np, "x": x, "y": y, "model": model}


def test_the_page_has_its_rows():
    assert len(ROWS) > 35 and all(len(row) == 3 for row in ROWS)


@pytest.mark.parametrize("row", ROWS, ids=[code(row[0]) for row in ROWS])
def test_old_call_does_what_the_row_says(row, names):
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


@pytest.mark.parametrize("row", ROWS, ids=[code(row[2]) for row in ROWS])
def test_replacement_runs_without_a_warning(row, names):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        # NumPy's remark on how Keras 3.15 turns variables into arrays; it concerns Keras, not the caller.
        warnings.filterwarnings("ignore", "__array__ implementation", DeprecationWarning)
        eval(code(row[2]), names)


def test_the_names_of_evaluate_do_not_belong_to_the_values(names):
    model, x, y = names["model"], names["x"], names["y"]
    right = model.evaluate(x, y, verbose=0, return_dict=True)
    wrong = dict(zip(model.metrics_names, model.evaluate(x, y, verbose=0), strict=True))
    assert set(right) != set(wrong)


def test_the_old_backend_of_tf_keras_takes_tensors_only(names):
    tf = names["tf"]
    assert float(tf.keras.backend.mean(tf.constant([1.0, 3.0]))) == 2.0
    with pytest.raises(AttributeError):
        tf.keras.backend.mean(names["x"])
