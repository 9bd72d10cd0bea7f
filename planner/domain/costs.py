"""What experts, missions and visits cost, in whole units of the plan's currency.

The checker never uses it: it works the costs out again, by its own reading.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import groupby

from models.facts.expert import Expert
from models.facts.instance import Year
from models.facts.mission import Mission, Share
from models.facts.visit import Visit


def expert_cost(year: Year, mission: Mission, expert: Expert | None) -> int:
    """Travel, allowance and fee of one expert on a mission; of a stranger where None is known."""
    near = expert is not None and expert.region == mission.region
    cost = journeys(year, mission)[near]
    if expert is not None and expert.id in year.external_ids:
        cost += year.daily_fee(expert) * mission.working_days
    return cost


def journeys(year: Year, mission: Mission) -> tuple[int, int]:
    """Travel and allowance of one expert on a mission: from another region, from its own."""
    settings, days = year.settings, mission.working_days
    paid_days = days + 2 * ((days - 1) // 5)
    paid_days += settings.travel_days_before + settings.travel_days_after
    stay = _daily_allowance(year, mission) * paid_days
    return settings.travel_between_regions + stay, settings.travel_within_region + stay


def split(cost: int, shares: Iterable[Share]) -> dict[str, int]:
    """What each fund of a shared mission pays: rounded halves up, the first pays what is left."""
    parts = {share.fund_id: (cost * share.percent * 2 + 100) // 200 for share in shares}
    first = next(iter(parts))
    parts[first] = cost - sum(amount for fund_id, amount in parts.items() if fund_id != first)
    return parts


def paid_by(mission: Mission, payer: str | None, cost: int) -> dict[str, int]:
    """What each fund pays of a mission's cost: the one that is named, or all that share it."""
    if payer is None:
        return {}
    return split(cost, mission.shares) if payer == mission.payer else {payer: cost}


def spent(year: Year) -> dict[str, int]:
    """What over and running missions have cost each fund, by fund ID."""
    bills: dict[str, int] = defaultdict(int)
    listed = sorted((v for v in year.visits if v.listed), key=lambda visit: visit.mission_id)
    for mission_id, visits in groupby(listed, key=lambda visit: visit.mission_id):
        mission = year.begun_by_id.get(mission_id)
        for payer, cost in _bills(year, mission, tuple(visits)).items():
            for fund_id, amount in _paid(year, mission, payer, cost).items():
                bills[fund_id] += amount
    return dict(bills)


def visit_cost(year: Year, mission: Mission | None, visit: Visit) -> int:
    """What a visit cost: as its row says (with the fixed cost on position 1), else worked out."""
    if visit.cost is not None:
        return visit.cost
    if mission is None:
        return 0
    fixed = mission.fixed_cost if visit.position == 1 else 0
    return fixed + expert_cost(year, mission, year.expert_by_id.get(visit.expert_id))


def _bills(year: Year, mission: Mission | None, visits: tuple[Visit, ...]) -> dict[str | None, int]:
    """What the visits of one mission cost, by the payer that their rows name."""
    bills: dict[str | None, int] = defaultdict(int)
    for visit in visits:
        bills[visit.fund_id] += visit_cost(year, mission, visit)
    if mission is not None and all(visit.position != 1 for visit in visits):
        named = (visit.fund_id for visit in visits if visit.fund_id is not None)
        bills[next(named, None)] += mission.fixed_cost
    return bills


def _paid(year: Year, mission: Mission | None, payer: str | None, cost: int) -> Mapping[str, int]:
    """Who pays: the funds of the mission's shares, or the fund that is named; nobody otherwise."""
    if mission is not None and payer is not None and payer == mission.payer:
        return split(cost, mission.shares)
    return {payer: cost} if payer in year.fund_by_id and payer is not None else {}


def _daily_allowance(year: Year, mission: Mission) -> int:
    rates = {rate.place: rate.daily_allowance for rate in year.rates}
    of_region = rates.get(mission.region, year.settings.daily_allowance)
    return rates.get(mission.host, of_region)
