"""The board by expert: a row for everybody of the pool, with the time that the sheets know."""

import re
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest

from models.facts.expert import AppliesTo, QualificationStatus, Unavailability
from models.facts.instance import Year
from planner.app.by_hand.judged import judge
from planner.checker import check
from planner.domain.calendars import Calendars
from tests.builders import agreed, expert, history, mission, placement, qualification, year
from tests.builders import plan as plan_of
from tests.web.test_at_once import desk_on
from tests.web.test_what_is_shown import asked, text_of
from web.session.desk import Desk
from web.session.draft import Draft
from web.shown.board import Board, Row
from web.shown.board.words import row_label
from web.shown.texts import Texts
from web.views import plan


@pytest.fixture
def desk(year: Path, tmp_path: Path) -> Desk:
    return desk_on(year, tmp_path, lambda _: None)


def rows_of(facts: Year) -> dict[str, Row]:
    """The rows of all experts of a year."""
    now = judge(facts)
    board = Board(Draft(None, now, now, (), ()))  # type: ignore[arg-type]
    found = board.by_expert(board.bars, lambda bar: [r.expert_id for r in bar.rows], lambda _: True)
    return {row.key: row for row in found}


def shown(desk: Desk, query: str = "") -> list[str]:
    """The experts whose rows a page has."""
    text = text_of(asked(desk, plan.plan, "/plan", f"by=expert{query}"))
    return re.findall(r'<div class="name"><a [^>]*href="/experts/([^"]+)">', text)


def test_the_weeks_left_are_those_of_the_sheet_expert_load(desk: Desk, year: Path) -> None:
    """Every expert of the pool has a row, and its weeks are what the sheet has in its cell."""
    assert desk.draft is not None
    facts = desk.draft.now.year
    book = openpyxl.load_workbook(year, read_only=True, data_only=True)["Expert load"]
    header, *lines = book.iter_rows(values_only=True)
    place = header.index("Weeks left")
    said = {str(line[0]): line[place] for line in lines if line[0]}
    rows = rows_of(facts)
    assert rows.keys() == said.keys() == facts.expert_by_id.keys()
    for key, row in rows.items():
        text = "" if said[key] is None else str(said[key])
        numbers = re.findall(r"-?\d+(?= until)", text) or text.split()
        assert [str(left) for _, left in row.weeks] == numbers
    assert any(len(row.weeks) == 2 for row in rows.values())


def test_who_has_no_mission_is_shown_on_demand_and_found_by_search(desk: Desk) -> None:
    """The two halves are the pool, nobody in both; what is looked for is looked for in both."""
    assert desk.draft is not None
    facts = desk.draft.now.year
    busy, idle = shown(desk), shown(desk, "&people=without")
    assert sorted(busy + idle) == sorted(facts.expert_by_id)
    assert set(busy) == {row.expert_id for row in desk.draft.now.plan.placements}
    name = facts.expert_by_id[idle[0]].name
    asked(desk, plan.find, "/plan/find", text=name)
    assert shown(desk) == [e.id for e in facts.experts if name in e.name]
    asked(desk, plan.find, "/plan/find", text=busy[0])
    assert shown(desk) == [busy[0]]  # not those who go with this one
    code = facts.qualifications_by_expert[idle[0]][0].expertise
    asked(desk, plan.find, "/plan/find", text=code)
    assert set(shown(desk)) >= {idle[0]}
    assert shown(desk, "&priority=1") == [e for e in shown(desk, "&priority=1") if e in busy]


def test_an_absence_is_drawn_where_the_checker_says_that_nobody_can_come() -> None:
    """Week after week: the rule `available` breaks where the bar and an absence meet."""
    closures = (
        Unavailability(
            applies_to=AppliesTo.EXPERT, who="E1", start=date(2027, 3, 15), end=date(2027, 3, 16)
        ),
        Unavailability(applies_to=AppliesTo.ADMINISTRATION, who="FR", start=date(2027, 4, 24)),
        Unavailability(applies_to=AppliesTo.ADMINISTRATION, who="BE", end=date(2027, 3, 9)),
    )
    wide = mission(latest_end=date(2027, 12, 31))
    for one in (expert(), expert(id="E2"), expert(left=True)):
        broken = []
        for week in range(12):
            start = date(2027, 3, 1) + timedelta(weeks=week)
            status = (
                QualificationStatus.EXTERNAL if one.id == "E2" else QualificationStatus.ACCREDITED
            )
            facts = year(
                missions=(wide,),
                experts=(one,),
                qualifications=(qualification(one.id, status),),
                unavailability=closures,
                assignments=(agreed("M1", one.id, start=start, position=1),),
            )
            row = rows_of(facts)[one.id]
            (bar,) = row.bars
            drawn = any(
                first < bar.busy[0] + bar.busy[1] and bar.busy[0] < first + days
                for first, days in row.closed
            )
            found = check(
                facts, plan_of(placement(expert_id=one.id, start=start)), Calendars(facts)
            )
            assert drawn is any(v.rule == "available" for v in found)
            broken.append(drawn)
        assert any(broken) is (one.id == "E1")


def test_a_row_says_its_weeks_absences_and_what_is_under_way() -> None:
    """The label has for the ear what the lane has for the eye."""
    facts = year(
        experts=(expert(release_period_start=date(2024, 6, 1)),),
        qualifications=(qualification(since=date(2024, 6, 1)),),
        history=(history("E1", date(2026, 12, 28), date(2027, 1, 6)),),
        unavailability=(
            Unavailability(
                applies_to=AppliesTo.EXPERT, who="E1", start=date(2027, 7, 1), end=date(2027, 7, 2)
            ),
        ),
    )
    row = rows_of(facts)["E1"]
    label = row_label(Texts("en"), date(2027, 1, 1), row)
    assert label.startswith("E1, ")
    assert "weeks left until 31 May 2027" in label
    assert "on a mission under way 1 Jan to" in label
    assert label.endswith("not available 1 Jul to 2 Jul")
    assert "semaines jusqu’au 31 mai 2027" in row_label(Texts("fr"), date(2027, 1, 1), row)
