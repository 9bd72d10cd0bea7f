"""The rows of the workbook that comes out, for the made-up year 2027."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from models.answers.report import LevelResult, Proof, StopReason
from models.facts.assignment import AssignmentStatus
from planner.workbook.schema.declared import (
    ASSIGNMENTS,
    EXPERT_LOAD,
    FUND_USE,
    INPUT_SHEETS,
    NOT_DELIVERED,
    RESULT_SHEETS,
    SUMMARY,
)
from planner.workbook.writing.summary import proof_sentence
from tests.workbook import year2027
from tests.workbook.files import write


def rows(sheet: Worksheet, top: int = 1) -> list[dict[str, Any]]:
    """The rows of a table as dicts by header, from the header's row to the first empty row."""
    values = list(sheet.iter_rows(min_row=top, values_only=True))
    found = []
    for row in values[1:]:
        if all(value is None for value in row):
            break
        found.append(dict(zip(values[0], row, strict=True)))
    return found


def plan_rows(book: Workbook) -> list[dict[str, Any]]:
    return rows(book["Assignments"])[: len(year2027.example().plan.placements)]


def test_the_made_up_year_has_rows_of_all_kinds() -> None:
    statuses = {row.status for row in year2027.example().year.assignments}
    assert statuses == set(AssignmentStatus) - {
        AssignmentStatus.AVAILABLE,
        AssignmentStatus.WITHDRAWN,
    }
    assert year2027.example().not_delivered
    assert year2027.values()["externals"] > 0
    assert year2027.values()["pre-accredited"] > 0


def test_result_sheets_come_first_then_the_input(book: Workbook) -> None:
    results = [sheet.name for sheet in RESULT_SHEETS]
    inputs = [sheet.name for sheet in INPUT_SHEETS if sheet.name not in results]
    assert book.sheetnames == results + inputs
    assert book.active is book["Summary"]


@pytest.mark.parametrize("declared", [ASSIGNMENTS, NOT_DELIVERED, EXPERT_LOAD, FUND_USE])
def test_headers_are_the_declared_ones(book: Workbook, declared: Any) -> None:
    header = next(book[declared.name].iter_rows(max_row=1, values_only=True))
    assert header == declared.headers


def test_assignments_are_exactly_the_plan(book: Workbook) -> None:
    found = {
        (r["Mission ID"], r["Position"], r["Expertise"], r["Expert ID"], r["Start"], r["Fund"])
        for r in plan_rows(book)
    }
    assert found == {
        (
            p.mission_id,
            p.position,
            p.expertise,
            p.expert_id,
            datetime(p.start.year, p.start.month, p.start.day),
            p.fund_id,
        )
        for p in year2027.example().plan.placements
    }


def test_the_plan_is_sorted_by_start_and_position(book: Workbook) -> None:
    keys = [(row["Start"], row["Mission ID"], row["Position"]) for row in plan_rows(book)]
    assert [key[0] for key in keys] == sorted(key[0] for key in keys)
    positions: dict[str, list[int]] = {}
    for _, mission_id, position in keys:
        positions.setdefault(mission_id, []).append(position)
    assert all(found == list(range(1, len(found) + 1)) for found in positions.values())


def test_costs_add_up_to_the_level_cost(book: Workbook) -> None:
    assert sum(row["Cost"] for row in plan_rows(book)) == year2027.values()["cost"]


def test_fixed_cost_is_on_position_1(book: Workbook) -> None:
    # M-01 has a fixed cost of 1,500; both its experts come from another region than Senegal's,
    # where the daily allowance is 180: 2,200 + 7 days of 180 each.
    costs = {r["Position"]: r["Cost"] for r in plan_rows(book) if r["Mission ID"] == "M-01"}
    assert costs == {1: 1500 + 2200 + 7 * 180, 2: 2200 + 7 * 180}


def test_in_region_and_externals_agree_with_the_levels(book: Workbook) -> None:
    found = plan_rows(book)
    assert sum(row["In region"] == "no" for row in found) == year2027.values()["region"]
    assert (
        sum(row["Qualification"] == "External" for row in found) == year2027.values()["externals"]
    )


def test_dates_are_dates_with_their_mission_days(book: Workbook) -> None:
    # M-11 is in Jordan, where the week ends on Thursday: Sunday 2 May to Thursday 6 May 2027.
    row = next(r for r in plan_rows(book) if r["Mission ID"] == "M-11")
    assert (row["Start"], row["End"]) == (datetime(2027, 5, 2), datetime(2027, 5, 6))
    assert row["Weeks"] == 1
    cell = book["Assignments"].cell(2, ASSIGNMENTS.headers.index("Start") + 1)
    assert cell.is_date
    assert cell.number_format == "d mmm yyyy"


def test_countries_are_written_by_name(book: Workbook) -> None:
    row = next(r for r in plan_rows(book) if r["Mission ID"] == "M-13")
    assert row["Host"] == "Côte d'Ivoire"


def test_pre_accredited_rows_say_who_evaluates(book: Workbook) -> None:
    for row in plan_rows(book):
        if row["Qualification"] != "Pre-accredited":
            assert row["Evaluated by"] is None
            continue
        mission = year2027.example().year.mission_by_id[row["Mission ID"]]
        assert mission.staff_lead
        assert row["Evaluated by"] == "WCO staff"


def test_kept_rows_keep_their_status_and_others_are_proposed(book: Workbook) -> None:
    agreed = dict(year2027.AGREED)
    for row in plan_rows(book):
        expected = agreed.get(row["Mission ID"], AssignmentStatus.PROPOSED)
        assert row["Status"] == expected


def test_after_the_plan_come_declined_and_past_rows(book: Workbook) -> None:
    after = rows(book["Assignments"])[len(year2027.example().plan.placements) :]
    assert [(r["Mission ID"], r["Expert ID"], r["Status"]) for r in after] == [
        ("M-03", "E40", "Declined"),
        ("OLD-7", "E02", "Completed"),
    ]
    assert after[0]["Position"] == 2, "a Declined row stays as it was"
    assert after[1]["End"] == datetime(2026, 5, 8)


def test_pinned_rows_of_missions_that_are_not_delivered_lose_their_position(
    folder: Path, source: Path
) -> None:
    dropped = [p for p in year2027.example().plan.placements if p.mission_id != "M-01"]
    result = year2027.example().model_copy(update={"plan": year2027.example().plan.of(dropped)})
    write(source, folder / "dropped.xlsx", result)
    found = rows(load_workbook(folder / "dropped.xlsx")["Assignments"])[len(dropped) :]
    waiting = [row for row in found if row["Mission ID"] == "M-01"]
    assert [row["Status"] for row in waiting] == ["Confirmed", "Confirmed"]
    assert all(row["Position"] is None for row in waiting)
    assert all(row["Start"] and row["Fund"] for row in waiting)


def test_not_delivered_missions_have_their_reasons(book: Workbook) -> None:
    found = rows(book["Not delivered"])
    assert {row["Mission ID"] for row in found} == {
        n.mission_id for n in year2027.example().not_delivered
    }
    assert [row["Priority"] for row in found] == sorted(row["Priority"] for row in found)
    assert found[0]["Rules"] == "qualified; language"


def test_fund_use_adds_up(book: Workbook) -> None:
    found = {row["Fund ID"]: row for row in rows(book["Fund use"])}
    assert list(found) == ["F-A", "F-B", "F-D", "F-C"]
    assert sum(row["Planned"] for row in found.values()) == year2027.values()["cost"]
    assert found["F-B"]["Available"] == 150_000 - 10_000
    assert all(row["Left"] == row["Available"] - row["Planned"] for row in found.values())
    paid = {p.mission_id for p in year2027.example().plan.placements if p.fund_id == "F-A"}
    assert set(found["F-A"]["Missions"].split("; ")) == paid


def test_expert_load_counts_missions_and_weeks(book: Workbook) -> None:
    found = {row["Expert ID"]: row for row in rows(book["Expert load"])}
    assert len(found) == 40
    weeks = {m.id: m.weeks_charged for m in year2027.example().year.missions}
    mine = [p for p in year2027.example().plan.placements if p.expert_id == "E05"]
    assert found["E05"]["Missions"] == len(mine)
    assert found["E05"]["Weeks"] == sum(weeks[p.mission_id] for p in mine)
    listed = [row["Weeks"] for row in found.values()]
    assert listed == sorted(listed, reverse=True)


def test_expert_load_weeks_left_and_idle_days(book: Workbook) -> None:
    found = {row["Expert ID"]: row for row in rows(book["Expert load"])}
    # E06: own cap of 14 weeks from 15 June 2025 to 14 June 2028, 13 used in 2026, 1 planned;
    # the last mission ended on 28 August 2026, 126 days before the plan starts.
    assert (found["E06"]["Weeks left"], found["E06"]["Idle days"]) == (0, 126)
    # E04 has 2 weeks of March 2025 in the period that ends on 14 April 2027, none in the next.
    used = sum(
        p.expert_id == "E04" and p.start < date(2027, 4, 15)
        for p in year2027.example().plan.placements
    )
    later = sum(p.expert_id == "E04" for p in year2027.example().plan.placements) - used
    expected = f"{12 - 2 - used} until 14 Apr 2027; {12 - later} until 14 Apr 2030"
    assert found["E04"]["Weeks left"] == expected
    assert found["E12"]["Weeks left"] is None, "externals have no release cap"
    assert found["E12"]["Idle days"] is None


@pytest.mark.parametrize(
    ("proofs", "by"),
    [
        ((Proof.CERTIFIED, Proof.CERTIFIED), "certified in whole numbers"),
        ((Proof.RECORDED, Proof.RECORDED), "the run that made the plan: idle, cost"),
        ((Proof.RECORDED, Proof.CP_SAT), "CP-SAT: cost; the run that made the plan: idle"),
        ((Proof.HIGHS, Proof.CERTIFIED), "HiGHS: idle; the others certified in whole numbers"),
    ],
)
def test_the_sentence_about_proofs_names_whatever_proves(
    proofs: tuple[Proof, ...], by: str
) -> None:
    """What no integers of our own prove is named with its levels: a solver, or a run before."""
    levels = tuple(
        LevelResult(level=level, value=1, bound=1, proof=proof, stop=StopReason.OPTIMAL)
        for level, proof in zip(("idle", "cost"), proofs, strict=True)
    )
    said = f"Every level is proven: no plan that keeps all rules is better ({by})."
    assert proof_sentence(levels) == said


def test_summary_shows_every_level_with_its_proof(book: Workbook) -> None:
    sheet = book["Summary"]
    header = next(c.row for c in sheet["A"] if c.value == "Level")
    found = rows(sheet, header)
    assert tuple(name for name in found[0] if name) == SUMMARY.headers
    assert [(r["Level"], r["Value"], r["Bound"], r["Proven"]) for r in found] == [
        (x.level, x.value, x.bound, "yes" if x.proven else "no") for x in year2027.example().levels
    ]
    texts = [str(c.value) for row in sheet.iter_rows() for c in row if c.value is not None]
    for expected in ("SHA-256 " + "5f" * 32, "plan 2027.xlsx", "9.15.6755", "2026-11-21 09:30:05"):
        assert expected in texts
