"""Re-execute notebooks and store their outputs in the one form that is committed.

    python tools/execute.py                              every chapter and exercise
    python tools/execute.py 05                           chapter 5 and its exercises
    python tools/execute.py chapters/05_roc_auc.ipynb    one notebook

A notebook is written only when all of its cells ran. Executing twice gives the same file, byte for byte.
"""

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from tqdm import tqdm

ROOT = Path(__file__).resolve().parents[1]
CELL_TIMEOUT = 300  # seconds
# ipykernel sends what C code writes to stderr to the page, except under pytest: execute as the tests do.
KERNEL_ENV = {"PYTEST_CURRENT_TEST": "tools/execute.py"}
ANSI = re.compile(r"\x1b\[[0-9;]*m")


def notebooks(arguments=()):
    """Paths for the command line's arguments (chapter numbers or paths); without any, every notebook of the book."""
    paths = []
    for argument in arguments or [""]:
        if argument and not argument.isdigit():
            found = [Path(argument)]
        else:
            number = f"{int(argument):02d}" if argument else ""
            found = sorted(ROOT.glob(f"chapters/{number}*.ipynb")) + sorted(ROOT.glob(f"exercises/{number}*/*.ipynb"))
        if not found or not all(path.is_file() for path in found):
            sys.exit(f"No such notebook: {argument or 'chapters/*.ipynb'}")
        paths += found
    return paths


def run(notebook, name, folder, env=None):
    """Execute the notebook in place, in a fresh kernel that starts in `folder`; RuntimeError says which cell failed."""
    started = []  # indices of the cells that were started; the last one is where an error happened
    client = NotebookClient(
        notebook,
        timeout=CELL_TIMEOUT,
        record_timing=False,  # times would differ in every run
        coalesce_streams=True,  # so that chunks of one stream do not depend on timing
        store_widget_state=False,
        extra_arguments=["--log-level=ERROR"],  # the kernel's own start-up messages say nothing about the book
        on_cell_start=lambda cell, cell_index: started.append(cell_index),
        resources={"metadata": {"path": str(folder)}},
    )
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    try:
        client.execute(env={**os.environ, **KERNEL_ENV, **(env or {})})
    except Exception as error:  # an error in a cell, a time-out, a dead kernel
        where = f"cell {started[-1] + 1} of {len(notebook.cells)}" if started else "before the first cell"
        raise RuntimeError(f"{name}, {where}\n{str(error).strip() or repr(error)}") from error


def normalised(notebook):
    """The notebook's text without anything that depends on the machine; outputs, counts, tags and ids stay."""
    notebook.nbformat_minor = max(notebook.nbformat_minor, 5)  # the first version with cell ids
    command = [
        "nb-clean",
        "clean",
        "--preserve-cell-outputs",
        "--preserve-execution-counts",
        "--preserve-cell-metadata",
    ]
    command[0] = str(Path(sys.executable).with_name(command[0]))
    text = nbformat.writes(notebook) + "\n"
    return subprocess.run(command, input=text.encode(), capture_output=True, check=True).stdout.decode()


def execute(path):
    notebook = nbformat.read(path, as_version=4)
    run(notebook, path.name, path.resolve().parent)
    text = normalised(notebook)
    temporary = path.with_name(path.name + ".tmp")
    temporary.write_text(text, encoding="utf-8", newline="\n")
    os.replace(temporary, path)  # a reader sees the old notebook or the new one, never half of one


def main():
    paths = notebooks(sys.argv[1:])
    failures = 0
    progress = tqdm(total=len(paths), unit="notebook", disable=None if len(paths) > 1 else True)
    with ThreadPoolExecutor(os.cpu_count()) as pool:  # each thread waits for a kernel, which is a process of its own
        tasks = {pool.submit(execute, path): path for path in paths}
        for task in as_completed(tasks):
            try:
                task.result()
                progress.write(f"executed  {tasks[task].name}")
            except (RuntimeError, OSError, subprocess.CalledProcessError) as error:
                failures += 1
                text = str(error) if sys.stderr.isatty() else ANSI.sub("", str(error))
                progress.write(f"FAILED    {text}\n          The stored notebook is unchanged.", file=sys.stderr)
            progress.update()
    progress.close()
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
