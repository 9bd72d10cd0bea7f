"""The Scenarios sheet: rows of changes, complete but not yet understood."""

from collections.abc import Iterator

from models.answers.report import Problem
from models.workbook import ScenarioRow
from planner.workbook.reading.draft import Draft, problem
from planner.workbook.reading.sheets.sources import Record
from planner.workbook.reading.values.cell_values import shown
from planner.workbook.schema.declared import CHANGE_BY_NAME, SCENARIOS


def scenario_rows(draft: Draft) -> tuple[ScenarioRow, ...]:
    """All complete rows; those that change a cancelled mission are left out."""
    return tuple(
        _row(record)
        for record in draft.sound(SCENARIOS)
        if not list(_missing(record)) and not _of_cancelled_mission(draft, record)
    )


def check_scenarios(draft: Draft) -> Iterator[Problem]:
    """Every change says what it changes, and to what."""
    for record in draft.rows(SCENARIOS):
        if not record.good("change"):
            continue
        for field, needs in _missing(record):
            yield problem(
                record,
                field,
                "scenario-incomplete",
                f"The change {record.values['change']} needs a {field}.",
                f"Write {needs} in the column {field.title()}.",
            )
        if _of_cancelled_mission(draft, record):
            yield problem(
                record,
                "target",
                "scenario-of-cancelled-mission",
                f"Mission {_text(record, 'target')} is cancelled, so the change does nothing.",
                "Set the mission to Planned, or delete the row.",
                warning=True,
            )


def _missing(record: Record) -> Iterator[tuple[str, str]]:
    change = CHANGE_BY_NAME[record.values["change"]]
    for field, needs in (("target", change.target), ("value", change.value)):
        if needs and record.good(field) and record.values.get(field) is None:
            yield field, needs


def _of_cancelled_mission(draft: Draft, record: Record) -> bool:
    change = record.values.get("change") or ""
    return change.startswith("mission ") and _text(record, "target") in draft.cancelled


def _row(record: Record) -> ScenarioRow:
    source = record.source
    return ScenarioRow(
        row=record.row,
        sheet=source.title,
        scenario=record.values["scenario"],
        change=record.values["change"],
        target=_text(record, "target"),
        value=_text(record, "value"),
        target_cell=source.cell("target", record.row),
        value_cell=source.cell("value", record.row),
    )


def _text(record: Record, field: str) -> str:
    value = record.values.get(field)
    return "" if value is None else _plain(value)


def _plain(value: object) -> str:
    return value if isinstance(value, str) else shown(value)
