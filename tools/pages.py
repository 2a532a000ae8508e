"""The pages, from the stored outputs of the notebooks. A warning is an error.

    python tools/pages.py       `make book`: the English edition, in _build/html
    python tools/pages.py ko    `make book EDITION=ko`: with the texts of locales/ko, in _build/ko/_build/html
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
CONFIG = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
TOC = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
CHAPTERS = [Path(chapter["file"]) for part in TOC["parts"] for chapter in part["chapters"]]
PAGES = [TOC["root"], *(file.with_suffix("").as_posix() for file in CHAPTERS)]


def build(source=ROOT, target=ROOT, builder="html", edition=None):
    """Build the book in `source` into `target`/_build. Returns the run; its stderr says what went wrong."""
    command = [Path(sys.executable).with_name("jupyter-book"), "build", source, "--path-output", target]
    options = ["--builder", builder, "--all", "-W", "--keep-going", "--quiet"]
    if builder == "gettext":  # jupyter-book knows it as a custom one only
        options[1:2] = ["custom", "--custom-builder", builder]
    with tempfile.TemporaryDirectory() as folder:
        if edition:
            options += ["--config", edition_config(source, edition, Path(folder, "_config.yml"))]
        return subprocess.run([*command, *options], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def edition_config(source, edition, path):
    """The book's settings with another language, in a file of its own: jupyter-book has no option for it."""
    config = yaml.safe_load((source / "_config.yml").read_text(encoding="utf-8"))
    config["sphinx"]["config"]["language"] = edition
    extensions = config["sphinx"]["local_extensions"]  # their folders are looked for beside the file
    config["sphinx"]["local_extensions"] = {name: str(source / folder) for name, folder in extensions.items()}
    path.write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")
    return path


def main(edition=None):
    if edition and not (ROOT / "locales" / edition).is_dir():
        sys.exit(f"There is no edition {edition!r}: begin one with  make texts EDITION={edition}")
    target = ROOT / "_build" / edition if edition else ROOT
    run = build(target=target, edition=edition)
    if run.returncode:
        sys.exit(run.stderr)
    html = target / "_build" / "html"
    for notebook in [*ROOT.glob("chapters/*.ipynb"), *ROOT.glob("exercises/*/*.ipynb")]:
        name = notebook.relative_to(ROOT).with_suffix("")
        if not (html / f"{name}.html").exists():
            sys.exit(f"The build made no page for {name}: is it in _toc.yml?")
    print("Open", (html / "index.html").as_uri())


if __name__ == "__main__":
    main(*sys.argv[1:2])
