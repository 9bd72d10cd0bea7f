"""Rule `host-capacity`, in words."""

from planner.domain.policy import BENEFICIARY
from planner.domain.rules.base import Ease, HardRule, Scope

RULE = HardRule(
    id="host-capacity",
    place=90,
    unit="missions",
    source=BENEFICIARY,
    sentence="At no day does a host receive more missions than Max missions hosted.",
    scope=Scope.HOST,
    cells=("Administrations", "max_missions_hosted"),
    by_dates=True,
    eased_by=frozenset({Ease.HOST, Ease.DATES}),
    way_out="Raise Max missions hosted of the host",
    telling=50,
)
