"""What is agreed in several plans and cannot hold together.

The rows that every plan has agreed on its own are held against the rules as one plan; a place where
rows of two plans or more break a rule together is told with the cells of both.
"""

from collections.abc import Iterator

from models.answers.plan import Placement, Plan
from models.answers.report import Problem, Violation
from models.facts.assignment import AssignmentRow
from models.facts.instance import Year
from planner.checker import check
from planner.domain.agreements import pinned_rows
from planner.domain.calendars import Calendars
from planner.domain.wording import listed
from planner.together.joining import Joined, Origin
from planner.workbook.schema.declared import ASSIGNMENTS

_MOST_NAMED = 4


def clashes(joined: Joined) -> Iterator[Problem]:
    """Yield every rule that agreed rows of several plans break together.

    Parameters
    ----------
    joined : Joined
        Facts without a contradiction.
    """
    year = joined.year
    assert year is not None
    calendars = Calendars(year)
    rows = [row for row in pinned_rows(year, calendars) if row.start is not None]
    for violation in check(year, _agreed(year, rows), calendars):
        involved = [row for row in rows if _concerns(violation, row)]
        plans = {year.mission_by_id[row.mission_id].plan for row in involved}
        if len(plans) > 1:
            yield _clash(joined, violation, involved)


def _agreed(year: Year, rows: list[AssignmentRow]) -> Plan:
    """The agreed rows alone as a plan; the missions may lack positions."""
    return Plan.of(_placements(year, rows))


def _placements(year: Year, rows: list[AssignmentRow]) -> Iterator[Placement]:
    taken: dict[str, int] = {}
    for row in rows:
        mission = year.mission_by_id[row.mission_id]
        taken[mission.id] = taken.get(mission.id, 0) + 1
        number = min(row.position or taken[mission.id], len(mission.positions))
        assert row.start is not None
        yield Placement(
            mission_id=mission.id,
            position=number,
            expertise=row.expertise or mission.positions[number - 1],
            expert_id=row.expert_id,
            start=row.start,
            fund_id=row.fund_id,
        )


def _concerns(violation: Violation, row: AssignmentRow) -> bool:
    named = row.mission_id in violation.missions
    return named and (not violation.experts or row.expert_id in violation.experts)


def _clash(joined: Joined, violation: Violation, involved: list[AssignmentRow]) -> Problem:
    origins = [joined.origins[id(row)] for row in involved]
    last = origins[-1]
    return Problem(
        code="plans-clash",
        sheet=f"{last.book.name}, {_title(last)}",
        cell=_cell(last),
        found=f"{involved[-1].mission_id}, {involved[-1].expert_id}",
        message=f"{violation.message} This is agreed in {listed(_named(origins))}, and cannot hold "
        f"together ({violation.rule}).",
        remedy="Agree with the other planner who gives way, and change the Start, the Fund or the "
        "Status of the row there.",
    )


def _named(origins: list[Origin]) -> list[str]:
    """The places of the rows, the last one of each plan first; not all where they are many."""
    places = [f"{o.book.name}, {_title(o)} {_cell(o)}" for o in origins]
    by_plan = {o.book.name: place for o, place in zip(origins, places, strict=True)}
    first = list(by_plan.values())
    rest = [place for place in places if place not in first]
    named = [*first, *rest]
    more = len(named) - _MOST_NAMED
    return named if more <= 0 else [*named[:_MOST_NAMED], f"{more} more rows"]


def _title(origin: Origin) -> str:
    known = origin.book.sheets.get(ASSIGNMENTS.name)
    return known.title if known else ASSIGNMENTS.name


def _cell(origin: Origin) -> str | None:
    row = origin.fact.row
    return None if row is None else origin.book.cell(ASSIGNMENTS.name, "status", row)
