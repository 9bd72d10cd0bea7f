"""Workbooks as people make them: each trouble is told at its cell, and its neighbour is silent."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from models.answers.report import Problem, Severity
from planner.workbook.reading.checks.repeats import _same_name
from planner.workbook.reading.reader import Reading
from tests.breadth import paired
from tests.workbook.files import read

CASES = Path(__file__).parents[1] / "cases"
Edit = Callable[[Any], None]


def told(name: str) -> list[tuple[str, str | None, str | None, str]]:
    return [row(problem) for problem in read(CASES / f"{name}.xlsx").problems]


def row(problem: Problem) -> tuple[str, str | None, str | None, str]:
    return problem.severity.value, problem.sheet, problem.cell, problem.code


def edited(name: str, folder: Path, *edits: Edit) -> Reading:
    book = load_workbook(CASES / f"{name}.xlsx")
    for edit in edits:
        edit(book)
    book.save(folder / "plan.xlsx")
    return read(folder / "plan.xlsx")


def put(sheet: str, cell: str, value: object) -> Edit:
    def edit(book: Any) -> None:
        book[sheet][cell] = value

    return edit


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("fund-total-below", [("warning", "Funds", "A4", "row-left-out")]),
        ("fund-table-with-totals-row", [("warning", "Funds", "A4", "row-left-out")]),
        ("assignments-end-edited", [("error", "Assignments", "J5", "end-not-of-start")]),
        (
            "assignments-name-edited",
            [
                ("error", "Assignments", "G5", "contradiction"),
                ("error", "Assignments", "H5", "contradiction"),
            ],
        ),
        ("funds-sheet-named-funds-2027", [("warning", "Funds 2027", "A1", "sheet-unread")]),
        ("missions-on-two-sheets", [("warning", "Missions MENA", "A1", "sheet-unread")]),
        (
            "dates-seconds-before-midnight",
            [("read as", "Missions", "G4", "read-as"), ("read as", "Missions", "H4", "read-as")],
        ),
        (
            "dates-in-utc-as-text",
            [
                ("error", "Missions", "G2", "time-with-zone"),
                ("error", "Missions", "H2", "time-with-zone"),
            ],
        ),
        ("accents-typed-on-a-mac", []),
        ("two-codes-in-a-cell", [("error", "Qualifications", "B2", "several-codes")]),
        ("languages-with-levels", [("read as", "Experts", "E2", "read-as")]),
        (
            "months-as-dates",
            [("warning", "Missions", f"H{n}", "month-for-a-last-day") for n in range(2, 6)],
        ),
        ("committed-as-a-percentage", [("error", "Funds", "D2", "percentage-not-amount")]),
    ],
)
def test_each_case_is_told_where_it_is(
    name: str, expected: list[tuple[str, str | None, str | None, str]]
) -> None:
    assert told(name) == expected


def test_a_total_is_no_fund_and_what_only_begins_like_one_is(tmp_path: Path) -> None:
    for word in ("TOTAL", "Grand total", "Sub-total", "Sous-total:", "Sum", "Итого", "الإجمالي"):
        found = edited("fund-total-below", tmp_path, put("Funds", "A4", word))
        assert [p.code for p in found.problems] == ["row-left-out"], word
        assert found.year is not None
        assert [fund.id for fund in found.year.funds] == ["CCF-A", "CCF-B"]
    for name in ("TotalEnergies", "Sum-A", "Totals Ltd"):
        found = edited("fund-total-below", tmp_path, put("Funds", "A4", name))
        assert found.problems == (), name
        assert found.year is not None
        assert len(found.year.funds) == 3


@pytest.mark.parametrize(
    ("sheet", "cells"),
    [
        ("Missions", {"A6": "Total", "E6": 5}),
        ("Experts", {"A8": "Total général"}),
        ("Experts", {"B8": "Total", "G8": 12}),
        ("Qualifications", {"A8": "SUM", "B8": 6}),
    ],
)
def test_totals_are_left_out_on_any_sheet(
    tmp_path: Path, sheet: str, cells: dict[str, object]
) -> None:
    edits = [put(sheet, cell, value) for cell, value in cells.items()]
    found = edited("accents-typed-on-a-mac", tmp_path, *edits)
    assert [(p.code, p.sheet) for p in found.problems] == [("row-left-out", sheet)]
    assert found.year is not None


def test_a_table_without_totals_keeps_its_last_row(tmp_path: Path) -> None:
    def without(book: Any) -> None:
        book["Funds"].tables["FundsTable"].totalsRowCount = None
        book["Funds"]["A4"] = "CCF-C"

    found = edited("fund-table-with-totals-row", tmp_path, without)
    assert found.problems == ()
    assert found.year is not None
    assert len(found.year.funds) == 3


def test_a_totals_row_by_the_table_alone_whatever_it_reads(tmp_path: Path) -> None:
    found = edited("fund-table-with-totals-row", tmp_path, put("Funds", "A4", "Alles zusammen"))
    assert [(p.code, p.cell) for p in found.problems] == [("row-left-out", "A4")]


def test_a_repeated_header_is_no_row(tmp_path: Path) -> None:
    def repeat(book: Any) -> None:
        book["Funds"].append([cell.value for cell in book["Funds"][1]])

    found = edited("fund-total-below", tmp_path, put("Funds", "A4", "CCF-C"), repeat)
    assert [(p.code, p.cell) for p in found.problems] == [("row-left-out", "A5")]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        *(("G5", "citrine  CEDAR"), ("G5", "Cedar, Citrine"), ("G5", None), ("G5", "Ms Cedar")),
        *(("H5", "JP"), ("H5", "japan"), ("H5", None), ("H5", "Japon")),
        *(("B5", "risk  MANAGEMENT"), ("B5", None), ("C5", "VN"), ("C5", "Vietnam")),
    ],
)
def test_what_says_the_same_is_no_contradiction(tmp_path: Path, cell: str, value: object) -> None:
    sound = (put("Assignments", "G5", "Citrine Cedar"), put("Assignments", "H5", "Japan"))
    found = edited("assignments-name-edited", tmp_path, *sound, put("Assignments", cell, value))
    assert found.problems == ()


CONTRADICTIONS = (
    ("G5", "Flint Fir", ("Flint Fir", "Citrine Cedar")),
    ("H5", "Germany", ("Germany", "Japan")),
    ("H5", "DE", ("DE", "Japan")),
    ("B5", "Valuation workshop", ("Valuation workshop", "Risk management")),
    ("C5", "Jordan", ("Jordan", "Viet Nam")),
)


@pytest.mark.parametrize(
    ("typed", "status"), paired(CONTRADICTIONS, ("Confirmed", "Proposed", "Declined"))
)
def test_a_contradiction_shows_both(
    tmp_path: Path, typed: tuple[str, str, tuple[str, str]], status: str
) -> None:
    cell, value, facts = typed
    sound = (put("Assignments", "G5", "Citrine Cedar"), put("Assignments", "H5", "Japan"))
    edits = (put("Assignments", cell, value), put("Assignments", "N5", status))
    [problem] = edited("assignments-name-edited", tmp_path, *sound, *edits).problems
    assert (problem.severity, problem.cell) == (Severity.ERROR, cell)
    assert all(fact in problem.message for fact in facts)


def test_one_column_sorted_alone_is_told_row_by_row(tmp_path: Path) -> None:
    def sort(book: Any) -> None:
        sheet = book["Assignments"]
        names = sorted(str(sheet.cell(number, 7).value) for number in range(2, 7))
        for number, name in enumerate(reversed(names), start=2):
            sheet.cell(number, 7).value = name

    sound = (put("Assignments", "G5", "Citrine Cedar"), put("Assignments", "H5", "Japan"))
    found = edited("assignments-name-edited", tmp_path, *sound, sort)
    assert {p.code for p in found.problems} == {"contradiction"}
    assert len(found.problems) >= 4


def test_names_beside_ids_are_compared_on_other_sheets_too(tmp_path: Path) -> None:
    def add(book: Any) -> None:
        book["Qualifications"]["E1"] = "Name"
        book["Qualifications"]["E2"] = "Amber Ash"
        book["Qualifications"]["E3"] = "Somebody Else"

    [problem] = edited("accents-typed-on-a-mac", tmp_path, add).problems
    assert (problem.code, problem.sheet, problem.cell) == ("contradiction", "Qualifications", "E3")


def test_an_end_that_follows_is_silent_and_a_proposal_is_only_warned_of(tmp_path: Path) -> None:
    end = put("Assignments", "J5", date(2027, 6, 11))
    assert edited("assignments-end-edited", tmp_path, end).problems == ()
    assert edited("assignments-end-edited", tmp_path, put("Assignments", "J5", None)).problems == ()
    longer = put("Missions", "I4", 10)
    assert edited("assignments-end-edited", tmp_path, longer).problems == ()
    proposed = put("Assignments", "N5", "Proposed")
    [problem] = edited("assignments-end-edited", tmp_path, proposed).problems
    assert (problem.code, problem.severity) == ("end-not-of-start", Severity.WARNING)


@pytest.mark.parametrize("name", ["Donor funds", "Copy of Funds", "Money", "Funds 2028"])
def test_unread_sheets_are_told_whatever_their_name(tmp_path: Path, name: str) -> None:
    def rename(book: Any) -> None:
        book["Funds 2027"].title = name

    found = edited("funds-sheet-named-funds-2027", tmp_path, rename)
    assert [(p.code, p.sheet) for p in found.problems] == [("sheet-unread", name)]


def test_sheets_of_ones_own_are_silent(tmp_path: Path) -> None:
    def notes(book: Any) -> None:
        del book["Funds 2027"]
        book.create_sheet("Budget notes").append(["Item", "Amount", "Comment"])
        book["Budget notes"].append(["Coffee", 20, "monthly"])
        book.create_sheet("Contacts").append(["Name", "Country", "Phone"])
        book["Contacts"].append(["Somebody", "Kenya", "1"])
        book.create_sheet("Funds draft").append(["Fund ID", "Amount"])

    assert edited("funds-sheet-named-funds-2027", tmp_path, notes).problems == ()


def test_the_settings_can_say_what_a_sheet_is(tmp_path: Path) -> None:
    def say(book: Any) -> None:
        book["Settings"].append(["Sheet Funds 2027", "Funds"])

    found = edited("funds-sheet-named-funds-2027", tmp_path, say)
    assert found.problems == ()
    assert found.year is not None
    assert [fund.id for fund in found.year.funds] == ["CCF-A", "CCF-B"]


def test_several_sheets_are_read_together_where_the_settings_say_so(tmp_path: Path) -> None:
    def say(book: Any) -> None:
        book["Settings"].append(["Several sheets", "yes"])

    found = edited("missions-on-two-sheets", tmp_path, say)
    assert found.problems == ()
    assert found.year is not None
    assert [mission.id for mission in found.year.missions] == ["M1", "M2", "M3", "M4"]

    def twice(book: Any) -> None:
        book["Missions MENA"]["A2"] = "M2"

    [problem] = edited("missions-on-two-sheets", tmp_path, say, twice).problems
    assert (problem.code, problem.sheet, problem.cell) == ("duplicate-id", "Missions MENA", "A2")


@pytest.mark.parametrize(
    ("value", "day", "silent"),
    [
        (datetime(2027, 6, 6, 23, 59, 17), date(2027, 6, 7), False),
        (datetime(2027, 6, 6, 23, 55), date(2027, 6, 7), False),
        (datetime(2027, 6, 6, 23, 54, 59), date(2027, 6, 6), False),
        (datetime(2027, 6, 7, 0, 5), date(2027, 6, 7), True),
        (datetime(2027, 6, 7, 9, 30), date(2027, 6, 7), True),
        ("2027-06-06 23:59:17", date(2027, 6, 7), False),
        ("2027-06-07T00:00:00+02:00", date(2027, 6, 7), True),
        ("2027-06-07T06:00:00Z", date(2027, 6, 7), False),
    ],
)
def test_times_near_midnight_are_the_day_that_is_meant(
    tmp_path: Path, value: object, day: date, silent: bool
) -> None:
    latest = put("Missions", "H4", date(2027, 7, 30))
    edits = (latest, put("Missions", "G4", value))
    found = edited("dates-seconds-before-midnight", tmp_path, *edits)
    assert found.year is not None
    assert found.year.mission_by_id["M3"].earliest_start == day
    assert (found.problems == ()) is silent
    assert all(p.cell == "G4" for p in found.problems)


@pytest.mark.parametrize(
    "value", ["2027-01-01T25:61", "2027-01-01T24:61", "2027-13-01", "31/02/2027"]
)
def test_what_no_calendar_has_is_no_date(tmp_path: Path, value: str) -> None:
    found = edited("dates-seconds-before-midnight", tmp_path, put("Missions", "G2", value))
    assert ("error", "Missions", "G2", "not-a-date") in map(row, found.problems)


@pytest.mark.parametrize(
    "sign", ["\u2066", "\u2067", "\u2068", "\u2069", "\u061c", "\u200f", "\ufeff"]
)
def test_invisible_marks_count_in_no_cell(tmp_path: Path, sign: str) -> None:
    def mark(book: Any) -> None:
        for cell in ("A2", "C2", "F2", "D2"):
            value = book["Missions"][cell].value
            book["Missions"][cell] = f"{sign}{value}{sign}"

    assert edited("accents-typed-on-a-mac", tmp_path, mark).problems == ()


def test_kelvin_is_a_k_and_a_cyrillic_letter_is_none(tmp_path: Path) -> None:
    kelvin = (put("Missions", "A2", "K-1"), put("Exclusions", "B2", "\u212a-1"))
    assert edited("accents-typed-on-a-mac", tmp_path, *kelvin).problems == ()
    cyrillic = put("Exclusions", "A2", "\u04154")
    [problem] = edited("accents-typed-on-a-mac", tmp_path, cyrillic).problems
    assert (problem.code, problem.cell, problem.becomes) == ("id-look-alike", "A2", "E4")
    assert "cyrillic" in problem.message
    twin = (put("Missions", "A3", "M-2"), put("Missions", "A4", "\u041c-2"))
    [problem] = edited("accents-typed-on-a-mac", tmp_path, *twin).problems
    assert (problem.code, problem.severity) == ("ids-look-alike", Severity.WARNING)


@pytest.mark.parametrize(
    "text", ["ET/VAL; TOA/RM", "ET/VAL and TOA/RM", "ET/VAL\nTOA/RM", "VAL, RM"]
)
def test_two_codes_in_a_cell_are_told_with_a_way_that_leads_out(tmp_path: Path, text: str) -> None:
    [problem] = edited("two-codes-in-a-cell", tmp_path, put("Qualifications", "B2", text)).problems
    assert problem.code == "several-codes"
    assert "Did you mean" not in problem.remedy
    assert "a row of its own" in problem.remedy
    sound = put("Qualifications", "B2", "ET/VAL")
    found = edited("two-codes-in-a-cell", tmp_path, sound, put("Missions", "D2", text))
    [problem] = found.problems
    assert (problem.sheet, problem.cell, problem.code) == ("Missions", "D2", "several-codes")
    assert "Teams" in problem.remedy


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("English (C1) / French (B2)", ("en", "fr")),
        ("Arabic (native), English, French", ("ar", "en", "fr")),
        ("English: fluent; French: B2", ("en", "fr")),
        ("native French and basic English", ("fr", "en")),
        ("EN/FR/AR", ("en", "fr", "ar")),
        ("anglais, français", ("en", "fr")),
    ],
)
def test_languages_with_levels_are_all_read(
    tmp_path: Path, text: str, codes: tuple[str, ...]
) -> None:
    found = edited("languages-with-levels", tmp_path, put("Experts", "E2", text))
    assert found.year is not None
    assert found.year.experts[0].languages == codes
    assert [p.severity for p in found.problems] == [Severity.READ_AS]


@pytest.mark.parametrize(
    "text", ["English; French", "English (UK); fr", "Chinese (Simplified)\nEnglish; fr"]
)
def test_languages_as_they_are_asked_for_are_silent(tmp_path: Path, text: str) -> None:
    assert edited("languages-with-levels", tmp_path, put("Experts", "E2", text)).problems == ()


def test_what_is_not_spoken_is_no_language(tmp_path: Path) -> None:
    found = edited(
        "languages-with-levels", tmp_path, put("Experts", "E2", "English, French (none)")
    )
    assert [p.code for p in found.problems] == ["unknown-language"]


def test_months_are_told_for_last_days_alone(tmp_path: Path) -> None:
    def shown(code: str) -> Edit:
        def edit(book: Any) -> None:
            for number in range(2, 6):
                book["Missions"][f"H{number}"].number_format = code

        return edit

    for code in ("mmmm yyyy", "mm/yy", "yyyy", "mmmm", '[$-409]mmm"-"yy'):
        found = edited("months-as-dates", tmp_path, shown(code))
        assert {p.code for p in found.problems} == {"month-for-a-last-day"}, code
    for code in ("dd/mm/yyyy", "d-mmm-yy", "yyyy-mm-dd"):
        assert edited("months-as-dates", tmp_path, shown(code)).problems == (), code
    last = [put("Missions", f"H{number}", date(2027, 12, 31)) for number in range(2, 6)]
    assert edited("months-as-dates", tmp_path, *last, shown("mmm-yy")).problems == ()


@pytest.mark.parametrize(
    ("cell", "value", "code"),
    [
        ("C2", 0.5, "percentage-not-amount"),
        ("D2", "20%", "percentage-not-amount"),
        ("D2", "20 000 USD", "another-currency"),
        ("C2", "$20,000.00", "another-currency"),
    ],
)
def test_percentages_and_other_currencies_are_no_amounts(
    tmp_path: Path, cell: str, value: object, code: str
) -> None:
    def percent(book: Any) -> None:
        book["Funds"]["D2"].number_format = "General"
        book["Funds"]["D2"] = None
        book["Funds"][cell] = value
        if isinstance(value, float):
            book["Funds"][cell].number_format = "0%"

    [problem] = edited("committed-as-a-percentage", tmp_path, percent).problems
    assert (problem.code, problem.cell, problem.severity) == (code, cell, Severity.ERROR)


def test_amounts_in_the_plans_currency_are_silent_and_others_shown_are_told(tmp_path: Path) -> None:
    def shown(code: str) -> Edit:
        def edit(book: Any) -> None:
            book["Funds"]["D2"] = None
            book["Funds"]["C2"].number_format = code

        return edit

    for code in ("#,##0", "#,##0 [$€-407]", '#,##0 "EUR"', "0.00"):
        assert edited("committed-as-a-percentage", tmp_path, shown(code)).problems == (), code
    for code in ("[$$-409]#,##0", '#,##0 "USD"', "[$£-809]#,##0"):
        [problem] = edited("committed-as-a-percentage", tmp_path, shown(code)).problems
        assert problem.code == "another-currency-shown", code


def test_struck_out_rows_are_told_and_count(tmp_path: Path) -> None:
    from openpyxl.styles import Font

    def strike(book: Any) -> None:
        for cell in book["Missions"][4]:
            cell.font = Font(strike=True)

    found = edited("accents-typed-on-a-mac", tmp_path, strike)
    [problem] = found.problems
    assert (problem.code, problem.cell) == ("row-struck-out", "A4")
    assert found.year is not None
    assert "M3" in found.year.mission_by_id

    def one(book: Any) -> None:
        book["Missions"]["B4"].font = Font(strike=True)

    assert edited("accents-typed-on-a-mac", tmp_path, one).problems == ()


def test_a_workbook_that_version_1_wrote_goes_in_again() -> None:
    found = read(CASES / "version-1-assigned.xlsx")
    assert found.year is not None
    assert {p.severity for p in found.problems} <= {Severity.WARNING}
    quiet = {"record-stale", "candidate-waiting", "accreditation-undated"}
    assert {p.code for p in found.problems} <= quiet
    assert len(found.year.assignments) >= 5


@pytest.mark.parametrize(
    ("said", "same"), [("D. Date", True), ("Date D", True), ("E. Date", False)]
)
def test_an_initial_is_no_contradiction(said: str, same: bool) -> None:
    assert _same_name(said, "Dolomite Date") == same
