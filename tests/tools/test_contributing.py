"""CONTRIBUTING.md can be followed: its lists are short, and its steps for a chapter and for a figure work."""

import re
import shutil
import subprocess
from pathlib import Path

import nbformat
import pytest
from notebooks import ROOT

TEXT = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
SECTIONS = dict(re.findall(r"^## (.+)\n\n((?:\d+\. .+\n)+)", TEXT, re.MULTILINE))
TAKEN_ALONG = ["chapters", "exercises", "data", "tests", "tools", "_ext", "assets"]

# Without those in the browser, which sees enough pages elsewhere, and without importing TensorFlow for tests of other
# chapters, of which none is selected.
WITHOUT_PAGES = " -n0 -o 'testpaths=tests/content tests/form chapters' --ignore-glob='tests/content/test_1[0-6]_*'"

TEST = """from define_cells import load


def test_half():
    assert load("17_error_rate").error_rate([0, 1], [1, 1]) == 0.5
"""


def code(section, pattern):
    """What stands as code in the steps and matches."""
    return re.findall(rf"`({pattern})`", SECTIONS[section])


@pytest.fixture
def copy(tmp_path):
    """The repository as a newcomer has it, with the environment that `make` has set up."""
    for name in TAKEN_ALONG:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", ".ipynb_*"))
    for path in ROOT.iterdir():
        if path.is_file():
            shutil.copy2(path, tmp_path)
    (tmp_path / ".venv").symlink_to(ROOT / ".venv")
    return tmp_path


def run(command, folder):
    done = subprocess.run(command, shell=True, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, f"{command}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    return done.stdout


def test_the_lists_are_short_and_name_what_exists():
    assert list(SECTIONS) == ["A chapter", "A problem set", "An interactive figure", "A term", "A language"]
    assert max(steps.count("\n") for steps in SECTIONS.values()) <= 10
    for name in re.findall(r"`((?:tools|tests|chapters|_ext|exercises)/[\w./-]*)`", TEXT):
        if not re.search("NN|NAME", name):
            assert (ROOT / name).exists(), name
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert set(re.findall(r"`make (\w+)", TEXT)) <= set(targets)


def test_a_chapter_can_be_added(copy):
    name, number = "17_error_rate", "17"
    template, target = code("A chapter", r"tools/\S+|chapters/NN_name\.ipynb")
    chapter = copy / target.replace("NN_name", name)
    notebook = nbformat.read(copy / template, as_version=4)
    notebook.cells[0].source = re.sub(r"^# \d+\.", f"# {number}.", notebook.cells[0].source)
    nbformat.write(notebook, chapter)
    [line] = code("A chapter", "- file: .+?")
    contents = (copy / "_toc.yml").read_text("utf-8")
    last = re.search(r"^ +- file: chapters/12_.+\n", contents, re.MULTILINE)
    (copy / "_toc.yml").write_text(
        contents.replace(last[0], last[0] + re.match(" +", last[0])[0] + line.replace("NN_name", name) + "\n"), "utf-8"
    )

    [test_file] = code("A chapter", r"tests/content/test_NN\S+")
    [bad_inputs] = code("A chapter", r"tests/content/test_bad\S+")
    (copy / test_file.replace("NN_name", name)).write_text(TEST, "utf-8")
    listed = (copy / bad_inputs).read_text("utf-8")
    assert "FUNCTIONS = {\n" in listed
    entry = f'    "{name}": {{"error_rate": {{"y_true": "labels", "y_pred": "labels"}}}},\n'
    (copy / bad_inputs).write_text(listed.replace("FUNCTIONS = {\n", "FUNCTIONS = {\n" + entry), "utf-8")

    [execute] = code("A chapter", "make execute .+?")
    run(execute.replace("NN", number), copy)
    stored = chapter.read_bytes()
    run(execute.replace("NN", number), copy)
    assert chapter.read_bytes() == stored
    [tests] = code("A chapter", r"\.venv/.+? -k .+?")
    done = run(tests.replace("NN_name", name) + WITHOUT_PAGES, copy)
    assert re.search(r"^chapters/17_error_rate\.ipynb +\d+ cells .* ok$", done, re.MULTILINE), done
    assert int(re.search(r"(\d+) passed", done)[1]) > 30 and "skipped" not in done
    assert bad_inputs in done, "its functions are tried"
    run("make book", copy)
    html = copy / "_build" / "html"
    assert "error_rate" in (html / "chapters" / f"{name}.html").read_text("utf-8")
    assert f"chapters/{name}.html" in (html / "index.html").read_text("utf-8")
    assert (html / "_downloads" / "chapters" / f"{name}.zip").exists()


def test_an_interactive_figure_can_be_added(copy):
    [target] = code("An interactive figure", r"chapters/interactive/NAME")
    source, folder = copy / target.replace("NAME", "pairs"), copy / target.replace("NAME", "couples")
    shutil.copytree(source, folder)
    for path in folder.iterdir():
        path.write_text(path.read_text("utf-8").replace("pairs", "couples").replace("Pairs", "Couples"), "utf-8")
        path.rename(path.with_name(path.name.replace("pairs", "couples")))
    [tests] = code("An interactive figure", r"\.venv/.+?")
    # Of the tests of every figure those that need no browser, and one that does: the rest is the same for each.
    done = run(f"{tests} -k 'couples and (bytes or ids or input or small or script)'", copy)
    assert int(re.search(r"(\d+) passed", done)[1]) > 5, done
    assert Path(folder, "test_couples.py").exists()
