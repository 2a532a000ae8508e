"""What students hand in, and what a problem set's checks say to it, without a kernel and without nbgrader.

tests/content/answers/ holds right and wrong answers to each set.
"""

import copy
import linecache
import re
import runpy
import warnings
from contextlib import chdir, contextmanager

import matplotlib
import numpy as np
import pandas as pd
from problem_sets.notebook import HIDDEN_TESTS, about, sections

from notebooks import ROOT, code_cells, read

matplotlib.use("agg")  # a figure of a set opens no window here


def changed(code, *pairs):
    """The code with each old text replaced by the new one; the old one must be there."""
    for old, new in pairs:
        assert old in code, old
        code = code.replace(old, new)
    return code


def answers(path, kind):
    """The answers of one kind, RIGHT or WRONG: (answer cell, what is special, code, part of what its check says)."""
    given = runpy.run_path(str(ROOT / "tests" / "content" / "answers" / f"{path.stem}.py"))[kind]
    for cell, variants in given.items():
        for what, answer in variants.items():
            code, says = answer if isinstance(answer, tuple) else (answer, "")
            yield cell, what, code.strip(), says


def first_wrong_answers(path):
    """{answer cell: the first wrong answer to it}"""
    return {cell: code for cell, _, code, _ in reversed([*answers(path, "WRONG")])}


def run(cell, source, names):
    """Run a cell with this source. Its error; a check that warns has one, since nbgrader gives no points for stderr."""
    filename = f"<{names['__name__']} {about(cell).grade_id}>"
    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
    try:
        with warnings.catch_warnings(record=True) as written:
            warnings.simplefilter("always")
            warnings.simplefilter("ignore", DeprecationWarning)  # as in a kernel, unless the cell itself warns
            warnings.filterwarnings("always", category=DeprecationWarning, module=names["__name__"])
            exec(compile(source, filename, "exec"), names)
    except Exception as error:
        return error
    return written[0].message if written and about(cell).grade else None


@contextmanager
def in_folder(folder):
    with chdir(folder), np.errstate(), matplotlib.rc_context():  # a set may change all three
        yield
    matplotlib.pyplot.close("all")


def failures(path, notebook, given=None):
    """{check: its error} after running the notebook with the answers `given`; {} when every check passes.

    It runs in the folder of the set. Cells of the notebook that are no answers must not fail.
    """
    given, errors, names = given or {}, {}, {"__name__": path.stem}
    with in_folder(path.parent):
        for cell in code_cells(notebook):
            error = run(cell, given.get(about(cell).grade_id, cell.source), names)
            if error and about(cell).grade:
                errors[about(cell).grade_id] = error
            elif error and not about(cell).solution:
                raise error
    return errors


def own(value):
    """What one answer must not change for the next one."""
    changes = isinstance(value, np.ndarray | pd.DataFrame | pd.Series | list | dict | set)
    return copy.deepcopy(value) if changes else value


def attempts(path):
    """For each answer in code: (its id, the code cells from it to the end of its exercise, a function that tries them).

    The function takes the code of the answer, and gives {check: its error} and the names bound after the answer; with
    hidden=False it leaves out the hidden tests. The other exercises need not run: see test_exercises.py.
    """
    notebook, names = read(path), {"__name__": path.stem}
    with in_folder(path.parent):
        for cells in sections(notebook).values():
            section = [cell for cell in cells if cell.cell_type == "code"]
            for place, cell in enumerate(section):
                if about(cell).solution:
                    # Not the builtins, which exec adds by itself: TensorFlow puts something there that has no copy.
                    before = {name: own(value) for name, value in names.items() if name != "__builtins__"}

                    def attempt(code, hidden=True, cells=section[place:], before=before):
                        bound, errors = {name: own(value) for name, value in before.items()}, {}
                        run(cells[0], code, bound)
                        after = bound.copy()
                        for other in cells[1:]:
                            error = run(other, other.source if hidden else HIDDEN_TESTS.sub("", other.source), bound)
                            if error and about(other).grade:
                                errors[about(other).grade_id] = error
                        matplotlib.pyplot.close("all")
                        return errors, after

                    yield about(cell).grade_id, section[place:], attempt
                run(cell, cell.source, names)


def lines(texts):
    return {line.strip() for text in texts for line in text.splitlines() if line.strip()}


def lines_within(notebook, marks):
    """The lines that stand between the marks (SOLUTION, HIDDEN TESTS) and nowhere else in the code."""
    region = re.compile(rf"^ *### BEGIN ({marks}).*?^ *### END \1$", re.MULTILINE | re.DOTALL)
    sources = [cell.source for cell in code_cells(notebook)]
    within = lines(match[0] for source in sources for match in region.finditer(source))
    return within - lines(region.sub("", source) for source in sources)
