"""Rule `cleared`, in words."""

from planner.domain.policy import FORMER
from planner.domain.rules.base import Ease, HardRule, InPapers, Scope

RULE = HardRule(
    id="cleared",
    place=130,
    unit="positions",
    source=FORMER,
    sentence=(
        "An external expert whose clearance or decision is refused is not used; one who is "
        "Invited, Confirmed or Completed has the clearance cleared."
    ),
    scope=Scope.POSITION,
    cells=("Experts", "clearance"),
    eased_by=frozenset({Ease.EXPERTS}),
    way_out="Set the expert's Clearance to cleared, and the Decision to approved or none",
    singular="is refused or not cleared",
    plural="are refused or not cleared",
    telling=30,
    in_papers={
        "en": InPapers("external experts are not cleared", "is not cleared"),
        "fr": InPapers(
            "des experts externes n'ont pas reçu d'avis favorable", "n'a pas reçu d'avis favorable"
        ),
        "es": InPapers("hay expertos externos sin conformidad", "no tiene la conformidad"),
    },
)
