"""Sample years for the tests, each made once."""

from functools import cache

from models.answers.plan import Placement, Plan
from models.base import Frozen
from models.facts.instance import Year
from planner.sample.build import sample_year

DEFAULT = (60, 150, 1)
SIZES = (
    (1, 1, 1),
    (1, 30, 2),
    (5, 10, 1),
    (20, 50, 1),
    (20, 50, 2),
    (40, 20, 3),
    DEFAULT,
    (60, 150, 2),
    (60, 150, 3),
    (120, 300, 1),
)
LARGE = (300, 700, 1)


@cache
def year_of(missions: int = 60, experts: int = 150, seed: int = 1) -> Year:
    """A sample year, made once a test run."""
    return sample_year(missions, experts, seed)


def agreed_plan(year: Year, *, pinned_only: bool) -> Plan:
    """The missions whose every position has a dated row, as the Assignments sheet has them."""
    placements = []
    for mission in year.missions:
        rows = [
            row
            for row in year.assignments
            if row.mission_id == mission.id
            and row.start is not None
            and (row.pinned or (row.status.preferred and not pinned_only))
        ]
        if len(rows) == len(mission.positions):
            # The row without a fund belongs to a team that is agreed in part: any fund may pay.
            fund = next((row.fund_id for row in rows if row.fund_id), None)
            placements += [
                Placement(
                    mission_id=mission.id,
                    position=position,
                    expertise=mission.positions[position - 1],
                    expert_id=row.expert_id,
                    start=row.start,
                    fund_id=fund,
                )
                for position, row in enumerate(rows, start=1)
                if row.start is not None
            ]
    return Plan.of(placements)


# Row numbers, and the missions that the workbook lists as cancelled besides the year's own.
_UNCOMPARED = ("row", "called_off")


def bare(fact: object) -> object:
    """The facts alone, without the rows of the workbook they came from."""
    if isinstance(fact, Frozen):
        fields = (name for name in type(fact).model_fields if name not in _UNCOMPARED)
        return {name: bare(getattr(fact, name)) for name in fields}
    return [bare(item) for item in fact] if isinstance(fact, tuple) else fact
