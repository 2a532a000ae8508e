"""Who handed in what, from the names of files and folders as Moodle, Canvas and people write them.

Moodle   Kim Lee_12345_assignsubmission_file_/x.ipynb, Kim Lee_12345_assignsubmission_file_x.ipynb
Canvas   leekim_67_8901_x.ipynb, leekim_LATE_67_8901_x-1.ipynb
plain    Kim Lee/SET.ipynb, Kim Lee/SET/x.ipynb, Kim Lee_SET.ipynb, also inside a zip named Kim Lee or Kim Lee_SET
"""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

MOODLE = re.compile(r"(?P<name>.+?)_(?P<id>\d+)_assignsubmission_(?:file|onlinetext)(?:_.*)?$")
CANVAS = re.compile(r"(?P<name>[^_]+)_(?P<late>LATE_)?(?P<id>\d+)_(?P<number>\d+)_(?P<file>.+)$")
COPY = re.compile(r"(?:\s*\((\d+)\)|-(\d+)|-Copy(\d+))$")  # a browser's, Canvas's and Jupyter's second file of a name


@dataclass(frozen=True)
class Named:
    student: str
    set: str | None  # as the name says; what the notebook holds counts for more
    origin: str = ""  # who it is for Moodle or Canvas, where two students may have one name
    number: int = 0  # Canvas counts uploads
    copy: int = 0
    late: bool = False


def student_id(text):
    """The name as the folder of a student: the same for all ways to write its letters, and safe as a file name."""
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFC", text))
    return re.sub(r"[^\w .@'-]", "_", text)[:100].strip(" ._-@'")


def without_copy(stem):
    """The stem of a file name without the mark of a copy, and the number of the copy."""
    copy = 0
    while found := COPY.search(stem):
        stem, copy = stem[: found.start()], max(copy, int(next(filter(None, found.groups()))))
    return stem, copy


def ends_with_set(stem, sets):
    """What stands before the name of a set, and the set: ("kim", "02_name") for kim_02_name; else (stem, None)."""
    stem = stem.strip()
    for name in sorted(sets, key=len, reverse=True):
        if stem.lower() == name.lower():
            return "", name
        if stem.lower().endswith(name.lower()) and stem[-len(name) - 1] in "_- .":
            return stem[: -len(name)].rstrip("_- ."), name
    return stem, None


def read(parts, sets, not_names=()):
    """What the parts of a path say, the file last; None if they do not say who handed it in."""
    parts = [unicodedata.normalize("NFC", part) for part in parts]
    plain = [re.sub(r"\.zip$", "", part, flags=re.IGNORECASE) for part in parts[:-1]]  # a name may have dots
    stems = [without_copy(stem) for stem in [*plain, PurePosixPath(parts[-1]).stem]]
    copy = stems[-1][1]
    in_names = [ends_with_set(stem, sets) for stem, _ in stems]
    which = next((name for _, name in reversed(in_names) if name), None)
    for part in parts:
        if found := MOODLE.match(part):
            student, details = found["name"], {"origin": f"Moodle {found['id']}"}
            break
        if found := CANVAS.match(part):
            student = found["name"]
            details = {"origin": f"Canvas {found['id']}", "number": int(found["number"]), "late": bool(found["late"])}
            break
    else:
        # The zip that a student made: its name says who, and not the folders in it.
        zips = [place for place, part in enumerate(parts[:-1]) if part.lower().endswith(".zip")]
        last = zips[0] if zips else len(parts) - 1
        before, name = in_names[last]
        folders = [before for before, _ in in_names[:last] if before and before not in not_names]
        if before and (name or zips):
            student = before
        else:
            student = folders[-1] if folders else ""
        details = {}
    student = student_id(student)
    return Named(student, which, copy=copy, **details) if student else None
