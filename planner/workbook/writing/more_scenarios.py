"""A copy of a workbook with more rows in its sheet Scenarios; all that was there stays."""

from collections.abc import Mapping, Sequence
from io import BytesIO

from openpyxl.utils import column_index_from_string

from models.workbook import ScenarioRow, SheetPlaces, Workbook
from planner.domain.errors import BadInput
from planner.workbook.looks.cell_text import FORMULA_SIGNS, clean
from planner.workbook.looks.plain_book import SheetPart, package_of
from planner.workbook.openxml import graft
from planner.workbook.openxml.book_part import BookPart
from planner.workbook.openxml.cell_values import TextRow, stretch_tables, with_rows
from planner.workbook.openxml.opening.container import open_values, usual_dialect
from planner.workbook.openxml.opening.signature import sign
from planner.workbook.openxml.package import Package
from planner.workbook.openxml.paint import Styles
from planner.workbook.reading.sheets.grid import rows_of
from planner.workbook.schema.declared import SCENARIOS

_FIELDS = tuple(column.field for column in SCENARIOS.columns)


def with_scenarios(workbook: Workbook, rows: Sequence[ScenarioRow]) -> bytes:
    """The workbook with these rows below those of its sheet Scenarios, which it may lack.

    The rows are text, and stay text for whoever edits them in Excel: a change such as +50000 means
    something else as a number.
    """
    package = Package.read(BytesIO(usual_dialect(workbook.content)))
    places = workbook.sheets.get(SCENARIOS.name)
    parts = dict(BookPart(package).sheets())
    if places is None or places.title not in parts:
        taken = (*graft.table_names(package).values(), *BookPart(package).defined_names())
        graft.add_sheets(package, package_of([SheetPart(SCENARIOS, rows)], taken=taken))
    else:
        _append(package, parts[places.title], places, _used(workbook, places), rows)
    sign(package)
    return package.to_bytes()


def _used(workbook: Workbook, places: SheetPlaces) -> Mapping[int, tuple[object, ...]]:
    """The rows of the sheet that hold anything, by their number."""
    book = open_values(usual_dialect(workbook.content), workbook.name)
    found = rows_of(book, places.title)
    return {number: row for number, row in found.items() if any(v is not None for v in row)}


def _append(
    package: Package,
    part: str,
    places: SheetPlaces,
    used: Mapping[int, tuple[object, ...]],
    rows: Sequence[ScenarioRow],
) -> None:
    columns = _columns(places, rows)
    styles = Styles(package) if BookPart(package).related("styles") else None
    first = max(used, default=places.header_row) + 1
    said = [_said(columns, row, styles.quoted() if styles else 0) for row in rows]
    package.parts[part] = with_rows(package.parts[part], first, said)
    stretch_tables(package, part, first, first + len(rows) - 1)
    if styles is not None:
        styles.save()


def _columns(places: SheetPlaces, rows: Sequence[ScenarioRow]) -> dict[str, int]:
    """The number of each field's column."""
    for column in SCENARIOS.columns:
        if column.field not in places.columns and any(getattr(row, column.field) for row in rows):
            raise BadInput(
                f"The sheet {places.title} has no column {column.header}, which this scenario "
                "needs. Write that beside its other headers in Excel, save, and try again."
            )
    return {field: column_index_from_string(letter) for field, letter in places.columns.items()}


def _said(columns: Mapping[str, int], row: ScenarioRow, quoted: int) -> TextRow:
    texts = {field: clean(getattr(row, field)) for field in _FIELDS}
    return {
        columns[field]: (text, quoted if _may_be_taken(text) else 0)
        for field, text in texts.items()
        if text
    }


def _may_be_taken(text: str) -> bool:
    """Whether Excel takes a text for a formula, a number or a date when somebody edits its cell."""
    return text.startswith(FORMULA_SIGNS) or text[:1].isdigit()
