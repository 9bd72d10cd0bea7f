"""What is just right: rows on the edge of a problem that are none."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from models.facts.instance import Year
from planner.domain.spelling import closest_id
from tests.workbook.books import Book, expert, good_book, mission, qualification, save, settings
from tests.workbook.files import read


def year_of(book: Book, folder: Path) -> Year:
    found = read(save(book, folder))
    assert found.problems == ()
    assert found.year is not None
    return found.year


def completed(mission_id: str, start: date, end: date | None = None) -> dict[str, Any]:
    row = {"Mission ID": mission_id, "Expert ID": "E1", "Start": start, "End": end}
    return row | {"Status": "Completed"}


DAY = date(2027, 3, 1)
ON_THE_LIMIT = {
    "mission-of-one-day": good_book(
        Missions=[mission(**{"Latest end": DAY, "Working days": 1})],
    ),
    "window-over-the-end-of-the-plan": good_book(
        Missions=[mission(**{"Latest end": date(2028, 3, 1)})]
    ),
    "all-of-a-fund-committed": good_book(
        Funds=[{"Fund ID": "F1", "Amount": 5, "Committed": 5, "Valid from": DAY, "Valid to": DAY}]
    ),
    "history-to-the-day-before": good_book(
        History=[{"Expert ID": "E1", "Start": date(2026, 12, 31), "End": date(2026, 12, 31)}]
    ),
    "away-for-a-day": good_book(
        Unavailability=[{"Applies to": "Expert", "Who": "E1", "From": DAY, "To": DAY}]
    ),
    "every-position-agreed": good_book(
        Missions=[mission(Experts=2)],
        Assignments=[
            {"Mission ID": "M1", "Expert ID": e, "Start": DAY, "Status": "Invited"}
            for e in ("E1", "E2")
        ],
    ),
    "one-code-of-two-experts-and-two-codes-of-one": good_book(
        Qualifications=[
            qualification("E1"),
            qualification("E2"),
            qualification("E1", Expertise="CMA", Status="Recognised"),
        ]
    ),
    "external-in-all-rows": good_book(
        Qualifications=[
            qualification("E1", Status="External"),
            qualification("E2"),
            qualification("E1", Expertise="CMA", Status="External"),
        ]
    ),
    "same-expert-for-two-missions": good_book(
        Missions=[mission("M1"), mission("M2")],
        Assignments=[
            {"Mission ID": m, "Expert ID": "E1", "Start": None, "Status": "Proposed"}
            for m in ("M1", "M2")
        ],
    ),
    "two-past-missions-of-one-name": good_book(
        Assignments=[
            completed("OLD", date(2026, 3, 2), date(2026, 3, 6)),
            completed("OLD", date(2026, 6, 1), date(2026, 6, 5)),
        ]
    ),
    "covered-expertise-is-held": good_book(
        Missions=[mission(Expertise="CMA")],
        Qualifications=[qualification("E1", Expertise="MPA"), qualification("E2")],
    ),
    "nearly-five-years": good_book(
        Settings=settings(**{"Plan end": date(2031, 12, 31)}),
    ),
    "one-day-plan": good_book(
        Settings=settings(**{"Plan start": DAY, "Plan end": DAY}),
        Missions=[mission(**{"Working days": 1})],
    ),
    "no-member-with-a-region": good_book(
        Missions=[mission(Host="Liechtenstein", Region="EU")],
        Experts=[expert("E1", Administration="Monaco", Region="EU"), expert("E2", Region=None)],
    ),
    "no-scenario-value-needed": good_book(
        Scenarios=[{"Scenario": "A", "Change": "expert withdrawn", "Target": "E1", "Value": "x"}]
    ),
}


@pytest.mark.parametrize("name", list(ON_THE_LIMIT))
def test_no_problem(name: str, tmp_path: Path) -> None:
    year_of(ON_THE_LIMIT[name], tmp_path)


def test_a_mission_that_is_over_is_not_planned_again(tmp_path: Path) -> None:
    again = {"Mission ID": "M1", "Expert ID": "E1", "Start": DAY, "Status": "Confirmed"}
    book = good_book(Assignments=[completed("M1", date(2026, 3, 2)), again])
    found = read(save(book, tmp_path))
    assert found.year is not None
    assert [m.id for m in found.year.begun] == ["M1"]
    assert [(p.code, p.cell) for p in found.problems] == [("agreed-after-begin", "A3")]


def test_the_same_past_row_twice_is_one_too_many(tmp_path: Path) -> None:
    rows = [completed("OLD", date(2026, 3, 2), date(2026, 3, 6))] * 2
    found = read(save(good_book(Assignments=rows), tmp_path))
    assert [(p.code, p.cell) for p in found.problems] == [("duplicate-assignment", "E3")]


def test_funds_that_are_named_without_the_sheet_are_forgotten(tmp_path: Path) -> None:
    agreed = {"Mission ID": "M1", "Expert ID": "E1", "Start": DAY, "Status": "Confirmed"}
    book = good_book(Missions=[mission(Funds="F1")], Assignments=[agreed | {"Fund": "F1"}])
    found = read(save(book, tmp_path))
    assert found.year is not None
    assert found.year.missions[0].funds == ()
    assert found.year.assignments[0].fund_id is None


def test_a_plan_of_five_years_and_a_day_is_too_long(tmp_path: Path) -> None:
    book = good_book(Settings=settings(**{"Plan end": date(2032, 1, 5)}))
    assert [p.code for p in read(save(book, tmp_path)).problems] == ["plan-too-long"]


@pytest.mark.parametrize(
    ("text", "known", "near"),
    [
        ("m-012", ["M-012", "M-021"], "M-012"),
        ("M 12", ["M-012", "M-021"], "M-012"),
        ("M-13", ["M-12", "M-14"], None),
        ("EXPRT7", ["EXPERT7", "EXPERT70"], "EXPERT7"),
        ("", ["M1"], None),
    ],
)
def test_ids_are_suggested_only_where_their_numbers_agree(
    text: str, known: list[str], near: str | None
) -> None:
    assert closest_id(text, known) == near
