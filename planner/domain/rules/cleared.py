"""Rule `cleared`, in words."""

from planner.domain.policy import FORMER
from planner.domain.rules.base import Ease, HardRule, Scope

RULE = HardRule(
    id="cleared",
    place=130,
    unit="positions",
    source=FORMER,
    sentence="An external expert whose clearance is refused is not used.",
    scope=Scope.POSITION,
    cells=("Experts", "clearance"),
    eased_by=frozenset({Ease.EXPERTS}),
    way_out="Set the expert's Clearance to cleared or pending",
    singular="has no clearance",
    plural="have no clearance",
    telling=30,
)
