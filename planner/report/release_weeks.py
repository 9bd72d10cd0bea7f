"""Release weeks as figures: the periods that a plan year meets, and what is used of a cap in each.

The constraint and the check count for themselves; whatever is shown counts here.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from typing import Protocol

from models.facts.expert import Expert
from models.facts.instance import Year
from models.facts.mission import Mission
from planner.checker.context import Context
from planner.domain.calendars import Span, release_period


class Charging(Protocol):
    """An expert's time on a mission, which charges weeks in the period of its first day."""

    @property
    def mission(self) -> Mission:
        """The mission."""

    @property
    def run(self) -> Span:
        """Its days."""


def periods(year: Year, expert: Expert) -> Iterator[Span]:
    """The release periods that the plan year meets; without a start, the plan year."""
    day, last = year.settings.plan_start, year.settings.plan_end
    if expert.release_period_start is None:
        yield period_of(year, expert, day)
        return
    while day <= last:
        period = period_of(year, expert, day)
        if period.end < day:
            return  # the calendar ends here
        yield period
        day = period.end + timedelta(days=1)


def period_of(year: Year, expert: Expert, day: date) -> Span:
    """The release period that has a day; without a start, the plan year."""
    settings, first = year.settings, expert.release_period_start
    if first is None:
        return Span(settings.plan_start, settings.plan_end)
    return release_period(first, settings.release_period_years, day)


def used_before(context: Context, expert: Expert, period: Span) -> int:
    """Weeks of past missions in a period; without a start the cap binds the plan alone."""
    if expert.release_period_start is None:
        return 0
    past = context.year.visits_by_expert.get(expert.id, ())
    return sum(entry.weeks for entry in past if period.has(entry.start))


def charged(stays: Iterable[Charging], period: Span) -> int:
    """Weeks that missions of the plan charge in a period."""
    return sum(stay.mission.weeks_charged for stay in stays if period.has(stay.run.start))


def weeks_left(
    context: Context, expert: Expert, period: Span, stays: Iterable[Charging] = ()
) -> int:
    """What the past and these stays leave of an expert's cap; below 0 where they pass it."""
    cap = context.year.release_cap(expert)
    return cap - used_before(context, expert, period) - charged(stays, period)


def left_by_period(
    context: Context, expert: Expert, stays: Collection[Charging]
) -> Iterator[tuple[Span, int]]:
    """The release periods that the plan year meets, each with the weeks left in it."""
    for period in periods(context.year, expert):
        yield period, weeks_left(context, expert, period, stays)
