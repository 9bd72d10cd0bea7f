"""When missions may take place: windows of two to sixteen weeks, a few fixed weeks."""

from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from models.facts.instance import Year
from models.facts.mission import Mission
from models.facts.settings import Settings
from planner.domain.calendars import Calendars, Span
from planner.sample.draw import chance, one

PLAN = Settings(plan_start=date(2027, 1, 1), plan_end=date(2027, 12, 31))

# The plan is made in November of the year before; nothing in the facts is later.
TODAY = date(2026, 11, 13)

# Little is delivered in the first weeks, in August and in December.
_MONTHS = {1: 4, 2: 9, 3: 10, 4: 9, 5: 10, 6: 10, 7: 7, 8: 3, 9: 11, 10: 11, 11: 11, 12: 3}
_WEEKS = {2: 1, 3: 1, 4: 3, 6: 5, 8: 6, 10: 5, 12: 4, 16: 2}
_FIXED_SHARE = 0.08
_SEARCH = timedelta(weeks=12)


class DrawnWindow(NamedTuple):
    """Earliest start and latest end of a mission, both included."""

    earliest_start: date
    latest_end: date


class Windows:
    """Draws windows in which a host can receive a mission, by the host's own calendar."""

    def __init__(self, rng: Random, closures: Year) -> None:
        self._rng = rng
        self._calendars = Calendars(closures)
        self._drawn = 0

    def draw(self, host: str, working_days: int) -> DrawnWindow:
        """A window with at least one allowed start."""
        run = self._rng.choice(self._runs(host, working_days))
        if chance(self._rng, _FIXED_SHARE):
            return DrawnWindow(run.start, run.end)
        return _around(self._rng, run)

    def _runs(self, host: str, working_days: int) -> tuple[Span, ...]:
        while True:
            runs = self._runs_from(_day(self._rng), host, working_days)
            if runs:
                return runs

    def _runs_from(self, day: date, host: str, working_days: int) -> tuple[Span, ...]:
        self._drawn += 1
        probe = Mission.model_construct(
            id=str(self._drawn),
            host=host,
            working_days=working_days,
            earliest_start=day,
            latest_end=min(day + _SEARCH, PLAN.plan_end),
        )
        runs = self._calendars.allowed_starts(probe)
        # A first day that follows no weekend is a start for this very window only.
        return tuple(run for run in runs if run.start != day)


def shut_window(closure: Span) -> DrawnWindow:
    """The window of a mission that was asked for while its host is closed."""
    return DrawnWindow(closure.start, closure.end)


def _around(rng: Random, run: Span) -> DrawnWindow:
    weeks = one(rng, {weeks: float(weight) for weeks, weight in _WEEKS.items()})
    spare = max(0, 7 * weeks - (run.end - run.start).days - 1)
    before = rng.randint(0, spare)
    return DrawnWindow(
        max(PLAN.plan_start, run.start - timedelta(days=before)),
        min(PLAN.plan_end, run.end + timedelta(days=spare - before)),
    )


def _day(rng: Random) -> date:
    month = one(rng, {month: float(weight) for month, weight in _MONTHS.items()})
    return date(PLAN.plan_start.year, month, rng.randint(1, 28))
