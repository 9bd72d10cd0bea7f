"""What visits under way at the plan start take of limits that count by the day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from planner.domain.calendars import ONE_DAY, Span

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import IntervalVar

    from planner.formulation.variables import Variables

Taken = Mapping[str, tuple[Span, ...]]


def crowded(taken: Taken) -> Iterator[tuple[Span, int]]:
    """Spans of days on which the same number of names is there, where somebody is."""
    for first, following in pairwise(_breaks(taken)):
        there = sum(any(span.has(first) for span in own) for own in taken.values())
        if there:
            yield Span(first, following - ONE_DAY), there


def taken_days(variables: Variables, taken: Taken, limit: int) -> list[tuple[IntervalVar, int]]:
    """Fixed intervals with what they take of a limit: what is under way is accepted as it is."""
    if limit == 0:
        return []
    return [(variables.fixed_interval(span), min(n, limit)) for span, n in crowded(taken)]


def _breaks(taken: Taken) -> list[date]:
    """The days on which the number may change."""
    spans = [span for own in taken.values() for span in own]
    return sorted({span.start for span in spans} | {span.end + ONE_DAY for span in spans})
