"""The answer: who goes where when, paid by whom."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby

from models.base import Frozen


class Placement(Frozen):
    """One expert on one position of one mission: a row of the plan.

    `position` counts from 1; `fund_id` is None where no fund pays (no Funds sheet).
    """

    mission_id: str
    position: int
    expertise: str
    expert_id: str
    start: date
    fund_id: str | None = None


class Plan(Frozen):
    """All placements, mission by mission; a mission with no placement is not delivered.

    A plan is only a claim: it may break rules (a hand-edited workbook does). The checker says.
    """

    placements: tuple[Placement, ...] = ()

    def teams(self) -> dict[str, tuple[Placement, ...]]:
        """The placements of every mission in the plan, in plan order."""
        ordered = sorted(self.placements, key=lambda p: p.mission_id)
        found = {key: tuple(rows) for key, rows in groupby(ordered, key=lambda p: p.mission_id)}
        return {m: found[m] for m in dict.fromkeys(p.mission_id for p in self.placements)}

    @classmethod
    def of(cls, placements: Iterable[Placement]) -> "Plan":
        """A plan of these placements, in their order."""
        return cls(placements=tuple(placements))
