"""A server and a browser for the tests of the page.

Where no Chromium is installed, the tests in a browser are skipped, with a sentence that says how
to install one; in CI (CI=true) they fail instead. Nothing here can hang: whatever takes too long
loses its processes, and the waiting call fails.
"""

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.commands import run, sample
from tests.made_once import made_once
from tests.web.asking import desk_on
from tests.web.browsing import entered, leave, post
from tests.web.chromium import MISSING, found_for_tests
from tests.web.running import Running
from web.session.desk import Desk
from web.session.edits import Remove

_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# Seconds after which the processes of a test, or of the browser's start and end, are ended.
_TEST, _BROWSER = 300.0, 60.0


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """End all processes that this one has started where the block takes longer."""
    timer = threading.Timer(seconds, _end_children)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _end_children() -> None:
    for child in psutil.Process().children(recursive=True):
        try:
            child.kill()
        except psutil.NoSuchProcess:
            continue


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The page runs in processes of its own; here the browser works, and what it shows is read."""
    here = f"{Path(__file__).parent}{os.sep}"
    for item in items:
        if str(item.path).startswith(here):
            item.add_marker(pytest.mark.no_cover)


@pytest.fixture(autouse=True)
def limit() -> Iterator[None]:
    """No test of the page takes for ever."""
    with limited(_TEST):
        yield


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """The browser, one for all tests; it needs no home, no display and no network."""
    path = found_for_tests()
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    home = {"HOME": str(tmp_path_factory.mktemp("browser"))}
    with limited(_BROWSER):
        playwright = sync_playwright().start()
        browser = playwright.chromium.launch(
            executable_path=path,
            args=list(_QUIET),
            env={**os.environ, **home},
            timeout=1000 * _BROWSER,
        )
    yield browser
    with limited(_BROWSER / 2):
        browser.close()
        playwright.stop()


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One server for all tests that neither end it nor ask what it remembers."""
    with Running(tmp_path_factory.mktemp("shared")) as page:
        yield page


@pytest.fixture(scope="session")
def sample_year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small sample year; tests make copies of it."""
    return sample(tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="session")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small year with its plan; tests that change it work on copies."""
    return _planned(tmp_path_factory, 14, 36, 9)


@pytest.fixture(scope="session")
def little(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A year of a few missions with its plan, for what plans it again and again."""
    return _planned(tmp_path_factory, 8, 20, 5)


def _planned(
    tmp_path_factory: pytest.TempPathFactory, missions: int, experts: int, seed: int
) -> Path:
    def make(folder: Path) -> None:
        path = sample(folder, missions, experts, seed)
        assert run("solve", path, "--quiet").code == 0
        (folder / "sample-assigned.xlsx").rename(folder / "year.xlsx")

    return made_once(f"planned-{missions}x{experts}", make, tmp_path_factory) / "year.xlsx"


@pytest.fixture
def year(tmp_path: Path, planned: Path) -> Path:
    """A planned year of the test's own."""
    path = tmp_path / "Documents" / "year.xlsx"
    path.parent.mkdir()
    shutil.copy(planned, path)
    return path


@pytest.fixture
def desk(year: Path, tmp_path: Path) -> Desk:
    """A planned year in which one mission was taken out by hand."""
    found = desk_on(year, tmp_path, lambda _: None)
    assert found.draft is not None
    found.edit((Remove(mission_id=next(iter(found.draft.teams))),), found.version)
    return found


@pytest.fixture
def own(chromium: Browser, shared: Running, year: Path) -> Iterator[Page]:
    """A tab on a planned year of the test's own, as the page is at the first start."""
    with entered(chromium, shared, year) as page:
        page.wait_for_url("**/plan")
        try:
            yield page
        finally:
            if shared.address in page.url:
                post(page, "/jobs/stop", at_once="yes")


@pytest.fixture
def tab(chromium: Browser, shared: Running) -> Iterator[Page]:
    """A tab on the start page, with nothing open."""
    with entered(chromium, shared) as page:
        leave(page)
        yield page
