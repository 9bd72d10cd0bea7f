"""The stages of a price: what has to move, in plans that can be taken as they stand."""

from datetime import date

import pytest

from models.answers.plan import Plan
from models.events import Event, PriceFound, PriceNotFound
from models.facts.instance import Year
from models.requests.demand import Demand
from planner.checker import check, level_values
from planner.domain.calendars import Calendars
from planner.formulation.eligibility import Pool
from planner.reasons.answers.changes import stage
from planner.reasons.competitors import in_the_way
from planner.reasons.counterfactual_price import Prices, with_rows_to_keep
from planner.solver.cp_sat import Engine
from planner.solver.deadline import Deadline
from planner.terminal.progress import told
from tests.builders import expert, fund, mission, placement, qualification
from tests.builders import year as built
from tests.solving import SECONDS

APRIL = date(2027, 4, 12)
WEEK = {"earliest_start": APRIL, "latest_end": date(2027, 4, 16)}


def one_expert(other_moves: bool) -> tuple[Year, Plan]:
    """M1 in March and M2 in April go to the only expert; another fund could pay M2."""
    spring = {"earliest_start": date(2027, 3, 1), "latest_end": date(2027, 5, 28)}
    year = built(
        missions=(mission("M1", **spring), mission("M2", **(spring if other_moves else WEEK))),
        experts=(expert(),),
        qualifications=(qualification(),),
    )
    return year, Plan.of([placement("M1"), placement("M2", start=APRIL)])


def stages_of(year: Year, plan: Plan, demand: Demand) -> list[PriceFound | PriceNotFound]:
    heard: list[Event] = []
    prices = Prices(Pool(year, Calendars(year)), plan, Engine(Deadline(SECONDS)), heard.append)
    prices.of([demand])
    return [event for event in heard if isinstance(event, PriceFound | PriceNotFound)]


@pytest.mark.parametrize(
    ("other_moves", "sentence"),
    [(True, "Possible if M2 moves"), (False, "Possible if M2 is not delivered")],
)
def test_stages_name_what_has_to_move_and_their_plans_keep_every_rule(
    other_moves: bool, sentence: str
) -> None:
    """M1 in the week of M2: not beside the plan, but with M2 at another time, or without it."""
    year, plan = one_expert(other_moves)
    heard = stages_of(year, plan, Demand(mission_id="M1", start=APRIL))
    assert [stage(event) for event in heard] == ["Not beside this plan", sentence]
    found = heard[-1]
    assert isinstance(found, PriceFound)
    assert check(year, found.price.plan) == ()
    assert found.price.plan.teams()["M1"][0].start == APRIL
    kept = with_rows_to_keep(year, plan)
    counted = {v.level: v.value for v in level_values(kept, found.price.plan)}
    assert found.price.after == counted
    assert (told(found) or "").startswith(f"{sentence}. Looking")


def test_who_ends_the_search_keeps_the_plan_of_the_last_stage() -> None:
    """The run is ended the moment that a stage has a plan: that plan is the answer, unproven."""
    year, plan = one_expert(other_moves=True)
    deadline = Deadline(SECONDS)
    stood: list[PriceFound] = []

    def hear(event: Event) -> None:
        if isinstance(event, PriceFound):
            stood.append(event)
            deadline.end()

    prices = Prices(Pool(year, Calendars(year)), plan, Engine(deadline), hear)
    found = prices.of([Demand(mission_id="M1", start=APRIL)])
    assert found == stood[-1].price
    assert not found.exact


def test_what_another_fund_pays_does_not_move() -> None:
    """M2 goes on as it is where F2 pays it, so that F1 has the money for M1."""
    year = built(
        missions=(mission("M1", funds=("F1",)), mission("M2")),
        experts=(expert(), expert("E2", "ES")),
        qualifications=(qualification(), qualification("E2")),
        funds=(fund("F1", amount=2_500), fund("F2", amount=2_500)),
    )
    plan = Plan.of([placement("M2", "E2", fund_id="F1")])
    last = stages_of(year, plan, Demand(mission_id="M1"))[-1]
    assert isinstance(last, PriceFound)
    assert (last.moved, last.repaid, last.dropped) == ((), ("M2",), ())
    assert stage(last) == "Possible if M2 is paid by another fund"


def test_what_stands_in_the_way_of_a_start_or_an_expert_is_what_the_checker_names() -> None:
    year, plan = one_expert(other_moves=True)
    calendars = Calendars(year)
    assert in_the_way(year, calendars, plan, Demand(mission_id="M1", start=APRIL)) == {"M1", "M2"}
    free = Demand(mission_id="M1", start=date(2027, 5, 10))
    assert in_the_way(year, calendars, plan, free) == set()


def test_of_many_missions_the_first_are_named_and_the_rest_is_counted() -> None:
    few, many = (tuple(f"M{n}" for n in range(1, most + 1)) for most in (7, 8))
    assert stage(PriceNotFound(free=few, proven=False)) == (
        "Nothing found where, of the others, only M1, M2, M3, M4, M5, M6 and M7 may move"
    )
    assert "M5, M6 and 2 others may move" in stage(PriceNotFound(free=many, proven=True))
