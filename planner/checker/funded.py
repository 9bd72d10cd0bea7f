"""`funded`: one fund whose terms fit pays a whole mission, and no fund pays more than it has."""

from collections.abc import Iterator

from models.fund import Fund, FundStatus
from models.mission import Mission
from models.plan import Placement
from models.report import Violation
from planner.checker.context import Context, Team
from planner.checker.costs import placement_cost
from planner.checker.text import listed, period
from planner.domain.calendars import Span

RULE = "funded"


def violations(context: Context) -> Iterator[Violation]:
    """Yield missions without one fitting fund, then funds that would pay too much.

    Where there is no Funds sheet, nothing is asked.
    """
    if context.year.funds:
        for team in context.teams:
            yield from _payer(context, team)
        yield from _overspent(context)


def _payer(context: Context, team: Team) -> Iterator[Violation]:
    named = tuple(dict.fromkeys(row.fund_id for row in team.rows))
    fund = context.year.fund_by_id.get(named[0] or "")
    if len(named) > 1:
        several = listed(fund_id or "none" for fund_id in named)
        yield _unpaid(team, f"its rows name several funds ({several}), and one has to pay it whole")
    elif named[0] is None:
        yield _unpaid(team, "no fund pays it")
    elif fund is None:
        yield _unpaid(team, f"fund {named[0]} is not among the funds")
    else:
        for fault in _faults(context, team, fund):
            yield _unpaid(team, f"fund {fund.id} cannot pay it: {fault}")


def _faults(context: Context, team: Team, fund: Fund) -> Iterator[str]:
    mission = team.mission
    if mission.funds and fund.id not in mission.funds:
        yield f"the mission names {listed(mission.funds)}"
    if fund.status is FundStatus.PENDING and not context.year.settings.use_pending_funds:
        yield "it is Pending"
    yield from _unfit_terms(mission, fund)
    for start in sorted({row.start for row in team.rows}):
        yield from _invalid(fund, context.calendars.run(mission, start))


def _unfit_terms(mission: Mission, fund: Fund) -> Iterator[str]:
    if fund.regions and mission.region not in fund.regions:
        yield f"it is for the regions {listed(fund.regions)}, not {mission.region}"
    if fund.expertise and not any(code in fund.expertise for code in mission.positions):
        yield f"it is for {listed(fund.expertise)}, which no position asks for"
    if fund.hosts and mission.host not in fund.hosts:
        yield f"it is for the hosts {listed(fund.hosts)}, not {mission.host}"


def _invalid(fund: Fund, run: Span) -> Iterator[str]:
    if fund.valid_from is not None and run.start < fund.valid_from:
        yield f"it is valid from {fund.valid_from}, and the mission runs {period(run)}"
    if fund.valid_to is not None and run.end > fund.valid_to:
        yield f"it is valid to {fund.valid_to}, and the mission runs {period(run)}"


def _unpaid(team: Team, fault: str) -> Violation:
    return Violation(
        rule=RULE,
        missions=(team.mission.id,),
        message=f"Mission {team.mission.id} is not funded: {fault}.",
    )


def _overspent(context: Context) -> Iterator[Violation]:
    bills = _bills(context)
    for fund in context.year.funds:
        if fund.id not in bills:
            continue
        missions, planned = tuple(bills[fund.id]), sum(bills[fund.id].values())
        if planned > fund.available:
            yield Violation(
                rule=RULE,
                missions=missions,
                amount=planned - fund.available,
                message=_overspent_message(fund, planned, context.year.settings.currency),
            )


def _overspent_message(fund: Fund, planned: int, currency: str) -> str:
    return (
        f"The missions that fund {fund.id} pays would cost {planned:,} {currency}; "
        f"{fund.available:,} {currency} is available."
    )


def _bills(context: Context) -> dict[str, dict[str, int]]:
    """What each fund named in the plan pays for each mission.

    Every row is on the bill of its own fund, the fixed cost on that of the first row: for a
    mission with one fund this is the cost of the mission.
    """
    bills: dict[str, dict[str, int]] = {}
    for team in context.teams:
        fixed = team.mission.fixed_cost
        for row in team.rows:
            _charge(
                bills,
                row,
                fixed + placement_cost(context.year, context.calendars, team.mission, row),
            )
            fixed = 0
    return bills


def _charge(bills: dict[str, dict[str, int]], row: Placement, amount: int) -> None:
    if row.fund_id is not None:
        bill = bills.setdefault(row.fund_id, {})
        bill[row.mission_id] = bill.get(row.mission_id, 0) + amount
