"""Rule `funded`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from models.facts.fund import Fund, FundStatus
from models.facts.instance import Year
from models.facts.mission import Mission
from planner.domain.calendars import Span
from planner.formulation.constraints.base import Constraint

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import IntVar, LinearExpr

    from planner.formulation.variables import Variables
    from planner.solver.cp_sat import Expression


class _Charge(NamedTuple):
    """An amount of money, how often a fund pays it, and how often it can at most."""

    amount: int
    times: LinearExpr | IntVar
    most: int


@dataclass(frozen=True)
class _Bill:
    """What a fund may have to pay: bases of missions, surpluses of dearer experts, and shares."""

    bases: list[_Charge] = field(default_factory=list)
    surpluses: list[_Charge] = field(default_factory=list)
    shares: list[Expression] = field(default_factory=list)


class Funded(Constraint):
    """One fund a mission, valid on its days; per fund the sum of costs <= available.

    In formulas: sum of pays = delivered; pays + sum of starts outside the validity <= 1; per fund
    the sum of base cost * pays + surplus * number <= available.
    A mission costs its base (the fixed cost and a team of its cheapest expert) and a surplus for
    each expert who comes dearer. How many of them come at each surplus is split over the funds
    that could pay, 0 for those that do not.
    Of a shared mission's cost C a fund pays the whole number n with 100 n <= per cent * C + 50 <
    100 (n + 1); the first of the funds pays the rest.
    """

    seen_to = True

    def post(self, variables: Variables) -> None:
        """Choose one fund a mission and keep every fund within what it has."""
        year = variables.pool.year
        if not year.funds:
            return
        bills = {fund.id: _Bill() for fund in year.funds}
        for mission in year.missions:
            if mission.shares:
                _share(variables, mission, bills)
                continue
            self._choose_fund(variables, mission)
            self._charge(variables, mission, bills)
        for fund in year.funds:
            if bills[fund.id].bases or bills[fund.id].shares:
                _post_within(variables, fund, bills[fund.id])

    def _choose_fund(self, variables: Variables, mission: Mission) -> None:
        delivered = variables.delivered[mission.id]
        least, year = _least_cost(variables, mission), variables.pool.year
        funds = [f for f in year.funds if least <= f.available and _may_pay(variables, f, mission)]
        pays = {f.id: variables.cp.new_bool_var(f"{f.id} pays {mission.id}") for f in funds}
        if len(funds) == 1:
            pays = {funds[0].id: delivered}
        variables.pays[mission.id] = pays
        variables.cp.add(variables.total(list(pays.values())) == delivered)
        for fund in funds:
            blocked = variables.starts_where(mission, _outside(validity(fund)))
            if blocked:
                variables.cp.add(pays[fund.id] + variables.total(blocked) <= 1)

    def _charge(self, variables: Variables, mission: Mission, bills: Mapping[str, _Bill]) -> None:
        costs, pays = variables.costs(mission), variables.pays[mission.id]
        if not pays or len(costs) < len(mission.positions):
            return
        least = min(costs.values())
        base = mission.fixed_cost + least * len(mission.positions)
        for fund_id, literal in pays.items():
            bills[fund_id].bases.append(_Charge(base, literal, 1))
        for cost in sorted({*costs.values()} - {least}):
            goes = [variables.goes[mission.id][e] for e in costs if costs[e] == cost]
            most = min(len(goes), len(mission.positions))
            for fund_id, number in self._split(variables, mission, goes, most).items():
                bills[fund_id].surpluses.append(_Charge(cost - least, number, most))

    def _split(
        self, variables: Variables, mission: Mission, goes: list[IntVar], most: int
    ) -> Mapping[str, LinearExpr | IntVar]:
        """How many of some experts go, at most so many, split over the funds that could pay."""
        pays, number = variables.pays[mission.id], variables.total(goes)
        if len(pays) == 1:
            return dict.fromkeys(pays, number)
        parts = {}
        for fund_id, literal in pays.items():
            parts[fund_id] = variables.cp.new_int_var(0, most, f"dearer {literal.name}")
            variables.cp.add(parts[fund_id] <= most * literal)
        variables.cp.add(variables.total(list(parts.values())) == number)
        return parts


def _share(variables: Variables, mission: Mission, bills: Mapping[str, _Bill]) -> None:
    """All funds of a shared mission pay, each its part, or it is not delivered."""
    delivered, payer = variables.delivered[mission.id], mission.payer
    funds = [variables.pool.year.fund_by_id[share.fund_id] for share in mission.shares]
    able = all(admits(variables.pool.year, fund, mission) for fund in funds)
    if payer is None or not able or not variables.may_pay(payer, mission.id):
        variables.pays[mission.id] = {}
        variables.cp.add(delivered == 0)
        return
    variables.pays[mission.id] = {payer: delivered}
    for fund in funds:
        blocked = variables.starts_where(mission, _outside(validity(fund)))
        if blocked:
            variables.cp.add(delivered + variables.total(blocked) <= 1)
    for fund_id, part in variables.parts(mission).items():
        bills[fund_id].shares.append(part)


def _least_cost(variables: Variables, mission: Mission) -> int:
    """What the mission costs with the cheapest experts, be they able to go together or not."""
    costs = sorted(variables.costs(mission).values())
    return mission.fixed_cost + sum(costs[: len(mission.positions)])


def _post_within(variables: Variables, fund: Fund, bill: _Bill) -> None:
    """Sum of amounts <= available, and whole shares of it for several sizes of a share.

    The latter follow from the money, rounded down; they keep the relaxation from delivering parts
    of missions, or sending parts of dearer experts, with what is left in a fund. Shares of missions
    are no part of them.
    """
    charges = [*bill.bases, *bill.surpluses]
    amounts = [charge.amount for charge in charges]
    paid = [charge.times for charge in charges]
    shared = variables.total(bill.shares)
    variables.paid[fund.id] = variables.weighted(paid, amounts) + shared
    variables.cp.add(variables.paid[fund.id] <= fund.available)
    # More sizes slow the relaxation down: most dearer experts come at the same surplus.
    usual = Counter(charge.amount for charge in bill.surpluses).most_common(1)
    _post_shares(variables, fund, [share for share, _ in usual], charges)
    missions = [m for m in variables.pool.year.missions if fund.id in variables.pays[m.id]]
    least = [_Charge(_least_cost(variables, m), variables.pays[m.id][fund.id], 1) for m in missions]
    sizes = sorted({charge.amount for charge in least} - {0})
    _post_shares(variables, fund, sizes, least)


def _post_shares(
    variables: Variables, fund: Fund, sizes: Sequence[int], charges: Sequence[_Charge]
) -> None:
    """Sum of whole shares <= whole shares of the fund, for each size for which it says anything."""
    paid = [charge.times for charge in charges]
    amounts = np.array([charge.amount for charge in charges], dtype=np.int64)
    most = np.array([charge.most for charge in charges], dtype=np.int64)
    for size in sizes:
        shares = amounts // size
        if int(shares @ most) > fund.available // size:
            total = variables.weighted(paid, shares.tolist())
            variables.cp.add(total <= fund.available // size)


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
