"""What no plan of a year can pass, level by level, and who matters for it.

The linear relaxation delivers parts of missions, which makes its bounds too good. So the years are
told apart by whether a mission is delivered, where that matters: a branch and bound whose leaves
stay for the levels that follow.
"""

from dataclasses import dataclass, field
from random import Random

import numpy as np
from ortools.sat.python.cp_model import LinearExpr

from models.plan import Plan
from planner.linear_rows import Fixings, Whole
from planner.model import LevelMeasure, Model
from planner.relaxation import Mask, Relaxation, Relaxed

Pair = tuple[str, str]


@dataclass(frozen=True)
class Part:
    """A part of a year: who may go, and which fund may pay.

    Attributes
    ----------
    pairs : set of (mission ID, expert ID)
    payers : set of (mission ID, fund ID)
    """

    pairs: set[Pair] = field(default_factory=set)
    payers: set[Pair] = field(default_factory=set)

    def join(self, other: "Part") -> None:
        """Let another part join."""
        self.pairs.update(other.pairs)
        self.payers.update(other.payers)

    @classmethod
    def of(cls, plan: Plan) -> "Part":
        """The part that a plan uses."""
        rows = plan.placements
        return cls(
            {(row.mission_id, row.expert_id) for row in rows},
            {(row.mission_id, row.fund_id) for row in rows if row.fund_id is not None},
        )


_WHOLE = 1e-6
# Solved relaxations a level, beyond the leaves that are there.
_MOST_NODES = 24
# The relaxation of a model with more variables starts with some of them.
_MOST_SEEN = 300_000
# How many other solutions join the core, and how far what they like is from the level itself.
_OTHERS, _WEIGHT, _LIKING = 3, 10_000, 10
# Experts for each position with whom the search for the others starts.
_FIRST = 6


@dataclass(frozen=True)
class _Leaf:
    """The years in which some missions are delivered and some are not, and their relaxation."""

    fixed: Fixings
    relaxed: Relaxed


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
        self._draw = Random(0)
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
        self._delivered = np.array([v.index for v in whole.variables.delivered.values()])
        self._leaves: list[_Leaf] = []
        self._level = ""
        self._start(whole)

    def bound(self, level: LevelMeasure) -> int:
        """What no plan can pass that keeps the levels settled before.

        Where the relaxation cannot be solved in time it is the bound of the level's measure.
        """
        self._level = level.name
        fixings = [leaf.fixed for leaf in self._leaves] or [{}]
        leaves = [self._leaf(level, fixed) for fixed in fixings]
        self._leaves = [] if None in leaves else _possible([leaf for leaf in leaves if leaf])
        return self._best(level)

    def tighten(self, level: LevelMeasure, known: int | None) -> int:
        """A better bound, by telling whole missions apart; none beyond what is known to be had."""
        enough = None if known is None else level.gain(known)
        leaves = self._branched(level, self._leaves, enough)
        if leaves and leaves[0] is not self._leaves[0]:  # all the values of the best are wanted
            leaves[0] = self._leaf(level, leaves[0].fixed) or leaves[0]
        self._leaves = leaves
        return self._best(level)

    def _best(self, level: LevelMeasure) -> int:
        if not self._leaves:
            return level.best
        self.core.join(self.support())
        best = self._leaves[0].relaxed.certificate.bound
        return level.gain(min(level.gain(level.best), best))

    def support(self) -> Part:
        """What the relaxation with the best bound uses."""
        if not self._leaves:
            return Part()
        return self._part(self._leaves[0].relaxed)

    def widen(self, level: LevelMeasure) -> None:
        """Let other solutions of the relaxation, as good or nearly so, join the core."""
        fixed = self._leaves[0].fixed if self._leaves else {}
        literals = [self._whole.cp.get_int_var_from_proto_index(index) for index in self._pair_of]
        for _ in range(_OTHERS):
            likings = [self._draw.randrange(_LIKING) for _ in literals]
            liked = LinearExpr.weighted_sum(literals, likings)
            relaxed = self._relaxation.maximize(_WEIGHT * level.objective + liked, fixed)
            if relaxed is not None and relaxed.values is not None:
                self.core.join(self._part(relaxed))

    def _part(self, relaxed: Relaxed) -> Part:
        used = relaxed.support.tolist()
        return Part(
            {self._pair_of[index] for index in used if index in self._pair_of},
            {self._payer_of[index] for index in used if index in self._payer_of},
        )

    def settle(self, level: LevelMeasure, value: int) -> None:
        """From now on, only plans in which the level has this value or a better one."""
        self._relaxation.require(level.objective, level.gain(value))
        if self._leaves and self._level == level.name:
            target = level.gain(value)
            self._leaves = [x for x in self._leaves if x.relaxed.certificate.bound >= target]
            self._relaxation.exclude(self._never(target))

    def part(self, level: LevelMeasure, value: int | None) -> Part:
        """All but what no plan has in which a level has this value or a better one.

        The reduced costs of the level's relaxation prove it.
        """
        never = self._relaxation.excluded
        if self._leaves and self._level == level.name and value is not None:
            never = never | self._never(level.gain(value))
        part = Part(
            {pair for index, pair in self._pair_of.items() if not never[index]},
            {pair for index, pair in self._payer_of.items() if not never[index]},
        )
        part.join(self.core)
        return part

    def _never(self, target: int) -> Mask:
        """At the low limit in every leaf that reaches the target."""
        masks = [
            leaf.relaxed.certificate.never(target)
            for leaf in self._leaves
            if leaf.relaxed.certificate.bound >= target
        ]
        if not masks:
            return np.zeros(len(self._relaxation.excluded), dtype=np.bool_)
        never: Mask = np.logical_and.reduce(masks)
        return never

    def _leaf(
        self, level: LevelMeasure, fixed: Fixings, wanted: Whole | None = None
    ) -> _Leaf | None:
        relaxed = self._relaxation.maximize(level.objective, fixed, wanted)
        return None if relaxed is None else _Leaf(fixed, relaxed)

    def _branched(
        self, level: LevelMeasure, leaves: list[_Leaf], enough: int | None
    ) -> list[_Leaf]:
        """Split the leaf with the best bound until it is enough or has whole missions only."""
        leaves = _possible(leaves)
        for _ in range(_MOST_NODES // 2):
            if not leaves or leaves[0].relaxed.certificate.bound == enough:
                break
            mission = self._in_parts(leaves[0].relaxed)
            if mission is None:
                break
            fixed = leaves[0].fixed
            halves = [
                self._leaf(level, {**fixed, mission: side}, self._delivered) for side in (0, 1)
            ]
            known = [half for half in halves if half]
            if len(known) < len(halves):
                break
            leaves = _possible([*leaves[1:], *known])
        return leaves

    def _in_parts(self, relaxed: Relaxed) -> int | None:
        """The mission that is the least whole in a solution; its literal's index."""
        assert relaxed.values is not None
        values = relaxed.values[self._delivered]
        parts = np.abs(values - np.rint(values))
        least = int(np.argmax(parts))
        return int(self._delivered[least]) if parts[least] > _WHOLE else None

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


def _possible(leaves: list[_Leaf]) -> list[_Leaf]:
    """The leaves in which there may be plans, the best bound first."""
    some = [leaf for leaf in leaves if leaf.relaxed.values is not None]
    return sorted(some, key=lambda leaf: -leaf.relaxed.certificate.bound)
