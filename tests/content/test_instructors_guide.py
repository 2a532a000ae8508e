"""The instructor's guide: it has every set with what nbgrader counts, its minutes add up, and what it names exists."""

import re

import pytest
from problem_sets.course import Course
from problem_sets.grade import NO_NOTEBOOK, NOT_A_NOTEBOOK, OTHER_SET, STOPPED
from problem_sets.notebook import chapter, points_of_exercises
from problem_sets.run import Limits
from problem_sets.scores import BY_HAND, MISSING, NOT_YET

from notebooks import EXERCISES, ROOT, read

PAGE = (ROOT / "chapters" / "instructors_guide.md").read_text(encoding="utf-8")
SECTION = r"^### .+\n+\[Page of the set\]\(\.\./exercises/(\w+)/\1\.ipynb\)\n((?:(?!#).*\n)*)"
SECTIONS = dict(re.findall(SECTION, PAGE, re.M))
ROW = re.compile(r"^\| `([\w.]+)` ?([^|]*?) \| (\d+) \| (\d+) \|$", re.M)
MINUTES = {"three hours": 180}


def test_every_set_has_its_section():
    assert sorted(SECTIONS) == [path.stem for path in EXERCISES]


@pytest.mark.parametrize("path", EXERCISES, ids=lambda path: path.stem)
def test_exercises_points_and_minutes_are_those_of_the_set(path):
    notebook, number = read(path), chapter(path.stem)
    counted = points_of_exercises(notebook)
    expected = [(f"{number}.{place}", *exercise) for place, exercise in enumerate(counted.items(), 1)]
    rows = [(name, title, int(minutes), int(n)) for name, title, minutes, n in ROW.findall(SECTIONS[path.stem])]
    assert [(name, title, n) for name, title, _, n in rows[:-1]] == expected
    said = re.search(r"\*Time\*: ([\w ]+)\.", "\n".join(cell.source for cell in notebook.cells))[1]
    minutes = MINUTES.get(said) or int(said.removesuffix(" minutes"))
    assert rows[-1] == ("all", "", minutes, sum(counted.values()))
    assert sum(row[2] for row in rows[:-1]) == minutes
    for name, _, _ in expected:
        assert f"- `{name}` " in SECTIONS[path.stem], f"what a wrong answer to {name} shows"


def test_exercises_of_the_plans_exist():
    plans = PAGE.split("## Two plans")[1].split("## The sets")[0]
    known = {name for section in SECTIONS.values() for name, *_ in ROW.findall(section)}
    named = set(re.findall(r"`(\w+\.\d)`", plans))
    assert named and named <= known


def test_two_days_are_as_long_as_said():
    days = re.findall(r"^\| (first|second) \| (\d+) \|", PAGE, re.M)
    for day in ["first", "second"]:
        assert sum(int(minutes) for name, minutes in days if name == day) == 300


def test_every_command_exists():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"(?:^|`)make ([a-z][a-z-]+)", PAGE, re.M))
    assert {"release", "collect", "grade", "marks", "scores", "feedback"} <= named
    missing = [target for target in named if not re.search(rf"^{target}: ", makefile, re.M)]
    assert not missing
    for variable in re.findall(r"\bmake [a-z-]+ ([A-Z]+)=", PAGE):
        assert f"$({variable})" in makefile or f"$(if $({variable})" in makefile, variable


def test_limits_are_those_of_grading():
    assert Limits() == Limits(cell=60, notebook=600, memory=1500, output=5)
    for words in ["longer than a minute", "over ten minutes", "more than 1,500 MB", "more than 5 MB"]:
        assert words in PAGE


def test_every_status_is_explained():
    states = {NO_NOTEBOOK, NOT_A_NOTEBOOK, OTHER_SET, *STOPPED.values(), MISSING, NOT_YET, BY_HAND, "graded"}
    missing = [state for state in [*states, "too much output"] if not re.search(rf"^\| {state}\b", PAGE, re.M)]
    assert not missing


def test_commands_name_sets_that_exist():
    known = {path.stem for path in EXERCISES}
    assert set(re.findall(r"exercises/(\w+)/", PAGE)) <= known
    assert Course().sets("02") == ["02_precision_recall_f1"]
