"""Turn the book's LaTeX into MathML while building, so that a page needs no JavaScript for its formulas.

A formula that does not convert is a warning, and `make book` treats warnings as errors.
"""

import re

from docutils import nodes
from math_core import LatexError, LatexToMathML
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

logger = logging.getLogger(__name__)
convert = LatexToMathML(fancy_error=False)
# MyST wraps `\begin{align}` blocks as they are; the starred form keeps math-core from adding numbers of its own.
NUMBERED = re.compile(r"\\(begin|end)\{(align|gather|equation|multline|alignat|flalign|eqnarray)\}")


def to_mathml(node, display):
    latex = NUMBERED.sub(r"\\\1{\2*}", node.astext().strip())
    if display and (r"\\" in latex or "&" in latex) and not latex.startswith(r"\begin"):
        latex = rf"\begin{{aligned}}{latex}\end{{aligned}}"
    try:
        return convert.convert_with_local_state(latex, displaystyle=display)
    except LatexError as error:
        logger.warning("formula %r: %s", node.astext(), error, location=node, type="mathml")
        return f"<code>{latex}</code>"


def visit_inline(self, node):
    self.body.append(self.starttag(node, "span", "", CLASS="math notranslate nohighlight"))
    self.body.append(to_mathml(node, display=False) + "</span>")
    raise nodes.SkipNode


def visit_display(self, node):
    # A wide formula scrolls inside its box on a phone. The theme's script lets the keyboard reach boxes of this class
    # (and only those that overflow).
    self.body.append(self.starttag(node, "div", CLASS="math notranslate nohighlight"))
    self.body.append('<div class="pst-scrollable-table-container" role="group" aria-label="Formula">')
    self.body.append(to_mathml(node, display=True) + "</div>")
    if node["number"]:
        self.body.append(f'<span class="eqno">({get_node_equation_number(self, node)})')
        self.add_permalink_ref(node, "Link to this equation")
        self.body.append("</span>")
    self.body.append("</div>\n")
    raise nodes.SkipNode


def setup(app):
    app.add_html_math_renderer("mathml", (visit_inline, None), (visit_display, None))
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
