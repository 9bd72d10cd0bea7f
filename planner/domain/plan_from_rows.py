"""The plan that the rows of an Assignments sheet describe, by whomever they were written."""

from collections.abc import Iterable, Iterator

from models.answers.plan import Placement, Plan
from models.facts.assignment import AssignmentRow
from models.facts.instance import Year
from planner.domain.calendars import Calendars


def plan_of_rows(year: Year, calendars: Calendars) -> Plan:
    """The plan in the year's own Assignments rows, for `verify`.

    Declined and Withdrawn rows are no part of it, nor is what is over or under way, and nor are the
    pinned rows that the planner wrote without a position because their mission is not delivered.
    A row that somebody added without a position takes the first one that is open.
    """
    rows: dict[str, list[AssignmentRow]] = {}
    for row in year.assignments:
        asks = row.status.demanding and row.start is not None
        if asks and row.mission_id in year.mission_by_id:
            rows.setdefault(row.mission_id, []).append(row)
    return Plan.of(
        placement
        for mission_id, team in rows.items()
        if not _is_left_open(year, mission_id, team)
        for placement in _placements(year, mission_id, team)
    )


def _is_left_open(year: Year, mission_id: str, team: Iterable[AssignmentRow]) -> bool:
    rows = list(team)
    short = len(rows) < len(year.mission_by_id[mission_id].positions)
    return short and all(row.position is None and row.pinned for row in rows)


def _placements(year: Year, mission_id: str, team: list[AssignmentRow]) -> Iterator[Placement]:
    positions = year.mission_by_id[mission_id].positions
    taken = {row.position for row in team}
    free = [number for number in range(1, len(team) + len(positions) + 1) if number not in taken]
    for row in team:
        number = row.position or free.pop(0)
        wanted = positions[number - 1] if number <= len(positions) else positions[-1]
        assert row.start is not None
        yield Placement(
            mission_id=mission_id,
            position=number,
            expertise=row.expertise or wanted,
            expert_id=row.expert_id,
            start=row.start,
            fund_id=row.fund_id,
        )
