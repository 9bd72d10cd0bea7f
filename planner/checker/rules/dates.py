"""`dates`: a delivered mission starts on one of its allowed starts (RULES.md section 3).

Each condition of an allowed start is asked of the planned start alone, day by day.
"""

from collections.abc import Iterator
from datetime import date

from models.answers.report import Violation
from models.facts.mission import Mission
from planner.checker.context import Context, Team
from planner.checker.text import day, listed
from planner.domain.calendars import ONE_DAY, HostCalendar, Span, days
from planner.domain.country_names import country_name
from planner.domain.wording import counted

RULE = "dates"


def violations(context: Context) -> Iterator[Violation]:
    """Yield missions whose rows disagree on the start, and starts that are not allowed."""
    for team in context.teams:
        starts = sorted({row.start for row in team.rows})
        if len(starts) > 1:
            yield _disagreement(team, starts)
        else:
            yield from _not_allowed(context, team, starts[0])


def _disagreement(team: Team, starts: list[date]) -> Violation:
    return Violation(
        rule=RULE,
        missions=(team.mission.id,),
        experts=tuple(dict.fromkeys(row.expert_id for row in team.rows)),
        message=f"The experts of mission {team.mission.id} start on different days: "
        f"{listed(map(day, starts))}.",
    )


def _not_allowed(context: Context, team: Team, start: date) -> Iterator[Violation]:
    faults = tuple(_faults(context, team.mission, start))
    if faults:
        yield Violation(
            rule=RULE,
            missions=(team.mission.id,),
            message=f"Mission {team.mission.id} cannot start on {day(start)}: {'; '.join(faults)}.",
        )


def _faults(context: Context, mission: Mission, start: date) -> Iterator[str]:
    settings, calendar = context.year.settings, context.calendars.of(mission.host)
    run = context.calendars.run(mission, start)
    yield from _before(start, mission.earliest_start, "the Earliest start")
    yield from _before(start, settings.plan_start, "the Plan start")
    yield from _after(run.end, mission.latest_end, "the Latest end")
    yield from _after(run.end, settings.plan_end, "the Plan end")
    if not calendar.is_working(start):
        yield f"that is no working day in {country_name(mission.host)}"
    elif start not in mission.agreed_starts:
        first = max(mission.earliest_start, settings.plan_start)
        yield from _mid_week(calendar, mission, start, first)
    yield from _interrupted(calendar, mission, Span(start, run.end))


def _before(start: date, limit: date, name: str) -> Iterator[str]:
    if start < limit:
        yield f"that is before {name}, {day(limit)}"


def _after(end: date, limit: date, name: str) -> Iterator[str]:
    if end > limit:
        yield f"it would end on {day(end)}, after {name}, {day(limit)}"


def _mid_week(calendar: HostCalendar, mission: Mission, start: date, first: date) -> Iterator[str]:
    if not _is_first_day(calendar, start, first):
        yield (
            f"that is neither the first working day from {day(first)} on nor the first one "
            f"after a weekend in {country_name(mission.host)}"
        )


def _is_first_day(calendar: HostCalendar, start: date, first: date) -> bool:
    """Walk back over the non-working days before `start` to a weekend day, or past `first`."""
    before = start
    while before > first:
        before -= ONE_DAY
        if calendar.is_weekend(before):
            return True
        if calendar.is_working(before):
            return False
    return True


def _interrupted(calendar: HostCalendar, mission: Mission, run: Span) -> Iterator[str]:
    later = (d for d in days(run) if d != run.start)
    lost = [d for d in later if not calendar.is_weekend(d) and not calendar.is_working(d)]
    if lost:
        yield (
            f"{counted(len(lost), 'day')} of it ({listed(map(day, lost))}) "
            f"would be no working day in {country_name(mission.host)}"
        )
