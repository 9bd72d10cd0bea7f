"""Rule `funded`, in words."""

from planner.domain.policy import STEPS
from planner.domain.rules.base import Ease, HardRule, InPapers, Scope

RULE = HardRule(
    id="funded",
    place=150,
    unit="currency units or missions",
    source=STEPS,
    sentence=(
        "Where there is a Funds sheet, one fund whose terms fit pays the whole mission, or all "
        "that share it pay their parts; the missions that a fund pays cost no more than its Amount "
        "less what is committed, and what completed and running missions have cost it."
    ),
    scope=Scope.FUND,
    cells=("Funds", "amount"),
    by_dates=True,
    eased_by=frozenset({Ease.CONFIRMATION, Ease.MONEY, Ease.EXPERTS, Ease.DATES}),
    way_out="Give the fund more money or wider terms, or name another fund",
    telling=130,
    in_papers={
        "en": InPapers(
            "no fund has the money, or terms that fit", "the fund does not have the money"
        ),
        "fr": InPapers(
            "aucun fonds n'a les moyens ou les conditions voulus", "le fonds n'a pas les moyens"
        ),
        "es": InPapers(
            "ningún fondo tiene los medios o las condiciones necesarios",
            "el fondo no tiene los medios",
        ),
    },
)
