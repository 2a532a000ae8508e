"""Every notebook runs alone: nbval runs each in its own folder, offline and in time (conftest.py); the rest is here."""

import os
import subprocess
import sys

import pytest
from notebooks import NOTEBOOKS, ROOT, code_cells, read, tags

NO_NETWORK = {"PYTHONPATH": str(ROOT / "tests" / "form" / "no_network")}
# nbval has imported the real ones: here they would take most of the time, and say nothing about the folder.
STANDS_IN = """
import sys
from unittest.mock import MagicMock
sys.modules.update(keras=MagicMock(), tensorflow=MagicMock())
"""


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_starts_from_the_root_too_and_loads_tensorflow_only_to_use_it(path):
    cells = code_cells(read(path))
    setup = next((cell.source for cell in cells if "setup" in tags(cell)), cells[0].source)
    uses_it = any(word in cell.source for cell in cells for word in ("keras", "tensorflow", "tf."))
    code = setup + "\nimport sys\nassert 'tensorflow' not in sys.modules, 'imports TensorFlow without using it'"
    command = [sys.executable, "-W", "error::UserWarning", "-c", STANDS_IN + setup if uses_it else code]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **NO_NETWORK}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


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
