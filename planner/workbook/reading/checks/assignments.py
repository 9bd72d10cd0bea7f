"""What is wrong with the rows of earlier planning, and between them."""

from collections.abc import Callable, Iterator

from models.answers.report import Problem
from models.facts.assignment import AssignmentRow, AssignmentStatus
from planner.domain.agreements import is_begun, pinned_rows
from planner.workbook.reading.build import FIGURES, may_have_begun, shared_payers
from planner.workbook.reading.checks.references import is_past_record
from planner.workbook.reading.draft import Draft, problem
from planner.workbook.reading.sheets.sources import Record
from planner.workbook.reading.values.cell_values import CellError
from planner.workbook.reading.values.cells import parse
from planner.workbook.schema.declared import ASSIGNMENTS, FUNDS


def check_pinned_start(draft: Draft) -> Iterator[Problem]:
    """What is agreed, or kept, has a start."""
    for record in draft.rows(ASSIGNMENTS):
        if not record.good("start", "status", "keep") or record.values["start"] is not None:
            continue
        status, keep = AssignmentStatus(record.values["status"]), record.values["keep"]
        agreed = status.pinned and record.values["mission_id"] not in draft.cancelled
        if agreed or (keep and status.demanding):
            what = f"the status {status}" if agreed else "Keep = yes"
            way_out = "set the status to Proposed" if agreed else "clear Keep"
            yield problem(
                record,
                "start",
                "pinned-without-start",
                f"A row with {what} needs the start of the mission.",
                f"Fill in Start, or {way_out}.",
            )


def check_keep(draft: Draft) -> Iterator[Problem]:
    """What is declined cannot be kept."""
    for record in draft.rows(ASSIGNMENTS):
        if record.values.get("keep") and record.values.get("status") == AssignmentStatus.DECLINED:
            yield problem(
                record,
                "keep",
                "keep-declined",
                "The row is Declined and to be kept: an expert who declined cannot be kept.",
                "Clear Keep, or set another Status.",
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
    """One row for a mission and an expert, past missions and Withdrawn rows aside.

    Declined rows may repeat what somebody was asked, unless something is agreed.
    """
    first: dict[tuple[str, ...], AssignmentRow] = {}
    rows = [row for row in _rows(draft) if row.status is not AssignmentStatus.WITHDRAWN]
    pinned = {(row.mission_id, row.expert_id) for row in rows if row.pinned}
    for row in rows:
        declined = row.status is AssignmentStatus.DECLINED
        if declined and (row.mission_id, row.expert_id) not in pinned:
            continue
        key = (row.mission_id, row.expert_id, *_past_key(draft, row))
        if key in first:
            yield _pair(draft, row, first[key])
        first.setdefault(key, row)


def _rows(draft: Draft) -> tuple[AssignmentRow, ...]:
    return draft.year.assignments if draft.year is not None else ()


def _past_key(draft: Draft, row: AssignmentRow) -> tuple[str, ...]:
    assert draft.year is not None
    return ("past", str(row.start)) if is_begun(draft.year, row) else ()


def _pair(draft: Draft, row: AssignmentRow, first: AssignmentRow) -> Problem:
    pinned = row.pinned or first.pinned
    if pinned and AssignmentStatus.DECLINED in (row.status, first.status):
        code, why = "declined-and-pinned", "an expert who declined cannot be kept"
    elif pinned and (row.preferred or first.preferred):
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


def check_begun_figures(draft: Draft) -> Iterator[Problem]:
    """Weeks and Cost of what has begun are numbers: they count."""
    for record in draft.rows(ASSIGNMENTS):
        for field in FIGURES if may_have_begun(draft, record) else ():
            column = ASSIGNMENTS.column(field)
            try:
                parse(column, record.source.raw(field, record.row), draft.codes)
            except CellError as error:
                yield from (record.problem(field, fault) for fault in error.faults)


def check_stranded(draft: Draft) -> Iterator[Problem]:
    """What is agreed for a mission that has begun without it will not be planned."""
    if draft.year is None:
        return
    for row in draft.year.assignments:
        begun = row.mission_id in draft.year.begun_by_id
        if begun and row.pinned and not is_begun(draft.year, row):
            yield problem(
                draft.record(ASSIGNMENTS, row.row),
                "mission_id",
                "agreed-after-begin",
                f"Mission {row.mission_id} has begun before the plan starts, so this row "
                f"({row.status}, from {row.start}) is not planned.",
                "Give the new mission an ID of its own, or delete this row.",
                warning=True,
            )


def check_stale_funds(draft: Draft) -> Iterator[Problem]:
    """A fund in a row that is not agreed may be gone; it is then forgotten."""
    if not draft.has_funds or draft.fund_ids is None:
        return
    payers = shared_payers(draft)
    for record in draft.rows(ASSIGNMENTS):
        fund = record.values.get("fund_id")
        payer = payers.get(record.values.get("mission_id") or "")
        if fund is None or not record.good("fund_id"):
            continue
        if payer is not None and fund != payer:
            yield _not_shared(record, fund, payer)
        elif payer is None and fund not in draft.fund_ids:
            yield _stale(record, fund)


def _not_shared(record: Record, fund: str, payer: str) -> Problem:
    """A shared mission is paid as the sheet Shares says; only what is agreed may insist."""
    agreed = AssignmentStatus(record.values["status"]).pinned or record.values["keep"]
    return problem(
        record,
        "fund_id",
        "fund-not-shared",
        f'Mission {record.values["mission_id"]} is paid by "{payer}" (sheet Shares), and the row '
        f'says "{fund}".',
        f"Write {payer}, or leave the cell blank.",
        warning=not agreed,
    )


def _stale(record: Record, fund: str) -> Problem:
    return problem(
        record,
        "fund_id",
        "fund-forgotten",
        f'The fund "{fund}" is not in the sheet {FUNDS.name}; the row is read without it.',
        "Nothing to do, unless the fund should be there.",
        warning=True,
    )
