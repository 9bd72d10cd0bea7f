"""What the sheets Summary and Actions say, worked out again from the other sheets."""

from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from planner.report import overview
from planner.report.plan_view import PlanView
from planner.workbook.writing.actions import Mark, with_marks
from tests.builders import agreed, expert, mission, placement, plan, qualification, year
from tests.mobilisation.answers import actions, view_of
from tests.workbook import year2027
from tests.workbook.book_of_year import save_book
from tests.workbook.files import write


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("front")
    write(
        save_book(year2027.example().year, folder / "plan.xlsx"),
        folder / "out.xlsx",
        year2027.example(),
    )
    return folder / "out.xlsx"


@pytest.fixture(scope="module")
def book(target: Path) -> Workbook:
    return load_workbook(target)


def table(sheet: Worksheet) -> list[dict[str, Any]]:
    first, *rest = sheet.iter_rows(values_only=True)
    return [dict(zip(first, row, strict=True)) for row in rest if any(row)]


def figure(book: Workbook, label: str) -> Any:
    rows = book["Summary"].iter_rows(min_col=1, max_col=2, values_only=True)
    return next(value for name, value in rows if name == label)


def block(book: Workbook, header: str, column: int = 1) -> dict[str, tuple[Any, ...]]:
    rows = list(book["Summary"].iter_rows(min_col=column, max_col=column + 3, values_only=True))
    top = next(index for index, row in enumerate(rows) if row[0] == header)
    found = {}
    for name, *values in rows[top + 1 :]:
        if name is None or not isinstance(values[0], int):
            break
        found[str(name)] = tuple(values)
    return found


def planned(book: Workbook) -> list[dict[str, Any]]:
    return table(book["Assignments"])[: len(year2027.example().plan.placements)]


def test_the_figures_are_those_of_the_other_sheets(book: Workbook) -> None:
    rows = planned(book)
    assert figure(book, "Missions planned") == len({row["Mission ID"] for row in rows})
    assert figure(book, "Missions not delivered") == len(table(book["Not delivered"]))
    external = sum(row["Qualification"] == "External" for row in rows)
    assert figure(book, "External experts") == external > 0
    assert figure(book, "Out of region") == sum(row["In region"] == "no" for row in rows)
    pending = {fund.id for fund in year2027.example().year.funds if fund.status.value == "Pending"}
    assert pending
    funds = table(book["Fund use"])
    for label, header in (("Money available", "Available"), ("Planned", "Planned")):
        expected = sum(row[header] for row in funds if row["Fund ID"] not in pending)
        assert figure(book, label) == expected
    assert figure(book, "Left") == figure(book, "Money available") - figure(book, "Planned")
    assert figure(book, "Pending") == sum(
        row["Amount"] - row["Committed"] - row["Spent"]
        for row in funds
        if row["Fund ID"] in pending
    )


def test_regions_months_and_donors_add_up(book: Workbook) -> None:
    missions = {row["Mission ID"]: row for row in planned(book)}
    regions = Counter(row["Region"] for row in missions.values())
    for name, (count, *_) in block(book, "Region").items():
        assert count == regions[name.rpartition("(")[2].rstrip(")")], name
    assert sum(v[0] for v in block(book, "Region").values()) == len(missions)
    assert sum(v[0] for v in block(book, "Category").values()) == len(missions)
    starts = Counter(f"{row['Start']:%b %Y}" for row in missions.values())
    months = {name: count for name, (count, *_) in block(book, "Month").items()}
    assert months == {name: starts[name] for name in months}
    assert len(months) == 12
    donors = {name.split(" ")[0]: values for name, values in block(book, "Donor", 5).items()}
    for row in table(book["Fund use"]):
        assert donors[row["Fund ID"]] == (row["Available"], row["Planned"], row["Left"])


def test_what_is_marked_as_done_stays_done(target: Path, tmp_path: Path) -> None:
    """A line that asks for nothing new keeps its mark; all others have none."""
    edited = load_workbook(target)
    sheet = edited["Actions"]
    header = [cell.value for cell in sheet[1]]
    done, done_on = header.index("Done") + 1, header.index("Done on") + 1
    sheet.cell(3, done).value, sheet.cell(3, done_on).value = "yes", datetime(2026, 11, 20)
    marked = [cell.value for cell in sheet[3]][2:5]
    edited.save(tmp_path / "marked.xlsx")
    write(tmp_path / "marked.xlsx", tmp_path / "again.xlsx", year2027.example())
    again = table(load_workbook(tmp_path / "again.xlsx")["Actions"])
    found = [row for row in again if row["Done"] is not None]
    assert [(row["Done"], row["Done on"]) for row in found] == [("yes", datetime(2026, 11, 20))]
    assert list(found[0].values())[2:5] == marked


def test_a_line_with_something_new_is_not_done() -> None:
    people = (expert(), expert("E2"))
    facts = year(
        missions=(mission(), mission("M2", host="NL")),
        experts=people,
        qualifications=tuple(qualification(e.id) for e in people),
    )
    lines = actions(facts, plan(placement(), placement("M2", "E2")))
    old = Mark("Informal contact", "FR", frozenset({"M1"}), frozenset({"E1"}), None)
    assert not any(line.done for line in with_marks(lines, (old,)))
    both = old._replace(missions=frozenset({"M1", "M2"}), experts=frozenset({"E1", "E2"}))
    assert [line.step for line in with_marks(lines, (both,)) if line.done] == ["Informal contact"]


def two_missions(**changes: Any) -> PlanView:
    people = (expert(), expert("E2", "ES"))
    facts = year(
        missions=(mission(), mission("M2", host="NL"), mission("M3", host="DE")),
        experts=people,
        qualifications=tuple(qualification(e.id) for e in people),
        **changes,
    )
    return view_of(facts, plan(placement(), placement("M2", "E2")))


def test_what_changed_since_the_last_plan() -> None:
    """M1 as before, M2 by another expert, M3 gone."""
    before = (agreed("M1", "E1"), agreed("M2", "E1"), agreed("M3", "E2"))
    found = overview.changes(two_missions(assignments=before))
    assert found == overview.Changes(1, (), ("M2",), (), ("M3",))
    assert overview.changes(two_missions()) is None


def test_a_mission_is_confirmed_once_all_its_experts_are() -> None:
    rows = (agreed("M1", "E1"),)
    assert overview.progress(two_missions(assignments=rows)) == overview.Progress(2, 1, 0, 1)
