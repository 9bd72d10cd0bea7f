"""The last choice among plans that no level tells apart: funds and positions, always the same way.

The levels fix who goes where when as well as they can; this fixes the rest in the order in which
a reader of the workbook would: the first fund that can pay, the first position. It looks at the
plan alone, so a plan that is fed back comes out the same.
"""

from ortools.sat.python.cp_model import IntVar, LinearExpr

from models.instance import Year
from models.mission import Mission
from models.plan import Plan
from models.report import LevelResult
from planner.dates import Calendars
from planner.engine import Engine
from planner.lexicographic import Outcome
from planner.model import Model, build
from planner.subyear import part_of
from planner.variables import Variables


def settle(year: Year, calendars: Calendars, outcome: Outcome, engine: Engine) -> Plan:
    """The same experts, missions and starts, with funds and positions chosen canonically."""
    plan = outcome.plan
    part = part_of(year, plan)
    model = build(part, calendars, fixed=plan)
    for placement in plan.placements:
        model.variables.fix(placement, position=False)
    _keep_levels(model, outcome.levels)
    answer = engine.maximize(model.cp, -_unusualness(model.variables))
    return plan if answer.values is None else model.variables.plan(answer.holds)


def _keep_levels(model: Model, levels: tuple[LevelResult, ...]) -> None:
    values = {level.level: level.value for level in levels}
    for level in model.levels:
        if level.level.id not in ("delivery", "stability"):
            model.pin(level.name, values[level.name])


def _unusualness(variables: Variables) -> LinearExpr:
    """How far down the lists the funds and the positions are."""
    ranked: list[tuple[IntVar, int]] = []
    for mission in variables.pool.year.missions:
        order = _fund_order(variables.pool.year, mission)
        ranked += [(lit, order.index(f)) for f, lit in variables.pays.get(mission.id, {}).items()]
        if len(variables.fills[mission.id]) > 1:
            ranked += _position_ranks(variables, mission)
    literals, ranks = [literal for literal, _ in ranked], [rank for _, rank in ranked]
    return LinearExpr.weighted_sum(literals, ranks)


def _fund_order(year: Year, mission: Mission) -> list[str]:
    """The funds as the mission names them, or as the Funds sheet lists them."""
    return list(dict.fromkeys([*mission.funds, *(fund.id for fund in year.funds)]))


def _position_ranks(variables: Variables, mission: Mission) -> list[tuple[IntVar, int]]:
    """Experts in the order of the Experts sheet prefer the positions that come first."""
    experts = list(variables.goes[mission.id])
    return [
        (literal, number * (len(experts) - experts.index(expert_id)))
        for number, fills in enumerate(variables.fills[mission.id].values())
        for expert_id, literal in fills.items()
    ]
