"""The hard rules of the model, one file a rule; the order is that of RULES.md section 4.

`pinned` comes last there: it needs the funds that `funded` chose from.
"""

from importlib import import_module

from planner.domain.rules import RULES, HardRule
from planner.formulation.constraints.base import Constraint


def _constraint(rule: HardRule) -> Constraint:
    """The one constraint of the file that is named after a rule."""
    module = import_module(f"{__name__}.{rule.module}")
    own = [
        found
        for found in vars(module).values()
        if isinstance(found, type)
        and issubclass(found, Constraint)
        and found.__module__ == module.__name__
    ]
    (constraint,) = own
    return constraint(rule)


CONSTRAINTS: tuple[Constraint, ...] = tuple(map(_constraint, RULES))

__all__ = ["CONSTRAINTS", "Constraint"]
