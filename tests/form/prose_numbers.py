"""Finds the numbers in the prose that no code produced.

A number in the prose must stand in an output of the same notebook, with at least as many decimals, or as a number in
its code (an input, such as a threshold). A percentage may also stand there as a share: 4.33 % as 0.0433. A page without
code, such as the start page, may say what the notebooks that it links to have produced, and what a test of its own in
tests/content asserts. Left out are code, formulas, addresses, headings, citations, the lines on needs and time, the
numbers of chapters, figures and list items, years of publications, versions of libraries and licences.
"""

import ast
import html
import io
import re
import tokenize
from collections import namedtuple
from decimal import Decimal

from markdown_it import MarkdownIt
from mdit_py_plugins.amsmath import amsmath_plugin
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin
from mdit_py_plugins.myst_role import myst_role_plugin
from problem_sets.notebook import points_of_exercises

from notebooks import ROOT, code_cells, read, texts

MYST = MarkdownIt("commonmark").enable("table").use(colon_fence_plugin).use(myst_role_plugin).use(myst_block_plugin)
MYST.use(dollarmath_plugin, allow_space=False).use(amsmath_plugin)

# 0.5 or 20,600 or 1e-7; not the digit of F1 or float32, nor a part of 3.15.1.
NUMBER = re.compile(
    r"(?<![\w.])(?P<value>(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?(?:[eE][-+]?\d+)?)(?!\d|\.\d)(?P<percent>\s?%)?"
)
SIGN = re.compile(r"(?:^|[\s(\[|=,:])[-−]$")  # the minus of a number, not the dash of 0.5-0.7

NAMES = re.compile(  # digits that name something
    r"\b(?:[Cc]hapter|[Ss]ection|Part|Figure|Table|Exercise|[Qq]uestion|Step|Equation)s?\s\d+(?:\.\d+)*"
    r"(?:(?:, | and | or | to |[-–])\d+(?:\.\d+)*)*"
    r"|\b(?:Python|NumPy|SciPy|scikit-learn|Keras|tf_keras|TensorFlow|pandas|Matplotlib)\s\d+(?:\.\d+)*"
    r"|(?<=[a-z.])\s\((?:1[89]|20)\d\d[a-z]?\)"  # Hanley and McNeil (1982)
    r"|\b\d+ words\b"  # how long a written answer may be
    r"|\b\d+-bit\b|\bCC BY \d\.\d|\bBSD \d-clause"
    r"|https?://\S+"
)
Number = namedtuple("Number", "text value decimals percent")


def numbers(text):
    for match in NUMBER.finditer(text):
        value = Decimal(match["value"].replace(",", ""))
        decimals = max(-value.as_tuple().exponent, 0)
        minus = SIGN.search(text[max(match.start() - 2, 0) : match.start()])
        yield Number(match[0], -value if minus else value, decimals, bool(match["percent"]))


def prose(markdown):
    """The words of a Markdown text, paragraph by paragraph."""
    in_heading = False
    for token in MYST.parse(markdown):
        in_heading = token.type == "heading_open" or (in_heading and token.type != "heading_close")
        if token.type == "inline" and not in_heading:
            words = {"text": lambda part: part.content, "softbreak": lambda part: "\n", "hardbreak": lambda part: "\n"}
            words["code_inline"] = lambda part: part.content if re.fullmatch(r"[A-Za-z_]+", part.content) else "`"
            # What is left out (code, formulas, roles, tags) leaves a mark, so that what is around it does not join.
            text = "".join(
                words.get(part.type, lambda part: "" if part.nesting else "`")(part) for part in token.children
            )
            yield NAMES.sub("", re.sub(r"^(Needs|Time): .*$", "", text, flags=re.MULTILINE))
        elif token.type in ("fence", "colon_fence") and re.match(r"\{(?!math|code|mermaid)", token.info.strip()):
            title = re.sub(r"^\{[^}]*\}", "", token.info.strip())
            content = re.sub(r"^:alt: (.*)$", r"\1\n", token.content, flags=re.MULTILINE)
            yield from prose(title + "\n\n" + re.sub(r"^:[\w-]+:.*$", "", content, flags=re.MULTILINE))
        elif token.type == "html_block":
            yield NAMES.sub("", html.unescape(re.sub(r"<[^<>]+>", " ", token.content)))


def visible(output):
    """The words of an output: of a table without its tags, of a figure without its drawing commands."""
    if "<svg" in output:
        output = "\n".join(re.findall(r"<text\b.*?</text>", output, re.DOTALL))
    output = re.sub(r"<Figure size .*?>|<style.*?</style>|<[^<>]+>", " ", output, flags=re.DOTALL)
    return html.unescape(output)


def produced(notebook):
    """What the prose may hold: {value: most decimals it is shown with} of the outputs, {value} of the code."""
    shown, written = {}, set()
    for cell in code_cells(notebook):
        for text in map(visible, texts(cell)):
            for number in [*numbers(text), *numbers(text.replace(",", ", "))]:  # 1,200 may be one number or two
                shown[number.value] = max(number.decimals, shown.get(number.value, 0))
        written |= typed(cell.source)
    return shown, written


def typed(source):
    """The numbers in the code, without those in its texts and comments."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    texts = [token.string.lower() for token in tokens if token.type == tokenize.NUMBER]
    return {Decimal(text.replace("_", "").rstrip("j")) for text in texts if not text.startswith(("0x", "0b", "0o"))}


def unproduced(notebook):
    """The numbers in prose, captions and alternative texts that neither an output nor the code holds, as written."""
    passages = []
    for cell in notebook.cells:
        about = cell.metadata.get("mystnb", {})
        passages += prose(cell.source) if cell.cell_type == "markdown" else []
        passages += prose(about.get("figure", {}).get("caption", "")) if about else []
        passages += prose(about.get("image", {}).get("alt", "")) if about else []
    shown, written = produced(notebook)
    points = points_of_exercises(notebook).values()  # another test checks them
    return missing(passages, shown, written | {Decimal(number) for number in [*points, sum(points)] if number})


def unproduced_in_page(path):
    """The same for a page without code, which may say what is produced by the notebooks that it links to.

    0 and 1 are the labels; a number in brackets is that of a chapter, on the page of formulas. A page with a test of
    its own may say what stands as a number in this test, which also runs the rows of code in its tables.
    """
    text = path.read_text(encoding="utf-8")
    shown, written = {}, {Decimal(0), Decimal(1)}
    test = ROOT / "tests" / "content" / f"test_{path.stem}.py"
    if test.exists():
        written |= typed(test.read_text(encoding="utf-8"))
        text = re.sub(r"^\| `.*$", "", text, flags=re.MULTILINE)
    for link in set(re.findall(r"\]\(([^)#]+\.ipynb)[^)]*\)", text)):
        there, inputs = produced(read(path.parent / link))
        shown |= {value: max(decimals, shown.get(value, 0)) for value, decimals in there.items()}
        written |= inputs
    return missing((re.sub(r"\[\d+\]", "", passage) for passage in prose(text)), shown, written)


def missing(passages, shown, written):
    def known(value, decimals):
        return value in shown and shown[value] >= decimals or abs(value) in written

    return [
        f"{number.text} in: {' '.join(passage.split())[:120]}"
        for passage in passages
        for number in numbers(passage)
        if not known(number.value, number.decimals)
        and not (number.percent and known(number.value / 100, number.decimals + 2))
    ]


def typed_into_strings(notebook):
    """Numbers of three or more digits in the code's texts that are no input: results typed into a print or a title."""
    _, written = produced(notebook)
    for cell in code_cells(notebook):
        tree = ast.parse(cell.source)
        documented = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)]
        not_shown = [node.body[0] for node in documented if ast.get_docstring(node)]
        not_shown += [node.format_spec for node in ast.walk(tree) if isinstance(node, ast.FormattedValue)]
        skipped = {id(part) for node in not_shown if node for part in ast.walk(node)}  # docstrings, the .3f of {x:.3f}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped:
                for number in numbers(NAMES.sub("", node.value)):
                    if len(re.findall(r"\d", number.text.lstrip("0."))) >= 3 and abs(number.value) not in written:
                        yield f"{number.text} in the code: {node.value[:80]!r}"
