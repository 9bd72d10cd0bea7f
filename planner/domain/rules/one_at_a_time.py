"""Rule `one-at-a-time`, in words."""

from planner.domain.policy import STEPS
from planner.domain.rules.base import Ease, HardRule, Scope

RULE = HardRule(
    id="one-at-a-time",
    place=60,
    unit="days",
    source=STEPS,
    sentence=(
        "The busy periods of one expert's missions, and of those under way when the plan starts, "
        "do not overlap, and Rest days lie between them."
    ),
    scope=Scope.EXPERT,
    cells=("Assignments", "start"),
    by_dates=True,
    eased_by=frozenset({Ease.EXPERTS, Ease.DATES}),
    way_out="Change one of the starts",
    singular="is on other missions",
    plural="are on other missions",
    telling=110,
)
