"""For every hard rule four plans: one accepted, one that breaks this rule and no other, and one
exactly on the limit beside one that goes a step over it (again breaking this rule alone).

The tests of the model use them too.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from models.answers.plan import Placement, Plan
from models.facts.administration import Administration
from models.facts.assignment import AssignmentStatus
from models.facts.expert import AppliesTo, Clearance, Exclusion, Expert, Unavailability
from models.facts.expert import QualificationStatus as Status
from models.facts.expertise import Expertise
from models.facts.instance import Year
from tests.builders import (
    CODE,
    MONDAY,
    agreed,
    expert,
    fund,
    history,
    mission,
    placement,
    plan,
    qualification,
    settings,
    year,
)

Case = tuple[Year, Plan]

NEXT_MONDAY = date(2027, 3, 8)
# One expert from another administration of the same region costs 900 for travel and an
# allowance of 200 on 5 + 2 days (five working days, no weekend between, two travel days).
PLAIN_COST = 900 + 200 * 7


@dataclass(frozen=True)
class Example:
    """Four cases of one rule; `excess` is what the checker measures in `over`."""

    accepted: Case
    broken: Case
    on_limit: Case
    over: Case
    excess: int = field(default=1)


def team(*members: Expert, status: Status = Status.ACCREDITED, **changes: Any) -> Case:
    """Mission M1 with a position for each of these experts, all of one status, and all on it."""
    facts: dict[str, Any] = {
        "missions": (mission(experts=len(members), **changes),),
        "experts": members,
        "qualifications": tuple(qualification(member.id, status) for member in members),
    }
    rows = (placement(expert_id=member.id, position=n) for n, member in enumerate(members, 1))
    return year(**facts), plan(*rows)


def alone(rows: Plan | None = None, **changes: Any) -> Case:
    """Expert E1 alone on mission M1, in a year with these changes."""
    return year(**changes), plan(placement()) if rows is None else rows


def second_mission(same_expert: bool, start: date, **changes: Any) -> Case:
    """E1 on M1 in the week of 1 March, and E1 or E2 on M2 in Luxembourg in the week of `start`."""
    traveller = "E1" if same_expert else "E2"
    end = start.replace(day=start.day + 4)
    other = mission("M2", host="LU", earliest_start=start, latest_end=end)
    facts: dict[str, Any] = {
        "missions": (mission(), other),
        "experts": (expert(), expert("E2")),
        "qualifications": (qualification(), qualification("E2")),
    }
    rows = (placement(), placement("M2", traveller, start))
    return year(**facts | changes), plan(*rows)


def same_host(start: date, **limits: Any) -> Case:
    """E1 on M1 and E2 on M2, both in Belgium, M2 in the week of `start`."""
    end = start.replace(day=start.day + 4)
    return second_mission(
        same_expert=False,
        start=start,
        missions=(mission(), mission("M2", earliest_start=start, latest_end=end)),
        administrations=(Administration(country="BE", **limits),),
    )


def held(*codes: str, asked: str, also: tuple[Expertise, ...] = ()) -> Case:
    """E1 accredited for these codes, on a mission that asks for `asked`."""
    plain = year()
    facts = year(
        missions=(mission(expertise=asked),),
        qualifications=tuple(qualification(expertise=code) for code in codes),
        expertise=plain.expertise + also,
    )
    return facts, plan(placement(expertise=asked))


def away(start: date, end: date | None, who: str = "E1") -> Case:
    """E1 on M1, which needs the expert from 28 February to 6 March, travel included."""
    row = Unavailability(applies_to=AppliesTo.EXPERT, who=who, start=start, end=end)
    return alone(unavailability=(row,))


def candidate(*others: Status, staff_lead: bool = False) -> Case:
    """E1 Pre-accredited on M1, with colleagues of these statuses."""
    countries = ("DE", "IT", "ES")
    colleagues = [expert(f"E{n}", c) for n, c in enumerate(countries[: len(others)], 2)]
    facts, rows = team(expert(), *colleagues, staff_lead=staff_lead)
    statuses = (Status.PRE_ACCREDITED, *others)
    rows_held = (qualification(e.id, s) for e, s in zip(facts.experts, statuses, strict=True))
    return facts.model_copy(update={"qualifications": tuple(rows_held)}), rows


def external(clearance: Clearance, status: Status = Status.EXTERNAL) -> Case:
    """E1 with a clearance on M1, external unless told otherwise."""
    return team(expert(clearance=clearance), status=status)


def invited(case: Case) -> Case:
    """The same with a letter to E1's former administration out for M1."""
    row = agreed("M1", "E1", AssignmentStatus.INVITED)
    return case[0].model_copy(update={"assignments": (row,)}), case[1]


def charged(cap: int, used: int, first: date | None = date(2026, 1, 1)) -> Case:
    """E1 on M1 for one week; `used` weeks in 2026, in the period that starts with that year."""
    facts = year(
        experts=(expert(release_period_start=first, release_cap_weeks=cap),),
        history=(history("E1", date(2026, 5, 4), date(2026, 5, 8), weeks=used),),
    )
    return facts, plan(placement())


def paid(amount: int, fund_id: str | None = "F1", **terms: Any) -> Case:
    """E1 on M1, paid by a fund; the year has fund F1 with this amount and these terms."""
    return alone(plan(placement(fund_id=fund_id)), funds=(fund(amount=amount, **terms),))


def promised(*experts: str) -> Case:
    """M1 asks for two experts; these are Confirmed; the plan delivers nothing."""
    facts, _ = team(expert(), expert("E2", "DE"))
    rows = tuple(agreed("M1", name) for name in experts)
    return facts.model_copy(update={"assignments": rows}), plan()


def excluded(**what: Any) -> Case:
    """E1 on M1 in Belgium, with an Exclusions row for E1."""
    return alone(exclusions=(Exclusion(expert_id="E1", **what),))


def window(start: date, **changes: Any) -> Case:
    """E1 on M1 from `start`."""
    return alone(plan(placement(start=start)), missions=(mission(**changes),))


def speaking(asked: tuple[str, ...], spoken: tuple[str, ...]) -> Case:
    """E1, who speaks some languages, on a mission that asks for some."""
    return team(expert(languages=spoken), languages=asked)


def with_rows(case: Case, *rows: Placement) -> Case:
    """The same year with other rows."""
    return case[0], plan(*rows)


CLEARED = Clearance.CLEARED
PAIR = team(expert(), expert("E2", "DE"))
SPECIALIST = Expertise(code="SPECIAL", also_covers=("MPA",))
ONE_FRENCH_EXPERT_AWAY = (Administration(country="FR", max_experts_away=1),)


def at_most(missions: int | None) -> Case:
    """E1 goes to two missions, and may go to so many."""
    facts, answer = second_mission(True, date(2027, 4, 5))
    limited = tuple(e.model_copy(update={"most_missions": missions}) for e in facts.experts)
    return facts.replace(experts=limited), answer


EXAMPLES: dict[str, Example] = {
    "dates": Example(
        accepted=window(MONDAY),
        # Wednesday 3 March: neither the first working day of the window nor after a weekend.
        broken=window(date(2027, 3, 3), latest_end=date(2027, 3, 19)),
        on_limit=window(MONDAY, latest_end=date(2027, 3, 5)),
        over=window(MONDAY, latest_end=date(2027, 3, 4)),
    ),
    "whole-team": Example(
        accepted=alone(),
        broken=with_rows(PAIR, placement()),
        on_limit=PAIR,
        over=with_rows(PAIR, placement(), placement(position=2)),
    ),
    "qualified": Example(
        accepted=held(CODE, asked=CODE),
        broken=held("TOA/AEO", asked=CODE),
        # MPA covers CMA; covering is one step, so what covers MPA does not cover CMA.
        on_limit=held("MPA", asked="CMA"),
        over=held("SPECIAL", asked="CMA", also=(SPECIALIST,)),
    ),
    "language": Example(
        accepted=speaking((), ("en",)),
        broken=speaking(("fr",), ("en",)),
        on_limit=speaking(("fr", "es"), ("en", "es")),
        over=speaking(("fr", "es"), ("en",)),
    ),
    "available": Example(
        accepted=away(MONDAY, None, who="E2"),
        broken=away(date(2027, 3, 3), date(2027, 3, 3)),
        on_limit=away(date(2027, 2, 1), date(2027, 2, 27)),
        over=away(date(2027, 2, 1), date(2027, 2, 28)),
    ),
    "one-at-a-time": Example(
        accepted=second_mission(True, date(2027, 4, 5)),
        broken=second_mission(True, MONDAY),
        # Back on Saturday 6 March, off again on Sunday 7 March.
        on_limit=second_mission(True, NEXT_MONDAY),
        over=second_mission(True, NEXT_MONDAY, settings=settings(travel_days_after=2)),
    ),
    "most-missions": Example(
        accepted=at_most(None),
        broken=at_most(0),
        on_limit=at_most(2),
        over=at_most(1),
    ),
    "release-cap": Example(
        accepted=charged(cap=12, used=1),
        broken=charged(cap=0, used=1, first=None),
        on_limit=charged(cap=12, used=11),
        over=charged(cap=12, used=12),
    ),
    "administration-capacity": Example(
        accepted=second_mission(False, MONDAY),
        broken=alone(administrations=(Administration(country="FR", max_weeks=0),)),
        on_limit=second_mission(False, NEXT_MONDAY, administrations=ONE_FRENCH_EXPERT_AWAY),
        over=second_mission(False, MONDAY, administrations=ONE_FRENCH_EXPERT_AWAY),
    ),
    "host-capacity": Example(
        accepted=same_host(MONDAY),
        broken=alone(administrations=(Administration(country="BE", max_missions_hosted=0),)),
        on_limit=same_host(NEXT_MONDAY, max_missions_hosted=1),
        over=same_host(MONDAY, max_missions_hosted=1),
    ),
    "different-administrations": Example(
        accepted=team(expert(), expert("E2"), same_administration_allowed=True),
        broken=team(expert(), expert("E2")),
        on_limit=team(expert(), expert("E2", "DE"), expert("E3", "IT")),
        over=team(expert(), expert("E2", "DE"), expert("E3", "DE")),
    ),
    "not-own-administration": Example(
        accepted=team(expert()),
        broken=team(expert(administration="BE")),
        on_limit=team(expert(administration="LU", clearance=CLEARED), status=Status.EXTERNAL),
        over=team(expert(administration="BE"), status=Status.EXTERNAL),
    ),
    "evaluation-lead": Example(
        accepted=candidate(staff_lead=True),
        broken=candidate(),
        on_limit=candidate(Status.PRE_ACCREDITED, Status.ACCREDITED),
        over=candidate(Status.PRE_ACCREDITED, Status.RECOGNISED),
    ),
    "cleared": Example(
        accepted=external(Clearance.CLEARED),
        broken=external(Clearance.REFUSED),
        on_limit=invited(external(Clearance.CLEARED)),
        over=invited(external(Clearance.PENDING)),
    ),
    "not-excluded": Example(
        accepted=excluded(mission_id="M2"),
        broken=alone(assignments=(agreed("M1", "E1", AssignmentStatus.DECLINED),)),
        on_limit=excluded(host="LU"),
        over=excluded(host="BE"),
    ),
    "funded": Example(
        accepted=alone(),
        broken=paid(PLAIN_COST, fund_id=None),
        on_limit=paid(PLAIN_COST + 50, committed=50),
        over=paid(PLAIN_COST + 50, committed=51),
    ),
    "pinned": Example(
        accepted=alone(assignments=(agreed("M1", "E1"),)),
        broken=alone(
            plan(placement(expert_id="E2")),
            experts=(expert(), expert("E2")),
            qualifications=(qualification(), qualification("E2")),
            assignments=(agreed("M1", "E1"),),
        ),
        on_limit=promised("E1"),
        over=promised("E1", "E2"),
        excess=2,
    ),
}
