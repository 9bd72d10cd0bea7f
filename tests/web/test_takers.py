"""Before a drop on another expert's row: what the page says is what the checker says after it."""

import json
from pathlib import Path

import pytest
from markupsafe import escape

from planner.checker.standing import standing
from tests.web.asking import desk_on
from tests.web.routes_asked import ask
from web.session.desk import Desk
from web.session.draft import Draft, draft_of
from web.session.edits import Edit, SetFund, Swap
from web.shown.texts import Texts
from web.views.mission import funds_of
from web.views.mission.takers import BREAKS, CANNOT, FITS, Taker, taker_of

T = Texts("en")


@pytest.fixture
def desk(year: Path, tmp_path: Path) -> Desk:
    return desk_on(year, tmp_path, lambda _: None)


@pytest.fixture
def draft(desk: Desk) -> Draft:
    assert desk.draft is not None
    return desk.draft


def after(draft: Draft, step: Edit) -> str:
    """The first sentences of the checker on the plan with a step taken."""
    found = draft_of(draft.opened, (step,)).now.violations
    return "; ".join(f"{violation.rule}: {violation.message}" for violation in found[:2])


def tried(draft: Draft, mission_id: str, new: str) -> Taker:
    found = draft.now.year.mission_by_id[mission_id]
    return taker_of(T, draft, found, draft.teams[mission_id][0], new)


def test_what_is_said_before_a_drop_is_what_the_checker_says_after_it(draft: Draft) -> None:
    """Every holder of the expertise on six missions: fits, or the very sentences of the rules."""
    marks = set()
    for mission_id, team in list(draft.teams.items())[:6]:
        row = team[0]
        for expert in draft.now.year.experts:
            found = tried(draft, mission_id, expert.id)
            marks.add(found.mark)
            if found.mark != CANNOT:
                step = Swap(mission_id=mission_id, old=row.expert_id, new=expert.id)
                said = after(draft, step)
                assert (found.mark, found.why) == ((BREAKS, said) if said else (FITS, "fits"))
    assert marks == {FITS, BREAKS, CANNOT}


def test_a_drop_that_no_workbook_can_hold_says_so_before(draft: Draft) -> None:
    """Somebody without the expertise, and a colleague of the same team."""
    year = draft.now.year
    mission_id, team = next((m, rows) for m, rows in draft.teams.items() if len(rows) > 1)
    code = team[0].expertise
    other = next(e.id for e in year.experts if standing(year, e.id, code) is None)
    assert tried(draft, mission_id, other).why == T("error.unqualified", expert=other, code=code)
    colleague = team[1].expert_id
    said = f"{colleague} goes to mission {mission_id} already."
    assert tried(draft, mission_id, colleague).why == said


def test_a_fund_that_lacks_money_is_told_with_all_that_it_pays(draft: Draft) -> None:
    """The figures are those of `verify` after the step, not of the part that was tried."""
    short = 0
    for mission_id in list(draft.teams)[:4]:
        for choice in funds_of(draft, draft.now.year.mission_by_id[mission_id]):
            said = after(draft, SetFund(mission_id=mission_id, fund_id=choice.id))
            assert choice.why == said
            short += "would cost" in said
    assert short


def test_the_board_asks_for_several_rows_at_once(desk: Desk, draft: Draft) -> None:
    """Unknown experts and the one who goes are left out; no sentence has a name."""
    mission_id, team = next(iter(draft.teams.items()))
    ids = [e.id for e in draft.now.year.experts if e.id not in {r.expert_id for r in team}][:5]
    query = "&".join((f"old={team[0].expert_id}", *(f"new={i}" for i in (*ids, "nobody"))))
    found = json.loads(ask(desk, f"/missions/{mission_id}/takers?{query}").text)
    assert [one["expert"] for one in found] == ids
    for one in found:
        assert one["mark"] == tried(draft, mission_id, one["expert"]).mark


def test_the_panel_tries_an_expert_on_every_position_at_once(desk: Desk, draft: Draft) -> None:
    """Without a mouse: an ID is typed, and each position says the same as a row of the board."""
    mission_id, team = next((m, rows) for m, rows in draft.teams.items() if len(rows) > 1)
    known = {row.expert_id for row in team}
    new = next(e.id for e in draft.now.year.experts if e.id not in known)
    text = ask(desk, f"/missions/{mission_id}/taker?expert_id={new}").text
    found = draft.now.year.mission_by_id[mission_id]
    for row in team:
        assert str(escape(taker_of(T, draft, found, row, new).why)) in text
    assert "There is no such expert" in ask(desk, f"/missions/{mission_id}/taker?expert_id=x").text
