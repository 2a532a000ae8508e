"""What a teacher does with the problem sets. All of it stands in classroom/; tools/problem_sets/course.py says where.

    python tools/classroom.py release  [--set 02]                 the students' zip, classroom/problem_sets.zip
    python tools/classroom.py collect  FOLDER-OR-ZIP [--set 02]   takes in what was handed in
    python tools/classroom.py grade    [--set 02] [--again]       grades what is new or changed
    python tools/classroom.py feedback [--set 02]                 an HTML file for each student and set
    python tools/classroom.py scores   [--set 02]                 classroom/scores.csv
    python tools/classroom.py bench    [--set 02] [10 30 90]      time and memory of grading

Every step can be repeated: it changes nothing that was right. The exit status is 1 if something needs a look.
"""

import argparse
import sys
from collections import Counter
from pathlib import Path

from problem_sets.course import Course, Problem
from problem_sets.run import Limits

WARNING = "Grading runs the students' code with your rights. Do it in a virtual machine or a container."


def release(course, options):
    from problem_sets.release import release

    path = release(course, options.set)
    print(f"Hand this out: {path}")
    return 0


def collect(course, options):
    from problem_sets.collect import collect

    taken, problems = collect(course, options.source, options.set)
    print("\n".join(taken) if taken else "Nothing new.")
    if problems:
        print(
            f"\n{len(problems)} not taken, or to be looked at (also in {course.root / 'collected.txt'}):",
            file=sys.stderr,
        )
        print("\n".join(problems), file=sys.stderr)
    return bool(problems)


def grade(course, options):
    from problem_sets.grade import grade

    print(WARNING)
    given = {"cell": options.seconds, "notebook": options.minutes and options.minutes * 60, "memory": options.memory}
    limits = Limits(**{name: value for name, value in given.items() if value})
    counts, failed = grade(course, options.set, limits, options.jobs, options.again, options.drop_marks)
    for status, number in sorted(counts.items()):
        print(f"{number:4}  {status}")
    print("Details: make scores" if counts else "Nothing new.")
    if failed:
        print(f"\n{len(failed)} could not be graded, and will be tried again:", file=sys.stderr)
        print("\n".join(failed), file=sys.stderr)
    return bool(failed)


def feedback(course, options):
    from problem_sets.feedback import feedback

    number, failed = feedback(course, options.set)
    print(f"{number} files, in {course.root / 'feedback'}")
    print("\n".join(failed), end="", file=sys.stderr)
    return bool(failed)


def scores(course, options):
    from problem_sets.scores import scores, summary

    rows = scores(course, options.set)
    print(summary(rows))
    print(", ".join(f"{number} {status}" for status, number in sorted(Counter(row["status"] for row in rows).items())))
    print(f"All of it, with the points of each question: {course.root / 'scores.csv'}")
    return 0


def bench(course, options):
    from problem_sets.bench import bench

    for line in bench(options.set or course.sets()[0], options.sizes or [10, 30, 90]):
        print(line, flush=True)
    return 0


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    steps = {step.__name__: step for step in [release, collect, grade, feedback, scores, bench]}
    for name in steps:
        command = commands.add_parser(name)
        command.add_argument("--set", help="only this set: 02, mid_term")
        command.add_argument("--course", type=Path, help="another folder than classroom/")
        command.add_argument("--exercises", type=Path, help="another folder of sets than exercises/")
    commands.choices["collect"].add_argument("source", help="a folder or a zip")
    at_grading = commands.choices["grade"]
    at_grading.add_argument("--again", action="store_true", help="also what did not change")
    at_grading.add_argument(
        "--drop-marks", action="store_true", help="forget marks given by hand of what is graded now"
    )
    at_grading.add_argument("--jobs", type=int, help="how many at once (default: one for each core)")
    at_grading.add_argument("--seconds", type=int, help=f"limit for a cell (default: {Limits.cell})")
    at_grading.add_argument("--minutes", type=float, help=f"limit for a notebook (default: {Limits.notebook // 60})")
    at_grading.add_argument("--memory", type=int, help=f"limit in MB (default: {Limits.memory})")
    commands.choices["bench"].add_argument("sizes", nargs="*", type=int)
    options = parser.parse_args(arguments)
    given = {"root": options.course, "exercises": options.exercises}
    course = Course(**{name: path.resolve() for name, path in given.items() if path})
    try:
        return int(steps[options.command](course, options))
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nInterrupted. What is done is kept; the same command goes on from here.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
