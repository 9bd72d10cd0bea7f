"""The five journeys of people who plan, on a large year, each step with its figure."""

import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
from playwright.sync_api import Page, expect

from tests.web.measuring import Table, settled
from tests.web.running import Running

# Seconds that a whole plan is waited for before it is stopped and the best is kept.
_WHOLE = 300.0


def declines(tab: Page, running: Running, table: Table) -> None:
    """Journey 3: an administration declines, a stand-by, planning again."""
    tab.goto(f"{running.address}/mobilise")
    tab.locator("main a[href^='/administrations/']").first.click()
    tab.wait_for_load_state()

    def declined() -> None:
        tab.click("#apply")
        tab.locator(".saved", has_text="not saved").wait_for()

    table.take("an administration declines", 0.5, declined)
    table.say(f"then: {tab.locator('#state').inner_text()}")
    tab.goto(f"{running.address}/plan?by=region&flag=broken")
    expect(tab.locator("#board")).to_be_visible()
    _planned_again(tab, table)


def _planned_again(tab: Page, table: Table) -> None:
    name = tab.locator(".file strong").inner_text()

    def news() -> None:
        tab.click("#replan")
        expect(tab.locator(".level.working, .level.done").first).to_be_visible()

    table.take("plan again, first news", 10, news)
    since = time.perf_counter()
    while time.perf_counter() - since < _WHOLE and tab.locator("#stop").count():
        tab.wait_for_timeout(2000)
    proven = tab.locator(".level.proven").count()
    levels = tab.locator(".level").count()
    seconds = time.perf_counter() - since
    table.say(f"after {seconds:.0f} s, {proven} of {levels} goals proven")

    def kept() -> None:
        if tab.locator("#stop").count():
            tab.click("#stop")
        expect(tab.locator(".file strong")).not_to_have_text(name)

    table.take("stop to the kept plan, written and open", 24, kept)
    expect(tab.locator("#state")).to_contain_text("All rules kept")


def monthly(tab: Page, running: Running, table: Table) -> None:
    """Journey 5: statuses in bulk, a cell changed in Excel, what changed."""
    tab.goto(f"{running.address}/plan?by=table")
    for place in range(10):
        tab.locator("#table input[type=checkbox]").nth(place).check()
    tab.select_option("#bulk", "Confirmed")

    def bulk() -> None:
        tab.click("#apply")
        tab.locator(".saved", has_text="1 change").wait_for()

    table.take("statuses in bulk", 0.5, bulk)
    tab.goto(f"{running.address}/not-delivered")
    _typed_in_excel(running.home / tab.locator(".file strong").inner_text())

    def followed() -> None:
        expect(tab.locator("#undelivered")).to_contain_text("A title typed meanwhile")

    table.take("a cell saved in Excel, until the page has it", 8, followed)
    expect(tab.locator(".saved")).to_contain_text("1 change")
    tab.goto(f"{running.address}/versions")

    def compared() -> None:
        tab.click("#compare")
        expect(tab.locator("#changes")).to_be_visible()

    table.take("what changed", 8, compared)


def _typed_in_excel(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book["Missions"]
    column = next(cell.column for cell in sheet[1] if cell.value == "Title")
    planned = {row[0].value for row in book["Assignments"].iter_rows(min_row=2)}
    rows = sheet.iter_rows(min_row=2)
    row = next(row for row in rows if row[0].value and row[0].value not in planned)
    row[column - 1].value = "A title typed meanwhile"
    book.save(path)


def defend(tab: Page, running: Running, table: Table) -> None:
    """Journey 4: hidden names, why not, a price, the report as a file."""
    tab.goto(f"{running.address}/not-delivered")
    table.take("why each mission is not delivered", 60, lambda: settled(tab))
    tab.click("#names")
    tab.wait_for_load_state()
    price = tab.locator("button[id^=price-]").first

    def answered() -> None:
        price.click()
        expect(tab.locator("#leave-price")).to_be_visible()

    table.take("a price to its last word", 120, answered)
    tab.click("#leave-price")
    report = "() => fetch('/report/file').then(r => r.text()).then(t => t.length)"
    table.take("the report as one file", 8, lambda: tab.evaluate(report))
    tab.click("#names")
    tab.wait_for_load_state()


def donor(tab: Page, running: Running, table: Table) -> None:
    """Journey 2: the exact curve of a fund, its slider, and a fund cut by a fifth, planned."""
    tab.goto(f"{running.address}/what-if")
    button = tab.locator("button[id^=curve-]").first

    def curve() -> None:
        button.click()
        expect(tab.locator("input[type=range]")).to_be_visible()

    table.take("the exact curve of a fund", 240, curve)
    slider = tab.locator("input[type=range]").first
    slide = """s => { const t = performance.now(); s.value = s.min;
        s.dispatchEvent(new Event('input', {bubbles: true})); return performance.now() - t; }"""
    table.note("slider on a known curve, ms", slider.evaluate(slide), 100)
    slider.evaluate("s => { s.value = Math.round(0.8 * (Number(s.min) + Number(s.max)) / 2); }")

    def compared() -> None:
        tab.click("#plan-scenario")
        expect(tab.locator("#comparison")).to_be_visible()

    table.take("a fund cut by a fifth, planned and compared", 240, compared)


JOURNEYS: dict[str, Callable[[Page, Running, Table], None]] = {
    "an administration declines": declines,
    "monthly re-plan": monthly,
    "defend the plan": defend,
    "a donor cuts a fund": donor,
}
