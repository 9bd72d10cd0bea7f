"""How many are there at once: the busiest day of a crowd, found by one sweep over its days."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from planner.domain.calendars import Span


class Busiest(NamedTuple):
    """The first day on which most are present, and who they are."""

    day: date
    present: tuple[str, ...]


def busiest_day(spans: Mapping[str, Iterable[Span]]) -> Busiest | None:
    """The day on which most of those named have one of their spans; None where nobody has one.

    Somebody with two spans on one day is there once.
    """
    merged = {name: tuple(_merged(own)) for name, own in spans.items()}
    changes = sorted(_changes(span for own in merged.values() for span in own))
    count, most, busiest = 0, 0, date.min
    for ordinal, change in changes:
        count += change
        if count > most:
            most, busiest = count, date.fromordinal(ordinal)
    present = tuple(name for name, own in merged.items() if _on(own, busiest))
    return Busiest(busiest, present) if most else None


def within(span: Span, runs: Iterable[Span]) -> Iterator[Span]:
    """The days of a span on which one of some runs takes place, run by run."""
    for run in runs:
        if run.meets(span):
            yield Span(max(run.start, span.start), min(run.end, span.end))


def _merged(spans: Iterable[Span]) -> Iterator[Span]:
    current: Span | None = None
    for span in sorted(spans):
        if current is None or span.start > current.end:
            if current is not None:
                yield current
            current = span
        else:
            current = Span(current.start, max(current.end, span.end))
    if current is not None:
        yield current


def _changes(spans: Iterable[Span]) -> Iterator[tuple[int, int]]:
    for span in spans:
        yield span.start.toordinal(), 1
        yield span.end.toordinal() + 1, -1


def _on(spans: Iterable[Span], day: date) -> bool:
    return any(span.start <= day <= span.end for span in spans)
