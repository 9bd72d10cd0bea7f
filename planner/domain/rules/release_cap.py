"""Rule `release-cap`, in words."""

from planner.domain.policy import RELEASE
from planner.domain.rules.base import Ease, HardRule, InPapers, Scope

RULE = HardRule(
    id="release-cap",
    place=70,
    unit="weeks",
    source=RELEASE,
    sentence=(
        "In every release period of a serving expert in which the plan charges weeks, weeks "
        "already used plus weeks charged stay within the cap."
    ),
    scope=Scope.EXPERT,
    cells=("Experts", "release_cap_weeks"),
    by_dates=True,
    eased_by=frozenset({Ease.EXPERTS, Ease.DATES}),
    way_out="Raise the expert's Release cap weeks",
    singular="has no release weeks left",
    plural="have no release weeks left",
    telling=100,
    in_papers={
        "en": InPapers("experts have no release weeks left", "has no release weeks left"),
        "fr": InPapers(
            "des experts n'ont plus de semaines de mise à disposition",
            "n'a plus de semaines de mise à disposition",
        ),
        "es": InPapers("hay expertos sin semanas disponibles", "no le quedan semanas disponibles"),
    },
)
