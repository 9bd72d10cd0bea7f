"""Rule `release-cap`."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias

from models.facts.expert import Expert
from models.facts.mission import Mission
from planner.domain.calendars import Span, release_period
from planner.formulation.constraints.base import Constraint
from planner.formulation.usage import Load, Seat, past_charges

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import IntVar

    from planner.formulation.variables import Variables

Charges: TypeAlias = "dict[Span | None, list[tuple[Mission, IntVar]]]"


class ReleaseCap(Constraint):
    """Per serving expert and release period, weeks used + weeks charged <= cap.

    Weeks are charged where the expert goes and the mission starts in the period.
    """

    def post(self, variables: Variables) -> None:
        """Post each period in which the plan could pass the cap."""
        for expert_id, missions in variables.missions_of.items():
            expert = variables.pool.year.expert_by_id[expert_id]
            if variables.pool.is_external(expert):
                continue
            cap = variables.pool.year.release_cap(expert)
            past = past_charges(variables.pool, expert)
            for period, charged in _charges(variables, expert, missions).items():
                used = sum(weeks for start, weeks in past if period and period.has(start))
                _post_period(variables, charged, max(0, cap - used))

    def may_close(self, usage: Load, mission: Mission, expert: Expert) -> bool:
        """Whether the cap could be passed if all weeks fell into one period."""
        return usage.may_be_full(expert, mission)

    def room(self, usage: Load, seat: Seat, expert: Expert) -> int:
        """The weeks left in the release period in which the mission starts."""
        if not self.may_close(usage, seat.mission, expert):
            return 0
        return usage.weeks_left(expert, seat.mission, seat.run)

    def group(self, usage: Load, mission: Mission, expert: Expert) -> str | None:
        """Externals have no cap."""
        return None if usage.pool.is_external(expert) else expert.id


def _post_period(variables: Variables, charged: list[tuple[Mission, IntVar]], left: int) -> None:
    weeks = [mission.weeks_charged for mission, _ in charged]
    if sum(weeks) > left:
        literals = [literal for _, literal in charged]
        variables.cp.add(variables.weighted(literals, weeks) <= left)


def _charges(variables: Variables, expert: Expert, missions: tuple[Mission, ...]) -> Charges:
    """By release period, the missions that may charge weeks in it, with the literal for it."""
    charges: Charges = defaultdict(list)
    for mission in missions:
        goes = variables.goes[mission.id][expert.id]
        periods = _periods(variables, expert, mission)
        for period, starts in periods.items():
            literal = goes if len(periods) == 1 else _both(variables, goes, starts)
            charges[period].append((mission, literal))
    return charges


def _periods(
    variables: Variables, expert: Expert, mission: Mission
) -> dict[Span | None, list[IntVar]]:
    first = expert.release_period_start
    years = variables.pool.year.settings.release_period_years
    all_runs, all_starts = variables.runs[mission.id], variables.starts[mission.id]
    if first is None:
        return {None: list(all_starts)}
    period = release_period(first, years, all_runs[0].start)
    if all_runs[-1].start <= period.end:
        return {period: list(all_starts)}
    periods: dict[Span | None, list[IntVar]] = defaultdict(list)
    for run, literal in zip(all_runs, all_starts, strict=True):
        periods[release_period(first, years, run.start)].append(literal)
    return periods


def _both(variables: Variables, goes: IntVar, starts: list[IntVar]) -> IntVar:
    """A literal that is true where the expert goes and the mission starts on one of these."""
    both = variables.cp.new_bool_var(f"{goes.name} from {starts[0].name}")
    variables.cp.add(both >= goes + variables.total(starts) - 1)
    return both
