"""Whether one more mission fits beside a plan: tried out with the checker, one way at a time."""

from collections.abc import Collection
from itertools import chain

from models.answers.plan import Plan
from models.facts.expert import Expert, Qualification, QualificationStatus
from models.facts.instance import Year
from models.facts.mission import Mission
from planner.checker.context import Context
from planner.checker.rules import CHECKS
from planner.domain.calendars import Calendars
from tests.brute import STRUCTURAL, Brute


def fits(
    year: Year, calendars: Calendars, plan: Plan, mission: Mission, rules: Collection[str]
) -> bool:
    """Whether some team, start and fund break none of these rules beside the plan.

    Without `qualified` there are as many further experts as the mission asks for: that is what
    a lack of qualified experts means to those who plan.
    """
    asked = {*rules, *STRUCTURAL}
    if "qualified" not in asked:
        year = with_spares(year, mission, mission.positions)
        asked.add("qualified")
    funds: tuple[str | None, ...] = (None, *(fund.id for fund in year.funds))
    if "funded" not in asked:
        year, funds = without_agreed_funds(year), (None,)
    checks = [violations for rule, violations in CHECKS if rule in asked]
    contexts = (
        Context(year, Plan.of((*plan.placements, *rows)), calendars)
        for rows in Brute(year, calendars).options(mission, funds)
    )
    # The first violation is enough.
    return any(not any(chain.from_iterable(c(here) for c in checks)) for here in contexts)


def with_spares(year: Year, mission: Mission, codes: Collection[str]) -> Year:
    """The year with an accredited expert for each of these codes, who can go to the mission."""
    spares = [_spare(mission, code, number) for number, code in enumerate(codes, start=1)]
    return year.replace(
        experts=(*year.experts, *(expert for expert, _ in spares)),
        qualifications=(*year.qualifications, *(held for _, held in spares)),
    )


def _spare(mission: Mission, code: str, number: int) -> tuple[Expert, Qualification]:
    expert = Expert(
        id=f"spare {number}",
        name="",
        administration=f"country {number}",
        region=mission.region,
        languages=mission.languages[:1],
    )
    accredited = QualificationStatus.ACCREDITED
    return expert, Qualification(expert_id=expert.id, expertise=code, status=accredited)


def without_agreed_funds(year: Year) -> Year:
    """The year in which no row of earlier planning asks for a fund."""
    rows = (row.model_copy(update={"fund_id": None}) for row in year.assignments)
    return year.replace(assignments=tuple(rows))
