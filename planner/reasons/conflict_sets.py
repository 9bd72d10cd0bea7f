"""Conflict sets: minimal sets of hard rules that forbid a mission, found by a deletion filter."""

from collections.abc import Callable, Collection, Sequence
from typing import TypeVar

from models.facts.mission import Mission
from planner.domain.rules import RULE_IDS, RULES
from planner.reasons.one_mission import Probe

# The rule that is tried last stays where several would do: what is said should be what an RDM
# would name first.
_LEAST_TELLING_FIRST = tuple(
    rule.id for rule in sorted(RULES, key=lambda rule: rule.telling) if not rule.structural
)

Item = TypeVar("Item")

# Minimal sets of rules that each forbid a mission, as `obstacles` finds them.
Conflicts = tuple[tuple[str, ...], ...]


def obstacles(probe: Probe, mission: Mission, expert_id: str | None = None) -> Conflicts:
    """Minimal sets of rules that each forbid the mission besides the plan.

    Each set is a minimal conflict, proven by the solver: all its rules together forbid the
    mission, any of them left out they no longer do. The sets share no rule, and without all of
    them the mission could be delivered. No set at all: the mission fits as things are. With an
    expert, all of that is about the mission with this expert in its team.
    """
    if not probe.calendars.allowed_starts(mission):
        return (("dates",),)
    found: list[tuple[str, ...]] = []
    left_out: set[str] = set()

    def possible(without: Collection[str]) -> bool:
        return probe.possible(mission, without, expert_id=expert_id)

    while not possible(left_out):
        conflict = minimal_conflict(possible, left_out)
        if not conflict:
            return (*found, ("whole-team",))
        found.append(conflict)
        left_out |= set(conflict)
    return tuple(found)


def minimal_conflict(
    possible: Callable[[Collection[str]], bool], left_out: Collection[str] = ()
) -> tuple[str, ...]:
    """A minimal set of rules that together make something impossible, besides those left out.

    `possible` says whether it can be had without some rules. Nothing but structural rules left:
    the set is empty.
    """
    rules = [rule for rule in _LEAST_TELLING_FIRST if rule not in left_out]
    kept = needed(rules, lambda kept: not possible({*left_out, *rules} - {*kept}))
    return tuple(rule for rule in RULE_IDS if rule in kept)


def needed(items: Sequence[Item], forbid: Callable[[Sequence[Item]], bool]) -> tuple[Item, ...]:
    """A minimal part of some items that still forbids: those tried first go first.

    A deletion filter. Neighbours are tried together, and apart only where that is too much: what
    is kept is the same as if each was tried alone, because more items never forbid less.
    """
    kept: list[Item] = []
    untried = [list(items)]
    while untried:
        group = untried.pop()
        rest = [item for other in reversed(untried) for item in other]
        if not group or forbid([*kept, *rest]):
            continue
        if len(group) == 1:
            kept += group
        else:
            half = len(group) // 2
            untried += [group[half:], group[:half]]
    return tuple(kept)
