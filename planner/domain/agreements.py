"""Facts that follow from the rows alone, shared by model, checker and workbook.

Nothing here weighs, counts or filters for a rule: only what the rows mean (RULES.md 2 and 6).
"""

from models.assignment import AssignmentRow, AssignmentStatus
from models.expert import HistoryEntry
from models.instance import Year
from planner.domain.calendars import Calendars, Span

DELIVERY_PINNED = "delivery-pinned"


def pinned_rows(year: Year, calendars: Calendars) -> tuple[AssignmentRow, ...]:
    """Rows that stay: Completed, Confirmed and Invited, less those that ended before the plan."""
    return tuple(
        row for row in year.assignments if row.status.pinned and not is_past(year, calendars, row)
    )


def preferred_rows(year: Year) -> tuple[AssignmentRow, ...]:
    """Rows that the level `stability` would like to keep: Proposed and Contacted."""
    return tuple(row for row in year.assignments if row.status.preferred)


def declined_pairs(year: Year) -> frozenset[tuple[str, str]]:
    """Pairs (mission ID, expert ID) that an administration declined."""
    declined = AssignmentStatus.DECLINED
    return frozenset((r.mission_id, r.expert_id) for r in year.assignments if r.status is declined)


def past_missions(year: Year, calendars: Calendars) -> tuple[HistoryEntry, ...]:
    """The History sheet, then the Completed rows that ended before the plan start."""
    completed = tuple(
        _as_history(row, _row_run(year, calendars, row))
        for row in year.assignments
        if is_past(year, calendars, row)
    )
    return year.history + completed


def is_past(year: Year, calendars: Calendars, row: AssignmentRow) -> bool:
    """Whether a row is Completed and ended before the plan start: history, no demand."""
    if row.status is not AssignmentStatus.COMPLETED or row.start is None:
        return False
    return _row_run(year, calendars, row).end < year.settings.plan_start


def delivery_class(year: Year, mission_id: str, pinned: frozenset[str]) -> str:
    """The delivery level a mission counts in; `pinned` are the missions with a pinned expert."""
    if mission_id in pinned:
        return DELIVERY_PINNED
    return f"delivery-{year.mission_by_id[mission_id].priority}"


def delivery_classes(year: Year, calendars: Calendars) -> dict[str, tuple[str, ...]]:
    """Mission IDs by delivery level, in level order; levels without missions are absent."""
    pinned = frozenset(row.mission_id for row in pinned_rows(year, calendars))
    order = (DELIVERY_PINNED, *(f"delivery-{priority}" for priority in range(1, 10)))
    classes: dict[str, list[str]] = {level: [] for level in order}
    for mission in year.missions:
        classes[delivery_class(year, mission.id, pinned)].append(mission.id)
    return {level: tuple(ids) for level, ids in classes.items() if ids}


def level_names(year: Year, calendars: Calendars) -> tuple[str, ...]:
    """The levels of this year, in the order of the Objectives setting, delivery spread out."""
    names: list[str] = []
    for group in year.settings.objectives:
        if group == "delivery":
            names.extend(delivery_classes(year, calendars))
        elif group != "stability" or preferred_rows(year):
            names.append(group)
    return tuple(names)


def without_proposals(year: Year) -> Year:
    """The year as `--fresh` sees it: Proposed and Contacted rows forgotten, the others kept."""
    kept = tuple(row for row in year.assignments if not row.status.preferred)
    return year.replace(assignments=kept)


def _row_run(year: Year, calendars: Calendars, row: AssignmentRow) -> Span:
    assert row.start is not None
    mission = year.mission_by_id.get(row.mission_id)
    if mission is None:
        return Span(row.start, row.end or row.start)
    return calendars.run(mission, row.start)


def _as_history(row: AssignmentRow, run: Span) -> HistoryEntry:
    weeks = -(-((run.end - run.start).days + 1) // 7)
    return HistoryEntry(
        row=row.row,
        expert_id=row.expert_id,
        start=run.start,
        end=run.end,
        mission=row.mission_id,
        weeks=weeks,
    )
