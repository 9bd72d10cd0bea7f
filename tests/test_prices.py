"""What a demand costs, against every way to meet it, tried with the checker."""

from collections.abc import Iterator
from datetime import date
from functools import cache

import pytest

from models.answers.plan import Plan
from models.answers.price import Price
from models.events import Event, Listener, PriceFound, ignore
from models.facts.expert import QualificationStatus
from models.facts.instance import Year
from models.facts.mission import Mission
from models.requests.demand import Demand
from planner.checker import check, level_values
from planner.domain.calendars import Calendars
from planner.domain.errors import NoPlan
from planner.domain.proposals import STABILITY
from planner.formulation.eligibility import Pool
from planner.reasons import counterfactual_price
from planner.reasons.answers.changes import gains as gained
from planner.reasons.answers.changes import losses, moves
from planner.reasons.competitors import rivals
from planner.reasons.counterfactual_price import Prices, with_rows_to_keep
from planner.solver.cp_sat import Engine
from planner.solver.deadline import Deadline
from planner.solver.params import ReasonParams, SearchParams
from tests.brute import Brute, gains, level_vector
from tests.builders import expert, fund, mission, placement, qualification
from tests.builders import year as built
from tests.rich import rich_year
from tests.said import read
from tests.shrink import described
from tests.solving import SECONDS, engine, solve


def priced(
    year: Year,
    plan: Plan,
    demand: Demand,
    best: bool = True,
    by: Engine | None = None,
    tell: Listener = ignore,
) -> Price | None:
    prices = Prices(Pool(year, Calendars(year)), plan, by or engine(), tell, best=best)
    return prices.of([demand])


@cache
def planned() -> tuple[tuple[Year, Plan, Brute], ...]:
    """Tiny years with their best plan, and every valid plan of the year in which it is proposed."""
    found = []
    for seed in range(300, 309):
        year = rich_year(seed)
        year = year.replace(assignments=tuple(r for r in year.assignments if r.preferred))
        plan = solve(year).plan
        kept = with_rows_to_keep(year, plan)
        found.append((year, plan, Brute(kept, Calendars(kept))))
    return tuple(found)


def demands(year: Year, mission: Mission) -> Iterator[Demand]:
    yield Demand(mission_id=mission.id)
    yield from (Demand(mission_id=mission.id, expert_id=e.id) for e in year.experts)
    runs = Calendars(year).allowed_starts(mission)
    yield from (Demand(mission_id=mission.id, start=run.start) for run in runs)
    yield from (Demand(mission_id=mission.id, fund_id=f.id) for f in year.funds)


def meets(plan: Plan, demand: Demand) -> bool:
    rows = plan.teams().get(demand.mission_id, ())
    return bool(rows) and (
        (demand.expert_id is None or demand.expert_id in {row.expert_id for row in rows})
        and (demand.start is None or rows[0].start == demand.start)
        and (demand.fund_id is None or rows[0].fund_id == demand.fund_id)
    )


@pytest.mark.no_cover
def test_the_price_is_that_of_the_best_plan_that_has_what_is_demanded() -> None:
    """No valid plan with the demand is better; where there is none, that is said."""
    priced_ones = impossible = 0
    for year, plan, brute in planned():
        calendars = Calendars(year)
        plans = list(brute.valid_plans)
        for wanted in (d for m in year.missions for d in demands(year, m)):
            about = f"{wanted}\n{described(year)}"
            stages: list[Event] = []
            found = priced(year, plan, wanted, tell=stages.append)
            for stage in (event.price for event in stages if isinstance(event, PriceFound)):
                assert meets(stage.plan, wanted), about
                assert check(year, stage.plan, calendars) == (), about
                counted = level_vector(brute.year, stage.plan, calendars)
                assert tuple(stage.after.values()) == counted, about
            meeting = [brute.values[n] for n, p in enumerate(plans) if meets(p, wanted)]
            if found is None:
                assert not meeting, about
                impossible += 1
                continue
            best = max(gains(brute.levels, values) for values in meeting)
            assert gains(brute.levels, tuple(found.after.values())) == best, about
            assert found.exact, about
            assert meets(found.plan, wanted), about
            assert check(year, found.plan, calendars) == (), about
            assert tuple(found.before.values()) == level_vector(brute.year, plan, calendars)
            assert tuple(found.after.values()) == level_vector(brute.year, found.plan, calendars)
            assert _told(year, plan, found) == _differences(found), about
            priced_ones += 1
    assert min(priced_ones, impossible) >= 20


def _told(year: Year, plan: Plan, found: Price) -> dict[str, int]:
    said = read([*losses(year, plan, found), *gained(year, plan, found)])
    return {name: number for name, number in said.items() if name != STABILITY}


def _differences(found: Price) -> dict[str, int]:
    """By how much the levels differ; rows that are not kept are told as what moves."""
    pairs = ((name, found.after[name] - found.before[name]) for name in found.before)
    return {name: number for name, number in pairs if number and name != STABILITY}


def test_what_levels_lose_is_said_with_who_loses_it() -> None:
    """A candidate steps back for an external expert from another region."""
    year = built(
        missions=(mission(staff_lead=True),),
        experts=(expert("near"), expert("far", "JP", region="FECEA")),
        qualifications=(
            qualification("near", QualificationStatus.PRE_ACCREDITED),
            qualification("far", QualificationStatus.EXTERNAL),
        ),
    )
    plan = Plan.of([placement("M1", "near")])
    found = priced(year, plan, Demand(mission_id="M1", expert_id="far"))
    assert found is not None
    assert found.exact
    assert losses(year, plan, found) == [
        "1 candidate fewer for TOA/PCA would get an evaluation mission (without near)",
        "1 position more would be filled by an external expert",
        "1 position more would be filled from another region",
        "1,825 fewer days of waiting would end with a mission",
        "the plan would cost 4,300 EUR more",
    ]
    assert gained(year, plan, found) == []
    assert list(moves(plan, found.plan)) == [("M1", "far goes to M1 for near")]


def test_a_mission_that_is_delivered_at_the_cost_of_another() -> None:
    year = built(
        missions=(mission("M1", priority=1), mission("M2", priority=2)),
        experts=(expert("only"),),
        qualifications=(qualification("only"),),
    )
    plan = solve(year).plan
    found = priced(year, plan, Demand(mission_id="M2"))
    assert found is not None
    assert losses(year, plan, found) == ["1 mission fewer of priority 1 would be delivered"]
    assert gained(year, plan, found) == ["1 mission more of priority 2 would be delivered"]
    assert dict(moves(plan, found.plan)) == {
        "M1": "M1 is not delivered",
        "M2": "M2 is delivered on 1 March 2027, by only",
    }


@pytest.mark.parametrize("best", [True, False])
def test_what_is_nearby_is_the_price_only_where_that_is_proven(best: bool) -> None:
    """With and without a full search: the same price."""
    for year, plan, _ in planned()[:4]:
        for wanted in (d for m in year.missions[:1] for d in demands(year, m)):
            found, other = priced(year, plan, wanted, best), priced(year, plan, wanted, not best)
            assert (found and found.worth) == (other and other.worth)


def small_and_large() -> Year:
    """Three missions of one fund that pays two of them; M3 comes last."""
    return built(
        missions=tuple(mission(f"M{n}", priority=n) for n in (1, 2, 3)),
        experts=tuple(expert(f"E{n}", code) for n, code in enumerate(("DE", "ES", "IT"))),
        qualifications=tuple(qualification(f"E{n}") for n in range(3)),
        funds=(fund(amount=5_000),),
    )


@pytest.mark.parametrize("ends", ["before", "without a plan"])
def test_where_time_is_short_the_missions_that_compete_are_changed_alone(
    ends: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """M3 is delivered in the place of M2; no year is planned again for that."""
    year = small_and_large()
    plan = solve(year).plan

    def no_time(*_: object) -> None:
        if ends == "before":
            raise AssertionError("there was no time for that")
        raise NoPlan

    monkeypatch.setattr(counterfactual_price, "best_plan", no_time)
    too_late = ReasonParams(too_late_seconds=SECONDS if ends == "before" else 0.0)
    by = Engine(Deadline(SECONDS), params=SearchParams(reasons=too_late))
    found = priced(year, plan, Demand(mission_id="M3"), by=by)
    assert found is not None
    assert not found.exact
    assert set(found.plan.teams()) == {"M1", "M3"}
    assert check(year, found.plan) == ()


def test_rivals_want_the_money_or_the_experts_of_that_time() -> None:
    """M2 has the fund, M3 the expert at that time, M4 at another one."""
    april = {"earliest_start": date(2027, 4, 12), "latest_end": date(2027, 4, 16)}
    year = built(
        missions=(
            mission("M1", funds=("F1",)),
            mission("M2", expertise="CMA", **april),
            mission("M3"),
            mission("M4", **april),
        ),
        experts=(expert(), expert("E2", "ES")),
        qualifications=(qualification(), qualification("E2", expertise="CMA")),
        funds=(fund(), fund("F2")),
    )
    monday = date(2027, 4, 12)
    plan = Plan.of(
        [
            placement("M2", "E2", monday, expertise="CMA", fund_id="F1"),
            placement("M3", fund_id="F2"),
            placement("M4", start=monday, fund_id="F2"),
        ]
    )
    assert rivals(year, Calendars(year), plan, year.missions[0]) == {"M2", "M3"}


def test_levels_are_compared_with_those_of_the_plan() -> None:
    year, plan, brute = next(entry for entry in planned() if entry[1].placements)
    values = {v.level: v.value for v in level_values(brute.year, plan, Calendars(year))}
    found = priced(year, plan, Demand(mission_id=plan.placements[0].mission_id))
    assert found is not None
    assert found.before == values
    assert found.changes == {}
