"""How the checks put things into words."""

from collections.abc import Iterable, Sequence
from datetime import date

from planner.domain.calendars import Span

NAMED_AT_MOST = 5


def listed(names: Iterable[object], last: str = "and") -> str:
    """Names in a sentence: ``M1, M2 and M3``; beyond five, how many more there are."""
    words = [str(name) for name in names]
    if len(words) > NAMED_AT_MOST:
        words = [*words[:NAMED_AT_MOST], f"{len(words) - NAMED_AT_MOST} more"]
    return f" {last} ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]


def positions(numbers: Sequence[int]) -> str:
    """Positions of a mission: ``position 2``, ``positions 1 and 3``."""
    return f"position{'s' if len(numbers) > 1 else ''} {listed(numbers)}"


def period(span: Span) -> str:
    """A span of days: ``2027-03-01 to 2027-03-05``, or its one day."""
    if span.start == span.end:
        return day(span.start)
    return f"{day(span.start)} to {day(span.end)}"


def day(value: date) -> str:
    """A day in ISO form."""
    return value.isoformat()
