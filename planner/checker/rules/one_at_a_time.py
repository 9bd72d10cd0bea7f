"""`one-at-a-time`: busy periods of one expert's missions do not overlap, and leave Rest days."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from models.answers.report import Violation
from models.facts.visit import Visit
from planner.checker.context import Context, Stay, grouped
from planner.checker.text import period
from planner.domain.calendars import Span, busy_period
from planner.domain.wording import counted

RULE = "one-at-a-time"


class _Busy(NamedTuple):
    """Days on which an expert is busy, with a mission of the plan or a visit under way."""

    days: Span
    mission_id: str
    planned: bool


def violations(context: Context) -> Iterator[Violation]:
    """Yield, for every stay, the overlap with the earlier one that lasts longest.

    Visits under way at the plan start are stays, too; that two of them overlap is nobody's fault.
    """
    visits = grouped(context.running, lambda visit: visit.expert_id)
    for expert_id, own in grouped(context.stays, lambda stay: stay.expert.id).items():
        busy = [*map(_planned, own), *(_running(context, v) for v in visits.get(expert_id, ()))]
        yield from _overlaps(context, expert_id, sorted(busy))


def _planned(stay: Stay) -> _Busy:
    return _Busy(stay.busy, stay.mission.id, True)


def _running(context: Context, visit: Visit) -> _Busy:
    busy = busy_period(context.year.settings, Span(visit.start, visit.end))
    return _Busy(busy, visit.mission_id or "under way", False)


def _overlaps(context: Context, expert_id: str, stays: Iterable[_Busy]) -> Iterator[Violation]:
    longest: _Busy | None = None
    rest = context.year.settings.rest_days
    for stay in stays:
        if longest and _clash(longest, stay, rest):
            yield _violation(expert_id, longest, stay, rest)
        if longest is None or stay.days.end > longest.days.end:
            longest = stay


def _clash(one: _Busy, other: _Busy, rest: int) -> bool:
    # An expert named twice on one mission is a matter of `whole-team`.
    apart = one.mission_id != other.mission_id
    return apart and (one.planned or other.planned) and _short(one, other, rest) > 0


def _short(earlier: _Busy, later: _Busy, rest: int) -> int:
    """How many days are too few between two stays: those at once, and those of rest that lack."""
    between = (later.days.start - earlier.days.end).days - 1
    return min(rest - between, (later.days.end - later.days.start).days + 1 + rest)


def _violation(expert_id: str, earlier: _Busy, later: _Busy, rest: int) -> Violation:
    return Violation(
        rule=RULE,
        missions=(earlier.mission_id, later.mission_id),
        experts=(expert_id,),
        amount=_short(earlier, later, rest),
        message=_message(expert_id, earlier, later, rest),
    )


def _message(expert_id: str, earlier: _Busy, later: _Busy, rest: int) -> str:
    missions = f"missions {earlier.mission_id} and {later.mission_id}"
    if not earlier.days.meets(later.days):
        between = (later.days.start - earlier.days.end).days - 1
        return (
            f"Expert {expert_id} has {counted(between, 'day')} between {missions}, travel apart; "
            f"the setting Rest days asks for {rest}."
        )
    both = Span(later.days.start, min(earlier.days.end, later.days.end))
    return (
        f"Expert {expert_id} is busy with {missions} at once for "
        f"{counted((both.end - both.start).days + 1, 'day')}, travel included ({period(both)})."
    )
