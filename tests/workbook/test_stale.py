"""Warnings about records that nobody has looked after; on the limit there is none."""

from datetime import date
from pathlib import Path

import pytest

from models.answers.report import Problem, Severity
from planner.workbook.reading.checks.stale import years_before
from tests.workbook.books import expert, good_book, qualification, save
from tests.workbook.files import read

STALE = {"record-stale", "accreditation-undated", "candidate-waiting"}


def stale(folder: Path, **sheets: list[dict[str, object]]) -> list[Problem]:
    reading = read(save(good_book(**sheets), folder))
    assert reading.year is not None
    found = [problem for problem in reading.problems if problem.code in STALE]
    assert all(problem.severity is Severity.WARNING for problem in found)
    return found


@pytest.mark.parametrize(
    ("updated", "warned"), [(date(2021, 12, 31), True), (date(2022, 1, 1), False)]
)
def test_a_record_of_more_than_five_years(tmp_path: Path, updated: date, warned: bool) -> None:
    experts = [expert("E1", **{"Record updated": updated}), expert("E2")]
    found = stale(tmp_path, Experts=experts)
    assert [(p.code, p.sheet, p.cell) for p in found] == [
        ("record-stale", "Experts", "E2")
    ] * warned


@pytest.mark.parametrize(("status", "warned"), [("Accredited", True), ("Recognised", False)])
def test_an_accreditation_without_a_date(tmp_path: Path, status: str, warned: bool) -> None:
    rows = [qualification("E1", Since=None, Status=status), qualification("E2")]
    found = stale(tmp_path, Qualifications=rows)
    assert [(p.code, p.cell) for p in found] == [("accreditation-undated", "D2")] * warned


@pytest.mark.parametrize(
    ("since", "status", "warned"),
    [
        (date(2024, 12, 31), "Pre-accredited", True),
        (date(2025, 1, 1), "Pre-accredited", False),
        (date(2024, 12, 31), "Accredited", False),
        (None, "Pre-accredited", False),
    ],
)
def test_a_candidate_who_waits_for_more_than_two_years(
    tmp_path: Path, since: date | None, status: str, warned: bool
) -> None:
    rows = [qualification("E1", Since=since, Status=status), qualification("E2")]
    found = stale(tmp_path, Qualifications=rows)
    assert [(p.code, p.cell) for p in found] == [("candidate-waiting", "D2")] * warned


def test_without_a_plan_start_nothing_is_stale(tmp_path: Path) -> None:
    experts = [expert("E1", **{"Record updated": date(2001, 1, 1)}), expert("E2")]
    rows = [
        qualification("E1", Status="Pre-accredited", Since=date(2001, 1, 1)),
        qualification("E2"),
    ]
    book = good_book(Experts=experts, Qualifications=rows, Settings=[])
    assert not {problem.code for problem in read(save(book, tmp_path)).problems} & STALE


def test_years_before_a_leap_day() -> None:
    assert years_before(date(2028, 2, 29), 5) == date(2023, 2, 28)
    assert years_before(date(3, 5, 1), 5) == date(1, 5, 1)
