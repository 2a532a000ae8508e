"""Where the things of a course lie. All that is made while teaching stands in classroom/, which git ignores.

release/SET/                    what the students get of a set
problem_sets.zip                all of it, to be handed out
submitted/STUDENT/SET/          what was collected: the notebook as it came, when (timestamp.txt), how (collected.json)
older/STUDENT/SET/              submissions that a later one took the place of
autograded/STUDENT/SET/         the notebook as it ran, with the hidden tests
status/SET/STUDENT.json         how grading ended; written last, so without it a submission is graded again
feedback/STUDENT/SET/SET.html   what goes back
gradebook.db                    nbgrader's gradebook (SQLite)
scores.csv                      what `scores` writes
students.csv, due.csv           optional, written by the teacher: who is in the class, and when a set is due
"""

import csv
import datetime
import json
import os
import warnings
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import SAWarning
from traitlets.config import Config

from .grader import CLASSROOM, EXERCISES, configure, make_room

warnings.filterwarnings("ignore", category=SAWarning, module=r"nbgrader\.api")  # it warns about its own objects


class Problem(Exception):
    """What the teacher has to know and can mend; it is printed without a traceback."""


@dataclass(frozen=True)
class Course:
    root: Path = CLASSROOM
    exercises: Path = EXERCISES

    def sets(self, which=None):
        """The names of all problem sets, or of the one that `which` begins: 02, mid_term, 02_precision_recall_f1."""
        names = sorted(path.stem for path in self.exercises.glob("*/*.ipynb") if path.parent.name == path.stem)
        if not which:
            return names
        padded = f"{int(which):02d}" if which.isdigit() else which
        found = [name for name in names if name == padded or name.startswith(f"{padded}_")]
        if len(found) != 1:
            raise Problem(f"SET={which} is none of the sets. They are: {', '.join(names)}")
        return found

    def source(self, name):
        return nbformat.read(self.exercises / name / f"{name}.ipynb", as_version=4)

    def released(self, name):
        path = self.root / "release" / name / f"{name}.ipynb"
        if not path.exists():
            raise Problem(f"{name} was not released here yet. First: make release")
        return nbformat.read(path, as_version=4)

    @cached_property
    def api(self):
        """nbgrader, as its own apps use it, with the settings of grader.py."""
        c = Config()
        configure(c, self.root, self.exercises)
        return NbGraderAPI(CourseDirectory(config=c), config=c)

    @property
    def database(self):
        return f"sqlite:///{self.root / 'gradebook.db'}?timeout=60"  # seconds to wait for somebody who is writing marks

    def gradebook(self):
        make_room(self.root)
        return Gradebook(self.database)

    def submissions(self, name):
        """{student: the path of the notebook that counts}, which need not exist"""
        folders = sorted(self.root.glob(f"submitted/*/{name}"))
        return {folder.parent.name: folder / f"{name}.ipynb" for folder in folders if folder.is_dir()}

    def status_path(self, name, student):
        return self.root / "status" / name / f"{student}.json"

    def status(self, name, student):
        return read_json(self.status_path(name, student))

    def set_due_dates(self):
        """From due.csv into the gradebook: a line for each set, such as 02,2026-12-01 23:59 (local time)."""
        with self.gradebook() as gradebook:
            known = {assignment.name for assignment in gradebook.assignments}
            for which, when in rows_of(self.root / "due.csv", 2):
                try:
                    due = datetime.datetime.fromisoformat(when).astimezone(datetime.UTC).replace(tzinfo=None)
                except ValueError:
                    raise Problem(f"due.csv: write {when!r} as 2026-12-01 23:59") from None
                for name in self.sets(which):
                    if name in known:
                        gradebook.update_or_create_assignment(name, duedate=due)

    def roster(self):
        """The students in students.csv, one on each line (what else is on it does not matter)."""
        return [student for (student,) in rows_of(self.root / "students.csv", 1)]


def rows_of(path, columns):
    """The first columns of every row of a CSV file, without its header (set, student); [] if there is no file."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [[part.strip() for part in row[:columns]] for row in csv.reader(file) if any(row)]
    if any(len(row) < columns for row in rows):
        raise Problem(f"{path.name}: every line needs {columns} columns")
    return rows[1:] if rows and rows[0][0].lower() in ("set", "student") else rows


def read_json(path):
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}


def write(path, data):
    """Write a file (text or bytes) so that others see all of it or nothing, also if the power fails."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(path.name + ".tmp")
    temporary.write_bytes(data.encode() if isinstance(data, str) else data)
    os.replace(temporary, path)
