"""Level `stability`."""

from typing import ClassVar

from ortools.sat.python.cp_model import IntVar, LinearExpr

from models.facts.assignment import AssignmentRow
from planner.domain import agreements
from planner.formulation.objectives.base import Measure
from planner.formulation.variables import Variables


class Stability:
    """Rows less the sum of kept, where kept <= goes and kept <= the row's start."""

    id: ClassVar[str] = "stability"

    def measure(self, variables: Variables, level: str) -> Measure:
        """Proposed, Contacted and Available rows that the plan does not keep."""
        rows = agreements.preferred_rows(variables.pool.year)
        kept = [literal for row in rows if (literal := _kept(variables, row)) is not None]
        return Measure(len(rows) - LinearExpr.sum(kept), len(rows) - len(kept), len(rows))


def _kept(variables: Variables, row: AssignmentRow) -> IntVar | None:
    mission = variables.pool.year.mission_by_id[row.mission_id]
    goes = variables.goes[mission.id].get(row.expert_id)
    at_start = variables.starts_where(mission, lambda run: run.start == row.start)
    if goes is None or not at_start:
        return None
    if len(variables.starts[mission.id]) == 1:
        return goes
    kept = variables.cp.new_bool_var(f"kept {goes.name}")
    variables.cp.add_implication(kept, goes)
    variables.cp.add_implication(kept, at_start[0])
    return kept
