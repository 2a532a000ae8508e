"""The data files are those that data/README.md describes."""

import hashlib
import re

import pytest

from notebooks import ROOT

DATA = ROOT / "data"
README = (DATA / "README.md").read_text("utf-8")
ROWS = re.findall(r"^\| `?([\w.]+)`? \| ([\d,]+) \| `?([0-9a-f]{64})`? \|$", README, re.MULTILINE)


@pytest.mark.parametrize(("name", "size", "checksum"), ROWS, ids=[row[0] for row in ROWS])
def test_file_is_the_one_described(name, size, checksum):
    content = (DATA / name).read_bytes()
    assert len(content) == int(size.replace(",", ""))
    assert hashlib.sha256(content).hexdigest() == checksum


def test_every_file_is_described():
    """With its checksum, or, where a chapter writes it, in words."""
    assert ROWS, "no checksum found in data/README.md"
    for path in DATA.iterdir():
        assert path.name in {"README.md", "rebuild.py", "__pycache__"} or path.name in README, path.name


def test_the_files_can_be_made_again():
    compile((DATA / "rebuild.py").read_text("utf-8"), "rebuild.py", "exec")
