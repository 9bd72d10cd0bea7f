"""What no plan of a year can pass, level by level, and who matters for it.

The linear relaxation delivers parts of missions, which makes its bounds too good. So the years are
told apart by whether a mission is delivered, where that matters: a branch and bound whose leaves
stay for the levels that follow.
"""

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from planner.bounding.branch_and_bound import Tree
from planner.bounding.conflict_cuts import Timetable
from planner.bounding.linear_system import Whole
from planner.bounding.relaxation import Aim, Relaxation, Relaxed
from planner.formulation.build import LevelMeasure, Model
from planner.formulation.restriction import Pair, Part
from planner.formulation.scalarisation import weighted
from planner.solver.deadline import Deadline

# The relaxation of a model with more variables starts with some of them.
_MOST_SEEN = 300_000
# Experts for each position with whom the search for the others starts.
_FIRST = 6


class Bounds:
    """The levels of a year in its linear relaxation.

    Attributes
    ----------
    core : Part
        What some solved relaxation uses.
    """

    def __init__(self, whole: Model, relaxation: Relaxation) -> None:
        self.core = Part()
        self._whole = whole
        self._relaxation = relaxation
        self._pair_of = {
            literal.index: (mission_id, expert_id)
            for mission_id, by_code in whole.variables.fills.items()
            for fills in by_code.values()
            for expert_id, literal in fills.items()
        }
        self._payer_of = {
            literal.index: (mission_id, fund_id)
            for mission_id, pays in whole.variables.pays.items()
            for fund_id, literal in pays.items()
        }
        delivered = [v.index for v in whole.variables.delivered.values()]
        literals = np.flatnonzero(relaxation.high == 1)
        others = np.setdiff1d(literals, [*delivered, *self._pair_of, *self._payer_of])
        self._tree = Tree(relaxation, np.array(delivered), others)
        self._level = ""
        self._aims: dict[str, Aim] = {}
        self._start(whole)

    @classmethod
    def of(cls, whole: Model, deadline: Deadline) -> "Bounds":
        """The bounds of a model without times; rows of times join where solutions break them."""
        broken = Timetable(whole.variables).broken
        return cls(whole, Relaxation(whole.cp, deadline, broken))

    def bound(self, level: LevelMeasure, known: int | None, deadline: Deadline) -> int:
        """What no plan can pass that keeps the levels settled before.

        Nothing beyond what is known to be had, and nothing better once the deadline is over.
        Where the relaxation cannot be solved in time it is the bound of the level's measure.
        """
        self._level = level.name
        enough = None if known is None else level.gain(known)
        self._tree.solve(self._aim(level), enough, deadline)
        return self._best(level)

    def tighten(self, level: LevelMeasure, known: int | None, deadline: Deadline) -> int:
        """A better bound, by telling years apart; none beyond what is known to be had."""
        enough = None if known is None else level.gain(known)
        if enough is not None:
            self._tree.trim(enough)
        self._tree.tighten(self._aim(level), enough, deadline)
        return self._best(level)

    def _aim(self, level: LevelMeasure) -> Aim:
        if level.name not in self._aims:
            self._aims[level.name] = self._relaxation.aim(level.objective)
        return self._aims[level.name]

    def _best(self, level: LevelMeasure) -> int:
        if not self._tree.leaves:
            return level.best
        self.core.join(self.support())
        return level.gain(min(level.gain(level.best), self._tree.leaves[0].bound))

    def support(self) -> Part:
        """What the relaxation with the best bound uses."""
        if not self._tree.leaves:
            return Part()
        return self._part(self._tree.leaves[0].relaxed)

    def ahead(self, levels: Sequence[LevelMeasure]) -> Part:
        """Whom a relaxation uses that looks at several levels at once."""
        relaxed = self._relaxation.maximize(self._relaxation.aim(weighted(levels)))
        self._tree.look_away()
        return Part() if relaxed is None or relaxed.values is None else self._part(relaxed)

    def widen(self) -> bool:
        """Let as many join the core as it has: those who cost the relaxation the least.

        Returns whether there was anybody to join.
        """
        if not self._tree.leaves:
            return False
        cost = -self._tree.leaves[0].relaxed.certificate.reduced
        pairs = _cheapest(self._pair_of, cost, self.core.pairs)
        self.core.join(Part(pairs, _cheapest(self._payer_of, cost, self.core.payers)))
        return bool(pairs)

    def _part(self, relaxed: Relaxed) -> Part:
        used = relaxed.support.tolist()
        return Part(
            {self._pair_of[index] for index in used if index in self._pair_of},
            {self._payer_of[index] for index in used if index in self._payer_of},
        )

    def settle(self, level: LevelMeasure, value: int) -> None:
        """From now on, only plans in which the level has this value or a better one."""
        target = level.gain(value)
        if self._level == level.name:
            self._tree.trim(target)
            self._tree.forget(target)
        self._relaxation.require(self._aim(level), target)

    def part(self, level: LevelMeasure, value: int | None) -> Part:
        """All but what no plan has in which a level has this value or a better one.

        The reduced costs of the level's relaxation prove it.
        """
        never = self._relaxation.excluded
        if self._tree.leaves and self._level == level.name and value is not None:
            never = never | self._tree.never(level.gain(value))
        part = Part(
            {pair for index, pair in self._pair_of.items() if not never[index]},
            {pair for index, pair in self._payer_of.items() if not never[index]},
        )
        part.join(self.core)
        return part

    def _start(self, whole: Model) -> None:
        """Let the relaxation see all variables, or some to start with where there are too many."""
        size = len(whole.cp.proto.variables)
        if size <= _MOST_SEEN:
            self._relaxation.see(np.arange(size))
            return
        first = {
            literal.index
            for by_code in whole.variables.fills.values()
            for fills in by_code.values()
            for literal in list(fills.values())[:_FIRST]
        }
        later = self._pair_of.keys() - first
        columns: Whole = np.setdiff1d(np.arange(size), np.array(sorted(later)))
        self._relaxation.see(columns)


def _cheapest(of: Mapping[int, Pair], cost: Whole, beside: Collection[Pair]) -> set[Pair]:
    """As many pairs as there are already, of the others: those whose variables cost the least."""
    columns = [column for column, pair in of.items() if pair not in beside]
    columns.sort(key=cost.__getitem__)
    return {of[column] for column in columns[: len(beside)]}
