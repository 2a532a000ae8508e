"""The search leads to where a name is explained: these become entries of the index, which Sphinx's search puts first.

* The title of a chapter or a problem set, and each term in bold in it.
* A function or class of a cell tagged `define`.
* A name in the code of the table in the summary, such as `roc_auc_score`.

Otherwise the search only knows whether a page has a word, not where the word matters.
"""

import ast
import re

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform

# A term has up to four words, and starts small or is a name such as F1: not a sentence, nor a label such as "Habit".
TERM = re.compile(r"([a-z][\w-]*|[A-Z]\w*[A-Z0-9])( [\w-]+){0,3}$")
NAME = re.compile(r"[A-Za-z_]\w{5,}")


def title(document):
    """(node that the search leads to, what leads to it, its address) for the title, without the chapter's number."""
    section = next(document.findall(nodes.section))
    yield section, re.sub(r"^\d+\. ", "", section[0].astext()), section["ids"][0]


def terms(document):
    for strong in document.findall(nodes.strong):
        if TERM.match(term := strong.astext()):
            yield strong, term, nodes.make_id(f"term-{term}")


def definitions(document):
    for cell in document.findall(nodes.container):
        if "define" in cell.get("cell_metadata", {}).get("tags", []):
            source = next(cell.findall(nodes.literal_block)).astext()
            for node in ast.parse(source).body:
                if isinstance(node, ast.FunctionDef | ast.ClassDef):
                    yield cell, node.name, f"term-{node.name}"


def names_in_summary(document):
    for section in document.findall(nodes.section):
        if section[0].astext() == "Summary":
            for row in section.findall(nodes.row):
                for code in row.findall(nodes.literal):
                    for name in NAME.findall(code.astext()):
                        yield code, name, f"term-{name}"


class Terms(SphinxTransform):
    default_priority = 300  # before Sphinx collects the index

    def apply(self, **kwargs):
        if not re.search(r"/\d\d_", self.env.docname):
            return
        seen = set()
        for find in (title, terms, definitions, names_in_summary):
            for node, term, address in list(find(self.document)):
                if term not in seen:
                    seen.add(term)
                    if address not in node["ids"]:
                        node["ids"].append(address)
                    entry = addnodes.index(entries=[("single", term, address, "main", None)])
                    node.parent.insert(node.parent.index(node), entry)


def setup(app):
    app.add_transform(Terms)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
