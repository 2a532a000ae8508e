"""Offer each notebook page as a zip that runs: the notebook, the modules and data it reads, and what to install."""

import re
import zipfile
from pathlib import Path

import nbformat
from problem_sets.handout import requirements, unanswered
from problem_sets.notebook import chapter

SHARED = ["chapters/*.py", "chapters/book/*.*", "chapters/interactive/**/*.*"]
NOT_SHARED = re.compile(r"/(?:test_|examples\.py|conftest\.py|__pycache__|\.)")


def write_zip(root, page, target):
    notebook = nbformat.read(root / f"{page}.ipynb", as_version=4)
    if page.startswith("exercises/"):
        notebook = unanswered(notebook, chapter(Path(page).name))
    files = {"requirements.txt": requirements(root).encode(), f"{page}.ipynb": nbformat.writes(notebook).encode()}
    for path in (path for pattern in SHARED for path in sorted(root.glob(pattern))):
        if path.is_file() and not NOT_SHARED.search(local := path.relative_to(root).as_posix()):
            files[local] = path.read_bytes()
    read = b"".join(files.values())
    for path in sorted((root / "data").glob("*.*")):
        if path.suffix != ".py" and path.name.encode() in read:
            files[f"data/{path.name}"] = path.read_bytes()
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)  # no date: the same bytes each time


def buttons(app, pagename, templatename, context, doctree):
    """One menu in the header: the zip, and the browser's print dialogue."""
    if doctree is None or app.builder.name != "html":
        return
    menu = [
        {"type": "javascript", "javascript": "window.print()", "text": "Print or save as PDF", "icon": "fas fa-print"}
    ]
    if Path(app.srcdir, f"{pagename}.ipynb").exists():
        name = f"_downloads/{pagename}.zip"
        write_zip(Path(app.srcdir), pagename, Path(app.outdir, name))
        link = {"type": "link", "url": context["pathto"](name, 1), "text": "Notebook with its data (.zip)"}
        menu.insert(0, link | {"icon": "fas fa-file-zipper"})
    group = {"type": "group", "tooltip": "Download or print this page", "icon": "fas fa-download", "buttons": menu}
    context["header_buttons"].insert(0, group)


def setup(app):
    app.connect("html-page-context", buttons, priority=502)  # after the theme has made its own list
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
