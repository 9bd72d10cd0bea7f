"""`host-capacity`: at no day does a host receive more than Max missions hosted."""

from collections.abc import Iterable, Iterator

from models.answers.report import Violation
from models.facts.administration import Administration
from planner.checker.context import Context, Team, grouped
from planner.checker.crowd import Busiest, busiest_day, within
from planner.checker.text import day, listed
from planner.domain.calendars import Span
from planner.domain.country_names import country_name
from planner.domain.wording import counted

RULE = "host-capacity"


def violations(context: Context) -> Iterator[Violation]:
    """Yield hosts that receive too many missions at once; travel days do not count.

    On the days of the plan's missions, those that are under way count, too.
    """
    received = grouped(context.teams, lambda team: team.mission.host)
    for administration in context.year.administrations:
        if teams := received.get(administration.country, ()):
            yield from _too_many(context, administration, teams)


def most_received(context: Context, host: str, teams: Iterable[Team]) -> Busiest | None:
    """Which missions a host receives on its busiest day, of those on which the plan sends it one.

    Parameters
    ----------
    teams : iterable of Team
        Those of the plan that go to this host.
    """
    there = {team.mission.id: _runs(context, team) for team in teams}
    runs = [run for own in there.values() for run in own]
    for visit in context.running:
        if visit.host == host:
            own = within(Span(visit.start, visit.end), runs)
            there[visit.mission_id] = [*there.get(visit.mission_id, []), *own]
    return busiest_day(there)


def _too_many(
    context: Context, host: Administration, teams: tuple[Team, ...]
) -> Iterator[Violation]:
    worst = most_received(context, host.country, teams)
    limit = host.max_missions_hosted
    if worst is not None and limit is not None and len(worst.present) > limit:
        yield Violation(
            rule=RULE,
            missions=worst.present,
            amount=len(worst.present) - limit,
            message=f"On {day(worst.day)}, {country_name(host.country)} would receive "
            f"{counted(len(worst.present), 'mission')} ({listed(worst.present)}); "
            f"its Max missions hosted is {limit}.",
        )


def _runs(context: Context, team: Team) -> list[Span]:
    starts = sorted({row.start for row in team.rows})
    return [context.calendars.run(team.mission, start) for start in starts]
