"""What surrounds the pages: downloads, site map, page not found, fonts, and what the build refuses."""

import re
import string
import zipfile
from urllib.parse import unquote, urlsplit

import nbformat
import pytest
from bs4 import BeautifulSoup
from fontTools.ttLib import TTFont
from nbclient import NotebookClient
from notebooks import code_cells
from pages import CONFIG, PAGES, ROOT, build

ADDRESS = CONFIG["html"]["baseurl"]


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


def test_every_address_of_the_first_edition_leads_somewhere(html):
    """A heading or a figure with a new name keeps its old one as a MyST target above it: (old-name)=."""
    pages, lost = {}, []
    for line in (ROOT / "tests" / "page" / "first_edition.txt").read_text(encoding="utf-8").splitlines()[1:]:
        address, _, name = line.partition("#")
        path = html / address
        if not path.is_file():
            lost.append(line)
        elif name:
            if path not in pages:
                page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
                pages[path] = {tag["id"] for tag in page.select("[id]")}
            if name not in pages[path]:
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
    name = "chapters/05_roc_auc"
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
    for name in ["_config.yml", "_ext", "tools", "assets", "references.bib", "requirements.txt", "chapters", "data"]:
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
    run = build(book, tmp_path / "out")
    assert run.returncode != 0
    for fault, times in {"without alt text": 2, "without caption": 2, "nosuchcommand": 1}.items():
        assert run.stderr.count(fault) >= times, (fault, run.stderr)
