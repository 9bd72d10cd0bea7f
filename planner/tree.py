"""Branch and cut over a relaxation: the years are told apart where its solution is not whole.

A leaf is a part of all years: those in which some variables have one value each. Together the
leaves hold every plan, so the best of their bounds is a bound of the year. They stay from one level
to the next.
"""

from dataclasses import dataclass, replace
from math import floor

import numpy as np

from planner.linear_rows import Fixings, Whole
from planner.objectives.base import Expression
from planner.relaxation import Mask, Relaxation, Relaxed

_WHOLE = 1e-6
# The next round of cuts has to be expected to bring the bound to the next whole number.
_LAST_ROUNDS = 4
# Leaves that are split or cut a level, and how many in a row that do not better the bound.
_MOST_STEPS, _MOST_IDLE = 32, 4


@dataclass(frozen=True)
class Leaf:
    """The years in which some variables have one value each, with their relaxation."""

    fixed: Fixings
    relaxed: Relaxed
    is_cut: bool = False

    @property
    def bound(self) -> int:
        """What no plan of these years passes."""
        return self.relaxed.certificate.bound


class Tree:
    """The leaves of a relaxation, the best bound first; none before the first objective.

    Parameters
    ----------
    relaxation : Relaxation
        Of which these are the leaves.
    first : array of int
        The variables that are made whole first.
    then : array of int
        The other variables that are 0 or 1.
    """

    def __init__(self, relaxation: Relaxation, first: Whole, then: Whole) -> None:
        self._relaxation = relaxation
        self._first, self._then = first, then
        self.leaves: list[Leaf] = []

    def solve(self, objective: Expression, enough: int | None) -> None:
        """Solve all leaves for an objective, with cuts, until the best bound is enough.

        No leaves are left where one cannot be solved in time.
        """
        fixings = [leaf.fixed for leaf in self.leaves] or [{}]
        solved = [self._relaxation.maximize(objective, fixed) for fixed in fixings]
        pairs = zip(fixings, solved, strict=True)
        leaves = [Leaf(fixed, relaxed) for fixed, relaxed in pairs if relaxed]
        self.leaves = _possible(leaves) if len(leaves) == len(fixings) else []
        while self.leaves and not self.leaves[0].is_cut and self.leaves[0].bound != enough:
            self._cut(objective, enough)

    def tighten(self, objective: Expression, enough: int | None) -> None:
        """Split the leaf with the best bound until it is enough, or the solution is whole."""
        best, idle = float("inf"), 0
        for _ in range(_MOST_STEPS):
            if not self.leaves or self.leaves[0].bound == enough or idle > _MOST_IDLE:
                return
            value = self.leaves[0].relaxed.certificate.value
            best, idle = min(best, value), idle + 1 if value > best - _WHOLE else 0
            if not self.leaves[0].is_cut:
                self._cut(objective, enough)
            elif not self._split(objective):
                return

    def forget(self, target: int) -> None:
        """Forget the leaves without a plan that reaches the target."""
        self.leaves = [leaf for leaf in self.leaves if leaf.bound >= target]

    def never(self, target: int) -> Mask:
        """At the low limit in every plan that reaches the target."""
        masks = [
            leaf.relaxed.certificate.never(target) for leaf in self.leaves if leaf.bound >= target
        ]
        if not masks:
            return np.zeros(len(self._relaxation.excluded), dtype=np.bool_)
        never: Mask = np.logical_and.reduce(masks)
        return never

    def _cut(self, objective: Expression, enough: int | None) -> None:
        """Add cuts to the leaf with the best bound for as many rounds as pay."""
        leaf = self._again(objective, self.leaves[0])
        while leaf.relaxed.values is not None and leaf.bound != enough:
            before = leaf.relaxed.certificate.value
            if before - floor(before + _WHOLE) < _WHOLE or not self._relaxation.cut():
                break
            leaf = self._again(objective, leaf)
            after = leaf.relaxed.certificate.value
            if _LAST_ROUNDS * (before - after) < after - floor(after):
                break
        self.leaves = _possible([replace(leaf, is_cut=True), *self.leaves[1:]])

    def _again(self, objective: Expression, leaf: Leaf) -> Leaf:
        """The leaf with the cuts that there are by now."""
        relaxed = self._relaxation.maximize(objective, leaf.fixed)
        return leaf if relaxed is None else Leaf(leaf.fixed, relaxed)

    def _split(self, objective: Expression) -> bool:
        """Split the leaf with the best bound; whether that could be done."""
        top = self.leaves[0]
        column = self._in_parts(top.relaxed)
        if column is None:
            return False
        fixings = [{**top.fixed, column: side} for side in (0, 1)]
        solved = [self._relaxation.maximize(objective, fixed) for fixed in fixings]
        pairs = zip(fixings, solved, strict=True)
        halves = [Leaf(fixed, relaxed) for fixed, relaxed in pairs if relaxed]
        if len(halves) < len(fixings):
            return False
        self.leaves = _possible([*self.leaves[1:], *halves])
        return True

    def _in_parts(self, relaxed: Relaxed) -> int | None:
        """The variable that is the least whole in a solution."""
        assert relaxed.values is not None
        for columns in (self._first, self._then):
            parts = np.abs(relaxed.values[columns] - np.rint(relaxed.values[columns]))
            if parts.max(initial=0.0) > _WHOLE:
                return int(columns[np.argmax(parts)])
        return None


def _possible(leaves: list[Leaf]) -> list[Leaf]:
    """The leaves in which there may be plans, the best bound first."""
    some = [leaf for leaf in leaves if leaf.relaxed.values is not None]
    return sorted(some, key=lambda leaf: -leaf.bound)
