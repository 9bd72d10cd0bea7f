"""The sheet Lists with all words to choose from, and the drop-down lists that offer them.

A list offers and seldom insists: the reader understands more than the lists hold (ISO codes,
names in other languages, several countries in one cell), and says in words what it does not.
"""

from collections.abc import Iterable, Sequence
from typing import Literal

from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook import Workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from models.facts.expertise import Expertise
from planner.domain.members.reference import MEMBERS, REGION_NAMES
from planner.domain.wording import language
from planner.workbook.looks.cell_text import CellValue, cell_at, put
from planner.workbook.looks.styles import Look, Stamp, paint_header
from planner.workbook.looks.tables import set_up_page
from planner.workbook.schema.columns import Column, Kind, Sheet
from planner.workbook.schema.declared import CHANGES, EXPERTS, FUNDS, MISSIONS

LISTS = "Lists"

LAST_ROW = 1_048_576
"""The last row of a sheet: a drop-down list holds however far a column is filled."""

# Excel takes no longer list inside a rule; a longer one stands on the sheet Lists.
_LONGEST_LIST = 255

_COMMON_LANGUAGES = ("en", "fr", "es", "pt", "ar", "ru")
_OTHER_LANGUAGES = (
    *("sq", "hy", "az", "bn", "bg", "zh", "hr", "cs", "da", "nl", "et", "fi", "ka", "de", "el"),
    *("he", "hi", "hu", "id", "it", "ja", "kk", "km", "ko", "ky", "lo", "lv", "lt", "mk", "ms"),
    *("mn", "my", "ne", "no", "fa", "pl", "ro", "sr", "si", "sk", "sl", "so", "sw", "sv", "tg"),
    *("th", "tr", "tk", "uk", "ur", "uz", "vi"),
)

# Sheets whose IDs other sheets name, by the field that names them there.
_OFFERED_IDS = {
    "mission_id": MISSIONS,
    "expert_id": EXPERTS,
    "fund_id": FUNDS,
    "funds": FUNDS,
}
_LIST_OF_KIND = {
    Kind.CODE: "Codes",
    Kind.CODES: "Codes",
    Kind.COUNTRY: "Countries",
    Kind.COUNTRIES: "Countries",
    Kind.REGION: "Regions",
    Kind.REGIONS: "Regions",
    Kind.PLACE: "Places",
    Kind.LANGUAGE: "Languages",
    Kind.LANGUAGES: "Languages",
}
_WIDTHS = {"What it is": 48.0, "Name of the region": 62.0, "Changes": 24.0, "What it does": 58.0}
_GAP, _WIDTH = 3.0, 20.0


def add_lists(book: Workbook, expertise: Iterable[Expertise]) -> None:
    """Add the sheet Lists, and a name in the workbook for every list that a drop-down offers."""
    sheet = book.create_sheet(LISTS)
    stamp, left = Stamp(sheet, Look(horizontal="left")), 1
    for block in _blocks(tuple(expertise)):
        for index, (header, values) in enumerate(block.items()):
            _write_list(sheet, left + index, header, values, stamp)
        _name_list(book, next(iter(block)), left, len(next(iter(block.values()))))
        left += len(block)
        sheet.column_dimensions[get_column_letter(left)].width = _GAP
        left += 1
    set_up_page(sheet, freeze="A2", repeat="1:1")


def add_drop_downs(sheet: Worksheet, declared: Sheet) -> None:
    """Offer the words, IDs or ranges of every column, below the header in row 1."""
    for index, column in enumerate(declared.columns, start=1):
        rule = None if column.written_only else rule_of(column)
        if rule is not None:
            letter = get_column_letter(index)
            rule.add(f"{letter}2:{letter}{LAST_ROW}")
            sheet.add_data_validation(rule)


def rule_of(column: Column) -> DataValidation | None:
    """The validation of a column's cells, None where anything may be typed."""
    if column.kind is Kind.CHOICE:
        return _insisting(_choice(column), f"Choose one of: {', '.join(column.choices)}.")
    if column.kind is Kind.YES_NO:
        return _offering('"yes,no"')
    if column.field in _OFFERED_IDS:
        return _offering(_ids_of(_OFFERED_IDS[column.field]))
    if column.kind in _LIST_OF_KIND:
        return _offering(_LIST_OF_KIND[column.kind])
    return _range_rule(column)


def _blocks(expertise: Sequence[Expertise]) -> tuple[dict[str, Sequence[str]], ...]:
    """The lists side by side; the first column of each block is what drop-downs offer."""
    countries = sorted(MEMBERS.values(), key=lambda member: member.name)
    languages = sorted(language(code) for code in _OTHER_LANGUAGES)
    regions = dict(sorted(REGION_NAMES.items()))
    return (
        {
            "Codes": [entry.code for entry in expertise],
            "What it is": [entry.title for entry in expertise],
        },
        {
            "Countries": [member.name for member in countries],
            "ISO code": [member.code for member in countries],
            "Its region": [member.region for member in countries],
        },
        {"Regions": list(regions), "Name of the region": list(regions.values())},
        {"Languages": [*sorted(map(language, _COMMON_LANGUAGES)), *languages]},
        {"Places": [*regions, *(member.name for member in countries)]},
        {
            "Changes": [change.name for change in CHANGES],
            "Target": [change.target for change in CHANGES],
            "Value": [change.value for change in CHANGES],
            "What it does": [change.help for change in CHANGES],
        },
    )


def _write_list(
    sheet: Worksheet, column: int, header: str, values: Sequence[CellValue], stamp: Stamp
) -> None:
    head = cell_at(sheet, 1, column)
    head.value = header
    paint_header(head)
    for row, value in enumerate(values, start=2):
        put(cell_at(sheet, row, column), value, stamp)
    sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS.get(header, _WIDTH)


def _name_list(book: Workbook, name: str, column: int, length: int) -> None:
    letter = get_column_letter(column)
    where = f"{quote_sheetname(LISTS)}!${letter}$2:${letter}${length + 1}"
    book.defined_names[name] = DefinedName(name, attr_text=where)


def _choice(column: Column) -> str:
    listed = ",".join(column.choices)
    return (
        "Changes" if len(listed) > _LONGEST_LIST - 2 or column.field == "change" else f'"{listed}"'
    )


def _ids_of(declared: Sheet) -> str:
    return f"{quote_sheetname(declared.name)}!$A$2:$A${LAST_ROW}"


def _offering(formula: str) -> DataValidation:
    return DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=False)


def _insisting(formula: str, message: str) -> DataValidation:
    return DataValidation(
        type="list",
        formula1=formula,
        allow_blank=True,
        showErrorMessage=True,
        errorStyle="warning",
        errorTitle="Not in the list",
        error=message,
    )


def _range_rule(column: Column) -> DataValidation | None:
    if column.kind is Kind.DATE:
        return _checking("date", "36526", None, "Type a date, such as 2027-03-15.")
    if column.kind is Kind.WHOLE:
        return _checking("whole", _limit(column.minimum), _limit(column.maximum), _wanted(column))
    if column.kind is Kind.AMOUNT:
        return _checking("decimal", _limit(column.minimum), None, "Type an amount, 0 or more.")
    return None


def _checking(
    kind: Literal["date", "whole", "decimal"], low: str | None, high: str | None, message: str
) -> DataValidation:
    return DataValidation(
        type=kind,
        operator="between" if high else "greaterThanOrEqual",
        formula1=low or "0",
        formula2=high,
        allow_blank=True,
        showErrorMessage=True,
        errorStyle="warning",
        errorTitle="Please check",
        error=message,
    )


def _limit(number: int | None) -> str | None:
    return None if number is None else str(number)


def _wanted(column: Column) -> str:
    low = column.minimum or 0
    if column.maximum is None:
        return f"Type a whole number, {low} or more."
    return f"Type a whole number from {low} to {column.maximum}."
