"""A year from its workbook to the download without a mouse: Tab, Enter, Space, Escape, arrows."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.commands import sample
from tests.web.browsing import LONG, entered
from tests.web.running import Running

# More stops than these before what is wanted, and nobody finds it.
_STOPS = 60


@pytest.fixture
def tab(chromium: Browser, shared: Running, tmp_path: Path) -> Iterator[Page]:
    """A tab on a small year that is not planned yet, of the test's own."""
    path = sample(tmp_path)
    with entered(chromium, shared, path) as page:
        page.wait_for_url("**/workbook")
        yield page


def reach(tab: Page, selector: str) -> None:
    """Press Tab until something has the focus."""
    wanted = "s => !!document.activeElement?.matches(s)"
    for _ in range(_STOPS):
        if tab.evaluate(wanted, selector):
            return
        tab.keyboard.press("Tab")
    pytest.fail(f"{selector} is not reached by Tab")


def press(tab: Page, selector: str, key: str = "Enter") -> None:
    reach(tab, selector)
    tab.keyboard.press(key)


def has_focus(tab: Page) -> bool:
    """Whether the focus is on something, not lost."""
    return bool(tab.evaluate("document.activeElement !== document.body"))


def test_from_the_workbook_to_the_download_by_keyboard_alone(tab: Page) -> None:
    press(tab, "#home")
    expect(tab.locator("#recent-0")).to_be_visible()
    press(tab, "#recent-0")
    expect(tab.locator("#go-plan")).to_be_visible()
    press(tab, "#go-plan")
    expect(tab.locator("#plan")).to_be_visible()
    press(tab, "#plan")
    expect(tab.locator("#board")).to_be_visible(timeout=LONG)
    _edit_by_hand(tab)
    _set_statuses(tab)
    _ask_what_if(tab)
    press(tab, "#tab-report")
    expect(tab.locator("#report-file")).to_be_visible()
    reach(tab, "#download")
    with tab.expect_download() as download:
        tab.keyboard.press("Enter")
    assert download.value.suggested_filename.endswith(".xlsx")


def _edit_by_hand(tab: Page) -> None:
    """Take a mission out of the plan, undo it, and come back to its bar."""
    reach(tab, "#board button.m")
    tab.keyboard.press("ArrowRight")
    mission_id = tab.evaluate("document.activeElement.value")
    tab.keyboard.press("Enter")
    expect(tab.locator("#mission-title")).to_be_focused()
    expect(tab.locator("[data-load], [aria-busy=true]")).to_have_count(0)
    press(tab, "#move summary")
    press(tab, "#keep-1")
    expect(tab.locator("#strip section")).to_be_visible()
    assert has_focus(tab)
    press(tab, "#remove")
    expect(tab.locator(".saved")).to_have_text("2 changes not saved")
    assert has_focus(tab)
    tab.keyboard.press("Escape")
    assert tab.evaluate("document.activeElement.matches('#board button.m')")
    tab.keyboard.press("Shift+Tab")
    _back_to(tab, "#undo")
    tab.keyboard.press("Enter")
    expect(tab.locator(".saved")).to_have_text("1 change not saved")
    assert has_focus(tab)
    expect(tab.locator(f"#board button[value={mission_id}]").first).to_be_attached()


def _back_to(tab: Page, selector: str) -> None:
    for _ in range(_STOPS):
        if tab.evaluate("s => !!document.activeElement?.matches(s)", selector):
            return
        tab.keyboard.press("Shift+Tab")
    pytest.fail(f"{selector} is not reached backwards")


def _set_statuses(tab: Page) -> None:
    """Two rows of the table, a status, and the button."""
    press(tab, "#by-table")
    expect(tab.locator("#table")).to_be_visible()
    press(tab, "#bulk", "ArrowDown")
    press(tab, "#table tbody tr:nth-child(1) input", "Space")
    press(tab, "#table tbody tr:nth-child(2) input", "Space")
    _back_to(tab, "#apply")
    tab.keyboard.press("Enter")
    expect(tab.locator(".saved")).to_have_text("2 changes not saved")
    assert has_focus(tab)


def _ask_what_if(tab: Page) -> None:
    """Every amount of a fund, and its slider by arrows."""
    _back_to(tab, "#tab-what-if")
    tab.keyboard.press("Enter")
    expect(tab.locator("#whatif")).to_be_visible()
    press(tab, "button[id^=curve-]")
    slider = tab.locator("input[type=range]")
    expect(slider).to_be_visible(timeout=LONG)
    before = slider.input_value()
    press(tab, "input[type=range]", "ArrowRight")
    assert slider.input_value() != before
    expect(tab.locator("output")).to_contain_text("delivered")
