"""The annotated copy: problems where they are, and everything else as it was."""

import io
import re
import zipfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any
from xml.dom.minidom import parseString

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Color, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

import planner
from models.answers.report import Problem, Severity
from models.requests.options import PlanOptions
from planner.workbook.openxml.opening import container
from planner.workbook.openxml.package import Package
from planner.workbook.openxml.paint import COLOURS
from planner.workbook.openxml.sheet_marks import sheet_parts
from planner.workbook.schema.declared import PROBLEMS
from planner.workbook.writing import annotate
from tests.workbook.books import expert, good_book, make, mission
from tests.workbook.files import read

EXCEL = "urn:schemas-microsoft-com:office:excel"
VML = "urn:schemas-microsoft-com:vml"
RED, AMBER = COLOURS[Severity.ERROR], COLOURS[Severity.WARNING]
BLUE = COLOURS[Severity.READ_AS]


def broken_book() -> Workbook:
    """Two errors in one cell's row, one blank cell, one warning; notes and formulas of a user."""
    book = make(
        good_book(
            Missions=[
                mission("M1", Host="Frnace", Experts=1.5),
                mission("M2", **{"Latest end": None}),
            ],
            Experts=[expert("E1"), expert("E2"), expert("E3")],
        )
    )
    sheet = book["Missions"]
    sheet["C2"].comment = Comment("Ask the desk officer", "A user")
    sheet["B3"].comment = Comment("Another note", "A user")
    sheet["C2"].font = Font(bold=True, color="FF112233")
    sheet["L2"] = "=SUM(E2:E3)"
    sheet["L3"] = "untouched"
    sheet["L3"].fill = PatternFill("solid", fgColor="FF00FF00")
    sheet.add_data_validation(DataValidation(type="whole", sqref="K2:K9", formula1="1"))
    sheet.freeze_panes = "B2"
    return book


def mark(source: Path, target: Path, problems: Iterable[Problem]) -> None:
    target.write_bytes(annotate.annotated(source.read_bytes(), problems))


def annotated(folder: Path, book: Workbook | None = None) -> Workbook:
    source, target = folder / "plan.xlsx", folder / "checked.xlsx"
    (book or broken_book()).save(source)
    before = source.read_bytes()
    mark(source, target, read(source).problems)
    assert source.read_bytes() == before
    return load_workbook(target)


def fills(sheet: Any) -> dict[str, str]:
    return {
        cell.coordinate: cell.fill.fgColor.rgb
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.fill_type == "solid"
    }


def notes(sheet: Any) -> dict[str, str]:
    cells = (cell for row in sheet.iter_rows() for cell in row)
    return {cell.coordinate: cell.comment.text for cell in cells if cell.comment}


def test_bad_cells_are_coloured_and_say_what_is_wrong(tmp_path: Path) -> None:
    book = annotated(tmp_path)
    missions = book["Missions"]
    assert fills(missions) == {"C2": RED, "E2": RED, "H3": RED, "L3": "FF00FF00"}
    assert fills(book["Experts"]) == {"A4": AMBER}
    assert notes(missions)["E2"] == (
        "Mission planner: A whole number is needed here, not 1.5. Give the number without decimals."
    )
    assert "Latest end is blank" in notes(missions)["H3"]


def test_everything_else_stays(tmp_path: Path) -> None:
    missions = annotated(tmp_path)["Missions"]
    assert missions["C2"].font.bold
    assert missions["C2"].font.color.rgb == "FF112233"
    assert missions["C2"].value == "Frnace"
    assert missions["L2"].value == "=SUM(E2:E3)"
    assert missions["G2"].number_format == broken_book()["Missions"]["G2"].number_format
    assert notes(missions)["C2"].startswith("Ask the desk officer\nMission planner: ")
    assert notes(missions)["B3"] == "Another note"
    assert [str(v.sqref) for v in missions.data_validations.dataValidation] == ["K2:K9"]
    assert missions.freeze_panes == "B2"


def test_the_first_sheet_lists_all_problems(tmp_path: Path) -> None:
    book = annotated(tmp_path)
    assert book.sheetnames[0] == "Problems"
    rows = list(book["Problems"].iter_rows(values_only=True))
    assert rows[0] == PROBLEMS.headers
    assert [row[:4] for row in rows[1:]] == [
        ("error", "Missions", "C2", "Frnace"),
        ("error", "Missions", "E2", "1.5"),
        ("error", "Missions", "H3", None),
        ("warning", "Experts", "A4", "E3"),
    ]


def test_the_copy_reads_as_the_original(tmp_path: Path) -> None:
    annotated(tmp_path)
    copy, original = read(tmp_path / "checked.xlsx"), read(tmp_path / "plan.xlsx")
    assert copy.problems == original.problems


def test_marks_of_an_earlier_time_are_taken_off(tmp_path: Path) -> None:
    annotated(tmp_path)
    mended = load_workbook(tmp_path / "checked.xlsx")
    mended["Missions"]["C2"] = "France"
    mended["Missions"]["E2"] = 2
    mended.save(tmp_path / "mended.xlsx")
    mark(tmp_path / "mended.xlsx", tmp_path / "again.xlsx", read(tmp_path / "mended.xlsx").problems)
    book = load_workbook(tmp_path / "again.xlsx")
    assert book.sheetnames.count("Problems") == 1
    assert fills(book["Missions"]) == {"H3": RED, "L3": "FF00FF00"}
    assert notes(book["Missions"]).keys() == {"C2", "B3", "H3"}
    assert notes(book["Missions"])["C2"].strip() == "Ask the desk officer"
    assert book["Missions"]["C2"].font.bold


def _coloured_book() -> Workbook:
    """The broken book with colours of the user on bad cells."""
    book = broken_book()
    book["Missions"]["E2"].fill = PatternFill("solid", fgColor="FFFFFF00")
    book["Missions"]["H3"].fill = PatternFill("solid", fgColor=Color(theme=4, tint=0.5))
    return book


def _mended(folder: Path) -> Path:
    annotated(folder, _coloured_book())
    book = load_workbook(folder / "checked.xlsx")
    sheet = book["Missions"]
    sheet["C2"], sheet["E2"], sheet["H3"] = "France", 2, date(2027, 12, 31)
    book.save(folder / "mended.xlsx")
    return folder / "mended.xlsx"


def test_colours_of_the_user_come_back_when_a_cell_is_mended(tmp_path: Path) -> None:
    mended = _mended(tmp_path)
    assert fills(load_workbook(tmp_path / "checked.xlsx")["Missions"])["E2"] == RED
    mark(mended, tmp_path / "again.xlsx", read(mended).problems)
    sheet = load_workbook(tmp_path / "again.xlsx")["Missions"]
    assert {cell: fills(sheet)[cell] for cell in ("E2", "L3")} == {
        "E2": "FFFFFF00",
        "L3": "FF00FF00",
    }
    assert (sheet["H3"].fill.fgColor.theme, sheet["H3"].fill.fgColor.tint) == (4, 0.5)
    assert sheet["C2"].fill.fill_type is None


def test_a_plan_has_no_marks_of_what_was_wrong_before(tmp_path: Path) -> None:
    workbook = planner.load(_mended(tmp_path))
    result = planner.plan(workbook, PlanOptions())
    sheet = load_workbook(planner.write(workbook, result, tmp_path / "out.xlsx"))["Missions"]
    assert not {RED, AMBER, BLUE} & {*map(str, fills(sheet).values())}
    assert fills(sheet)["E2"] == "FFFFFF00"
    assert {cell: text.strip() for cell, text in notes(sheet).items()} == {
        "C2": "Ask the desk officer",
        "B3": "Another note",
    }


def test_no_problem_leaves_no_mark(tmp_path: Path) -> None:
    book = annotated(tmp_path, make(good_book()))
    assert fills(book["Missions"]) == {}
    assert notes(book["Missions"]) == {}
    assert book["Problems"].max_row <= 2


def test_cells_and_rows_that_are_not_there_are_made(tmp_path: Path) -> None:
    source = tmp_path / "plan.xlsx"
    make(good_book()).save(source)
    places = ["A1", "Z1", "AA9", "B9", "A5"]
    problems = [
        Problem(code="test", sheet="Missions", cell=cell, message="Wrong.", remedy="Mend it.")
        for cell in places
    ]
    mark(source, tmp_path / "checked.xlsx", problems)
    book = load_workbook(tmp_path / "checked.xlsx")
    assert fills(book["Missions"]).keys() == set(places)
    assert notes(book["Missions"]).keys() == set(places)


def test_an_error_outshines_a_warning_in_one_cell(tmp_path: Path) -> None:
    source = tmp_path / "plan.xlsx"
    make(good_book()).save(source)
    severities = (Severity.WARNING, Severity.ERROR, Severity.WARNING)
    problems = [
        Problem(code="test", sheet="Missions", cell="A2", message=f"{s}.", severity=s)
        for s in severities
    ]
    mark(source, tmp_path / "checked.xlsx", problems)
    sheet = load_workbook(tmp_path / "checked.xlsx")["Missions"]
    assert fills(sheet) == {"A2": RED}
    assert notes(sheet)["A2"] == "Mission planner: warning.\nerror.\nwarning."


def test_text_of_the_workbook_stays_text(tmp_path: Path) -> None:
    host = '=HYPERLINK("http://example.org","<&>")'
    book = make(good_book(Missions=[mission(Host="x")]))
    book["Missions"]["C2"].value = host
    book["Missions"]["C2"].data_type = "s"
    out = annotated(tmp_path, book)
    row = next(out["Problems"].iter_rows(min_row=2))
    assert (row[3].value, row[3].data_type) == (host, "s")
    assert "<&>" in notes(out["Missions"])["C2"]


@pytest.mark.filterwarnings("ignore:Workbook contains no default style")
def test_a_workbook_without_styles(tmp_path: Path) -> None:
    source = tmp_path / "full.xlsx"
    broken_book().save(source)
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(tmp_path / "plan.xlsx", "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith(".rels") or name.startswith("[Content"):
                content = re.sub(rb"<(?:Override|Relationship) [^>]*styles[^>]*/>", b"", content)
            if "styles" not in name:
                new.writestr(name, content)
    problems = read(tmp_path / "plan.xlsx").problems
    mark(tmp_path / "plan.xlsx", tmp_path / "checked.xlsx", problems)
    sheet = load_workbook(tmp_path / "checked.xlsx")["Missions"]
    assert fills(sheet)["C2"] == RED
    assert fills(sheet)["G2"] == BLUE  # without styles a date is a number, and read as a date


def test_the_same_problems_give_the_same_bytes(tmp_path: Path) -> None:
    annotated(tmp_path)
    problems = read(tmp_path / "plan.xlsx").problems
    mark(tmp_path / "plan.xlsx", tmp_path / "second.xlsx", problems)
    assert (tmp_path / "second.xlsx").read_bytes() == (tmp_path / "checked.xlsx").read_bytes()


def test_problems_link_to_their_cells(tmp_path: Path) -> None:
    book = broken_book()
    book["Missions"].title = "MISSIONS "
    sheet = annotated(tmp_path, book)["Problems"]
    assert [sheet.cell(row, 3).hyperlink.location for row in (2, 5)] == [
        "'MISSIONS '!C2",
        "'Experts'!A4",
    ]


def test_every_note_has_its_shape(tmp_path: Path) -> None:
    """Also where another program wrote the drawing of the user's own notes."""
    annotated(tmp_path)
    package = Package.read(tmp_path / "checked.xlsx")
    for name, part in sheet_parts(package).items():
        related = {r.kind: r.target for r in package.relations(part)}
        if name in ("Missions", "Experts"):
            comments = re.findall(
                rb'<comment ref="([A-Z]+)(\d+)"', package.parts[related["comments"]]
            )
            drawing = related.get("vmlDrawing") or related["legacyDrawing"]
            shapes = parseString(package.parts[drawing]).getElementsByTagNameNS(EXCEL, "Row")
            rows = sorted(int(shape.firstChild.data) for shape in shapes)
            assert rows == sorted(int(row) - 1 for _, row in comments)


def test_shapes_go_with_their_notes(tmp_path: Path) -> None:
    annotated(tmp_path)
    mark(tmp_path / "checked.xlsx", tmp_path / "again.xlsx", ())
    package = Package.read(tmp_path / "again.xlsx")
    drawings = [content for name, content in package.parts.items() if name.endswith(".vml")]
    shapes = [parseString(content).getElementsByTagNameNS(VML, "shape") for content in drawings]
    assert sorted(len(found) for found in shapes) == [0, 2]


def test_the_copy_is_a_sound_archive(tmp_path: Path) -> None:
    annotated(tmp_path)
    content = (tmp_path / "checked.xlsx").read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert len(archive.namelist()) == len(set(archive.namelist()))
        for name in archive.namelist():
            assert parseString(archive.read(name)).documentElement is not None
    assert container.usual_dialect(content) is content
