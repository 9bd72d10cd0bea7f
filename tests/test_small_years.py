"""Years so small that the best plan can be argued in a comment.

They hold the model to the letter of RULES.md where random years rarely go; the deliberate faults
of `test_mutations` are found by them.
"""

from datetime import date
from typing import Any

from models.answers.plan import Plan
from models.facts.assignment import AssignmentStatus
from models.facts.expert import AppliesTo, Unavailability
from models.facts.expert import QualificationStatus as Status
from models.facts.instance import Year
from models.facts.mission import TeamRow
from planner.domain.calendars import Calendars
from planner.formulation.build import build
from planner.formulation.eligibility import Pool
from planner.sample.build import sample_year
from tests.builders import (
    CODE,
    MONDAY,
    agreed,
    expert,
    fund,
    history,
    mission,
    placement,
    plan,
    qualification,
    settings,
    year,
)
from tests.solving import accepts, engine, hold, solve

NEXT_MONDAY = date(2027, 3, 8)
TWO_WEEKS: dict[str, Any] = {"latest_end": date(2027, 3, 12)}


def levels(facts: Year) -> dict[str, int]:
    """The level values of the best plan."""
    return {level.level: level.value for level in solve(facts).levels}


def most(facts: Year, level: str, kept: Plan) -> int:
    """The greatest value that a level has in the model of a plan, all helper variables free."""
    model = build(Pool(facts, Calendars(facts)))
    assert hold(model, kept)
    answer = engine().maximize(model.cp, model.level(level).measure.expression)
    assert answer.value is not None
    return answer.value


def who_goes(facts: Year) -> dict[str, tuple[str, ...]]:
    """The experts of each delivered mission."""
    teams = solve(facts).plan.teams().items()
    return {mission_id: tuple(row.expert_id for row in rows) for mission_id, rows in teams}


def accepted(facts: Year, rows: Plan) -> bool:
    """Whether the model accepts a plan."""
    return accepts(facts, Calendars(facts), rows)


def test_a_fund_for_one_of_the_positions_pays_the_mission() -> None:
    team = (TeamRow(expertise="CMA", experts=1), TeamRow(expertise=CODE, experts=1))
    facts = year(
        missions=(mission(team=team),),
        experts=(expert(), expert("E2", "DE")),
        qualifications=(qualification(expertise="CMA"), qualification("E2")),
        funds=(fund(expertise=(CODE,)),),
    )
    rows = plan(
        placement(expertise="CMA", fund_id="F1"),
        placement(expert_id="E2", position=2, fund_id="F1"),
    )
    assert accepted(facts, rows)


def test_an_expert_travels_before_the_mission_starts() -> None:
    # Closed on Sunday 7 March: the mission of 8 March is out of reach, that of 1 March is not.
    closed = Unavailability(
        applies_to=AppliesTo.EXPERT, who="E1", start=date(2027, 3, 7), end=date(2027, 3, 7)
    )
    facts = year(missions=(mission(**TWO_WEEKS),), unavailability=(closed,))
    assert accepted(facts, plan(placement(start=MONDAY)))
    assert not accepted(facts, plan(placement(start=NEXT_MONDAY)))


def test_an_expert_travels_between_two_missions() -> None:
    # Two travel days after: from Friday 5 March back on Sunday 7 March, off again that day.
    later = mission("M2", host="LU", earliest_start=NEXT_MONDAY, latest_end=date(2027, 3, 19))
    rows = plan(placement(), placement("M2", start=NEXT_MONDAY))
    assert accepted(year(missions=(mission(**TWO_WEEKS), later)), rows)
    slow = settings(travel_days_after=2)
    assert not accepted(year(settings=slow, missions=(mission(**TWO_WEEKS), later)), rows)


def test_nobody_fills_two_positions_of_a_mission() -> None:
    team = (TeamRow(expertise="CMA", experts=1), TeamRow(expertise=CODE, experts=1))
    both = (qualification(expertise="CMA"), qualification())
    assert who_goes(year(missions=(mission(team=team),), qualifications=both)) == {}


def test_a_refused_serving_expert_is_no_external() -> None:
    assert who_goes(year(experts=(expert(clearance="refused"),))) == {"M1": ("E1",)}


def test_a_mission_may_start_on_the_first_working_day_in_the_middle_of_a_week() -> None:
    wednesday, friday = date(2027, 3, 3), date(2027, 3, 5)
    three_days = mission(earliest_start=wednesday, latest_end=friday, working_days=3)
    assert who_goes(year(missions=(three_days,))) == {"M1": ("E1",)}


def test_who_was_accredited_after_the_plan_start_has_been_idle_for_no_days() -> None:
    late = year(qualifications=(qualification(since=date(2027, 2, 1)),))
    assert levels(late)["idle"] == 0
    assert most(late, "idle", plan(placement())) == 0


def test_a_candidate_counts_once_and_not_without_a_mission() -> None:
    # Two missions with a staff lead a month apart: E1 could go to both, and is one candidate.
    later = mission("M2", earliest_start=date(2027, 4, 5), latest_end=date(2027, 4, 9))
    missions = tuple(m.model_copy(update={"staff_lead": True}) for m in (mission(), later))
    facts = year(missions=missions, qualifications=(qualification(status=Status.PRE_ACCREDITED),))
    april = placement("M2", start=date(2027, 4, 5))
    assert most(facts, "pre-accredited", plan(placement(), april)) == 1
    assert most(facts, "pre-accredited", plan()) == 0


def test_a_proposal_is_kept_at_its_start_only() -> None:
    proposed = agreed("M1", "E1", AssignmentStatus.PROPOSED, start=NEXT_MONDAY)
    facts = year(missions=(mission(**TWO_WEEKS),), assignments=(proposed,))
    assert solve(facts).plan == plan(placement(start=NEXT_MONDAY))
    model = build(Pool(facts, Calendars(facts)))
    assert hold(model, plan(placement(start=MONDAY)))
    stability = model.level("stability")
    assert engine().maximize(model.cp, stability.objective).value == -1


def test_the_region_counts_and_not_the_country() -> None:
    # E1 from France is at home in Belgium's region; E2, who has waited longer, is not.
    facts = year(
        experts=(expert(), expert("E2", "JP", region="AP")),
        qualifications=(qualification(), qualification("E2")),
        history=(history("E1", date(2026, 12, 7), date(2026, 12, 11)),),
    )
    assert who_goes(facts) == {"M1": ("E1",)}
    assert levels(facts)["region"] == 0


def test_an_earlier_level_is_not_given_up_for_a_later_one() -> None:
    # Idle before region: now the long wait of E2 decides, though E2 comes from far away.
    order = ("delivery", "idle", "region", "cost")
    facts = year(
        settings=settings(objectives=order),
        experts=(expert(), expert("E2", "JP", region="AP")),
        qualifications=(qualification(), qualification("E2")),
        history=(history("E1", date(2026, 12, 7), date(2026, 12, 11)),),
    )
    assert who_goes(facts) == {"M1": ("E2",)}
    # 2,200 for the journey, an allowance of 200 for five days and two of travel.
    assert levels(facts) == {"delivery-1": 1, "idle": 1825, "region": 1, "cost": 3_600}


def test_every_level_of_a_real_year_is_proven() -> None:
    outcome = solve(sample_year(15, 30, 1))
    assert all(level.proven and level.value == level.bound for level in outcome.levels)
