"""The root relaxation of one level: solves it, adds cuts, and fixes columns by reduced costs."""

from math import floor

import numpy as np

from planner.bounding.lp import Mask
from planner.bounding.relaxation import Aim, Relaxation, Relaxed
from planner.solver.deadline import Deadline

_EPSILON = 1e-6


class Root:
    """The last solution of a relaxation, for the objective of one level after the other.

    Attributes
    ----------
    relaxed : Relaxed or None
        None where it could not be solved, or holds no plan.
    """

    def __init__(self, relaxation: Relaxation) -> None:
        self._relaxation = relaxation
        self.relaxed: Relaxed | None = None

    def solve(self, aim: Aim, enough: int | None, deadline: Deadline) -> None:
        """Solve it, with cuts, until its bound is enough or an integer as it stands."""
        self._set(self._relaxation.maximize(aim))
        before = self._value
        while self.relaxed is not None and not self._is_done(enough, deadline):
            last = self._value
            if not self._relaxation.cut(self.relaxed):
                return
            self._set(self._relaxation.maximize(aim))
            if not self._pays(before, last):
                return

    def never(self, target: int) -> Mask:
        """The columns that are at their low limit in every plan that reaches the target."""
        never = self._relaxation.excluded
        if self.relaxed is None:
            return never
        return never | self.relaxed.certificate.never(target)

    def trim(self, target: int) -> None:
        """Fix the columns that no plan uses that reaches the target, and drop idle cuts."""
        if self.relaxed is not None:
            self._relaxation.exclude(self.relaxed.certificate.never(target))
            self._relaxation.tidy()

    @property
    def _value(self) -> float:
        return np.inf if self.relaxed is None else self.relaxed.certificate.value

    def _set(self, relaxed: Relaxed | None) -> None:
        if relaxed is not None:
            self.relaxed = None if relaxed.values is None else relaxed

    def _is_done(self, enough: int | None, deadline: Deadline) -> bool:
        assert self.relaxed is not None
        is_integer = _above_integer(self._value) < _EPSILON
        if self.relaxed.certificate.bound == enough or is_integer or deadline.over is not None:
            return True
        # Without a solution there is no basis to derive cuts from.
        return not self._relaxation.is_solved

    def _pays(self, first: float, last: float) -> bool:
        """Whether another round of cuts may bring the bound to the next integer."""
        params = self._relaxation.params.relaxation
        won, missing = last - self._value, _above_integer(self._value) + _EPSILON
        enough = params.least_won * (first - self._value)
        return params.last_rounds * won >= missing and won >= enough


def _above_integer(value: float) -> float:
    return value - floor(value + _EPSILON) if np.isfinite(value) else 0.0
