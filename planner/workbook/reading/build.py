"""From sound records to the facts of a Year, with the defaults that other rows decide."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any

from models.facts.administration import Administration
from models.facts.assignment import AssignmentRow, AssignmentStatus
from models.facts.expert import (
    Exclusion,
    Expert,
    HistoryEntry,
    Qualification,
    QualificationStatus,
    Unavailability,
)
from models.facts.expertise import Expertise
from models.facts.fund import Fund, Holiday, Rate
from models.facts.instance import Year
from models.facts.mission import PAYERS, CalledOff, Mission, Share, TeamRow
from planner.domain.members.reference import EXPERTISE
from planner.domain.past import settled
from planner.workbook.reading.draft import Draft, grouped
from planner.workbook.reading.parse_rows import Ways, quietly
from planner.workbook.reading.sheets.sources import Record
from planner.workbook.reading.values.names import region_of
from planner.workbook.schema import declared
from planner.workbook.schema.columns import Sheet
from planner.workbook.schema.core import LEFT, POSTPONED, UNDECIDED

_DAYS_PER_WEEK = 7
# What a row of Assignments says of a mission that has begun; elsewhere the planner works it out.
FIGURES = ("weeks", "cost")


def build_year(draft: Draft) -> Year | None:
    """The Year of all sound records; None where the settings are not sound."""
    if draft.settings is None:
        return None
    assignments = tuple(_assignments(draft))
    over = _over(draft, assignments)
    year = Year(
        settings=draft.settings,
        missions=(*_missions(draft), *over),
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
        assignments=assignments,
        called_off=tuple(_called_off(draft, {mission.id for mission in over})),
    )
    return settled(year)


def expertise_list(records: Iterable[Record]) -> tuple[Expertise, ...]:
    """The built-in expertise list, with the rows of the Expertise sheet in place or behind."""
    entries = {entry.code: entry for entry in EXPERTISE}
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
    shares = grouped(draft.sound(declared.SHARES), "mission_id")
    for record in draft.sound(declared.MISSIONS):
        name = record.values["id"]
        mission = _mission(draft, record, teams.get(name, []), shares.get(name, []))
        if mission is not None:
            yield mission


def _mission(
    draft: Draft, record: Record, teams: list[Record], shares: list[Record]
) -> Mission | None:
    """The mission of a sound record; None where its team or its region is not known."""
    team, region = _team(record, teams), region_of_mission(record)
    if not team or region is None:
        return None
    left_out = ("expertise", "experts", "status", "region")
    values = {f: v for f, v in record.values.items() if f not in left_out}
    if not draft.has_funds:
        values["funds"] = ()
    elif shares:
        values["shares"] = tuple(
            Share(fund_id=row.values["fund_id"], percent=row.values["percent"]) for row in shares
        )
    return Mission(row=record.row, team=team, region=region, **_given(values))


def _over(draft: Draft, assignments: Iterable[AssignmentRow]) -> tuple[Mission, ...]:
    """Missions that took place before the plan, whatever their status says now."""
    assert draft.settings is not None
    completed = {
        row.mission_id
        for row in assignments
        if row.status is AssignmentStatus.COMPLETED
        and row.start is not None
        and row.start < draft.settings.plan_start
    }
    records = (r for r in draft.called_off if not r.bad and r.values["id"] in completed)
    return tuple(m for r in records if (m := _mission(draft, r, [], [])) is not None)


def _called_off(draft: Draft, over: Collection[str]) -> Iterator[CalledOff]:
    teams = grouped(draft.sound(declared.TEAMS), "mission_id")
    for record in draft.called_off:
        name = record.values["id"]
        if name is not None and name not in over:
            yield CalledOff(
                row=record.row,
                id=name,
                title=record.values["title"] or "",
                host=record.values["host"],
                postponed=record.values["status"] == POSTPONED,
                lead_official=record.values["lead_official"] or "",
                plan=record.values["plan"] or "",
                mission=None if record.bad else _mission(draft, record, teams.get(name, []), []),
            )


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
        values = record.values | {"region": region, "left": record.values["status"] == LEFT}
        del values["status"]
        if values["decision"] == UNDECIDED:
            values["decision"] = None
        if values["release_period_start"] is None:
            values["release_period_start"] = accredited.get(values["id"])
        yield Expert(row=record.row, **_given(values))


def may_have_begun(draft: Draft, record: Record) -> bool:
    """Whether a row of Assignments is agreed and starts before the plan: its figures count."""
    status, start = record.values.get("status"), record.values.get("start")
    agreed = status is not None and AssignmentStatus(status).pinned
    first = draft.settings.plan_start if draft.settings else None
    return bool(agreed and start is not None and first is not None and start < first)


def shared_payers(draft: Draft) -> dict[str, str]:
    """How Assignments lists the funds of a shared mission, by mission ID."""
    shares = grouped(draft.rows(declared.SHARES), "mission_id")
    return {
        mission_id: PAYERS.join(str(row.values["fund_id"]) for row in rows)
        for mission_id, rows in shares.items()
    }


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
    payers = shared_payers(draft)
    for record in draft.sound(declared.ASSIGNMENTS):
        values = _given(record.values)
        known = (*(draft.fund_ids or {}), payers.get(values["mission_id"]))
        if values.get("fund_id") not in known:
            values.pop("fund_id", None)
        if may_have_begun(draft, record):
            ways = Ways(draft.manners, draft.codes)
            figures = {f: quietly(record.source, f, record.row, ways) for f in FIGURES}
            values |= _given(figures)
        yield AssignmentRow(row=record.row, **values)
