"""Facts about experts and those who release them."""

from models.cell_ref import Place
from models.facts.administration import Administration
from models.facts.assignment import AssignmentStatus
from models.facts.expert import Expert
from models.facts.instance import Year
from models.facts.mission import Mission
from models.facts.visit import Visit
from planner.domain.calendars import closed_days
from planner.domain.country_names import country_name
from planner.domain.hypothetical import spares
from planner.domain.wording import counted, day, listed
from planner.reasons.facts.lifts import Found, Lift, cell_lift, closure_text, excuse, row_lift
from planner.reasons.facts.usual import FACTS, closed
from planner.reasons.one_mission import Probe


@FACTS.of("qualified")
def qualified(probe: Probe, mission: Mission) -> Found:
    """Too few experts hold what is asked."""
    codes = dict.fromkeys(mission.positions)
    parts = [
        f"{code} needs {mission.positions.count(code)}, "
        f"{counted(len(probe.pool.holders.get(code, ())), 'expert holds', 'experts hold')} it"
        for code in codes
    ]
    place = Place("Qualifications", "expertise", None)
    yield "", "; ".join(parts), place, Lift(spares(mission, mission.positions))


@FACTS.of("not-excluded")
def excluded(probe: Probe, mission: Mission) -> Found:
    """Experts who are excluded or were declined."""
    part = probe.part(mission)
    for row in part.exclusions:
        if row.mission_id == mission.id or row.host == mission.host:
            what = mission.id if row.mission_id else country_name(mission.host)
            text = f"{row.expert_id} is excluded from {what}"
            place = Place("Exclusions", "expert_id", row.row)
            yield (
                f"{row.expert_id} {row.mission_id or row.host}",
                text,
                place,
                row_lift("exclusions", row),
            )
    for declined in part.assignments:
        if declined.status is AssignmentStatus.DECLINED:
            text = f"{declined.expert_id} was declined for {mission.id}"
            place = Place("Assignments", "status", declined.row)
            yield f"{declined.expert_id} declined", text, place, row_lift("assignments", declined)


@FACTS.of("available")
def available(probe: Probe, mission: Mission) -> Found:
    """Days on which experts or their administrations cannot take part, and who has left."""
    for expert in probe.candidates(mission):
        if expert.left:
            place = Place("Experts", "status", expert.row)
            back = cell_lift("experts", expert.id, left=False)
            yield f"{expert.id} left", f"{expert.id} has left", place, back
    busy = probe.pool.busy_runs(mission)
    for row in probe.part(mission).unavailability:
        closed = closed_days(row)
        if any(span.meets(closed) for span in busy):
            place = Place("Unavailability", "start", row.row)
            key = f"{row.who} {row.start} {row.end}"
            yield key, closure_text(row), place, row_lift("unavailability", row)


@FACTS.of("one-at-a-time")
def busy(probe: Probe, mission: Mission) -> Found:
    """Missions of the plan, and visits under way, on which experts are at that time."""
    runs = probe.calendars.allowed_starts(mission)
    for expert in probe.candidates(mission):
        yield from _under_way(probe, mission, expert)
        others = {o.id: o for run in runs for o in probe.load.busy_with(expert.id, mission, run)}
        for other in others.values():
            run = probe.load.run_of(other)
            text = f"{expert.id} is on {other.id}, {day(run.start)} to {day(run.end)}"
            key = f"{expert.id} {other.id}"
            place = Place("Assignments", "start", _agreed_row(probe.year, other.id, expert.id))
            yield key, text, place, excuse("one-at-a-time", key)


def _under_way(probe: Probe, mission: Mission, expert: Expert) -> Found:
    """Visits that have begun before the plan and leave the expert no time for some start."""
    runs = probe.calendars.allowed_starts(mission)
    visits = {v.mission_id: v for run in runs for v in probe.load.under_way(expert.id, run)}
    for name, visit in visits.items():
        where = f"on {name}" if name else "on a mission"
        text = f"{expert.id} is {where} until {day(visit.end)}, under way when the plan starts"
        key = f"{expert.id} {name}"
        yield key, text, _place_of(probe.year, visit), excuse("one-at-a-time", key)


def _place_of(year: Year, visit: Visit) -> Place:
    """The row of Assignments or of History that a visit is."""
    if visit.listed:
        return Place("Assignments", "start", _agreed_row(year, visit.mission_id, visit.expert_id))
    own = (visit.expert_id, visit.start, visit.end)
    rows = (e.row for e in year.history if (e.expert_id, e.start, e.end) == own)
    return Place("History", "end", next(rows, None))


def _agreed_row(year: Year, mission_id: str, expert_id: str) -> int | None:
    rows = (r for r in year.assignments if (r.mission_id, r.expert_id) == (mission_id, expert_id))
    return next((row.row for row in rows), None)


@FACTS.of("release-cap")
def full(probe: Probe, mission: Mission) -> Found:
    """Experts who have too few release weeks left."""
    for expert in probe.candidates(mission):
        full = closed("release-cap", probe, mission, expert)
        if full:
            cap, charged = probe.year.release_cap(expert), mission.weeks_charged
            left = max(0, probe.load.weeks_left(expert, mission, full[0]) + charged)
            text = (
                f"{expert.id} has {counted(left, 'release week')} left of {cap}, and "
                f"the mission charges {charged}"
            )
            place = Place("Experts", "release_cap_weeks", expert.row)
            yield expert.id, text, place, excuse("release-cap", expert.id)


@FACTS.of("administration-capacity")
def administrations(probe: Probe, mission: Mission) -> Found:
    """Limits of administrations that the plan uses up."""
    countries = {e.administration for e in probe.candidates(mission)}
    for row in probe.year.administrations:
        limits = [row.max_experts_away, row.max_weeks]
        if row.country in countries and limits != [None, None]:
            place = Place("Administrations", "country", row.row)
            who = country_name(row.country)
            text = f"{who} releases {_release_text(row)}, and the plan uses it up"
            yield row.country, text, place, excuse("administration-capacity", row.country)


def _release_text(row: Administration) -> str:
    away, weeks = row.max_experts_away, row.max_weeks
    parts = [] if away is None else [f"{counted(away, 'expert')} at a time"]
    return listed([*parts, *([] if weeks is None else [counted(weeks, "week")])])
