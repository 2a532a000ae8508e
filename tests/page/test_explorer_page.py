"""The threshold explorer in Chromium: its numbers are scikit-learn's, its controls work, and it has a fallback."""

import re
from importlib.util import module_from_spec, spec_from_file_location
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from notebooks import ROOT
from playwright.sync_api import expect
from sklearn import metrics
from interactive.threshold import threshold_explorer


def samples():
    """Ties, scores of exactly 0 and 1; equally good thresholds (F1 is 0.5 at 0.9 and at 0.5); logits; real scores."""
    rng = np.random.default_rng(0)
    y_true = rng.random(300) < 0.3
    ties = np.clip(rng.normal(0.35 + 0.3 * y_true, 0.25), 0, 1).round(2)
    ties[:4] = ties[-4:] = 0, 0, 1, 1
    logits = rng.normal(2 * y_true - 1, 1.5).round(3)
    crash = pd.read_csv(ROOT / "data" / "crash_scores.csv").query("split == 'test'")
    return {
        "ties": (y_true.astype(int), ties, {}),
        "equals": (np.array([0, 1, 0, 0, 0, 1, 0]), np.array([0.95, 0.9, 0.8, 0.7, 0.6, 0.5, 0.1]), {}),
        "logits": (y_true.astype(int), logits, {"threshold": 0}),
        "crash": (crash["died"].to_numpy(), crash["score"].to_numpy(), {"scale": "log-odds"}),
    }


SAMPLES = samples()


def link_files(html):
    """The output as _ext/content/interactive_figures.py puts it on a page."""
    spec = spec_from_file_location("interactive", ROOT / "_ext" / "content" / "interactive_figures.py")
    spec.loader.exec_module(extension := module_from_spec(spec))
    linked = []
    app = SimpleNamespace(
        add_css_file=lambda name: linked.append(f'<link rel="stylesheet" href="{ROOT.as_uri()}/chapters/{name}">'),
        add_js_file=lambda name, loading_method: linked.append(
            f'<script {loading_method} src="{ROOT.as_uri()}/chapters/{name}"></script>'
        ),
    )
    extension.link_files(app, "page", "page.html", context := {"body": html}, None)
    assert len(linked) == 2
    return f"""<!doctype html><html lang="en" data-theme="light"><meta charset="utf-8"><title>Explorer</title>
<meta name="viewport" content="width=device-width">{"".join(linked)}<main>{context["body"]}</main></html>"""


@pytest.fixture(scope="module")
def addresses(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    for name, (y_true, y_score, options) in SAMPLES.items():
        html = threshold_explorer(y_true, y_score, name=name, **options)._repr_html_()
        (folder / f"{name}.html").write_text(link_files(html), encoding="utf-8")
        # As JupyterLab does it: the stored output set as inner HTML, its scripts made anew.
        (folder / f"{name}-lab.html").write_text(
            f"""<!doctype html><html lang="en"><meta charset="utf-8"><title>Lab</title><body><template>{html}</template>
<script>function addOutput() {{
  const output = document.createElement("div");
  output.innerHTML = document.querySelector("template").innerHTML;
  for (const old of output.querySelectorAll("script")) {{
    const script = document.createElement("script");
    for (const {{name, value}} of old.attributes) script.setAttribute(name, value);
    script.textContent = old.textContent;
    old.replaceWith(script);
  }}
  document.body.append(output);
}}</script></body></html>""",
            encoding="utf-8",
        )
    return lambda name: (folder / f"{name}.html").as_uri()


@pytest.fixture
def open_page(chromium, addresses):
    """Opens a page; what the page writes to the console fails the test."""
    contexts, complaints = [], []

    def open_page(name, width=1440, **options):
        contexts.append(context := chromium.new_context(viewport={"width": width, "height": 900}, **options))
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(addresses(name))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints


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


@pytest.mark.parametrize("name", SAMPLES)
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
    page = open_page("ties")
    field(page).fill("0,25")  # the decimal comma of half the world
    assert at(page) == 0.25
    for wrong in ("", "  ", "abc", "0.5.1", "Infinity"):
        field(page).fill(wrong)
        expect(field(page)).to_have_attribute("aria-invalid", "true")
        assert at(page) == 0.25
    for wrong in ("101", "100", "0", "-1"):  # a rate needs both classes
        field(page, "Prevalence").fill(wrong)
        expect(field(page, "Prevalence")).to_have_attribute("aria-invalid", "true")
        expect(page.locator("[data-show=note]")).to_contain_text("Counts of the sample")
    expect(field(page)).to_have_value("0.25")  # what cannot be used does not stay
    expect(field(page)).not_to_have_attribute("aria-invalid", "true")
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
    page = open_page("ties")
    status = page.get_by_role("status")
    expect(status).to_be_empty()
    page.evaluate("""() => {
        window.heard = [];
        new MutationObserver(() => window.heard.push(document.querySelector("[role=status]").innerText))
            .observe(document.querySelector("[role=status]"), {childList: true});
    }""")
    for position in ("100", "200", "300", "400"):
        slider(page).fill(position)
    expect(status).to_contain_text("Threshold 0.4, prevalence")
    assert len(page.evaluate("window.heard")) == 1  # not every step of the way
    _, text = numbers(page)
    for words in (f"true positives {text['tp']}", f"Precision {text['precision']}", f"Recall {text['recall']}"):
        expect(status).to_contain_text(words)
    value = f"0.4: recall {text['recall']}, precision {text['precision']}"
    expect(slider(page)).to_have_attribute("aria-valuetext", value)
    for image in page.locator("svg[role=img]").all():
        assert len(image.get_attribute("aria-label")) > 60


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


@pytest.mark.parametrize("width", [320, 390, 768, 1440])
def test_fits_every_width(open_page, width):
    page = open_page("crash", width)
    field(page, "Prevalence").fill("0.52")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    box = page.locator(".explorer").bounding_box()
    for node in page.locator(".explorer :is(table, button, input, svg)").all():
        if node.is_visible():
            inside = node.bounding_box()
            assert inside["x"] >= box["x"] and inside["x"] + inside["width"] <= box["x"] + box["width"]


def test_without_the_script_and_on_paper_the_figure_stands(open_page):
    y_true, y_score, _ = SAMPLES["crash"]
    page = open_page("crash", java_script_enabled=False)
    expect(page.locator("svg.ex-histogram")).to_be_visible()
    expect(page.locator(".ex-controls")).to_be_empty()
    rows = page.locator(".ex-values tbody tr")
    expect(rows.first).to_be_visible()
    for row in rows.all():
        threshold, *shown = row.locator("th, td").all_inner_texts()
        right = expected(y_true, y_score, float(threshold)).values()
        assert shown == [f"{v:,}" if isinstance(v, int) else "undefined" if np.isnan(v) else f"{v:.3f}" for v in right]

    page = open_page("crash")
    expect(page.locator(".ex-values")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".ex-values")).to_be_visible()
    expect(page.locator(".ex-controls")).to_be_hidden()
    assert page.locator(".ex-values").evaluate("node => node.scrollWidth <= node.clientWidth")


def luminance(color):
    share = np.array([float(c) for c in re.findall(r"[\d.]+", color)[:3]]) / 255
    return np.where(share <= 0.03928, share / 12.92, ((share + 0.055) / 1.055) ** 2.4) @ [0.2126, 0.7152, 0.0722]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_contrast(open_page, theme):
    """Graphics at least 3 : 1, text at least 4.5 : 1, with the colours of the theme's two modes as paper and ink."""
    page = open_page("ties")
    paper, ink = {"light": ("#ffffff", "#222832"), "dark": ("#14181e", "#ced6dd")}[theme]
    page.evaluate(f"""() => {{
        document.documentElement.dataset.theme = "{theme}";
        document.body.style = "--pst-color-background: {paper}; --pst-color-text-base: {ink}";
    }}""")
    style = "(node, name) => getComputedStyle(node)[name]"
    background = luminance(page.locator(".explorer").evaluate(style, "backgroundColor"))
    for selector, name, least in (
        ("use.ex-pos", "fill", 3),
        ("use.ex-neg", "fill", 3),
        (".ex-curve", "stroke", 3),
        ("button", "color", 4.5),
        ("td[data-show=recall]", "color", 4.5),
    ):
        color = luminance(page.locator(selector).first.evaluate(style, name))
        low, high = sorted((color, background))
        assert (high + 0.05) / (low + 0.05) >= least, selector


def test_in_jupyterlab(open_page):
    """Each output brings the script along, and leaves the figures alone that are at work already."""
    page = open_page("ties-lab")
    for typed in ("0.3", "0.7"):
        page.evaluate("addOutput()")
        figure = page.locator("body > div > .explorer").last
        expect(figure.get_by_role("slider")).to_have_count(2)
        figure.get_by_role("textbox", name="Threshold").fill(typed)
    assert page.locator("body > div [data-show=threshold]").all_inner_texts() == ["0.3", "0.7"]
