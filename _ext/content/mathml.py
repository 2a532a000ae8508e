"""Turn the book's LaTeX into MathML while building, so that a page needs no JavaScript for its formulas.

A formula that does not convert is a warning, and `make book` treats warnings as errors.
In a text, a long one may end a line where it would in a printed book: after a relation, a plus or a minus.
"""

import html
import re

from docutils import nodes
from math_core import LatexError, LatexToMathML
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

logger = logging.getLogger(__name__)
convert = LatexToMathML(fancy_error=False)
# MyST wraps `\begin{align}` blocks as they are; the starred form keeps math-core from adding numbers of its own.
NUMBERED = re.compile(r"\\(begin|end)\{(align|gather|equation|multline|alignat|flalign|eqnarray)\}")

TAG = re.compile(r"<(/?)(\w+)[^>]*?(/?)>")
ENDS_A_LINE = set("=≠<>≤≥≈≡∼∝∈→↦⇒⇔+−±")
LONG = 20  # signs: what fits on half a line of a phone


def in_lines(mathml):
    """The formula in several <math>, between which a line may end; brackets stay whole."""
    if len(html.unescape(TAG.sub("", mathml))) <= LONG:
        return mathml
    pieces, start, depth, brackets, opening = [], 0, 0, 0, None
    for tag in TAG.finditer(mathml):
        closes, name, empty = tag.groups()
        if not closes:
            opening, depth = tag, depth + (not empty)
            continue
        depth -= 1
        if name == "mo" and depth == 1:  # an operator of the formula itself, not of a fraction or an exponent in it
            sign = html.unescape(mathml[opening.end() : tag.start()])
            brackets += (sign in "([{") - (sign in ")]}")
            if sign in ENDS_A_LINE and not brackets and 'lspace="0"' not in opening[0]:  # 0: the minus of a number
                pieces.append(mathml[start : tag.end()])
                start = tag.end()
    return "</math><wbr><math>".join([*pieces, mathml[start:]])


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
    self.body.append(in_lines(to_mathml(node, display=False)) + "</span>")
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
