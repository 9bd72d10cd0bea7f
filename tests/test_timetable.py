"""Missions of one expert that do not fit: held against every way to place them, one by one."""

from collections import Counter
from datetime import date
from itertools import combinations, product
from random import Random
from typing import Any

import numpy as np
import pytest

from models.answers.plan import Plan
from models.facts.administration import Administration
from models.facts.expert import AppliesTo, Unavailability
from models.facts.instance import Year
from models.facts.mission import Mission
from models.facts.visit import Visit
from planner.bounding.conflict_cuts import Timetable
from planner.bounding.linear_system import Row
from planner.domain.calendars import ONE_DAY, Calendars, Span, never_apart
from planner.formulation.build import Model, build
from planner.formulation.eligibility import Pool
from tests.builders import expert, mission, qualification, settings, year
from tests.test_relaxation import brutes, pairs_of

MARCH = date(2027, 3, 1)
Placed = tuple[Span, ...]


def test_a_group_that_is_never_apart_meets_whichever_way_and_every_such_pair_is_in_one() -> None:
    said: Counter[str] = Counter()
    draw = Random(1)
    for _ in range(300):
        runs = {name: some_runs(draw) for name in "ABCDE"}
        groups = never_apart(runs)
        together = {frozenset(pair) for group in groups for pair in combinations(group, 2)}
        for pair in combinations(runs, 2):
            meet = all(a.meets(b) for a, b in product(*(runs[name] for name in pair)))
            assert (frozenset(pair) in together) == meet, (runs, groups)
            said[f"{meet}"] += 1
        said["three"] += any(len(group) > 2 for group in groups)
        said["no day in common"] += any(
            not set.intersection(*(sure_days(runs[name]) for name in group)) for group in groups
        )
    assert len(said) == 4, said
    assert min(said.values()) >= 10, said


def some_runs(draw: Random) -> tuple[Span, ...]:
    """Up to four runs of about the same length."""
    first, length = draw.randrange(12), draw.randrange(1, 9)
    starts = [MARCH + n * ONE_DAY for n in range(first, first + draw.choice((1, 2, 4, 8)))]
    return tuple(Span(day, day + (length - 1) * ONE_DAY) for day in starts)


def sure_days(runs: tuple[Span, ...]) -> set[date]:
    """The days of all runs."""
    return set.intersection(*({s.start + n * ONE_DAY for n in range(length(s))} for s in runs))


def length(span: Span) -> int:
    return (span.end - span.start).days + 1


def in_march(id: str, first: int, last: int, working_days: int, **changes: Any) -> Mission:
    """A mission in Saudi Arabia or elsewhere within these days of March 2027."""
    return mission(
        id,
        earliest_start=MARCH.replace(day=first),
        latest_end=MARCH.replace(day=last),
        working_days=working_days,
        **changes,
    )


def whole(facts: Year) -> Model:
    return build(Pool(facts, Calendars(facts)), timed=False)


def rows_for(facts: Year, goes: float = 1.0, starts: float = 0.0) -> tuple[Model, list[Row]]:
    """The rows that are broken where everybody goes everywhere, and every mission starts then."""
    model = whole(facts)
    values = np.full(len(model.cp.proto.variables), goes)
    columns = [s.index for literals in model.variables.starts.values() for s in literals]
    values[columns] = starts
    return model, Timetable(model.variables).broken(values)


def no_travel(*missions: Mission, **changes: Any) -> Year:
    """A year of one expert, without travel days."""
    return year(
        settings=settings(travel_days_before=0, travel_days_after=0),
        missions=missions,
        experts=(expert("E1"),),
        qualifications=(qualification("E1"),),
        **changes,
    )


def named(model: Model, row: Row) -> set[str]:
    """The variables of a row: the missions of the only expert, and days on which one starts."""
    variables = model.variables
    of = {by["E1"].index: m for m, by in variables.goes.items() if "E1" in by}
    for mission_id, literals in variables.starts.items():
        for run, literal in zip(variables.runs[mission_id], literals, strict=True):
            of[literal.index] = f"{mission_id} on {run.start.day}"
    return {of[column] for column, _ in row.terms}


def test_three_weeks_do_not_fit_into_two_and_a_fourth_joins_them() -> None:
    weeks = [in_march(f"M{n}", 1, 12, 5) for n in range(1, 5)]
    model, rows = rows_for(no_travel(*weeks))
    assert rows
    assert all(row.high == 2 for row in rows)
    assert named(model, rows[0]) == {"M1", "M2", "M3", "M4"}


def test_two_weeks_fit_into_two() -> None:
    assert not rows_for(no_travel(in_march("M1", 1, 12, 5), in_march("M2", 1, 12, 5)))[1]


def test_two_weeks_do_not_fit_where_the_expert_is_away_in_one() -> None:
    away = Unavailability(
        applies_to=AppliesTo.EXPERT, who="E1", start=date(2027, 3, 8), end=date(2027, 3, 8)
    )
    weeks = in_march("M1", 1, 12, 5), in_march("M2", 1, 12, 5)
    model, rows = rows_for(no_travel(*weeks, unavailability=(away,)))
    assert [(row.high, named(model, row)) for row in rows] == [(1, {"M1", "M2"})]


def test_who_goes_to_a_mission_of_the_first_week_starts_another_in_the_second() -> None:
    weeks = in_march("M1", 1, 12, 5), in_march("M2", 1, 5, 5)
    model, rows = rows_for(no_travel(*weeks), starts=1.0)
    assert (2, {"M1", "M2", "M1 on 1"}) in [(row.high, named(model, row)) for row in rows]
    assert not rows_for(no_travel(*weeks))[1]


def test_two_missions_of_an_expert_do_not_start_in_the_same_week() -> None:
    weeks = in_march("M1", 1, 12, 5), in_march("M2", 1, 12, 5)
    model, rows = rows_for(no_travel(*weeks), starts=1.0)
    said = [(row.high, named(model, row)) for row in rows]
    assert (3, {"M1", "M2", "M1 on 1", "M2 on 1"}) in said
    assert (3, {"M1", "M2", "M1 on 8", "M2 on 8"}) in said
    assert all("on 1" not in str(names) or "on 8" not in str(names) for _, names in said)


def test_values_that_make_little_of_a_group_break_nothing() -> None:
    weeks = [in_march(f"M{n}", 1, 12, 5) for n in range(1, 4)]
    assert not rows_for(no_travel(*weeks), 0.6)[1]
    assert rows_for(no_travel(*weeks), 0.8)[1]


@pytest.mark.no_cover
def test_no_plan_breaks_a_row() -> None:
    said: Counter[str] = Counter()
    draw = np.random.default_rng(1)
    for plans in brutes():
        model, rows = rows_for(plans.year, starts=1.0)
        table = Timetable(model.variables)
        size = len(model.cp.proto.variables)
        rows += [row for _ in range(8) for row in table.broken(draw.choice((0.5, 1.0), size))]
        said.update("away" if is_of_days(row) else str(row.high) for row in rows)
        for plan in plans.valid_plans:
            true = chosen(model, plan)
            assert all(worth(row, true) <= row.high for row in rows), plan
    assert min(said["1"], said["2"], said["3"], said["away"]) >= 10, said


def is_of_days(row: Row) -> bool:
    """Whether a row counts who of an administration is away on a day."""
    return any(factor < 0 for _, factor in row.terms)


def worth(row: Row, true: set[int]) -> int:
    """The sum of a row where these variables are true."""
    return sum(factor for column, factor in row.terms if column in true)


def lent(limit: int) -> Year:
    """Two missions of the same two weeks in two hosts, for two experts of an administration."""
    weeks = in_march("M1", 1, 12, 5), in_march("M2", 1, 12, 5, host="PE")
    return year(
        settings=settings(travel_days_before=0, travel_days_after=0),
        missions=weeks,
        experts=(expert("E1"), expert("E2")),
        qualifications=(qualification("E1"), qualification("E2")),
        administrations=(Administration(country="FR", max_experts_away=limit),),
    )


def away(facts: Year, of_m2: date) -> list[Row]:
    """The rows of days that are broken where E1 starts M1 on 1 March, and E2 M2 on a date."""
    model = whole(facts)
    values = np.zeros(len(model.cp.proto.variables))
    for mission_id, expert_id, day in (("M1", "E1", MARCH), ("M2", "E2", of_m2)):
        of = model.variables.pool.year.mission_by_id[mission_id]
        start = model.variables.starts_where(of, lambda run, day=day: run.start == day)
        goes = model.variables.goes[mission_id][expert_id]
        values[[s.index for s in (model.variables.delivered[mission_id], goes, *start)]] = 1.0
    return [row for row in Timetable(model.variables).broken(values) if is_of_days(row)]


def test_two_experts_are_not_away_in_one_week_where_one_may_be() -> None:
    same, other = MARCH, MARCH.replace(day=8)
    assert [row.high for row in away(lent(1), same)] == [1]
    assert not away(lent(2), same)
    assert not away(lent(1), other)


def test_a_visit_under_way_takes_a_place_of_the_administration() -> None:
    under_way = Visit(
        mission_id="M0",
        administration="FR",
        expert_id="E9",
        host="KE",
        start=date(2026, 12, 1),
        end=MARCH,
        weeks=1,
    )
    assert [row.high for row in away(lent(2).replace(visits=(under_way,)), MARCH)] == [1]


def chosen(model: Model, plan: Plan) -> set[int]:
    """The indexes of all that a plan makes true: positions, "goes", starts, deliveries."""
    variables, true = model.variables, pairs_of(model, plan)
    for row in plan.placements:
        of = variables.pool.year.mission_by_id[row.mission_id]
        starts = variables.starts_where(of, lambda run, row=row: run.start == row.start)
        true |= {variables.goes[of.id][row.expert_id].index, *(s.index for s in starts)}
        true.add(variables.delivered[of.id].index)
    return true
