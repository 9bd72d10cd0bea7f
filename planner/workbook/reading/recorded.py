"""The values of the levels that the sheet Summary of a solved workbook records."""

from collections.abc import Iterable
from pathlib import Path

from planner.domain.spelling import fold
from planner.workbook.openxml import container
from planner.workbook.reading.grid import rows_of
from planner.workbook.reading.sources import Row
from planner.workbook.schema.declared import SUMMARY

_LEVEL, _VALUE = SUMMARY.headers[:2]
_PROVEN = SUMMARY.headers.index(SUMMARY.column("proven").header)


def recorded_levels(path: Path) -> dict[str, int]:
    """The values by level as the run recorded them; empty without the sheet or its table.

    Raises
    ------
    WorkbookError
        Where the file is no workbook that can be read.
    """
    return {level: value for level, (value, _) in recorded_proofs(path).items()}


def recorded_proofs(path: Path) -> dict[str, tuple[int, bool]]:
    """The values by level, each with whether the run proved that none is better.

    Raises
    ------
    WorkbookError
        Where the file is no workbook that can be read.
    """
    content = container.file_bytes(path)
    with container.making_sense_of(path.name):
        workbook = container.open_values(content, path.name)
        titles = [title for title in workbook.sheetnames if fold(title) == fold(SUMMARY.name)]
        return _levels(rows_of(workbook, titles[0]).values()) if titles else {}


def _levels(rows: Iterable[Row]) -> dict[str, tuple[int, bool]]:
    found: dict[str, tuple[int, bool]] | None = None
    for row in rows:
        name, value = (*row, None, None)[:2]
        if found is None:
            found = {} if (name, value) == (_LEVEL, _VALUE) else None
        elif isinstance(name, str) and isinstance(value, int):
            found[name] = value, len(row) > _PROVEN and row[_PROVEN] == "yes"
        else:
            break
    return found or {}
