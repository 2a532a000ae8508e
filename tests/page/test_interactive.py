"""What a built page loads for its interactive figures. How they work: chapters/interactive/test_every_figure.py."""

import re

from notebooks import ROOT
from pages import PAGES

FOLDERS = [path.parent.name for path in ROOT.glob("chapters/interactive/*/script.js")]


def test_a_page_loads_the_core_and_the_figures_that_it_shows(html):
    shown = {}
    for name in PAGES:
        page = (html / f"{name}.html").read_text(encoding="utf-8")
        shown[name] = set(re.findall(r'<div class="explorer"[^>]* data-figure="(\w+)"', page))
        scripts = re.findall(r'<script defer="defer" src="[./]*_static/interactive/(.*?)\?', page)
        expected = ["core.js", *sorted(f"{figure}/script.js" for figure in shown[name])] if shown[name] else []
        assert (scripts[:1] + sorted(scripts[1:])) == expected, name  # the core comes first, and everything once
        [bundle] = re.findall(r'href="[./]*(_static/book-\w+\.css)', page)
        styles = (html / bundle).read_text(encoding="utf-8")
        assert ("container-type: inline-size;" in styles) == bool(shown[name]), name
        assert {f for f in FOLDERS if f'.explorer[data-figure="{f}"]' in styles} == shown[name], name
        assert "data-jupyter" not in page, "the copies for JupyterLab are left out"
    assert any(shown.values())
