"""The students' zip: all problem sets, as nbgrader releases them, with their data and what to install."""

import re
import zipfile

from .course import Problem
from .grader import ROOT
from .handout import requirements

FOLDER = "problem_sets"  # in the zip; collect knows that it is nobody's name
SECRET = re.compile(rb"### (BEGIN|END) (HIDDEN TESTS|SOLUTION)|book-only")

README = """\
# Problem sets

Each folder is one problem set: a notebook, and the data that it reads. It needs Python 3.11, 3.12 or 3.13.

    python -m venv .venv
    .venv/bin/python -m pip install -r requirements.txt
    .venv/bin/python -m jupyterlab

On Windows write `.venv\\Scripts\\python` in the place of `.venv/bin/python`, and elsewhere `python3` if there is no
`python`. Whoever has the book itself and has used `make lab` there can leave out the first two lines, and write in the
third one the path of the book before `.venv`.

Open the notebook of the set. Write each answer into the cell under its task, run it, then run the check below it.
Before you hand in, choose *Kernel > Restart Kernel and Run All Cells*: that is how it is graded. (JupyterLab stops at
the first error, so at an answer that is missing; grading goes on and counts what follows.) Keep the name of the file,
and neither delete nor change the cells with the checks; add cells of your own wherever you like. Hand in the notebook
(the file that ends in `.ipynb`) alone.
"""


def release(course, which=None):
    """Release all sets (or one, and leave the others as they are), write the zip, and return its path."""
    for name in course.sets(which):
        done = course.api.generate_assignment(
            name
        )  # nbgrader, in this process: starting its app takes longer than a set
        if not done["success"]:
            reason = done.get("log") or done["error"]
            if "submissions associated with it" in reason:
                reason = "Submissions were graded with other cells. Keep its cells, or move classroom/ away."
            raise Problem(f"{name} could not be released. {reason}")
    return write_zip(course)


def write_zip(course):
    files = {"README.md": README.encode(), "requirements.txt": requirements(ROOT).encode()}
    for name in course.sets():
        folder = course.root / "release" / name
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            files[path.relative_to(course.root / "release").as_posix()] = path.read_bytes()
    for name, content in files.items():
        if SECRET.search(content):
            raise Problem(f"{name} would show students a solution or a hidden test, so no zip was written.")
    target = course.root / "problem_sets.zip"
    temporary = target.with_suffix(".tmp")
    with zipfile.ZipFile(temporary, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(f"{FOLDER}/{name}")  # without a date, so that the same sets give the same bytes
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    temporary.replace(target)
    return target
