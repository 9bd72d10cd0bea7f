"""The sheet Compliance: every paragraph of the policy, every waiver, every external."""

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

import pytest

from models.answers.plan import Plan
from models.answers.result import RunResult
from models.facts.administration import Administration
from models.facts.expert import Clearance, QualificationStatus
from models.facts.fund import FundStatus
from planner.domain.levels import LEVEL_BY_ID, LEVELS
from planner.domain.rules import RULE_BY_ID, RULE_IDS
from planner.report.level_figures import APPLIED_LEVELS
from planner.report.plan_view import PlanView
from planner.report.waivers import waiver_lines
from planner.workbook.writing.compliance import ComplianceLine, compliance_lines, external_lines
from tests.builders import (
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
from tests.workbook import year2027


@cache
def lines() -> dict[str, ComplianceLine]:
    """What the sheet says of each rule and level."""
    return {line.id: line for line in compliance_lines(PlanView(year2027.example()))}


def view(plan: Plan, **facts: Any) -> PlanView:
    """A plan of a small year."""
    made = year2027.example().model_copy(
        update={"year": year(**facts), "plan": plan, "levels": (), "not_delivered": ()}
    )
    assert isinstance(made, RunResult)
    return PlanView(made)


def test_every_rule_and_level_has_a_sentence() -> None:
    assert tuple(APPLIED_LEVELS) == tuple(level.id for level in LEVELS)
    assert tuple(lines()) == (*RULE_IDS, *(level.id for level in LEVELS))


@pytest.mark.parametrize("id", [*RULE_BY_ID, *LEVEL_BY_ID])
def test_lines_quote_the_policy_to_the_letter(id: str) -> None:
    line, entry = lines()[id], RULE_BY_ID.get(id) or LEVEL_BY_ID[id]
    assert line.quote == f"“{entry.source.quote}”"
    assert (line.document, line.heading) == (entry.source.document, entry.source.heading)
    assert line.sentence == entry.sentence
    assert line.applied.endswith(".")


@pytest.mark.parametrize(
    "level", ["stability", "pre-accredited", "externals", "region", "idle", "cost"]
)
def test_figures_of_levels_are_their_values(level: str) -> None:
    assert lines()[level].figure == year2027.values()[level]


def test_figure_of_delivery_is_the_sum_of_its_levels() -> None:
    delivered = sum(
        value for name, value in year2027.values().items() if name.startswith("delivery")
    )
    assert lines()["delivery"].figure == delivered == 23
    assert "pinned: 2 of 2" in lines()["delivery"].applied


def test_figures_of_rules_are_counted_from_the_plan() -> None:
    placements = year2027.example().plan.placements
    weeks = year2027.example().year.mission_by_id
    external = year2027.example().year.external_ids
    assert lines()["dates"].figure == 23
    assert lines()["whole-team"].figure == lines()["qualified"].figure == len(placements)
    assert lines()["language"].figure == len(
        [p for p in placements if weeks[p.mission_id].languages]
    )
    assert lines()["release-cap"].figure == sum(
        weeks[p.mission_id].weeks_charged for p in placements if p.expert_id not in external
    )
    assert lines()["cleared"].figure == year2027.values()["externals"]
    assert lines()["funded"].figure == year2027.values()["cost"]
    assert lines()["pinned"].figure == 4
    assert lines()["not-excluded"].figure == 2


def test_a_level_that_the_settings_drop_is_said_to_be_dropped() -> None:
    made = view(plan(placement()), settings=settings(objectives=("delivery", "cost")))
    lines = {line.id: line for line in compliance_lines(made)}
    assert lines["idle"].applied.startswith("No goal of this plan")
    assert not lines["cost"].applied.startswith("No goal of this plan")


def test_capacities_name_the_busiest_day() -> None:
    limits = (
        Administration(country="FR", max_experts_away=2, max_weeks=9),
        Administration(country="BE", max_missions_hosted=3),
    )
    two = (mission("M1", experts=2, same_administration_allowed=True), mission("M2"))
    experts = (expert("E1"), expert("E2"), expert("E3", "DE"))
    made = view(
        plan(placement(), placement(expert_id="E2", position=2), placement("M2", "E3")),
        missions=two,
        experts=experts,
        qualifications=tuple(qualification(e.id) for e in experts),
        administrations=limits,
    )
    lines = {line.id: line.applied for line in compliance_lines(made)}
    assert "France: away at once 2 of 2, weeks 2 of 9" in lines["administration-capacity"]
    assert "Belgium 2 of 3 on its busiest day" in lines["host-capacity"]


def test_capacities_count_who_is_under_way_on_days_of_the_plan() -> None:
    """M1 runs from 8 to 12 March: M0 is there until then, M8 and M9 have gone on the 5th."""
    limits = (
        Administration(country="FR", max_experts_away=3, max_weeks=9),
        Administration(country="BE", max_missions_hosted=3),
    )
    under_way = {"M0": date(2027, 3, 12), "M8": date(2027, 3, 5), "M9": date(2027, 3, 5)}
    begun = [
        mission(name, latest_end=end, working_days=(end - MONDAY).days // 7 * 5 + 5)
        for name, end in under_way.items()
    ]
    second_week = {"earliest_start": date(2027, 3, 8), "latest_end": date(2027, 3, 12)}
    people = tuple(expert(f"E{name[1]}") for name in ("M1", *under_way))
    made = view(
        plan(placement(start=date(2027, 3, 8))),
        settings=settings(plan_start=date(2027, 3, 3)),
        missions=(mission(**second_week), *begun),
        experts=people,
        qualifications=tuple(qualification(e.id) for e in people),
        assignments=tuple(agreed(name, f"E{name[1]}") for name in under_way),
        administrations=limits,
    )
    assert len(made.year.running) == 3
    lines = {line.id: line.applied for line in compliance_lines(made)}
    assert "France: away at once 2 of 3, weeks 1 of 9" in lines["administration-capacity"]
    assert "Belgium 2 of 3 on its busiest day" in lines["host-capacity"]


def shared_administration() -> PlanView:
    experts = (expert("E1"), expert("E2"))
    return view(
        plan(placement(), placement(expert_id="E2", position=2)),
        missions=(mission(experts=2, same_administration_allowed=True),),
        experts=experts,
        qualifications=tuple(qualification(e.id) for e in experts),
    )


def led_by_staff() -> PlanView:
    candidate = qualification(status=QualificationStatus.PRE_ACCREDITED)
    return view(
        plan(placement()), missions=(mission(staff_lead=True),), qualifications=(candidate,)
    )


def paid_by_a_pending_fund() -> PlanView:
    return view(
        plan(placement(fund_id="F1")),
        settings=settings(use_pending_funds=True),
        funds=(fund(status=FundStatus.PENDING),),
    )


def over_twelve_weeks() -> PlanView:
    long = expert(release_period_start=date(2026, 1, 1), release_cap_weeks=13)
    past = (history("E1", date(2026, 2, 2), date(2026, 4, 24), weeks=12),)
    return view(plan(placement()), experts=(long,), history=past)


def over_twelve_weeks_by_setting() -> PlanView:
    made = over_twelve_weeks().year
    without = made.experts[0].model_copy(update={"release_cap_weeks": None})
    return view(
        plan(placement()),
        experts=(without,),
        history=made.history,
        settings=settings(release_cap_weeks=13),
    )


def over_a_holiday() -> PlanView:
    # Easter Monday is 29 March 2027, a holiday in Belgium.
    easter = mission(earliest_start=date(2027, 3, 29), latest_end=date(2027, 4, 2))
    return view(
        plan(placement(start=date(2027, 3, 29))),
        missions=(easter,),
        settings=settings(avoid_public_holidays=False),
    )


def other_goals() -> PlanView:
    return view(plan(placement()), settings=settings(objectives=("delivery", "cost")))


@pytest.mark.parametrize(
    ("make", "waiver", "where", "id", "words"),
    [
        (shared_administration, "Same administration allowed", "Missions", "M1", "E1, E2"),
        # 900 within the region, and 7 days of 200.
        (paid_by_a_pending_fund, "Use pending funds", "Funds", "F1", "2,300 EUR for 1 mission"),
        (over_twelve_weeks, "Release cap of 13 weeks", "Experts", "E1", "13 weeks from 1 Jan 2026"),
        (over_twelve_weeks_by_setting, "Release cap of 13 weeks", "Settings", "E1", "says 12"),
        (over_a_holiday, "Avoid public holidays = no", "Settings", "M1", "29 Mar 2027"),
        (other_goals, "Objectives", "Settings", "", "delivery; cost"),
    ],
)
def test_every_waiver_used_is_listed(
    make: Callable[[], PlanView], waiver: str, where: str, id: str, words: str
) -> None:
    (line,) = waiver_lines(make())
    assert (line.waiver, line.where, line.id) == (waiver, where, id)
    assert words in line.used


def test_a_staff_lead_is_no_waiver() -> None:
    assert waiver_lines(led_by_staff()) == ()


def unused_team() -> PlanView:
    experts = (expert("E1"), expert("E2", "DE"))
    return view(
        plan(placement(), placement(expert_id="E2", position=2)),
        missions=(mission(experts=2, same_administration_allowed=True, staff_lead=True),),
        experts=experts,
        qualifications=(
            qualification("E1", QualificationStatus.PRE_ACCREDITED),
            qualification("E2"),
        ),
    )


def twelve_weeks() -> PlanView:
    made = over_twelve_weeks().year
    past = made.history[0].model_copy(update={"weeks": 11})
    return view(plan(placement()), experts=made.experts, history=(past,))


def unused_settings() -> PlanView:
    return view(
        plan(placement(fund_id="F1")),
        settings=settings(use_pending_funds=True, avoid_public_holidays=False),
        funds=(fund(), fund("F2", status=FundStatus.PENDING)),
        experts=(expert(release_cap_weeks=20),),
    )


@pytest.mark.parametrize("make", [unused_team, unused_settings, twelve_weeks])
def test_waivers_that_are_granted_but_not_used_are_not_listed(
    make: Callable[[], PlanView],
) -> None:
    assert waiver_lines(make()) == ()


def test_externals_are_listed_for_the_deputy_director() -> None:
    external = expert("X1", "CA", region="AC", clearance=Clearance.PENDING)
    made = view(
        plan(placement(expert_id="X1")),
        experts=(expert(), external),
        qualifications=(qualification(), qualification("X1", QualificationStatus.EXTERNAL)),
    )
    (line,) = external_lines(made)
    assert (line.mission_id, line.expert_id, line.start) == ("M1", "X1", MONDAY)
    assert line.clearance.startswith("pending")
    assert line.serving.startswith("1 serving expert ")
    # 2,200 between regions, 7 days of 200, 5 days of 600.
    assert line.cost == 2200 + 7 * 200 + 5 * 600


def test_evaluation_names_the_accredited_colleague() -> None:
    made = view(
        plan(placement(), placement(expert_id="E2", position=2)),
        missions=(mission(experts=2),),
        experts=(expert("E1"), expert("E2", "DE")),
        qualifications=(
            qualification("E1", QualificationStatus.PRE_ACCREDITED),
            qualification("E2"),
        ),
    )
    lines = {line.id: line.applied for line in compliance_lines(made)}
    assert "0 evaluated by WCO staff, 1 by an accredited colleague" in lines["evaluation-lead"]


def test_pinned_rows_that_wait_are_counted() -> None:
    made = view(plan(), assignments=(agreed("M1", "E1"),))
    lines = {line.id: line.applied for line in compliance_lines(made)}
    assert "0 in the plan as agreed, 1 of missions that are not delivered" in lines["pinned"]
