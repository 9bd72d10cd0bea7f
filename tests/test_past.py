"""What began before the plan starts (RULES.md section 6): visits, missions, money."""

from datetime import date

import pytest

from models.facts.assignment import AssignmentStatus
from models.facts.instance import Year
from models.facts.mission import CalledOff, Share
from planner.domain.agreements import is_begun, pinned_rows
from planner.domain.calendars import Calendars
from planner.domain.costs import split
from planner.domain.past import settled
from tests.builders import agreed, fund, history, mission, settings, year

COMPLETED, CONFIRMED = AssignmentStatus.COMPLETED, AssignmentStatus.CONFIRMED
INVITED, PROPOSED = AssignmentStatus.INVITED, AssignmentStatus.PROPOSED
# Ten working days from Monday 7 December 2026 end on Friday 18 December.
BEFORE = date(2026, 12, 7)
LAST = date(2026, 12, 18)


def with_row(
    status: AssignmentStatus, plan_start: date = date(2027, 1, 1), **changes: object
) -> Year:
    row = agreed("M0", "E1", status, changes.pop("start", BEFORE), **changes)
    return year(
        settings=settings(plan_start=plan_start),
        missions=(mission("M0", working_days=10, earliest_start=BEFORE), mission("M1")),
        assignments=(row,),
    )


def ids(missions: object) -> list[str]:
    return [m.id for m in missions]  # type: ignore[attr-defined]


def test_a_completed_row_before_the_plan_is_over_and_so_is_its_mission() -> None:
    facts = with_row(COMPLETED)
    (visit,) = facts.visits
    assert (visit.expert_id, visit.start, visit.end) == ("E1", BEFORE, LAST)
    # Ten working days are charged as two weeks, as in a plan.
    assert visit.weeks == 2
    assert (ids(facts.begun), ids(facts.missions)) == (["M0"], ["M1"])
    assert facts.running == ()
    assert is_begun(facts, facts.assignments[0])
    assert pinned_rows(facts, Calendars(facts)) == ()


def test_the_weeks_of_the_row_go_before_those_of_the_mission() -> None:
    assert with_row(COMPLETED, weeks=5).visits[0].weeks == 5


def test_a_completed_row_of_a_mission_that_no_sheet_lists_charges_started_calendar_weeks() -> None:
    row = agreed("OLD", "E1", COMPLETED, BEFORE, end=LAST)
    (visit,) = year(assignments=(row,)).visits
    # 7 to 18 December are 12 days: two started weeks.
    assert (visit.end, visit.weeks) == (LAST, 2)


@pytest.mark.parametrize("status", [COMPLETED, CONFIRMED, INVITED])
def test_what_starts_before_the_plan_and_ends_in_it_is_under_way(status: AssignmentStatus) -> None:
    facts = with_row(status, plan_start=LAST)
    assert ids(facts.begun) == ["M0"]
    assert [visit.expert_id for visit in facts.running] == ["E1"]


@pytest.mark.parametrize("status", [CONFIRMED, INVITED])
def test_what_was_agreed_and_never_completed_is_not_over(status: AssignmentStatus) -> None:
    facts = with_row(status, plan_start=date(2026, 12, 19))
    assert facts.visits == ()
    assert len(pinned_rows(facts, Calendars(facts))) == 1


def test_what_starts_with_the_plan_is_planned() -> None:
    facts = with_row(CONFIRMED, plan_start=BEFORE)
    assert facts.visits == ()
    assert ids(facts.missions) == ["M0", "M1"]


@pytest.mark.parametrize("status", [PROPOSED, AssignmentStatus.AVAILABLE])
def test_what_nobody_agreed_never_began(status: AssignmentStatus) -> None:
    facts = with_row(status, keep=True)
    assert facts.visits == ()


def test_a_row_without_a_start_never_began() -> None:
    assert with_row(COMPLETED, start=None).visits == ()


def test_settling_a_year_twice_changes_nothing() -> None:
    facts = with_row(COMPLETED)
    assert settled(facts) == facts


def test_of_a_mission_under_way_other_rows_make_no_demands() -> None:
    facts = with_row(CONFIRMED, plan_start=LAST)
    others = (agreed("M0", "E2", INVITED, date(2027, 2, 1)), agreed("M0", "E3", PROPOSED))
    facts = settled(facts.replace(assignments=(*facts.assignments, *others)))
    assert pinned_rows(facts, Calendars(facts)) == ()


def test_a_cancelled_mission_that_was_confirmed_is_not_under_way() -> None:
    gone = CalledOff(id="M0", host="BE")
    row = agreed("M0", "E1", CONFIRMED, BEFORE, end=date(2027, 1, 15))
    assert year(called_off=(gone,), assignments=(row,)).visits == ()


# History


def test_a_row_of_history_that_stands_there_twice_is_one_visit() -> None:
    entry = history("E1", BEFORE, LAST, weeks=2)
    assert len(year(history=(entry, entry)).visits) == 1
    other = history("E1", BEFORE, date(2026, 12, 17), weeks=2)
    assert len(year(history=(entry, other)).visits) == 2
    assert len(year(history=(entry, history("E2", BEFORE, LAST))).visits) == 2


def test_what_assignments_repeats_counts_once_with_the_weeks_of_the_row() -> None:
    facts = with_row(COMPLETED, weeks=3)
    facts = settled(facts.replace(history=(history("E1", BEFORE, LAST, weeks=2),)))
    assert [visit.weeks for visit in facts.visits] == [3]


def test_the_same_mission_on_other_days_is_the_same_visit_only_where_they_meet() -> None:
    entry = history("E1", BEFORE, date(2026, 12, 20)).model_copy(update={"mission": "M0"})
    early = history("E1", date(2026, 11, 2), date(2026, 11, 6)).model_copy(update={"mission": "M0"})
    facts = with_row(COMPLETED)
    facts = settled(facts.replace(history=(entry, early)))
    assert [visit.start for visit in facts.visits] == [date(2026, 11, 2), BEFORE]


def test_a_row_of_history_that_ends_in_the_plan_is_under_way_and_so_is_its_mission() -> None:
    entry = history("E1", date(2026, 12, 28), date(2027, 1, 8), weeks=2)
    facts = year(history=(entry.model_copy(update={"mission": "M1"}),))
    assert ids(facts.begun) == ["M1"]
    assert facts.running[0].host == "BE"
    # The day before the plan starts, it is over, and the mission is another one of that name.
    over = year(history=(history("E1", BEFORE, date(2026, 12, 31)),))
    assert (over.begun, over.running) == ((), ())


# Money


def spending(*rows: object, **changes: object) -> dict[str, int]:
    """What is gone of two funds: an expert of the own region costs 900 + 200 * (5 + 2) = 2,300."""
    own = {"missions": (mission("M0", earliest_start=BEFORE, fixed_cost=700), mission("M1"))}
    facts = year(**{"funds": (fund("F1"), fund("F2")), "assignments": rows} | own | changes)
    return {f.id: f.spent for f in facts.funds}


def over(expert_id: str = "E1", fund_id: str | None = "F1", **changes: object) -> object:
    return agreed("M0", expert_id, COMPLETED, BEFORE, fund_id=fund_id, **changes)


def test_what_is_over_costs_the_fund_it_names_with_the_fixed_cost_once() -> None:
    assert spending(over()) == {"F1": 2_300 + 700, "F2": 0}
    # A second expert of another region is not known to the sheet: 2,200 + 1,400.
    assert spending(over(), over("E2")) == {"F1": 2_300 + 700 + 3_600, "F2": 0}


def test_the_cost_of_the_row_goes_before_what_is_worked_out() -> None:
    # On position 1 it holds the fixed cost, elsewhere that comes besides.
    assert spending(over(cost=1_000, position=1))["F1"] == 1_000
    assert spending(over(cost=1_000, position=2))["F1"] == 1_700
    assert spending(over(cost=1_000))["F1"] == 1_700


def test_rows_without_a_fund_cost_nobody_anything() -> None:
    assert spending(over(fund_id=None)) == {"F1": 0, "F2": 0}
    assert spending(over(fund_id="F2"), over("E2", None)) == {"F1": 0, "F2": 3_000}


def test_what_is_under_way_costs_its_fund_too() -> None:
    row = agreed("M0", "E1", CONFIRMED, date(2026, 12, 28), fund_id="F1")
    assert spending(row)["F1"] == 3_000


def test_committed_may_hold_it_already() -> None:
    included = settings(committed_includes_completed=True)
    assert spending(over(), settings=included) == {"F1": 0, "F2": 0}


def test_funds_that_share_a_mission_share_what_it_cost() -> None:
    shares = (Share(fund_id="F1", percent=70), Share(fund_id="F2", percent=30))
    missions = (mission("M0", earliest_start=BEFORE, fixed_cost=700, shares=shares),)
    assert spending(over(fund_id="F1; F2"), missions=missions) == {"F1": 2_100, "F2": 900}


@pytest.mark.parametrize(
    ("cost", "percents", "parts"),
    [
        (100, (50, 50), (50, 50)),
        (101, (50, 50), (50, 51)),  # 50.5 is rounded up, the first pays the rest
        (1_000, (34, 33, 33), (340, 330, 330)),
        (3, (50, 50), (1, 2)),
        (0, (50, 50), (0, 0)),
        (7, (100,), (7,)),
    ],
)
def test_shares_are_rounded_halves_up_and_the_first_pays_the_difference(
    cost: int, percents: tuple[int, ...], parts: tuple[int, ...]
) -> None:
    shares = [Share(fund_id=f"F{n}", percent=p) for n, p in enumerate(percents)]
    assert tuple(split(cost, shares).values()) == parts
