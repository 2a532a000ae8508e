"""Run a snippet in a process of its own: with another backend of Keras, or with other settings of TensorFlow.

    found = run("jax", source_of("11_custom_metrics", "LowestScore") + "report(lowest=float(...))")

The snippet hands back what it gives to `report`, as a dictionary.
"""

import ast
import json
import os
import subprocess
import sys
from functools import cache
from importlib.util import find_spec

import pytest

from notebooks import ROOT, code_cells, read, tags

MARK = "REPORTED "
PREAMBLE = f"""
import json, warnings
warnings.simplefilter("ignore")

def report(**values):
    print({MARK!r} + json.dumps(values), flush=True)

def error_of(function, *arguments, **options):
    "The name of the error that a call raises, or its result where it raises none."
    try:
        return function(*arguments, **options)
    except Exception as error:
        return type(error).__name__
"""


def source_of(chapter, *names, define=True):
    """A chapter's imports (of what is installed here) and its `define` cells, unless they are not wanted, and the
    classes and functions with these names from its other cells, as text."""
    parts, left = [], set(names)
    for cell in code_cells(read(ROOT / "chapters" / f"{chapter}.ipynb")):
        if "define" in tags(cell):
            parts += [cell.source] * define
            continue
        for node in ast.parse(cell.source).body:
            if define and "setup" in tags(cell) and isinstance(node, ast.Import | ast.ImportFrom):
                module = node.module if isinstance(node, ast.ImportFrom) else node.names[0].name
                if module == "book" or find_spec(module.partition(".")[0]):
                    parts.append(ast.unparse(node))
            elif getattr(node, "name", None) in left:
                decorators = [f"@{ast.unparse(decorator)}" for decorator in node.decorator_list]
                parts.append("\n".join([*decorators, ast.get_source_segment(cell.source, node)]))
                left.remove(node.name)
    assert not left, f"{chapter} does not define {left}"
    return "\n\n".join(parts) + "\n\n"


# Before anything else of TensorFlow: the processor counts as two devices.
TWO_DEVICES = """
import tensorflow as tf
cpu = tf.config.list_physical_devices("CPU")[0]
tf.config.set_logical_device_configuration(cpu, [tf.config.LogicalDeviceConfiguration()] * 2)
"""
BACKENDS = ["tensorflow", "jax", "torch"]
every_backend = pytest.mark.parametrize("backend", BACKENDS)


@cache
def run(backend, code, **environment):
    """What the code reports when Keras runs on this backend; the same code is run once. Skips the test where the
    backend is not installed."""
    if not find_spec(backend):
        pytest.skip(f"{backend} is not installed here, so nothing checks what the book says about it")
    environment = {
        **os.environ,
        "KERAS_BACKEND": backend,
        "PYTHONPATH": str(ROOT / "chapters"),
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TF_ENABLE_ONEDNN_OPTS": "0",
        **environment,
    }
    command = [sys.executable, "-c", PREAMBLE + code]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-3000:]
    reports = [json.loads(line.removeprefix(MARK)) for line in done.stdout.splitlines() if line.startswith(MARK)]
    assert reports, f"nothing was reported: {done.stdout}"
    return {name: value for report in reports for name, value in report.items()}
