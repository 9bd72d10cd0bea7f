"""What the pages say of a workbook while names are hidden; the routes alone, without a server."""

import asyncio
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import openpyxl
import pytest
from starlette.applications import Starlette

from models.facts.assignment import AssignmentStatus
from models.facts.instance import Year
from planner.mobilisation.letters import letters
from planner.workbook.schema.declared import ADMINISTRATIONS, ASSIGNMENTS, EXPERTS, Sheet
from tests.web.asking import InThisProcess
from web.server.routes import ROUTES
from web.session.desk import Desk
from web.shown.texts import Texts
from web.work.crew import Worker

SHORT = "Li"
CONTACT, EMAIL = "Awa Diallo", "awa.diallo@customs.example"


def visit(desk: Desk, address: str, /, **form: str) -> tuple[int, str]:
    """Ask a route as the page would; the status of the answer, and its text."""
    app = Starlette(routes=ROUTES)
    app.state.desk = desk
    path, _, query = address.partition("?")
    scope = {
        "type": "http",
        "method": "POST" if form else "GET",
        "path": path,
        "query_string": query.encode(),
        "headers": [(b"accept-language", b"fr")],
    }
    sent: list[dict[str, object]] = []

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": urlencode(form).encode(), "more_body": False}

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    # In a thread of its own: the browser of other tests has a loop that runs in this one.
    with ThreadPoolExecutor(1) as beside:
        beside.submit(lambda: asyncio.run(app(scope, receive, send))).result()  # type: ignore[arg-type]
    text = b"".join(message.get("body", b"") for message in sent)  # type: ignore[misc]
    return int(str(sent[0]["status"])), text.decode()


class Book:
    """A workbook whose cells are changed by the headers of their columns."""

    def __init__(self, path: Path) -> None:
        self.path, self._book = path, openpyxl.load_workbook(path)

    def cells(self, sheet: Sheet, header: str) -> Iterator[Any]:
        """The cells of a column below its header."""
        rows = list(self._book[sheet.name].iter_rows())
        top = next(n for n, row in enumerate(rows) if header in [cell.value for cell in row])
        at = [cell.value for cell in rows[top]].index(header)
        return (row[at] for row in rows[top + 1 :] if row[0].value)

    def save(self) -> None:
        """Write it over itself."""
        self._book.save(self.path)


@pytest.fixture(scope="module")
def named(planned: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan with a short name and an administration to write to, by name."""
    path = tmp_path_factory.mktemp("named") / "named.xlsx"
    shutil.copy(planned, path)
    made = Book(path)
    expert_id = next(made.cells(ASSIGNMENTS, "Expert ID")).value
    ids = [cell.value for cell in made.cells(EXPERTS, "Expert ID")]
    list(made.cells(EXPERTS, "Name"))[ids.index(expert_id)].value = SHORT
    for cell in made.cells(ASSIGNMENTS, "Expert"):
        cell.value = None
    next(made.cells(ASSIGNMENTS, "Status")).value = AssignmentStatus.AVAILABLE.value
    for header, value in (("NCP name", CONTACT), ("NCP e-mail", EMAIL), ("Language", "en")):
        for cell in made.cells(ADMINISTRATIONS, header):
            cell.value = value
    made.save()
    return path


def desk_on(path: Path, folder: Path) -> Desk:
    folder.mkdir()
    desk = Desk(folder, Worker())
    desk.answers = InThisProcess(lambda: None)  # type: ignore[assignment]
    desk.open(path)
    return desk


def opened_year(desk: Desk) -> Year:
    assert desk.opened is not None
    assert desk.opened.year is not None
    return desk.opened.year


@cache
def people(path: Path) -> list[str]:
    book = openpyxl.load_workbook(path, read_only=True)
    rows = list(book[EXPERTS.name].iter_rows(values_only=True))
    at = next(row.index("Name") for row in rows if "Name" in row)
    return [str(row[at]) for row in rows if row[at] and row[at] != "Name"]


def names_in(text: str, desk: Desk) -> list[str]:
    words = text.replace("\n", " ")
    assert desk.opened is not None
    known = [name for name in people(desk.opened.path) if name != SHORT]
    return [name for name in (*known, f" {SHORT}<", f" {SHORT}:", CONTACT, EMAIL) if name in words]


def test_a_workbook_with_errors_shows_no_name_while_they_are_hidden(
    named: Path, tmp_path: Path
) -> None:
    shutil.copy(named, tmp_path)
    book = Book(tmp_path / named.name)
    countries = list(book.cells(EXPERTS, "Administration"))
    countries[3].value = "Frnace"
    names = [cell.value for cell in book.cells(EXPERTS, "Name")]
    list(book.cells(ASSIGNMENTS, "Expert"))[1].value = names[5]
    next(book.cells(ADMINISTRATIONS, "Language")).value = CONTACT
    book.save()
    desk = desk_on(book.path, tmp_path / "state")
    assert desk.opened is not None
    assert desk.opened.year is None
    assert names[5] in visit(desk, "/workbook")[1]
    assert names_in(visit(desk, "/workbook")[1], desk)
    visit(desk, "/choices", hide_names="yes")
    status, text = visit(desk, "/workbook")
    assert status == 200
    assert not names_in(text, desk)
    assert 'class="bad"' in text  # the cells around are still there


def test_lists_and_letters_show_no_name_while_they_are_hidden(named: Path, tmp_path: Path) -> None:
    desk = desk_on(named, tmp_path / "state")
    country = letters(opened_year(desk), date.today())[0].country
    pages = ("/mobilise?later=yes", f"/letters/{country}", "/workbook", "/plan?by=table")
    assert CONTACT in visit(desk, pages[0])[1]
    assert CONTACT in visit(desk, pages[1])[1]
    visit(desk, "/experts", who=SHORT, code="")
    visit(desk, "/plan/find", text=SHORT)
    assert f'value="{SHORT}"' in visit(desk, "/experts")[1]
    visit(desk, "/choices", hide_names="yes")
    for page in (*pages, "/experts", "/plan"):
        status, text = visit(desk, page)
        assert status == 200
        assert not names_in(text, desk), page
        assert f'value="{SHORT}"' not in text, page


def test_what_can_be_downloaded_says_whether_it_names_people(named: Path, tmp_path: Path) -> None:
    desk, t = desk_on(named, tmp_path / "state"), Texts("fr")
    for page, key in (
        ("/plan", "plan.download_names"),
        ("/report", "plan.download_names"),
        ("/report", "report.file_names"),
        ("/mobilise", "letters.names"),
    ):
        assert f'title="{t(key)}"' in visit(desk, page)[1]
    visit(desk, "/choices", hide_names="yes")
    text = visit(desk, "/report")[1]
    assert f'title="{t("report.file_hidden")}"' in text
    assert not names_in(text, desk)


def test_on_the_french_page_only_sentences_of_the_planner_are_english(
    named: Path, tmp_path: Path
) -> None:
    desk = desk_on(named, tmp_path / "state")
    status, text = visit(desk, "/missions/NONE")
    assert status == 422
    assert '<p class="told">Cette mission n’existe pas.</p>' in text
    status, text = visit(desk, "/open", path="\0")
    assert status == 422
    assert '<p class="told"><span lang="en">' in text
    text = visit(desk, "/mobilise?later=yes")[1]
    assert f'<span lang="en">National Contact Point, {CONTACT}, {EMAIL}</span>' in text
    for letter in letters(opened_year(desk), date.today()):
        assert f"<summary>{Texts('fr').country(letter.country)} " in text
    desk.trouble = "The plan cannot be read."
    assert '<p class="told"><span lang="en">The plan' in visit(desk, "/experts")[1]
