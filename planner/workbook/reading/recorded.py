"""The values of the levels that the sheet Summary of a solved workbook records."""

from collections.abc import Iterable

from openpyxl.workbook import Workbook

from models.workbook import Recorded
from planner.domain.spelling import fold
from planner.workbook.reading.cell_values import shown
from planner.workbook.reading.grid import rows_of
from planner.workbook.reading.headers import find_header
from planner.workbook.reading.sources import Row, Source
from planner.workbook.schema.declared import NOT_DELIVERED, SUMMARY

_LEVEL, _VALUE = SUMMARY.headers[:2]
_PROVEN = SUMMARY.headers.index(SUMMARY.column("proven").header)


def recorded_levels(workbook: Workbook) -> dict[str, Recorded]:
    """What a run recorded of each level; empty without the sheet or its table."""
    titles = [title for title in workbook.sheetnames if fold(title) == fold(SUMMARY.name)]
    return _levels(rows_of(workbook, titles[0]).values()) if titles else {}


def recorded_left_out(workbook: Workbook) -> tuple[str, ...] | None:
    """The missions that a run did not deliver; None without the sheet that lists them."""
    titles = [t for t in workbook.sheetnames if fold(t) == fold(NOT_DELIVERED.name)]
    if not titles:
        return None
    rows = rows_of(workbook, titles[0])
    header = find_header(NOT_DELIVERED, rows)
    if header is None or "mission_id" not in header.columns:
        return None
    place = header.columns["mission_id"]
    cells = (row[place] for number, row in rows.items() if number > header.row)
    return tuple(shown(cell) for cell in cells if cell is not None)


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
