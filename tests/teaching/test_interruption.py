"""Grading is interrupted, by Ctrl-C and by kill -9, and goes on from there; nothing of it is left running."""

import functools
import signal
import subprocess
import sys
import time
from contextlib import suppress

import psutil
import pytest
from problem_sets.release import release

from notebooks import ROOT
from tiny_course import NAME, SOLUTIONS, right, tiny_course

SLOW = SOLUTIONS["double"] + "\nimport os, time\nopen({!r}, 'a').write(f'{{os.getpid()}}\\n')\ntime.sleep({})"


def command(course):
    options = ["--course", str(course.root), "--exercises", str(course.exercises), "--jobs", "1"]
    return [sys.executable, str(ROOT / "tools" / "classroom.py"), "grade", *options]


def wait_for(what, seconds=60):
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end
        time.sleep(0.05)


def gone(pid):
    with suppress(psutil.NoSuchProcess):
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    return True


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_what_is_done_is_kept_and_the_same_command_goes_on(tmp_path, how):
    course = tiny_course(tmp_path)
    release(course)
    pids = tmp_path / "pids"
    for student, seconds in [("a", 0), ("b", 300), ("c", 0)]:
        path = course.root / "submitted" / student / NAME / f"{NAME}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(right(course, double=SLOW.format(str(pids), seconds)), "utf-8")
    # A shell may have started the tests in the background, where Ctrl-C is ignored.
    listens = functools.partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    output = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    running = subprocess.Popen(command(course), preexec_fn=listens, **output)
    wait_for(lambda: course.status_path(NAME, "a").exists() and len(pids.read_text().split()) == 2)
    running.send_signal(how)
    said = running.communicate(timeout=60)[0]
    assert running.returncode == (130 if how == signal.SIGINT else -how)
    assert ("goes on from here" in said) == (how == signal.SIGINT)
    wait_for(lambda: all(gone(int(pid)) for pid in pids.read_text().split()))
    assert not course.status_path(NAME, "b").exists()

    done = course.status_path(NAME, "a").stat().st_mtime_ns
    again = right(course, double=SLOW.format(str(pids), 0))
    course.submissions(NAME)["b"].write_text(again, "utf-8")  # or the test would take as long as the limit
    finished = subprocess.run(command(course), capture_output=True, text=True, timeout=120)
    assert "2  graded" in finished.stdout and finished.returncode == 0, finished.stderr
    assert course.status_path(NAME, "a").stat().st_mtime_ns == done
    assert "Nothing new." in subprocess.run(command(course), capture_output=True, text=True, timeout=120).stdout
