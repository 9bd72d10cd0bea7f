"""Rule `language`, in words."""

from planner.domain.policy import LANGUAGES
from planner.domain.rules.base import Ease, HardRule, InPapers, Scope

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
    in_papers={
        "en": InPapers(
            "too few experts speak its language", "does not speak the mission's language"
        ),
        "fr": InPapers(
            "trop peu d'experts parlent sa langue", "ne parle pas la langue de la mission"
        ),
        "es": InPapers("muy pocos expertos hablan su idioma", "no habla el idioma de la misión"),
    },
)
