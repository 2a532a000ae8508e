"""How long grading a class takes, and how much memory: 10, 30 and 90 submissions, a third right, weak, broken."""

import os
import tempfile
import threading
import time
from pathlib import Path

import nbformat
import psutil
from processes import family, held

from .course import Course
from .grade import grade
from .notebook import about, code_cells, solutions
from .release import release

MB = 2**20


def handed_in(course, name, kind):
    """A notebook as a student hands it in: all answers right, every other one, or code that raises."""
    right = dict([*solutions(course.source(name)).items()][:: 2 if kind == "weak" else 1])
    notebook = course.released(name)
    for cell in code_cells(notebook):
        if about(cell).get("solution"):
            cell.source = "answer = 1 / 0" if kind == "broken" else right.get(about(cell).grade_id, cell.source)
    return nbformat.writes(notebook)


class Peak:
    """The most memory that this process and all it started held together (what they share is counted in each)."""

    def __enter__(self):
        self.held, self.over = 0, threading.Event()
        self.thread = threading.Thread(target=self.look)
        self.thread.start()
        return self

    def look(self):
        while not self.over.wait(0.1):
            self.held = max(self.held, held(family(os.getpid())))

    def __exit__(self, *error):
        self.over.set()
        self.thread.join()


def bench(which, sizes):
    """Yields the lines of the report. Everything stands in a temporary course."""
    name = Course().sets(which)[0]
    yield f"{name} on {os.cpu_count()} cores; load before: {psutil.getloadavg()[0]:.1f}"
    yield f"{'submissions':>11} {'seconds':>8} {'each':>6} {'peak MB':>8}"
    each = {}
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            course = Course(Path(folder))
            release(course, name)
            kinds = [handed_in(course, name, kind) for kind in ["right", "weak", "broken"]]
            for number in range(size):
                path = course.root / "submitted" / f"student{number:03}" / name / f"{name}.ipynb"
                path.parent.mkdir(parents=True)
                path.write_text(kinds[number % 3], "utf-8")
            start = time.perf_counter()
            with Peak() as peak:
                counts, failed = grade(course, name)
            seconds = time.perf_counter() - start
            each[size] = seconds / size
            yield f"{size:>11} {seconds:>8.1f} {each[size]:>6.2f} {peak.held / MB:>8.0f}"
            if failed or counts != {"graded": size}:
                yield f"not all were graded: {counts} {failed}"
    if len(each) > 1:
        grows = each[max(each)] / each[min(each)]
        yield f"A submission of {max(each)} takes {grows:.2f} times as long as one of {min(each)}; 1 is linear."
