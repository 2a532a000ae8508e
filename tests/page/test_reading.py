"""What readers do with a page: search, go by the keyboard, open the contents, print, copy, drag."""

import ast
import io
import re
from collections import defaultdict

import pytest
from browser import serve
from bs4 import BeautifulSoup
from notebooks import CHAPTERS, NOTEBOOKS, ROOT, code_cells, read, tags
from pages import PAGES
from playwright.sync_api import expect
from pypdf import PdfReader

CHAPTER = "chapters/02_precision_recall_f1"

SEARCHED = "document.querySelector('#search-results p.search-summary')?.textContent.includes('found')"

# What the page's own search finds for each query: the pages, the best one first.
FOUND = """queries => Object.fromEntries(queries.map(query => {
    const results = Search._performSearch(...Search._parseQuery(query)).reverse();
    return [query, [...new Set(results.map(result => result[0]))]];
}))"""


def explained(html):
    """{what a reader may type: the pages that explain it}."""
    pages = defaultdict(set)
    for name in PAGES:
        page = BeautifulSoup((html / f"{name}.html").read_text(encoding="utf-8"), "html.parser")
        for term in page.select("article strong[id^=term-]"):
            pages[term.text].add(name)
    for path in NOTEBOOKS:
        name = path.relative_to(ROOT).with_suffix("").as_posix()
        title = re.search(r"^# (?:\d+\. )?(.+)$", read(path).cells[0].source, re.MULTILINE)[1]
        for words in [title, *(re.findall(r"\b[A-Z]{2,}\b", title) if path in CHAPTERS else [])]:
            pages[words].add(name)
        for cell in code_cells(read(path)):
            if "define" in tags(cell):
                for node in ast.parse(cell.source).body:
                    if isinstance(node, ast.FunctionDef | ast.ClassDef):
                        pages[node.name].add(name)
        summary = re.search(r"^## Summary$(.*?)^## ", markdown(path), re.MULTILINE | re.DOTALL)
        for code in re.findall(r"`([^`\n]+)`", summary[1]) if summary else []:
            for word in re.findall(r"[A-Za-z_]\w{5,}", code):
                pages[word].add(name)
    return pages


def markdown(path):
    return "\n\n".join(cell.source for cell in read(path).cells if cell.cell_type == "markdown")


def test_search_leads_to_the_page_that_explains(open_page, html):
    page = open_page("search?q=recall")
    page.wait_for_function(SEARCHED)
    expected = explained(html)
    assert len(expected) > 10 * len(CHAPTERS)
    found = page.evaluate(FOUND, list(expected))
    assert not {query: pages[:2] for query, pages in found.items() if not expected[query] & set(pages[:2])}


def test_search_names_the_term_that_it_found(open_page):
    page = open_page("search?q=sensitivity")
    page.wait_for_function(SEARCHED)
    first = page.locator("#search-results li > a").first
    expect(first).to_contain_text("> sensitivity")
    first.click()
    expect(page.locator("#term-sensitivity")).to_be_in_viewport()


DENY = """for (const name of ["localStorage", "sessionStorage"]) {
    const get = () => { throw new DOMException("denied", "SecurityError"); };
    Object.defineProperty(window, name, { get, configurable: true });
}"""


@pytest.mark.parametrize("way", ["cookies blocked", "frame"])
@pytest.mark.parametrize("name", [CHAPTER, "search"])
def test_works_where_the_browser_denies_storage(chromium, html, way, name):
    """In a browser that blocks cookies, and in a frame that shuts the page off, as learning platforms do."""
    errors = []
    with serve(html) as address:
        page = chromium.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        url = f"{address}{name}.html?{'q=recall' if name == 'search' else 'highlight=recall'}"
        if way == "frame":
            page.set_content(f'<iframe sandbox="allow-scripts" src="{url}" width="1200" height="700"></iframe>')
            frame = page.frames[1]
        else:
            page.add_init_script(DENY)
            page.goto(url)
            frame = page.main_frame
        frame.locator("#search-results li, .highlighted").first.wait_for()
        modes = set()
        for _ in range(3):
            frame.locator("button.theme-switch-button").click()
            modes.add(frame.evaluate("document.documentElement.dataset.mode"))
        page.close()
    assert modes == {"auto", "light", "dark"}
    assert not errors


def test_a_figure_has_a_description_and_its_link_a_name(open_page):
    page = open_page(CHAPTER)
    for figure in page.locator("figure:has(a > img)").all():
        number = figure.locator(".caption-number").inner_text().strip()
        link = figure.get_by_role("link", name=f"{number}, larger", exact=True)
        alt = figure.locator("img").get_attribute("alt")
        assert len(alt) > 60
        expect(link.get_by_role("img", name=alt, exact=True)).to_be_visible()


def test_the_imports_are_folded(open_page):
    page = open_page(CHAPTER)
    code = page.locator("article div.cell_input pre").first
    expect(code).to_be_hidden()
    page.get_by_text("Show the imports").click()
    expect(code).to_be_visible()
    expect(code).to_contain_text("import ")
    expect(page.get_by_text("Hide the imports")).to_be_visible()


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
@pytest.mark.parametrize(("name", "back"), [("notation", "From scores"), ("cheat_sheet", "Scores of two classes")])
def test_a_sheet_prints_on_its_two_sides(open_page, paper, name, back):
    page = open_page(f"chapters/{name}")
    sides = PdfReader(io.BytesIO(page.pdf(format=paper))).pages
    assert len(sides) == 2
    assert sides[1].extract_text().strip().startswith(back)


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
