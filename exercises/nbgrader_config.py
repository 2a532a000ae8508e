"""nbgrader reads this file when it is started in this folder. What it does is in tools/problem_sets/.

A teacher needs none of nbgrader's own commands: see `make release` and the others in the README. One of them helps
whoever writes a set: do its solutions pass its checks?

    cd exercises
    ../.venv/bin/nbgrader validate 02_precision_recall_f1/*.ipynb
"""

import sys
from pathlib import Path

# nbgrader runs this file by its name, as part of no package: it has to be told where the book's tools are.
sys.path.append(str(Path(__file__).resolve().parents[1] / "tools"))

from problem_sets.grader import configure  # noqa: E402

configure(get_config())  # noqa: F821 (nbgrader defines it)
