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


@pytest.fixture(scope="session")
def contexts():
    return {}


# What one test's page has stored is not there for the next. A page may have been denied its storage.
FORGET = """for (const name of ["localStorage", "sessionStorage"]) try { window[name].clear(); } catch {}"""


@pytest.fixture
def new_page(chromium, contexts):
    """Opens empty pages, offline, which close after the test. Options are those of a browser context.

    To make a context takes the browser longer than to open a page of the book, so all tests share one for each set of
    options.
    """
    opened = []

    def new_page(width=1440, height=900, **options):
        key = tuple(sorted(options.items()))
        if key not in contexts:
            contexts[key] = chromium.new_context(offline=True, **options)
        page = contexts[key].new_page()
        page.set_viewport_size({"width": width, "height": height})
        opened.append(page)
        return page

    yield new_page
    for page in opened:
        page.evaluate(FORGET)
        page.close()
