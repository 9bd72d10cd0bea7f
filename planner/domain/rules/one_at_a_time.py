"""Rule `one-at-a-time`, in words."""

from planner.domain.policy import STEPS
from planner.domain.rules.base import Ease, HardRule, InPapers, Scope

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
    in_papers={
        "en": InPapers("experts are on other missions", "is on another mission at that time"),
        "fr": InPapers(
            "des experts sont en mission ailleurs", "est en mission ailleurs à ce moment-là"
        ),
        "es": InPapers("hay expertos en otras misiones", "está en otra misión en ese momento"),
    },
)
