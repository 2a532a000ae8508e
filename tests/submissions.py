"""What students hand in, and what a problem set's checks say to it, without a kernel and without nbgrader.

tests/content/answers/ holds right and wrong answers to each set.
"""

import linecache
import re
import runpy
import warnings
from contextlib import chdir

import matplotlib
import numpy as np
from problem_sets.notebook import about

from notebooks import ROOT, code_cells

matplotlib.use("agg")  # a figure of a set opens no window here


def answers(path, kind):
    """The answers of one kind, RIGHT or WRONG: (answer cell, what is special, code, part of what its check says)."""
    given = runpy.run_path(str(ROOT / "tests" / "content" / "answers" / f"{path.stem}.py"))[kind]
    for cell, variants in given.items():
        for what, answer in variants.items():
            code, says = answer if isinstance(answer, tuple) else (answer, "")
            yield cell, what, code.strip(), says


def solutions(notebook):
    return {about(cell).grade_id: cell.source for cell in code_cells(notebook) if about(cell).get("solution")}


def failures(path, notebook, given=None, folder=None):
    """{check: its error} after running the notebook with the answers `given`; {} when every check passes.

    It runs in `folder`, by default the folder of the set. Cells of the notebook that are no answers must not fail.
    """
    given, errors, names = given or {}, {}, {"__name__": path.stem}
    with chdir(folder or path.parent), np.errstate(), matplotlib.rc_context():  # a set may change all three
        for cell in code_cells(notebook):
            cell_id = about(cell).grade_id
            source = given.get(cell_id, cell.source)
            filename = f"<{path.stem} {cell_id}>"
            linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
            try:
                with warnings.catch_warnings(record=True) as written:
                    warnings.simplefilter("always")
                    exec(compile(source, filename, "exec"), names)
                if written and about(cell).grade:
                    errors[cell_id] = written[0].message  # nbgrader gives no points to a check that writes to stderr
            except Exception as error:
                if about(cell).grade:
                    errors[cell_id] = error
                elif not about(cell).solution:
                    raise
    matplotlib.pyplot.close("all")
    return errors


def lines(texts):
    return {line.strip() for text in texts for line in text.splitlines() if line.strip()}


def lines_within(notebook, marks):
    """The lines that stand between the marks (SOLUTION, HIDDEN TESTS) and nowhere else in the code."""
    region = re.compile(rf"^ *### BEGIN ({marks}).*?^ *### END \1$", re.MULTILINE | re.DOTALL)
    sources = [cell.source for cell in code_cells(notebook)]
    within = lines(match[0] for source in sources for match in region.finditer(source))
    return within - lines(region.sub("", source) for source in sources)
