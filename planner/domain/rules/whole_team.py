"""Rule `whole-team`, in words."""

from planner.domain.policy import PLAN
from planner.domain.rules.base import HardRule, InPapers, Scope

RULE = HardRule(
    id="whole-team",
    place=20,
    unit="positions",
    source=PLAN,
    sentence=(
        "A mission is delivered with every position filled or not at all; an expert fills at "
        "most one position of a mission."
    ),
    scope=Scope.TEAM,
    cells=("Missions", "experts"),
    singular="goes on this mission already, in another position",
    structural=True,
    in_papers={
        "en": InPapers("not every position can be filled", "goes on this mission already"),
        "fr": InPapers(
            "tous les postes ne peuvent pas être pourvus", "participe déjà à cette mission"
        ),
        "es": InPapers("no pueden cubrirse todos los puestos", "ya participa en esta misión"),
    },
)
