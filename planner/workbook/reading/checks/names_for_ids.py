"""Names in the place of IDs, lists of IDs with other signs in them, and IDs that look alike."""

from collections.abc import Iterator

from models.answers.report import Problem
from planner.workbook.reading.draft import Draft
from planner.workbook.reading.meaning.meant import Meant
from planner.workbook.reading.meaning.who_is_meant import Directory, difference
from planner.workbook.reading.parse_rows import told
from planner.workbook.reading.sheets.sources import Record
from planner.workbook.reading.values.cell_values import CellError, Fault
from planner.workbook.schema.declared import (
    ASSIGNMENTS,
    EXCLUSIONS,
    HISTORY,
    MISSIONS,
    QUALIFICATIONS,
    SHARES,
    TEAMS,
)


class Directories:
    """The missions, experts and funds of a workbook by what people call them."""

    def __init__(self, draft: Draft) -> None:
        self.missions = Directory("mission", draft.mission_ids or {}, "title")
        self.experts = Directory("expert", draft.expert_ids or {}, "name")
        self.funds = Directory("fund", draft.fund_ids or {}, "name")


def read_names(draft: Draft, directories: Directories) -> Iterator[Problem]:
    """Put the IDs that are meant into the records, and tell of each."""
    missions, experts, funds = directories.missions, directories.experts, directories.funds
    for sheet in (TEAMS, EXCLUSIONS, SHARES, ASSIGNMENTS):
        for record in draft.rows(sheet):
            if record.values.get("mission_id") not in draft.cancelled:
                yield from _read(record, "mission_id", missions)
    for sheet in (QUALIFICATIONS, HISTORY, EXCLUSIONS, ASSIGNMENTS):
        for record in draft.rows(sheet):
            yield from _read(record, "expert_id", experts)
    for record in (*draft.rows(SHARES), *draft.rows(ASSIGNMENTS)):
        yield from _read(record, "fund_id", funds)
    for record in draft.rows(MISSIONS):
        yield from _read_list(record, "funds", funds)


def ids_that_look_alike(directories: Directories) -> Iterator[Problem]:
    """Warnings of IDs that nobody can tell apart and that are not the same."""
    for directory in (directories.missions, directories.experts, directories.funds):
        for record, other in directory.alike():
            mine, theirs = record.values["id"], other.values["id"]
            yield record.warning(
                "id",
                Fault(
                    "ids-look-alike",
                    f"The ID {mine} looks like that of {other.named} and is another one: "
                    f"{difference(mine, theirs)}.",
                    f"If the same {directory.what} is meant, type the ID again; else choose one "
                    "that can be told from it.",
                ),
            )


def _read(record: Record, field: str, directory: Directory) -> Iterator[Problem]:
    value = record.values.get(field)
    if value is None or not directory.known or value in directory.known:
        return
    try:
        meant = directory.meant(value)
    except CellError as error:
        record.bad.add(field)
        record.values[field] = None
        yield from (record.problem(field, fault) for fault in error.faults)
        return
    if meant is not None:
        record.values[field] = meant.value
        yield told(record, field, record.source.raw(field, record.row) or value, meant)


def _read_list(record: Record, field: str, directory: Directory) -> Iterator[Problem]:
    values = record.values.get(field) or ()
    if not directory.known or all(value in directory.known for value in values):
        return
    found: list[str] = []
    for value in values:
        named = None if value in directory.known else _quietly(directory, value)
        found += directory.items(value) or [value if named is None else str(named.value)]
    if all(value in directory.known for value in found):
        listed = tuple(dict.fromkeys(found))
        record.values[field] = listed
        yield told(
            record,
            field,
            record.source.raw(field, record.row),
            Meant(listed, "; ".join(listed)),
        )


def _quietly(directory: Directory, value: str) -> Meant | None:
    try:
        return directory.meant(value)
    except CellError:
        return None
