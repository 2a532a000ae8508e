"""What readers do with a page: search, go by the keyboard, open the contents, print, copy, drag."""

import io
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

CHAPTER = "chapters/02_precision_recall_f1"


@pytest.fixture(scope="module")
def search(chromium, html):
    """Search the book in one tab, query after query."""
    page = chromium.new_context(offline=True).new_page()

    def search(query):
        page.goto(f"{(html / 'search.html').as_uri()}?q={query}")
        return page

    yield search
    page.context.close()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("recall", "02_precision_recall_f1"),
        ("sensitivity", "02_precision_recall_f1"),
        ("precision", "02_precision_recall_f1"),
        ("specificity", "02_precision_recall_f1"),
        ("F1", "02_precision_recall_f1"),
        ("confusion matrix", "02_precision_recall_f1"),
        ("f_beta", "02_precision_recall_f1"),
        ("confusion_counts", "02_precision_recall_f1"),
        ("false positive rate", "05_roc_auc"),
        ("AUC", "05_roc_auc"),
        ("ROC", "05_roc_auc"),
        ("roc_points", "05_roc_auc"),
        ("auc_rank", "05_roc_auc"),
        ("accuracy", "01_accuracy"),
        ("baseline", "01_accuracy"),
        ("balanced_accuracy", "01_accuracy"),
        ("DummyClassifier", "01_accuracy"),
        ("StreamingF1", "11_custom_metrics"),
        ("WeightedBinaryCrossentropy", "12_custom_losses"),
        ("gradient_check", "12_custom_losses"),
    ],
)
def test_search_finds_what_readers_type(search, query, expected):
    page = search(query)
    page.wait_for_function("document.querySelector('#search-results p.search-summary')?.textContent.includes('found')")
    found = page.locator("#search-results li > a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    pages = list(dict.fromkeys(Path(urlsplit(link).path).stem for link in found))
    assert expected in pages[:2], pages


def test_what_was_searched_for_is_marked_and_breaks_nothing(open_page):
    page = open_page("chapters/05_roc_auc?highlight=curve")
    page.locator("article p span.highlighted").first.wait_for()
    assert not page.errors
    page.get_by_role("button", name="Best F1").click()  # the explorer, whose figures hold the word too, still works


def test_everything_in_the_frame_works_from_the_keyboard(open_page):
    page = open_page(CHAPTER)
    stops = []
    for _ in range(12):
        page.keyboard.press("Tab")
        stops.append(
            page.evaluate(
                """() => { const element = document.activeElement, box = element.getBoundingClientRect();
                return [element.textContent.trim() || element.ariaLabel || element.title,
                        box.width > 0 && box.height > 0, getComputedStyle(element).outlineStyle]; }"""
            )
        )
    assert stops[0][0] == "Skip to main content"
    assert all(name and visible and outline != "none" for name, visible, outline in stops), stops


def test_contents_open_and_close_on_a_phone(open_page):
    page = open_page(CHAPTER, size=(390, 844))
    contents = page.locator("#pst-primary-sidebar-modal .bd-links")
    page.locator("button.primary-toggle").focus()
    page.keyboard.press("Enter")
    contents.wait_for(state="visible")
    page.keyboard.press("Escape")
    contents.wait_for(state="hidden")
    expect(page.locator("button.primary-toggle")).to_be_focused()


def test_buttons_keep_the_focus_of_the_keyboard(open_page):
    page = open_page(CHAPTER)
    page.locator("button.theme-switch-button").focus()
    modes = set()
    for _ in range(3):
        page.keyboard.press("Enter")
        modes.add(page.evaluate("document.documentElement.dataset.mode"))
    assert modes == {"auto", "light", "dark"}
    copy = page.locator("button.copybtn").nth(3)
    copy.focus()
    page.keyboard.press("Enter")
    expect(copy).to_have_attribute("data-tooltip", "Copied!")
    expect(copy).to_be_focused()


def test_reads_without_javascript(open_page):
    page = open_page(CHAPTER, java_script_enabled=False)
    assert page.locator("article h1").is_visible()
    assert page.locator("article math").first.bounding_box()["width"] > 5


def test_figures_keep_their_shape_on_a_phone_and_turn_dark(open_page):
    page = open_page(CHAPTER, "dark", (390, 844))
    for image in page.locator("article figure img").all():
        image.scroll_into_view_if_needed()
        width, height = int(image.get_attribute("width")), int(image.get_attribute("height"))
        box = image.bounding_box()
        assert box["width"] / box["height"] == pytest.approx(width / height, rel=0.02)
        assert "invert" in image.evaluate("image => getComputedStyle(image).filter")


def test_prints_light_and_unfolded(open_page):
    page = open_page(CHAPTER, "dark")
    folded = page.locator("details.hide pre").first.text_content().splitlines()[0]
    pages = PdfReader(io.BytesIO(page.pdf())).pages
    text = "".join(part.extract_text() for part in pages)
    assert folded in text and "Contents" not in text
    assert page.evaluate("dispatchEvent(new Event('beforeprint')) && document.documentElement.dataset.theme") == "light"
    assert page.evaluate("dispatchEvent(new Event('afterprint')) && document.documentElement.dataset.theme") == "dark"


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_the_formulas_print_on_one_page(open_page, paper):
    page = open_page("chapters/notation")
    assert len(PdfReader(io.BytesIO(page.pdf(format=paper))).pages) == 1


def test_explorer_is_drawn_and_moves(open_page):
    page = open_page(CHAPTER)
    explorer = page.locator(".explorer").first
    bars = [bar.bounding_box() for bar in explorer.locator("svg.ex-histogram use").all()]
    assert len(bars) == 4 and all(bar and bar["width"] > 100 for bar in bars)
    threshold = explorer.locator("input[inputmode]").first
    before = threshold.input_value()
    explorer.get_by_role("button", name="Best F1").click()
    assert threshold.input_value() != before


def test_copy_button_copies_the_cell(open_page):
    page = open_page(CHAPTER)
    cell = page.locator("div.cell_input").nth(1)
    cell.hover()
    cell.locator("button.copybtn").click()
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<textarea id=paste></textarea>')")
    page.locator("#paste").focus()
    page.keyboard.press("Control+v")
    assert page.locator("#paste").input_value().strip() == cell.locator("pre").inner_text().strip()
