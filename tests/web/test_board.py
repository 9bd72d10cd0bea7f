"""The board, the slices around problems, and the steps of a curve: plain data, no browser."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from models.answers.report import Problem, Severity
from planner.app.by_hand.judged import Judged, judge
from planner.checker.standing import standing
from planner.domain.calendars import Calendars
from planner.sample.build import sample_year
from tests.builders import settings, year
from tests.web import read_once
from web.session.draft import Draft, draft_of
from web.session.edits import SetFund, Swap
from web.shown.as_sheets import money_of
from web.shown.board import Bar, Board, Filter
from web.shown.problems import groups, slice_of
from web.shown.table import ROWS, part_of
from web.shown.telling import share
from web.work.planning import Opened, SheetRows
from web.work.what_if import FundCurve, Step


@pytest.fixture(scope="module")
def opened(planned: Path) -> Opened:
    """A planned sample year."""
    return read_once.opened(planned)


@pytest.fixture(scope="module")
def board(opened: Opened) -> Board:
    assert opened.year is not None
    now = judge(opened.year)
    return Board(Draft(opened, now, now, (), ()))


def ids_of(bar: Bar) -> list[str]:
    return [row.expert_id for row in bar.rows]


def overlap(one: Bar, other: Bar) -> bool:
    return one.day < other.day + other.days and other.day < one.day + one.days


def test_every_view_has_every_mission_and_no_two_bars_of_a_lane_overlap(board: Board) -> None:
    missions = {bar.mission.id for bar in board.bars}
    assert missions
    for rows in (
        board.by_region(board.bars),
        tuple(board.by_expert(board.bars, ids_of, lambda _: False)),
        tuple(board.by_fund(board.bars, ())),
    ):
        assert {bar.mission.id for row in rows for bar in row.bars} == missions
        for row in rows:
            for n, bar in enumerate(row.bars):
                same = [b for b in row.bars[n + 1 :] if b.lane == bar.lane]
                assert not any(overlap(bar, b) for b in same)
            assert row.lanes == max((bar.lane for bar in row.bars), default=1)


def test_bars_lie_where_their_days_are(board: Board) -> None:
    for bar in board.bars:
        assert board.start + timedelta(bar.day) == bar.run.start
        assert bar.days == (bar.run.end - bar.run.start).days + 1


def test_months_cover_the_year_without_a_gap(board: Board) -> None:
    assert sum(days for _, _, days in board.months) == board.days == 365
    assert [first.month for first, _, _ in board.months] == list(range(1, 13))


def test_a_plan_that_starts_within_a_month_has_a_short_first_one() -> None:
    short = year(settings=settings(plan_start=date(2027, 3, 8), plan_end=date(2027, 5, 2)))
    judged = Judged(short, Calendars(short), judge(short).plan, (), ())
    months = Board(Draft(None, judged, judged, (), ())).months  # type: ignore[arg-type]
    assert [days for _, _, days in months] == [24, 30, 2]


def figures(sheet: Path) -> dict[str, tuple[object, ...]]:
    """Available, planned and left by fund, as the sheet Fund use has them."""
    rows = openpyxl.load_workbook(sheet, read_only=True, data_only=True)["Fund use"].iter_rows(
        values_only=True
    )
    header = next(rows)
    places = [header.index(name) for name in ("Available", "Planned", "Left")]
    return {str(row[0]): tuple(row[place] for place in places) for row in rows if row[0]}


def test_the_money_of_a_fund_is_that_of_the_sheet_whatever_is_shown(opened: Opened) -> None:
    """Rows of funds take their three figures from the lines of the sheet, not from their bars."""
    draft = draft_of(opened, ())
    rows = tuple(Board(draft).by_fund((), money_of(draft)))
    shown = {row.key: row.money for row in rows if row.money}
    said = figures(opened.path)
    assert {key: (m.available, m.planned, m.left) for key, m in shown.items()} == said
    assert sum(m.planned for m in shown.values()) == opened.workbook.recorded["cost"].value


def test_a_fund_that_pays_too_much_has_the_figures_of_the_checker(opened: Opened) -> None:
    """Everything is paid from one fund, and its row says what the rule `funded` says of it."""
    assert opened.year is not None
    fund_id = opened.year.funds[0].id
    missions = draft_of(opened, ()).teams
    draft = draft_of(opened, tuple(SetFund(mission_id=m, fund_id=fund_id) for m in missions))
    money = next(line for line in money_of(draft) if line.fund_id == fund_id)
    assert money.left < 0
    currency = opened.year.settings.currency
    said = f"would cost {money.planned:,} {currency}; {money.available:,} {currency} is available."
    assert any(said in v.message for v in draft.now.violations if v.rule == "funded")
    assert share(money.planned, money.available) == 100


def test_no_figure_is_shown_of_a_plan_that_no_sheet_can_hold(opened: Opened) -> None:
    """Somebody is on a position without its expertise: funds keep their rows, without money."""
    assert opened.year is not None
    mission_id, team = next(iter(draft_of(opened, ()).teams.items()))
    wrong = next(
        e.id for e in opened.year.experts if not standing(opened.year, e.id, team[0].expertise)
    )
    draft = draft_of(opened, (Swap(mission_id=mission_id, old=team[0].expert_id, new=wrong),))
    assert money_of(draft) == ()
    rows = tuple(Board(draft).by_fund(Board(draft).bars, ()))
    assert {f.id for f in opened.year.funds} <= {row.key for row in rows}
    assert not any(row.money for row in rows)


@pytest.mark.parametrize(
    ("wanted", "admits"),
    [
        (Filter(), True),
        (Filter(text="nowhere"), False),
        (Filter(priority="9"), False),
        (Filter(status="Completed"), False),
        (Filter(flag="broken"), False),
    ],
)
def test_a_filter_leaves_out_what_it_says(board: Board, wanted: Filter, admits: bool) -> None:
    assert wanted.admits(board.bars[0], "M001 a mission") is admits
    assert wanted.on is (wanted != Filter())


def test_problems_are_grouped_by_repair_errors_first() -> None:
    def problem(code: str, severity: Severity, cell: str) -> Problem:
        return Problem(code=code, severity=severity, sheet="Missions", cell=cell, message="m")

    found = groups(
        [
            problem("old", Severity.WARNING, "J3"),
            problem("country", Severity.ERROR, "C14"),
            problem("country", Severity.ERROR, "C88"),
        ]
    )
    assert [(g.code, g.places) for g in found] == [
        ("country", ("Missions C14", "Missions C88")),
        ("old", ("Missions J3",)),
    ]


def test_a_slice_has_the_row_its_neighbours_and_excels_letters(opened: Opened) -> None:
    rows = {number: (f"M{number}", "title", "Benin", 5.0, None) for number in (13, 14, 15)}
    shown = SheetRows(("Mission ID", "Title", "Host", "Days", "Note"), rows)
    book = {"Missions": shown}
    at = Problem(code="c", sheet="Missions", cell="C14", message="m")
    found = slice_of(book, at)
    assert found is not None
    assert found.letters[:3] == ("A", "B", "C")
    assert [number for number, _ in found.rows] == [13, 14, 15]
    bad = [cell.text for _, cells in found.rows for cell in cells if cell.bad]
    assert bad == ["Benin"]
    assert "5" in {cell.text for cell in found.rows[0][1]}
    assert slice_of(book, at.model_copy(update={"cell": None})) is None


def test_a_step_holds_until_the_next_one() -> None:
    steps = (Step(value=50, missions=3), Step(value=80, missions=4), Step(value=120, missions=7))
    curve = FundCurve(
        fund_id="F", today=100, low=50, high=150, steps=steps, changes=(), proven=True
    )
    assert [curve.at(value) for value in (50, 79, 80, 119, 120, 150)] == [3, 3, 4, 4, 7, 7]
    assert curve.data == "50:3 80:4 120:7"


def test_a_year_of_the_sample_can_be_judged_without_a_plan() -> None:
    assert judge(sample_year(5, 12, 1)).levels


def test_a_long_table_comes_in_pages_that_have_every_row_once() -> None:
    rows: Any = [object() for _ in range(2 * ROWS + 1)]
    parts = [part_of(rows, asked) for asked in (1, 2, 3)]
    assert [line for part in parts for line in part.lines] == rows
    assert [(part.first, part.last, part.of) for part in parts] == [
        (1, ROWS, 3),
        (ROWS + 1, 2 * ROWS, 3),
        (2 * ROWS + 1, 2 * ROWS + 1, 3),
    ]
    assert [part_of(rows, asked).number for asked in (None, 0, 9)] == [1, 1, 3]
    assert part_of((), 2).lines == ()
