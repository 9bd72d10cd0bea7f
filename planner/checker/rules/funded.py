"""`funded`: a fund whose terms fit pays a whole mission, or several do; none more than it has."""

from collections.abc import Iterator

from models.answers.report import Violation
from models.facts.fund import Fund, FundStatus
from models.facts.mission import PAYERS, Mission
from planner.checker.context import Context, Team
from planner.checker.costs import mission_cost, placement_cost
from planner.checker.spending import available, parts
from planner.checker.text import listed, period
from planner.domain.calendars import Span
from planner.domain.country_names import country_name

RULE = "funded"


def violations(context: Context) -> Iterator[Violation]:
    """Yield missions without fitting funds, then funds that would pay too much.

    Where there is no Funds sheet, nothing is asked.
    """
    if context.year.funds:
        for team in context.teams:
            yield from _sharers(context, team) if team.mission.shares else _payer(context, team)
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


def _sharers(context: Context, team: Team) -> Iterator[Violation]:
    """The funds of a shared mission are all named, and the terms of each admit it."""
    funds = [share.fund_id for share in team.mission.shares]
    for named in dict.fromkeys(row.fund_id for row in team.rows):
        if named != PAYERS.join(funds):
            text = f"{listed(funds)} pay it together, and its rows name {named or 'no fund'}"
            yield _unpaid(team, text)
    for fund in map(context.year.fund_by_id.__getitem__, funds):
        for fault in _faults(context, team, fund):
            yield _unpaid(team, f"fund {fund.id} cannot pay its share: {fault}")


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
        hosts = listed(map(country_name, fund.hosts))
        yield f"it is for the hosts {hosts}, not {country_name(mission.host)}"


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
        left = available(context, fund)
        if planned > left:
            yield Violation(
                rule=RULE,
                missions=missions,
                amount=planned - left,
                message=_overspent_message(fund, planned, left, context.year.settings.currency),
            )


def _overspent_message(fund: Fund, planned: int, left: int, currency: str) -> str:
    return (
        f"The missions that fund {fund.id} pays would cost {planned:,} {currency}; "
        f"{left:,} {currency} is available."
    )


def _bills(context: Context) -> dict[str, dict[str, int]]:
    """What each fund named in the plan pays for each mission.

    Every row is on the bill of its own fund, the fixed cost on that of the first row: for a
    mission with one fund this is the cost of the mission. Several funds split it.
    """
    bills: dict[str, dict[str, int]] = {}
    for team in context.teams:
        payer, mission = team.rows[0].fund_id, team.mission
        if mission.shares and payer is not None and payer == mission.payer:
            cost = mission_cost(context.year, context.calendars, mission, team.rows)
            for fund_id, amount in parts(mission, cost).items():
                _charge(bills, fund_id, mission.id, amount)
        else:
            _charge_rows(context, team, bills)
    return bills


def _charge_rows(context: Context, team: Team, bills: dict[str, dict[str, int]]) -> None:
    fixed = team.mission.fixed_cost
    for row in team.rows:
        part = placement_cost(context.year, context.calendars, team.mission, row)
        if row.fund_id is not None:
            _charge(bills, row.fund_id, row.mission_id, fixed + part)
        fixed = 0


def _charge(bills: dict[str, dict[str, int]], fund_id: str, mission_id: str, amount: int) -> None:
    bill = bills.setdefault(fund_id, {})
    bill[mission_id] = bill.get(mission_id, 0) + amount
