"""The checks of every problem set, held against right and wrong answers, which are in tests/content/answers/."""

from itertools import groupby
from operator import itemgetter

import pytest
from problem_sets.notebook import HIDDEN_TESTS, about, checks, points, written

from notebooks import EXERCISES, code_cells, read
from submissions import answers, attempts, failures

every_set = pytest.mark.parametrize("path", EXERCISES, ids=lambda path: path.stem)


def given(path, kind):
    """{answer cell: [(what is special, code, part of what its check says)]}"""
    return {cell: [rest for _, *rest in group] for cell, group in groupby(answers(path, kind), key=itemgetter(0))}


@every_set
def test_solutions_pass_every_check(path):
    assert not failures(path, read(path))


@every_set
def test_other_right_answers_pass_every_check(path):
    right = given(path, "RIGHT")
    assert set(right) == set(checks(read(path)))
    for answer, _, attempt in attempts(path):
        assert len(right[answer]) >= 2, answer
        for what, code, _ in right[answer]:
            errors, _ = attempt(code)
            assert not errors, f"{answer}: {what}"


@every_set
def test_wrong_answers_fail_their_own_check_and_learn_why(path):
    """Every check fails for some answer, and every hidden test for one that passes the visible check."""
    notebook, wrong = read(path), given(path, "WRONG")
    failed, only_by_hidden_tests = set(), set()
    for answer, _, attempt in attempts(path):
        own = {about(cell).grade_id for cell in checks(notebook)[answer]}
        for what, code, says in wrong.pop(answer):
            errors, _ = attempt(code)
            # What builds on the answer fails, too, perhaps; what is asked for is that its own check finds it.
            assert set(errors) & own, f"{answer}: {what}: {list(errors)}"
            heard = "\n".join(str(error) for check, error in errors.items() if check in own)
            assert says and says in heard, f"{answer}: {what}: says {heard!r}"
            failed |= set(errors) & own
            if not set(errors) & own <= only_by_hidden_tests:
                only_by_hidden_tests |= set(errors) & own - set(attempt(code, hidden=False)[0])
    assert not wrong
    assert failed == set(points(notebook)) - written(notebook)
    with_hidden = {about(cell).grade_id for cell in code_cells(notebook) if HIDDEN_TESTS.search(cell.source)}
    assert only_by_hidden_tests == with_hidden
