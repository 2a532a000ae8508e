"""The pairs explorer: what it says of any arrangement is scikit-learn's, in Python and in the browser."""

import itertools
import re
import string

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import expect
from sklearn import metrics

from interactive.conftest import contrast, listen, luminance, luminance_of
from interactive.pairs import pairs_explorer
from interactive.pairs.examples import FIGURES, SAMPLES

Y_TRUE, Y_SCORE, _ = SAMPLES["six"]


def counted(y_true, y_score):
    """(pairs in the right order, ties, pairs), one pair after the other."""
    y_true, y_score = np.asarray(y_true), np.asarray(y_score)
    pairs = list(itertools.product(y_score[y_true == 1], y_score[y_true == 0]))
    return sum(p > n for p, n in pairs), sum(p == n for p, n in pairs), len(pairs)


def result(y_true, y_score):
    right, ties, pairs = counted(y_true, y_score)
    tied = f", {ties} tied" if ties else ""
    return f"{right} of {pairs} pairs in the right order{tied}, AUC {(right + ties / 2) / pairs:.3f}"


def shown(html, key):
    return re.search(rf'data-show="{key}"[^>]*>(.*?)<', html)[1]


def points(d):
    return np.array([pair.split() for pair in d.removeprefix("M").split("L")], float) / 500 * [1, -1] + [0, 1]


def assert_roc(d, y_true, y_score):
    fpr, tpr, _ = metrics.roc_curve(y_true, y_score, drop_intermediate=False)
    np.testing.assert_allclose(points(d), np.column_stack([fpr, tpr]), atol=0.0011)  # half a step of the grid


# --- What Python writes -----------------------------------------------------------------------------------------------


def test_the_six_drivers_of_chapter_5():
    assert repr(FIGURES["six"]) == "Pairs explorer: 7 of 8 pairs in the right order, AUC 0.875"


@given(
    drawn=st.lists(st.tuples(st.integers(0, 1), st.integers(0, 100)), max_size=18),
    axis=st.sampled_from([(0, 100), (50, 10), (3, 1), (0, 0.1)]),  # probabilities, logits, whole numbers, large ones
)
def test_static_numbers_are_scikit_learns(drawn, axis):
    y_true, whole = (np.array(column) for column in zip((0, 40), (1, 60), *drawn))
    y_score = (whole - axis[0]) / axis[1]
    html = pairs_explorer(y_true, y_score)._repr_html_()
    right, ties, total = counted(y_true, y_score)
    auc = metrics.roc_auc_score(y_true, y_score)
    assert (right + ties / 2) / total == pytest.approx(auc, rel=0, abs=1e-12)
    assert shown(html, "result") == result(y_true, y_score)
    assert shown(html, "sum") == f"AUC = ({right} + ½ × {ties}) / {total} = {shown(html, 'auc')}"
    assert abs(float(shown(html, "auc")) - auc) <= 0.0005 + 1e-12
    boxes = re.findall(r'fill="url\(#pairs-(\w+)\)"', html)
    cells = re.findall(r'data-show="pair-\w-\w">(\w+)<', html)
    for found in (boxes, cells):
        assert [found.count(word) for word in ("right", "tie", "wrong")] == [right, ties, total - right - ties]
    assert_roc(re.search(r'class="ex-curve"[^>]* d="(.*?)"', html)[1], y_true, y_score)


def test_samples_are_called_by_their_rank():
    """A has the highest score at the start; where pandas' index says otherwise, the position counts."""
    html = pairs_explorer(pd.Series(Y_TRUE, index=[3, 1, 2, 0, 5, 4]), Y_SCORE)._repr_html_()
    for letter, score in zip("ABCDEF", ["0.9", "0.8", "0.6", "0.4", "0.35", "0.1"], strict=True):
        assert shown(html, f"score-{letter}") == score
    assert re.findall(r'aria-label="(\w), (?:\w+)"', html) == list("ABCEDF")  # positives first, then negatives


@pytest.mark.parametrize(
    ("y_score", "low", "high", "step"),
    [
        ([0.4, 0.35], 0, 1, 0.05),
        ([0.4, 0.37], 0, 1, 0.01),
        ([0, 1], 0, 1, 0.05),
        ([0.005, 1], 0, 1, 0.005),
        ([-2.5, 3], -4, 4, 0.1),
        ([1000, 2000], 800, 2200, 50),
        ([7, 7], 6, 8, 0.1),
    ],
)
def test_steps(y_score, low, high, step):
    """Large enough to make a tie, small enough to move: the axis has 20 to 200 of them, and room for every score."""
    html = pairs_explorer([0, 1], y_score)._repr_html_()
    found = [int(re.search(rf'{name}="(-?\d+)"', html)[1]) / 1e6 for name in ("min", "max", "step")]
    assert found[2] == step and 20 <= (found[1] - found[0]) / step <= 200
    assert found[0] <= min(y_score) and max(y_score) <= found[1]
    assert [found[0], found[1]] == [low, high]


@pytest.mark.parametrize(
    ("argument", "values"),
    [
        ("y_true", {"y_true": []}),
        ("y_true", {"y_true": [0, 2, 1, 1, 0, 1]}),
        ("y_true", {"y_true": ["0", "1", "1", "1", "0", "1"]}),
        ("y_true", {"y_true": np.ma.masked_equal(Y_TRUE, 0)}),
        ("y_true", {"y_true": np.array(Y_TRUE)[:, None]}),
        ("y_true", {"y_true": None}),
        ("y_true", {"y_true": [0] * 6}),
        ("y_true", {"y_true": [1] * 6}),
        ("y_true", {"y_true": [0, 1] * 11, "y_score": [0.5] * 22}),
        ("y_score", {"y_score": [0.5]}),
        ("y_score", {"y_score": [0.5, np.nan, 0, 0, 0, 0]}),
        ("y_score", {"y_score": [0.5, np.inf, 0, 0, 0, 0]}),
        ("y_score", {"y_score": ["a"] * 6}),
        ("y_score", {"y_score": np.array(Y_SCORE) + 1 / 3}),
        ("y_score", {"y_score": np.array(Y_SCORE, "float32")}),
        ("y_score", {"y_score": np.array(Y_SCORE) + 0.001}),  # too fine: no tie could be made by hand
        ("y_score", {"y_score": [0, 1e-6, 1e9, 0, 0, 0]}),
        ("label", {"label": " "}),
        ("label", {"label": None}),
        ("name", {"name": "Two words"}),
        ("classes", {"classes": ("one",)}),
        ("classes", {"classes": "ab"}),
        ("classes", {"classes": (0, 1)}),
    ],
)
def test_bad_input_names_the_argument(argument, values):
    with pytest.raises(ValueError, match=f"^{argument} "):
        pairs_explorer(**{"y_true": Y_TRUE, "y_score": Y_SCORE} | values)


def test_text_is_escaped():
    html = pairs_explorer(Y_TRUE, Y_SCORE, label="<b>&", classes=("<i>", '"></script>'))._repr_html_()
    assert "&lt;b&gt;&amp;" in html and "&lt;i&gt;" in html
    assert "<i>" not in html and html.count("</script>") == 3  # data, core, figure


# --- In the browser ---------------------------------------------------------------------------------------------------


def slider(page, letter):
    return page.locator(f"[data-sample={letter}]")


def scores(page):
    """Labels and scores as they can be read off the page, in the order of the letters."""
    read = page.evaluate("""() => [...document.querySelectorAll("[data-sample]")].map(input => [
        input.dataset.sample, Number(input.dataset.label),
        Number(document.querySelector(`text[data-show=score-${input.dataset.sample}]`).textContent)])""")
    _, y_true, y_score = zip(*sorted(read))
    return list(y_true), list(y_score)


def text(page, key):
    return page.locator(f"[data-show={key}]").first.text_content().strip()


READ = """() => {
    const nodes = [...document.querySelectorAll(".explorer [data-show], .explorer [data-at], .explorer [data-sample]")];
    return nodes.map(node => {
        if (node.dataset.show) return [node.dataset.show, node.textContent];
        if (node.dataset.sample) return [`slider-${node.dataset.sample}`, [node.min, node.max, node.value].map(Number)];
        const [attribute, place] = node.dataset.at.split("=");
        return [place, node.getAttribute(attribute)];
    });
}"""


def assert_all_agree(page, name):
    """Sentence, area, curve, boxes, table, marks and sliders tell of the scores that the page shows."""
    y_true, y_score = scores(page)
    read = dict(page.evaluate(READ))
    right, ties, total = counted(y_true, y_score)
    assert read["result"] == result(y_true, y_score)
    auc = metrics.roc_auc_score(y_true, y_score)
    assert (right + ties / 2) / total == pytest.approx(auc, rel=0, abs=1e-12)
    assert read["auc"] == f"{(right + ties / 2) / total:.3f}"
    assert_roc(read["curve"], y_true, y_score)

    # The box in row r and column c belongs to the positive of rank r and the negative of rank c, from the bottom left.
    at = dict(zip(string.ascii_uppercase, y_score))
    rows, columns = (
        sorted((x for x, label in zip(at, y_true) if label == k), key=lambda x: (-at[x], x)) for k in (1, 0)
    )
    assert sum(key.startswith("box-") for key in read) == sum(key.startswith("pair-") for key in read) == total
    for (r, p), (c, n) in itertools.product(enumerate(rows), enumerate(columns)):
        word = "right" if at[p] > at[n] else "tie" if at[p] == at[n] else "wrong"
        assert read[f"box-{r}-{c}"] == f"url(#{name}-{word})"
        assert read[f"pair-{p}-{n}"] == word
        assert (read[f"row-{r}"], read[f"column-{c}"]) == (p, n)
    for letter, score in at.items():
        low, high, value = read[f"slider-{letter}"]
        assert value / 1e6 == score
        assert float(read[letter].removesuffix("%")) == pytest.approx(100 * (value - low) / (high - low))


@pytest.mark.parametrize("name", ["six", "many", "logits", "level", "two"])
def test_all_agree_with_scikit_learn_wherever_the_samples_are(show, name):
    page = show(FIGURES[name])
    rng = np.random.default_rng(0)
    letters = [node.get_attribute("data-sample") for node in page.locator("[data-sample]").all()]
    low, high, step = (int(slider(page, letters[0]).get_attribute(key)) for key in ("min", "max", "step"))
    assert_all_agree(page, name)
    ties = 0
    for _ in range(12):
        moved, other = rng.choice(letters, 2, replace=False)
        there = int(slider(page, other).input_value())
        # Beside another sample, level with it, and anywhere
        to = rng.choice([there - step, there, there + step, low, high, rng.integers(low // step, high // step) * step])
        slider(page, moved).fill(str(int(np.clip(to, low, high))))
        assert_all_agree(page, name)
        ties += "tied" in text(page, "result")
    assert ties
    page.get_by_role("button", name="Back to the start").click()
    assert_all_agree(page, name)
    y_true, y_score, _ = SAMPLES[name]
    order = np.argsort(-np.asarray(y_score, float), kind="stable")
    assert scores(page) == (np.asarray(y_true)[order].tolist(), np.asarray(y_score, float)[order].tolist())


def test_keyboard(show):
    """E past D, a step at a time: wrong, tied, right."""
    page = show(FIGURES["six"])
    slider(page, "E").focus()
    steps = [text(page, "result")]
    for _ in range(2):
        page.keyboard.press("ArrowRight")
        steps.append(text(page, "result"))
    assert steps == [
        "7 of 8 pairs in the right order, AUC 0.875",
        "7 of 8 pairs in the right order, 1 tied, AUC 0.938",
        "8 of 8 pairs in the right order, AUC 1.000",
    ]
    assert text(page, "sum") == "AUC = (8 + ½ × 0) / 8 = 1.000"
    page.keyboard.press("End")
    assert text(page, "score-E") == "1"
    page.keyboard.press("Home")
    assert text(page, "score-E") == "0"
    page.get_by_role("button").press("Enter")
    assert text(page, "result") == steps[0]


def test_screen_reader(show):
    page = show(FIGURES["six"])
    expect(page.get_by_role("slider")).to_have_count(6)
    e = page.get_by_role("slider", name="E, died (positive)")
    expect(e).to_have_attribute("aria-valuetext", "0.35: 1 of its 2 pairs in the right order")
    listen(page)
    e.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(e).to_have_attribute("aria-valuetext", "0.4: 1 of its 2 pairs in the right order, 1 tied")
    status = page.get_by_role("status")
    expect(status).to_have_text("E at 0.4. 7 of 8 pairs in the right order, 1 tied, AUC 0.938")
    assert len(page.evaluate("window.heard")) == 1  # not every step of the way
    expect(slider(page, "D")).to_have_attribute("aria-valuetext", "0.4: 3 of its 4 pairs in the right order, 1 tied")
    page.get_by_role("button").click()
    expect(status).to_have_text("All samples are back. 7 of 8 pairs in the right order, AUC 0.875")


def centre(node):
    box = node.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_dragging_a_sample(show):
    """The mark is where the pointer is, in steps."""
    page = show(FIGURES["six"])
    mark, line = page.locator("[data-at='cx=E']"), page.locator(".ex-lines svg").bounding_box()
    x, y = centre(mark)
    page.mouse.move(x, y)
    page.mouse.down()
    for score in (0.4, 0.7, 0.4, 1.0):
        to = line["x"] + score * line["width"]
        page.mouse.move(to, y + 50, steps=5)
        assert float(text(page, "score-E")) == score
        assert centre(mark)[0] == pytest.approx(to, abs=1)
    page.mouse.up()
    page.mouse.move(x, y)
    assert text(page, "score-E") == "1"
    assert_all_agree(page, "six")


def test_a_finger_scrolls_past_the_samples_and_drags_one(show):
    page = show(FIGURES["six"], width=390, has_touch=True, is_mobile=True)
    page.evaluate("document.body.style.paddingBottom = '2000px'")
    x, y = centre(page.locator("[data-at='cx=E']"))
    line, device = page.locator(".ex-lines svg").bounding_box(), page.context.new_cdp_session(page)

    def touch(kind, *points):
        device.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})

    def swipe(right, up):
        touch("touchStart", (x, y))
        for step in range(1, 11):
            touch("touchMove", (x + right * step / 10, y - up * step / 10))
        touch("touchEnd")

    for start in (x, line["x"] + line["width"] * 0.8):  # on the mark, and elsewhere on its line
        x = start
        swipe(0, 100)
        page.wait_for_function("scrollY > 50")
        page.wait_for_timeout(300)
        assert text(page, "score-E") == "0.35"
        page.evaluate("scrollTo(0, 0)")
    x, _ = centre(page.locator("[data-at='cx=E']"))
    swipe(line["width"] * 0.25, 0)
    assert float(text(page, "score-E")) == pytest.approx(0.6, abs=0.051)
    assert page.evaluate("scrollY") == 0
    assert_all_agree(page, "six")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_contrast(show, theme):
    """Marks and boxes 3 : 1 to the paper, the curve to both; letters 4.5 : 1 to their marks, at least."""
    page = show(FIGURES["six"], theme=theme)

    paper = luminance_of(page, ".explorer", "backgroundColor")
    box = luminance(
        page.locator("[id=six-right] stop").evaluate("""node => {
        const [canvas, { stopColor }] = [new OffscreenCanvas(1, 1).getContext("2d"), getComputedStyle(node)];
        canvas.fillStyle = stopColor;
        canvas.fillRect(0, 0, 1, 1);
        return `rgb(${canvas.getImageData(0, 0, 1, 1).data.slice(0, 3)})`;
    }""")
    )
    marks = [luminance_of(page, ".ex-pos.ex-solid", "fill"), luminance_of(page, ".ex-neg.ex-solid", "fill")]
    for mark in marks:
        assert contrast(mark, paper) >= 3
        assert contrast(mark, luminance_of(page, ".ex-letter", "fill")) >= 4.5
    curve = luminance_of(page, ".ex-curve", "stroke")
    assert min(contrast(box, paper), contrast(curve, box), contrast(curve, paper)) >= 3
