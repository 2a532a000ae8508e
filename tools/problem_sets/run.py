"""Run one submission in a kernel of its own, within limits, and say how it ended.

nbgrader's Execute stops an endless loop. What it does not do is here: a limit for the whole notebook, for memory and
for output; the kernel's death as a result instead of an exception that loses the cells before it; an environment and a
home that are not the teacher's. This is no sandbox: the code runs with the rights of whoever grades.
"""

import asyncio
import os
import shutil
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import matplotlib
import psutil
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat.v4 import new_output
from nbgrader.preprocessors import Execute
from processes import family, held

MB = 2**20
KEPT = 10_000  # characters of the text of a cell that wrote too much

# The teacher's environment may hold passwords. A kernel gets these names of it, and no others.
PASSED_ON = [
    "PATH",
    "LANG",
    "LC_ALL",
    "LC_CTYPE",
    "TZ",
    "LD_LIBRARY_PATH",
    "SYSTEMROOT",
    "WINDIR",
    "COMSPEC",
    "PATHEXT",
]
SET = {
    "PYTHONNOUSERSITE": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",  # a line of TensorFlow's log in a check would cost its points
    "TF_ENABLE_ONEDNN_OPTS": "0",
    "PYTEST_CURRENT_TEST": "grading",  # ipykernel then leaves alone what C code writes to stderr, for the same reason
} | dict.fromkeys(
    ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"],
    "1",  # every core has a submission of its own
)


@dataclass(frozen=True)
class Limits:
    cell: int = 60  # seconds
    notebook: int = 600  # seconds
    memory: int = 1500  # MB that the kernel and what it starts hold together; with TensorFlow a kernel holds about 700
    output: int = 5  # MB that a cell writes


@dataclass
class Ended:
    """How running a notebook ended. The numbers are those of cells."""

    stopped: str = ""  # why it did not reach the last cell
    at: int = -1  # the cell that ran then
    slow: list = field(default_factory=list)  # cells that were stopped at their time limit, while the others ran on
    loud: list = field(default_factory=list)  # cells whose output was cut off


class Run(Execute):
    """nbgrader's Execute, with a watch over the kernel."""

    def __init__(self, limits, env, interrupted, **settings):
        super().__init__(**settings)
        self.limits, self.env, self.interrupted = limits, env, interrupted
        self.timeout, self.startup_timeout = limits.cell, 120
        self.store_widget_state = False
        self.ended, self.written, self.over = Ended(), 0, threading.Event()
        self.watcher = None

    def start_new_kernel(self, **settings):
        self.extra_arguments = ["--log-level=CRITICAL", "--HistoryManager.hist_file=:memory:"]
        super().start_new_kernel(env=self.env, **settings)
        self.watcher = threading.Thread(target=self.watch, args=[self.km.provisioner.pid], daemon=True)
        self.watcher.start()

    def watch(self, kernel):
        """Kill the kernel when a limit is passed, and in the end everything that it started."""
        deadline, seen = time.monotonic() + self.limits.notebook, {}
        while not self.over.wait(0.1):
            processes = family(kernel)
            seen |= {process.pid: process for process in processes}
            if held(processes) > self.limits.memory * MB:
                self.stop("memory", seen)
            elif time.monotonic() > deadline:
                self.stop("time", seen)
            elif self.interrupted.is_set():
                self.stop("interrupted", seen)
        if hasattr(os, "getsid"):  # also what outlived its parent between two looks
            for process in psutil.process_iter():
                with suppress(psutil.Error, OSError):
                    if os.getsid(process.pid) == kernel:
                        seen[process.pid] = process
        kill(seen)

    def stop(self, why, processes):
        self.ended.stopped = self.ended.stopped or why
        kill(processes)

    def preprocess_cell(self, cell, resources, index):
        self.ended.at, self.written = index, 0
        return super().preprocess_cell(cell, resources, index)

    def process_message(self, msg, cell, cell_index):
        """Drop what a cell writes over the limit; if it goes on for a second, interrupt it."""
        if msg["msg_type"] in ("stream", "display_data", "execute_result", "update_display_data", "error"):
            content = msg["content"]
            self.written += len(content.get("text", "")) + sum(
                len(str(part)) for part in content.get("data", {}).values()
            )
            if self.written > self.limits.output * MB:
                if cell_index not in self.ended.loud:
                    self.ended.loud.append(cell_index)
                    asyncio.ensure_future(self.interrupt_later(cell_index))
                return None
        return super().process_message(msg, cell, cell_index)

    async def interrupt_later(self, index):
        await asyncio.sleep(1)
        if self.ended.at == index and self.km is not None and not self.task_poll_for_reply.done():
            with suppress(Exception):
                await self.km.interrupt_kernel()

    def on_cell_executed(self, **about):
        super().on_cell_executed(**about)
        cell, index = about["cell"], about["cell_index"]
        if about["execute_reply"]["content"].get("ename") == "CellTimeoutError":
            self.ended.slow.append(index)
        if index in self.ended.loud:
            text = "".join(output.get("text", "") for output in cell.outputs)[:KEPT]
            errors = [output for output in cell.outputs if output.output_type == "error"]
            said = f"{text}\n... This cell wrote more than {self.limits.output} MB, which is cut off here ...\n"
            cell.outputs = [new_output("stream", name="stdout", text=said), *errors]


def kill(processes):
    for process in list(processes.values()):
        with suppress(psutil.Error):
            process.kill()  # psutil compares the time when it was started, so a number used again does no harm


def run(notebook, data, limits, interrupted):
    """Execute the notebook beside copies of the files in `data`. No file has the notebook itself, with its tests."""
    with tempfile.TemporaryDirectory(prefix="grading-", ignore_cleanup_errors=True) as scratch:
        places = {name: Path(scratch, name) for name in ["work", "home", "tmp", "matplotlib"]}
        for place in places.values():
            place.mkdir()
        for path in data:
            shutil.copy(path, places["work"])
        for fonts in Path(matplotlib.get_cachedir()).glob("fontlist-*.json"):  # finding them again takes seconds
            shutil.copy(fonts, places["matplotlib"])
        env = {name: os.environ[name] for name in PASSED_ON if name in os.environ} | SET
        env |= dict.fromkeys(["HOME", "USERPROFILE"], str(places["home"]))
        env |= dict.fromkeys(["TMPDIR", "TEMP", "TMP"], str(places["tmp"]))
        env |= {"MPLCONFIGDIR": str(places["matplotlib"]), "IPYTHONDIR": str(places["home"] / "ipython")}
        runner = Run(limits, env, interrupted)
        try:
            runner.preprocess(notebook, {"metadata": {"path": str(places["work"])}})
        except DeadKernelError:
            runner.ended.stopped = runner.ended.stopped or "died"
        except CellTimeoutError:
            runner.ended.stopped = runner.ended.stopped or "stuck"  # it does not let itself be interrupted
        except RuntimeError:
            if not runner.ended.stopped:  # for instance, the kernel does not start: that is not the student's doing
                raise
        finally:
            runner.over.set()
            if runner.watcher is not None:
                runner.watcher.join()
    return runner.ended
