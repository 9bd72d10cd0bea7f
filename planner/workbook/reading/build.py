"""From sound records to the facts of a Year, with the defaults that other rows decide."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from models.administration import Administration
from models.assignment import AssignmentRow
from models.expert import (
    Exclusion,
    Expert,
    HistoryEntry,
    Qualification,
    QualificationStatus,
    Unavailability,
)
from models.expertise import Expertise
from models.fund import Fund, Holiday, Rate
from models.instance import Year
from models.mission import Mission, TeamRow
from planner.workbook.reading.draft import Draft, grouped
from planner.workbook.reading.names import region_of
from planner.workbook.reading.reference import built_in_expertise
from planner.workbook.reading.sources import Record
from planner.workbook.schema import declared
from planner.workbook.schema.columns import Sheet

_DAYS_PER_WEEK = 7


def build_year(draft: Draft) -> Year | None:
    """The Year of all sound records; None where the settings are not sound."""
    if draft.settings is None:
        return None
    return Year(
        settings=draft.settings,
        missions=tuple(_missions(draft)),
        experts=tuple(_experts(draft)),
        qualifications=tuple(_plain(draft, declared.QUALIFICATIONS, Qualification)),
        expertise=draft.codes.entries,
        history=tuple(_history(draft)),
        unavailability=tuple(_plain(draft, declared.UNAVAILABILITY, Unavailability)),
        exclusions=tuple(_plain(draft, declared.EXCLUSIONS, Exclusion)),
        administrations=tuple(_plain(draft, declared.ADMINISTRATIONS, Administration)),
        funds=tuple(_plain(draft, declared.FUNDS, Fund)),
        rates=tuple(_plain(draft, declared.RATES, Rate)),
        holidays=tuple(_plain(draft, declared.HOLIDAYS, Holiday)),
        assignments=tuple(_assignments(draft)),
    )


def expertise_list(records: Iterable[Record]) -> tuple[Expertise, ...]:
    """The built-in expertise list, with the rows of the Expertise sheet in place or behind."""
    entries = {entry.code: entry for entry in built_in_expertise()}
    for record in records:
        if record.good("code") and record.values["code"] is not None:
            values = {f: record.values[f] for f in ("code", "title", "also_covers")}
            entries[record.values["code"]] = Expertise(row=record.row, **_given(values))
    return tuple(entries.values())


def region_of_mission(record: Record) -> str | None:
    """The region given, else the host's; None where neither is known."""
    given: str | None = record.values.get("region")
    return given or region_of(record.values.get("host") or "")


def region_of_expert(record: Record) -> str | None:
    """The region given, else that of the expert's administration; None where neither is known."""
    given: str | None = record.values.get("region")
    return given or region_of(record.values.get("administration") or "")


def own_team(record: Record) -> tuple[str | None, int | None]:
    """The cells Expertise and Experts of a mission."""
    return record.values.get("expertise"), record.values.get("experts")


def _given(values: dict[str, Any]) -> dict[str, Any]:
    return {field: value for field, value in values.items() if value is not None}


def _plain(draft: Draft, sheet: Sheet, fact: type[Any]) -> Iterator[Any]:
    for record in draft.sound(sheet):
        yield fact(row=record.row, **_given(record.values))


def _missions(draft: Draft) -> Iterator[Mission]:
    teams = grouped(draft.sound(declared.TEAMS), "mission_id")
    for record in draft.sound(declared.MISSIONS):
        team = _team(record, teams.get(record.values["id"], []))
        region = region_of_mission(record)
        if not team or region is None:
            continue
        left_out = ("expertise", "experts", "status", "region")
        values = {f: v for f, v in record.values.items() if f not in left_out}
        if not draft.has_funds:
            values["funds"] = ()
        yield Mission(row=record.row, team=team, region=region, **_given(values))


def _team(record: Record, rows: list[Record]) -> tuple[TeamRow, ...]:
    if rows:
        return tuple(
            TeamRow(expertise=row.values["expertise"], experts=row.values["experts"])
            for row in rows
        )
    expertise, experts = own_team(record)
    if expertise is None or experts is None:
        return ()
    return (TeamRow(expertise=expertise, experts=experts),)


def _experts(draft: Draft) -> Iterator[Expert]:
    accredited = _first_accreditations(draft)
    for record in draft.sound(declared.EXPERTS):
        region = region_of_expert(record)
        if region is None:
            continue
        values = record.values | {"region": region}
        if values["release_period_start"] is None:
            values["release_period_start"] = accredited.get(values["id"])
        yield Expert(row=record.row, **_given(values))


def _first_accreditations(draft: Draft) -> dict[str, date]:
    """The earliest date of an Accredited qualification of every expert who has one."""
    found: dict[str, date] = {}
    for record in draft.sound(declared.QUALIFICATIONS):
        since, expert = record.values["since"], record.values["expert_id"]
        if since is not None and record.values["status"] == QualificationStatus.ACCREDITED:
            found[expert] = min(since, found.get(expert, since))
    return found


def _history(draft: Draft) -> Iterator[HistoryEntry]:
    for record in draft.sound(declared.HISTORY):
        values = _given(record.values)
        days = (values["end"] - values["start"]).days + 1
        values.setdefault("weeks", max(0, -(-days // _DAYS_PER_WEEK)))
        yield HistoryEntry(row=record.row, **values)


def _assignments(draft: Draft) -> Iterator[AssignmentRow]:
    for record in draft.sound(declared.ASSIGNMENTS):
        values = _given(record.values)
        if values.get("fund_id") not in (draft.fund_ids or {}):
            values.pop("fund_id", None)
        yield AssignmentRow(row=record.row, **values)
