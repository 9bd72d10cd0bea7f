"""Why an expert cannot go to a mission, in plain Python: the only place that asks the rules for it.

Whoever wants to know says which rules, in the order in which they are to be told, and does with the
answer what is its own: counts it, words it, or takes it for a yes or a no.
"""

from collections.abc import Sequence

from models.facts.expert import Expert
from models.facts.mission import Mission
from planner.formulation.constraints.base import Constraint
from planner.formulation.eligibility import Pool
from planner.formulation.usage import Load, Seat

Rules = Sequence[Constraint]


def never(
    rules: Rules, pool: Pool, mission: Mission, code: str, expert: Expert
) -> Constraint | None:
    """The first rule that keeps the expert from such a position whatever else is planned."""
    for rule in rules:
        if not rule.admits(pool, mission, code, expert):
            return rule
    return None


def here(rules: Rules, load: Load, seat: Seat, expert: Expert) -> Constraint | None:
    """The first rule that keeps the expert from a seat, beside a plan that stays as it is."""
    for rule in rules:
        if rule.room(load, seat, expert) < 0:
            return rule
    return None


def at_every_start(
    rules: Rules, load: Load, mission: Mission, code: str, expert: Expert
) -> Constraint | None:
    """The rule that closes the last of the mission's starts; None where one is left.

    Rules that leave an expert only some starts add up. Where the mission has no start, it is not
    the rules about experts that say so.
    """
    found: list[Constraint] = []
    for run in load.calendars.allowed_starts(mission):
        rule = here(rules, load, Seat(mission, code, run), expert)
        if rule is None:
            return None
        found.append(rule)
    return max(found, key=rules.index, default=None)
