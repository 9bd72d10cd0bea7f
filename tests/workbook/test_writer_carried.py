"""What the user added to the Assignments sheet goes along with its mission and expert."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from models.facts.mission import CalledOff, Mission
from planner.workbook.writing.carried import CarriedSheet, carry_cell
from tests.workbook import year2027
from tests.workbook.book_of_year import book_of
from tests.workbook.files import write

YELLOW = PatternFill("solid", start_color="FFFF00")


def hand_edited(book: Workbook) -> Worksheet:
    """The Assignments sheet with two columns, a colour and a comment of the user's own."""
    sheet = book["Assignments"]
    extra = sheet.max_column + 1
    sheet.cell(1, extra, "Notes")
    sheet.cell(1, extra + 1, "Budget check")
    sheet.cell(1, extra + 2, "Visa by")
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, extra, f"note on row {row}")
        sheet.cell(row, extra + 1, f"=Q{row}*1.1")
        sheet.cell(row, extra + 2, date(2027, 1, row)).number_format = "dd/mm/yyyy"
    sheet["A2"].fill = YELLOW
    sheet["G2"].comment = Comment("called the NCP on 3 March", "RDM")
    sheet.column_dimensions["X"].width = 33
    validation = DataValidation(type="list", formula1='"ok,open"')
    validation.add("W2:W50")
    sheet.add_data_validation(validation)
    return sheet


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Worksheet:
    folder = tmp_path_factory.mktemp("carried")
    book = book_of(year2027.example().year)
    hand_edited(book)
    book.save(folder / "in.xlsx")
    write(folder / "in.xlsx", folder / "out.xlsx", year2027.example())
    return load_workbook(folder / "out.xlsx")["Assignments"]


def row_of(sheet: Worksheet, mission_id: str, expert_id: str) -> int:
    return next(
        row
        for row in range(2, sheet.max_row + 1)
        if (sheet.cell(row, 1).value, sheet.cell(row, 7).value) == (mission_id, expert_id)
    )


def input_rows() -> list[tuple[int, str, str]]:
    return [(r.row or 0, r.mission_id, r.expert_id) for r in year2027.example().year.assignments]


def test_the_users_columns_come_after_ours(written: Worksheet) -> None:
    header = [cell.value for cell in written[1]]
    assert header[-3:] == ["Notes", "Budget check", "Visa by"]
    (table,) = written.tables.values()
    assert [column.name for column in table.tableColumns][-3:] == header[-3:]


@pytest.mark.parametrize(("number", "mission_id", "expert_id"), input_rows())
def test_values_follow_their_mission_and_expert(
    written: Worksheet, number: int, mission_id: str, expert_id: str
) -> None:
    row = row_of(written, mission_id, expert_id)
    assert written.cell(row, 23).value == f"note on row {number}"
    assert written.cell(row, 24).value == f"=Q{row}*1.1", "a formula looks at its own new row"
    assert written.cell(row, 25).value.date() == date(2027, 1, number)
    assert written.cell(row, 25).number_format == "dd/mm/yyyy"


def test_new_rows_have_no_notes(written: Worksheet) -> None:
    known = {(m, e) for _, m, e in input_rows()}
    for row in range(2, written.max_row + 1):
        if (written.cell(row, 1).value, written.cell(row, 7).value) not in known:
            assert written.cell(row, 23).value is None


def test_colours_and_comments_of_known_columns_follow(written: Worksheet) -> None:
    _, mission_id, expert_id = input_rows()[0]
    row = row_of(written, mission_id, expert_id)
    assert written.cell(row, 1).fill.start_color.rgb == "00FFFF00"
    assert written.cell(row, 7).comment.text == "called the NCP on 3 March"
    filled = [c.coordinate for r in written.iter_rows(min_row=2) for c in r if c.fill.fill_type]
    assert filled == [f"A{row}"], "we lay colours over cells with conditional formats only"


def test_widths_and_drop_downs_of_own_columns_follow(written: Worksheet) -> None:
    assert written.column_dimensions["X"].width == 33
    validations = {v.formula1: str(v.sqref) for v in written.data_validations.dataValidation}
    assert validations['"ok,open"'].startswith("W2:W")


def test_a_title_above_the_table_and_odd_headers(tmp_path: Path) -> None:
    book = book_of(year2027.example().year)
    sheet = book["Assignments"]
    sheet.insert_rows(1, 2)
    sheet["A1"] = "What we agreed so far"
    sheet["A3"], sheet["R3"] = " mission   id ", "STATUS"
    sheet["W3"], sheet["X3"], sheet["Y4"] = "Notes", "notes", "no header"
    sheet["W4"], sheet["X4"] = "=first", "second"
    sheet["W4"].data_type = "s"
    book.save(tmp_path / "in.xlsx")
    write(tmp_path / "in.xlsx", tmp_path / "out.xlsx", year2027.example())
    out = load_workbook(tmp_path / "out.xlsx")["Assignments"]
    assert [c.value for c in out[1]][22:] == ["Notes", "notes 2", "Column 25"]
    _, mission_id, expert_id = input_rows()[0]
    row = row_of(out, mission_id, expert_id)
    assert [out.cell(row, c).value for c in (23, 24, 25)] == ["=first", "second", "no header"]
    assert out.cell(row, 23).data_type == "s", "text stays text"


def test_a_declined_row_lends_its_notes_to_nobody_who_has_an_own_row() -> None:
    sheet = Workbook().worksheets[0]
    for row in (
        ("Mission ID", "Expert ID", "Status", "Notes"),
        ("M1", 7, "declined", "said no"),
        ("M1", "7", "Contacted", "said yes"),
        ("M2", 7.0, " DECLINED ", "only no"),
        ("M4", date(2027, 3, 1), "Proposed", "no ID at all"),
        (None, None, None, "a remark below the table"),
    ):
        sheet.append(row)
    carried = CarriedSheet(sheet)
    notes = [carried.row_of(m, "7").extra["Notes"].value for m in ("M1", "M2")]  # type: ignore
    assert notes == ["said yes", "only no"]
    assert carried.row_of("M3", "7") is None
    assert [row.number for row in carried.rows] == [2, 3, 4, 5]
    assert carried.rows[-1].expert_id == ""
    assert CarriedSheet().rows == CarriedSheet(Workbook().worksheets[0]).rows == ()


@pytest.mark.parametrize(
    ("formula", "moved"),
    [
        ("=B4+1", "=B2+1"),
        ("=$B$4", "=$B$4"),
        ("=Assignments[[#This Row],[Cost]]*2", "=Assignments[[#This Row],[Cost]]*2"),
        ("=B2", 7),
        ('=IF(B2="x","=B2",1)', 7),
    ],
)
def test_formulas_move_or_become_their_values(formula: str, moved: str | int) -> None:
    sheet = Workbook().worksheets[0]
    sheet["C5"] = formula
    carry_cell(sheet["C5"], sheet["C3"], 7)
    assert sheet["C3"].value == moved
    assert sheet["C3"].data_type == ("f" if isinstance(moved, str) else "n")


def test_text_that_looks_like_a_formula_is_carried_as_text() -> None:
    sheet = Workbook().worksheets[0]
    sheet["C5"] = "=B2"
    sheet["C5"].data_type = "s"
    carry_cell(sheet["C5"], sheet["C3"], "=B2")
    assert (sheet["C3"].value, sheet["C3"].data_type) == ("=B2", "s")


def called_off(mission: Mission, result: Any) -> Any:
    """The result once a mission is cancelled: its rows stay, and make no demands."""
    year = result.year
    gone = CalledOff(id=mission.id, title=mission.title, host=mission.host)
    changed = {
        "missions": tuple(m for m in year.missions if m.id != mission.id),
        "called_off": (gone,),
    }
    plan = result.plan.of(p for p in result.plan.placements if p.mission_id != mission.id)
    return result.model_copy(update={"year": year.model_copy(update=changed), "plan": plan})


@pytest.mark.parametrize(
    ("mission_id", "statuses"),
    [
        ("M-01", ["Withdrawn", "Withdrawn"]),
        ("M-03", ["Declined", "Withdrawn", "Withdrawn"]),
        ("M-05", []),
    ],
)
def test_who_was_asked_for_a_mission_that_is_called_off_stays_as_withdrawn(
    tmp_path: Path, mission_id: str, statuses: list[str]
) -> None:
    # M-01 has two Confirmed rows, M-03 two Contacted and one Declined, M-05 one Proposed.
    book = book_of(year2027.example().year)
    sheet = hand_edited(book)
    sheet["B2"] = "typed by hand"
    book.save(tmp_path / "in.xlsx")
    result = called_off(year2027.example().year.mission_by_id[mission_id], year2027.example())
    write(tmp_path / "in.xlsx", tmp_path / "out.xlsx", result)
    out = load_workbook(tmp_path / "out.xlsx")["Assignments"]
    rows = [row for row in out.iter_rows(min_row=2) if row[0].value == mission_id]
    assert [row[17].value for row in rows] == statuses
    assert all(str(row[22].value).startswith("note on row") for row in rows)
    if mission_id == "M-01":
        assert rows[0][1].value == "typed by hand"
        assert rows[0][11].is_date
        assert [row[21].value for row in rows] == ["Confirmed", "Confirmed"]
