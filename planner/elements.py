"""The facts behind a rule that stands in the way of a mission, one by one, as cells to look at.

Each fact can be lifted: what the year of the mission would be without it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from models.administration import Administration
from models.assignment import AssignmentStatus
from models.expert import AppliesTo, Clearance, Expert, Unavailability
from models.fund import Fund
from models.instance import Year
from models.mission import Mission
from planner import facts
from planner.case import Case
from planner.dates import Span
from planner.fund_terms import fund_terms
from planner.place import Place
from planner.probe import PLENTY, Probe
from planner.words import counted, country, day, languages, listed


@dataclass(frozen=True)
class Element:
    """One fact that a rule holds against a mission.

    Attributes
    ----------
    rule : str
        The id of the rule.
    key : str
        What the fact is about: an expert, a fund and its term, the number of a row ...
    text : str
        The fact in words.
    place : Place
        Where the workbook says so.
    lift : callable
        The case without this fact.
    """

    rule: str
    key: str
    text: str
    place: Place
    lift: Callable[[Case], Case]


def elements(probe: Probe, mission: Mission, rules: Iterable[str]) -> Iterator[Element]:
    """The facts by which these rules stand in the way of a mission, rule by rule."""
    for rule in rules:
        for key, text, place, lift in _OF_RULE[rule](probe, mission):
            yield Element(rule, key, text, place, lift)


def term_elements(year: Year, mission: Mission, fund_id: str) -> Iterator[Element]:
    """Why a fund may never pay a mission, whatever it holds: the mission's Funds and its terms."""
    if mission.funds and fund_id not in mission.funds:
        text, place = _named_text(mission), Place("Missions", "funds", mission.row)
        yield Element("funded", "named", text, place, lambda case: case.with_mission(funds=()))
    fund = year.fund_by_id[fund_id]
    for field, text, changes in fund_terms(year, mission, fund, 0):
        if field not in ("amount", "valid_from", "valid_to"):
            place = Place("Funds", field, fund.row)
            yield Element("funded", f"{fund_id} {field}", text, place, _fund_lift(fund, changes))


def _named_text(mission: Mission) -> str:
    return f"{mission.id} may be paid by {listed(mission.funds, 'or')} alone"


Found = Iterator[tuple[str, str, Place, Callable[[Case], Case]]]


def _dates(probe: Probe, mission: Mission) -> Found:
    first, last = day(mission.earliest_start), day(mission.latest_end)
    days_wanted = counted(mission.working_days, "working day")
    text = f"{mission.id} takes {days_wanted} between {first} and {last}"
    settings = probe.year.settings
    whole = {"earliest_start": settings.plan_start, "latest_end": settings.plan_end}
    place = Place("Missions", "earliest_start", mission.row)
    yield "window", text, place, lambda case: case.with_mission(**whole)
    window = Span(mission.earliest_start, mission.latest_end)
    for row in probe.year.unavailability:
        is_host = row.applies_to is AppliesTo.HOST and row.who == mission.host
        if is_host and window.meets(Span(row.start, row.end or date.max)):
            place = Place("Unavailability", "start", row.row)
            key = f"{row.who} {row.start} {row.end}"
            yield key, _closure_text(row), place, _row_lift("unavailability", row)
    for entry in probe.year.holidays:
        if entry.host == mission.host and window.has(entry.day):
            text = f"{day(entry.day)} is a holiday in {country(entry.host)}"
            place = Place("Holidays", "day", entry.row)
            yield f"holiday {entry.day}", text, place, _row_lift("holidays", entry)
    if settings.avoid_public_holidays:
        text = f"Missions avoid the public holidays of {country(mission.host)}"
        place = Place("Settings", "value", None)
        yield "public holidays", text, place, Case.on_public_holidays


def _qualified(probe: Probe, mission: Mission) -> Found:
    codes = dict.fromkeys(mission.positions)
    parts = [
        f"{code} needs {mission.positions.count(code)}, "
        f"{counted(len(probe.pool.holders.get(code, ())), 'expert holds', 'experts hold')} it"
        for code in codes
    ]
    yield "", "; ".join(parts), Place("Qualifications", "expertise", None), Case.with_spares


def _language(probe: Probe, mission: Mission) -> Found:
    for expert in probe.candidates(mission):
        if mission.languages and not set(expert.languages) & set(mission.languages):
            text = f"{expert.id} does not speak {languages(mission.languages)}"
            place = Place("Experts", "languages", expert.row)
            spoken = (*expert.languages, *mission.languages)
            yield expert.id, text, place, _expert_lift(expert, languages=spoken)


def _own_administration(probe: Probe, mission: Mission) -> Found:
    for expert in probe.candidates(mission):
        if expert.administration == mission.host:
            text = f"{expert.id} comes from {country(mission.host)} itself"
            place = Place("Experts", "administration", expert.row)
            elsewhere = f"(another administration than that of {expert.id})"
            yield expert.id, text, place, _expert_lift(expert, administration=elsewhere)


def _cleared(probe: Probe, mission: Mission) -> Found:
    for expert in probe.candidates(mission):
        if probe.pool.is_external(expert) and expert.clearance is Clearance.REFUSED:
            text = f"{expert.id} is external and was refused the clearance"
            place = Place("Experts", "clearance", expert.row)
            yield expert.id, text, place, _expert_lift(expert, clearance=Clearance.CLEARED)


def _expert_lift(expert: Expert, **changes: object) -> Callable[[Case], Case]:
    return lambda case: case.with_expert(expert.id, **changes)


def _excluded(probe: Probe, mission: Mission) -> Found:
    part = probe.part(mission)
    for row in part.exclusions:
        if row.mission_id == mission.id or row.host == mission.host:
            what = mission.id if row.mission_id else country(mission.host)
            text = f"{row.expert_id} is excluded from {what}"
            place = Place("Exclusions", "expert_id", row.row)
            yield (
                f"{row.expert_id} {row.mission_id or row.host}",
                text,
                place,
                _row_lift("exclusions", row),
            )
    for declined in part.assignments:
        if declined.status is AssignmentStatus.DECLINED:
            text = f"{declined.expert_id} was declined for {mission.id}"
            place = Place("Assignments", "status", declined.row)
            yield f"{declined.expert_id} declined", text, place, _row_lift("assignments", declined)


def _row_lift(table: str, row: object) -> Callable[[Case], Case]:
    return lambda case: case.without_row(table, row)


def _available(probe: Probe, mission: Mission) -> Found:
    busy = probe.pool.busy_runs(mission)
    for row in probe.part(mission).unavailability:
        closed = Span(row.start, row.end or date.max)
        if any(span.meets(closed) for span in busy):
            place = Place("Unavailability", "start", row.row)
            key = f"{row.who} {row.start} {row.end}"
            yield key, _closure_text(row), place, _row_lift("unavailability", row)


def _closure_text(row: Unavailability) -> str:
    who = row.who if row.applies_to is AppliesTo.EXPERT else country(row.who)
    until = f"to {day(row.end)}" if row.end else "on"
    return f"{who} is not available from {day(row.start)} {until}"


def _busy(probe: Probe, mission: Mission) -> Found:
    runs = probe.calendars.allowed_starts(mission)
    for expert in probe.candidates(mission):
        others = {o.id: o for run in runs for o in probe.load.busy_with(expert.id, mission, run)}
        for other in others.values():
            run = probe.load.run_of(other)
            text = f"{expert.id} is on {other.id}, {day(run.start)} to {day(run.end)}"
            key = f"{expert.id} {other.id}"
            place = Place("Assignments", "start", _agreed_row(probe.year, other.id, expert.id))
            yield key, text, place, _excuse("one-at-a-time", key)


def _agreed_row(year: Year, mission_id: str, expert_id: str) -> int | None:
    rows = (r for r in year.assignments if (r.mission_id, r.expert_id) == (mission_id, expert_id))
    return next((row.row for row in rows), None)


def _excuse(rule: str, whom: str) -> Callable[[Case], Case]:
    return lambda case: case.excuse(rule, whom)


def _full(probe: Probe, mission: Mission) -> Found:
    runs = probe.calendars.allowed_starts(mission)
    for expert in probe.candidates(mission):
        full = [run for run in runs if probe.load.is_full(expert, mission, run)]
        if full:
            used = sum(weeks for _, weeks in probe.load.weeks_charged(expert, mission, full[0]))
            cap = probe.year.release_cap(expert)
            text = (
                f"{expert.id} has {counted(max(0, cap - used), 'release week')} left of {cap}, and "
                f"the mission charges {mission.weeks_charged}"
            )
            place = Place("Experts", "release_cap_weeks", expert.row)
            yield expert.id, text, place, _excuse("release-cap", expert.id)


def _administrations(probe: Probe, mission: Mission) -> Found:
    countries = {e.administration for e in probe.candidates(mission)}
    for row in probe.year.administrations:
        limits = [row.max_experts_away, row.max_weeks]
        if row.country in countries and limits != [None, None]:
            place = Place("Administrations", "country", row.row)
            text = f"{country(row.country)} releases {_release_text(row)}, and the plan uses it up"
            yield row.country, text, place, _excuse("administration-capacity", row.country)


def _release_text(row: Administration) -> str:
    away, weeks = row.max_experts_away, row.max_weeks
    parts = [] if away is None else [f"{counted(away, 'expert')} at a time"]
    return listed([*parts, *([] if weeks is None else [counted(weeks, "week")])])


def _host(probe: Probe, mission: Mission) -> Found:
    row = probe.year.administration_by_country[mission.host]
    others = probe.load.others_at(mission)
    there = f"; the plan has {listed(others)} there" if others else ""
    text = f"{country(mission.host)} receives {row.max_missions_hosted} at a time{there}"
    place = Place("Administrations", "max_missions_hosted", row.row)
    yield (
        mission.host,
        text,
        place,
        lambda case: case.with_administration(mission.host, max_missions_hosted=PLENTY),
    )


def _same_country(probe: Probe, mission: Mission) -> Found:
    text = f"{mission.id} does not allow two experts of the same administration"
    place = Place("Missions", "same_administration_allowed", mission.row)
    yield "", text, place, lambda case: case.with_mission(same_administration_allowed=True)


def _staff(probe: Probe, mission: Mission) -> Found:
    text = f"{mission.id} has no staff lead who could evaluate pre-accredited experts"
    place = Place("Missions", "staff_lead", mission.row)
    yield "", text, place, lambda case: case.with_mission(staff_lead=True)


def _funded(probe: Probe, mission: Mission) -> Found:
    if mission.funds:
        place = Place("Missions", "funds", mission.row)
        yield "named", _named_text(mission), place, lambda case: case.with_mission(funds=())
    left = probe.left_in_funds(mission)
    for fund in probe.year.funds:
        for field, text, changes in fund_terms(probe.year, mission, fund, left[fund.id]):
            place = Place("Funds", field, fund.row)
            yield f"{fund.id} {field}", text, place, _fund_lift(fund, changes)


def _fund_lift(fund: Fund, changes: dict[str, Any]) -> Callable[[Case], Case]:
    return lambda case: case.with_fund(fund.id, **changes)


def _pinned(probe: Probe, mission: Mission) -> Found:
    part = probe.part(mission)
    for row in facts.pinned_rows(part, probe.calendars):
        start = f" from {day(row.start)}" if row.start else ""
        text = f"{row.expert_id} is agreed for {mission.id}{start} ({row.status})"
        place = Place("Assignments", "status", row.row)
        yield row.expert_id, text, place, _row_lift("assignments", row)


_OF_RULE: dict[str, Callable[[Probe, Mission], Found]] = {
    "dates": _dates,
    "qualified": _qualified,
    "language": _language,
    "available": _available,
    "one-at-a-time": _busy,
    "release-cap": _full,
    "administration-capacity": _administrations,
    "host-capacity": _host,
    "different-administrations": _same_country,
    "not-own-administration": _own_administration,
    "evaluation-lead": _staff,
    "cleared": _cleared,
    "not-excluded": _excluded,
    "funded": _funded,
    "pinned": _pinned,
}
