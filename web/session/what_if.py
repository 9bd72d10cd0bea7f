"""What is typed into the form of What if: a scenario on its way, read as the sheet Scenarios is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NamedTuple

from models.answers.report import Problem, Severity
from models.base import Frozen
from models.facts.instance import Year
from models.requests.changes import Change, FundChanged, FundConfirmed, MissionWindow
from planner.workbook.schema.declared import CHANGE_BY_NAME
from scenarios.definition.changes import read_change
from scenarios.definition.scenario import Scenario
from scenarios.definition.understand import SaidAt, ScenarioBlock, ScenarioEntry, understand

FUND_AMOUNT = "fund amount"


class TypedRow(Frozen):
    """A change as a row of the sheet Scenarios says it: text in each cell."""

    kind: str
    target: str = ""
    value: str = ""


@dataclass(frozen=True)
class Typed:
    """The form of What if as somebody left it.

    Attributes
    ----------
    path : Path or None
        The workbook that it is about.
    fields : mapping of str to str
        Amounts of funds, the name, and whether as little as possible is to change.
    rows : tuple of TypedRow
        Changes, one a row.
    further : tuple of Change
        Changes that no row can say: remedies ask for experts who do not exist, and for waivers.
    problems : tuple of Problem
        What is wrong with it; `cell` is the field.
    """

    path: Path | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    rows: tuple[TypedRow, ...] = ()
    further: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def repair(self) -> bool:
        """Whether as little as possible is to change."""
        return self.fields.get("repair") == "yes"

    def wrong(self, name: str) -> list[str]:
        """What is wrong with a field, in sentences."""
        return [f"{p.message} {p.remedy}".strip() for p in self.problems if p.cell == name]

    def amounts(self, year: Year) -> tuple[TypedRow, ...]:
        """The amounts that differ from those of the workbook, as rows."""
        typed = ((fund, self.fields.get(amount_field(fund.id), "")) for fund in year.funds)
        return tuple(
            TypedRow(kind=FUND_AMOUNT, target=fund.id, value=amount)
            for fund, amount in typed
            if amount not in ("", str(fund.amount))
        )

    def block(self, name: str, year: Year) -> ScenarioBlock:
        """The scenario as it is to be understood; each place is a field of the form."""
        entries = [
            *(_amount(row) for row in self.amounts(year)),
            *(_entry(row, f"target-{n}", f"value-{n}") for n, row in enumerate(self.rows)),
            *(_said(change, n) for n, change in enumerate(self.further)),
        ]
        return ScenarioBlock(name, SaidAt("", "name", name), tuple(entries))


class Understood(NamedTuple):
    """A scenario that can be planned, or None with all that is wrong with it."""

    scenario: Scenario | None
    problems: tuple[Problem, ...]


def amount_field(fund_id: str) -> str:
    """The field of the form that holds the amount of a fund."""
    return f"amount-{fund_id}"


def understood(typed: Typed, name: str, year: Year) -> Understood:
    """What was typed as a scenario, or what is wrong with which field."""
    found = understand((typed.block(name, year),), year)
    errors = tuple(p for p in found.problems if p.severity is Severity.ERROR)
    return Understood(None if errors else found.scenarios[0], errors)


def row_of(change: Change) -> TypedRow | None:
    """A change of a remedy as a row; None where no row can say it."""
    if isinstance(change, FundChanged) and change.value.by is not None:
        return TypedRow(kind=change.kind, target=change.target, value=f"{change.value.by:+d}")
    if isinstance(change, FundConfirmed):
        return TypedRow(kind=change.kind, target=change.target)
    if isinstance(change, MissionWindow):
        days = f"{change.value.start}..{change.value.end}"
        return TypedRow(kind=change.kind, target=change.target, value=days)
    return None


def _amount(row: TypedRow) -> ScenarioEntry:
    return _entry(row, amount_field(row.target), amount_field(row.target))


def _entry(row: TypedRow, target: str, value: str) -> ScenarioEntry:
    """A row of the form, read as one of the sheet; a value goes where the kind has one."""
    places = {"target": SaidAt("", target, row.target), "value": SaidAt("", value, row.value)}
    kind = CHANGE_BY_NAME[row.kind]
    said = (row.value or None) if kind.value else None
    return ScenarioEntry(
        lambda year: read_change(row.kind, row.target, said), places["target"], places
    )


def _said(change: Change, number: int) -> ScenarioEntry:
    return ScenarioEntry(partial(_as_it_is, change), SaidAt("", f"further-{number}"))


def _as_it_is(change: Change, _: Year) -> Change:
    return change
