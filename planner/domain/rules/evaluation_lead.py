"""Rule `evaluation-lead`, in words."""

from planner.domain.policy import EVALUATION
from planner.domain.rules.base import Ease, HardRule, Scope

RULE = HardRule(
    id="evaluation-lead",
    place=120,
    unit="missions",
    source=EVALUATION,
    sentence=(
        "Where a position is filled with a Pre-accredited qualification, the mission has a "
        "staff lead or another position filled with an Accredited qualification."
    ),
    scope=Scope.TEAM,
    cells=("Missions", "staff_lead"),
    eased_by=frozenset({Ease.STAFF_LEAD, Ease.EXPERTS}),
    way_out="Give the mission a staff lead",
    team="a pre-accredited expert needs a staff lead or an accredited colleague",
    telling=70,
)
