"""Broken workbooks: every kind of problem with its place, the value found, and a way out.

Each case is the good workbook with one thing wrong. What is asserted is the whole answer: that
there is no other problem, that code, sheet, cell and value are right, and how it reads.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from models.answers.report import Problem, Severity
from planner.workbook.reading.checks import plan_year
from planner.workbook.reading.reader import Reading
from tests.workbook.books import (
    Book,
    expert,
    good_book,
    make,
    mission,
    qualification,
    save,
    settings,
)
from tests.workbook.files import read

ERROR, WARNING, READ_AS = Severity.ERROR, Severity.WARNING, Severity.READ_AS
TEAM = {"Expertise": None, "Experts": None}


class Case(NamedTuple):
    """A broken book and the problem it has: words of the message and of the remedy."""

    name: str
    book: Book
    code: str
    sheet: str | None
    cell: str | None
    found: str
    message: str
    remedy: str
    severity: Severity = ERROR


def missions(*rows: dict[str, Any], **sheets: Any) -> Book:
    return good_book(Missions=list(rows), **sheets)


def without(sheet: str, header: str) -> Book:
    book = good_book()
    book[sheet] = [{k: v for k, v in row.items() if k != header} for row in book[sheet]]
    return book


def renamed(sheet: str, old: str, new: str) -> Book:
    book = good_book()
    book[sheet] = [{new if k == old else k: v for k, v in row.items()} for row in book[sheet]]
    return book


def agreed(expert_id: str = "E1", status: str = "Confirmed", **cells: Any) -> dict[str, Any]:
    row = {"Mission ID": "M1", "Expert ID": expert_id, "Start": date(2027, 3, 8)}
    return row | {"End": None, "Fund": None, "Status": status} | cells


def past(**cells: Any) -> dict[str, Any]:
    row = {"Expert ID": "E1", "Start": date(2026, 3, 2), "End": date(2026, 3, 6)}
    return row | cells


def fund(id: str = "F1", **cells: Any) -> dict[str, Any]:
    return {"Fund ID": id, "Amount": 50_000} | cells


CASES = [
    # Cells
    Case(
        "blank-cell",
        missions(mission(Host=None)),
        *("value-missing", "Missions", "C2", ""),
        "Host is blank.",
        "Fill it in, or delete the whole row",
    ),
    Case(
        "languages-of-separators-only",
        good_book(Experts=[expert("E1", Languages=" ; "), expert("E2")]),
        *("value-missing", "Experts", "D2", ";"),
        "Languages is blank.",
        "Fill it in",
    ),
    Case(
        "country-misspelt",
        missions(mission(Host="Frnace")),
        *("unknown-country", "Missions", "C2", "Frnace"),
        '"Frnace" is no country that the planner knows.',
        "Did you mean France?",
    ),
    Case(
        "language-misspelt",
        missions(mission(Languages="Englsh")),
        *("unknown-language", "Missions", "F2", "Englsh"),
        '"Englsh" is no language',
        "Did you mean English?",
    ),
    Case(
        "languages-with-commas",
        good_book(Experts=[expert("E1", Languages="en, fr"), expert("E2")]),
        *("read-as", "Experts", "D2", "en, fr"),
        '"en, fr" is read as English; French.',
        "Nothing to do if that is what is meant.",
        READ_AS,
    ),
    Case(
        "region-misspelt",
        missions(mission(Region="Eurpe")),
        *("unknown-region", "Missions", "J2", "Eurpe"),
        '"Eurpe" is no WCO region.',
        "Did you mean EU? Write one of: AC, AP, ESA, EU, MENA, WCA.",
    ),
    Case(
        "area-without-category",
        missions(mission(Expertise="PCA")),
        *("read-as", "Missions", "D2", "PCA"),
        '"PCA" is read as TOA/PCA.',
        "Nothing to do",
        READ_AS,
    ),
    Case(
        "status-misspelt",
        good_book(Qualifications=[qualification("E1", Status="Acredited"), qualification("E2")]),
        *("unknown-choice", "Qualifications", "C2", "Acredited"),
        '"Acredited" is none of the words that Status takes.',
        "Did you mean Accredited?",
    ),
    Case(
        "date-as-text",
        missions(mission(**{"Latest end": "04/05/2027"})),
        *("date-ambiguous", "Missions", "H2", "04/05/2027"),
        '"04/05/2027" is text that may be two dates: 2027-05-04 or 2027-04-05.',
        "Write 2027-05-04 or 2027-04-05; or say in the setting Date order",
    ),
    Case(
        "date-as-day-number",
        missions(mission(**{"Earliest start": 46447})),
        *("read-as", "Missions", "G2", "46447"),
        '"46447" is read as 2027-03-01 (as Excel counts days).',
        "Nothing to do",
        READ_AS,
    ),
    Case(
        "year-of-three-digits",
        missions(mission(**{"Earliest start": "0207-03-01"})),
        *("date-out-of-range", "Missions", "G2", "0207-03-01"),
        "outside the years 1950 to 2200",
        "Correct the year",
    ),
    Case(
        "half-an-expert",
        missions(mission(Experts=1.5)),
        *("not-whole", "Missions", "E2", "1.5"),
        "A whole number is needed here, not 1.5.",
        "without decimals",
    ),
    Case(
        "no-expert",
        missions(mission(Experts=0)),
        *("too-small", "Missions", "E2", "0"),
        "0 is too small",
        "Give 1 or more",
    ),
    Case(
        "priority-ten",
        missions(mission(Priority=10)),
        *("too-large", "Missions", "J2", "10"),
        "the most that makes sense here is 9",
        "Give 9 or less.",
    ),
    Case(
        "amount-in-words",
        good_book(Funds=[fund(Amount="EUR 50.000")]),
        *("not-a-number", "Funds", "B2", "EUR 50.000"),
        'A number is needed here, not "EUR 50.000".',
        "Write 50000 or 50, in digits only",
    ),
    Case(
        "negative-amount",
        good_book(Funds=[fund(Committed=-1)]),
        *("too-small", "Funds", "C2", "-1"),
        "-1 is too small",
        "Give 0 or more",
    ),
    Case(
        "number-formatted-as-date",
        missions(mission(Experts=date(1950, 1, 2))),
        *("number-is-date", "Missions", "E2", "1950-01-02"),
        "the cell is formatted as a date",
        "Choose Format Cells > Number",
    ),
    Case(
        "neither-yes-nor-no",
        missions(mission(**{"Staff lead": "perhaps"})),
        *("not-yes-or-no", "Missions", "J2", "perhaps"),
        'Yes or no is needed here, not "perhaps".',
        "Write yes or no.",
    ),
    Case(
        "excel-error",
        missions(mission(Title="#REF!")),
        *("excel-error", "Missions", "B2", "#REF!"),
        "The cell shows the Excel error #REF!.",
        "Correct the formula",
    ),
    Case(
        "formula-never-saved",
        missions(mission(Experts="=1+1")),
        *("formula-without-value", "Missions", "E2", "=1+1"),
        "a formula (=1+1) whose value was never saved",
        "Open the workbook in Excel, save it, and run again.",
    ),
    Case(
        "formula-in-an-optional-column",
        missions(mission(Priority="=1+1")),
        *("formula-without-value", "Missions", "J2", "=1+1"),
        "a formula (=1+1) whose value was never saved",
        "save it",
    ),
    Case(
        "id-that-excel-made-a-date",
        missions(mission(date(2027, 3, 1))),
        *("id-is-date", "Missions", "A2", "2027-03-01"),
        "Excel turns IDs such as 3-1 into dates",
        "Format the column as Text",
    ),
    # Sheets and columns
    Case(
        "sheet-missing",
        {("Mission list" if k == "Missions" else k): v for k, v in good_book().items()},
        *("sheet-unread", "Mission list", "A1", "Mission list"),
        'The sheet "Mission list" has the columns of the sheet Missions, and is not read.',
        "If it is to count: rename it Missions",
    ),
    Case(
        "sheet-empty",
        good_book(Missions=[]),
        *("sheet-empty", "Missions", "A1", ""),
        "The sheet Missions has no rows.",
        "Fill in its columns, at least Mission ID, Host",
    ),
    Case(
        "sheet-twice",
        good_book() | {" missions": []},
        *("sheet-twice", " missions", None, " missions"),
        'Two sheets are named Missions: "Missions" and " missions".',
        "Rename or delete one of them.",
    ),
    Case(
        "sheet-nearly-known",
        good_book() | {"Holiday": [{"Host": "Belgium", "Date": date(2027, 3, 1)}]},
        *("sheet-unread", "Holiday", "A1", "Holiday"),
        'The sheet "Holiday" has the columns of the sheet Holidays, and is not read.',
        "If it is to count: rename it Holidays",
        WARNING,
    ),
    Case(
        "header-missing",
        good_book(Rates=[{"Where": "Belgium", "How much": 200}]),
        *("header-missing", "Rates", "A1", ""),
        "None of the first 20 rows of the sheet holds its column names.",
        "Host, Daily allowance",
    ),
    Case(
        "column-missing",
        without("Missions", "Working days"),
        *("column-missing", "Missions", "A1", ""),
        "The sheet has no column Working days.",
        "Add the column to the header in row 1.",
    ),
    Case(
        "column-misspelt",
        renamed("Missions", "Earliest start", "Earliest strat"),
        *("header-read-as", "Missions", "G1", "Earliest strat"),
        'The column "Earliest strat" is read as Earliest start.',
        'write "Column Earliest strat" and "Missions: Earliest start" on the sheet Settings.',
        READ_AS,
    ),
    Case(
        "column-nearly-known",
        renamed("Missions", "Languages", "Langauges"),
        *("header-read-as", "Missions", "F1", "Langauges"),
        'The column "Langauges" is read as Languages.',
        "To keep the word without this line",
        READ_AS,
    ),
    # References and duplicates
    Case(
        "mission-twice",
        missions(mission("M1"), mission("M2"), mission("M1")),
        *("duplicate-id", "Missions", "A4", "M1"),
        "The mission ID M1 is there twice, first in row 2.",
        "Delete one of the two rows",
    ),
    Case(
        "mission-cancelled-and-planned",
        missions(mission("M1", Status=None), mission("M1", Status="Cancelled")),
        *("duplicate-id", "Missions", "A2", "M1"),
        "one of the two rows is cancelled",
        "Delete the cancelled row",
    ),
    Case(
        "expert-twice",
        good_book(Experts=[expert("E1"), expert("E2"), expert("E2")]),
        *("duplicate-id", "Experts", "A4", "E2"),
        "The expert ID E2 is there twice, first in row 3.",
        "Delete one of the two rows",
    ),
    Case(
        "qualification-twice",
        good_book(
            Qualifications=[
                qualification("E1"),
                qualification("E2"),
                qualification("E1", Expertise="toa/pca", Status="Recognised"),
            ]
        ),
        *("duplicate-qualification", "Qualifications", "B4", "toa/pca"),
        "TOA/PCA is listed twice for expert E1, first in row 2.",
        "Keep the row with the status that holds",
    ),
    Case(
        "fund-twice",
        good_book(Funds=[fund("1"), fund("1.0")]),
        *("duplicate-id", "Funds", "A3", "1.0"),
        "The fund ID 1 is there twice, first in row 2.",
        "Delete one of the two rows",
    ),
    Case(
        "administration-twice",
        good_book(Administrations=[{"Administration": "Viet Nam"}, {"Administration": "VN"}]),
        *("duplicate-administration", "Administrations", "A3", "VN"),
        "The administration Viet Nam is there twice, first in row 2.",
        "Delete one of the two rows",
    ),
    Case(
        "rate-twice",
        good_book(
            Rates=[{"Host": "EU", "Daily allowance": 1}, {"Host": "Europe", "Daily allowance": 2}]
        ),
        *("duplicate-rate", "Rates", "A3", "Europe"),
        "The host or region EU is there twice, first in row 2.",
        "Delete one of the two rows",
    ),
    Case(
        "code-twice",
        good_book(Expertise=[{"Code": "New", "Title": "A"}, {"Code": "NEW", "Title": "B"}]),
        *("duplicate-expertise", "Expertise", "A3", "NEW"),
        "The code New is there twice, first in row 2.",
        "Delete one of the two rows",
    ),
    Case(
        "code-covers-nothing-known",
        good_book(Expertise=[{"Code": "New", "Title": "A", "Also covers": "TOA/PAC"}]),
        *("unknown-expertise", "Expertise", "C2", "TOA/PAC"),
        '"TOA/PAC" is no code of the expertise list.',
        "Did you mean TOA/PCA?",
    ),
    Case(
        "unknown-expert",
        good_book(Qualifications=[qualification("E1"), qualification("E2"), qualification("e2")]),
        *("unknown-expert", "Qualifications", "A4", "e2"),
        'There is no expert with the ID "e2".',
        "Did you mean E2?",
    ),
    Case(
        "unknown-mission",
        good_book(Teams=[{"Mission ID": "M-1", "Expertise": "CMA", "Experts": 1}]),
        *("unknown-mission", "Teams", "A2", "M-1"),
        'There is no mission with the ID "M-1".',
        "Did you mean M1?",
    ),
    Case(
        "unknown-mission-with-another-number",
        good_book(Exclusions=[{"Expert ID": "E1", "Mission ID": "M2"}]),
        *("unknown-mission", "Exclusions", "B2", "M2"),
        'There is no mission with the ID "M2".',
        "Correct the ID, or add the mission to the sheet Missions.",
    ),
    Case(
        "unknown-fund",
        missions(mission(Funds="F1; f2"), Funds=[fund("F1"), fund("F2")]),
        *("unknown-fund", "Missions", "J2", "F1; f2"),
        'There is no fund with the ID "f2".',
        "Did you mean F2?",
    ),
    Case(
        "unknown-fund-of-an-agreed-row",
        good_book(Funds=[fund("F1")], Assignments=[agreed(Fund="F 1")]),
        *("unknown-fund", "Assignments", "E2", "F 1"),
        'There is no fund with the ID "F 1".',
        "Did you mean F1?",
    ),
    Case(
        "unknown-fund-of-a-proposal",
        good_book(Funds=[fund("F1")], Assignments=[agreed(status="Proposed", Fund="F9")]),
        *("fund-forgotten", "Assignments", "E2", "F9"),
        "the row is read without it",
        "Nothing to do",
        WARNING,
    ),
    Case(
        "funds-named-without-the-sheet",
        missions(mission(Funds="F1")),
        *("funds-without-sheet", "Missions", "J2", "F1"),
        "the plan knows no budgets",
        "Add the sheet Funds",
        WARNING,
    ),
    Case(
        "unavailable-nobody",
        good_book(Unavailability=[{"Applies to": "Expert", "Who": "E7", "From": date(2027, 1, 4)}]),
        *("unknown-expert", "Unavailability", "B2", "E7"),
        'There is no expert with the ID "E7".',
        "add the expert to the sheet Experts",
    ),
    Case(
        "unavailable-nowhere",
        good_book(
            Unavailability=[{"Applies to": "Host", "Who": "Keniya", "From": date(2027, 1, 4)}]
        ),
        *("unknown-country", "Unavailability", "B2", "Keniya"),
        '"Keniya" is no country',
        "Did you mean Kenya?",
    ),
    # Missions
    Case(
        "no-team",
        missions(mission(**TEAM)),
        *("team-missing", "Missions", "D2", ""),
        "Nothing says which experts mission M1 needs.",
        "Fill in Expertise and Experts, or add rows for the mission to the sheet Teams.",
    ),
    Case(
        "two-teams",
        good_book(Teams=[{"Mission ID": "M1", "Expertise": "TOA/PCA", "Experts": 1}]),
        *("team-twice", "Missions", "D2", "TOA/PCA"),
        "Mission M1 has a team here and another one in the sheet Teams (row 2).",
        "Leave Expertise and Experts blank here",
    ),
    Case(
        "expertise-without-experts",
        missions(mission(Experts=None)),
        *("experts-missing", "Missions", "E2", ""),
        "Experts is blank",
        "Write 1 or more.",
    ),
    Case(
        "experts-without-expertise",
        missions(mission(Expertise=None)),
        *("expertise-missing", "Missions", "D2", ""),
        "Expertise is blank",
        "Write a code",
    ),
    Case(
        "window-reversed",
        missions(mission(**{"Latest end": date(2027, 2, 28)})),
        *("window-reversed", "Missions", "H2", "2027-02-28"),
        "The latest end (2027-02-28) is before the earliest start (2027-03-01).",
        "Correct one of the two dates.",
    ),
    Case(
        "window-in-another-year",
        missions(mission(**{"Earliest start": date(2028, 3, 1), "Latest end": date(2028, 3, 31)})),
        *("window-outside-plan", "Missions", "G2", "2028-03-01"),
        "outside the plan (2027-01-01 to 2027-12-31): it cannot be delivered",
        "Correct the dates, or set the mission to Cancelled.",
        WARNING,
    ),
    Case(
        "window-too-short",
        # Monday 1 to Thursday 4 March 2027: four working days.
        missions(mission(**{"Latest end": date(2027, 3, 4)})),
        *("no-allowed-start", "Missions", "I2", "5"),
        "No 5 working days in a row fit between 2027-03-01 and 2027-03-04 in Belgium",
        "Widen the window",
        WARNING,
    ),
    Case(
        "host-no-member",
        missions(mission(Host="Liechtenstein")),
        *("region-missing", "Missions", "C2", "Liechtenstein"),
        "Liechtenstein is no Member of the WCO, so the mission's region is not known.",
        "Write the region in the column Region",
    ),
    Case(
        "nobody-qualified",
        missions(mission(Expertise="DF")),
        *("nobody-qualified", "Missions", "D2", "DF"),
        "No expert holds DF, which mission M1 asks for",
        "Check the code",
        WARNING,
    ),
    Case(
        "nobody-speaks",
        missions(mission(Languages="Spanish; pt")),
        *("nobody-speaks", "Missions", "F2", "Spanish; pt"),
        "No expert who holds TOA/PCA speaks a language of mission M1 (Spanish or Portuguese)",
        "Check the mission's languages",
        WARNING,
    ),
    Case(
        "all-cancelled",
        missions(mission(Status="Cancelled")),
        *("nothing-to-plan", "Missions", "J2", "Cancelled"),
        "Every mission is cancelled",
        "Set the missions that should take place to Planned.",
        WARNING,
    ),
    # Experts
    Case(
        "expert-of-no-member",
        good_book(Experts=[expert("E1", Administration="Monaco", Region=None), expert("E2")]),
        *("region-missing", "Experts", "E2", ""),
        "Monaco is no Member of the WCO, so the expert's region is not known.",
        "Write the region in the column Region",
    ),
    Case(
        "expert-unqualified",
        good_book(Experts=[expert("E1"), expert("E2"), expert("E3")]),
        *("expert-unqualified", "Experts", "A4", "E3"),
        "Expert E3 has no row in the sheet Qualifications and is never used.",
        "Add a qualification",
        WARNING,
    ),
    Case(
        "external-and-serving",
        good_book(
            Qualifications=[
                qualification("E1", Status="External"),
                qualification("E2"),
                qualification("E1", Expertise="CMA", Status="Recognised"),
            ]
        ),
        *("external-mixed", "Qualifications", "C2", "External"),
        "Expert E1 is External here and Recognised in row 4",
        "Correct the status of one of them",
    ),
    Case(
        "history-reversed",
        good_book(History=[past(End=date(2026, 2, 6))]),
        *("history-reversed", "History", "C2", "2026-02-06"),
        "The period ends (2026-02-06) before it starts (2026-03-02).",
        "Correct one of the two dates.",
    ),
    Case(
        "history-of-the-plan-year",
        good_book(History=[past(Start=date(2027, 1, 1), End=date(2027, 1, 5))]),
        *("history-in-plan", "History", "B2", "2027-01-01"),
        "in the plan, which starts on 2027-01-01",
        "Move it to the sheet Assignments",
    ),
    Case(
        "unavailability-reversed",
        good_book(
            Unavailability=[
                {"Applies to": "Expert", "Who": "E1", "From": date(2027, 2, 1)}
                | {"To": date(2027, 1, 31)}
            ]
        ),
        *("unavailability-reversed", "Unavailability", "D2", "2027-01-31"),
        "The period ends (2027-01-31) before it starts (2027-02-01).",
        "Correct one of the two dates.",
    ),
    Case(
        "exclusion-of-nothing",
        good_book(Exclusions=[{"Expert ID": "E1", "Mission ID": None, "Host": None}]),
        *("exclusion-of-nothing", "Exclusions", "B2", ""),
        "neither a mission nor a host",
        "Fill in Mission ID or Host.",
    ),
    Case(
        "exclusion-of-both",
        good_book(Exclusions=[{"Expert ID": "E1", "Mission ID": "M1", "Host": "Kenya"}]),
        *("exclusion-of-both", "Exclusions", "C2", "Kenya"),
        "The row names a mission (M1) and a host (Kenya).",
        "Leave one of them blank",
    ),
    # Funds
    Case(
        "fund-reversed",
        good_book(Funds=[fund(**{"Valid from": date(2027, 7, 1), "Valid to": date(2027, 6, 30)})]),
        *("fund-reversed", "Funds", "D2", "2027-06-30"),
        "The fund's validity ends (2027-06-30) before it starts (2027-07-01).",
        "Correct one of the two dates.",
    ),
    Case(
        "fund-overcommitted",
        good_book(Funds=[fund(Committed=50_001)]),
        *("fund-overcommitted", "Funds", "C2", "50001"),
        "More is committed (50001) than the fund holds (50000)",
        "Check both amounts.",
        WARNING,
    ),
    # Assignments
    Case(
        "agreed-without-start",
        good_book(Assignments=[agreed(Start=None, status="Invited")]),
        *("pinned-without-start", "Assignments", "C2", ""),
        "A row with the status Invited needs the start of the mission.",
        "Fill in Start, or set the status to Proposed.",
    ),
    Case(
        "declined-and-agreed",
        good_book(Assignments=[agreed(), agreed(status="Declined")]),
        *("declined-and-pinned", "Assignments", "F3", "Declined"),
        "Expert E1 is Declined for mission M1 here and Confirmed in row 2",
        "Keep the row that holds, and delete the other.",
    ),
    Case(
        "agreed-and-proposed",
        good_book(Assignments=[agreed(status="Contacted"), agreed()]),
        *("pinned-and-proposed", "Assignments", "F3", "Confirmed"),
        "Expert E1 is Confirmed for mission M1 here and Contacted in row 2",
        "Keep the row that holds",
    ),
    Case(
        "proposed-twice",
        good_book(Assignments=[agreed(status="Proposed"), agreed(status="Contacted")]),
        *("duplicate-assignment", "Assignments", "F3", "Contacted"),
        "Expert E1 is Contacted for mission M1 here and Proposed in row 2",
        "Keep the row that holds",
    ),
    Case(
        "agreed-starts-differ",
        good_book(
            Missions=[mission(Experts=2)],
            Assignments=[agreed(), agreed("E2", Start=date(2027, 3, 15))],
        ),
        *("pinned-starts-differ", "Assignments", "C3", "2027-03-15"),
        "Mission M1 has one start for its whole team: 2027-03-15 here, 2027-03-08 in row 2.",
        "Write the same start",
    ),
    Case(
        "agreed-funds-differ",
        good_book(
            Missions=[mission(Experts=3)],
            Experts=[expert("E1"), expert("E2"), expert("E3")],
            Qualifications=[qualification("E1"), qualification("E2"), qualification("E3")],
            Funds=[fund("F1"), fund("F2")],
            Assignments=[agreed(Fund="F1"), agreed("E2"), agreed("E3", Fund="F2")],
        ),
        *("pinned-funds-differ", "Assignments", "E4", "F2"),
        "Mission M1 has one fund for its whole team: F2 here, F1 in row 2.",
        "Write the same fund",
    ),
    Case(
        "more-agreed-than-positions",
        good_book(Assignments=[agreed(), agreed("E2", status="Completed")]),
        *("too-many-pinned", "Assignments", "F3", "Completed"),
        "2 experts are agreed for mission M1, which has 1 position.",
        "Set one of the rows to Declined",
    ),
    Case(
        "past-row-reversed",
        good_book(
            Assignments=[
                agreed(status="Completed", **{"Mission ID": "OLD"})
                | {"Start": date(2026, 5, 4), "End": date(2026, 5, 1)}
            ]
        ),
        *("assignment-reversed", "Assignments", "D2", "2026-05-01"),
        "The mission ends (2026-05-01) before it starts (2026-05-04).",
        "Correct one of the two dates.",
    ),
    Case(
        "completed-mission-unknown-and-not-over",
        good_book(
            Assignments=[
                agreed(status="Completed", **{"Mission ID": "OLD"})
                | {"Start": date(2026, 12, 28), "End": date(2027, 1, 1)}
            ]
        ),
        *("unknown-mission", "Assignments", "A2", "OLD"),
        'There is no mission with the ID "OLD".',
        "add the mission to the sheet Missions",
    ),
    Case(
        "agreed-for-a-mission-that-is-over",
        good_book(
            Assignments=[
                agreed(status="Completed", Start=date(2026, 11, 2)),
                agreed(status="Invited"),
            ]
        ),
        *("agreed-after-begin", "Assignments", "A3", "M1"),
        "Mission M1 has begun before the plan starts, so this row (Invited, from 2027-03-08)",
        "an ID of its own",
        WARNING,
    ),
    Case(
        "declined-and-to-be-kept",
        good_book(Assignments=[agreed(status="Declined", Keep="yes")]),
        *("keep-declined", "Assignments", "G2", "yes"),
        "an expert who declined cannot be kept",
        "Clear Keep",
    ),
    Case(
        "kept-without-a-start",
        good_book(Assignments=[agreed(status="Proposed", Keep="yes", Start=None)]),
        *("pinned-without-start", "Assignments", "C2", ""),
        "A row with Keep = yes needs the start of the mission.",
        "Fill in Start, or clear Keep.",
    ),
    # Settings
    Case(
        "unknown-setting",
        good_book(Settings=settings(**{"Release cap": 10})),
        *("unknown-setting", "Settings", "A4", "Release cap"),
        'There is no setting "Release cap".',
        "Did you mean Release cap weeks?",
    ),
    Case(
        "setting-twice",
        good_book(Settings=[*settings(), *settings()[:1]]),
        *("duplicate-setting", "Settings", "A4", "Plan start"),
        "The setting Plan start is given twice, first in row 2.",
        "Delete one of the two rows.",
    ),
    Case(
        "setting-of-the-wrong-kind",
        good_book(Settings=settings(**{"Release cap weeks": "plenty"})),
        *("not-a-number", "Settings", "B4", "plenty"),
        'A number is needed here, not "plenty".',
        "Write digits only",
    ),
    Case(
        "plan-without-end",
        good_book(Settings=settings()[:1]),
        *("plan-end-missing", "Settings", None, ""),
        "The setting Plan end is missing.",
        "Give it in the sheet Settings, or as the option --end",
    ),
    Case(
        "plan-start-blank",
        good_book(Settings=settings(**{"Plan start": None})),
        *("plan-start-missing", "Settings", "B2", ""),
        "The setting Plan start is missing.",
        "as the option --start 2027-01-01.",
    ),
    Case(
        "plan-reversed",
        good_book(Settings=settings(**{"Plan end": date(2026, 12, 31)})),
        *("plan-reversed", "Settings", "B3", "2026-12-31"),
        "The plan would end (2026-12-31) before it starts (2027-01-01).",
        "Correct the dates.",
    ),
    Case(
        "plan-of-a-century",
        good_book(Settings=settings(**{"Plan end": date(2127, 12, 31)})),
        *("plan-too-long", "Settings", "B3", "2127-12-31"),
        "more than five years",
        "Correct the dates",
    ),
    Case(
        "unknown-objective",
        good_book(Settings=settings(Objectives="delivery; costs")),
        *("unknown-objective", "Settings", "B4", "delivery; costs"),
        '"costs" is none of the goals.',
        "Did you mean cost?",
    ),
    Case(
        "delivery-not-first",
        good_book(Settings=settings(Objectives="cost; delivery; idle")),
        *("delivery-not-first", "Settings", "B4", "cost; delivery; idle"),
        "The goal delivery comes after another goal",
        "Write delivery; cost; idle.",
    ),
    Case(
        "delivery-missing",
        good_book(Settings=settings(Objectives="cost")),
        *("delivery-not-first", "Settings", "B4", "cost"),
        "The goal delivery is missing",
        "Write delivery; cost.",
    ),
    # Scenarios
    Case(
        "scenario-without-value",
        good_book(
            Scenarios=[{"Scenario": "A", "Change": "fund amount", "Target": "*", "Value": None}]
        ),
        *("scenario-incomplete", "Scenarios", "D2", ""),
        "The change fund amount needs a value.",
        "Write -20%, +50000 or 300000 in the column Value.",
    ),
    Case(
        "scenario-without-target",
        good_book(
            Scenarios=[{"Scenario": "A", "Change": "expert withdrawn", "Target": None, "Value": 1}]
        ),
        *("scenario-incomplete", "Scenarios", "C2", ""),
        "The change expert withdrawn needs a target.",
        "Write an expert ID in the column Target.",
    ),
    Case(
        "unknown-change",
        good_book(Scenarios=[{"Scenario": "A", "Change": "fund ammount", "Target": "*"}]),
        *("unknown-choice", "Scenarios", "B2", "fund ammount"),
        '"fund ammount" is none of the words that Change takes.',
        "Did you mean fund amount?",
    ),
    Case(
        "scenario-of-a-cancelled-mission",
        missions(
            mission(Status=None),
            mission("M2", Status="Cancelled"),
            Scenarios=[{"Scenario": "A", "Change": "mission priority", "Target": "M2", "Value": 1}],
        ),
        *("scenario-of-cancelled-mission", "Scenarios", "C2", "M2"),
        "Mission M2 is cancelled, so the change does nothing.",
        "Set the mission to Planned",
        WARNING,
    ),
]


def problems_of(book: Book, folder: Path) -> Reading:
    path = save(book, folder)
    before = path.read_bytes()
    found = read(path)
    assert path.read_bytes() == before
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_broken_workbook(case: Case, tmp_path: Path) -> None:
    found = problems_of(case.book, tmp_path)
    assert [p.code for p in found.problems] == [case.code]
    (problem,) = found.problems
    assert (problem.sheet, problem.cell, problem.found) == (case.sheet, case.cell, case.found)
    assert case.message in problem.message
    assert case.remedy in problem.remedy
    assert problem.severity is case.severity
    assert (found.year is None) == (case.severity is ERROR)
    assert_reads_well(problem)


def assert_reads_well(problem: Problem) -> None:
    for text in (problem.message, problem.remedy):
        assert text[0].isupper() or text[0] in '"-0123456789'
        assert text[-1] in ".?"
        assert "None" not in text.split()[1:]
        assert "  " not in text
    assert problem.code == problem.code.lower()


def changed(folder: Path, change: Any) -> Reading:
    """The good book after a change to the workbook itself."""
    book = make(good_book())
    change(book)
    book.save(folder / "plan.xlsx")
    return read(folder / "plan.xlsx")


def only(found: Reading) -> Problem:
    (problem,) = found.problems
    assert_reads_well(problem)
    return problem


def test_hidden_sheet(tmp_path: Path) -> None:
    def hide(book: Any) -> None:
        book["Experts"].sheet_state = "veryHidden"

    problem = only(changed(tmp_path, hide))
    assert (problem.code, problem.sheet, problem.severity) == ("sheet-hidden", "Experts", WARNING)


def test_hidden_rows_and_columns(tmp_path: Path) -> None:
    def hide(book: Any) -> None:
        book["Experts"].row_dimensions[2].hidden = True
        book["Experts"].row_dimensions[3].hidden = True
        book["Experts"].row_dimensions[9].hidden = True
        book["Missions"].column_dimensions["C"].hidden = True

    first, second = changed(tmp_path, hide).problems
    assert (first.code, first.sheet, first.cell) == ("column-hidden", "Missions", "C1")
    assert (second.code, second.sheet, second.cell) == ("rows-hidden", "Experts", "A2")
    assert "2 hidden rows of the sheet (2-3) count like all others" in second.message
    assert first.severity is second.severity is WARNING


def test_merged_cells_hold_their_value_once(tmp_path: Path) -> None:
    def merge(book: Any) -> None:
        book["Qualifications"].merge_cells("C2:C3")

    problem = only(changed(tmp_path, merge))
    assert (problem.code, problem.sheet, problem.cell) == ("value-missing", "Qualifications", "C3")
    assert "the merged cells C2:C3 hold their value in the first cell only" in problem.message
    assert "Unmerge" in problem.remedy


def test_a_column_twice(tmp_path: Path) -> None:
    def repeat(book: Any) -> None:
        book["Missions"]["K1"] = "HOST"

    problem = only(changed(tmp_path, repeat))
    assert (problem.code, problem.sheet, problem.cell) == ("column-twice", "Missions", "K1")
    assert problem.found == "HOST"


def test_a_sheet_of_formulas_never_saved_is_not_taken_for_empty(tmp_path: Path) -> None:
    def formulas(book: Any) -> None:
        for cell in book["Missions"][2]:
            cell.value = "=Other!A1"

    found = changed(tmp_path, formulas)
    assert {p.code for p in found.problems} == {"formula-without-value"}
    assert [p.cell for p in found.problems] == [f"{c}2" for c in "ABCDEFGHI"]


def test_everything_is_said_at_once(tmp_path: Path) -> None:
    book = missions(
        mission("M1", Host="Frnace", Experts="many", Priority=0),
        mission("M1", Expertise="PKA"),
        Experts=[expert("E1", Languages="Englsh"), expert("E2", Administration="Kenia")],
        Settings=settings(**{"Plan start": "soon"}),
        Funds=[fund(Amount=None)],
        Assignments=[agreed("E7", status="Agreed")],
    )
    found = problems_of(book, tmp_path)
    assert [(p.code, p.sheet, p.cell) for p in found.problems] == [
        ("not-a-date", "Settings", "B2"),
        ("unknown-country", "Missions", "C2"),
        ("not-a-number", "Missions", "E2"),
        ("too-small", "Missions", "J2"),
        ("unknown-expertise", "Missions", "D3"),
        ("duplicate-id", "Missions", "A3"),
        ("unknown-language", "Experts", "D2"),
        ("value-missing", "Funds", "B2"),
        ("unknown-choice", "Assignments", "F2"),
        ("unknown-expert", "Assignments", "B2"),
    ]


def test_host_whose_public_holidays_nobody_knows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan_year, "public_holidays", lambda host: None)
    book = missions(mission("M1"), mission("M2"), mission("M3", Host="Kenya"))
    book["Holidays"] = [{"Host": "Kenya", "Date": date(2027, 6, 1)}]
    problem = only(problems_of(book, tmp_path))
    assert (problem.code, problem.cell) == ("no-holiday-calendar", "C2")
    assert "no public holidays of Belgium" in problem.message
    assert "Add the country's public holidays to the sheet Holidays." in problem.remedy
    book["Settings"] = settings(**{"Avoid public holidays": "no"})
    assert problems_of(book, tmp_path).problems == ()


def test_options_are_checked_like_settings(tmp_path: Path) -> None:
    path = save(good_book(), tmp_path)
    (problem,) = read(path, plan_start=date(2028, 1, 1)).problems
    assert (problem.code, problem.sheet, problem.cell) == ("plan-reversed", "Settings", "B3")
    (problem,) = read(path, date(2028, 1, 1), date(2027, 1, 1)).problems
    assert problem.message == "The plan would end (2027-01-01) before it starts (2028-01-01)."


def test_one_missing_column_is_one_problem(tmp_path: Path) -> None:
    book = without("Experts", "Expert ID")
    book["Experts"] *= 20
    assert only(problems_of(book, tmp_path)).code == "column-missing"


def test_messages_hold_no_names(tmp_path: Path) -> None:
    rows = [expert("E1", Name="Jane Doe", Languages="?"), expert("E1", Name="Jane Doe")]
    for problem in problems_of(good_book(Experts=rows), tmp_path).problems:
        assert "Jane" not in problem.model_dump_json()


def codes() -> Iterator[str]:
    yield from (case.code for case in CASES)


def test_there_are_more_than_thirty_kinds() -> None:
    assert len(set(codes())) > 50
