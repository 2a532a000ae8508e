"""What the interactive figures share: how a notebook stores one, and the checks and the drawing that several need.

A page of the book links core.css and core.js and those of the figures it shows (_ext/content/interactive_figures.py).
In JupyterLab a notebook has nothing but itself, so its stored output carries a copy of them. The cost: after an edit
of a script or a style sheet, `make execute` has to refresh the notebooks that show the figure, and strict nbval fails
until it is done.
"""

import json
import re
from html import escape
from pathlib import Path

import jinja2
import numpy as np

HERE = Path(__file__).resolve().parent
MICRO = 10**6  # scores have at most 6 decimals: they are short, and the same in JavaScript


class Interactive:
    """One interactive figure. What a notebook stores of it depends on its arguments alone.

    figure    its folder, which holds template.html, script.js and style.css
    name      prefix of its ids: lower-case letters, digits, hyphens; each figure of a page needs its own
    label     title of the figure
    summary   what stands for it where there is only text
    data      what the script needs, as JSON
    drawn     what the template needs
    """

    def __init__(self, figure, *, name, label, summary, data, **drawn):
        check(isinstance(label, str) and label.strip(), "label", "must be a non-empty string")
        check(isinstance(name, str) and re.fullmatch("[a-z][a-z0-9-]*", name), "name", "must match [a-z][a-z0-9-]*")
        self.figure, self.name, self.label, self.summary, self.data = figure, name, label, summary, data
        self.body = TEMPLATES.get_template(f"{figure}/template.html").render(name=name, **drawn)

    def _repr_html_(self):
        data = json.dumps(self.data, separators=(",", ":"), allow_nan=False).replace("<", "\\u003c")
        styles, scripts = (
            "\n".join(
                f"<{tag} data-jupyter>\n{(HERE / file).read_text(encoding='utf-8')}</{tag}>"
                for file in (f"core.{suffix}", f"{self.figure}/{file}.{suffix}")
            )
            for tag, file, suffix in (("style", "style", "css"), ("script", "script", "js"))
        )
        return f"""{styles}
<div class="explorer" id="{self.name}" data-figure="{self.figure}" role="group" aria-labelledby="{self.name}-title">
<p class="ex-title" id="{self.name}-title">{escape(self.label)}</p>
{self.body}
<script type="application/json">{data}</script>
</div>
{scripts}"""

    def __repr__(self):
        return self.summary


def check(holds, argument, rule):
    if not holds:
        raise ValueError(f"{argument} {rule}")


def check_two_names(**pairs):
    for name, pair in pairs.items():
        two = isinstance(pair, list | tuple) and len(pair) == 2
        check(two and all(isinstance(x, str) and x.strip() for x in pair), name, "must be two non-empty strings")


def check_classes(classes):
    """What the labels 0 and 1 mean, with the words of the field: "survived (negative)", "died (positive)"."""
    check_two_names(classes=classes)
    return [kind if c == kind else f"{c} ({kind})" for c, kind in zip(classes, ("negative", "positive"))]


def check_decimals(y_score, name="y_score"):
    """The scores in millionths, as exact integers."""
    whole = np.rint(y_score * MICRO)
    if not ((whole / MICRO == y_score).all() and abs(whole).max() < 2**53):
        raise ValueError(f"{name} must be rounded to at most 6 decimals: np.round(np.asarray({name}, float), 6)")
    return whole.astype(np.int64)


def linear_ticks(low, high):
    """Ticks of an axis; the first and the last are its ends."""
    if 0 <= low and high <= 1:
        return [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]
    from matplotlib.ticker import MaxNLocator

    if high - low < 1e-4:  # all scores in one place, or nearly: ticks have 6 decimals at most
        low, high = low - 1, high + 1
    return [round(tick, 6) for tick in MaxNLocator(6, steps=[1, 2, 5, 10]).tick_values(low, high).tolist()]


def roc_points(y_true, y_score):
    """False and true positives at each score, the highest first; both begin with 0. Tied scores make one point."""
    order = np.argsort(-y_score, kind="stable")
    last_of_tie = np.append(np.diff(y_score[order]) != 0, True)
    fp, tp = (np.cumsum(hits[order])[last_of_tie] for hits in (1 - y_true, y_true))
    return np.append(0, fp), np.append(0, tp)


def path(x, y):
    """SVG path through points of the unit square, y upwards, on a grid of 500; core.js has the same function."""
    points = [f"{i} {500 - j}" for i, j in np.floor(500 * np.column_stack([x, y]) + 0.5).astype(int)]
    return "M" + "L".join(p for p, before in zip(points, [None, *points]) if p != before)


def percent(share):
    return f"{100 * share:.2f}".rstrip("0").rstrip(".") + "%"


def plain(number):
    """A number as JavaScript writes it: 1 and 0.35, without an exponent."""
    return np.format_float_positional(float(number) + 0.0, trim="-")


TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(HERE),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=jinja2.StrictUndefined,
)
TEMPLATES.filters |= {"percent": percent, "plain": plain}
