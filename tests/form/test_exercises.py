"""Every problem set as its author, a teacher, a student and a reader of the page meet it.

tests/answers/ holds right and wrong answers to each set. They are graded here by running the cells, as nbgrader does
but without a kernel; three whole submissions go through nbgrader, which must come to the same points.
"""

import ast
import html
import linecache
import re
import runpy
import shutil
import subprocess
import sys
import warnings
from collections import Counter
from types import SimpleNamespace

import nbformat
import numpy as np
import pytest
from nbgrader.api import Gradebook
from notebooks import EXERCISES, ROOT, code_cells, read, tags
from sphinx.application import Sphinx

from downloads import unanswered
from exercises import HIDDEN_TESTS, MARK, STUB

every_set = pytest.mark.parametrize("path", EXERCISES, ids=lambda path: path.stem)


def about(cell):
    return cell.metadata.get("nbgrader", {})


def checks(notebook):
    """{answer cell: [its checks]}: the checks that follow an answer up to the next one belong to it."""
    found = {}
    for cell in code_cells(notebook):
        if about(cell).get("solution"):
            found[about(cell).grade_id] = []
        elif about(cell).get("grade"):
            found[list(found)[-1]].append(cell)
    return found


def points(notebook):
    return {about(cell).grade_id: about(cell).points for cell in code_cells(notebook) if about(cell).get("grade")}


def answers(path, kind):
    given = runpy.run_path(str(ROOT / "tests" / "content" / "answers" / f"{path.stem}.py"))[kind]
    return [(cell, what, code.strip()) for cell, variants in given.items() for what, code in variants.items()]


def lines(texts):
    return {line.strip() for text in texts for line in text.splitlines() if line.strip()}


def lines_within(notebook, marks):
    """The lines that stand between the marks (SOLUTION, HIDDEN TESTS) and nowhere else in the code."""
    region = re.compile(rf"^ *### BEGIN ({marks}).*?^ *### END \1$", re.MULTILINE | re.DOTALL)
    sources = [cell.source for cell in code_cells(notebook)]
    within = lines(match[0] for source in sources for match in region.finditer(source))
    return within - lines(region.sub("", source) for source in sources)


def failures(path, notebook, given=None):
    """{check: its error} after running the notebook with the answers `given`; {} when every check passes."""
    given, errors, names = given or {}, {}, {"__name__": path.stem}
    for cell in code_cells(notebook):
        cell_id = about(cell).grade_id
        source = given.get(cell_id, cell.source)
        filename = f"<{path.stem} {cell_id}>"
        linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
        try:
            with warnings.catch_warnings():
                if about(cell).grade:
                    warnings.simplefilter("error")  # nbgrader gives no points to a check that writes to stderr
                exec(compile(source, filename, "exec"), names)
        except Exception as error:
            if about(cell).grade:
                errors[cell_id] = error
            elif not about(cell).solution:
                raise
    return errors


@pytest.fixture(autouse=True)
def in_the_folder_of_the_set(request, monkeypatch):
    if "path" in request.fixturenames:
        monkeypatch.chdir(request.getfixturevalue("path").parent)
    with np.errstate():  # a set may change it
        yield


def test_there_are_problem_sets():
    assert EXERCISES


# ----------------------------------------------------------------------------------------------------------- its form


@every_set
def test_every_code_cell_has_its_part(path):
    """Given (locked), answer or check: nbgrader restores what is not an answer, so that nobody can grade themselves."""
    for cell in code_cells(read(path)):
        part = about(cell)
        assert part.solution + part.locked == 1 and part.grade <= part.locked, part.grade_id
        if part.solution:
            assert len(MARK.findall(cell.source)) == 2 and "hide-input" in tags(cell), part.grade_id
            assert cell.metadata.jupyter.source_hidden, f"{part.grade_id}: fold the solution in JupyterLab, too"
            assert not cell.outputs, f"{part.grade_id}: an output is not folded on the page"
    assert all(checks(read(path)).values()), "an answer without a check"


def stored_names(source):
    """Names that running the source binds outside of functions."""
    for statement in ast.parse(source).body:
        if isinstance(statement, ast.FunctionDef | ast.ClassDef):
            yield statement.name
        else:
            for node in ast.walk(statement):
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                    yield node.id


@every_set
def test_checks_give_all_points_or_none_and_change_no_variable(path):
    for cell in code_cells(read(path)):
        if about(cell).grade:
            assert about(cell).points > 0
            assert "assert " in HIDDEN_TESTS.sub("", cell.source), "a visible check"
            # nbgrader takes a number at the end of a check for partial credit.
            assert [output.output_type for output in cell.outputs] == ["stream"]
            assert all(name.startswith("check_") for name in stored_names(cell.source)), "may be a student's variable"


@every_set
def test_points_are_stated(path):
    """In the table at the top, and in the title of each exercise, as nbgrader counts them."""
    notebook = read(path)
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    counted = [sum(about(cell).points for cell in cells) for cells in checks(notebook).values()]
    table = re.findall(r"^\| ([^|]+) \|[^|]*\| (\d+) \|$", text, re.MULTILINE)
    assert [int(number) for _, number in table] == [*counted, sum(counted)]
    assert [title for title, _ in table[:-1]] == re.findall(r"^## (.+)$", text, re.MULTILINE)
    in_titles = re.findall(r"^:::\{exercise\} (\d+) points?\n:label: ex-[\w-]+$", text, re.MULTILINE)
    assert [int(number) for number in in_titles] == counted


# -------------------------------------------------------------------------------------------- right and wrong answers


@every_set
def test_solutions_pass_every_check(path):
    assert not failures(path, read(path))


@every_set
def test_other_right_answers_pass_every_check(path):
    given = answers(path, "RIGHT")
    assert {cell for cell, *_ in given} == set(checks(read(path)))
    for cell, what, code in given:
        assert not failures(path, read(path), {cell: code}), f"{cell}: {what}"


@every_set
def test_wrong_answers_fail_their_own_check_and_learn_why(path):
    """Every check fails for some answer, and every hidden test for one that passes the visible check."""
    failed, only_by_hidden_tests = set(), set()
    for answer, what, code in answers(path, "WRONG"):
        errors = failures(path, read(path), {answer: code})
        own = checks(read(path))[answer]
        assert errors and set(errors) <= {about(cell).grade_id for cell in own}, f"{answer}: {what}: {list(errors)}"
        assert all(str(error) for error in errors.values()), f"{answer}: {what}: no message"
        failed |= set(errors)

        needed = [cell for cell in code_cells(read(path)) if not (about(cell).grade or about(cell).solution)]
        needed += [cell for cell in code_cells(read(path)) if about(cell).grade_id == answer] + own
        visible = [type(cell)(cell, source=HIDDEN_TESTS.sub("", cell.source)) for cell in needed]
        only_by_hidden_tests |= set(errors) - set(failures(path, SimpleNamespace(cells=visible), {answer: code}))
    assert failed == set(points(read(path)))
    with_hidden = {about(cell).grade_id for cell in code_cells(read(path)) if HIDDEN_TESTS.search(cell.source)}
    assert only_by_hidden_tests == with_hidden


# ------------------------------------------------------------------------------------------------------------- nbgrader


def nbgrader(*arguments):
    """Run it in the folder that holds its configuration."""
    command = [sys.executable, "-m", "nbgrader", *arguments]
    done = subprocess.run(command, cwd=ROOT / "exercises", capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module", params=EXERCISES, ids=lambda path: path.stem)
def released(request, tmp_path_factory):
    """(source, folder of a temporary course, the release)"""
    course = tmp_path_factory.mktemp("course")
    nbgrader("generate_assignment", f"--CourseDirectory.root={course}", request.param.parent.name)
    return request.param, course, course / "release" / request.param.parent.name / request.param.name


@every_set
def test_nbgrader_validates_the_source(path):
    assert "Success! Your notebook passes all the tests." in nbgrader("validate", str(path))


def test_release_holds_nothing_that_a_student_must_not_or_cannot_use(released):
    source, _, release = released
    secrets = lines_within(read(source), "SOLUTION|HIDDEN TESTS")
    assert len(secrets) > len(checks(read(source)))
    assert not secrets & lines(cell.source for cell in read(release).cells)
    assert sum(STUB.splitlines()[-1] in cell.source for cell in read(release).cells) == len(checks(read(source)))
    for cell in read(release).cells:
        assert set(cell.metadata) <= {"nbgrader", "deletable", "editable"} and not cell.get("outputs")
        if cell.cell_type == "markdown":
            only_in_the_book = r"^:::|^:\w+:|^\+\+\+|\{[\w:-]+\}`|\]\((?!https?://)"
            assert not re.search(only_in_the_book, cell.source, re.MULTILINE), cell.source
        else:
            assert not re.search(r"\b(from|import) book\b", cell.source)


def test_download_of_the_page_is_the_release(released):
    source, _, release = released
    offered = unanswered(nbformat.read(source, as_version=4), int(source.name[:2]))
    assert [cell.source for cell in offered.cells] == [cell.source for cell in read(release).cells]


def test_release_runs_beside_its_data_alone_and_no_visible_check_passes_untouched(released, tmp_path, monkeypatch):
    source, _, release = released
    alone = shutil.copytree(release.parent, tmp_path / "handed out")
    monkeypatch.chdir(alone)
    errors = failures(source, read(release))
    assert set(errors) == set(points(read(source)))
    solutions = {about(cell).grade_id: cell.source for cell in code_cells(read(source)) if about(cell).solution}
    assert not failures(source, read(release), solutions)


def test_nbgrader_grades_as_it_should(released):
    """All points for right answers, none for an untouched release, and for wrong answers what the checks give."""
    source, course, release = released
    notebook = read(source)
    solutions = {about(cell).grade_id: cell.source for cell in code_cells(notebook) if about(cell).solution}
    wrong = {cell: code for cell, _, code in reversed(answers(source, "WRONG"))}  # the first of each
    for student, given in {"right": solutions, "untouched": {}, "wrong": wrong}.items():
        handed_in = nbformat.read(release, as_version=4)
        for cell in code_cells(handed_in):
            cell.source = given.get(about(cell).grade_id, cell.source)
        folder = shutil.copytree(release.parent, course / "submitted" / student / release.parent.name)
        nbformat.write(handed_in, folder / release.name)
    nbgrader("autograde", f"--CourseDirectory.root={course}", release.parent.name)
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        submissions = {s.student.id: s for s in gradebook.assignment_submissions(release.parent.name)}
        scores = {student: submission.score for student, submission in submissions.items()}
        assert not any(submission.needs_manual_grade for submission in submissions.values())
    total = sum(points(notebook).values())
    lost = sum(points(notebook)[check] for check in failures(source, notebook, wrong))
    assert scores == {"right": total, "untouched": 0, "wrong": total - lost}
    assert 0 < lost


# ----------------------------------------------------------------------------------------------------------- the page


@every_set
def test_page_folds_solutions_and_shows_neither_marks_nor_hidden_tests(path, tmp_path):
    shutil.copy(path, tmp_path / "index.ipynb")
    settings = {
        "extensions": ["myst_nb", "sphinx_exercise", "exercises"],
        "myst_enable_extensions": ["colon_fence", "dollarmath"],
        "nb_execution_mode": "off",
    }
    Sphinx(tmp_path, None, tmp_path / "out", tmp_path / "doctrees", "html", settings, status=None, warning=None).build()
    page = (tmp_path / "out" / "index.html").read_text("utf-8")
    shown = lines([html.unescape(re.sub(r"<[^>]+>", "", page))])
    assert "SOLUTION" not in page and "HIDDEN" not in page
    assert not lines_within(read(path), "HIDDEN TESTS") & shown
    assert lines(MARK.sub("", HIDDEN_TESTS.sub("", cell.source)) for cell in code_cells(read(path))) <= shown
    folds = re.findall(r'<details class="[^"]*\bhide\b[^>]*>(.*?)</details>', page, re.DOTALL)
    assert len(folds) == len(checks(read(path))) and all("Show the solution" in fold for fold in folds)
    ids = Counter(re.findall(r'\bid="([^"]+)"', page))
    assert not [name for name, times in ids.items() if times > 1]
