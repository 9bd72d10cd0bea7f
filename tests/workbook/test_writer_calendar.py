"""The sheet Calendar: bars in the right weeks, months, regions, colours that say the status."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from models.facts.assignment import AssignmentStatus
from planner.domain.calendars import Calendars
from planner.domain.members.reference import REGION_NAMES
from planner.report.plan_view import PlanView
from planner.workbook.looks.styles import BAR_PAINT
from planner.workbook.writing.calendar import PROGRESS, Weeks, progress
from tests.workbook import year2027
from tests.workbook.book_of_year import save_book
from tests.workbook.files import write

FILLS = {f"00{paint.fill}": status for status, paint in BAR_PAINT.items()}


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Worksheet:
    folder = tmp_path_factory.mktemp("calendar")
    source = save_book(year2027.example().year, folder / "in.xlsx")
    write(source, folder / "out.xlsx", year2027.example())
    return load_workbook(Path(folder / "out.xlsx"))["Calendar"]


def bars(sheet: Worksheet, row: int) -> list[Cell]:
    return [c for c in sheet[row][3:] if c.fill.fill_type and c.fill.start_color.rgb in FILLS]


def test_every_mission_has_its_bar_in_its_weeks(sheet: Worksheet) -> None:
    calendars = Calendars(year2027.example().year)
    starts = {p.mission_id: p.start for p in year2027.example().plan.placements}
    agreed = dict(year2027.AGREED)
    seen = []
    for row in range(5, sheet.max_row + 1):
        mission_id = sheet.cell(row, 1).value
        if mission_id not in starts:
            assert not bars(sheet, row)
            continue
        seen.append(mission_id)
        mission = year2027.example().year.mission_by_id[mission_id]
        run = calendars.run(mission, starts[mission_id])
        # Column 4 is the week of Monday 28 December 2026.
        first = 4 + (run.start - date(2026, 12, 28)).days // 7
        last = 4 + (run.end - date(2026, 12, 28)).days // 7
        cells = bars(sheet, row)
        assert [cell.column for cell in cells] == list(range(first, last + 1))
        status = agreed.get(mission_id, AssignmentStatus.PROPOSED)
        assert {FILLS[cell.fill.start_color.rgb] for cell in cells} == {status}
        assert [cell.value for cell in cells] == [PROGRESS[status]] + [None] * (last - first)
    assert sorted(seen) == sorted(starts)


def test_missions_are_grouped_by_region_and_sorted_by_start(sheet: Worksheet) -> None:
    starts = {p.mission_id: p.start for p in year2027.example().plan.placements}
    headings, groups = [], []
    for row in range(5, sheet.max_row + 1):
        text = sheet.cell(row, 1).value
        if text in starts:
            groups[-1].append(year2027.example().year.mission_by_id[text])
            assert sheet.row_dimensions[row].outlineLevel == 1
        else:
            headings.append(text)
            groups.append([])
    assert len(groups) == 6
    for heading, group in zip(headings, groups, strict=True):
        (region,) = {mission.region for mission in group}
        assert heading == f"{REGION_NAMES[region]} ({region}): {len(group)} missions"
        order = [starts[mission.id] for mission in group]
        assert order == sorted(order)


def test_months_and_weeks_of_the_header(sheet: Worksheet) -> None:
    days = [cell.value for cell in sheet[4][3:]]
    mondays = [date(2026, 12, 28) + timedelta(days=7 * index) for index in range(53)]
    assert days == [monday.day for monday in mondays]
    months = {cell.value: cell.column for cell in sheet[3] if cell.value}
    assert list(months)[:2] == ["Jan 2027", "Feb 2027"]
    assert mondays[months["Jun 2027"] - 4] == date(2027, 6, 7)


def test_the_legend_names_every_status(sheet: Worksheet) -> None:
    found = {}
    for cell in sheet[2]:
        if cell.fill.fill_type:
            words = sheet.cell(2, cell.column + 1).value
            found[AssignmentStatus(words)] = (cell.value, FILLS[cell.fill.start_color.rgb])
    assert found == {status: (sign, status) for status, sign in PROGRESS.items()}


def test_a_mission_is_as_far_as_its_least_advanced_expert() -> None:
    first, *others = (p for p in year2027.example().plan.placements if p.mission_id == "M-01")
    assert others
    rows = tuple(
        row.model_copy(update={"status": AssignmentStatus.CONTACTED})
        if row.expert_id == first.expert_id and row.mission_id == "M-01"
        else row
        for row in year2027.example().year.assignments
    )
    year = year2027.example().year.model_copy(update={"assignments": rows})
    view = PlanView(year2027.example().model_copy(update={"year": year}))
    (team,) = (team for team in view.teams if team.mission.id == "M-01")
    assert {post.status.value for post in team.posts} == {"Contacted", "Confirmed"}
    assert progress(team) is AssignmentStatus.CONTACTED


@pytest.mark.parametrize(
    ("start", "end", "first", "number"),
    [
        (date(2027, 1, 1), date(2027, 12, 31), date(2026, 12, 28), 53),
        (date(2029, 1, 1), date(2029, 1, 7), date(2029, 1, 1), 1),
        (date(2029, 1, 1), date(2029, 1, 8), date(2029, 1, 1), 2),
    ],
)
def test_weeks_of_a_plan(start: date, end: date, first: date, number: int) -> None:
    assert Weeks.of(start, end) == Weeks(first, number)


def test_the_left_columns_stay_in_sight(sheet: Worksheet) -> None:
    assert sheet.freeze_panes == "D5"
    assert sheet.print_title_rows == "$3:$4"
    assert not any(isinstance(cell.value, datetime) for row in sheet.iter_rows() for cell in row)
