"""Insertion: checks whether an expert can join a team while the rest of the plan stays."""

from functools import cached_property

from models.facts.expert import Expert
from models.facts.mission import Mission
from planner.domain.rules import Scope
from planner.formulation.constraints import CONSTRAINTS
from planner.formulation.obstacles import here, never
from planner.formulation.usage import Load, Seat, Team

# Whether an expert is free is asked for the mission's days alone.
_EVER = [r for r in CONSTRAINTS if not r.rule.by_dates and r.says("admits")]
_ON_DAYS = [r for r in CONSTRAINTS if r.says("room") or (r.rule.by_dates and r.says("admits"))]
# A look at the team alone comes first: it costs least, and most are refused by it.
_SEATED = sorted(
    (r for r in _ON_DAYS if r.rule.scope.about_people),
    key=lambda constraint: constraint.rule.scope is not Scope.TEAM,
)
_WHOEVER_GOES = [r for r in _ON_DAYS if r.rule.scope in (Scope.HOST, Scope.MISSION)]
_PAYING = [r for r in _ON_DAYS if r.rule.scope is Scope.FUND]
# Where a rule says nothing of one more seat, no plan is made by hand.
IS_BLIND = any(r.is_silent and not (r.structural or r.seen_to) for r in CONSTRAINTS)


class Seating:
    """The rules of one more seat, beside a plan that stays as it is.

    Parameters
    ----------
    load : Load
        What the plan asks of everybody; missions that join it count from then on.
    """

    def __init__(self, load: Load) -> None:
        self._load, self._pool = load, load.pool

    def may_ever(self, mission: Mission, code: str, expert: Expert) -> bool:
        """Whether a holder of the expertise may fill such a position on some day.

        Where a model of the whole year has found that out, it is not asked again.
        """
        pool = self._pool
        noted = pool.admitted.get((mission.id, code))
        if noted is not None:
            return expert.id in noted
        return never(_EVER, pool, mission, code, expert) is None

    def could(self, seat: Seat, expert: Expert) -> bool:
        """Whether one of those could take a seat, money apart."""
        return here(_SEATED, self._load, seat, expert) is None

    def is_received(self, seat: Seat, expert: Expert) -> bool:
        """Whether the mission may take place on these days and its host has room, whoever goes."""
        return here(_WHOEVER_GOES, self._load, seat, expert) is None

    def may_be_paid(self, seat: Seat, expert: Expert) -> bool:
        """Whether the rules of funds but `funded` let the seat's fund pay for the expert."""
        return here(_PAYING, self._load, seat, expert) is None

    def cost(self, mission: Mission, team: Team) -> int:
        """What a mission with this team costs, in whole currency units."""
        return mission.fixed_cost + sum(self._pool.cost(mission, expert) for expert, _ in team)

    def rank(self, region: str, code: str, expert: Expert) -> tuple[bool, bool, bool, int]:
        """The turn of an expert in the order of the policy, for a position of a region's mission.

        The lowest is first: candidates who would get the chance to complete their accreditation,
        then serving experts, those of the mission's region and those who have waited longest first,
        external experts last.
        """
        pair = (expert.id, code)
        chance = pair in self._candidates and pair not in self._load.chances
        outside = expert.region != region
        waited = 0 if self._load.serves(expert.id) else self._pool.idle_days.get(expert.id, 0)
        return self._pool.is_external(expert), not chance, outside, -waited

    @cached_property
    def _candidates(self) -> frozenset[tuple[str, str]]:
        return frozenset(self._pool.listed_pre_accredited)
