"""Parts of a year: who may go where and when, and which fund may pay."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from models.answers.plan import Plan
from models.facts.instance import Year
from models.requests.demand import Demand

Pair = tuple[str, str]
Team = Mapping[str, Collection[str]]
_NO_PLAN = Plan()


@dataclass(frozen=True)
class Restriction:
    """What comes into question in a model of a year; all of it, unless told otherwise.

    Attributes
    ----------
    fixed : Plan
        Missions for which only the experts and the start of this plan come into question.
    only : mapping of mission ID to expert IDs, or None
        The experts who come into question for each mission; nobody for a mission that is absent.
    payers : mapping of mission ID to fund IDs, or None
        The funds that come into question for each mission.
    """

    fixed: Plan = _NO_PLAN
    only: Team | None = None
    payers: Team | None = None


WHOLE = Restriction()


@dataclass(frozen=True)
class Part:
    """A part of a year: who may go, and which fund may pay.

    Attributes
    ----------
    pairs : set of (mission ID, expert ID)
    payers : set of (mission ID, fund ID)
    """

    pairs: set[Pair] = field(default_factory=set)
    payers: set[Pair] = field(default_factory=set)

    def join(self, other: "Part") -> None:
        """Let another part join."""
        self.pairs.update(other.pairs)
        self.payers.update(other.payers)

    @classmethod
    def of(cls, plan: Plan) -> "Part":
        """The part that a plan uses."""
        rows = plan.placements
        return cls(
            {(row.mission_id, row.expert_id) for row in rows},
            {(row.mission_id, row.fund_id) for row in rows if row.fund_id is not None},
        )


def agreed(year: Year, demands: Sequence[Demand]) -> Part:
    """Whoever is agreed or asked for, whatever a part leaves out."""
    rows: list[tuple[str, str | None, str | None]] = [
        (row.mission_id, row.expert_id, row.fund_id) for row in year.assignments
    ]
    rows += [(demand.mission_id, demand.expert_id, demand.fund_id) for demand in demands]
    return Part(
        {(mission_id, expert_id) for mission_id, expert_id, _ in rows if expert_id},
        {(mission_id, fund_id) for mission_id, _, fund_id in rows if fund_id},
    )


def by_mission(*pairs: Collection[Pair]) -> dict[str, set[str]]:
    """Pairs of a mission and another ID as one set of those IDs a mission."""
    found: dict[str, set[str]] = defaultdict(set)
    for mission_id, other in chain(*pairs):
        found[mission_id].add(other)
    return found
