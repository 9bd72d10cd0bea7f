"""What a sheet shows and its values do not say is told: units, merges, strikes, blanks."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Font

from models.answers.report import Problem, Severity
from models.facts.assignment import AssignmentStatus
from models.facts.fund import FundStatus
from planner.app.load import load
from planner.workbook.schema.settings_and_scenarios import SETTING_ROWS
from scenarios.definition.from_sheet import problems_of_sheet
from tests.breadth import paired
from tests.commands import run
from tests.workbook.books import expert, good_book, mission, qualification, save, settings

FUND = {"Fund ID": "F1", "Amount": 12_000, "Committed": 1_000, "Status": "Confirmed"}
BLANK_WORDS = ("tbc", "n/a", "none", "-", "?", "to be decided")


def changed(tmp_path: Path, change: Callable[[Any], object]) -> tuple[Problem, ...]:
    """The problems of the good workbook with three missions and a fund, after a change."""
    missions = [mission("M1", Priority=2), mission("M2", Priority=2), mission("M3", Priority=2)]
    away = {"Applies to": "Expert", "Who": "E1", "From": date(2027, 6, 1), "To": date(2027, 6, 4)}
    sheets = {"Missions": missions, "Funds": [FUND], "Unavailability": [away, away | {"Who": "E2"}]}
    path = save(good_book(**sheets), tmp_path)
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return load(path).problems


def cell_of(book: Any, sheet: str, header: str, row: int = 1) -> Any:
    place = next(cell for cell in book[sheet][1] if cell.value == header)
    return book[sheet].cell(row, place.column)


def renamed(sheet: str, header: str, text: str) -> Callable[[Any], None]:
    def change(book: Any) -> None:
        cell_of(book, sheet, header).value = text

    return change


def test_the_workbook_that_is_changed_has_no_problem(tmp_path: Path) -> None:
    assert changed(tmp_path, lambda book: None) == ()


@pytest.mark.parametrize(("row", "word"), paired(SETTING_ROWS, BLANK_WORDS))
def test_a_word_for_a_blank_cell_leaves_a_setting_as_it_is(
    row: Any, word: str, tmp_path: Path
) -> None:
    rows = [r for r in settings() if r["Setting"] != row.name]
    rows.append({"Setting": row.name, "Value": word})
    found = load(save(good_book(Settings=rows), tmp_path))
    if row.field in ("plan_start", "plan_end"):
        assert f"The setting {row.name} is missing." in {p.message for p in found.problems}
    elif found.year is None:  # the currency and the goals are words themselves
        assert {p.severity for p in found.problems} >= {Severity.ERROR}
    else:
        assert getattr(found.year.settings, row.field) is not None


@pytest.mark.parametrize(
    ("name", "word"),
    [("Plan end", "n/a"), ("Rest days", "tbc"), ("Daily allowance", "-"), ("Plan start", "?")],
)
def test_a_scenario_gives_a_setting_a_value(name: str, word: str, tmp_path: Path) -> None:
    row = {"Scenario": "A", "Change": "setting", "Target": name, "Value": word}
    path = save(good_book(Scenarios=[row]), tmp_path)
    [problem] = problems_of_sheet(load(path))
    assert (problem.code, problem.severity) == ("setting-blank", Severity.ERROR)
    assert run("check", path).code == 2


@pytest.mark.parametrize(
    ("sheet", "header"),
    [("Missions", "Languages"), ("Missions", "Priority"), ("Unavailability", "To")],
)
def test_cells_merged_over_several_rows_are_told(sheet: str, header: str, tmp_path: Path) -> None:
    def change(book: Any) -> None:
        first, second = (cell_of(book, sheet, header, row).coordinate for row in (2, 3))
        book[sheet].merge_cells(f"{first}:{second}")

    [problem] = [p for p in changed(tmp_path, change) if p.code == "value-missing"]
    assert "hold their value in the first cell only" in problem.message
    assert problem.cell is not None
    assert problem.cell.endswith("3")


def test_merged_cells_without_a_value_say_nothing(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        for row in (2, 3):
            cell_of(book, "Missions", "Priority", row).value = None
        first, second = (cell_of(book, "Missions", "Priority", r).coordinate for r in (2, 3))
        book["Missions"].merge_cells(f"{first}:{second}")

    assert changed(tmp_path, change) == ()


@pytest.mark.parametrize(
    ("sheet", "header", "text", "code"),
    [
        ("Funds", "Amount", "Amount (k EUR)", "column-in-another-unit"),
        ("Funds", "Amount", "Amount ('000 EUR)", "column-in-another-unit"),
        ("Funds", "Committed", "Committed (%)", "column-in-another-unit"),
        ("Missions", "Working days", "Working days (weeks)", "column-in-another-unit"),
        ("Missions", "Working days", "Duration (weeks)", "column-in-another-unit"),
        ("Funds", "Amount", "Amount (USD)", "another-currency"),
        ("Funds", "Amount", "Amount $", "another-currency"),
    ],
)
def test_a_header_with_another_unit_is_told(
    sheet: str, header: str, text: str, code: str, tmp_path: Path
) -> None:
    found = changed(tmp_path, renamed(sheet, header, text))
    assert code in {problem.code for problem in found}


@pytest.mark.parametrize(
    ("sheet", "header", "text"),
    [
        ("Funds", "Amount", "Amount (EUR)"),
        ("Funds", "Amount", "Amount €"),
        ("Missions", "Working days", "Working days (days)"),
        ("Missions", "Title", "Title (k)"),
    ],
)
def test_a_header_with_its_own_unit_is_not(
    sheet: str, header: str, text: str, tmp_path: Path
) -> None:
    assert changed(tmp_path, renamed(sheet, header, text)) == ()


@pytest.mark.parametrize(
    ("sheet", "header", "code"),
    [
        ("Missions", "Working days", '0" weeks"'),
        ("Funds", "Amount", '#,##0 "thousand"'),
        ("Funds", "Amount", '#,##0" M"'),
    ],
)
def test_a_cell_that_shows_another_unit_is_told(
    sheet: str, header: str, code: str, tmp_path: Path
) -> None:
    def change(book: Any) -> None:
        cell_of(book, sheet, header, 2).number_format = code

    assert "other-unit" in {problem.code for problem in changed(tmp_path, change)}


def test_a_column_whose_header_is_gone_is_told(tmp_path: Path) -> None:
    [problem] = changed(tmp_path, renamed("Funds", "Committed", ""))
    assert (problem.code, problem.cell) == ("column-nameless", "C1")
    assert problem.severity is Severity.WARNING


def test_a_sheet_without_its_header_row_is_told_though_its_data_holds_a_header_word(
    tmp_path: Path,
) -> None:
    def change(book: Any) -> None:
        book.create_sheet("Administrations").append(["Japan", 1, 4, None, "NCP", "English"])

    [problem] = changed(tmp_path, change)
    assert problem.code == "header-missing"


def test_a_cell_that_is_struck_out_is_told(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        cell_of(book, "Funds", "Committed", 2).font = Font(strike=True)
        cell_of(book, "Missions", "Title", 2).font = Font(strike=True)

    [problem] = changed(tmp_path, change)
    assert (problem.code, problem.sheet) == ("cell-struck-out", "Funds")


def test_a_fund_to_be_confirmed_is_pending(tmp_path: Path) -> None:
    path = save(good_book(Funds=[FUND | {"Status": "to be confirmed"}]), tmp_path)
    year = load(path).year
    assert year is not None
    assert [fund.status for fund in year.funds] == [FundStatus.PENDING]


@pytest.mark.parametrize("word", ["Confirmed?", "Confirmed (?)"])
def test_a_status_with_a_question_mark_is_asked_about(word: str, tmp_path: Path) -> None:
    row = {"Mission ID": "M1", "Expert ID": "E1", "Start": date(2027, 3, 1), "Status": word}
    found = load(save(good_book(Assignments=[row]), tmp_path))
    assert "not-certain" in {problem.code for problem in found.problems}
    sure = load(save(good_book(Assignments=[row | {"Status": "Confirmed"}]), tmp_path, "sure.xlsx"))
    assert sure.year is not None
    assert [r.status for r in sure.year.assignments] == [AssignmentStatus.CONFIRMED]


def test_an_accreditation_that_has_expired_is_none(tmp_path: Path) -> None:
    rows = [qualification("E1", Status="Accredited (expired)"), qualification("E2")]
    found = load(save(good_book(Experts=[expert(), expert("E2")], Qualifications=rows), tmp_path))
    assert "unknown-choice" in {problem.code for problem in found.problems}
