"""The pictures of docs/page.md, taken anew in a real browser.

    python -m tests.web.pictures [FOLDER] [--french]

Makes the sample year, plans it, and leaves a picture of each view in FOLDER (docs/ where none is
named), at 1366 x 768, and of the year at 400 % zoom.
"""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
from playwright.sync_api import Page, expect, sync_playwright

import planner
from models.workbook import Workbook
from planner.sample.book import write_sample
from tests.commands import run
from tests.web.browsing import entered
from tests.web.chromium import MISSING, found
from tests.web.measuring import PATIENCE, settled
from tests.web.running import ROOT, Running

VIEWS = {
    "overview": "/report",
    "plan": "/plan?by=region&zoom=year",
    "experts": "/experts",
    "by-expert": "/plan?by=expert",
    "by-fund": "/plan?by=fund",
    "table": "/plan?by=table",
    "not-delivered": "/not-delivered",
    "mobilise": "/mobilise",
    "versions": "/versions",
    "rules": "/rules",
    "workbook": "/workbook",
    "administration": "/administrations/{code}",
    "expert": "/experts/{expert_id}",
    "fund": "/funds/{fund_id}",
}
# The others are for whoever wants to see all of them.
IN_DOCS = ("overview", "plan", "experts")


class Pictures:
    """Takes them, one after the other, in one tab.

    Parameters
    ----------
    folder : Path
        Where they go.
    address : str
        Of the server.
    """

    def __init__(self, tab: Page, folder: Path, address: str) -> None:
        self.tab, self.folder, self.address = tab, folder, address

    def take(self, name: str) -> None:
        """What the tab shows, once it is all there."""
        settled(self.tab)
        self.tab.wait_for_timeout(300)
        self.tab.screenshot(path=self.folder / f"page-{name}.png")
        print(name, flush=True)

    def views(self, plan: Workbook, every: bool) -> None:
        """The views that show a plan."""
        assert plan.plan is not None
        assert plan.year is not None
        row = plan.plan.placements[0]
        code = plan.year.expert_by_id[row.expert_id].administration
        known = {
            "expert_id": row.expert_id,
            "fund_id": str(row.fund_id).partition(";")[0],
            "code": code,
        }
        for name, view in VIEWS.items():
            if every or name in IN_DOCS:
                self.tab.goto(self.address + view.format(**known))
                self.take(name)

    def mission(self) -> None:
        """A mission with its reasons, and an edit that breaks a rule."""
        self.tab.goto(f"{self.address}/plan?by=region&zoom=year")
        self.tab.locator("#board button.m").nth(5).click()
        expect(self.tab.locator("#reasons h3").first).to_be_visible()
        self.take("mission")
        self.tab.click("#funds summary")
        self.tab.locator("#funds li:has(.bad) button").first.click()
        expect(self.tab.locator("#strip section")).to_be_visible()
        self.tab.evaluate("scrollTo(0, 0)")
        self.take("edit")
        self.tab.click("#undo")
        expect(self.tab.locator("#strip section")).to_have_count(0)

    def zoom(self) -> None:
        """The year where a browser shows everything four times as large."""
        self.tab.set_viewport_size({"width": 341, "height": 900})
        self.tab.goto(f"{self.address}/plan?by=region&zoom=year")
        expect(self.tab.locator("#narrow table")).to_be_visible()
        self.take("zoom")
        self.tab.set_viewport_size({"width": 1366, "height": 768})

    def what_if(self) -> None:
        """A slider on an exact curve."""
        self.tab.goto(f"{self.address}/what-if")
        self.tab.locator("button[id^=curve-]").first.click()
        expect(self.tab.locator("input[type=range]")).to_be_visible()
        self.tab.locator("input[type=range]").scroll_into_view_if_needed()
        self.take("what-if")

    def planning(self) -> None:
        """Planning, level by level."""
        self.tab.goto(f"{self.address}/plan")
        self.tab.click("#replan")
        self.tab.locator(".level.working").first.wait_for()
        self.tab.screenshot(path=self.folder / "page-planning.png")
        self.tab.locator("#stop").or_(self.tab.locator("#forget")).first.wait_for()


def main(folder: Path, french: bool) -> int:
    """Take the pictures; 2 where there is no browser."""
    path = found()
    if path is None:
        print(MISSING, file=sys.stderr)
        return 2
    expect.set_options(timeout=PATIENCE)
    every = folder != ROOT / "docs"
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        year = _planned(Path(home))
        broken = year.with_name("plan-2027-broken.xlsx")
        _broken(year.with_name("plan.xlsx"), broken)
        flags = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        browser = playwright.chromium.launch(executable_path=path, args=flags, timeout=60_000)
        context = {"locale": "fr-FR"} if french else {}
        with Running(Path(home)) as running, entered(browser, running, **context) as tab:
            tab.set_default_timeout(PATIENCE)
            pictures = Pictures(tab, folder, running.address)
            pictures.take("start")
            _open(tab, running, broken, lambda: tab.wait_for_url("**/workbook"))
            pictures.take("problems")
            _open(tab, running, year, lambda: tab.wait_for_url("**/plan"))
            pictures.views(planner.load(year), every)
            pictures.mission()
            pictures.zoom()
            pictures.what_if()
            pictures.planning()
        browser.close()
    return 0


def _open(tab: Page, running: Running, path: Path, there: Callable[[], object]) -> None:
    tab.goto(running.new_link(path))
    there()


def _planned(home: Path) -> Path:
    """The sample year with its plan."""
    (home / "Documents").mkdir()
    source, target = home / "Documents" / "plan.xlsx", home / "Documents" / "plan-assigned.xlsx"
    write_sample(source)
    run("solve", source, "-o", target)
    return target


def _broken(source: Path, target: Path) -> None:
    """The sample year with one cell that nobody understands, and one that says it otherwise."""
    book = openpyxl.load_workbook(source)
    sheet = book["Missions"]
    sheet["E31"], sheet["J20"] = "TOA/AOE", "a week"
    book.save(target)


if __name__ == "__main__":
    named = [Path(word) for word in sys.argv[1:] if not word.startswith("-")]
    raise SystemExit(main(named[0] if named else ROOT / "docs", "--french" in sys.argv))
