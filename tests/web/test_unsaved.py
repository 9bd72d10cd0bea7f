"""The start page: what waits to be saved, shown in words, put away and taken again."""

from dataclasses import asdict
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from models.facts.assignment import AssignmentStatus
from tests.web.browsing import post
from tests.web.read_once import loaded
from tests.web.routes_asked import ask, desk_at
from tests.web.running import Running
from web.session.desk import Desk
from web.session.edits import (
    AddScenario,
    Adopt,
    Decline,
    Edit,
    Keep,
    Move,
    Remove,
    SetFund,
    SetStatus,
    Swap,
)
from web.session.journal import Journal
from web.session.preferences import Recent
from web.shown.edit_words import edit_words
from web.shown.texts import Texts

M = {"mission_id": "M012"}
WORDS: dict[str, Edit] = {
    "M012: E1 Confirmed": SetStatus(**M, expert_id="E1", status=AssignmentStatus.CONFIRMED),
    "M012: starts on 14 June 2027": Move(**M, start=date(2027, 6, 14)),
    "M012: paid from CCF-D": SetFund(**M, fund_id="CCF-D"),
    "M012: E2 in the place of E1": Swap(**M, old="E1", new="E2"),
    "M012: E1 declines": Decline(**M, old="E1"),
    "M012: E1 declines, E2 takes over": Decline(**M, old="E1", new="E2"),
    "M012: Keep E1": Keep(**M, expert_id="E1", keep=True),
    "M012: Keep E1 no longer": Keep(**M, expert_id="E1", keep=False),
    "M012: taken out of the plan": Remove(**M),
    "a scenario of 0 changes added": AddScenario(name="Ann Lee", rows=()),
    "another plan taken over for 2 missions": Adopt(mission_ids=("M1", "M2"), placements=()),
}


@pytest.mark.parametrize(("words", "edit"), WORDS.items())
def test_an_edit_is_said_by_ids_alone(words: str, edit: Edit) -> None:
    assert edit_words(Texts("en"), edit) == words
    french = edit_words(Texts("fr"), edit)
    assert french != words
    assert all(f" {name}" in f" {french}" for name in ("E1", "E2") if f" {name}" in words)


def test_days_that_are_over_have_the_names_that_people_give_them() -> None:
    today = date(2027, 6, 16)
    said = {days: Texts("en").when(today - timedelta(days), today) for days in (0, 1, 2, 6, 7)}
    assert said == {0: "today", 1: "yesterday", 2: "Monday", 6: "Thursday", 7: "9 June 2027"}
    assert Texts("fr").moment(datetime(2027, 6, 15, 16, 20), today) == "hier à 16:20"
    assert Texts("en").moment(datetime(2027, 6, 15, 16, 20), today) == "yesterday 16:20"


def test_a_folder_is_named_from_the_users_own_on(tmp_path: Path) -> None:
    at = Recent(path=str(tmp_path / "Documents" / "2027" / "plan.xlsx"), when="")
    assert at.folder(tmp_path) == str(Path("Documents", "2027"))
    assert at.folder(tmp_path / "elsewhere") == str(Path("Documents", "2027"))


@pytest.fixture
def desk(year: Path, tmp_path: Path) -> Desk:
    """A desk on a planned year with two steps that wait to be saved."""
    found = desk_at(year, tmp_path / "state")
    assert found.draft is not None
    for mission_id in list(found.draft.teams)[:2]:
        found.edit((Remove(mission_id=mission_id),), found.version)
    return found


@pytest.mark.parametrize("is_open", [True, False])
def test_what_waits_is_shown_put_away_and_taken_again(
    desk: Desk, year: Path, is_open: bool
) -> None:
    """Of the workbook that is open and of one that is not, without opening it."""
    journal = desk.journal
    assert journal is not None
    key, edits = journal.key, journal.edits
    if not is_open:
        desk.close_workbook()
    shown = ask(desk, "/").text
    assert "2 changes of today" in shown
    assert f"{year.name}</strong>" in shown
    assert all(f"{edit.mission_id}: taken out of the plan" in shown for edit in edits)  # type: ignore[union-attr]
    away = ask(desk, "/unsaved/discard", part="/", key=key)
    assert away.status == 200
    assert f"2 changes to {year.name} discarded." in away.text
    assert Journal(desk.folder, year).edits == ()
    assert "2 changes of today" not in ask(desk, "/").text
    if is_open:
        assert desk.draft is not None
        assert desk.draft.edits == ()
    again = ask(desk, "/unsaved/restore", part="/", key=key, steps="2")
    assert "2 changes of today" in again.text
    assert Journal(desk.folder, year).edits == edits
    assert ask(desk, "/unsaved/discard", part="/", key="0" * 32).status == 422


def test_the_last_workbooks_say_what_the_workbook_says(desk: Desk, year: Path) -> None:
    """How much is delivered, and whether all of it is proven; edits by hand prove nothing."""
    workbook = loaded(year)
    assert workbook.plan is not None
    assert workbook.year is not None
    assert all(level.proven for level in workbook.recorded.values())
    of = f"{len(workbook.plan.teams()) - 2} of {len(workbook.year.missions)} missions delivered"
    desk.remember()
    assert f"{of}</td>" in ask(desk, "/").text
    desk.discard()
    desk.remember()
    of = f"{len(workbook.plan.teams())} of {len(workbook.year.missions)} missions delivered"
    shown = ask(desk, "/").text
    assert f"{of}, all proven" in shown
    assert ">today</td>" in shown


def test_a_note_of_another_version_is_read(desk: Desk) -> None:
    """A list of the last workbooks that knows nothing of proofs is still a list."""
    [entry] = desk.preferences.recent()
    known = {name: value for name, value in asdict(entry).items() if name != "proven"}
    assert Recent(**known).proven is False


def test_edits_are_continued_from_the_start_page(shared: Running, own: Page) -> None:
    own.locator("#board button.m").first.click()
    own.click("#remove")
    expect(own.locator(".saved")).to_have_text("1 change not saved")
    post(own, "/leave")
    own.goto(f"{shared.address}/")
    card = own.locator("section.card").filter(has_text="year.xlsx").first
    card.locator("summary").click()
    expect(card).to_contain_text("taken out of the plan")
    card.locator("button[id^=discard-]").click()
    expect(own.locator("#restore")).to_be_visible()
    own.click("#restore")
    expect(own.locator("#restore")).to_have_count(0)
    card.locator("button[id^=continue-]").click()
    expect(own.locator(".saved")).to_have_text("1 change not saved")
    expect(own.locator("#board")).to_be_visible()
