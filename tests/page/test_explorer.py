"""The threshold explorer as Python writes it: always the same bytes, exact data, curves and numbers of scikit-learn."""

import json
import re
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from notebooks import ROOT
from sklearn import metrics

sys.path.insert(0, str(ROOT / "chapters"))
from interactive.threshold import threshold_explorer

Y_TRUE = np.array([0, 0, 1, 1, 0, 1, 1])
Y_SCORE = np.array([0, 0.1, 0.1, 0.5, 0.5, 0.9, 1])


def stored_data(html):
    return json.loads(re.search(r'<script type="application/json">(.*?)</script>', html)[1])


def shown(html, key):
    return re.search(rf'data-show="{key}"[^>]*>(.*?)<', html)[1]


def test_same_bytes_in_every_process():
    code = (
        "import sys; sys.path.insert(0, 'chapters'); from interactive.threshold import threshold_explorer as t; "
        f"e = t({Y_TRUE.tolist()}, {Y_SCORE.tolist()}); print(repr(e)); print(e._repr_html_())"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    here = threshold_explorer(Y_TRUE, Y_SCORE)
    assert outputs == {f"{here!r}\n{here._repr_html_()}\n".encode()}


def test_ids_come_from_the_name():
    html = threshold_explorer(Y_TRUE, Y_SCORE, name="second")._repr_html_()
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids)) > 0
    assert all(i == "second" or i.startswith("second-") for i in ids)
    referred = re.findall(r"url\(#(.+?)\)", html) + re.findall(r'href="#(.+?)"', html)
    referred += " ".join(re.findall(r'labelledby="(.+?)"', html)).split()
    assert set(referred) <= set(ids)


@settings(deadline=None)  # the first run is slow
@given(
    pairs=st.lists(st.tuples(st.integers(0, 1), st.integers(-(10**9), 10**9)), min_size=1, max_size=50),
    digits=st.integers(0, 6),
)
def test_data_round_trip_is_exact(pairs, digits):
    y_true, whole = (np.array(column) for column in zip((0, 5), (1, 5), *pairs))
    y_score = whole / 10**digits
    data = stored_data(threshold_explorer(y_true, y_score)._repr_html_())
    for kind, label in (("neg", 0), ("pos", 1)):
        assert (np.cumsum(data[kind]) / data["unit"]).tolist() == np.sort(y_score[y_true == label]).tolist()


@pytest.mark.parametrize("threshold", [-1, 0, 0.1, 0.3, 0.5, 1, 2])
def test_static_numbers_are_scikit_learns(threshold):
    html = threshold_explorer(Y_TRUE, Y_SCORE, threshold, cost_fn=7)._repr_html_()
    y_pred = (Y_SCORE >= threshold).astype(int)
    tn, fp, fn, tp = metrics.confusion_matrix(Y_TRUE, y_pred).ravel()
    assert [shown(html, key) for key in ("tn", "fp", "fn", "tp")] == [str(n) for n in (tn, fp, fn, tp)]
    precision = metrics.precision_score(Y_TRUE, y_pred, zero_division=np.nan)
    assert shown(html, "precision") == ("undefined" if np.isnan(precision) else f"{precision:.3f}")
    assert shown(html, "recall") == f"{metrics.recall_score(Y_TRUE, y_pred):.3f}"
    assert shown(html, "specificity") == f"{metrics.recall_score(Y_TRUE, y_pred, pos_label=0):.3f}"
    assert shown(html, "f1") == f"{metrics.f1_score(Y_TRUE, y_pred):.3f}"
    assert shown(html, "accuracy") == f"{metrics.accuracy_score(Y_TRUE, y_pred):.3f}"
    assert shown(html, "cost") == f"{(fp + 7 * fn) / 7:.3f}"
    assert (">undefined<" in html.split("<script")[0].split('class="ex-values"')[0]) == bool(np.isnan(precision))


def points(d):
    return np.array([pair.split() for pair in d.removeprefix("M").split("L")], float) / 500 * [1, -1] + [0, 1]


def test_curves_are_scikit_learns():
    rng = np.random.default_rng(0)
    y_true = rng.integers(0, 2, 80)
    y_score = rng.normal(y_true, 1).round(1)
    html = threshold_explorer(y_true, y_score)._repr_html_()
    roc, pr = (re.search(rf'class="ex-{kind}".*?class="ex-curve" d="(.*?)"', html, re.S)[1] for kind in ("roc", "pr"))
    roc, pr = points(roc), points(pr)

    fpr, tpr, _ = metrics.roc_curve(y_true, y_score, drop_intermediate=False)
    np.testing.assert_allclose(roc, np.column_stack([fpr, tpr]), atol=0.001)
    assert f">ROC curve, AUC {metrics.roc_auc_score(y_true, y_score):.3f}</p>" in html
    # The area under the steps is the average precision.
    area = np.sum(np.diff(pr[:, 0]) * pr[1:, 1])
    assert area == pytest.approx(metrics.average_precision_score(y_true, y_score), abs=0.003)
    precision, recall, _ = metrics.precision_recall_curve(y_true, y_score)
    for point in np.column_stack([recall, precision])[:-1]:  # the last one, (0, 1), belongs to no threshold
        assert np.abs(pr - point).max(axis=1).min() < 0.0011  # half a step of the grid


@pytest.mark.parametrize(
    ("argument", "values"),
    [
        ("y_true", {"y_true": []}),
        ("y_true", {"y_true": [[0, 1]], "y_score": [[0, 1]]}),
        ("y_true", {"y_true": [0, 2, 1, 1, 0, 1, 1]}),
        ("y_true", {"y_true": [0] * 7}),
        ("y_true", {"y_true": [1] * 7}),
        ("y_score", {"y_score": [0.5]}),
        ("y_score", {"y_score": [0.5, np.nan, 0, 0, 0, 0, 0]}),
        ("y_score", {"y_score": [0.5, np.inf, 0, 0, 0, 0, 0]}),
        ("y_score", {"y_score": ["a"] * 7}),
        ("y_score", {"y_score": Y_SCORE + 1 / 3}),
        ("y_score", {"y_score": Y_SCORE.astype("float32")}),
        ("threshold", {"threshold": np.nan}),
        ("threshold", {"threshold": [0.5]}),
        ("label", {"label": " "}),
        ("name", {"name": "Two words"}),
        ("classes", {"classes": ("one",)}),
        ("scale", {"scale": "log"}),
        ("scale", {"scale": "log-odds", "y_score": Y_SCORE + 1}),
        ("cost_fn", {"cost_fn": 0}),
        ("recall_target", {"recall_target": 1.1}),
    ],
)
def test_bad_input_names_the_argument(argument, values):
    with pytest.raises(ValueError, match=f"^{argument} must"):
        threshold_explorer(**{"y_true": Y_TRUE, "y_score": Y_SCORE} | values)


def test_text_is_escaped():
    html = threshold_explorer(Y_TRUE, Y_SCORE, label="<b>&", classes=("<i>", "</script>"))._repr_html_()
    assert "&lt;b&gt;&amp;" in html and "&lt;i&gt;" in html
    assert "<i>" not in html and html.count("</script>") == 2


def test_script_and_style_sheet_are_small():
    folder = ROOT / "chapters" / "interactive" / "threshold"
    assert sum((folder / name).stat().st_size for name in ("script.js", "style.css")) < 15 * 1024
