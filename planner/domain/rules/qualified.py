"""Rule `qualified`, in words."""

from planner.domain.policy import SKILLS
from planner.domain.rules.base import Ease, HardRule, InPapers, Scope

RULE = HardRule(
    id="qualified",
    place=30,
    unit="positions",
    source=SKILLS,
    sentence="The expert holds a qualification for the position's expertise.",
    scope=Scope.POSITION,
    cells=("Qualifications", "expertise"),
    eased_by=frozenset({Ease.EXPERTS}),
    way_out="Add the qualification on the sheet Qualifications",
    singular="does not hold what the position asks for",
    plural="do not hold what the position asks for",
    telling=140,
    in_papers={
        "en": InPapers("too few experts hold the expertise", "does not hold the expertise"),
        "fr": InPapers(
            "trop peu d'experts possèdent la qualification", "ne possède pas la qualification"
        ),
        "es": InPapers(
            "muy pocos expertos poseen la especialización", "no posee la especialización"
        ),
    },
)
