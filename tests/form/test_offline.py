"""Every notebook runs alone, without a network, from the repository root, in time, and gives what is stored."""

import os
import subprocess
import sys
import time
from copy import deepcopy

import nbformat
import pytest

from execute import run
from notebooks import NOTEBOOKS, ROOT, code_cells, read

NO_NETWORK = {"PYTHONPATH": str(ROOT / "tests" / "form" / "no_network")}
SECONDS = 30  # on two cores
# Runs as the last cell: processor seconds of the kernel, and whether TensorFlow was loaded.
REPORT = "import sys, time\nprint(time.process_time(), 'tensorflow' in sys.modules)"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_runs_alone_offline_from_the_root(path, monkeypatch):
    for variable in ("TF_CPP_MIN_LOG_LEVEL", "TF_ENABLE_ONEDNN_OPTS"):
        monkeypatch.delenv(variable, raising=False)  # conftest.py sets them; a chapter must do so itself
    stored, notebook = read(path), deepcopy(read(path))
    notebook.cells.append(nbformat.v4.new_code_cell(REPORT))
    start = time.perf_counter()
    run(notebook, path.name, ROOT, NO_NETWORK)
    elapsed = time.perf_counter() - start
    processor, tensorflow = notebook.cells.pop().outputs[0].text.split()

    for number, (new, old) in enumerate(zip(code_cells(notebook), code_cells(stored), strict=True)):
        for output in new.outputs:
            assert output.get("name") != "stderr", f"code cell {number} writes to stderr: {output.text}"
        assert new.outputs == old.outputs, f"code cell {number} gives another output from the root than the stored one"
    # Where other tests keep the cores busy, the kernel waits; the time it worked counts then.
    assert min(elapsed, float(processor)) < SECONDS, f"{elapsed:.0f} s, of which {processor} s at work"
    if not any(word in cell.source for cell in code_cells(stored) for word in ("keras", "tensorflow", "tf.")):
        assert tensorflow == "False", "imports TensorFlow without using it"


@pytest.mark.parametrize(
    "attempt",
    [
        "import urllib.request; urllib.request.urlopen('http://example.org', timeout=5)",
        "import socket; socket.create_connection(('192.0.2.1', 80), timeout=5)",
        "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'', ('192.0.2.1', 53))",
        "import subprocess, sys; sys.exit(subprocess.call([sys.executable, '-c', 'import socket; "
        'socket.gethostbyname("example.org")\']))',
    ],
)
def test_the_network_is_really_blocked(attempt):
    done = subprocess.run([sys.executable, "-c", attempt], env={**os.environ, **NO_NETWORK}, capture_output=True)
    assert done.returncode != 0
    assert b"ConnectionError: the network is blocked" in done.stderr


def test_the_block_lets_this_machine_talk_to_itself():
    talk = "import socket; s = socket.create_server(('127.0.0.1', 0)); socket.create_connection(s.getsockname())"
    subprocess.run([sys.executable, "-c", talk], env={**os.environ, **NO_NETWORK}, check=True)
