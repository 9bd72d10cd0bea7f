"""Experts from a workbook of their own: read with the plan, once, and contradictions told."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from models.facts.expert import AppliesTo, Exclusion, Unavailability
from models.facts.instance import Year
from planner.app.load import load
from tests.builders import expert, fund, history, mission, qualification, year
from tests.commands import run, year_file


def pool_year(**changes: object) -> Year:
    """Two experts, and a mission that is no part of anybody's plan."""
    facts = {
        "missions": (mission("OTHER"),),
        "experts": (expert("E1"), expert("E2", "ES")),
        "qualifications": (qualification("E1"), qualification("E2")),
    }
    return year(**facts | changes)


def books(folder: Path, plan: Year, pool: Year) -> tuple[Path, Path]:
    year_file(folder / "plan.xlsx", plan)
    year_file(folder / "pool.xlsx", pool)
    return folder / "plan.xlsx", folder / "pool.xlsx"


def without_people(file: Path) -> None:
    """Delete the sheets about experts."""
    book = openpyxl.load_workbook(file)
    for name in ("Experts", "Qualifications"):
        del book[name]
    book.save(file)


def test_a_plan_without_people_is_planned_with_the_pool(tmp_path: Path) -> None:
    plan, pool = books(tmp_path, year(), pool_year())
    without_people(plan)
    assert run("check", plan).code == 2
    assert run("check", plan, "--pool", pool).code == 0
    assert run("solve", plan, "--pool", pool, "--quiet").code == 0
    solved = tmp_path / "plan-assigned.xlsx"
    assert run("verify", solved, "--pool", pool).code == 0
    assert run("verify", solved).code == 2
    summary = openpyxl.load_workbook(solved)["Summary"]
    cells = [str(cell.value) for row in summary.iter_rows() for cell in row if cell.value]
    found = load(plan, pool=pool)
    assert any(found.fingerprint in cell for cell in cells)
    assert any(found.pool in cell for cell in cells)


def test_the_same_row_in_both_is_one_row(tmp_path: Path) -> None:
    past = (history("E1", date(2026, 3, 2), date(2026, 3, 6)),)
    plan, pool = books(tmp_path, year(history=past), pool_year(history=past))
    found = load(plan, pool=pool)
    assert found.errors == ()
    assert found.year is not None
    assert [e.id for e in found.year.experts] == ["E1", "E2"]
    assert len(found.year.history) == 1
    assert [m.id for m in found.year.missions] == ["M1"]


@pytest.mark.parametrize(
    ("pool", "sheet", "cell"),
    [
        (pool_year(experts=(expert("E1", "ES"), expert("E2", "ES"))), "Experts", "C2"),
        (pool_year(experts=(expert("E1", languages=("fr",)), expert("E2"))), "Experts", "E2"),
    ],
    ids=("administration", "languages"),
)
def test_a_contradiction_names_both_cells(
    tmp_path: Path, pool: Year, sheet: str, cell: str
) -> None:
    found = load(*[books(tmp_path, year(), pool)[0]], pool=tmp_path / "pool.xlsx")
    errors = [p for p in found.errors if p.code == "plan-and-pool-contradict"]
    assert [(p.sheet, p.cell) for p in errors] == [(f"pool.xlsx, {sheet}", cell)]
    assert f"{sheet} {cell}" in errors[0].message


def test_a_blank_cell_is_no_contradiction(tmp_path: Path) -> None:
    mine = year(experts=(expert("E1", release_cap_weeks=None),))
    theirs = pool_year(experts=(expert("E1", release_cap_weeks=8), expert("E2", "ES")))
    plan, pool = books(tmp_path, mine, theirs)
    found = load(plan, pool=pool)
    assert found.errors == ()
    assert found.year is not None
    assert found.year.expert_by_id["E1"].release_cap_weeks == 8


def test_what_is_of_other_plans_stays_with_them(tmp_path: Path) -> None:
    theirs = pool_year(
        funds=(fund("F9"),),
        exclusions=(Exclusion(expert_id="E1", mission_id="OTHER"),),
        unavailability=(
            Unavailability(applies_to=AppliesTo.HOST, who="BE", start=date(2027, 3, 1)),
            Unavailability(applies_to=AppliesTo.EXPERT, who="E2", start=date(2027, 5, 1)),
        ),
    )
    plan, pool = books(tmp_path, year(), theirs)
    found = load(plan, pool=pool)
    assert found.errors == ()
    assert found.year is not None
    assert found.year.funds == ()
    assert found.year.exclusions == ()
    assert [row.who for row in found.year.unavailability] == ["E2"]


def test_a_fault_in_the_pool_names_its_file(tmp_path: Path) -> None:
    plan, pool = books(tmp_path, year(), pool_year())
    book = openpyxl.load_workbook(pool)
    book["Experts"]["C3"] = "Atlantis"
    book.save(pool)
    found = load(plan, pool=pool)
    [error] = [p for p in found.errors if p.found == "Atlantis"]
    assert (error.sheet, error.cell) == ("pool.xlsx, Experts", "C3")


def test_the_empty_sheets_of_a_template_are_filled_from_the_pool(tmp_path: Path) -> None:
    year_file(tmp_path / "pool.xlsx", year())
    year_file(tmp_path / "plan.xlsx", year(experts=(), qualifications=()))
    alone = load(tmp_path / "plan.xlsx")
    assert {p.code for p in alone.errors} == {"sheet-empty"}
    pooled = load(tmp_path / "plan.xlsx", pool=tmp_path / "pool.xlsx")
    assert pooled.errors == ()
    assert pooled.year is not None
    assert [e.id for e in pooled.year.experts] == ["E1"]
