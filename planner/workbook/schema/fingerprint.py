"""The fingerprint of the facts of a year, by which a run's proofs are known to hold for them.

A plan adds Proposed and Withdrawn rows to a workbook and nothing else. Whoever reads the workbook
later works out the fingerprint again: where it is another one, somebody has changed a fact, or has
another version of the planner, and what the run proved of its plan may no longer be true.
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import date

from models.base import Frozen
from models.facts.assignment import AssignmentRow, AssignmentStatus
from models.facts.instance import Year
from planner.domain.calendars import calendars_of
from planner.domain.program.version import program_version

# What stands beside the fingerprint in the sheet Summary.
FACTS = "Fingerprint of the facts"
_TABLES = (
    "missions",
    "experts",
    "qualifications",
    "expertise",
    "history",
    "unavailability",
    "exclusions",
    "administrations",
    "funds",
    "rates",
    "holidays",
    "called_off",
)
# The place in the sheet, and what follows from the rows of the plan.
_NO_FACTS = {"row", "agreed_starts"}


def facts_fingerprint(year: Year) -> str:
    """The SHA-256 of the settings, the tables of facts, and the rows that are agreed or declined.

    The order of the rows of the plan says nothing: a plan sorts them. What they say of their start
    matters where somebody has typed a day on which the mission could not start without it.
    """
    facts = {name: [_written(fact) for fact in getattr(year, name)] for name in _TABLES}
    document = {
        "planner": program_version(),
        "settings": _written(year.settings),
        **facts,
        "rows": sorted(agreed_rows(year)),
        "starts": sorted(_opened_starts(year)),
    }
    return f"SHA-256 {hashlib.sha256(json.dumps(document).encode()).hexdigest()}"


def agreed_rows(year: Year) -> frozenset[tuple[str, ...]]:
    """What is agreed or declined: mission, expert, start and status."""
    return frozenset(
        (row.mission_id, row.expert_id, str(row.start), row.status.value)
        for row in year.assignments
        if not _is_of_a_plan(row)
    )


def _opened_starts(year: Year) -> Iterator[tuple[str, str]]:
    """The starts, by mission ID, that are allowed because a row of a plan names them."""
    named: dict[str, set[date]] = {}
    for row in year.assignments:
        if row.preferred and row.start is not None and row.mission_id in year.mission_by_id:
            named.setdefault(row.mission_id, set()).add(row.start)
    calendars = calendars_of(year)
    for mission_id, starts in named.items():
        for start in starts - calendars.start_days(year.mission_by_id[mission_id]):
            yield mission_id, str(start)


def _written(fact: Frozen) -> dict[str, object]:
    return fact.model_dump(mode="json", exclude=_NO_FACTS)


def _is_of_a_plan(row: AssignmentRow) -> bool:
    """Whether a plan may have written the row: it proposes, and withdraws what it gives up."""
    return row.preferred or row.status is AssignmentStatus.WITHDRAWN
