"""Rule `host-capacity`, in words."""

from planner.domain.policy import BENEFICIARY
from planner.domain.rules.base import Ease, HardRule, InPapers, Scope

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
    in_papers={
        "en": InPapers(
            "the host receives no more missions at a time",
            "the host receives no more missions at that time",
        ),
        "fr": InPapers(
            "le pays hôte ne reçoit pas plus de missions à la fois",
            "le pays hôte ne reçoit pas plus de missions à ce moment-là",
        ),
        "es": InPapers(
            "el país anfitrión no recibe más misiones a la vez",
            "el país anfitrión no recibe más misiones en ese momento",
        ),
    },
)
