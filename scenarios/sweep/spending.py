"""What the plan of a model spends of one fund, as an expression."""

from ortools.sat.python.cp_model import IntVar, LinearExpr

from models.facts.mission import Mission
from planner.formulation.build import Model
from planner.formulation.variables import Variables


def spending_of(model: Model, fund_id: str) -> LinearExpr:
    """The sum of the costs of the missions that the fund pays, in whole currency units.

    The cost of a mission that several funds could pay is split in two parts, that of this fund
    and that of the others, of which one is 0.
    """
    variables = model.variables
    parts: list[LinearExpr | IntVar] = []
    for mission in variables.pool.year.missions:
        pays = variables.pays.get(mission.id, {})
        if mission.payer in pays and fund_id in variables.parts(mission):
            parts.append(LinearExpr.sum([variables.parts(mission)[fund_id]]))
        elif fund_id in pays:
            whole = variables.mission_cost(mission)
            parts.append(whole if len(pays) == 1 else _part(variables, mission, fund_id))
    return LinearExpr.sum(parts)


def uses(model: Model, fund_id: str) -> IntVar:
    """A literal that is true where the fund pays a mission."""
    used = model.cp.new_bool_var(f"{fund_id} is used")
    for mission in model.variables.pool.year.missions:
        pays = model.variables.pays.get(mission.id, {})
        shares = {share.fund_id for share in mission.shares}
        literal = pays.get(mission.payer or "") if fund_id in shares else pays.get(fund_id)
        if literal is not None:
            model.cp.add(literal <= used)  # a row that the relaxation sees, too
    return used


def _part(variables: Variables, mission: Mission, fund_id: str) -> LinearExpr:
    """The mission's cost where this fund pays it, else 0.

    The base, what the cheapest team costs, goes with the fund; only what is above it is split.
    """
    costs, team = sorted(variables.costs(mission).values()), len(mission.positions)
    base = mission.fixed_cost + sum(costs[:team])
    most = mission.fixed_cost + sum(costs[len(costs) - team :]) if len(costs) >= team else base
    ours, delivered = variables.pays[mission.id][fund_id], variables.delivered[mission.id]
    extra = variables.cp.new_int_var(0, max(0, most - base), f"above the base of {mission.id}")
    others = variables.cp.new_int_var(0, max(0, most - base), f"paid by others for {mission.id}")
    variables.cp.add(extra <= (most - base) * ours)
    variables.cp.add(others <= (most - base) * (delivered - ours))
    variables.cp.add(extra + others + base * delivered == variables.mission_cost(mission))
    return base * ours + extra
