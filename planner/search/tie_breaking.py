"""Tie-breaking: chooses funds and positions canonically among plans that are equal in all levels.

The levels decide who goes where and when. The rest is chosen as a reader of the workbook would
choose it: the first fund that has the money, the first position. A plan that is fed back keeps its
funds where that is possible, so that it comes out the same.
"""

from collections import defaultdict

from ortools.sat.python.cp_model import IntVar, LinearExpr

from models.answers.plan import Plan
from models.answers.report import LevelResult
from models.facts.instance import Year
from models.facts.mission import Mission
from planner.domain import agreements, costs
from planner.domain.calendars import Calendars
from planner.domain.levels import level_of
from planner.domain.restrict import part_of
from planner.formulation.build import Model, build
from planner.formulation.eligibility import Pool
from planner.formulation.restriction import Restriction
from planner.formulation.variables import Variables
from planner.solver.cp_sat import Engine
from planner.solver.outcome import Outcome

Payers = dict[str, str]


def settle(year: Year, calendars: Calendars, outcome: Outcome, engine: Engine) -> Plan:
    """The same experts, missions and starts, with funds and positions chosen canonically."""
    plan = outcome.plan
    part = part_of(year, plan)
    model = build(Pool(part, calendars), Restriction(fixed=plan))
    plan = _with_funds(plan, _Funds(year, calendars, plan, model.variables).settled())
    if all(len(fills) < 2 for fills in model.variables.fills.values()):
        return plan
    for row in plan.placements:
        model.variables.fix(row, position=False)
        if row.fund_id is not None:
            model.cp.add(model.variables.pays[row.mission_id][row.fund_id] == 1)
    _keep_levels(model, outcome.levels)
    answer = engine.maximize(model.cp, -_unusualness(model.variables))
    return plan if answer.values is None else model.variables.plan(answer.holds)


class _Funds:
    """Which fund pays which mission of a plan, and what that leaves in the funds."""

    def __init__(self, year: Year, calendars: Calendars, plan: Plan, variables: Variables) -> None:
        self._missions = variables.pool.year.missions
        self._may_pay = {m.id: tuple(variables.pays.get(m.id, {})) for m in self._missions}
        self._order = {m.id: _fund_order(year, m) for m in self._missions}
        self._cost = {m.id: m.fixed_cost + sum(variables.costs(m).values()) for m in self._missions}
        self._available = {fund.id: fund.available for fund in year.funds}
        pinned = agreements.pinned_rows(year, calendars)
        self._agreed = {row.mission_id for row in pinned if row.fund_id is not None}
        self._agreed |= {mission.id for mission in self._missions if mission.shares}
        self._payers = {row.mission_id: row.fund_id for row in plan.placements if row.fund_id}
        self._proposed = {
            row.mission_id: row.fund_id
            for row in agreements.preferred_rows(year)
            if row.fund_id in self._may_pay.get(row.mission_id, ())
        }

    def settled(self) -> Payers:
        """Each mission moves to the first fund that has the money, until none can move."""
        self._keep_proposed()
        left = self._left(self._payers)
        while sum(self._move(mission, left) for mission in self._missions):
            pass
        return self._payers

    def _keep_proposed(self) -> None:
        """Take the funds of the last plan, if they can still pay all of it."""
        asked = {k: f for k, f in self._proposed.items() if k not in self._agreed and f}
        wanted = self._payers | asked
        if min(self._left(wanted).values(), default=0) >= 0:
            self._payers = wanted

    def _left(self, payers: Payers) -> dict[str, int]:
        spent: dict[str, int] = defaultdict(int)
        for mission in self._missions:
            bill = costs.paid_by(mission, payers.get(mission.id), self._cost[mission.id])
            for fund_id, amount in bill.items():
                spent[fund_id] += amount
        return {fund_id: self._available[fund_id] - money for fund_id, money in spent.items()}

    def _move(self, mission: Mission, left: dict[str, int]) -> bool:
        """Let an earlier fund pay, where one can; whether one does."""
        now = self._payers.get(mission.id)
        if now is None or mission.id in self._agreed:
            return False
        order, cost = self._order[mission.id], self._cost[mission.id]
        for fund_id in order[: order.index(now)]:
            rest = left.get(fund_id, self._available[fund_id])
            if fund_id in self._may_pay[mission.id] and rest >= cost:
                left[now] += cost
                left[fund_id] = rest - cost
                self._payers[mission.id] = fund_id
                return True
        return False


def _with_funds(plan: Plan, payers: Payers) -> Plan:
    rows = plan.placements
    return Plan.of(r.model_copy(update={"fund_id": payers.get(r.mission_id)}) for r in rows)


def _keep_levels(model: Model, levels: tuple[LevelResult, ...]) -> None:
    values = {level.level: level.value for level in levels}
    for level in model.levels:
        if level_of(level.name).id not in ("delivery", "stability"):
            model.pin(level.name, values[level.name])


def _unusualness(variables: Variables) -> LinearExpr:
    """How far down the lists the positions are."""
    ranked: list[tuple[IntVar, int]] = []
    for mission in variables.pool.year.missions:
        if len(variables.fills[mission.id]) > 1:
            ranked += _position_ranks(variables, mission)
    literals, ranks = [literal for literal, _ in ranked], [rank for _, rank in ranked]
    return LinearExpr.weighted_sum(literals, ranks)


def _fund_order(year: Year, mission: Mission) -> list[str]:
    """The funds as the mission names them, or as the Funds sheet lists them."""
    return list(dict.fromkeys([*mission.funds, *(fund.id for fund in year.funds)]))


def _position_ranks(variables: Variables, mission: Mission) -> list[tuple[IntVar, int]]:
    """Experts in the order of the Experts sheet prefer the positions that come first."""
    goes = variables.goes[mission.id]
    experts = [expert.id for expert in variables.pool.year.experts if expert.id in goes]
    return [
        (literal, number * (len(experts) - experts.index(expert_id)))
        for number, fills in enumerate(variables.fills[mission.id].values())
        for expert_id, literal in fills.items()
    ]
