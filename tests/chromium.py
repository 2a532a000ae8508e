"""The browser as a fixture, for the tests of the pages and of the interactive figures (a plugin: see conftest.py)."""

import os

import pytest
from browser import FLAGS, INSTALL, find_browser


@pytest.fixture(scope="session")
def executable():
    """The browser of this machine. Where it has none the tests are skipped; an automatic run must not go without."""
    path = find_browser()
    if not path:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(INSTALL)
    return path


@pytest.fixture(scope="session")
def chromium(executable):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield browser
        browser.close()


# What one test's page has stored is not there for the next. A page may have been denied its storage.
FORGET = """for (const name of ["localStorage", "sessionStorage"]) try { window[name].clear(); } catch {}"""


def listen(page):
    """Collect what the page asks for, says in the console, and complains of."""
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("console", lambda message: page.said.append(message.text))
    page.on("console", lambda message: page.errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    return page


@pytest.fixture(scope="session")
def contexts():
    """{options: (the browser's context with these options, its tabs that no test has at the moment)}"""
    return {}


@pytest.fixture
def new_page(chromium, contexts):
    """Opens empty pages, offline. Options are those of a browser context; `script` runs before those of the page.

    A tab or a context takes the browser longer to make than a page of the book, so both serve one test after the
    other. A test finds nothing stored, the mouse in the corner, and page.asked, page.said and page.errors empty.
    """
    lent = []

    def new_page(width=1440, height=900, script="", **options):
        key = tuple(sorted(options.items()))
        if key not in contexts:
            contexts[key] = chromium.new_context(offline=True, **options), []
        context, free = contexts[key]
        page = free.pop() if free and not script else listen(context.new_page())
        page.asked, page.said, page.errors = [], [], []
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(media="null", color_scheme=options.get("color_scheme", "light"))
        page.bring_to_front()  # a tab in the background gets one frame a second, for which every click waits
        if script:
            page.add_init_script(script)
        lent.append((page, None if script else free))
        return page

    yield new_page
    for page, free in lent:
        page.evaluate(FORGET)
        if free is None:
            page.close()
            continue
        page.mouse.move(0, 0)
        page.goto("about:blank")
        free.append(page)
