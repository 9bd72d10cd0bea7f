"""What the row of an expert shows besides missions: absences, visits under way, weeks left."""

from functools import lru_cache

from models.facts.expert import Expert
from planner.checker.context import grouped
from planner.domain.calendars import Span, busy_period
from planner.formulation.eligibility import Pool
from planner.report.release_weeks import left_by_period
from web.session.draft import Draft


class PoolTime:
    """The experts of a draft and their time."""

    def __init__(self, draft: Draft) -> None:
        self._year, self._context = draft.now.year, draft.trials.context
        self._closed = Pool(self._year, draft.now.calendars).closed_days
        self._stays = grouped(self._context.stays, lambda stay: stay.expert.id)
        self._running = grouped(self._context.running, lambda visit: visit.expert_id)

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


@lru_cache(maxsize=1)
def pool_time_of(draft: Draft) -> PoolTime:
    """The experts of a draft, looked up once for all views."""
    return PoolTime(draft)
