"""Rule `whole-team`, in words."""

from planner.domain.policy import PLAN
from planner.domain.rules.base import HardRule, Scope

RULE = HardRule(
    id="whole-team",
    place=20,
    unit="positions",
    source=PLAN,
    sentence=(
        "A mission is delivered with every position filled or not at all; an expert fills at "
        "most one position of a mission."
    ),
    scope=Scope.TEAM,
    cells=("Missions", "experts"),
    singular="goes on this mission already, in another position",
    structural=True,
)
