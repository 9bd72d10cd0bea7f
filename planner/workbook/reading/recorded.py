"""The values of the levels that the sheet Summary of a solved workbook records."""

from collections.abc import Iterable, Mapping

from openpyxl.workbook import Workbook

from models.workbook import Recorded
from planner.domain.spelling import fold
from planner.workbook.reading.sheets.grid import rows_of
from planner.workbook.reading.sheets.headers import find_header
from planner.workbook.reading.sheets.sources import Row, Source
from planner.workbook.reading.values.cell_values import shown
from planner.workbook.schema.columns import Sheet
from planner.workbook.schema.declared import EXPERT_LOAD, NOT_DELIVERED, SUMMARY
from planner.workbook.schema.fingerprint import FACTS

_LEVEL, _VALUE = SUMMARY.headers[:2]
_PROVEN = SUMMARY.headers.index(SUMMARY.column("proven").header)


def recorded_levels(workbook: Workbook) -> dict[str, Recorded]:
    """What a run recorded of each level; empty without the sheet or its table."""
    return _levels(_rows_of(workbook, SUMMARY).values())


def recorded_facts(workbook: Workbook) -> str:
    """The fingerprint of the facts that a run planned; "" where none is recorded."""
    for row in _rows_of(workbook, SUMMARY).values():
        if FACTS in row:
            beside = (value for value in row[row.index(FACTS) + 1 :] if value is not None)
            return str(next(beside, ""))
    return ""


def recorded_left_out(workbook: Workbook) -> tuple[str, ...] | None:
    """The missions that a run did not deliver; None without the sheet that lists them."""
    listed = _listed(workbook, NOT_DELIVERED, "mission_id", "mission_id")
    return None if listed is None else tuple(listed)


def recorded_missions(workbook: Workbook) -> dict[str, str]:
    """How many missions a run gave each expert, as text; empty without the sheet."""
    return _listed(workbook, EXPERT_LOAD, "expert_id", "missions") or {}


def _rows_of(workbook: Workbook, sheet: Sheet) -> Mapping[int, Row]:
    """The rows of a result sheet by their numbers; none without the sheet."""
    titles = [title for title in workbook.sheetnames if fold(title) == fold(sheet.name)]
    return rows_of(workbook, titles[0]) if titles else {}


def _listed(workbook: Workbook, sheet: Sheet, key: str, field: str) -> dict[str, str] | None:
    """The cells of one column of a result sheet by those of another; None without the sheet."""
    rows = _rows_of(workbook, sheet)
    header = find_header(sheet, rows)
    if header is None or not {key, field} <= header.columns.keys():
        return None
    places = header.columns[key], header.columns[field]
    cells = [
        [row[place] if place < len(row) else None for place in places]
        for number, row in rows.items()
        if number > header.row
    ]
    return {shown(name): shown(value) for name, value in cells if None not in (name, value)}


def _levels(rows: Iterable[Row]) -> dict[str, Recorded]:
    found: dict[str, Recorded] | None = None
    for row in rows:
        name, value = (*row, None, None)[:2]
        if found is None:
            found = {} if (name, value) == (_LEVEL, _VALUE) else None
        elif isinstance(name, str) and isinstance(value, int):
            proven = len(row) > _PROVEN and row[_PROVEN] == "yes"
            found[name] = Recorded(value=value, proven=proven)
        else:
            break
    return found or {}


def written_beside(source: Source) -> dict[int, dict[str, str]]:
    """What stands in the columns of Assignments that the planner writes and never reads."""
    fields = ("qualification", "in_region", "cost")
    found: dict[int, dict[str, str]] = {}
    for row in source.rows:
        said = {field: source.raw(field, row) for field in fields}
        found[row] = {field: shown(value) for field, value in said.items() if value is not None}
    return found
