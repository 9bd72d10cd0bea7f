"""A relaxation in which missions are only paid for: at the least that each could cost by itself.

Experts, days and all limits but those of the funds are left out, so that what no choice of payers
does without no plan does without.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from ortools.sat.python.cp_model import LinearExpr

from models.facts.assignment import AssignmentRow
from models.facts.expert import Expert
from models.facts.fund import Fund
from models.facts.instance import Year
from models.facts.mission import Mission
from planner.domain import agreements
from planner.domain.calendars import Calendars
from planner.domain.costs import split
from planner.formulation.constraints import CONSTRAINTS
from planner.formulation.constraints.funded import admits, validity
from planner.formulation.eligibility import Pool
from planner.formulation.obstacles import never
from planner.solver.cp_sat import Expression
from planner.solver.lean_model import LeanModel

_CLOSING = tuple(constraint for constraint in CONSTRAINTS if constraint.says("admits"))


class Payments:
    """Who pays what at least.

    Parameters
    ----------
    year : Year
        The facts.
    missions : iterable of str
        All of them are delivered.
    cheapest : Cheapest
        Who may go where, in this year or in one that differs in its funds alone.

    Attributes
    ----------
    cp : LeanModel
        One payer a mission; no fund is limited yet.
    paid : dict
        Fund ID to what it pays altogether.
    """

    def __init__(self, year: Year, missions: Iterable[str], cheapest: "Cheapest") -> None:
        self.cp = LeanModel()
        self._year = year
        self._calendars = cheapest.pool.calendars
        self._agreed = _agreed(year, self._calendars)
        self._bills: dict[str, list[Expression]] = defaultdict(list)
        for mission_id in missions:
            mission = year.mission_by_id[mission_id]
            self._bill(mission, cheapest.cost(mission, self._agreed[mission_id]))
        self.paid = {fund_id: LinearExpr.sum(bills) for fund_id, bills in self._bills.items()}

    def _bill(self, mission: Mission, cost: int) -> None:
        if mission.shares:
            for number, (fund_id, part) in enumerate(split(cost, mission.shares).items()):
                # The first pays what rounding leaves: of a dearer team less by a unit a colleague.
                spare = 0 if number else len(mission.shares)
                self._bills[fund_id].append(max(0, part - spare))
            return
        pays = {fund.id: self.cp.new_bool_var("") for fund in self._payers(mission)}
        self.cp.add_exactly_one(pays.values())
        for fund_id, literal in pays.items():
            self._bills[fund_id].append(cost * literal)

    def _payers(self, mission: Mission) -> Iterator[Fund]:
        """The funds whose terms fit on a start, or the one that is agreed."""
        named = {row.fund_id for row in self._agreed[mission.id] if row.fund_id}
        runs = self._calendars.allowed_starts(mission)
        for fund in self._year.funds:
            fits = admits(self._year, fund, mission) and named <= {fund.id}
            if fits and any(map(validity(fund).contains, runs)):
                yield fund


def _agreed(year: Year, calendars: Calendars) -> dict[str, list[AssignmentRow]]:
    rows: dict[str, list[AssignmentRow]] = defaultdict(list)
    for row in agreements.pinned_rows(year, calendars):
        rows[row.mission_id].append(row)
    return rows


class Cheapest:
    """Who may ever go to each mission, the cheapest first; sorted once for many questions."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self._known, self._costs = pool.by_cost, pool.least_costs

    def of(self, mission: Mission, code: str) -> tuple[Expert, ...]:
        """Who may fill a position of this expertise, by cost and in the order of the sheet."""
        if (mission.id, code) not in self._known:
            able = self._able(mission, code)
            by_cost = sorted(able, key=lambda expert: self.pool.cost(mission, expert))
            self._known[mission.id, code] = tuple(by_cost)
        return self._known[mission.id, code]

    def _able(self, mission: Mission, code: str) -> Iterator[Expert]:
        """Whom all rules admit; where no model has asked them, they are asked now."""
        noted = self.pool.admitted.get((mission.id, code))
        for expert in self.pool.holders.get(code, ()):
            if noted is not None:
                admitted = expert.id in noted
            else:
                admitted = never(_CLOSING, self.pool, mission, code, expert) is None
            if admitted:
                yield expert

    def cost(self, mission: Mission, agreed: Iterable[AssignmentRow]) -> int:
        """No team costs less: who is agreed, and the cheapest others, each from elsewhere."""
        if mission.id not in self._costs:
            self._costs[mission.id] = self._cost(mission, agreed)
        return self._costs[mission.id]

    def _cost(self, mission: Mission, agreed: Iterable[AssignmentRow]) -> int:
        pool, experts = self.pool, self.pool.year.expert_by_id
        team = [experts[row.expert_id] for row in agreed]
        known = {expert.id for expert in team}
        others = {e.id: e for code in mission.positions for e in self.of(mission, code)}
        free = (e for e in others.values() if e.id not in known)
        for expert in sorted(free, key=lambda e: pool.cost(mission, e)):
            if len(team) < len(mission.positions) and _may_join(mission, team, expert):
                team.append(expert)
        return mission.fixed_cost + sum(pool.cost(mission, expert) for expert in team)


def _may_join(mission: Mission, team: Iterable[Expert], expert: Expert) -> bool:
    countries = {colleague.administration for colleague in team}
    return mission.same_administration_allowed or expert.administration not in countries
