"""Rule `language`, in words."""

from planner.domain.policy import LANGUAGES
from planner.domain.rules.base import Ease, HardRule, Scope

RULE = HardRule(
    id="language",
    place=40,
    unit="positions",
    source=LANGUAGES,
    sentence="The expert speaks at least one of the mission's languages.",
    scope=Scope.POSITION,
    cells=("Experts", "languages"),
    eased_by=frozenset({Ease.EXPERTS}),
    way_out="Change the mission's Languages or the expert's",
    singular="does not speak {languages}",
    plural="do not speak {languages}",
    telling=120,
)
