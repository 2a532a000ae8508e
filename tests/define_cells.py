"""Take the from-scratch functions out of a notebook, so that a test can hold them against other implementations.

from define_cells import load, load_helpers
precision = load("02_precision_recall_f1").precision
pair_table = load_helpers("05_roc_auc").pair_table  # from a cell without the tag
"""

import ast
import linecache
import sys
from functools import cache
from types import ModuleType

from definitions import statements, take
from notebooks import ROOT, code_cells, read, tags


@cache
def load(name):
    """A module with the chapter's `define` cells: the imports of its setup cell, then the cells in their order."""
    module = ModuleType(f"chapter_{name}")
    sys.modules[module.__name__] = module  # Keras and pickle look a class up by its module
    cells = code_cells(read(ROOT / "chapters" / f"{name}.ipynb"))
    defined = [cell for cell in cells if "define" in tags(cell)]
    assert defined, f"{name} has no cell tagged `define`"
    for cell in cells:
        if "setup" in tags(cell):
            imports = [node for node in ast.parse(cell.source).body if isinstance(node, ast.Import | ast.ImportFrom)]
            exec(compile(ast.Module(imports, type_ignores=[]), f"<{name} setup>", "exec"), module.__dict__)
    for number, cell in enumerate(defined, start=1):
        filename = f"<{name} define {number}>"
        linecache.cache[filename] = (len(cell.source), None, cell.source.splitlines(keepends=True), filename)
        exec(compile(cell.source, filename, "exec"), module.__dict__)  # a traceback then shows the cell's lines
    return module


@cache
def load_helpers(name):
    """The same, and the functions and classes (nothing else but what they import) of the chapter's other cells."""
    path, module = ROOT / "chapters" / f"{name}.ipynb", load(name)
    functions = [node.name for node in statements(path) if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    return take(path, *(found for found in functions if not hasattr(module, found)), given=vars(module))
