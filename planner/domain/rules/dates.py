"""Rule `dates`, in words."""

from planner.domain.policy import STEPS
from planner.domain.rules.base import Ease, HardRule, Scope

RULE = HardRule(
    id="dates",
    place=10,
    unit="missions",
    source=STEPS,
    sentence="A delivered mission starts on one of its allowed starts.",
    scope=Scope.MISSION,
    cells=("Missions", "earliest_start"),
    by_dates=True,
    eased_by=frozenset({Ease.DATES}),
    way_out="Change the Start to an allowed one, or widen the mission's window",
    structural=True,
)
