"""Stand-bys: who could take over a position with everything else of the plan unchanged.

The order in which they are to be asked is that of the policy: candidates who would get the chance
to complete their accreditation, then serving experts, those of the mission's region and those who
have waited longest first, external experts last.
"""

from collections.abc import Iterator
from functools import cached_property
from itertools import islice

from models.expert import Expert, QualificationStatus
from models.instance import Year
from models.mission import Mission
from models.plan import Placement, Plan
from models.standby import Standby
from planner.constraints import CONSTRAINTS, Constraint
from planner.dates import Calendars, Span, busy_period
from planner.load import Load
from planner.pool import Pool

MOST = 3


def standbys(year: Year, plan: Plan) -> tuple[Standby, ...]:
    """Up to three replacements for every position of a plan, in plan order."""
    calendars = Calendars(year)
    return Standbys(Load(year, calendars, plan, Pool(year, calendars))).all()


class Standbys:
    """The replacements for the positions of a plan."""

    def __init__(self, load: Load) -> None:
        self._year, self._pool, self._load = load.year, load.pool, load
        self._calendars = load.calendars
        # Whether an expert is free is asked for the mission's days alone.
        self._rules = [
            rule
            for rule in CONSTRAINTS
            if type(rule).admits is not Constraint.admits and rule.id != "available"
        ]

    def all(self) -> tuple[Standby, ...]:
        """Up to three replacements for every position, in plan order."""
        return tuple(
            Standby(
                mission_id=row.mission_id,
                position=row.position,
                experts=tuple(expert.id for expert in islice(self._able(row), MOST)),
            )
            for row in self._load.plan.placements
        )

    def of(self, row: Placement) -> list[Expert]:
        """Everybody who could take over a position, the first to ask first."""
        return list(self._able(row))

    def _able(self, row: Placement) -> Iterator[Expert]:
        mission = self._year.mission_by_id[row.mission_id]
        colleagues = [r for r in self._load.teams[mission.id] if r.position != row.position]
        seat = _Seat(mission, row, self._calendars.run(mission, row.start), tuple(colleagues))
        left = self._left(seat)
        holders = self._pool.holders.get(row.expertise, ())
        in_order = sorted(holders, key=lambda expert: self._rank(seat, expert))
        return (expert for expert in in_order if self._could(seat, expert, left))

    def _could(self, seat: "_Seat", expert: Expert, left: int | None) -> bool:
        mission, row = seat.mission, seat.row
        return (
            expert.id not in seat.team
            and all(r.admits(self._pool, mission, row.expertise, expert) for r in self._rules)
            and self._is_free(seat, expert)
            and not self._load.is_full(expert, mission, seat.run)
            and self._fits_colleagues(seat, expert)
            and self._is_released(seat, expert)
            and (left is None or self._pool.cost(mission, expert) <= left)
        )

    def _is_free(self, seat: "_Seat", expert: Expert) -> bool:
        busy = busy_period(self._year.settings, seat.run)
        closed = self._pool.closed_days.get(expert.id, ())
        free = not any(span.meets(busy) for span in closed)
        return free and not self._load.busy_with(expert.id, seat.mission, seat.run)

    def _fits_colleagues(self, seat: "_Seat", expert: Expert) -> bool:
        """The rules `different-administrations` and `evaluation-lead`."""
        countries = [self._expert(row).administration for row in seat.colleagues]
        if expert.administration in countries and not seat.mission.same_administration_allowed:
            return False
        held = [self._pool.standing.get((r.expert_id, r.expertise)) for r in seat.colleagues]
        held.append(self._pool.standing[expert.id, seat.row.expertise])
        led = seat.mission.staff_lead or QualificationStatus.ACCREDITED in held
        return led or QualificationStatus.PRE_ACCREDITED not in held

    def _is_released(self, seat: "_Seat", expert: Expert) -> bool:
        """The rule `administration-capacity`."""
        limits = self._year.administration_by_country.get(expert.administration)
        if limits is None or self._pool.is_external(expert):
            return True
        team = [self._expert(row) for row in seat.colleagues]
        here = 1 + sum(
            other.administration == expert.administration and not self._pool.is_external(other)
            for other in team
        )
        away = here + self._load.experts_away(expert.administration, seat.mission, seat.run)
        weeks = here * seat.mission.weeks_charged
        weeks += self._load.weeks_of(expert.administration, seat.mission)
        return _within(away, limits.max_experts_away) and _within(weeks, limits.max_weeks)

    def _left(self, seat: "_Seat") -> int | None:
        """What the fund has for this position; None where no fund pays."""
        if seat.row.fund_id is None:
            return None
        fund = self._year.fund_by_id[seat.row.fund_id]
        others = sum(self._pool.cost(seat.mission, self._expert(row)) for row in seat.colleagues)
        spent = self._load.spent(seat.mission)[fund.id]
        return fund.available - spent - seat.mission.fixed_cost - others

    def _rank(self, seat: "_Seat", expert: Expert) -> tuple[bool, bool, bool, int]:
        chance = (expert.id, seat.row.expertise) in self._waiting
        outside = expert.region != seat.mission.region
        waited = 0 if expert.id in self._used else self._pool.idle_days.get(expert.id, 0)
        return self._pool.is_external(expert), not chance, outside, -waited

    @cached_property
    def _used(self) -> frozenset[str]:
        return frozenset(row.expert_id for row in self._load.plan.placements)

    @cached_property
    def _waiting(self) -> frozenset[tuple[str, str]]:
        """Candidates, an expert and an expertise, to whom the plan gives no chance."""
        chances = {(row.expert_id, row.expertise) for row in self._load.plan.placements}
        return frozenset(self._pool.listed_pre_accredited) - chances

    def _expert(self, row: Placement) -> Expert:
        return self._year.expert_by_id[row.expert_id]


class _Seat:
    """A position of a plan: its mission, its days, and the colleagues who stay."""

    def __init__(
        self, mission: Mission, row: Placement, run: Span, colleagues: tuple[Placement, ...]
    ) -> None:
        self.mission, self.row, self.run, self.colleagues = mission, row, run, colleagues
        self.team = frozenset(r.expert_id for r in (row, *colleagues))


def _within(number: int, limit: int | None) -> bool:
    return limit is None or number <= limit
