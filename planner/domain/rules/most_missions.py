"""Rule `most-missions`, in words."""

from planner.domain.policy import CONTACT
from planner.domain.rules.base import Ease, HardRule, InPapers, Scope

RULE = HardRule(
    id="most-missions",
    place=65,
    unit="missions",
    source=CONTACT,
    sentence=(
        "An expert, serving or external, goes to no more missions of the plan than Most missions "
        "says; those under way when the plan starts count once."
    ),
    scope=Scope.EXPERT,
    cells=("Experts", "most_missions"),
    eased_by=frozenset({Ease.EXPERTS}),
    way_out="Raise the expert's Most missions",
    singular="goes to as many missions as Most missions says",
    plural="go to as many missions as Most missions says",
    telling=115,
    in_papers={
        "en": InPapers(
            "experts go to as many missions as they may", "goes to as many missions as allowed"
        ),
        "fr": InPapers(
            "des experts ont atteint leur nombre de missions", "a atteint son nombre de missions"
        ),
        "es": InPapers(
            "hay expertos que ya tienen todas las misiones permitidas",
            "ya tiene todas las misiones permitidas",
        ),
    },
)
