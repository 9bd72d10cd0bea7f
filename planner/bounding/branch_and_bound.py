"""Branch and cut over a relaxation: the years are told apart where its solution is not whole.

A leaf is a part of all years: those in which some variables have one value each. Together the
leaves hold every plan, so the best of their bounds is a bound of the year. They stay from one level
to the next.
"""

from dataclasses import dataclass, replace
from math import floor

import numpy as np

from planner.bounding.linear_system import Fixings, Whole
from planner.bounding.lp import Mask
from planner.bounding.relaxation import Aim, Relaxation, Relaxed
from planner.solver.deadline import Deadline

_WHOLE = 1e-4
# No side of a split is expected to bring less.
_LEAST = 1e-6
# The next round of cuts has to be expected to bring the bound to the next whole number.
_LAST_ROUNDS = 4
# It has to bring such a part of what all of them brought.
_LEAST_WON = 0.05
# More leaves cost the next level more than they help it.
_MANY = 2
# Leaves that are split or cut a level, and leaves with the best bound: no proof comes of more.
_MOST_STEPS, _MOST_ALIKE = 64, 12
# Variables that are tried for a split, where numbers are too close to each other to solve a side.
_CHANCES = 3
# So many leaves are split before one is cut again, where that was in vain.
_VAIN = 4


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

    @property
    def is_whole(self) -> bool:
        """Whether the bound is a whole number as it is: it is likely to be met."""
        value = self.relaxed.certificate.value
        return value - floor(value + _LEAST) < _LEAST


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
        self._losses = _Losses()
        # Whose solution the relaxation holds.
        self._last: Leaf | None = None

    def solve(self, aim: Aim, enough: int | None, deadline: Deadline) -> None:
        """Solve all leaves for an objective, with cuts, until the best bound is enough or whole.

        No leaves are left where one cannot be solved in time.
        """
        self._losses = _Losses()
        kept = self._solved(aim, [leaf.fixed for leaf in self.leaves]) if self.leaves else None
        self.leaves = _possible(kept or self._solved(aim, [{}]) or [])
        while self.leaves and not self.leaves[0].is_cut and self.leaves[0].bound != enough:
            if self.leaves[0].is_whole:
                return
            self._cut(aim, enough, deadline)

    def _solved(self, aim: Aim, fixings: list[Fixings]) -> list[Leaf] | None:
        """Leaves with these fixings; None where one of them could not be solved."""
        solved = [self._relaxation.maximize(aim, fixed) for fixed in fixings]
        pairs = zip(fixings, solved, strict=True)
        leaves = [Leaf(fixed, relaxed) for fixed, relaxed in pairs if relaxed]
        self._last = None
        if len(leaves) < len(fixings):
            return None
        self._last = leaves[-1]
        return leaves

    def tighten(self, aim: Aim, enough: int | None, deadline: Deadline) -> None:
        """Split the leaf with the best bound until it is enough, or the solution is whole.

        It is cut first; where that brought nothing, only after some splits again.
        """
        splits = 0
        for _ in range(_MOST_STEPS):
            if not self.leaves or self.leaves[0].bound == enough or deadline.over:
                return
            if sum(leaf.bound == self.leaves[0].bound for leaf in self.leaves) > _MOST_ALIKE:
                return
            if splits >= 0 and not self.leaves[0].is_cut:
                splits = 0 if self._cut(aim, enough, deadline) else -_VAIN
            elif self._split(aim):
                splits += 1
            else:
                return

    def trim(self, target: int) -> None:
        """Let the relaxation go without what no plan has that reaches the target."""
        self._relaxation.exclude(self.never(target))
        self._relaxation.tidy()
        self.look_away()

    def look_away(self) -> None:
        """Know that the relaxation holds the solution of something else."""
        self._last = None

    def forget(self, target: int) -> None:
        """Forget the leaves without a plan that reaches the target, and all where many are left.

        The next level is then asked of the year as a whole: the cuts stay.
        """
        self.leaves = [leaf for leaf in self.leaves if leaf.bound >= target]
        if len(self.leaves) > _MANY:
            self.leaves = []

    def never(self, target: int) -> Mask:
        """At the low limit in every plan that reaches the target."""
        masks = [
            leaf.relaxed.certificate.never(target) for leaf in self.leaves if leaf.bound >= target
        ]
        if not masks:
            return np.zeros(len(self._relaxation.excluded), dtype=np.bool_)
        never: Mask = np.logical_and.reduce(masks)
        return never

    def _cut(self, aim: Aim, enough: int | None, deadline: Deadline) -> bool:
        """Add cuts to the leaf with the best bound for as many rounds as pay; whether any did."""
        leaf = self.leaves[0]
        first = leaf.relaxed.certificate.value
        if leaf is not self._last:
            leaf = self._again(aim, leaf)
        while leaf.relaxed.values is not None and leaf.bound != enough:
            before = leaf.relaxed.certificate.value
            # Without a solution there is no basis to derive cuts from.
            if deadline.over or not self._relaxation.is_solved:
                break
            if not self._relaxation.cut(leaf.relaxed):
                break
            leaf = self._again(aim, leaf)
            after = leaf.relaxed.certificate.value
            won = before - after
            missing = after - floor(after) + _LEAST
            if _LAST_ROUNDS * won < missing or won < _LEAST_WON * (first - after):
                break
        self.leaves = _possible([replace(leaf, is_cut=True), *self.leaves[1:]])
        return leaf.relaxed.certificate.value < first - _LEAST

    def _again(self, aim: Aim, leaf: Leaf) -> Leaf:
        """The leaf with the cuts that there are by now."""
        relaxed = self._relaxation.maximize(aim, leaf.fixed)
        return leaf if relaxed is None else Leaf(leaf.fixed, relaxed)

    def _split(self, aim: Aim) -> bool:
        """Split the leaf with the best bound; whether that could be done."""
        top, best, most = self.leaves[0], None, -1.0
        for column in self._in_parts(top.relaxed)[:_CHANCES]:
            known = self._losses.knows(column)
            if known and best is not None:
                continue
            halves = self._solved(aim, [{**top.fixed, column: side} for side in (0, 1)])
            if halves is None:
                continue
            lost = self._losses.learn(column, top.relaxed, [half.relaxed for half in halves])
            if lost > most:
                best, most = halves, lost
            if known:
                break
        if best is not None:
            self.leaves = _possible([*self.leaves[1:], *best])
        return best is not None

    def _in_parts(self, relaxed: Relaxed) -> list[int]:
        """The variables that are not whole in a solution, those of which most is expected first."""
        assert relaxed.values is not None
        values = relaxed.values
        for columns in (self._first, self._then):
            off = np.abs(values[columns] - np.rint(values[columns]))
            parts: list[int] = columns[off > _WHOLE].tolist()
            if parts:
                parts.sort(key=lambda c: -self._losses.score(c, float(values[c])))
                return parts
        return []


class _Losses:
    """What making a variable whole took from the bound, a unit, on either side, so far."""

    def __init__(self) -> None:
        self._seen: dict[tuple[int, int], list[float]] = {}

    def knows(self, column: int) -> bool:
        """Whether a variable was split before."""
        return (column, 0) in self._seen

    def learn(self, column: int, before: Relaxed, after: list[Relaxed]) -> float:
        """Remember what a split has brought, and say how much it is worth.

        As much as is known where nothing is left on a side.
        """
        worth = 1.0
        assert before.values is not None
        value = float(before.values[column])
        for side, half in enumerate(after):
            way = value if side == 0 else 1 - value
            lost = before.certificate.value - half.certificate.value
            if half.values is None:
                lost = max(1.0, 2 * self._mean())
            self._seen.setdefault((column, side), []).append(max(0.0, lost) / way)
            worth *= max(lost, _LEAST)
        return worth

    def score(self, column: int, value: float) -> float:
        """What to expect of a split, where both sides have to be worth it."""
        down = self._expected(column, 0) * value
        up = self._expected(column, 1) * (1 - value)
        return max(down, _LEAST) * max(up, _LEAST)

    def _expected(self, column: int, side: int) -> float:
        seen = self._seen.get((column, side))
        return sum(seen) / len(seen) if seen else self._mean()

    def _mean(self) -> float:
        lost = [loss for seen in self._seen.values() for loss in seen]
        return sum(lost) / len(lost) if lost else 1.0


def _possible(leaves: list[Leaf]) -> list[Leaf]:
    """The leaves in which there may be plans, the best bound first."""
    some = [leaf for leaf in leaves if leaf.relaxed.values is not None]
    return sorted(some, key=lambda leaf: -leaf.bound)
