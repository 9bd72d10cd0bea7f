"""What comes out: no programs, nothing that is fetched from elsewhere, and nobody's sheet lost."""

import io
import re
import time
from datetime import date
from functools import cache

import openpyxl
import pytest

import planner
from models.answers.result import RunResult
from models.requests.options import PlanOptions
from planner.app.write import annotated_bytes, workbook_bytes
from planner.workbook.openxml.package import Package
from tests.workbook.books import good_book, make
from tests.workbook.parts import Parts, archive, parts_of, sheet_part

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MACRO_SHEET = "application/vnd.ms-excel.macrosheet+xml"
AGREED = {
    "Mission ID": "M1",
    "Expert ID": "E1",
    "Start": date(2027, 3, 8),
    "Status": "Invited",
    "Ours": 7,
}


@cache
def book_bytes(formula: str | None = None) -> bytes:
    """A small year with an agreed row, the office's own column, and a sheet of its own."""
    book = make(good_book(Assignments=[AGREED | ({"Ours": formula} if formula else {})]))
    own = book.create_sheet("Our notes")
    own["A1"] = "Remember"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@cache
def result() -> RunResult:
    return planner.plan(planner.load(book_bytes()), PlanOptions())


def written(content: bytes) -> bytes:
    made = workbook_bytes(planner.load(content), result())
    openpyxl.load_workbook(io.BytesIO(made))
    return made


def related(content: bytes, title: str, relation: str, element: str = "") -> Parts:
    """The parts of a file after a sheet got one more relationship, and an element that names it."""
    parts = parts_of(content)
    part = sheet_part(content, title)
    name = part.replace("worksheets/", "worksheets/_rels/") + ".rels"
    head = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    parts[name] = f"{head}{relation}</Relationships>".encode()
    parts[part] = parts[part].replace(b"</worksheet>", f"{element}</worksheet>".encode())
    return parts


def with_macro_sheet() -> bytes:
    """Our notes as a sheet of Excel 4 macros that starts when the file is opened."""
    content = book_bytes()
    part = sheet_part(content, "Our notes")
    parts = parts_of(content)
    types = parts["[Content_Types].xml"].decode()
    old = re.search(rf'<Override [^>]*PartName="/{part}"[^>]*/>', types)
    assert old is not None
    new = f'<Override PartName="/{part}" ContentType="{MACRO_SHEET}"/>'
    parts["[Content_Types].xml"] = types.replace(old[0], new).encode()
    names = (
        '<definedNames><definedName name="_xlnm.Auto_Open" hidden="1">\'Our notes\'!$A$1'
        '</definedName><definedName name="Kept">Missions!$A$1</definedName></definedNames>'
    )
    book = parts["xl/workbook.xml"].decode()
    book = re.sub(r"<definedNames\s*/>", "", book)
    parts["xl/workbook.xml"] = book.replace("</sheets>", f"</sheets>{names}").encode()
    return archive(parts)


def test_sheets_of_macros_do_not_go_on() -> None:
    workbook = planner.load(with_macro_sheet())
    assert "macros" in {problem.code for problem in workbook.warnings}
    for made in (written(workbook.content), annotated_bytes(workbook, workbook.problems)):
        parts = parts_of(made)
        assert MACRO_SHEET.encode() not in parts["[Content_Types].xml"]
        assert b"Auto_Open" not in parts["xl/workbook.xml"]
        assert b"Kept" in parts["xl/workbook.xml"]
        assert "Our notes" not in openpyxl.load_workbook(io.BytesIO(made)).sheetnames
        assert "Missions" in openpyxl.load_workbook(io.BytesIO(made)).sheetnames


@pytest.mark.parametrize(
    "formula",
    [
        *("=[1]Sheet1!A1", r"='\\server\share\[x.xlsx]S'!A1", "='https://e.org/[x.xlsx]S'!A1"),
        *('=WEBSERVICE("https://e.org/"&B2)', "=cmd|'/c calc'!A0", '=RTD("a",,"b")'),
        *('=CALL("urlmon","x","y",0)', '=IMAGE("https://e.org/a.png")', "=webservice(B2)"),
    ],
)
def test_formulas_that_look_elsewhere_do_not_go_on(formula: str) -> None:
    made = openpyxl.load_workbook(io.BytesIO(written(book_bytes(formula))))["Assignments"]
    texts = [str(cell.value) for row in made.iter_rows() for cell in row if cell.data_type == "f"]
    assert texts == []


@pytest.mark.parametrize("formula", ["=1+1", "=LEN(B2)", "=Missions!A2", '=B2&" | "&C2'])
def test_formulas_within_the_workbook_go_on(formula: str) -> None:
    made = openpyxl.load_workbook(io.BytesIO(written(book_bytes(formula))))["Assignments"]
    assert any(cell.data_type == "f" for row in made.iter_rows() for cell in row)


def test_what_a_marked_sheet_would_fetch_is_cut_off() -> None:
    relation = (
        f'<Relationship Id="rId7" Type="{OFFICE}/oleObject" Target="file://server/share/x.bin" '
        f'TargetMode="External"/><Relationship Id="rId8" Type="{OFFICE}/hyperlink" '
        'Target="https://example.org/" TargetMode="External"/>'
    )
    content = archive(related(book_bytes(), "Missions", relation))
    workbook = planner.load(content)
    problem = workbook.problems[:1] or planner.load(with_macro_sheet()).problems[:1]
    marked = problem[0].model_copy(update={"sheet": "Missions", "cell": "A2"})
    made = Package(parts_of(annotated_bytes(workbook, [marked])))
    every = b"".join(part for name, part in made.parts.items() if name.endswith(".rels"))
    assert b"file://server" not in every
    assert b"https://example.org/" in every


def test_a_sheet_that_claims_the_parts_of_others_takes_none_of_them_away() -> None:
    """The Assignments sheet is replaced; what it calls its table is the sheet Missions."""
    content = book_bytes()
    missions = sheet_part(content, "Missions")
    relation = f'<Relationship Id="rId7" Type="{OFFICE}/chart" Target="/{missions}"/>'
    made = written(archive(related(content, "Assignments", relation)))
    cells = openpyxl.load_workbook(io.BytesIO(made))["Missions"]
    assert cells["A2"].value == "M1"


@pytest.mark.parametrize("place", ["A1048576", "XFD3", "XFD1048576"])
def test_a_cell_far_away_costs_nothing(place: str) -> None:
    content = book_bytes()
    part = sheet_part(content, "Assignments")
    parts = parts_of(content)
    row = "".join(char for char in place if char.isdigit())
    cell = f'<row r="{row}"><c r="{place}" t="n"><v>1</v></c></row></sheetData>'
    parts[part] = parts[part].replace(b"</sheetData>", cell.encode())
    started = time.process_time()
    workbook_bytes(planner.load(archive(parts)), result())
    assert time.process_time() - started < 60
