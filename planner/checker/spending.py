"""Who pays how much: shares of a mission, and what over and running missions have cost."""

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal

from models.facts.fund import Fund
from models.facts.mission import Mission
from models.facts.visit import Visit
from planner.checker.context import Context, grouped
from planner.checker.costs import expert_cost


def parts(mission: Mission, cost: int) -> dict[str, int]:
    """What each fund of a shared mission pays of its cost; the first one pays the difference."""
    others = {s.fund_id: _percent(cost, s.percent) for s in mission.shares[1:]}
    return {mission.shares[0].fund_id: cost - sum(others.values())} | others


def _percent(cost: int, percent: int) -> int:
    return int((Decimal(cost) * percent / 100).quantize(Decimal(1), ROUND_HALF_UP))


def available(context: Context, fund: Fund) -> int:
    """What a fund has for the plan: its amount less what is committed, and what is gone."""
    return fund.amount - fund.committed - gone(context).get(fund.id, 0)


def gone(context: Context) -> Mapping[str, int]:
    """What over and running missions have cost each fund, unless Committed holds it already."""
    if context.year.settings.committed_includes_completed:
        return {}
    totals: dict[str, int] = {}
    listed = [visit for visit in context.year.visits if visit.listed]
    for mission_id, visits in grouped(listed, lambda visit: visit.mission_id).items():
        for fund_id, amount in _bill(context, mission_id, visits):
            totals[fund_id] = totals.get(fund_id, 0) + amount
    return totals


def _bill(context: Context, mission_id: str, visits: Iterable[Visit]) -> Iterable[tuple[str, int]]:
    """What each fund paid for one mission; nobody did where its rows name no fund."""
    mission = context.year.begun_by_id.get(mission_id)
    sums: dict[str, int] = {}
    for payer, amount in _charges(context, mission, tuple(visits)):
        sums[payer] = sums.get(payer, 0) + amount
    for payer, amount in sums.items():
        if mission is not None and mission.shares and payer == mission.payer:
            yield from parts(mission, amount).items()
        elif payer in context.year.fund_by_id:
            yield payer, amount


def _charges(
    context: Context, mission: Mission | None, visits: tuple[Visit, ...]
) -> Iterable[tuple[str, int]]:
    """Each visit's part, then the fixed cost, unless a row of position 1 gives it with its own."""
    for visit in visits:
        known = visit.cost
        if known is None and mission is not None:
            known = expert_cost(context.year, mission, visit.expert_id)
        yield visit.fund_id or "", known or 0
    if mission is not None and not any(v.position == 1 and v.cost is not None for v in visits):
        payers = [v for v in visits if v.position == 1] or [v for v in visits if v.fund_id]
        yield (payers[0].fund_id or "") if payers else "", mission.fixed_cost
