"""The cost figure: its counts are exact, its minima those over all scores, its intervals and bars those of NumPy."""

import json
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import expect
from sklearn import metrics

from interactive.conftest import COLOURS, STYLE, contrast, luminance_of
from interactive.core import MICRO
from interactive.cost import (
    ENDS,
    NOBODY,
    PRICES,
    STEPS,
    bayes_at,
    cheapest,
    cost_curves,
    counts,
    interval,
    listed,
    places,
    short,
)
from interactive.cost.examples import FIGURES, SAMPLES

KILOBYTE = 1024
SETS = ("val", "test")
SMALL = {"y_val": [0, 1, 1], "score_val": [0.1, 0.4, 0.3], "y_test": [0, 1], "score_test": [0.2, 0.6], "draws": 50}


def shown(html, key):
    return re.search(rf'data-show="{key}"[^>]*>(.*?)<', html)[1]


def sample(name, key):
    y_val, score_val, y_test, score_test, _ = SAMPLES[name]
    y_true, y_score = (y_val, score_val) if key == "val" else (y_test, score_test)
    return np.array(y_true), np.array(y_score, float)


def thresholds(name):
    return np.cumsum(FIGURES[name].data["at"]).tolist()


def each(y_true, y_score, threshold, price):
    """The cost of each case."""
    alarm = y_score >= threshold
    return np.where(y_true == 1, price * ~alarm, alarm).astype(float)


def with_ends(values):
    error = 1.96 * np.std(values, ddof=1) / np.sqrt(len(values))
    return np.mean(values) + error * np.array([0, -1, 1])


def number(text):
    return np.inf if text == "above every score" else float(text.replace("−", "-"))


def ends(text):
    if text == "same alarms":
        return [0, 0]
    return [number(end) for end in text.split(" to ")] if " to " in text else 2 * [number(text)]


def lowest(y_true, y_score, price):
    """Of the cheapest thresholds the lowest, and its cost; nobody (inf) only where nothing else is as cheap."""
    fpr, tpr, at = metrics.roc_curve(y_true, y_score, drop_intermediate=False)
    costs = fpr * (1 - np.mean(y_true)) + price * (1 - tpr) * np.mean(y_true)
    cheap = np.flatnonzero(costs <= costs.min() + 1e-12)
    return at[cheap[-1]], costs.min()


def assert_is_right(text, name, price, threshold):
    """All numbers of the figure, by scikit-learn and NumPy from the cases. `text` gives what is shown under a key."""
    near = pytest.approx
    bayes = 1 / (1 + price)
    minima = {key: lowest(*sample(name, key), price) for key in SETS}
    assert number(text("bayes")) == near(bayes, abs=0.00051)
    for key in SETS:
        y_true, y_score = sample(name, key)
        y_pred = (y_score >= threshold).astype(int)
        _, fp, fn, _ = metrics.confusion_matrix(y_true, y_pred, labels=[0, 1]).ravel()
        assert (text(f"fp_{key}"), text(f"fn_{key}")) == (f"{fp:,}", f"{fn:,}")
        weight = np.where(y_true == 1, price, 1)
        mean = metrics.zero_one_loss(y_true, y_pred, sample_weight=weight) * weight.mean()
        chosen, formula = (each(y_true, y_score, t, price) for t in (threshold, bayes))
        assert [mean, *with_ends(chosen)[1:]] == near(
            [number(text(f"cost_{key}")), *ends(text(f"costRange_{key}"))], abs=0.00051
        )
        gap = [number(text(f"gap_{key}")), *ends(text(f"gapRange_{key}"))]
        assert with_ends(chosen - formula) == near(gap, abs=0.00051)
        assert (text(f"gapRange_{key}") == "same alarms") == (chosen == formula).all()
        assert number(text(f"bayes_{key}")) == near(formula.mean(), abs=0.00051)
        assert number(text(f"nobody_{key}")) == near(price * y_true.mean(), abs=0.00051)
        assert number(text(f"everybody_{key}")) == near(1 - y_true.mean(), abs=0.00051)
        assert number(text(f"lowest_{key}")) == near(minima[key][0], abs=0.00051)
        for other in SETS:
            cost = each(y_true, y_score, minima[other][0], price).mean()
            assert number(text(f"lowest_{other}_{key}")) == near(cost, abs=0.00051)


# --- What Python writes -----------------------------------------------------------------------------------------------

scores = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 20)), max_size=30)


@settings(max_examples=40)
@given(pairs=scores, other=scores)
def test_the_thresholds_known_hold_every_minimum_and_every_bayes_threshold(pairs, other):
    """Counts at them are those of all cases, so the lowest cost among them is the lowest of all."""
    sets = [tuple(map(np.array, zip((0, 3), (1, 9), *rows))) for rows in (pairs, other)]
    sets = [(y_true, 50_000 * whole) for y_true, whole in sets]
    at = listed(500_000, *(cheapest(*one) for one in sets))
    assert (np.diff(at) > 0).all() and at[0] == 0 and at[-1] == NOBODY
    for y_true, whole in sets:
        fp, fn = counts(y_true, whole, at)
        for k in range(0, len(at), 20):
            alarm = whole >= at[k]
            assert (fp[k], fn[k]) == ((alarm & (y_true == 0)).sum(), (~alarm & (y_true == 1)).sum())
        for price, least in zip(PRICES, cheapest(y_true, whole)):
            cost = (fp + price * fn) / len(y_true)
            threshold, right = lowest(y_true, whole / MICRO, price)
            assert cost.min() == pytest.approx(right, abs=1e-12)
            assert (least == NOBODY) if threshold == np.inf else (least / MICRO == threshold)
            bayes = np.searchsorted(at, bayes_at(price))
            assert cost[bayes] == pytest.approx(each(y_true, whole / MICRO, 1 / (1 + price), price).mean(), abs=1e-12)


@settings(max_examples=40)
@given(pairs=scores, price=st.sampled_from(PRICES), one=st.integers(0, 21), two=st.integers(0, 21))
def test_intervals_are_numpys_of_the_cases(pairs, price, one, two):
    """From counts alone; the paired one too, since of two thresholds all cases between them have one sign."""
    y_true, y_score = map(np.array, zip((0, 3), (1, 9), *pairs))
    (fp, other_fp), (fn, other_fn) = counts(y_true, y_score, [one, two])
    first, second = (each(y_true, y_score, at, price) for at in (one, two))
    assert interval(int(fp), int(fn), price, len(y_true)) == pytest.approx(with_ends(first), abs=1e-9)
    found = interval(int(fp - other_fp), int(fn - other_fn), price, len(y_true))
    assert found == pytest.approx(with_ends(first - second), abs=1e-9)


@pytest.mark.parametrize("name", ["ties", "few"])
def test_bars_are_the_quantiles_of_the_draws(name):
    """Draw by draw, with the rows repeated."""
    for key in SETS:
        y_true, y_score = sample(name, key)
        rng, times = np.random.default_rng(0), np.zeros((60, len(y_true)), int)
        for label in (0, 1):
            rows = np.flatnonzero(y_true == label)
            for one in times:
                one[rows] = np.bincount(rng.integers(len(rows), size=len(rows)), minlength=len(rows))
        found = places(y_true, np.rint(y_score * MICRO).astype(int), 60)
        at = np.append(np.unique(y_score), 2)  # 2: nobody
        alarm = y_score >= at[:, None]
        for price, (low, high) in list(zip(PRICES, found))[::4]:
            costs = times @ np.where(y_true == 1, price * ~alarm, alarm).T
            right = np.quantile(at[costs.argmin(axis=1)], [0.025, 0.975])
            for mine, theirs in zip((low, high), right):
                assert theirs > 1 if mine == NOBODY else mine / MICRO == pytest.approx(theirs, abs=1e-6)


@pytest.mark.parametrize("name", SAMPLES)
def test_static_numbers(name):
    html, options = FIGURES[name].body, SAMPLES[name][-1]
    price, threshold = options.get("price", 20), options.get("threshold", 0.5)
    assert_is_right(lambda key: shown(html, key), name, price, threshold)
    assert shown(html, "threshold") == f"{threshold:g}"


def test_the_running_example_is_the_chapters_and_small():
    figure = FIGURES["crash"]
    assert len(json.dumps(figure.data, separators=(",", ":"))) < 7 * KILOBYTE  # of 10,300 scores
    at_20 = PRICES.index(20)
    for key, right in {"val": (0.038047, "0.347"), "test": (None, "0.351")}.items():
        assert shown(figure.body, f"lowest_{key}_{key}") == right[1]
        least = thresholds("crash")[figure.data["sets"][key]["lowest"][at_20]] / MICRO
        assert least == lowest(*sample("crash", key), 20)[0]
    assert "falls at 0.018 to 0.075 on validation, at 0.020 to 0.049 on test." in shown(figure.body, "places")
    assert repr(figure).endswith("0.786 on validation and 0.844 on test, the Bayes threshold 0.356 and 0.378")


@pytest.mark.parametrize(("whole", "text"), [(50_000, "0.05"), (47_620, "0.0476"), (1_000_000, "1"), (2_055, "0.00206"),
                                             (7, "0.000007"), (0, "0"), (NOBODY, "above every score")])  # fmt: skip
def test_thresholds_have_three_digits(whole, text):
    assert short(whole) == text


@pytest.mark.parametrize(
    ("argument", "values"),
    [
        ("y_val", {"y_val": [0, 1, 2]}),
        ("y_val", {"y_val": [1, 1, 1]}),
        ("y_test", {"y_test": [0, 0]}),
        ("y_test", {"y_test": []}),
        ("score_val", {"score_val": [0.1, 0.4]}),
        ("score_val", {"score_val": [0.1, np.nan, 0.3]}),
        ("score_val", {"score_val": [0.1, 0.4, 1 / 3]}),
        ("score_test", {"score_test": [-0.1, 0.5]}),
        ("score_test", {"score_test": [0.5, 1.1]}),
        ("score_test", {"score_test": ["a", "b"]}),
        ("price", {"price": 11}),
        ("price", {"price": 0}),
        ("price", {"price": "20"}),
        ("threshold", {"threshold": 0.001}),
        ("threshold", {"threshold": 1.5}),
        ("threshold", {"threshold": 1 / 21}),
        ("threshold", {"threshold": np.nan}),
        ("draws", {"draws": 49}),
        ("draws", {"draws": 100.5}),
        ("draws", {"draws": 1e9}),
        ("label", {"label": " "}),
        ("name", {"name": "Two words"}),
    ],
)
def test_bad_input_names_the_argument(argument, values):
    with pytest.raises(ValueError, match=f"^{argument} "):
        cost_curves(**SMALL | values)


def test_text_is_escaped():
    html = cost_curves(**SMALL, label="<b>&</script>")._repr_html_()
    assert "&lt;b&gt;&amp;&lt;/script&gt;" in html
    assert html.count("</script>") == 3  # data, core, figure


# --- In the browser ---------------------------------------------------------------------------------------------------


@pytest.fixture
def open_page(show):
    return lambda name, width=1440, **options: show(FIGURES[name], width=width, **options)


def price_slider(page):
    return page.get_by_role("slider", name="Cost of a miss")


def threshold_slider(page):
    return page.get_by_role("slider", name="Threshold")


def texts_of(page):
    found = page.locator("[data-show]").evaluate_all("nodes => nodes.map(n => [n.dataset.show, n.textContent.trim()])")
    return dict(found).__getitem__


def nearest(name, step):
    """The known threshold next to a step of the slider."""
    at = np.array([whole for whole in thresholds(name) if ENDS[0] * MICRO <= whole <= MICRO])
    goal = np.log(ENDS[0]) + step / STEPS * np.log(ENDS[1] / ENDS[0])
    return at[np.argmin(abs(np.log(at / MICRO) - goal))] / MICRO


def where(page, selector, *attributes):
    return [float(page.locator(selector).get_attribute(a).removesuffix("%")) / 100 for a in attributes]


def place(threshold):
    low, high = np.log(ENDS)
    return np.clip((np.log(max(threshold, 1e-6)) - low) / (high - low), 0, 1)


@pytest.mark.parametrize("name", SAMPLES)
def test_numbers_are_scikit_learns_at_every_price_and_threshold(open_page, name):
    page = open_page(name)
    for p, step in [(0, 0), (7, 90), (15, 123), (14, 240), (24, 31)]:
        price_slider(page).fill(str(p))
        threshold_slider(page).fill(str(step))
        threshold, text = nearest(name, step), texts_of(page)
        assert text("priceText") == f"A miss costs {PRICES[p]} false alarm{'s' if p else ''}."
        assert text("threshold") == short(round(threshold * MICRO))
        assert_is_right(text, name, PRICES[p], threshold)


def test_marks_stand_where_the_numbers_say(open_page):
    page = open_page("crash")
    for p, step in [(14, 150), (20, 90), (4, 200)]:
        price_slider(page).fill(str(p))
        threshold_slider(page).fill(str(step))
        price, threshold, text = PRICES[p], nearest("crash", step), texts_of(page)
        top, half = number(text("top")), number(text("half"))
        assert half == top / 2
        assert where(page, "line.ex-chosen", "x1", "x2") == pytest.approx(2 * [place(threshold)], abs=1e-9)
        assert where(page, "line.ex-bayes", "x1", "x2") == pytest.approx(2 * [place(1 / (1 + price))], abs=1e-9)
        for key in SETS:
            y_true, y_score = sample("crash", key)
            assert top >= min(price * y_true.mean(), 1 - y_true.mean())
            cost = each(y_true, y_score, threshold, price).mean()
            assert where(page, f"circle.ex-{key}", "cx", "cy") == pytest.approx(
                [place(threshold), 1 - cost / top], abs=1e-9
            )
            at, cost = lowest(y_true, y_score, price)
            mark = f"svg:has(> path.ex-low.ex-{key})"
            assert where(page, mark, "x", "y") == pytest.approx([place(at), 1 - cost / top], abs=1e-9)
            low, high = (place(whole / MICRO) for whole in FIGURES["crash"].data["sets"][key]["places"][p])
            assert where(page, f"line.ex-bar.ex-{key}", "x1", "x2") == pytest.approx([low, high], abs=1e-9)
            points = page.locator(f"path.ex-curve.ex-{key}").get_attribute("d").removeprefix("M").split("L")
            points = np.array([point.split() for point in points], float) / 500
            curve = [each(y_true, y_score, t, price).mean() / top for t in (nearest("crash", k) for k in (40, 160))]
            drawn = [1 - points[np.argmin(abs(points[:, 0] - k / STEPS)), 1] for k in (40, 160)]
            assert drawn == pytest.approx(curve, abs=0.02)


# All words but those for a screen reader, which come a while after what they tell of.
SHOWN = """figure => {
    const copy = figure.cloneNode(true);
    copy.querySelector("[role=status]").remove();
    return copy.textContent;
}"""


def test_keyboard_and_buttons(open_page):
    page = open_page("crash")
    start = page.locator(".explorer").evaluate(SHOWN)
    page.keyboard.press("Tab")
    expect(price_slider(page)).to_be_focused()
    seen = []
    for _ in range(4):
        page.keyboard.press("ArrowRight")
        seen.append(texts_of(page)("priceText"))
    assert seen == [f"A miss costs {price} false alarms." for price in (25, 30, 35, 40)]
    page.keyboard.press("Tab")
    expect(threshold_slider(page)).to_be_focused()
    found = [float(texts_of(page)("threshold"))]
    for _ in range(30):
        page.keyboard.press("ArrowLeft")
        found.append(float(texts_of(page)("threshold")))
    assert found == sorted(set(found), reverse=True)
    page.get_by_role("button", name="Bayes").click()
    text = texts_of(page)
    assert text("threshold") == "0.0244" and text("cost_val") == text("bayes_val") and text("gap_test") == "0.000"
    page.get_by_role("button", name="Minimum on validation").click()
    text = texts_of(page)
    assert [text(f"cost_{key}") for key in SETS] == [text(f"lowest_val_{key}") for key in SETS]
    page.get_by_role("button", name="Reset").click()
    assert page.locator(".explorer").evaluate(SHOWN) == start
    page = open_page("few")  # at the price 1 the cheapest is to call nobody
    page.get_by_role("button", name="Minimum on validation").click()
    text = texts_of(page)
    assert (text("threshold"), text("fp_val"), text("fn_val")) == ("above every score", "0", "1")


def test_screen_reader(open_page):
    page = open_page("crash")
    status = page.get_by_role("status")
    price_slider(page).fill("20")
    expect(status).to_contain_text("A miss costs 60. Bayes threshold 0.016: cost 0.521 on validation, 0.548 on test.")
    expect(status).to_contain_text("falls at 0.007 to 0.019 on validation")
    expect(price_slider(page)).to_have_attribute("aria-valuetext", "60: Bayes threshold 0.016")
    page.get_by_role("button", name="Reset").click()
    expect(status).to_have_text(
        "Back to the start. Threshold 0.5: cost 0.786 on validation, 0.844 on test. Minus Bayes: 0.430, "
        "0.337 to 0.523, on validation; 0.466, 0.371 to 0.562, on test."
    )
    expect(threshold_slider(page)).to_have_attribute("aria-valuetext", "0.5: cost 0.786 on validation, 0.844 on test")


def test_slider_lies_under_the_line(open_page):
    page = open_page("crash")
    for width in (1440, 390, 320):
        page.set_viewport_size({"width": width, "height": 900})
        line, slider = (page.locator(s).bounding_box() for s in ("line.ex-chosen", ".ex-cut input"))
        share = int(threshold_slider(page).input_value()) / STEPS
        thumb = slider["x"] + 8 + share * (slider["width"] - 16)
        assert thumb == pytest.approx(line["x"] + line["width"] / 2, abs=3), width


def test_contrast(open_page):
    page = open_page("ties")
    for theme, (background, _) in COLOURS.items():
        page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
        page.evaluate("paper => document.body.style.setProperty('--pst-color-background', paper)", background)
        paper = luminance_of(page, ".explorer", "backgroundColor")
        assert (paper > 0.5) == (theme == "light")
        for key in SETS:
            assert contrast(luminance_of(page, f"path.ex-curve.ex-{key}", "stroke"), paper) >= 4.5
            assert contrast(luminance_of(page, f"text.ex-{key}", "fill"), paper) >= 4.5


def test_forced_colours_keep_the_two_sets_apart(open_page):
    page = open_page("ties", forced_colors="active")
    found = [page.locator(f"path.ex-curve.ex-{key}").evaluate(STYLE, "stroke") for key in SETS]
    dashes = [page.locator(f"path.ex-curve.ex-{key}").evaluate(STYLE, "strokeDasharray") for key in SETS]
    assert found[0] != found[1] and dashes[0] != dashes[1]
