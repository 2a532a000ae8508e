"""A problem set as a student gets it, from nbgrader's release or from the download menu of the page."""

import re

from .notebook import HIDDEN_TESTS, SOLUTION, code_cells

STUB = '# Write your answer in the place of the next line.\nraise NotImplementedError("not answered yet")'

# :::{kind} title, then options (:label: ...), then the text, up to :::
DIRECTIVE = re.compile(r"^:::\{(\w+)\} *(.*)\n(?::\w+:.*\n)*\n?((?:.*\n)*?):::$", re.MULTILINE)
TARGET = re.compile(r"^\([\w-]+\)=\n", re.MULTILINE)
LINK_INTO_THE_BOOK = re.compile(r"(?<!!)\[([^\]]+)\]\((?!https?://)[^)]*\)")


def requirements(root):
    """The part of requirements.txt that running a notebook needs, without rendering, testing and grading."""
    text = (root / "requirements.txt").read_text(encoding="utf-8")
    return re.search(r"^# Running the chapters\n(?:\S.*\n)+", text, re.MULTILINE)[0]


def for_students(notebook, chapter):
    """Take out of the notebook (of nbformat, changed in place) what only the book understands.

    These are tags and other metadata of the page, cells tagged `book-only`, directives such as {exercise}, which become
    plain Markdown, targets of links, and links to other pages, which keep their words. The number of an exercise begins
    with `chapter`.
    """
    exercises = 0

    def plain(directive):
        nonlocal exercises
        kind, title, text = directive.groups()
        if kind == "exercise":
            exercises += 1
            title = f"Exercise {chapter}.{exercises}" + (f" ({title})" if title else "")
        return f"**{title}**\n\n{text}".rstrip()

    notebook.cells = [cell for cell in notebook.cells if "book-only" not in cell.metadata.get("tags", [])]
    for cell in notebook.cells:
        for key in ("tags", "mystnb", "jupyter"):
            cell.metadata.pop(key, None)
        if cell.cell_type == "markdown":
            cell.source = LINK_INTO_THE_BOOK.sub(r"\1", TARGET.sub("", DIRECTIVE.sub(plain, cell.source)))
    return notebook


def unanswered(notebook, chapter):
    """The whole student's notebook, without nbgrader: no solutions, no hidden tests, no outputs either."""
    for cell in code_cells(for_students(notebook, chapter)):
        cell.outputs, cell.execution_count = [], None
        cell.source = SOLUTION.sub(lambda found: re.sub("^", found[1], STUB, flags=re.MULTILINE), cell.source)
        cell.source = HIDDEN_TESTS.sub("", cell.source)
    return notebook
