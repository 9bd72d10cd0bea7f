"""Rule `administration-capacity`, in words."""

from planner.domain.policy import LETTER
from planner.domain.rules.base import Ease, HardRule, Scope

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
)
