"""The Settings sheet: rows of a name and a value, found by the name."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from models.answers.report import Problem
from models.facts.settings import LEVEL_GROUPS, Settings
from planner.domain.spelling import closest, did_you_mean, fold
from planner.workbook.reading.meaning.looks_said import said_by
from planner.workbook.reading.meaning.manners import is_mapping
from planner.workbook.reading.meaning.meanings import understood
from planner.workbook.reading.meaning.meant import Manner, Meant
from planner.workbook.reading.parse_rows import Ways, told
from planner.workbook.reading.sheets.sources import Record
from planner.workbook.reading.values.cell_values import CellError, Fault, shown, text_of
from planner.workbook.reading.values.cells import Codes, items
from planner.workbook.reading.values.text_lists import listed
from planner.workbook.schema.columns import SettingRow
from planner.workbook.schema.settings_and_scenarios import SETTING_ROWS, SETTINGS

# A plan is about a year; one far longer is a slip in a date, and would take hours.
MOST_PLAN_DAYS = 5 * 366

_NAMES = {fold(row.name): row for row in SETTING_ROWS}
_NO_CODES = Codes(())
_EXAMPLES = {"plan_start": "2027-01-01", "plan_end": "2027-12-31"}


@dataclass
class _SettingsRead:
    """What the sheet says: the values by field, and the record that gives each.

    `places` holds the records of values that are wrong as well, and `blanks` those without one.
    """

    values: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Record] = field(default_factory=dict)
    blanks: dict[str, Record] = field(default_factory=dict)

    @property
    def wrong(self) -> bool:
        """Whether a setting was given a value that it cannot have."""
        return any(name not in self.values for name in self.places)


def read_settings(
    records: list[Record], plan_start: date | None, plan_end: date | None, ways: Ways
) -> tuple[Settings | None, list[Problem]]:
    """The settings, with the options for the plan's dates before what the sheet says.

    None where a problem leaves a setting without a value.
    """
    problems: list[Problem] = []
    found = _found(records, ways, problems)
    given = {"plan_start": plan_start, "plan_end": plan_end}
    found.values |= {name: day for name, day in given.items() if day is not None}
    dates = [*_dates_missing(found), *_plan_dates(found)]
    problems.extend(dates)
    if found.wrong or dates:
        return None, problems
    return Settings(**found.values), problems


def _found(records: list[Record], ways: Ways, problems: list[Problem]) -> _SettingsRead:
    found = _SettingsRead()
    for record in records:
        name = record.values.get("setting")
        row = _NAMES.get(fold(name)) if name else None
        if name and is_mapping(name):
            continue  # `manners` has read it
        if row is None:
            problems.extend(_unknown(record, name))
        elif row.field in found.places:
            problems.append(record.problem("setting", _twice(row.name, found.places[row.field])))
        elif record.good("value") and record.values["value"] is None:
            found.blanks[row.field] = record
        else:
            problems.extend(_take(found, row, record, ways))
    return found


def _take(found: _SettingsRead, row: SettingRow, record: Record, ways: Ways) -> Iterator[Problem]:
    found.places[row.field] = record
    if not record.good("value"):
        return  # the cell itself could not be read, and has its problem
    raw, currency = record.values["value"], ways.manners.currency
    try:
        meant = _meant(row, raw, ways.manner(record.source, row.column))
        code = record.source.format("value", record.row)
        for fault, severity in said_by(row.column, raw, code, currency):
            yield record.problem("value", fault, severity)
    except CellError as error:
        yield from (record.problem("value", fault) for fault in error.faults)
        return
    if meant.value is None:  # "tbc": as good as blank
        found.blanks[row.field] = found.places.pop(row.field)
    else:
        found.values[row.field] = meant.value
    if meant.cell is not None:
        yield told(record, "value", raw, meant)


def _meant(row: SettingRow, raw: object, manner: Manner) -> Meant:
    if row.field == "objectives":
        return objectives_meant(raw)
    return understood(row.column, raw, manner)


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
    value = _meant(row, raw, Manner(_NO_CODES)).value
    if value is None:
        raise CellError(
            Fault(
                "setting-blank",
                f'"{shown(raw)}" is no value for the setting {row.name}.',
                "Write the value that it gets, or delete this change.",
            )
        )
    return row.field, value


def objectives_meant(raw: object) -> Meant:
    """The goals, where another sign than a semicolon stands between them told as well."""
    known = {fold(group): group for group in LEVEL_GROUPS}
    found = listed(text_of(raw), lambda part: known.get(fold(part)))
    if len(items(raw)) == 1 and len(found.found) > 1 and not found.strange:
        written = "; ".join(found.found)
        return Meant(objectives(written), written)
    return Meant(objectives(raw))


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
    near = closest(word, LEVEL_GROUPS)
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
        f"The setting {name} is given twice, first in {first.named}.",
        "Delete one of the two rows.",
    )


def _dates_missing(found: _SettingsRead) -> Iterator[Problem]:
    for row in SETTING_ROWS[:2]:
        if row.field in found.values or row.field in found.places:
            continue
        option = f"--{row.name.split()[-1]} {_EXAMPLES[row.field]}"
        fault = Fault(
            f"{row.field.replace('_', '-')}-missing",
            f"The setting {row.name} is missing.",
            f"Give it in the sheet Settings, or as the option {option}.",
        )
        yield _at(found.blanks.get(row.field), fault, SETTINGS.name)


def _plan_dates(found: _SettingsRead) -> Iterator[Problem]:
    start, end = found.values.get("plan_start"), found.values.get("plan_end")
    if start is None or end is None:
        return
    record = found.places.get("plan_end")
    if end < start:
        message = f"The plan would end ({end}) before it starts ({start})."
        yield _at(record, Fault("plan-reversed", message, "Correct the dates."))
    elif (end - start).days >= MOST_PLAN_DAYS:
        message = f"The plan would last from {start} to {end}, more than five years."
        remedy = "Correct the dates; a plan usually lasts a year."
        yield _at(record, Fault("plan-too-long", message, remedy))


def _at(record: Record | None, fault: Fault, sheet: str | None = None) -> Problem:
    if record is not None:
        return record.problem("value", fault)
    return Problem(code=fault.code, sheet=sheet, message=fault.message, remedy=fault.remedy)
