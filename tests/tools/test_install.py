"""The installation follows no pip setting that would break it, and keeps those that say from where packages come."""

import base64
import hashlib
import os
import subprocess
import venv
import zipfile

import install
import pytest
from notebooks import ROOT

ANNOYING = {"PIP_USER": "1", "PIP_TARGET": "elsewhere", "PIP_PREFIX": "elsewhere", "PIP_REQUIRE_VIRTUALENV": "1"}
FILE = "[global]\nindex-url = http://127.0.0.1:9/mirror\nuser = true\nno-deps = true\n[install]\ntarget = elsewhere\n"


@pytest.fixture
def shared_computer(tmp_path, monkeypatch):
    """What an administrator may set: variables and a file."""
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    for name, value in ANNOYING.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "pip.conf").write_text(FILE, encoding="utf-8")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(tmp_path / "pip.conf"))
    return tmp_path


def test_a_mirror_is_kept_and_the_rest_left_out(shared_computer, monkeypatch):
    def kept():
        names = set(install.environment()) & {*ANNOYING, "PIP_NO_DEPS", "PIP_INDEX_URL", "PIP_CONFIG_FILE"}
        return {name: install.environment()[name] for name in names}

    assert kept() == {"PIP_INDEX_URL": "http://127.0.0.1:9/mirror", "PIP_CONFIG_FILE": os.devnull}
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/other")  # a variable counts before a file
    assert kept()["PIP_INDEX_URL"] == "http://127.0.0.1:9/other"


def test_it_installs_into_its_own_environment(shared_computer, monkeypatch):
    """A real installation, from a folder, by a Python that has nothing but pip."""
    files = {
        "tiny.py": b"",
        "tiny-1.0.dist-info/METADATA": b"Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n",
        "tiny-1.0.dist-info/WHEEL": b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = ""
    for name, text in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(text).digest()).rstrip(b"=").decode()
        record += f"{name},sha256={digest},{len(text)}\n"
    files["tiny-1.0.dist-info/RECORD"] = f"{record}tiny-1.0.dist-info/RECORD,,\n".encode()
    with zipfile.ZipFile(shared_computer / "tiny-1.0-py3-none-any.whl", "w") as wheel:
        for name, text in files.items():
            wheel.writestr(name, text)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(shared_computer))
    venv.create(shared_computer / "env", with_pip=True, symlinks=os.name != "nt")
    python = shared_computer / "env" / ("Scripts" if os.name == "nt" else "bin") / "python"

    def run(requirement):
        (shared_computer / "wanted.txt").write_text(requirement, encoding="utf-8")
        command = [python, ROOT / "tools" / "install.py", shared_computer / "wanted.txt"]
        return subprocess.run(command, cwd=shared_computer, capture_output=True, text=True)

    done = run("tiny==1.0")
    assert done.returncode == 0, done.stderr
    where = subprocess.run([python, "-c", "import tiny; print(tiny.__file__)"], capture_output=True, text=True).stdout
    assert where.startswith(str(shared_computer / "env")) and not (shared_computer / "elsewhere").exists()

    failed = run("tiny==2.0")
    assert failed.returncode == 1 and failed.stderr.strip().endswith(install.WHAT_TO_DO)
    assert "tiny==2.0" in failed.stderr  # pip's own words come first


@pytest.mark.parametrize("file", ["Makefile", "README.md"])
def test_nothing_installs_in_another_way(file):
    text = (ROOT / file).read_text(encoding="utf-8")
    assert "tools/install.py" in text.replace("\\", "/") and "pip install" not in text
