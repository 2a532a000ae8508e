"""Pages with an interactive figure: links its script and style sheet, on these pages only.

The stored output of a notebook carries a copy of both, because in JupyterLab nothing else brings them (see
chapters/interactive/). The page leaves the copies out: the linked files are cached, and are always the current ones.
"""

import re
import shutil
from pathlib import Path

COPY = re.compile(r"<(style|script) data-jupyter>.*?</\1>\n?", re.DOTALL)
FIGURE = re.compile(r'data-figure="(\w+)"')


def copy_files(app):
    for path in Path(app.srcdir, "chapters", "interactive").glob("*/*"):
        if path.suffix in (".js", ".css"):
            target = Path(app.outdir, "_static", "interactive", path.parent.name, path.name)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)


def link_files(app, pagename, templatename, context, doctree):
    body, copies = COPY.subn("", context.get("body") or "")
    if copies:
        context["body"] = body
        for figure in dict.fromkeys(FIGURE.findall(body)):
            app.add_css_file(f"interactive/{figure}/style.css")
            app.add_js_file(f"interactive/{figure}/script.js", loading_method="defer")


def setup(app):
    app.connect("builder-inited", copy_files)
    app.connect("html-page-context", link_files)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
