"""Smallest sets of facts that together forbid a mission beside a plan, each proven again."""

from collections.abc import Callable, Iterator, Sequence

from models.mission import Mission
from planner.domain.calendars import Calendars
from planner.domain.errors import Contradiction
from planner.formulation.constraints import CONSTRAINTS
from planner.reasons.conflict_sets import needed, obstacles
from planner.reasons.facts import Element, elements
from planner.reasons.hypothetical import Case
from planner.reasons.one_mission import Probe

_RULES = frozenset(rule.id for rule in CONSTRAINTS if not rule.structural)

Forbid = Callable[[Sequence[Element]], bool]


def smallest_sets(
    probe: Probe, mission: Mission, expert_id: str | None = None
) -> Iterator[tuple[Element, ...]]:
    """Sets of facts that each forbid the mission besides the plan; none where it fits.

    With all facts of a set the mission cannot be delivered, whatever other facts are lifted; no
    part of the set is enough for that. With an expert, all of that is
    about the mission with this expert in its team.

    Raises
    ------
    Contradiction
        A set does not hold when it is proven again.
    Undecided
        The run ended before it was known.
    """
    for rules in obstacles(probe, mission, expert_id):
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
    whole = Case(probe.part(mission).replace(missions=(mission,)))
    if "qualified" not in rules:
        whole = whole.with_spares()

    def forbid(kept: Sequence[Element]) -> bool:
        case = _lifted(whole, found, kept)
        return not probe.possible_in(case.year, _RULES - {*rules}, case.excused, expert_id)

    return forbid


def _forbid_dates(probe: Probe, mission: Mission, found: Sequence[Element]) -> Forbid:
    """Whether some of the facts found leave the mission no allowed start, the others lifted."""
    whole = Case(probe.year.replace(missions=(mission,)))

    def forbid(kept: Sequence[Element]) -> bool:
        case = _lifted(whole, found, kept)
        return not Calendars(case.year).allowed_starts(case.mission)

    return forbid


def _lifted(case: Case, found: Sequence[Element], kept: Sequence[Element]) -> Case:
    for element in found:
        if element not in kept:
            case = element.lift(case)
    return case


def _prove(kept: Sequence[Element], forbid: Forbid) -> None:
    """Raise unless the facts forbid, and no longer do with any one of them lifted."""
    too_many = [e for e in kept if forbid([other for other in kept if other is not e])]
    if too_many or not forbid(kept):
        raise Contradiction("a smallest set of facts does not hold when it is proven again")
