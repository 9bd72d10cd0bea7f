"""Rule `release-cap`, in words."""

from planner.domain.policy import RELEASE
from planner.domain.rules.base import Ease, HardRule, Scope

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
)
