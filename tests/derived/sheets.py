"""The sheets of a workbook as plain facts, read with openpyxl and nothing else.

Countries and languages are names here, whether the cells have names or codes.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from babel import Locale
from openpyxl import load_workbook

Row = dict[str, Any]
_MEMBERS = Path(__file__).parents[2] / "planner" / "data" / "wco_members.csv"
with _MEMBERS.open(encoding="utf-8") as _file:
    NAMES = {member["iso2"]: member["name"] for member in csv.DictReader(_file)}
CODES = {name: code for code, name in NAMES.items()}
LANGUAGES = Locale("en").languages
AGREED = ("Invited", "Confirmed", "Completed")
PREFERRED = ("Proposed", "Contacted", "Available")


@dataclass(frozen=True)
class Mission:
    """A row of Missions, with the positions that it and Teams ask for, and its Shares."""

    id: str
    row: int
    title: str
    host: str
    region: str
    positions: tuple[str, ...]
    languages: frozenset[str]
    first: date
    last: date
    days: int
    priority: int
    funds: tuple[str, ...]
    fixed: int
    lead: bool
    same: bool
    shares: tuple[tuple[str, float], ...]
    planned: bool

    @property
    def weeks(self) -> int:
        """The weeks charged to each expert."""
        return -(-self.days // 5)


@dataclass(frozen=True)
class Expert:
    """A row of Experts."""

    id: str
    row: int
    name: str
    country: str
    region: str
    languages: tuple[str, ...]
    period_start: date | None
    cap: int | None
    most: int | None
    clearance: str
    fee: int | None
    left: bool
    decision: str


@dataclass(frozen=True)
class Fund:
    """A row of Funds."""

    id: str
    row: int
    amount: int
    committed: int
    valid_from: date | None
    valid_to: date | None
    regions: tuple[str, ...]
    expertise: tuple[str, ...]
    hosts: tuple[str, ...]
    pending: bool


@dataclass(frozen=True)
class Closed:
    """A row of Unavailability; a blank side is open."""

    row: int
    kind: str
    who: str
    first: date
    last: date


@dataclass(frozen=True)
class Limits:
    """A row of Administrations."""

    row: int
    away: int | None
    weeks: int | None
    hosted: int | None
    weekend: frozenset[int] | None


@dataclass(frozen=True)
class Agreed:
    """A row of Assignments."""

    row: int
    mission: str
    expert: str
    code: str
    position: int
    start: date | None
    end: date | None
    fund: str
    status: str
    keep: bool
    weeks: int | None
    cost: int | None


class Book:
    """All rows of a workbook, sheet by sheet, by the headers of the first row."""

    def __init__(self, path: Path) -> None:
        book = load_workbook(path, data_only=True, read_only=True)
        self.rows: dict[str, list[Row]] = {}
        for sheet in book.worksheets:
            headers = [str(cell.value or "") for cell in next(sheet.iter_rows(max_row=1))]
            self.rows[sheet.title] = [
                {"row": number, **dict(zip(headers, values, strict=False))}
                for number, values in enumerate(sheet.iter_rows(min_row=2, values_only=True), 2)
                if any(value is not None for value in values)
            ]
        self.settings = {row["Setting"]: row["Value"] for row in self.rows["Settings"]}
        for header in ("Host", "Administration", "Who"):
            for row in [row for rows in self.rows.values() for row in rows]:
                if header in row:
                    row[header] = NAMES.get(row[header], row[header])
        for row in self.rows["Experts"]:
            # An external expert may live in a country that is no Member.
            row["Administration"] = str(
                Locale("en").territories.get(row["Administration"], row["Administration"])
            )

    def day(self, setting: str) -> date:
        """A date of the settings."""
        return _day(self.settings[setting])

    def number(self, setting: str, default: int) -> int:
        """A number of the settings."""
        value = self.settings.get(setting)
        return default if value is None else int(value)

    def yes(self, setting: str, default: bool) -> bool:
        """A yes or no of the settings."""
        value = self.settings.get(setting)
        return default if value is None else value == "yes"

    def missions(self) -> Iterator[Mission]:
        """The rows of Missions."""
        for row in self.rows["Missions"]:
            teams = [t for t in self.rows["Teams"] if t["Mission ID"] == row["Mission ID"]]
            wanted = teams or [row]
            codes = [t["Expertise"] for t in wanted for _ in range(int(t["Experts"]))]
            yield Mission(
                id=row["Mission ID"],
                row=row["row"],
                title=row["Title"] or "",
                host=row["Host"],
                region=row["Region"],
                positions=tuple(codes),
                languages=frozenset(_spoken(row["Languages"])),
                first=_day(row["Earliest start"]),
                last=_day(row["Latest end"]),
                days=int(row["Working days"]),
                priority=int(row["Priority"] or 1),
                funds=_list(row["Funds"]),
                fixed=int(row["Fixed cost"] or 0),
                lead=row["Staff lead"] == "yes",
                same=row["Same administration allowed"] == "yes",
                shares=tuple(
                    (share["Fund"], float(share["Share"]))
                    for share in self.rows["Shares"]
                    if share["Mission ID"] == row["Mission ID"]
                ),
                planned=(row["Status"] or "Planned") == "Planned",
            )

    def experts(self) -> Iterator[Expert]:
        """The rows of Experts."""
        for row in self.rows["Experts"]:
            yield Expert(
                id=row["Expert ID"],
                row=row["row"],
                name=row["Name"],
                country=row["Administration"],
                region=row["Region"],
                languages=_spoken(row["Languages"]),
                period_start=_maybe(row["Release period start"]),
                cap=row["Release cap weeks"],
                most=row["Most missions"],
                clearance=row["Clearance"] or "pending",
                fee=row["Daily fee"],
                left=row["Status"] == "Left",
                decision=row["Decision"] or "none",
            )

    def funds(self) -> Iterator[Fund]:
        """The rows of Funds."""
        for row in self.rows["Funds"]:
            yield Fund(
                id=row["Fund ID"],
                row=row["row"],
                amount=int(row["Amount"]),
                committed=int(row["Committed"] or 0),
                valid_from=_maybe(row["Valid from"]),
                valid_to=_maybe(row["Valid to"]),
                regions=_list(row["Regions"]),
                expertise=_list(row["Expertise"]),
                hosts=tuple(NAMES.get(host, host) for host in _list(row["Hosts"])),
                pending=row["Status"] == "Pending",
            )

    def closures(self) -> Iterator[Closed]:
        """The rows of Unavailability."""
        for row in self.rows["Unavailability"]:
            first, last = _maybe(row["From"]), _maybe(row["To"])
            yield Closed(
                row["row"], row["Applies to"], row["Who"], first or date.min, last or date.max
            )

    def limits(self) -> dict[str, Limits]:
        """The rows of Administrations, by country."""
        return {
            row["Administration"]: Limits(
                row["row"],
                row["Max experts away"],
                row["Max weeks"],
                row["Max missions hosted"],
                _weekend(row.get("Weekend")),
            )
            for row in self.rows["Administrations"]
        }

    def agreed(self) -> Iterator[Agreed]:
        """The rows of Assignments."""
        for row in self.rows["Assignments"]:
            yield Agreed(
                row=row["row"],
                mission=row["Mission ID"],
                expert=row["Expert ID"],
                code=row["Expertise"] or "",
                position=int(row["Position"] or 0),
                start=_maybe(row["Start"]),
                end=_maybe(row["End"]),
                fund=row["Fund"] or "",
                status=row["Status"] or "Proposed",
                keep=row["Keep"] == "yes",
                weeks=row["Weeks"],
                cost=row["Cost"],
            )


def _day(value: datetime) -> date:
    assert isinstance(value, datetime)
    return value.date()


def _maybe(value: datetime | None) -> date | None:
    return None if value is None else _day(value)


def _list(value: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split(r"[;\n]", value or "") if part.strip())


def _spoken(value: str | None) -> tuple[str, ...]:
    return tuple(str(LANGUAGES.get(word, word)) for word in _list(value))


_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _weekend(value: str | None) -> frozenset[int] | None:
    return frozenset(map(_DAYS.index, _list(value))) if value else None
