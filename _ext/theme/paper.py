"""The book as one long page, from which tools/pdf.py makes the PDF (builder "singlehtml")."""


def add_missing_visitors(app):
    # myst-nb 1.4.0 registers the node of a folded cell for "html" only, and Sphinx does not fall back to this
    # once any extension registers nodes for "singlehtml", as sphinx-exercise 1.2.1 does.
    handlers = app.registry.translation_handlers
    handlers["singlehtml"] = {**handlers.get("html", {}), **handlers.get("singlehtml", {})}


def keep_pages_in_links(app):
    # Of a link into another page, #document-PAGE#PLACE, Sphinx keeps #PLACE, as if no two pages had a "summary".
    if app.builder.name == "singlehtml":
        app.builder.fix_refuris = lambda tree: None


def setup(app):
    app.connect("builder-inited", add_missing_visitors)
    app.connect("builder-inited", keep_pages_in_links)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
