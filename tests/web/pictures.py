"""The pictures of docs/page.md and docs/page-views.md, taken anew in a real browser.

    python -m tests.web.pictures [FOLDER] [--french]

Makes the sample year, plans it, and leaves two pictures of each view in FOLDER (docs/pictures where
none is named): at 1366 x 768, and at 400 % zoom.
"""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
from PIL import Image
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
_USUAL = {"width": 1366, "height": 768}
# What is left of a window where a browser shows everything four times as large; long, to show more.
_ZOOMED = {"width": 341, "height": 900}
_COLOURS = 128


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

    def both(self, name: str, arrive: Callable[[], object]) -> None:
        """A view in both sizes; to arrive where it is shows it anew."""
        for size, ending in ((_ZOOMED, "-400"), (_USUAL, "")):
            self.tab.set_viewport_size(size)  # type: ignore[arg-type]
            arrive()
            settled(self.tab)
            self.tab.wait_for_timeout(300)
            self.shot(f"{name}{ending}")

    def view(self, name: str, address: str) -> None:
        """A view that has an address of its own, in both sizes."""
        self.both(name, lambda: self.tab.goto(self.address + address))

    def shot(self, name: str) -> None:
        """What the tab shows just now."""
        file = self.folder / f"{name}.png"
        self.tab.screenshot(path=file)
        with Image.open(file) as picture:
            picture.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE).save(file, "PNG")
        print(name, flush=True)

    def views(self, plan: Workbook) -> None:
        """The views that show a plan."""
        assert plan.plan is not None
        assert plan.year is not None
        row = plan.plan.placements[0]
        code = plan.year.expert_by_id[row.expert_id].administration
        fund_id = str(row.fund_id).partition(";")[0]
        for name, view in VIEWS.items():
            address = view.format(expert_id=row.expert_id, fund_id=fund_id, code=code)
            self.view(name, address)

    def mission(self) -> None:
        """A mission with its reasons, and an edit that breaks a rule."""
        self.tab.goto(f"{self.address}/plan?by=region&zoom=year")
        mission_id = self.tab.locator("#board button.m").nth(5).get_attribute("value")

        def shown() -> None:
            self.tab.goto(f"{self.address}/plan?by=region&zoom=year&mission={mission_id}")
            expect(self.tab.locator("#reasons h3").first).to_be_visible()
            self.tab.locator("#mission").scroll_into_view_if_needed()

        def broken() -> None:
            self.tab.goto(f"{self.address}/plan?by=region&zoom=year&mission={mission_id}")
            expect(self.tab.locator("#strip section")).to_be_visible()
            self.tab.evaluate("scrollTo(0, 0)")

        self.both("mission", shown)
        self.tab.click("#funds summary")
        self.tab.locator("#funds li:has(.bad) button").first.click()
        self.both("edit", broken)
        self.tab.click("#undo")
        expect(self.tab.locator("#strip section")).to_have_count(0)

    def what_if(self) -> None:
        """A slider on an exact curve, and a comparison side by side."""
        self.tab.goto(f"{self.address}/what-if")
        self.tab.locator("button[id^=curve-]").first.click()
        slider = self.tab.locator("input[type=range]").first
        expect(slider).to_be_visible()

        def curve() -> None:
            self.tab.goto(f"{self.address}/what-if")
            slider.scroll_into_view_if_needed()

        def comparison() -> None:
            self.tab.goto(f"{self.address}/what-if")
            self.tab.locator("#comparison").scroll_into_view_if_needed()

        self.both("what-if", curve)
        slider.evaluate("s => { s.value = Math.round(0.8 * (Number(s.min) + Number(s.max)) / 2); }")
        self.tab.click("#plan-scenario")
        expect(self.tab.locator("#comparison")).to_be_visible()
        self.both("comparison", comparison)
        self.view("boards", self.tab.locator("[id^=both-]").first.get_attribute("href") or "")

    def stress(self) -> None:
        """How the plan stands declines."""
        self.tab.goto(f"{self.address}/what-if/stress")
        self.tab.fill("#percent", "10")
        self.tab.fill("#trials", "20")
        self.tab.click("#start-stress")
        expect(self.tab.locator("#stressed")).to_be_visible()
        self.view("stress", "/what-if/stress")

    def changed(self) -> None:
        """What differs between two workbooks of the folder."""
        self.tab.goto(f"{self.address}/versions")
        self.tab.locator("tr", has_text="plan.xlsx").locator("input[name=old]").check()
        self.tab.click("#compare")
        self.tab.wait_for_url("**/diff*")
        self.view("changed", self.tab.url.removeprefix(self.address))

    def planning(self) -> None:
        """Planning, level by level; it goes on meanwhile."""
        self.tab.goto(f"{self.address}/plan")
        self.tab.click("#replan")
        self.tab.locator(".level.working, .level.proven").first.wait_for()
        self.shot("planning")
        self.tab.set_viewport_size(_ZOOMED)  # type: ignore[arg-type]
        self.shot("planning-400")
        self.tab.set_viewport_size(_USUAL)  # type: ignore[arg-type]
        self.tab.locator("#stop").or_(self.tab.locator("#forget")).first.wait_for()


def main(folder: Path, french: bool) -> int:
    """Take the pictures; 2 where there is no browser."""
    path = found()
    if path is None:
        print(MISSING, file=sys.stderr)
        return 2
    expect.set_options(timeout=PATIENCE)
    folder.mkdir(exist_ok=True)
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
            pictures.view("start", "/")
            _open(tab, running, broken, lambda: tab.wait_for_url("**/workbook"))
            pictures.view("problems", "/workbook")
            _open(tab, running, year, lambda: tab.wait_for_url("**/plan"))
            pictures.views(planner.load(year))
            pictures.mission()
            pictures.what_if()
            pictures.stress()
            pictures.changed()
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
    raise SystemExit(
        main(named[0] if named else ROOT / "docs" / "pictures", "--french" in sys.argv)
    )
