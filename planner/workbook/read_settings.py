"""The Settings sheet: rows of a name and a value, found by the name."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from models.report import Problem
from models.settings import LEVEL_GROUPS, Settings
from planner.workbook.cell_values import CellError, Fault, shown
from planner.workbook.cells import Codes, items, parse
from planner.workbook.named_rows import SETTING_ROWS, SETTINGS
from planner.workbook.sources import Record
from planner.workbook.suggest import closest, did_you_mean, fold

# A plan is about a year; one far longer is a slip in a date, and would take hours.
MOST_PLAN_DAYS = 5 * 366

_NAMES = {fold(row.name): row for row in SETTING_ROWS}
_NO_CODES = Codes(())


def read_settings(
    records: list[Record], plan_start: date | None, plan_end: date | None
) -> tuple[Settings | None, list[Problem]]:
    """The settings, with the options for the plan's dates before what the sheet says.

    None where a problem leaves a setting without a value.
    """
    problems: list[Problem] = []
    values, places = _values(records, problems)
    given = {"plan_start": plan_start, "plan_end": plan_end}
    values |= {field: day for field, day in given.items() if day is not None}
    bad = places.keys() - values.keys()
    problems.extend(_dates_missing(values, places))
    if not problems:
        problems.extend(_plan_dates(values, places))
    if bad or any(problem.code.startswith("plan-") for problem in problems):
        return None, problems
    return Settings(**values), problems


def _values(
    records: list[Record], problems: list[Problem]
) -> tuple[dict[str, Any], dict[str, Record]]:
    """The values by field, and the record that gives each (those without a value included)."""
    values: dict[str, Any] = {}
    places: dict[str, Record] = {}
    for record in records:
        name = record.values.get("setting")
        row = _NAMES.get(fold(name)) if name else None
        if row is None:
            problems.extend(_unknown(record, name))
        elif row.field in places:
            problems.append(record.problem("setting", _twice(row.name, places[row.field])))
        elif not record.good("value"):
            places[row.field] = record
        elif record.values["value"] is not None:
            places[row.field] = record
            try:
                values[row.field] = _value(row.field, record.values["value"])
            except CellError as error:
                problems.extend(record.problem("value", fault) for fault in error.faults)
    return values, places


def _value(field: str, raw: object) -> object:
    row = next(row for row in SETTING_ROWS if row.field == field)
    if field == "objectives":
        return objectives(raw)
    return parse(row.column, raw, _NO_CODES)


def parse_setting(name: str, raw: object) -> tuple[str, object]:
    """The field of `Settings` that a setting's name stands for, and its value.

    Raises
    ------
    CellError
        Where there is no such setting, or the value does not fit it.
    """
    row = _NAMES.get(fold(name))
    if row is None:
        raise CellError(_no_setting(name))
    return row.field, _value(row.field, raw)


def objectives(raw: object) -> tuple[str, ...]:
    """The goals in their order: known ones, each once, `delivery` first."""
    known = {fold(group): group for group in LEVEL_GROUPS}
    words = items(raw)
    unknown = [word for word in words if fold(word) not in known]
    if unknown:
        raise CellError(*(_unknown_objective(word) for word in unknown))
    found = tuple(dict.fromkeys(known[fold(word)] for word in words))
    if found[:1] != ("delivery",):
        raise CellError(_delivery_first(found))
    return found


def _unknown_objective(word: str) -> Fault:
    parts = word.split(",")
    known = {fold(group) for group in LEVEL_GROUPS}
    near: str | None = closest(word, LEVEL_GROUPS)
    if len(parts) > 1 and all(fold(part) in known for part in parts):
        near = "; ".join(part.strip() for part in parts)
    question = f"{did_you_mean(near)} " if near else ""
    return Fault(
        "unknown-objective",
        f'"{shown(word)}" is none of the goals.',
        f"{question}Write some of {'; '.join(LEVEL_GROUPS)}, separated by semicolons.",
    )


def _delivery_first(found: tuple[str, ...]) -> Fault:
    rest = [group for group in found if group != "delivery"]
    what = "comes after another goal" if "delivery" in found else "is missing"
    return Fault(
        "delivery-not-first",
        f"The goal delivery {what}; it always comes first.",
        f"Write {'; '.join(['delivery', *rest])}.",
    )


def _unknown(record: Record, name: str | None) -> Iterator[Problem]:
    if name is not None:
        yield record.problem("setting", _no_setting(name))


def _no_setting(name: str) -> Fault:
    near = closest(name, [row.name for row in SETTING_ROWS])
    question = f"{did_you_mean(near)} " if near else ""
    return Fault(
        "unknown-setting",
        f'There is no setting "{shown(name)}".',
        f"{question}The settings are {', '.join(row.name for row in SETTING_ROWS)}.",
    )


def _twice(name: str, first: Record) -> Fault:
    return Fault(
        "duplicate-setting",
        f"The setting {name} is given twice, first in row {first.row}.",
        "Delete one of the two rows.",
    )


def _dates_missing(values: dict[str, Any], places: dict[str, Record]) -> Iterator[Problem]:
    for field, name in (("plan_start", "Plan start"), ("plan_end", "Plan end")):
        if field not in values and field not in places:
            option = "--" + field.replace("_", "-")
            yield Problem(
                code=f"{field.replace('_', '-')}-missing",
                sheet=SETTINGS.name,
                message=f"The setting {name} is missing.",
                remedy=f"Give it in the sheet Settings, or as the option {option} 2027-01-01.",
            )


def _plan_dates(values: dict[str, Any], places: dict[str, Record]) -> Iterator[Problem]:
    start, end = values.get("plan_start"), values.get("plan_end")
    if start is None or end is None:
        return
    if end < start:
        message = f"The plan would end ({end}) before it starts ({start})."
        yield _at(places.get("plan_end"), Fault("plan-reversed", message, "Correct the dates."))
    elif (end - start).days >= MOST_PLAN_DAYS:
        message = f"The plan would last from {start} to {end}, more than five years."
        remedy = "Correct the dates; a plan usually lasts a year."
        yield _at(places.get("plan_end"), Fault("plan-too-long", message, remedy))


def _at(record: Record | None, fault: Fault) -> Problem:
    if record is not None:
        return record.problem("value", fault)
    return Problem(code=fault.code, message=fault.message, remedy=fault.remedy)
