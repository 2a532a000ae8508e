"""What goes back to the students: nbgrader's feedback, as files that need no network and show no hidden test."""

import re

from math_core import LatexError, LatexToMathML
from nbgrader.preprocessors import NbGraderPreprocessor

from .notebook import HIDDEN_TESTS

# A formula, unless it stands in code.
MATH = re.compile(r"```.*?```|`[^`]*`|\$\$(?P<display>.+?)\$\$|\$(?P<inline>[^$\n]+?)\$", re.DOTALL)
MATHJAX = re.compile(r"<!-- Load mathjax -->.*?<!-- End of mathjax configuration -->", re.DOTALL)
SCORE = re.compile(r"\(Score: [\d.]+ / ([\d.]+)\)")
convert = LatexToMathML(fancy_error=False)


class ForReading(NbGraderPreprocessor):
    """The autograded notebook without hidden tests, with only the last line of their errors; formulas as MathML."""

    def preprocess(self, notebook, resources):
        for cell in notebook.cells:
            if cell.cell_type == "markdown":
                cell.source = MATH.sub(mathml, cell.source)
            elif cell.cell_type == "code" and HIDDEN_TESTS.search(cell.source):
                cell.source = HIDDEN_TESTS.sub("", cell.source)
                for output in cell.outputs:
                    if output.output_type == "error":  # the traceback quotes the test
                        output.traceback = [f"{output.ename}: {output.evalue}"]
        return notebook, resources


def mathml(found):
    latex = found["display"] or found["inline"]
    try:
        return (
            convert.convert_with_local_state(latex.strip(), displaystyle=bool(found["display"])) if latex else found[0]
        )
    except LatexError:
        return found[0]


def feedback(course, which=None):
    """Write the feedback of every graded submission; returns how many, and what nbgrader could not do."""
    number, failed = 0, []
    for name in course.sets(which):
        if not any(course.root.glob(f"autograded/*/{name}/{name}.ipynb")):
            continue
        done = course.api.generate_feedback(name)
        if not done["success"]:
            failed.append(f"{name}: {done.get('error', '')}{done.get('log', '')}")
        with course.gradebook() as gradebook:
            waiting = {one.student.id for one in gradebook.assignment_submissions(name) if one.needs_manual_grade}
        for page in sorted(course.root.glob(f"feedback/*/{name}/{name}.html")):
            text = MATHJAX.sub("", page.read_text("utf-8"))
            if page.parts[-3] in waiting:  # nbgrader counts what nobody has decided yet as 0
                text = SCORE.sub(r"(\1 points in all; not all are given yet)", text, count=1)
            page.write_text(text, "utf-8")
            number += 1
    return number, failed
