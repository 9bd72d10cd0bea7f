"""What every level of the objective looks like."""

from dataclasses import dataclass
from typing import ClassVar, Protocol

from ortools.sat.python.cp_model import IntVar, LinearExpr

from planner.formulation.variables import Variables
from planner.solver.cp_sat import Expression


@dataclass(frozen=True)
class Measure:
    """The value of a level as an expression, with numbers between which it always lies."""

    expression: Expression
    low: int
    high: int


class Objective(Protocol):
    """One level; `id` is that of RULES.md section 5 (`delivery` for all it is spread into)."""

    id: ClassVar[str]

    def measure(self, variables: Variables, level: str) -> Measure:
        """The level's value; it may add helper variables, which are exact at the optimum."""
        ...


def count(literals: list[IntVar], most: int | None = None) -> Measure:
    """The number of literals that are true; never more than `most`, where something says so."""
    high = len(literals) if most is None else min(most, len(literals))
    return Measure(LinearExpr.sum(literals), 0, high)
