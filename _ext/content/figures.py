"""What every figure and table of the book must have, and its number.

* Alt text and a caption: a missing one is a warning, and `make book` treats warnings as errors. (myst-nb falls back to
  the hashed file name as alt text, which no accessibility checker notices.)
* Width and height, so that the page does not jump while it loads.
* A table whose first heading is empty has its row headings in the first column: they are marked as headings.
* "Figure 5.1": the number of the chapter is the one that its file name starts with (05_roc_auc), because chapters not
  written yet leave gaps which Sphinx would close. A problem set without a number is numbered by a letter (mid_term: M).
"""

import re
from collections import Counter
from pathlib import Path
from urllib.parse import unquote

from docutils import nodes
from problem_sets.notebook import chapter
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.images import get_image_size

logger = logging.getLogger(__name__)


class CheckFigures(SphinxPostTransform):
    default_priority = 300  # after myst-nb has chosen which form of an output to show

    def run(self, **kwargs):
        for image in self.document.findall(nodes.image):
            figure = image.parent
            while figure is not None and not isinstance(figure, nodes.figure):
                figure = figure.parent
            uri = image["uri"]
            # The name of the output file is no description.
            if not image.get("alt") or image["alt"] in (uri, Path(uri).name, Path(uri).stem):
                logger.warning("figure without alt text: %s", uri, location=image, type="figure")
            if figure is None or not any(isinstance(child, nodes.caption) for child in figure):
                logger.warning("figure without caption: %s", uri, location=image, type="figure")
            elif not figure["names"]:
                logger.warning("figure without name: %s", uri, location=image, type="figure")
            self.set_size(image, uri)

    def set_size(self, image, uri):
        if "width" in image or "height" in image:
            return
        path = Path(self.app.srcdir, unquote(uri))
        size = svg_size(path) if path.suffix == ".svg" else get_image_size(path)
        if size:
            image["width"], image["height"] = map(str, size)


def svg_size(path):
    """Width and height in CSS pixels, from the first lines that Matplotlib writes (in points)."""
    head = path.read_text(encoding="utf-8")[:2000]
    size = re.search(r'<svg[^>]*?height="([\d.]+)pt"[^>]*?width="([\d.]+)pt"', head) or re.search(
        r'<svg[^>]*?width="([\d.]+)pt"[^>]*?height="([\d.]+)pt"', head
    )
    view = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', head)
    if not (size and view):
        return None
    return [round(float(number) * 4 / 3) for number in view.groups()]


def row_headings(app, doctree):
    for table in doctree.findall(nodes.tgroup):
        corner = next(table.findall(nodes.entry), None)
        if corner is not None and not corner.astext().strip():
            next(table.findall(nodes.colspec))["stub"] = 1


def chapter_numbers(app, env):
    """Number figures, tables, equations and exercises by chapter, after Sphinx has counted through the book."""
    counter = Counter()
    for docname, kinds in env.toc_fignumbers.items():
        name = Path(docname).name
        prefix = (chapter(name),) if re.match(r"\d+_", name) or docname.startswith("exercises/") else ()
        for kind, numbers in kinds.items():
            for name in numbers:
                counter[kind, prefix] += 1
                numbers[name] = (*prefix, counter[kind, prefix])
    return []


def setup(app):
    app.add_post_transform(CheckFigures)
    app.connect("doctree-read", row_headings)
    app.connect("env-get-updated", chapter_numbers, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
