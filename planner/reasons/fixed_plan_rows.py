"""Posts the rules that join missions for a single mission beside a fixed plan.

Because the rest of the plan is fixed, these rules only close starts: to an expert, to the experts
of an administration, or to the mission. All other rules concern the mission alone.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import NamedTuple, TypeAlias

from ortools.sat.python.cp_model import IntVar, LinearExpr

from models.facts.expert import Expert
from models.facts.mission import Mission
from planner.domain.rules import RULES, Scope
from planner.formulation.constraints import CONSTRAINTS, Constraint
from planner.formulation.usage import Excuse, Load, Seat
from planner.formulation.variables import Variables

# Each start literal with the room at that start.
Starts: TypeAlias = Iterable[tuple[IntVar, int]]

JOINING = frozenset(rule.id for rule in RULES if rule.scope.joins)


# By rule and by whom it is asked of: what is left at each start, nothing where that is enough.
Rooms = dict[tuple[str, str], tuple[int, ...]]


class _Beside(NamedTuple):
    """The only mission of a model, the plan beside it, and the rooms that are known already."""

    variables: Variables
    load: Load
    mission: Mission
    rooms: Rooms

    @property
    def goes(self) -> dict[str, IntVar]:
        """Expert ID to the literal "is on the mission"."""
        return self.variables.goes[self.mission.id]

    def expert(self, expert_id: str) -> Expert:
        """An expert by ID."""
        return self.variables.pool.year.expert_by_id[expert_id]

    def group(self, constraint: Constraint, expert: Expert) -> str | None:
        """Who shares what is left with the expert; None where the rule is not asked of them."""
        group = constraint.group(self.load, self.mission, expert)
        return None if group is None or (constraint.id, group) in self.load.excused else group

    def starts(self, constraint: Constraint, group: str, one: Expert) -> Starts:
        """The start literals, each with the room that the rule leaves the group of an expert."""
        if (constraint.id, group) not in self.rooms:
            self.rooms[constraint.id, group] = tuple(self._rooms(constraint, one))
        rooms = self.rooms[constraint.id, group]
        return zip(self.variables.starts[self.mission.id], rooms, strict=True) if rooms else ()

    def _rooms(self, constraint: Constraint, one: Expert) -> Iterator[int]:
        if constraint.may_close(self.load, self.mission, one):
            first = self.mission.positions[0]
            for run in self.variables.runs[self.mission.id]:
                yield constraint.room(self.load, Seat(self.mission, first, run), one)


def post_beside(
    variables: Variables,
    load: Load,
    rules: Collection[str],
    rooms: Rooms,
    excused: Collection[Excuse] = frozenset(),
) -> None:
    """Keep the only mission of a model within what the plan leaves, as far as these rules ask.

    `rooms` are those of the same mission, plan and limits, or none; what is found joins them.
    """
    (mission,) = variables.pool.year.missions
    asked = load.asked(variables.pool.year, excused)
    beside = _Beside(variables, asked, mission, rooms)
    for constraint in CONSTRAINTS:
        if constraint.id in rules:
            _POST[constraint.rule.scope](beside, constraint)


def _close_to_experts(beside: _Beside, constraint: Constraint) -> None:
    """Expert goes + sum of the starts at which nothing is left for the expert <= 1."""
    for expert_id, goes in beside.goes.items():
        expert = beside.expert(expert_id)
        group = beside.group(constraint, expert)
        if group is not None:
            starts = beside.starts(constraint, group, expert)
            closed = [start for start, room in starts if room < 0]
            if closed:
                beside.variables.cp.add(goes + LinearExpr.sum(closed) <= 1)


def _limit_groups(beside: _Beside, constraint: Constraint) -> None:
    """With each start, the sum of goes of a group <= what is left for the group."""
    groups: dict[str, list[str]] = {}
    for expert_id in beside.goes:
        group = beside.group(constraint, beside.expert(expert_id))
        if group is not None:
            groups.setdefault(group, []).append(expert_id)
    for group, members in groups.items():
        goes = [beside.goes[expert_id] for expert_id in members]
        places = min(len(beside.mission.positions), len(goes))
        for start, room in beside.starts(constraint, group, beside.expert(members[0])):
            left = max(0, room + 1)
            if left < places:
                beside.variables.cp.add(LinearExpr.sum(goes) <= left).only_enforce_if(start)


def _close(beside: _Beside, constraint: Constraint) -> None:
    """No start at which nothing is left, whoever goes."""
    anybody = next(iter(beside.goes), None)
    if anybody is None:
        return
    expert = beside.expert(anybody)
    group = beside.group(constraint, expert)
    if group is not None:
        for start, room in beside.starts(constraint, group, expert):
            if room < 0:
                beside.variables.cp.add(start == 0)


_POST: dict[Scope, Callable[[_Beside, Constraint], None]] = {
    Scope.EXPERT: _close_to_experts,
    Scope.ADMINISTRATION: _limit_groups,
    Scope.HOST: _close,
}
