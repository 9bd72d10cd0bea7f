"""Scenarios from the workbook's Scenarios sheet."""

from collections.abc import Iterator
from functools import partial
from itertools import groupby

from models.answers.report import Problem
from models.facts.instance import Year
from models.requests.changes import Change
from models.workbook import ScenarioRow, Workbook
from planner.workbook.schema.columns import ChangeKind
from planner.workbook.schema.declared import CHANGE_BY_NAME, SCENARIOS
from scenarios.definition.changes import read_change
from scenarios.definition.understand import SaidAt, ScenarioBlock, ScenarioEntry, understand


def blocks_of_sheet(workbook: Workbook) -> tuple[ScenarioBlock, ...]:
    """The rows of the sheet; those of one name that follow each other make a block."""
    return tuple(_blocks(workbook))


def problems_of_sheet(workbook: Workbook) -> tuple[Problem, ...]:
    """What is wrong with the scenarios of a workbook whose other sheets are sound."""
    if workbook.year is None:
        return ()
    return understand(blocks_of_sheet(workbook), workbook.year).problems


def _blocks(workbook: Workbook) -> Iterator[ScenarioBlock]:
    for name, group in groupby(workbook.scenarios, key=lambda row: row.scenario):
        rows = list(group)
        cell = workbook.cell(SCENARIOS.name, "scenario", rows[0].row) or ""
        here = SaidAt(rows[0].sheet, cell, name)
        yield ScenarioBlock(name, here, tuple(_entry(row) for row in rows))


def _entry(row: ScenarioRow) -> ScenarioEntry:
    target = SaidAt(row.sheet, row.target_cell, row.target)
    value = SaidAt(row.sheet, row.value_cell, row.value)
    kind = CHANGE_BY_NAME[row.change]
    return ScenarioEntry(partial(_read, row, kind), target, {"target": target, "value": value})


def _read(row: ScenarioRow, kind: ChangeKind, year: Year) -> Change:
    return read_change(kind.name, row.target, row.value if kind.value else None)
