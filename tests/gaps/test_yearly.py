"""The yearly view, by hand-made counts."""

from datetime import date

from models.facts.assignment import AssignmentRow, AssignmentStatus, Outcome
from models.facts.expert import QualificationStatus
from planner.pool.yearly import ANY, Yearly
from tests.builders import (
    expert,
    history,
    mission,
    placement,
    plan,
    qualification,
    year,
)

PRE, EXTERNAL = QualificationStatus.PRE_ACCREDITED, QualificationStatus.EXTERNAL
FIRST = date(2024, 7, 1)
FACTS = year(
    missions=(
        mission(languages=("en",), experts=2, working_days=10, latest_end=date(2027, 3, 31)),
        mission("M2", host="NL", expertise="CMA"),
        mission("M3", host="NL", languages=("en", "fr"), staff_lead=True),
    ),
    experts=(
        expert(release_period_start=FIRST),
        expert("E2", "ES"),
        expert("E3", "IT", languages=("fr",)),
        expert("X", "CH"),
    ),
    qualifications=(
        qualification(),
        qualification("E2", PRE, since=date(2024, 5, 1)),
        qualification("E3", PRE),
        qualification("X", EXTERNAL),
    ),
    history=(
        history("E1", date(2025, 3, 3), date(2025, 3, 21), 3),
        history("E2", date(2025, 3, 3), date(2025, 3, 21), 3),
    ),
)
ANSWER = plan(placement(), placement(expert_id="E2", position=2))


def test_supply_and_demand_in_weeks() -> None:
    lines = {(line.expertise, line.language): line for line in Yearly(FACTS, ANSWER).supply()}
    english = lines["TOA/PCA", "English"]
    assert (english.missions, english.demand, english.delivered) == (2, 5, 4)
    # E1 has 12 less 3 until July and 12 after it, E2 the 12 of the plan; X is external.
    assert (english.experts, english.candidates, english.supply) == (1, 1, 33)
    assert english.left == 28
    french = lines["TOA/PCA", "French"]
    assert (french.missions, french.demand, french.experts, french.candidates) == (1, 1, 0, 1)
    assert lines["CMA", ANY].supply == 0
    assert [line.left for line in lines.values()] == sorted(line.left for line in lines.values())


def test_release_periods_that_end() -> None:
    (line,) = Yearly(FACTS, ANSWER).ending()
    assert (line.expert_id, line.ends, line.left) == ("E1", date(2027, 6, 30), 7)
    assert line.expertise == ("TOA/PCA",)


def test_candidates_without_a_chance() -> None:
    (line,) = Yearly(FACTS, ANSWER).waiting()
    assert (line.expert_id, line.expertise, line.since) == ("E3", "TOA/PCA", None)
    assert (line.fitting, line.lead) == (1, 1)
    both = Yearly(FACTS, plan()).waiting()
    assert [line.expert_id for line in both] == ["E2", "E3"]
    assert (both[0].fitting, both[0].lead) == (2, 2)


def test_a_release_period_at_the_end_of_time() -> None:
    late = FACTS.replace(
        experts=(expert(release_period_start=date(9998, 1, 1)),),
        settings=FACTS.settings.model_copy(
            update={"plan_start": date(9999, 1, 1), "plan_end": date(9999, 12, 31)}
        ),
        missions=(),
        history=(),
    )
    assert Yearly(late, plan()).weeks_there(late.experts[0]) == 12


def test_who_has_passed_waits_no_more() -> None:
    waiting = Yearly(FACTS, plan()).waiting()
    first = waiting[0]
    row = AssignmentRow(
        mission_id="OLD",
        expert_id=first.expert_id,
        expertise=first.expertise,
        status=AssignmentStatus.COMPLETED,
        outcome=Outcome.PASSED,
    )
    after = Yearly(FACTS.replace(assignments=(row,)), plan()).waiting()
    assert after == waiting[1:]
