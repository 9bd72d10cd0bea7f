"""What is asked of a planned year: scenarios of less and more money, choices it did not make."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from models.facts.fund import FundStatus
from models.facts.instance import Year
from models.facts.mission import Mission
from planner.app.load import load, plan_in, year_of
from planner.domain.calendars import calendars_of
from planner.formulation.constraints.funded import admits
from planner.formulation.eligibility import Pool
from planner.reasons.answers.inquiry import Inquiry, PlannedYear
from planner.sample.whatifs import WhatIf
from planner.solver.cp_sat import Engine
from planner.solver.deadline import NEVER

_AMOUNT, _WITHDRAWAL = "fund amount", "fund withdrawn"
_ALL_CUTS, _CUTS, _RAISE = (5, 10, 20, 30), (10, 25, 50), 25
_CUT_FUNDS, _WITHDRAWN, _RAISED = 4, 2, 2


def funds_by_need(year: Year) -> list[str]:
    """The funds that are confirmed; first that without which most missions have none that may pay.

    Of the largest fund half may go without a mission lost, where others can pay instead.
    """
    known = [fund for fund in year.funds if fund.status is FundStatus.CONFIRMED]
    payers = [[f.id for f in known if admits(year, f, mission)] for mission in year.missions]
    alone = Counter(fund_ids[0] for fund_ids in payers if len(fund_ids) == 1)
    return [fund.id for fund in sorted(known, key=lambda f: (-alone[f.id], -f.amount, f.id))]


def fund_scenarios(year: Year) -> tuple[WhatIf, ...]:
    """Scenarios of less and more money, each with one change."""
    funds = funds_by_need(year)
    changes = [
        *((_AMOUNT, "*", f"-{share}%") for share in _ALL_CUTS),
        *((_AMOUNT, f, f"-{share}%") for f in funds[:_CUT_FUNDS] for share in _CUTS),
        *((_WITHDRAWAL, fund, "") for fund in funds[-_WITHDRAWN:]),
        *((_AMOUNT, fund, f"+{_RAISE}%") for fund in funds[:_RAISED]),
    ]
    return tuple(WhatIf(_called(*change), *change) for change in changes)


def _called(kind: str, target: str, value: str) -> str:
    """The name of a scenario; two that differ in a sign alone would be the same to the reader."""
    fund = "All funds" if target == "*" else target
    if kind == _WITHDRAWAL:
        return f"{fund} withdrawn"
    return f"{fund} {'cut' if value.startswith('-') else 'raised'} by {value[1:]}"


def choices(workbook: Path, number: int) -> list[tuple[str, str]]:
    """Missions with experts whom the plan did not choose for them, and who have a price.

    The missions come from all parts of the year, as many parts as choices. Of each part it is the
    first mission with an expert who holds its expertise, is not in its team, and could go if only
    what is agreed stayed: such a choice is answered by planning the year again.
    """
    book = load(workbook)
    year = year_of(book)
    planned = PlannedYear(Pool(year, calendars_of(year)), plan_in(book))
    order = sorted(year.missions, key=lambda mission: (_start(planned, mission), mission.id))
    found = []
    for part in range(number):
        low, high = (len(order) * end // number for end in (part, part + 1))
        found.append(next(_priced(planned, order[low:high], part), None))
    return [choice for choice in found if choice is not None]


def _start(planned: PlannedYear, mission: Mission) -> str:
    team = planned.teams.get(mission.id)
    return str(team[0].start if team else mission.earliest_start)


def _priced(planned: PlannedYear, missions: list[Mission], turn: int) -> Iterator[tuple[str, str]]:
    inquiry = Inquiry(planned, Engine(NEVER))
    for mission in missions:
        for expert_id in _others(planned, mission, turn):
            if inquiry.beside_agreed.possible(mission, expert_id=expert_id):
                yield mission.id, expert_id


def _others(planned: PlannedYear, mission: Mission, turn: int) -> list[str]:
    """Who holds an expertise of the mission and is not in its team, another one first each time."""
    team = {row.expert_id for row in planned.teams.get(mission.id, ())}
    holders = dict.fromkeys(e for e, code in planned.pool.standing if code in mission.positions)
    others = [expert_id for expert_id in holders if expert_id not in team]
    first = turn % max(1, len(others))
    return [*others[first:], *others[:first]]
