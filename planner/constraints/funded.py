"""Rule `funded`."""

from collections.abc import Callable
from datetime import date

from ortools.sat.python.cp_model import IntVar, LinearExpr

from models.fund import Fund, FundStatus
from models.instance import Year
from models.mission import Mission
from planner.constraints.base import Constraint
from planner.dates import Span
from planner.variables import Variables

Spending = dict[str, list[LinearExpr | IntVar]]


class Funded(Constraint):
    """One fund a mission, valid on its days; per fund the sum of costs <= available.

    In formulas: sum of pays = delivered; pays + sum of starts outside the validity <= 1; per fund
    the sum of base cost * pays + extra cost <= available.
    A mission costs its base (the fixed cost and the cheapest team) and an extra for the experts
    who come dearer. The extra is split over the funds that could pay, 0 for those that do not.
    """

    id = "funded"

    def post(self, variables: Variables) -> None:
        """Choose one fund a mission and keep every fund within what it has."""
        year = variables.pool.year
        if not year.funds:
            return
        spending: Spending = {fund.id: [] for fund in year.funds}
        for mission in year.missions:
            self._choose_fund(variables, mission)
            self._charge(variables, mission, spending)
        for fund in year.funds:
            if spending[fund.id]:
                variables.cp.add(LinearExpr.sum(spending[fund.id]) <= fund.available)
                _post_rounded(variables, fund)

    def _choose_fund(self, variables: Variables, mission: Mission) -> None:
        delivered = variables.delivered[mission.id]
        least = _least_cost(variables, mission)
        funds = [
            fund
            for fund in variables.pool.year.funds
            if least <= fund.available and _may_pay(variables, fund, mission)
        ]
        pays = {f.id: variables.cp.new_bool_var(f"{f.id} pays {mission.id}") for f in funds}
        if len(funds) == 1:
            pays = {funds[0].id: delivered}
        variables.pays[mission.id] = pays
        variables.cp.add(LinearExpr.sum(list(pays.values())) == delivered)
        for fund in funds:
            blocked = variables.starts_where(mission, _outside(validity(fund)))
            if blocked:
                variables.cp.add(pays[fund.id] + LinearExpr.sum(blocked) <= 1)

    def _charge(self, variables: Variables, mission: Mission, spending: Spending) -> None:
        costs = sorted(variables.costs(mission).values())
        pays, team = variables.pays[mission.id], len(mission.positions)
        if not pays or len(costs) < team:
            return
        if len(pays) == 1:
            spending[next(iter(pays))].append(variables.mission_cost(mission))
            return
        base = mission.fixed_cost + costs[0] * team
        most = mission.fixed_cost + sum(costs[-team:])
        extras = []
        for fund_id, literal in pays.items():
            extra = variables.cp.new_int_var(0, most - base, f"extra {literal.name}")
            variables.cp.add(extra <= (most - base) * literal)
            spending[fund_id].append(base * literal + extra)
            extras.append(extra)
        base_cost = base * variables.delivered[mission.id]
        variables.cp.add(LinearExpr.sum(extras) + base_cost == variables.mission_cost(mission))


def _least_cost(variables: Variables, mission: Mission) -> int:
    """What the mission costs with the cheapest experts, be they able to go together or not."""
    costs = sorted(variables.costs(mission).values())
    return mission.fixed_cost + sum(costs[: len(mission.positions)])


def _post_rounded(variables: Variables, fund: Fund) -> None:
    """Sum of whole shares <= whole shares of the fund, for several sizes of a share.

    It follows from the money, rounded down; it keeps the relaxation from delivering parts of
    missions with what is left in a fund.
    """
    paid = [m for m in variables.pool.year.missions if fund.id in variables.pays[m.id]]
    least = {m.id: _least_cost(variables, m) for m in paid}
    for share in sorted({cost for cost in least.values() if cost > 0}):
        shares = [least[m.id] // share for m in paid]
        most = fund.available // share
        if sum(shares) > most:
            pays = [variables.pays[m.id][fund.id] for m in paid]
            variables.cp.add(LinearExpr.weighted_sum(pays, shares) <= most)


def _outside(validity: Span) -> Callable[[Span], bool]:
    return lambda run: not validity.contains(run)


def _may_pay(variables: Variables, fund: Fund, mission: Mission) -> bool:
    """Whether the fund's terms fit the mission on at least one of its starts."""
    runs = variables.runs[mission.id]
    return (
        variables.may_pay(fund.id, mission.id)
        and admits(variables.pool.year, fund, mission)
        and any(validity(fund).contains(run) for run in runs)
    )


def admits(year: Year, fund: Fund, mission: Mission) -> bool:
    """Whether a fund may pay a mission, its money and its validity apart."""
    confirmed = fund.status is FundStatus.CONFIRMED or year.settings.use_pending_funds
    return (
        confirmed
        and fund.available >= 0
        and (not mission.funds or fund.id in mission.funds)
        and (not fund.regions or mission.region in fund.regions)
        and (not fund.hosts or mission.host in fund.hosts)
        and (not fund.expertise or any(code in fund.expertise for code in mission.positions))
    )


def validity(fund: Fund) -> Span:
    """The days on which the fund pays; an open end is as good as no end."""
    return Span(fund.valid_from or date.min, fund.valid_to or date.max)
