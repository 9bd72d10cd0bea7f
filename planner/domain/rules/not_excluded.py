"""Rule `not-excluded`, in words."""

from planner.domain.policy import CONTACT
from planner.domain.rules.base import Ease, HardRule, InPapers, Scope

RULE = HardRule(
    id="not-excluded",
    place=140,
    unit="positions",
    source=CONTACT,
    sentence=(
        "No Exclusions row and no Declined assignment joins the expert and the mission (or its "
        "host)."
    ),
    scope=Scope.POSITION,
    cells=("Exclusions", "expert_id"),
    eased_by=frozenset({Ease.EXPERTS}),
    way_out="Remove the row of Exclusions",
    singular="is excluded or was declined for it",
    plural="are excluded or were declined for it",
    telling=20,
    in_papers={
        "en": InPapers("experts are excluded or have declined", "is excluded or has declined"),
        "fr": InPapers("des experts sont exclus ou ont décliné", "est exclu ou a décliné"),
        "es": InPapers(
            "hay expertos excluidos o que han declinado", "está excluido o ha declinado"
        ),
    },
)
