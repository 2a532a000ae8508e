"""nbgrader reads this file when it is started in this folder. What it does is in tools/problem_sets/.

    cd exercises
    ../.venv/bin/nbgrader generate_assignment 02_precision_recall_f1    the hand-out, in classroom/release/
    ../.venv/bin/nbgrader validate 02_precision_recall_f1/*.ipynb       do the solutions pass the checks?
    ../.venv/bin/nbgrader autograde 02_precision_recall_f1              grades classroom/submitted/STUDENT/...

The hand-out is the book's notebook with the answers emptied, without hidden tests and without what only the book
understands. The data files that it reads lie beside it.
"""

import sys
from pathlib import Path

# nbgrader runs this file by its name, as part of no package: it has to be told where the book's tools are.
sys.path.append(str(Path(__file__).resolve().parents[1] / "tools"))

from problem_sets.grader import configure  # noqa: E402

configure(get_config())  # noqa: F821 (nbgrader defines it)
