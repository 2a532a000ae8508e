"""Time and memory of every notebook, one after the other, each in a fresh kernel:  python tools/bench.py [05 ...]

seconds     from starting the kernel to its last output
peak MB     the most memory that the kernel process held at one time, as the system counted it
over floor  seconds less the floor; the floor is the time of a notebook with nothing but the import statements of the
            setup cell, also in a fresh kernel: what the chapter itself computes is what is over it
"""

import ast
import sys
import time
from functools import cache

import nbformat

from execute import notebooks, run

# The system's own count. Linux gives kilobytes, macOS bytes; Windows has no `resource` and is asked through psutil.
PEAK = """
import sys
try:
    import resource
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024))
except ImportError:
    import psutil
    print(psutil.Process().memory_info().peak_wset)
"""


def measure(notebook, name, folder):
    """Seconds and peak bytes of one execution."""
    notebook.cells.append(nbformat.v4.new_code_cell(PEAK))
    start = time.perf_counter()
    run(notebook, name, folder)
    return time.perf_counter() - start, int(notebook.cells[-1].outputs[0].text)


def imports(notebook):
    """The import statements of the setup cell."""
    setup = next((cell.source for cell in notebook.cells if "setup" in cell.metadata.get("tags", [])), "")
    wanted = [node for node in ast.parse(setup).body if isinstance(node, ast.Import | ast.ImportFrom)]
    return "\n".join(ast.unparse(node) for node in wanted)


@cache
def floor(source, folder):
    """Seconds for the imports alone."""
    return measure(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)]), "the imports", folder)[0]


def main():
    paths = notebooks(sys.argv[1:])
    print(f"{'notebook':<44} {'code cells':>10} {'seconds':>8} {'peak MB':>8} {'over floor':>11}")
    total = 0.0
    for path in paths:
        notebook = nbformat.read(path, as_version=4)
        cells, source = sum(cell.cell_type == "code" for cell in notebook.cells), imports(notebook)
        seconds, peak = measure(notebook, path.name, path.parent)
        total += seconds
        over = seconds - floor(source, path.parent)
        print(f"{path.stem:<44} {cells:>10} {seconds:>8.1f} {peak / 2**20:>8.0f} {over:>11.1f}", flush=True)
    print(f"{'all':<44} {'':>10} {total:>8.1f}")


if __name__ == "__main__":
    main()
