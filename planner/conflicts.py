"""Which hard rules together stand in the way of a mission: a deletion filter, never a guess."""

from collections.abc import Callable, Collection

from models.mission import Mission
from planner.constraints import CONSTRAINTS
from planner.probe import Probe
from planner.rules import RULE_IDS

# The rule that is tried last stays where several would do: what is said should be what an RDM
# would name first.
_LEAST_TELLING_FIRST = (
    "pinned",
    "not-excluded",
    "cleared",
    "not-own-administration",
    "host-capacity",
    "administration-capacity",
    "evaluation-lead",
    "different-administrations",
    "available",
    "release-cap",
    "one-at-a-time",
    "language",
    "funded",
    "qualified",
)
_STRUCTURAL = {constraint.id for constraint in CONSTRAINTS if constraint.structural}


def obstacles(probe: Probe, mission: Mission) -> tuple[tuple[str, ...], ...]:
    """Minimal sets of rules that each forbid the mission besides the plan.

    Each set is a minimal conflict, proven by the solver: all its rules together forbid the
    mission, any of them left out they no longer do. The sets share no rule, and without all of
    them the mission could be delivered. No set at all: the mission fits as things are.
    """
    if not probe.calendars.allowed_starts(mission):
        return (("dates",),)
    found: list[tuple[str, ...]] = []
    left_out: set[str] = set()

    def possible(without: Collection[str]) -> bool:
        return probe.possible(mission, without)

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
    dropped = set(left_out)
    for rule in _LEAST_TELLING_FIRST:
        if rule not in dropped and not possible(dropped | {rule}):
            dropped.add(rule)
    return tuple(rule for rule in RULE_IDS if rule not in dropped | _STRUCTURAL)
