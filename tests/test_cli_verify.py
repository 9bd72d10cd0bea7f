"""The command verify: a plan against every rule, without the solver."""

import re
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import pytest

from planner import load
from tests.commands import SOMEBODY, edit, fingerprint, run, sample
from tests.workbook.books import expert, good_book, mission, qualification, save

Change = Callable[[Any], None]


@pytest.fixture
def assigned(tmp_path: Path) -> Path:
    """A plan of two missions: M1 with two experts of two countries, M2 with one."""
    path = tmp_path / "plan-assigned.xlsx"
    path.write_bytes(_assigned())
    return path


@cache
def _assigned() -> bytes:
    book = good_book(
        Missions=[mission("M1", Experts=2), mission("M2", Host="Kenya", Languages="Spanish")],
        Experts=[
            expert("E1", Name=SOMEBODY),
            expert("E2", Administration="Kenya"),
            expert("E3", Administration="France", Languages="English; Spanish"),
        ],
        Qualifications=[qualification("E1"), qualification("E2"), qualification("E3")],
    )
    with TemporaryDirectory() as name:
        assert run("solve", save(book, Path(name)), "--quiet").code == 0
        return (Path(name) / "plan-assigned.xlsx").read_bytes()


def set_cell(header: str, row: int, value: object) -> Change:
    def change(sheet: Any) -> None:
        headers = [cell.value for cell in sheet[1]]
        sheet.cell(row, headers.index(header) + 1).value = value

    return change


def somebody_else(row: int, expert_id: str) -> Change:
    """Another expert in a row; the cells that repeat the name and the country are cleared."""

    def change(sheet: Any) -> None:
        for header, value in (("Expert ID", expert_id), ("Expert", None), ("Administration", None)):
            set_cell(header, row, value)(sheet)

    return change


def test_a_plan_of_ours_keeps_every_rule(assigned: Path) -> None:
    before = fingerprint(assigned)
    ran = run("verify", assigned)
    assert ran.code == 0
    assert "The plan delivers 2 of 2 missions." in ran.out
    assert "It keeps every rule." in ran.out
    assert "differs" not in ran.out
    assert fingerprint(assigned) == before


def test_the_levels_are_counted_again(assigned: Path) -> None:
    ran = run("verify", assigned)
    recorded = {level: known.value for level, known in load(assigned).recorded.items()}
    assert list(recorded) == ["delivery-1", "pre-accredited", "externals", "region", "idle", "cost"]
    for level, value in recorded.items():
        assert re.search(rf"{level} +│ +{value:,} +│ +{value:,} +│", ran.out), level


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (somebody_else(3, "E3"), "different-administrations"),
        (set_cell("Start", 2, "2027-03-13"), "dates"),
        (lambda sheet: sheet.delete_rows(2), "whole-team"),
    ],
    ids=["same-country", "on-a-saturday", "row-deleted"],
)
def test_a_plan_edited_by_hand(assigned: Path, change: Change, rule: str) -> None:
    rows = list(openpyxl.load_workbook(assigned)["Assignments"].values)
    place = rows[0].index("Expert ID")
    assert [(row[0], row[place]) for row in rows[1:3]] == [("M1", "E1"), ("M1", "E2")]
    edit(assigned, "Assignments", change)
    ran = run("verify", assigned)
    assert ran.code == 1
    assert re.search(rf"│ {rule} +│ +[0-9] │ .*M1", ran.out)
    assert re.search(r"It breaks \d rules? in \d places?\.", ran.out)


@pytest.mark.parametrize("header", ["Expert ID", "Mission ID"])
def test_a_row_without_an_id_is_bad_input(assigned: Path, header: str) -> None:
    edit(assigned, "Assignments", set_cell("Expert", 2, None))
    edit(assigned, "Assignments", set_cell(header, 2, None))
    ran = run("verify", assigned)
    assert ran.code == 2
    assert f"{header} is blank." in ran.err


def test_a_change_that_breaks_no_rule_is_seen_in_the_levels(assigned: Path) -> None:
    edit(assigned, "Settings", lambda sheet: sheet.append(["Daily allowance", 300]))
    ran = run("verify", assigned)
    assert ran.code == 0
    assert "It keeps every rule." in ran.out
    assert "Value differs from Recorded: the workbook was changed by hand" in ran.out


def test_the_rows_behind_a_changed_level_are_named(assigned: Path) -> None:
    edit(assigned, "Assignments", somebody_else(2, "E3"))
    ran = run("verify", assigned)
    assert "Rows that were changed since the run that wrote them:" in ran.out
    assert re.search(r"│ Assignments [A-Z]+2 +│ E3 goes to 2 missions; the run wrote 1.", ran.out)
    edit(assigned, "Settings", lambda sheet: sheet.append(["Daily allowance", 300]))
    ran = run("verify", assigned)
    assert len(re.findall(r"│ Assignments [A-Z]+\d+ +│ E\d on M\d costs", ran.out)) == 3


def test_a_mission_whose_rows_are_gone_is_named(assigned: Path) -> None:
    edit(assigned, "Assignments", lambda sheet: sheet.delete_rows(4))
    ran = run("verify", assigned)
    assert "Mission M2 has no rows in the plan any more" in ran.out


def test_a_changed_name_or_end_is_told(assigned: Path) -> None:
    edit(assigned, "Assignments", set_cell("End", 2, "2027-03-19"))
    ran = run("verify", assigned)
    assert "The end 2027-03-19 does not follow from the start" in ran.out + ran.err
    edit(assigned, "Assignments", set_cell("Expert", 2, "Somebody Else"))
    ran = run("verify", assigned)
    assert ran.code == 2
    assert "is not the name of expert E1" in ran.err


def test_nobody_is_named(assigned: Path) -> None:
    edit(assigned, "Assignments", somebody_else(3, "E3"))
    ran = run("verify", assigned)
    assert ran.code == 1
    assert SOMEBODY not in ran.out + ran.err


def test_a_workbook_without_a_plan(tmp_path: Path) -> None:
    ran = run("verify", save(good_book(), tmp_path))
    assert ran.code == 2
    assert "There is no plan in plan.xlsx: it has no sheet Assignments." in ran.err


def test_a_plan_that_delivers_nothing(tmp_path: Path) -> None:
    ran = run("verify", save(good_book(Assignments=[]), tmp_path))
    assert ran.code == 0
    assert "The plan delivers 0 of 1 mission." in ran.out
    assert "Recorded" not in ran.out


def test_broken_levels_of_a_summary_are_not_believed(tmp_path: Path, assigned: Path) -> None:
    edit(assigned, "Summary", lambda sheet: sheet.insert_cols(1))
    assert load(assigned).recorded == {}
    assert run("verify", assigned).code == 0


def test_a_plan_that_was_cut_short_is_verified_too(tmp_path: Path) -> None:
    """The agreed rows of a sample are a plan in part; what there is obeys the rules."""
    year = sample(tmp_path, 20, 50, 2)
    ran = run("verify", year)
    assert "The plan delivers" in ran.out
    assert ran.code == ("It breaks" in ran.out)


def test_the_solver_is_not_used(assigned: Path) -> None:
    import subprocess

    code = (
        "import sys, cli; from click.testing import CliRunner; "
        f"ran = CliRunner().invoke(cli.program, ['verify', {str(assigned)!r}]); "
        "print(ran.exit_code, 'ortools' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "0 False"
