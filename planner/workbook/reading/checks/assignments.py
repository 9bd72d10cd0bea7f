"""What is wrong with the rows of earlier planning, and between them."""

from collections.abc import Callable, Iterator

from models.assignment import AssignmentRow, AssignmentStatus
from models.report import Problem
from planner.domain.agreements import is_past, pinned_rows
from planner.workbook.reading.checks.references import is_past_record
from planner.workbook.reading.draft import Draft, problem
from planner.workbook.reading.sources import Record
from planner.workbook.schema.declared import ASSIGNMENTS, FUNDS


def check_pinned_start(draft: Draft) -> Iterator[Problem]:
    """What is agreed has a start."""
    for record in draft.rows(ASSIGNMENTS):
        status = record.values.get("status")
        if status is None or not AssignmentStatus(status).pinned or not record.good("start"):
            continue
        if record.values["start"] is None:
            yield problem(
                record,
                "start",
                "pinned-without-start",
                f"A row with the status {status} needs the start of the mission.",
                "Fill in Start, or set the status to Proposed.",
            )


def check_past_rows(draft: Draft) -> Iterator[Problem]:
    """A Completed row of a mission that is not listed is history, with a start and an end."""
    for record in draft.rows(ASSIGNMENTS):
        if not is_past_record(draft, record) or not record.good("start", "end"):
            continue
        start, end = record.values["start"], record.values["end"]
        listed = draft.mission_ids is None or record.values.get("mission_id") in draft.mission_ids
        if start is not None and end < start and not listed:
            yield problem(
                record,
                "end",
                "assignment-reversed",
                f"The mission ends ({end}) before it starts ({start}).",
                "Correct one of the two dates.",
            )


def check_pairs(draft: Draft) -> Iterator[Problem]:
    """One row for a mission and an expert, past missions aside."""
    first: dict[tuple[str, ...], AssignmentRow] = {}
    for row in _rows(draft):
        key = (row.mission_id, row.expert_id, *_past_key(draft, row))
        if key in first:
            yield _pair(draft, row, first[key])
        first.setdefault(key, row)


def _rows(draft: Draft) -> tuple[AssignmentRow, ...]:
    return draft.year.assignments if draft.year is not None else ()


def _past_key(draft: Draft, row: AssignmentRow) -> tuple[str, ...]:
    assert draft.year is not None
    past = is_past(draft.year, draft.calendars, row)
    return ("past", str(row.start)) if past else ()


def _pair(draft: Draft, row: AssignmentRow, first: AssignmentRow) -> Problem:
    statuses = (row.status, first.status)
    pinned = any(status.pinned for status in statuses)
    if pinned and AssignmentStatus.DECLINED in statuses:
        code, why = "declined-and-pinned", "an expert who declined cannot be kept"
    elif pinned and any(status.preferred for status in statuses):
        code, why = "pinned-and-proposed", "what is agreed needs no proposal"
    else:
        code, why = "duplicate-assignment", "one row is enough"
    return problem(
        draft.record(ASSIGNMENTS, row.row),
        "status",
        code,
        f"Expert {row.expert_id} is {row.status} for mission {row.mission_id} here and "
        f"{first.status} in row {first.row}: {why}.",
        "Keep the row that holds, and delete the other.",
    )


def check_pinned_together(draft: Draft) -> Iterator[Problem]:
    """The pinned rows of a mission agree on the start and the fund, and fit its positions."""
    if draft.year is None:
        return
    teams: dict[str, list[AssignmentRow]] = {}
    for row in pinned_rows(draft.year, draft.calendars):
        teams.setdefault(row.mission_id, []).append(row)
    for mission_id, rows in teams.items():
        yield from _differ(draft, rows, "start", "pinned-starts-differ", lambda row: row.start)
        yield from _differ(draft, rows, "fund_id", "pinned-funds-differ", lambda row: row.fund_id)
        mission = draft.year.mission_by_id.get(mission_id)
        if mission is not None and len(rows) > len(mission.positions):
            yield _too_many(draft, rows[len(mission.positions)], len(rows), len(mission.positions))


def _differ(
    draft: Draft,
    rows: list[AssignmentRow],
    field: str,
    code: str,
    value: Callable[[AssignmentRow], object],
) -> Iterator[Problem]:
    given = [row for row in rows if value(row) is not None]
    for row in given[1:]:
        if value(row) != value(given[0]):
            what = "start" if field == "start" else "fund"
            yield problem(
                draft.record(ASSIGNMENTS, row.row),
                field,
                code,
                f"Mission {row.mission_id} has one {what} for its whole team: {value(row)} here, "
                f"{value(given[0])} in row {given[0].row}.",
                f"Write the same {what} in all agreed rows of the mission.",
            )


def _too_many(draft: Draft, row: AssignmentRow, rows: int, positions: int) -> Problem:
    return problem(
        draft.record(ASSIGNMENTS, row.row),
        "status",
        "too-many-pinned",
        f"{rows} experts are agreed for mission {row.mission_id}, which has "
        f"{positions} {'position' if positions == 1 else 'positions'}.",
        "Set one of the rows to Declined, delete it, or ask for more experts in the sheet "
        "Missions.",
    )


def check_completed_still_planned(draft: Draft) -> Iterator[Problem]:
    """A mission that is over is not planned again by mistake."""
    if draft.year is None:
        return
    for row in draft.year.assignments:
        listed = row.mission_id in draft.year.mission_by_id
        if listed and is_past(draft.year, draft.calendars, row):
            yield problem(
                draft.record(ASSIGNMENTS, row.row),
                "mission_id",
                "completed-still-planned",
                f"Mission {row.mission_id} took place before the plan starts, and is still to be "
                "planned in the sheet Missions.",
                "If it is not to take place again, move this row to the sheet History and set the "
                "mission to Cancelled.",
                warning=True,
            )


def check_stale_funds(draft: Draft) -> Iterator[Problem]:
    """A fund in a row that is not agreed may be gone; it is then forgotten."""
    if not draft.has_funds or draft.fund_ids is None:
        return
    for record in draft.rows(ASSIGNMENTS):
        fund = record.values.get("fund_id")
        if fund is not None and fund not in draft.fund_ids and record.good("fund_id"):
            yield _stale(record, fund)


def _stale(record: Record, fund: str) -> Problem:
    return problem(
        record,
        "fund_id",
        "fund-forgotten",
        f'The fund "{fund}" is not in the sheet {FUNDS.name}; the row is read without it.',
        "Nothing to do, unless the fund should be there.",
        warning=True,
    )
