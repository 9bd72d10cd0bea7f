"""What would help a mission that is not delivered: each claim tried out by the solver first."""

from collections.abc import Iterator
from dataclasses import replace

from models.fund import Fund
from models.mission import Mission
from planner.dates import Span
from planner.probe import NOTHING, Grant, Probe
from planner.words import amount, day, experts_wanted

_MOST = 3


def what_would_help(probe: Probe, mission: Mission) -> str:
    """The changes that each, alone, would let the mission be delivered besides the plan."""
    helps = list(_single(probe, mission))
    if not helps:
        helps = list(_pairs(probe, mission))
    if not helps:
        return "No single change of those tried would do: experts, money, dates, waivers."
    return "; or ".join(helps[:_MOST]) + "."


def _single(probe: Probe, mission: Mission) -> Iterator[str]:
    yield from _waivers(probe, mission)
    yield from _money(probe, mission, NOTHING)
    spares = _fewest_spares(probe, mission, NOTHING)
    if spares:
        yield experts_wanted(probe.year, mission, spares)
    yield from _other_dates(probe, mission)


def _pairs(probe: Probe, mission: Mission) -> Iterator[str]:
    """Further experts together with money, or with other dates."""
    everybody = Grant(spares=mission.positions)
    money = list(_money(probe, mission, everybody))
    if money:
        spares = _fewest_spares(probe, mission, Grant(money=_unlimited(probe)))
        grant = Grant(spares=spares)
        for text in _money(probe, mission, grant):
            yield f"{experts_wanted(probe.year, mission, spares)}, together with {text}"
            return
    wide = replace(everybody, mission=_any_time(probe, mission))
    if probe.possible(mission, grant=wide):
        spares = _fewest_spares(probe, mission, replace(wide, spares=()))
        yield f"{experts_wanted(probe.year, mission, spares)}, together with other dates"


def _unlimited(probe: Probe) -> dict[str, int]:
    return {fund.id: 1_000_000_000 for fund in probe.year.funds}


def _waivers(probe: Probe, mission: Mission) -> Iterator[str]:
    waivers = {
        "the waiver Same administration allowed": {"same_administration_allowed": True},
        "a staff lead": {"staff_lead": True},
    }
    for text, change in waivers.items():
        changed = mission.model_copy(update=change)
        if changed != mission and probe.possible(mission, grant=Grant(mission=changed)):
            yield text


def _money(probe: Probe, mission: Mission, grant: Grant) -> Iterator[str]:
    """The fund that needs the least more, to the unit."""
    left = probe.left_in_funds()
    needs: list[tuple[int, int, Fund]] = []
    for index, fund in enumerate(probe.year.funds):
        cheapest = probe.cheapest(mission, fund.id, grant)
        if cheapest is not None and cheapest > left[fund.id]:
            needs.append((cheapest - left[fund.id], index, fund))
    for need, _, fund in sorted(needs, key=lambda item: item[:2]):
        if probe.possible(mission, grant=replace(grant, money={fund.id: need})):
            yield f"{amount(probe.year, need)} more in fund {fund.id}"
            return


def _fewest_spares(probe: Probe, mission: Mission, grant: Grant) -> tuple[str, ...]:
    """The fewest further experts that do, dropped one by one from a whole team; () if none do."""
    spares = mission.positions
    if not probe.possible(mission, grant=replace(grant, spares=spares)):
        return ()
    for code in mission.positions:
        fewer = list(spares)
        fewer.remove(code)
        if probe.possible(mission, grant=replace(grant, spares=tuple(fewer))):
            spares = tuple(fewer)
    return spares


def _any_time(probe: Probe, mission: Mission) -> Mission:
    settings = probe.year.settings
    window = {"earliest_start": settings.plan_start, "latest_end": settings.plan_end}
    return mission.model_copy(update=window)


def _other_dates(probe: Probe, mission: Mission) -> Iterator[str]:
    """The possible start outside the window that is nearest to it."""
    run = probe.cheapest_start(
        mission, Grant(mission=_any_time(probe, mission)), lambda run: _days_off(mission, run)
    )
    if run:
        yield f"other dates, the nearest being {day(run.start)} to {day(run.end)}"


def _days_off(mission: Mission, run: Span) -> int:
    """How many days a run lies outside the mission's window, before or after it."""
    early, late = mission.earliest_start - run.start, run.end - mission.latest_end
    return max(0, early.days) + max(0, late.days)
