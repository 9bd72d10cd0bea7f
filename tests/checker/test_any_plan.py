"""A workbook edited by hand may hold any plan at all: it is read, measured, and never fatal."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from models.answers.plan import Placement, Plan
from models.facts.administration import Administration
from models.facts.assignment import AssignmentStatus
from models.facts.expert import AppliesTo, Clearance, Exclusion, Unavailability
from models.facts.expert import QualificationStatus as Status
from models.facts.instance import Year
from models.facts.mission import TeamRow
from planner.checker import check, level_values
from planner.domain.agreements import level_names
from planner.domain.calendars import Calendars
from planner.domain.rules import RULE_IDS
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
    year,
)

pytestmark = pytest.mark.no_cover

LATE = date(2027, 12, 31)


def busy_year() -> Year:
    """A year in which every rule has something to say."""
    mixed = (TeamRow(expertise="CMA", experts=1), TeamRow(expertise=CODE, experts=2))
    return year(
        missions=(
            mission(experts=2, latest_end=LATE, languages=("fr",)),
            mission("M2", latest_end=LATE, team=mixed, funds=("F1",)),
            mission("M3", latest_end=LATE, host="SA", region="MENA", working_days=12),
        ),
        experts=(
            expert(languages=("fr",), release_period_start=date(2024, 2, 29), most_missions=1),
            expert("E2", "BE", release_cap_weeks=1),
            expert("E3", clearance=Clearance.REFUSED, region="AP"),
        ),
        qualifications=(
            qualification(status=Status.PRE_ACCREDITED),
            qualification("E2", expertise="MPA", since=date(2026, 1, 1)),
            qualification("E3", Status.EXTERNAL),
        ),
        administrations=(
            Administration(country="FR", max_experts_away=1, max_weeks=1),
            Administration(country="BE", max_missions_hosted=1),
        ),
        unavailability=(
            Unavailability(applies_to=AppliesTo.EXPERT, who="E2", start=date(2027, 3, 3)),
        ),
        exclusions=(Exclusion(expert_id="E3", host="BE"),),
        history=(history("E1", date(2026, 12, 7), date(2026, 12, 11), weeks=11),),
        funds=(fund(amount=3_000), fund("F2", valid_to=date(2027, 3, 31))),
        assignments=(
            agreed("M1", "E1", fund_id="F1"),
            agreed("M3", "E2", AssignmentStatus.DECLINED),
            agreed("M2", "E2", AssignmentStatus.PROPOSED),
        ),
    )


YEAR = busy_year()
CALENDARS = Calendars(YEAR)
STARTS = st.one_of(
    st.integers(0, 40).map(lambda n: MONDAY + timedelta(days=n)),
    st.dates(),
    st.sampled_from((date.min, date.max)),
)
PLACEMENTS = st.builds(
    Placement,
    mission_id=st.sampled_from(("M1", "M2", "M3", "M9", "")),
    position=st.integers(-1, 4),
    expertise=st.sampled_from((CODE, "CMA", "no such expertise", "")),
    expert_id=st.sampled_from(("E1", "E2", "E3", "E9", "")),
    start=STARTS,
    fund_id=st.sampled_from((None, "F1", "F2", "F9", "")),
)
PLANS = st.lists(PLACEMENTS, max_size=9).map(Plan.of)


@effort(deadline=None, max_examples=300)
@given(rows=PLANS)
def test_any_plan_gets_an_answer(rows: Plan) -> None:
    found = check(YEAR, rows, CALENDARS)
    assert found == check(YEAR, rows)
    order = [RULE_IDS.index(violation.rule) for violation in found]
    assert order == sorted(order)
    assert all(violation.amount >= 1 for violation in found)
    names = tuple(entry.level for entry in level_values(YEAR, rows, CALENDARS))
    assert names == level_names(YEAR, CALENDARS)


@effort(deadline=None, max_examples=100)
@given(rows=PLANS)
def test_a_plan_with_a_row_that_means_nothing_is_never_valid(rows: Plan) -> None:
    for stray in (placement("M9"), placement(expert_id="E9"), placement(fund_id="F9")):
        assert check(YEAR, Plan.of((*rows.placements, stray)), CALENDARS)


def test_the_busy_year_has_something_to_say_under_every_rule() -> None:
    rows = plan(
        placement("M1", "E2", fund_id="F9"),
        placement("M1", "E2", start=date(2027, 3, 8), position=3, fund_id="F9"),
        placement("M2", "E1", start=date(2027, 3, 3), position=2, fund_id="F2"),
        placement("M2", "E3", start=date(2027, 3, 3), position=3, fund_id="F2"),
        placement("M3", "E1", start=date(2027, 3, 7), fund_id="F1"),
    )
    rules = {violation.rule for violation in check(YEAR, rows)}
    # E1 and E3 on M2 are compatriots; E1 is needed on M1; the rest speaks for itself.
    assert rules == set(RULE_IDS)
