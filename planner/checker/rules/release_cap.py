"""`release-cap`: weeks used and weeks charged stay within the cap in every release period."""

from collections.abc import Iterator

from models.answers.report import Violation
from models.facts.expert import Expert
from planner.checker.context import Context, Stay, grouped
from planner.checker.text import period
from planner.domain.calendars import Span, release_period
from planner.domain.wording import counted

RULE = "release-cap"


def violations(context: Context) -> Iterator[Violation]:
    """Yield serving experts whose weeks in one release period go beyond their cap."""
    for stays in grouped(context.serving_stays, lambda stay: stay.expert.id).values():
        for span, charging in _by_period(context, stays).items():
            yield from _over_cap(context, span, charging)


def _by_period(context: Context, stays: tuple[Stay, ...]) -> dict[Span | None, list[Stay]]:
    """Group an expert's stays by the release period that each start falls in."""
    first, years = stays[0].expert.release_period_start, context.year.settings.release_period_years
    periods: dict[Span | None, list[Stay]] = {}
    for stay in stays:
        span = None if first is None else release_period(first, years, stay.run.start)
        periods.setdefault(span, []).append(stay)
    return periods


def _over_cap(context: Context, span: Span | None, stays: list[Stay]) -> Iterator[Violation]:
    expert = stays[0].expert
    used, charged = _used(context, expert, span), sum(s.mission.weeks_charged for s in stays)
    cap = context.year.release_cap(expert)
    if used + charged > cap:
        yield Violation(
            rule=RULE,
            missions=tuple(dict.fromkeys(stay.mission.id for stay in stays)),
            experts=(expert.id,),
            amount=used + charged - cap,
            message=_message(expert, span, used, charged, cap),
        )


def _used(context: Context, expert: Expert, span: Span | None) -> int:
    """Weeks of past missions in the period; without a period the cap binds the plan alone."""
    past = context.year.visits_by_expert.get(expert.id, ())
    return sum(e.weeks for e in past if span is not None and span.start <= e.start <= span.end)


def _message(expert: Expert, span: Span | None, used: int, charged: int, cap: int) -> str:
    limit = f"the cap is {counted(cap, 'week')}"
    if span is None:
        return f"The plan charges expert {expert.id} {counted(charged, 'week')}; {limit}."
    return (
        f"Expert {expert.id} would be released for {counted(used + charged, 'week')} in the "
        f"release period {period(span)} ({used} used already, {charged} in the plan); {limit}."
    )
