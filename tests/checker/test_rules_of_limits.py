"""Details of the rules about limits of administrations, hosts and funds, and about pinned rows."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from models.administration import Administration
from models.assignment import AssignmentRow, AssignmentStatus
from models.expert import QualificationStatus as Status
from models.fund import FundStatus
from models.instance import Year
from models.mission import TeamRow
from models.plan import Placement, Plan
from planner.checker import check
from planner.dates import Calendars, Span, days
from tests.builders import (
    CODE,
    MONDAY,
    agreed,
    expert,
    fund,
    mission,
    placement,
    plan,
    qualification,
    settings,
    year,
)
from tests.checker.examples import NEXT_MONDAY, PAIR, PLAIN_COST, alone, paid, promised, with_rows

FRIDAY = date(2027, 3, 5)


def found(year: Year, plan: Plan, rule: str) -> list[int]:
    """The measured amounts of one rule's violations."""
    return [violation.amount for violation in check(year, plan) if violation.rule == rule]


def many(*trips: tuple[str, str, date, int], **changes: Any) -> tuple[Year, Plan]:
    """Missions M1, M2, … to a host, by an expert, from a start, over working days.

    Experts come from France (F…) or Germany (G…); X… are external experts from France.
    """
    names = list(dict.fromkeys(name for _, name, _, _ in trips))
    missions = tuple(
        mission(f"M{n}", host=host, working_days=length, latest_end=date(2027, 12, 31))
        for n, (host, _, _, length) in enumerate(trips, 1)
    )
    facts: dict[str, Any] = {
        "missions": missions,
        "experts": tuple(expert(n, "DE" if n.startswith("G") else "FR") for n in names),
        "qualifications": tuple(
            qualification(n, Status.EXTERNAL if n.startswith("X") else Status.ACCREDITED)
            for n in names
        ),
    }
    rows = (placement(f"M{n}", name, start) for n, (_, name, start, _) in enumerate(trips, 1))
    return year(**facts | changes), plan(*rows)


def limit(country: str, **limits: Any) -> dict[str, Any]:
    return {"administrations": (Administration(country=country, **limits),)}


# administration-capacity


def test_the_busiest_day_of_an_administration_is_measured_without_travel_days() -> None:
    # M1 ends on Friday 5 March, M2 starts on Friday 12; M3 runs from 1 to 12 March.
    trips = (
        ("BE", "F1", MONDAY, 5),
        ("LU", "F2", date(2027, 3, 12), 1),
        ("IT", "F3", MONDAY, 10),
    )
    facts, rows = many(*trips, **limit("FR", max_experts_away=1))
    (violation,) = check_of(facts, rows, "administration-capacity")
    assert violation.amount == 1
    assert violation.experts == ("F1", "F3")
    assert violation.missions == ("M1", "M3")
    assert "On 2027-03-01" in violation.message


def check_of(facts: Year, rows: Plan, rule: str) -> list[Any]:
    return [violation for violation in check(facts, rows) if violation.rule == rule]


@pytest.mark.parametrize(("start", "broken"), [(FRIDAY, [1]), (date(2027, 3, 6), [])])
def test_the_last_day_of_a_mission_is_a_day_away(start: date, broken: list[int]) -> None:
    trips = (("BE", "F1", MONDAY, 5), ("LU", "F2", start, 1))
    facts, rows = many(*trips, **limit("FR", max_experts_away=1))
    assert found(facts, rows, "administration-capacity") == broken


def test_externals_and_other_administrations_are_not_away() -> None:
    trips = (
        ("BE", "F1", MONDAY, 5),
        ("LU", "X1", MONDAY, 5),
        ("IT", "G1", MONDAY, 5),
    )
    facts, rows = many(*trips, **limit("FR", max_experts_away=1, max_weeks=1))
    assert found(facts, rows, "administration-capacity") == []


@pytest.mark.parametrize("start", [MONDAY, date(2027, 3, 3), FRIDAY])
def test_an_expert_on_two_missions_at_once_is_one_expert_away(start: date) -> None:
    trips = (("BE", "F1", MONDAY, 5), ("LU", "F1", start, 5))
    facts, rows = many(*trips, **limit("FR", max_experts_away=1))
    assert found(facts, rows, "administration-capacity") == []
    assert found(facts, rows, "one-at-a-time") != []


def test_the_weeks_of_all_serving_experts_of_an_administration_add_up() -> None:
    # One, two and three weeks: 5, 6 and 15 working days.
    trips = (
        ("BE", "F1", MONDAY, 5),
        ("LU", "F2", date(2027, 4, 5), 6),
        ("IT", "F1", date(2027, 6, 7), 15),
    )
    for weeks, broken in ((6, []), (5, [1]), (2, [4])):
        facts, rows = many(*trips, **limit("FR", max_weeks=weeks))
        assert found(facts, rows, "administration-capacity") == broken


def test_both_limits_of_an_administration_are_reported() -> None:
    facts, rows = many(("BE", "F1", MONDAY, 5), **limit("FR", max_experts_away=0, max_weeks=0))
    assert found(facts, rows, "administration-capacity") == [1, 1]


# host-capacity


@pytest.mark.parametrize(("start", "broken"), [(FRIDAY, [1]), (NEXT_MONDAY, [])])
def test_a_host_receives_a_mission_from_start_to_end(start: date, broken: list[int]) -> None:
    trips = (("BE", "F1", MONDAY, 5), ("BE", "G1", start, 1))
    facts, rows = many(*trips, **limit("BE", max_missions_hosted=1))
    assert found(facts, rows, "host-capacity") == broken


def test_a_mission_of_several_experts_is_one_mission() -> None:
    facts, rows = PAIR
    facts = facts.model_copy(update=limit("BE", max_missions_hosted=1))
    assert check(facts, rows) == ()


def test_missions_to_other_hosts_and_undelivered_ones_do_not_count() -> None:
    trips = (("BE", "F1", MONDAY, 5), ("LU", "F2", MONDAY, 5), ("BE", "G1", MONDAY, 5))
    facts, rows = many(*trips, **limit("BE", max_missions_hosted=1))
    assert found(facts, plan(*rows.placements[:2]), "host-capacity") == []


TRIPS = st.lists(
    st.tuples(
        st.sampled_from(("BE", "LU")),
        st.sampled_from(("F1", "F2", "F3", "X1", "G1")),
        st.integers(0, 20).map(lambda n: MONDAY + timedelta(days=n)),
        st.integers(1, 8),
    ),
    min_size=1,
    max_size=7,
)


@effort(deadline=None)
@given(trips=TRIPS, most=st.integers(0, 3))
def test_day_limits_are_broken_by_as_much_as_a_count_of_every_day_says(
    trips: list[tuple[str, str, date, int]], most: int
) -> None:
    limits = (
        Administration(country="FR", max_experts_away=most),
        Administration(country="BE", max_missions_hosted=most),
    )
    facts, rows = many(*trips, administrations=limits)
    away: dict[date, set[str]] = {}
    hosted: dict[date, set[str]] = {}
    calendars = Calendars(facts)
    for row, (host, name, start, _) in zip(rows.placements, trips, strict=True):
        run: Span = calendars.run(facts.mission_by_id[row.mission_id], start)
        for day in days(run):
            if name.startswith("F"):
                away.setdefault(day, set()).add(name)
            if host == "BE":
                hosted.setdefault(day, set()).add(row.mission_id)
    for rule, crowds in (("administration-capacity", away), ("host-capacity", hosted)):
        worst = max((len(crowd) for crowd in crowds.values()), default=0)
        assert found(facts, rows, rule) == ([worst - most] if worst > most else [])


# funded


def test_without_a_funds_sheet_nothing_has_to_be_paid() -> None:
    assert check(year(), plan(placement())) == ()
    assert check(year(), plan(placement(fund_id="F1"))) == ()


@pytest.mark.parametrize(
    ("terms", "fits"),
    [
        ({"regions": ("EU",)}, True),
        ({"regions": ("AP", "MENA")}, False),
        ({"hosts": ("LU", "BE")}, True),
        ({"hosts": ("FR",)}, False),
        ({"expertise": (CODE, "CMA")}, True),
        ({"expertise": ("CMA",)}, False),
        ({"valid_from": MONDAY, "valid_to": FRIDAY}, True),
        ({"valid_from": date(2027, 3, 2)}, False),
        ({"valid_to": date(2027, 3, 4)}, False),
        ({"status": FundStatus.PENDING}, False),
        ({"regions": ("EU",), "hosts": ("FR",)}, False),
    ],
)
def test_the_terms_of_a_fund(terms: dict[str, Any], fits: bool) -> None:
    assert found(*paid(PLAIN_COST, **terms), "funded") == ([] if fits else [1])


def test_pending_funds_pay_where_the_settings_allow_it() -> None:
    facts, rows = paid(PLAIN_COST, status=FundStatus.PENDING)
    allowed = settings(use_pending_funds=True)
    assert check(facts.model_copy(update={"settings": allowed}), rows) == ()


@pytest.mark.parametrize(("named", "broken"), [((), []), (("F2", "F1"), []), (("F2",), [1])])
def test_only_the_funds_that_the_mission_names_may_pay(
    named: tuple[str, ...], broken: list[int]
) -> None:
    facts, rows = paid(PLAIN_COST)
    facts = facts.model_copy(
        update={"missions": (mission(funds=named),), "funds": (*facts.funds, fund("F2"))}
    )
    assert found(facts, rows, "funded") == broken


def test_one_position_of_the_expertise_is_enough() -> None:
    asked = (TeamRow(expertise="CMA", experts=1), TeamRow(expertise=CODE, experts=1))
    facts = year(
        missions=(mission(team=asked),),
        experts=(expert(), expert("E2", "DE")),
        qualifications=(qualification(expertise="CMA"), qualification("E2")),
        funds=(fund(expertise=(CODE,)),),
    )
    rows = plan(
        placement(expertise="CMA", fund_id="F1"),
        placement(expert_id="E2", position=2, fund_id="F1"),
    )
    assert check(facts, rows) == ()


def test_the_region_of_the_fund_is_that_of_the_mission_not_of_the_host() -> None:
    facts, rows = paid(10_000, regions=("AP",))
    facts = facts.model_copy(update={"missions": (mission(region="AP"),)})
    assert check(facts, rows) == ()


@pytest.mark.parametrize("fund_id", [None, "F9", ""])
def test_no_fund_and_an_unknown_fund_pay_nothing(fund_id: str | None) -> None:
    assert found(*paid(PLAIN_COST, fund_id=fund_id), "funded") == [1]


def test_every_fault_of_the_paying_fund_is_reported() -> None:
    facts, rows = paid(0, regions=("AP",), hosts=("FR",), valid_to=date(2026, 12, 31))
    assert found(facts, rows, "funded") == [1, 1, 1, PLAIN_COST]


def test_one_fund_pays_the_whole_mission() -> None:
    facts, _ = PAIR
    facts = facts.model_copy(update={"funds": (fund(amount=PLAIN_COST), fund("F2", PLAIN_COST))})
    first, second = placement(fund_id="F1"), placement(expert_id="E2", position=2, fund_id="F2")
    (violation,) = check(facts, plan(first, second))
    assert (violation.rule, violation.missions) == ("funded", ("M1",))
    unpaid = placement(expert_id="E2", position=2)
    assert found(facts, plan(first, unpaid), "funded") == [1]


def test_a_fund_pays_for_all_its_missions_and_their_fixed_costs() -> None:
    trips = (("LU", "F1", MONDAY, 5), ("LU", "F2", date(2027, 4, 5), 5))
    facts, rows = many(*trips)
    missions = tuple(m.model_copy(update={"fixed_cost": 100}) for m in facts.missions)
    both = plan(*(row.model_copy(update={"fund_id": "F1"}) for row in rows.placements))
    total = 2 * (PLAIN_COST + 100)
    for amount, broken in ((total, []), (total - 1, [1])):
        funds = (fund(amount=amount), fund("F2", 0))
        changed = facts.model_copy(update={"missions": missions, "funds": funds})
        assert found(changed, both, "funded") == broken


def test_a_fund_pays_the_fixed_cost_of_a_team_once() -> None:
    facts, rows = PAIR
    pair = plan(*(row.model_copy(update={"fund_id": "F1"}) for row in rows.placements))
    total = 2 * PLAIN_COST + 100
    for amount, broken in ((total, []), (total - 1, [1])):
        changed = facts.model_copy(
            update={
                "missions": (mission(experts=2, fixed_cost=100),),
                "funds": (fund(amount=amount),),
            }
        )
        assert found(changed, pair, "funded") == broken


def test_a_fund_that_holds_less_than_is_committed_breaks_nothing_until_it_pays() -> None:
    spent = (fund(amount=10, committed=20), fund("F2"))
    facts = year(funds=spent)
    assert check(facts, plan()) == ()
    assert check(facts, plan(placement(fund_id="F2"))) == ()
    assert found(facts, plan(placement(fund_id="F1")), "funded") == [PLAIN_COST + 10]


# pinned


PINNED = (AssignmentStatus.COMPLETED, AssignmentStatus.CONFIRMED, AssignmentStatus.INVITED)


@pytest.mark.parametrize("status", list(AssignmentStatus))
def test_completed_confirmed_and_invited_rows_stay(status: AssignmentStatus) -> None:
    facts, rows = alone(plan(), assignments=(agreed("M1", "E1", status),))
    assert found(facts, rows, "pinned") == ([1] if status in PINNED else [])


def test_the_start_of_a_pinned_row_stays() -> None:
    facts, rows = alone(
        plan(placement(start=NEXT_MONDAY)),
        missions=(mission(latest_end=date(2027, 3, 19)),),
        assignments=(agreed("M1", "E1"),),
    )
    (violation,) = check(facts, rows)
    assert (violation.rule, violation.amount) == ("pinned", 1)
    assert "2027-03-01" in violation.message
    assert "2027-03-08" in violation.message


def test_a_pinned_row_without_a_start_binds_the_expert_alone() -> None:
    assert check(*alone(assignments=(agreed("M1", "E1", start=None),))) == ()


@pytest.mark.parametrize(("paying", "broken"), [("F1", []), ("F2", [1])])
def test_the_fund_of_a_pinned_row_stays(paying: str, broken: list[int]) -> None:
    facts, rows = alone(
        plan(placement(fund_id=paying)),
        funds=(fund(), fund("F2")),
        assignments=(agreed("M1", "E1", fund_id="F1"),),
    )
    assert found(facts, rows, "pinned") == broken


def test_a_pinned_row_without_a_fund_leaves_the_choice() -> None:
    facts, rows = alone(
        plan(placement(fund_id="F2")),
        funds=(fund(), fund("F2")),
        assignments=(agreed("M1", "E1"),),
    )
    assert check(facts, rows) == ()


def test_without_a_funds_sheet_the_fund_of_a_pinned_row_cannot_be_kept() -> None:
    assert check(*alone(assignments=(agreed("M1", "E1", fund_id="F1"),))) == ()


def test_the_position_of_a_pinned_row_may_change() -> None:
    facts, _ = PAIR
    rows = (agreed("M1", "E1", position=1), agreed("M1", "E2", position=2))
    swapped = plan(placement(expert_id="E2"), placement(position=2))
    assert check(facts.model_copy(update={"assignments": rows}), swapped) == ()


def test_a_mission_with_one_pinned_position_takes_that_expert_along() -> None:
    facts, _ = promised("E1")
    trio = (*facts.experts, expert("E3", "IT"))
    facts = facts.model_copy(
        update={
            "experts": trio,
            "qualifications": tuple(qualification(member.id) for member in trio),
        }
    )
    others = plan(placement(expert_id="E2"), placement(expert_id="E3", position=2))
    assert [v.rule for v in check(facts, others)] == ["pinned"]
    assert check(facts, plan(placement(), placement(expert_id="E3", position=2))) == ()


def test_a_pinned_expert_of_a_mission_left_out_is_free() -> None:
    facts, _ = promised("E1")
    second = mission("M2", host="LU")
    facts = facts.model_copy(update={"missions": (*facts.missions, second)})
    assert check(facts, plan(placement("M2"))) == ()


def test_an_expert_pinned_twice_is_one_expert() -> None:
    facts, rows = promised("E1", "E1")
    assert check(facts, rows) == ()


def test_completed_rows_that_ended_before_the_plan_demand_nothing() -> None:
    done = agreed("M1", "E1", AssignmentStatus.COMPLETED)
    plan_start = {"plan_start": date(2027, 3, 6)}
    assert check(*alone(plan(), settings=settings(**plan_start), assignments=(done,))) == ()
    # The mission ends on Friday 5 March: a plan that starts that day still holds it.
    plan_start = {"plan_start": FRIDAY}
    facts, rows = alone(plan(), settings=settings(**plan_start), assignments=(done,))
    assert found(facts, rows, "pinned") == [1]


def test_a_confirmed_row_before_the_plan_still_stays() -> None:
    late = settings(plan_start=date(2027, 6, 1))
    facts, rows = alone(plan(), settings=late, assignments=(agreed("M1", "E1"),))
    assert found(facts, rows, "pinned") == [1]


def rows_of(*rows: AssignmentRow) -> dict[str, Any]:
    return {"assignments": rows}


def test_every_pinned_row_that_is_not_kept_is_reported() -> None:
    facts, _ = PAIR
    both = (agreed("M1", "E1"), agreed("M1", "E2", AssignmentStatus.INVITED))
    facts = facts.model_copy(update=rows_of(*both))
    strangers: tuple[Placement, ...] = (
        placement(expert_id="E8"),
        placement(expert_id="E9", position=2),
    )
    assert found(*with_rows((facts, plan()), *strangers), "pinned") == [1, 1]
