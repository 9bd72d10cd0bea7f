"""Edits, journal and draft: pure functions of the workbook and the steps taken."""

import json
from datetime import date
from pathlib import Path

import pytest

from models.answers.plan import Placement
from models.facts.assignment import AssignmentRow, AssignmentStatus
from tests.builders import agreed
from web.session.edits import (
    EDIT,
    Adopt,
    Decline,
    Edit,
    Keep,
    Move,
    Remove,
    SetFund,
    SetStatus,
    Swap,
    applied,
)
from web.session.journal import Journal

PROPOSED, DECLINED = AssignmentStatus.PROPOSED, AssignmentStatus.DECLINED
WITHDRAWN = AssignmentStatus.WITHDRAWN
DAY, LATER = date(2027, 3, 8), date(2027, 4, 5)
ROWS = (
    agreed("M1", "E1", PROPOSED, start=DAY),
    agreed("M1", "E2", AssignmentStatus.INVITED, start=DAY),
    agreed("M2", "E1", DECLINED, start=DAY),
)


def after(*edits: Edit) -> tuple[AssignmentRow, ...]:
    """The rows after edits that all apply."""
    rows, refused = applied(ROWS, edits)
    assert not refused
    return rows


def test_a_move_changes_the_rows_of_its_mission_alone() -> None:
    rows = after(Move(mission_id="M1", start=LATER))
    assert [row.start for row in rows] == [LATER, LATER, DAY]


def test_a_swap_puts_a_proposed_row_in_the_place_of_another() -> None:
    rows = after(Swap(mission_id="M1", old="E2", new="E3"))
    assert [(r.expert_id, r.status) for r in rows[:2]] == [("E1", PROPOSED), ("E3", PROPOSED)]


def test_who_was_asked_and_is_replaced_is_withdrawn() -> None:
    *_, last = after(Swap(mission_id="M1", old="E2", new="E3"))
    assert (last.expert_id, last.status, last.was) == ("E2", WITHDRAWN, AssignmentStatus.INVITED)
    assert [r.status for r in after(Remove(mission_id="M1"))] == [DECLINED, WITHDRAWN]


def test_a_row_is_kept_and_let_go() -> None:
    keep = Keep(mission_id="M1", expert_id="E1", keep=True)
    assert [row.keep for row in after(keep)] == [True, False, False]
    assert after(keep, keep.model_copy(update={"keep": False})) == ROWS


def test_who_declines_stays_as_declined_and_the_stand_by_is_proposed() -> None:
    rows = after(Decline(mission_id="M1", old="E2", new="E4"))
    assert [(r.expert_id, r.status) for r in rows if r.mission_id == "M1"] == [
        ("E1", PROPOSED),
        ("E2", DECLINED),
        ("E4", PROPOSED),
    ]


def test_a_mission_that_is_removed_keeps_what_was_declined() -> None:
    assert after(Remove(mission_id="M1"))[:1] == ROWS[2:]


def test_an_adopted_team_keeps_the_status_of_who_stays_with_the_same_start() -> None:
    same = Placement(mission_id="M1", position=1, expertise="TOA/VAL", expert_id="E2", start=DAY)
    new = same.model_copy(update={"position": 2, "expert_id": "E9"})
    rows = after(Adopt(mission_ids=("M1",), placements=(same, new)))
    assert {r.expert_id: r.status for r in rows if r.mission_id == "M1"} == {
        "E2": AssignmentStatus.INVITED,
        "E9": PROPOSED,
    }


def test_what_no_longer_applies_is_told_and_the_rest_is_done() -> None:
    gone = SetStatus(mission_id="M9", expert_id="E1", status=PROPOSED)
    rows, refused = applied(ROWS, [gone, SetFund(mission_id="M1", fund_id="F2")])
    assert [row.fund_id for row in rows[:2]] == ["F2", "F2"]
    assert [edit for edit, _ in refused] == [gone]
    assert "M9" in refused[0][1]


def test_a_swap_refuses_who_is_there_already() -> None:
    _, refused = applied(ROWS, [Swap(mission_id="M1", old="E1", new="E2")])
    assert len(refused) == 1


STEPS: tuple[tuple[Edit, ...], ...] = (
    (Move(mission_id="M1", start=LATER),),
    (
        SetStatus(mission_id="M1", expert_id="E1", status=DECLINED),
        SetStatus(mission_id="M1", expert_id="E2", status=DECLINED),
    ),
    (Remove(mission_id="M1"),),
)


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return tmp_path / "plan.xlsx"


def test_the_journal_gives_back_every_step_and_the_cursor(tmp_path: Path, workbook: Path) -> None:
    journal = Journal(tmp_path, workbook)
    for step in STEPS:
        journal.add(step)
    journal.undo()
    again = Journal(tmp_path, workbook)
    assert again.edits == (*STEPS[0], *STEPS[1])
    assert again.steps == 2
    assert again.can_redo
    again.redo()
    assert Journal(tmp_path, workbook).edits == tuple(e for step in STEPS for e in step)
    assert again.written == Journal(tmp_path, workbook).written


def test_a_step_after_an_undo_takes_the_place_of_what_was_undone(
    tmp_path: Path, workbook: Path
) -> None:
    journal = Journal(tmp_path, workbook)
    journal.add(STEPS[0])
    journal.undo()
    journal.add(STEPS[2])
    again = Journal(tmp_path, workbook)
    assert again.edits == STEPS[2]
    assert not again.can_redo


def test_a_line_that_a_crash_cut_off_is_left_out_and_the_next_one_is_whole(
    tmp_path: Path, workbook: Path
) -> None:
    journal = Journal(tmp_path, workbook)
    journal.add(STEPS[0])
    [file] = tmp_path.glob("edits-*.jsonl")
    with file.open("ab") as end:
        end.write(b'[{"kind": "move", "miss')
    again = Journal(tmp_path, workbook)
    assert again.edits == STEPS[0]
    again.add(STEPS[2])
    assert Journal(tmp_path, workbook).edits == (*STEPS[0], *STEPS[2])


def test_the_journal_holds_ids_only_and_goes_when_it_is_discarded(
    tmp_path: Path, workbook: Path
) -> None:
    journal = Journal(tmp_path, workbook)
    journal.add(STEPS[1])
    [file] = tmp_path.glob("edits-*.jsonl")
    [line] = file.read_text(encoding="utf-8").splitlines()
    fields = {name for edit in json.loads(line) for name in edit}
    assert fields == {"kind", "mission_id", "expert_id", "status"}
    assert "plan" not in file.name
    journal.discard()
    assert not file.exists()
    assert Journal(tmp_path, workbook).edits == ()


@pytest.mark.parametrize("step", [edit for step in STEPS for edit in step])
def test_edits_survive_being_written_down(step: Edit) -> None:
    assert EDIT.validate_json(EDIT.dump_json(step)) == step
