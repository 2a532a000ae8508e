"""What the cells of a problem set are, by the metadata that nbgrader reads.

A code cell is *given* (locked), an *answer* (`solution`) or a *check* (`grade`, with points). An exercise is a section
(`## title`) with one {exercise}; it has one answer or more, and the checks that follow an answer belong to it.
A Markdown cell can be a *written* answer (`solution` and `grade`, with points): somebody reads it and gives the points.
"""

import re

HIDDEN_TESTS = re.compile(r"^ *### BEGIN HIDDEN TESTS$.*?^ *### END HIDDEN TESTS(\n|\Z)", re.MULTILINE | re.DOTALL)
SOLUTION = re.compile(r"^([ \t]*)### BEGIN SOLUTION.*?^[ \t]*### END SOLUTION[ \t]*$", re.MULTILINE | re.DOTALL)
WRITTEN = "*Write your answer in the place of this line.*"  # all that a written answer's cell holds in the book
MARK = re.compile(r"^ *### (BEGIN|END) SOLUTION(\n|\Z)", re.MULTILINE)


def as_on_the_page(source):
    """A cell's code with its solution, but without the lines that mark it and without the hidden tests."""
    return MARK.sub("", HIDDEN_TESTS.sub("", source)).rstrip()


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def about(cell):
    """What nbgrader knows about the cell; empty where it knows nothing."""
    return cell.metadata.get("nbgrader", {})


def chapter(name):
    """What the exercises of a set are numbered by: "2" for 02_name, "M" for mid_term."""
    return str(int(name[:2])) if name[:2].isdigit() else name[0].upper()


def is_written(cell):
    return cell.cell_type == "markdown" and bool(about(cell).get("solution"))


def checks(notebook):
    """{id of an answer in code: [the cells that check it]}; a written answer has no check."""
    found = {}
    for cell in code_cells(notebook):
        if about(cell).get("solution"):
            found[about(cell).grade_id] = []
        elif about(cell).get("grade"):
            found[list(found)[-1]].append(cell)
    return found


def points(notebook):
    """{id of a check or of a written answer: its points}"""
    return {about(cell).grade_id: about(cell).points for cell in notebook.cells if about(cell).get("grade")}


def written(notebook):
    """The ids of the written answers, which are graded by hand."""
    return {about(cell).grade_id for cell in notebook.cells if is_written(cell)}


def solutions(notebook):
    """{id of an answer in code: its code in the book}"""
    return {about(cell).grade_id: cell.source for cell in code_cells(notebook) if about(cell).get("solution")}


def sections(notebook):
    """{title: the cells of the section that it begins}; "" for what stands before the first title"""
    found, title = {"": []}, ""
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and not is_written(cell):
            for title in re.findall(r"^## (.+)$", cell.source, re.MULTILINE):
                found[title] = []
        found[title].append(cell)
    return found


def exercises(notebook):
    """{title of an exercise: [the ids of its answer cells]}, in their order"""
    return {
        title: [about(cell).grade_id for cell in cells if about(cell).get("solution")]
        for title, cells in sections(notebook).items()
        if title
    }


def questions(notebook):
    """{title of an exercise: [the ids of its checks and written answers]}, in their order: what has points"""
    return {
        title: [about(cell).grade_id for cell in cells if about(cell).get("grade")]
        for title, cells in sections(notebook).items()
        if title
    }


def points_of_exercises(notebook):
    """{title of an exercise: its points}, in their order"""
    each = points(notebook)
    return {title: sum(each[part] for part in parts) for title, parts in questions(notebook).items()}
