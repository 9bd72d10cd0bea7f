"""The least money that delivers a mission: proven, or with what is proven of it."""

from unittest.mock import Mock

import pytest
from ortools.sat.python.cp_model import CpModel

import planner
from models.answers.report import Violation
from models.facts.instance import Year
from models.facts.mission import Share
from models.requests.options import PlanOptions
from planner.domain.calendars import Calendars
from planner.domain.errors import Contradiction, Undecided
from planner.reasons import least_money as asked
from planner.reasons import remedies
from planner.reasons.least_money import LeastMoney
from planner.reasons.not_delivered import not_delivered, reasons
from planner.reasons.one_mission import Probe
from planner.solver.cp_sat import Answer, Engine, Expression
from planner.solver.deadline import Deadline
from tests.builders import expert, fund, mission, placement, plan, qualification, year
from tests.solving import engine

# Travel and an allowance of 200 for seven days, within the region and from another.
NEAR, FAR = 900 + 1_400, 2_200 + 1_400
OPTIONS = PlanOptions()
FIXED = {"M1": 900, "M2": 500, "M3": 100}


def at_the_same_time(amount: int, near: int = 1) -> Year:
    """Two missions in one week; so many experts are of the region, all others from afar."""
    names = [f"E{n}" for n in range(1, 4)]
    return year(
        missions=(mission("M1"), mission("M2")),
        experts=tuple(
            expert(name, region="EU" if n < near else "AMS") for n, name in enumerate(names)
        ),
        qualifications=tuple(qualification(name) for name in names),
        funds=(fund(amount=amount),),
    )


def help_for(facts: Year) -> str:
    (said,) = planner.plan(facts, OPTIONS).not_delivered
    return said.what_would_help


def large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked._Question, "_is_small", False)


def test_where_every_mission_needs_as_much_the_sum_proves_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    large(monkeypatch)
    assert help_for(at_the_same_time(NEAR, near=3)) == f"{NEAR:,} EUR more in fund F1."


def test_a_small_year_is_proven_as_a_whole() -> None:
    """One of the two has to come from afar, which the sum of cheapest teams does not see."""
    assert help_for(at_the_same_time(NEAR)) == f"{FAR:,} EUR more in fund F1."


def test_what_is_not_proven_in_a_large_year_is_told_with_what_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    large(monkeypatch)
    assert help_for(at_the_same_time(NEAR)) == (
        f"{FAR:,} EUR more in fund F1 with the rest of the plan as it is "
        f"(in any plan at least {NEAR:,} EUR)."
    )


def test_questions_that_share_a_model_are_answered_as_if_each_was_asked_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Three missions that one fund pays, of which one is delivered; the others are cheaper."""
    large(monkeypatch)
    names = ("E1", "E2", "E3", "E4")
    facts = year(
        missions=tuple(mission(name, fixed_cost=cost) for name, cost in FIXED.items()),
        experts=tuple(expert(name, region="EU" if name == "E1" else "AMS") for name in names),
        qualifications=tuple(map(qualification, names)),
        funds=(fund(amount=FAR + 900),),
    )
    made: list[object] = []
    changing = asked._Question._changing
    monkeypatch.setattr(
        asked._Question, "_changing", lambda *own: made.append(own) or changing(*own)
    )

    def probe() -> Probe:
        return Probe(facts, Calendars(facts), plan(placement("M1", "E2", fund_id="F1")), engine())

    together = tuple(reasons(probe()))
    assert len(made) == 1
    assert together == tuple(not_delivered(probe(), m) for m in facts.missions[1:])
    assert len(made) == 3
    lower = [f"in any plan at least {amount:,} EUR" for amount in (1_500, 1_100)]
    assert [text in row.what_would_help for row, text in zip(together, lower, strict=True)] == [
        True,
        True,
    ]


@pytest.mark.parametrize(
    ("found", "floor", "words"),
    [
        (600, 600, "600 EUR more in fund F1 (3,600 EUR with the rest as it is)"),
        (
            600,
            500,
            "600 EUR more in fund F1 (in any plan at least 500 EUR; 3,600 EUR with the rest as it "
            "is)",
        ),
        (
            600,
            0,
            "600 EUR more in fund F1 (less may do where other missions change; 3,600 EUR with the "
            "rest as it is)",
        ),
        (
            0,
            0,
            "3,600 EUR more in fund F1 with the rest of the plan as it is (none where other "
            "missions change)",
        ),
    ],
)
def test_words_say_what_is_proven(
    found: int, floor: int, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    amounts = {"F1": found} if found else {}
    monkeypatch.setattr(remedies, "least_money", lambda *_: LeastMoney(amounts, floor))
    assert help_for(at_the_same_time(NEAR)) == f"{words}."


def test_a_run_that_ends_says_that_less_may_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked._Question, "answer", Mock(side_effect=Undecided))
    assert help_for(at_the_same_time(NEAR)) == (
        f"{FAR:,} EUR more in fund F1 with the rest of the plan as it is "
        "(less may do where other missions change)."
    )


@pytest.mark.parametrize("ended", [1, 2])
def test_a_run_that_ends_while_money_is_asked_for_says_nothing_of_it(
    ended: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither that no fund's terms fit, nor an amount that is not the least."""
    facts = at_the_same_time(NEAR)
    asking, deadline = Engine.maximize, Deadline(600.0)
    asked_so_far = iter(range(1, 1_000))

    def ends(self: Engine, cp: CpModel, objective: Expression) -> Answer:
        if next(asked_so_far) < ended:
            return asking(self, cp, objective)
        deadline.end()
        return asking(self.within(deadline.within(0.0)), cp, objective)

    monkeypatch.setattr(Engine, "maximize", ends)
    delivered = plan(placement("M1", fund_id="F1"))
    (said,) = reasons(Probe(facts, Calendars(facts), delivered, Engine(deadline)))
    assert not said.examined


def test_funds_that_share_a_mission_are_asked_for_together() -> None:
    shares = tuple(Share(fund_id=name, percent=50) for name in ("F1", "F2"))
    facts = year(
        missions=(mission("M1", shares=shares),),
        experts=(expert(),),
        qualifications=(qualification(),),
        funds=(fund("F1", amount=100), fund("F2", amount=100)),
    )
    part = NEAR // 2 - 100
    wanted = f"{part:,} EUR more in fund F1 and {part:,} EUR more in fund F2."
    assert help_for(facts) == wanted


def test_the_checker_has_the_last_word(monkeypatch: pytest.MonkeyPatch) -> None:
    fault = Violation(rule="funded", message="F1 pays too much.", amount=1)
    monkeypatch.setattr(asked, "check", lambda *_: (fault,))
    found = asked._Amounts(LeastMoney({"F1": 1}, 1), Mock())
    probe = Mock(year=at_the_same_time(NEAR))
    with pytest.raises(Contradiction, match="pays too much"):
        asked._checked(probe, (), found)
