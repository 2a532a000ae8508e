"""What strict nbval needs to let nothing through, and one progress line per notebook."""

import os
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path
from unittest import mock

import psutil
import pytest
from hypothesis import HealthCheck, settings
from nbval.kernel import RunningKernel
from nbval.plugin import IPyNbCell, IPyNbFile

pytest_plugins = ["chromium"]  # tests/chromium.py

# A reader's own IPython profile and history must not change a result.
_profile = tempfile.TemporaryDirectory()
os.environ["IPYTHONDIR"] = _profile.name

# What chapters/book sets, for tests that import TensorFlow without it: no log lines, the same arithmetic.
QUIET = {
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_ENABLE_ONEDNN_OPTS": "0",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
}
for _name, _value in QUIET.items():
    os.environ.setdefault(_name, _value)

# How long one example takes says something about the machine, not about the book.
settings.register_profile("book", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("book")


# Long files whose tests share nothing that takes time to make.
APART = {"test_alone.py", "test_answers.py", "test_contributing.py", "test_every_figure.py", "test_every_page.py"}
APART |= {"test_teeth.py"}


def pytest_xdist_auto_num_workers(config):
    return max(2, os.cpu_count() or 1)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """A file's tests stay together, since a notebook's cells share a kernel; those of some long files need not."""
    from xdist.scheduler import LoadFileScheduling

    class Scheduling(LoadFileScheduling):
        def _split_scope(self, nodeid):
            return nodeid if Path(nodeid.partition("::")[0]).name in APART else super()._split_scope(nodeid)

    return Scheduling(config, log)


# ---------------------------------------------------------------------------------------------------------------------
# nbval's gaps


def _execute_as_jupyter_does(self, cell_input, allow_stdin=None):
    """With history, so that a trailing `;` hides the value as it does in Jupyter (nbval's issue 194)."""
    return self.kc.execute(cell_input, store_history=True, allow_stdin=False, stop_on_error=False)


RunningKernel.execute_cell_input = _execute_as_jupyter_does


def pytest_collectstart(collector):
    """Compare PNG, JPEG, tracebacks, output types and metadata as well, which nbval leaves out."""
    if isinstance(collector, IPyNbFile):
        collector.skip_compare = ("execution_count",)  # test_structure.py checks that they count 1, 2, 3


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_call(item):
    """nbval compares nothing in a cell without an execution count, so such a cell is an error."""
    if isinstance(item, IPyNbCell) and item.cell.source.strip() and item.cell.execution_count is None:
        item.raise_cell_error("This cell was never executed, so nothing proves its output: run `make execute`")


# ---------------------------------------------------------------------------------------------------------------------
# Each notebook alone: without a network, without what is set above, and in time

NO_NETWORK = Path(__file__).parent / "tests" / "form" / "no_network"
SECONDS = 60  # for a notebook. The budget is 30 on a quiet machine (make bench); a shared one takes up to twice as long
LONGER = {"13_losses_for_imbalance.ipynb": 120}  # it trains 46 networks, with a budget of 90
_setup, _teardown = IPyNbFile.setup, IPyNbFile.teardown


def _start_offline(self):
    with mock.patch.dict(os.environ, {"PYTHONPATH": str(NO_NETWORK)}):
        for name in QUIET:
            os.environ.pop(name, None)  # a chapter must quiet TensorFlow itself
        _setup(self)
    self.started = time.perf_counter()


def _stop_in_time(self):
    """Where other tests keep the cores busy, the kernel waits; the time it worked counts then."""
    elapsed = worked = 0
    if self.kernel is not None and self.kernel.is_alive():
        elapsed = time.perf_counter() - self.started
        worked = sum(psutil.Process(self.kernel.km.provisioner.pid).cpu_times()[:2])
    _teardown(self)
    allowed = LONGER.get(self.path.name, SECONDS)
    assert min(elapsed, worked) < allowed, f"{self.path.name}: {elapsed:.0f} s, of which {worked:.0f} s at work"


IPyNbFile.setup, IPyNbFile.teardown = _start_offline, _stop_in_time


# ---------------------------------------------------------------------------------------------------------------------
# One line per notebook, as soon as its last cell is done

_total, _done, _failed, _seconds = Counter(), Counter(), Counter(), defaultdict(float)


def _notebook(nodeid):
    path, _, rest = nodeid.partition("::")
    return path if path.endswith(".ipynb") and rest.startswith("Cell ") else None


def _count(nodeids):
    _total.clear()
    _total.update(filter(None, map(_notebook, nodeids)))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_node_collection_finished(node, ids):
    _count(ids)


def pytest_collection_finish(session):
    _count(item.nodeid for item in session.items)


def pytest_report_teststatus(report, config):
    """No dot for a cell that passed: its notebook gets a line."""
    if report.when == "call" and report.passed and _notebook(report.nodeid):
        return "passed", "", "PASSED"
    return None


@pytest.hookimpl(trylast=True)
def pytest_runtest_logreport(report):
    notebook = _notebook(report.nodeid)
    if not notebook or _terminal is None:
        return
    _seconds[notebook] += report.duration
    _failed[notebook] += report.failed
    _done[notebook] += report.when == "teardown"
    if report.when == "teardown" and _done[notebook] == _total[notebook]:
        state = f"{_failed[notebook]} FAILED" if _failed[notebook] else "ok"
        if _terminal._tw.width_of_current_line:
            _terminal.write_line("")
        _terminal.write_line(f"{notebook:<70} {_done[notebook]:3} cells {_seconds[notebook]:6.1f} s  {state}")


_terminal = None


def pytest_sessionstart(session):
    global _terminal
    if not hasattr(session.config, "workerinput"):  # the workers have no terminal
        _terminal = session.config.pluginmanager.get_plugin("terminalreporter")
