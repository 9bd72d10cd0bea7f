"""The value of every level on plans small enough to count by hand."""

from datetime import date
from typing import Any

import pytest

from models.facts.assignment import AssignmentStatus
from models.facts.expert import QualificationStatus as Status
from models.facts.mission import TeamRow
from planner.checker import level_values
from planner.domain.agreements import level_names
from planner.domain.calendars import Calendars
from tests.builders import (
    CODE,
    MONDAY,
    agreed,
    expert,
    mission,
    placement,
    plan,
    qualification,
    settings,
    year,
)
from tests.checker.measure import APRIL, BOTH, two_missions, value, values

# all levels


def test_the_levels_come_in_the_order_of_the_objectives() -> None:
    facts = year(settings=settings(objectives=("delivery", "cost", "idle")))
    names = [entry.level for entry in level_values(facts, plan())]
    assert names == ["delivery-1", "cost", "idle"]


def test_by_default_every_level_is_there() -> None:
    facts = year(assignments=(agreed("M1", "E1", AssignmentStatus.PROPOSED),))
    names = tuple(entry.level for entry in level_values(facts, plan()))
    assert names == level_names(facts, Calendars(facts))
    assert names == (
        "delivery-1",
        "stability",
        "pre-accredited",
        "externals",
        "region",
        "idle",
        "cost",
    )


def test_an_empty_plan_is_worth_nothing() -> None:
    assert set(values(two_missions(), plan()).values()) == {0}


# delivery


def test_missions_count_in_the_class_of_their_priority() -> None:
    missions = tuple(mission(f"M{n}", priority=p) for n, p in enumerate((1, 3, 3, 1, 9)))
    rows = plan(placement("M0"), placement("M1"), placement("M2"))
    expected = {"delivery-1": 1, "delivery-3": 2, "delivery-9": 0}
    found = values(year(missions=missions), rows)
    assert {k: v for k, v in found.items() if k.startswith("delivery")} == expected


def test_a_mission_with_a_pinned_expert_counts_as_pinned_alone() -> None:
    facts = two_missions(assignments=(agreed("M2", "E1", start=APRIL),))
    found = values(facts, BOTH)
    assert (found["delivery-pinned"], found["delivery-1"]) == (1, 1)
    assert values(facts, plan(placement()))["delivery-pinned"] == 0


def test_a_mission_of_several_experts_counts_once() -> None:
    facts = year(missions=(mission(experts=2),))
    rows = plan(placement(), placement(expert_id="E2", position=2))
    assert value("delivery-1", facts, rows) == 1


# stability


@pytest.mark.parametrize(
    ("row", "lost"),
    [
        (agreed("M1", "E1", AssignmentStatus.PROPOSED), 0),
        (agreed("M1", "E1", AssignmentStatus.CONTACTED), 0),
        (agreed("M1", "E1", AssignmentStatus.PROPOSED, start=APRIL), 1),
        (agreed("M1", "E1", AssignmentStatus.PROPOSED, start=None), 1),
        (agreed("M1", "E2", AssignmentStatus.CONTACTED), 1),
        (agreed("M2", "E1", AssignmentStatus.CONTACTED), 1),
        # Neither the position nor the fund has to stay.
        (agreed("M1", "E1", AssignmentStatus.PROPOSED, position=7, fund_id="F7"), 0),
    ],
)
def test_a_proposed_or_contacted_row_is_kept_with_expert_mission_and_start(
    row: Any, lost: int
) -> None:
    assert value("stability", two_missions(assignments=(row,))) == lost


def test_every_row_that_is_not_kept_counts() -> None:
    rows = (
        agreed("M1", "E1", AssignmentStatus.PROPOSED),
        agreed("M1", "E2", AssignmentStatus.PROPOSED),
        agreed("M2", "E2", AssignmentStatus.CONTACTED),
        agreed("M2", "E3", AssignmentStatus.DECLINED),
        agreed("M2", "E4", AssignmentStatus.CONFIRMED),
    )
    assert value("stability", two_missions(assignments=rows)) == 2


def test_without_such_rows_there_is_no_level() -> None:
    facts = year(assignments=(agreed("M1", "E1"), agreed("M1", "E2", AssignmentStatus.DECLINED)))
    assert "stability" not in values(facts, plan())


# pre-accredited


def test_a_candidate_counts_once_however_often_used() -> None:
    facts = two_missions(qualifications=(qualification(status=Status.PRE_ACCREDITED),))
    assert value("pre-accredited", facts) == 1
    assert value("pre-accredited", facts, BOTH) == 1


def test_one_expert_with_two_expertises_is_two_candidates() -> None:
    other = mission("M2", expertise="TOA/AEO", earliest_start=APRIL, latest_end=date(2027, 4, 9))
    facts = year(
        missions=(mission(), other),
        qualifications=(
            qualification(status=Status.PRE_ACCREDITED),
            qualification(status=Status.PRE_ACCREDITED, expertise="TOA/AEO"),
        ),
    )
    rows = plan(placement(), placement("M2", start=APRIL, expertise="TOA/AEO"))
    assert value("pre-accredited", facts, rows) == 2
    assert value("pre-accredited", facts) == 1


def test_a_covered_expertise_is_no_candidate_a_listed_one_is() -> None:
    # Pre-accredited for MPA, which covers CMA: the CMA mission completes no accreditation.
    asked = (TeamRow(expertise="CMA", experts=1),)
    covered = (qualification(status=Status.PRE_ACCREDITED, expertise="MPA"),)
    facts = year(missions=(mission(team=asked),), qualifications=covered)
    rows = plan(placement(expertise="CMA"))
    assert value("pre-accredited", facts, rows) == 0
    listed = (*covered, qualification(status=Status.PRE_ACCREDITED, expertise="CMA"))
    assert value("pre-accredited", facts.model_copy(update={"qualifications": listed}), rows) == 1


@pytest.mark.parametrize("status", [Status.ACCREDITED, Status.RECOGNISED, Status.EXTERNAL])
def test_other_statuses_are_no_candidates(status: Status) -> None:
    assert value("pre-accredited", year(qualifications=(qualification(status=status),))) == 0


def test_a_candidate_for_another_expertise_than_the_position_does_not_count() -> None:
    facts = year(
        qualifications=(
            qualification(),
            qualification(status=Status.PRE_ACCREDITED, expertise="TOA/AEO"),
        )
    )
    assert value("pre-accredited", facts) == 0


# externals and region


def test_externals_count_positions() -> None:
    facts = two_missions(
        experts=(expert(), expert("E2", "DE")),
        qualifications=(qualification(status=Status.EXTERNAL), qualification("E2")),
    )
    assert value("externals", facts, BOTH) == 2
    assert value("externals", facts, plan(placement(), placement("M2", "E2", APRIL))) == 1


def test_region_counts_positions_of_experts_from_another_region_than_the_missions() -> None:
    # M2 is in Belgium but counts in the region AP.
    abroad = mission("M2", region="AP", earliest_start=APRIL, latest_end=date(2027, 4, 9))
    facts = year(missions=(mission(), abroad), experts=(expert(), expert("E2", "JP", region="AP")))
    assert value("region", facts, BOTH) == 1
    assert value("region", facts, plan(placement("M1", "E2"), placement("M2", "E2", APRIL))) == 1
    assert value("region", facts, plan(placement("M1", "E1"), placement("M2", "E2", APRIL))) == 0
    assert value("region", facts, plan(placement("M1", "E2"), placement("M2", "E1", APRIL))) == 2


# cost


def test_cost_is_that_of_all_delivered_missions() -> None:
    later = mission("M2", earliest_start=APRIL, latest_end=date(2027, 4, 9), fixed_cost=50)
    facts = year(missions=(mission(), later))
    # 900 + 200 x 7 each, and the fixed cost of M2 where it is delivered.
    assert value("cost", facts) == 2_300
    assert value("cost", facts, BOTH) == 4_650


# broken plans


def test_rows_that_name_nobody_or_nothing_do_not_count_where_they_cannot() -> None:
    facts = year()
    rows = plan(placement(expert_id="E9"), placement("M9"))
    found = values(facts, rows)
    # M1 has a row, so it is in the plan; its unknown expert travels between regions.
    assert found["delivery-1"] == 1
    assert found["cost"] == 2_200 + 1_400
    assert (found["externals"], found["region"], found["idle"]) == (0, 0, 0)


def test_positions_decide_over_what_rows_say() -> None:
    facts = year(qualifications=(qualification(status=Status.PRE_ACCREDITED),))
    assert value("pre-accredited", facts, plan(placement(expertise="CMA"))) == 1
    assert CODE in facts.missions[0].positions
    assert facts.missions[0].earliest_start == MONDAY
