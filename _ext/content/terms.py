"""The search leads to where a term is explained: every term in bold in a chapter becomes an entry of the index.

Sphinx's search puts such an entry first. Otherwise it only knows whether a page has a word, not where the word matters.
"""

import re

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform

# A term has up to four words, and starts small or is a name such as F1: not a sentence, nor a label such as "Habit".
TERM = re.compile(r"([a-z][\w-]*|[A-Z]\w*[A-Z0-9])( [\w-]+){0,3}$")


class Terms(SphinxTransform):
    default_priority = 300  # before Sphinx collects the index

    def apply(self, **kwargs):
        if not re.search(r"/\d\d_", self.env.docname):
            return
        seen = set()
        for strong in list(self.document.findall(nodes.strong)):
            term = strong.astext()
            if TERM.match(term) and term not in seen:
                seen.add(term)
                target = nodes.make_id(f"term-{term}")
                strong["ids"].append(target)
                entry = addnodes.index(entries=[("single", term, target, "main", None)])
                strong.parent.insert(strong.parent.index(strong), entry)


def setup(app):
    app.add_transform(Terms)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
