"""`administration-capacity`: Max experts away and Max weeks of an administration."""

from collections.abc import Iterable, Iterator

from models.answers.report import Violation
from models.facts.administration import Administration
from models.facts.visit import Visit
from planner.checker.context import Context, Stay, grouped
from planner.checker.crowd import Busiest, busiest_day, within
from planner.checker.text import day, listed
from planner.domain.calendars import Span
from planner.domain.country_names import country_name
from planner.domain.wording import counted

RULE = "administration-capacity"


def violations(context: Context) -> Iterator[Violation]:
    """Yield administrations that lend too many serving experts at once, or too many weeks."""
    lent = grouped(context.serving_stays, lambda stay: stay.expert.administration)
    for administration in context.year.administrations:
        stays = lent.get(administration.country, ())
        if not stays:
            continue
        yield from _too_many_away(administration, stays, context.running)
        yield from _too_many_weeks(administration, stays)


def most_away(country: str, stays: Iterable[Stay], running: Iterable[Visit]) -> Busiest | None:
    """Who of an administration is away on its busiest day, of those on which it sends somebody.

    Parameters
    ----------
    stays : iterable of Stay
        Those of the administration's serving experts.
    running : iterable of Visit
        Visits under way, of any administration: on days on which it sends somebody, its own count.
    """
    by_expert = grouped(stays, lambda stay: stay.expert.id)
    away = {name: [stay.run for stay in own] for name, own in by_expert.items()}
    runs = [run for own in away.values() for run in own]
    for visit in running:
        if visit.administration == country:
            own = within(Span(visit.start, visit.end), runs)
            away[visit.expert_id] = [*away.get(visit.expert_id, []), *own]
    return busiest_day(away)


def _too_many_away(
    administration: Administration, stays: tuple[Stay, ...], running: tuple[Visit, ...]
) -> Iterator[Violation]:
    worst = most_away(administration.country, stays, running)
    limit = administration.max_experts_away
    if worst is None or limit is None or len(worst.present) <= limit:
        return
    there = (s.mission.id for s in stays if s.run.start <= worst.day <= s.run.end)
    yield Violation(
        rule=RULE,
        missions=tuple(dict.fromkeys(there)),
        experts=worst.present,
        amount=len(worst.present) - limit,
        message=f"On {day(worst.day)}, {counted(len(worst.present), 'expert')} of administration "
        f"{country_name(administration.country)} would be on missions ({listed(worst.present)}); "
        f"its Max experts away is {limit}.",
    )


def _too_many_weeks(administration: Administration, stays: tuple[Stay, ...]) -> Iterator[Violation]:
    weeks, limit = sum(stay.mission.weeks_charged for stay in stays), administration.max_weeks
    experts = tuple(dict.fromkeys(stay.expert.id for stay in stays))
    if limit is not None and weeks > limit:
        yield Violation(
            rule=RULE,
            missions=tuple(dict.fromkeys(stay.mission.id for stay in stays)),
            experts=experts,
            amount=weeks - limit,
            message=f"The plan charges {counted(weeks, 'week')} to administration "
            f"{country_name(administration.country)} (for {listed(experts)}); its Max weeks is "
            f"{limit}.",
        )
