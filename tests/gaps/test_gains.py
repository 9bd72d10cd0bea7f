"""What a further expert is worth: put the expert in, plan again, and see."""

from datetime import date
from itertools import chain

import pytest

from models.facts.expert import QualificationStatus
from models.facts.instance import Year
from planner.app import gaps as app_gaps
from planner.app.gaps import sentences
from planner.domain.calendars import Calendars
from planner.formulation.eligibility import Pool
from planner.pool.gains import Gain, Gaps, ranked
from planner.pool.profiles import Profile, with_experts
from planner.search.solve_year import best_plan
from planner.solver.cp_sat import Engine
from planner.solver.deadline import Deadline
from tests.builders import agreed, expert, fund, mission, qualification, settings, year

PRE, EXTERNAL = QualificationStatus.PRE_ACCREDITED, QualificationStatus.EXTERNAL
APRIL = {"earliest_start": date(2027, 4, 12), "latest_end": date(2027, 4, 16)}


def engine() -> Engine:
    return Engine(Deadline())


def facts(**changes: object) -> Year:
    """M1 is delivered by E1; M2 wants French, M3 two who speak Arabic; X is external on M4."""
    parts = {
        "missions": (
            mission(),
            mission("M2", host="NL", region="EU", languages=("fr",)),
            mission("M3", host="TN", region="MENA", languages=("ar",), experts=2, expertise="CMA"),
            mission("M4", host="PE", region="AC", expertise="ET/VAL", **APRIL),
        ),
        "experts": (expert(), expert("X", "CH")),
        "qualifications": (qualification(), qualification("X", EXTERNAL, "ET/VAL")),
    }
    return year(**parts | changes)


def found(facts_: Year, most: int = 10) -> tuple[Gain, ...]:
    return ranked(chain.from_iterable(Gaps(facts_, engine()).tried(most, lambda *_: None)))


def test_who_would_help_is_ranked() -> None:
    gains = found(facts())
    told = [(g.profile.expertise, g.number, g.profile.status, g.gained, g.externals) for g in gains]
    accredited = QualificationStatus.ACCREDITED
    assert told[:2] == [
        ("TOA/PCA", 1, accredited, ("M2",), 0),
        ("ET/VAL", 1, accredited, (), 1),
    ]
    assert ("CMA", 2, accredited, ("M3",), 0) in told
    assert all(gain.proven for gain in gains)
    # Nobody could evaluate a candidate on these missions.
    assert PRE not in {status for _, _, status, _, _ in told}


def test_every_claim_is_applied() -> None:
    base = facts()
    before = best_plan(Pool(base, Calendars(base)), engine()).plan
    for gain in found(base):
        more = with_experts(base, gain.profile, gain.number)
        after = best_plan(Pool(more, Calendars(more)), engine()).plan
        assert set(after.teams()) - set(before.teams()) == set(gain.gained)
        assert set(before.teams()) - set(after.teams()) == set(gain.lost)
        used = [sum(r.expert_id == "X" for r in p.placements) for p in (before, after)]
        assert used[0] - used[1] == gain.externals
        if gain.number == 2:
            alone = with_experts(base, gain.profile, 1)
            answer = best_plan(Pool(alone, Calendars(alone)), engine())
            assert len(answer.plan.teams()) == len(before.teams())


def test_a_candidate_helps_where_somebody_evaluates() -> None:
    led = facts(missions=(mission(), mission("M2", host="NL", languages=("fr",), staff_lead=True)))
    statuses = {gain.profile.status for gain in found(led)}
    assert statuses == {PRE, QualificationStatus.ACCREDITED}


def test_money_is_no_gap_of_the_pool() -> None:
    poor = facts(funds=(fund(amount=2_300),))
    assert found(poor) == ()


def test_a_mission_of_low_priority_makes_room() -> None:
    """There is money for one mission only."""
    rich = facts(
        missions=(mission(priority=2), mission("M2", host="NL", languages=("fr",))),
        funds=(fund(amount=3_000),),
    )
    (gain, *_) = found(rich)
    assert (gain.gained, gain.lost, gain.missions) == (("M2",), ("M1",), 0)
    text = next(iter(sentences([gain])))
    assert "1 mission more (M2); 1 mission fewer (M1)." in text


def test_proposals_are_forgotten_and_agreements_stay() -> None:
    proposed = facts(assignments=(agreed("M1", "E1"),))
    gaps = Gaps(proposed, engine())
    assert gaps.base.levels[0].level == "delivery-pinned"
    assert gaps.base.levels[-1].level == "externals"


def test_without_a_goal_for_externals_all_goals_count() -> None:
    chosen = settings(objectives=("delivery", "cost"))
    gaps = Gaps(facts(settings=chosen), engine())
    assert [level.level for level in gaps.base.levels] == ["delivery-1", "cost"]


def test_only_so_many_are_tried() -> None:
    tried: list[str] = []
    gaps = Gaps(facts(), engine())
    list(gaps.tried(1, lambda done, total, what: tried.append(f"{done}/{total} {what}")))
    assert tried == ["0/1 accredited CMA, Arabic, region MENA"]


def test_one_core_and_several_find_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = []
    for cores in (1, 4):
        monkeypatch.setattr("os.cpu_count", lambda cores=cores: cores)
        answers.append(tuple(Gaps(facts(), engine()).tried(10, lambda *_: None)))
    assert answers[0] == answers[1]
    assert [len(gains) for gains in answers[0]].count(0) < len(answers[0])


def test_the_end_of_the_time_ends_the_trials(monkeypatch: pytest.MonkeyPatch) -> None:
    watch = Deadline()
    gaps = Gaps(facts(), Engine(watch))
    watch.end()
    assert list(gaps.tried(10, lambda *_: None)) == []
    assert gaps._fewest(gaps.profiles()[0]) is None
    hurried = gaps.gain(gaps.profiles()[0])
    assert hurried is None or not hurried.proven


def test_a_profile_in_words() -> None:
    profile = Profile("TOA/IPR", "fr", "WCA")
    assert profile.text == "accredited TOA/IPR, French, region WCA"


def test_the_time_to_write_what_was_found_is_kept_free() -> None:
    deadline = Deadline(100.0)
    deadline._start -= 30.0  # it took so long to read
    assert 59.0 < app_gaps._before_writing(deadline).seconds_left <= 60.0
    deadline._start -= 69.0  # next to nothing is left
    assert 0.0 < app_gaps._before_writing(deadline).seconds_left <= 0.5
    assert app_gaps._before_writing(Deadline()).seconds_left == float("inf")
