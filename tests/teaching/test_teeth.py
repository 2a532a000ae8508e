"""Do the checks notice small mistakes, and nothing else? Each set is tried with a third of what tests/mutants.py makes.

With ALL_MUTANTS=1 it is tried with all of them, which takes minutes: do so for a set that you have changed.
"""

import os
import runpy

import pytest
from problem_sets.notebook import exercises, questions

import mutants
from notebooks import EXERCISES, ROOT, read
from submissions import failures, first_wrong_answers

every_set = pytest.mark.parametrize("path", EXERCISES, ids=lambda path: path.stem)

SHARE = 0.95
EVERY = 1 if os.environ.get("ALL_MUTANTS") else 3


@every_set
def test_the_checks_find_nearly_every_small_mistake(path):
    """Those that change nothing that anyone could see are named in tests/content/answers/, with the reason."""
    answers = runpy.run_path(str(ROOT / "tests" / "content" / "answers" / f"{path.stem}.py"))
    no_mistakes = {(answer, what) for answer, given in answers.get("NO_MISTAKE", {}).items() for what in given}
    found = mutants.try_all(path, EVERY)
    assert not [what for what in no_mistakes if found.get(what, True)], "no longer there, or found"
    tried = {what: caught for what, caught in found.items() if caught is not None and what not in no_mistakes}
    share = sum(tried.values()) / len(tried)
    print(f"{path.stem}: {sum(tried.values())} of {len(tried)} mistakes found, {share:.1%}")
    assert len(tried) >= 30
    missed = "\n".join(f"{answer}: {what}" for (answer, what), caught in tried.items() if not caught)
    assert share >= SHARE, f"{share:.1%} found; missed:\n{missed}"


@every_set
def test_wrong_answers_cost_points_in_their_own_exercise_only(path):
    """With the whole set, in which a wrong answer could change what a later exercise works with."""
    notebook, first = read(path), first_wrong_answers(path)
    for title, answers in exercises(notebook).items():
        errors = failures(path, notebook, {answer: first[answer] for answer in answers if answer in first})
        assert set(errors) <= set(questions(notebook)[title]), title
