"""Explains why an agreed start is not an allowed one, and names the changes that would allow it."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from models.facts.assignment import AssignmentRow, AssignmentStatus
from models.facts.expert import AppliesTo
from models.facts.instance import Year
from models.facts.mission import Mission
from planner.domain.calendars import Calendars, Span, closed_days, days
from planner.domain.country_names import country_name
from planner.domain.wording import day


class Obstacle(NamedTuple):
    """What stands against an agreed start, and what makes it go away (with a small letter)."""

    fact: str
    way_out: str


def obstacles_of(
    year: Year, calendars: Calendars, mission: Mission, row: AssignmentRow
) -> tuple[Obstacle, ...]:
    """Everything that keeps an agreed row's start from being an allowed one."""
    assert row.start is not None
    run = calendars.run(mission, row.start)
    if run.end < year.settings.plan_start:
        return (_over(row, run),)
    found = dict.fromkeys(
        (*_outside(year, mission, run), *_off_days(year, calendars, mission, run))
    )
    return tuple(found)


def _over(row: AssignmentRow, run: Span) -> Obstacle:
    fact = f"{row.expert_id} was on {row.mission_id} until {day(run.end)}, before the plan starts"
    return Obstacle(fact, f"set the Status to {AssignmentStatus.COMPLETED}")


def _outside(year: Year, mission: Mission, run: Span) -> Iterator[Obstacle]:
    settings, name = year.settings, mission.id
    if run.start < mission.earliest_start:
        fact = f"{name} would start on {day(run.start)}, before its Earliest start"
        yield Obstacle(fact, f"set the Earliest start of {name} to {day(run.start)}")
    if run.end > mission.latest_end:
        fact = f"{name} would end on {day(run.end)}, after its Latest end"
        yield Obstacle(fact, f"set the Latest end of {name} to {day(run.end)}")
    if run.start < settings.plan_start:
        fact = f"{name} would start on {day(run.start)}, before the plan starts"
        yield Obstacle(fact, f"set the Plan start to {day(run.start)}")
    if run.end > settings.plan_end:
        fact = f"{name} would end on {day(run.end)}, after the plan ends"
        yield Obstacle(fact, f"set the Plan end to {day(run.end)}")


def _off_days(year: Year, calendars: Calendars, mission: Mission, run: Span) -> Iterator[Obstacle]:
    calendar = calendars.of(mission.host)
    if calendar.is_weekend(run.start):
        fact = f"{day(run.start)} is weekend in {country_name(mission.host)}"
        yield Obstacle(fact, "write the host's Weekend on the sheet Administrations")
    for off in days(run):
        if not calendar.is_weekend(off) and not calendar.is_working(off):
            yield from _closures(year, mission.host, off)
            if calendar.is_holiday(off):
                yield _holiday(year, mission.host, off)


def _closures(year: Year, host: str, off: date) -> Iterator[Obstacle]:
    for row in year.unavailability:
        closes = row.applies_to is AppliesTo.HOST and row.who == host
        if closes and closed_days(row).has(off):
            fact = f"{country_name(host)} is closed on {day(off)}"
            where = f" (row {row.row})" if row.row else ""
            yield Obstacle(fact, f"mend the sheet Unavailability{where}")


def _holiday(year: Year, host: str, off: date) -> Obstacle:
    fact = f"{day(off)} is a public holiday in {country_name(host)}"
    own = next((e for e in year.holidays if (e.host, e.day) == (host, off)), None)
    if own is not None:
        where = f" (row {own.row})" if own.row else ""
        return Obstacle(fact, f"delete {day(off)} from the sheet Holidays{where}")
    way = f"add {day(off)} to the sheet Holidays with Working = yes, if people work on it"
    return Obstacle(fact, way)
