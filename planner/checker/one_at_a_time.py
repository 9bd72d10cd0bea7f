"""`one-at-a-time`: the busy periods of one expert's missions do not overlap."""

from collections.abc import Iterable, Iterator

from models.report import Violation
from planner.checker.context import Context, Stay, grouped
from planner.checker.text import counted, period
from planner.domain.calendars import Span

RULE = "one-at-a-time"


def violations(context: Context) -> Iterator[Violation]:
    """Yield, for every stay, the overlap with the earlier stay that lasts longest."""
    for own in grouped(context.stays, lambda stay: stay.expert.id).values():
        yield from _overlaps(sorted(own, key=lambda stay: (stay.busy, stay.mission.id)))


def _overlaps(stays: Iterable[Stay]) -> Iterator[Violation]:
    longest: Stay | None = None
    for stay in stays:
        # An expert named twice on one mission is a matter of `whole-team`.
        if longest and longest.mission.id != stay.mission.id and longest.busy.meets(stay.busy):
            yield _violation(longest, stay)
        if longest is None or stay.busy.end > longest.busy.end:
            longest = stay


def _violation(earlier: Stay, later: Stay) -> Violation:
    both = Span(later.busy.start, min(earlier.busy.end, later.busy.end))
    amount = (both.end - both.start).days + 1
    return Violation(
        rule=RULE,
        missions=(earlier.mission.id, later.mission.id),
        experts=(later.expert.id,),
        amount=amount,
        message=f"Expert {later.expert.id} is busy with missions {earlier.mission.id} and "
        f"{later.mission.id} at once for {counted(amount, 'day')}, travel included "
        f"({period(both)}).",
    )
