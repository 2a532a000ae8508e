"""Taking in what was handed in: names as Moodle, Canvas and people write them, and zips that mean harm."""

import io
import os
import shutil
import unicodedata
import zipfile

import classroom
import pytest
from problem_sets import collect as collecting
from problem_sets.course import Course, Problem
from problem_sets.collect import collect
from problem_sets.names import read
from problem_sets.release import release

from tiny_course import NAME, OTHER, right, submission, tiny_course

SETS = ["02_precision_recall_f1", "05_roc_auc", "final"]
DECOMPOSED = unicodedata.normalize("NFD", "José Núñez")


@pytest.mark.parametrize(
    "path, student, name",
    [
        ("Kim Lee_12345_assignsubmission_file_/05_roc_auc.ipynb", "Kim Lee", "05_roc_auc"),
        ("Kim Lee_12345_assignsubmission_file_05_roc_auc.ipynb", "Kim Lee", None),
        ("Kim_Lee_12345_assignsubmission_file/x.ipynb", "Kim_Lee", None),
        ("김 민준_7_assignsubmission_file_/final (2).ipynb", "김 민준", "final"),
        (
            "Kim Lee_12345_assignsubmission_file_/work.zip/problem_sets/05_roc_auc/05_roc_auc.ipynb",
            "Kim Lee",
            "05_roc_auc",
        ),
        ("leekim_67_8901_05_roc_auc.ipynb", "leekim", None),
        ("leekim_LATE_67_8901_05_roc_auc-1.ipynb", "leekim", None),
        ("박서연_LATE_67_8901_final-2.ipynb", "박서연", None),
        ("kim/05_roc_auc.ipynb", "kim", "05_roc_auc"),
        ("kim/05_ROC_AUC.IPYNB", "kim", "05_roc_auc"),
        ("kim/05_roc_auc/homework.ipynb", "kim", "05_roc_auc"),
        ("05_roc_auc/kim/homework.ipynb", "kim", "05_roc_auc"),
        ("downloads/kim/05_roc_auc.ipynb", "kim", "05_roc_auc"),
        ("kim_05_roc_auc.ipynb", "kim", "05_roc_auc"),
        ("Kim Lee - 05_roc_auc (1).ipynb", "Kim Lee", "05_roc_auc"),
        ("kim_final-Copy1.ipynb", "kim", "final"),
        ("j.kim/05_roc_auc.ipynb", "j.kim", "05_roc_auc"),
        ("kim@school.edu/05_roc_auc.ipynb", "kim@school.edu", "05_roc_auc"),
        ("kim.zip/problem_sets/05_roc_auc/05_roc_auc.ipynb", "kim", "05_roc_auc"),
        ("kim_05_roc_auc.zip/anything/05_roc_auc.ipynb", "kim", "05_roc_auc"),
        (f"{DECOMPOSED}/05_roc_auc.ipynb", "José Núñez", "05_roc_auc"),
        ("=cmd|'x'/05_roc_auc.ipynb", "cmd_'x", "05_roc_auc"),
        ("[a]*?/05_roc_auc.ipynb", "a", "05_roc_auc"),
    ],
)
def test_names(path, student, name):
    found = read(path.split("/"), SETS, not_names={"problem_sets"})
    assert found.student == student
    assert name is None or found.set == name


@pytest.mark.parametrize("path", ["05_roc_auc.ipynb", "homework.ipynb", "problem_sets/05_roc_auc/05_roc_auc.ipynb"])
def test_a_name_that_does_not_say_who_is_no_name(path):
    assert read(path.split("/"), SETS, not_names={"problem_sets"}) is None


def test_canvas_says_late_and_counts_uploads():
    found = read(["leekim_LATE_67_8901_05_roc_auc-3.ipynb"], SETS)
    assert (found.late, found.number, found.copy, found.origin) == (True, 8901, 3, "Canvas 67")


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    course = tiny_course(tmp_path_factory.mktemp("released"))
    release(course)
    return course


@pytest.fixture
def course(released, tmp_path):
    """A copy: a new gradebook takes nbgrader a second."""
    folders = [shutil.copytree(folder, tmp_path / folder.name) for folder in [released.root, released.exercises]]
    return Course(*folders)


def packed(entries, path=None):
    path = path or io.BytesIO()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


def test_a_moodle_zip_and_once_more(course, tmp_path):
    inner = packed({f"problem_sets/{NAME}/{NAME}.ipynb": right(course), "__MACOSX/._x.ipynb": "x"}).getvalue()
    entries = {
        f"Kim Lee_1_assignsubmission_file_/{NAME}.ipynb": right(course),
        "김 민준_2_assignsubmission_file_/my work.ipynb": right(course),
        "Zip Per_3_assignsubmission_file_/all.zip": inner,
        "Anna_4_assignsubmission_file_/": "",
        f"Oda_5_assignsubmission_file_{NAME}.ipynb": submission(course, name=OTHER),
    }
    archive = packed(entries, tmp_path / "moodle.zip")
    taken, problems = collect(course, archive, "01")
    assert len(taken) == 4 and not problems
    assert set(course.submissions(NAME)) == {"Kim Lee", "김 민준", "Zip Per"}
    assert set(course.submissions(OTHER)) == {"Oda"}, "its cells say so"
    assert course.submissions(NAME)["김 민준"].read_text("utf-8") == right(course)
    assert collect(course, archive, "01") == ([], [])


def test_the_same_in_a_folder(course, tmp_path):
    for path in [
        f"in/kim/{NAME}.ipynb",
        "in/lee/anything.ipynb",
        f"in/park_{NAME}.ipynb",
        f"in/.ipynb_checkpoints/{NAME}.ipynb",
    ]:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(right(course))
    assert collect(course, tmp_path / "in")[1] == []
    assert set(course.submissions(NAME)) == {"kim", "lee", "park"}


def test_what_cannot_be_read_is_listed_and_harms_nobody(course, tmp_path):
    link = zipfile.ZipInfo(f"link/{NAME}.ipynb")
    link.external_attr = 0o120777 << 16
    entries = {
        f"{NAME}.ipynb": right(course),
        f"../../evil/{NAME}.ipynb": right(course),
        f"/etc/evil/{NAME}.ipynb": right(course),
        f"C:\\evil\\{NAME}.ipynb": right(course),
        "kim/who knows.ipynb": "no notebook",
        f"bomb/{NAME}.ipynb": b"0" * (collecting.LARGEST_NOTEBOOK + 1),
        "broken.zip": "no zip",
        "nested.zip": packed({"deeper.zip": packed({f"x/{NAME}.ipynb": "x"}).getvalue()}).getvalue(),
        "pdf only/essay.pdf": "an essay",
        f"good/{NAME}.ipynb": right(course),
        link: "/etc/passwd",
    }
    taken, problems = collect(course, packed(entries, tmp_path / "class.zip"))
    assert set(course.submissions(NAME)) == {"good"} and len(taken) == 1
    reasons = [
        "whose is it",
        "leads out",
        "leads out",
        "leads out",
        "of which set",
        "larger than 20 MB",
        "not a zip",
        "deeper.zip",
        "no notebook, only this",
        "symbolic link",
    ]
    assert len(problems) == len(reasons)
    for reason in reasons:
        assert any(reason in line for line in problems), reason
    written = (course.root / "collected.txt").read_text("utf-8")
    assert all(line in written for line in problems)
    assert not [*tmp_path.rglob("evil*")]
    with course.gradebook() as gradebook:
        assert "pdf only" in {student.id for student in gradebook.students}, "so that the scores say `missing`"


def test_links_in_a_folder_are_not_followed(course, tmp_path):
    (tmp_path / "in" / "kim").mkdir(parents=True)
    (tmp_path / "secret.ipynb").write_text(right(course))
    os.symlink(tmp_path / "secret.ipynb", tmp_path / "in" / "kim" / f"{NAME}.ipynb")
    taken, problems = collect(course, tmp_path / "in")
    assert taken == [] and "symbolic link" in problems[0]


def test_names_in_a_zip_without_the_utf8_flag(course, tmp_path):
    for number, (name, encoding) in enumerate([("김민준", "cp949"), (DECOMPOSED, "utf-8")]):
        placeholder = "?" * len(name.encode(encoding))
        data = packed({f"{placeholder}/{NAME}.ipynb": right(course)}).getvalue()
        path = tmp_path / f"{number}.zip"
        path.write_bytes(data.replace(placeholder.encode(), name.encode(encoding)))
        assert collect(course, path)[1] == []
    assert set(course.submissions(NAME)) == {"김민준", "José Núñez"}


def test_two_students_of_one_name_are_two(course, tmp_path):
    first, second = right(course), submission(course)
    entries = {f"Kim_{n}_assignsubmission_file_/{NAME}.ipynb": text for n, text in [(1, first), (2, second)]}
    archive = packed(entries, tmp_path / "class.zip")
    for _ in range(2):
        collect(course, archive)
        assert {student: path.read_text() for student, path in course.submissions(NAME).items()} == {
            "Kim": first,
            "Kim_2": second,
        }


def test_canvas_attempts_the_last_counts_whatever_the_order(course, tmp_path):
    texts = [submission(course), right(course, double="1"), right(course)]
    names = [f"kim_9_100_{NAME}.ipynb", f"kim_9_101_{NAME}-1.ipynb", f"kim_LATE_9_102_{NAME}-2.ipynb"]
    for order in [[2, 0, 1], [0, 2, 1]]:
        for number in order:
            collect(course, packed({names[number]: texts[number]}, tmp_path / "class.zip"))
        assert course.submissions(NAME)["kim"].read_text() == texts[2]
    assert len([*course.root.glob(f"older/kim/{NAME}/*")]) == 2


def test_one_student_in_two_spellings_is_one(course, tmp_path):
    collect(course, packed({f"Kim/{NAME}.ipynb": right(course)}, tmp_path / "a.zip"))
    collect(course, packed({f"kim/{OTHER}.ipynb": submission(course, name=OTHER)}, tmp_path / "b.zip"))
    assert {path.name for path in course.root.glob("submitted/*")} == {"Kim"}


def test_what_is_no_place_to_collect_from(course, tmp_path):
    (course.root / "submitted").mkdir(parents=True)
    for source in [course.root / "submitted", tmp_path / "nothing.zip"]:
        with pytest.raises(Problem):
            collect(course, source)


def test_in_a_fresh_checkout_every_command_says_what_comes_first(tmp_path, capsys):
    (tmp_path / "in" / "kim").mkdir(parents=True)
    course = tiny_course(tmp_path)
    options = ["--course", str(course.root), "--exercises", str(course.exercises)]
    (tmp_path / "in" / "kim" / f"{NAME}.ipynb").write_text("{}")
    for step in ["scores", "feedback", "grade"]:
        assert classroom.main([step, *options]) == 0
    assert classroom.main(["collect", *options, str(tmp_path / "in")]) == 0
    assert classroom.main(["grade", *options]) == 1
    assert "First: make release" in capsys.readouterr().err
