"""Pages with interactive figures: links the core and the scripts and style sheets of the figures they show, no others.

The stored output of a notebook carries a copy of both, because in JupyterLab nothing else brings them (see
chapters/interactive/core.py). The page leaves the copies out: the linked files are cached, and always the current ones.
"""

import re
import shutil
from pathlib import Path

COPY = re.compile(r"<(style|script) data-jupyter>.*?</\1>\n?", re.DOTALL)
FIGURE = re.compile(r'<div class="explorer"[^>]* data-figure="(\w+)"')


def copy_files(app):
    source = Path(app.srcdir, "chapters", "interactive")
    for path in source.rglob("*.*"):
        if path.suffix in (".js", ".css"):
            target = Path(app.outdir, "_static", "interactive", path.relative_to(source))
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)


def link_files(app, pagename, templatename, context, doctree):
    body, copies = COPY.subn("", context.get("body") or "")
    if copies:
        context["body"] = body
        app.add_css_file("interactive/core.css")
        app.add_js_file("interactive/core.js", loading_method="defer")  # deferred scripts run in the order of the page
        for figure in dict.fromkeys(FIGURE.findall(body)):
            app.add_css_file(f"interactive/{figure}/style.css")
            app.add_js_file(f"interactive/{figure}/script.js", loading_method="defer")


def setup(app):
    app.connect("builder-inited", copy_files)
    app.connect("html-page-context", link_files)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
