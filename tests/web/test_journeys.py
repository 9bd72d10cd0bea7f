"""The journeys of people who plan, defend and change a year, each in a real browser."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

import planner
from models.requests.question import ToDeliver
from scenarios.app.comparing import compare, scenarios_in
from scenarios.app.sweeping import sweep
from scenarios.study.sheets import comparison_book
from scenarios.sweep.knobs import FundAmount
from tests.web.browsing import LONG, entered
from tests.web.read_once import loaded
from tests.web.running import Running
from web.server.routes import ROUTES

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# What answers with something else than a page to look at.
NO_PAGES = (
    "/enter",
    "/arrival",
    "/door",
    "/alive",
    "/favicon.ico",
    "/static/{digest}/{name}",
    "/events",
    "/download",
    "/report/file",
    "/report/pool",
    "/what-if/download",
    "/missions/{mission_id}/starts",
    "/missions/{mission_id}/takers",
)
PAGES = [route.path for route in ROUTES if "GET" in (route.methods or ())]
VIEWS = (
    *dict.fromkeys(path for path in PAGES if path not in NO_PAGES),
    "/plan?by=expert",
    "/plan?by=fund",
    "/plan?by=table",
    "/plan?by=region&mission={mission_id}",
    "/mobilise?later=yes",
)
# So many tests look at all of them.
PARTS = 2


@pytest.fixture
def tab(chromium: Browser, shared: Running, planned: Path) -> Iterator[Page]:
    """A tab on the planned year that all read and none changes."""
    with reading(chromium, shared, planned) as page:
        yield page


@pytest.fixture
def little_tab(chromium: Browser, shared: Running, little: Path) -> Iterator[Page]:
    """A tab on a year that is soon planned again, which none changes."""
    with reading(chromium, shared, little) as page:
        yield page


@contextmanager
def reading(chromium: Browser, shared: Running, plan: Path) -> Iterator[Page]:
    """A tab on a planned year, as the page is at the first start."""
    with entered(chromium, shared, plan) as page:
        page.wait_for_url("**/plan")
        yield page


def go(tab: Page, shared: Running, view: str) -> None:
    tab.goto(f"{shared.address}{view}")


@cache
def first_things(path: Path) -> dict[str, str]:
    """What the addresses of views name, from the first row of a plan."""
    workbook = loaded(path)
    assert workbook.year is not None
    assert workbook.plan is not None
    row = workbook.plan.placements[0]
    code = workbook.year.expert_by_id[row.expert_id].administration
    known = {"mission_id": row.mission_id, "expert_id": row.expert_id, "code": code}
    # No scenario and no dossier has these names: the page says so.
    nothing = {"number": "0", "place": "none"}
    return {**known, **nothing, "country": code, "fund_id": str(row.fund_id)}


@pytest.mark.parametrize("part", range(PARTS))
def test_every_view_keeps_the_rules_of_accessibility_and_reflows_at_400_per_cent(
    shared: Running, tab: Page, planned: Path, part: int
) -> None:
    """Some of the views one after the other, so that the workbook is opened for them once."""
    for view in VIEWS[part::PARTS]:
        go(tab, shared, view.format(**first_things(planned)))
        expect(tab.locator("[data-load], [aria-busy=true]")).to_have_count(0)
        keeps_the_rules_of_accessibility_and_reflows(tab)


# Rows with the same elements, attributes and classes are in order or out of it together: of each
# kind two stay, so that what they must not share is seen. A table takes most of the time else.
_TWO_OF_A_KIND = """() => {
    const shape = (e) => [e.tagName, ...e.getAttributeNames(), e.getAttribute('class')].join(' ');
    const known = {};
    for (const row of document.querySelectorAll('tbody tr, option')) {
        const kind = [row, ...row.querySelectorAll('*')].map(shape).join();
        known[kind] = (known[kind] || 0) + 1;
        if (known[kind] > 2) row.remove();
    }
}"""


def keeps_the_rules_of_accessibility_and_reflows(tab: Page) -> None:
    tab.set_viewport_size({"width": 341, "height": 192})
    # A board that does not fit is a table, which the page asks for only now.
    expect(tab.locator("#narrow:not(:has(table))")).to_have_count(0)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 341, tab.url
    tab.set_viewport_size({"width": 1366, "height": 768})
    tab.evaluate(_TWO_OF_A_KIND)
    # What is in order is not listed: that takes a third of the time.
    found = Axe().run(tab, options={"runOnly": WCAG, "resultTypes": ["violations"]})
    assert found.violations_count == 0, f"{tab.url}: {found.generate_report()}"


def every_view_speaks_french_and_marks_what_is_english(shared: Running, tab: Page) -> None:
    tab.click("#language")
    expect(tab.locator("html")).to_have_attribute("lang", "fr")
    for view in ("/report", "/plan?by=table", "/mobilise", "/what-if"):
        go(tab, shared, view)
        assert tab.locator("h1").first.is_visible()
    tab.click("#language")
    expect(tab.locator("html")).to_have_attribute("lang", "en")


def a_slider_says_what_sweep_says(shared: Running, little_tab: Page, little: Path) -> None:
    tab, workbook = little_tab, loaded(little)
    assert workbook.year is not None
    fund = max(workbook.year.funds, key=lambda f: f.amount)
    go(tab, shared, "/what-if")
    tab.click(f"#curve-{fund.id}")
    slider = tab.locator("input[type=range]")
    expect(slider).to_be_visible(timeout=LONG)
    values = sorted({round(fund.amount * share / 10) for share in range(5, 16)})
    curve = sweep(workbook, FundAmount(fund.id), values)
    stairs = [(d.value, sum(d.counts or ())) for d in curve.stretches]
    for value in (values[0], fund.amount, values[-1], *(v for v, _ in stairs)):
        slider.evaluate(
            "(s, v) => { s.value = v; s.dispatchEvent(new Event('input', {bubbles: true})); }",
            value,
        )
        expected = [missions for start, missions in stairs if start <= value][-1]
        assert tab.locator("output").inner_text() == f"{value:,}: {expected} delivered"
    go(tab, shared, f"/funds/{fund.id}")
    assert tab.locator("svg polyline").count() == 1
    names = [expert.name for expert in workbook.year.experts]
    assert not [name for name in names if name in tab.locator("main").inner_text()]
    expect(tab.locator("#wishes")).to_have_attribute("aria-busy", "false", timeout=LONG)
    header, *rows = openpyxl.load_workbook(little, read_only=True)["Fund use"].iter_rows(
        values_only=True
    )
    (row,) = (row for row in rows if row[0] == fund.id)
    told = tab.locator("#wishes li").all_inner_texts()
    assert " ".join(told) == (row[header.index("More would deliver")] or "")


def scenarios_say_what_the_command_says(shared: Running, little_tab: Page, little: Path) -> None:
    tab, workbook = little_tab, loaded(little)
    go(tab, shared, "/what-if")
    tab.click("#plan-sheet")
    expect(tab.locator("#comparison")).to_be_visible(timeout=LONG)
    found = compare(workbook, scenarios_in(workbook))
    shown = tab.locator("#comparison tbody tr").first.locator("td").all_inner_texts()
    expected = [str(len(c.teams)) if c.result else c.trouble for c in found.all_cases]
    assert shown == expected
    with tab.expect_download() as got:
        tab.click("#download-comparison")
    book = openpyxl.load_workbook(BytesIO(got.value.path().read_bytes()))
    written = openpyxl.load_workbook(BytesIO(comparison_book(found)))
    assert book.sheetnames == written.sheetnames
    for name in ("What changed", "Fund use"):
        assert [*book[name].values] == [*written[name].values]
    names = {expert.name for expert in workbook.year.experts} if workbook.year else set()
    said = {str(value) for sheet in book for row in sheet.values for value in row}
    assert names
    assert not names & said
    tab.locator("[id^=both-]").first.click()
    expect(tab.locator(".board.both")).to_have_count(2)
    keeps_the_rules_of_accessibility_and_reflows(tab)


def a_change_that_means_nothing_is_refused_in_words(shared: Running, tab: Page) -> None:
    go(tab, shared, "/what-if")
    tab.select_option("#new", "fund withdrawn")
    tab.click("#add")
    expect(tab.locator("#target-0")).to_be_focused()
    tab.keyboard.type("NO-SUCH-FUND")
    tab.keyboard.press("Enter")
    expect(tab.locator("#wrong-target-0")).to_contain_text("NO-SUCH-FUND")
    expect(tab.locator("#told")).to_contain_text("Nothing was planned")
    tab.click("#changes button[name=remove]")
    expect(tab.locator("#target-0")).to_have_count(0)


def what_is_not_delivered_is_told_as_in_the_sheet(
    shared: Running, tab: Page, planned: Path
) -> None:
    sheet = openpyxl.load_workbook(planned, read_only=True)["Not delivered"]
    header, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    go(tab, shared, "/not-delivered")
    expect(tab.locator("#undelivered [data-load]")).to_have_count(0)
    if rows and rows[0][0]:
        why = header.index("Why")
        expect(tab.locator("#undelivered")).to_contain_text(str(rows[0][why]))
        assert tab.locator("#undelivered tbody tr").count() == len(rows)


def test_the_price_of_a_mission_is_that_of_explain(own: Page, year: Path) -> None:
    workbook = loaded(year)
    assert workbook.year is not None
    assert workbook.plan is not None
    missing = [m.id for m in workbook.year.missions if m.id not in workbook.plan.teams()]
    if not missing:
        pytest.skip("this sample delivers everything")
    own.click("#tab-not-delivered")
    own.click(f"#price-{missing[0]}")
    expect(own.locator("#leave-price")).to_be_visible(timeout=LONG)
    answer = planner.Explainer.of(workbook).answer(ToDeliver(mission_id=missing[0]))
    shown = own.locator("#pricing")
    for sentence in answer.blocks[-1].sentences:
        expect(shown).to_contain_text(sentence)
    # A plan found for another draft would take back what was done since.
    remove = """id => fetch('/edits', {method: 'POST', headers: {'x-part': '/plan'},
        body: new URLSearchParams({kind: 'remove', mission_id: id,
        seen: document.querySelector('#undo').form.seen.value})}).then(r => r.status)"""
    assert own.evaluate(remove, next(iter(workbook.plan.teams()))) == 200
    own.reload()
    expect(shown).to_contain_text("The plan has changed since this was asked")
    expect(own.locator("#take-price")).to_have_count(0)


def an_administration_declines(tab: Page, code: str) -> None:
    """Its page says who will not go, and has them back after a step back."""
    tab.goto(f"{tab.url.split('/plan')[0]}/administrations/{code}")
    rows = tab.locator("main input[type=checkbox]").count()
    tab.click("#apply")
    expect(tab.locator("#gone li")).to_have_count(rows)
    expect(tab.locator("#state")).to_contain_text("broken")
    assert "⚠" in tab.locator("#gone li").first.inner_text()
    assert tab.locator("#told p").count() == 0
    tab.click("#undo")
    expect(tab.locator("main input[type=checkbox]")).to_have_count(rows)
    expect(tab.locator("#gone")).to_have_count(0)


def test_statuses_are_set_in_bulk_and_the_year_is_planned_again(own: Page, year: Path) -> None:
    before = loaded(year)
    assert before.plan is not None
    an_administration_declines(own, first_things(year)["code"])
    own.click("#tab-plan")
    own.click("#by-table")
    boxes = own.locator("#table input[type=checkbox]")
    first = boxes.first.get_attribute("value") or ""
    boxes.first.check()
    own.select_option("#bulk", "Confirmed")
    own.click("#apply")
    expect(own.locator(".saved")).to_have_text("1 change not saved")
    own.click("#replan")
    expect(own.locator(".file strong")).to_have_text("year (2).xlsx", timeout=LONG)
    after = loaded(year.with_name("year (2).xlsx"))
    assert after.year is not None
    assert after.plan is not None
    agreed = {f"{r.mission_id} {r.expert_id}": r.status for r in after.year.assignments}
    assert agreed[first] == "Confirmed"
    assert planner.verify(after).violations == ()
    own.click("#tab-mobilise")
    own.click("#versions")
    own.click("#compare")
    expect(own.locator("main")).to_contain_text(first.split(" ")[0])


def test_who_declines_is_replaced_by_a_stand_by(own: Page, year: Path) -> None:
    workbook = loaded(year)
    assert workbook.plan is not None
    for row in workbook.plan.placements:
        own.goto(own.url.split("/plan")[0] + f"/plan?mission={row.mission_id}")
        expect(own.locator("#reasons h3").first).to_be_visible()
        standby = own.locator("button[id^=standby-]").first
        if standby.count():
            break
    else:
        pytest.skip("nobody has a stand-by in this sample")
    new = (standby.get_attribute("id") or "").split("-", 2)[2]
    own.locator("#reasons details:has(button[id^=standby-]) summary").first.click()
    standby.click()
    expect(own.locator(".saved")).to_have_text("1 change not saved")
    expect(own.locator("#state")).to_contain_text("All rules kept")
    own.click("#save")
    expect(own.locator(".saved")).to_have_text("saved", timeout=LONG)
    saved = loaded(year)
    assert saved.year is not None
    rows = [r for r in saved.year.assignments if r.mission_id == row.mission_id]
    assert {r.expert_id for r in rows if r.status == "Declined"} != set()
    assert new in {r.expert_id for r in rows if r.status == "Proposed"}
    assert planner.verify(saved).violations == ()


def test_edits_stay_on_top_when_the_file_changes_in_excel(own: Page, year: Path) -> None:
    mission_id = own.locator("#board button.m").first.get_attribute("value") or ""
    own.locator("#board button.m").first.click()
    own.click("#remove")
    expect(own.locator(".saved")).to_have_text("1 change not saved")
    book = openpyxl.load_workbook(year)
    sheet = book["Missions"]
    column = next(cell.column for cell in sheet[1] if cell.value == "Title")
    sheet.cell(2, column).value = "A title typed in Excel meanwhile"
    book.save(year)
    own.click("#by-table")
    expect(own.locator(".saved")).to_have_text("1 change not saved")
    expect(own.locator(f"#table a[data-mission={mission_id}]")).to_have_count(0)
    own.click("#tab-workbook")
    own.click("#reread")
    expect(own.locator(".saved")).to_have_text("1 change not saved")


def test_the_views_of_a_plan_in_words(shared: Running, tab: Page, planned: Path) -> None:
    """One opened page for all that only looks; a step is a function of its own."""
    every_view_speaks_french_and_marks_what_is_english(shared, tab)
    a_change_that_means_nothing_is_refused_in_words(shared, tab)
    what_is_not_delivered_is_told_as_in_the_sheet(shared, tab, planned)


def test_what_if_says_what_the_commands_say(
    shared: Running, little_tab: Page, little: Path
) -> None:
    """Of a fund by its slider, and of the scenarios of the sheet."""
    a_slider_says_what_sweep_says(shared, little_tab, little)
    scenarios_say_what_the_command_says(shared, little_tab, little)


HOSTILE = (
    "<script>document.title='owned'</script>",
    '"><img src=x onerror="document.title=\'owned\'">',
    "=cmd|'/c calc'!A1",
    "{{ 7 * 7 }}",
)


def test_text_of_a_workbook_never_becomes_markup(
    chromium: Browser, shared: Running, tmp_path: Path, little: Path
) -> None:
    path = tmp_path / "hostile.xlsx"
    book = openpyxl.load_workbook(little.with_name("sample.xlsx"))
    for name, header in (("Missions", "Title"), ("Experts", "Name"), ("Funds", "Name")):
        sheet = book[name]
        column = next(cell.column for cell in sheet[1] if cell.value == header)
        for number in range(2, sheet.max_row + 1):
            cell = sheet.cell(number, column)
            cell.value, cell.data_type = HOSTILE[number % len(HOSTILE)], "s"
    host = next(cell.column for cell in book["Missions"][1] if cell.value == "Host")
    book["Missions"].cell(2, host).value = HOSTILE[0]
    book.save(path)
    with entered(chromium, shared, path) as tab:
        tab.wait_for_url("**/workbook")
        expect(tab.locator("#state")).to_contain_text("error")
        assert HOSTILE[0] in tab.locator(".sheet td.bad").first.inner_text()
        assert tab.locator("main img, main script").count() == 0
        assert "owned" not in tab.title()
