"""The whole way with the book's own sets: as a teacher, with the commands; as a student, with nothing but the zip."""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile

import nbformat
import pytest
from problem_sets.notebook import about, code_cells, solutions, written
from problem_sets.release import FOLDER

from notebooks import EXERCISES, ROOT, read
from submissions import lines, lines_within


def classroom(folder, *arguments, succeeds=True):
    command = [
        sys.executable,
        str(ROOT / "tools" / "classroom.py"),
        arguments[0],
        "--course",
        str(folder),
        *arguments[1:],
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=3600)
    assert (done.returncode == 0) == succeeds, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    folder = tmp_path_factory.mktemp("course") / "a folder"
    classroom(folder, "release")
    return folder


def files_of(archive):
    with zipfile.ZipFile(archive) as opened:
        return {entry.filename: opened.read(entry) for entry in opened.infolist()}


def test_zip_has_every_set_and_no_line_of_a_hidden_test_or_a_solution(course):
    files = files_of(course / "problem_sets.zip")
    for path in EXERCISES:
        text = files.pop(f"{FOLDER}/{path.stem}/{path.name}").decode()
        sources = [cell.source for cell in nbformat.reads(text, as_version=4).cells]
        assert not lines_within(read(path), "SOLUTION|HIDDEN TESTS") & lines(sources)
        assert "book-only" not in text and "HIDDEN" not in text and "SOLUTION" not in text
        assert all(cell.get("outputs", []) == [] for cell in json.loads(text)["cells"])
    data = {path.name for path in (ROOT / "data").iterdir() if path.suffix in (".csv", ".npz")}
    for name, content in files.items():
        expected = name.rpartition("/")[2] in data | {"README.md", "requirements.txt"}
        assert expected, f"{name}: what is this doing in the zip?"
        assert b"HIDDEN" not in content


def test_zip_is_the_same_bytes_each_time(course):
    before = (course / "problem_sets.zip").read_bytes()
    classroom(course, "release")
    assert (course / "problem_sets.zip").read_bytes() == before


def test_zip_has_what_a_student_needs_to_install(course):
    text = files_of(course / "problem_sets.zip")[f"{FOLDER}/requirements.txt"].decode()
    assert "numpy==" in text and "jupyterlab==" in text and "nbgrader" not in text and "pytest" not in text


@pytest.mark.parametrize("path", EXERCISES, ids=lambda path: path.stem)
def test_student_opens_the_zip_and_runs_a_set_alone(course, path, tmp_path):
    """With the packages, but without nbgrader and without the book: every cell runs, and only the checks fail."""
    zipfile.ZipFile(course / "problem_sets.zip").extractall(tmp_path)
    (tmp_path / "no_nbgrader" / "nbgrader").mkdir(parents=True)
    (tmp_path / "no_nbgrader" / "nbgrader" / "__init__.py").write_text("raise ImportError('a student has none')")
    folder = tmp_path / FOLDER / path.stem
    code = "import sys; from nbclient import execute; import nbformat; n = nbformat.read(sys.argv[1], 4); " \
           "execute(n, allow_errors=True, timeout=300); nbformat.write(n, sys.argv[1])"  # fmt: skip
    env = {**os.environ, "PYTHONPATH": str(tmp_path / "no_nbgrader")}
    subprocess.run([sys.executable, "-c", code, path.name], cwd=folder, env=env, check=True, timeout=600)
    for cell in code_cells(nbformat.read(folder / path.name, as_version=4)):
        fails = any(output.output_type == "error" for output in cell.outputs)
        graded = about(cell).get("grade") or about(cell).get("solution")
        assert fails or not about(cell).get("grade"), f"{about(cell).grade_id} passes untouched"
        assert graded or not fails, cell.source


def test_teacher_with_three_students(course, tmp_path):
    """One good, one weak, one broken, in the first set: twice each step."""
    path = EXERCISES[0]
    notebook = files_of(course / "problem_sets.zip")[f"{FOLDER}/{path.stem}/{path.name}"].decode()

    right = solutions(read(path))
    first_half = [*right][: len(right) // 2]

    def answered(given):
        handed_in = nbformat.reads(notebook, as_version=4)
        for cell in code_cells(handed_in):
            cell.source = given.get(about(cell).get("grade_id"), cell.source)
        return nbformat.writes(handed_in)

    students = {
        "Good Anna_11_assignsubmission_file_/": answered(right),
        "김 민준_12_assignsubmission_file_/": answered({answer: right[answer] for answer in first_half}),
        "Bob_13_assignsubmission_file_/": answered({**right, [*right][-1]: "import os\nos.kill(os.getpid(), 9)"}),
    }
    with zipfile.ZipFile(tmp_path / "moodle.zip", "w") as archive:
        for name, text in students.items():
            archive.writestr(f"{name}{path.name}", text)
    for _ in range(2):
        collected = classroom(course, "collect", str(tmp_path / "moodle.zip"))
        graded = classroom(course, "grade")
        classroom(course, "feedback")
        said = classroom(course, "scores")
    assert "Nothing new." in collected and "Nothing new." in graded
    table = csv.DictReader((course / "scores.csv").read_text("utf-8-sig").splitlines())
    rows = {row["student"]: row for row in table if row["set"] == path.stem}
    by_hand = bool(written(read(path)))
    assert rows["Good Anna"]["status"] == "graded" and (
        by_hand or rows["Good Anna"]["points"] == rows["Good Anna"]["of"]
    )
    assert 0 < float(rows["김 민준"]["points"]) < float(rows["김 민준"]["of"])
    assert rows["Bob"]["status"] == "kernel died" and rows["Bob"]["points"] == "" and "kernel died" in said
    for student in rows:
        page = (course / "feedback" / student / path.stem / f"{path.stem}.html").read_text("utf-8")
        assert not lines_within(read(path), "HIDDEN TESTS") & lines([re.sub(r"<[^>]+>", "", page)])
        assert "<script" not in page


def test_tampered_zip_name_is_listed_and_the_exit_status_says_so(course, tmp_path):
    with zipfile.ZipFile(tmp_path / "class.zip", "w") as archive:
        archive.writestr("../evil.ipynb", "{}")
    assert "leads out of the zip" in classroom(course, "collect", str(tmp_path / "class.zip"), succeeds=False)


def test_refuses_to_write_a_zip_with_a_hidden_test(course, tmp_path):
    copy = shutil.copytree(course / "release", tmp_path / "release")
    from problem_sets.course import Course, Problem
    from problem_sets.release import write_zip

    (copy / EXERCISES[0].stem / "notes.txt").write_text("### BEGIN HIDDEN TESTS\n")
    with pytest.raises(Problem, match="hidden test"):
        write_zip(Course(tmp_path, ROOT / "exercises"))
    assert not (tmp_path / "problem_sets.zip").exists()
