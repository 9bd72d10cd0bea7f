"""Who could take a seat on a mission beside what a plan asks of everybody already."""

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from models.expert import Expert, QualificationStatus
from models.mission import Mission
from planner.domain.calendars import Span, busy_period
from planner.formulation.constraints import CONSTRAINTS, Constraint
from planner.heuristics.usage import Load

# Whether an expert is free is asked for the mission's days alone.
_ASKED = [
    rule
    for rule in CONSTRAINTS
    if type(rule).admits is not Constraint.admits and rule.id not in ("available", "one-at-a-time")
]

Team = Sequence[tuple[Expert, str]]


class Seat(NamedTuple):
    """A position of a mission: its expertise, its days, and the colleagues with theirs."""

    mission: Mission
    code: str
    run: Span
    colleagues: Team


class Seating:
    """The rules of one more seat, beside a plan that stays as it is.

    Parameters
    ----------
    load : Load
        What the plan asks of everybody; missions that join it count from then on.
    """

    def __init__(self, load: Load) -> None:
        self._load, self._pool = load, load.pool
        self._year = load.year

    def may_ever(self, mission: Mission, code: str, expert: Expert) -> bool:
        """Whether a holder of the expertise may fill such a position on some day."""
        return not expert.left and all(
            rule.admits(self._pool, mission, code, expert) for rule in _ASKED
        )

    def could(self, seat: Seat, expert: Expert) -> bool:
        """Whether one of those could take a seat; money and who evaluates apart."""
        return (
            self._is_free(seat, expert)
            and not self._load.is_full(expert, seat.mission, seat.run)
            and self._fits_colleagues(seat, expert)
            and self._is_released(seat, expert)
        )

    def is_led(self, mission: Mission, team: Team) -> bool:
        """The rule `evaluation-lead` for a whole team."""
        held = [self._pool.standing.get((expert.id, code)) for expert, code in team]
        led = mission.staff_lead or QualificationStatus.ACCREDITED in held
        return led or QualificationStatus.PRE_ACCREDITED not in held

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

    def _is_free(self, seat: Seat, expert: Expert) -> bool:
        closed = self._pool.closed_days.get(expert.id, ())
        if closed:
            busy = busy_period(self._year.settings, seat.run)
            if any(span.meets(busy) for span in closed):
                return False
        return not self._load.is_busy(expert.id, seat.mission, seat.run)

    def _fits_colleagues(self, seat: Seat, expert: Expert) -> bool:
        """Nobody goes twice, and the rule `different-administrations`."""
        others = [colleague for colleague, _ in seat.colleagues]
        if any(other.id == expert.id for other in others):
            return False
        same = any(other.administration == expert.administration for other in others)
        return seat.mission.same_administration_allowed or not same

    def _is_released(self, seat: Seat, expert: Expert) -> bool:
        """The rule `administration-capacity`."""
        country = expert.administration
        limits = self._year.administration_by_country.get(country)
        if limits is None or self._pool.is_external(expert):
            return True
        here = 1 + sum(
            other.administration == country and not self._pool.is_external(other)
            for other, _ in seat.colleagues
        )
        away = here + self._load.experts_away(country, seat.mission, seat.run)
        weeks = here * seat.mission.weeks_charged + self._load.weeks_of(country, seat.mission)
        return _within(away, limits.max_experts_away) and _within(weeks, limits.max_weeks)

    @cached_property
    def _candidates(self) -> frozenset[tuple[str, str]]:
        return frozenset(self._pool.listed_pre_accredited)


def _within(number: int, limit: int | None) -> bool:
    return limit is None or number <= limit
