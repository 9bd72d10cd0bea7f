"""What would help a mission that is not delivered: each claim tried out by the solver first."""

from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from itertools import combinations

from models.fund import Fund
from models.mission import Mission
from planner.dates import Span
from planner.probe import PLENTY, Grant, Probe
from planner.words import amount, day, experts_wanted, listed

_MOST_ANSWERS = 3
_MOST_TOGETHER = 3


class Remedy(StrEnum):
    """The kinds of change that are tried, the easiest first."""

    WAIVER = "the waiver Same administration allowed"
    STAFF_LEAD = "a staff lead"
    MONEY = "money"
    EXPERTS = "experts"
    DATES = "dates"


def what_would_help(probe: Probe, mission: Mission) -> str:
    """The changes that would let the mission be delivered besides the plan, as few as possible.

    Single changes where there are any, else pairs, else three together; every one is proven by
    delivering the mission with it.
    """
    for size in range(1, _MOST_TOGETHER + 1):
        answers = list(_answers(probe, mission, size))
        if answers:
            return "; or ".join(answers[:_MOST_ANSWERS]) + "."
    return "Nothing that was tried: experts, money, dates and waivers, up to three together."


def _answers(probe: Probe, mission: Mission, size: int) -> Iterator[str]:
    for remedies in combinations(Remedy, size):
        grant = _everything(probe, mission, remedies)
        if grant is not None and probe.possible(mission, grant=grant):
            yield _concrete(probe, mission, remedies, grant)


def _everything(probe: Probe, mission: Mission, remedies: tuple[Remedy, ...]) -> Grant | None:
    """As much of these remedies as anybody could wish for; None where one changes nothing."""
    changed = mission
    if Remedy.WAIVER in remedies:
        changed = changed.model_copy(update={"same_administration_allowed": True})
    if Remedy.STAFF_LEAD in remedies:
        changed = changed.model_copy(update={"staff_lead": True})
    if Remedy.DATES in remedies:
        changed = _any_time(probe, changed)
    useless = (
        (Remedy.WAIVER in remedies and mission.same_administration_allowed)
        or (Remedy.STAFF_LEAD in remedies and mission.staff_lead)
        or (Remedy.MONEY in remedies and not probe.year.funds)
    )
    if useless:
        return None
    money = {fund.id: PLENTY for fund in probe.year.funds} if Remedy.MONEY in remedies else {}
    return Grant(
        mission=None if changed == mission else changed,
        spares=mission.positions if Remedy.EXPERTS in remedies else (),
        money=money,
    )


def _concrete(probe: Probe, mission: Mission, remedies: tuple[Remedy, ...], grant: Grant) -> str:
    """The remedies cut down to what is needed: experts first, then dates, then money."""
    texts = [remedy.value for remedy in (Remedy.WAIVER, Remedy.STAFF_LEAD) if remedy in remedies]
    if Remedy.EXPERTS in remedies:
        grant = replace(grant, spares=_fewest_spares(probe, mission, grant))
        texts.append(experts_wanted(mission, grant.spares))
    if Remedy.DATES in remedies:
        run = _nearest_run(probe, mission, grant)
        grant = replace(grant, mission=_moved(grant.mission or mission, run))
        texts.append(f"other dates, the nearest being {day(run.start)} to {day(run.end)}")
    if Remedy.MONEY in remedies:
        need, fund = _least_money(probe, mission, grant)
        texts.append(f"{amount(probe.year, need)} more in fund {fund.id}")
    return listed(texts, "together with")


def _fewest_spares(probe: Probe, mission: Mission, grant: Grant) -> tuple[str, ...]:
    """The further experts without any of whom the rest no longer do."""
    spares = grant.spares
    for code in mission.positions:
        fewer = list(spares)
        fewer.remove(code)
        if probe.possible(mission, grant=replace(grant, spares=tuple(fewer))):
            spares = tuple(fewer)
    return spares


def _any_time(probe: Probe, mission: Mission) -> Mission:
    settings = probe.year.settings
    return _moved(mission, Span(settings.plan_start, settings.plan_end))


def _moved(mission: Mission, window: Span) -> Mission:
    changes = {"earliest_start": window.start, "latest_end": window.end}
    return mission.model_copy(update=changes)


def _nearest_run(probe: Probe, mission: Mission, grant: Grant) -> Span:
    """The possible run, start to end, that is nearest to the mission's window."""
    run = probe.cheapest_start(mission, grant, lambda run: _days_off(mission, run))
    assert run is not None
    return run


def _days_off(mission: Mission, run: Span) -> int:
    """How many days a run lies outside the mission's window, before or after it."""
    early, late = mission.earliest_start - run.start, run.end - mission.latest_end
    return max(0, early.days) + max(0, late.days)


def _least_money(probe: Probe, mission: Mission, grant: Grant) -> tuple[int, Fund]:
    """The fund that needs the least more, to the unit; the first of equal ones."""
    left = probe.left_in_funds
    without = replace(grant, money={})
    needs = [
        (cost - left[fund.id], fund)
        for fund in probe.year.funds
        if (cost := probe.cheapest(mission, fund.id, without)) is not None
    ]
    return min(needs, key=lambda item: item[0])
