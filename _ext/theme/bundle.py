"""One style sheet and one script in the place of fourteen: the theme and each extension link their own on every page.

The style sheet carries the book's two small fonts within it: fonts that arrive later move the text when they do.
Files that the theme's template links itself, and scripts that are loaded late (`defer`, `async`), stay as they are.
"""

import base64
import hashlib
import re
from pathlib import Path

from sphinx.builders.html._assets import _CascadingStyleSheet, _JavaScript

LOCAL_URL = re.compile(r"""url\(\s*(["']?)(?!data:|#|/|[a-z]+:)([^)"']+)\1\s*\)""")
bundles = {}


def in_the_bundle(path):
    """A style sheet's text, its fonts inlined, its other addresses no longer from its own folder but from _static/."""
    static = next(folder for folder in path.parents if folder.name == "_static")

    def address(found):
        file = (path.parent / found[2]).resolve()
        if file.suffix == ".woff2":
            return f"url(data:font/woff2;base64,{base64.b64encode(file.read_bytes()).decode()})"
        return f'url("{file.relative_to(static).as_posix()}")'

    return LOCAL_URL.sub(address, path.read_text(encoding="utf-8"))


def link_bundle(app, pagename, templatename, context, doctree):
    for kind, files, make in [
        ("css", context["css_files"], _CascadingStyleSheet),
        ("js", context["script_files"], _JavaScript),
    ]:
        plain = [
            file
            for file in sorted(files, key=lambda file: file.priority)
            if str(file.filename).startswith("_static/") and set(file.attributes) <= {"rel", "type"}
        ]
        if plain:
            names = tuple(str(file.filename) for file in plain)
            # What the folder holds now decides the name, so that a browser does not keep an old bundle.
            state = [(name, path.read_bytes() if (path := Path(app.outdir, name)).exists() else b"") for name in names]
            bundle = f"_static/book-{hashlib.sha256(repr(state).encode()).hexdigest()[:8]}.{kind}"
            bundles[bundle] = names
            # Late, so that the text is there first; the search page has scripts of its own that build on these.
            late = {"defer": "defer"} if kind == "js" and pagename != "search" else {}
            files[:] = [make(bundle, **late), *(file for file in files if file not in plain)]


def write_bundles(app, error):
    if error is not None:
        return
    for old in Path(app.outdir, "_static").glob("book-????????.*s"):
        old.unlink()
    for bundle, names in bundles.items():
        paths = [Path(app.outdir, name).resolve() for name in names]
        if bundle.endswith(".css"):
            content = "\n".join(map(in_the_bundle, paths))
        else:
            content = "\n;\n".join(path.read_text(encoding="utf-8") for path in paths)
        Path(app.outdir, bundle).write_text(content, encoding="utf-8")


def setup(app):
    app.connect("html-page-context", link_bundle, priority=950)  # after page.py has taken out what is not needed
    app.connect("build-finished", write_bundles, priority=950)  # some extensions write their files only now
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": False}
