"""What is asked of a plan beyond the rules is in it, or there is no plan."""

from datetime import date

import pytest

from models.answers.plan import Plan
from models.facts.instance import Year
from models.requests.demand import Demand
from planner.domain.calendars import Calendars
from planner.domain.errors import Impossible
from planner.formulation.eligibility import Pool
from planner.search.solve_year import best_plan
from planner.solver.cp_sat import Engine
from planner.solver.deadline import Deadline
from tests.builders import expert, fund, mission, qualification, settings


def year_of_two() -> Year:
    """A mission with two starts, two experts and two funds; the first of each is better."""
    return Year(
        settings=settings(),
        missions=(mission(latest_end=date(2027, 3, 12)),),
        experts=(expert("near"), expert("far", "JP", region="FECEA")),
        qualifications=(qualification("near"), qualification("far")),
        funds=(fund("F1"), fund("F2")),
    )


def planned(*demands: Demand) -> Plan:
    year = year_of_two()
    engine = Engine(Deadline())
    return best_plan(Pool(year, Calendars(year)), engine, demands=demands).plan


def test_without_demands_the_best_is_chosen() -> None:
    (row,) = planned().placements
    assert row.expert_id == "near"


def test_expert_start_and_fund_are_as_demanded() -> None:
    start = date(2027, 3, 8)
    wanted = Demand(mission_id="M1", expert_id="far", start=start, fund_id="F2")
    (row,) = planned(wanted).placements
    assert (row.expert_id, row.start, row.fund_id) == ("far", start, "F2")


@pytest.mark.parametrize(
    "demand",
    [
        Demand(mission_id="M1", expert_id="nobody"),
        Demand(mission_id="M1", start=date(2027, 3, 2)),
        Demand(mission_id="M1", fund_id="none"),
    ],
)
def test_what_cannot_be_had_is_said(demand: Demand) -> None:
    with pytest.raises(Impossible):
        planned(demand)
