"""The averages: whatever the counts are, the numbers are scikit-learn's, in Python and in the browser."""

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import expect
from sklearn import metrics

from interactive.conftest import listen
from interactive.averages import averages, averages_matrix
from interactive.averages.examples import FIGURES, SAMPLES

SCORES = "precision", "recall", "f1"


def expected(matrix):
    """({score: class by class}, {mean: {score: value}}) of scikit-learn, which gets each cell as a weighted sample."""
    matrix = np.asarray(matrix)
    classes = np.arange(len(matrix))
    y_true, y_pred = np.divmod(np.arange(matrix.size), len(matrix))
    weight = matrix.ravel()

    def scores(average):
        found = metrics.precision_recall_fscore_support(
            y_true, y_pred, labels=classes, average=average, zero_division=np.nan, sample_weight=weight
        )
        return dict(zip(SCORES, found))

    rates, means = scores(None), {mean: scores(mean) for mean in ("macro", "weighted", "micro")}
    for score, values in rates.items():
        if not matrix.sum(axis=1)[~np.isnan(values)].any():  # of no weight at all: scikit-learn does not weight then
            assert means["weighted"][score] == 0
            means["weighted"][score] = np.nan
    assert means["micro"]["f1"] == pytest.approx(metrics.accuracy_score(y_true, y_pred, sample_weight=weight))
    return rates, means


def assert_shown(text, value):
    if np.isnan(value):
        assert text == "undefined"
    else:
        assert abs(float(text) - value) <= 0.0005 + 1e-12


def assert_all_shown(texts, matrix):
    """Texts by their key: counts, class sizes, scores, means, and how many classes the means leave out."""
    rates, means = expected(matrix)
    k = len(matrix)
    for score in SCORES:
        for c in range(k):
            assert_shown(texts[f"{score}-{c}"], rates[score][c])
        for mean in means:
            assert_shown(texts[f"{mean}-{score}"], means[mean][score])
    for mean in means:
        assert texts[mean].split(", was ")[0] == texts[f"{mean}-f1"]
    for c, row in enumerate(matrix):
        assert texts[f"size-{c}"] == f"{sum(row):,}"
        assert [texts[f"n-{c}-{i}"] for i in range(k)] == [str(n) for n in row]
    defined = [k - np.isnan(rates[score]).sum() for score in SCORES]
    counted = "{} of {k} for precision, {} for recall, {} for F1".format(*defined, k=k)
    assert (counted if min(defined) < k else f"plain mean of all {k} classes") in texts["note"]


def written(html):
    return dict(re.findall(r'data-show="([\w-]+)"[^>]*>(.*?)<', html))


# --- What Python writes -----------------------------------------------------------------------------------------------

counts = st.integers(2, 5).flatmap(
    lambda k: st.lists(st.lists(st.sampled_from([0, 0, 0, 1, 2, 40]), min_size=k, max_size=k), min_size=k, max_size=k)
)


@settings(max_examples=25, deadline=None)
@given(counts.filter(lambda matrix: any(map(any, matrix))))
def test_static_numbers_are_scikit_learns(matrix):
    (rates, means), (their_rates, their_means) = averages(matrix), expected(matrix)
    for found, theirs in [(rates, their_rates), *((means[mean], their_means[mean]) for mean in means)]:
        for score in SCORES:
            np.testing.assert_allclose(found[score], theirs[score], rtol=1e-12)
    figure = averages_matrix(matrix, classes=list("abcde")[: len(matrix)], name="x", label="X")
    assert_all_shown(written(figure._repr_html_()), matrix)


def test_undefined_is_said_and_left_out():
    texts = written(FIGURES["undefined"]._repr_html_())
    assert [texts[f"{score}-3"] for score in SCORES] == ["undefined"] * 3
    assert (texts["precision-1"], texts["recall-1"], texts["f1-1"]) == ("undefined", "0.000", "0.000")
    assert "2 of 4 for precision, 2 for recall, 3 for F1" in texts["note"]
    assert texts["macro-f1"] == "0.250"  # 6/8 and twice 0, by 3
    assert repr(FIGURES["two"]) == (
        "Averages, two: 32 samples of 2 classes, macro-F1 0.938, weighted-F1 0.938, micro-F1 0.938"
    )


def test_starts_at_the_largest_confusion():
    assert written(FIGURES["clothes"]._repr_html_())["cell"] == "True shirt, predicted pullover: 125 of 1,000"


def test_arrays_and_tables_of_counts_are_taken():
    matrix = [[3, 1], [0, 2]]
    html = averages_matrix(matrix, classes=["a", "b"], name="x", label="X")._repr_html_()
    for other in (np.array(matrix, float), np.array(matrix, "uint8"), pd.DataFrame(matrix, ["a", "b"], ["a", "b"])):
        assert averages_matrix(other, classes=np.array(["a", "b"]), name="x", label="X")._repr_html_() == html


@pytest.mark.parametrize(
    ("argument", "values"),
    [
        ("matrix", {"matrix": [[1, 2]]}),
        ("matrix", {"matrix": [[1]], "classes": ["a"]}),
        ("matrix", {"matrix": np.ones((11, 11), int), "classes": list("abcdefghijk")}),
        ("matrix", {"matrix": [[1, 2], [3]]}),
        ("matrix", {"matrix": [1, 2]}),
        ("matrix", {"matrix": None}),
        ("matrix", {"matrix": [[1, -1], [0, 1]]}),
        ("matrix", {"matrix": [[1, 0.5], [0, 1]]}),
        ("matrix", {"matrix": [[1, np.nan], [0, 1]]}),
        ("matrix", {"matrix": [[1, np.inf], [0, 1]]}),
        ("matrix", {"matrix": [[1, 100_000], [0, 1]]}),
        ("matrix", {"matrix": [["1", "2"], ["3", "4"]]}),
        ("matrix", {"matrix": [[True, False], [False, True]]}),
        ("matrix", {"matrix": np.ma.masked_equal([[1, 2], [3, 4]], 3)}),
        ("matrix", {"matrix": [[0, 0], [0, 0]]}),
        ("classes", {"classes": ["a"]}),
        ("classes", {"classes": "ab"}),
        ("classes", {"classes": ["a", "a"]}),
        ("classes", {"classes": ["a", " "]}),
        ("classes", {"classes": [0, 1]}),
        ("classes", {"classes": None}),
        ("name", {"name": "Two words"}),
        ("label", {"label": ""}),
    ],
)
def test_bad_input_names_the_argument(argument, values):
    fine = {"matrix": [[3, 1], [0, 2]], "classes": ["a", "b"], "name": "x", "label": "X"}
    with pytest.raises(ValueError, match=f"^{argument} "):
        averages_matrix(**fine | values)


def test_text_is_escaped():
    html = averages_matrix([[3, 1], [0, 2]], classes=["<i>", '"></script>'], name="x", label="<b>&")._repr_html_()
    assert "&lt;b&gt;&amp;" in html and "&lt;i&gt;" in html
    assert "<i>" not in html and html.count("</script>") == 3  # data, core, figure


# --- In the browser ---------------------------------------------------------------------------------------------------

READ = """() => [
    [...document.querySelectorAll(".explorer [data-show]")].map(n => [n.dataset.show, n.textContent]),
    [...document.querySelectorAll(".explorer [data-at]")].flatMap(n => n.dataset.at.split(" ").map(
        pair => pair.split("=")).map(([attribute, name]) => [name, n.getAttribute(attribute)])),
]"""


def cell(page, i, j):
    return page.locator(f"[data-show=n-{i}-{j}]")


def counted(page):
    return page.locator(".ex-matrix tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.querySelectorAll('td')].map(cell => Number(cell.textContent)))"
    )


def text(page, key):
    return page.locator(f"[data-show={key}]").text_content()


def assert_all_agree(page):
    """Every number, bar, mark and line tells of the counts that the page shows."""
    matrix = counted(page)
    texts, places = map(dict, page.evaluate(READ))
    assert_all_shown(texts, matrix)
    rates, means = expected(matrix)
    values = {f"{score}-{c}": value for score in SCORES for c, value in enumerate(rates[score])}
    for key, value in (values | {mean: means[mean]["f1"] for mean in means}).items():
        assert float(places[key].removesuffix("%")) == pytest.approx(np.nan_to_num(100 * value), abs=1e-3)
        assert places.get(f"{key}-seen", "no mark") in ("no mark", "hidden" if np.isnan(value) else "visible")
    return matrix


@pytest.mark.parametrize(("name", "turns"), [("clothes", 4), ("undefined", 8)])
def test_all_agree_with_scikit_learn_whatever_the_reader_does(show, name, turns):
    page = show(FIGURES[name])
    start, k = assert_all_agree(page), len(SAMPLES[name][1])
    rng = np.random.default_rng(1)
    for turn in range(turns):
        i, j = (int(c) for c in rng.integers(k, size=2))
        cell(page, i, j).click()
        before = counted(page)
        if turn % 4 == 0:  # along the row: a wrong cell trades with the right one, the right one with one neighbour
            most = int(page.get_by_role("slider").get_attribute("max"))
            to = int(rng.integers(most + 1))
            page.get_by_role("slider").fill(str(to))
            after = counted(page)
            assert (after[i][j], sum(after[i])) == (to, sum(before[i]))
            assert j == i or after[i][i] == most - to
        elif turn % 4 == 1:
            to = int(rng.integers(2000))
            page.get_by_label("Count").fill(str(to))
            before[i][j] = to
            assert counted(page) == before
        elif turn % 4 == 2:
            page.get_by_role("button", name="−").click()
            assert counted(page)[i][j] == max(0, before[i][j] - (10 if name == "clothes" else 1))
        else:
            page.get_by_role("button", name="rare").click()
            after = counted(page)
            assert sum(after[i]) == int(sum(before[i]) / 10 + 0.5)
            assert np.abs(np.array(after[i]) - np.array(before[i]) / 10).max() < 1
            assert [after[r] for r in range(k) if r != i] == [before[r] for r in range(k) if r != i]
        assert_all_agree(page)
    page.get_by_role("button", name="Back to the start").click()
    assert assert_all_agree(page) == start


def test_nothing_left(show):
    """Without a single sample every number is undefined, and no line is drawn."""
    page = show(FIGURES["none"])
    page.get_by_label("Count").fill("0")
    texts, places = map(dict, page.evaluate(READ))
    assert {texts[f"{mean}-{score}"] for mean in ("macro", "weighted", "micro") for score in SCORES} == {"undefined"}
    assert {place for key, place in places.items() if key.endswith("-seen")} == {"hidden"}
    assert "0 of 3 for precision, 0 for recall, 0 for F1" in texts["note"]
    assert texts["macro"] == "undefined, was 0.000"


def test_keyboard_and_screen_reader(show):
    page = show(FIGURES["undefined"])
    listen(page)
    expect(page.get_by_role("grid")).to_have_count(1)
    expect(page.get_by_role("gridcell")).to_have_count(16)
    page.keyboard.press("Tab")  # into the grid, at the largest confusion
    expect(cell(page, 1, 0)).to_be_focused()
    for key, (i, j) in {
        "ArrowUp": (0, 0),
        "ArrowLeft": (0, 0),
        "End": (0, 3),
        "ArrowRight": (0, 3),
        "ArrowDown": (1, 3),
        "Home": (1, 0),
    }.items():
        page.keyboard.press(key)
        expect(cell(page, i, j)).to_be_focused()
        assert page.locator(".explorer [aria-selected=true]").get_attribute("data-show") == f"n-{i}-{j}"
        assert page.locator(".ex-matrix [tabindex='0']").count() == 1
    page.keyboard.press("+")
    page.keyboard.press("=")  # the same key without Shift
    page.keyboard.press("-")
    assert counted(page)[1] == [4, 0, 0, 0]
    assert page.get_by_role("gridcell", name="true b, predicted a: 4").count() == 1
    status = page.get_by_role("status")
    said = "True b, predicted a: 4 of 4. Macro-F1 0.235, weighted-F1 0.449, micro-F1 and accuracy 0.545"
    expect(status).to_have_text(said)
    assert page.evaluate("window.heard") == [said]  # not every step of the way, and nothing on the way to the cell
    page.keyboard.press("Enter")
    field = page.get_by_label("Count")
    expect(field).to_be_focused()
    for wrong in ("-1", "1.5", "many", "100000", ""):
        field.fill(wrong)
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(page.locator(".ex-rule")).to_have_text("A whole number from 0 to 99,999.")
        expect(page.locator(".ex-rule")).to_be_visible()
    assert counted(page)[1] == [4, 0, 0, 0]
    page.keyboard.press("Tab")
    expect(field).to_have_value("4")
    expect(page.locator(".ex-rule")).to_be_hidden()
    slider = page.get_by_role("slider")
    slider.press("ArrowLeft")
    expect(slider).to_have_attribute("aria-valuetext", "3 predicted a, 1 predicted b")
    assert counted(page)[1] == [3, 1, 0, 0]
    page.get_by_role("button", name="Make b rare: row ÷ 10").press("Enter")
    expect(status).to_contain_text("b now has 0. Macro-F1")


def test_ten_classes_on_a_phone(show):
    """A finger finds each cell, and the numbers stay in their cells."""
    page = show(FIGURES["clothes"], width=320, has_touch=True, is_mobile=True)
    boxes = page.locator(".ex-matrix tbody td").evaluate_all(
        "nodes => nodes.map(n => [n.getBoundingClientRect().width, n.getBoundingClientRect().height, n.scrollWidth])"
    )
    assert min(width for width, _, _ in boxes) >= 24 and min(height for _, height, _ in boxes) >= 24
    assert all(text <= width + 1 for width, _, text in boxes)
    assert page.locator(".ex-scroll").evaluate("node => node.scrollWidth <= node.clientWidth")
    cell(page, 2, 4).tap()
    assert text(page, "cell").startswith("True pullover, predicted coat: ")
    page.get_by_role("button", name="+").tap()
    assert_all_agree(page)
