"""A class in which everything goes wrong that can, graded once: each submission is graded as what it is."""

import csv
import os
import re
import time
import zipfile
from contextlib import suppress

import psutil
import pytest
from problem_sets import grade as grading
from problem_sets.collect import collect
from problem_sets.course import Course, Problem
from problem_sets.feedback import feedback
from problem_sets.grade import grade, prepare
from problem_sets.notebook import WRITTEN, about
from problem_sets.release import release
from problem_sets.run import Limits
from problem_sets.scores import scores

from tiny_course import ESSAY, NAME, OTHER, SOLUTIONS, foreign, right, submission, tiny_course

# A kernel that prints 100 MB holds about 430 itself: the limit for memory is well above, so that output is what counts.
# And for time, so that on a busy machine what eats memory is stopped for that before its seconds are over.
LIMITS = Limits(cell=10, notebook=60, memory=700, output=1)
LOOP = "while True:\n    pass"
STUBBORN = "import time\nwhile True:\n    try:\n        time.sleep(60)\n    except BaseException:\n        pass"
HUNGRY = "held = []\nwhile True:\n    held.append(b'x' * 50_000_000)"
LOUD = SOLUTIONS["square"] + "\nfor _ in range(1000):\n    print('x' * 100_000)"
LEAVES = """
import subprocess
left = subprocess.Popen(['sleep', '600'], start_new_session=True)
open({!r}, 'w').write(str(left.pid))"""
PEEPS = """
import os, glob
found = os.environ.get('A_PASSWORD'), glob.glob('**', recursive=True)
open({!r}, 'w').write(repr(found))"""


def edited(notebook):
    """A student's wish: checks that pass, that are skipped, that count more, that are none."""
    for cell in notebook.cells:
        if about(cell).get("grade_id") == "double-check":
            cell.source, cell.metadata.tags = "pass", ["skip-execution"]
            cell.metadata.nbgrader.points = 100
        if about(cell).get("grade_id") == "square-check":
            cell.metadata.nbgrader.update(grade=False, solution=True)
            cell.source = "print('ok')"


def without(*ids):
    def change(notebook):
        notebook.cells = [cell for cell in notebook.cells if about(cell).get("grade_id") not in ids]

    return change


def copied(notebook):
    """A copy of a cell has its id, too."""
    notebook.cells.insert(1, next(cell for cell in notebook.cells if about(cell).get("grade_id") == "double-check"))


@pytest.fixture(scope="module")
def class_(tmp_path_factory):
    folder = tmp_path_factory.mktemp("class")
    course = tiny_course(folder)
    release(course)
    course.released(NAME)
    wrong = {"double": "def double(x):\n    return x + 2"}
    handed_in = {
        "good": right(course, why=ESSAY),
        "untouched": submission(course),
        "wrong": right(course, **wrong),
        "raises": right(course, double="1 / 0"),
        "no syntax": right(course, double="def double(x) return"),
        "loop": right(course, double=LOOP),
        "stubborn": right(course, square=STUBBORN),
        "killed": right(course, square="import os\nos._exit(0)"),
        "hungry": right(course, square=HUNGRY),
        "loud": right(course, square=LOUD),
        "leaves": right(course, double=SOLUTIONS["double"] + "\n" + LEAVES.format(str(folder / "left"))),
        "edited": right(course, double="", square="", change=edited),
        "deleted": right(course, change=without("given", "double-check", "square-check", "why")),
        "deleted answer": right(course, change=without("double")),
        "copied": right(course, change=copied),
        "peeps": right(course, double=PEEPS.format(str(folder / "peeped"))),
        "no json": "This is no notebook.",
        "json": "[1, 2, 3]",
        "empty": "",
        "foreign": foreign(),
    }
    in_time, late = (2026, 11, 1, 10, 0, 0), (2026, 11, 2, 10, 0, 0)
    with zipfile.ZipFile(folder / "class.zip", "w") as archive:
        for student, text in handed_in.items():
            archive.writestr(zipfile.ZipInfo(f"{student}/{NAME}.ipynb", in_time), text)
        archive.writestr(f"no notebook/{NAME}.pdf", "an essay")
        archive.writestr(f"other set/{NAME}.ipynb", submission(course, name=OTHER, half="def half(x):\n    return 4"))
        archive.writestr(zipfile.ZipInfo(f"twice/{NAME} (1).ipynb", late), right(course))
        archive.writestr(zipfile.ZipInfo(f"twice/{NAME}.ipynb", in_time), submission(course))
    (folder / "classroom" / "students.csv").write_text("student\nnever came\ngood\n")
    (folder / "classroom" / "due.csv").write_text("set,due\n1,2026-11-01 12:00\n")
    collected = collect(course, folder / "class.zip")
    os.environ["A_PASSWORD"] = "secret"
    try:
        counts, failed = grade(course, limits=LIMITS, jobs=4, quiet=True)
    finally:
        del os.environ["A_PASSWORD"]
    assert not failed
    return course, folder, collected, counts


@pytest.fixture(scope="module")
def rows(class_):
    return {(row["student"], row["set"]): row for row in scores(class_[0])}


@pytest.mark.parametrize(
    "student, status, questions, note",
    [
        ("good", "needs hand grading", "23-", ""),
        ("untouched", "graded", "000", "no answer was given"),
        ("wrong", "graded", "030", ""),
        ("raises", "graded", "030", ""),
        ("no syntax", "graded", "030", ""),
        ("loop", "timed out", "030", "stopped after 10 s: double"),
        ("stubborn", "timed out", "2--", "square: it reached its time limit and could not be interrupted"),
        ("killed", "kernel died", "2--", "square: the kernel died in it"),
        ("hungry", "out of memory", "2--", "square: the kernel held more memory than the limit"),
        ("loud", "too much output", "230", "wrote more than 1 MB: square"),
        ("leaves", "graded", "230", ""),
        ("edited", "graded", "000", "changed and restored: double-check, square-check"),
        ("deleted", "graded", "230", "deleted and restored: given, double-check, square-check, why"),
        ("deleted answer", "graded", "030", "deleted and restored: double"),
        ("copied", "graded", "230", ""),
        ("peeps", "graded", "030", ""),
        ("no json", "not a notebook", "---", "JSON"),
        ("json", "not a notebook", "---", ""),
        ("empty", "not a notebook", "---", "the file is empty"),
        ("foreign", "another set", "---", "it has none of the cells of this set"),
        ("no notebook", "no notebook", "---", ""),
        ("other set", "missing", "---", ""),
        ("twice", "graded", "230", ""),
        ("never came", "missing", "---", ""),
    ],
)
def test_each_is_graded_as_what_it_is(rows, student, status, questions, note):
    row = rows[student, NAME]
    points = [row.get(f"question {number}", "-") for number in [1, 2, 3]]
    assert (row["status"], "".join(points)) == (status, questions), str(row)
    assert note in row["note"]
    total = "" if "-" in questions else str(sum(map(int, questions)))
    assert row.get("points", "") == total, "no total as long as a part is open"


def test_a_file_of_another_set_is_graded_as_that(rows, class_):
    assert rows["other set", OTHER]["points"] == "1"
    assert any("other set" in line and f"SET says {NAME}" in line for line in class_[2][0])


def test_of_two_submissions_the_later_counts_and_the_other_is_kept_and_listed(class_):
    course, _, (taken, _), _ = class_
    assert any("twice" in line and "in the place of an older one" in line for line in taken)
    assert len([*course.root.glob(f"older/twice/{NAME}/*.ipynb")]) == 1


def test_late_or_not(rows):
    assert rows["twice", NAME]["late"] == "yes"
    assert rows["good", NAME]["late"] == "no"
    assert rows["never came", NAME]["late"] == ""


def test_nothing_that_a_student_started_is_left(class_):
    pid = int((class_[1] / "left").read_text())
    for _ in range(50):
        with suppress(psutil.Error):
            if psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
                time.sleep(0.1)
                continue
        return
    raise AssertionError("still there")


def test_code_sees_neither_the_teachers_environment_nor_a_notebook_with_hidden_tests(class_):
    assert (class_[1] / "peeped").read_text() == "(None, [])"


def test_scores_are_a_csv_with_everybody_in_it(class_, rows):
    text = (class_[0].root / "scores.csv").read_text("utf-8-sig")
    found = {(row["student"], row["set"]): row for row in csv.DictReader(text.splitlines())}
    assert set(found) == set(rows)
    assert found["wrong", NAME]["points"] == "3" and found["wrong", NAME]["of"] == "9"
    assert found["killed", NAME]["points"] == ""


def test_feedback_of_everybody_shows_no_hidden_test_and_needs_no_network(class_):
    course = class_[0]
    assert feedback(course)[1] == []
    pages = {path.parts[-3]: path.read_text("utf-8") for path in course.root.glob(f"feedback/*/{NAME}/*.html")}
    assert set(pages) == set(course.submissions(NAME))
    for student, page in pages.items():
        assert not re.search(r"<script|<link|@import|\burl\(['\"]?http", page), student
        shown = re.sub("<[^>]+>", "", page)
        assert "HIDDEN" not in shown and "double(5)" not in shown and "square(5)" not in shown, student
    assert "of 5" not in pages["good"] and "of 5" in pages["wrong"], "what the failing test says is told"
    assert "kernel died" in pages["killed"] and "not all are given yet" in pages["killed"]
    assert "Score: 3.0 / 9.0" in pages["wrong"]
    assert "<math" in pages["good"] and "$x</code>" in pages["good"]


def state(course):
    return {path: path.read_bytes() for path in sorted(course.root.rglob("*")) if path.is_file()}


def test_every_step_can_be_repeated_and_changes_nothing(class_):
    course, folder, _, counts = class_
    steps = [
        lambda: release(course),
        lambda: collect(course, folder / "class.zip"),
        lambda: grade(course, limits=LIMITS),
        lambda: feedback(course),
        lambda: scores(course),
    ]
    for step in steps:
        step()
    before = state(course)
    assert steps[2]() == ({}, []), "nothing is graded again"
    for step in steps:
        step()
    after = state(course)
    book = course.root / "gradebook.db"
    del before[book], after[book]  # SQLite; the scores, which come from it, are the same
    assert after == before


def test_marks_by_hand_stay_and_a_new_submission_asks_for_them_again(class_):
    course = class_[0]

    def mark():
        return gradebook.find_grade("why", NAME, NAME, "good")

    with course.gradebook() as gradebook:
        mark().manual_score, mark().extra_credit, mark().needs_manual_grade = 3.5, 0.5, False
        gradebook.find_comment("why", NAME, NAME, "good").manual_comment = "Fine."
        gradebook.db.commit()
    row = {(row["student"], row["set"]): row for row in scores(course)}["good", NAME]
    assert (row["status"], row["points"], row["question 3"]) == ("graded", "9", "4")

    path = course.submissions(NAME)["good"]
    again = right(course, why="Another answer.")
    for drop, left in [(False, (3.5, 0.5, True)), (True, (None, None, True))]:
        path.write_text(again, "utf-8")
        row = {(row["student"], row["set"]): row for row in scores(course)}["good", NAME]
        assert row["status"] == "not graded yet"
        assert grade(course, limits=LIMITS, drop_marks=drop, quiet=True) == ({"graded": 1}, [])
        with course.gradebook() as gradebook:
            assert (mark().manual_score, mark().extra_credit, mark().needs_manual_grade) == left
            assert gradebook.find_comment("why", NAME, NAME, "good").comment == "Fine."
        again += "\n"


def test_the_same_submission_graded_again_keeps_the_mark_and_asks_for_nothing(class_):
    course = class_[0]
    with course.gradebook() as gradebook:
        found = gradebook.find_grade("why", NAME, NAME, "good")
        found.manual_score, found.needs_manual_grade = 2, False
        gradebook.db.commit()
    course.status_path(NAME, "good").write_text(
        course.status_path(NAME, "good").read_text("utf-8").replace('"edition": "', '"edition": "other '), "utf-8"
    )
    assert grade(course, limits=LIMITS, quiet=True)[0] == {"graded": 1}
    with course.gradebook() as gradebook:
        found = gradebook.find_grade("why", NAME, NAME, "good")
        assert (found.manual_score, found.needs_manual_grade) == (2, False)


def test_an_error_of_our_own_is_no_grade_and_is_tried_again(class_, monkeypatch):
    course = class_[0]
    course.submissions(NAME)["wrong"].write_text(right(course), "utf-8")

    def full(*arguments):
        raise OSError("No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(grading, "run", full)
        counts, failed = grade(course, limits=LIMITS, quiet=True)
    assert counts == {} and failed == [f"{NAME} / wrong: OSError: No space left on device"]
    assert grade(course, limits=LIMITS, quiet=True) == ({"graded": 1}, [])


def test_written_line_is_what_the_release_says(class_):
    assert WRITTEN in [cell.source for cell in class_[0].released(NAME).cells]


def test_a_set_whose_cells_changed_after_grading_is_not_released(class_):
    course = class_[0]
    path = course.exercises / NAME / f"{NAME}.ipynb"
    text = path.read_text("utf-8")
    try:
        path.write_text(text.replace('"grade_id": "square-check"', '"grade_id": "square-test"'), "utf-8")
        with pytest.raises(Problem, match="Keep its cells"):
            release(course)
    finally:
        path.write_text(text, "utf-8")
        release(course)


def test_the_notebook_of_the_book_itself_can_be_handed_in(tmp_path):
    """It has cells that a release lacks, and is of the same set all the same: a teacher rehearses with it."""
    course = Course(tmp_path)
    (name,) = course.sets("02")
    release(course, name)
    assert not prepare(course, name, "teacher", course.exercises / name / f"{name}.ipynb", mark="").status
