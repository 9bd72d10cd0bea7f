"""From the rows of a sheet to records: every cell parsed, every problem noted with its place."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from models.report import Problem
from planner.workbook.reading.cell_values import CellError, Fault
from planner.workbook.reading.cells import Codes, parse
from planner.workbook.reading.sources import Record, Source, readable_columns
from planner.workbook.schema.columns import Column

Skip = Callable[[Source, int], bool]


def parse_rows(
    source: Source, codes: Codes, problems: list[Problem], skip: Skip | None = None
) -> list[Record]:
    """All records of a sheet in the order of the rows; the problems join the list.

    Parameters
    ----------
    skip : callable, optional
        Says of a row (by its number) whether it is left out, problems and all.
    """
    parser = _Parser(source, codes, problems)
    return [parser.record(row) for row in source.rows if skip is None or not skip(source, row)]


def quietly(source: Source, field: str, row: int, codes: Codes) -> object:
    """The value of one cell; None where it is blank or bad (somebody else says so)."""
    try:
        return parse(source.sheet.column(field), source.raw(field, row), codes)
    except CellError:
        return None


@dataclass(frozen=True)
class _Parser:
    """What the rows of one sheet share while they are parsed."""

    source: Source
    codes: Codes
    problems: list[Problem]

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        return readable_columns(self.source.sheet)

    @cached_property
    def blanks(self) -> Mapping[str, object]:
        """What blank cells stand for."""
        return {column.field: parse(column, None, self.codes) for column in self.columns}

    def record(self, row: int) -> Record:
        record = Record(self.source, row, {}, set())
        for column in self.columns:
            record.values[column.field] = self._value(record, column)
        _mark_missing(record, self.columns)
        return record

    def _value(self, record: Record, column: Column) -> object:
        raw = self.source.raw(column.field, record.row)
        try:
            value = self.blanks[column.field] if raw is None else parse(column, raw, self.codes)
            if value is None and column.value_needed and column.field in self.source.columns:
                raise CellError(_blank(self.source, column, record.row))
        except CellError as error:
            record.bad.add(column.field)
            self.problems.extend(record.problem(column.field, fault) for fault in error.faults)
            return None
        return value


def _mark_missing(record: Record, columns: tuple[Column, ...]) -> None:
    # A missing column is one problem, told once; its cells are bad without another word.
    record.bad.update(
        c.field for c in columns if c.value_needed and c.field not in record.source.columns
    )


def _blank(source: Source, column: Column, row: int) -> Fault:
    place = source.columns[column.field] + 1
    area = next((a for a in source.marks.merged if a.holds(row, place)), None)
    if area is not None:
        return Fault(
            "value-missing",
            f"{column.header} is blank: the merged cells {area.name} hold their value in "
            "the first cell only.",
            "Unmerge the cells and fill in each of them.",
        )
    return Fault(
        "value-missing",
        f"{column.header} is blank.",
        "Fill it in, or delete the whole row if it is not needed.",
    )


def duplicates(records: list[Record], field: str) -> Iterator[tuple[Record, Record]]:
    """Every record whose value in a field an earlier one has, with that one."""
    first: dict[Any, Record] = {}
    for record in records:
        value = record.values.get(field)
        if value is None:
            continue
        if value in first:
            yield record, first[value]
        else:
            first[value] = record
