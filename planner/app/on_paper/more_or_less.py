"""What more or less of a fund would do: the year planned again for the number of missions alone."""

from models.facts.fund import Fund
from models.facts.instance import Year
from models.requests.changes import Amount, FundChanged
from models.requests.options import PlanOptions
from planner.app.plan import plan as planned
from planner.domain.errors import BadInput, NoPlan
from planner.domain.hypothetical import with_objectives, year_with
from planner.mobilisation.papers.donors import MoneyEffect
from planner.report.lines import FundLine, fund_lines
from planner.report.plan_view import PlanView
from planner.solver.deadline import Deadline

PERCENT = 20
_ONLY_DELIVERY = ("delivery",)
_OPTIONS = PlanOptions(fresh=True, reasons=False)


def effects(view: PlanView, deadline: Deadline, *, best: bool) -> dict[str, MoneyEffect]:
    """The effect of more and of less of each fund that the plan may take from.

    Parameters
    ----------
    best : bool
        Whether it is proven that no plan of the year delivers more.
    deadline : Deadline
        What is not settled by then stays open.
    """
    year = with_objectives(view.year, _ONLY_DELIVERY)
    now = len(view.teams) if best else _delivered(year, deadline)
    return {line.fund_id: _effect(view, year, line, now, deadline) for line in fund_lines(view)}


def _effect(
    view: PlanView, year: Year, line: FundLine, now: int | None, deadline: Deadline
) -> MoneyEffect:
    if now is None:
        return MoneyEffect(PERCENT, None, None, None)
    fund = year.fund_by_id[line.fund_id]
    change = fund.amount * PERCENT // 100
    # The plan stays possible where it leaves the money, and cannot grow where it has everything.
    full = len(view.year.missions) == now
    keeps = line.planned <= line.available - change and len(view.teams) == now
    more = now if full else _delivered_with(year, fund, change, deadline)
    less = now if keeps else _delivered_with(year, fund, -change, deadline)
    return MoneyEffect(PERCENT, now, more, less)


def _delivered_with(year: Year, fund: Fund, change: int, deadline: Deadline) -> int | None:
    if deadline.over:
        return None
    amount = Amount(by=change)
    return _delivered(year_with(year, [FundChanged(target=fund.id, value=amount)]), deadline)


def _delivered(year: Year, deadline: Deadline) -> int | None:
    """How many missions the year delivers; 0 where what is agreed is impossible, None: unknown."""
    try:
        found = planned(year, _OPTIONS, deadline=deadline)
    except BadInput:
        return 0
    except NoPlan:
        return None
    delivery = [level for level in found.levels if level.level.startswith("delivery")]
    return len(found.plan.teams()) if all(level.proven for level in delivery) else None
