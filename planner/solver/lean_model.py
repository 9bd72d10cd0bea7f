"""CP-SAT's model without the second set of names that OR-Tools gives each model it makes.

These names (`AddBoolOr` beside `add_bool_or`) are made anew for every model, which takes longer
than many a small model takes to solve; and as each holds the model itself, a model that nobody
needs any more stays in memory until Python next looks for such circles.
"""

from ortools.sat.python import cp_model


class LeanModel(cp_model.CpModel):
    """A model that answers to the names of PEP 8 alone."""

    def _add_pre_pep8_methods(self) -> None:
        """Nothing: all of this program uses the names of PEP 8."""

    def clone(self) -> "LeanModel":
        """The same model, to add to."""
        clone = LeanModel()
        clone.proto.copy_from(self.proto)
        clone.rebuild_constant_map()
        return clone
