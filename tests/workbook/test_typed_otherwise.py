"""Another twenty-eight rows typed by hand, in other words and columns than those before."""

from datetime import date, datetime
from pathlib import Path

from openpyxl import Workbook

from models.answers.report import Severity
from planner.workbook.reading.reader import Reading
from planner.workbook.writing.corrected import corrected
from tests.workbook.files import read

MISSIONS = [
    (
        "No",
        "Activity",
        "Beneficiary administration",
        "Expertise",
        "Nb of experts",
        "Working languages",
        "Start date",
        "End date",
        "Nb of days",
        "Donor",
        "Remarks",
    ),
    (
        "M1",
        "Valuation",
        "Rép. dém. du Congo",
        "Customs valuation",
        "2",
        "French",
        "1 mars 2027",
        "30 avr. 2027",
        "5 days",
        "JAPAN",
        None,
    ),
    (
        "M2",
        "HS",
        "The Gambia",
        "ET/HS",
        1,
        "English",
        "17.05.2027",
        "28.05.2027",
        "one week",
        None,
        None,
    ),
    (
        "M3",
        "PCA",
        "Côte d’Ivoire",
        "Post-Clearance Audit",
        2,
        "FR",
        "2027-06-07",
        "2027-07-30",
        "5",
        None,
        None,
    ),
    (
        "M4",
        "Risk",
        "Viet Nam",
        "Risk management",
        "1",
        "EN/FR",
        "1er juillet 2027",
        "30 septembre 2027",
        "1 week",
        "JAPAN",
        "to be confirmed",
    ),
    (
        "M5",
        "AEO",
        "Republic of Korea",
        "AEO",
        1,
        "English & French",
        datetime(2027, 8, 2),
        datetime(2027, 9, 30),
        5,
        "JAPAN",
        None,
    ),
    (
        "M6",
        "TRS",
        "UAE",
        "TRS",
        "1",
        "English, Arabic",
        "6 septiembre 2027",
        "29 octubre 2027",
        "5 d",
        None,
        None,
    ),
    (
        "M7",
        "IPR",
        "Swaziland",
        "IPR",
        1,
        "english",
        "w/c 4 Oct 2027",
        "29 Oct 27",
        "5 jours",
        None,
        None,
    ),
    (
        "M8",
        "Origin",
        "Bosnia & Herzegovina",
        "Rules of origin",
        1,
        "Anglais",
        "01-nov-2027",
        "30-nov-2027",
        "5 working days",
        None,
        None,
    ),
    (
        "M9",
        "Laboratory",
        "St. Lucia",
        "Laboratory",
        "1 expert",
        "English",
        "Monday, 1 February 2027",
        "Friday 26 March 2027",
        "2 weeks",
        None,
        None,
    ),
    ("TOTAL", None, None, None, "11", None, None, None, None, None, None),
]
EXPERTS = [
    ("Expert no.", "Name", "Home administration", "Languages spoken", "Release start"),
    ("X1", "Alder", "France", "French (native), English (C1)", "1 févr. 2025"),
    ("X2", "Birch", "Sénégal", "FR, EN", "1 February 2025"),
    ("X3", "Cedar", "Japan", "english; japanese", None),
    ("X4", "Dogwood", "Brasil", "Portuguese / Spanish / English", None),
    ("X5", "Elm", "Suth Africa", "German - English - French", None),
]
QUALIFICATIONS = [
    ("Expert", "Area of expertise", "Accreditation status", "Date"),
    ("X1", "Customs valuation", "accredited", "Jan 2025"),
    ("X2", "Valuation", "Pre accredited", None),
    ("X3", "Risk management", "Accredited expert", "14/03/2024"),
    ("X4", "Post clearance audit", "recognized", None),
    ("Elm", "Laboratories", "ACCREDITED", None),
]
FUNDS = [
    ("Fund", "Donor name", "Total budget", "Already committed", "From", "Until", "Status"),
    ("JAPAN", "CCF Japan", "120 000 EUR", None, "Jan 1, 2027", "Dec 31, 2027", "signed"),
    ("KOREA", "CCF Korea", "80 000 €", "0", "01/01/2027", "31/12/2027", "pledged"),
    ("Sub total", None, "200 000", None, None, None, None),
]
UNAVAILABILITY = [
    ("Type", "Expert / country", "Start", "End", "Comment"),
    ("expert", "Birch", "1 July 2027", "until further notice", "leave"),
    ("beneficiary", "DRC", "24 déc. 2027", "31 déc. 2027", None),
]
SETTINGS = [("Setting", "Value"), ("Plan start", "1 January 2027"), ("Plan end", "31.12.2027")]
SHEETS = {
    "Settings": SETTINGS,
    "Experts": EXPERTS,
    "Qualifications": QUALIFICATIONS,
    "Funds": FUNDS,
    "Unavailability": UNAVAILABILITY,
}


def typed(path: Path) -> Reading:
    """The rows as a workbook, the missions below a title over merged cells."""
    book = Workbook()
    missions = book.worksheets[0]
    missions.title = "Missions"
    missions["A1"] = "Delivery plan 2027 - draft"
    missions.merge_cells("A1:K1")
    missions.append([])
    for row in MISSIONS:
        missions.append(row)
    for name, rows in SHEETS.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return read(path)


def errors(reading: Reading) -> list[str]:
    return [p.message for p in reading.problems if p.severity is Severity.ERROR]


def test_one_round_of_corrections_is_enough(tmp_path: Path) -> None:
    reading = typed(tmp_path / "typed.xlsx")
    assert errors(reading) == ['"Suth Africa" is no country that the planner knows.']
    mended = corrected((tmp_path / "typed.xlsx").read_bytes(), reading.problems)
    (tmp_path / "mended.xlsx").write_bytes(mended)
    again = read(tmp_path / "mended.xlsx")
    assert errors(again) == []
    assert again.year is not None
    assert again.year.expert_by_id["X5"].administration == "ZA"


def test_each_cell_is_what_it_was_meant_to_be(tmp_path: Path) -> None:
    typed(tmp_path / "typed.xlsx")
    reading = typed(tmp_path / "typed.xlsx")
    mended = corrected((tmp_path / "typed.xlsx").read_bytes(), reading.problems)
    (tmp_path / "mended.xlsx").write_bytes(mended)
    year = read(tmp_path / "mended.xlsx").year
    assert year is not None
    missions = {m.id: (m.host, m.positions[0], m.working_days) for m in year.missions}
    assert missions == {
        "M1": ("CD", "ET/VAL", 5),
        "M2": ("GM", "ET/HS", 5),
        "M3": ("CI", "TOA/PCA", 5),
        "M4": ("VN", "TOA/RM", 5),
        "M5": ("KR", "TOA/AEO", 5),
        "M6": ("AE", "TOA/TRS", 5),
        "M7": ("SZ", "TOA/IPR", 5),
        "M8": ("BA", "ET/ORIGIN", 5),
        "M9": ("LC", "TOA/LAB", 10),
    }
    assert year.mission_by_id["M7"].earliest_start == date(2027, 10, 4)
    assert year.mission_by_id["M4"].languages == ("en", "fr")
    assert [(f.amount, f.status.value) for f in year.funds] == [
        (120_000, "Confirmed"),
        (80_000, "Pending"),
    ]
    assert [(row.who, row.end) for row in year.unavailability] == [
        ("X2", None),
        ("CD", date(2027, 12, 31)),
    ]
    assert year.qualifications[0].since == date(2025, 1, 1)
    assert year.expert_by_id["X5"].languages == ("de", "en", "fr")
