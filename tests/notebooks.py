"""Which notebooks the book has, and how the tests read them."""

from functools import cache
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parents[1]
CHAPTERS = sorted(ROOT.glob("chapters/[0-9][0-9]_*.ipynb"))
EXERCISES = sorted(ROOT.glob("exercises/*/*.ipynb"))
NOTEBOOKS = sorted(ROOT.glob("chapters/*.ipynb")) + EXERCISES


@cache
def read(path):
    return nbformat.read(path, as_version=4)


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def tags(cell):
    return cell.metadata.get("tags", [])


def texts(cell):
    """The cell's outputs as a list of texts: what was printed, the last value, tables as HTML, figures as SVG."""
    found = []
    for output in cell.get("outputs", []):
        if output.output_type == "stream":
            found.append(output.text)
        elif output.output_type == "error":
            found += [output.evalue, *output.traceback]
        else:
            found += [str(data) for kind, data in output.data.items() if kind.startswith(("text/", "image/svg"))]
    return found
