"""Rule `funded`, in words."""

from planner.domain.policy import STEPS
from planner.domain.rules.base import Ease, HardRule, Scope

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
)
