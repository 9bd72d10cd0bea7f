"""Planning, asking and changing the plan in a real browser, held against the planner itself."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import psutil
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

import planner
from models.question import WhyMission
from models.workbook import Workbook
from tests.commands import run, sample
from tests.web.browsing import entered
from tests.web.running import Running


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sample year with its plan; tests work on copies."""
    folder = tmp_path_factory.mktemp("planned")
    path = sample(folder, 20, 60, 5)
    assert run("solve", path, "--quiet").code == 0
    return folder / "sample-assigned.xlsx"


@pytest.fixture
def year(tmp_path: Path, planned: Path) -> Path:
    path = tmp_path / "Documents" / "year.xlsx"
    path.parent.mkdir()
    shutil.copy(planned, path)
    return path


@pytest.fixture
def opened(chromium: Browser, tmp_path: Path, year: Path) -> Iterator[tuple[Running, Page]]:
    """The planned year on the page."""
    with Running(tmp_path, year) as running, entered(chromium, running) as tab:
        tab.wait_for_url("**/plan")
        yield running, tab


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
    chromium: Browser, tmp_path: Path
) -> None:
    path = sample(tmp_path, 12, 30, 3)
    with Running(tmp_path, path) as running, entered(chromium, running) as tab:
        tab.wait_for_url("**/workbook")
        tab.click("#go-plan")
        tab.click("#plan")
        expect(tab.locator("#board")).to_be_visible(timeout=60_000)
        written = planner.load(tmp_path / "sample-assigned.xlsx")
        delivered = len(written.plan.teams()) if written.plan else 0
        expect(tab.locator("#board button.m")).to_have_count(delivered)
        expect(tab.locator("#state")).to_contain_text("All rules kept")
        shown = tab.locator(".level .value").all_inner_texts()
        assert [f"{r.value:,} proven" for r in written.recorded.values()] == shown
        with tab.expect_download() as download:
            tab.click("#download")
        assert download.value.path().read_bytes() == written.content


def test_three_views_and_the_table_show_the_missions_of_the_workbook(
    opened: tuple[Running, Page], year: Path
) -> None:
    _, tab = opened
    workbook = planner.load(year)
    assert workbook.plan is not None
    missions = set(workbook.plan.teams())
    for view in ("region", "expert", "fund"):
        tab.click(f"#by-{view}")
        expect(tab.locator(f"#by-{view}")).to_have_attribute("aria-current", "true")
        shown = tab.eval_on_selector_all("#board button.m", "bars => bars.map(b => b.value)")
        assert set(shown) == missions
    tab.click("#by-table")
    expect(tab.locator("#table tbody tr")).to_have_count(len(workbook.plan.placements))


def test_the_panel_says_what_explain_says(opened: tuple[Running, Page], year: Path) -> None:
    _, tab = opened
    workbook = planner.load(year)
    mission_id = next(iter(workbook.plan.teams())) if workbook.plan else ""
    answer = planner.Explainer.of(workbook).answer(WhyMission(mission_id=mission_id))
    tab.locator(f"#board button[value={mission_id}]").first.click()
    expect(tab.locator("#reasons h3").first).to_be_visible()
    assert tab.locator("#reasons h3").all_inner_texts() == [b.heading for b in answer.blocks]
    shown = tab.locator("#reasons p").all_inner_texts()
    assert shown == [sentence for block in answer.blocks for sentence in block.sentences]
    facts = tab.locator("#reasons").inner_text()
    assert all(line.text in facts for block in answer.blocks for line in block.lines)


def test_an_edit_says_what_verify_says_of_the_saved_workbook(
    opened: tuple[Running, Page], year: Path
) -> None:
    _, tab = opened
    mission_id, start = start_that(planner.load(year), False, tab)
    move(tab, mission_id, start)
    shown = tab.locator("#strip li").all_inner_texts()
    tab.click("#save")
    expect(tab.locator(".saved")).to_have_text("saved")
    saved = planner.verify(planner.load(year))
    assert shown == [f"{v.rule} {v.message}" for v in saved.violations]
    moved = [r for r in saved.plan.placements if r.mission_id == mission_id]
    assert {r.start for r in moved} == {date.fromisoformat(start)}


def test_what_breaks_is_made_possible_without_breaking_any_rule(
    opened: tuple[Running, Page], year: Path
) -> None:
    _, tab = opened
    workbook = planner.load(year)
    mission_id, start = start_that(workbook, False, tab)
    move(tab, mission_id, start)
    tab.click("#repair")
    expect(tab.locator("#leave-price")).to_be_visible(timeout=90_000)
    if tab.locator("#take-price").count() == 0:
        expect(tab.locator("#pricing")).to_contain_text("Not possible")
        return
    tab.click("#take-price")
    expect(tab.locator("#state")).to_contain_text("All rules kept")
    tab.click("#save")
    expect(tab.locator(".saved")).to_have_text("saved")
    saved = planner.verify(planner.load(year))
    assert saved.violations == ()
    assert any(r.start.isoformat() == start for r in saved.plan.teams()[mission_id])


def test_edits_survive_the_end_of_the_server_and_can_be_undone(
    chromium: Browser, opened: tuple[Running, Page], tmp_path: Path, year: Path
) -> None:
    running, tab = opened
    mission_id, start = start_that(planner.load(year), True, tab)
    move(tab, mission_id, start)
    tab.goto("about:blank")
    running.kill()
    with Running(tmp_path, year) as again, entered(chromium, again) as fresh:
        fresh.wait_for_url("**/plan")
        expect(fresh.locator(".saved")).to_have_text("1 change not saved")
        bar = fresh.locator(f"#board button[value={mission_id}]").first
        expect(bar).to_have_attribute("data-start", start)
        fresh.click("#undo")
        expect(fresh.locator(".saved")).to_have_text("saved")
        expect(fresh.locator(f"#board button[value={mission_id}]").first).not_to_have_attribute(
            "data-start", start
        )
        fresh.click("#redo")
        expect(fresh.locator(".saved")).to_have_text("1 change not saved")


def test_a_second_tab_is_told_and_a_stale_one_is_refused(
    opened: tuple[Running, Page], year: Path
) -> None:
    running, tab = opened
    other = tab.context.new_page()
    other.goto(f"{running.address}/plan")
    mission_id, start = start_that(planner.load(year), True, tab)
    stale = """([m, s]) => fetch('/edits', {
        method: 'POST',
        headers: {'x-part': '/plan'},
        body: new URLSearchParams({seen: '-1', kind: 'move', mission_id: m, start: s}),
    }).then(r => r.status)"""
    assert other.evaluate(stale, [mission_id, start]) == 409
    move(tab, mission_id, start)
    other.bring_to_front()
    expect(other.locator(".saved")).to_have_text("1 change not saved")


def test_the_worker_may_die_and_the_page_goes_on(opened: tuple[Running, Page], year: Path) -> None:
    running, tab = opened
    for child in psutil.Process(running.process.pid).children():
        child.kill()
    tab.locator("#board button.m").first.click()
    expect(tab.locator("#reasons h3").first).to_be_visible()


def test_the_board_by_keyboard_alone(opened: tuple[Running, Page], year: Path) -> None:
    _, tab = opened
    mission_id, start = start_that(planner.load(year), True, tab)
    first = tab.locator("#board button.m[tabindex='0']")
    expect(first).to_have_count(1)
    first.focus()
    tab.keyboard.type(mission_id)
    assert tab.evaluate("document.activeElement.value") == mission_id
    tab.keyboard.press("Enter")
    expect(tab.locator("#mission-title")).to_be_focused()
    tab.keyboard.press("Escape")
    assert tab.evaluate("document.activeElement.value") == mission_id
    before = tab.evaluate("document.activeElement.dataset.start")
    earlier = start < before
    tab.keyboard.press("Alt+ArrowLeft" if earlier else "Alt+ArrowRight")
    expect(tab.locator("#strip section")).to_be_visible()
    assert tab.evaluate("document.activeElement.value") == mission_id


def test_names_are_nowhere_while_they_are_hidden(opened: tuple[Running, Page], year: Path) -> None:
    running, tab = opened
    workbook = planner.load(year)
    assert workbook.year is not None
    assert workbook.plan is not None
    names = [workbook.year.expert_by_id[r.expert_id].name for r in workbook.plan.placements]
    tab.click("#by-table")
    expect(tab.locator("#table")).to_contain_text(names[0])
    tab.click("#names")
    expect(tab.locator("#names")).to_have_attribute("aria-pressed", "true")
    mission_id, expert_id = next((r.mission_id, r.expert_id) for r in workbook.plan.placements)
    for address in (
        "/plan?by=table",
        "/plan?by=expert",
        f"/missions/{mission_id}",
        f"/missions/{mission_id}/reasons",
        f"/experts/{expert_id}",
        "/workbook",
    ):
        text = tab.evaluate("a => fetch(a).then(r => r.text())", address)
        assert not [name for name in names if name in text], address
    stored = "Object.keys(localStorage).length + Object.keys(sessionStorage).length"
    assert tab.evaluate(stored) == 0
    state = "".join(f.read_text(encoding="utf-8") for f in running.state.iterdir() if f.is_file())
    assert not [name for name in names if name in state]


def test_the_year_fits_a_small_screen_and_the_table_stands_in_at_400_per_cent(
    opened: tuple[Running, Page],
) -> None:
    _, tab = opened
    width = "document.documentElement.scrollWidth <= innerWidth"
    assert tab.evaluate(width)
    tab.set_viewport_size({"width": 341, "height": 192})  # 1366 x 768 at 400 per cent
    expect(tab.locator("#board")).to_be_hidden()
    expect(tab.locator("#table")).to_be_visible()
    assert tab.evaluate(width)


@pytest.mark.parametrize(
    "view", ["/workbook", "/plan?by=region", "/plan?by=expert", "/plan?by=fund", "/plan?by=table"]
)
def test_every_view_keeps_the_rules_of_accessibility(
    opened: tuple[Running, Page], view: str
) -> None:
    running, tab = opened
    tab.goto(f"{running.address}{view}")
    found = Axe().run(
        tab, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
    )
    assert found.violations_count == 0, found.generate_report()


def test_who_is_looked_for_stands_in_no_address(opened: tuple[Running, Page], year: Path) -> None:
    _, tab = opened
    workbook = planner.load(year)
    assert workbook.year is not None
    assert workbook.plan is not None
    row = workbook.plan.placements[0]
    name = workbook.year.expert_by_id[row.expert_id].name
    tab.fill("#text", name)
    tab.press("#text", "Enter")
    expect(tab.locator("#clear")).to_be_visible()
    shown = tab.eval_on_selector_all("#board button.m", "bars => bars.map(b => b.value)")
    assert row.mission_id in shown
    assert len(set(shown)) < len(workbook.plan.teams())
    assert "?" not in tab.url
    tab.click("#clear")
    expect(tab.locator("#clear")).to_have_count(0)
