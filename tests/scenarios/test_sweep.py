"""The sweep: its steps against brute force, and what never may happen on the way up."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from models.answers.report import Proof, StopReason
from models.events import Event, TaskFinished, TaskStarted
from models.facts.expert import QualificationStatus
from models.facts.instance import Year
from models.facts.mission import Share
from planner.bounding.level_bounds import Bound, Bounds, Opinion
from planner.domain.errors import BadInput, Contradiction
from planner.formulation.build import LevelMeasure
from planner.sample.build import sample_year
from planner.solver.cp_sat import Answer, Engine, Status
from planner.solver.deadline import Deadline
from planner.solver.params import SearchParams, WeightParams
from scenarios.fanout import Following, Here, Processes
from scenarios.sweep import curve as curve_module
from scenarios.sweep import rises as rises_module
from scenarios.sweep.curve import Curve, CurveChange, follow, look, with_missions
from scenarios.sweep.effects import effect_of, needing, why_cost
from scenarios.sweep.knobs import AllFunds, FundAmount, Knob, ReleaseCap
from scenarios.sweep.picture import explanation, footnote, png
from scenarios.sweep.rises import Gap, Rise, confirm_delivery, rises_in
from scenarios.sweep.span import ValueSpan, values_of
from scenarios.sweep.study import Deliveries, Point, Study, delivery_at, point_at, unchanged_at
from scenarios.sweep.words import distance, effect, headline, proof
from tests.breadth import usually
from tests.brute import Brute, gains
from tests.builders import agreed, expert, fund, mission, placement, plan, qualification, year
from tests.rich import rich_year

NOTHING_FOUND = Answer(Status.UNKNOWN, None, None, None, StopReason.EFFORT)
MARCH, MARCH_END = date(2027, 3, 15), date(2027, 3, 19)


def watch() -> Deadline:
    """Far more time than a small year needs."""
    return Deadline(60.0)


def unpinned(found: Year) -> Year:
    """Without what is agreed: a random year cannot always keep it."""
    rows = tuple(row for row in found.assignments if not row.pinned)
    return found.replace(assignments=rows)


def rises(study: Study, low: int, high: int) -> tuple[Rise, ...]:
    below, above = (delivery_at(study, value, watch()) for value in (low, high))
    return rises_in(study, Gap(below, above), watch())


def by_force(study: Study, high: int) -> list[tuple[int, tuple[int, ...]]]:
    """All values at which more is delivered than below, from every plan there is.

    Each plan that is valid at the highest value is possible from what it needs on.
    """
    brute = Brute(study.deliveries_at(high), study.calendars)
    plans = zip(brute.valid_plans, brute.values, strict=True)
    needed = sorted((study.knob.needed(study.year, study.spent(p)), v) for p, v in plans)
    best, found = (0,) * len(brute.levels), []
    for value, counts in needed:
        if counts > best:
            best = counts
            found = [(at, c) for at, c in found if at != value]
            found.append((value, counts))
    return [(value, counts) for value, counts in found if value > 0]


def knobs(found: Year) -> list[Knob]:
    return [*(FundAmount(entry.id) for entry in found.funds), AllFunds()]


@pytest.mark.no_cover
def test_the_steps_are_those_of_brute_force() -> None:
    """To the unit: one unit less never does."""
    number = 0
    for seed in range(usually(12, 24)):
        found = unpinned(rich_year(seed))
        for knob in knobs(found) if found.funds else ():
            study = Study(found, knob)
            high = 2 * knob.today(found) + 5_000
            zero = delivery_at(study, 0, watch()).counts
            assert zero is not None
            expected = [step for step in by_force(study, high) if step[1] > zero]
            steps = rises(study, 0, high)
            found_steps = [(step.value, step.delivery.counts) for step in steps]
            assert found_steps == expected, (seed, knob)
            assert all(step.proven for step in steps)
            number += len(steps)
    assert number > usually(5, 10)


@pytest.mark.parametrize("knob", [FundAmount("CCF-J"), AllFunds(), ReleaseCap()])
def test_more_of_a_figure_never_makes_the_levels_worse(knob: Knob) -> None:
    """Lexicographically, all levels together."""
    study = Study(sample_year(10, 14, 5), knob)
    today = knob.today(study.year)
    values = sorted(round(today * share) for share in (0.0, 0.3, 0.6, 0.8, 1.0, 1.3, 2.0))
    points = [point_at(study, value, watch()) for value in values]
    possible = [point for point in points if point.delivery.counts is not None]
    names = [level.level for level in possible[0].levels]
    worths = [gains(names, (level.value for level in p.levels)) for p in possible]
    assert worths == sorted(worths)
    assert worths[0] < worths[-1]
    assert points.index(possible[0]) == len(points) - len(possible)


def curve(study: Study, values: tuple[int, ...], by: Here | Processes | None = None) -> Curve:
    crew = by or Here()
    found = look(study, values, crew, Following())
    return with_missions(follow(found, crew, Following()), crew)


def two_funds() -> Year:
    """M1 costs 2,300 and M2 2,900; only F1 pays, and it has 3,000."""
    missions = (mission("M1"), mission("M2", fixed_cost=600, priority=2))
    people = {"E1": "FR", "E2": "DE"}
    return year(
        missions=missions,
        experts=tuple(expert(e, country) for e, country in people.items()),
        qualifications=tuple(qualification(e) for e in people),
        funds=(fund("F1", 3_000), fund("F2", 0)),
    )


def test_the_steps_in_words() -> None:
    found = curve(Study(two_funds(), FundAmount("F1")), (0, 3_000, 6_000))
    assert [(c.value, c.gained, c.lost, c.proven) for c in found.ups] == [
        (5_200, ("M2",), (), True)
    ]
    assert [(c.value, c.gained, c.lost, c.proven) for c in found.downs] == [
        (2_299, (), ("M1",), True)
    ]
    assert list(headline(found))[:3] == [
        "Fund F1 at 3,000 EUR, as today, delivers 1 of 2 missions.",
        "2,200 EUR more delivers M2; no further mission up to 6,000 EUR.",
        "701 EUR less loses M1; no other mission is lost down to 0 EUR.",
    ]


def evaluated_for_money() -> Year:
    """The candidate E1 comes from another region and costs 3,600; E2 of the region costs 2,300."""
    return year(
        missions=(mission("M1", staff_lead=True),),
        experts=(expert("E1", "JP", region="AP"), expert("E2", "DE")),
        qualifications=(
            qualification("E1", status=QualificationStatus.PRE_ACCREDITED),
            qualification("E2"),
        ),
        funds=(fund("F1", 4_000),),
    )


def test_what_no_step_shows_is_told() -> None:
    """Half the money delivers the same mission, by another expert, and nobody is evaluated."""
    found = curve(Study(evaluated_for_money(), FundAmount("F1")), (3_000, 4_000))
    assert found.today is not None
    effect = effect_of(found.study, found.today, found.points[0])
    assert effect is not None
    assert (effect.others, effect.moved, effect.gained, effect.lost) == (("M1",), (), (), ())
    assert why_cost(found.study, effect) == (
        "1,300 EUR less: 1,300 EUR less for missions of both plans, with other experts"
    )
    sentences = " ".join(headline(found))
    assert "candidates evaluated: 0 instead of 1" in sentences
    assert "1 mission with other experts" in sentences
    assert "nothing changes" not in sentences


def test_what_a_fund_makes_possible_is_told_apart() -> None:
    """F2 could pay for M1 as well, for M2 nobody else."""
    found = two_funds().replace(funds=(fund("F1", 6_000), fund("F2", 2_300)))
    told = curve(Study(found, FundAmount("F1")), (3_000, 6_000))
    assert told.without is not None
    assert (told.without.lost, told.without.gained, told.without.proven) == (("M2",), (), True)
    assert "Without it M2 would not be delivered." in " ".join(headline(told))
    spare = found.replace(funds=(fund("F1", 6_000), fund("F2", 9_000)))
    without = curve(Study(spare, FundAmount("F1")), (3_000, 6_000)).without
    assert without is not None
    assert without.lost == ()


def test_a_shared_mission_is_counted_with_each_fund_that_shares_it() -> None:
    first, second = two_funds().missions
    shares = (Share(fund_id="F1", percent=50), Share(fund_id="F2", percent=50))
    shared = two_funds().replace(
        missions=(
            first.model_copy(update={"shares": shares}),
            second.model_copy(update={"funds": ("F2",)}),
        ),
        funds=(fund("F1", 6_000), fund("F2", 9_000)),
    )
    found = curve(Study(shared, FundAmount("F1")), (3_000, 6_000))
    assert found.today is not None
    assert needing(found.study, found.today.plan, "F1") == ("M1",)
    assert needing(found.study, found.today.plan, "F2") == ("M1", "M2")
    told = " ".join(headline(found))
    assert "Where other funds pay what they can, fund F1 pays 1 mission of today's plan." in told
    assert "Without it M1 would not be delivered." in told


def test_no_fund_alone_is_told_apart_where_all_are_swept() -> None:
    assert curve(Study(two_funds(), AllFunds()), (3_000, 6_000)).without is None


def test_of_all_funds_each_gets_its_share() -> None:
    found = two_funds().replace(funds=(fund("F1", 3_000), fund("F2", 1_000)))
    at_half = AllFunds().year_at(found, 2_001)
    assert [entry.amount for entry in at_half.funds] == [1_501, 500]
    steps = rises(Study(found, AllFunds()), 0, 8_000)
    # Three quarters of 3,066 are 2,299.5, which is 2,300; one unit less gives 2,299.
    assert [step.value for step in steps] == [3_066, 6_933]


def test_a_step_may_take_missions_away_for_one_of_higher_priority() -> None:
    dear = mission("M1", fixed_cost=5_000)
    cheap = tuple(mission(f"M{n}", priority=2, same_administration_allowed=True) for n in (2, 3))
    people = tuple(expert(f"E{n}") for n in (1, 2, 3))
    found = year(
        missions=(dear, *cheap),
        experts=people,
        qualifications=tuple(qualification(e.id) for e in people),
        funds=(fund("F1", 4_600),),
    )
    swept = curve(Study(found, FundAmount("F1")), (4_600, 7_300))
    change = swept.ups[0]
    assert "Where the line falls, an urgent mission takes the place" in footnote(swept)
    assert (change.value, change.gained, change.lost) == (7_300, ("M1",), ("M2", "M3"))


def test_too_little_for_what_is_agreed() -> None:
    found = two_funds().replace(assignments=(agreed("M1", "E1"),))
    result = curve(Study(found, FundAmount("F1")), (0, 3_000))
    assert result.points[0].delivery.counts is None
    assert result.downs[0].value == 2_299
    assert "not enough for what is agreed" in list(headline(result))[2]


def test_one_process_and_two_find_the_same() -> None:
    study = Study(two_funds(), FundAmount("F1"))
    values = (0, 3_000, 6_000)
    assert curve(study, values) == curve(study, values, Processes(2))


def ended_by(kind: type[Event], task: int) -> Following[Any]:
    """Somebody who asks for the end as soon as something happens to a task."""
    deadline = Deadline()

    def tell(event: Event) -> None:
        if isinstance(event, kind) and event.task == task:  # type: ignore[attr-defined]
            deadline.end()

    return Following(tell, deadline=deadline)


def test_what_was_finished_before_ctrl_c_is_kept() -> None:
    study = Study(two_funds(), FundAmount("F1"))
    found = look(study, (3_000, 6_000), Here(), ended_by(TaskStarted, 1))
    assert [point.value for point in found.points] == [3_000]
    assert found.interrupted
    assert with_missions(follow(found, Here(), Following()), Here()) == found
    assert "ended before the exact values" in list(headline(found))[1]


def test_nothing_is_claimed_that_was_not_proven() -> None:
    study = Study(two_funds(), FundAmount("F1"))
    rise = Rise(Deliveries(2_300, (1, 0), True, plan(placement(fund_id="F1"))), above=2_000)
    assert not rise.proven
    found = curve(study, (3_000, 6_000))
    assert "is proven" in list(headline(found))[-1]
    unsure = Curve(study, found.points, (rise,), found.ups, found.downs)
    assert "Not proven: the change at 2,300 EUR" in list(headline(unsure))[-1]


# From, to and step


@pytest.mark.parametrize(
    ("typed", "values"),
    [
        (("-50%", "+50%", "25%"), (50, 75, 100, 125, 150)),
        (("0", "250", "100"), (0, 100, 200, 250)),
        (("-30", "+0", "20"), (70, 90, 100)),
        (("-33.3%", "0%", "50%"), (67, 100)),
        (("120", "130", "10"), (100, 120, 130)),
    ],
)
def test_values(typed: tuple[str, str, str], values: tuple[int, ...]) -> None:
    assert values_of(ValueSpan(*typed), 100, shares=True) == tuple(sorted({100, *values}))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (("50%", "60%", "5%"), "write -50% or +50%"),
        (("a lot", "60", "5"), "cannot be read. Write it like -50%"),
        (("+10%", "-10%", "5%"), "exchange the two"),
        (("-200", "+0", "10"), "has to be 0 or more"),
        (("0", "100", "0"), "less than 1"),
        (("0", "100000", "1"), "more than 201 points"),
    ],
)
def test_values_that_make_no_sense(typed: tuple[str, str, str], words: str) -> None:
    with pytest.raises(BadInput) as caught:
        values_of(ValueSpan(*typed), 100, shares=True)
    assert words in str(caught.value)


def test_weeks_have_no_percentages() -> None:
    with pytest.raises(BadInput, match="whole weeks"):
        values_of(ValueSpan("-50%", "16", "1"), 12, shares=False)


def test_the_release_cap_is_searched_week_by_week() -> None:
    two = (mission("M1"), mission("M2", earliest_start=MARCH, latest_end=MARCH_END))
    found = year(missions=two)
    steps = rises(Study(found, ReleaseCap()), 0, 12)
    assert [(step.value, step.delivery.counts) for step in steps] == [(1, (1,)), (2, (2,))]


def test_a_step_that_a_search_could_not_prove_is_not_called_exact(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    study = Study(two_funds(), FundAmount("F1"))
    low, high = (delivery_at(study, value, watch()) for value in (0, 6_000))

    # Without the relaxation, which proves it at once.
    def open_bound(_: Bounds, goal: LevelMeasure, *__: Any) -> Bound:
        return Bound(goal.best, Proof.CERTIFIED)

    monkeypatch.setattr(Bounds, "bound", open_bound)
    monkeypatch.setattr(Bounds, "integer", lambda _, __, ___, bound, ____: Opinion(bound))
    assert rises_module.lowest(study, low, high, watch()).proven
    monkeypatch.setattr(Engine, "maximize", lambda *_, **__: NOTHING_FOUND)
    rise = rises_module.lowest(study, low, high, watch())
    assert (rise.value, rise.above, rise.proven) == (5_200, 0, False)


def test_a_plan_better_than_its_bound_is_a_contradiction(monkeypatch: pytest.MonkeyPatch) -> None:
    study = Study(two_funds(), FundAmount("F1"))
    low, high = (delivery_at(study, value, watch()) for value in (0, 6_000))
    monkeypatch.setattr(Bounds, "bound", lambda *_: Bound(-5_201, Proof.CERTIFIED))
    with pytest.raises(Contradiction):
        rises_module.lowest(study, low, high, watch())


def test_priorities_too_many_for_one_search_are_solved_one_by_one() -> None:
    study = Study(sample_year(10, 14, 5), AllFunds())
    today = AllFunds().today(study.year)
    at_once = rises(study, today // 4, today)
    assert len(at_once) > 1
    never = SearchParams(weights=WeightParams(exact_sum=0))
    one_by_one = rises(replace(study, params=never), today // 4, today)
    assert [(r.value, r.delivery.counts, r.proven) for r in at_once] == [
        (r.value, r.delivery.counts, r.proven) for r in one_by_one
    ]


# Fewer solves


def test_where_a_plan_stays_possible_it_is_not_sought_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """M1 and M2 are paid from 5,200 on: the plan of 9,000 is that of 6,000 and of 5,200, too."""
    study = Study(two_funds(), FundAmount("F1"))
    asked: list[int] = []
    solved = curve_module.point_at

    def counted(study: Study, value: int, deadline: Deadline, above: Point | None = None) -> Point:
        asked.append(value)
        return solved(study, value, deadline, above)

    monkeypatch.setattr(curve_module, "point_at", counted)
    values = (2_000, 3_000, 5_200, 6_000, 9_000)
    found = look(study, values, Here(), Following())
    assert asked == [2_000, 3_000, 9_000]
    figures = [(p.value, p.missions, p.externals, p.cost, p.levels) for p in found.points]
    alone = [solved(study, value, watch()) for value in values]
    assert figures == [(p.value, p.missions, p.externals, p.cost, p.levels) for p in alone]


@pytest.mark.no_cover
def test_the_points_are_those_of_solve_whatever_was_skipped() -> None:
    for seed in range(usually(4, 12)):
        found = unpinned(rich_year(seed))
        for knob in (*(knobs(found) if found.funds else ()), ReleaseCap()):
            study, today = Study(found, knob), knob.today(found)
            values = tuple(sorted({today * share // 4 for share in range(9)}))
            for point in look(study, values, Here(), Following()).points:
                assert point.levels == point_at(study, point.value, watch()).levels, (seed, knob)


def test_what_is_agreed_cannot_be_kept_with_less_either() -> None:
    found = two_funds().replace(assignments=(agreed("M1", "E1"),))
    study = Study(found, FundAmount("F1"))
    impossible = point_at(study, 2_000, watch())
    lower = unchanged_at(study, impossible, 1_000)
    assert lower is not None
    assert (lower.value, lower.delivery.counts) == (1_000, None)
    assert lower == point_at(study, 1_000, watch())
    unproven = replace(impossible, delivery=replace(impossible.delivery, proven=False))
    assert unchanged_at(study, unproven, 1_000) is None


# Ctrl-C between the points


def test_steps_that_were_found_before_ctrl_c_are_kept() -> None:
    study = Study(two_funds(), FundAmount("F1"))
    points = look(study, (0, 3_000, 6_000), Here(), Following())
    found = with_missions(follow(points, Here(), ended_by(TaskFinished, 0)), Here())
    assert [(rise.value, rise.proven) for rise in found.rises] == [(2_300, True)]
    assert [(change.value, change.gained, change.lost) for change in found.downs] == [
        (2_299, (), ())
    ]
    assert effect(found.downs[0]) == "delivers 0 missions in all"
    assert explanation(found, found.downs[0]) == "701 EUR less: 0 missions in all"
    assert not found.searched
    assert list(headline(found))[1].endswith("Those that were found are on the sheet Steps.")
    whole = replace(curve(study, (0, 3_000, 6_000)), interrupted=True)
    assert whole.searched
    assert "which missions each step gains or loses" in list(headline(whole))[1]


def test_a_plan_that_does_not_deliver_what_is_said_is_a_contradiction() -> None:
    study = Study(two_funds(), FundAmount("F1"))
    alone = plan(placement(fund_id="F1"))
    confirm_delivery(study, 2_300, alone, (1, 0))
    for value, counts in ((2_300, (1, 1)), (2_299, (1, 0))):
        with pytest.raises(Contradiction):
            confirm_delivery(study, value, alone, counts)


def test_the_words_of_odd_curves() -> None:
    study = Study(two_funds(), FundAmount("F1"))
    whole = curve(study, (3_000, 6_000))
    assert "Down to 3,000 EUR as many missions" in list(headline(whole))[2]
    rich = two_funds().replace(funds=(fund("F1", 6_000),))
    said = list(headline(curve(Study(rich, FundAmount("F1")), (6_000, 9_000))))
    assert said[1] == "No further mission is delivered with more: every mission is."
    flat = list(headline(curve(study, (3_000, 3_500))))
    assert flat[1] == "No more missions are delivered up to 3,500 EUR."
    assert list(headline(Curve(study, ()))) == [
        "The sweep was ended before today's point was solved."
    ]
    doubtful = replace(whole.points[0], delivery=replace(whole.points[0].delivery, proven=False))
    unsure = replace(whole, points=(doubtful, *whole.points[1:]))
    assert "Not proven: the best plan at 3,000 EUR" in proof(unsure)
    many = CurveChange(9_000, (9, 0), tuple(f"M{n}" for n in range(12)), (), True)
    assert effect(many) == "delivers M0, M1, M2, M3, M4, M5, M6, M7 and 4 more"
    assert distance(whole, 3_000) == "today"


def test_pictures_of_what_was_ended_or_cannot_be_paid() -> None:
    found = two_funds().replace(assignments=(agreed("M1", "E1"),))
    poor = curve(Study(found, FundAmount("F1")), (0, 3_000, 6_000))
    assert explanation(poor, poor.downs[0]) == "701 EUR less: not enough for what is agreed already"
    study = Study(two_funds(), FundAmount("F1"))
    ended = replace(look(study, (3_000, 6_000), Here(), Following()), interrupted=True)
    missing = replace(ended, points=ended.points[1:])
    assert footnote(ended).endswith("the line is a guess.")
    made = [png(each) for each in (poor, ended, missing)]
    assert all(len(picture) > 10_000 for picture in made)
    unsure = replace(poor, rises=(replace(poor.rises[0], above=0), *poor.rises[1:]))
    assert "Not every step is proven" in footnote(unsure)


def test_of_equal_missions_those_first_in_the_sheet_are_kept() -> None:
    """Whatever else the sweep looks at, so that two sweeps name the same missions."""
    missions = tuple(mission(f"M{n}", same_administration_allowed=True) for n in (3, 1, 2))
    people = tuple(expert(f"E{n}") for n in (1, 2, 3))
    found = year(
        missions=missions,
        experts=people,
        qualifications=tuple(qualification(e.id) for e in people),
        funds=(fund("F1", 6_900),),
    )
    for values in ((0, 6_900), (2_300, 3_000, 6_900, 9_000)):
        swept = curve(Study(found, FundAmount("F1")), values)
        lost = [change.lost for change in swept.downs]
        assert lost[:2] == [("M2",), ("M1",)]
