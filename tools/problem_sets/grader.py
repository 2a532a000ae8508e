"""How nbgrader hands out and grades the problem sets. exercises/nbgrader_config.py calls `configure`."""

import os
import sys
from pathlib import Path

from nbgrader.converters import GenerateAssignment
from nbgrader.preprocessors import NbGraderPreprocessor

from .handout import STUB, for_students
from .notebook import WRITTEN, chapter, code_cells

ROOT = Path(__file__).resolve().parents[2]


class ForStudents(NbGraderPreprocessor):
    """Make the notebook the student's, and put the data files that it names beside it."""

    def preprocess(self, notebook, resources):
        name = resources["nbgrader"]["notebook"]
        code = "\n".join(cell.source for cell in code_cells(notebook))
        data = {path.name: path.read_bytes() for path in (ROOT / "data").iterdir() if f'"{path.name}"' in code}
        resources["outputs"] = {**(resources.get("outputs") or {}), **data}
        return for_students(notebook, chapter(name)), resources


def configure(c):
    # nbgrader starts alembic, which keeps its gradebook's format, by its bare name.
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    (ROOT / "classroom").mkdir(exist_ok=True)  # git ignores it, so a fresh checkout has none
    c.CourseDirectory.root = str(ROOT / "classroom")
    c.CourseDirectory.source_directory = str(ROOT / "exercises")
    # First, so that nbgrader keeps for grading the same text that the students get.
    c.GenerateAssignment.preprocessors = [ForStudents, *GenerateAssignment.preprocessors.default()]
    c.ClearSolutions.code_stub = {"python": STUB}
    c.ClearSolutions.text_stub = WRITTEN  # a written answer that still is this line gets 0; the others wait for a hand
    c.Execute.timeout = 60  # seconds for a cell; an endless loop is stopped, and its check gets no points
