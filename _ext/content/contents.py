"""The directive {contents-of-the-book}: the pages of the book, part by part, each with the question that it asks.

It is the first question of a page's opening paragraph, with what leads to it; of a page that asks none, the first
sentence. So a chapter appears on the start page as soon as it is in _toc.yml, and nobody keeps a second list.
"""

import re

from docutils import nodes
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective

LENGTH = 220  # letters of a question with what leads to it


class contents(nodes.General, nodes.Element):
    """Stands in the place of the list until all pages are read."""


class Contents(SphinxDirective):
    def run(self):
        return [contents()]


def question(doctree):
    """What the page's opening paragraph asks or, if it asks nothing, says first."""
    section = next(doctree.findall(nodes.section))
    paragraph = next((child for child in section if isinstance(child, nodes.paragraph)), None)
    if paragraph is None:
        return ""
    sentences = re.split(r"(?<=[.?!])\s+", paragraph.astext())
    end = next((number for number, sentence in enumerate(sentences, start=1) if sentence.endswith("?")), 1)
    return next(
        text for start in range(end) if len(text := " ".join(sentences[start:end])) < LENGTH or start == end - 1
    )


def entry(app, root, page):
    link = nodes.reference("", "", internal=True, refuri=app.builder.get_relative_uri(root, page))
    link += [child.deepcopy() for child in app.env.titles[page]]
    about = question(app.env.get_doctree(page))
    definition = nodes.definition("", nodes.paragraph("", about)) if about else nodes.definition()
    return nodes.definition_list_item("", nodes.term("", "", link), definition)


def make_list(app, doctree, docname):
    for place in list(doctree.findall(contents)):
        made = []
        for part in app.env.get_doctree(app.config.root_doc).findall(addnodes.toctree):
            made.append(nodes.rubric("", part["caption"]))
            made.append(nodes.definition_list("", *(entry(app, docname, page) for _, page in part["entries"])))
        place.replace_self(made)


def setup(app):
    app.add_node(contents)
    app.add_directive("contents-of-the-book", Contents)
    app.connect("doctree-resolved", make_list)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
