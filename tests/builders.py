"""Small facts for tests: every argument that a test does not care about has a plain default."""

from datetime import date
from typing import Any

from models.answers.plan import Placement, Plan
from models.facts.assignment import AssignmentRow, AssignmentStatus
from models.facts.expert import Expert, HistoryEntry, Qualification, QualificationStatus
from models.facts.expertise import Expertise
from models.facts.fund import Fund
from models.facts.instance import Year
from models.facts.mission import Mission, TeamRow
from models.facts.settings import Settings
from planner.domain.past import settled

# Monday 1 March 2027: in March and April 2027 Belgium has one holiday, Easter Monday 29 March.
MONDAY = date(2027, 3, 1)
CODE = "TOA/PCA"


def settings(**changes: Any) -> Settings:
    """Settings of the year 2027."""
    return Settings(**{"plan_start": date(2027, 1, 1), "plan_end": date(2027, 12, 31)} | changes)


def mission(id: str = "M1", *, experts: int = 1, expertise: str = CODE, **changes: Any) -> Mission:
    """A five-day mission in Belgium in the week of Monday 1 March 2027."""
    defaults: dict[str, Any] = {
        "id": id,
        "title": f"Mission {id}",
        "host": "BE",
        "region": "EU",
        "team": (TeamRow(expertise=expertise, experts=experts),),
        "earliest_start": MONDAY,
        "latest_end": date(2027, 3, 5),
        "working_days": 5,
    }
    return Mission(**defaults | changes)


def expert(id: str = "E1", administration: str = "FR", **changes: Any) -> Expert:
    """A serving expert from France, region Europe, who speaks English."""
    defaults: dict[str, Any] = {
        "id": id,
        "name": f"Name of {id}",
        "administration": administration,
        "region": "EU",
        "languages": ("en",),
    }
    return Expert(**defaults | changes)


def qualification(
    expert_id: str = "E1",
    status: QualificationStatus = QualificationStatus.ACCREDITED,
    expertise: str = CODE,
    since: date | None = None,
) -> Qualification:
    """An accredited qualification."""
    return Qualification(expert_id=expert_id, expertise=expertise, status=status, since=since)


def fund(id: str = "F1", amount: int = 100_000, **changes: Any) -> Fund:
    """A confirmed fund without terms."""
    return Fund(id=id, amount=amount, **changes)


def history(expert_id: str, start: date, end: date, weeks: int = 1) -> HistoryEntry:
    """A past mission."""
    return HistoryEntry(expert_id=expert_id, start=start, end=end, weeks=weeks)


def agreed(
    mission_id: str,
    expert_id: str,
    status: AssignmentStatus = AssignmentStatus.CONFIRMED,
    start: date | None = MONDAY,
    **changes: Any,
) -> AssignmentRow:
    """A row of the Assignments sheet."""
    return AssignmentRow(
        mission_id=mission_id, expert_id=expert_id, status=status, start=start, **changes
    )


def placement(
    mission_id: str = "M1",
    expert_id: str = "E1",
    start: date = MONDAY,
    position: int = 1,
    expertise: str = CODE,
    fund_id: str | None = None,
) -> Placement:
    """One row of a plan."""
    return Placement(
        mission_id=mission_id,
        position=position,
        expertise=expertise,
        expert_id=expert_id,
        start=start,
        fund_id=fund_id,
    )


def plan(*placements: Placement) -> Plan:
    """A plan of these rows."""
    return Plan.of(placements)


def year(**changes: Any) -> Year:
    """A year of one mission and one accredited expert who can go."""
    codes = ("CMA", "MPA", CODE, "TOA/AEO", "ET/VAL")
    covers = {"MPA": ("CMA",)}
    defaults: dict[str, Any] = {
        "settings": settings(),
        "missions": (mission(),),
        "experts": (expert(),),
        "qualifications": (qualification(),),
        "expertise": tuple(Expertise(code=c, also_covers=covers.get(c, ())) for c in codes),
    }
    return settled(Year(**defaults | changes))
