"""Posts the rules that join missions for a single mission beside a fixed plan.

Because the rest of the plan is fixed, these rules only close starts: to an expert, to the experts
of an administration, or to the mission. All other rules concern the mission alone.
"""

from collections.abc import Callable, Collection, Iterator

from ortools.sat.python.cp_model import IntVar, LinearExpr

from models.mission import Mission
from planner.domain.calendars import Span
from planner.domain.rules import RULES, Scope
from planner.formulation.constraints import CONSTRAINTS, Constraint
from planner.formulation.usage import Excuse, Load, Seat
from planner.formulation.variables import Variables

JOINING = frozenset(rule.id for rule in RULES if rule.scope.joins)


def post_beside(
    variables: Variables,
    load: Load,
    rules: Collection[str],
    excused: Collection[Excuse] = frozenset(),
) -> None:
    """Keep the only mission of a model within what the plan leaves, as far as these rules ask."""
    (mission,) = variables.pool.year.missions
    asked = load.asked(variables.pool.year, excused)
    for constraint in CONSTRAINTS:
        if constraint.id in rules:
            _POST[constraint.rule.scope](variables, asked, constraint, mission)


def _close_to_experts(
    variables: Variables, load: Load, constraint: Constraint, mission: Mission
) -> None:
    """Expert goes + sum of the starts at which nothing is left for the expert <= 1."""
    for expert_id, goes in variables.goes[mission.id].items():
        expert = variables.pool.year.expert_by_id[expert_id]
        if not constraint.may_close(load, mission, expert):
            continue
        if _is_asked(load, constraint, constraint.group(load, mission, expert)):
            closed = [
                start
                for run, start in _pairs(variables, mission)
                if constraint.room(load, _seat(mission, run), expert) < 0
            ]
            if closed:
                variables.cp.add(goes + LinearExpr.sum(closed) <= 1)


def _limit_groups(
    variables: Variables, load: Load, constraint: Constraint, mission: Mission
) -> None:
    """With each start, the sum of goes of a group <= what is left for the group."""
    groups: dict[str, list[str]] = {}
    for expert_id in variables.goes[mission.id]:
        group = constraint.group(load, mission, variables.pool.year.expert_by_id[expert_id])
        if group is not None and _is_asked(load, constraint, group):
            groups.setdefault(group, []).append(expert_id)
    for members in groups.values():
        one = variables.pool.year.expert_by_id[members[0]]
        goes = [variables.goes[mission.id][expert_id] for expert_id in members]
        places = min(len(mission.positions), len(goes))
        for run, start in _pairs(variables, mission):
            left = max(0, constraint.room(load, _seat(mission, run), one) + 1)
            if left < places:
                variables.cp.add(LinearExpr.sum(goes) <= left).only_enforce_if(start)


def _close(variables: Variables, load: Load, constraint: Constraint, mission: Mission) -> None:
    """No start at which nothing is left, whoever goes."""
    anybody = next(iter(variables.goes[mission.id]), None)
    if anybody is None:
        return
    expert = variables.pool.year.expert_by_id[anybody]
    if _is_asked(load, constraint, constraint.group(load, mission, expert)):
        for run, start in _pairs(variables, mission):
            if constraint.room(load, _seat(mission, run), expert) < 0:
                variables.cp.add(start == 0)


_POST: dict[Scope, Callable[[Variables, Load, Constraint, Mission], None]] = {
    Scope.EXPERT: _close_to_experts,
    Scope.ADMINISTRATION: _limit_groups,
    Scope.HOST: _close,
}


def _is_asked(load: Load, constraint: Constraint, group: str | None) -> bool:
    return group is not None and (constraint.id, group) not in load.excused


def _seat(mission: Mission, run: Span) -> Seat:
    return Seat(mission, mission.positions[0], run)


def _pairs(variables: Variables, mission: Mission) -> Iterator[tuple[Span, IntVar]]:
    return zip(variables.runs[mission.id], variables.starts[mission.id], strict=True)
