"""Stand-bys: finds the experts who could take over a position while the rest of the plan stays.

They are listed in the order in which the policy has them asked.
"""

from collections.abc import Callable, Iterator
from functools import cache
from itertools import islice

from models.answers.plan import Placement, Plan
from models.answers.standby import Standby
from models.facts.expert import Expert
from models.facts.mission import Mission
from planner.domain import costs
from planner.formulation.eligibility import Pool
from planner.formulation.usage import Load, Seat, Team
from planner.heuristics.insertion import Seating

MOST = 3


def standbys(pool: Pool, plan: Plan) -> tuple[Standby, ...]:
    """Up to three replacements for every position of a plan, in plan order."""
    return Standbys(Load(pool.year, pool.calendars, plan, pool)).all()


class Standbys:
    """The replacements for the positions of a plan."""

    def __init__(self, load: Load) -> None:
        self._year, self._load = load.year, load
        self._seating = Seating(load)
        # By region and expertise; the plan stays as it is, and so does the order of the policy.
        self._orders: dict[tuple[str, str], list[Expert]] = {}

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
        colleagues = [
            (self._year.expert_by_id[other.expert_id], other.expertise)
            for other in self._load.teams[mission.id]
            if other.position != row.position
        ]
        run = self._load.run_of(mission)
        seat = Seat(mission, row.expertise, run, colleagues, row.fund_id)
        is_paid = self._paid(mission, row, colleagues)
        for expert in self._in_order(seat):
            if (
                expert.id != row.expert_id
                and self._seating.may_ever(mission, row.expertise, expert)
                and self._seating.could(seat, expert)
                and self._seating.may_be_paid(seat, expert)
                and is_paid(self._load.pool.cost(mission, expert))
            ):
                yield expert

    def _in_order(self, seat: Seat) -> list[Expert]:
        region, code = seat.mission.region, seat.code
        if (region, code) not in self._orders:
            holders = self._load.pool.holders.get(code, ())
            self._orders[region, code] = sorted(
                holders, key=lambda expert: self._seating.rank(region, code, expert)
            )
        return self._orders[region, code]

    def _paid(self, mission: Mission, row: Placement, colleagues: Team) -> Callable[[int], bool]:
        """Whether each fund has what it would pay if one more came at a cost: of those are few."""
        left, others = self._left(row), self._seating.cost(mission, colleagues)

        @cache
        def is_paid(cost: int) -> bool:
            bill = costs.paid_by(mission, row.fund_id, others + cost)
            return all(left[fund_id] >= amount for fund_id, amount in bill.items())

        return is_paid

    def _left(self, row: Placement) -> dict[str, int]:
        """What each fund has for the mission; nothing where no fund pays."""
        if row.fund_id is None:
            return {}
        spent = self._load.spent(self._year.mission_by_id[row.mission_id])
        return {fund.id: fund.available - spent[fund.id] for fund in self._year.funds}
