"""The book's pages, built anew, and opened in Chromium (see tests/chromium.py). All tests in this folder share them."""

import pytest
from filelock import FileLock
from pages import build


@pytest.fixture(scope="session")
def html(tmp_path_factory, worker_id):
    """The built pages: one build for all of pytest-xdist's workers, which share the folder above their own."""
    shared = tmp_path_factory.getbasetemp()
    if worker_id != "master":
        shared = shared.parent
    with FileLock(shared / "html.lock"):
        if not (shared / "html.done").exists():
            run = build(target=shared)
            assert run.returncode == 0, run.stderr
            (shared / "html.done").touch()
    return shared / "_build" / "html"


@pytest.fixture
def open_page(new_page, html):
    """Open a page from its file, with the network cut (see tests/chromium.py)."""

    def open_page(name, scheme="light", size=(1440, 900), **options):
        page = new_page(*size, **options)
        page.emulate_media(color_scheme=scheme)
        path, _, query = name.partition("?")
        page.goto((html / f"{path}.html").as_uri() + (f"?{query}" if query else ""))
        return page

    return open_page
