"""Tables for pandas: their types, their names, and that their sums are those of the sheets."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest

import planner
import scenarios
from models.answers.result import RunResult
from models.workbook import Workbook
from planner.report.lines import fund_lines
from planner.report.plan_view import PlanView
from planner.workbook.schema import results
from planner.workbook.schema.declared import INPUT_SHEETS
from tests.commands import run, sample


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    return planner.load(sample(tmp_path_factory.mktemp("tables")))


@pytest.fixture(scope="module")
def result(workbook: Workbook) -> RunResult:
    return planner.plan(workbook)


def test_the_answer_has_the_names_and_types_of_its_sheets(result: RunResult) -> None:
    found = planner.tables(result)
    rows = found["Assignments"]
    assert tuple(rows.columns) == results.ASSIGNMENTS.headers
    kinds = {header: str(rows[header].dtype) for header in rows.columns}
    assert kinds["Start"].startswith("datetime64")
    assert kinds["Cost"] == kinds["Position"] == "Int64"
    assert kinds["Host"] == kinds["Region"] == kinds["Status"] == "category"
    assert kinds["In region"] == "boolean"
    assert kinds["Mission ID"] == "string"
    assert len(rows) == len(result.plan.placements)
    starts = {row.mission_id: row.start for row in result.plan.placements}
    assert all(
        starts[m] == s.date() for m, s in zip(rows["Mission ID"], rows["Start"], strict=True)
    )


def test_sums_by_donor_region_and_month_are_those_of_the_sheets(result: RunResult) -> None:
    """The figures of Fund use and of the level cost, once more from the rows."""
    found = planner.tables(result)
    rows = found["Assignments"]
    by_fund = rows.groupby("Fund", observed=True)["Cost"].sum().to_dict()
    drawn = {line.fund_id: line.planned for line in fund_lines(PlanView(result)) if line.planned}
    shared = {fund for name in by_fund if "; " in name for fund in name.split("; ")}
    alone = {fund: cost for fund, cost in by_fund.items() if not {*fund.split("; ")} & shared}
    assert alone == {fund: cost for fund, cost in drawn.items() if fund not in shared}
    assert sum(by_fund.values()) == sum(drawn.values())
    assert rows["Cost"].sum() == next(r.value for r in result.levels if r.level == "cost")
    pivot = rows.pivot_table(
        index="Region", columns=rows["Start"].dt.month, values="Cost", aggfunc="sum", observed=True
    )
    assert pivot.sum().sum() == rows["Cost"].sum()
    assert found["Levels"]["Value"].tolist() == [level.value for level in result.levels]


def test_the_facts_have_every_sheet_and_every_row(workbook: Workbook) -> None:
    found = planner.tables(workbook)
    year = workbook.year
    assert year is not None
    assert set(found) == {sheet.name for sheet in INPUT_SHEETS} - {"Scenarios"}
    listed = [m.id for m in (*year.missions, *year.begun_by_id.values())]
    assert set(found["Missions"]["Mission ID"]) >= set(listed)
    assert found["Funds"]["Amount"].tolist() == [fund.amount for fund in year.funds]
    assert found["Settings"]["Plan start"].tolist() == [pd.Timestamp(year.settings.plan_start)]
    assert str(found["Experts"]["Administration"].dtype) == "category"


def test_a_comparison(workbook: Workbook) -> None:
    cut = scenarios.Scenario(name="Cut", changes=(scenarios.change("fund amount", "*", "-50%"),))
    comparison = scenarios.compare(workbook, [cut])
    found = scenarios.tables(comparison)
    assert found["Comparison"]["Scenario"].tolist() == ["Base", "Cut"]
    cost = found["Assignments"].groupby("Scenario", observed=True)["Cost"].sum()
    assert cost.to_dict() == {case.name: case.cost for case in comparison.all_cases}
    assert found["Comparison"]["Cost"].tolist() == [case.cost for case in comparison.all_cases]
    levels = found["Levels"]
    delivered = levels[levels["Level"].str.startswith("delivery")].groupby("Scenario")["Value"]
    assert delivered.sum().to_dict() == {c.name: len(c.teams) for c in comparison.all_cases}


def test_solve_writes_them_as_csv_and_parquet(tmp_path: Path) -> None:
    plan, folder = sample(tmp_path, 4, 12), tmp_path / "tables"
    ran = run("solve", plan, "--tables", folder)
    assert ran.code == 0, ran.err
    assert f"Written: {folder / 'assignments.parquet'}" in ran.out
    rows = pd.read_parquet(folder / "assignments.parquet")
    assert rows["Cost"].dtype == "Int64"
    assert rows["Start"].dtype.kind == "M"
    typed = pd.read_csv(BytesIO((folder / "assignments.csv").read_bytes()), parse_dates=["Start"])
    assert typed["Cost"].sum() == rows["Cost"].sum()
    assert typed["Start"].tolist() == rows["Start"].tolist()
    assert all(date(2027, 1, 1) <= start.date() <= date(2027, 12, 31) for start in rows["Start"])


def test_tables_that_somebody_changed_are_not_overwritten(tmp_path: Path) -> None:
    plan, folder = sample(tmp_path, 3, 8), tmp_path / "tables"
    again = ("solve", plan, "--tables", folder, "--quiet")
    assert run(*again).code == 0
    assert run(*again).code == 0
    (folder / "levels.csv").write_text("mine", encoding="utf-8")
    ran = run(*again)
    assert ran.code == 2
    assert "holds levels.csv, which the planner did not write" in ran.err
    assert (folder / "levels.csv").read_text(encoding="utf-8") == "mine"
