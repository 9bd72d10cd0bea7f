"""From nothing to a workbook, in a real browser: dropping, choosing, mending, following."""

import shutil
from base64 import b64encode
from pathlib import Path

import openpyxl
from playwright.sync_api import Browser, Page, expect

from tests.commands import sample
from tests.web.browsing import entered
from tests.web.running import Running
from tests.web.test_names_shown import visit
from web.session.desk import Desk
from web.work.crew import Worker


def drop(tab: Page, path: Path) -> None:
    """Drop a file on the page, as the mouse would."""
    data = tab.evaluate_handle("() => new DataTransfer()")
    content = b64encode(path.read_bytes()).decode()
    tab.evaluate(
        """([data, content, name]) => {
            const bytes = Uint8Array.from(atob(content), (one) => one.charCodeAt(0));
            data.items.add(new File([bytes], name));
        }""",
        [data, content, path.name],
    )
    tab.dispatch_event("#drop", "drop", {"dataTransfer": data})


def break_host(path: Path) -> str:
    """Misspell the host of the first mission; what it was."""
    book = openpyxl.load_workbook(path)
    sheet = book["Missions"]
    column = next(cell.column for cell in sheet[1] if cell.value == "Host")
    before = str(sheet.cell(2, column).value)
    sheet.cell(2, column).value = "Nowherestan"
    book.save(path)
    return before


def set_host(path: Path, value: str) -> None:
    """Mend the host of the first mission, as in Excel."""
    book = openpyxl.load_workbook(path)
    sheet = book["Missions"]
    column = next(cell.column for cell in sheet[1] if cell.value == "Host")
    sheet.cell(2, column).value = value
    book.save(path)


def test_a_dropped_workbook_is_found_where_it_lies_and_the_page_follows_it(
    shared: Running, tab: Page, sample_year: Path
) -> None:
    path = shared.home / "Documents" / "broken.xlsx"
    shutil.copy(sample_year, path)
    host = break_host(path)
    drop(tab, path)
    tab.wait_for_url("**/workbook")
    expect(tab.locator("#state")).to_have_text("1 error")
    bad = tab.locator(".sheet td.bad").first
    expect(bad).to_have_text("Nowherestan")
    assert list(path.parent.rglob("broken*.xlsx")) == [path]  # no copy was made
    set_host(path, host)
    expect(tab.locator("h1")).to_contain_text("can be planned")
    expect(tab.locator(".group.error")).to_have_count(0)


def test_a_dropped_workbook_from_nowhere_is_kept_in_the_documents(
    shared: Running, tab: Page, tmp_path: Path
) -> None:
    # A year of its own: one that another test has opened would be found where it lies.
    nowhere = sample(tmp_path, 4, 10, 9).rename(tmp_path / "nowhere.xlsx")
    drop(tab, nowhere)
    tab.wait_for_url("**/workbook")
    copy = shared.home / "Documents" / "Mission planner" / "nowhere.xlsx"
    assert copy.read_bytes() == nowhere.read_bytes()


def test_what_is_no_workbook_gets_a_sentence_and_leaves_nothing(
    shared: Running, tab: Page, tmp_path: Path
) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("hello", encoding="utf-8")
    drop(tab, text)
    expect(tab.locator("#told")).to_contain_text(".xlsx")
    wrong = tmp_path / "wrong.xlsx"
    wrong.write_bytes(b"this is no workbook at all")
    drop(tab, wrong)
    expect(tab.locator("#told")).to_contain_text("wrong.xlsx")
    assert tab.url == f"{shared.address}/"
    assert not list((shared.home / "Documents").rglob("wrong*.xlsx"))


def test_a_sample_is_made_with_one_click_and_stands_among_the_last(
    tab: Page,
) -> None:
    tab.click("#sample")
    tab.wait_for_url("**/workbook")
    expect(tab.locator("h1")).to_contain_text("can be planned")
    tab.click("#home")
    expect(tab.locator("#recent-0")).to_contain_text("sample")


def test_the_page_speaks_french_and_remembers_another_choice(tmp_path: Path) -> None:
    """First the language of the browser; from then on, also after a new start, the chosen one."""
    desk = Desk(tmp_path, Worker())
    assert '<html lang="fr"' in visit(desk, "/")[1]
    assert "<h1>Planifier une année de missions</h1>" in visit(desk, "/")[1]
    visit(desk, "/choices", language="en")
    for later in (desk, Desk(tmp_path, Worker())):
        page = visit(later, "/")[1]
        assert '<html lang="en"' in page
        assert "<h1>Plan a year of missions</h1>" in page


def test_without_script_a_workbook_opens_by_its_path(
    chromium: Browser, shared: Running, tab: Page, sample_year: Path
) -> None:
    with entered(chromium, shared, java_script_enabled=False) as plain:
        plain.click("details:has(#path) > summary")
        plain.fill("#path", str(sample_year))
        plain.click("#open")
        plain.wait_for_url("**/workbook")
        expect(plain.locator("h1")).to_contain_text("can be planned")
