"""Grade what was collected: several submissions at once, each in a kernel of its own.

nbgrader's preprocessors restore the tests, execute, and give the points. Its autograde app, which strings them
together, is not used: it takes one submission after the other, and drops one whose kernel dies. Here several run at
once, and one thread alone writes to the gradebook, so that nobody finds it locked. What a dead kernel left undone is
open, for a person to decide, and not 0.
"""

import hashlib
import json
import os
import threading
from concurrent.futures import ThreadPoolExecutor, as_completed
from copy import deepcopy
from dataclasses import dataclass, field

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell
from nbgrader.converters import Autograde
from nbgrader.preprocessors import Execute
from nbgrader.utils import parse_utc
from tqdm import tqdm

from .collect import ids
from .course import Problem, write
from .notebook import about
from .run import Limits, run

# How grading ended. "open" is what has points that nobody can know yet.
NO_NOTEBOOK = "no notebook"
NOT_A_NOTEBOOK = "not a notebook"
OTHER_SET = "another set"
STOPPED = {
    "died": "kernel died",
    "memory": "out of memory",
    "time": "timed out",
    "stuck": "timed out",
}
TOLD = {
    "died": "the kernel died in it",
    "memory": "the kernel held more memory than the limit in it, and was stopped",
    "time": "the time limit of the whole notebook was reached in it",
    "stuck": "it reached its time limit and could not be interrupted",
}


@dataclass
class Work:
    """A submission on its way: what is to be run, and what is known about it."""

    name: str
    student: str
    mark: str  # of the submission and of the edition it is graded by
    notebook: object
    status: str = ""
    notes: list = field(default_factory=list)
    run: bool = True


# -------------------------------------------------------------------------------------- before: what was handed in


def restored(handed_in, release):
    """The submission with all cells of the release that nbgrader knows; also which were changed, and which missing.

    A locked cell becomes that of the release, an answer keeps the student's source. Their metadata, by which a check
    could be skipped or given other points, are those of the release. (nbgrader's OverwriteCells does a part of it: it
    does not bring back a cell that is no check, nor a check that follows one, and believes most of the metadata.)
    """
    known = {about(cell).grade_id: cell for cell in release.cells if about(cell)}
    cells, place, changed = [], {}, []
    for number, cell in reversed([*enumerate(handed_in.cells)]):
        part = cell.metadata.get("nbgrader")
        name = part.get("grade_id") if isinstance(part, dict) else None
        if name in known and name not in place:  # of a cell that was copied, the last one counts, as for nbgrader
            new = place[name] = deepcopy(known[name])
            if not about(new).solution and cell.source.strip() != new.source.strip():
                changed.append(name)
            elif about(new).solution:
                new.source = cell.source
        else:
            make = {"code": new_code_cell, "markdown": new_markdown_cell}.get(cell.cell_type, new_raw_cell)
            new = make(cell.source, id=f"student-{number}")
        cells.insert(0, new)
    missing, after = [], 0
    for name, original in known.items():
        if name not in place:
            missing.append(name)
            cells.insert(after, place.setdefault(name, deepcopy(original)))
        after = next(number for number, cell in enumerate(cells) if cell is place[name]) + 1
    return new_notebook(cells=cells, metadata=deepcopy(release.metadata)), changed[::-1], missing


def prepare(course, name, student, path, mark):
    work = Work(name, student, mark, None, run=False)
    if not path.exists():
        work.status = NO_NOTEBOOK
        return work
    if not path.stat().st_size:
        work.status, work.notes = NOT_A_NOTEBOOK, ["the file is empty"]
        return work
    release = course.released(name)
    try:
        handed_in = nbformat.reads(path.read_text("utf-8-sig"), as_version=4)
        there = ids(handed_in) & ids(release)
        notebook, changed, missing = restored(handed_in, release)
    except Exception as error:  # a student can hand in anything, and nbformat names no exception for it
        work.status, work.notes = NOT_A_NOTEBOOK, [f"{type(error).__name__}: {str(error)[:100]}"]
        return work
    others = [other for other in course.sets() if other != name]
    others = [other for other in others if len(ids(course.source(other)) & ids(handed_in)) > len(there)]
    if others or not there:
        work.status = OTHER_SET
        work.notes = [f"it has cells of {', '.join(others)}" if others else "it has none of the cells of this set"]
        return work
    if changed:
        work.notes.append(f"changed and restored: {', '.join(changed)}")
    if missing:
        work.notes.append(f"deleted and restored: {', '.join(missing)}")
    answers = {about(cell).grade_id: cell.source.strip() for cell in release.cells if about(cell).get("solution")}
    given = {about(cell).grade_id: cell.source.strip() for cell in notebook.cells if about(cell).get("solution")}
    if answers == given:
        work.notes.append("no answer was given")
    work.run, work.notebook = True, sanitised(course, notebook, name, student)
    return work


def resources(course, name, student):
    nbgrader = {"notebook": name, "assignment": name, "student": student, "db_url": course.database}
    return {"nbgrader": nbgrader, "unique_key": name}


def through(preprocessors, course, notebook, name, student):
    found = resources(course, name, student)
    for preprocessor in preprocessors:
        notebook, found = preprocessor(parent=course.api)(notebook, found)
    return notebook


def sanitised(course, notebook, name, student):
    """With the hidden tests, which nbgrader keeps in the gradebook."""
    return through(Autograde.sanitize_preprocessors.default(), course, notebook, name, student)


# ------------------------------------------------------------------------------------------- after: into the gradebook


def where(notebook, number):
    """The cell as a teacher finds it: its id, or the next one before it that has one."""
    for cell in reversed(notebook.cells[: number + 1]):
        if about(cell):
            return about(cell).grade_id if cell is notebook.cells[number] else f"a cell after {about(cell).grade_id}"
    return "a cell at the top"


def judge(work, ended, limits):
    """Set the status by how running ended; returns the ids of the checks that never ran to their end."""
    cells = work.notebook.cells
    if ended.slow:
        work.status = "timed out"
        slow = ", ".join(where(work.notebook, number) for number in ended.slow)
        work.notes.append(f"stopped after {limits.cell} s: {slow}")
    if ended.loud:
        work.status = work.status or "too much output"
        loud = ", ".join(where(work.notebook, number) for number in ended.loud)
        work.notes.append(f"wrote more than {limits.output} MB: {loud}")
    if not ended.stopped:
        work.status = work.status or "graded"
        return set()
    work.status = STOPPED[ended.stopped]
    work.notes.append(
        f"{where(work.notebook, max(ended.at, 0))}: {TOLD[ended.stopped]}; it and what follows did not run"
    )
    for cell in cells[max(ended.at, 0) :]:
        if cell.cell_type == "code":
            cell.outputs = [new_output("error", ename="NotRun", evalue="the kernel had ended", traceback=["NotRun"])]
    return {about(cell).grade_id for cell in cells[max(ended.at, 0) :] if about(cell).get("grade")}


def record(course, work, undone, drop_marks=False):
    """Into the gradebook, into autograded/, and last into status/. Marks given by hand stay."""
    folder = course.root / "submitted" / work.student / work.name
    stamp = folder / "timestamp.txt"
    before = course.status(work.name, work.student)
    same = before.get("submission") == work.mark.split()[0]
    with course.gradebook() as gradebook:
        gradebook.update_or_create_student(work.student)
        when = {"timestamp": parse_utc(stamp.read_text().strip())} if stamp.exists() else {}
        submission = gradebook.update_or_create_submission(work.name, work.student, **when)
        waiting = {grade.name: grade.needs_manual_grade for part in submission.notebooks for grade in part.grades}
    notebook = work.notebook
    if work.run:
        rest = [one for one in Autograde.autograde_preprocessors.default() if one is not Execute]
        notebook = through(rest, course, notebook, work.name, work.student)
    with course.gradebook() as gradebook:
        for grade in gradebook.find_submission_notebook(work.name, work.name, work.student).grades:
            if not work.run or grade.name in undone:
                grade.auto_score, grade.needs_manual_grade = None, True
            if grade.manual_score is not None and drop_marks:
                grade.manual_score = grade.extra_credit = None
                grade.needs_manual_grade = grade.auto_score is None
            elif grade.manual_score is not None and same:
                grade.needs_manual_grade = waiting[grade.name]  # nbgrader asks for every mark again
        gradebook.db.commit()
    head = []
    if work.status != "graded" or work.notes:
        head = [
            new_markdown_cell(f"**{work.status}**" + "".join(f"\n\n{note}" for note in work.notes), id="how-it-ended")
        ]
    notebook = notebook or new_notebook()
    notebook.cells = head + notebook.cells
    write(course.root / "autograded" / work.student / work.name / f"{work.name}.ipynb", nbformat.writes(notebook))
    submission, edition = work.mark.split()
    status = {"submission": submission, "edition": edition, "status": work.status, "note": "; ".join(work.notes)}
    write(course.status_path(work.name, work.student), json.dumps(status, ensure_ascii=False))


# ------------------------------------------------------------------------------------------------------------ a class


def digest(*parts):
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def edition(course, name):
    """What a set is graded by: its release with the data, and its tests in the gradebook."""
    release = course.root / "release" / name
    files = [path for path in sorted(release.rglob("*")) if path.is_file()]
    with course.gradebook() as gradebook:
        try:
            cells = gradebook.find_notebook(name, name).source_cells
        except ValueError:
            raise Problem(f"{name} is not in the gradebook. First: make release") from None
        tests = sorted(f"{cell.name} {cell.checksum}" for cell in cells)
    return digest(*(path.read_bytes() for path in files), "\n".join(tests).encode())


def to_do(course, names, again):
    for name in names:
        submissions = course.submissions(name)
        if not submissions:
            continue
        course.released(name)
        by = edition(course, name)
        for student, path in submissions.items():
            mark = f"{digest(path.read_bytes()) if path.exists() else '-'} {by}"
            before = course.status(name, student)
            if again or mark != f"{before.get('submission')} {before.get('edition')}":
                yield name, student, path, mark


def grade(course, which=None, limits=None, jobs=None, again=False, drop_marks=False, quiet=False):
    """Grade what is new or changed. Returns ({status: how many}, what could not be graded)."""
    limits, interrupted = limits or Limits(), threading.Event()
    course.set_due_dates()
    tasks, counts, failed = {}, {}, []
    work_list = list(to_do(course, course.sets(which), again))
    progress = tqdm(total=len(work_list), unit="submission", disable=True if quiet or not work_list else None)

    def one(name, student, path, mark):
        work = prepare(course, name, student, path, mark)
        if not work.run:
            return work, set()
        release = course.root / "release" / name
        data = [path for path in release.iterdir() if path.is_file() and path.suffix != ".ipynb"]
        ended = run(work.notebook, data, limits, interrupted)
        if interrupted.is_set():
            raise Problem("interrupted")
        return work, judge(work, ended, limits)

    pool = ThreadPoolExecutor(jobs or os.cpu_count())
    try:
        assert course.api  # made once, before the threads ask for it
        for arguments in work_list:
            tasks[pool.submit(one, *arguments)] = arguments[:2]
        for task in as_completed(tasks):
            try:
                work, undone = task.result()
                record(course, work, undone, drop_marks)
                counts[work.status] = counts.get(work.status, 0) + 1
            except Exception as error:  # the rest of the class goes on; without a status this one is graded again
                failed.append(f"{' / '.join(tasks[task])}: {type(error).__name__}: {error}")
            progress.update()
            del tasks[task]
    except BaseException:  # Ctrl-C among them: end the kernels, and keep what is recorded
        interrupted.set()
        raise
    finally:
        pool.shutdown(cancel_futures=True)
        progress.close()
    return counts, failed
