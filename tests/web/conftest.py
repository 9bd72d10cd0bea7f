"""A server and a browser for the tests of the page.

Where no Chromium is installed, the tests in a browser are skipped, with a sentence that says how
to install one; in CI (CI=true) they fail instead.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.commands import sample
from tests.web.browsing import entered
from tests.web.chromium import MISSING, found
from tests.web.running import Running

_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser, one for all tests."""
    path = found()
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(_QUIET))
        yield browser
        browser.close()


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    """A server with nothing open."""
    with Running(tmp_path) as page:
        yield page


@pytest.fixture(scope="module")
def sample_year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small sample year; tests make copies of it."""
    return sample(tmp_path_factory.mktemp("sample"), 12, 30)


@pytest.fixture
def tab(chromium: Browser, running: Running) -> Iterator[Page]:
    """A browser tab that has come in by the link; whatever the page says to another host fails."""
    with entered(chromium, running) as page:
        yield page
