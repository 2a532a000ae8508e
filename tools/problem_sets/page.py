"""The page of a problem set (a Sphinx extension): solutions are folded, marks and hidden tests are not shown.

Nobody can write into a page, so the line that asks for a written answer is taken out; its explanation, folded, follows.
"""

from docutils import nodes

from .notebook import WRITTEN, as_on_the_page


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
                block.rawsource = as_on_the_page(block.astext())
                block[:] = [nodes.Text(block.rawsource)]
    for paragraph in [*doctree.findall(nodes.paragraph)]:
        if paragraph.astext() == WRITTEN.strip("*"):
            paragraph.parent.remove(paragraph)
    # sphinx-exercise 1.2.1 gives every exercise's text the same id; an id must be unique in a page.
    for section in doctree.findall(nodes.section):
        if section["ids"] == ["exercise-content"]:
            section["ids"] = [section.parent["label"] + "-text"]


def setup(app):
    app.connect("doctree-read", for_the_page)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
