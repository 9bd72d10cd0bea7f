"""Lists the terms of a fund that keep it from paying a mission."""

from collections.abc import Iterator
from typing import Any

from models.facts.fund import Fund, FundStatus
from models.facts.instance import Year
from models.facts.mission import Mission
from planner.domain.country_names import country_name
from planner.domain.wording import amount, day, listed
from planner.reasons.one_mission import PLENTY


def fund_terms(
    year: Year, mission: Mission, fund: Fund, left: int
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """What can keep a fund from paying: the field, the fact, and the fund without it."""
    if fund.status is FundStatus.PENDING and not year.settings.use_pending_funds:
        yield "status", f"{fund.id} is pending", {"status": FundStatus.CONFIRMED}
    if fund.regions and mission.region not in fund.regions:
        yield "regions", f"{fund.id} is for {listed(fund.regions)}", {"regions": ()}
    if fund.expertise and not set(fund.expertise) & set(mission.positions):
        yield "expertise", f"{fund.id} is for {listed(fund.expertise)}", {"expertise": ()}
    if fund.hosts and mission.host not in fund.hosts:
        yield "hosts", f"{fund.id} is for {listed(map(country_name, fund.hosts))}", {"hosts": ()}
    if fund.valid_from is not None:
        yield "valid_from", f"{fund.id} is valid from {day(fund.valid_from)}", {"valid_from": None}
    if fund.valid_to is not None:
        yield "valid_to", f"{fund.id} is valid to {day(fund.valid_to)}", {"valid_to": None}
    yield "amount", f"{fund.id} has {amount(year, left)} left", {"amount": fund.amount + PLENTY}
