"""What one amount more of a fund delivers, where several missions lack its money."""

from io import BytesIO
from pathlib import Path
from unittest.mock import Mock

import pytest
from openpyxl import load_workbook

import planner
from models.answers.result import RunResult
from models.facts.instance import Year
from models.requests.options import PlanOptions
from models.requests.question import WhyMission
from planner.app.write import workbook_bytes
from planner.reasons import joint_money
from planner.report.wishes import wish_sentence
from tests.builders import expert, fund, mission, qualification, year
from tests.workbook.book_of_year import book_of
from web.work import tasks

# Travel 900 and an allowance of 200 for seven days; a week later the same.
COST = 2_300


def three_missions(amount: int, experts: int = 3) -> Year:
    """Three missions of a week that one fund may pay, at the same time."""
    names = [f"E{n}" for n in range(1, experts + 1)]
    return year(
        missions=tuple(mission(f"M{n}") for n in (1, 2, 3)),
        experts=tuple(expert(name) for name in names),
        qualifications=tuple(qualification(name) for name in names),
        funds=(fund(amount=amount),),
    )


def planned(facts: Year) -> RunResult:
    return planner.plan(facts, PlanOptions())


def test_one_amount_delivers_both_and_no_smaller_one_does() -> None:
    result = planned(three_missions(COST + 300))
    (wish,) = result.fund_wishes
    assert (wish.fund_id, wish.amount, wish.least) == ("F1", 2 * COST - 300, True)
    assert len(wish.mission_ids) == 2
    for amount, delivered in ((wish.amount, 3), (wish.amount - 1, 2)):
        again = planned(three_missions(COST + 300 + amount))
        assert len(again.plan.teams()) == delivered


def test_missions_that_want_the_same_expert_are_not_added_up() -> None:
    """Each alone lacks 2,000 EUR; there is one expert, so no amount delivers two of them."""
    result = planned(three_missions(300, experts=1))
    assert [said.rules for said in result.not_delivered] == [("funded",)] * 3
    assert result.fund_wishes == ()


def test_one_mission_that_lacks_money_is_told_alone() -> None:
    assert planned(three_missions(2 * COST)).fund_wishes == ()


def test_in_a_large_year_the_rest_of_the_plan_is_said_to_be_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(joint_money, "least_money", lambda *_: None)
    (wish,) = planned(three_missions(COST + 300)).fund_wishes
    assert (wish.amount, wish.least) == (2 * COST - 300, False)
    assert planned(three_missions(300, experts=1)).fund_wishes == ()


@pytest.mark.parametrize(
    ("large", "words"),
    [
        (False, "delivers {} together"),
        (True, "is enough for {} together (less may do)"),
    ],
)
def test_every_sheet_says_the_same_of_one_amount(
    large: bool, words: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    if large:
        monkeypatch.setattr(joint_money, "least_money", lambda *_: None)
    source = tmp_path / "year.xlsx"
    book_of(three_missions(COST + 300)).save(source)
    read = planner.load(source)
    result = planner.plan(read, PlanOptions())
    book = load_workbook(BytesIO(workbook_bytes(read, result)))
    (wish,) = result.fund_wishes
    text = f"4,300 EUR more in fund F1 {words.format(' and '.join(wish.mission_ids))}"
    for sheet in ("Summary", "Not delivered", "Fund use"):
        cells = [str(cell.value) for row in book[sheet].iter_rows() for cell in row]
        assert any(text in value for value in cells), sheet


def test_the_page_and_explain_say_it_in_the_same_words() -> None:
    facts = three_missions(COST + 300)
    result = planned(facts)
    (wish,) = result.fund_wishes
    sentence = f"{wish_sentence(facts, wish)}."
    work = Mock()
    tasks.hold(work, "key", facts, result.plan, best=True)
    while (reasons := tasks.examine(work, "key")) is None:
        pass
    assert [row.together for row in reasons] == [sentence, sentence]
    assert tasks.wishes(work, "key", "F1") == (sentence,)
    for mission_id in wish.mission_ids:
        told = planner.explain(facts, result.plan, WhyMission(mission_id=mission_id))
        assert told.blocks[-1].sentences[-1] == sentence


def test_explain_adds_nothing_where_no_other_mission_lacks_the_money() -> None:
    facts = three_missions(2 * COST)
    result = planned(facts)
    (said,) = result.not_delivered
    told = planner.explain(facts, result.plan, WhyMission(mission_id=said.mission_id))
    assert told.blocks[-1].sentences == (said.what_would_help,)
