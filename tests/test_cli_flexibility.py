"""`solve --flexibility`: the sheet is there where it is asked for, and gone where it is not."""

import json
from pathlib import Path

import openpyxl
import pytest

from models.answers.flexibility import Flexibility
from planner.workbook.schema.declared import FLEXIBILITY
from tests.commands import column, run
from tests.workbook.books import expert, good_book, mission, qualification, save


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """M1 has to be done by E1, the only one who speaks French; M2 by either of two others."""
    book = good_book(
        Missions=[mission("M1", Languages="French"), mission("M2", Languages="English")],
        Experts=[
            expert("E1", Administration="Kenya", Languages="French"),
            expert("E2", Administration="Japan", Languages="English"),
            expert("E3", Administration="Japan", Languages="English"),
        ],
        Qualifications=[qualification("E1"), qualification("E2"), qualification("E3")],
    )
    return save(book, tmp_path, "plan.xlsx")


def summary(path: Path) -> dict[str, tuple[object, ...]]:
    rows = openpyxl.load_workbook(path)["Summary"].iter_rows(values_only=True)
    return {str(row[0]): row[1:3] for row in rows if row[0]}


def test_the_sheet_says_who_must_and_who_may(plan: Path) -> None:
    document = plan.with_name("plan.json")
    ran = run("solve", plan, "--flexibility", "--json", document)
    assert ran.code == 0, ran.err
    assert "who must, may or never goes" in ran.err
    out = plan.with_name("plan-assigned.xlsx")
    missions = column(out, "Flexibility", "Mission ID")
    must = dict(zip(missions, column(out, "Flexibility", "Must"), strict=True))
    may = dict(zip(missions, column(out, "Flexibility", "May"), strict=True))
    assert (must["M1"], may["M1"]) == ("E1", None)
    assert must["M2"] is None
    assert set(may["M2"].split("; ")) == {"E2", "E3"}
    never = dict(zip(missions, column(out, "Flexibility", "Never"), strict=True))
    assert never == {"M1": "E2; E3", "M2": "E1"}
    assert set(column(out, "Flexibility", "Not settled")) == {None}
    answer = json.loads(document.read_text(encoding="utf-8"))
    told = {entry["mission_id"]: entry for entry in answer["flexibility"]}
    assert told["M1"]["must"] == ["E1"]
    assert set(told["M2"]["may"]) == {"E2", "E3"}
    assert told["M2"]["never"] == ["E1"]
    (other,) = {"E2", "E3"} - {answer["assignments"][1]["expert_id"]}
    standbys = {entry["mission_id"]: entry["experts"] for entry in answer["standbys"]}
    assert standbys == {"M1": [], "M2": [other]}
    assert summary(out)["Negotiable"][0] == 1


def test_without_being_asked_there_is_no_such_sheet_and_an_old_one_goes(plan: Path) -> None:
    assert run("solve", plan, "--flexibility", "--quiet").code == 0
    first = plan.with_name("plan-assigned.xlsx")
    again = plan.with_name("again.xlsx")
    assert run("solve", first, "-o", again, "--quiet").code == 0
    book = openpyxl.load_workbook(again)
    assert FLEXIBILITY.name not in book.sheetnames
    assert "Negotiable" not in summary(again)
    assert "Stand-bys" in book.sheetnames


def test_what_was_not_settled_is_said(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from planner.app import plan as app_plan

    left = Flexibility(mission_id="M1", expertise="TOA/PCA", open=("E1", "E2"))
    monkeypatch.setattr(app_plan, "flexibility", lambda *_: (left,))
    assert run("solve", plan, "--flexibility", "--quiet").code == 0
    figure = summary(plan.with_name("plan-assigned.xlsx"))["Negotiable"]
    assert "not settled for 2 experts and positions" in str(figure[1])


def test_a_run_that_ended_before_says_so(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from planner.app import plan as app_plan

    monkeypatch.setattr(app_plan, "flexibility", lambda *_: ())
    assert run("solve", plan, "--flexibility", "--quiet").code == 0
    figure = summary(plan.with_name("plan-assigned.xlsx"))["Negotiable"]
    assert figure[0] == "not examined"
    assert "the run ended before" in str(figure[1])
