"""The sheet Fund use of the comparison: what every plan draws from every fund."""

from collections.abc import Iterator
from typing import NamedTuple

from planner.workbook.schema.columns import Kind, Sheet
from scenarios.study.compare import Comparison
from scenarios.study.sheets.declared import written

FUND_USE = Sheet(
    name="Fund use",
    purpose="What the plan of each scenario draws from each fund.",
    columns=(
        written("Scenario", "scenario"),
        written("Fund ID", "fund_id", Kind.ID),
        written("Name", "name"),
        written("Available", "available", Kind.AMOUNT, "Amount less Committed, in the scenario."),
        written("Planned", "planned", Kind.AMOUNT),
        written("Left", "left", Kind.AMOUNT),
        written("Against the base", "change", Kind.AMOUNT, "Planned, less that of the base plan."),
        written("Missions", "missions", Kind.IDS),
    ),
)


class FundUseLine(NamedTuple):
    """A row of the sheet, in whole units of the plan's currency."""

    scenario: str
    fund_id: str
    name: str
    available: int
    planned: int
    left: int
    change: int | None
    missions: tuple[str, ...]


def fund_use_lines(comparison: Comparison) -> tuple[FundUseLine, ...]:
    """Every fund of every case that has a plan."""
    return tuple(_lines(comparison))


def _lines(comparison: Comparison) -> Iterator[FundUseLine]:
    base = {line.fund_id: line.planned for line in comparison.base.funds}
    for case in comparison.all_cases:
        for line in case.funds:
            planned = base.get(line.fund_id)
            yield FundUseLine(
                scenario=case.name,
                fund_id=line.fund_id,
                name=line.name,
                available=line.available,
                planned=line.planned,
                left=line.left,
                change=None if planned is None else line.planned - planned,
                missions=line.missions,
            )
