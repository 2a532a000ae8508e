"""The threshold explorer: its data, curves and numbers are scikit-learn's, in Python and in the browser."""

import json
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import expect
from sklearn import metrics

from interactive.conftest import contrast, listen, luminance_of
from interactive.threshold import threshold_explorer
from interactive.threshold.examples import FIGURES, SAMPLES

Y_TRUE = np.array([0, 0, 1, 1, 0, 1, 1])
Y_SCORE = np.array([0, 0.1, 0.1, 0.5, 0.5, 0.9, 1])


def stored_data(html):
    return json.loads(re.search(r'<script type="application/json">(.*?)</script>', html)[1])


def shown(html, key):
    return re.search(rf'data-show="{key}"[^>]*>(.*?)<', html)[1]


# --- What Python writes -----------------------------------------------------------------------------------------------


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
    assert (">undefined<" in html.split("<script")[0].split('class="ex-scroll"')[0]) == bool(np.isnan(precision))


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
        ("y_true", {"y_true": ["0", "1", "1", "1", "0", "1", "1"]}),
        ("y_true", {"y_true": np.ma.masked_equal(Y_TRUE, 0)}),
        ("y_true", {"y_true": Y_TRUE[:, None]}),
        ("y_true", {"y_true": None}),
        ("y_true", {"y_true": [0] * 7}),
        ("y_true", {"y_true": [1] * 7}),
        ("y_score", {"y_score": [0.5]}),
        ("y_score", {"y_score": [0.5, np.nan, 0, 0, 0, 0, 0]}),
        ("y_score", {"y_score": [0.5, np.inf, 0, 0, 0, 0, 0]}),
        ("y_score", {"y_score": ["a"] * 7}),
        ("y_score", {"y_score": Y_SCORE.astype(complex)}),
        ("y_score", {"y_score": Y_SCORE + 1e12}),
        ("y_score", {"y_score": Y_SCORE + 1 / 3}),
        ("y_score", {"y_score": Y_SCORE.astype("float32")}),
        ("threshold", {"threshold": np.nan}),
        ("threshold", {"threshold": [0.5]}),
        ("threshold", {"threshold": "0.5"}),
        ("label", {"label": " "}),
        ("label", {"label": None}),
        ("name", {"name": "Two words"}),
        ("name", {"name": 1}),
        ("classes", {"classes": ("one",)}),
        ("classes", {"classes": "ab"}),
        ("classes", {"classes": None}),
        ("classes", {"classes": ("", "positive")}),
        ("scale", {"scale": "log"}),
        ("scale", {"scale": ["linear"]}),
        ("scale", {"scale": "log-odds", "y_score": Y_SCORE + 1}),
        ("cost_fn", {"cost_fn": 0}),
        ("cost_fn", {"cost_fn": "20"}),
        ("recall_target", {"recall_target": 1.1}),
        ("recall_target", {"recall_target": None}),
    ],
)
def test_bad_input_names_the_argument(argument, values):
    with pytest.raises(ValueError, match=f"^{argument} "):
        threshold_explorer(**{"y_true": Y_TRUE, "y_score": Y_SCORE} | values)


def test_text_is_escaped():
    html = threshold_explorer(Y_TRUE, Y_SCORE, label="<b>&", classes=("<i>", "</script>"))._repr_html_()
    assert "&lt;b&gt;&amp;" in html and "&lt;i&gt;" in html
    assert "<i>" not in html and html.count("</script>") == 3  # data, core, figure


# --- In the browser ---------------------------------------------------------------------------------------------------


@pytest.fixture
def open_page(show):
    return lambda name, width=1440, **options: show(FIGURES[name], width=width, **options)


def field(page, label="Threshold"):
    return page.get_by_role("textbox", name=label)


def slider(page, label="Threshold"):
    return page.get_by_role("slider", name=label)


def at(page):
    return float(page.locator("[data-show=threshold]").inner_text())


def numbers(page):
    """What the page computed, and what it shows of it."""
    cells = page.locator("[data-value]").evaluate_all(
        "nodes => nodes.map(n => [n.dataset.show, n.dataset.value, n.innerText])"
    )
    return {key: float(value) for key, value, _ in cells}, {key: text for key, _, text in cells}


def expected(y_true, y_score, threshold, cost_fn=20, weight=None):
    y_pred = (y_score >= threshold).astype(int)
    options = {"sample_weight": weight, "zero_division": np.nan}
    tn, fp, fn, tp = metrics.confusion_matrix(y_true, y_pred, sample_weight=weight, labels=[0, 1]).ravel().tolist()
    return {
        "tn": tn,
        "fp": fp,
        "fn": fn,
        "tp": tp,
        "precision": metrics.precision_score(y_true, y_pred, **options),
        "recall": metrics.recall_score(y_true, y_pred, **options),
        "specificity": metrics.recall_score(y_true, y_pred, pos_label=0, **options),
        "f1": metrics.f1_score(y_true, y_pred, **options),
        "accuracy": metrics.accuracy_score(y_true, y_pred, sample_weight=weight),
        "cost": (fp + cost_fn * fn) / len(y_true),
    }


def weights(y_true, prevalence):
    own = y_true.mean()
    return np.where(y_true == 1, prevalence / own, (1 - prevalence) / (1 - own))


def dot(page, curve):
    """Where the dot of a curve is, in the units of its axes."""
    circle = page.locator(f".ex-{curve} circle")
    x, y = (float(circle.get_attribute(name).removesuffix("%")) / 100 for name in ("cx", "cy"))
    return x, 1 - y


def twenty_thresholds(y_score):
    """The extremes and what lies beyond them, ties, and scores and gaps between."""
    low, high = y_score.min(), y_score.max()
    ends = [0, 1, low, high, low - 1, high + 1, low - 1e-6, high + 1e-6]
    values, counts = np.unique(y_score, return_counts=True)
    tied = values[np.argsort(-counts, kind="stable")][:4]
    between = np.quantile(y_score, [0.05, 0.25, 0.5, 0.75, 0.95, 0.99])
    chosen = [*ends, *tied, *between, values[-2], values[len(values) // 3]]
    assert len(chosen) == 20
    return [float(t) for t in chosen]


@pytest.mark.parametrize("name", ["ties", "equals", "logits", "crash"])
def test_numbers_are_scikit_learns_at_twenty_thresholds(open_page, name):
    y_true, y_score, _ = SAMPLES[name]
    page = open_page(name)
    undefined = 0
    for threshold in twenty_thresholds(y_score):
        field(page).fill(np.format_float_positional(threshold))
        assert at(page) == threshold
        computed, text = numbers(page)
        right = expected(y_true, y_score, threshold)
        assert computed == pytest.approx(right, rel=0, abs=0, nan_ok=True)
        for key, value in right.items():
            if np.isnan(value):
                assert text[key] == "undefined"
                undefined += 1
            elif key in ("tn", "fp", "fn", "tp"):
                assert text[key] == f"{value:,}"
            else:
                assert float(text[key]) == pytest.approx(value, abs=0.00051)
        assert dot(page, "roc") == pytest.approx((1 - right["specificity"], right["recall"]), abs=1e-12)
        if np.isnan(right["precision"]):
            expect(page.locator(".ex-pr circle")).to_be_hidden()
        else:
            assert dot(page, "pr") == pytest.approx((right["recall"], right["precision"]), abs=1e-12)
    assert undefined >= 2  # above the highest score


def best_thresholds(y_true, y_score, weight=None):
    """By button: of all thresholds that make a difference the best; of equally good ones the highest."""
    top = y_score.max()
    candidates = [top + 10.0**-6, *np.unique(y_score)[::-1]]
    rows = [expected(y_true, y_score, t, weight=weight) for t in candidates]
    f1, cost = ([row[key] for row in rows] for key in ("f1", "cost"))
    recall = [metrics.recall_score(y_true, y_score >= t) for t in candidates]
    return {
        "Best F1": ("f1", candidates[int(np.nanargmax(f1))], np.nanmax(f1)),
        "Lowest cost at 1 : 20": ("cost", candidates[int(np.argmin(cost))], min(cost)),
        "Recall of 0.9": ("recall", *next((t, r) for t, r in zip(candidates, recall) if r >= 0.9)),
    }


@pytest.mark.parametrize(("name", "share"), [("ties", None), ("ties", "2"), ("equals", None), ("equals", "0.1")])
def test_buttons(open_page, name, share):
    y_true, y_score, _ = SAMPLES[name]
    page = open_page(name)
    if share:
        field(page, "Prevalence").fill(share)
    weight = weights(y_true, float(share) / 100) if share else None
    for button, (key, threshold, value) in best_thresholds(y_true, y_score, weight).items():
        page.get_by_role("button", name=button).click()
        assert numbers(page)[0][key] == pytest.approx(value, abs=1e-12)
        if threshold <= y_score.max():
            assert at(page) == threshold
        else:  # where an alarm costs more than it saves
            assert name == "equals" and share and at(page) > y_score.max()


def test_buttons_on_the_running_example(open_page):
    y_true, y_score, _ = SAMPLES["crash"]
    precision, recall, thresholds = metrics.precision_recall_curve(y_true, y_score)
    precision, recall = precision[:-1], recall[:-1]  # the last point belongs to no threshold
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-300)
    fpr, tpr, cuts = metrics.roc_curve(y_true, y_score, drop_intermediate=False)
    cost = fpr * (y_true == 0).mean() + 20 * (1 - tpr) * y_true.mean()
    page = open_page("crash")
    for button, threshold in {
        "Best F1": thresholds[f1 == f1.max()].max(),
        "Lowest cost at 1 : 20": cuts[cost.argmin()],
        "Recall of 0.9": thresholds[recall >= 0.9].max(),
    }.items():
        page.get_by_role("button", name=button).click()
        assert at(page) == threshold


@pytest.mark.parametrize("name", ["ties", "crash"])
def test_prevalence_reweights_the_classes(open_page, name):
    y_true, y_score, _ = SAMPLES[name]
    page = open_page(name)
    own = numbers(page)
    curve = page.locator(".ex-pr .ex-curve")
    drawn = curve.get_attribute("d")
    for position in ("0", "250", "600", "1000"):
        slider(page, "Prevalence").fill(position)
        share = float(field(page, "Prevalence").input_value())
        weight = weights(y_true, share / 100)
        computed, text = numbers(page)
        right = expected(y_true, y_score, at(page), weight=weight)
        assert computed == pytest.approx(right, abs=1e-9)
        assert text["tp"] == f"{right['tp']:,.1f}"
        expect(page.locator("[data-show=note]")).to_contain_text(f"Re-weighted to {share:g} % positive")
        # The precision-recall curve moves along: the area under its steps is the average precision.
        steps = np.array([pair.split() for pair in curve.get_attribute("d")[1:].split("L")], float) / 500
        area = np.sum(np.diff(steps[:, 0]) * (1 - steps[1:, 1]))
        assert area == pytest.approx(metrics.average_precision_score(y_true, y_score, sample_weight=weight), abs=0.01)
    page.get_by_role("button", name="Back to").click()
    assert numbers(page) == own
    assert curve.get_attribute("d") == drawn  # Python and JavaScript draw the same curve
    expect(page.locator("[data-show=note]")).to_contain_text("Counts of the sample")


def test_what_is_undefined_says_so(open_page):
    page = open_page("ties")
    field(page).fill("2")
    assert numbers(page)[1]["precision"] == "undefined"


def test_typed_values(open_page):
    """A wrong number says in a sentence what is valid: in view, as the field's description, and announced."""
    page = open_page("ties")
    status, rules = page.get_by_role("status"), page.locator(".ex-rule")
    field(page).fill("0,25")  # the decimal comma of half the world
    assert at(page) == 0.25
    for rule in rules.all():
        expect(rule).to_be_hidden()
    for wrong in ("", "  ", "abc", "0.5.1", "Infinity"):
        field(page).fill(wrong)
        expect(field(page)).to_have_attribute("aria-invalid", "true")
        expect(rules.nth(0)).to_be_visible()
        assert at(page) == 0.25
    expect(status).to_contain_text("A number, such as 0.5")
    for wrong in ("101", "100", "0", "-1"):  # a rate needs both classes
        field(page, "Prevalence").fill(wrong)
        expect(field(page, "Prevalence")).to_have_attribute("aria-invalid", "true")
        expect(rules.nth(1)).to_be_visible()
        expect(page.locator("[data-show=note]")).to_contain_text("Counts of the sample")
    expect(rules.nth(1)).to_have_text("A number from 0 to 100, both excluded.")
    expect(field(page, "Prevalence")).to_have_accessible_description("A number from 0 to 100, both excluded.")
    expect(status).to_have_text("A number from 0 to 100, both excluded.")
    expect(field(page)).to_have_value("0.25")  # what cannot be used does not stay
    expect(field(page)).not_to_have_attribute("aria-invalid", "true")
    expect(rules.nth(0)).to_be_hidden()
    field(page, "Prevalence").fill("50")
    expect(rules.nth(1)).to_be_hidden()
    page.get_by_role("button", name="Best F1").click()
    expect(field(page)).to_have_value(str(at(page)))


@pytest.mark.parametrize("name", ["ties", "crash"])
def test_keyboard(open_page, name):
    page = open_page(name)
    page.evaluate("window.stolen = 0; document.addEventListener('keydown', () => window.stolen++)")
    page.keyboard.press("Tab")
    expect(slider(page)).to_be_focused()
    assert slider(page).evaluate("node => getComputedStyle(node).outlineStyle") == "solid"
    values = [at(page)]
    for _ in range(30):  # no step may be lost to rounding
        page.keyboard.press("ArrowLeft")
        values.append(at(page))
    assert values == sorted(set(values), reverse=True)
    page.keyboard.press("End")
    assert at(page) == 1
    page.keyboard.press("Home")
    assert at(page) == 0
    for _ in range(6):
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Back to")).to_be_focused()
    assert page.evaluate("window.stolen") == 1  # the first Tab, outside the explorer


def test_screen_reader(open_page):
    """What changed and the main values, once the reader rests."""
    page = open_page("ties")
    status = page.get_by_role("status")
    listen(page)
    for position in ("100", "200", "300", "400"):
        slider(page).fill(position)
    expect(status).to_contain_text("Threshold 0.4")
    assert len(page.evaluate("window.heard")) == 1  # not every step of the way
    _, text = numbers(page)
    values = f"recall {text['recall']}, precision {text['precision']}"
    expect(status).to_have_text(f"Threshold 0.4: {values}, F1 {text['f1']}, cost per case {text['cost']}")
    expect(slider(page)).to_have_attribute("aria-valuetext", f"0.4: {values}")
    slider(page, "Prevalence").fill("600")
    expect(status).to_contain_text("Prevalence ")
    _, text = numbers(page)
    values = f"precision {text['precision']}, F1 {text['f1']}, cost per case {text['cost']}"
    share = field(page, "Prevalence").input_value()
    expect(status).to_have_text(f"Prevalence {share} %: {values}; recall stays {text['recall']}")
    page.get_by_role("button", name="Back to").click()
    expect(status).to_contain_text("Prevalence 25.33 %")


def test_dragging_the_histogram(open_page):
    page = open_page("ties")
    box = page.locator(".ex-histogram").bounding_box()
    x, y = box["x"] + box["width"] / 4, box["y"] + 50
    page.mouse.move(x, y)
    page.mouse.down()
    assert at(page) == pytest.approx(0.25, abs=0.002)
    page.mouse.move(x + box["width"] / 4, y + 400)
    assert at(page) == pytest.approx(0.5, abs=0.002)
    line = page.locator(".ex-threshold").bounding_box()
    assert line["x"] == pytest.approx(box["x"] + box["width"] / 2, abs=2)
    page.mouse.move(-10, y)
    assert at(page) == 0
    page.mouse.up()
    page.mouse.move(x, y)
    assert at(page) == 0


def test_a_finger_scrolls_past_the_histogram_and_drags_on_it(open_page):
    page = open_page("ties", width=390, has_touch=True, is_mobile=True)
    page.evaluate("document.body.style.paddingBottom = '2000px'")
    box = page.locator(".ex-histogram").bounding_box()
    x, y = box["x"] + box["width"] / 4, box["y"] + 150
    before, device = at(page), page.context.new_cdp_session(page)

    def touch(kind, *points):
        device.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})

    def swipe(right, up):
        touch("touchStart", (x, y))
        for step in range(1, 11):
            touch("touchMove", (x + right * step / 10, y - up * step / 10))
        touch("touchEnd")

    swipe(0, 100)
    page.wait_for_function("scrollY > 50")
    assert at(page) == before
    page.evaluate("scrollTo(0, 0)")
    page.touchscreen.tap(x, y)
    assert at(page) == pytest.approx(0.25, abs=0.005) != before
    swipe(box["width"] / 4, 0)
    assert at(page) == pytest.approx(0.5, abs=0.02)

    y = slider(page).bounding_box()["y"] + 15
    before = at(page)
    swipe(0, 100)
    page.wait_for_function("scrollY > 50")
    page.wait_for_timeout(300)
    assert at(page) == before


def test_without_the_script_and_on_paper_the_figure_stands(open_page):
    y_true, y_score, _ = SAMPLES["crash"]
    page = open_page("crash", java_script_enabled=False)
    rows = page.locator(".ex-scroll tbody tr")
    expect(rows.first).to_be_visible()
    for row in rows.all():
        threshold, *shown = row.locator("th, td").all_inner_texts()
        right = expected(y_true, y_score, float(threshold)).values()
        assert shown == [f"{v:,}" if isinstance(v, int) else "undefined" if np.isnan(v) else f"{v:.3f}" for v in right]

    page = open_page("crash")
    expect(page.locator(".ex-scroll")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".ex-scroll")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_contrast(open_page, theme):
    """Graphics at least 3 : 1, text at least 4.5 : 1, with the colours of the theme's two modes as paper and ink."""
    page = open_page("ties", theme=theme)
    background = luminance_of(page, ".explorer", "backgroundColor")
    for selector, name, least in (
        ("use.ex-pos", "fill", 3),
        ("use.ex-neg", "fill", 3),
        (".ex-curve", "stroke", 3),
        ("button", "color", 4.5),
        ("td[data-show=recall]", "color", 4.5),
    ):
        assert contrast(luminance_of(page, selector, name), background) >= least, selector
