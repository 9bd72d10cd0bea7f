"""Rule `administration-capacity`, in words."""

from planner.domain.policy import LETTER
from planner.domain.rules.base import Ease, HardRule, InPapers, Scope

RULE = HardRule(
    id="administration-capacity",
    place=80,
    unit="experts or weeks",
    source=LETTER,
    sentence=(
        "At no day are more of an administration's serving experts on missions than Max experts "
        "away, and their weeks charged in the plan stay within Max weeks."
    ),
    scope=Scope.ADMINISTRATION,
    cells=("Administrations", "country"),
    by_dates=True,
    eased_by=frozenset({Ease.EXPERTS, Ease.DATES, Ease.ADMINISTRATION}),
    way_out="Raise the administration's limits",
    team="an administration's limit is reached",
    telling=60,
    in_papers={
        "en": InPapers(
            "administrations release no more experts at a time",
            "the administration releases nobody else at that time",
        ),
        "fr": InPapers(
            "les administrations ne libèrent pas plus d'experts à la fois",
            "l'administration ne libère personne d'autre à ce moment-là",
        ),
        "es": InPapers(
            "las administraciones no liberan más expertos a la vez",
            "la administración no libera a nadie más en ese momento",
        ),
    },
)
