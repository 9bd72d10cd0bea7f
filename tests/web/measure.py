"""How long the page takes on a large year, and the five journeys on it, in a real browser.

    python -m tests.web.measure PLANNED.xlsx

PLANNED.xlsx is a workbook with its plan, such as `sample --missions 400 --experts 1000` and `solve`
give; it is copied. Each line has the seconds on the clock, those of processor that the server and
its workers took, and the budget for two cores. How busy the machine is just then is measured beside
each line: how many times the processor's time some multiplications take on the clock. A line holds
where its seconds, divided by that, are within the budget.
"""

import gzip
import re
import shutil
import sys
import tempfile
from functools import partial
from pathlib import Path

import psutil
from playwright.sync_api import Page, expect, sync_playwright

from tests.web.browsing import entered
from tests.web.chromium import MISSING, found
from tests.web.measured_journeys import JOURNEYS
from tests.web.measuring import PATIENCE, Table, settled
from tests.web.running import Running


def first_sight(tab: Page, running: Running, table: Table) -> None:
    """Every view, painted."""
    views = {"region": 0.8, "expert": 1.2, "fund": 0.8, "table": 1.2}
    for view, budget in views.items():
        address = f"{running.address}/plan?by={view}"
        table.take(f"plan by {view}", budget, partial(tab.goto, address))
    for view in ("workbook", "report", "experts", "mobilise", "what-if", "rules"):
        address = f"{running.address}/{view}"
        table.take(view, 1.2, partial(tab.goto, address))
    for view in ("plan?by=table", "mobilise", "plan?by=expert", "plan?by=region&zoom=year"):
        tab.goto(f"{running.address}/{view}")
        size = tab.evaluate("performance.getEntriesByType('navigation')[0].decodedBodySize")
        table.note(f"HTML of {view}, kB", size / 1000, 700)
    static = Path(__file__).parents[2] / "web" / "static"
    packed = sum(len(gzip.compress(file.read_bytes())) for file in static.iterdir())
    table.note("script and style, packed, kB", packed / 1000, 60)
    memory = psutil.Process(running.process.pid).memory_info().rss / 1e6
    table.note("memory of the server, MB", memory, 300)


def panel(tab: Page, table: Table) -> None:
    """A mission's facts and reasons."""
    bar = tab.locator("#board button.m").nth(30)
    bar.scroll_into_view_if_needed()  # a person clicks what they see
    bar.hover()

    def facts() -> None:
        bar.click()
        tab.locator("#mission-title").wait_for()

    table.take("click to facts", 0.2, facts)
    table.take("facts to reasons, first question", 8, lambda: settled(tab))
    other = tab.locator("#board button.m").nth(60)
    other.scroll_into_view_if_needed()
    other.hover()
    mission_id = other.get_attribute("value")

    def warm() -> None:
        other.click()
        tab.locator(f"#mission[data-mission={mission_id}]").wait_for()
        settled(tab)

    table.take("click to reasons, warm", 1.6, warm)


def by_hand(tab: Page, table: Table) -> None:
    """A hand edit, undone, done again and saved."""
    mission_id, start = movable(tab, table)
    tab.locator(f"#board button[value={mission_id}]").first.click()
    expect(tab.locator(f"#mission[data-mission={mission_id}] #move")).to_be_attached()
    settled(tab)
    tab.click("#move summary")

    def drop() -> None:
        tab.click(f"#move-{start}")
        tab.locator("#strip section").wait_for()

    def undo() -> None:
        tab.click("#undo")
        tab.locator("#strip section").wait_for(state="detached")

    def redo() -> None:
        tab.click("#redo")
        tab.locator("#strip section").wait_for()

    def save() -> None:
        tab.click("#save")
        # Reasons that the workbook lacks may be looked for after that, as the text goes on to say.
        expect(tab.locator(".saved")).to_have_text(re.compile("^saved"))

    table.take("drop to broken rules and cost", 0.5, drop)
    table.take("undo", 0.5, undo)
    table.take("redo", 0.5, redo)
    table.take("save, read again", 10, save)


def movable(tab: Page, table: Table) -> tuple[str, str]:
    """A mission and another start that fits."""
    for place in range(80):
        bar = tab.locator("#board button.m").nth(place)
        mission_id, now = bar.get_attribute("value") or "", bar.get_attribute("data-start")
        address = f"/missions/{mission_id}/starts"
        starts = tab.evaluate("a => fetch(a).then(r => r.json())", address)
        fitting = [s["start"] for s in starts if s["fits"] and s["start"] != now]
        if fitting:
            ask = "a => fetch(a).then(r => r.json())"
            table.take("drag preview: which starts fit", 0.2, partial(tab.evaluate, ask, address))
            return mission_id, fitting[0]
    raise SystemExit("no mission can move in this year")


def other_experts(tab: Page, running: Running, table: Table) -> None:
    """What becomes of a mission on the rows of four experts who have the expertise for it."""
    tab.goto(f"{running.address}/plan?by=expert")
    row = tab.locator("#board .board-row:has(button.m)").first
    old = row.locator(".name a").inner_text()
    mission_id = row.locator("button.m").first.get_attribute("value")
    others = tab.locator("#board .name a").all_inner_texts()
    ask = "a => fetch(a).then(r => r.json())"
    able: list[str] = []
    for first in range(0, len(others), 20):
        some = "".join(f"&new={one}" for one in others[first : first + 20])
        known = tab.evaluate(ask, f"/missions/{mission_id}/takers?old={old}{some}")
        able += [taker["expert"] for taker in known if taker["mark"] != "✘"]
    four = "".join(f"&new={one}" for one in able[:4])
    address = f"/missions/{mission_id}/takers?old={old}{four}"
    table.take(
        f"drag preview: {len(able[:4])} other experts", 0.2, partial(tab.evaluate, ask, address)
    )


def main(source: Path) -> int:
    """Measure; 1 where something takes longer than its budget."""
    path = found()
    if path is None:
        print(MISSING, file=sys.stderr)
        return 2
    expect.set_options(timeout=PATIENCE)
    table = Table()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        year = Path(folder) / "year-assigned.xlsx"
        shutil.copy(source, year)
        flags = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        browser = playwright.chromium.launch(executable_path=path, args=flags, timeout=60_000)
        running = Running(Path(folder))
        table.take("start to the link", 5, running.__enter__)
        table.server = running.process.pid
        try:
            with entered(browser, running, year) as tab:
                tab.set_default_timeout(PATIENCE)
                table.take("the workbook to the board", 6, lambda: tab.wait_for_url("**/plan"))
                table.part("views", lambda: first_sight(tab, running, table))
                table.part("a mission", lambda: panel(tab, table))
                table.part("other experts", lambda: other_experts(tab, running, table))
                tab.goto(f"{running.address}/plan")
                table.part("by hand", lambda: by_hand(tab, table))
                for name, journey in JOURNEYS.items():
                    table.part(name, partial(journey, tab, running, table))
        finally:
            running.end()
            browser.close()
    table.end()
    return int(table.failed > 0)


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))
