"""Every view says what the commands say, by mouse, by keyboard and in forced colours."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

import planner
from planner.app.together import merged
from tests.builders import year as built_year
from tests.commands import sample
from tests.together.test_pool_file import books, pool_year, without_people
from tests.web.browsing import LONG, entered, leave, post
from tests.web.read_once import loaded
from tests.web.running import Running

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture
def tab(chromium: Browser, shared: Running, planned: Path) -> Iterator[Page]:
    """A tab on the planned year that all read and none changes."""
    with entered(chromium, shared, planned) as page:
        page.wait_for_url("**/plan")
        yield page


def cells(path: Path, sheet: str) -> list[list[object]]:
    """The rows of a sheet, without its header."""
    rows = openpyxl.load_workbook(path, read_only=True, data_only=True)[sheet].iter_rows(
        values_only=True
    )
    return [list(row) for row in rows][1:]


def the_overview_has_the_numbers_of_the_summary(shared: Running, tab: Page, planned: Path) -> None:
    summary = {str(row[0]): row[1] for row in cells(planned, "Summary")}
    workbook = loaded(planned)
    assert workbook.plan is not None
    assert workbook.year is not None
    tab.goto(f"{shared.address}/report")
    figures = tab.locator(".figure").all_inner_texts()
    assert figures[0] == f"{summary['Missions planned']} / {len(workbook.year.missions)}"
    rows = tab.locator("main table").first.locator("tbody tr")
    shown = [row.locator("td").first.inner_text() for row in rows.all()]
    values = planner.verify(workbook).levels
    assert shown == [f"{v.value:,}" for v in values if v.level != "stability"]


def the_report_is_one_file_with_every_reason_and_no_name_that_is_hidden(
    shared: Running, tab: Page, planned: Path
) -> None:
    post(tab, "/choices", hide_names="yes")
    text = tab.evaluate("() => fetch('/report/file').then(r => r.text())")
    post(tab, "/choices", hide_names="no")
    year = loaded(planned).year
    assert year is not None
    assert not [expert.name for expert in year.experts if expert.name in text]
    assert "<script" not in text
    assert "src=" not in text
    assert "http" not in text.replace("http-equiv", "")
    alone = tab.context.new_page()
    alone.set_content(text)
    shown = alone.locator("main").inner_text()
    alone.close()
    for row in cells(planned, "Not delivered"):
        assert str(row[0]) in shown


def the_next_steps_are_those_of_the_sheet(shared: Running, tab: Page, planned: Path) -> None:
    expected = [str(row[5]).splitlines() for row in cells(planned, "Actions") if row[5]]
    tab.goto(f"{shared.address}/mobilise?later=yes")
    shown = [
        text.strip().splitlines()
        for text in tab.locator("td[lang=en]:nth-child(6)").all_inner_texts()
    ]
    assert shown == expected


def test_a_letter_is_read_as_it_is_written(own: Page, year: Path) -> None:
    row = loaded(year).plan.placements[-1]  # type: ignore[union-attr]
    pair = f"{row.mission_id} {row.expert_id}"
    own.goto(own.url.split("/plan")[0] + "/plan?by=table")
    own.check(f"input[value='{pair}']")
    own.select_option("#bulk", "Available")
    own.click("#apply")
    expect(own.locator(".saved")).to_have_text("1 change not saved")
    own.click("#tab-mobilise")
    card = own.locator("details.card").first
    card.locator("summary").click()
    asked = [text.partition(" (")[0] for text in card.locator("li").all_inner_texts()]
    card.locator("a[id^=preview-]").click()
    letter = card.locator("article.letter")
    expect(letter.locator("p").first).to_be_visible()
    assert asked
    assert all(name in letter.inner_text() for name in asked)
    post(own, "/plan/find", clear="yes")


def experts_are_found_without_a_name_in_any_address(
    shared: Running, tab: Page, planned: Path
) -> None:
    year = loaded(planned).year
    assert year is not None
    expert = year.experts[7]
    tab.click("#tab-experts")
    tab.fill("#who", expert.name)
    tab.click("#seek")
    expect(tab.locator("#experts tbody tr")).to_have_count(1)
    assert "?" not in tab.url
    code = year.qualifications[0].expertise
    tab.fill("#who", "")
    tab.select_option("#code", code)
    holders = {row.expert_id for row in year.qualifications if row.expertise == code}
    expect(tab.locator("#experts tbody tr")).to_have_count(len(holders))
    tab.locator("#experts a").first.click()
    expect(tab.locator("#reasons h3").first).to_be_visible()
    post(tab, "/experts")


def test_several_plans_are_joined_once_nothing_contradicts_itself(
    tab: Page, tmp_path: Path
) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()
    paths = [sample(one, 4, 12), sample(two, 4, 12, 8)]
    paths[1] = paths[1].rename(two / "other.xlsx")
    leave(tab)
    tab.click("#several")
    tab.fill("#paths", "\n".join(map(str, paths)))
    tab.click("#look")
    expect(tab.locator("#together a[href='/']")).to_be_attached()  # the last thing on the page
    shown = tab.locator(".clashes li").all_inner_texts()
    problems = merged([loaded(path) for path in paths]).problems
    assert len(shown) == len(problems)
    assert all(p.message in text for p, text in zip(problems, shown, strict=True))
    assert not list(tmp_path.rglob("*joined*"))
    errors = any(problem.severity == "error" for problem in problems)
    assert tab.locator("#join").count() == (0 if errors else 1)


def test_a_plan_is_opened_with_its_pool(tab: Page, tmp_path: Path) -> None:
    plan, pool = books(tmp_path, built_year(), pool_year())
    without_people(plan)
    leave(tab)
    tab.click("details.typed summary")
    tab.fill("#path", str(plan))
    tab.fill("#pool", str(pool))
    tab.click("#open")
    tab.wait_for_url("**/workbook")
    year = planner.load(plan, pool=pool).year
    assert year is not None
    expect(tab.locator("main")).to_contain_text(f"{len(year.experts)} experts")


def test_a_bar_is_dragged_to_a_start_that_the_page_has_marked(own: Page, year: Path) -> None:
    workbook = loaded(year)
    assert workbook.plan is not None
    bars = own.locator("#board button.m")
    for place in range(bars.count()):
        bar = bars.nth(place)
        mission_id, now = bar.get_attribute("value"), bar.get_attribute("data-start")
        found = own.evaluate("a => fetch(a).then(r => r.json())", f"/missions/{mission_id}/starts")
        others = [start for start in found if start["start"] != now]
        if others:
            break
    wanted = max(others, key=lambda start: abs(start["day"] - found[0]["day"]))
    own.locator("#zoom-quarter").click()
    expect(own.locator("#board.quarter")).to_be_visible()
    bar = own.locator(f"#board button[value={mission_id}]").first
    bar.scroll_into_view_if_needed()
    box, lanes = bar.bounding_box(), own.locator("#board .lanes").nth(1).bounding_box()
    assert box is not None
    assert lanes is not None
    day = lanes["width"] / float(own.locator("#board").get_attribute("data-days") or 365)
    old = next(start for start in found if start["start"] == now)
    x, y = box["x"] + 3, box["y"] + box["height"] / 2
    own.mouse.move(x, y)
    own.mouse.down()
    own.mouse.move(x + 8, y)
    expect(own.locator(".start-mark")).to_have_count(len(found))
    own.mouse.move(x + (wanted["day"] - old["day"]) * day, y, steps=3)
    expect(own.locator("#hint")).to_contain_text(wanted["words"])
    own.mouse.up()
    expect(own.locator("#strip section")).to_be_visible()
    own.click("#save")
    expect(own.locator(".saved")).to_have_text("saved", timeout=LONG)
    saved = loaded(year)
    assert saved.plan is not None
    moved = {row.start for row in saved.plan.teams()[str(mission_id)]}
    assert moved == {date.fromisoformat(wanted["start"])}
    assert bool(planner.verify(saved).violations) is not wanted["fits"]


def test_forced_colours_and_reduced_motion_keep_the_rules_too(
    chromium: Browser, shared: Running, planned: Path
) -> None:
    wanted = {"forced_colors": "active", "reduced_motion": "reduce"}
    with entered(chromium, shared, planned, **wanted) as tab:
        tab.wait_for_url("**/plan")
        # Another test of the same server may have left the table on.
        tab.goto(f"{shared.address}/plan?by=region&zoom=year")
        bar = tab.locator("#board button.m").first
        assert bar.evaluate("b => parseFloat(getComputedStyle(b).borderTopWidth)") >= 1
        assert tab.evaluate("document.getAnimations().length") == 0
        found = Axe().run(tab, options={"runOnly": WCAG})
        assert found.violations_count == 0, found.generate_report()


def test_a_step_that_is_done_is_noted_for_all_whom_it_is_about(own: Page, year: Path) -> None:
    own.click("#tab-mobilise")
    button = own.locator("button[name=step]").first
    line = own.locator("tbody tr").filter(has=button).locator("td[lang=en]").last.inner_text()
    rows = [text for text in line.splitlines()[1:] if text.strip()]
    wanted = button.inner_text()
    own.click("#later")
    expect(own.locator("#later")).to_have_count(0)
    own.locator("button[name=step]").first.click()
    expect(own.locator(".saved")).to_have_text("1 change not saved")
    assert "later=yes" in own.url
    own.click("#tab-plan")
    own.click("#by-table")
    shown = own.locator("#table tbody tr").filter(has_text=wanted)
    before = loaded(year).year
    assert before is not None
    already = sum(row.status == wanted for row in before.assignments)
    expect(shown).to_have_count(already + len(rows))
    post(own, "/undo", seen="1")


def edit(tab: Page, mission_id: str) -> None:
    """Take a mission out of the plan as another tab does; this one follows."""
    before = tab.locator("#main").get_attribute("data-stamp") or ""
    # A page that is loaded anew has the newest edit's number in its forms.
    known = tab.evaluate("""() => fetch('/plan?by=table').then(r => r.text())
        .then(t => t.match(/name="seen" value="(-?[0-9]+)"/)[1])""")
    assert post(tab, "/edits", seen=known, kind="remove", mission_id=mission_id) == 200
    expect(tab.locator("#main")).not_to_have_attribute("data-stamp", before)


def test_what_is_typed_and_ticked_stays_while_others_edit(own: Page, year: Path) -> None:
    plan = loaded(year).plan
    assert plan is not None
    first, second, third = list(plan.teams())[:3]
    address = own.url.split("/plan")[0]
    own.goto(f"{address}/plan?by=table")
    own.check(f"#table input[value^='{first} ']")
    own.check(f"#table input[value^='{second} '] >> nth=0")
    own.select_option("#bulk", "Confirmed")
    edit(own, first)
    expect(own.locator(f"#table input[value^='{first} ']")).to_have_count(0)
    expect(own.locator("#table input:checked")).to_have_count(1)
    expect(own.locator("#bulk")).to_have_value("Confirmed")
    own.click("#apply")
    expect(own.locator(".saved")).to_have_text("2 changes not saved")
    expect(own.locator("#table input:checked")).to_have_count(0)
    own.goto(f"{address}/what-if")
    own.fill("#amount-2", "12345")
    own.fill("#name", "Donors cut")
    own.check("#whatif input[value=yes]")
    edit(own, third)
    expect(own.locator("#amount-2")).to_have_value("12345")
    expect(own.locator("#name")).to_have_value("Donors cut")
    expect(own.locator("#whatif input[value=yes]")).to_be_checked()


def a_name_without_a_space_widens_no_table(shared: Running, tab: Page) -> None:
    where = "td[data-label=Expert], td[data-label='To whom'], td[data-label=What], th[scope=row]"
    lengthen = """where => {
        const cells = document.querySelectorAll(where);
        for (const cell of cells) cell.append(' ' + 'x'.repeat(280));
        return [cells.length, document.documentElement.scrollWidth];
    }"""
    for view in ("/plan?by=table", "/experts", "/mobilise", "/not-delivered"):
        tab.goto(f"{shared.address}{view}")
        cells, width = tab.evaluate(lengthen, where)
        assert cells, view
        assert width <= 1366, view


def test_views_say_what_the_sheets_say(shared: Running, tab: Page, planned: Path) -> None:
    """One opened page for all that only looks; a step is a function of its own."""
    experts_are_found_without_a_name_in_any_address(shared, tab, planned)
    the_overview_has_the_numbers_of_the_summary(shared, tab, planned)
    the_report_is_one_file_with_every_reason_and_no_name_that_is_hidden(shared, tab, planned)
    the_next_steps_are_those_of_the_sheet(shared, tab, planned)
    a_name_without_a_space_widens_no_table(shared, tab)
