"""Figures in Chromium, on a page of their own: as the book links their files, and as JupyterLab shows an output."""

import re
from importlib.util import module_from_spec, spec_from_file_location
from types import SimpleNamespace

import numpy as np
import pytest
from notebooks import ROOT

# Paper and ink of the theme's two modes
COLOURS = {"light": ("#ffffff", "#222832"), "dark": ("#14181e", "#ced6dd")}
# As JupyterLab does it: the stored output set as inner HTML, its scripts made anew.
LAB = """<script>function addOutput() {
  const output = document.createElement("div");
  output.innerHTML = document.querySelector("template").innerHTML;
  for (const old of output.querySelectorAll("script")) {
    const script = document.createElement("script");
    for (const {name, value} of old.attributes) script.setAttribute(name, value);
    script.textContent = old.textContent;
    old.replaceWith(script);
  }
  document.body.append(output);
}</script>"""


STYLE = "(node, name) => getComputedStyle(node)[name]"


def luminance(colours):
    """WCAG's relative luminance, of a colour as the browser names it or of pixels (..., 3)."""
    if isinstance(colours, str):
        colours = [float(number) for number in re.findall(r"[\d.]+", colours)[:3]]
    share = np.asarray(colours, float) / 255
    return np.where(share <= 0.03928, share / 12.92, ((share + 0.055) / 1.055) ** 2.4) @ [0.2126, 0.7152, 0.0722]


def contrast(one, other):
    """WCAG's contrast of two luminances, 1 to 21."""
    return (np.maximum(one, other) + 0.05) / (np.minimum(one, other) + 0.05)


def luminance_of(page, selector, name):
    """Luminance of a colour of the first element that the selector finds."""
    return luminance(page.locator(selector).first.evaluate(STYLE, name))


def listen(page):
    """Collect in window.heard what a screen reader is told from now on."""
    page.evaluate("""() => {
        window.heard = [];
        new MutationObserver(() => window.heard.push(document.querySelector("[role=status]").innerText))
            .observe(document.querySelector("[role=status]"), {childList: true});
    }""")


def extension(path):
    """A module of _ext/, from where Sphinx takes it."""
    spec = spec_from_file_location(path.rpartition("/")[2], ROOT / "_ext" / f"{path}.py")
    spec.loader.exec_module(module := module_from_spec(spec))
    return module


def linked_files(outputs):
    """What _ext/content/interactive_figures.py makes of stored outputs: the linked files, and the page's body."""
    linked = []
    app = SimpleNamespace(add_css_file=linked.append, add_js_file=lambda name, loading_method: linked.append(name))
    context = {"body": "\n".join(outputs)}
    extension("content/interactive_figures").link_files(app, "page", "page.html", context, None)
    return linked, context["body"]


def page_of(outputs, theme, without_files):
    linked, body = linked_files(outputs)
    address = f"{ROOT.as_uri()}/chapters"
    tags = "".join(
        f'<link rel="stylesheet" href="{address}/{name}">'
        if name.endswith(".css")
        else f'<script defer src="{address}/{name}"></script>'
        for name in linked
        if not (without_files and name.endswith(without_files))
    )
    paper, ink = COLOURS[theme]
    return f"""<!doctype html><html lang="en" data-theme="{theme}"><meta charset="utf-8"><title>Figures</title>
<meta name="viewport" content="width=device-width">{tags}
<body style="background: {paper}; --pst-color-background: {paper}; --pst-color-text-base: {ink}">
<main style="max-width: 840px"><h1 style="font-size: 16px; color: {ink}">Figures</h1>{body}</main></body></html>"""


@pytest.fixture
def show(new_page, tmp_path):
    """Opens a page with these figures. What a page writes to the console, or asks of the network, fails the test."""
    pages = []

    def show(*figures, width=1440, theme="light", lab=False, without_files=None, **options):
        outputs = [figure._repr_html_() for figure in figures]
        file = tmp_path / f"page-{len(pages)}.html"
        head = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Lab</title><body>'
        html = (
            f"{head}<template>{''.join(outputs)}</template>{LAB}</body></html>"
            if lab
            else page_of(outputs, theme, without_files)
        )
        file.write_text(html, encoding="utf-8")
        page = new_page(width, **options)
        page.goto(file.as_uri())
        pages.append(page)
        return page

    yield show
    assert not [page.said + page.errors for page in pages if page.said or page.errors]
