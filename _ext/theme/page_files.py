"""A page may have a script and a style sheet of its own: assets/pages/NAME.js and NAME.css belong to the page NAME."""

from pathlib import Path


def link_files(app, pagename, templatename, context, doctree):
    name = f"pages/{Path(pagename).name}"
    if Path(app.srcdir, "assets", f"{name}.css").exists():
        app.add_css_file(f"{name}.css")
    if Path(app.srcdir, "assets", f"{name}.js").exists():
        app.add_js_file(f"{name}.js", loading_method="defer")  # the page is there before it


def setup(app):
    app.connect("html-page-context", link_files)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
