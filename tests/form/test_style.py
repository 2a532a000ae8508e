"""ruff finds nothing in the Python files and the notebooks; pyproject.toml says what it looks for."""

import subprocess
import sys

from notebooks import ROOT


def test_ruff():
    command = [sys.executable, "-m", "ruff", "check", "--output-format=concise", "."]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
