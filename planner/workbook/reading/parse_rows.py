"""From the rows of a sheet to records: every cell parsed, every problem noted with its place."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from openpyxl.utils import get_column_letter

from models.answers.report import Problem, Severity
from planner.workbook.openxml.sheet_marks import MarkedArea
from planner.workbook.reading.meaning.looks_said import names_another, said_by
from planner.workbook.reading.meaning.manners import Manners
from planner.workbook.reading.meaning.meanings import understood
from planner.workbook.reading.meaning.meant import Manner, Meant
from planner.workbook.reading.meaning.other_units import beside
from planner.workbook.reading.sheets.sources import Record, Source, readable_columns
from planner.workbook.reading.values.cell_values import CellError, Fault, shown
from planner.workbook.reading.values.cells import Codes, parse
from planner.workbook.reading.values.text_dates import proven_order
from planner.workbook.schema.columns import Column, Kind

Skip = Callable[[Source, int], bool]


@dataclass(frozen=True)
class Ways:
    """How the cells of a workbook are read: by its manners, with its expertise list."""

    manners: Manners
    codes: Codes
    from_1904: bool = False

    def manner(self, source: Source, column: Column) -> Manner:
        """How the cells of a column are read."""
        order = self.manners.order
        if order is None and column.kind is Kind.DATE:
            order = proven_order(_texts(source, column))
        sheet, currency = source.sheet.name, self.manners.currency
        return Manner(self.codes, sheet, currency, order, self.from_1904)


def _texts(source: Source, column: Column) -> Iterator[str]:
    for row in source.rows:
        raw = source.raw(column.field, row)
        if isinstance(raw, str):
            yield raw


def parse_rows(
    source: Source, ways: Ways, problems: list[Problem], skip: Skip | None = None
) -> list[Record]:
    """All records of the sheets of a kind, in the order of the rows; the problems join the list.

    Parameters
    ----------
    skip : callable, optional
        Says of a row (by its number) whether it is left out, problems and all.
    """
    found = []
    for one in (source, *source.more):
        parser = _Parser(one, ways, problems)
        problems.extend(p for p in parser.other_currencies() if p not in problems)
        found += [parser.record(row) for row in one.rows if skip is None or not skip(one, row)]
    return found


def quietly(source: Source, field: str, row: int, ways: Ways) -> object:
    """The value of one cell; None where it is blank or bad (somebody else says so)."""
    column = source.sheet.column(field)
    try:
        manner = Manner(ways.codes, source.sheet.name, ways.manners.currency)
        return understood(column, source.raw(field, row), manner).value
    except CellError:
        return None


@dataclass(frozen=True)
class _Parser:
    """What the rows of one sheet share while they are parsed."""

    source: Source
    ways: Ways
    problems: list[Problem]
    # What texts mean by column: most of them stand in many rows.
    known: dict[tuple[str, str], Meant] = field(default_factory=dict)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        return readable_columns(self.source.sheet)

    @cached_property
    def blanks(self) -> Mapping[str, object]:
        """What blank cells stand for."""
        return {column.field: parse(column, None, self.ways.codes) for column in self.columns}

    @cached_property
    def manners(self) -> Mapping[str, Manner]:
        """How the cells of each column are read."""
        return {column.field: self.ways.manner(self.source, column) for column in self.columns}

    def other_currencies(self) -> Iterator[Problem]:
        """Headers of amounts that name another currency than the plan's."""
        plan = self.ways.manners.currency
        for column in self.columns:
            text = self.source.heads.get(column.field, "")
            if column.kind is Kind.AMOUNT and names_another(beside(column.header, text), plan):
                place = self.source.columns[column.field] + 1
                yield Problem(
                    code="another-currency",
                    severity=Severity.WARNING,
                    sheet=self.source.title,
                    cell=f"{get_column_letter(place)}{self.source.header_row}",
                    found=text,
                    message=f'The header "{shown(text)}" names another currency than the plan\'s: '
                    f"the numbers are read as {plan}.",
                    remedy=f"Convert the amounts to {plan}, or correct the header.",
                )

    def record(self, row: int) -> Record:
        record = Record(self.source, row, {}, set())
        for column in self.columns:
            record.values[column.field] = self._value(record, column)
        _mark_missing(record, self.columns)
        return record

    def _value(self, record: Record, column: Column) -> object:
        raw = self.source.raw(column.field, record.row)
        try:
            if raw is None and (area := self._shown_by(column, record.row)):
                raise CellError(_hidden_by(column, area))
            meant = self._meant(record, column, raw)
            if meant.value is None and column.value_needed and column.field in self.source.columns:
                raise CellError(_blank(column, self._merged(column, record.row)))
        except CellError as error:
            record.bad.add(column.field)
            self.problems.extend(record.problem(column.field, fault) for fault in error.faults)
            return None
        if meant.cell is not None:
            self.problems.append(told(record, column.field, raw, meant))
        return meant.value

    @cached_property
    def _merged_by_row(self) -> Mapping[int, Sequence[MarkedArea]]:
        """The merged cells that each row has a part of; a range may be as long as a sheet."""
        found: dict[int, list[MarkedArea]] = {}
        rows, base = sorted(self.source.rows), self.source.base
        for area in self.source.marks.merged:
            first, last = bisect_left(rows, area.top + base), bisect_right(rows, area.bottom + base)
            for row in rows[first:last]:
                found.setdefault(row, []).append(area)
        return found

    def _merged(self, column: Column, row: int) -> MarkedArea | None:
        """The merged cells that a cell belongs to."""
        place = self.source.columns.get(column.field)
        if place is None:
            return None
        areas = self._merged_by_row.get(row, ())
        return next((a for a in areas if a.left <= place + 1 <= a.right), None)

    def _shown_by(self, column: Column, row: int) -> MarkedArea | None:
        """The merged cells below the header that show a value over a cell that holds none."""
        area = self._merged(column, row)
        if area is None or area.top <= self.source.header_row:
            return None
        value = self.source.at(area.left - 1, area.top + self.source.base)
        return None if value is None else area

    def _meant(self, record: Record, column: Column, raw: object) -> Meant:
        if raw is None and column.field == "expert_id":
            raw = self.source.raw("expert", record.row)  # the name alone says who it is
        if raw is None:
            return Meant(self.blanks[column.field])
        meant = self._understood(column, raw)
        code = self.source.format(column.field, record.row)
        for fault, severity in said_by(column, raw, code, self.ways.manners.currency):
            self.problems.append(record.problem(column.field, fault, severity))
        return meant

    def _understood(self, column: Column, raw: object) -> Meant:
        key = (column.field, raw) if isinstance(raw, str) else None
        if key in self.known:
            return self.known[key]
        meant = understood(column, raw, self.manners[column.field])
        if key is not None:
            self.known[key] = meant
        return meant


def told(record: Record, field: str, raw: object, meant: Meant) -> Problem:
    """What a cell was taken for that does not say it in so many words."""
    why = f" ({meant.why})" if meant.why and meant.cell != "" else ""
    taken = "a blank cell" if meant.cell == "" else shown(meant.cell)
    fault = Fault(
        "read-as",
        f'"{shown(raw)}" is read as {taken}{why}.',
        "Nothing to do if that is what is meant.",
        meant.cell,
    )
    return record.problem(field, fault, Severity.READ_AS)


def _mark_missing(record: Record, columns: tuple[Column, ...]) -> None:
    # A missing column is one problem, told once; its cells are bad without another word.
    record.bad.update(
        c.field for c in columns if c.value_needed and c.field not in record.source.columns
    )


def _blank(column: Column, area: MarkedArea | None) -> Fault:
    if area is not None:
        return _hidden_by(column, area)
    return Fault(
        "value-missing",
        f"{column.header} is blank.",
        "Fill it in, or delete the whole row if it is not needed.",
    )


def _hidden_by(column: Column, area: MarkedArea) -> Fault:
    return Fault(
        "value-missing",
        f"{column.header} is blank: the merged cells {area.name} hold their value in the first "
        "cell only.",
        "Unmerge the cells and fill in each of them.",
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
