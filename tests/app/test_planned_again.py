"""A plan made again starts from what the run before has proven, where only declines came since."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import planner
from models.answers.report import Proof
from models.workbook import Workbook
from planner.app.running.proven import known_of
from planner.domain.levels import is_delivery
from tests.commands import edit, run, small_year
from tests.provers import tight_year


def column(sheet: Any, header: str) -> int:
    return [cell.value for cell in sheet[1]].index(header) + 1


def set_where(found: str, header: str, value: object) -> Callable[[Any], None]:
    """Set a cell of the first row of Assignments that has this status."""

    def change(sheet: Any) -> None:
        status = column(sheet, "Status")
        row = next(r for r in range(2, sheet.max_row + 1) if sheet.cell(r, status).value == found)
        sheet.cell(row, column(sheet, header)).value = value

    return change


def declines(sheet: Any) -> None:
    set_where("Proposed", "Status", "Declined")(sheet)


@pytest.fixture(scope="module")
def solved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The plan of a year in which somebody declined and somebody is agreed before it."""
    path = small_year(tmp_path_factory.mktemp("again"))
    assert run("solve", path, "--quiet").code == 0
    return path.with_name("year-assigned.xlsx")


def changed(solved: Path, folder: Path, *changes: Callable[[Any], None]) -> Workbook:
    path = folder / "changed.xlsx"
    shutil.copy(solved, path)
    for change in changes:
        edit(path, "Assignments", change)
    return planner.load(path)


def delivered(workbook: Workbook) -> dict[str, int]:
    """What is known to be the most that any plan of a workbook delivers."""
    return {result.level: result.value for result in known_of(workbook).ceilings}


def test_the_plan_itself_proves_what_is_delivered(solved: Path) -> None:
    """M2 is pinned, M1 has the only money there is, M3 and M4 cannot be: 1, 1, 0."""
    workbook = planner.load(solved)
    assert delivered(workbook) == {"delivery-pinned": 1, "delivery-1": 1, "delivery-3": 0}
    again = planner.plan(workbook)
    for level in again.levels:
        assert (level.proof is Proof.RECORDED) == is_delivery(level.level)


def test_a_decline_leaves_what_is_delivered_bounded(solved: Path, tmp_path: Path) -> None:
    """Another expert goes to M1 in place of who declines: the bound of before is met again."""
    workbook = changed(solved, tmp_path, declines)
    assert not any(level.proven for level in workbook.recorded.values())
    assert delivered(workbook) == {"delivery-pinned": 1, "delivery-1": 1, "delivery-3": 0}
    again = planner.plan(workbook)
    assert again.levels[0].proof is Proof.RECORDED
    assert all(level.proven for level in again.levels)


@pytest.mark.parametrize(
    ("found", "header", "value"),
    [
        ("Confirmed", "Status", "Declined"),
        ("Confirmed", "Status", "Proposed"),
        ("Proposed", "Status", "Confirmed"),
        ("Proposed", "Keep", "yes"),
        ("Declined", "Status", "Withdrawn"),
        ("Proposed", "Start", date(2027, 3, 10)),
    ],
)
def test_any_other_change_forgets_it(
    solved: Path, tmp_path: Path, found: str, header: str, value: object
) -> None:
    """Each of them may allow a plan that the run before did not have."""
    workbook = changed(solved, tmp_path, set_where(found, header, value))
    assert workbook.before is None
    assert delivered(workbook) == {}


def test_who_was_to_be_kept_and_declines_changes_more(solved: Path, tmp_path: Path) -> None:
    """With Keep the row was agreed, and its mission counted in another level."""
    keeps = set_where("Proposed", "Keep", "yes")
    assert changed(solved, tmp_path, keeps, declines).before is None


def test_a_value_changed_by_hand_proves_nothing(solved: Path, tmp_path: Path) -> None:
    """A recorded value counts as far as the plan has it: else a better plan would be a fault."""

    def lower(sheet: Any) -> None:
        row = next(row for row in sheet.iter_rows() if row[0].value == "delivery-1")
        row[1].value = 0

    path = tmp_path / "changed.xlsx"
    shutil.copy(solved, path)
    edit(path, "Summary", lower)
    edit(path, "Assignments", declines)
    assert delivered(planner.load(path)) == {"delivery-pinned": 1}
    assert planner.plan(planner.load(path)).levels[1].value == 1


def test_an_earlier_version_of_the_planner_proves_nothing(
    solved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("planner.workbook.schema.fingerprint.program_version", lambda: "0.1")
    assert planner.load(solved).before is None


@pytest.mark.parametrize("seed", [seed for seed in range(1, 40) if seed % 3 == 0])
def test_it_is_the_plan_that_a_search_from_nothing_finds(seed: int, tmp_path: Path) -> None:
    """Sample years short of something: the same values of all levels, all of them proven."""
    first = planner.workbook_of(tight_year(seed))
    path = planner.write(first, planner.plan(first), tmp_path / "plan.xlsx")
    edit(path, "Assignments", declines)
    workbook = planner.load(path)
    assert delivered(workbook)
    again = planner.plan(workbook)
    afresh = planner.plan(workbook.model_copy(update={"before": None}))
    assert [(r.level, r.value) for r in again.levels] == [(r.level, r.value) for r in afresh.levels]
    assert all(level.proven for level in (*again.levels, *afresh.levels))
