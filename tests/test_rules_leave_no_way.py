"""Workbooks from the field for which the rules had no way: what is read, told and planned.

Each has its neighbour, which is in order and stays without a word.
"""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook as Book

from models.answers.report import Problem, Severity
from models.answers.result import RunResult
from models.requests.options import PlanOptions
from models.workbook import Workbook
from planner import BadInput, check, load, plan, verify, write
from tests.breadth import paired

CASES = Path(__file__).parent / "cases"
QUICK = PlanOptions()


def case(name: str, change: Callable[[Book], None] | None = None) -> Workbook:
    """A workbook of the cases, changed if told so."""
    book = load_workbook(CASES / f"{name}.xlsx")
    if change is not None:
        change(book)
    content = BytesIO()
    book.save(content)
    return load(content.getvalue())


def told(workbook: Workbook) -> list[tuple[str, str | None, str | None]]:
    """What `check` says, apart from experts of the cases who hold nothing."""
    return [(p.code, p.sheet, p.cell) for p in check(workbook) if p.code != "expert-unqualified"]


def days(result: RunResult) -> dict[str, date]:
    """The start of each mission of a plan."""
    return {row.mission_id: row.start for row in result.plan.placements}


def column(book: Book, sheet: str, header: str) -> str:
    return next(cell.column_letter for cell in book[sheet][1] if cell.value == header)


def typed(sheet: str, header: str, row: int, value: object) -> Callable[[Book], None]:
    """Somebody types a value into a cell."""

    def change(book: Book) -> None:
        book[sheet][f"{column(book, sheet, header)}{row}"] = value

    return change


# A mission in Libya


def weekend(days_off: str) -> Callable[[Book], None]:
    def change(book: Book) -> None:
        sheet = book.create_sheet("Administrations")
        sheet.append(["Administration", "Weekend"])
        sheet.append(["Libya", days_off])

    return change


def test_the_weekend_of_a_host_can_be_given() -> None:
    workbook = case("libya", weekend("Friday; Saturday"))
    assert told(workbook) == []
    # Sunday 14 to Thursday 18 March; the built-in calendar has Monday to Friday.
    assert days(plan(workbook, QUICK)) == {"L1": date(2027, 3, 14)}
    assert days(plan(case("libya"), QUICK)) == {"L1": date(2027, 3, 15)}


@pytest.mark.parametrize(
    ("typed_days", "code"), [("Fryday", "unknown-weekday"), ("9", "unknown-weekday")]
)
def test_a_weekend_that_is_none_is_told(typed_days: str, code: str) -> None:
    assert (code, "Administrations", "B2") in told(case("libya", weekend(typed_days)))


def test_a_weekend_that_lasts_the_whole_week_is_told() -> None:
    every = "Monday; Tuesday; Wednesday; Thursday; Friday; Saturday; Sunday"
    workbook = case("libya", weekend(every))
    assert ("weekend-all-week", "Administrations", "B2") in told(workbook)


# Under way when the plan starts


@pytest.mark.parametrize(
    "name", ["under-way-at-new-year-confirmed", "under-way-at-new-year-history"]
)
def test_what_is_under_way_is_accepted_and_keeps_its_expert_busy(name: str) -> None:
    workbook = case(name)
    assert told(workbook) == []
    result = plan(workbook, QUICK)
    assert result.plan.placements == ()
    assert [row.mission_id for row in result.not_delivered] == ["M5"]
    assert workbook.year is not None
    (visit,) = workbook.year.running
    assert (visit.expert_id, visit.end, visit.weeks) == ("E3", date(2027, 1, 8), 2)


@pytest.mark.parametrize("status", ["Invited", "Completed"])
def test_so_it_is_with_every_status_that_is_agreed(status: str) -> None:
    change = typed("Assignments", "Status", 2, status)
    workbook = case("under-way-at-new-year-confirmed", change)
    assert told(workbook) == []
    assert plan(workbook, QUICK).plan.placements == ()


def test_what_ended_before_the_plan_started_keeps_nobody_busy() -> None:
    """The neighbour: the mission ended on 30 December, and E3 is back by New Year's Eve."""

    def earlier(book: Book) -> None:
        typed("History", "Start", 2, date(2026, 12, 21))(book)
        typed("History", "End", 2, date(2026, 12, 30))(book)

    result = plan(case("under-way-at-new-year-history", earlier), QUICK)
    assert days(result) == {"M5": date(2027, 1, 4)}


def test_what_comes_out_goes_in_again(tmp_path: Path) -> None:
    source = CASES / "under-way-at-new-year-confirmed.xlsx"
    workbook = load(source)
    out = write(workbook, plan(workbook, QUICK), tmp_path / "out.xlsx")
    again = load(out)
    assert told(again) == []
    assert again.year is not None
    assert workbook.year is not None
    assert again.year.visits == tuple(
        visit.model_copy(update={"cost": again.year.visits[0].cost})
        for visit in workbook.year.visits
    )


# The second half of the year


def test_what_completed_missions_have_cost_is_told_and_taken() -> None:
    workbook = case("second-half-of-the-year")
    (problem,) = check(workbook)
    assert (problem.code, problem.sheet, problem.cell) == ("fund-spent", "Funds", "D2")
    assert "9,500 EUR" in problem.message
    # 500 are left: no mission can be paid, and none of those over is planned again.
    result = plan(workbook, QUICK)
    assert result.plan.placements == ()
    assert [row.mission_id for row in result.not_delivered] == ["M3", "M4"]


def test_with_the_money_it_is_planned() -> None:
    workbook = case("second-half-of-the-year", typed("Funds", "Amount", 2, 9_500 + 2 * 3_600))
    assert set(days(plan(workbook, QUICK))) == {"M3", "M4"}


def committed(book: Book) -> None:
    """Committed holds what is over, and the setting says so."""
    typed("Funds", "Committed", 2, 9_500)(book)
    typed("Funds", "Amount", 2, 9_500 + 2 * 3_600)(book)
    book["Settings"].append(["Committed includes completed", "yes"])


def test_committed_may_hold_it_and_then_nothing_is_told() -> None:
    workbook = case("second-half-of-the-year", committed)
    assert told(workbook) == []
    assert set(days(plan(workbook, QUICK))) == {"M3", "M4"}


def test_committed_that_cannot_hold_it_is_told() -> None:
    def short(book: Book) -> None:
        committed(book)
        typed("Funds", "Committed", 2, 9_499)(book)

    workbook = case("second-half-of-the-year", short)
    assert told(workbook) == [("fund-spent-not-committed", "Funds", "D2")]


# Last year's list pasted twice


def test_a_visit_that_stands_there_twice_counts_once_and_is_told() -> None:
    workbook = case("history-twice")
    assert told(workbook) == [("history-twice", "History", "B3")]
    # Six weeks are used of twelve, so E3 is used for the one mission that needs somebody else.
    result = plan(workbook, QUICK)
    assert set(days(result)) == {"M1", "M2", "M3", "M4"}
    assert workbook.year is not None
    assert [visit.weeks for visit in workbook.year.visits] == [6]


def test_visits_that_overlap_are_told_and_both_count() -> None:
    workbook = case("history-twice", typed("History", "End", 3, date(2026, 4, 9)))
    assert told(workbook) == [("history-overlaps", "History", "B2")]
    assert workbook.year is not None
    assert len(workbook.year.visits) == 2


def test_visits_one_after_the_other_are_in_order() -> None:
    def later(book: Book) -> None:
        typed("History", "Start", 3, date(2026, 4, 11))(book)
        typed("History", "End", 3, date(2026, 4, 17))(book)

    assert told(case("history-twice", later)) == []


# Agreed on a Tuesday


def test_what_is_agreed_on_a_tuesday_is_kept() -> None:
    workbook = case("agreed-on-a-tuesday")
    assert told(workbook) == []
    result = plan(workbook, QUICK)
    assert days(result)["M3"] == date(2027, 6, 8)
    assert verify(workbook, result.plan).violations == ()


def holiday_announced(book: Book) -> None:
    """A holiday on Thursday, 10 June, in the middle of the mission."""
    sheet = book.create_sheet("Holidays")
    sheet.append(["Host", "Date"])
    sheet.append(["Viet Nam", date(2027, 6, 10)])


def agreed_problem(workbook: Workbook) -> Problem:
    (problem,) = (p for p in check(workbook) if p.severity is Severity.ERROR)
    assert problem.code == "pinned-conflict"
    return problem


def test_a_holiday_announced_after_the_letter_is_named() -> None:
    problem = agreed_problem(case("agreed-on-a-tuesday", holiday_announced))
    assert "10 June 2027 is a public holiday in Viet Nam" in problem.message
    assert "Delete 10 June 2027 from the sheet Holidays (row 2)" in problem.remedy
    assert "window" not in problem.remedy


def working(book: Book) -> None:
    holiday_announced(book)
    book["Holidays"]["C1"], book["Holidays"]["C2"] = "Working", "yes"


def test_each_way_out_leads_out() -> None:
    """What the remedies say, done: the row is kept, or no longer agreed."""

    def proposed(book: Book) -> None:
        holiday_announced(book)
        typed("Assignments", "Status", 2, "Proposed")(book)

    for change in (working, proposed):
        assert told(case("agreed-on-a-tuesday", change)) == []


@pytest.mark.parametrize(
    ("header", "value", "way_out"),
    [
        ("Earliest start", date(2027, 6, 9), "Set the Earliest start of M3 to 8 June 2027"),
        ("Latest end", date(2027, 6, 13), "Set the Latest end of M3 to 14 June 2027"),
    ],
)
def test_outside_the_window_the_day_that_helps_is_named(
    header: str, value: date, way_out: str
) -> None:
    problem = agreed_problem(case("agreed-on-a-tuesday", typed("Missions", header, 4, value)))
    assert way_out in problem.remedy
    helps = date(2027, 6, 8) if header == "Earliest start" else date(2027, 6, 14)
    assert told(case("agreed-on-a-tuesday", typed("Missions", header, 4, helps))) == []


def test_what_was_confirmed_and_is_over_is_to_be_completed() -> None:
    def over(book: Book) -> None:
        book["Settings"]["B2"] = date(2027, 7, 1)

    problem = agreed_problem(case("agreed-on-a-tuesday", over))
    assert "Set the Status to Completed" in problem.remedy

    def completed(book: Book) -> None:
        over(book)
        typed("Assignments", "Status", 2, "Completed")(book)

    workbook = case("agreed-on-a-tuesday", completed)
    assert {code for code, _, _ in told(workbook)} == {"window-outside-plan"}
    assert [row.mission_id for row in plan(workbook, QUICK).not_delivered] == ["M1", "M2"]


# Called off after the invitation


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("status", "word"),
    paired(("Contacted", "Available", "Invited", "Confirmed"), ("Cancelled", "Postponed")),
)
def test_who_was_asked_comes_out_as_withdrawn(tmp_path: Path, status: str, word: str) -> None:
    def change(book: Book) -> None:
        typed("Assignments", "Status", 2, status)(book)
        typed("Missions", "Status", 4, word)(book)

    workbook = case("cancelled-after-the-invitation", change)
    assert told(workbook) == []
    out = write(workbook, plan(workbook, QUICK), tmp_path / "out.xlsx")
    again = load(out)
    assert told(again) == []
    assert again.year is not None
    row = next(row for row in again.year.assignments if row.mission_id == "M3")
    assert (row.expert_id, row.status, row.was) == ("E3", "Withdrawn", status)
    # It stays so, and says so, until somebody deletes it.
    third = load(write(again, plan(again, QUICK), tmp_path / "third.xlsx"))
    assert third.year is not None
    assert [r.was for r in third.year.assignments if r.mission_id == "M3"] == [status]


@pytest.mark.parametrize("status", ["Proposed", "Declined", "Completed"])
def test_who_was_not_asked_is_not_withdrawn(tmp_path: Path, status: str) -> None:
    change = typed("Assignments", "Status", 2, status)
    workbook = case("cancelled-after-the-invitation", change)
    again = load(write(workbook, plan(workbook, QUICK), tmp_path / "out.xlsx"))
    assert again.year is not None
    rows = [row.status for row in again.year.assignments if row.mission_id == "M3"]
    assert rows == ([] if status == "Proposed" else [status])


def test_a_mission_that_takes_place_withdraws_nobody() -> None:
    """The neighbour: M3 is planned after all, and nothing has to be told."""
    workbook = case("cancelled-after-the-invitation", typed("Missions", "Status", 4, "Planned"))
    assert told(workbook) == []
    result = plan(workbook, QUICK)
    assert days(result)["M3"] == date(2027, 6, 7)


def test_from_scratch_who_is_not_in_the_plan_is_let_go(tmp_path: Path) -> None:
    """The later of two equally good weeks was asked for; without that row, the first is taken."""

    def change(book: Book) -> None:
        typed("Assignments", "Status", 2, "Available")(book)
        typed("Missions", "Status", 4, "Planned")(book)
        typed("Assignments", "Start", 2, date(2027, 6, 14))(book)

    workbook = case("cancelled-after-the-invitation", change)
    result = plan(workbook, PlanOptions(fresh=True))
    again = load(write(workbook, result, tmp_path / "out.xlsx"))
    assert again.year is not None
    rows = {(r.start, r.status) for r in again.year.assignments if r.mission_id == "M3"}
    kept = (date(2027, 6, 14), "Available") in rows
    assert kept or (date(2027, 6, 14), "Withdrawn") in rows
    assert not kept  # the first Monday of the window is as good, and comes first


def test_what_cannot_be_kept_is_no_plan() -> None:
    with pytest.raises(BadInput):
        plan(case("agreed-on-a-tuesday", holiday_announced), QUICK)


def test_the_plan_that_version_1_wrote_is_verified_and_kept(tmp_path: Path) -> None:
    workbook = load(CASES / "version-1-assigned.xlsx")
    assert workbook.plan is not None
    assert verify(workbook, workbook.plan).violations == ()
    result = plan(workbook, QUICK)
    kept = {(row.mission_id, row.expert_id, row.start) for row in workbook.plan.placements}
    assert {(row.mission_id, row.expert_id, row.start) for row in result.plan.placements} == kept
    again = load(write(workbook, result, tmp_path / "out.xlsx"))
    assert again.errors == ()
    assert again.plan is not None
    assert set(again.plan.placements) == set(result.plan.placements)
