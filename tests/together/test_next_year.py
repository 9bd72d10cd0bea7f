"""The next year from this year's plan: what becomes of every status, fund and mission."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from models.facts.assignment import AssignmentStatus, Outcome
from models.facts.expert import AppliesTo, QualificationStatus, Unavailability
from models.facts.instance import Year
from models.facts.mission import CalledOff, Share
from planner.app.load import load
from planner.sample.book import write_sample
from planner.together.next_year import NextYear, next_year
from tests.builders import agreed, expert, fund, history, mission, qualification, year
from tests.commands import run, year_file

STATUS = AssignmentStatus
LAST_WEEK = date(2027, 12, 27)


def turned(**changes: object) -> NextYear:
    return next_year(year(**changes))


def test_the_new_year_follows_the_old_one() -> None:
    settings = turned().year.settings
    assert (settings.plan_start, settings.plan_end) == (date(2028, 1, 1), date(2028, 12, 31))


@pytest.mark.parametrize("status", [STATUS.COMPLETED, STATUS.CONFIRMED, STATUS.INVITED])
def test_what_is_agreed_becomes_history(status: AssignmentStatus) -> None:
    new = turned(assignments=(agreed("M1", "E1", status),)).year
    [entry] = new.history
    assert (entry.expert_id, entry.start, entry.end) == ("E1", date(2027, 3, 1), date(2027, 3, 5))
    assert (entry.mission, entry.weeks) == ("M1", 1)
    assert new.missions == ()
    assert new.assignments == ()


@pytest.mark.parametrize(
    "status",
    [STATUS.PROPOSED, STATUS.CONTACTED, STATUS.AVAILABLE, STATUS.DECLINED, STATUS.WITHDRAWN],
)
def test_what_is_not_agreed_is_gone_and_its_mission_waits(status: AssignmentStatus) -> None:
    found = turned(assignments=(agreed("M1", "E1", status),))
    assert found.year.history == ()
    assert found.year.assignments == ()
    [waiting] = found.year.missions
    assert (waiting.earliest_start, waiting.latest_end) == (date(2028, 3, 1), date(2028, 3, 5))
    assert any(step.done == "Left out." and str(status) in step.item for step in found.steps)


def test_a_row_that_history_has_already_stays_once() -> None:
    known = history("E1", date(2027, 3, 1), date(2027, 3, 5))
    new = turned(assignments=(agreed("M1", "E1"),), history=(known,)).year
    assert new.history == (known,)


def test_what_is_under_way_at_the_new_year_stays_on_assignments() -> None:
    long = mission(working_days=10, earliest_start=LAST_WEEK, latest_end=date(2028, 1, 14))
    facts = {"missions": (long,), "assignments": (agreed("M1", "E1", start=LAST_WEEK),)}
    new = turned(**facts).year
    assert [row.mission_id for row in new.assignments] == ["M1"]
    assert [m.id for m in new.begun] == ["M1"]
    assert new.history == ()


def test_a_postponed_mission_comes_again_and_a_cancelled_one_does_not() -> None:
    off = (
        CalledOff(id="M8", mission=mission("M8")),
        CalledOff(id="M9", postponed=True, mission=mission("M9")),
    )
    assert [m.id for m in turned(called_off=off).year.missions] == ["M1", "M9"]


def test_who_has_passed_is_accredited_since_the_end_of_the_mission() -> None:
    candidates = tuple(
        qualification(e, QualificationStatus.PRE_ACCREDITED) for e in ("E1", "E2", "E3")
    )
    rows = (
        agreed("M1", "E1", STATUS.COMPLETED, outcome=Outcome.PASSED, expertise="TOA/PCA"),
        agreed("M1", "E2", STATUS.COMPLETED, outcome=Outcome.NOT_YET, expertise="TOA/PCA"),
    )
    new = turned(
        experts=(expert("E1"), expert("E2", "ES"), expert("E3", "DE")),
        qualifications=candidates,
        assignments=rows,
    ).year
    found = {q.expert_id: (q.status, q.since) for q in new.qualifications}
    assert found == {
        "E1": (QualificationStatus.ACCREDITED, date(2027, 3, 5)),
        "E2": (QualificationStatus.PRE_ACCREDITED, None),
        "E3": (QualificationStatus.PRE_ACCREDITED, None),
    }


def test_a_row_that_passed_without_its_expertise_is_about_that_of_the_mission() -> None:
    row = agreed("M1", "E1", STATUS.COMPLETED, outcome=Outcome.PASSED)
    held = (
        qualification("E1", QualificationStatus.PRE_ACCREDITED),
        qualification("E1", QualificationStatus.PRE_ACCREDITED, "CMA"),
    )
    new = turned(qualifications=held, assignments=(row,)).year
    assert [q.status for q in new.qualifications] == [
        QualificationStatus.ACCREDITED,
        QualificationStatus.PRE_ACCREDITED,
    ]


def test_funds_keep_what_is_left_and_those_that_are_over_are_gone() -> None:
    funds = (
        fund("F1", 10_000, committed=1_000),
        fund("F2", 500, valid_to=date(2027, 12, 31)),
        fund("F3", 700, valid_to=date(2028, 1, 1)),
    )
    rows = (agreed("M1", "E1", fund_id="F1", cost=2_300),)
    new = turned(funds=funds, assignments=rows).year
    assert {f.id: (f.amount, f.committed) for f in new.funds} == {"F1": (6_700, 0), "F3": (700, 0)}


def test_what_a_running_mission_costs_is_taken_once() -> None:
    long = mission(working_days=10, earliest_start=LAST_WEEK, latest_end=date(2028, 1, 14))
    row = agreed("M1", "E1", start=LAST_WEEK, fund_id="F1", cost=2_300)
    new = turned(missions=(long,), funds=(fund("F1", 10_000),), assignments=(row,)).year
    [purse] = new.funds
    assert purse.available == 7_700


def test_absences_that_are_over_are_gone() -> None:
    kind = AppliesTo.EXPERT
    rows = (
        Unavailability(applies_to=kind, who="E1", start=date(2027, 5, 1), end=date(2027, 12, 31)),
        Unavailability(applies_to=kind, who="E1", start=date(2027, 5, 1), end=date(2028, 1, 1)),
        Unavailability(applies_to=kind, who="E1", start=date(2027, 5, 1)),
    )
    assert turned(unavailability=rows).year.unavailability == rows[1:]


@pytest.mark.parametrize("start", [date(2027, 1, 1), date(2026, 5, 1)])
def test_a_year_that_is_not_later_is_refused(start: date, tmp_path: Path) -> None:
    year_file(tmp_path / "plan.xlsx", year())
    ran = run("next-year", tmp_path / "plan.xlsx", tmp_path / "next.xlsx", "--start", start)
    assert ran.code == 2
    assert not (tmp_path / "next.xlsx").exists()


def statuses(solved: Year) -> Year:
    """Every status among the rows of a plan, in turn."""
    every = (*STATUS,)
    rows = tuple(
        row.model_copy(update={"status": every[number % len(every)]})
        if row.mission_id in solved.mission_by_id
        else row
        for number, row in enumerate(solved.assignments)
    )
    return solved.replace(assignments=rows)


def test_a_year_with_every_status_gives_a_workbook_that_plans(tmp_path: Path) -> None:
    write_sample(tmp_path / "plan.xlsx", 9, 24, 5)
    assert run("solve", tmp_path / "plan.xlsx", "--quiet").code == 0
    solved = load(tmp_path / "plan-assigned.xlsx").year
    assert solved is not None
    assert len(solved.assignments) > len(STATUS)
    year_file(tmp_path / "done.xlsx", statuses(solved))
    ran = run("next-year", tmp_path / "done.xlsx", tmp_path / "next.xlsx")
    assert ran.code == 0, ran.err
    assert load(tmp_path / "next.xlsx").errors == ()
    told = openpyxl.load_workbook(tmp_path / "next.xlsx")["Next year"]
    assert [cell.value for cell in told[1]] == ["Sheet", "Row", "What was done"]
    assert told.max_row > 5
    assert run("solve", tmp_path / "next.xlsx", "--quiet").code == 0
    assert "Next year" not in openpyxl.load_workbook(tmp_path / "next-assigned.xlsx").sheetnames


def test_missions_forget_the_funds_that_are_gone() -> None:
    over = fund("F1", amount=9_000, valid_to=date(2027, 9, 30))
    half = tuple(Share(fund_id=name, percent=50) for name in ("F1", "F2"))
    found = turned(
        missions=(
            mission("M1", funds=("F1", "F2")),
            mission("M2", funds=("F1",)),
            mission("M3", shares=half),
            mission("M4", funds=("F2",)),
        ),
        funds=(over, fund("F2", amount=9_000)),
    )
    assert [m.funds for m in found.year.missions] == [("F2",), (), (), ("F2",)]
    assert found.year.missions[2].shares == ()
    told = [step.done for step in found.steps if "left out:" in step.done and step.sheet != "Funds"]
    assert told == [
        "A fund that it names is left out: F2 may pay.",
        "A fund that it names is left out: any fund whose terms fit may pay.",
        "A fund that shares it is left out: no shares.",
    ]


def test_what_is_under_way_forgets_a_fund_that_is_gone(tmp_path: Path) -> None:
    late = mission("M1", funds=("F1",), earliest_start=LAST_WEEK, latest_end=date(2028, 1, 7))
    row = agreed("M1", "E1", STATUS.CONFIRMED, start=LAST_WEEK, fund_id="F1")
    late = late.model_copy(update={"working_days": 10})
    funds = (fund("F1", amount=90_000, valid_to=date(2027, 12, 31)), fund("F2", amount=9_000))
    found = turned(missions=(late,), assignments=(row,), funds=funds)
    [stays] = found.year.assignments
    assert stays.fund_id is None
    year_file(tmp_path / "next.xlsx", found.year)
    assert load(tmp_path / "next.xlsx").errors == ()
