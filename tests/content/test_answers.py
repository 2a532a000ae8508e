"""The checks of every problem set, held against right and wrong answers, which are in tests/content/answers/."""

from types import SimpleNamespace

import pytest
from problem_sets.notebook import HIDDEN_TESTS, about, checks, exercises, points, written

from notebooks import EXERCISES, code_cells, read
from submissions import answers, failures

every_set = pytest.mark.parametrize("path", EXERCISES, ids=lambda path: path.stem)


@every_set
def test_solutions_pass_every_check(path):
    assert not failures(path, read(path))


@every_set
def test_other_right_answers_pass_every_check(path):
    given = list(answers(path, "RIGHT"))
    assert {cell for cell, *_ in given} == set(checks(read(path)))
    for cell, what, code, _ in given:
        assert not failures(path, read(path), {cell: code}), f"{cell}: {what}"


@every_set
def test_wrong_answers_fail_their_own_check_and_learn_why(path):
    """Every check fails for some answer, and every hidden test for one that passes the visible check."""
    notebook = read(path)
    exercise = {answer: cells for cells in exercises(notebook).values() for answer in cells}
    failed, only_by_hidden_tests = set(), set()
    for answer, what, code, says in answers(path, "WRONG"):
        # An answer may build on another one of the same exercise. What is asked for is that its own check finds it.
        near = {about(cell).grade_id for other in exercise[answer] for cell in checks(notebook).get(other, [])}
        own = {about(cell).grade_id for cell in checks(notebook)[answer]}
        errors = failures(path, notebook, {answer: code})
        assert set(errors) & own and set(errors) <= near, f"{answer}: {what}: {list(errors)}"
        heard = "\n".join(str(error) for check, error in errors.items() if check in own)
        assert says and says in heard, f"{answer}: {what}: says {heard!r}"
        failed |= set(errors) & own

        if set(errors) & own <= only_by_hidden_tests:
            continue
        needed = [cell for cell in code_cells(notebook) if not (about(cell).grade or about(cell).solution)]
        needed += [cell for cell in code_cells(notebook) if about(cell).grade_id in [*exercise[answer], *own]]
        visible = [type(cell)(cell, source=HIDDEN_TESTS.sub("", cell.source)) for cell in needed]
        unnoticed = own - set(failures(path, SimpleNamespace(cells=visible), {answer: code}))
        only_by_hidden_tests |= set(errors) & unnoticed
    assert failed == set(points(notebook)) - written(notebook)
    with_hidden = {about(cell).grade_id for cell in code_cells(notebook) if HIDDEN_TESTS.search(cell.source)}
    assert only_by_hidden_tests == with_hidden
