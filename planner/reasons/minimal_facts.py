"""Finds minimal sets of facts that forbid a mission beside a plan, and proves each one again."""

from collections.abc import Callable, Iterator, Sequence

from models.facts.mission import Mission
from planner.domain.calendars import Calendars
from planner.domain.errors import Contradiction
from planner.domain.hypothetical import spares, year_with
from planner.formulation.constraints import CONSTRAINTS
from planner.reasons.conflict_sets import Conflicts, needed, obstacles
from planner.reasons.facts import Element, elements
from planner.reasons.facts.lifts import Lift
from planner.reasons.one_mission import Probe

_RULES = frozenset(rule.id for rule in CONSTRAINTS if not rule.structural)

Forbid = Callable[[Sequence[Element]], bool]


def smallest_sets(
    probe: Probe,
    mission: Mission,
    expert_id: str | None = None,
    conflicts: Conflicts | None = None,
) -> Iterator[tuple[Element, ...]]:
    """Sets of facts that each forbid the mission besides the plan; none where it fits.

    With all facts of a set the mission cannot be delivered, whatever other facts are lifted; no
    part of the set is enough for that. With an expert, all of that is
    about the mission with this expert in its team. `conflicts` are those that `obstacles` has found
    already, where somebody asked.

    Raises
    ------
    Contradiction
        A set does not hold when it is proven again.
    Undecided
        The run ended before it was known.
    """
    known = obstacles(probe, mission, expert_id) if conflicts is None else conflicts
    for rules in known:
        found = tuple(elements(probe, mission, [r for r in rules if r != "whole-team"]))
        if rules == ("dates",):
            forbid = _forbid_dates(probe, mission, found)
        else:
            forbid = _forbid_beside(probe, mission, rules, found, expert_id)
        kept = needed(found, forbid)
        _prove(kept, forbid)
        yield kept


def _forbid_beside(
    probe: Probe,
    mission: Mission,
    rules: Sequence[str],
    found: Sequence[Element],
    expert_id: str | None,
) -> Forbid:
    """Whether some of the facts found forbid the mission, the others lifted."""
    whole = probe.part(mission).replace(missions=(mission,))
    if "qualified" not in rules:
        whole = year_with(whole, spares(mission, mission.positions))

    def forbid(kept: Sequence[Element]) -> bool:
        lift = _lifted(found, kept)
        year = year_with(whole, lift.changes)
        return not probe.possible_in(year, _RULES - {*rules}, lift.excused, expert_id)

    return forbid


def _forbid_dates(probe: Probe, mission: Mission, found: Sequence[Element]) -> Forbid:
    """Whether some of the facts found leave the mission no allowed start, the others lifted."""
    whole = probe.year.replace(missions=(mission,))

    def forbid(kept: Sequence[Element]) -> bool:
        year = year_with(whole, _lifted(found, kept).changes)
        return not Calendars(year).allowed_starts(year.missions[0])

    return forbid


def _lifted(found: Sequence[Element], kept: Sequence[Element]) -> Lift:
    """All facts found but those that are kept, lifted together."""
    lifts = [element.lift for element in found if element not in kept]
    changes = tuple(change for lift in lifts for change in lift.changes)
    return Lift(changes, tuple(excuse for lift in lifts for excuse in lift.excused))


def _prove(kept: Sequence[Element], forbid: Forbid) -> None:
    """Raise unless the facts forbid, and no longer do with any one of them lifted."""
    too_many = [e for e in kept if forbid([other for other in kept if other is not e])]
    if too_many or not forbid(kept):
        raise Contradiction("a smallest set of facts does not hold when it is proven again")
