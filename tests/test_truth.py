"""What the program says, held against what is so: a case of each kind of sentence that was not."""

from pathlib import Path

import pytest

from models.answers.not_delivered import NotDelivered
from models.answers.result import RunResult
from models.requests.options import PlanOptions
from models.requests.question import WhyMission, WhyNot
from planner import check, explain, load, plan
from planner.reasons.least_money import _Question
from scenarios.app.comparing import compare, scenarios_in

CASES = Path(__file__).parent / "cases"
OPTIONS = PlanOptions()


def planned(name: str) -> RunResult:
    return plan(load(CASES / f"truth-{name}.xlsx"), OPTIONS)


def said_of(result: RunResult, mission_id: str) -> NotDelivered:
    return next(said for said in result.not_delivered if said.mission_id == mission_id)


def test_help_by_an_expert_names_region_and_country() -> None:
    """Travel within the region is 900 EUR, and 2,200 from elsewhere: the fund would not do."""
    said = said_of(planned("help-region"), "M1")
    assert said.what_would_help == (
        "One more accredited TOA/RM expert of region WCA, from a country other than the host's and "
        "the team's, who speaks French."
    )


def test_dates_alone_are_not_all_that_stands_in_the_way() -> None:
    said = said_of(planned("dates-alone"), "M1")
    assert said.rules == ("dates", "funded")
    assert "M1 may take place from 4 October 2027 to 29 October 2027" in said.why
    assert "the plan ends on 30 September 2027" in said.why
    assert "No fund has the money" in said.why
    assert "together with 1,600 EUR more in fund F1" in said.what_would_help


def test_a_mission_does_not_move_where_the_same_choice_changes_nothing_else() -> None:
    result = planned("needless-move")
    found = explain(result.year, result.plan, WhyNot(mission_id="M1", expert_id="E2"))
    text = " ".join(sentence for block in found.blocks for sentence in block.sentences)
    assert "E2 goes to M1 for E1" in text
    assert "moves" not in text.replace("Nothing else moves", "")


def test_an_external_expert_has_no_release_cap() -> None:
    result = planned("external-cap")
    found = explain(result.year, result.plan, WhyMission(mission_id="M1"))
    first = next(block for block in found.blocks if block.heading.startswith("Position 1"))
    (text,) = (line.text for line in first.lines if line.what == "X1")
    assert text == (
        "evaluation-lead: Could not evaluate E2, who is pre-accredited, and nobody else on this "
        "mission could."
    )


def test_a_year_without_any_mission_has_a_plan_of_none() -> None:
    workbook = load(CASES / "truth-no-mission-left.xlsx")
    assert workbook.year is not None
    without = workbook.year.replace(missions=())
    result = plan(without, OPTIONS)
    assert result.plan.placements == ()
    comparison = compare(workbook.year, scenarios_in(workbook))
    assert all(case.answer is not None and not case.answer.trouble for case in comparison.cases)


def test_a_repair_counts_the_rows_of_who_is_withdrawn() -> None:
    workbook = load(CASES / "truth-repair-withdrawn.xlsx")
    assert check(workbook) == ()
    assert workbook.year is not None
    comparison = compare(workbook.year, scenarios_in(workbook), repair=True)
    lost = {case.name: case.levels["stability"].value for case in comparison.cases}
    assert lost == {
        "Expert leaves": 2,
        "Administration": 2,
        "Mission cancelled": 1,
        "Expert away": 2,
    }


@pytest.mark.parametrize("small", [True, False])
def test_money_is_the_least_of_all_plans_that_lose_no_mission(
    small: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_Question, "_is_small", small)
    result = planned("help-too-much")
    said = said_of(result, "M2")
    assert said.what_would_help == "600 EUR more in fund F1 (1,900 EUR with the rest as it is)."
    for more, delivered in ((599, 1), (600, 2)):
        funds = tuple(f.model_copy(update={"amount": f.amount + more}) for f in result.year.funds)
        again = plan(result.year.replace(funds=funds), OPTIONS)
        assert len(again.plan.teams()) == delivered
