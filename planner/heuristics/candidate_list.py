"""The candidate list of a long year: the few most promising experts for each position.

A year of thousands of missions has millions of pairs of a mission and an expert who may go. Most of
them occur in no good plan, because somebody of the region who has waited longer is free as well.
The list makes a restriction: its plans are plans of the year, its proofs are not proofs for it.
"""

from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np

from models.facts.expert import Expert
from models.facts.mission import Mission
from planner.bounding.linear_system import Whole
from planner.formulation.constraints import CONSTRAINTS
from planner.formulation.eligibility import Pool
from planner.formulation.obstacles import never
from planner.formulation.restriction import Part
from planner.solver.params import DEFAULT, CandidateParams


def is_long(pool: Pool, params: CandidateParams = DEFAULT.candidates) -> bool:
    """Whether a year is so long that it is planned in pieces before it is planned as a whole."""
    missions = pool.year.missions
    pairs = sum(len(pool.holders.get(c, ())) for m in missions for c in m.positions)
    return pairs > params.long


class ShortList:
    """Who seems the best for the positions of a year.

    Parameters
    ----------
    pool : Pool
        That of the year.
    """

    def __init__(self, pool: Pool, params: CandidateParams = DEFAULT.candidates) -> None:
        self._pool, self._params = pool, params
        self._number = {expert.id: number for number, expert in enumerate(pool.year.experts)}
        self._lists: Whole = np.zeros(len(self._number), dtype=np.int64)
        self._handicaps: dict[tuple[str, str], Whole] = {}
        self._candidates = frozenset(pool.listed_pre_accredited)

    def part(self, missions: Sequence[Mission]) -> Part:
        """Those on the lists of some missions, and every fund for them."""
        seats = [(mission, code) for mission in missions for code in mission.positions]
        pairs = {(m.id, expert.id) for m, code in seats for expert in self._listed(m, code)}
        return Part(pairs, {(m.id, fund.id) for m in missions for fund in self._pool.year.funds})

    def _listed(self, mission: Mission, code: str) -> list[Expert]:
        """The best of those who may fill a position, for whom this is one list more."""
        listed = list(islice(self._able(mission, code), self._params.listed))
        self._lists[[self._number[expert.id] for expert in listed]] += 1
        return listed

    def _able(self, mission: Mission, code: str) -> Iterator[Expert]:
        holders = self._pool.holders.get(code, ())
        if (mission.region, code) not in self._handicaps:
            numbers = [self._handicap(mission.region, code, expert) for expert in holders]
            self._handicaps[mission.region, code] = np.array(numbers, dtype=np.int64)
        lists = self._lists[[self._number[expert.id] for expert in holders]]
        handicaps = self._handicaps[mission.region, code] + self._params.days_per_list * lists
        for number in np.argsort(handicaps, kind="stable").tolist():
            expert = holders[number]
            if never(CONSTRAINTS, self._pool, mission, code, expert) is None:
                yield expert

    def _handicap(self, region: str, code: str, expert: Expert) -> int:
        """How far an expert comes behind, in days of waiting."""
        if self._pool.is_external(expert):
            return self._params.days_of_externals
        outside = self._params.days_from_outside * (expert.region != region)
        is_candidate = (expert.id, code) in self._candidates
        no_chance = self._params.days_without_chance * (not is_candidate)
        return outside + no_chance - self._pool.idle_days[expert.id]
