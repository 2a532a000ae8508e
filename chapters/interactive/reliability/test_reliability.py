"""The reliability figure: its bins, ECE and scores are those of chapter 8's functions, at any temperature."""

import json
import re

import numpy as np
import pytest
from define_cells import load, load_helpers
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import expect
from scipy import special, stats
from sklearn import metrics

from interactive.conftest import STYLE, contrast, listen, luminance
from interactive.core import MICRO
from interactive.reliability import DECIMALS, MOST, ROWS, Rows, reliability_explorer, wilson
from interactive.reliability.examples import FIGURES, SAMPLES

KILOBYTE = 1024
chapter, helper = load("08_calibration"), load_helpers("08_calibration")
Y_TRUE = np.array([0, 0, 1, 1, 0, 1, 1])
P = np.array([0, 0.1, 0.1, 0.5, 0.5, 0.9, 1])


def rows_of(y_true, p):
    whole = np.rint(np.asarray(p) * MICRO).astype(int)
    order = np.lexsort([y_true, whole])
    return Rows(whole[order], np.asarray(y_true)[order])


def at_temperature(p, t):
    return np.asarray(p, float) if t == 1 else special.expit(special.logit(np.asarray(p, float)) / t)


def expected(y_true, p, t, n, kind):
    """A column of the table, by the chapter's functions and scikit-learn; `calibrated` is not here."""
    y_true, p = np.asarray(y_true), at_temperature(p, t)
    mean_p, _, count = chapter.reliability_bins(y_true, p, n, kind)
    edges = np.linspace(0, 1, n + 1) if kind == "uniform" else np.percentile(p, np.linspace(0, 1, n + 1) * 100)
    group = np.searchsorted(edges[1:-1], p)
    assert (np.bincount(group, minlength=n) == count).all()
    parts = helper.parts(y_true, p, group)
    variance, covariance = helper.within(y_true, p, group)
    return {
        "ece": chapter.expected_calibration_error(y_true, p, n, kind),
        "loss": chapter.log_loss(y_true, p),
        "brier": chapter.brier(y_true, p),
        **dict(zip(["reliability", "resolution", "uncertainty"], parts)),
        "within": variance - covariance,
        "auc": metrics.roc_auc_score(y_true, p) if len(set(y_true)) == 2 else np.nan,
        "expected": p.sum(),
    }


def assert_shows(text, key, value):
    digits = (DECIMALS | {key: digits for key, (digits, _) in ROWS.items()})[key]
    if np.isnan(value):
        assert text == "undefined"
    elif np.isinf(value):
        assert text == "infinite"
    else:
        assert re.fullmatch(rf"-?[\d,]+\.\d{{{digits}}}" if digits else r"[\d,]+", text), text
        assert abs(float(text.replace(",", "")) - value) <= 0.5 / 10**digits + 1e-9, key


def shown(html, key):
    return re.search(rf'data-show="{key}"[^>]*>(.*?)<', html)[1]


def points(d):
    return np.array([pair.split() for pair in re.findall(r"\d+ \d+", d)], float) / 500 * [1, -1] + [0, 1]


# --- What Python writes -----------------------------------------------------------------------------------------------

hundredths = st.integers(0, 100).map(lambda number: number / 100)  # ties, and edges of bins
samples = st.lists(st.tuples(st.integers(0, 1), hundredths), min_size=1, max_size=40)
kinds = st.sampled_from(["uniform", "quantile"])
temperatures = st.sampled_from([1, 0.25, 0.8, 1.065, 3])


@settings(max_examples=40)
@given(pairs=samples, n=st.integers(1, MOST), kind=kinds, t=temperatures)
def test_bins_are_those_of_the_chapter(pairs, n, kind, t):
    y_true, p = (np.array(column) for column in zip(*sorted(pairs, key=lambda pair: pair[::-1])))
    rows = rows_of(y_true, p)
    mean_p, frac_pos, count = chapter.reliability_bins(y_true, rows.scaled(t), n, kind)
    edges, cut = rows.bins(rows.scaled(t), n, kind)
    assert (np.diff(cut) == count).all() and len(edges) == n + 1
    ours = [np.diff(rows.seen[cut]), np.diff(np.append(0, rows.scaled(t).cumsum())[cut])]
    theirs = [np.nan_to_num(values) * count for values in (frac_pos, mean_p)]
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-12)


@settings(max_examples=40)
@given(pairs=samples, n=st.integers(1, MOST), kind=kinds, t=temperatures)
def test_numbers_are_those_of_the_chapter(pairs, n, kind, t):
    y_true, p = (np.array(column) for column in zip(*sorted(pairs, key=lambda pair: pair[::-1])))
    ours = rows_of(y_true, p).measures(t, n, kind)
    right = expected(y_true, rows_of(y_true, p).scaled(t), 1, n, kind)
    for key, value in right.items():
        np.testing.assert_allclose(ours[key], value, rtol=0, atol=1e-9, err_msg=key)


@pytest.mark.parametrize("name", SAMPLES)
def test_static_numbers_are_the_chapters(name):
    y_true, p, options = SAMPLES[name]
    html, kind, n = FIGURES[name]._repr_html_(), options.get("strategy", "uniform"), options.get("n_bins", 10)
    for column, t in (("one", 1), ("fit", options["temperature"]), ("now", 1)):
        for key, value in expected(y_true, p, t, n, kind).items():
            assert_shows(shown(html, f"{key}-{column}"), key, value)
    if name == "sure":
        assert shown(html, "loss-now") == shown(html, "loss-fit") == "infinite"
    if name == "one-class":
        assert shown(html, "auc-now") == "undefined"


@pytest.mark.parametrize("kind", ["uniform", "quantile"])
def test_the_curve_is_the_ece_of_every_number_of_bins(kind):
    y_true, p, options = SAMPLES["crash"]
    t = options["temperature"]
    ours, theirs, _ = rows_of(y_true, p).curves(t, kind)
    other = "uniform" if kind == "quantile" else "quantile"
    for n in (1, 2, 3, 10, 15, 49, 64, 100):
        for curve, of in ((ours, kind), (theirs, other)):
            right = chapter.expected_calibration_error(y_true, at_temperature(p, t), n, of)
            assert curve[n - 1] == pytest.approx(right, rel=0, abs=1e-12)


def test_a_calibrated_model_is_simulated_as_the_chapter_does():
    """The mean of our 100 sets of labels lies within its noise of 300 others, drawn by NumPy."""
    y_true, p, _ = SAMPLES["crash"]
    rows, rng = rows_of(y_true, p), np.random.default_rng(1)
    for n, kind in ((1, "uniform"), (10, "uniform"), (10, "quantile"), (100, "quantile")):
        off = (rng.random((300, rows.size)) < rows.p) - rows.p
        others = helper.ece_of_all(off, rows.p, n, kind)
        error = others.std() * np.sqrt(1 / 100 + 1 / 300)
        assert abs(rows.measures(1, n, kind)["calibrated"] - others.mean()) < 4 * error
    uniform = rows.drawn / 2**32
    assert stats.kstest(uniform.ravel(), "uniform").pvalue > 0.001
    assert abs(np.corrcoef(uniform[:, :-1].ravel(), uniform[:, 1:].ravel())[0, 1]) < 4 / np.sqrt(uniform.size)
    assert abs(np.corrcoef(uniform[:-1].ravel(), uniform[1:].ravel())[0, 1]) < 4 / np.sqrt(uniform.size)


@pytest.mark.parametrize(("k", "n"), [(0, 1), (1, 1), (3, 7), (103, 4649)])
def test_intervals_are_scipys(k, n):
    right = stats.binomtest(k, n).proportion_ci(0.95, method="wilson")
    assert wilson(k, n) == pytest.approx(tuple(right), rel=0, abs=1e-12)


def test_the_running_example():
    html = FIGURES["crash"]._repr_html_()
    data = re.search(r'<script type="application/json">(.*?)</script>', html)[1]
    assert len(data) < 28 * KILOBYTE  # of 5,150 rows
    assert "temperature" not in json.loads(data)
    assert repr(FIGURES["crash"]) == (
        "The crash data, 10 uniform bins, T = 1: ECE 0.0085, log loss 0.13237, Brier score 0.03556, AUC 0.881"
    )
    assert "Shown: test set. The temperature 1.065 was fitted on the validation set." in html


@pytest.mark.parametrize(
    ("argument", "values"),
    [
        ("y_true", {"y_true": []}),
        ("y_true", {"y_true": [0, 2, 1, 1, 0, 1, 1]}),
        ("y_true", {"y_true": np.zeros(20_001), "p": np.zeros(20_001)}),
        ("p", {"p": [0.5]}),
        ("p", {"p": P + 0.1}),
        ("p", {"p": P / 3}),
        ("p", {"p": ["a"] * 7}),
        ("temperature", {"temperature": 0.2}),
        ("temperature", {"temperature": np.nan}),
        ("temperature", {"temperature": "1"}),
        ("n_bins", {"n_bins": 0}),
        ("n_bins", {"n_bins": 101}),
        ("n_bins", {"n_bins": 2.5}),
        ("strategy", {"strategy": "equal"}),
        ("sets", {"sets": ["test"]}),
        ("sets", {"sets": "ab"}),
        ("label", {"label": " "}),
        ("name", {"name": "Two words"}),
    ],
)
def test_bad_input_names_the_argument(argument, values):
    with pytest.raises(ValueError, match=f"^{argument} "):
        reliability_explorer(**{"y_true": Y_TRUE, "p": P, "temperature": 1.5} | values)


def test_text_is_escaped():
    html = reliability_explorer(Y_TRUE, P, temperature=2, label="<b>&", sets=("<i>", "</script>"))._repr_html_()
    assert "&lt;b&gt;&amp;" in html and "&lt;i&gt;" in html and "&lt;/script&gt;" in html
    assert "<b>&" not in html and "<i>" not in html and html.count("</script>") == 3  # data, core, figure


# --- In the browser ---------------------------------------------------------------------------------------------------


@pytest.fixture
def open_page(show):
    return lambda name, width=1440, **options: show(FIGURES[name], width=width, **options)


def slider(page, label):
    return page.get_by_role("slider", name=label)


def text(page, key):
    return page.locator(f"[data-show={key}]").first.inner_text()


def press(page, name):
    page.get_by_role("button", name=re.compile(name)).click()


def texts_of(page):
    return page.evaluate(
        "Object.fromEntries([...document.querySelectorAll('[data-show]')].map(n => [n.dataset.show, n.textContent]))"
    )


def paths_of(page):
    return page.evaluate(
        "Object.fromEntries([...document.querySelectorAll('[data-at]')].map(n => [n.dataset.at, n.getAttribute('d')]))"
    )


SETTINGS = [(1, 1, "uniform"), (1, 100, "uniform"), (1, 50, "quantile"), (0.25, 7, "uniform"), (2.64, 20, "quantile")]


@pytest.mark.parametrize("name", SAMPLES)
def test_after_acting_the_script_says_and_draws_what_python_does(open_page, name):
    y_true, p, options = SAMPLES[name]
    page, rows = open_page(name), rows_of(y_true, p)
    for t, n, kind in SETTINGS if name != "crash" else SETTINGS[2:]:
        press(page, kind)
        slider(page, "Number of bins").fill(str(n))
        slider(page, "Temperature").fill(str({0.25: 0, 1: 100, 2.64: 170}[t]))
        here = (n + 1) // 2
        slider(page, "Bin to look at").fill(str(here))
        texts, at = rows.state(t, n, kind, here, fitted=options["temperature"])
        found, drawn = texts_of(page), paths_of(page)
        del found["heard"]
        assert found == {key: texts[key] for key in found}
        assert drawn == {pair: at[pair.removeprefix("d=")] for pair in drawn}
        right = expected(y_true, p, t, n, kind)
        if t < 1:
            del right["loss"], right["auc"]  # where 64 bits round a sigmoid to 1
        for key, value in right.items():
            assert_shows(found[f"{key}-now"], key, value)
        mean_p, frac_pos, count = chapter.reliability_bins(y_true, at_temperature(p, t), n, kind)
        used = count > 0
        dots = points(drawn["d=dots"])
        np.testing.assert_allclose(dots, np.sqrt(np.column_stack([mean_p, frac_pos])[used]), atol=0.0011)
        assert found["empties"].startswith(f"{n - used.sum()} of {n} bins are empty")
        if not used[here - 1]:
            assert "undefined, 0/0" in found["here"] and drawn["d=dots-here"] == drawn["d=bars-here"] == ""


def test_what_moves_what(open_page):
    """Bins move the ECE and the parts; the temperature moves log loss and Brier too, and neither moves the AUC."""
    page = open_page("crash")

    def column():
        return {key: text(page, f"{key}-now") for key in ROWS}

    start = column()
    slider(page, "Number of bins").fill("40")
    bins = column()
    assert {key for key in ROWS if bins[key] != start[key]} == {
        "ece",
        "calibrated",
        "reliability",
        "resolution",
        "within",
    }
    press(page, "quantile")
    kind = column()
    assert kind["ece"] != bins["ece"]
    assert {key: kind[key] for key in ("loss", "brier", "auc")} == {key: start[key] for key in ("loss", "brier", "auc")}
    curve = paths_of(page)["d=ours"]
    slider(page, "Number of bins").fill("10")
    assert paths_of(page)["d=ours"] == curve
    press(page, "fitted")
    fitted = column()
    assert fitted == {key: text(page, f"{key}-fit") for key in ROWS}
    assert (fitted["loss"], fitted["brier"], fitted["auc"]) == ("0.13150", "0.03545", start["auc"])
    assert paths_of(page)["d=ours"] != curve and text(page, "title") == "10 quantile bins, T = 1.065"
    press(page, "Reset")
    assert column() == start


def test_keyboard_alone(open_page):
    page = open_page("ties")
    start = page.locator(".explorer").inner_text()
    page.keyboard.press("Tab")
    expect(slider(page, "Number of bins")).to_be_focused()
    page.keyboard.press("End")
    assert text(page, "title") == "100 quantile bins, T = 1"
    page.keyboard.press("Home")
    assert text(page, "title") == "1 quantile bins, T = 1" and text(page, "spread").endswith("300 to 300")
    for _ in range(9):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert text(page, "title") == "10 uniform bins, T = 1"
    assert [b.get_attribute("aria-pressed") for b in page.get_by_role("button").all()[:2]] == ["true", "false"]
    for _ in range(2):
        page.keyboard.press("Tab")
    expect(slider(page, "Temperature")).to_be_focused()
    found = []
    for key in ("Home", "ArrowRight", "End", "ArrowLeft"):
        page.keyboard.press(key)
        found.append(float(text(page, "t")))
    assert found == [0.25, 0.253, 4, 3.94]
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator(".explorer").inner_text() == start
    page.keyboard.press("Tab")
    expect(slider(page, "Bin to look at")).to_be_focused()
    page.keyboard.press("End")
    assert text(page, "here").startswith("Bin 10 of 10, above ")


def test_screen_reader(open_page):
    """What changed and what stayed, once the reader rests."""
    page = open_page("crash")
    status = page.get_by_role("status")
    listen(page)
    for n in ("11", "12", "15"):
        slider(page, "Number of bins").fill(n)
    calibrated = text(page, "calibrated-now")
    stay = "Log loss 0.13237, Brier score 0.03556 and AUC 0.881 stay."
    expect(status).to_have_text(f"15 uniform bins: ECE 0.0108, if calibrated {calibrated}. {stay}")
    assert len(page.evaluate("window.heard")) == 1  # not every step of the way
    value = f"15 uniform bins: ECE 0.0108, if calibrated {calibrated}"
    expect(slider(page, "Number of bins")).to_have_attribute("aria-valuetext", value)
    press(page, "fitted")
    says = f"1.065: log loss 0.13150, Brier score 0.03545, ECE {text(page, 'ece-now')}"
    expect(status).to_have_text(f"T = {says}. AUC 0.881 stays.")
    expect(slider(page, "Temperature")).to_have_attribute("aria-valuetext", says)
    slider(page, "Bin to look at").fill("15")
    empty = (
        "Bin 15 of 15, above 0.93333, up to 1: no samples. Mean probability and share of positives are undefined, 0/0."
    )
    expect(status).to_have_text(empty)
    expect(slider(page, "Bin to look at")).to_have_attribute("aria-valuetext", empty)
    slider(page, "Number of bins").fill("4")  # the bin looked at has to be there
    assert text(page, "here").startswith("Bin 4 of 4, above 0.75, up to 1: ")
    press(page, "Reset")
    expect(status).to_have_text(
        re.compile(r"^Back to the start\. 10 uniform bins, T = 1: ECE 0\.0085, log loss 0\.13237")
    )


def test_the_fitted_temperature_is_marked_under_the_sliders_thumb(open_page):
    page = open_page("crash")
    press(page, "fitted")
    box, mark = slider(page, "Temperature").bounding_box(), page.locator(".ex-axis i").bounding_box()
    share = np.log(1.0654 / 0.25) / np.log(16)
    assert mark["x"] + mark["width"] / 2 == pytest.approx(box["x"] + 8 + share * (box["width"] - 16), abs=1)
    assert float(slider(page, "Temperature").input_value()) == pytest.approx(200 * share, abs=0.5)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_contrast_of_the_intervals(open_page, theme):
    page = open_page("same", theme=theme)
    line = page.locator(".ex-span")
    opacity = float(line.evaluate(STYLE, "opacity"))
    colours = line.evaluate(STYLE, "stroke"), page.locator(".explorer").evaluate(STYLE, "backgroundColor")
    ink, paper = (np.array([float(n) for n in re.findall(r"[\d.]+", colour)[:3]]) for colour in colours)
    mixed = "rgb({}, {}, {})".format(*(opacity * ink + (1 - opacity) * paper))
    assert contrast(luminance(mixed), luminance(colours[1])) >= 3
