"""Take in what students handed in, from a folder or a zip. Nothing is executed or unpacked by its own name.

nbgrader's zip_collect is not used: it unpacks every archive to the disk without a limit, drops what its one pattern
does not match, and needs a folder laid out for each set. What this writes is what nbgrader expects:
submitted/STUDENT/SET/.
"""

import datetime
import hashlib
import io
import json
import re
import stat
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from .course import Problem, read_json, write
from .names import Named, read, student_id
from .notebook import about
from .release import FOLDER

MB = 2**20
LARGEST_NOTEBOOK, LARGEST_ZIP, LARGEST_ALL, MOST_FILES = 20 * MB, 200 * MB, 2000 * MB, 50_000
IGNORED = re.compile(r"(^|/)(__MACOSX|\.ipynb_checkpoints|\.DS_Store|\._[^/]*|Thumbs\.db|desktop\.ini)(/|$)")


class Refused(Exception):
    """Why a file was not taken."""


@dataclass
class File:
    """A file that was found, in a folder or in a zip."""

    parts: tuple  # of its path
    time: float  # seconds since 1970
    read: object  # a function of the largest size, which gives its bytes
    refused: str = ""  # why it is not to be read

    @property
    def name(self):
        return "/".join(self.parts)

    @property
    def kind(self):
        return PurePosixPath(self.parts[-1]).suffix.lower()


@dataclass
class Submission:
    named: Named
    set: str
    data: bytes
    time: float
    name: str
    remark: str

    @property
    def order(self):
        return [self.named.number, int(self.time), self.named.copy, self.name]


# ------------------------------------------------------------------------------------------------- finding the files


def decoded(entry):
    """The entry's name. A zip without the UTF-8 flag may still hold UTF-8 (macOS), or Korean (Windows)."""
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        raw = entry.filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.filename
    for encoding in ["utf-8", "cp949"]:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            pass
    return entry.filename


def in_folder(folder):
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.is_symlink():
            yield File(parts, 0, None, "a symbolic link")
        elif path.is_file():

            def content(largest, path=path):
                if path.stat().st_size > largest:
                    raise Refused(f"larger than {largest // MB} MB")
                return path.read_bytes()

            yield File(parts, path.stat().st_mtime, content)
        elif not path.is_dir():
            yield File(parts, 0, None, "not a plain file")


def in_zip(file, before=(), when=None):
    """The files in a zip (a path or an open file); `when` it was handed in, if known, counts for all of them."""
    try:
        archive = zipfile.ZipFile(file)
        entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        yield File(before or (str(file),), 0, None, "not a zip that can be opened")
        return
    for entry in entries[:MOST_FILES]:
        name = decoded(entry).replace("\\", "/")
        if name.endswith("/"):
            continue
        parts = tuple(part for part in name.split("/") if part not in ("", "."))
        refused = ""
        if name.startswith("/") or re.match(r"[A-Za-z]:", name) or ".." in parts or not parts or "\0" in name:
            refused = "its path leads out of the zip"
        elif stat.S_ISLNK(entry.external_attr >> 16):
            refused = "a symbolic link"
        elif entry.flag_bits & 1:
            refused = "encrypted"

        def content(largest, entry=entry):
            try:
                with archive.open(entry) as opened:
                    data = opened.read(largest + 1)  # counted here, because the zip's own word for it may be false
            except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
                raise Refused(f"cannot be read from the zip: {error}") from None
            except Exception as error:  # what zlib, bz2 and lzma raise shares no name
                raise Refused(f"cannot be read from the zip: {error!r}") from None
            if len(data) > largest:
                raise Refused(f"larger than {largest // MB} MB")
            return data

        try:
            made = time.mktime((*entry.date_time, 0, 0, -1))
        except (OverflowError, ValueError):
            made = 0
        yield File((*before, *(parts or (name,))), when or made, content, refused)
    if len(entries) > MOST_FILES:
        yield File(before or (str(file),), 0, None, f"more than {MOST_FILES} files; the rest was not looked at")


def files(source):
    """All files of a folder or a zip, and of the zips in it (but not of the zips in those)."""
    if source.is_dir():
        outer = in_folder(source)
    elif zipfile.is_zipfile(source):
        outer = in_zip(source)
    elif source.is_file():
        outer = [File((source.name,), source.stat().st_mtime, lambda largest: source.read_bytes())]
    else:
        raise Problem(f"FROM={source}: there is no such folder or zip.")
    for file in outer:
        if IGNORED.search(file.name):
            continue
        if file.kind == ".zip" and not file.refused:
            try:
                data = file.read(LARGEST_ZIP)
            except Refused as why:
                file.refused = str(why)
            else:
                inner = in_zip(io.BytesIO(data), file.parts, file.time)
                yield from (one for one in inner if not IGNORED.search(one.name))
                continue
        yield file


# ----------------------------------------------------------------------------------------- what is in them, and whose


def ids(notebook):
    return {about(cell)["grade_id"] for cell in notebook.cells if about(cell).get("grade_id")}


def ids_in(data):
    """The grade ids in the bytes of a notebook; None if they are no notebook."""
    try:
        cells = json.loads(data.decode("utf-8-sig"))["cells"]
        return {cell["metadata"].get("nbgrader", {}).get("grade_id") for cell in cells} - {None}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def set_of(data, named, given, known):
    """Which set it is: by its cells, by its name, or as given; with a remark if they differ."""
    found = ids_in(data)
    said = named or given
    shared = {name: len(found & cells) for name, cells in known.items()} if found else {}
    best = max(shared.values(), default=0)
    if not best or shared.get(said) == best:
        return said, ""
    by_cells = next(name for name, number in shared.items() if number == best)
    return by_cells, f" (its cells say so; its name or SET says {said})" if said else ""


def collect(course, source, which=None):
    """Returns (lines about what was taken, lines about what was not)."""
    source = Path(source).expanduser()
    if (course.root / "submitted").resolve() in [source.resolve(), *source.resolve().parents]:
        raise Problem("FROM is the folder that collect writes to.")
    given = course.sets(which)[0] if which else None
    known = {name: ids(course.source(name)) for name in course.sets()}
    taken, problems, found, nothing, total = [], [], [], {}, 0
    for file in files(source):
        named = read(file.parts, known, not_names={FOLDER})
        if file.refused:
            problems.append(f"{file.name}: not taken, {file.refused}")
        elif named is None:
            problems.append(
                f"{file.name}: whose is it? (Put it into a folder with the name of the student, "
                "or write the name before that of the set, as in Kim Lee_02_precision_recall_f1.ipynb.)"
            )
        elif file.kind != ".ipynb":
            nothing.setdefault((named.student, named.set or given), file.name)
        else:
            try:
                data = file.read(min(LARGEST_NOTEBOOK, LARGEST_ALL - total))
            except Refused as why:
                problems.append(f"{file.name}: not taken, {why}")
                continue
            total += len(data)
            name, remark = set_of(data, named.set, given, known)
            if name is None:
                problems.append(f"{file.name}: of which set is it? Its name and its cells do not say. (Give SET=NN.)")
                continue
            found.append(Submission(named, name, data, file.time, file.name, remark))
    people = People(course)
    for submission in sorted(found, key=lambda one: one.order):
        taken += keep(course, people.of(submission, problems), submission)
    for (student, name), file in nothing.items():
        if student not in {one.named.student for one in found}:
            student = people.add(student)
            problems.append(f"{file}: {student} handed in no notebook, only this")
            if name and not course.submissions(name).get(student):  # so that its status says so
                write(course.root / "submitted" / student / name / "collected.json", json.dumps({"name": file}))
    people.enter()
    report = "".join(f"{line}\n" for line in [*problems, *taken]) or "Nothing new.\n"
    write(course.root / "collected.txt", report)
    return taken, problems


class People:
    """The students that are known. Moodle and Canvas may have two of one name; then their numbers are added."""

    def __init__(self, course):
        self.course = course
        with course.gradebook() as gradebook:
            self.known = {student.id.casefold(): student.id for student in gradebook.students}
        self.known |= {student.casefold(): student for student in map(student_id, course.roster())}
        self.origins = {}

    def add(self, student):
        return self.known.setdefault(student.casefold(), student)

    def of(self, submission, problems):
        student, origin = self.add(submission.named.student), submission.named.origin
        before = self.origins.get((student, submission.set))
        if before is None:
            before = read_json(self.course.root / "submitted" / student / submission.set / "collected.json").get(
                "origin"
            )
        if origin and before and before.split()[0] == origin.split()[0] and before != origin:
            other = f"{student}_{origin.split()[1]}"
            if other.casefold() not in self.known:
                problems.append(f"{submission.name}: another student of the name {student}? Taken as {other}")
            student = self.add(other)
        self.origins.setdefault((student, submission.set), origin)
        return student

    def enter(self):
        with self.course.gradebook() as gradebook:
            there = {student.id for student in gradebook.students}
            for student in sorted(set(self.known.values()) - there):
                gradebook.add_student(student)


def keep(course, student, submission):
    """Put the submission where it belongs. Of two by one student the later counts; the other one goes to older/."""
    folder = course.root / "submitted" / student / submission.set
    path, about_it = folder / f"{submission.set}.ipynb", folder / "collected.json"
    before = read_json(about_it)
    if path.exists() and path.read_bytes() == submission.data:
        return []
    older = course.root / "older" / student / submission.set

    def put_aside(data):
        aside = older / f"{hashlib.sha256(data).hexdigest()[:12]}.ipynb"
        new = not aside.exists()
        if new:
            write(aside, data)
        return new

    if path.exists() and before.get("order", [0]) > submission.order:
        new = put_aside(submission.data)
        return [f"{submission.name}: {student} has a later one, which counts; this one is in older/"] if new else []
    if path.exists():
        put_aside(path.read_bytes())
    said = f"{submission.name}: {student}, {submission.set}{submission.remark}"
    said += ", in the place of an older one" if path.exists() else ""
    stamp = datetime.datetime.fromtimestamp(submission.time, datetime.UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    named = submission.named
    details = {"name": submission.name, "origin": named.origin, "order": submission.order, "late": named.late}
    write(about_it, json.dumps(details, ensure_ascii=False))
    write(folder / "timestamp.txt", stamp)
    write(path, submission.data)  # last: what is interrupted before is done again
    return [said]
