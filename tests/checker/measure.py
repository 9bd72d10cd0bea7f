"""What the tests of single rules and levels ask of the checker, and the years they share."""

from datetime import date
from typing import Any

from models.answers.plan import Plan
from models.facts.expert import QualificationStatus as Status
from models.facts.instance import Year
from planner.checker import check, level_values
from tests.builders import expert, mission, placement, plan, qualification, year

FRIDAY = date(2027, 3, 5)
APRIL = date(2027, 4, 5)
BOTH = plan(placement(), placement("M2", start=APRIL))


def found(year: Year, plan: Plan, rule: str) -> list[int]:
    """The measured amounts of one rule's violations."""
    return [violation.amount for violation in check(year, plan) if violation.rule == rule]


def messages(year: Year, plan: Plan) -> str:
    return "\n".join(violation.message for violation in check(year, plan))


def values(facts: Year, rows: Plan) -> dict[str, int]:
    return {entry.level: entry.value for entry in level_values(facts, rows)}


def value(level: str, facts: Year, rows: Plan | None = None) -> int:
    return values(facts, plan(placement()) if rows is None else rows)[level]


def two_missions(**changes: Any) -> Year:
    """M1 on 1 March and M2 on 5 April, both in Belgium."""
    later = mission("M2", earliest_start=APRIL, latest_end=date(2027, 4, 9))
    return year(**{"missions": (mission(), later)} | changes)


def many(*trips: tuple[str, str, date, int], **changes: Any) -> tuple[Year, Plan]:
    """Missions M1, M2, … to a host, by an expert, from a start, over working days.

    Experts come from France (F…) or Germany (G…); X… are external experts from France.
    """
    names = list(dict.fromkeys(name for _, name, _, _ in trips))
    missions = tuple(
        mission(f"M{n}", host=host, working_days=length, latest_end=date(2027, 12, 31))
        for n, (host, _, _, length) in enumerate(trips, 1)
    )
    facts: dict[str, Any] = {
        "missions": missions,
        "experts": tuple(expert(n, "DE" if n.startswith("G") else "FR") for n in names),
        "qualifications": tuple(
            qualification(n, Status.EXTERNAL if n.startswith("X") else Status.ACCREDITED)
            for n in names
        ),
    }
    rows = (placement(f"M{n}", name, start) for n, (_, name, start, _) in enumerate(trips, 1))
    return year(**facts | changes), plan(*rows)


def weeks_apart(*lengths_and_starts: tuple[int, date]) -> tuple[Year, Plan]:
    """E1 on missions M1, M2, … of these working days from these starts."""
    missions = tuple(
        mission(f"M{n}", working_days=length, latest_end=date(2027, 12, 31))
        for n, (length, _) in enumerate(lengths_and_starts, 1)
    )
    starts = enumerate((start for _, start in lengths_and_starts), 1)
    return year(missions=missions), plan(*(placement(f"M{n}", start=s) for n, s in starts))
