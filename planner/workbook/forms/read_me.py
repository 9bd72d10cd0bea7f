"""The first sheet: how to fill in the workbook, and what comes out, in plain words."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from openpyxl.styles import Alignment, Font
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from planner.workbook.forms.drop_downs import LISTS
from planner.workbook.looks.cell_text import cell_at, clean
from planner.workbook.looks.styles import FONT, paint_header, paint_note, paint_title
from planner.workbook.looks.tables import set_up_page
from planner.workbook.schema.declared import INPUT_SHEETS, RESULT_SHEETS, SETTINGS, Sheet

READ_ME = "Read me"

_INTRODUCTION = (
    "Fill in the missions of the annual delivery plan and the pool of experts. The planner then "
    "decides which missions are delivered, when each of them starts, which expert fills each "
    "position and which fund pays, within the rules of the WCO policy on experts, and it shows "
    "how far the plan is proven to be the best one."
)
_STEPS = (
    (
        "Settings",
        "Type the first and the last day of the plan year. The other settings hold their "
        "defaults; change what is different for you.",
    ),
    (
        "Missions",
        "One row for each mission. A mission that needs experts of several kinds leaves Expertise "
        "and Experts blank and has its rows on the sheet Teams.",
    ),
    ("Experts", "One row for each expert of the pool."),
    ("Qualifications", "One row for each expertise of each expert, with its status."),
    (
        "The other sheets",
        "They are optional: fill in what you know. A sheet without rows means that there is no "
        "such restriction; without rows on the sheet Funds the plan knows no budgets.",
    ),
    (
        "Check",
        "Save and close the workbook. Open a terminal in its folder and type: mission-planner "
        "check plan.xlsx, with the name of your file in the place of plan.xlsx. It lists what is "
        "missing or wrong, cell by cell, and what to do.",
    ),
    ("Plan", "Type: mission-planner solve plan.xlsx, again with the name of your file."),
    (
        "Go on",
        "On the sheet Assignments of the result set the status of each row as things are agreed "
        "(Contacted, Invited, Confirmed, Declined), and run the planner again on that workbook. "
        "What is agreed stays.",
    ),
)
_TYPING = (
    (
        "Column heads",
        "Dark ones need a value; light ones may stay blank; grey ones are written by the planner. "
        "Rest the mouse on a column head to read what goes in.",
    ),
    ("Several values", "In one cell they are separated by a semicolon: French; English."),
    (
        "Names and codes",
        "Countries, regions, languages and expertise: pick from the list, or type a name or a "
        f"code. The sheet {LISTS} holds all of them.",
    ),
    ("Dates", "Dates as Excel knows them, or text such as 2027-03-15."),
    ("Yes or no", "yes, no, true, false, 1, 0 or x."),
    ("Amounts", "Whole units of the currency that the settings name."),
    (
        "Your own",
        "Columns and sheets of your own are welcome: the planner carries them over and does not "
        "read them.",
    ),
)
_PRIVACY = (
    "The workbook names experts. Keep it where you keep the ACE database, and send it to nobody "
    "else. Invitations go to the National Contact Point or the Director-General of an "
    "administration, never to an expert."
)
_RESULT = (
    "The planner writes a new workbook: all your sheets as they are, and the sheets below. Your "
    "own file is never changed."
)
_TEXT_COLUMN = 2
_WIDTHS = {"A": 22.0, "B": 104.0, "C": 12.0}
_CHARACTERS, _LINE = 112, 15.0


class ReadMeLine(NamedTuple):
    """One line of the sheet: what stands in columns A, B and C."""

    label: str = ""
    text: str = ""
    need: str = ""
    look: str = "text"


def add_read_me(book: Workbook, title: str, note: str) -> None:
    """Add the sheet as the first one; `note` says what is special about this workbook."""
    sheet = book.create_sheet(READ_ME, 0)
    for letter, width in _WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    for row, line in enumerate(_lines(title, note), start=1):
        _write(sheet, row, line)
    set_up_page(sheet, freeze="A2")
    sheet.sheet_view.showGridLines = False


def _lines(title: str, note: str) -> Iterator[ReadMeLine]:
    yield ReadMeLine(title, look="title")
    yield ReadMeLine("", note, look="note")
    yield ReadMeLine("", _INTRODUCTION)
    yield from _part("How to fill it in", _numbered(_STEPS))
    yield from _part("How to type", (ReadMeLine(label, text) for label, text in _TYPING))
    yield from _part("The sheets", _sheets())
    yield from _part("What you get", _results())
    yield from _part("Privacy", [ReadMeLine("", _PRIVACY)])


def _part(heading: str, lines: Iterable[ReadMeLine]) -> Iterator[ReadMeLine]:
    yield ReadMeLine()
    yield ReadMeLine(heading, look="heading")
    yield from lines


def _numbered(steps: Iterable[tuple[str, str]]) -> Iterator[ReadMeLine]:
    for number, (label, text) in enumerate(steps, start=1):
        yield ReadMeLine(f"{number}. {label}", text)


def _sheets() -> Iterator[ReadMeLine]:
    yield ReadMeLine("Sheet", "What it holds", "Needed", look="head")
    for sheet in INPUT_SHEETS:
        yield ReadMeLine(sheet.name, sheet.purpose, _need(sheet))


def _need(sheet: Sheet) -> str:
    if sheet is SETTINGS:
        return "two dates"
    return "yes" if sheet.required else "no"


def _results() -> Iterator[ReadMeLine]:
    yield ReadMeLine("", _RESULT)
    yield ReadMeLine("Sheet", "What it shows", look="head")
    for sheet in RESULT_SHEETS:
        yield ReadMeLine(sheet.name, sheet.purpose)


def _write(sheet: Worksheet, row: int, line: ReadMeLine) -> None:
    for column, text in enumerate((line.label, line.text, line.need), start=1):
        cell = cell_at(sheet, row, column)
        cell.value = clean(text) or None
        cell.font = Font(name=FONT, size=11, bold=column == 1)
        cell.alignment = Alignment(vertical="top", wrap_text=column == _TEXT_COLUMN)
        if line.look == "head" and cell.value:
            paint_header(cell)
        if line.look == "note" and column == _TEXT_COLUMN:
            paint_note(cell, wrap=True)
    if line.look in ("title", "heading"):
        paint_title(cell_at(sheet, row, 1), 16 if line.look == "title" else 13)
    sheet.row_dimensions[row].height = _height(line)


def _height(line: ReadMeLine) -> float:
    if line.look in ("title", "heading"):
        return 2 * _LINE if line.look == "title" else 1.4 * _LINE
    return _LINE * max(1, -(-len(line.text) // _CHARACTERS)) + 2
