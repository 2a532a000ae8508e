"""The form of every problem set: its exercises, their points, their checks, and the explanation of each answer."""

import ast
import re

import pytest
from problem_sets.notebook import (
    HIDDEN_TESTS, MARK, WRITTEN, about, checks, exercises, is_written, points_of_exercises, sections,
)  # fmt: skip

from notebooks import EXERCISES, code_cells, read, tags

every_set = pytest.mark.parametrize("path", EXERCISES, ids=lambda path: path.stem)


def test_there_are_problem_sets():
    assert EXERCISES


@every_set
def test_a_set_has_four_to_six_exercises_each_with_its_own_section(path):
    """A section has one {exercise}, at least one answer, a check for each answer, and ends with the explanation."""
    notebook = read(path)
    found = exercises(notebook)
    assert 4 <= len(found) <= 6
    assert all(found.values()), "a section without an answer"
    assert all(checks(notebook).values()), "an answer without a check"
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    for title, section in zip(found, re.split(r"^## .+$", text, flags=re.MULTILINE)[1:], strict=True):
        assert len(re.findall(r"^:::\{exercise\}", section, re.MULTILINE)) == 1, title
        explained = r"<details><summary>Answer, explained</summary>\n\n.{200,}\n\n</details>\s*$"
        assert re.search(explained, section, re.DOTALL), f"{title}: explain at its end what the answer shows"
    for cell in notebook.cells:
        if "<details" in cell.source:
            assert "book-only" in tags(cell), "a student would read the explanation first"


@every_set
def test_every_code_cell_has_its_part(path):
    """Given (locked), answer or check: nbgrader restores what is not an answer, so that nobody can grade themselves."""
    for cell in code_cells(read(path)):
        part = about(cell)
        assert part.solution + part.locked == 1 and part.grade <= part.locked, part.grade_id
        if part.solution:
            assert len(MARK.findall(cell.source)) == 2, part.grade_id
            assert cell.metadata.jupyter.source_hidden, f"{part.grade_id}: fold the solution in JupyterLab, too"
            assert tags(cell) == ["hide-cell" if cell.outputs else "hide-input"], f"{part.grade_id}: fold it all"
            assert bool(cell.outputs) <= cell.metadata.jupyter.get("outputs_hidden", False), part.grade_id


@every_set
def test_a_written_answer_is_empty_and_its_explanation_says_how_it_is_graded(path):
    cells = read(path).cells
    for place, cell in enumerate(cells):
        if is_written(cell):
            part = about(cell)
            assert part.grade and not part.locked and part.points > 0, part.grade_id
            assert cell.source == WRITTEN, f"{part.grade_id}: the model answer stands in the explanation"
            explained = next(after.source for after in cells[place:] if "book-only" in tags(after))
            for word in ["rubric", "model answer"]:
                assert word in explained.lower(), f"{part.grade_id}: a {word} for whoever grades it"


def stored_names(source):
    """Names that running the source binds outside of functions."""
    for statement in ast.parse(source).body:
        if isinstance(statement, ast.FunctionDef | ast.ClassDef):
            yield statement.name
        else:
            for node in ast.walk(statement):
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                    yield node.id


@every_set
def test_no_exercise_builds_on_the_answers_of_another(path):
    """So a wrong answer costs points where it stands, and nowhere else."""
    parts = {
        title: [cell for cell in cells if cell.cell_type == "code"] for title, cells in sections(read(path)).items()
    }
    answered = {
        title: {name for cell in cells if about(cell).solution for name in stored_names(cell.source)}
        for title, cells in parts.items()
    }
    for title, cells in parts.items():
        nodes = [node for cell in cells for node in ast.walk(ast.parse(cell.source))]
        read_here = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
        bound_here = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
        bound_here |= {getattr(node, "name", None) or getattr(node, "arg", None) for node in nodes}
        elsewhere = set().union(*(names for other, names in answered.items() if other != title))
        assert not (read_here - bound_here) & elsewhere, title


@every_set
def test_checks_give_all_points_or_none_and_change_no_variable(path):
    for cell in code_cells(read(path)):
        if about(cell).grade:
            assert about(cell).points > 0
            assert "assert " in HIDDEN_TESTS.sub("", cell.source), "a visible check"
            # nbgrader takes a number at the end of a check for partial credit.
            assert [output.output_type for output in cell.outputs] == ["stream"]
            assert all(name.startswith("check_") for name in stored_names(cell.source)), "may be a student's variable"


@every_set
def test_every_assertion_says_what_to_look_at(path):
    for cell in code_cells(read(path)):
        if about(cell).grade:
            for node in ast.walk(ast.parse(cell.source)):
                assert not isinstance(node, ast.Assert) or node.msg, f"{about(cell).grade_id}, line {node.lineno}"


@every_set
def test_points_are_stated(path):
    """In the table at the top, and in the title of each exercise, as nbgrader counts them."""
    notebook = read(path)
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    counted = list(points_of_exercises(notebook).values())
    table = re.findall(r"^\| ([^|]+) \|[^|]*\| (\d+) \|$", text, re.MULTILINE)
    assert [int(number) for _, number in table] == [*counted, sum(counted)]
    assert [title for title, _ in table[:-1]] == list(exercises(notebook))
    in_titles = re.findall(r"^:::\{exercise\} (\d+) points?\n:label: ex-[\w-]+$", text, re.MULTILINE)
    assert [int(number) for number in in_titles] == counted
