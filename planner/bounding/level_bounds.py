"""Upper bounds for each level, and the candidates who matter for it.

The linear relaxation can deliver fractions of missions, so its bounds are too optimistic where
experts, days or money are short. Rounding cuts tighten them; the rest is left to an integer program
for HiGHS, over the candidates that remain after reduced-cost fixing, which asks for a plan better
than the incumbent.
"""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from math import floor
from typing import NamedTuple

import numpy as np

from models.answers.report import Proof
from planner.bounding.conflict_cuts import Timetable
from planner.bounding.integer_program import IntegerProgram, restricted
from planner.bounding.linear_system import Whole
from planner.bounding.lp import Mask
from planner.bounding.relaxation import Aim, Relaxation
from planner.bounding.root import Root
from planner.domain.errors import Undecided
from planner.formulation.build import LevelMeasure, Model
from planner.formulation.restriction import Pair, Part
from planner.formulation.scalarisation import weighted
from planner.solver.cp_sat import Engine
from planner.solver.deadline import NEVER, Deadline
from planner.solver.highs import opinions
from planner.solver.params import DEFAULT, SearchParams, Setup
from planner.solver.program import Finding, MipAnswer

# A bound such as 12.0000001 is 12.
_ROUNDING = 1e-4


@dataclass(frozen=True)
class Bound:
    """What no plan passes, and what proves it; UNPROVEN where one solver alone says so."""

    value: int
    proof: Proof

    def is_met_by(self, value: int | None) -> bool:
        """Whether a plan has this value, and it is proven that none is better."""
        return value == self.value and self.proof is not Proof.UNPROVEN


@dataclass(frozen=True)
class Opinion:
    """What an integer program says of a level.

    Attributes
    ----------
    part : Part or None
        What a better plan uses that may break the times; None where there is none.
    """

    bound: Bound
    part: Part | None = None


class _Asked(NamedTuple):
    """The program of all that is better than a known value of a level, and its bound so far."""

    program: IntegerProgram
    level: LevelMeasure
    known: int
    bound: Bound


class Bounds:
    """The levels of a year in its linear relaxation.

    Attributes
    ----------
    core : Part
        What some solved relaxation uses.
    """

    def __init__(self, whole: Model, relaxation: Relaxation) -> None:
        self.core = Part()
        self._params = relaxation.params
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
        self._root = Root(relaxation)
        self._level = ""
        self._aims: dict[str, Aim] = {}
        # The value of the level that each opinion of HiGHS has as its bound.
        self._said: dict[Setup, int] = {}
        self._start(whole)

    @classmethod
    def of(
        cls,
        whole: Model,
        deadline: Deadline,
        params: SearchParams = DEFAULT,
        watch: Deadline = NEVER,
    ) -> "Bounds":
        """The bounds of a model without times; rows of times join where solutions break them.

        Parameters
        ----------
        watch : Deadline
            When to give up by `Undecided`, from now on: they are of no use to anybody then.
        """
        broken = Timetable(whole.variables, params.cuts).broken
        return cls(whole, Relaxation(whole.cp, deadline, broken, params, watch))

    def bound(self, level: LevelMeasure, known: int | None, deadline: Deadline) -> Bound:
        """Bound the level by the relaxation, with the levels settled before kept at their values.

        No better than what is known to be had, nor once the deadline is over. Where the
        relaxation cannot be solved in time it is the bound of the level's measure.
        """
        if self._level != level.name:
            self._level, self._said = level.name, {}
            self._root.relaxed = None
        with suppress(Undecided):  # given up: what was solved until then still proves a bound
            self._root.solve(self._aim(level), _gain(level, known), deadline)
        if self._root.relaxed is None:
            return Bound(level.best, Proof.CERTIFIED)
        self.core.join(self.support())
        gain = min(level.gain(level.best), self._root.relaxed.certificate.bound)
        return Bound(level.gain(gain), Proof.CERTIFIED)

    def integer(self, level: LevelMeasure, known: int, bound: Bound, deadline: Deadline) -> Opinion:
        """Ask whether a plan can be better than the known value; by how much, if it can.

        CP-SAT first, which computes in whole numbers; HiGHS where that does not decide.
        """
        self._root.trim(level.gain(known))
        program = self._better_than(level, known)
        if deadline.over or program.size > self._params.most_columns:
            return Opinion(bound)
        asked = _Asked(program, level, known, bound)
        opinion = self._by_search(asked, deadline) if self._params.program_effort else None
        if opinion is None and deadline.over:
            return Opinion(bound)
        return opinion or self._by_tree(asked, deadline)

    def _by_search(self, asked: _Asked, deadline: Deadline) -> Opinion | None:
        """What CP-SAT proves of a program; None where it finds out nothing."""
        program, level, known, bound = asked
        engine = Engine(deadline, params=self._params)
        answer = engine.solve_program(program.program, self._params.program_effort)
        most = _most(program, answer, level.gain(known))
        if answer.finding is Finding.INFEASIBLE:
            return Opinion(Bound(known, Proof.CP_SAT))
        if answer.values is None:
            return None
        if most is not None and most < level.gain(bound.value):
            bound = Bound(level.gain(most), Proof.CP_SAT)
        return Opinion(bound, self._used(program, answer))

    def _by_tree(self, asked: _Asked, deadline: Deadline) -> Opinion:
        """What two configurations of HiGHS prove of a program."""
        program, level, known, bound = asked
        gain = level.gain(known)
        setups = [setup for setup in self._params.opinions if self._said.get(setup) != gain]
        is_large = program.size > self._params.side_by_side
        answers = opinions(program.program, setups, deadline, at_once=is_large)
        for setup, answer in zip(setups, answers, strict=False):
            most = _most(program, answer, gain)
            is_none = answer.finding is Finding.INFEASIBLE
            # A solution whose own bound it passes says nothing: that there is none is said by name.
            if most is not None and (
                is_none or (answer.finding is Finding.OPTIMAL and most > gain)
            ):
                self._said[setup] = most
            if not is_none:
                return Opinion(_lowered(level, bound, most), self._used(program, answer))
        return Opinion(Bound(known, Proof.HIGHS))

    def _better_than(self, level: LevelMeasure, known: int) -> IntegerProgram:
        """The program of all that is better than what is known."""
        aim, target = self._aim(level), level.gain(known) + 1
        rows = self._relaxation.rows_without_rounding
        return restricted(rows, aim.dense, aim.offset, self._root.never(target), target)

    def _used(self, program: IntegerProgram, answer: MipAnswer) -> Part | None:
        """What the solution of an answer uses; the times that it breaks become rows."""
        if answer.values is None:
            return None
        values = program.values(answer.values)
        self._relaxation.mend(values)
        return self._part(np.flatnonzero(values))

    def _aim(self, level: LevelMeasure) -> Aim:
        if level.name not in self._aims:
            self._aims[level.name] = self._relaxation.aim(level.objective)
        return self._aims[level.name]

    def support(self) -> Part:
        """What the relaxation uses."""
        return Part() if self._root.relaxed is None else self._part(self._root.relaxed.support)

    def ahead(self, levels: Sequence[LevelMeasure]) -> Part:
        """The candidates in a solution of the relaxation that maximises several levels at once."""
        worth = weighted(levels, self._params.weights)
        relaxed = self._relaxation.maximize(self._relaxation.aim(worth))
        return Part() if relaxed is None or relaxed.values is None else self._part(relaxed.support)

    def widen(self) -> bool:
        """Let as many join the core as it has: those who cost the relaxation the least.

        Returns whether there was anybody to join.
        """
        if self._root.relaxed is None:
            return False
        cost = -self._root.relaxed.certificate.reduced
        pairs = _cheapest(self._pair_of, cost, self.core.pairs)
        self.core.join(Part(pairs, _cheapest(self._payer_of, cost, self.core.payers)))
        return bool(pairs)

    def _part(self, support: Whole) -> Part:
        used = support.tolist()
        return Part(
            {self._pair_of[index] for index in used if index in self._pair_of},
            {self._payer_of[index] for index in used if index in self._payer_of},
        )

    def settle(self, level: LevelMeasure, value: int) -> None:
        """Require this value of the level, or a better one, of all plans from now on."""
        target = level.gain(value)
        if self._level == level.name:
            self._root.trim(target)
        self._relaxation.require(self._aim(level), target)

    def never(self, values: Mapping[str, int], deadline: Deadline) -> Mask:
        """The columns that no plan with these values uses, by the reduced costs of each level."""
        for level in self._whole.levels:
            self.bound(level, None, deadline)
            self.settle(level, values[level.name])
        return self._relaxation.excluded

    def part(self, level: LevelMeasure, value: int | None) -> Part:
        """The candidates left after reduced-cost fixing for this value of the level.

        The reduced costs of the level's relaxation prove that no plan with it has the others.
        """
        never = self._relaxation.excluded
        if self._level == level.name and value is not None:
            never = self._root.never(level.gain(value))
        part = Part(
            {pair for index, pair in self._pair_of.items() if not never[index]},
            {pair for index, pair in self._payer_of.items() if not never[index]},
        )
        part.join(self.core)
        return part

    def _start(self, whole: Model) -> None:
        """Let the relaxation see all variables, or some to start with where there are too many."""
        size = len(whole.cp.proto.variables)
        if size <= self._params.most_seen:
            self._relaxation.see(np.arange(size))
            return
        first = {
            literal.index
            for by_code in whole.variables.fills.values()
            for fills in by_code.values()
            for literal in list(fills.values())[: self._params.first_seen]
        }
        later = self._pair_of.keys() - first
        columns: Whole = np.setdiff1d(np.arange(size), np.array(sorted(later)))
        self._relaxation.see(columns)


def _most(program: IntegerProgram, answer: MipAnswer, known: int) -> int | None:
    """The greatest gain that an answer leaves possible; None where it says nothing of it."""
    if answer.finding is Finding.INFEASIBLE:
        return known
    if answer.bound is None:
        return None
    return max(known, floor(answer.bound + _ROUNDING) + program.offset)


def _lowered(level: LevelMeasure, bound: Bound, most: int | None) -> Bound:
    """A bound, or the better one that a single answer of HiGHS has: it proves nothing yet."""
    if most is None or most >= level.gain(bound.value):
        return bound
    return Bound(level.gain(most), Proof.UNPROVEN)


def _gain(level: LevelMeasure, value: int | None) -> int | None:
    return None if value is None else level.gain(value)


def _cheapest(of: Mapping[int, Pair], cost: Whole, beside: Collection[Pair]) -> set[Pair]:
    """As many pairs as there are already, of the others: those whose variables cost the least."""
    columns = [column for column, pair in of.items() if pair not in beside]
    columns.sort(key=cost.__getitem__)
    return {of[column] for column in columns[: len(beside)]}
