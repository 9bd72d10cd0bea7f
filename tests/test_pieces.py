"""A long year is bettered piece by piece; whatever that does, the plan obeys and gets no worse."""

from datetime import date
from functools import cache

import pytest
from ortools.sat.python import cp_model

from models.answers.plan import Placement, Plan
from models.facts.instance import Year
from planner.checker import check, level_values
from planner.domain.calendars import Calendars
from planner.domain.levels import level_of
from planner.formulation.build import LevelMeasure, build
from planner.formulation.eligibility import Pool
from planner.formulation.objectives.base import Measure
from planner.formulation.scalarisation import weighted
from planner.heuristics.candidate_list import ShortList, is_long
from planner.heuristics.construction import completed, first_plan
from planner.sample.build import sample_year
from planner.search.incumbent import Incumbent
from planner.search.large_neighbourhood import bettered
from planner.solver.cp_sat import Engine
from planner.solver.deadline import Deadline
from planner.solver.outcome import Outcome
from planner.solver.params import CandidateParams, SearchParams
from tests.breadth import usually
from tests.brute import gains
from tests.rich import rich_year
from tests.solving import solve

SEEDS, SAMPLES = range(700, usually(704, 720)), range(1, usually(3, 6))


def in_pieces(deadline: Deadline, missions: int = 10) -> Engine:
    """An engine for which small years are long ones, with several pieces each."""
    return Engine(deadline, params=SearchParams(candidates=CandidateParams(-1, missions=missions)))


@cache
def sample() -> Pool:
    year = sample_year(60, 150, 5)
    return Pool(year, Calendars(year))


@cache
def solved() -> Outcome:
    """What is found where the sample is planned whole."""
    return solve(sample().year)


def best() -> Plan:
    """The best plan of the sample."""
    return solved().plan


def _gains(year: Year, plan: Plan, calendars: Calendars) -> tuple[int, ...]:
    values = level_values(year, plan, calendars)
    return gains(tuple(v.level for v in values), tuple(v.value for v in values))


@pytest.mark.no_cover
def test_pieces_better_a_plan_and_keep_the_rules() -> None:
    better = 0
    years = [rich_year(seed) for seed in SEEDS] + [sample_year(40, 60, seed) for seed in SAMPLES]
    for year in [*years, sample().year]:
        pool = Pool(year, Calendars(year))
        plan = first_plan(pool)
        if plan is None:
            continue
        told: list[tuple[int, int]] = []
        found = bettered(pool, plan, in_pieces(Deadline()), lambda *far: told.append(far))  # noqa: B023
        assert check(year, found, pool.calendars) == ()
        before, after = (_gains(year, p, pool.calendars) for p in (plan, found))
        assert after >= before
        better += after > before
        assert told == [(done, len(told)) for done in range(len(told))]
    assert better >= usually(3, 5)
    assert len(told) == 18  # six pieces of ten, by region, by date and by expertise


def test_without_time_the_plan_stays() -> None:
    plan = first_plan(sample())
    assert plan is not None
    assert bettered(sample(), plan, in_pieces(Deadline(0.0)), lambda *_: None) == plan


@pytest.mark.no_cover
def test_a_long_year_has_the_same_optimum() -> None:
    def optimum(outcome: Outcome) -> dict[str, int]:
        assert all(level.proven for level in outcome.levels)
        return {level.level: level.value for level in outcome.levels}

    assert not is_long(sample())
    long = in_pieces(Deadline(), missions=30)
    assert is_long(sample(), long.params.candidates)
    assert optimum(solve(sample().year, by=long)) == optimum(solved())


def test_the_short_list_is_short_and_takes_turns() -> None:
    missions = sample().year.missions
    part = ShortList(sample()).part(missions)
    able = build(sample(), timed=False).variables.goes
    listed = {m.id: {e for mission, e in part.pairs if mission == m.id} for m in missions}
    for mission in missions:
        if not able[mission.id]:  # nobody holds an expertise, or there is no day to start
            continue
        assert listed[mission.id] <= able[mission.id].keys()
        assert len(listed[mission.id]) <= 12 * len(mission.positions)
        assert listed[mission.id]
    assert sum(map(len, listed.values())) < sum(map(len, able.values()))
    # Nobody is put on the list of most missions, and few experts on none.
    everybody = {expert for experts in able.values() for expert in experts}
    used = {expert for experts in listed.values() for expert in experts}
    assert len(used) > 0.8 * len(everybody)


def test_a_plan_is_completed_and_nothing_in_it_changes() -> None:
    plan = best()
    year, everybody = sample().year, {e.id for e in sample().year.experts}
    kept = Plan.of(row for number, row in enumerate(plan.placements) if number < 30)
    kept = Plan.of(row for rows in kept.teams().values() if _whole(year, rows) for row in rows)
    whole = completed(sample(), kept, dict.fromkeys(year.mission_by_id, everybody))
    assert set(kept.placements) < set(whole.placements)
    assert check(year, whole, sample().calendars) == ()
    nobody: dict[str, set[str]] = {}
    missing = completed(sample(), kept, nobody)
    assert set(missing.placements) >= set(kept.placements)


def test_a_worse_plan_never_takes_the_place_of_the_best() -> None:
    offered, plan = Incumbent(sample().year, sample().calendars), first_plan(sample())
    assert plan is not None
    offered.offer(plan)
    values = dict(offered.values)
    offered.offer(Plan())
    assert (offered.plan, offered.values) == (plan, values)
    offered.offer(better := best())
    assert offered.plan == better
    assert offered.values != values


def test_a_finished_level_never_gets_worse() -> None:
    plan, better = first_plan(sample()), best()
    assert plan is not None
    offered = Incumbent(sample().year, sample().calendars)
    offered.offer(plan)
    values = dict(offered.values)
    for _ in values:
        offered.finish_level()
    offered.offer(better)  # more missions, more of them by experts of other regions
    assert offered.plan == plan


def _whole(year: Year, rows: tuple[Placement, ...]) -> bool:
    return len(rows) == len(year.mission_by_id[rows[0].mission_id].positions)


NAMES = ("delivery-1", "delivery-2", "pre-accredited", "externals", "region", "idle", "cost")


@pytest.mark.parametrize("first", range(len(NAMES) - 1))
def test_an_earlier_level_weighs_more(first: int) -> None:
    names = NAMES[first:]
    cp = cp_model.CpModel()
    reached = [cp.new_int_var(0, 9, name) for name in names]
    measures = [Measure(expression=variable, low=0, high=9) for variable in reached]
    pairs = zip(names, measures, strict=True)
    cp.maximize(weighted([LevelMeasure(name, level_of(name).direction, m) for name, m in pairs]))
    objective = cp.proto.objective
    weights = {names[i]: abs(c) for i, c in zip(objective.vars, objective.coeffs, strict=True)}
    worth = [weights[name] * {"idle": 400, "cost": 2_500}.get(name, 1) for name in names]
    assert max(weights.values()) <= 10**9
    assert worth == sorted(worth, reverse=True)
    assert worth[0] > 5 * worth[1]
    assert weights["cost"] >= 1


def test_a_piece_leaves_the_other_missions_as_they_are() -> None:
    year = sample().year
    plan = first_plan(sample())
    assert plan is not None
    before = plan.teams()
    after = one_piece(sample(), plan).teams()
    changed = {mission_id for mission_id, rows in after.items() if rows != before.get(mission_id)}
    piece = {m.id for m in sorted(year.missions, key=lambda m: (m.region, m.earliest_start))[:10]}
    # Others may come in where the piece leaves a place, and their funds may change.
    moved = {m for m in changed - piece if m in before and _who(before[m]) != _who(after[m])}
    assert changed & piece
    assert not moved


def one_piece(pool: Pool, plan: Plan) -> Plan:
    """The plan after the first piece was planned anew."""
    deadline = Deadline()

    def stop(done: int, total: int) -> None:
        if done == 1:
            deadline.end()

    return bettered(pool, plan, in_pieces(deadline), stop)


def _who(rows: tuple[Placement, ...]) -> set[tuple[str, date]]:
    return {(row.expert_id, row.start) for row in rows}
