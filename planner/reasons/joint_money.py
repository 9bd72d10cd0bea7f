"""What one amount more of a fund delivers, where several missions that are left out lack its money.

The wishes of single missions do not add up: missions compete for experts and time, and what makes
room for one may make room for another.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress

from models.answers.not_delivered import NotDelivered
from models.answers.plan import Plan
from models.answers.result import FundWish
from models.facts.fund import Fund
from models.facts.instance import Year
from models.facts.mission import Mission
from models.requests.changes import Amount, FundChanged
from planner.domain.errors import Undecided
from planner.reasons.least_money import least_money
from planner.reasons.one_mission import PLENTY, Probe
from planner.reasons.remedies import money_wanted
from planner.report.wishes import wish_sentence
from planner.solver.side_by_side import side_by_side


def fund_wishes(probe: Probe, left_out: Iterable[NotDelivered]) -> tuple[FundWish, ...]:
    """For each fund that several missions lack: what delivers two of them, three of them ...

    Each amount delivers its missions and loses none of the plan; it is `least` where no smaller
    one does. Where the run ends before, what is known so far.
    """
    found: list[FundWish] = []
    lack = [probe.year.mission_by_id[r.mission_id] for r in left_out if r.rules == ("funded",)]
    with suppress(Undecided):
        tasks = [
            (fund, missions[:number])
            for fund, missions in _wanted(probe, lack)
            for number in range(2, len(missions) + 1)
        ]
        for wish in side_by_side(_wish, probe.apart, tasks, probe.engine.deadline):
            found += [wish] if wish else []
    return tuple(found)


def wish_with(probe: Probe, mission: Mission) -> FundWish | None:
    """What delivers a mission and most others that lack the money of the same fund."""
    others = (m for m in probe.year.missions if m.id not in probe.load.teams)
    try:
        for fund, missions in _wanted(probe, others):
            if mission in missions:
                numbers = range(len(missions), max(1, missions.index(mission)), -1)
                wishes = (_wish(probe, (fund, missions[:number])) for number in numbers)
                return next(filter(None, wishes), None)
    except Undecided:
        return None
    return None


def told_together(
    year: Year, left_out: Iterable[NotDelivered], wishes: Sequence[FundWish]
) -> tuple[NotDelivered, ...]:
    """Each mission with the sentence about the most missions that one amount delivers with it."""
    last = {mission_id: wish for wish in wishes for mission_id in wish.mission_ids}
    return tuple(
        row.model_copy(update={"together": f"{wish_sentence(year, last[row.mission_id])}."})
        if row.mission_id in last
        else row
        for row in left_out
    )


def _wanted(
    probe: Probe, missions: Iterable[Mission]
) -> Iterator[tuple[Fund, tuple[Mission, ...]]]:
    """The funds that several missions lack, and those missions, who lacks the least first."""
    lacks: dict[str, list[tuple[int, Mission]]] = {}
    for mission in missions:
        if not mission.shares:
            wanted = money_wanted(probe, mission)
            if wanted is not None:
                lacks.setdefault(wanted[1].id, []).append((wanted[0], mission))
    for fund_id, own in lacks.items():
        own.sort(key=lambda pair: pair[0])
        if len(own) > 1:
            fund = probe.year.fund_by_id[fund_id]
            yield fund, tuple(mission for _, mission in own[: probe.params.most_of_fund])


def _wish(probe: Probe, asked: tuple[Fund, Sequence[Mission]]) -> FundWish | None:
    """What one fund needs to deliver some missions."""
    fund, missions = asked
    enough = _one_by_one(probe, fund, missions)
    found = least_money(probe, missions, {fund.id: PLENTY if enough is None else enough})
    amount = enough if found is None else found.amounts.get(fund.id, 0)
    if amount is None:
        return None
    least = found is not None and found.proven
    ids = tuple(mission.id for mission in missions)
    return FundWish(fund_id=fund.id, amount=amount, mission_ids=ids, least=least)


def _one_by_one(probe: Probe, fund: Fund, missions: Sequence[Mission]) -> int | None:
    """An amount that does with the rest of the plan as it is: each mission beside those before."""
    total = None
    for mission in missions:
        wanted = money_wanted(probe, mission, fund.id)
        if wanted is None:
            return None
        total = wanted[0]
        team = probe.team(mission, [FundChanged(target=fund.id, value=Amount(by=total))])
        if not team:
            return None
        probe = probe.beside(Plan.of((*probe.plan.placements, *team)))
    return total
