"""What turns a problem set into page, hand-out and grade: the hand-out holds no answer, nbgrader grades as it should.

Three whole submissions go through nbgrader, which must come to the same points as running the cells.
"""

import html
import re
import shutil
import subprocess
import sys
from collections import Counter

import nbformat
import pytest
from nbgrader.api import Gradebook
from problem_sets.handout import STUB, for_students, unanswered
from problem_sets.notebook import WRITTEN, about, as_on_the_page, chapter, checks, exercises, is_written, points
from problem_sets.notebook import written as written_answers
from sphinx.application import Sphinx

from notebooks import EXERCISES, ROOT, code_cells, read, tags
from submissions import answers, failures, lines, lines_within, solutions

every_set = pytest.mark.parametrize("path", EXERCISES, ids=lambda path: path.stem)


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
    explanations = lines(cell.source for cell in read(source).cells if "book-only" in tags(cell))
    assert len(secrets) > len(checks(read(source))) and explanations
    assert not (secrets | explanations) & lines(cell.source for cell in read(release).cells)
    assert sum(STUB.splitlines()[-1] in cell.source for cell in read(release).cells) == len(checks(read(source)))
    for cell in read(release).cells:
        assert set(cell.metadata) <= {"nbgrader", "deletable", "editable"} and not cell.get("outputs")
        if cell.cell_type == "markdown":
            only_in_the_book = r"^:::|^:\w+:|^\+\+\+|^\(.*\)=$|\{[\w:-]+\}`|\]\((?!https?://)"
            assert not re.search(only_in_the_book, cell.source, re.MULTILINE), cell.source
        else:
            assert not re.search(r"\b(from|import) book\b", cell.source)


def test_download_of_the_page_is_the_release(released):
    source, _, release = released
    offered = unanswered(nbformat.read(source, as_version=4), chapter(source.name))
    assert [cell.source for cell in offered.cells] == [cell.source for cell in read(release).cells]


def test_release_runs_beside_its_data_alone_and_no_visible_check_passes_untouched(released, tmp_path):
    source, _, release = released
    alone = shutil.copytree(release.parent, tmp_path / "handed out")
    errors = failures(source, read(release), folder=alone)
    assert set(errors) == set(points(read(source))) - written_answers(read(source))
    assert not failures(source, read(release), solutions(read(source)), folder=alone)


def test_nbgrader_grades_as_it_should(released):
    """All points for right answers, none for an untouched release, and for wrong answers what the checks give.

    A written answer waits for a hand, unless it is untouched.
    """
    source, course, release = released
    notebook = read(source)
    wrong = {cell: code for cell, _, code, _ in reversed([*answers(source, "WRONG")])}  # the first of each
    for student, given in {"right": solutions(notebook), "untouched": {}, "wrong": wrong}.items():
        handed_in = nbformat.read(release, as_version=4)
        for cell in code_cells(handed_in):
            cell.source = given.get(about(cell).grade_id, cell.source)
        for cell in filter(is_written, handed_in.cells if student == "right" else []):
            cell.source = "An answer that somebody has to read."
        folder = shutil.copytree(release.parent, course / "submitted" / student / release.parent.name)
        nbformat.write(handed_in, folder / release.name)
    nbgrader("autograde", f"--CourseDirectory.root={course}", release.parent.name)
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        submissions = {s.student.id: s for s in gradebook.assignment_submissions(release.parent.name)}
        scores = {student: submission.score for student, submission in submissions.items()}
        wait = {student for student, submission in submissions.items() if submission.needs_manual_grade}
        assert wait == ({"right"} if written_answers(notebook) else set())
    total = sum(n for check, n in points(notebook).items() if check not in written_answers(notebook))
    lost = sum(points(notebook)[check] for check in failures(source, notebook, wrong))
    assert scores == {"right": total, "untouched": 0, "wrong": total - lost}
    assert 0 < lost


# -------------------------------------------------------------------------------------------------- a written question


def with_a_written_question():
    def cell(kind, source, tags=(), **part):
        part = {"nbgrader": {"grade": False, "solution": False, "locked": False, **part}} if part else {}
        new = {"markdown": nbformat.v4.new_markdown_cell, "code": nbformat.v4.new_code_cell}[kind]
        return new(source, metadata={**part, "tags": list(tags)})

    return nbformat.v4.new_notebook(
        cells=[
            cell("markdown", "# A set\n\n## Compute\n\n:::{exercise} 1 point\n:label: ex-compute\n\nSet `x`.\n:::"),
            cell("code", "### BEGIN SOLUTION\nx = 1\n### END SOLUTION", grade_id="x", solution=True),
            cell("code", "assert x == 1", grade_id="x-check", grade=True, locked=True, points=1),
            cell("markdown", "## Explain\n\n:::{exercise} 3 points\n:label: ex-explain\n\nWhy?\n:::"),
            cell("markdown", WRITTEN, grade_id="why", grade=True, solution=True, points=3),
            cell("markdown", "*Model answer*: because.", tags=["book-only"]),
        ]
    )


def test_a_written_answer_has_points_and_no_check():
    notebook = with_a_written_question()
    assert written_answers(notebook) == {"why"}
    assert points(notebook) == {"x-check": 1, "why": 3}
    assert list(checks(notebook)) == ["x"]
    assert exercises(notebook) == {"Compute": ["x"], "Explain": ["why"]}


def test_a_set_without_a_number_is_numbered_by_its_letter():
    names = ["02_precision_recall_f1", "16_capstone", "mid_term", "final"]
    assert [chapter(name) for name in names] == ["2", "16", "M", "F"]
    notebook = for_students(with_a_written_question(), chapter("mid_term"))
    assert "**Exercise M.1 (1 point)**" in notebook.cells[0].source
    assert "**Exercise M.2 (3 points)**" in notebook.cells[3].source
    assert [cell.source for cell in notebook.cells if is_written(cell)] == [WRITTEN]


# ----------------------------------------------------------------------------------------------------------- the page


def page_of(path, tmp_path):
    shutil.copy(path, tmp_path / "index.ipynb")
    settings = {
        "extensions": ["myst_nb", "sphinx_exercise", "problem_sets.page"],
        "myst_enable_extensions": ["colon_fence", "dollarmath"],
        "nb_execution_mode": "off",
    }
    Sphinx(tmp_path, None, tmp_path / "out", tmp_path / "doctrees", "html", settings, status=None, warning=None).build()
    return (tmp_path / "out" / "index.html").read_text("utf-8")


def test_page_does_not_ask_for_a_written_answer(tmp_path):
    nbformat.write(with_a_written_question(), tmp_path / "set.ipynb")
    page = page_of(tmp_path / "set.ipynb", tmp_path)
    assert "Model answer" in page and WRITTEN.strip("*") not in page


@every_set
def test_page_folds_solutions_and_shows_neither_marks_nor_hidden_tests(path, tmp_path):
    page = page_of(path, tmp_path)
    shown = lines([html.unescape(re.sub(r"<[^>]+>", "", page))])
    cells = [cell for cell in code_cells(read(path)) if "remove-cell" not in tags(cell)]
    assert "SOLUTION" not in page and "HIDDEN" not in page
    assert not lines_within(read(path), "HIDDEN TESTS") & shown
    assert lines(as_on_the_page(cell.source) for cell in cells) <= shown
    folds = re.findall(r'<details class="[^"]*\bhide\b[^>]*>(.*?)</details>', page, re.DOTALL)
    folds = [lines([html.unescape(re.sub(r"<[^>]+>", "", fold))]) for fold in folds if "Show the solution" in fold]
    folded = [cell for cell in cells if about(cell).solution]
    assert len(folds) == len(folded)
    for fold, cell in zip(folds, folded):
        printed = [output.text for output in cell.outputs]
        assert lines([as_on_the_page(cell.source), *printed]) <= fold, "the solution and what it prints"
    ids = Counter(re.findall(r'\bid="([^"]+)"', page))
    assert not [name for name, times in ids.items() if times > 1]
