"""`make book`: the pages in _build/html, from the stored outputs of the notebooks. A warning is an error."""

import subprocess
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
CONFIG = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
TOC = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
CHAPTERS = [Path(chapter["file"]) for part in TOC["parts"] for chapter in part["chapters"]]
PAGES = [TOC["root"], *(file.with_suffix("").as_posix() for file in CHAPTERS)]


def build(source=ROOT, target=ROOT, builder="html"):
    """Build the book in `source` into `target`/_build. Returns the run; its stderr says what went wrong."""
    command = [Path(sys.executable).with_name("jupyter-book"), "build", source, "--path-output", target]
    options = ["--builder", builder, "--all", "-W", "--keep-going", "--quiet"]
    return subprocess.run([*command, *options], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def main():
    run = build()
    if run.returncode:
        sys.exit(run.stderr)
    html = ROOT / "_build" / "html"
    for notebook in [*ROOT.glob("chapters/*.ipynb"), *ROOT.glob("exercises/*/*.ipynb")]:
        name = notebook.relative_to(ROOT).with_suffix("")
        if not (html / f"{name}.html").exists():
            sys.exit(f"The build made no page for {name}: is it in _toc.yml?")
    print("Open", (html / "index.html").as_uri())


if __name__ == "__main__":
    main()
