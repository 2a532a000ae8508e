"""The texts of another edition, to be translated: writes them, or brings them up to date with the English book.

    python tools/texts.py ko    `make texts EDITION=ko`

locales/ko/LC_MESSAGES/ gets a file for each page, in the format of gettext: every paragraph, title and caption, with
room for its translation. What is not translated appears in English. A text that changed is marked as fuzzy and appears
in English, too, until somebody has looked at it. Code and outputs stay as they are.
"""

import sys
import tempfile
from pathlib import Path

from sphinx_intl.basic import update

from pages import ROOT, build


def main(edition, source=ROOT):
    with tempfile.TemporaryDirectory() as folder:
        run = build(source, folder, builder="gettext")
        if run.returncode:
            sys.exit(run.stderr)
        update(source / "locales", Path(folder, "_build", "gettext"), [edition], line_width=0)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Which edition? For instance: make texts EDITION=ko")
    main(sys.argv[1])
