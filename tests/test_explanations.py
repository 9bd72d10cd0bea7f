"""Every claim about a mission that is not delivered is put to the test."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

import pytest

from models.answers.not_delivered import NotDelivered, Remedy
from models.answers.plan import Plan
from models.facts.administration import Administration
from models.facts.fund import FundStatus
from models.facts.instance import Year
from models.facts.mission import Mission
from models.requests.changes import (
    Amount,
    CellChanged,
    Change,
    ExpertAdded,
    FundChanged,
    FundConfirmed,
    MissionWindow,
)
from planner.checker import check
from planner.domain.calendars import Calendars
from planner.domain.country_names import country_name
from planner.domain.hypothetical import year_with
from planner.domain.rules import RULE_IDS
from planner.domain.wording import day
from planner.formulation.build import build
from planner.formulation.eligibility import Pool
from planner.reasons.conflict_sets import obstacles
from planner.reasons.not_delivered import at_any_time, reasons
from planner.reasons.one_mission import Probe
from planner.sample.build import sample_year
from scenarios.definition.scenario import Scenario
from tests.beside import fits
from tests.breadth import usually
from tests.brute import Brute, broken_rules
from tests.builders import fund, placement
from tests.builders import year as one_mission
from tests.rich import rich_year
from tests.shrink import described
from tests.solving import engine, solve
from tests.tiny import tiny_year

SAMPLES = ((12, 14, 1), (12, 14, 2), (10, 12, 3), (14, 16, 5))
Case = tuple[Year, Calendars, Plan, NotDelivered]
"""A year, its best plan, and what is said of a mission that is not in it."""


@cache
def tiny_cases() -> tuple[Case, ...]:
    years = [tiny_year(seed) for seed in range(100, usually(110, 118))]
    # In the last three a higher limit of a host or an administration helps.
    years += [rich_year(seed) for seed in (*range(200, usually(205, 208)), 214, 244, 253)]
    return tuple(case for year in years for case in _cases(_unpinned(year)))


@cache
def sample_cases() -> tuple[Case, ...]:
    return tuple(case for size in SAMPLES for case in _cases(sample_year(*size)))


def _cases(year: Year) -> Iterator[Case]:
    calendars = Calendars(year)
    plan = solve(year, calendars).plan
    for said in reasons(Probe(year, calendars, plan, engine())):
        yield year, calendars, plan, said


def _unpinned(year: Year) -> Year:
    """Where nothing is agreed but what was declined, there is always a plan."""
    return year.replace(
        assignments=tuple(row for row in year.assignments if not (row.status.pinned or row.keep))
    )


def test_the_money_that_lacks_is_said_to_the_unit() -> None:
    # 900 for the journey and an allowance of 200 for seven days: 300 more than there is.
    (case,) = _cases(one_mission(funds=(fund(amount=2_000),)))
    assert case[-1].rules == ("funded",)
    assert case[-1].what_would_help == "300 EUR more in fund F1."


@pytest.mark.no_cover
def test_the_rules_named_forbid_the_mission_and_none_of_them_is_too_many() -> None:
    """The solver found the conflicts; the checker tries all ways to deliver the mission."""
    sizes: Counter[int] = Counter()
    for year, calendars, plan, said in tiny_cases():
        mission = year.mission_by_id[said.mission_id]
        conflicts = obstacles(Probe(year, calendars, plan, engine()), mission)
        for conflict in conflicts:
            _believe(year, calendars, plan, mission, conflict)
            sizes[len(conflict)] += 1
        probe = Probe(year, calendars, plan, engine())
        elsewhere = at_any_time(probe, mission)
        if conflicts == (("dates",),) and calendars.allowed_starts(elsewhere):
            # What stands in the way on other dates is named, too.
            beyond = obstacles(probe, elsewhere)
            for conflict in beyond:
                _believe(_with(year, elsewhere), calendars, plan, elsewhere, conflict)
            conflicts = (*conflicts, *beyond)
        named = {rule for conflict in conflicts for rule in conflict}
        assert said.rules == tuple(rule for rule in RULE_IDS if rule in named)
        if "dates" not in named:
            others = [rule for rule in RULE_IDS if rule not in named]
            assert fits(year, calendars, plan, mission, others), _about(year, mission, named)
    assert sizes[1] >= 10
    assert sum(sizes.values()) - sizes[1] >= 5


def _with(year: Year, mission: Mission) -> Year:
    """The year with another version of a mission."""
    missions = (mission if own.id == mission.id else own for own in year.missions)
    return year.replace(missions=tuple(missions))


def _believe(
    year: Year, calendars: Calendars, plan: Plan, mission: Mission, conflict: tuple[str, ...]
) -> None:
    if conflict == ("dates",):
        assert not Brute(year, calendars).starts(mission)
        return
    assert not fits(year, calendars, plan, mission, conflict), _about(year, mission, conflict)
    for rule in conflict:
        fewer = [other for other in conflict if other != rule]
        assert fits(year, calendars, plan, mission, fewer), _about(year, mission, conflict)


def _about(year: Year, mission: Mission, rules: object) -> str:
    return f"{mission.id}: {rules}\n{described(year)}"


@pytest.mark.no_cover
def test_what_is_said_to_help_lets_the_mission_be_delivered() -> None:
    """Each remedy is done to the year; the plan with the mission beside it passes the checker."""
    remedies = 0
    for year, calendars, plan, said in (*tiny_cases(), *sample_cases()):
        mission = year.mission_by_id[said.mission_id]
        for remedy in said.remedies:
            after = Scenario(name="Remedy", changes=remedy.changes).apply(year)
            assert _delivered_beside(after, calendars, plan, mission), f"{said}\n{described(year)}"
            remedies += 1
    assert remedies >= 25


def test_less_money_fewer_experts_and_lower_limits_would_not_help() -> None:
    kinds: Counter[str] = Counter()
    for year, calendars, plan, said in (*tiny_cases(), *sample_cases()):
        mission = year.mission_by_id[said.mission_id]
        for remedy in said.remedies:
            for change, less in _weaker(remedy):
                after = year_with(year, less)
                assert not _delivered_beside(after, calendars, plan, mission), f"{said}: {change}"
                kinds[change.kind] += 1
    assert min(kinds[kind] for kind in ("fund amount", "expert added", "cell changed")) >= 5


def _weaker(remedy: Remedy) -> Iterator[tuple[Change, list[Change]]]:
    """The changes of a remedy with one of them a little smaller, or without it."""
    for number, change in enumerate(remedy.changes):
        others = [*remedy.changes[:number], *remedy.changes[number + 1 :]]
        if isinstance(change, FundChanged):
            by = (change.value.by or 0) - 1
            yield change, [*others, FundChanged(target=change.target, value=Amount(by=by))]
        elif isinstance(change, CellChanged) and change.table == "administrations":
            yield change, [*others, change.model_copy(update={"value": change.value - 1})]
        elif isinstance(change, ExpertAdded):
            yield change, others


def test_the_sentence_of_a_remedy_says_what_its_changes_do() -> None:
    for year, _, _, said in (*tiny_cases(), *sample_cases()):
        for remedy in said.remedies:
            for change in remedy.changes:
                for part in _parts(year, change):
                    assert part in remedy.text, f"{part}: {remedy}"


def _parts(year: Year, change: Change) -> Iterator[str]:
    """What the sentence of a change has to name."""
    if isinstance(change, FundChanged):
        yield from (f"{change.value.by:,} EUR", f"fund {change.target}")
    elif isinstance(change, FundConfirmed):
        yield f"fund {change.target}"
    elif isinstance(change, MissionWindow):
        yield from (day(change.value.start), day(change.value.end))
    elif isinstance(change, ExpertAdded):
        yield from (f"accredited {row.expertise} expert" for row in change.qualifications)
    elif isinstance(change, CellChanged) and change.table == "administrations":
        header = change.field.replace("_", " ").capitalize()
        yield f"{header} of {country_name(change.target)} raised to {change.value}"
    else:
        assert isinstance(change, CellChanged)
        yield change.field.replace("_", " ").removeprefix("same ")


def test_a_pending_fund_is_to_be_confirmed_and_no_more_than_that() -> None:
    pending = fund("F1", status=FundStatus.PENDING)
    (case,) = _cases(one_mission(funds=(pending,)))
    assert case[-1].what_would_help == "Confirm fund F1."
    (case,) = _cases(one_mission(funds=(pending.model_copy(update={"amount": 2_000}),)))
    assert case[-1].what_would_help == ("Confirm fund F1 together with 300 EUR more in fund F1.")


def test_what_would_help_where_a_limit_stands_in_the_way() -> None:
    closed = Administration(country="BE", max_missions_hosted=0)
    (case,) = _cases(one_mission(administrations=(closed,)))
    assert case[-1].what_would_help == "Max missions hosted of Belgium raised to 1."
    kept = Administration(country="FR", max_experts_away=0, max_weeks=0)
    (case,) = _cases(one_mission(administrations=(kept,)))
    assert case[-1].what_would_help.startswith(
        "Max experts away of France raised to 1 together with Max weeks of France raised to 1; or "
    )


def _delivered_beside(year: Year, calendars: Calendars, plan: Plan, mission: Mission) -> bool:
    """Whether the model delivers the mission beside the plan; the checker has the last word."""
    model = build(Pool(year, calendars))
    kept = all(model.variables.fix(row) for row in plan.placements)
    model.cp.add(model.variables.delivered[mission.id] == 1)
    answer = engine().maximize(model.cp, model.levels[0].measure.expression)
    if not kept or answer.values is None:
        return False
    found = model.variables.plan(answer.holds)
    assert check(year, found, calendars) == ()
    return {row.mission_id for row in plan.placements} | {mission.id} <= set(found.teams())


def test_a_fund_that_is_said_to_lack_the_money_lacks_it() -> None:
    said_so = 0
    for *_, said in (*tiny_cases(), *sample_cases()):
        if found := re.search(r"the mission costs at least ([\d,]+) EUR; (.*? left)\.", said.why):
            cost = int(found[1].replace(",", ""))
            left = [
                int(a.replace(",", "")) for a in re.findall(r"has (-?[\d,]+) EUR left", found[2])
            ]
            assert left
            assert all(amount < cost for amount in left), said
            said_so += 1
    assert said_so >= 3


PERSONAL = (
    "language",
    "available",
    "one-at-a-time",
    "most-missions",
    "release-cap",
    "not-own-administration",
    "cleared",
    "not-excluded",
)
PART = re.compile(r"(\S+) needs (\d+); (\d+) experts? holds? it(?:: ([^;.]*))?")


@pytest.mark.no_cover
def test_as_many_as_it_says_hold_the_expertise_and_could_come() -> None:
    """Each expert is put on the mission alone, start by start, and the checker asked."""
    parts = 0
    for drawn, calendars, plan, said in (*tiny_cases(), *sample_cases()):
        mission = drawn.mission_by_id[said.mission_id]
        year = drawn
        if "dates" in said.rules:
            mission = at_any_time(Probe(drawn, calendars, plan, engine()), mission)
            year = _with(drawn, mission)
        for code, needs, holds, rest in PART.findall(said.why):
            tried = _Tried(year, calendars, plan, mission, code)
            holders = [e.id for e in year.experts if tried.passes(e.id, ("qualified",))]
            free = [expert_id for expert_id in holders if tried.passes(expert_id, PERSONAL)]
            could_come = re.search(r"(\d+) could come", rest)
            assert int(needs) == mission.positions.count(code)
            assert int(holds) == len(holders), said
            assert sum(map(int, re.findall(r"(?:^|, )(\d+) ", rest))) == len(holders), said
            assert (int(could_come[1]) if could_come else 0) == len(free), said
            parts += 1
    assert parts >= 20


class _Tried:
    """One expert at a time on one position of a mission beside a plan."""

    def __init__(
        self, year: Year, calendars: Calendars, plan: Plan, mission: Mission, code: str
    ) -> None:
        self._year, self._calendars, self._plan = year, calendars, plan
        self._starts = Brute(year, calendars).starts(mission)
        self._row = placement(
            mission.id, position=mission.positions.index(code) + 1, expertise=code
        )

    def passes(self, expert_id: str, rules: tuple[str, ...]) -> bool:
        """Whether none of these rules is broken from at least one of the allowed starts."""
        changes = ({"expert_id": expert_id, "start": start} for start in self._starts)
        rows = (self._row.model_copy(update=change) for change in changes)
        plans = (Plan.of((*self._plan.placements, row)) for row in rows)
        return any(not broken_rules(self._year, plan, self._calendars) & {*rules} for plan in plans)
