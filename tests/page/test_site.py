"""What surrounds the pages: downloads, site map, page not found, fonts, and what the build refuses."""

import re
import string
import zipfile
from urllib.parse import unquote, urlsplit

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup
from fontTools.ttLib import TTFont
from nbclient import NotebookClient
from notebooks import code_cells
from pages import CONFIG, PAGES, ROOT, build
from test_every_page import AXE, IS_IN

ADDRESS = CONFIG["html"]["baseurl"]


@pytest.fixture(scope="module")
def pages(html):
    """{path: page}, parsed."""
    paths = [path for path in html.rglob("*.html") if "_static" not in path.parts]
    return {path: BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser") for path in paths}


@pytest.fixture(scope="module")
def ids(pages):
    return {path: {tag["id"] for tag in page.select("[id]")} for path, page in pages.items()}


def test_every_link_inside_the_book_leads_somewhere(pages, ids):
    broken = []
    for path, page in pages.items():
        if path.name == "404.html":
            continue
        for link in page.select("a[href]"):
            url = urlsplit(link["href"])
            if url.scheme or url.netloc:
                continue
            target = (path.parent / unquote(url.path)).resolve() if url.path else path
            if not target.is_file() or (url.fragment and unquote(url.fragment) not in ids[target]):
                broken.append((path.name, link["href"]))
    assert not broken


def test_every_address_of_the_first_edition_leads_somewhere(html, ids):
    """A heading or a figure with a new name keeps its old one as a MyST target above it: (old-name)=."""
    lost = []
    for line in (ROOT / "tests" / "page" / "first_edition.txt").read_text(encoding="utf-8").splitlines()[1:]:
        address, _, name = line.partition("#")
        if not (html / address).is_file() or name and name not in ids[html / address]:
            lost.append(line)
    assert not lost


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
    name = "chapters/02_precision_recall_f1"
    notebook = downloaded(html, name, tmp_path)
    stored = printed(notebook)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str((tmp_path / name).parent)}}).execute()
    assert len(stored) > 1000 and printed(notebook) == stored


def test_sitemap_and_page_not_found(html):
    listed = re.findall(r"<loc>(.*?)</loc>", (html / "sitemap.xml").read_text(encoding="utf-8"))
    assert sorted(listed) == sorted(f"{ADDRESS}{name}.html" for name in PAGES)
    missing = BeautifulSoup((html / "404.html").read_text(encoding="utf-8"), "html.parser")
    links = [link["href"] for link in missing.select("a")]
    root = urlsplit(ADDRESS).path
    assert links and all(link.startswith(root) and (html / link.removeprefix(root)).is_file() for link in links)


def test_formula_font_has_every_sign(pages):
    font = TTFont(ROOT / "assets" / "fonts" / "book-math.woff2").getBestCmap()
    italic = {ord(letter): 0x1D434 + i for i, letter in enumerate(string.ascii_uppercase + string.ascii_lowercase)}
    italic |= {0x3B1 + i: 0x1D6FC + i for i in range(25)} | {ord("h"): 0x210E}
    missing = set()
    for page in pages.values():
        for token in page.select("math :is(mi, mn, mo, mtext)"):
            signs = [ord(sign) for sign in token.text if not sign.isspace()]
            if token.name == "mi" and len(signs) == 1 and token.get("mathvariant") != "normal":
                signs = [italic.get(signs[0], signs[0])]
            missing |= {chr(sign) for sign in signs if sign not in font}
    assert not missing, f"add them in tools/fonts.py: {missing}"


# -------------------------------------------------------------------------------------- what no page of the book holds

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9pt" height="9pt" viewBox="0 0 9 9"/>'
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
KINDS = "# Kinds of outputs\n\n$$\na = b\n$$ (eq-numbered)\n\nIt is {eq}`eq-numbered`."
SUMMARY = '<pre>Model: <span style="font-weight: bold">net</span> <span style="color: #00d7ff">None</span></pre>'
FAULTS = "# Faults\n\nA formula $\\nosuchcommand$.\n\n![](dot.svg)"


def notebook(text, *outputs):
    """With a code cell for each output. An image that is no fault has a name, a caption and a description."""
    about = {"figure": {"name": "fig-dot", "caption": "A dot."}, "image": {"alt": "One dark dot."}}
    cells = [nbformat.v4.new_markdown_cell(text)]
    for output in outputs:
        metadata = {"mystnb": about} if "image/png" in output.get("data", {}) else {}
        cells.append(nbformat.v4.new_code_cell("x", execution_count=1, outputs=[output], metadata=metadata))
    return nbformat.v4.new_notebook(cells=cells, metadata={"language_info": {"name": "python"}})


@pytest.fixture(scope="module")
def small_book(tmp_path_factory):
    """The run that built two pages: outputs of all kinds, and faults. And the folder of the pages."""
    book = tmp_path_factory.mktemp("small") / "book"
    book.mkdir()
    for name in ["_config.yml", "_ext", "tools", "assets", "references.bib", "requirements.txt", "chapters", "data"]:
        (book / name).symlink_to(ROOT / name)
    (book / "_toc.yml").write_text("format: jb-book\nroot: kinds\nchapters:\n- file: faults\n", encoding="utf-8")
    (book / "dot.svg").write_text(SVG, encoding="utf-8")
    new = nbformat.v4.new_output
    colours = "".join(f"\x1b[{bold};{number}mcolour\x1b[0m " for number in range(30, 38) for bold in (0, 1))
    outputs = [
        new("stream", text=f"{colours}\n"),
        new("error", ename="ValueError", evalue="no", traceback=["Traceback (most recent call last):\nValueError: no"]),
        new("display_data", data={"text/html": SUMMARY}),
        new("display_data", data={"image/png": PNG}),
    ]
    nbformat.write(notebook(KINDS, *outputs), book / "kinds.ipynb")
    nbformat.write(notebook(FAULTS, new("display_data", data={"image/svg+xml": SVG})), book / "faults.ipynb")
    return build(book, book.parent), book.parent / "_build" / "html"


def test_build_refuses_what_it_must(small_book):
    """A figure without alt text, caption or name, a formula that does not convert: each is an error of the build."""
    run, _ = small_book
    assert run.returncode != 0
    for fault, times in {"without alt text": 2, "without caption": 2, "nosuchcommand": 1}.items():
        assert run.stderr.count(fault) >= times, (fault, run.stderr)
    assert "kinds.ipynb" not in run.stderr


@pytest.fixture
def kinds(small_book, chromium):
    page = chromium.new_page()
    page.goto((small_book[1] / "kinds.html").as_uri())
    yield page
    page.close()


def test_outputs_of_every_kind_are_legible(kinds):
    for scheme in ("light", "dark"):
        kinds.emulate_media(color_scheme=scheme)
        kinds.wait_for_function(IS_IN, arg=scheme)
        report = Axe().run(kinds, options=AXE)
        assert not report.response["violations"], report.generate_report()


# The selectors of a style sheet, for a light page, and without what is only sometimes true, such as :target.
SELECTORS = """css => {
    const sheet = new CSSStyleSheet(), found = new Set();
    sheet.replaceSync(css);
    const walk = rules => {
        for (const rule of rules) {
            const plain = rule.selectorText?.replaceAll(/::?(target|before|after|focus-[a-z]+|details-content)/g, '');
            if (/\\w/.test(plain ?? '')) found.add(plain.replaceAll(/html\\[data-theme=.dark.\\]/g, 'html'));
            else if (rule.conditionText) walk(rule.cssRules);
        }
    };
    walk(sheet.cssRules);
    return [...found];
}"""
UNUSED = "selectors => selectors.filter(selector => !document.querySelector(selector))"


def test_every_rule_of_the_style_is_used(open_page, kinds):
    """On a page of the book or, for outputs that none has at the moment, on the page of all kinds."""
    unused = kinds.evaluate(SELECTORS, (ROOT / "assets" / "book.css").read_text(encoding="utf-8"))
    assert len(unused) > 50
    unused = kinds.evaluate(UNUSED, unused)
    for name in ["search", *reversed(PAGES)]:
        if unused:
            unused = open_page(name).evaluate(UNUSED, unused)
    assert not unused
