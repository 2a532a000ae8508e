"""Interactive figures, a folder each: Python draws them in full, a script makes them move. To add one:

1. Copy the folder of the figure nearest to yours. Its name is the figure's: lower-case letters, digits, underscores.
2. `__init__.py`: one function that checks its arguments, computes, and returns an `Interactive` (core.py).
3. `template.html`: the whole figure without a script. `<template>` holds the controls, which come with the script.
   data-show="key" marks a text that changes, data-at="x1=key" an attribute that does, role="status" what is announced.
4. `script.js`: bookFigure("folder", (root, data, tools) => ...) updates what is marked; core.js lists the tools.
5. `style.css`: what core.css lacks, under .explorer[data-figure="folder"]. Script and style sheet stay under 10 KB.
6. `examples.py`: EXAMPLES, figures with different names, edge cases too. `test_folder.py`: its numbers are right.
7. .venv/bin/python -m pytest -n0 chapters/interactive    (test_every_figure.py finds the folder and tries its examples)
8. In a notebook: from interactive.folder import ...; name and caption in the cell's metadata; make execute, make book.
"""
