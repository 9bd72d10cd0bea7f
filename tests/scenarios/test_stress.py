"""The stress test: what may be declined, how a plan is repaired, and what is said about it."""

from dataclasses import replace
from datetime import date
from random import Random

import pytest

from models.answers.plan import Plan
from models.answers.report import StopReason
from models.facts.assignment import AssignmentStatus
from models.facts.expert import QualificationStatus
from models.facts.instance import Year
from planner.domain.calendars import Calendars
from planner.domain.errors import BadInput, Contradiction, NoPlan
from planner.solver.cp_sat import Answer, Engine
from planner.solver.cp_sat import Status as SolverStatus
from planner.solver.deadline import Deadline
from planner.solver.params import DEFAULT, SearchParams, WeightParams
from scenarios.app.stressing import rate_of
from scenarios.fanout import Following, Here, Processes, fan_out
from scenarios.stress import repair
from scenarios.stress.findings import Findings, percentile
from scenarios.stress.releases import Release, declined_in, releases_of, year_after
from scenarios.stress.repair import Repaired, Repairer, most_delivered
from scenarios.stress.trials import (
    TrialBench,
    TrialCase,
    TrialKind,
    most_of,
    result_of,
    single_points,
    trials,
)
from scenarios.stress.words import headline, method
from scenarios.study.guarded import guarded
from tests.brute import Brute
from tests.builders import agreed, expert, mission, placement, plan, qualification, year
from tests.rich import rich_year
from tests.solving import solve

Status = AssignmentStatus


def people(**countries: str) -> dict[str, object]:
    """Accredited experts by ID and country."""
    return {
        "experts": tuple(expert(e, country) for e, country in countries.items()),
        "qualifications": tuple(qualification(e) for e in countries),
    }


def repaired(
    found: Year,
    by: Plan,
    declined: set[tuple[str, str]],
    *,
    quick: bool = False,
    params: SearchParams = DEFAULT,
) -> Repaired:
    calendars, engine = Calendars(found), Engine(Deadline(60.0), params=params)
    most = most_delivered(found, calendars, by, engine)
    assert most is not None
    return Repairer(found, calendars, by, most, engine, quick).repair(declined)


# What may be declined


def test_only_what_is_still_open_can_be_declined() -> None:
    statuses = (Status.PROPOSED, Status.CONTACTED, Status.INVITED, Status.CONFIRMED)
    ids = [f"M{n}" for n in range(1, 6)]
    experts = [f"E{n}" for n in range(1, 6)]
    rows = tuple(agreed(f"M{n}", f"E{n}", s) for n, s in enumerate(statuses, start=1))
    found = year(
        missions=tuple(mission(m) for m in ids),
        experts=tuple(expert(e) for e in experts),
        qualifications=(
            *(qualification(e) for e in experts[:4]),
            qualification("E5", QualificationStatus.EXTERNAL),
        ),
        assignments=rows,
    )
    by = plan(*(placement(m, e) for m, e in zip(ids, experts, strict=True)))
    asked = releases_of(found, by, {}, 0.2)
    assert [r.mission_id for r in asked] == ["M1", "M2", "M3"]


def test_the_rate_of_the_administration_comes_before_the_usual_one() -> None:
    found = year(missions=(mission("M1"), mission("M2")), **people(E1="FR", E2="DE"))
    by = plan(placement("M1", "E1"), placement("M2", "E2"))
    always, never = releases_of(found, by, {"FR": 1.0}, 0.0)
    assert (always.rate, never.rate) == (1.0, 0.0)
    for trial in range(50):
        assert declined_in([always, never], 1, trial) == (("M1", "E1"),)


def test_a_trial_draws_the_same_whatever_came_before_and_its_rate_is_kept() -> None:
    asked = [Release(f"M{n}", "E1", "FR", 0.2) for n in range(1_000)]
    assert declined_in(asked, 1, 7) == declined_in(asked, 1, 7)
    assert declined_in(asked, 1, 7) != declined_in(asked, 1, 8)
    assert declined_in(asked, 2, 7) != declined_in(asked, 1, 7)
    assert 150 < len(declined_in(asked, 1, 7)) < 250


@pytest.mark.parametrize(("typed", "rate"), [("20%", 0.2), ("0.2", 0.2), ("100 %", 1.0)])
def test_rates(typed: str, rate: float) -> None:
    assert rate_of(typed) == rate


@pytest.mark.parametrize("typed", ["20", "120%", "-5%", "often"])
def test_what_is_no_rate(typed: str) -> None:
    with pytest.raises(BadInput, match="Write it like 20%"):
        rate_of(typed)


# The repair


def test_somebody_else_steps_in() -> None:
    found = year(**people(E1="FR", E2="DE"))
    after = repaired(found, plan(placement("M1", "E1")), {("M1", "E1")})
    assert [row.expert_id for row in after.plan.placements] == ["E2"]
    assert after.proven
    assert not after.whole


def test_without_anybody_else_the_mission_is_lost() -> None:
    found = year(**people(E1="FR"))
    after = repaired(found, plan(placement("M1", "E1")), {("M1", "E1")})
    assert after.plan == Plan()
    assert after.proven


def chain() -> tuple[Year, Plan]:
    """M1 can only be saved by E2, who is on M2 in the same week; E3 could go there instead."""
    found = year(
        missions=(mission("M1", languages=("fr",)), mission("M2", priority=2)),
        experts=(
            expert("E1", "FR", languages=("fr",)),
            expert("E2", "DE", languages=("fr", "en")),
            expert("E3", "JP"),
        ),
        qualifications=tuple(qualification(e) for e in ("E1", "E2", "E3")),
    )
    return found, plan(placement("M1", "E1"), placement("M2", "E2"))


def test_others_move_where_that_saves_a_mission() -> None:
    found, by = chain()
    after = repaired(found, by, {("M1", "E1")})
    goes = {row.mission_id: row.expert_id for row in after.plan.placements}
    assert goes["M1"] == "E2"
    assert goes["M2"] in {"E1", "E3"}  # E1 has declined M1 alone
    assert after.whole
    assert after.proven


def test_a_quick_repair_moves_nobody_else_and_claims_nothing() -> None:
    found, by = chain()
    after = repaired(found, by, {("M1", "E1")}, quick=True)
    assert [row.mission_id for row in after.plan.placements] == ["M2"]
    assert not after.proven
    assert repaired(found, by, set(), quick=True).proven


def test_who_was_invited_and_declines_binds_nobody() -> None:
    """The mission is no longer agreed: it counts by its priority, and others may go."""
    found = year(
        missions=(mission("M1", priority=2),),
        **people(E1="FR", E2="DE"),
        assignments=(agreed("M1", "E1", Status.INVITED),),
    )
    after = repaired(found, plan(placement("M1", "E1")), {("M1", "E1")})
    assert after.counts == (("delivery-2", 1),)
    assert after.proven


@pytest.mark.no_cover
def test_repairs_deliver_what_brute_force_can() -> None:
    """On tiny years, with declines drawn at random; and what stands is kept where it can be."""
    lost = 0
    for seed in range(30):
        draw, found = Random(seed), rich_year(seed)
        found = found.replace(assignments=())
        by = solve(found).plan
        pairs = [(row.mission_id, row.expert_id) for row in by.placements]
        declined = {pair for pair in pairs if draw.random() < 0.5}
        if not declined:
            continue
        after = repaired(found, by, declined)
        best = Brute(year_after(found, by, declined), Calendars(found)).best
        assert best is not None
        counts = tuple(number for _, number in after.counts)
        assert counts == best[: len(counts)], seed
        assert after.proven
        lost += len(after.plan.teams()) < len(by.teams())
    assert lost > 3


def test_levels_too_many_for_one_search_are_split() -> None:
    found, by = chain()
    split = SearchParams(weights=WeightParams(exact_product=1))
    at_once = repaired(found, by, {("M1", "E1")})
    assert repaired(found, by, {("M1", "E1")}, params=split) == at_once


# The findings


def run_trials(
    found: Year, by: Plan, number: int = 20, crew: Here | Processes | None = None
) -> Findings:
    asked = tuple(releases_of(found, by, {}, 0.4))
    bench = TrialBench(found, by)
    bench = replace(bench, most=fan_out(most_of, bench, (0,), Here()).results[0])
    cases = (*trials(asked, 1, number), *single_points(asked))
    harvest = fan_out(result_of, bench, cases, crew or Here())
    pairs = zip(cases, harvest.results, strict=True)
    return Findings(bench, asked, number, tuple((c, r) for c, r in pairs if r is not None))


def three_missions() -> tuple[Year, Plan]:
    """M1 hangs on E1 of France; M2 and M3, in one week, have E2 and E3, and E4 as a stand-by."""
    week = {"earliest_start": date(2027, 3, 8), "latest_end": date(2027, 3, 12)}
    later = (mission(m, languages=("en",), **week) for m in ("M2", "M3"))
    found = year(
        missions=(mission("M1", languages=("fr",)), *later),
        experts=(
            expert("E1", "FR", languages=("fr",)),
            expert("E2", "DE"),
            expert("E3", "DE"),
            expert("E4", "JP"),
        ),
        qualifications=tuple(qualification(f"E{n}") for n in range(1, 5)),
    )
    by = plan(
        placement("M1", "E1"),
        placement("M2", "E2", start=date(2027, 3, 8)),
        placement("M3", "E3", start=date(2027, 3, 8)),
    )
    return found, by


def test_whom_the_year_hangs_on() -> None:
    findings = run_trials(*three_missions())
    experts = findings.single_points(TrialKind.EXPERT)
    assert [(p.who, p.lost) for p in experts] == [("E1", ("M1",)), ("E2", ()), ("E3", ())]
    administrations = findings.single_points(TrialKind.ADMINISTRATION)
    assert [(p.who, p.releases, p.lost, p.moved) for p in administrations] == [
        ("FR", 1, ("M1",), 0),
        ("DE", 2, (), 2),
    ]
    assert findings.missions[0].id == "M1"
    assert findings.missions[0].lost == findings.missions[0].hit
    assert [risk.lost for risk in findings.missions[1:]] == [0, 0]


def test_the_figures_are_those_of_the_trials() -> None:
    findings = run_trials(*three_missions())
    declined = [set(case.declined) for case, _ in findings.trials]
    lost = sum(("M1", "E1") in trial for trial in declined)
    assert findings.average == pytest.approx(3 - lost / 20)
    assert findings.low == 2
    assert findings.distribution == ((2, lost), (3, 20 - lost))
    # Where both are declined, they can change places.
    stepped_in = sum((("M2", "E2") in trial) != (("M3", "E3") in trial) for trial in declined)
    by_id = {stand_by.expert_id: stand_by for stand_by in findings.stand_bys}
    assert by_id["E4"].trials >= stepped_in > 0
    assert not by_id["E4"].planned
    assert "E1" not in by_id
    assert findings.unproven == 0


def test_percentiles_are_values_of_trials() -> None:
    assert percentile(range(1, 101), 5) == 5
    assert percentile([3], 5) == 3
    assert percentile([9, 1, 5], 50) == 5


def test_the_words() -> None:
    findings = run_trials(*three_missions())
    said = "\n".join((*headline(findings), *method(findings)))
    assert "of 3 missions survive on average, and 2 at the 5th percentile (20 trials)" in said
    assert "The year hangs on 1 expert: E1 (loses M1)." in said
    assert "The year hangs on 1 administration: France (loses M1)." in said
    assert "Every trial is proven" in said


def test_the_words_of_a_test_that_was_ended_or_not_proven() -> None:
    findings = run_trials(*three_missions())
    unproven = tuple((case, replace(result, proven=False)) for case, result in findings.cases)
    trial_only = tuple(pair for pair in unproven if pair[0].kind is TrialKind.TRIAL)
    ended = replace(findings, cases=trial_only, wanted=50, interrupted=True)
    said = "\n".join((*headline(ended), *method(ended)))
    assert "ended after 20 of 50 trials" in said
    assert "hangs on no single expert, as far as the test came" in said
    assert "Not proven: in 20 of 20 trials" in said
    quick = replace(ended, bench=replace(ended.bench, quick=True))
    assert "Only what the declines touch was open" in "\n".join(method(quick))


def test_nothing_lost_and_nobody_needed() -> None:
    found, by = three_missions()
    calm = Findings(TrialBench(found, by), (), 1, run_trials(found, by, 1).cases[:1])
    ((case, result),) = calm.cases
    calm = replace(
        calm, cases=((replace(case, declined=()), replace(result, lost=(), stand_ins=())),)
    )
    said = list(headline(calm))
    assert "No mission is lost in any trial." in said
    assert "Nobody had to step in." in said


def test_one_process_and_two_find_the_same() -> None:
    found, by = three_missions()
    assert run_trials(found, by, 6).cases == run_trials(found, by, 6, Processes(2)).cases


def test_the_observer_hears_of_cases() -> None:
    found, by = three_missions()
    case = TrialCase(TrialKind.TRIAL, "1", (("M1", "E1"),))
    result = fan_out(result_of, TrialBench(found, by), (case,), Here(), Following()).results[0]
    assert result is not None
    assert (result.lost, result.delivered, result.moved) == (("M1",), 2, 0)


def test_what_nobody_can_do_in_their_place_is_lost_for_certain() -> None:
    found = year(**people(E1="FR"))
    after = repaired(found, plan(placement("M1", "E1")), {("M1", "E1")})
    assert after.plan == Plan()
    assert after.proven
    assert not after.whole


def test_a_plan_that_breaks_a_rule_is_a_contradiction(monkeypatch: pytest.MonkeyPatch) -> None:
    found = year(**people(E1="FR", E2="DE"))
    by = plan(placement("M1", "E1"))
    monkeypatch.setattr(repair, "_best", lambda *_: by)
    case = TrialCase(TrialKind.TRIAL, "1", (("M1", "E1"),))
    with pytest.raises(Contradiction, match="contradicts the model"):
        fan_out(result_of, TrialBench(found, by), (case,), Here())


def test_a_small_repair_that_ends_without_a_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    found, by = chain()
    calendars, engine = Calendars(found), Engine(Deadline(60.0))
    repairer = Repairer(found, calendars, by, (), engine, quick=True)
    nothing = Answer(SolverStatus.UNKNOWN, None, None, None, StopReason.EFFORT)
    monkeypatch.setattr(Engine, "maximize", lambda *_, **__: nothing)
    after = repairer.repair({("M1", "E1")})
    assert [row.mission_id for row in after.plan.placements] == ["M2"]
    assert not after.proven
    impossible = replace(nothing, status=SolverStatus.INFEASIBLE)
    monkeypatch.setattr(Engine, "maximize", lambda *_, **__: impossible)
    with pytest.raises(Contradiction):
        repairer.repair({("M1", "E1")})


def test_a_search_that_gives_up_is_told() -> None:
    with pytest.raises(NoPlan, match="Another seed may help"), guarded():
        raise NoPlan
