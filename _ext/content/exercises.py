"""A problem set is one notebook with nbgrader's metadata. What of it the page shows, and what a student gets.

The page: without the lines that mark solutions and hidden tests, and without the hidden tests; solutions are folded.
The student's notebook: nbgrader empties the answers, and `for_students` takes out what only the book understands.
"""

import re

from docutils import nodes

STUB = '# Write your answer in the place of the next line.\nraise NotImplementedError("not answered yet")'

HIDDEN_TESTS = re.compile(r"^ *### BEGIN HIDDEN TESTS$.*?^ *### END HIDDEN TESTS(\n|\Z)", re.MULTILINE | re.DOTALL)
MARK = re.compile(r"^ *### (BEGIN|END) SOLUTION(\n|\Z)", re.MULTILINE)


# --------------------------------------------------------------------------------------------- the student's notebook

# :::{kind} title, then options (:label: ...), then the text, up to :::
DIRECTIVE = re.compile(r"^:::\{(\w+)\} *(.*)\n(?::\w+:.*\n)*\n?((?:.*\n)*?):::$", re.MULTILINE)
LINK_INTO_THE_BOOK = re.compile(r"(?<!!)\[([^\]]+)\]\((?!https?://)[^)]*\)")


def for_students(notebook, chapter):
    """Take out of the notebook (of nbformat, changed in place) what only the book understands.

    These are tags and other metadata of the page, cells tagged `book-only`, directives such as {exercise}, which become
    plain Markdown, and links to other pages, which keep their words.
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
            cell.source = LINK_INTO_THE_BOOK.sub(r"\1", DIRECTIVE.sub(plain, cell.source))
    return notebook


# ----------------------------------------------------------------------------------------------------------- the page


def for_the_page(app, doctree):
    for source in doctree.findall(nodes.container):
        if source.get("nb_element") != "cell_code_source":
            continue
        cell = source.parent
        part = cell["cell_metadata"].get("nbgrader", {})
        if part.get("solution"):
            cell["prompt_show"], cell["prompt_hide"] = "Show the solution", "Hide the solution"
        if part:
            for block in source.findall(nodes.literal_block):
                block.rawsource = MARK.sub("", HIDDEN_TESTS.sub("", block.astext())).rstrip()
                block[:] = [nodes.Text(block.rawsource)]
    # sphinx-exercise 1.2.1 gives every exercise's text the same id; an id must be unique in a page.
    for section in doctree.findall(nodes.section):
        if section["ids"] == ["exercise-content"]:
            section["ids"] = [section.parent["label"] + "-text"]


def setup(app):
    app.connect("doctree-read", for_the_page)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
