"""The address says what is seen: reload, Back and Forward show it; to look changes nothing."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from models.workbook import Workbook
from tests.web.read_once import loaded
from tests.web.routes_asked import ask, desk_at
from web.server.routes import ROUTES
from web.session.desk import Desk
from web.session.preferences import Choices, Preferences
from web.shown import static
from web.shown.addresses import filtered, local, looked_at, plan_as_last, plan_at

# What lets a browser in, and what never ends.
NO_VIEWS = ("/enter", "/events")


@pytest.fixture
def desk(year: Path, tmp_path: Path) -> Desk:
    """A desk on a planned year."""
    return desk_at(year, tmp_path / "state")


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ({}, "/plan"),
        ({"by": "region", "zoom": "year"}, "/plan"),
        ({"by": "table", "zoom": "nearer", "mission": "M1", "rows": "2"}, "/plan?by=table"),
        ({"zoom": "month", "flag": "broken"}, "/plan?zoom=month&flag=broken"),
        ({"text": "Ann Lee", "region": "AP"}, "/plan?region=AP"),
    ],
)
def test_an_address_has_what_is_shown_and_nothing_that_may_be_a_name(
    query: dict[str, str], address: str
) -> None:
    """What is the first of its kind is left out, so that one view has one address."""
    assert plan_at(filtered(query)) == address
    assert plan_at(looked_at(query)).startswith("/plan")


def test_only_addresses_of_ours_are_gone_to() -> None:
    assert local("/plan?by=table", "/") == "/plan?by=table"
    for other in ("//evil.example", "/\\evil.example", "https://evil.example", "", "plan"):
        assert local(other, "/workbook") == "/workbook"


def views(workbook: Workbook) -> list[str]:
    """The address of every route that is looked at, about the first row of a plan."""
    assert workbook.year is not None
    assert workbook.plan is not None
    row = workbook.plan.placements[0]
    code = workbook.year.expert_by_id[row.expert_id].administration
    style = static.address("style.css").split("/")
    known = {
        **{part: "0" for route in ROUTES for part in route.param_convertors},
        "mission_id": row.mission_id,
        "expert_id": row.expert_id,
        "code": code,
        "country": code,
        "fund_id": str(row.fund_id),
        "digest": style[-2],
        "name": style[-1],
    }
    paths = [route.path for route in ROUTES if "GET" in (route.methods or ())]
    more = ["/plan?by=table&zoom=month&rows=2&sort=cost&flag=external", "/mobilise?later=yes"]
    return [path.format(**known) for path in (*paths, *more) if path not in NO_VIEWS]


def on_disk(*folders: Path) -> dict[Path, tuple[bytes, int]]:
    """Every file below, with its bytes and when it was written."""
    files = [file for folder in folders for file in folder.rglob("*") if file.is_file()]
    return {file: (file.read_bytes(), file.stat().st_mtime_ns) for file in files}


def test_to_look_changes_nothing(desk: Desk, year: Path) -> None:
    """Every GET leaves the state and the folder of the workbook byte for byte as they were."""
    desk.trouble = ""
    addresses = views(loaded(year))
    assert len(addresses) > 20
    before, known = on_disk(desk.folder, year.parent), (desk.stamp, desk.serial)
    for address in addresses:
        assert ask(desk, address).status in (200, 204, 303, 422), address
        assert ask(desk, address, part=address).status in (200, 204, 303, 422), address
    assert on_disk(desk.folder, year.parent) == before
    assert (desk.stamp, desk.serial) == known


def test_how_the_plan_was_looked_at_last_is_noted_by_a_request_of_its_own(desk: Desk) -> None:
    """The script is told what to note; after that every way to the plan leads there."""
    note = 'data-note="by=table&amp;zoom=month"'
    assert note in ask(desk, "/plan?by=table&zoom=month").text
    assert 'href="/plan"' in ask(desk, "/workbook").text
    assert ask(desk, "/plan/seen", by="table", zoom="month").status == 204
    assert 'data-note=""' in ask(desk, "/plan?by=table&zoom=month").text
    assert Preferences(desk.folder).choices == Choices(by="table", zoom="month")
    for view in ("/workbook", "/report", "/experts"):
        assert 'id="tab-plan" href="/plan?by=table&amp;zoom=month"' in ask(desk, view).text
    assert re.search(
        r'href="/plan\?by=table&amp;zoom=month&amp;mission=', ask(desk, "/experts").text
    )
    shown = ask(desk, "/plan").text  # an address says the same, whatever was looked at last
    assert 'id="by-region" href="/plan" data-part aria-current="true"' in shown
    assert plan_as_last(desk.preferences.choices) == "/plan?by=table&zoom=month"


def test_a_mission_is_opened_and_closed_without_a_script_on_the_same_view(desk: Desk) -> None:
    """The form of the board takes the view along, and the way out of the panel leads back to it."""
    draft = desk.draft
    assert draft is not None
    mission_id = next(iter(draft.teams))
    board = ask(desk, "/plan?by=expert&zoom=quarter&priority=1").text
    form = board[board.index('id="board"') :]
    for name, value in (("by", "expert"), ("zoom", "quarter"), ("priority", "1")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in form
    panel = ask(desk, f"/plan?by=expert&priority=1&mission={mission_id}").text
    assert 'id="shut" href="/plan?by=expert&amp;priority=1"' in panel
    assert f'data-mission="{mission_id}"' in panel


def test_back_forward_reload_and_quick_clicks_show_what_was_asked_for(own: Page) -> None:
    """Views and missions, each a step of its own; the focus goes where somebody looks for it."""
    own.click("#by-expert")
    expect(own.locator("#board[data-by=expert]")).to_be_visible()
    own.click("#zoom-quarter")
    expect(own.locator("#board.quarter")).to_be_visible()
    bar = own.locator("#board button.m").first
    mission_id, bar_id = bar.get_attribute("value"), bar.get_attribute("id")
    bar.click()
    title = own.locator("#mission-title")
    expect(title).to_be_focused()
    assert own.url.endswith(f"/plan?by=expert&zoom=quarter&mission={mission_id}")
    own.reload()
    expect(title).to_contain_text(str(mission_id))
    expect(own.locator("#board.quarter[data-by=expert]")).to_be_visible()
    own.go_back()
    expect(own.locator("#mission")).to_have_count(0)
    expect(own.locator("#board.quarter[data-by=expert]")).to_be_visible()
    expect(own.locator(f"[id='{bar_id}']")).to_be_focused()
    own.go_back()
    expect(own.locator("#board.year[data-by=expert]")).to_be_visible()
    own.go_back()
    expect(own.locator("#board.year[data-by=region]")).to_be_visible()
    own.go_forward()
    expect(own.locator("#board[data-by=expert]")).to_be_visible()
    own.go_forward()
    expect(own.locator("#board.quarter")).to_be_visible()
    own.go_forward()
    expect(title).to_be_focused()
    own.keyboard.press("Escape")
    expect(own.locator("#mission")).to_have_count(0)
    assert "mission" not in own.url
    own.go_back()
    expect(title).to_be_focused()
    own.click("#tab-report")
    expect(own.locator("#print")).to_be_visible()
    own.go_back()
    expect(title).to_contain_text(str(mission_id))
    own.click("#names")  # a choice for the page leads back to what was seen
    expect(own.locator("#names")).to_have_attribute("aria-pressed", "true")
    expect(title).to_contain_text(str(mission_id))
    assert own.url.endswith(f"/plan?by=expert&zoom=quarter&mission={mission_id}")
    # Two quick clicks both count, though the second link was made for the view before the first.
    own.evaluate("for (const id of ['by-fund', 'zoom-month']) document.getElementById(id).click()")
    expect(own.locator("#by-fund")).to_have_attribute("aria-current", "true")
    expect(own.locator("#zoom-month")).to_have_attribute("aria-current", "true")
    assert {"by=fund", "zoom=month"} <= {*urlsplit(own.url).query.split("&")}
