"""Rule `available`, in words."""

from planner.domain.policy import CONTACT
from planner.domain.rules.base import Ease, HardRule, InPapers, Scope

RULE = HardRule(
    id="available",
    place=50,
    unit="days",
    source=CONTACT,
    sentence=(
        "The busy period meets no Unavailability row of the expert or, for serving experts, of "
        "the expert's administration; the expert has not left."
    ),
    scope=Scope.POSITION,
    cells=("Unavailability", "start"),
    by_dates=True,
    eased_by=frozenset({Ease.EXPERTS, Ease.DATES}),
    way_out="Change the Start, mend the sheet Unavailability, or set the expert's Status to Active",
    singular="is not available on any allowed start",
    plural="are not available on any allowed start",
    telling=90,
    in_papers={
        "en": InPapers("experts are not available", "is not available"),
        "fr": InPapers("des experts ne sont pas disponibles", "n'est pas disponible"),
        "es": InPapers("hay expertos no disponibles", "no está disponible"),
    },
)
