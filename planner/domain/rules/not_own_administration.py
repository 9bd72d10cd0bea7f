"""Rule `not-own-administration`, in words."""

from planner.domain.policy import PAIRING
from planner.domain.rules.base import Ease, HardRule, InPapers, Scope

RULE = HardRule(
    id="not-own-administration",
    place=110,
    unit="positions",
    source=PAIRING,
    sentence="No expert is sent to the own country.",
    scope=Scope.POSITION,
    cells=("Experts", "administration"),
    eased_by=frozenset({Ease.EXPERTS}),
    way_out="Correct the mission's Host or the expert's Administration",
    singular="comes from {host} itself",
    plural="come from {host} itself",
    telling=40,
    in_papers={
        "en": InPapers("experts come from the host itself", "comes from the host itself"),
        "fr": InPapers("des experts viennent du pays hôte", "vient du pays hôte"),
        "es": InPapers(
            "hay expertos del propio país anfitrión", "procede del propio país anfitrión"
        ),
    },
)
