"""The releases that a plan asks for, and which of them are declined in a trial."""

from collections.abc import Collection, Mapping
from random import Random
from typing import NamedTuple

from models.answers.plan import Plan
from models.facts.assignment import AssignmentStatus
from models.facts.instance import Year
from planner.domain.hypothetical import with_declined, with_objectives
from planner.domain.proposals import STABILITY, proposing

_OPEN = (
    AssignmentStatus.PROPOSED,
    AssignmentStatus.CONTACTED,
    AssignmentStatus.AVAILABLE,
    AssignmentStatus.INVITED,
)

Pair = tuple[str, str]


class Release(NamedTuple):
    """An administration is asked to let an expert go on a mission; it declines at this rate."""

    mission_id: str
    expert_id: str
    administration: str
    rate: float

    @property
    def pair(self) -> Pair:
        """The mission and the expert, by ID."""
        return self.mission_id, self.expert_id


def releases_of(year: Year, plan: Plan, rates: Mapping[str, float], usual: float) -> list[Release]:
    """What can still be declined, in the order of the plan.

    Confirmed and Completed rows are released already, and nobody releases external experts.

    Parameters
    ----------
    rates : mapping of str to float
        Rates between 0 and 1 by the administration's country code.
    usual : float
        The rate of administrations that have none of their own.
    """
    asking = (row for row in year.assignments if row.status.demanding)
    status = {(row.mission_id, row.expert_id): row.status for row in asking}
    found = []
    for row in plan.placements:
        pair = row.mission_id, row.expert_id
        serving = row.expert_id not in year.external_ids
        if serving and status.get(pair, AssignmentStatus.PROPOSED) in _OPEN:
            country = year.expert_by_id[row.expert_id].administration
            found.append(Release(*pair, country, rates.get(country, usual)))
    return found


def declined_in(releases: Collection[Release], seed: int, trial: int) -> tuple[Pair, ...]:
    """What is declined in a trial; the same whoever works on it, and whatever came before."""
    draw = Random(f"stress {seed} {trial}")
    return tuple(release.pair for release in releases if draw.random() < release.rate)


def year_after(year: Year, plan: Plan, declined: Collection[Pair]) -> Year:
    """The year in which these releases are declined and the rest of the plan stands as it was.

    Rows of the plan that are not pinned are Proposed, so that `stability` keeps them; it comes
    right behind `delivery`, and no other level has a say.
    """
    without = with_declined(proposing(year, plan), frozenset(declined))
    return with_objectives(without, ("delivery", STABILITY))


def unpinned_by(year: Year, declined: Collection[Pair]) -> bool:
    """Whether one of the declines undoes something agreed: its mission is free again then."""
    gone = frozenset(declined)
    return any(row.pinned and (row.mission_id, row.expert_id) in gone for row in year.assignments)
