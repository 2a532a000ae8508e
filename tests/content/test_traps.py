"""The table of traps: each stands in its chapter, and a test that is there pins it.

traps.csv has a line for each: chapter, cell (its id), trap (the words after `Trap:` in the title of the box; where a
section shows it without a box, its heading), test (file::function, two where it takes two).
"""

import ast
import csv
import re
from collections import Counter
from functools import cache

from notebooks import CHAPTERS, ROOT, read

HERE = ROOT / "tests" / "content"
LINES = list(csv.DictReader((HERE / "traps.csv").read_text("utf-8").splitlines()))

# The traps that the book promises: for each chapter in which one stands, words of its line in the table.
CATALOGUE = {
    "labels (N,) against predictions (N, 1)": {"01": "(N,)", "11": "shape (N,)", "12": "labels (N,)"},
    "a function metric for F1 is averaged over batches": {"10": "over batches", "11": "over batches"},
    "F1Score at its default, and with weights of shape (N, 1)": {"10": "`F1Score`", "11": "`F1Score`"},
    "AUC with 200 thresholds": {"05": "approximation", "10": "200 thresholds"},
    "metrics fed with logits": {"05": "approximation", "10": "logits", "12": "metrics that read logits"},
    "Precision on a softmax": {"04": "softmax", "10": "`Precision()` on a softmax"},
    "a scalar loss switches class_weight off": {"12": "returns a scalar"},
    "missing get_config": {"11": "forgets", "12": "`get_config`", "14": "default hyper-parameter"},
    "BinaryFocalCrossentropy ignores alpha": {"13": "an alpha"},
    "Tversky swaps alpha and beta": {"13": "Tversky"},
    "zip(model.metrics_names, results)": {"10": "metrics_names"},
    "EarlyStopping on a custom metric needs a mode": {"14": "mode="},
    "log(0), clipping, saturation": {"12": "clipped loss"},
    "NaN only in the gradient": {"12": "NaN", "13": "NaN"},
    "accuracy printed while training": {"10": "while training"},
    "one class only, and the mean of AUCs": {"05": "one class only", "15": "mean of the parts"},
    "micro-F1 equals accuracy": {"04": "micro-F1"},
    "choosing on the test set": {"07": "test set", "09": "rows that chose"},
    "class weights and focal loss break calibration": {"08": "class weights", "13": "as probabilities"},
    "one metric object in two places": {"11": "two places"},
    "masks": {"10": "padding", "11": "masks"},
    "a cast or reshape after the sigmoid": {"12": "a cast"},
    "class_weight does not reach validation": {"12": "class_weight", "14": "class_weight"},
    "the prevalence moved, for another population": {"05": "population", "06": "population", "08": "population"},
    "accurate and useless": {"01": "accurate"},
    "transposed matrix": {"02": "transposed"},
    "wrong pos_label": {"02": "wrong positive class"},
    "0/0 becomes 0": {"03": "0/0"},
    "hard labels as scores": {"05": "in the place of scores", "06": "in the place of scores"},
    "AUC below 0.5": {"05": "at least 0.5"},
    "a first threshold of inf": {"05": "inf"},
    "a high AUC read as honest probability": {"08": "honest probability"},
    "ranking by the third decimal": {"09": "third decimal"},
    "more true positives than samples": {"11": "true positives"},
    "a rounding loss": {"12": "made of steps"},
    "a loss credited for its threshold": {"13": "crediting the loss"},
}


def places(pattern):
    """Chapter, cell and words of what the pattern finds in the text of the chapters."""
    cells = [(path.stem[:2], cell) for path in CHAPTERS for cell in read(path).cells if cell.cell_type == "markdown"]
    return [(number, cell.id, words) for number, cell in cells for words in re.findall(pattern, cell.source, re.M)]


@cache
def functions(name):
    """Each test function of a file, as text."""
    nodes = ast.parse((HERE / name).read_text("utf-8")).body
    return {node.name: ast.unparse(node) for node in nodes if isinstance(node, ast.FunctionDef)}


def test_the_table_has_each_box_once_and_nothing_that_is_not_there():
    lines = Counter((line["chapter"], line["cell"], line["trap"]) for line in LINES)
    boxes, headings = places(r"^:::+\{admonition\} Trap: (.+)$"), places(r"^#+ (.+)$")
    assert not [place for place in boxes if lines[place] != 1], "each box in one line"
    assert not [place for place in lines if place not in boxes and place not in headings], "no such cell, or not in it"
    assert max(lines.values()) == 1 and LINES == sorted(LINES, key=lambda line: line["chapter"])


def test_each_line_names_a_test_that_is_there_and_asserts():
    for line in LINES:
        assert line["test"], f"no test holds {line['trap']}"
        for name in line["test"].split():
            file, _, function = name.partition("::")
            assert function.startswith("test_") and function in functions(file), f"no test {name}"
            assert re.search(r"\bassert\b|\bassert_|\.raises\(", functions(file)[function]), f"{name} asserts nothing"


def test_each_trap_of_the_catalogue_stands_where_it_is_promised():
    traps = [(line["chapter"], line["trap"]) for line in LINES]
    for name, promised in CATALOGUE.items():
        for chapter, words in promised.items():
            assert any(chapter == number and words in trap for number, trap in traps), f"chapter {chapter}: {name}"
