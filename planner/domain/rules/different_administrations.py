"""Rule `different-administrations`, in words."""

from planner.domain.policy import PAIRING
from planner.domain.rules.base import Ease, HardRule, InPapers, Scope

RULE = HardRule(
    id="different-administrations",
    place=100,
    unit="experts",
    source=PAIRING,
    sentence=(
        "The experts of a mission come from different countries, unless the mission allows the "
        "same administration."
    ),
    scope=Scope.TEAM,
    cells=("Missions", "same_administration_allowed"),
    eased_by=frozenset({Ease.WAIVER, Ease.EXPERTS}),
    way_out="Grant the mission the waiver Same administration allowed",
    team="experts of one mission come from different countries",
    telling=80,
    in_papers={
        "en": InPapers(
            "experts would come from one administration", "comes from a colleague's administration"
        ),
        "fr": InPapers(
            "des experts viendraient d'une même administration",
            "vient de l'administration d'un collègue",
        ),
        "es": InPapers(
            "los expertos procederían de una misma administración",
            "procede de la administración de un colega",
        ),
    },
)
