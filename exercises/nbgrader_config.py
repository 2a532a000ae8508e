"""How nbgrader hands out and grades the problem sets. The sources are the notebooks in this folder.

    cd exercises
    nbgrader generate_assignment 02_precision_recall_f1

makes the students' notebook in classroom/release/: the book's notebook with the answers emptied, without hidden tests
and without what only the book understands. The data files that it reads lie beside it.
"""

import os
import sys
from pathlib import Path

from nbgrader.converters import GenerateAssignment
from nbgrader.preprocessors import NbGraderPreprocessor

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "_ext" / "content"))
# nbgrader starts alembic, which keeps its gradebook's format, by its bare name.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])

from exercises import STUB, for_students  # noqa: E402


class ForStudents(NbGraderPreprocessor):
    def preprocess(self, notebook, resources):
        name = resources["nbgrader"]["notebook"]
        code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
        data = {path.name: path.read_bytes() for path in (ROOT / "data").iterdir() if f'"{path.name}"' in code}
        resources["outputs"] = {**(resources.get("outputs") or {}), **data}  # nbgrader writes them beside the notebook
        return for_students(notebook, chapter=int(name[:2])), resources


(ROOT / "classroom").mkdir(exist_ok=True)  # git ignores it, so a fresh checkout has none
c = get_config()  # noqa: F821 (nbgrader defines it)
c.CourseDirectory.root = str(ROOT / "classroom")
c.CourseDirectory.source_directory = str(ROOT / "exercises")
# First, so that nbgrader keeps for grading the same text that the students get.
c.GenerateAssignment.preprocessors = [ForStudents, *GenerateAssignment.preprocessors.default()]
c.ClearSolutions.code_stub = {"python": STUB}
c.Execute.timeout = 60  # seconds for a cell; an endless loop is stopped, and its check gets no points
