"""Calendars as files (RFC 5545): the missions of a plan, and the days by which steps are due.

No entry names an expert: calendars are shared.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from models.facts.mission import Mission
from planner.domain.country_names import country_name, mentions_country
from planner.mobilisation.action_line import ActionLine
from planner.report.plan_view import PlanView

_LONGEST_LINE = 75
_ESCAPED = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n", "\r": None})


class CalendarEntry(NamedTuple):
    """An entry of whole days; `last` is included."""

    uid: str
    first: date
    last: date
    summary: str
    description: str = ""


def mission_entries(view: PlanView) -> tuple[CalendarEntry, ...]:
    """The missions of the plan."""
    return tuple(
        CalendarEntry(
            uid=f"mission-{team.mission.id}",
            first=team.run.start,
            last=team.run.end,
            summary=_title(team.mission),
        )
        for team in view.teams
    )


def _title(mission: Mission) -> str:
    place = country_name(mission.host)
    named = mentions_country(mission.title, mission.host)
    parts = [mission.title] if mission.title else []
    return f"{mission.id}: {', '.join([*parts, *([] if named else [place])])}"


def deadline_entries(lines: Iterable[ActionLine]) -> tuple[CalendarEntry, ...]:
    """The steps of the sheet Actions that are not done, on the day by which they are due."""
    return tuple(
        CalendarEntry(
            uid=f"step-{line.step}-{line.administration}-{'-'.join(line.mission_ids)}",
            first=line.do_by,
            last=line.do_by,
            summary=f"{line.step}: {_about(line)}",
            description=line.after,
        )
        for line in lines
        if not line.done
    )


def _about(line: ActionLine) -> str:
    missions = ", ".join(line.mission_ids)
    if not line.administration:
        return missions
    return f"{country_name(line.administration)}, {missions}"


def calendar_file(entries: Iterable[CalendarEntry], stamp: datetime) -> bytes:
    """The calendar: the same bytes for the same entries and stamp."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//mission-planner//EN"]
    for number, entry in enumerate(entries):
        lines += _event(entry, number, stamp)
    folded = (part for line in (*lines, "END:VCALENDAR") for part in _folded(line))
    return "".join(f"{line}\r\n" for line in folded).encode("utf-8")


def _event(entry: CalendarEntry, number: int, stamp: datetime) -> list[str]:
    told = [f"DESCRIPTION:{_text(entry.description)}"] if entry.description else []
    return [
        "BEGIN:VEVENT",
        f"UID:{number}-{_text(entry.uid)}@mission-planner",
        f"DTSTAMP:{stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{entry.first:%Y%m%d}",
        f"DTEND;VALUE=DATE:{entry.last + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_text(entry.summary)}",
        *told,
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _text(value: str) -> str:
    plain = "".join(char for char in value if char == "\n" or char.isprintable())
    return plain.translate(_ESCAPED)


def _folded(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 bytes; each further one begins with a space."""
    piece, size = "", 0
    for char in line:
        width = len(char.encode("utf-8"))
        if size + width > _LONGEST_LINE:
            yield piece
            piece, size = " ", 1
        piece, size = piece + char, size + width
    yield piece
