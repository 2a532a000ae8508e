"""The first thing on a page is its subject: the folded set-up cell is one line, which says that it has the imports."""

from docutils import nodes

SHOW, HIDE = "Show the imports", "Hide the imports"


def name_setup_cells(app, doctree):
    for cell in doctree.findall(nodes.container):
        if "hide_mode" in cell and "setup" in cell["cell_metadata"].get("tags", []):
            cell["prompt_show"], cell["prompt_hide"] = SHOW, HIDE


def setup(app):
    app.connect("doctree-read", name_setup_cells)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
