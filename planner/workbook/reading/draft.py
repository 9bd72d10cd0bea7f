"""All that was read, before it is a Year: records by sheet, and what is known of every ID."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from models.answers.report import Problem, Severity
from models.facts.instance import Year
from models.facts.settings import Settings
from planner.domain.calendars import Calendars, calendars_of
from planner.workbook.reading.meaning.manners import Manners
from planner.workbook.reading.sheets.sources import Record, Source
from planner.workbook.reading.values.cell_values import Fault
from planner.workbook.reading.values.cells import Codes
from planner.workbook.schema.columns import Sheet
from planner.workbook.schema.declared import EXPERTS, FUNDS, MISSIONS


@dataclass
class Draft:
    """The records of every sheet, and the Year that the sound ones make.

    Attributes
    ----------
    sources : mapping of str to Source
        The sheets that were found, by declared name.
    records : mapping of str to list of Record
        Their rows; those that name a cancelled mission are gone, but for Assignments.
    cancelled : frozenset of str
        The IDs of the missions left out: cancelled or postponed.
    called_off : list of Record
        The rows of those missions, as far as they can be read.
    settings : Settings or None
        None where they hold an error.
    """

    sources: Mapping[str, Source]
    records: Mapping[str, list[Record]]
    codes: Codes
    cancelled: frozenset[str]
    settings: Settings | None
    called_off: list[Record] = field(default_factory=list)
    manners: Manners = field(default_factory=Manners)
    year: Year | None = None
    problems: list[Problem] = field(default_factory=list)

    def rows(self, sheet: Sheet) -> list[Record]:
        """The records of a sheet; none where the sheet is missing."""
        return self.records.get(sheet.name, [])

    def sound(self, sheet: Sheet) -> Iterator[Record]:
        """The records of a sheet that have no problem."""
        return (record for record in self.rows(sheet) if not record.bad)

    def record(self, sheet: Sheet, row: int | None) -> Record:
        """The record in a row of a sheet."""
        return self._by_row[sheet.name, row]

    @cached_property
    def mission_ids(self) -> Mapping[str, Record] | None:
        """The missions by ID, sound or not; None where the sheet's IDs cannot be read."""
        return self._ids(MISSIONS)

    @cached_property
    def expert_ids(self) -> Mapping[str, Record] | None:
        """The experts by ID, sound or not; None where the sheet's IDs cannot be read."""
        return self._ids(EXPERTS)

    @cached_property
    def fund_ids(self) -> Mapping[str, Record] | None:
        """The funds by ID, sound or not; None where the sheet's IDs cannot be read."""
        return self._ids(FUNDS)

    @property
    def has_funds(self) -> bool:
        """Whether there is a Funds sheet with rows."""
        return bool(self.rows(FUNDS))

    @cached_property
    def calendars(self) -> Calendars:
        """The calendars of the draft's year, which has to be there."""
        assert self.year is not None
        return calendars_of(self.year)

    def _ids(self, sheet: Sheet) -> Mapping[str, Record] | None:
        source = self.sources.get(sheet.name)
        if source is None or "id" not in source.columns or not source.rows:
            return None
        found: dict[str, Record] = {}
        for record in self.rows(sheet):
            if record.values.get("id") is not None:
                found.setdefault(record.values["id"], record)
        return found

    @cached_property
    def _by_row(self) -> dict[tuple[str, int | None], Record]:
        return {(name, r.row): r for name, records in self.records.items() for r in records}


def grouped(records: Iterable[Record], field: str) -> dict[Any, list[Record]]:
    """Records by the value of a field, those without one left out."""
    groups: dict[Any, list[Record]] = {}
    for record in records:
        if record.values.get(field) is not None:
            groups.setdefault(record.values[field], []).append(record)
    return groups


def problem(
    record: Record, field: str, code: str, message: str, remedy: str, *, warning: bool = False
) -> Problem:
    """A problem of one cell of a record."""
    severity = Severity.WARNING if warning else Severity.ERROR
    return record.problem(field, Fault(code, message, remedy), severity)
