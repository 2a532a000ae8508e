"""A number and its % sign stay on one line: the space in "4.33 %" becomes one that does not break."""

import re

from docutils import nodes
from sphinx.transforms import SphinxTransform


class Spaces(SphinxTransform):
    default_priority = 800

    def apply(self, **kwargs):
        for text in list(self.document.findall(nodes.Text)):
            kept = re.sub(r"(?<=\d) (?=%)", "\u00a0", text)
            if kept != text and not isinstance(text.parent, nodes.FixedTextElement | nodes.literal):
                text.parent.replace(text, nodes.Text(kept))


def setup(app):
    app.add_transform(Spaces)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
