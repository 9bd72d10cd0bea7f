"""Rule `pinned`, in words."""

from planner.domain.policy import LETTER
from planner.domain.rules.base import Ease, HardRule, InPapers, Scope

RULE = HardRule(
    id="pinned",
    place=160,
    unit="rows",
    source=LETTER,
    sentence=(
        "What is Completed, Confirmed or Invited stays, and what is to be kept: the expert, the "
        "start and the fund."
    ),
    scope=Scope.MISSION,
    cells=("Assignments", "status"),
    by_dates=True,
    eased_by=frozenset({Ease.DATES}),
    telling=10,
    in_papers={
        "en": InPapers("what is agreed cannot be kept", "what is agreed could not be kept"),
        "fr": InPapers(
            "ce qui est convenu ne peut pas être maintenu",
            "ce qui est convenu ne pourrait pas être maintenu",
        ),
        "es": InPapers("no puede mantenerse lo acordado", "no podría mantenerse lo acordado"),
    },
)
