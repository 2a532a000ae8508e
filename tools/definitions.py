"""What a notebook defines, without running the rest of it:

exact_order = take("chapters/15_metrics_at_scale.ipynb", "EXACT", "exact_order").exact_order
"""

import ast
import json
from pathlib import Path
from types import SimpleNamespace


def statements(path):
    """The statements at the top level of a notebook's code cells."""
    for cell in json.loads(Path(path).read_text("utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            yield from ast.parse("".join(cell["source"])).body


def defined(node):
    """The name that a statement defines: a function, a class, or what is assigned to one name. None for any other."""
    if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
        return node.targets[0].id
    return node.name if isinstance(node, ast.FunctionDef | ast.ClassDef) else None


def take(path, *names, given=()):
    """A namespace with these names as the notebook defines them, with those of its imports that they use, and no more.

    given : a dictionary of what is there already. Raises LookupError for a name that the notebook does not define.
    """
    space = dict(given)
    nodes = [node for node in statements(path) if defined(node) in names]
    if lacking := sorted(set(names) - set(map(defined, nodes))):
        raise LookupError(f"{Path(path).name} does not define {', '.join(lacking)}")
    used = {part.id for node in nodes for part in ast.walk(node) if isinstance(part, ast.Name)} - set(space)
    imports = []
    for node in statements(path):
        if isinstance(node, ast.Import | ast.ImportFrom):
            node.names = [alias for alias in node.names if (alias.asname or alias.name.partition(".")[0]) in used]
            imports += [node] if node.names else []
    exec(compile(ast.Module(imports + nodes, type_ignores=[]), f"<{Path(path).stem}>", "exec"), space)
    return SimpleNamespace(**space)
