"""Twenty-eight rows typed by hand: one round of corrections, and the year can be planned."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from openpyxl import Workbook, load_workbook

from models.answers.report import Severity
from planner.workbook.openxml.paint import COLOURS
from planner.workbook.reading.reader import Reading
from planner.workbook.writing.corrected import corrected
from tests.workbook.files import read

Rows = list[tuple[object, ...]]

TYPED: Mapping[str, Rows] = {
    "Settings": [
        ("Parameter", "Value"),
        ("Plan start", "1 January 2027"),
        ("Plan end", "31/12/2027"),
        ("Release cap weeks", "12 weeks"),
        ("Avoid public holidays", "oui"),
        ("Currency", "EUR"),
    ],
    "Missions": [
        (
            "No.",
            "Activity",
            "Beneficiary",
            "Field",
            "No. of experts",
            "Language",
            "From",
            "To",
            "Days",
            "Prio",
            "Donor",
            "Other costs",
        ),
        (
            "M1",
            "Valuation workshop",
            "Kenya",
            "VAL",
            2,
            "English",
            "1/2/2027",
            "26/3/2027",
            "1 week",
            1,
            None,
            "1 500 EUR",
        ),
        (
            "M2",
            "Valuation follow-up",
            "Senegal (Dakar)",
            "ET-VAL",
            1,
            "French, English",
            "5 April 2027",
            "28 mai 2027",
            "5 days",
            1,
            "any",
            None,
        ),
        (
            "M3",
            "Risk management",
            "VN",
            "Risk Management",
            "1 expert",
            "anglais",
            "13.06.2027",
            "30.07.2027",
            "5",
            2,
            "CCF-A, CCF-B",
            "1,200.50",
        ),
        (
            "M4",
            "Risk management",
            "Hashemite Kingdom of Jordan",
            "TOA/RM",
            1,
            "Arabic / English",
            "September 2027",
            "October 2027",
            "5 jours",
            "P2",
            "-",
            None,
        ),
        ("Total", None, None, None, 5) + (None,) * 7,
    ],
    "Experts": [
        ("Expert No.", "Surname", "First name", "Country", "Languages", "Last updated"),
        ("E1", "Ash", "Amber", "France", "French (native), English (C1)", "1 juin 2026"),
        ("E2", "Birch", "Beryl", "Uganda Revenue Authority", "English", "2026-06-01"),
        ("E3", "Cedar", "Citrine", "Japan", "English and French", "June 1, 2026"),
        ("E4", "Date", "Dolomite", "Morroco", "fr/ar/en", "13/06/2026"),
        ("E5", "Elm", "Emerald", "CAN", "English; French", "20260601"),
        ("E6", "Fir", "Flint", "Deutschland", "anglais", "1-Jun-26"),
    ],
    "Qualifications": [
        ("Expert", "Expertise", "Level", "Date"),
        ("Amber Ash", "VAL", "Accredited", "1 Jan 2025"),
        ("BIRCH Beryl", "Valuation", "accrédité", "2025-01-01"),
        ("e3", "RM", "Acredited", "1/1/2025"),
        ("E4", "ET/VAL", "Accredited", datetime(2025, 1, 1)),
        ("Elm, Emerald", "TOA/RM", "Accredited", 45658),
        ("E6", "TOA / RM", "accredited", "13/01/2025"),
    ],
    "Funds": [
        ("Donor", "Name", "Budget", "Committed", "From", "To", "Region", "Beneficiaries"),
        ("CCF-A", "Donor A", "40 000 EUR", None, "1/1/2027", "31/12/2027", "AP, ESA, WCA", None),
        (
            "CCF-B",
            "Donor B",
            "€35,000.00",
            "0",
            "2027-01-01",
            "31 Dec 2027",
            "all",
            "Kenya, Vietnam, Jordan",
        ),
        ("Total", None, 75000) + (None,) * 5,
    ],
    "Unavailability": [
        ("Type", "Name", "From", "To", "Remarks"),
        ("Expert", "Amber Ash", "1 March 2027", "5 March 2027", "leave"),
        ("Host", "Kenya", "12/12/2027", "31/12/2027", None),
    ],
    "Exclusions": [
        ("Expert", "Country", "Reason"),
        ("Flint Fir", "Viet Nam", "asked not to go"),
    ],
}


def typed(folder: Path) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in TYPED.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(folder / "typed.xlsx")
    return folder / "typed.xlsx"


def fixed(path: Path, reading: Reading) -> Path:
    target = path.with_name("fixed.xlsx")
    target.write_bytes(corrected(path.read_bytes(), reading.problems))
    return target


def test_twenty_eight_rows_take_one_round(tmp_path: Path) -> None:
    assert sum(len(rows) - 1 for rows in TYPED.values()) == 28
    reading = read(typed(tmp_path))
    errors = [p for p in reading.problems if p.severity is Severity.ERROR]
    assert [(p.sheet, p.cell, p.code) for p in errors if p.becomes is None] == []
    again = read(fixed(tmp_path / "typed.xlsx", reading))
    assert again.year is not None
    assert {p.code for p in again.problems} == {"row-left-out"}


def test_the_copy_says_what_it_changed(tmp_path: Path) -> None:
    path = typed(tmp_path)
    before = path.read_bytes()
    reading = read(path)
    book = load_workbook(fixed(path, reading))
    assert path.read_bytes() == before
    assert book.sheetnames[0] == "Corrections"
    listed = {
        (sheet, cell): (was, now)
        for sheet, cell, was, now, _ in book["Corrections"].iter_rows(min_row=5, values_only=True)
    }
    assert listed["Missions", "I2"] == ("1 week", "5")
    assert listed["Experts", "D5"] == ("Morroco", "Morocco")
    assert listed["Qualifications", "A2"] == ("Amber Ash", "E1")
    assert book["Missions"]["I2"].value == 5
    assert book["Missions"]["H2"].value == datetime(2027, 3, 26)
    assert book["Missions"]["H2"].is_date
    assert book["Missions"]["G1"].value == "Earliest start"
    assert book["Missions"]["K3"].value is None
    for sheet, cell in listed:
        assert book[sheet][cell].fill.fgColor.rgb == COLOURS["corrected"]
    assert len(listed) == len([p for p in reading.problems if p.becomes is not None])
    assert date(2027, 1, 1) == book["Settings"]["B2"].value.date()
