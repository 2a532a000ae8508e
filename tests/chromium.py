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
