"""Each page, light and dark, at a desk and on a phone: no network, accessible, light in bytes, in order."""

import gzip
import re
import tomllib
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from browser import COMPRESSED
from bs4 import BeautifulSoup
from pages import CONFIG, PAGES, ROOT

ADDRESS = CONFIG["html"]["baseurl"]
BUDGET = tomllib.loads((ROOT / "tools" / "budget.toml").read_text(encoding="utf-8"))
SIZES = [(1440, 900), (390, 844)]
NARROWEST = 320  # a page of 1,280 pixels, enlarged to 400 %
# Two rules that axe leaves out and Lighthouse does not; no list of what is in order, which doubles the time.
AXE = {
    "rules": {"label-content-name-mismatch": {"enabled": True}, "td-has-header": {"enabled": True}},
    "resultTypes": ["violations"],
    "preload": False,
}
# In the dark the same page is seen in other colours: the rules that look at colours run once more, for the others
# nothing has changed.
DARK = {**AXE, "runOnly": ["color-contrast", "link-in-text-block"]}
# Contrast takes most of axe's time, so it looks at one text of each kind (see below).
ONE_OF_EACH_KIND = AXE_SCRIPT + ';axe.configure({rules: [{id: "color-contrast", selector: "[data-one]"}]})'
FAULTS = """options => axe.run(options).then(({ violations }) =>
    violations.flatMap(rule => rule.nodes.map(node => [rule.id, node.target, node.html.slice(0, 200)])))"""

# Code has thousands of tokens: the ones of a colour that has been seen become plain text, which axe passes quickly.
ONE_TOKEN_OF_EACH_KIND = """() => {
    const seen = new Set();
    for (const token of document.querySelectorAll('pre span[class]')) {
        const kind = token.className + ' in ' + token.closest('[class*=cell_], [class*=highlight-]')?.className;
        if (seen.has(kind)) token.replaceWith(...token.childNodes); else seen.add(kind);
    }
}"""

# Marks one text of each colour, size and weight on each background, if its kind is new. Returns all kinds seen.
MARK_ONE_OF_EACH_KIND = """seen_before => {
    document.querySelectorAll('[data-one]').forEach(node => node.removeAttribute('data-one'));
    const known = new Map(), seen = new Set(seen_before);
    const behind = node => {
        if (!node) return '';
        if (!known.has(node)) {
            const { backgroundColor, backgroundImage, opacity, filter } = getComputedStyle(node);
            const own = [backgroundColor, backgroundImage, opacity, filter].join();
            known.set(node, behind(node.parentElement) + (own === 'rgba(0, 0, 0, 0),none,1,none' ? '' : '|' + own));
        }
        return known.get(node);
    };
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const node = texts.currentNode.parentElement;
        if (!texts.currentNode.data.trim() || !node.checkVisibility({ visibilityProperty: true })) continue;
        const { color, fontSize, fontWeight } = getComputedStyle(node);
        const kind = [color, fontSize, fontWeight, behind(node)].join();
        if (!seen.has(kind)) node.dataset.one = '';
        seen.add(kind);
    }
    return [...seen];
}"""

LAYOUT_SHIFT = """() => new Promise(resolve => {
    const sum = list => list.getEntries().reduce((sum, entry) => sum + (entry.hadRecentInput ? 0 : entry.value), 0);
    new PerformanceObserver(list => resolve(sum(list))).observe({type: 'layout-shift', buffered: true});
    setTimeout(() => resolve(0), 300);
})"""

OPEN_ALL = "document.querySelectorAll('article details').forEach(part => part.open = true)"

# The first words of code cells that have to be scrolled sideways.
CUT_CODE = """() => {
    const cut = [...document.querySelectorAll('.cell_input pre')].filter(pre => pre.scrollWidth > pre.clientWidth);
    return cut.map(pre => pre.textContent.slice(0, 60));
}"""

# What sticks out of the page, and is not in a box of its own that scrolls.
TOO_WIDE = """() => {
    const scrolls = box => box && (/auto|scroll/.test(getComputedStyle(box).overflowX) || scrolls(box.parentElement));
    const sticks_out = node => node.checkVisibility() && node.getBoundingClientRect().right > innerWidth + 1;
    const nodes = [...document.querySelectorAll('.bd-article-container *')];
    const wide = nodes.filter(node => sticks_out(node) && !scrolls(node.parentElement));
    const page = document.documentElement.scrollWidth > innerWidth ? ['the page'] : [];
    return page.concat(wide.map(node => node.outerHTML.slice(0, 120)));
}"""

# Words that a line end cuts in two, in headings, links, tables and code. A CamelCase name is several words.
BROKEN_WORDS = """() => {
    const broken = [], range = document.createRange();
    for (const part of document.querySelectorAll('article :is(h1, h2, h3, h4, a, table, code)')) {
        const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
        while (texts.nextNode()) {
            if (texts.currentNode.parentElement.closest('pre, math, svg')) continue;
            for (const word of texts.currentNode.data.matchAll(/[A-Z]*[a-z]{2,}|\\d[\\d.,]*\\d/g)) {
                range.setStart(texts.currentNode, word.index);
                range.setEnd(texts.currentNode, word.index + word[0].length);
                if (new Set([...range.getClientRects()].map(box => Math.round(box.top))).size > 1) {
                    broken.push(part.textContent.trim().slice(0, 60) + ': ' + word[0]);
                }
            }
        }
    }
    return broken;
}"""

# The page follows the machine's colour scheme, at once and without fading. (404 has no script, and needs none.)
IS_IN = """scheme => {
    document.getAnimations().forEach(animation => animation.finish());
    return (document.documentElement.dataset.theme ?? scheme) === scheme;
}"""


@cache
def compressed(path):
    content = path.read_bytes()
    return len(gzip.compress(content) if path.suffix in COMPRESSED else content)


def local(url):
    return Path(unquote(urlsplit(url).path))


@pytest.mark.parametrize("name", [*PAGES, "search", "404"])
def test_page_for_every_reader(open_page, html, name):
    seen = {"light": [], "dark": []}
    for size in SIZES:
        page = open_page(name, size=size)
        page.mouse.wheel(0, 100_000)
        assert page.evaluate(LAYOUT_SHIFT) <= BUDGET["layout_shift"]
        outside = [url for url in page.asked if not (url.startswith("file:") and local(url).is_relative_to(html))]
        assert not outside, f"the page asks for files that are not its own: {outside}"
        files = {local(url) for url in page.asked}
        assert len(files) <= BUDGET["requests"], sorted(files)
        assert sum(map(compressed, files)) / 1024 <= BUDGET["kilobytes"]

        page.evaluate(OPEN_ALL)
        assert not page.evaluate(TOO_WIDE), f"does not fit into {size[0]} px"
        page.evaluate(ONE_TOKEN_OF_EACH_KIND)
        page.evaluate(ONE_OF_EACH_KIND)
        for scheme, rules in (("light", AXE), ("dark", DARK)):
            page.emulate_media(color_scheme=scheme)
            page.wait_for_function(IS_IN, arg=scheme)
            before, seen[scheme] = seen[scheme], page.evaluate(MARK_ONE_OF_EACH_KIND, seen[scheme])
            if rules == DARK and seen[scheme] == before:
                continue  # on the phone, the page has the colours that have passed at the desk
            assert len(seen[scheme]) >= 2
            faults = page.evaluate(FAULTS, rules)
            assert not faults, f"{scheme}, {size[0]} px: {faults}"
        if size[0] == 1440:
            assert not page.evaluate(CUT_CODE), "does not fit beside the sidebars"
        else:
            page.set_viewport_size({"width": NARROWEST, "height": size[1]})
            assert not page.evaluate(TOO_WIDE), f"does not fit into {NARROWEST} px"
            assert not page.evaluate(BROKEN_WORDS), f"words that break at {NARROWEST} px"
        assert not page.errors


@pytest.mark.parametrize("name", PAGES)
def test_head_headings_and_figures(html, name):
    text = (html / f"{name}.html").read_text(encoding="utf-8")
    page = BeautifulSoup(text, "html.parser")
    meta = {tag.get("name") or tag.get("property"): tag.get("content") for tag in page.select("meta")}
    assert page.html["lang"] == "en"
    assert page.title.text.strip().endswith("Beyond Accuracy")
    assert len(meta["description"]) > 40 and "\\" not in meta["description"], meta["description"]
    assert meta["og:title"] and meta["og:description"] and meta["og:image"] == f"{ADDRESS}_static/social.png"
    assert page.select_one("link[rel=canonical]")["href"] == f"{ADDRESS}{name}.html"

    levels = [int(heading.name[1]) for heading in page.select("article :is(h1, h2, h3, h4, h5, h6)")]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False)), levels

    assert not re.search(r"</math></span>[^\s<]", text), "a line may end between a formula and its comma"
    for image in page.select("article img"):
        assert len(image.get("alt", "")) > 20, image
        assert image.get("width") and image.get("height"), image
        assert image.find_parent("figure").select_one("figcaption .caption-number"), image
    for table in page.select("article table"):
        assert table.select("th") and all(header.get("scope") for header in table.select("th")), table
