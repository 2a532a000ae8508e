"""The guards guard: what is broken on purpose is found, and what is whole passes."""

import os
import re
import shutil
import subprocess
import sys
from copy import deepcopy

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

import test_structure
from execute import run
from notebooks import CHAPTERS, ROOT, code_cells, read, tags

# ---------------------------------------------------------------------------- strict nbval and its guards

PRINTS, FIGURE, PHOTO, VALUE, HIDDEN, RAISES, ASKS = range(7)
CELLS = [
    "import matplotlib.pyplot as plt, matplotlib_inline.config as c\nb = c.InlineBackend.instance()\nprint(0.875)",
    "b.figure_formats, b.print_figure_kwargs = {'svg'}, {'metadata': {'Date': None}}\n"
    "plt.rcParams['svg.hashsalt'] = 's'\nplt.plot([1, 2]);",
    "b.figure_formats, b.print_figure_kwargs = {'png'}, {}\nplt.plot([1, 2]);",
    "1 / 3",
    "1 / 3;",
    "1 / 0",
    "import socket\ntry:\n    socket.create_connection(('192.0.2.1', 80), timeout=1)\n"
    "except ConnectionError as error:\n    print(error)",
]


def whole(cells):
    pass


def never_executed(cells):
    for cell in cells:
        cell.outputs, cell.execution_count = [], None


def stale_printed_number(cells):
    cells[PRINTS].outputs[0].text = "0.876\n"


def stale_value(cells):
    cells[VALUE].outputs[0].data["text/plain"] = "0.3333333333333334"


def missing_output(cells):
    cells[VALUE].outputs = []


def output_of_a_hidden_value(cells):
    cells[HIDDEN].outputs = cells[VALUE].outputs


def changed_figure(cells):
    figure = cells[FIGURE].outputs[0].data
    figure["image/svg+xml"] = re.sub(
        r"\d(?=\")", lambda digit: str((int(digit[0]) + 1) % 10), figure["image/svg+xml"], count=1
    )


def changed_photo(cells):
    photo = cells[PHOTO].outputs[0].data
    photo["image/png"] = photo["image/png"][:99] + "AB"[photo["image/png"][99] == "A"] + photo["image/png"][100:]


def other_error(cells):
    cells[RAISES].outputs[0].evalue = "division by one"


BREAKS = [never_executed, stale_printed_number, stale_value, missing_output, output_of_a_hidden_value, changed_figure]
BREAKS += [changed_photo, other_error]


@pytest.fixture(scope="module")
def failed(tmp_path_factory):
    """The notebooks in which a cell failed, of one run of strict nbval over all of them."""
    folder = tmp_path_factory.mktemp("guards")
    for name in ("conftest.py", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    no_network = shutil.copytree(ROOT / "tests" / "form" / "no_network", folder / "tests" / "form" / "no_network")
    notebook = new_notebook(cells=[new_code_cell(source) for source in CELLS])
    notebook.cells[RAISES].metadata["tags"] = ["raises-exception"]
    run(notebook, "whole.ipynb", folder, {"PYTHONPATH": str(no_network)})
    assert "the network is blocked" in notebook.cells[ASKS].outputs[0].text
    for change in [whole, *BREAKS]:
        changed = deepcopy(notebook)
        change(changed.cells)
        nbformat.write(changed, folder / f"{change.__name__}.ipynb")
    command = [sys.executable, "-m", "pytest", "-n0", "--color=no", "-p", "no:cacheprovider", "."]
    helpers = {"PYTHONPATH": os.pathsep.join([str(ROOT / "tests"), str(ROOT / "tools")])}  # which conftest.py needs
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env={**os.environ, **helpers})
    return set(re.findall(r"^FAILED (\w+)\.ipynb", done.stdout, re.MULTILINE)), done.stdout


def test_a_whole_notebook_passes(failed):
    assert "whole" not in failed[0], failed[1]
    assert re.search(r"^whole\.ipynb +7 cells .* ok$", failed[1], re.MULTILINE), failed[1]


@pytest.mark.parametrize("change", BREAKS, ids=lambda change: change.__name__)
def test_a_broken_notebook_fails(failed, change):
    assert change.__name__ in failed[0], failed[1]


# ------------------------------------------------------------------------------------------------------ test_structure


def text(pattern, replacement):
    """Change the chapter's Markdown."""

    def change(notebook):
        for cell in notebook.cells:
            if cell.cell_type == "markdown":
                cell.source = re.sub(pattern, replacement, cell.source, flags=re.DOTALL)

    return change


def cell_with(tag, change):
    """Change the last code cell with this tag, or, for "figure", with a figure."""

    def change_notebook(notebook):
        cells = code_cells(notebook)
        change([cell for cell in cells if tag in tags(cell) or (tag == "figure" and "mystnb" in cell.metadata)][-1])

    return change_notebook


def put(source="1", cell_tags=(), **output):
    """Add a code cell, with one output."""

    def change(notebook):
        count = max(cell.execution_count for cell in code_cells(notebook)) + 1
        outputs = [nbformat.from_dict(output)] if output else []
        cell = new_code_cell(source, execution_count=count, outputs=outputs, metadata={"tags": list(cell_tags)})
        notebook.cells.append(cell)

    return change


STREAM = {"output_type": "stream", "name": "stdout"}
ERROR = {"output_type": "error", "ename": "ValueError", "evalue": "no", "traceback": ["no"]}
MISTAKES = [
    ("opening", text(r"^# \d+\.", "# 99.")),
    ("opening", text(r"You will be able to", "Aims")),
    ("opening", text(r"\*Needs\*", "Needed")),
    ("opening", text(r"\*Time\*: [^\n]+", "*Time*: an hour")),
    ("opening", text(r"^## ", "# ")),
    ("one_setup_cell_and_it_is_the_first", cell_with("define", lambda cell: cell.metadata.tags.append("setup"))),
    ("the_setup_cell_is_folded", cell_with("setup", lambda cell: cell.metadata.tags.remove("hide-input"))),
    ("trap", text(r"\} Trap: ", "} Note: ")),
    ("asked_often", text(r"(?m)^## Asked often", "## Asked")),
    ("asked_often", text(r"(?m)^## Check yourself", "### And?\n\nNobody shows.\n\n## Check yourself")),
    ("check_yourself", text(r"<details>.*?</details>", "")),
    ("check_yourself", text(r"</details>", "")),
    ("closing", text(r"\n\|[-| ]+\|\n", "\n")),
    ("closing", text(r"## What is next", "## Then")),
    ("closing", text(r"## Further reading.*", "## Further reading\n\nA book.")),
    ("figures_have_alt_text_caption_and_label_and_are_referred_to", text(r"\]\(#fig-", "](#other-")),
    ("code_cells_are_short", put("\n".join(["1"] * 26))),
    ("cells_were_executed_in_order", cell_with("define", lambda cell: cell.update(execution_count=99))),
    ("nothing_is_exempt_from_verification", put("# NBVAL_IGNORE_OUTPUT\n1")),
    ("nothing_is_exempt_from_verification", put("#nbval_skip\n1")),
    ("nothing_is_exempt_from_verification", put(cell_tags=["nbval-ignore-output"])),
    ("nothing_is_exempt_from_verification", put(cell_tags=["nbval-skip"])),
    ("nothing_is_exempt_from_verification", put("%%capture\n1")),
    ("nothing_is_exempt_from_verification", put("warnings.filterwarnings('ignore')")),
    ("an_expected_error_is_announced", put("1 / 0", ["raises-exception"], **ERROR)),
    ("outputs_hold_no_warning_and_no_unexpected_error", put(**ERROR)),
    ("outputs_hold_no_warning_and_no_unexpected_error", put(**{**STREAM, "name": "stderr", "text": "x"})),
    ("outputs_hold_no_warning_and_no_unexpected_error", put(**STREAM, text="/a/b.py:3: UserWarning: x")),
    ("outputs_hold_nothing_of_this_machine", put(**STREAM, text='File "/home/someone/book.py", line 3')),
    ("outputs_hold_nothing_of_this_machine", put(**STREAM, text="<Model object at 0x7f00deadbeef>")),
    ("nothing_is_loaded_from_elsewhere", text(r"$", '\n\n<img src="https://example.org/a.png" alt="a">')),
    ("nothing_is_loaded_from_elsewhere", text(r"$", "\n\n![a](https://example.org/a.png)")),
    ("nothing_is_loaded_from_elsewhere", put(**STREAM, text="<script src='a.js'></script>")),
    ("images_in_text_have_alt_text", text(r"$", '\n\n<img src="a.png">')),
    ("images_in_text_have_alt_text", text(r"$", "\n\n![](a.png)")),
]
for lack in ("name", "caption"):
    change = cell_with("figure", lambda cell, lack=lack: cell.metadata.mystnb.figure.pop(lack))
    MISTAKES.append(("figures_have_alt_text_caption_and_label_and_are_referred_to", change))
for alt in ("", "A short text.", None):  # None: the caption once more

    def change(cell, alt=alt):
        about = cell.metadata.mystnb
        about.image.alt = about.figure.caption if alt is None else alt

    MISTAKES.append(("figures_have_alt_text_caption_and_label_and_are_referred_to", cell_with("figure", change)))
for pattern, replacement in [(r'"""', "#"), (r": (float|np\.ndarray|int|str)\b", ""), (r" -> [^:]+:", ":")]:

    def change(cell, pattern=pattern, replacement=replacement):
        cell.source = 'def f(y_true: np.ndarray, beta: float) -> float:\n    """Say it."""\n    return 1.0'
        cell.source = re.sub(pattern, replacement, cell.source)

    MISTAKES.append(("define_cells_are_documented_and_typed", cell_with("define", change)))


@pytest.mark.parametrize(("check", "mistake"), MISTAKES, ids=lambda value: value if isinstance(value, str) else "")
def test_structure_finds_the_mistake(check, mistake, monkeypatch):
    path = CHAPTERS[0]
    changed = deepcopy(read(path))
    mistake(changed)
    check = getattr(test_structure, f"test_{check}")
    check(path)
    monkeypatch.setattr(test_structure, "read", lambda path: changed)
    with pytest.raises((AssertionError, KeyError, ValueError)):
        check(path)
