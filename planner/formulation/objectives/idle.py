"""Level `idle`."""

from typing import ClassVar

from ortools.sat.python.cp_model import IntVar, LinearExpr

from planner.formulation.objectives.base import Measure
from planner.formulation.variables import Variables


class Idle:
    """Sum of idle days * used, where used <= sum of the expert's goes."""

    id: ClassVar[str] = "idle"

    def measure(self, variables: Variables, level: str) -> Measure:
        """Days since the last mission of the serving experts who get one, each counted once."""
        idle = {e: d for e, d in variables.pool.idle_days.items() if e in variables.missions_of}
        used = [_used(variables, expert_id) for expert_id in idle]
        days = list(idle.values())
        return Measure(LinearExpr.weighted_sum(used, days), 0, sum(days))


def _used(variables: Variables, expert_id: str) -> IntVar:
    goes = [variables.goes[m.id][expert_id] for m in variables.missions_of[expert_id]]
    if len(goes) == 1:
        return goes[0]
    used = variables.cp.new_bool_var(f"{expert_id} used")
    variables.cp.add(used <= LinearExpr.sum(goes))
    return used
