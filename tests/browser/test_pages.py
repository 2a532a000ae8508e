"""The built pages in Chromium: complete without a network, accessible, light, and found by the search.

The book is built anew, with warnings as errors, so these tests need no `make book` before them.
"""

import gzip
import io
import os
import re
import string
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

import nbformat
import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from browser import COMPRESSED, FLAGS, INSTALL, find_browser
from bs4 import BeautifulSoup
from fontTools.ttLib import TTFont
from nbclient import NotebookClient
from notebooks import ROOT, code_cells
from playwright.sync_api import sync_playwright
from pypdf import PdfReader

if not find_browser():
    if os.environ.get("CI"):
        pytest.fail(INSTALL, pytrace=False)
    pytest.skip(INSTALL, allow_module_level=True)

BUDGET = tomllib.loads((ROOT / "tools" / "budget.toml").read_text(encoding="utf-8"))
ADDRESS = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))["html"]["baseurl"]
TOC = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
CHAPTERS = [chapter["file"] for part in TOC["parts"] for chapter in part["chapters"]]
PAGES = [TOC["root"], *(Path(file).with_suffix("").as_posix() for file in CHAPTERS)]
READERS = [(scheme, size) for scheme in ("light", "dark") for size in ((1440, 900), (390, 844))]
EXTRA_RULES = ["label-content-name-mismatch", "td-has-header"]  # axe leaves them out, Lighthouse does not

# Code has thousands of tokens in a dozen colours: axe needs one of each kind, and a fifth of the time.
ONE_TOKEN_OF_EACH_KIND = """() => {
    const seen = new Set();
    for (const token of document.querySelectorAll('pre span[class]')) {
        const kind = token.className + ' in ' + token.closest('[class*=cell_], [class*=highlight-]')?.className;
        if (seen.has(kind)) token.replaceWith(...token.childNodes); else seen.add(kind);
    }
}"""

LAYOUT_SHIFT = """() => new Promise(resolve => {
    const sum = list => list.getEntries().reduce((sum, entry) => sum + (entry.hadRecentInput ? 0 : entry.value), 0);
    new PerformanceObserver(list => resolve(sum(list))).observe({type: 'layout-shift', buffered: true});
    setTimeout(() => resolve(0), 300);
})"""


def jupyter_book(source, target):
    command = [Path(sys.executable).with_name("jupyter-book"), "build", source, "--path-output", target]
    options = ["--all", "-W", "--keep-going", "--quiet"]  # as in the Makefile
    return subprocess.run([*command, *options], capture_output=True, text=True, check=False)


@pytest.fixture(scope="session")
def html(tmp_path_factory):
    folder = tmp_path_factory.mktemp("book")
    run = jupyter_book(ROOT, folder)
    assert run.returncode == 0, run.stdout + run.stderr
    return folder / "_build" / "html"


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)


@pytest.fixture
def open_page(chromium, html):
    """Open a page from its file, with the network cut. Its requests are in page.asked, its errors in page.errors."""
    contexts = []

    def opener(name, scheme="light", size=(1440, 900), **options):
        width, height = size
        context = chromium.new_context(
            color_scheme=scheme, viewport={"width": width, "height": height}, offline=True, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.asked, page.errors = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.on("console", lambda message: page.errors.append(message.text) if message.type == "error" else None)
        path, _, query = name.partition("?")
        page.goto((html / f"{path}.html").as_uri() + (f"?{query}" if query else ""))
        return page

    yield opener
    for context in contexts:
        context.close()


def compressed(path):
    content = path.read_bytes()
    return len(gzip.compress(content) if path.suffix in COMPRESSED else content)


def local(url):
    return Path(unquote(urlsplit(url).path))


# ------------------------------------------------------------------------------------------------------ every page


@pytest.mark.parametrize("name", [*PAGES, "search", "404"])
def test_page_for_every_reader(open_page, html, name):
    for scheme, size in READERS:
        page = open_page(name, scheme, size)
        outside = [url for url in page.asked if not (url.startswith("file:") and local(url).is_relative_to(html))]
        assert not outside, f"the page asks for files that are not its own: {outside}"
        page.evaluate(ONE_TOKEN_OF_EACH_KIND)
        rules = {rule: {"enabled": True} for rule in EXTRA_RULES}
        report = Axe().run(page, options={"preload": False, "rules": rules})
        faults = [
            (rule["id"], node["target"], node["html"][:200])
            for rule in report.response["violations"]
            for node in rule["nodes"]
        ]
        assert not faults, f"{scheme}, {size[0]} px: {faults}"
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], f"wider than {size[0]} px"
        assert not page.errors
        if scheme == "light":
            page.mouse.wheel(0, 100_000)
            shift = page.evaluate(LAYOUT_SHIFT)
            assert shift <= BUDGET["layout_shift"]
            files = {local(url) for url in page.asked}
            assert len(files) <= BUDGET["requests"], sorted(files)
            assert sum(map(compressed, files)) / 1024 <= BUDGET["kilobytes"]


@pytest.mark.parametrize("name", PAGES)
def test_head_headings_and_figures(html, name):
    page = BeautifulSoup((html / f"{name}.html").read_text(encoding="utf-8"), "html.parser")
    meta = {tag.get("name") or tag.get("property"): tag.get("content") for tag in page.select("meta")}
    assert page.html["lang"] == "en"
    assert page.title.text.strip().endswith("Beyond Accuracy")
    assert len(meta["description"]) > 40 and "\\" not in meta["description"], meta["description"]
    assert meta["og:title"] and meta["og:description"] and meta["og:image"] == f"{ADDRESS}_static/social.png"
    assert page.select_one("link[rel=canonical]")["href"] == f"{ADDRESS}{name}.html"

    levels = [int(heading.name[1]) for heading in page.select("article :is(h1, h2, h3, h4, h5, h6)")]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False)), levels

    for image in page.select("article img"):
        assert len(image.get("alt", "")) > 20, image
        assert image.get("width") and image.get("height"), image
        assert image.find_parent("figure").select_one("figcaption .caption-number"), image
    for table in page.select("article table"):
        assert table.select("th"), table


def test_every_link_inside_the_book_leads_somewhere(html):
    pages = {path: BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser") for path in html.rglob("*.html")}
    ids = {path: {tag["id"] for tag in page.select("[id]")} for path, page in pages.items()}
    broken = []
    for path, page in pages.items():
        if path.name == "404.html" or "_static" in path.parts:
            continue
        for link in page.select("a[href]"):
            url = urlsplit(link["href"])
            if url.scheme or url.netloc:
                continue
            target = (path.parent / unquote(url.path)).resolve() if url.path else path
            if not target.is_file() or (url.fragment and unquote(url.fragment) not in ids[target]):
                broken.append((path.name, link["href"]))
    assert not broken


# -------------------------------------------------------------------------------------------------- what readers do


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
def test_search_finds_what_readers_type(open_page, query, expected):
    page = open_page(f"search?q={query}")
    page.wait_for_function("document.querySelector('#search-results p.search-summary')?.textContent.includes('found')")
    found = page.locator("#search-results li > a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    pages = list(dict.fromkeys(Path(urlsplit(link).path).stem for link in found))
    assert expected in pages[:2], pages


def test_everything_in_the_frame_works_from_the_keyboard(open_page):
    page = open_page("chapters/02_precision_recall_f1")
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
    page = open_page("chapters/02_precision_recall_f1", size=(390, 844))
    contents = page.locator("#pst-primary-sidebar-modal .bd-links")
    page.locator("button.primary-toggle").focus()
    page.keyboard.press("Enter")
    contents.wait_for(state="visible")
    page.keyboard.press("Escape")
    contents.wait_for(state="hidden")


def test_reads_without_javascript(open_page):
    page = open_page("chapters/02_precision_recall_f1", java_script_enabled=False)
    assert page.locator("article h1").is_visible()
    assert page.locator("article math").first.bounding_box()["width"] > 5


def test_figures_keep_their_shape_on_a_phone_and_turn_dark(open_page):
    page = open_page("chapters/02_precision_recall_f1", "dark", (390, 844))
    for image in page.locator("article figure img").all():
        image.scroll_into_view_if_needed()
        width, height = int(image.get_attribute("width")), int(image.get_attribute("height"))
        box = image.bounding_box()
        assert box["width"] / box["height"] == pytest.approx(width / height, rel=0.02)
        assert "invert" in image.evaluate("image => getComputedStyle(image).filter")


def test_prints_light_and_unfolded(open_page):
    page = open_page("chapters/02_precision_recall_f1", "dark")
    folded = page.locator("details.hide pre").first.text_content().splitlines()[0]
    pages = PdfReader(io.BytesIO(page.pdf())).pages
    text = "".join(part.extract_text() for part in pages)
    assert folded in text and "Contents" not in text
    assert page.evaluate("dispatchEvent(new Event('beforeprint')) && document.documentElement.dataset.theme") == "light"
    assert page.evaluate("dispatchEvent(new Event('afterprint')) && document.documentElement.dataset.theme") == "dark"


def test_explorer_is_drawn_and_moves(open_page):
    page = open_page("chapters/02_precision_recall_f1")
    explorer = page.locator(".explorer").first
    bars = [bar.bounding_box() for bar in explorer.locator("svg.ex-histogram use").all()]
    assert len(bars) == 4 and all(bar and bar["width"] > 100 for bar in bars)
    threshold = explorer.locator("input[inputmode]").first
    before = threshold.input_value()
    explorer.get_by_role("button", name="Best F1").click()
    assert threshold.input_value() != before


def test_copy_button_copies_the_cell(open_page):
    page = open_page("chapters/02_precision_recall_f1")
    cell = page.locator("div.cell_input").nth(1)
    cell.hover()
    cell.locator("button.copybtn").click()
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<textarea id=paste></textarea>')")
    page.locator("#paste").focus()
    page.keyboard.press("Control+v")
    assert page.locator("#paste").input_value().strip() == cell.locator("pre").inner_text().strip()


# ---------------------------------------------------------------------------------------------------- the downloads


def downloaded(html, name, folder):
    with zipfile.ZipFile(html / "_downloads" / f"{name}.zip") as archive:
        archive.extractall(folder)
    return nbformat.read(folder / f"{name}.ipynb", as_version=4)


@pytest.mark.parametrize("name", [page for page in PAGES if (ROOT / f"{page}.ipynb").exists()])
def test_download_has_what_the_notebook_reads(html, tmp_path, name):
    notebook = downloaded(html, name, tmp_path)
    page = BeautifulSoup((html / f"{name}.html").read_text(encoding="utf-8"), "html.parser")
    assert any(link["href"].endswith(f"_downloads/{name}.zip") for link in page.select(".dropdown-menu a"))
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    for file in (ROOT / "data").glob("*.[cn][sp][vz]"):
        assert file.name not in code or (tmp_path / "data" / file.name).exists()
    assert "tensorflow" in (tmp_path / "requirements.txt").read_text(encoding="utf-8")
    if name.startswith("exercises/"):
        assert "### " not in code and "NotImplementedError" in code
        assert not any(cell.get("outputs") for cell in notebook.cells)


def printed(notebook):
    outputs = [output for cell in code_cells(notebook) for output in cell.outputs]
    return "".join(output.get("text") or output.get("data", {}).get("text/plain", "") for output in outputs)


def test_downloaded_chapter_runs(html, tmp_path):
    name = "chapters/05_roc_auc"
    notebook = downloaded(html, name, tmp_path)
    stored = printed(notebook)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str((tmp_path / name).parent)}}).execute()
    assert len(stored) > 1000 and printed(notebook) == stored


# ------------------------------------------------------------------------------------------- what surrounds the pages


def test_sitemap_and_page_not_found(html):
    listed = re.findall(r"<loc>(.*?)</loc>", (html / "sitemap.xml").read_text(encoding="utf-8"))
    assert sorted(listed) == sorted(f"{ADDRESS}{name}.html" for name in PAGES)
    missing = BeautifulSoup((html / "404.html").read_text(encoding="utf-8"), "html.parser")
    links = [link["href"] for link in missing.select("a")]
    root = urlsplit(ADDRESS).path
    assert links and all(link.startswith(root) and (html / link.removeprefix(root)).is_file() for link in links)


def test_formula_font_has_every_sign(html):
    font = TTFont(ROOT / "assets" / "fonts" / "book-math.woff2").getBestCmap()
    italic = {ord(letter): 0x1D434 + i for i, letter in enumerate(string.ascii_uppercase + string.ascii_lowercase)}
    italic |= {0x3B1 + i: 0x1D6FC + i for i in range(25)} | {ord("h"): 0x210E}
    missing = set()
    for path in html.rglob("*.html"):
        page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        for token in page.select("math :is(mi, mn, mo, mtext)"):
            signs = [ord(sign) for sign in token.text if not sign.isspace()]
            if token.name == "mi" and len(signs) == 1 and token.get("mathvariant") != "normal":
                signs = [italic.get(signs[0], signs[0])]
            missing |= {chr(sign) for sign in signs if sign not in font}
    assert not missing, f"add them in tools/fonts.py: {missing}"


def test_build_refuses_what_it_must(tmp_path):
    """A figure without alt text, caption or name, a formula that does not convert: each is an error of the build."""
    book = tmp_path / "book"
    book.mkdir()
    for name in ["_config.yml", "_ext", "assets", "references.bib", "requirements.txt", "chapters", "data"]:
        (book / name).symlink_to(ROOT / name)
    (book / "_toc.yml").write_text("format: jb-book\nroot: faults\n", encoding="utf-8")
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9pt" height="9pt" viewBox="0 0 9 9"/>'
    (book / "dot.svg").write_text(svg, encoding="utf-8")
    output = {"output_type": "display_data", "data": {"image/svg+xml": svg}, "metadata": {}}
    cells = [
        nbformat.v4.new_markdown_cell("# Faults\n\nA formula $\\nosuchcommand$.\n\n![](dot.svg)"),
        nbformat.v4.new_code_cell("draw()", execution_count=1, outputs=[nbformat.from_dict(output)]),
    ]
    language = {"language_info": {"name": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=language), book / "faults.ipynb")
    run = jupyter_book(book, tmp_path / "out")
    assert run.returncode != 0
    for fault, times in {"without alt text": 2, "without caption": 2, "nosuchcommand": 1}.items():
        assert run.stderr.count(fault) >= times, (fault, run.stderr)
