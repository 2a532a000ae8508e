"""Pages with an interactive figure: links its script and style sheet, on these pages only.

The stored output of a notebook carries a copy of both, because in JupyterLab nothing else brings them (see
chapters/explorer.py). The page leaves the copies out: the linked files are cached, and are always the current ones.
"""

import re

COPY = re.compile(r"<(style|script) data-jupyter>.*?</\1>\n?", re.DOTALL)


def link_files(app, pagename, templatename, context, doctree):
    body, copies = COPY.subn("", context.get("body") or "")
    if copies:
        context["body"] = body
        app.add_css_file("explorer.css")
        app.add_js_file("explorer.js", loading_method="defer")


def setup(app):
    app.connect("html-page-context", link_files)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
