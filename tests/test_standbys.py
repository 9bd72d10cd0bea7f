"""Whoever stands by could step in: the checker accepts the plan, and nobody able is left out."""

from datetime import date
from functools import cache

import pytest

from models.answers.plan import Placement, Plan
from models.facts.administration import Administration
from models.facts.expert import QualificationStatus
from models.facts.instance import Year
from planner.checker import check
from planner.domain.calendars import Calendars
from planner.formulation.eligibility import Pool
from planner.formulation.usage import Load
from planner.heuristics.standbys import MOST, Standbys, standbys
from planner.sample.build import sample_year
from tests.breadth import usually
from tests.builders import expert, history, mission, placement, qualification
from tests.builders import year as built
from tests.rich import rich_year
from tests.solving import solve
from tests.tiny import tiny_year


@cache
def planned() -> tuple[tuple[Year, Calendars, Plan], ...]:
    years = [tiny_year(seed) for seed in range(60, usually(70, 80))]
    years += [rich_year(seed) for seed in range(60, usually(65, 70))]
    years = [_unpinned(entry) for entry in years] + [sample_year(12, 40, 2)]
    found = []
    for entry in years:
        calendars = Calendars(entry)
        found.append((entry, calendars, solve(entry, calendars).plan))
    return tuple(found)


def _unpinned(year: Year) -> Year:
    return year.replace(assignments=tuple(row for row in year.assignments if not row.pinned))


def of(year: Year, plan: Plan) -> Standbys:
    calendars = Calendars(year)
    return Standbys(Load(year, calendars, plan, Pool(year, calendars)))


def stepped_in(year: Year, plan: Plan, row: Placement, expert_id: str) -> tuple[Year, Plan]:
    """The plan with somebody else on a position; what was agreed with its expert is void."""
    taken = row.model_copy(update={"expert_id": expert_id})
    rows = tuple(
        other
        for other in year.assignments
        if (other.mission_id, other.expert_id) != (row.mission_id, row.expert_id)
        or not other.pinned
    )
    changed = Plan.of(taken if other is row else other for other in plan.placements)
    return year.replace(assignments=rows), changed


@pytest.mark.no_cover
def test_exactly_those_could_step_in_whom_the_checker_accepts() -> None:
    accepted = refused = 0
    for year, calendars, plan in planned():
        found = of(year, plan)
        for row in plan.placements:
            able = {entry.id for entry in found.of(row)}
            for other in year.experts:
                if other.id == row.expert_id:
                    continue
                after, changed = stepped_in(year, plan, row, other.id)
                good = not check(after, changed, calendars)
                assert good == (other.id in able), (row, other.id)
                accepted, refused = accepted + good, refused + (not good)
    assert min(accepted, refused) >= 50


def test_every_position_is_listed_with_at_most_three() -> None:
    for year, _, plan in planned():
        listed = standbys(Pool(year, Calendars(year)), plan)
        assert [(s.mission_id, s.position) for s in listed] == [
            (row.mission_id, row.position) for row in plan.placements
        ]
        found = of(year, plan)
        for entry, row in zip(listed, plan.placements, strict=True):
            able = [other.id for other in found.of(row)]
            assert entry.experts == tuple(able[:MOST])


def test_the_order_is_that_of_the_policy() -> None:
    """Candidate, in region by idle days, from elsewhere, external."""
    status = QualificationStatus
    year = built(
        missions=(mission(staff_lead=True),),
        experts=(
            expert("gone"),
            expert("external", "DE"),
            expert("far", "JP", region="AP"),
            expert("rested", "ES"),
            expert("tired", "IT"),
            expert("candidate", "KE", region="ESA"),
        ),
        qualifications=(
            qualification("gone"),
            qualification("external", status.EXTERNAL),
            qualification("far", status.RECOGNISED),
            qualification("rested"),
            qualification("tired"),
            qualification("candidate", status.PRE_ACCREDITED),
        ),
        history=(
            history("tired", date(2026, 11, 2), date(2026, 11, 6)),
            history("rested", date(2025, 11, 3), date(2025, 11, 7)),
        ),
    )
    row = placement("M1", "gone")
    able = [entry.id for entry in of(year, Plan.of([row])).of(row)]
    assert able == ["candidate", "rested", "tired", "far", "external"]


def test_a_candidate_without_anybody_to_evaluate_cannot_step_in() -> None:
    year = built(
        missions=(mission(experts=2),),
        experts=(expert("A"), expert("B", "DE"), expert("C", "ES"), expert("D", "IT")),
        qualifications=(
            qualification("A"),
            qualification("B", QualificationStatus.PRE_ACCREDITED),
            qualification("C", QualificationStatus.PRE_ACCREDITED),
            qualification("D"),
        ),
    )
    rows = (placement("M1", "A"), placement("M1", "B", position=2))
    found = of(year, Plan.of(rows))
    assert [entry.id for entry in found.of(rows[0])] == ["D"]
    assert [entry.id for entry in found.of(rows[1])] == ["C", "D"]


def test_limits_of_the_administration_hold_for_whoever_steps_in() -> None:
    full = Administration(country="FR", max_weeks=1)
    year = built(
        missions=(mission(), mission("M2")),
        experts=(expert("A"), expert("B"), expert("C", "DE")),
        qualifications=tuple(qualification(name) for name in "ABC"),
        administrations=(full,),
    )
    rows = (placement("M1", "A"), placement("M2", "C"))
    found = of(year, Plan.of(rows))
    assert [entry.id for entry in found.of(rows[0])] == ["B"]
    assert found.of(rows[1]) == []
