"""How facts are found and lifted: each names the changes of the year that undo it."""

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from models.cell_ref import Place
from models.facts.expert import AppliesTo, Unavailability
from models.requests.changes import CellChanged, Change, RowGone
from planner.domain.country_names import country_name
from planner.domain.wording import closed_for
from planner.formulation.usage import Excuse


class Lift(NamedTuple):
    """What would be without a fact: the year changed, or a rule not asked of somebody."""

    changes: tuple[Change, ...] = ()
    excused: tuple[Excuse, ...] = ()


# The key, the words, the place, and how the fact is lifted.
Found = Iterator[tuple[str, str, Place, Lift]]


def row_lift(
    table: Literal["unavailability", "exclusions", "assignments", "holidays"], row: object
) -> Lift:
    """The year without a row of a sheet."""
    return Lift((RowGone(table=table, fact=row),))


def cell_lift(
    table: Literal["missions", "experts", "funds", "administrations"], key: str, **values: Any
) -> Lift:
    """The year with other values in a row."""
    cells = (CellChanged(table=table, target=key, field=f, value=v) for f, v in values.items())
    return Lift(tuple(cells))


def excuse(rule: str, whom: str) -> Lift:
    """The year in which a rule is not asked of somebody."""
    return Lift(excused=((rule, whom),))


def closure_text(row: Unavailability) -> str:
    """A row of Unavailability in words."""
    who = row.who if row.applies_to is AppliesTo.EXPERT else country_name(row.who)
    return f"{who} is not available{closed_for(row)}"
