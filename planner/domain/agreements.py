"""Facts that follow from the rows alone, shared by model, checker and workbook.

Nothing here weighs, counts or filters for a rule: only what the rows mean (RULES.md 2 and 6).
"""

from models.facts.assignment import AssignmentRow, AssignmentStatus
from models.facts.instance import Year
from models.facts.kept import kept_with
from planner.domain.calendars import Calendars
from planner.domain.past import settled

DELIVERY_PINNED = "delivery-pinned"


def pinned_rows(year: Year, calendars: Calendars) -> tuple[AssignmentRow, ...]:
    """Rows that stay, of missions that are still to be planned: what is agreed, and Keep = yes."""
    return kept_with(year, _pinned)


def _pinned(year: Year) -> tuple[AssignmentRow, ...]:
    return tuple(
        row for row in year.assignments if row.pinned and row.mission_id in year.mission_by_id
    )


def preferred_rows(year: Year) -> tuple[AssignmentRow, ...]:
    """Rows that the level `stability` would like to keep: Proposed, Contacted and Available."""
    return kept_with(year, _preferred)


def _preferred(year: Year) -> tuple[AssignmentRow, ...]:
    return tuple(
        row for row in year.assignments if row.preferred and row.mission_id in year.mission_by_id
    )


def declined_pairs(year: Year) -> frozenset[tuple[str, str]]:
    """Pairs (mission ID, expert ID) that an administration declined."""
    declined = AssignmentStatus.DECLINED
    return frozenset((r.mission_id, r.expert_id) for r in year.assignments if r.status is declined)


def is_begun(year: Year, row: AssignmentRow) -> bool:
    """Whether a row of Assignments is over or under way: it makes no demands."""
    key = (row.mission_id, row.expert_id, row.start)
    return row.status.pinned and key in year.begun_keys


def delivery_class(year: Year, mission_id: str, pinned: frozenset[str]) -> str:
    """The delivery level a mission counts in; `pinned` are the missions with a pinned expert."""
    if mission_id in pinned:
        return DELIVERY_PINNED
    return f"delivery-{year.mission_by_id[mission_id].priority}"


def delivery_classes(year: Year, calendars: Calendars) -> dict[str, tuple[str, ...]]:
    """Mission IDs by delivery level, in level order; levels without missions are absent."""
    return kept_with(year, _classes)


def _classes(year: Year) -> dict[str, tuple[str, ...]]:
    pinned = frozenset(row.mission_id for row in _pinned(year))
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
    """The year of a fresh start: Proposed rows forgotten, Contacted and Available let go."""
    dropped = [row for row in year.assignments if row.preferred]
    kept = tuple(row for row in year.assignments if not row.preferred)
    asked = tuple(row for row in dropped if row.status.asked)
    return settled(year.replace(assignments=kept, let_go=(*year.let_go, *asked)))
