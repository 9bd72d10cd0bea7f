"""What facts have in common: how they are found, and what would be without them."""

from collections.abc import Callable, Iterator

from models.cell_ref import Place
from models.expert import AppliesTo, Unavailability
from planner.domain.country_names import country_name
from planner.domain.wording import day
from planner.reasons.hypothetical import Case

Lift = Callable[[Case], Case]
# The key, the words, the place, and the case without the fact.
Found = Iterator[tuple[str, str, Place, Lift]]


def row_lift(table: str, row: object) -> Lift:
    """The case without a row of a sheet."""
    return lambda case: case.without_row(table, row)


def excuse(rule: str, whom: str) -> Lift:
    """The case in which a rule is not asked of somebody."""
    return lambda case: case.excuse(rule, whom)


def closure_text(row: Unavailability) -> str:
    """A row of Unavailability in words."""
    who = row.who if row.applies_to is AppliesTo.EXPERT else country_name(row.who)
    return f"{who} is not available{period(row)}"


def period(row: Unavailability) -> str:
    """The days of a row of Unavailability, such as " from 1 March 2027 on"; "" for always."""
    if row.start is None:
        return f" until {day(row.end)}" if row.end else ""
    if row.start == row.end:
        return f" on {day(row.start)}"
    return f" from {day(row.start)} " + (f"to {day(row.end)}" if row.end else "on")
