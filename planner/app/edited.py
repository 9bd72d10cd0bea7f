"""Rows of a plan that were changed by hand since the run that wrote them."""

from collections import Counter
from collections.abc import Iterator

from models.answers.plan import Placement, Plan
from models.answers.verdict import RowEdit
from models.cell_ref import Place
from models.facts.assignment import AssignmentRow
from models.facts.instance import Year
from models.facts.mission import Mission
from models.workbook import Workbook
from planner.checker.costs import placement_cost
from planner.checker.standing import standing
from planner.domain.calendars import Calendars
from planner.domain.wording import amount, counted
from planner.workbook.schema.declared import ASSIGNMENTS, MISSIONS


def edited_rows(
    workbook: Workbook, year: Year, plan: Plan, calendars: Calendars
) -> Iterator[RowEdit]:
    """Say of each row of the plan what stands beside it that does not follow from it any more."""
    rows = {(r.mission_id, r.expert_id, r.start): r for r in year.assignments}
    numbers = Counter(placement.expert_id for placement in plan.placements)
    for placement in plan.placements:
        row = rows.get((placement.mission_id, placement.expert_id, placement.start))
        mission = year.mission_by_id.get(placement.mission_id)
        if row is None or mission is None:
            continue
        said = workbook.written.get(row.row or 0, {})
        found = [
            *_another_end(calendars, mission, row),
            *_differences(year, calendars, mission, placement, said),
            *_another_load(workbook, placement.expert_id, numbers),
        ]
        for field, text in found:
            yield RowEdit(place=Place(ASSIGNMENTS.name, field, row.row), text=text)
    yield from _gone(workbook, year, plan)


def _another_end(
    calendars: Calendars, mission: Mission, row: AssignmentRow
) -> Iterator[tuple[str, str]]:
    if row.start is None or row.end is None:
        return
    follows = calendars.run(mission, row.start).end
    if row.end != follows:
        text = f"The end {row.end} does not follow from the start {row.start}, {follows} does."
        yield "end", text


def _another_load(
    workbook: Workbook, expert_id: str, numbers: Counter[str]
) -> Iterator[tuple[str, str]]:
    said, now = workbook.missions.get(expert_id), numbers[expert_id]
    if said is not None and said != str(now):
        yield "expert_id", f"{expert_id} goes to {counted(now, 'mission')}; the run wrote {said}."


def _gone(workbook: Workbook, year: Year, plan: Plan) -> Iterator[RowEdit]:
    """Missions that the run neither planned nor left out, as its sheets say now."""
    if workbook.left_out is None:
        return
    known = {*plan.teams(), *workbook.left_out}
    for mission in year.missions:
        if mission.id not in known:
            text = f"Mission {mission.id} has no rows in the plan any more, or was added since."
            yield RowEdit(place=Place(MISSIONS.name, "id", mission.row), text=text)


def _differences(
    year: Year,
    calendars: Calendars,
    mission: Mission,
    placement: Placement,
    said: dict[str, str],
) -> Iterator[tuple[str, str]]:
    expert = year.expert_by_id.get(placement.expert_id)
    if expert is None:
        return
    who = f"{expert.id} on {mission.id}"
    status = standing(year, expert.id, placement.expertise)
    qualification = said.get("qualification", "")
    if status is not None and qualification and qualification != status.value:
        yield "qualification", f"{who} is {status.value}; the run wrote {qualification}."
    near = "yes" if expert.region == mission.region else "no"
    if said.get("in_region", near).casefold() != near:
        where = "of" if near == "yes" else "not of"
        yield "in_region", f"{who} is {where} the mission's region; the run wrote otherwise."
    fixed = mission.fixed_cost if placement.position == 1 else 0
    cost = fixed + placement_cost(year, calendars, mission, placement)
    if said.get("cost", str(cost)) != str(cost):
        wrote = said["cost"]
        yield "cost", f"{who} costs {amount(year, cost)}; the run wrote {wrote}."
