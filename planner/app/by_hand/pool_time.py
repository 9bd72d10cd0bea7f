"""The time of the experts of a plan: days away, missions under way, weeks that are left."""

from models.facts.expert import Expert
from planner.checker.context import Context, grouped
from planner.domain.calendars import Span, busy_period
from planner.formulation.eligibility import Pool
from planner.report.release_weeks import left_by_period


class PoolTime:
    """What the row of an expert shows besides missions of the plan.

    Parameters
    ----------
    context : Context
        A year and a plan, whatever it breaks.
    """

    def __init__(self, context: Context) -> None:
        self._year, self._context = context.year, context
        self._closed = Pool(context.year, context.calendars).closed_days
        self._stays = grouped(context.stays, lambda stay: stay.expert.id)
        self._running = grouped(context.running, lambda visit: visit.expert_id)

    def closed(self, expert: Expert) -> tuple[Span, ...]:
        """The days on which nobody has the expert: all of them once the expert has left."""
        if expert.left:
            return (Span(self._year.settings.plan_start, self._year.settings.plan_end),)
        return self._closed.get(expert.id, ())

    def under_way(self, expert: Expert) -> tuple[Span, ...]:
        """The busy periods of missions that are under way when the plan starts."""
        runs = (Span(v.start, v.end) for v in self._running.get(expert.id, ()))
        return tuple(busy_period(self._year.settings, run) for run in runs)

    def weeks_left(self, expert: Expert) -> tuple[tuple[Span, int], ...]:
        """The weeks left in each release period that the plan meets; externals have no cap."""
        if expert.id in self._year.external_ids:
            return ()
        return tuple(left_by_period(self._context, expert, self._stays.get(expert.id, ())))
