"""The scores of the class as CSV, and a short table.

nbgrader's export has no points of single questions and no status, and gives a student who handed in nothing 0 without
saying why; so the columns are made here, from its gradebook.
"""

import csv
import io
import unicodedata

from .course import read_json, write
from .grade import digest
from .names import student_id
from .notebook import points, questions

MISSING, NOT_YET, BY_HAND = "missing", "not graded yet", "needs hand grading"
FIRST = ["student", "set", "points", "of", "late", "status", "note"]


def row(course, gradebook, name, student, notebook):
    """One line: the points of a question are empty as long as a person has to decide about a part of it."""
    found = {"student": student, "set": name, "of": sum(points(notebook).values()), "late": "", "note": ""}
    path = course.root / "submitted" / student / name / f"{name}.ipynb"
    status = course.status(name, student)
    try:
        submission = gradebook.find_submission(name, student)
    except ValueError:
        return found | {"status": NOT_YET if path.parent.is_dir() else MISSING}
    if submission.duedate and submission.timestamp:
        found["late"] = "yes" if submission.total_seconds_late > 0 else "no"
    grades = {grade.name: grade for part in submission.notebooks for grade in part.grades}
    opened = {grade.name for grade in grades.values() if grade.needs_manual_grade}
    for number, parts in enumerate(questions(notebook).values(), 1):
        known = [grades[part] for part in parts if part in grades]
        if not opened & {grade.name for grade in known}:
            found[f"question {number}"] = f"{sum(grade.score for grade in known):g}"
    if not opened:
        late = sum(part.late_submission_penalty or 0 for part in submission.notebooks)
        found["points"] = f"{submission.score - late:g}"
    found["status"], found["note"] = status.get("status", NOT_YET), status.get("note", "")
    if path.exists() and digest(path.read_bytes()) != status.get("submission"):
        found["status"] = NOT_YET
    elif opened and found["status"] == "graded":
        found["status"] = BY_HAND
    elif opened:
        found["note"] += f"; {BY_HAND}" if found["note"] else BY_HAND
    return found


def scores(course, which=None):
    """Write scores.csv; returns its rows."""
    course.set_due_dates()
    rows, longest = [], 0
    with course.gradebook() as gradebook:
        class_ = {student.id for student in gradebook.students} | {student_id(name) for name in course.roster()}
        for name in course.sets(which):
            handed_in = set(course.submissions(name)) | {
                path.stem for path in course.root.glob(f"status/{name}/*.json")
            }
            if not handed_in and not which:
                continue  # nobody has worked on it yet
            notebook = course.source(name)
            longest = max(longest, len(questions(notebook)))
            for student in sorted(class_ | handed_in, key=str.casefold):
                found = row(course, gradebook, name, student, notebook)
                if not found["late"] and canvas_late(course, name, student):
                    found["late"] = "yes"
                rows.append(found)
    text = io.StringIO()
    columns = [*FIRST, *(f"question {number}" for number in range(1, longest + 1))]
    table = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    write(
        course.root / "scores.csv", text.getvalue().encode("utf-8-sig")
    )  # with its mark, Excel reads every name right
    return rows


def canvas_late(course, name, student):
    return read_json(course.root / "submitted" / student / name / "collected.json").get("late", False)


def summary(rows):
    """A line for each row, as wide as it has to be."""
    table = [["student", "set", "points", "late", "status"]]
    for found in rows:
        points = f"{found.get('points') or '?'} of {found['of']}" if found["status"] != MISSING else "-"
        table.append([found["student"], found["set"], points, found["late"], found["status"]])
    widths = [max(map(wide, column)) for column in zip(*table)]
    lines = [[part + " " * (width - wide(part)) for part, width in zip(line, widths)] for line in table]
    return "\n".join("  ".join(line).rstrip() for line in lines)


def wide(text):
    """How many columns of a terminal the text takes; a Korean syllable takes two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
