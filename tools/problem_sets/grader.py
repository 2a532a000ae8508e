"""How nbgrader hands out and grades the sets. exercises/nbgrader_config.py calls `configure`, and so does course.py."""

import os
import sys
from pathlib import Path

from nbgrader.converters import GenerateAssignment, GenerateFeedback
from nbgrader.preprocessors import NbGraderPreprocessor

from .feedback import ForReading
from .handout import STUB, for_students
from .notebook import WRITTEN, chapter, code_cells

ROOT = Path(__file__).resolve().parents[2]
CLASSROOM, EXERCISES = ROOT / "classroom", ROOT / "exercises"


class ForStudents(NbGraderPreprocessor):
    """Make the notebook the student's, and put the data files that it names beside it."""

    def preprocess(self, notebook, resources):
        name = resources["nbgrader"]["notebook"]
        code = "\n".join(cell.source for cell in code_cells(notebook))
        data = {path.name: path.read_bytes() for path in (ROOT / "data").iterdir() if f'"{path.name}"' in code}
        resources["outputs"] = {**(resources.get("outputs") or {}), **data}
        return for_students(notebook, chapter(name)), resources


def make_room(root):
    """What has to be there before nbgrader opens the gradebook of a course."""
    # nbgrader starts alembic, which keeps its gradebook's format, by its bare name.
    bin = str(Path(sys.executable).parent)
    if bin not in os.environ["PATH"].split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([bin, os.environ["PATH"]])
    root.mkdir(parents=True, exist_ok=True)  # git ignores it, so a fresh checkout has none


def configure(c, root=CLASSROOM, exercises=EXERCISES):
    make_room(root)
    c.CourseDirectory.root = str(root)
    c.CourseDirectory.source_directory = str(exercises)
    # First, so that nbgrader keeps for grading the same text that the students get.
    c.GenerateAssignment.preprocessors = [ForStudents, *GenerateAssignment.preprocessors.default()]
    c.ClearSolutions.code_stub = {"python": STUB}
    c.ClearSolutions.text_stub = WRITTEN  # a written answer that still is this line gets 0; the others wait for a hand
    c.GenerateFeedback.preprocessors = [*GenerateFeedback.preprocessors.default(), ForReading]
    c.Execute.timeout = 60  # seconds for a cell; an endless loop is stopped, and its check gets no points
