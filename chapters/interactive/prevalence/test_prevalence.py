"""The prevalence figure: what it says at any prevalence is scikit-learn's with re-weighted classes."""

import json
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import expect
from sklearn import metrics

from interactive.conftest import STYLE, contrast, listen, luminance, luminance_of
from interactive.prevalence import FIXED, average_precision, auc, prevalence_curves, turning_points
from interactive.prevalence.examples import FIGURES, SAMPLES

KILOBYTE = 1024
Y_TRUE = np.array([0, 0, 1, 1, 0, 1, 1])
Y_SCORE = np.array([0, 0.1, 0.1, 0.5, 0.5, 0.9, 1])


def stored_data(html):
    return json.loads(re.search(r'<script type="application/json">(.*?)</script>', html)[1])


def shown(html, key):
    return re.search(rf'data-show="{key}"[^>]*>(.*?)<', html)[1]


def weights(y_true, share):
    own = np.mean(y_true)
    return np.where(np.equal(y_true, 1), share / own, (1 - share) / (1 - own))


def expected(y_true, y_score, threshold, share):
    """By scikit-learn: what the figure shows at a threshold, with the classes re-weighted; counts not rounded."""
    weight = weights(y_true, share)
    y_pred = np.greater_equal(y_score, threshold).astype(int)
    matrix = metrics.confusion_matrix(y_true, y_pred, labels=[0, 1], sample_weight=weight)
    (tn, fp), (fn, tp) = 10_000 * matrix / weight.sum()
    options = {"sample_weight": weight, "zero_division": np.nan}
    return {
        "ap": metrics.average_precision_score(y_true, y_score, sample_weight=weight),
        "precision": metrics.precision_score(y_true, y_pred, **options),
        "recall": metrics.recall_score(y_true, y_pred, **options),
        "fpr": fp / (fp + tn),
        "positives": tp + fn,
        "alarms": tp + fp,
        "right": tp,
    }


def assert_shows(text, key, value):
    if np.isnan(value):
        assert text == "undefined"
    elif key in ("positives", "alarms", "right"):
        if text == "under 1":
            assert 0 < value <= 0.5 + 1e-9
        else:
            assert abs(int(text.replace(",", "")) - value) <= 0.5 + 1e-9
            assert (text == "0") == (value == 0)
    else:
        assert re.fullmatch(r"[01]\.\d{3}", text) and abs(float(text) - value) <= 0.0005 + 1e-9


def points(d):
    return np.array([pair.split() for pair in d.removeprefix("M").split("L")], float) / 500 * [1, -1] + [0, 1]


def off(some, line):
    """How far the farthest of some points is from a line through corners."""
    start, way = line[:-1], np.diff(line, axis=0)
    along = np.einsum("pcd,cd->pc", some[:, None] - start, way) / (way**2).sum(axis=1)
    nearest = start + np.clip(along, 0, 1)[..., None] * way
    return np.linalg.norm(some[:, None] - nearest, axis=2).min(axis=1).max()


# --- What Python writes -----------------------------------------------------------------------------------------------


@given(
    pairs=st.lists(st.tuples(st.integers(0, 1), st.integers(0, 12)), max_size=40),
    share=st.floats(0.001, 0.5),
    threshold=st.none() | st.integers(-1, 14),
)
def test_leaving_out_points_changes_nothing(pairs, share, threshold):
    """AUC and average precision from the points kept are scikit-learn's from all rows, ties and all."""
    y_true, y_score = (np.array(column) for column in zip((0, 5), (1, 5), *pairs))
    fp, tp, at, start = turning_points(y_true, y_score, threshold)
    own, weight = y_true.mean(), weights(y_true, share)
    right = metrics.average_precision_score(y_true, y_score, sample_weight=weight)
    assert average_precision(fp, tp, share, own) == pytest.approx(right, rel=0, abs=1e-12)
    right = metrics.average_precision_score(y_true, y_score)
    assert average_precision(fp, tp, own, own) == pytest.approx(right, rel=0, abs=1e-12)
    right = metrics.roc_auc_score(y_true, y_score, sample_weight=weight)
    assert auc(fp, tp) == pytest.approx(right, rel=0, abs=1e-12)
    for point, least in enumerate(at):  # every point is what its threshold gives
        alarms = y_score >= (np.inf if least is None else least)
        assert (fp[point], tp[point]) == ((alarms & (y_true == 0)).sum(), (alarms & (y_true == 1)).sum())
    if threshold is None:
        assert 2 * tp[start] >= tp[-1] and at[start] in y_score[y_true == 1]
        assert 2 * (y_true[y_score > at[start]]).sum() < tp[-1]
    else:
        assert at[start] == (threshold if threshold <= y_score.max() else None)


@pytest.mark.parametrize("name", SAMPLES)
def test_static_numbers_are_scikit_learns(name):
    y_true, y_score, options = SAMPLES[name]
    html = FIGURES[name]._repr_html_()
    own, start = np.mean(y_true), re.match("Threshold (.*?): ", shown(html, "rates"))[1]
    threshold = np.inf if start == "above every score" else float(start)
    assert threshold == options.get("threshold", threshold) or threshold == np.inf
    now = expected(y_true, y_score, threshold, own)
    for key in ("ap", "precision", "alarms", "right"):
        assert_shows(shown(html, key), key, now[key])
    for share in FIXED:
        right = expected(y_true, y_score, threshold, share)
        for key in ("precision", "alarms", "right"):
            assert_shows(shown(html, f"{key}-{100 * share:g}"), key, right[key])
        assert_shows(re.search(rf'<th scope="row">{100 * share:g} %</th><td>(.*?)<', html)[1], "ap", right["ap"])
    found = re.fullmatch(r"Threshold (.*): recall (.*) and false positive rate (.*) at every.*", shown(html, "rates"))
    assert found[1] == start
    assert_shows(found[2], "recall", now["recall"])
    assert_shows(found[3], "fpr", now["fpr"])
    words = shown(html, "counts")
    assert words.startswith(f"Of 10,000 cases at a prevalence of {100 * own:.4g}\u00a0%, rounded: ")
    assert_shows(re.search(": (.*?) positive", words)[1], "positives", now["positives"])
    if now["alarms"]:
        counts = f", {shown(html, 'alarms')} with an alarm, {shown(html, 'right')} of these right. Precision "
        assert words.endswith(counts + shown(html, "precision") + ".")
    else:
        assert words.endswith("positive, none with an alarm. Precision is undefined: 0/0.")
    assert f">ROC curve, AUC {metrics.roc_auc_score(y_true, y_score):.3f}</p>" in html


def test_curves_are_scikit_learns():
    y_true, y_score, _ = SAMPLES["ties"]
    html = FIGURES["ties"]._repr_html_()
    fpr, tpr, _ = metrics.roc_curve(y_true, y_score, drop_intermediate=False)
    roc = points(re.search(r'class="ex-roc".*?class="ex-curve" d="(.*?)"', html, re.DOTALL)[1])
    assert off(np.column_stack([fpr, tpr]), roc) < 0.0015  # half a step of the grid, in both directions
    faint = re.findall(r'class="ex-faint" d="(.*?)"', html)
    bold = re.search(r'data-at="d=pr" d="(.*?)"', html)[1]
    for share, d in zip([y_true.mean(), *FIXED], [bold, *faint], strict=True):
        weight = weights(y_true, share)
        precision, recall, _ = metrics.precision_recall_curve(y_true, y_score, sample_weight=weight)
        drawn = points(d)
        assert off(np.column_stack([recall, precision])[:-1], drawn) < 0.0015  # (0, 1) belongs to no threshold
        area = np.sum(np.diff(drawn[:, 0]) * drawn[1:, 1])  # of the steps: the average precision
        assert area == pytest.approx(metrics.average_precision_score(y_true, y_score, sample_weight=weight), abs=0.003)


def test_the_running_example_is_small():
    html = FIGURES["crash"]._repr_html_()
    assert len(json.dumps(stored_data(html), separators=(",", ":"))) < 6 * KILOBYTE  # of 5,150 scores
    assert repr(FIGURES["crash"]).startswith("Prevalence: AUC 0.881; average precision 0.278 at 4.33 %")


@pytest.mark.parametrize(
    ("argument", "values"),
    [
        ("y_true", {"y_true": []}),
        ("y_true", {"y_true": [0, 2, 1, 1, 0, 1, 1]}),
        ("y_true", {"y_true": np.ma.masked_equal(Y_TRUE, 0)}),
        ("y_true", {"y_true": Y_TRUE[:, None]}),
        ("y_true", {"y_true": [0] * 7}),
        ("y_true", {"y_true": [1] * 7}),
        ("y_score", {"y_score": [0.5]}),
        ("y_score", {"y_score": [0.5, np.nan, 0, 0, 0, 0, 0]}),
        ("y_score", {"y_score": ["a"] * 7}),
        ("y_score", {"y_score": Y_SCORE + 1 / 3}),
        ("threshold", {"threshold": 1 / 3}),
        ("threshold", {"threshold": np.inf}),
        ("threshold", {"threshold": 1e300}),
        ("threshold", {"threshold": "0.5"}),
        ("label", {"label": " "}),
        ("name", {"name": "Two words"}),
        ("classes", {"classes": ["one"]}),
        ("classes", {"classes": None}),
    ],
)
def test_bad_input_names_the_argument(argument, values):
    with pytest.raises(ValueError, match=f"^{argument} "):
        prevalence_curves(**{"y_true": Y_TRUE, "y_score": Y_SCORE} | values)


def test_text_is_escaped():
    html = prevalence_curves(Y_TRUE, Y_SCORE, label="<b>&", classes=("<i>", "</script>"))._repr_html_()
    assert "&lt;b&gt;&amp;" in html and "&lt;i&gt;" in html
    assert "<i>" not in html and html.count("</script>") == 3  # data, core, figure


# --- In the browser ---------------------------------------------------------------------------------------------------


@pytest.fixture
def open_page(show):
    return lambda name, width=1440, **options: show(FIGURES[name], width=width, **options)


def field(page):
    return page.get_by_role("textbox", name="Prevalence")


def slider(page, label="Prevalence"):
    return page.get_by_role("slider", name=label)


def text(page, key):
    return page.locator(f"[data-show={key}]").first.inner_text()


def share_now(page):
    return float(text(page, "share")) / 100


def threshold_now(page):
    return re.match("Threshold (.*?): ", text(page, "rates"))[1]


def where(page, curve):
    """Place of the dot, from the left and from the top."""
    dot = page.locator(f".ex-{curve} circle")
    return [float(dot.get_attribute(key).removesuffix("%")) / 100 for key in ("cx", "cy")]


@pytest.mark.parametrize("name", ["crash", "ties"])
def test_numbers_are_scikit_learns_at_every_prevalence(open_page, name):
    y_true, y_score, _ = SAMPLES[name]
    page = open_page(name)
    steps = int(slider(page, "Threshold").get_attribute("max"))
    silent = few = 0
    for share, step in (("0.1", 1), ("0.52", steps // 3), ("2,5", 0), ("37.5", steps)):
        field(page).fill(share)
        slider(page, "Threshold").fill(str(step))
        pi, at = float(share.replace(",", ".")) / 100, threshold_now(page)
        assert share_now(page) == pytest.approx(pi, abs=1e-12)
        threshold = np.inf if at == "above every score" else float(at)
        right = expected(y_true, y_score, threshold, pi)
        for key in ("ap", "precision", "alarms", "right"):
            assert_shows(text(page, key), key, right[key])
        few += text(page, "right") == "under 1"
        at_10 = expected(y_true, y_score, threshold, 0.1)
        for key in ("precision", "alarms", "right"):
            assert_shows(text(page, f"{key}-10"), key, at_10[key])
        rates = text(page, "rates")
        assert_shows(re.search("recall (.*?) and", rates)[1], "recall", right["recall"])
        assert_shows(re.search("rate (.*?) at", rates)[1], "fpr", right["fpr"])
        assert_shows(re.search("rounded: (.*?) positive", text(page, "counts"))[1], "positives", right["positives"])
        assert text(page, "base") == f"baseline {float(share.replace(',', '.')):g}\u00a0%"
        assert where(page, "roc") == pytest.approx([right["fpr"], 1 - right["recall"]], abs=1e-9)
        if np.isnan(right["precision"]):
            silent += 1
            expect(page.locator(".ex-pr circle")).to_be_hidden()
            assert text(page, "counts").endswith("none with an alarm. Precision is undefined: 0/0.")
        else:
            expect(page.locator(".ex-pr circle")).to_be_visible()
            assert where(page, "pr") == pytest.approx([right["recall"], 1 - right["precision"]], abs=1e-9)
    assert silent == 1 and (few or name != "crash")


def test_the_roc_curve_stays_and_the_other_moves(open_page):
    y_true, y_score, _ = SAMPLES["crash"]
    page = open_page("crash")
    roc, curve = page.locator(".ex-roc"), page.locator("[data-at='d=pr']")
    before, drawn = roc.inner_html(), curve.get_attribute("d")
    heights = []
    for button in ("50 %", "Sample: 4.33 %", "10 %", "1 %"):
        page.get_by_role("button", name=re.compile(f"^{button}")).click()
        assert field(page).input_value() == text(page, "share") == re.search(r"[\d.]+", button)[0]
        share = y_true.mean() if "Sample" in button else share_now(page)
        assert roc.inner_html() == before
        corners = points(curve.get_attribute("d"))
        area = np.sum(np.diff(corners[:, 0]) * corners[1:, 1])
        right = metrics.average_precision_score(y_true, y_score, sample_weight=weights(y_true, share))
        assert area == pytest.approx(right, abs=0.003)
        chance = points(page.locator("[data-at='d=chance']").get_attribute("d"))
        np.testing.assert_allclose(chance[:, 1], share, atol=0.0011)
        heights.append(area)
        assert (curve.get_attribute("d") == drawn) == ("Sample" in button)
        if "Sample" not in button:  # the bold curve lies on the faint one of this prevalence
            assert page.locator(f".ex-faint[d='{curve.get_attribute('d')}']").count() == 1
    assert heights[0] > heights[2] > heights[1] > heights[3]


def test_slider_is_logarithmic_and_reaches_from_end_to_end(open_page):
    page = open_page("crash")
    found = []
    for step in (0, 1, 100, 200, 299, 300):
        slider(page).fill(str(step))
        assert slider(page).input_value() == str(step)
        found.append(share_now(page))
    assert found[0] == 0.001 and found[-1] == 0.5
    np.testing.assert_allclose(found, 0.001 * 500 ** (np.array([0, 1, 100, 200, 299, 300]) / 300), rtol=0.005)


@pytest.mark.parametrize(("name", "ends"), [("frequent", ("0.1", "73.5")), ("rare", ("0.03333", "50"))])
def test_a_sample_outside_the_usual_range_widens_it(open_page, name, ends):
    page = open_page(name)
    for end, key in zip(ends, ("Home", "End")):
        slider(page).focus()
        page.keyboard.press(key)
        assert share_now(page) == pytest.approx(float(end) / 100, rel=0.001)
        field(page).fill(end)
        expect(field(page)).to_have_attribute("aria-invalid", "false")
    field(page).fill("80")
    expect(page.locator(".ex-rule")).to_have_text(f"A number from {ends[0]} to {ends[1]}.")
    expect(page.locator(".ex-rule")).to_be_visible()


def test_typed_values(open_page):
    """A wrong number says in a sentence what is valid: in view, as the field's description, and announced."""
    page = open_page("ties")
    rule = page.locator(".ex-rule")
    before = text(page, "counts")
    for wrong in ("", "abc", "0.09", "50.1"):
        field(page).fill(wrong)
        expect(field(page)).to_have_attribute("aria-invalid", "true")
        expect(rule).to_be_visible()
        assert text(page, "counts") == before
    expect(field(page)).to_have_accessible_description("A number from 0.1 to 50.")
    expect(page.get_by_role("status")).to_have_text("A number from 0.1 to 50.")
    page.keyboard.press("Tab")
    expect(field(page)).to_have_value("26.5")  # what cannot be used does not stay
    expect(rule).to_be_hidden()


def test_keyboard_alone(open_page):
    """Tab to a slider, arrow keys, no step lost; the buttons; the other slider; back to the start with Reset."""
    page = open_page("crash")
    start = page.locator(".explorer").inner_text()
    page.keyboard.press("Tab")
    expect(slider(page)).to_be_focused()
    found = [share_now(page)]
    for _ in range(12):
        page.keyboard.press("ArrowLeft")
        found.append(share_now(page))
    assert found == sorted(set(found), reverse=True)
    for _ in range(5):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert share_now(page) == 0.01
    for _ in range(2):
        page.keyboard.press("Tab")
    expect(slider(page, "Threshold")).to_be_focused()
    page.keyboard.press("ArrowRight")
    assert 0 < float(threshold_now(page)) < 0.05
    page.keyboard.press("Home")
    assert (threshold_now(page), text(page, "precision")) == ("above every score", "undefined")
    page.keyboard.press("End")
    assert text(page, "precision") == text(page, "precision-1") == "0.010"  # everything raises an alarm: the baseline
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="Reset")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.locator(".explorer").inner_text() == start


def test_screen_reader(open_page):
    """What changed and what follows, once the reader rests."""
    page = open_page("crash")
    status = page.get_by_role("status")
    listen(page)
    for position in ("100", "80", "60"):
        slider(page).fill(position)
    expect(status).to_contain_text("Prevalence 0.347 %")
    assert len(page.evaluate("window.heard")) == 1  # not every step of the way
    ap, precision = text(page, "ap"), text(page, "precision")
    expect(status).to_have_text(f"Prevalence 0.347 %: AP {ap}, precision {precision}. AUC 0.881 and recall 0.726 stay.")
    expect(slider(page)).to_have_attribute("aria-valuetext", f"0.347 %: AP {ap}, precision {precision}")
    slider(page, "Threshold").fill("0")
    expect(status).to_contain_text("At 0.347 %: precision undefined.")
    expect(slider(page, "Threshold")).to_have_attribute("aria-valuetext", re.compile("above every score.*undefined$"))
    page.get_by_role("button", name="Reset").click()
    expect(status).to_have_text("Back to the start. Prevalence 4.33 %, threshold 0.05: AP 0.278, precision 0.175.")


def test_both_squares_stand_side_by_side_and_level(open_page):
    """On a phone too, so that one sees at once which curve stays."""
    page = open_page("crash")
    for width in (1440, 390, 320):
        page.set_viewport_size({"width": width, "height": 800})
        roc, pr = (page.locator(f".ex-{kind}").bounding_box() for kind in ("roc", "pr"))
        assert roc["y"] == pytest.approx(pr["y"], abs=0.5) and roc["width"] == pytest.approx(pr["width"], abs=0.5)
        assert roc["width"] == pytest.approx(roc["height"], abs=0.5)
        assert pr["y"] + pr["height"] - slider(page).bounding_box()["y"] < 560  # the slider and what it moves


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_contrast(open_page, theme):
    page = open_page("ties", theme=theme)
    background = luminance_of(page, ".explorer", "backgroundColor")
    ink = page.locator(".ex-faint").first.evaluate(STYLE, "stroke")
    opacity = float(page.locator(".ex-faint").first.evaluate(STYLE, "opacity"))
    ink, paper = (
        np.array([float(n) for n in re.findall(r"[\d.]+", colour)[:3]])
        for colour in (ink, page.locator(".explorer").evaluate(STYLE, "backgroundColor"))
    )
    mixed = "rgb({}, {}, {})".format(*(opacity * ink + (1 - opacity) * paper))
    assert contrast(luminance(mixed), background) >= 3
