"""What holds for every interactive figure. A folder with a figure is found, and its examples.py is tried, by itself."""

import importlib
import io
import json
import re
import subprocess
import sys
import zipfile
from collections import Counter

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from notebooks import ROOT
from PIL import Image
from playwright.sync_api import expect

from interactive.conftest import STYLE, contrast, extension, linked_files, luminance

HERE = ROOT / "chapters" / "interactive"
FOLDERS = sorted(path.parent.name for path in HERE.glob("*/__init__.py"))
KILOBYTE = 1024
EXAMPLES = {
    f"{folder}-{figure.name}": figure
    for folder in FOLDERS
    for figure in importlib.import_module(f"interactive.{folder}.examples").EXAMPLES
}
every_folder = pytest.mark.parametrize("folder", FOLDERS)
every_example = pytest.mark.parametrize("figure", EXAMPLES.values(), ids=EXAMPLES)
first_of_each = [next(f for f in EXAMPLES.values() if f.figure == folder) for folder in FOLDERS]
one_of_each = pytest.mark.parametrize("figure", first_of_each, ids=FOLDERS)


def size(*files):
    return sum((HERE / file).stat().st_size for file in files)


# --- What Python writes -----------------------------------------------------------------------------------------------


def test_the_core_is_small():
    assert size("core.js", "core.css") <= 8 * KILOBYTE


OUTERMOST_SELECTORS = """() => {
    const selectors = rule => rule.selectorText ?? [...rule.cssRules ?? []].flatMap(selectors);
    return [...document.styleSheets[0].cssRules].flatMap(selectors).flatMap(list => list.split(/,(?![^(]*[)])/));
}"""


@every_folder
def test_script_and_style_sheet_are_small_and_keep_to_their_figure(chromium, folder):
    assert size(f"{folder}/script.js", f"{folder}/style.css") <= 10 * KILOBYTE
    assert f'bookFigure("{folder}",' in (HERE / folder / "script.js").read_text(encoding="utf-8")
    page = chromium.new_page()
    page.set_content(f"<style>{(HERE / folder / 'style.css').read_text(encoding='utf-8')}</style>")
    selectors = page.evaluate(OUTERMOST_SELECTORS)
    page.close()
    assert selectors and all(f'[data-figure="{folder}"]' in selector for selector in selectors), selectors


def test_same_bytes_in_every_process():
    code = (
        "import importlib, sys; sys.path.insert(0, 'chapters')\n"
        f"for folder in {FOLDERS}:\n"
        "    for example in importlib.import_module(f'interactive.{folder}.examples').EXAMPLES:\n"
        "        print(repr(example), example._repr_html_(), sep='\\n')"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    here = [f"{example!r}\n{example._repr_html_()}\n" for example in EXAMPLES.values()]
    assert outputs == {"".join(here).encode()}


@every_example
def test_ids_come_from_the_name(figure):
    html = figure._repr_html_()
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids)) > 0
    assert all(i == figure.name or i.startswith(f"{figure.name}-") for i in ids)
    referred = re.findall(r"url\(#(.+?)\)", html.split("<script")[0]) + re.findall(r'href="#(.+?)"', html)
    referred += " ".join(re.findall(r'(?:labelledby|describedby)="(.+?)"', html)).split()
    assert set(referred) <= set(ids)


@every_example
def test_a_notebook_stores_all_that_the_figure_needs(figure):
    html = figure._repr_html_()
    for tag, name in (("style", "css"), ("script", "js")):
        copies = re.findall(rf"<{tag} data-jupyter>\n(.*?)</{tag}>", html, re.DOTALL)
        files = [f"core.{name}", f"{figure.figure}/{tag}.{name}"]
        assert copies == [(HERE / file).read_text(encoding="utf-8") for file in files]
    json.loads(re.search(r'<script type="application/json">(.*?)</script>', html)[1], parse_constant=pytest.fail)


def test_a_page_links_the_core_and_the_figures_that_it_shows():
    for figure in first_of_each:
        linked, body = linked_files([figure._repr_html_()])
        own = [f"interactive/{figure.figure}/style.css", f"interactive/{figure.figure}/script.js"]
        assert linked == ["interactive/core.css", "interactive/core.js", *own]
        assert "data-jupyter" not in body and "<style" not in body
    linked, _ = linked_files([figure._repr_html_() for figure in EXAMPLES.values()])
    assert set(Counter(linked).values()) == {1} and len(linked) == 2 + 2 * len(FOLDERS)
    assert linked_files(["<p>No figure: data-figure</p>"])[0] == []


def test_a_download_has_what_the_figures_need_and_no_tests(tmp_path):
    chapter = next(path for path in sorted(ROOT.glob("chapters/[0-9]*.ipynb")) if "data-jupyter" in path.read_text())
    extension("theme/downloads").write_zip(ROOT, f"chapters/{chapter.stem}", tmp_path / "chapter.zip")
    names = zipfile.ZipFile(tmp_path / "chapter.zip").namelist()
    packed = {name.removeprefix("chapters/interactive/") for name in names if name.startswith("chapters/interactive/")}
    parts = ["__init__.py", "template.html", "script.js", "style.css"]
    assert packed == {"__init__.py", "core.py", "core.js", "core.css"} | {f"{f}/{p}" for f in FOLDERS for p in parts}
    # A reader's own machine has the figures, the zip, and nothing else of the book.
    zipfile.ZipFile(tmp_path / "chapter.zip").extractall(tmp_path)
    code = f"import {', '.join(f'interactive.{folder}' for folder in FOLDERS)}"
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path / "chapters", check=True)


# --- What a reader sees -----------------------------------------------------------------------------------------------


def state(page):
    """What the script may change: the marked texts, and the marked attributes, with the percentages in them rounded."""
    texts, attributes = page.evaluate("""() => [
        [...document.querySelectorAll(".explorer [data-show]")].map(n => [n.dataset.show, n.textContent.trim()]),
        [...document.querySelectorAll(".explorer [data-at]")].flatMap(n => n.dataset.at.split(" ").map(pair =>
            [pair, n.getAttribute(pair.split("=")[0])])),
    ]""")
    return texts, [[pair, re.sub(r"[-\d.e]+(?=%)", lambda x: f"{float(x[0]):.1f}", to)] for pair, to in attributes]


OUTSIDE = """() => {
    const box = document.querySelector(".explorer").getBoundingClientRect();
    const parts = [...document.querySelectorAll(".explorer :is(table, button, input, p, svg, text, label)")];
    return parts.filter(part => !part.closest(".ex-scroll, .ex-hear")).filter(part => {
        const { left, right, width } = part.getBoundingClientRect();
        return width && (left < box.left || right > box.right);
    }).map(part => part.outerHTML);
}"""


# Which parts a reader sees: of those on the page, not hidden and not empty. All in one question to the browser.
SEEN = """nodes => nodes.map(node => {
    const { width, height } = node.getBoundingClientRect();
    return node.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && width > 0 && height > 0;
})"""


def visible(page, selector):
    return page.locator(f".explorer {selector}").evaluate_all(SEEN)


SCROLLS = "nodes => nodes.filter(node => node.scrollWidth > node.clientWidth).length"


def is_complete_without_a_script(page):
    assert all(visible(page, "svg[role=img]")) and all(visible(page, "table"))
    assert page.locator(".explorer :is(button, input)").count() == 0
    assert page.locator(".explorer svg[role=img]").count() and page.locator(".explorer table").count()


def fits_every_width(page):
    for width in (1440, 768, 390, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert not page.evaluate(OUTSIDE), width


def prints_on_white_paper_without_controls(page):
    page.set_viewport_size({"width": 700, "height": 900})
    page.emulate_media(media="print")
    assert page.locator(".explorer").evaluate(STYLE, "backgroundColor") == "rgb(255, 255, 255)"
    assert page.locator(".explorer").evaluate(STYLE, "color") == "rgb(0, 0, 0)"
    assert not any(visible(page, ":is(button, input)"))
    assert all(visible(page, "table"))
    assert not page.locator(".explorer .ex-scroll").evaluate_all(SCROLLS), "paper does not scroll"
    assert page.locator(".explorer").bounding_box()["height"] < 900  # it needs no page of its own


@every_example
def test_the_same_with_and_without_a_script_at_every_width_and_on_paper(show, figure):
    """Four claims about one example on the two pages that it takes: to open a page is what takes the time."""
    still, live = show(figure, java_script_enabled=False), show(figure, theme="dark")
    drawn_by_python = state(still)
    assert all(text for name, text in drawn_by_python[0] if name != "heard")
    assert state(live) == drawn_by_python
    is_complete_without_a_script(still)
    fits_every_width(live)
    prints_on_white_paper_without_controls(live)


@one_of_each
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_accessible(show, figure, theme):
    page = show(figure, theme=theme)
    report = Axe().run(page, options={"resultTypes": ["violations"], "preload": False})
    faults = [(rule["id"], node["html"]) for rule in report.response["violations"] for node in rule["nodes"]]
    assert not faults


@one_of_each
def test_the_page_does_not_jump_when_the_controls_come(show, figure):
    before, after = show(figure, without_files=".js"), show(figure)
    for width in (1440, 390, 320):
        heights = []
        for page in (before, after):
            page.set_viewport_size({"width": width, "height": 900})
            heights.append(page.locator(".explorer").bounding_box()["height"])
        assert heights[0] == pytest.approx(heights[1], abs=6), width


@one_of_each
def test_keyboard_reaches_every_control(show, figure):
    page = show(figure)
    page.evaluate("window.stolen = 0; document.addEventListener('keydown', () => window.stolen++)")
    controls = page.locator(".explorer :is(input, button, [tabindex='0']):visible").all()
    assert controls
    for number, control in enumerate(controls):
        page.keyboard.press("Tab")
        expect(control).to_be_focused()
        assert control.evaluate(STYLE, "outlineStyle") == "solid"
        assert control.evaluate("node => node.ariaLabel || node.labels?.[0]?.textContent || node.textContent").strip()
        box = control.bounding_box()
        assert box["width"] >= 24 and box["height"] >= 24
        assert page.evaluate("window.stolen") == 1, number  # the first Tab, outside the figure
    for slider in page.get_by_role("slider").all():
        assert slider.get_attribute("aria-valuetext")


@one_of_each
def test_says_nothing_before_the_reader_acts(show, figure):
    page = show(figure)
    page.wait_for_timeout(700)
    expect(page.get_by_role("status")).to_be_empty()
    for image in page.locator("svg[role=img]").all():
        assert len(image.get_attribute("aria-label")) > 60
    assert "{" not in page.locator(".explorer").inner_text()  # words not filled in


BOXES = """nodes => nodes.map(node => node.getBoundingClientRect()).map(box =>
    [box.left + scrollX, box.top + scrollY, box.right + scrollX, box.bottom + scrollY].map(Math.round))"""


@one_of_each
def test_bars_and_marks_stay_in_forced_colours(show, figure):
    def seen(**options):
        """Share of the pixels of each part that can be told from the paper."""
        page = show(figure, **options)
        paper = luminance(page.locator(".explorer").evaluate(STYLE, "backgroundColor"))
        picture = np.asarray(Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("RGB"))
        told = contrast(luminance(picture), paper) >= 1.2
        parts = page.locator(".explorer :is(svg[role=img], td[class], [style*=--share])").evaluate_all(BOXES)
        return np.array([told[top:bottom, left:right].mean() for left, top, right, bottom in parts])

    usual = seen()
    assert (usual > 0.02).all()
    for scheme in ("light", "dark"):
        forced = seen(forced_colors="active", color_scheme=scheme)
        assert (forced >= 0.7 * usual).all(), (usual, forced)


MOVING = """nodes => nodes.filter(node =>
    node.getAnimations().length || parseFloat(getComputedStyle(node).transitionDuration)).length"""


@one_of_each
def test_nothing_moves_by_itself(show, figure):
    """So there is nothing to switch off for a reader who asks for less motion."""
    assert show(figure).locator(".explorer *").evaluate_all(MOVING) == 0


NO_STORAGE = """for (const name of ["localStorage", "sessionStorage", "indexedDB", "caches"])
    Object.defineProperty(window, name, {get() { throw new DOMException("denied", "SecurityError"); }});"""


@one_of_each
def test_works_where_storage_is_denied(show, figure):
    page = show(figure, script=NO_STORAGE)
    assert page.locator(".explorer[data-live] input").count()


@pytest.mark.parametrize("lab", [False, True], ids=["book", "jupyterlab"])
def test_all_figures_on_one_page(show, lab):
    """They look as they do alone. In JupyterLab the core's style comes again after each figure's, in any order."""
    figures = {}
    for figure in EXAMPLES.values():
        if figure.figure not in {other.figure for other in figures.values()}:
            figures.setdefault(figure.name, figure)
    assert len(figures) == len(FOLDERS), "each needs an example with a name of its own"

    def looks(*shown):
        page = show(*shown, lab=lab)
        if lab:
            page.evaluate("addOutput()")
        assert page.locator(".explorer[data-live]").count() == len(shown)
        sizes = "nodes => nodes.map(n => n.getBoundingClientRect()).flatMap(box => [box.width, box.height])"
        return {figure.name: page.locator(f"#{figure.name} :not(script)").evaluate_all(sizes) for figure in shown}

    alone = {name: pytest.approx(looks(figure)[name], abs=0.1) for name, figure in figures.items()}
    assert looks(*figures.values()) == alone
    assert looks(*reversed(figures.values())) == alone


@one_of_each
def test_in_jupyterlab_each_output_brings_the_script_and_leaves_the_others_alone(show, figure):
    page = show(figure, lab=True)
    page.evaluate("addOutput()")
    first = page.locator("body > div > .explorer").first
    slider = first.get_by_role("slider").first
    slider.focus()
    page.keyboard.press("ArrowLeft")
    expect(first.get_by_role("status")).not_to_be_empty()  # the last thing that a move changes, after a while
    moved = first.inner_text(), slider.input_value()
    page.evaluate("addOutput()")
    assert page.locator("body > div > .explorer[data-live]").count() == 2
    assert (first.inner_text(), slider.input_value()) == moved
    second = page.locator("body > div > .explorer").last.get_by_role("slider").first
    assert second.input_value() != slider.input_value()
    second.focus()
    page.keyboard.press("ArrowLeft")
    assert second.input_value() == slider.input_value()
