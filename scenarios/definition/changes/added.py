"""Missions and experts that the workbook does not have, in the words of its sheets."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from models.facts.expert import Expert, Qualification, QualificationStatus
from models.facts.instance import Year
from models.facts.mission import Mission, TeamRow
from models.requests.changes import ExpertAdded, MissionAdded
from planner.domain.country_names import country_name
from planner.domain.spelling import closest, did_you_mean, fold
from planner.workbook.reading.sheets.sources import readable_columns
from planner.workbook.reading.values.cell_numbers import whole_number_of
from planner.workbook.reading.values.cell_values import CellError, Fault, shown
from planner.workbook.reading.values.cells import Codes, parse
from planner.workbook.reading.values.names import region_of
from planner.workbook.schema.columns import Sheet
from planner.workbook.schema.core import LEFT, UNDECIDED
from planner.workbook.schema.declared import EXPERTS, MISSIONS, QUALIFICATIONS, TEAMS
from scenarios.definition.changes.base import ChangeError, Misfit, misfit

# Beside the columns of Experts: so many of the same kind, numbered from 1.
COPIES = "Copies"
_MOST_COPIES = 100
_REGIONS = "Give the region (AC, AP, ESA, EU, MENA or WCA)."

Table = Mapping[str, Any]


def read_mission(table: Table, year: Year) -> MissionAdded:
    """A mission from the columns of the sheet Missions, with Teams for a mixed team.

    Raises
    ------
    ChangeError
        With all that is wrong.
    """
    codes = Codes(year.expertise)
    values, found = _read(MISSIONS, table, codes, extra=("Teams",))
    team, more = _team(values, table, codes)
    found += more
    region = values.pop("region", None) or region_of(values.get("host", ""))
    if region is None and "host" in values:
        found.append(_no_region(values["host"]))
    start, end = values.get("earliest_start"), values.get("latest_end")
    if start is not None and end is not None and end < start:
        message = f"The latest end ({end}) is before the earliest start ({start})."
        found.append(misfit("Latest end", "window-reversed", message, "Correct one of the two."))
    if found:
        raise ChangeError(*found)
    left_out = ("expertise", "experts", "status")
    fields = {name: value for name, value in values.items() if name not in left_out}
    return MissionAdded(mission=Mission(team=team, region=region or "", **fields))


def read_expert(table: Table, year: Year) -> ExpertAdded:
    """An expert from the columns of the sheet Experts, with Qualifications; or several alike.

    Raises
    ------
    ChangeError
        With all that is wrong.
    """
    codes = Codes(year.expertise)
    values, found = _read(EXPERTS, table, codes, extra=("Qualifications", COPIES))
    held, more = _qualifications(table, codes)
    found += more
    region = values.pop("region", None) or region_of(values.get("administration", ""))
    if region is None and "administration" in values:
        found.append(_no_region(values["administration"]))
    copies = _copies(table, found)
    if found:
        raise ChangeError(*found)
    if values.get("release_period_start") is None:
        values["release_period_start"] = _first_accreditation(held)
    ids = [values["id"]] if copies == 1 else [f"{values['id']}-{n + 1}" for n in range(copies)]
    rest = {name: value for name, value in values.items() if name not in ("id", "status")}
    rest["left"] = values.get("status") == LEFT
    rest["decision"] = None if rest.get("decision") == UNDECIDED else rest.get("decision")
    return ExpertAdded(
        experts=tuple(Expert(id=own, region=region or "", **rest) for own in ids),
        qualifications=tuple(Qualification(expert_id=own, **row) for own in ids for row in held),
    )


def _read(
    sheet: Sheet, table: Table, codes: Codes, extra: Sequence[str] = (), without: str = ""
) -> tuple[dict[str, Any], list[Misfit]]:
    """The values of a table by field, and what is wrong with it."""
    columns = [c for c in readable_columns(sheet) if c.field != without]
    headers = {fold(c.header): c.header for c in columns} | {fold(key): key for key in extra}
    given = {headers.get(fold(key), key): value for key, value in table.items()}
    found = [_no_column(key, sheet, headers) for key in given if fold(key) not in headers]
    values: dict[str, Any] = {}
    for column in columns:
        try:
            value = parse(column, _cell(given.get(column.header)), codes)
        except CellError as error:
            found += [Misfit(column.header, fault) for fault in error.faults]
            continue
        if value is None and column.value_needed:
            found.append(_missing(column.header))
        elif value is not None:
            values[column.field] = value
    return values, found


def _cell(value: object) -> object:
    """A list in TOML is a list in a cell."""
    return "; ".join(str(item) for item in value) if isinstance(value, list) else value


def _team(
    values: dict[str, Any], table: Table, codes: Codes
) -> tuple[tuple[TeamRow, ...], list[Misfit]]:
    rows = _tables(table, "Teams")
    if rows:
        read = [_read(TEAMS, row, codes, without="mission_id") for row in rows]
        wrong = [fault for _, faults in read for fault in faults]
        return () if wrong else tuple(TeamRow(**row) for row, _ in read), wrong
    if "expertise" in values and "experts" in values:
        return (TeamRow(expertise=values["expertise"], experts=values["experts"]),), []
    header = "Experts" if "expertise" in values else "Expertise"
    return (), [_missing(header)]


def _qualifications(table: Table, codes: Codes) -> tuple[list[dict[str, Any]], list[Misfit]]:
    read = [
        _read(QUALIFICATIONS, row, codes, without="expert_id")
        for row in _tables(table, "Qualifications")
    ]
    rows = [row for row, _ in read]
    wrong = [fault for _, faults in read for fault in faults]
    if not rows:
        wrong.append(_missing("Qualifications"))
    held = [row.get("expertise") for row in rows if "expertise" in row]
    wrong += [_twice(code) for code in dict.fromkeys(held) if held.count(code) > 1]
    statuses = {row.get("status") for row in rows if "status" in row}
    if QualificationStatus.EXTERNAL in statuses and len(statuses) > 1:
        wrong.append(_mixed())
    return rows, wrong


def _tables(table: Table, key: str) -> list[Table]:
    found: Any = next((value for name, value in table.items() if fold(name) == fold(key)), [])
    return [row for row in found if isinstance(row, Mapping)] if isinstance(found, list) else []


def _copies(table: Table, found: list[Misfit]) -> int:
    raw = next((value for name, value in table.items() if fold(name) == fold(COPIES)), 1)
    try:
        return whole_number_of(raw, 1, _MOST_COPIES)
    except CellError as error:
        found += [Misfit(COPIES, fault) for fault in error.faults]
        return 1


def _first_accreditation(held: list[dict[str, Any]]) -> date | None:
    accredited = QualificationStatus.ACCREDITED
    return min(
        (row["since"] for row in held if row["status"] == accredited and row.get("since")),
        default=None,
    )


def _no_column(key: str, sheet: Sheet, headers: Mapping[str, str]) -> Misfit:
    near = closest(key, tuple(headers.values()))
    question = f"{did_you_mean(near)} " if near else ""
    return Misfit(
        key,
        Fault(
            "unknown-column",
            f'The sheet {sheet.name} has no column "{shown(key)}".',
            f"{question}The columns are {', '.join(headers.values())}.",
        ),
    )


def _missing(header: str) -> Misfit:
    return misfit(header, "value-missing", f"{header} is missing.", "Fill it in.")


def _no_region(country: str) -> Misfit:
    message = f"{country_name(country)} is no Member of the WCO, so the region is not known."
    return misfit("Region", "region-missing", message, _REGIONS)


def _twice(code: object) -> Misfit:
    return misfit(
        "Qualifications",
        "duplicate-qualification",
        f"{code} is listed twice for the expert.",
        "Keep the entry with the status that holds.",
    )


def _mixed() -> Misfit:
    return misfit(
        "Qualifications",
        "external-mixed",
        "The expert is External and has another status, too.",
        "An expert is either external or serving: correct the statuses.",
    )
