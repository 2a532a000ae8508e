"""The printed book: complete, with right page numbers, working links, and nothing outside the margins."""

import re
from collections import Counter

import pdf
import pypdfium2
import pytest
from bs4 import BeautifulSoup
from notebooks import EXERCISES, NOTEBOOKS, ROOT, code_cells, read
from pages import PAGES
from pypdf import PdfReader

MARGIN = 45  # points; the page rules of tools/pdf.css give 18 mm (51 points) at the sides


@pytest.fixture(scope="module")
def book(tmp_path_factory, executable):
    folder = tmp_path_factory.mktemp("paper")
    pdf.main(folder)
    return folder / "_build" / "beyond-accuracy.pdf"


@pytest.fixture(scope="module")
def pages(book):
    """The text of each page, without the page number that comes first on all but the title page."""
    texts = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(book)]
    for number, text in enumerate(texts[1:], start=2):
        printed, _, texts[number - 1] = text.partition("\r\n")
        assert printed == str(number)
    return texts


@pytest.fixture(scope="module")
def printed(book):
    """The page that was printed."""
    return BeautifulSoup((book.parent / "singlehtml" / "book.html").read_text(encoding="utf-8"), "html.parser")


def words(text):
    """Letters and digits only: where a PDF's text has a space is a guess of whoever reads it."""
    return re.sub(r"\W+", "", text)


def title(page):
    """The words of the title of a page of the book."""
    path = next((ROOT / page).parent.glob(f"{(ROOT / page).name}.[im]*"))  # .ipynb or .md
    text = read(path).cells[0].source if path.suffix == ".ipynb" else path.read_text(encoding="utf-8")
    return words(re.search(r"^# (.+)$", text, re.MULTILINE)[1])


def test_every_chapter_is_there_on_the_page_that_the_contents_name(book, pages):
    end = next(number for number, text in enumerate(pages) if words(text).startswith("Aboutthisbook"))
    contents = words(" ".join(pages[1:end]))
    for part in pdf.TOC["parts"]:
        assert words(part["caption"]) in contents
    for name in PAGES[1:]:
        number = re.search(rf"{title(name)}(\d+)", contents)
        assert number, f"{name} is not in the contents"
        assert title(name) in words(pages[int(number[1]) - 1])[:100]  # the references' labels come first in the file


@pytest.mark.parametrize(("name", "back"), [("notation", "Fromscores"), ("cheat_sheet", "Scoresoftwoclasses")])
def test_a_sheet_has_two_sides(pages, name, back):
    start = next(number for number, text in enumerate(pages) if words(text).startswith(title(f"chapters/{name}")))
    after = PAGES[PAGES.index(f"chapters/{name}") + 1]
    assert words(pages[start + 1]).startswith(back)
    assert title(after) in words(pages[start + 2])[:100]


def test_korean_terms_are_no_boxes(pages):
    """The machine that prints need not have a Korean font: the glossary brings one along."""
    terms = re.findall("[\uac00-\ud7a3]", (ROOT / "chapters" / "glossary.md").read_text(encoding="utf-8"))
    missing = Counter(terms) - Counter("".join(pages))
    assert not missing, f"printed as boxes, which have no letter: {missing}"


def test_every_figure_is_there_with_its_caption(pages):
    text = words(" ".join(pages))
    for path in NOTEBOOKS:
        for cell in read(path).cells:
            caption = cell.metadata.get("mystnb", {}).get("figure", {}).get("caption")
            if caption:
                assert words(caption) in text, f"{path.name}: {caption}"


def test_answers_stand_in_the_appendix_only(pages):
    appendix = next(number for number, text in enumerate(pages) if words(text).startswith("Answersandsolutions"))
    lines = [
        line.strip()
        for path in EXERCISES
        for cell in code_cells(read(path))  # a written answer is a line that the page leaves out
        if cell.metadata.get("nbgrader", {}).get("solution")
        for line in cell.source.splitlines()
        if len(line) > 30 and not line.startswith(("#", " " * 4 + "#", "def"))
    ]
    assert lines
    body, back = words(" ".join(pages[:appendix])), words(" ".join(pages[appendix:]))
    assert "BEGINSOLUTION" not in body + back and "BEGINHIDDENTESTS" not in body + back
    assert not [line for line in lines if words(line) not in back]
    assert not all(words(line) in body for line in lines)


def test_links_lead_somewhere(book):
    reader = PdfReader(book)
    targets = set(reader.named_destinations)
    internal = 0
    for page in reader.pages:
        for annotation in page.get("/Annots", []):
            link = annotation.get_object()
            if "/Dest" in link:
                internal += 1
                assert str(link["/Dest"]) in targets or "/" + str(link["/Dest"]) in targets
            elif "/A" in link and "/URI" in link["/A"]:
                assert not link["/A"]["/URI"].startswith("file:"), link["/A"]["/URI"]
    assert internal > 100


def test_links_lead_where_they_say(printed):
    """In the page that was printed, since Chromium leaves out of the PDF what leads nowhere."""
    places = {f"#{tag['id']}": tag for tag in printed.select("[id]")}
    assert len(places) == len(printed.select("[id]"))
    links = printed.select("article a[href]")
    assert not [link for link in links if link["href"] not in places and not link["href"].startswith("https:")]
    for link in links:
        if re.fullmatch(r"\d+", link.text) and link.get("title"):  # a citation
            reference = places[link["href"]]
            assert "citation" in reference["class"] and words(link["title"]) in words(reference.text)
    terms = [link for link in links if "term" in link.get("class", [])]
    assert len(terms) > 100
    assert all(places[link["href"]].find_parent("dl", class_="glossary") for link in terms)
    chapters = [link for link in links if re.fullmatch(r"Chapter \d+", link.text)]
    assert len(chapters) > 10
    for link in chapters:
        target = places[link["href"]]
        chapter = next(node for node in [target, *target.parents] if "chapter" in node.get("class", []))
        assert chapter.h1.text.startswith(link.text.removeprefix("Chapter ") + ".")


def test_bookmarks_are_the_headings(book, printed):
    def titles(outline):
        for entry in outline:
            yield from titles(entry) if isinstance(entry, list) else [words(entry.title)]

    headings = [words(heading.text) for heading in printed.select(pdf.HEADINGS)]
    assert list(titles(PdfReader(book).outline)) == headings


def test_no_text_outside_the_margins(book):
    for number, page in enumerate(pypdfium2.PdfDocument(book), start=1):
        width, height = page.get_size()
        text = page.get_textpage()
        for index in range(text.count_rects()):
            left, bottom, right, top = rect = text.get_rect(index)
            inside = left >= MARGIN and right <= width - MARGIN and bottom >= 20 and top <= height - MARGIN
            assert inside, f"page {number}: {text.get_text_bounded(*rect)!r}"
