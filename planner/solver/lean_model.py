"""CP-SAT's model without the second set of names that OR-Tools gives each model it makes.

These names (`AddBoolOr` beside `add_bool_or`) are made anew for every model, which takes longer
than many a small model takes to solve; and as each holds the model itself, a model that nobody
needs any more stays in memory until Python next looks for such circles.
"""

import numpy as np
from ortools.sat.python import cp_model

from planner.domain.errors import Undecided
from planner.solver.deadline import Deadline


class LeanModel(cp_model.CpModel):
    """A model that answers to the names of PEP 8 alone."""

    def _add_pre_pep8_methods(self) -> None:
        """Nothing: all of this program uses the names of PEP 8."""

    def maximize(self, obj: cp_model.ObjLinearExprT) -> None:
        """Set what to maximise; term by term, as OR-Tools does it, takes six times as long."""
        flat = cp_model.FlatIntExpr(cp_model.LinearExpr.sum([obj]))
        self.clear_objective()  # type: ignore[no-untyped-call]
        objective = self.proto.objective
        objective.vars.extend([variable.index for variable in flat.vars])
        objective.coeffs.extend([-coefficient for coefficient in flat.coeffs])
        objective.scaling_factor, objective.offset = -1.0, -flat.offset

    def clone(self) -> "LeanModel":
        """The same model, to add to."""
        clone = LeanModel()
        clone.proto.copy_from(self.proto)
        clone.rebuild_constant_map()
        return clone


class WatchedModel(LeanModel):
    """A model that is given up once a deadline is over; that of a long year takes seconds to make.

    Raises
    ------
    Undecided
        From whatever would add to it after that.
    """

    def __init__(self, deadline: Deadline) -> None:
        super().__init__()
        self._deadline = deadline

    def add(self, ct: cp_model.BoundedLinearExpression | bool | np.bool_) -> cp_model.Constraint:
        """Add a linear constraint."""
        self._look()
        return super().add(ct)

    def new_bool_var(self, name: str) -> cp_model.IntVar:
        """Make a literal."""
        self._look()
        return super().new_bool_var(name)

    def _look(self) -> None:
        if self._deadline.over:
            raise Undecided
