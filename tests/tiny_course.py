"""A course of two tiny sets, which need no package, and what students hand in for the first one."""

import json

import nbformat
from problem_sets.course import Course
from problem_sets.notebook import WRITTEN, about

NAME, OTHER = "01_tiny", "02_other"
SOLUTIONS = {"double": "def double(x):\n    return 2 * x", "square": "def square(x):\n    return x * x"}
ESSAY = "Because $x^2 = 2x$ holds at 2 alone, `$x`, and at 0."


def cell(kind, source, **part):
    """A cell, with nbgrader's metadata if there are any."""
    new = {"markdown": nbformat.v4.new_markdown_cell, "code": nbformat.v4.new_code_cell}[kind]
    part = (
        {"schema_version": 3, "grade": False, "solution": False, "locked": False, "task": False, **part} if part else {}
    )
    return new(
        source, metadata={"nbgrader": part} if part else {}, id=part.get("grade_id") or f"c{abs(hash(source)):x}"[:9]
    )


def exercise(name, solution, points, secret):
    hidden = f"### BEGIN HIDDEN TESTS\nassert {secret}, 'of 5'\n### END HIDDEN TESTS"
    check = f"assert {name}(2) == 4, 'of 2'\n{hidden}\nprint('ok')"
    return [
        cell(
            "markdown",
            f"## The {name}\n\n:::{{exercise}} {points} points\n:label: ex-{name}\n\nWrite `{name}`: $x^2$.\n:::",
        ),
        cell("code", f"### BEGIN SOLUTION\n{solution}\n### END SOLUTION", grade_id=name, solution=True),
        cell("code", check, grade_id=f"{name}-check", grade=True, locked=True, points=points),
    ]


def tiny_set():
    cells = [
        cell("markdown", "# Tiny"),
        cell("code", "LIMIT = 3", grade_id="given", locked=True),
        *exercise("double", SOLUTIONS["double"], 2, "double(5) == 10"),
        *exercise("square", SOLUTIONS["square"], 3, "square(5) == 25 and LIMIT == 3"),
        cell("markdown", "## Why\n\n:::{exercise} 4 points\n:label: ex-why\n\nWhy?\n:::"),
        cell("markdown", WRITTEN, grade_id="why", grade=True, solution=True, points=4),
    ]
    return notebook_of(cells)


def notebook_of(cells):
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})


def tiny_course(folder):
    sets = {NAME: tiny_set(), OTHER: notebook_of([*exercise("half", "def half(x):\n    return 4", 1, "half(5) == 4")])}
    for name, notebook in sets.items():
        (folder / "exercises" / name).mkdir(parents=True)
        nbformat.write(notebook, folder / "exercises" / name / f"{name}.ipynb")
    return Course(folder / "classroom", folder / "exercises")


def submission(course, why=WRITTEN, name=NAME, change=None, **given):
    """The text of the released notebook with answers; `change` does something else to it."""
    notebook = course.released(name)
    for one in notebook.cells:
        part = about(one).get("grade_id")
        if part == "why":
            one.source = why
        elif part in given:
            one.source = given[part]
    if change:
        change(notebook)
    return nbformat.writes(notebook)


def right(course, **changes):
    return submission(course, **{**SOLUTIONS, **changes})


def foreign():
    return json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
