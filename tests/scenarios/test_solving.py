"""Answers to scenarios: best plans of changed years, checked, re-optimised or repaired."""

from datetime import date

import pytest

from models.facts.assignment import AssignmentStatus as Status
from models.facts.expert import QualificationStatus
from models.facts.instance import Year
from planner.checker import check
from planner.domain.calendars import Calendars
from planner.domain.errors import Contradiction
from planner.sample.build import sample_year
from planner.sample.whatifs import make_whatifs
from scenarios.definition.changes import read_change
from scenarios.definition.scenario import AS_IT_IS, Scenario
from scenarios.fanout import TaskDesk
from scenarios.study.solving import ScenarioJob, answer_scenario, answer_year, asked, keeping
from tests.builders import (
    MONDAY,
    agreed,
    expert,
    fund,
    mission,
    placement,
    plan,
    qualification,
    year,
)
from tests.scenarios.years import COST, three_missions
from tests.solving import solve


def quiet() -> TaskDesk:
    return TaskDesk(lambda words: None)


def scenarios_of(base: Year) -> list[Scenario]:
    """The what-if questions of a sample, as scenarios."""
    found: dict[str, list[object]] = {}
    for row in make_whatifs(base):
        found.setdefault(row.scenario, []).append(
            read_change(row.change, row.target, row.value if row.value != "" else None)
        )
    return [Scenario(name=name, changes=tuple(changes)) for name, changes in found.items()]


SAMPLE = sample_year(6, 16, 3)


def test_the_base_without_a_change_is_the_base_plan() -> None:
    answer = answer_scenario(ScenarioJob(SAMPLE), AS_IT_IS, quiet())
    outcome = solve(SAMPLE)
    assert answer.plan == outcome.plan
    assert [(r.level, r.value, r.bound) for r in answer.levels] == [
        (r.level, r.value, r.bound) for r in outcome.levels
    ]


def test_the_base_repaired_without_a_change_is_the_base_plan() -> None:
    base = answer_scenario(ScenarioJob(SAMPLE), AS_IT_IS, quiet()).plan
    assert base is not None
    repaired = answer_scenario(ScenarioJob(SAMPLE, base_plan=base, repair=True), AS_IT_IS, quiet())
    assert repaired.plan == base


@pytest.mark.parametrize("repaired", [False, True], ids=["re-optimised", "repaired"])
def test_every_plan_passes_the_checker_against_the_changed_year(repaired: bool) -> None:
    base = answer_scenario(ScenarioJob(SAMPLE), AS_IT_IS, quiet()).plan if repaired else None
    job = ScenarioJob(SAMPLE, base_plan=base, repair=repaired)
    scenarios = scenarios_of(SAMPLE)
    assert len(scenarios) >= 4
    for scenario in scenarios:
        answer, changed = answer_scenario(job, scenario, quiet()), asked(job, scenario)
        assert changed != SAMPLE
        assert answer.plan is not None, (scenario.name, answer.trouble)
        assert check(changed, answer.plan, Calendars(changed)) == ()


def test_a_cut_loses_the_least_urgent_missions() -> None:
    """A fifth of three missions' money less pays for two of them."""
    cut = Scenario(name="Cut", changes=(read_change("fund amount", "F1", "-20%"),))
    answer = answer_scenario(ScenarioJob(three_missions()), cut, quiet())
    assert answer.plan is not None
    assert set(answer.plan.teams()) == {"M1", "M2"}
    assert answer.proven


def test_more_money_is_never_worse() -> None:
    """Amounts that grow by half a mission at a time: the level vector never gets worse."""
    values = []
    for halves in range(8):
        change = read_change("fund amount", "F1", halves * COST // 2)
        answer = answer_scenario(
            ScenarioJob(three_missions(0)), Scenario(name="Step", changes=(change,)), quiet()
        )
        values.append([level.value for level in answer.levels if "delivery" in level.level])
    assert values == sorted(values)
    assert values[0] == [0, 0, 0]
    assert values[-1] == [1, 1, 1]


# Repair: what has to move


def two_experts_for_one_mission() -> Year:
    """E1 has been idle longer and would go; E2 can go as well."""
    return year(
        experts=(expert("E1"), expert("E2", "ES")),
        qualifications=(
            qualification("E1", since=date(2020, 1, 1)),
            qualification("E2", since=date(2024, 1, 1)),
        ),
    )


def test_repair_keeps_what_a_better_plan_would_change() -> None:
    """With E2 in the base plan, E1 is better but E2 stays; re-optimised, E1 goes."""
    base = two_experts_for_one_mission()
    before = plan(placement(expert_id="E2"))
    repaired = answer_scenario(ScenarioJob(base, base_plan=before, repair=True), AS_IT_IS, quiet())
    best = answer_scenario(ScenarioJob(base), AS_IT_IS, quiet())
    assert repaired.plan is not None
    assert best.plan is not None
    assert [p.expert_id for p in repaired.plan.placements] == ["E2"]
    assert [p.expert_id for p in best.plan.placements] == ["E1"]


def test_repair_gives_up_a_row_rather_than_a_mission() -> None:
    """E2 alone can do M2, so E1 has to take over M1."""
    base = two_experts_for_one_mission()
    codes = (*base.qualifications, qualification("E2", expertise="CMA"))
    wider = base.replace(
        missions=(*base.missions, mission("M2", expertise="CMA")), qualifications=codes
    )
    answer = answer_scenario(
        ScenarioJob(wider, base_plan=plan(placement(expert_id="E2")), repair=True),
        AS_IT_IS,
        quiet(),
    )
    assert answer.plan is not None
    assert {(p.mission_id, p.expert_id) for p in answer.plan.placements} == {
        ("M1", "E1"),
        ("M2", "E2"),
    }
    assert {level.level: level.value for level in answer.levels}["stability"] == 1


def test_what_repair_asks_for() -> None:
    """Proposed rows give way to the base plan, agreed ones stay; stability comes second."""
    base = year(
        missions=(mission("M1", experts=2), mission("M2")),
        experts=(expert("E1"), expert("E2", "ES"), expert("E3", "DE")),
        qualifications=tuple(qualification(f"E{n}") for n in (1, 2, 3)),
        assignments=(
            agreed("M1", "E1", Status.CONFIRMED),
            agreed("M1", "E3", Status.PROPOSED),
            agreed("M2", "E3", Status.DECLINED),
        ),
    )
    objectives = ("delivery", "cost", "stability")
    own = base.replace(settings=base.settings.model_copy(update={"objectives": objectives}))
    before = plan(
        placement("M1", "E1"),
        placement("M1", "E2", position=2),
        placement("M2", "E3"),
        placement("M9", "E1"),
        placement("M2", "E9"),
    )
    made = keeping(own, before, first=True)
    assert [(r.mission_id, r.expert_id, r.status) for r in made.assignments] == [
        ("M1", "E1", Status.CONFIRMED),
        ("M2", "E3", Status.DECLINED),
        ("M1", "E2", Status.PROPOSED),
    ]
    assert made.settings.objectives == ("delivery", "stability", "cost")
    last = keeping(own, before, first=False)
    assert last.assignments == made.assignments
    assert last.settings.objectives == ("delivery", "cost", "stability")


# Among plans that are equally good


@pytest.mark.parametrize("expert_id", ["E1", "E2"])
def test_experts_are_not_exchanged_without_need(expert_id: str) -> None:
    base = year(
        experts=(expert("E1"), expert("E2", "ES")),
        qualifications=(qualification("E1"), qualification("E2")),
    )
    job = ScenarioJob(base, base_plan=plan(placement(expert_id=expert_id)))
    answer = answer_scenario(job, AS_IT_IS, quiet())
    assert answer.plan is not None
    assert [p.expert_id for p in answer.plan.placements] == [expert_id]
    assert "stability" not in {level.level for level in answer.levels}


def test_a_better_plan_wins_over_one_like_the_base() -> None:
    job = ScenarioJob(two_experts_for_one_mission(), base_plan=plan(placement(expert_id="E2")))
    answer = answer_scenario(job, AS_IT_IS, quiet())
    assert answer.plan is not None
    assert [p.expert_id for p in answer.plan.placements] == ["E1"]


def test_rows_of_the_workbook_are_the_measure_where_there_are_some() -> None:
    base = two_experts_for_one_mission()
    own = base.replace(assignments=(agreed("M1", "E2", Status.PROPOSED),))
    job = ScenarioJob(own, base_plan=plan(placement(expert_id="E1")))
    answer = answer_scenario(job, AS_IT_IS, quiet())
    assert answer.plan is not None
    assert [p.expert_id for p in answer.plan.placements] == ["E2"]
    assert {level.level: level.value for level in answer.levels}["stability"] == 0


# No plan, and other trouble


def test_agreed_rows_that_a_scenario_makes_impossible() -> None:
    base = three_missions(assignments=(agreed("M1", "E1", fund_id="F1"),))
    cut = Scenario(name="Cut", changes=(read_change("fund amount", "F1", 0),))
    answer = answer_scenario(ScenarioJob(base), cut, quiet())
    assert answer.plan is None
    assert answer.trouble.startswith("What is agreed cannot be kept: E1 for M1")
    assert not answer.proven


def test_no_time_at_all() -> None:
    assert answer_year(SAMPLE, quiet(), time_limit=1e-9).trouble == (
        "The run ended before there was any plan."
    )


def test_a_contradiction_is_our_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def contradict(*_: object, **__: object) -> None:
        raise Contradiction("cost")

    monkeypatch.setattr("scenarios.study.solving.best_plan", contradict)
    with pytest.raises(Contradiction, match="The checker contradicts the model"):
        answer_year(SAMPLE, quiet())


def test_reasons_where_they_are_wanted() -> None:
    cut = Scenario(name="Cut", changes=(read_change("fund amount", "F1", "-20%"),))
    answer = answer_scenario(ScenarioJob(three_missions(), explain=True), cut, quiet())
    assert [(row.mission_id, row.rules) for row in answer.not_delivered] == [("M3", ("funded",))]


def test_the_desk_hears_of_every_level() -> None:
    said: list[str] = []
    answer_year(three_missions(), TaskDesk(said.append))
    assert said[:3] == ["delivery-1", "delivery-2", "delivery-3"]
    assert said[-1] == "cost"


def test_an_external_stays_an_external() -> None:
    base = year(
        funds=(fund(),), qualifications=(qualification(status=QualificationStatus.EXTERNAL),)
    )
    answer = answer_year(base, quiet())
    assert {level.level: level.value for level in answer.levels}["externals"] == 1
    assert answer.plan is not None
    assert answer.plan.placements[0].start == MONDAY
