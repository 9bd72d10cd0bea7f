"""Rule `evaluation-lead`, in words."""

from planner.domain.policy import EVALUATION
from planner.domain.rules.base import Ease, HardRule, InPapers, Scope

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
    in_papers={
        "en": InPapers(
            "nobody could evaluate a pre-accredited expert", "nobody could evaluate the expert"
        ),
        "fr": InPapers(
            "personne ne pourrait évaluer un expert pré-accrédité",
            "personne ne pourrait évaluer l'expert",
        ),
        "es": InPapers(
            "nadie podría evaluar a un experto preacreditado", "nadie podría evaluar al experto"
        ),
    },
)
