"""Single values from single cells: text, IDs, yes and no; what a cell shows and what is wrong.

Every function takes whatever a cell may hold and gives the value or raises `CellError`, which
says what is wrong and what to do; nothing is guessed.
"""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

EXCEL_ERRORS = frozenset(
    (
        *("#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!"),
        *("#CALC!", "#GETTING_DATA", "#FIELD!", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!"),
    )
)

_LARGEST_PLAIN = 10**15

_INVISIBLE = re.compile(
    "[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\u061c\u180e\ufeff\u00ad]|_x000D_"
)
_SPACES = re.compile(r"[^\S\n]+")
_YES = frozenset(("yes", "y", "true", "1", "x"))
_NO = frozenset(("no", "n", "false", "0"))


class Fault(NamedTuple):
    """One thing that is wrong with a cell: a code, what it is, and what to do.

    `cell` is what the cell has to hold instead, where there is a single answer.
    """

    code: str
    message: str
    remedy: str
    cell: str | int | date | None = None


class UnsavedFormula(NamedTuple):
    """A formula that the workbook keeps no value of."""

    formula: str

    def __str__(self) -> str:
        return self.formula


class CellError(Exception):
    """A cell that holds no value of its kind; `faults` says all that is wrong with it."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(*(fault.message for fault in faults))
        self.faults = faults


def clean(raw: object) -> object:
    """A cell's value without what nobody sees: outer and special spaces; None where blank."""
    if isinstance(raw, UnsavedFormula):
        raise CellError(
            Fault(
                "formula-without-value",
                f"The cell holds a formula ({shown(raw)}) whose value was never saved.",
                "Open the workbook in Excel, save it, and run again.",
            )
        )
    if not isinstance(raw, str):
        return raw
    text = _SPACES.sub(" ", _INVISIBLE.sub("", unicodedata.normalize("NFC", raw))).strip()
    if text in EXCEL_ERRORS:
        raise CellError(
            Fault(
                "excel-error",
                f"The cell shows the Excel error {text}.",
                "Correct the formula (or type the value), and save the workbook.",
            )
        )
    return text or None


def shown(raw: object) -> str:
    """A value as text for a message, as the person who typed it would know it again."""
    if isinstance(raw, datetime):
        return raw.date().isoformat() if raw.time() == time() else raw.isoformat(" ", "minutes")
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < _LARGEST_PLAIN:
        return str(int(raw))
    text = " ".join(str(raw).split())
    plain = "".join(
        char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text[:61]
    )
    return plain if len(plain) <= 60 else plain[:57] + "..."


def text_of(raw: object) -> str:
    """Text; numbers and dates are read as they are usually written."""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, (datetime, date, float)):
        return shown(raw)
    return str(raw)


def id_of(raw: object, *, several: bool = False) -> str:
    """An ID: 12, 12.0 and "12" are the same; with `several`, a cell may name more than one."""
    if isinstance(raw, (date, time, timedelta)):
        raise CellError(
            Fault(
                "id-is-date",
                f"An ID is needed here; the cell holds the date or time {shown(raw)}. Excel turns "
                "IDs such as 3-1 into dates.",
                "Format the column as Text and type the ID again.",
            )
        )
    if isinstance(raw, bool):
        raise CellError(
            Fault(
                "id-is-yes-or-no",
                f"An ID is needed here; the cell holds {shown(raw)}.",
                "Format the column as Text and type the ID again.",
            )
        )
    text = text_of(raw).replace("\n", " ")
    whole, point, rest = text.partition(".")
    if point and whole.isdigit() and rest and not rest.strip("0"):
        return whole
    if ";" in text and not several:
        raise CellError(
            Fault(
                "id-with-semicolon",
                f'The ID "{shown(text)}" holds a semicolon, which separates the items of lists.',
                "Choose an ID without a semicolon, or give a single ID here.",
            )
        )
    return text


def yes_or_no_of(raw: object) -> bool:
    """Yes/no, true/false, 1/0, x."""
    word = shown(raw).casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise CellError(
        Fault("not-yes-or-no", f'Yes or no is needed here, not "{shown(raw)}".', "Write yes or no.")
    )
