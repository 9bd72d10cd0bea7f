"""Details of `whole-team`: the rows of a mission are its positions."""

import pytest

from models.facts.instance import Year
from models.facts.mission import TeamRow
from planner.checker import check
from tests.builders import (
    CODE,
    expert,
    mission,
    placement,
    plan,
    qualification,
    year,
)
from tests.checker.measure import found, messages

# whole-team


def mixed_team() -> Year:
    return year(
        missions=(
            mission(
                team=(TeamRow(expertise="CMA", experts=1), TeamRow(expertise=CODE, experts=2)),
            ),
        ),
        experts=(expert(), expert("E2", "DE"), expert("E3", "IT"), expert("E4", "ES")),
        qualifications=tuple(
            qualification(f"E{n}", expertise=code) for n in range(1, 5) for code in ("CMA", CODE)
        ),
    )


FULL = (
    placement(expertise="CMA"),
    placement(expert_id="E2", position=2),
    placement(expert_id="E3", position=3),
)


def test_positions_count_in_the_order_of_the_team_rows() -> None:
    assert check(mixed_team(), plan(*FULL)) == ()
    assert check(mixed_team(), plan(*reversed(FULL))) == ()


def test_all_unfilled_positions_are_counted_together() -> None:
    facts = mixed_team()
    assert found(facts, plan(FULL[1]), "whole-team") == [2]
    assert "positions 1 and 3 are not filled" in messages(facts, plan(FULL[1]))


@pytest.mark.parametrize("position", [0, -1, 4, 10**9])
def test_a_position_that_the_mission_lacks_is_one_too_many(position: int) -> None:
    rows = plan(*FULL, placement(expert_id="E4", position=position))
    assert found(mixed_team(), rows, "whole-team") == [1]


def test_a_position_filled_twice_is_one_too_many() -> None:
    rows = plan(*FULL, placement(expert_id="E4", position=3))
    (violation,) = check(mixed_team(), rows)
    assert (violation.rule, violation.experts) == ("whole-team", ("E3", "E4"))


def test_an_expert_on_three_positions_is_there_twice_too_often() -> None:
    rows = plan(placement(expertise="CMA"), placement(position=2), placement(position=3))
    assert found(mixed_team(), rows, "whole-team") == [2]


@pytest.mark.parametrize("code", ["TOA/AEO", "", "no such expertise"])
def test_a_row_with_another_expertise_than_its_position_is_reported(code: str) -> None:
    rows = plan(FULL[0], FULL[1], placement(expert_id="E3", position=3, expertise=code))
    (violation,) = check(mixed_team(), rows)
    assert violation.rule == "whole-team"
    assert f"asks for {CODE}" in violation.message


def test_an_unknown_mission_is_reported_under_whole_team_alone() -> None:
    rows = plan(placement(), placement("M9"), placement("M9", "E2", position=2))
    (violation,) = check(year(), rows)
    assert (violation.rule, violation.missions, violation.amount) == ("whole-team", ("M9",), 2)


def test_no_mission_has_to_be_delivered() -> None:
    assert check(year(), plan()) == ()
