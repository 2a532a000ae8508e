"""Chapter 14's box on other backends, and what it says is the same: run on each backend that is installed."""

from functools import cache
from importlib.util import find_spec

import numpy as np
import pytest

from other_process import BACKENDS, run, source_of

IMPORTS = "import os\nimport keras\nimport numpy as np\nfrom keras import ops\n"
NAMES = "ForgetfulLoss WeightedLoss weighted AtThreshold F1 Cost".split()
rng = np.random.default_rng(0)
X = rng.normal(size=(40, 3)).astype("float32")
Y = (X[:, :1] + rng.normal(size=(40, 1)) > 0.5).astype("float32")
DATA = f'X, Y = np.array({X.tolist()}, "float32"), np.array({Y.tolist()}, "float32")\n'
SAVE = """
keras.utils.set_random_seed(0)
hidden = keras.layers.Dense(8, activation="relu")
model = keras.Sequential([keras.Input((3,)), hidden, keras.layers.Dense(1, activation="sigmoid")])
model.save(os.environ["STORED"])
report(predicted=np.asarray(model.predict(X, verbose=0), float).tolist())
"""
SCRIPT = """
import tempfile
from pathlib import Path
work = tempfile.TemporaryDirectory()
folder = Path(work.name)


def small(loss="mse", metrics=(), optimizer="sgd"):
    keras.utils.set_random_seed(0)
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
    model.compile(optimizer, loss, metrics=list(metrics), run_eagerly=True)
    return model


def loaded(model, **options):
    model.save(folder / "model.keras")
    return keras.models.load_model(folder / "model.keras", **options)


def replay(callback, values, name=None):
    callback.set_model(small(metrics=["auc"]))
    callback.on_train_begin()
    for epoch, value in enumerate(values):
        callback.on_epoch_begin(epoch)
        callback.on_epoch_end(epoch, {name or callback.monitor: value})
        if callback.model.stop_training:
            break
    return epoch + 1


model = small(WeightedLoss(5.0), [F1(0.4, name="f1"), Cost(0.6, name="cost")])
weight = np.linspace(0.5, 3, len(Y))
report(value=model.evaluate(X, Y, batch_size=10, sample_weight=weight, verbose=0, return_dict=True),
       logits=np.asarray(model.predict(X, verbose=0), float).ravel().tolist())
report(forgotten=loaded(small(ForgetfulLoss(5.0))).loss.pos_weight, kept=loaded(model).loss.pos_weight)
model = small(weighted(5.0))
back = loaded(model, custom_objects={"loss": weighted()})
report(closure=[m.evaluate(X, Y, verbose=0) for m in (model, back)])
report(not_compiled=error_of(loaded(model, compile=False).evaluate, X, Y, verbose=0))
stopping = keras.callbacks.EarlyStopping
report(auto=error_of(replay, stopping("val_f1"), [0.1]),
       missing=replay(stopping("val_F1", mode="max"), [4, 3, 2, 1], name="val_f1"),
       nan=replay(stopping("val_mcc", mode="max", patience=2), [float("nan"), 0.1, 0.2, 0.3]))
trained, new = small(optimizer="adam"), small(optimizer="adam")
trained.fit(X, Y, epochs=2, verbose=0)
trained.save_weights(folder / "a.weights.h5")
new.load_weights(folder / "a.weights.h5")
report(skipped=int(new.optimizer.iterations), trained=int(trained.optimizer.iterations))
keras.backend.clear_session()
report(names=[keras.metrics.AUC().name for _ in range(2)])
report(export=error_of(lambda: trained.export(folder / "out", verbose=False) and None))
stored = keras.models.load_model(os.environ["STORED"])
report(predicted=np.asarray(stored.predict(X, verbose=0), float).tolist())
"""


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    """A model that the first installed backend saved, and what it predicts there."""
    path = tmp_path_factory.mktemp("stored") / "stored.keras"
    first = next(backend for backend in BACKENDS if find_spec(backend))
    return path, run(first, IMPORTS + DATA + SAVE, STORED=str(path))["predicted"]


@cache
def found(backend, path):
    return run(
        backend, IMPORTS + DATA + source_of("14_saving_and_callbacks", *NAMES, define=False) + SCRIPT, STORED=path
    )


@pytest.fixture(params=BACKENDS)
def on(request, stored):
    return request.param, found(request.param, str(stored[0])), stored[1]


def test_losses_and_metrics_are_right(on):
    _, values, _ = on
    y, z, weight = Y[:, 0], np.array(values["logits"]), np.linspace(0.5, 3, len(Y))
    p, alarm = 1 / (1 + np.exp(-z)), 1 / (1 + np.exp(-z)) >= 0.4
    losses = 5 * y * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z)
    cost = np.mean(np.where(y == 1, 20 * (p < 0.6), p >= 0.6))
    f1 = 2 * np.sum(alarm * y) / (np.sum(alarm) + np.sum(y))
    assert values["value"] == pytest.approx({"loss": np.mean(losses * weight), "f1": f1, "cost": cost}, rel=1e-5)


def test_what_is_lost_is_lost_everywhere(on):
    _, values, _ = on
    assert (values["forgotten"], values["kept"]) == (1.0, 5.0)
    before, after = values["closure"]
    assert before > 1.2 * after
    assert (values["skipped"], values["trained"]) == (0, 4)


def test_callbacks_and_names(on):
    _, values, _ = on
    assert (values["auto"], values["missing"], values["nan"]) == ("ValueError", 4, 3)
    assert values["names"] == ["auc", "auc_1"]


def test_a_file_may_change_the_backend(on):
    _, values, predicted = on
    np.testing.assert_allclose(values["predicted"], predicted, rtol=0, atol=1e-5)


def test_what_differs(on):
    backend, values, _ = on
    assert values["not_compiled"] == ("AttributeError" if backend == "torch" else "ValueError")
    if not find_spec("tensorflow"):
        assert values["export"] == "ImportError"
    elif backend == "tensorflow":
        assert values["export"] is None
