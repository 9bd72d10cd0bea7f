"""What goes wrong around the page: locked and broken files, workers that die, an end asked for."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

import planner
from tests.commands import sample
from tests.web.browsing import LONG, entered
from tests.web.read_once import loaded
from tests.web.running import Running
from web.session.excel import command
from web.session.places import can_be_replaced


def take_out(tab: Page) -> str:
    """Take the first mission out of the plan."""
    bar = tab.locator("#board button.m").first
    mission_id = bar.get_attribute("value") or ""
    bar.click()
    tab.click("#remove")
    expect(tab.locator(".saved")).to_have_text("1 change not saved")
    return mission_id


def test_what_excel_has_open_is_left_alone_and_the_edits_go_into_another_file(
    own: Page, year: Path
) -> None:
    before = year.read_bytes()
    year.with_name("~$year.xlsx").write_bytes(b"\x05owner")
    expect(own.locator(".held")).to_have_text("open in Excel")
    mission_id = take_out(own)
    own.click("#save")
    expect(own.locator("#trouble")).to_contain_text(
        "Your changes are in year (2).xlsx", timeout=LONG
    )
    assert year.read_bytes() == before
    saved = loaded(year.with_name("year (2).xlsx"))
    assert saved.plan is not None
    assert mission_id not in saved.plan.teams()
    expect(own.locator(".held")).to_have_count(0)


def test_a_file_that_cannot_be_written_is_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "plan.xlsx"
    file.write_bytes(b"content")
    assert can_be_replaced(file)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError  # what Windows says of a workbook that Excel has open

    monkeypatch.setattr(Path, "open", refuse)
    assert not can_be_replaced(file)


def test_a_workbook_that_breaks_meanwhile_is_told_and_what_was_read_stays(
    own: Page, year: Path
) -> None:
    mission_id = take_out(own)
    good = year.read_bytes()
    year.write_bytes(b"this is no workbook at all")
    expect(own.locator("#trouble")).to_contain_text("year.xlsx")
    expect(own.locator(f"#board button[value={mission_id}]")).to_have_count(0)
    expect(own.locator(".saved")).to_have_text("1 change not saved")
    year.write_bytes(good)
    expect(own.locator("#trouble .told")).to_have_count(0)
    expect(own.locator(".saved")).to_have_text("1 change not saved")


def test_planning_is_stopped_or_dies_and_the_page_goes_on(
    chromium: Browser, shared: Running, tmp_path: Path
) -> None:
    path = sample(tmp_path, 40, 100)
    with entered(chromium, shared, path) as tab:
        tab.wait_for_url("**/workbook")
        known = set(shared.workers)
        tab.goto(f"{shared.address}/plan")
        tab.click("#plan")
        expect(tab.locator(".level.working, .level.proven").first).to_be_visible(timeout=LONG)
        for worker in set(shared.workers) - known or set(shared.workers):
            worker.kill()
        expect(tab.locator("#band .bad")).to_contain_text("ended unexpectedly", timeout=LONG)
        tab.goto(f"{shared.address}/plan")
        tab.click("#plan")
        # Stopped before the first plan, there would be none: that is said, and is not asked here.
        expect(tab.locator(".level.working, .level.proven").first).to_be_visible(timeout=LONG)
        tab.click("#stop")
        expect(tab.locator("#board")).to_be_visible(timeout=LONG)
    written = loaded(tmp_path / "sample-assigned.xlsx")
    assert planner.verify(written).violations == ()


@pytest.mark.parametrize("system", ["Windows", "Darwin"])
def test_no_text_of_a_workbook_is_part_of_what_excel_is_told(tmp_path: Path, system: str) -> None:
    typed, at_cell = command(tmp_path / "'; calc; '.xlsx", system, "'; calc; '", "A1")
    assert at_cell
    assert not any("calc" in part for part in typed)


def test_libreoffice_is_led_to_the_cell_by_one_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    typed, at_cell = command(tmp_path / "a b.xlsx", "Linux", "It's #1", "E31")
    assert at_cell
    assert typed[0] == "/usr/bin/libreoffice"
    assert typed[1:] == [f"{tmp_path.resolve().as_uri()}/a%20b.xlsx#%27It%27%27s%20%231%27.E31"]
    monkeypatch.setattr("shutil.which", lambda name: None if "ffice" in name else f"/bin/{name}")
    assert command(tmp_path / "a.xlsx", "Linux", "S", "E31")[1] is False
    monkeypatch.delenv("DISPLAY")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert command(tmp_path / "a.xlsx", "Linux", "S", "E31") == ([], False)


def test_without_a_screen_the_page_says_which_cell_to_look_at(
    chromium: Browser, shared: Running, tmp_path: Path, sample_year: Path
) -> None:
    path = tmp_path / "warned.xlsx"
    shutil.copy(sample_year, path)
    with entered(chromium, shared, path) as tab:
        tab.wait_for_url("**/workbook")
        group = tab.locator("details.group").first
        group.locator("summary").click()
        place = group.locator(".problem strong").first.inner_text()
        group.locator(".show-cell button").first.click()
        expect(tab.locator("#told")).to_contain_text(place)
