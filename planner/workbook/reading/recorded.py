"""The values of the levels that the sheet Summary of a solved workbook records."""

from collections.abc import Iterable

from openpyxl.workbook import Workbook

from models.workbook import Recorded
from planner.domain.spelling import fold
from planner.workbook.reading.grid import rows_of
from planner.workbook.reading.sources import Row
from planner.workbook.schema.declared import SUMMARY

_LEVEL, _VALUE = SUMMARY.headers[:2]
_PROVEN = SUMMARY.headers.index(SUMMARY.column("proven").header)


def recorded_levels(workbook: Workbook) -> dict[str, Recorded]:
    """What a run recorded of each level; empty without the sheet or its table."""
    titles = [title for title in workbook.sheetnames if fold(title) == fold(SUMMARY.name)]
    return _levels(rows_of(workbook, titles[0]).values()) if titles else {}


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
