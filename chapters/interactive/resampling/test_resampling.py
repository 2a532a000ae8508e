"""The bootstrap draws: its numbers are scikit-learn's and NumPy's, and the script draws the cases that Python draws."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import expect
from scipy import stats
from sklearn import metrics

from interactive.conftest import STYLE, contrast, luminance, luminance_of
from interactive.resampling import DRAWS, SERIES, STEPS, bootstrap_draws, draw, interval, measured, stream
from interactive.resampling.examples import FIGURES, SAMPLES

Y_TRUE, Y_SCORE, THRESHOLD, _ = SAMPLES["ties"]


def by_class(name):
    """Scores of the positives and of the negatives, ascending: the order of the bars."""
    y_true, y_score = (np.asarray(values) for values in SAMPLES[name][:2])
    return np.sort(y_score[y_true == 1]), np.sort(y_score[y_true == 0])


def seed(name):
    return SAMPLES[name][3].get("seed", 0)


def values(name, times, measure):
    """The measure of each draw by scikit-learn, each row as often as it is drawn; times (draws, size) of each class."""
    pos, neg = by_class(name)
    y_true, y_score = np.repeat([1, 0], [len(pos), len(neg)]), np.concatenate([pos, neg])
    found = y_score >= SAMPLES[name][2]
    score = {
        "AUC": lambda y, rows: metrics.roc_auc_score(y, y_score[rows]),
        "recall": lambda y, rows: metrics.recall_score(y, found[rows], zero_division=np.nan),
    }[measure]
    results = []
    for counts in np.concatenate(times, axis=1):
        rows = np.repeat(np.arange(len(y_true)), counts)
        results.append(score(y_true[rows], rows))
    return np.array(results)


def areas(seed):
    """Twice the pairs in the right order of every draw from chapter 9's cases, of 1,600; (SERIES, DRAWS)."""
    pos, neg = by_class("crash")
    rank = np.argsort(np.argsort(np.append(pos, neg)))
    return measured(draw(seed, 20, 40), rank[:20], rank[20:], 0)["AUC"]


# --- The draws --------------------------------------------------------------------------------------------------------


def mulberry32(state):
    """The generator as it is published, one number after the other."""
    while True:
        state = (state + 0x6D2B79F5) % 2**32
        t = (state ^ state >> 15) * (state | 1) % 2**32
        t ^= (t + (t ^ t >> 7) * (t | 61)) % 2**32
        yield t ^ t >> 14


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=20)
def test_the_stream_is_mulberry32(start):
    numbers = mulberry32(start)
    assert stream(start, np.arange(50)).tolist() == [next(numbers) for _ in range(50)]


@pytest.mark.parametrize("name", SAMPLES)
def test_draws_are_stratified(name):
    for times, some in zip(draw(seed(name), *map(len, by_class(name))), by_class(name), strict=True):
        assert times.shape == (SERIES, DRAWS, len(some))
        assert (times.sum(axis=2) == len(some)).all()


def test_draws_look_like_chance():
    """Each case is drawn equally often, as often as the binomial says, and no draw comes twice."""
    for times in draw(seed("crash"), 20, 40):
        times = times.reshape(SERIES * DRAWS, -1)
        n = times.shape[1]
        assert stats.chisquare(times.sum(axis=0)).pvalue > 1e-3
        seen = np.bincount(times.ravel(), minlength=5)
        expected = stats.binom.pmf(np.arange(5), n, 1 / n) * times.size
        np.testing.assert_allclose(seen[:5], expected, rtol=0.05)
        assert len(np.unique(times, axis=0)) > 0.999 * len(times)


@pytest.mark.parametrize("name", SAMPLES)
def test_measures_are_scikit_learns(name):
    pos, neg = by_class(name)
    times = [some[0, :60] for some in draw(seed(name), len(pos), len(neg))]
    rank = np.unique(np.concatenate([pos, neg]), return_inverse=True)[1]
    cut = (np.unique(np.concatenate([pos, neg])) < SAMPLES[name][2]).sum()
    ours = measured(times, rank[: len(pos)], rank[len(pos) :], cut)
    for key, total in (("AUC", 2 * len(pos) * len(neg)), ("recall", len(pos))):
        np.testing.assert_allclose(ours[key] / total, values(name, times, key), rtol=0, atol=1e-12)


@given(st.lists(st.integers(0, 200), min_size=2, max_size=300))
def test_interval_is_numpys(whole):
    expected = np.quantile(np.array(whole) / 200, [0.025, 0.975])
    np.testing.assert_allclose(interval(np.array(whole), 200), expected, rtol=0, atol=1e-12)


def test_interval_is_that_of_other_draws():
    """Of 20 positives half are found: the binomial gives the quantiles of the recall. For the AUC draw with NumPy."""
    pos, neg = by_class("crash")
    assert (pos >= 0.05).sum() == 10
    for series in draw(0, 20, 40)[0] @ (pos >= 0.05):
        np.testing.assert_allclose(interval(series, 20), stats.binom.ppf([0.025, 0.975], 20, 0.5) / 20, atol=0.026)
    rng = np.random.default_rng(0)
    positives, negatives = (rng.choice(some, (20_000, some.size)) for some in (pos, neg))
    other = np.mean(positives[:, :, None] > negatives[:, None], axis=(1, 2))
    for series in areas(0):
        np.testing.assert_allclose(interval(series, 1600), np.quantile(other, [0.025, 0.975]), atol=0.015)
        assert series.mean() / 1600 == pytest.approx(0.796, abs=0.006)  # around the test set's own value
        assert stats.ks_2samp(series / 1600, other).pvalue > 1e-3


def test_more_draws_are_steadier_and_not_narrower():
    """Over 60 series. From few draws the interval is even a little too narrow."""
    series = [row for seed in range(12) for row in areas(seed)]
    few, many = (np.array([interval(row[:n], 1600) for row in series]) for n in (100, DRAWS))
    assert (many.std(axis=0) < few.std(axis=0) / 2).all()
    assert 1 < np.diff(many).mean() / np.diff(few).mean() < 1.1


# --- What Python writes -----------------------------------------------------------------------------------------------


def test_the_small_test_set_of_chapter_9():
    assert repr(FIGURES["crash"]).startswith(
        "Bootstrap draws: Draw 200: AUC = 0.649. 95\u00a0% interval: 0.685 to 0.899"
    )
    assert {40, 100, 200, 500, 1000, 2000} <= set(STEPS.tolist())


@pytest.mark.parametrize(
    ("argument", "values"),
    [
        ("y_true", {"y_true": []}),
        ("y_true", {"y_true": [0, 2, 1, 1, 0, 1]}),
        ("y_true", {"y_true": [0] * 6}),
        ("y_true", {"y_true": [1] * 6}),
        ("y_true", {"y_true": np.array(Y_TRUE)[:, None]}),
        ("y_true", {"y_true": [0, 1] * 51, "y_score": [0.5] * 102}),
        ("y_score", {"y_score": [0.5]}),
        ("y_score", {"y_score": [0.5, np.nan, 0, 0, 0, 0]}),
        ("threshold", {"threshold": None}),
        ("threshold", {"threshold": np.inf}),
        ("measure", {"measure": "auc"}),
        ("measure", {"measure": None}),
        ("seed", {"seed": -1}),
        ("seed", {"seed": 2**32}),
        ("seed", {"seed": 1.0}),
        ("label", {"label": " "}),
        ("name", {"name": "Two words"}),
        ("classes", {"classes": ("one",)}),
    ],
)
def test_bad_input_names_the_argument(argument, values):
    with pytest.raises(ValueError, match=f"^{argument} "):
        bootstrap_draws(**{"y_true": Y_TRUE, "y_score": Y_SCORE, "threshold": 3} | values)


def test_text_is_escaped():
    html = bootstrap_draws(Y_TRUE, Y_SCORE, 3, label="<b>&", classes=("<i>", '"></script>'))._repr_html_()
    assert "&lt;b&gt;&amp;" in html and "&lt;i&gt;" in html
    assert "<i>" not in html and html.count("</script>") == 3  # data, core, figure


# --- In the browser ---------------------------------------------------------------------------------------------------

READ = """() => Object.fromEntries([...document.querySelectorAll("[data-show], [data-at]")].flatMap(n =>
    n.dataset.show ? [[n.dataset.show, n.textContent]] :
    n.dataset.at.split(" ").map(pair => pair.split("=")).map(([at, name]) => [name, n.getAttribute(at)])))"""


def go(page, draws):
    page.get_by_role("slider").fill(str(draws))


def subpaths(d):
    return [np.array([p.split() for p in part.split("L")], float) / 500 for part in d.removeprefix("M").split("M")]


def assert_all_agree(page, name, key, k):
    """Bars, tables, sentences, histogram and trace are those of Python's first k draws, measured by scikit-learn."""
    read = page.evaluate(READ)
    pos, neg = by_class(name)
    times = draw(seed(name), len(pos), len(neg))
    for kind, some in zip(("pos", "neg"), times, strict=True):
        drawn = some[0, k - 1] if k else np.ones(some.shape[2], int)
        assert [int(read[f"{kind}-{i}"]) / 8 for i in range(len(drawn))] == drawn.tolist()
        counted = [int(read[f"{kind}-times-{n}"]) for n in range(5)]
        assert counted == [(drawn == n).sum() for n in range(4)] + [(drawn >= 4).sum()]
    own = values(name, [np.ones((1, len(some)), int) for some in (pos, neg)], key)[0]
    assert read["own"] == f"{own:.3f}"
    if not k:
        assert read["draw"] == f"The test set itself: {read['measure']} = {own:.3f}"
        assert (read["drawn"], read["known"], read["bars"]) == ("hidden", "hidden", "M0 0")
    else:
        far = values(name, [some[0, :k] for some in times], key)
        assert read["draw"].startswith(f"Draw {k:,}: {key}")
        assert float(read["draw"].split(" = ")[1]) == pytest.approx(far[-1], abs=0.0005 + 1e-9)
        # The bars hold k draws in all.
        heights = np.array([1 - part[1, 1] for part in subpaths(read["bars"])])
        tallest = int(re.search(r"bar ([\d,]+)$", read["tall"])[1].replace(",", ""))
        assert (heights * max(10, tallest)).round().sum() == k
    if k < 40:
        assert "none before 40 draws" in read["interval"] and read["known"] == "hidden" and read["trace"] == "M0 0"
        assert {read[f"series-{s}-{i}"] for s in range(SERIES) for i in range(3)} == {"too few"}
    else:
        expected = np.quantile(far, [0.025, 0.975])
        ends = [float(read[f"series-0-{i}"]) for i in range(2)]
        np.testing.assert_allclose(ends, expected, rtol=0, atol=0.0005 + 1e-9)
        assert read["interval"] == "95\u00a0% interval: {:.3f} to {:.3f}".format(*ends)
        assert float(read["series-0-2"]) == pytest.approx(ends[1] - ends[0])
        assert [len(d) for d in (subpaths(read["trace"]), subpaths(read["others"]))] == [2, 2 * (SERIES - 1)]


@pytest.mark.parametrize("name", ["crash", "ties", "two"])
def test_all_agree_wherever_the_reader_stops(show, name):
    page = show(FIGURES[name])
    for key, stops in (("AUC", (1, 41, 70)), ("recall", (39, 40, 0))):
        page.get_by_role("button", name=key[0].upper() + key[1:]).click()
        for k in stops:
            go(page, k)
            assert_all_agree(page, name, key, k)


def test_the_other_series_are_pythons_too(show):
    page = show(FIGURES["crash"])
    for k in (100, 2000):
        go(page, k)
        read = page.evaluate(READ)
        for s, row in enumerate(areas(0)):
            assert [read[f"series-{s}-{i}"] for i in range(2)] == [f"{end:.3f}" for end in interval(row[:k], 1600)]


def test_buttons(show):
    page = show(FIGURES["crash"])

    def shown():
        """All that is shown; what a screen reader hears of the last press comes a while after it."""
        return {**page.evaluate(READ), "heard": ""}

    start = shown()

    def press(name):
        page.get_by_role("button", name=name, exact=True).press("Enter")
        return page.get_by_role("slider").input_value()

    assert press("Back to the start") == "0"
    assert [press("One more"), press("Ten more"), press("100 more")] == ["1", "11", "111"]
    go(page, 1950)
    assert [press("100 more"), press("One more")] == ["2000", "2000"]  # the last
    assert press("Back to the start") == "0"
    press("100 more")
    press("100 more")
    assert shown() == start
    recall, auc = page.get_by_role("button", name="Recall at 0.05"), page.get_by_role("button", name="AUC", exact=True)
    expect(auc).to_have_attribute("aria-pressed", "true")
    recall.click()
    expect(auc).to_have_attribute("aria-pressed", "false")
    expect(recall).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_text("dotted: threshold 0.05")).to_be_visible()
    assert page.evaluate(READ)["measure"] == "recall at 0.05"
    auc.click()
    assert shown() == start
    expect(page.get_by_text("dotted: threshold 0.05")).to_be_hidden()


def test_keyboard_and_screen_reader(show):
    page = show(FIGURES["crash"])
    slider, status = page.get_by_role("slider", name="Draws"), page.get_by_role("status")
    expect(slider).to_have_attribute("aria-valuetext", repr(FIGURES["crash"]).partition(": ")[2])
    slider.focus()
    page.keyboard.press("ArrowLeft")
    assert page.evaluate(READ)["k"] == "199"
    expect(status).to_have_text(re.compile(r"^Draw 199: AUC = 0\.\d{3}\. 95.% interval: 0\.\d{3} to 0\.\d{3}$"))
    page.keyboard.press("Home")
    expect(slider).to_have_attribute(
        "aria-valuetext", "The test set itself: AUC = 0.796. 95\u00a0% interval: none before 40 draws"
    )
    page.keyboard.press("End")
    assert page.evaluate(READ)["k"] == "2,000"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_contrast(show, theme):
    page = show(FIGURES["crash"], theme=theme)

    paper = luminance_of(page, ".explorer", "backgroundColor")
    for selector, name in [(".ex-pos .ex-solid", "fill"), (".ex-neg .ex-solid", "fill"), ("path.ex-end", "stroke")]:
        assert contrast(luminance_of(page, selector, name), paper) >= 3
    pressed = page.locator("[aria-pressed=true]")
    assert contrast(*(luminance(pressed.evaluate(STYLE, name)) for name in ("color", "backgroundColor"))) >= 4.5
