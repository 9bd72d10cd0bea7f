"""Rule `dates`, in words."""

from planner.domain.policy import STEPS
from planner.domain.rules.base import Ease, HardRule, InPapers, Scope

RULE = HardRule(
    id="dates",
    place=10,
    unit="missions",
    source=STEPS,
    sentence="A delivered mission starts on one of its allowed starts.",
    scope=Scope.MISSION,
    cells=("Missions", "earliest_start"),
    by_dates=True,
    eased_by=frozenset({Ease.DATES}),
    way_out="Change the Start to an allowed one, or widen the mission's window",
    structural=True,
    in_papers={
        "en": InPapers("no possible dates in its window", "cannot go on the mission's dates"),
        "fr": InPapers(
            "aucune date possible dans sa période", "ne peut pas partir aux dates de la mission"
        ),
        "es": InPapers(
            "ninguna fecha posible en su período", "no puede ir en las fechas de la misión"
        ),
    },
)
