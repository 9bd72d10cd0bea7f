"""Tells how far the search for a price is: each stage says what has to move, as data."""

from collections.abc import Sequence

from models.answers.plan import Placement, Plan
from models.answers.price import Price
from models.events import Listener, PriceFound, PriceNotFound
from models.requests.demand import Demand


class Stages:
    """What is known of one price so far; every plan that is told can be taken as it stands.

    Parameters
    ----------
    before : Plan
        The plan that there is.
    tell : callable
        Whoever listens to the search.

    Attributes
    ----------
    best : Price or None
        The plan of the last stage that has one.
    """

    def __init__(self, before: Plan, demands: Sequence[Demand], tell: Listener) -> None:
        self._before, self._tell = before.teams(), tell
        self._asked = {demand.mission_id for demand in demands}
        self.best: Price | None = None

    def nothing(self, free: set[str], *, proven: bool) -> None:
        """Nothing has what is asked for where only these missions may change."""
        others = tuple(mission_id for mission_id in self._before if mission_id in free)
        told = tuple(mission_id for mission_id in others if mission_id not in self._asked)
        self._tell(PriceNotFound(free=told, proven=proven))

    def found(self, price: Price) -> None:
        """A plan has what is asked for; it keeps every rule, as the checker says."""
        self.best = price
        now = price.plan.teams()
        dropped = tuple(mission_id for mission_id in self._before if mission_id not in now)
        others = [m for m in self._before if m in now and m not in self._asked]
        moved = tuple(m for m in others if _who_and_when(self._before[m]) != _who_and_when(now[m]))
        paid = (m for m in others if m not in moved and _payer(self._before[m]) != _payer(now[m]))
        self._tell(PriceFound(price=price, moved=moved, repaid=tuple(paid), dropped=dropped))


def _who_and_when(team: tuple[Placement, ...]) -> set[object]:
    return {(row.position, row.expert_id, row.start) for row in team}


def _payer(team: tuple[Placement, ...]) -> set[object]:
    return {row.fund_id for row in team}
