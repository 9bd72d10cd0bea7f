"""Rows that name what is not there, and rows that name the same thing twice.

These checks come first: a record that fails one is marked, and makes no fact.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache

from models.answers.report import Problem
from models.facts.assignment import AssignmentStatus
from models.facts.expert import AppliesTo
from planner.domain.country_names import country_name
from planner.domain.spelling import closest_id, did_you_mean, fold, in_short
from planner.domain.wording import listed
from planner.workbook.reading.build import shared_payers
from planner.workbook.reading.checks.names_for_ids import (
    Directories,
    ids_that_look_alike,
    read_names,
)
from planner.workbook.reading.draft import Draft, problem
from planner.workbook.reading.meaning.meanings import understood
from planner.workbook.reading.meaning.meant import Manner, Meant
from planner.workbook.reading.meaning.who_is_meant import Directory
from planner.workbook.reading.parse_rows import duplicates, told
from planner.workbook.reading.sheets.sources import Record
from planner.workbook.reading.values import text_lists
from planner.workbook.reading.values.cell_values import CellError, Fault, id_of, shown
from planner.workbook.schema.columns import Column, Kind, Sheet
from planner.workbook.schema.declared import (
    ADMINISTRATIONS,
    ASSIGNMENTS,
    EXCLUSIONS,
    EXPERTISE,
    EXPERTS,
    FUNDS,
    HISTORY,
    MISSIONS,
    QUALIFICATIONS,
    RATES,
    SHARES,
    TEAMS,
    UNAVAILABILITY,
)

# A part in per cent behind an ID: "CCF-A (60%)", "CCF-A 60 %".
_SHARE = re.compile(r"[\s(\[:]*\d{1,3}\s*%[)\]]*(?=\s*$|\s*[,;/|+&])")
# Where a whole sheet of IDs is wrong, hundreds of suggestions help nobody and take minutes.
MOST_SUGGESTIONS = 200

_COUNTRY = Column(header="Who", field="who", kind=Kind.COUNTRY)
_UNIQUE = (
    (MISSIONS, "id", "duplicate-id", "The mission ID"),
    (EXPERTS, "id", "duplicate-id", "The expert ID"),
    (FUNDS, "id", "duplicate-id", "The fund ID"),
    (ADMINISTRATIONS, "country", "duplicate-administration", "The administration"),
    (RATES, "place", "duplicate-rate", "The host or region"),
    (EXPERTISE, "code", "duplicate-expertise", "The code"),
)


def check_references(draft: Draft) -> Iterator[Problem]:
    """All rows that name nothing, or the same thing as an earlier row."""
    yield from _duplicates(draft)
    directories = Directories(draft)
    yield from ids_that_look_alike(directories)
    yield from read_names(draft, directories)
    finder = _UnknownIds()
    yield from _unknown_missions(draft, finder)
    yield from _unknown_experts(draft, finder)
    yield from _unknown_funds(draft, finder)
    yield from _whose_unavailability(draft, finder, directories.experts)


def _duplicates(draft: Draft) -> Iterator[Problem]:
    for sheet, field, code, what in _UNIQUE:
        for record, first in duplicates(draft.rows(sheet), field):
            record.bad.add(field)
            yield problem(
                record,
                field,
                code,
                f"{what} {_named(sheet, record.values[field])} is there twice, first in "
                f"{first.named}.",
                "Delete one of the two rows, or correct it.",
            )
    for record in draft.rows(MISSIONS):
        if record.values.get("id") in draft.cancelled:
            record.bad.add("id")
            yield problem(
                record,
                "id",
                "duplicate-id",
                f"The mission ID {record.values['id']} is there twice, and one of the two rows is "
                "cancelled.",
                "Delete the cancelled row, or give the mission another ID.",
            )


def _named(sheet: Sheet, value: str) -> str:
    return country_name(value) if sheet is ADMINISTRATIONS else value


class _UnknownIds:
    """Makes the faults of unknown IDs, with a suggestion as long as that is quick."""

    def __init__(self) -> None:
        self._left = MOST_SUGGESTIONS
        self._nearest: Callable[[str, frozenset[str]], str | None] = lru_cache(None)(_nearest)

    def unknown(self, what: str, code: str, value: str, known: Mapping[str, Record]) -> Fault:
        """The fault of a value that is no ID of the sheet of `known`."""
        several = _several(what, code, value, known)
        if several is not None:
            return several
        near = self._suggest(value, known)
        same = [name for name in known if fold(name) == fold(value)] if near else []
        same = same or [name for name in (near,) if name and in_short(name) == in_short(value)]
        return Fault(
            code,
            f'There is no {what} with the ID "{shown(value)}".',
            " ".join(
                part
                for part in (
                    did_you_mean(near),
                    f"Correct the ID, or add the {what} to the sheet {what.title()}s.",
                )
                if part
            ),
            same[0] if len(same) == 1 else None,
        )

    def _suggest(self, value: str, known: Mapping[str, Record]) -> str | None:
        if self._left <= 0:
            return None
        self._left -= 1
        return self._nearest(value, frozenset(known))


def _nearest(value: str, known: frozenset[str]) -> str | None:
    alike = _by_short(known).get(in_short(value), ())
    return alike[0] if len(alike) == 1 else closest_id(value, sorted(known))


@lru_cache(maxsize=8)
def _by_short(known: frozenset[str]) -> Mapping[str, tuple[str, ...]]:
    """The IDs by what is left of them without case, signs and leading zeros."""
    found: dict[str, tuple[str, ...]] = {}
    for name in sorted(known):
        found[in_short(name)] = (*found.get(in_short(name), ()), name)
    return found


def _several(what: str, code: str, value: str, known: Mapping[str, Record]) -> Fault | None:
    """The fault of a cell for one ID that names several, or says which part of it pays."""
    every = [_SHARE.sub("", part) for part in text_lists.parts(value, codes=True)]
    found = [part for part in every if part in known]
    in_parts = bool(_SHARE.search(value))
    if len(found) < len(every) or not (len(found) > 1 or in_parts):
        return None
    way = "Give each a row of its own."
    if what == "fund" and (in_parts):
        way = "Leave Funds blank, and give each fund a row on the sheet Shares with its per cent."
    named = f"{what}s" if len(found) > 1 else what
    return Fault(code, f'"{shown(value)}" is no ID: it names {named} {listed(found)}.', way)


def _refer(
    records: Iterable[Record],
    field: str,
    known: Mapping[str, Record],
    fault: Callable[[str], Fault],
) -> Iterator[Problem]:
    for record in records:
        value = record.values.get(field)
        if value is not None and value not in known:
            record.bad.add(field)
            yield record.problem(field, fault(value))


def _unknown_missions(draft: Draft, finder: _UnknownIds) -> Iterator[Problem]:
    known = draft.mission_ids
    if known is None:
        return
    rows = [*draft.rows(TEAMS), *draft.rows(EXCLUSIONS), *draft.rows(SHARES)]
    rows += [
        record
        for record in draft.rows(ASSIGNMENTS)
        if not is_past_record(draft, record) and record.values["mission_id"] not in draft.cancelled
    ]
    yield from _refer(
        rows,
        "mission_id",
        known,
        lambda value: finder.unknown("mission", "unknown-mission", value, known),
    )


def is_past_record(draft: Draft, record: Record) -> bool:
    """Whether a row of Assignments is Completed and says that it ended before the plan start.

    Such a row is history, whether or not its mission is still listed. Where the plan start is not
    known the row gets the benefit of the doubt.
    """
    end = record.values.get("end")
    if record.values.get("status") != AssignmentStatus.COMPLETED or end is None:
        return False
    return draft.settings is None or bool(end < draft.settings.plan_start)


def _unknown_experts(draft: Draft, finder: _UnknownIds) -> Iterator[Problem]:
    known = draft.expert_ids
    if known is None:
        return
    for sheet in (QUALIFICATIONS, HISTORY, EXCLUSIONS, ASSIGNMENTS):
        yield from _refer(
            draft.rows(sheet),
            "expert_id",
            known,
            lambda value: finder.unknown("expert", "unknown-expert", value, known),
        )


def _unknown_funds(draft: Draft, finder: _UnknownIds) -> Iterator[Problem]:
    known = draft.fund_ids
    if not draft.has_funds or known is None:
        return
    yield from _refer(
        [*draft.rows(SHARES), *(r for r in draft.rows(ASSIGNMENTS) if _fund_binds(draft, r))],
        "fund_id",
        known,
        lambda value: finder.unknown("fund", "unknown-fund", value, known),
    )
    for record in draft.rows(MISSIONS):
        for value in record.values.get("funds") or ():
            if value not in known:
                record.bad.add("funds")
                yield record.problem("funds", finder.unknown("fund", "unknown-fund", value, known))


def _fund_binds(draft: Draft, record: Record) -> bool:
    """Whether the fund of a row of Assignments is part of what is agreed.

    The funds of a shared mission are compared with its shares, not looked up here.
    """
    status, mission = record.values.get("status"), record.values.get("mission_id")
    pinned = status is not None and AssignmentStatus(status).pinned
    apart = mission in draft.cancelled or mission in shared_payers(draft)
    return pinned and not apart and not is_past_record(draft, record)


def _whose_unavailability(
    draft: Draft, finder: _UnknownIds, experts: Directory
) -> Iterator[Problem]:
    """Make experts' IDs and countries' codes of the column Who."""
    for record in draft.rows(UNAVAILABILITY):
        applies_to, who = record.values.get("applies_to"), record.values.get("who")
        if applies_to is None or who is None:
            continue
        try:
            meant = _who(draft, finder, experts, applies_to, who)
        except CellError as error:
            record.bad.add("who")
            yield from (record.problem("who", fault) for fault in error.faults)
            continue
        record.values["who"] = meant.value
        if meant.cell is not None:
            yield told(record, "who", who, meant)


def _who(
    draft: Draft, finder: _UnknownIds, experts: Directory, applies_to: str, who: object
) -> Meant:
    if applies_to != AppliesTo.EXPERT:
        return understood(_COUNTRY, who, Manner(draft.codes))
    value, known = id_of(who), draft.expert_ids
    if known is None or value in known:
        return Meant(value)
    meant = experts.meant(value)
    if meant is None:
        raise CellError(finder.unknown("expert", "unknown-expert", value, known))
    return meant
