"""Level `pre-accredited`."""

from typing import ClassVar

from ortools.sat.python.cp_model import IntVar, LinearExpr

from planner.formulation.objectives.base import Measure, count
from planner.formulation.variables import Variables


class PreAccredited:
    """Sum of evaluated, where evaluated <= sum of the candidate's fills of that expertise."""

    id: ClassVar[str] = "pre-accredited"

    def measure(self, variables: Variables, level: str) -> Measure:
        """Candidates who get the chance to complete their accreditation."""
        chances = [_chance(variables, *pair) for pair in variables.pool.listed_pre_accredited]
        return count([chance for chance in chances if chance is not None])


def _chance(variables: Variables, expert_id: str, code: str) -> IntVar | None:
    fills = [
        variables.fills[mission.id][code][expert_id]
        for mission in variables.missions_of.get(expert_id, ())
        if expert_id in variables.fills[mission.id].get(code, {})
    ]
    if len(fills) < 2:
        return fills[0] if fills else None
    chance = variables.cp.new_bool_var(f"{expert_id} evaluated in {code}")
    variables.cp.add(chance <= LinearExpr.sum(fills))
    return chance
