"""The form of every notebook: the frame of a chapter, the labels of its figures, what its cells may hold."""

import ast
import re
from collections import Counter

import pytest
from nbval.plugin import comment_markers, metadata_tags

from notebooks import CHAPTERS, NOTEBOOKS, ROOT, code_cells, read, tags, texts

every_chapter = pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def markdown(notebook):
    return "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


def sections(notebook):
    """The text under each `## heading`, in their order; what stands before the first is under ""."""
    parts = re.split(r"^## (.+)$", "\n" + markdown(notebook), flags=re.MULTILINE)
    return dict(zip(["", *(heading.strip() for heading in parts[1::2])], parts[::2], strict=True))


def figures(notebook):
    """Cells with an image among their outputs: (cell, number of images)."""
    for cell in code_cells(notebook):
        images = sum(any(kind.startswith("image/") for kind in output.get("data", {})) for output in cell.outputs)
        if images:
            yield cell, images


def test_there_are_chapters_and_the_contents_list_them():
    assert CHAPTERS
    contents = (ROOT / "_toc.yml").read_text("utf-8")
    missing = [
        path.stem for path in NOTEBOOKS if str(path.relative_to(ROOT).with_suffix("").as_posix()) not in contents
    ]
    assert not missing


# --------------------------------------------------------------------------------------------- the frame of a chapter


@every_chapter
def test_opening(path):
    notebook = read(path)
    opening = sections(notebook)[""].strip()
    assert re.match(rf"# {int(path.stem[:2])}\. \S.*\n\n[A-Z].{{80,}}\n\n", opening), (
        "title with number, then a paragraph"
    )
    assert "?" in opening.split("\n\n")[1], "the paragraph asks the chapter's question, which the start page shows"
    assert len(re.findall(r"^# ", markdown(notebook), re.MULTILINE)) == 1, "one title"
    frame = re.search(r"You will be able to(.+?)\*Needs\*: .+?\*Time\*: ([^\n]+)", opening, re.DOTALL)
    assert frame, "You will be able to ... *Needs*: ... *Time*: ..."
    objectives = re.findall(r"^[-*] \S", frame[1], re.MULTILINE)
    assert 3 <= len(objectives) <= 5, f"{len(objectives)} objectives"
    assert re.search(r"\d+ minutes? to read, .*\d+ seconds? to run", frame[2]), "minutes to read, seconds to run"


@every_chapter
def test_one_setup_cell_and_it_is_the_first(path):
    assert ["setup" in tags(cell) for cell in code_cells(read(path))].index(True) == 0
    assert sum("setup" in tags(cell) for cell in code_cells(read(path))) == 1


@every_chapter
def test_the_setup_cell_is_folded(path):
    """The first thing on a page is its subject: the imports are one line, "Show the imports"."""
    assert "hide-input" in tags(code_cells(read(path))[0])


@every_chapter
def test_trap(path):
    assert re.search(r"^:::+\{admonition\} Trap: \S", markdown(read(path)), re.MULTILINE)


@every_chapter
def test_asked_often(path):
    """Each question is a heading, with an answer that code shows; it stands after the main line."""
    notebook = read(path)
    headings = list(sections(notebook))
    assert headings.index("Asked often") == headings.index("Check yourself") - 1
    parts, inside = [], False
    for cell in notebook.cells:
        for line in cell.source.splitlines() if cell.cell_type == "markdown" else []:
            if line.startswith("## "):
                inside = line == "## Asked often"
            elif inside and line.startswith("### "):
                parts.append([line, 0])
        if inside and parts and cell.cell_type == "code":
            parts[-1][1] += 1
    assert len(parts) >= 3
    assert not [heading for heading, cells in parts if not cells], "an answer that nothing shows"


@every_chapter
def test_check_yourself(path):
    text = sections(read(path))["Check yourself"]
    answers = re.findall(r"<details>\s*<summary>.+?</summary>\s*\n\s*\n.+?</details>", text, re.DOTALL)
    questions = re.findall(r"^\**\d+\.\**\s", text, re.MULTILINE)
    assert 3 <= len(answers) <= 5
    assert len(answers) == text.count("<details") == len(questions), "a folded answer for each question"


@every_chapter
def test_closing(path):
    found = sections(read(path))
    closing = ["Check yourself", "Summary", "What is next", "Further reading"]
    assert [heading for heading in found if heading in closing] == closing == list(found)[-4:]
    assert re.search(r"^\|[-: |]+\|$", found["Summary"], re.MULTILINE), "the summary has a table"
    assert re.search(r"\[[^\]]+\]\([^)]+\.(ipynb|md)\)", found["What is next"]), "a link to what is next"
    assert re.search(r"\{cite(:\w+)?\}`", found["Further reading"]), "a citation"


# ------------------------------------------------------------------------------------------------------------ figures


@every_notebook
def test_figures_have_alt_text_caption_and_label_and_are_referred_to(path):
    notebook = read(path)
    for cell, images in figures(notebook):
        start = cell.source[:60]
        assert images == 1, f"one figure a cell: {start}"
        about = cell.metadata.get("mystnb", {})
        figure, alt = about.get("figure", {}), about.get("image", {}).get("alt", "")
        assert re.fullmatch(r"fig-[a-z0-9-]+", figure.get("name", "")), f"a label fig-...: {start}"
        assert len(figure.get("caption", "")) >= 20, f"a caption: {start}"
        assert len(alt) >= 60, f"an alt text that says what is to be seen: {start}"
        words, others = (set(re.findall(r"\w+", text.lower())) for text in (alt, figure["caption"]))
        assert len(words - others) >= 5, f"the alt text says more than the caption: {start}"
        assert f"](#{figure['name']})" in markdown(notebook), f"no text refers to {figure['name']}"


def test_figure_labels_are_unique_in_the_book():
    labels = Counter(cell.metadata.mystnb.figure.name for path in NOTEBOOKS for cell, _ in figures(read(path)))
    assert not [label for label, times in labels.items() if times > 1]


@every_notebook
def test_images_in_text_have_alt_text(path):
    text = markdown(read(path)) + "".join(text for cell in code_cells(read(path)) for text in texts(cell))
    assert not re.findall(r"!\[\s*\]\([^)]*\)|<img(?![^>]*\balt=.[^\"'])[^>]*>", text)


# --------------------------------------------------------------------------------------------------------- code cells


def unexplained(node):
    """What a function or class lacks: docstring, types of its arguments and of its result."""
    if not ast.get_docstring(node):
        yield f"{node.name}: no docstring"
    methods = (
        [node] if not isinstance(node, ast.ClassDef) else [n for n in node.body if getattr(n, "name", "") == "__init__"]
    )
    for method in methods:
        arguments = method.args.posonlyargs + method.args.args + method.args.kwonlyargs
        yield from (f"{node.name}: no type for {a.arg}" for a in arguments if a.arg != "self" and not a.annotation)
        if method.name != "__init__" and not method.returns:
            yield f"{node.name}: no type for the result"


@every_notebook
def test_define_cells_are_documented_and_typed(path):
    for cell in code_cells(read(path)):
        if "define" in tags(cell):
            nodes = [node for node in ast.parse(cell.source).body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
            assert nodes, "a `define` cell defines nothing"
            assert not [lack for node in nodes for lack in unexplained(node)]


@every_notebook
def test_code_cells_are_short(path):
    lengths = {cell.source[:60]: len(cell.source.splitlines()) for cell in code_cells(read(path))}
    assert not {start: length for start, length in lengths.items() if length > 25}


@every_notebook
def test_no_line_of_code_is_wider_than_the_page(path):
    assert not [line for cell in code_cells(read(path)) for line in cell.source.splitlines() if len(line) > 100]


@every_notebook
def test_cells_were_executed_in_order(path):
    counts = [cell.execution_count for cell in code_cells(read(path)) if cell.source.strip()]
    assert counts == list(range(1, len(counts) + 1))


@every_notebook
def test_nothing_is_exempt_from_verification(path):
    """No marker of nbval's, and nothing that swallows outputs or warnings."""
    for cell in code_cells(read(path)):
        assert not (set(tags(cell)) & set(metadata_tags)) - {"raises-exception"}
        assert not [marker for marker in comment_markers if marker.lower() in cell.source.lower()]
        assert not re.search(
            r"^\s*%%capture|(filterwarnings|simplefilter)\(\s*(action=)?['\"]ignore", cell.source, re.M
        )


@every_notebook
def test_an_expected_error_is_announced(path):
    cells = read(path).cells
    for number, cell in enumerate(cells):
        if "raises-exception" in tags(cell):
            around = [neighbour.source for neighbour in cells[max(number - 1, 0) : number + 2]]
            prose = "\n".join(text for text in around if text != cell.source)
            assert re.search(r"(?<!standard )[Ee]rror|[Ee]xception|\braises?\b", prose)


# ------------------------------------------------------------------------------------------------------------ outputs


@every_notebook
def test_outputs_hold_no_warning_and_no_unexpected_error(path):
    for cell in code_cells(read(path)):
        for output in cell.outputs:
            assert output.get("name") != "stderr", output.text
            assert output.output_type != "error" or "raises-exception" in tags(cell), output.get("evalue")
        for text in texts(cell):
            assert not re.search(r"\.py:\d+: \w*Warning|^WARNING\b|^[WE]\d{4} ", text, re.MULTILINE), text


@every_notebook
def test_outputs_hold_nothing_of_this_machine(path):
    """No file of the computer that ran the notebook, no memory address: they differ on every other computer."""
    for cell in code_cells(read(path)):
        for text in texts(cell):
            assert not re.search(r"site-packages|(/[\w.+-]+){2,}\.py|\b[A-Z]:\\\w+\\| at 0x[0-9a-f]{6}", text), text


@every_notebook
def test_nothing_is_loaded_from_elsewhere(path):
    """No image, script or style from another address. Links and the script in an interactive figure are fine."""
    loading = r"!\[[^\]]*\]\((?:https?:)?//|<script\b[^>]*\bsrc\b|@import|url\(['\"]?(?:https?:)?//"
    loading += r"|<(?:img|iframe|link|video|audio|source|image|use)\b[^>]*(?:src|href)=['\"]?(?:https?:)?//"
    for cell in read(path).cells:
        for text in [cell.source] * (cell.cell_type == "markdown") + texts(cell):
            assert not re.search(loading, text, re.IGNORECASE)
        assert not any("application/javascript" in output.get("data", {}) for output in cell.get("outputs", []))
