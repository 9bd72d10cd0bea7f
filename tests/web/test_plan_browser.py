"""Planning, asking and changing the plan in a real browser, held against the planner itself."""

from datetime import date
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser, Page, expect

import planner
from models.requests.question import WhyMission
from models.workbook import Workbook
from tests.commands import sample
from tests.web.browsing import LONG, entered
from tests.web.read_once import loaded
from tests.web.running import Running


def start_that(workbook: Workbook, fits: bool, tab: Page) -> tuple[str, str]:
    """A mission and an allowed start that fits, or that breaks a rule."""
    for mission_id in workbook.plan.teams() if workbook.plan else ():
        address = f"/missions/{mission_id}/starts"
        found = tab.evaluate("a => fetch(a).then(r => r.json())", address)
        now = next(r.start for r in workbook.plan.placements if r.mission_id == mission_id)  # type: ignore[union-attr]
        for start in found:
            if start["fits"] is fits and start["start"] != now.isoformat():
                return mission_id, start["start"]
    pytest.fail("no such start in this year")


def move(tab: Page, mission_id: str, start: str) -> None:
    """Move a mission by its panel."""
    tab.locator(f"#board button[value={mission_id}]").first.click()
    tab.click("#move summary")
    tab.click(f"#move-{start}")
    expect(tab.locator("#strip section")).to_be_visible()


def test_a_year_is_planned_and_the_plan_appears_by_itself(
    chromium: Browser, shared: Running, tmp_path: Path
) -> None:
    path = sample(tmp_path)
    with entered(chromium, shared, path) as tab:
        tab.wait_for_url("**/workbook")
        tab.click("#go-plan")
        tab.click("#plan")
        expect(tab.locator("#board")).to_be_visible(timeout=LONG)
        written = loaded(tmp_path / "sample-assigned.xlsx")
        delivered = len(written.plan.teams()) if written.plan else 0
        expect(tab.locator("#board button.m")).to_have_count(delivered)
        expect(tab.locator("#state")).to_contain_text("All rules kept")
        shown = tab.locator(".level .value").all_inner_texts()
        assert [f"{r.value:,} proven" for r in written.recorded.values()] == shown
        with tab.expect_download() as download:
            tab.click("#download")
        assert download.value.path().read_bytes() == written.content


def three_views_and_the_table_show_the_missions_of_the_workbook(own: Page, year: Path) -> None:
    """Each fits a small screen; at 400 per cent the table stands in for the board."""
    fits = "document.documentElement.scrollWidth <= innerWidth"
    workbook = loaded(year)
    assert workbook.plan is not None
    missions = set(workbook.plan.teams())
    for view in ("region", "expert", "fund"):
        own.click(f"#by-{view}")
        expect(own.locator(f"#by-{view}")).to_have_attribute("aria-current", "true")
        shown = own.eval_on_selector_all("#board button.m", "bars => bars.map(b => b.value)")
        assert set(shown) == missions
        assert own.evaluate(fits)
    own.set_viewport_size({"width": 341, "height": 192})  # 1366 x 768 at 400 per cent
    expect(own.locator("#board")).to_be_hidden()
    expect(own.locator("#table")).to_be_visible()
    assert own.evaluate(fits)
    own.click("#by-table")
    expect(own.locator("#table tbody tr")).to_have_count(len(workbook.plan.placements))
    own.set_viewport_size({"width": 1366, "height": 768})


def the_panel_says_what_explain_says(own: Page, year: Path) -> None:
    workbook = loaded(year)
    mission_id = next(iter(workbook.plan.teams())) if workbook.plan else ""
    answer = planner.Explainer.of(workbook).answer(WhyMission(mission_id=mission_id))
    own.locator(f"#board button[value={mission_id}]").first.click()
    expect(own.locator("#reasons h3").first).to_be_visible()
    assert own.locator("#reasons h3").all_inner_texts() == [b.heading for b in answer.blocks]
    shown = own.locator("#reasons p").all_inner_texts()
    assert shown == [sentence for block in answer.blocks for sentence in block.sentences]
    facts = own.locator("#reasons").inner_text()
    assert all(line.text in facts for block in answer.blocks for line in block.lines)


def test_an_edit_says_what_verify_says_of_the_saved_workbook(own: Page, year: Path) -> None:
    mission_id, start = start_that(loaded(year), False, own)
    move(own, mission_id, start)
    shown = own.locator("#strip li").all_inner_texts()
    own.click("#save")
    expect(own.locator(".saved")).to_have_text("saved", timeout=LONG)
    saved = planner.verify(loaded(year))
    assert shown == [f"{v.rule} {v.message}" for v in saved.violations]
    moved = [r for r in saved.plan.placements if r.mission_id == mission_id]
    assert {r.start for r in moved} == {date.fromisoformat(start)}


def test_what_breaks_is_made_possible_without_breaking_any_rule(own: Page, year: Path) -> None:
    workbook = loaded(year)
    mission_id, start = start_that(workbook, False, own)
    move(own, mission_id, start)
    own.click("#repair")
    expect(own.locator("#leave-price")).to_be_visible(timeout=LONG)
    if own.locator("#take-price").count() == 0:
        expect(own.locator("#pricing")).to_contain_text("Not possible")
        return
    own.click("#take-price")
    expect(own.locator("#state")).to_contain_text("All rules kept")
    own.click("#save")
    expect(own.locator(".saved")).to_have_text("saved", timeout=LONG)
    saved = planner.verify(loaded(year))
    assert saved.violations == ()
    assert any(r.start.isoformat() == start for r in saved.plan.teams()[mission_id])


def test_a_click_counts_though_its_button_is_replaced_meanwhile(own: Page, year: Path) -> None:
    """Parts that come between the press and the release of the button wait until it was heard."""
    move(own, *start_that(loaded(year), True, own))
    expect(own.locator(".saved")).not_to_have_text("saved")
    own.hover("#save")
    own.mouse.down()
    own.evaluate(
        "void page.swap('<header id=head title=new>' + document.getElementById('head').innerHTML)"
    )
    own.evaluate("new Promise((done) => setTimeout(done, 50))")
    own.mouse.up()
    expect(own.locator(".saved")).to_have_text("saved", timeout=LONG)


def test_edits_survive_the_end_of_the_server_and_the_planner_ends_by_its_button(
    chromium: Browser, tmp_path: Path, year: Path
) -> None:
    """Killed, started anew with the same workbook, the edit undone and taken again; then closed."""
    with Running(tmp_path, year) as running, entered(chromium, running) as tab:
        tab.wait_for_url("**/plan")
        mission_id, start = start_that(loaded(year), True, tab)
        move(tab, mission_id, start)
        tab.goto("about:blank")
        running.kill()
    with Running(tmp_path, year) as again:
        workers = again.workers
        with entered(chromium, again) as fresh:
            fresh.wait_for_url("**/plan")
            expect(fresh.locator(".file")).to_contain_text("year.xlsx")
            expect(fresh.locator(".saved")).to_have_text("1 change not saved")
            bar = fresh.locator(f"#board button[value={mission_id}]").first
            expect(bar).to_have_attribute("data-start", start)
            fresh.click("#undo")
            expect(fresh.locator(".saved")).to_have_text("saved", timeout=LONG)
            expect(bar).not_to_have_attribute("data-start", start)
            fresh.click("#redo")
            expect(fresh.locator(".saved")).to_have_text("1 change not saved")
            fresh.click("#close")
            expect(fresh.locator("h1")).to_have_text("Mission planner")
        assert again.process.wait(15) == 0
        assert psutil.wait_procs(workers, timeout=15)[1] == []
        assert not (again.state / "running.json").exists()


def test_a_second_tab_is_told_and_a_stale_one_is_refused(
    shared: Running, own: Page, year: Path
) -> None:
    other = own.context.new_page()
    other.goto(f"{shared.address}/plan")
    mission_id, start = start_that(loaded(year), True, own)
    stale = """([m, s]) => fetch('/edits', {
        method: 'POST',
        headers: {'x-part': '/plan'},
        body: new URLSearchParams({seen: '-1', kind: 'move', mission_id: m, start: s}),
    }).then(r => r.status)"""
    assert other.evaluate(stale, [mission_id, start]) == 409
    move(own, mission_id, start)
    other.bring_to_front()
    expect(other.locator(".saved")).to_have_text("1 change not saved")


def the_worker_may_die_and_the_page_goes_on(shared: Running, own: Page) -> None:
    shared.lose_workers()
    own.locator("#board button.m").first.click()
    expect(own.locator("#reasons h3").first).to_be_visible()


def test_the_board_by_keyboard_alone(own: Page, year: Path) -> None:
    mission_id, start = start_that(loaded(year), True, own)
    first = own.locator("#board button.m[tabindex='0']")
    expect(first).to_have_count(1)
    first.focus()
    own.keyboard.type(mission_id)
    assert own.evaluate("document.activeElement.value") == mission_id
    own.keyboard.press("Enter")
    expect(own.locator("#mission-title")).to_be_focused()
    own.keyboard.press("Escape")
    assert own.evaluate("document.activeElement.value") == mission_id
    before = own.evaluate("document.activeElement.dataset.start")
    earlier = start < before
    own.keyboard.press("Alt+ArrowLeft" if earlier else "Alt+ArrowRight")
    expect(own.locator("#strip section")).to_be_visible()
    assert own.evaluate("document.activeElement.value") == mission_id


def names_are_nowhere_while_they_are_hidden(shared: Running, own: Page, year: Path) -> None:
    workbook = loaded(year)
    assert workbook.year is not None
    assert workbook.plan is not None
    names = [workbook.year.expert_by_id[r.expert_id].name for r in workbook.plan.placements]
    own.click("#by-table")
    expect(own.locator("#table")).to_contain_text(names[0])
    own.click("#names")
    expect(own.locator("#names")).to_have_attribute("aria-pressed", "true")
    mission_id, expert_id = next((r.mission_id, r.expert_id) for r in workbook.plan.placements)
    for address in (
        "/plan?by=table",
        "/plan?by=expert",
        f"/missions/{mission_id}",
        f"/missions/{mission_id}/reasons",
        f"/experts/{expert_id}",
        "/workbook",
    ):
        text = own.evaluate("a => fetch(a).then(r => r.text())", address)
        assert not [name for name in names if name in text], address
    stored = "Object.keys(localStorage).length + Object.keys(sessionStorage).length"
    assert own.evaluate(stored) == 0
    state = "".join(f.read_text(encoding="utf-8") for f in shared.state.iterdir() if f.is_file())
    assert not [name for name in names if name in state]


def who_is_looked_for_stands_in_no_address(own: Page, year: Path) -> None:
    workbook = loaded(year)
    assert workbook.year is not None
    assert workbook.plan is not None
    row = workbook.plan.placements[0]
    name = workbook.year.expert_by_id[row.expert_id].name
    own.fill("#text", name)
    own.press("#text", "Enter")
    expect(own.locator("#clear")).to_be_visible()
    shown = own.eval_on_selector_all("#board button.m", "bars => bars.map(b => b.value)")
    assert row.mission_id in shown
    assert len(set(shown)) < len(workbook.plan.teams())
    assert "?" not in own.url
    own.fill("#text", row.mission_id)  # Enter looks again, though there is a button to show all
    own.press("#text", "Enter")
    expect(own.locator("#board button.m")).to_have_count(1)
    own.click("#clear")
    expect(own.locator("#clear")).to_have_count(0)


def test_what_is_shown_of_a_plan_is_what_the_commands_say(
    shared: Running, own: Page, year: Path
) -> None:
    """One opened page for all that only looks; a step is a function of its own."""
    who_is_looked_for_stands_in_no_address(own, year)
    the_panel_says_what_explain_says(own, year)
    own.keyboard.press("Escape")
    three_views_and_the_table_show_the_missions_of_the_workbook(own, year)
    names_are_nowhere_while_they_are_hidden(shared, own, year)
    own.goto(f"{shared.address}/plan?by=region")
    the_worker_may_die_and_the_page_goes_on(shared, own)
