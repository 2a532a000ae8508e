"""`make pdf`: the whole book as one PDF, _build/beyond-accuracy.pdf (or in the _build of the folder that is named).

Sphinx puts all pages into one (builder "singlehtml"); this script makes a book of it: title page, contents with page
numbers, a page break before each chapter, answers and solutions in an appendix. Chromium prints it twice: from the
first PDF come the page numbers that the contents of the second show.
"""

import re
import subprocess
import sys
import tempfile
from base64 import b64encode
from collections import Counter
from pathlib import Path
from urllib.parse import unquote

import yaml
from browser import FLAGS, INSTALL, find_browser
from bs4 import BeautifulSoup
from pages import ROOT, TOC, build
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, TextStringObject

ANSWERS = ("Answer", "Show the solution")  # the summaries of what goes into the appendix
HEADINGS = "h1, h2, h3, h4, h5, h6, [role=heading]"
CITATION = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))


def read_page(folder):
    """The one long page, without scripts and the signs beside headings."""
    run = build(target=folder, builder="singlehtml")
    if run.returncode:
        sys.exit(run.stderr)
    page = BeautifulSoup((folder / "_build" / "singlehtml" / "index.html").read_text(encoding="utf-8"), "html.parser")
    for element in page.select("script, a.headerlink"):
        element.decompose()
    for link in page.select("a.image-reference, a.download"):  # they open the figure alone, or a file: not on paper
        link.unwrap()
    for token in page.select("pre span:is(.n, .p, .w)"):  # in the colour of the text: the browser need not know of them
        token.unwrap()
    return page


def split_chapters(page):
    """The chapters as sections of their own, in order, with headings that start at h1, unique ids, links that work."""
    root = page.select_one("article section")
    pages = {place["id"]: place.find_next_sibling("section") for place in root.select("[id^='document-']")}
    chapters = []
    for part, wrapper in zip(TOC["parts"], root.select("div.toctree-wrapper"), strict=True):
        for section in wrapper.find_all("section", recursive=False):
            chapters.append((part["caption"], section.extract()))
        wrapper.decompose()
    root.h1.string = "About this book"
    for _, section in chapters:
        for level in range(2, 7):
            for heading in section.find_all(f"h{level}"):
                heading.name = f"h{level - 1}"
    chapters = [("", root.extract()), *chapters]
    for _, section in chapters:
        section["class"] = "chapter"
    make_ids_unique([section for _, section in chapters], pages)
    return chapters


def make_ids_unique(sections, pages):
    """Ids such as "summary" or "id2" occur in several chapters: those get the chapter's number, and the links follow.

    A link within a chapter is #ID, one to another chapter #PAGE, one to a place in it #PAGE#ID.
    """
    ids = Counter(tag["id"] for section in sections for tag in section.find_all(id=True))
    renamed = {}
    for number, section in enumerate(sections):
        for tag in section.find_all(id=True):
            new = f"c{number}-{tag['id']}" if ids[tag["id"]] > 1 else tag["id"]
            renamed[id(section), tag["id"]] = tag["id"] = new
    for section in sections:
        for link in section.select("a[href^='#']"):
            page, _, place = link["href"].removeprefix("#").rpartition("#")
            if place in pages:
                link["href"] = "#" + pages[place]["id"]
            else:
                link["href"] = "#" + renamed.get((id(pages.get(page, section)), place), place)


def move_answers(page, chapters):
    """Take answers and solutions out of the chapters into an appendix; a link to each stays in its place."""
    appendix = page.new_tag("section", attrs={"class": "chapter answers", "id": "answers-and-solutions"})
    heading = page.new_tag("h1")
    heading.string = "Answers and solutions"
    appendix.append(heading)
    for chapter, (_, section) in enumerate(chapters):
        folded = [d for d in section.select("details") if d.summary.get_text(strip=True).startswith(ANSWERS)]
        if folded:
            title = page.new_tag("h2")
            title.string = section.h1.get_text(strip=True)
            appendix.append(title)
        for number, details in enumerate(folded, start=1):
            item = page.new_tag("div", attrs={"class": "item", "id": f"answer-{chapter}-{number}"})
            back = page.new_tag("a", href=f"#question-{chapter}-{number}")
            back.string = f"Answer {number}"
            see = page.new_tag("p", attrs={"class": "see-answer", "id": f"question-{chapter}-{number}"})
            link = page.new_tag("a", href=f"#{item['id']}")
            link.string = f"Answer {number} is in the appendix."
            see.append(link)
            details.insert_before(see)
            details.summary.decompose()
            item.extend([back, details.extract()])
            details.unwrap()
            appendix.append(item)
    return [*chapters, ("Appendices", appendix)]


def contents(page, chapters):
    """The table of contents: chapters and their sections, with the page numbers that `print_pdf` fills in."""
    nav = page.new_tag("nav", attrs={"class": "book-contents"})
    title = page.new_tag("h1")
    title.string = "Contents"
    outer = page.new_tag("ol")
    nav.extend([title, outer])
    last = ""
    for part, section in chapters:
        if part != last:
            line = page.new_tag("li", attrs={"class": "part"})
            line.string = last = part
            outer.append(line)
        item = page.new_tag("li")
        item.append(entry(page, section))
        inner = page.new_tag("ol")
        for nested in section.find_all("section", id=True, recursive=False):
            line = page.new_tag("li")
            line.append(entry(page, nested))
            inner.append(line)
        item.append(inner)
        outer.append(item)
    return nav


def entry(page, section):
    link = page.new_tag("a", href=f"#{section['id']}")
    link.append(section.find(["h1", "h2"]).get_text(strip=True))
    link.append(page.new_tag("span"))
    return link


def title_page(page):
    title, _, subtitle = CITATION["title"].partition(": ")
    colophon = [CITATION["authors"][0]["name"], f"Version {CITATION['version']}, {CITATION['date-released']}"]
    colophon += ["Text and figures: CC BY 4.0. Code: BSD 3-clause."]
    html = f"""<div class="title-page"><p class="h1" role="heading" aria-level="1">{title}</p>
        <p class="subtitle">{subtitle}</p><p class="colophon">{"<br>".join(colophon)}</p></div>"""
    return BeautifulSoup(html, "html.parser")


def with_fonts(style):
    """The style sheet with its fonts within it: Chromium prints boxes for a font that is still on its way."""

    def font(address):
        return f"url(data:font/woff2;base64,{b64encode((ROOT / 'assets' / address[1]).read_bytes()).decode()})"

    return re.sub(r'url\("(fonts/[^"]+)"\)', font, style)


def make_book(page):
    chapters = move_answers(page, split_chapters(page))
    body = page.new_tag("body")
    article = page.new_tag("article", attrs={"class": "bd-article"})
    article.extend([title_page(page), contents(page, chapters), *(section for _, section in chapters)])
    body.append(article)
    article.wrap(page.new_tag("div", attrs={"class": "bd-content"}))
    page.body.replace_with(body)
    page.html["data-theme"] = "light"
    style = page.new_tag("style")
    style.string = with_fonts((ROOT / "tools" / "pdf.css").read_text(encoding="utf-8"))
    page.head.append(style)
    load = page.new_tag("script")  # before the text is there: what asks for a font first is printed without it
    load.string = "for (const font of document.fonts) font.load();"
    page.head.append(load)
    page.title.string = CITATION["title"]


def print_pdf(page, source, pdf, *, draft=False):
    """Print the page from `source`, a file beside its images; return the page number of each id.

    A draft, of which nothing but these numbers is wanted, has neither bookmarks nor the tags of an accessible PDF.
    """
    source.write_text(str(page), encoding="utf-8")
    with tempfile.TemporaryDirectory() as profile:
        flags = ["--headless", *FLAGS, f"--user-data-dir={profile}", "--no-pdf-header-footer"]
        flags.append("--disable-pdf-tagging" if draft else "--generate-pdf-document-outline")
        command = [find_browser(), *flags, f"--print-to-pdf={pdf}"]
        subprocess.run([*command, source.resolve().as_uri()], check=True, capture_output=True, timeout=300)
    reader = PdfReader(pdf)
    return {
        unquote(name).removeprefix("/"): reader.get_destination_page_number(destination) + 1
        for name, destination in reader.named_destinations.items()
    }


def bookmarks(parent):
    """The bookmarks below this one, in the order of the book."""
    bookmark = parent.get("/First")
    while bookmark is not None:
        bookmark = bookmark.get_object()
        yield bookmark
        yield from bookmarks(bookmark)
        bookmark = bookmark.get("/Next")


def mend_bookmarks(root, headings):
    """Chromium writes a heading, or its first or last words, twice where the heading begins a page."""
    for bookmark, heading in zip(bookmarks(root), headings, strict=True):
        title, whole = (re.sub(r"\W+", "", text) for text in (bookmark["/Title"], heading))
        twice = len(title) > len(whole) and (
            title.endswith(whole) and whole.startswith(title[: -len(whole)])
            or title.startswith(whole) and whole.endswith(title[len(whole) :])
        )
        if twice:
            bookmark[NameObject("/Title")] = TextStringObject(heading)


def main(folder=ROOT):
    if not find_browser():
        sys.exit(INSTALL)
    page = read_page(folder)
    make_book(page)
    source, pdf = folder / "_build" / "singlehtml" / "book.html", folder / "_build" / "beyond-accuracy.pdf"
    pages = print_pdf(page, source, pdf, draft=True)
    numbered = page.select("nav.book-contents a, p.see-answer a")
    for link in numbered:
        link["data-page"] = str(pages[link["href"][1:]])
    again = print_pdf(page, source, pdf)
    if any(link["data-page"] != str(again[link["href"][1:]]) for link in numbered):
        sys.exit("The contents show wrong page numbers: filling them in moved the pages.")
    writer = PdfWriter(pdf, incremental=True)  # what is not mended stays as it is, which saves time
    headings = [" ".join(heading.text.split()) for heading in page.select(HEADINGS)]
    mend_bookmarks(writer.get_outline_root(), headings)
    writer.write(pdf)
    print(f"{len(writer.pages)} pages in", pdf.resolve().as_uri())


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
