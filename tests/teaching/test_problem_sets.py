"""Every problem set as hand-out, in the grader and as a page: no answer is handed out, and the points are right.

Whole submissions of each set are graded, which must come to the same points as running the cells.
"""

import html
import re
import shutil
from collections import Counter

import nbformat
import pytest
from nbgrader.validator import Validator
from problem_sets.course import Course
from problem_sets.grade import grade
from problem_sets.handout import STUB, for_students, unanswered
from problem_sets.notebook import (
    WRITTEN, about, as_on_the_page, chapter, checks, exercises, is_written, points, solutions,
)  # fmt: skip
from problem_sets.notebook import written as written_answers
from problem_sets.release import release
from sphinx.application import Sphinx

from notebooks import EXERCISES, code_cells, read, tags
from submissions import failures, first_wrong_answers, lines, lines_within

every_set = pytest.mark.parametrize("path", EXERCISES, ids=lambda path: path.stem)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course in which every set is released."""
    course = Course(tmp_path_factory.mktemp("course"))
    release(course)
    return course


@every_set
def test_nbgrader_validates_the_source(path):
    assert Validator().validate(str(path)) == {}  # no check that fails, none that changed


@every_set
def test_release_holds_nothing_that_a_student_must_not_or_cannot_use(course, path):
    released = course.released(path.stem)
    secrets = lines_within(read(path), "SOLUTION|HIDDEN TESTS")
    explanations = lines(cell.source for cell in read(path).cells if "book-only" in tags(cell))
    assert len(secrets) > len(checks(read(path))) and explanations
    assert not (secrets | explanations) & lines(cell.source for cell in released.cells)
    assert sum(STUB.splitlines()[-1] in cell.source for cell in released.cells) == len(checks(read(path)))
    for cell in released.cells:
        assert set(cell.metadata) <= {"nbgrader", "deletable", "editable"} and not cell.get("outputs")
        if cell.cell_type == "markdown":
            only_in_the_book = r"^:::|^:\w+:|^\+\+\+|^\(.*\)=$|\{[\w:-]+\}`|\]\((?!https?://)"
            assert not re.search(only_in_the_book, cell.source, re.MULTILINE), cell.source
        else:
            assert not re.search(r"\b(from|import) book\b", cell.source)


@every_set
def test_download_of_the_page_is_the_release(course, path):
    offered = unanswered(nbformat.read(path, as_version=4), chapter(path.name))
    assert [cell.source for cell in offered.cells] == [cell.source for cell in course.released(path.stem).cells]


# What the checks say to wrong answers is tried for every set in tests/content/test_answers.py. That nbgrader makes the
# same points of it is tried with a set, a set with Keras, and an assignment that somebody has to read.
WITH_WRONG_ANSWERS = ["04_multiclass_multilabel", "12_custom_losses", "mid_term"]


@pytest.fixture(scope="module")
def scores(course):
    """{set: {student: (points, whether somebody has to grade)}}, with two or three students in each set."""
    for path in EXERCISES:
        given = {"right": solutions(read(path)), "untouched": {}}
        if path.stem in WITH_WRONG_ANSWERS:
            given["wrong"] = first_wrong_answers(path)
        for student, code in given.items():
            handed_in = course.released(path.stem)
            for cell in code_cells(handed_in):
                cell.source = code.get(about(cell).grade_id, cell.source)
            for cell in filter(is_written, handed_in.cells if student == "right" else []):
                cell.source = "An answer that somebody has to read."
            folder = course.root / "submitted" / student / path.stem
            folder.mkdir(parents=True)
            nbformat.write(handed_in, folder / path.name)
    counts, failed = grade(course, quiet=True)
    assert not failed and counts == {"graded": 2 * len(EXERCISES) + len(WITH_WRONG_ANSWERS)}
    found = {}
    with course.gradebook() as gradebook:
        for path in EXERCISES:
            for submission in gradebook.assignment_submissions(path.stem):
                graded = submission.score, submission.needs_manual_grade
                found.setdefault(path.stem, {})[submission.student.id] = graded
    return found


@every_set
def test_grades_are_as_they_should_be(scores, path):
    """All points for right answers, none for an untouched release, and for wrong answers what the checks give.

    A written answer waits for a hand, unless it is untouched.
    """
    notebook = read(path)
    by_hand = written_answers(notebook)
    total = sum(n for check, n in points(notebook).items() if check not in by_hand)
    expected = {"right": (total, bool(by_hand)), "untouched": (0, False)}
    if path.stem in WITH_WRONG_ANSWERS:
        lost = sum(points(notebook)[check] for check in failures(path, notebook, first_wrong_answers(path)))
        assert 0 < lost
        expected["wrong"] = (total - lost, False)
    assert scores[path.stem] == expected


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
