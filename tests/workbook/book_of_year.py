"""The input workbook of a year of facts: every fact in the cell that its column declares."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from models.facts.instance import Year
from planner.domain.wording import WEEKDAYS
from planner.workbook.schema.declared import INPUT_SHEETS, SETTING_ROWS


def book_of(year: Year) -> Workbook:
    """The input workbook of a year: every fact in the cell that its column declares."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in INPUT_SHEETS:
        page = book.create_sheet(sheet.name)
        page.append(list(sheet.headers))
        for row in _rows(year, sheet.name):
            page.append([_cell(row.get(column.field)) for column in sheet.columns])
    return book


def save_book(year: Year, path: Path) -> Path:
    """The input workbook as a file."""
    book_of(year).save(path)
    return path


def _rows(year: Year, name: str) -> Iterator[dict[str, Any]]:
    if name == "Settings":
        for setting in SETTING_ROWS:
            yield {"setting": setting.name, "value": getattr(year.settings, setting.field)}
        return
    facts = getattr(year, name.lower(), ()) if name not in ("Expertise", "Scenarios") else ()
    for fact in facts:
        values = dict(fact)
        if name == "Missions":
            values |= {"expertise": fact.team[0].expertise, "experts": fact.team[0].experts}
        if name == "Administrations" and fact.weekend is not None:
            values |= {"weekend": tuple(WEEKDAYS[number] for number in sorted(fact.weekend))}
        yield values


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return "; ".join(str(item) for item in value) or None
    return value or None if isinstance(value, str) else value
