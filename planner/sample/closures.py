"""When hosts, administrations and experts are closed, and holidays that no calendar knows."""

from datetime import date, timedelta
from random import Random

from models.facts.expert import AppliesTo, Expert, Unavailability
from models.facts.fund import Holiday
from models.facts.instance import Year
from planner.domain.calendars import Span, closed_days
from planner.sample.draw import chance
from planner.sample.places import hosts
from planner.sample.windows import PLAN

RAMADAN = Span(date(2027, 2, 8), date(2027, 3, 12))

_HOST_CLOSURES = (
    ("KE", Span(date(2027, 8, 2), date(2027, 8, 27)), "National elections"),
    ("SN", Span(date(2027, 6, 7), date(2027, 7, 2)), "Move to the new headquarters"),
    ("PE", Span(date(2027, 4, 5), date(2027, 4, 30)), "Customs IT system goes live"),
    ("FJ", Span(date(2027, 7, 19), date(2027, 8, 6)), "End of the financial year"),
    ("UZ", Span(date(2027, 9, 20), date(2027, 10, 15)), "WTO accession working party"),
)
_ADMINISTRATION_CLOSURES = (
    ("FR", Span(date(2027, 8, 1), date(2027, 8, 31)), "Closed in August"),
    ("ES", Span(date(2027, 8, 1), date(2027, 8, 31)), "Closed in August"),
    ("IT", Span(date(2027, 8, 1), date(2027, 8, 31)), "Closed in August"),
    ("BE", Span(date(2027, 7, 19), date(2027, 8, 20)), "Closed in summer"),
    ("KE", Span(date(2027, 8, 2), date(2027, 8, 27)), "National elections"),
    ("MA", RAMADAN, "Ramadan and Eid al-Fitr"),
    ("CN", Span(date(2027, 2, 1), date(2027, 2, 14)), "Spring festival"),
    ("JP", Span(date(2027, 3, 22), date(2027, 4, 11)), "Change of the financial year"),
)
_HOLIDAYS = (
    # No calendar of Sri Lanka's movable holidays is built in.
    *(
        ("LK", date(2027, month, day))
        for month, day in ((2, 4), (4, 13), (4, 14), (5, 1), (12, 25))
    ),
    ("SN", date(2027, 2, 26)),
    ("FJ", date(2027, 5, 28)),
    ("ZM", date(2027, 11, 22)),
)
_SUSPENDED = "GA"

_LEAVE_SHARE, _LONG_LEAVE_SHARE = 0.15, 0.02
_REASONS = ("Annual leave", "National training duty", "Audit season", "Leave")


def host_closures() -> tuple[Unavailability, ...]:
    """Hosts in an election, a move, or Ramadan: no missions there."""
    named = [_row(AppliesTo.HOST, *closure) for closure in _HOST_CLOSURES]
    mena = [
        _row(AppliesTo.HOST, host, RAMADAN, "Ramadan and Eid al-Fitr") for host in hosts("MENA")
    ]
    return (*named, *mena)


def closure_of(host: str) -> Span | None:
    """The first days on which a host is closed, None where it is open all year."""
    return next((closed_days(row) for row in host_closures() if row.who == host), None)


def administration_closures() -> tuple[Unavailability, ...]:
    """Administrations that release nobody for a while, one of them until further notice."""
    suspended = Unavailability(
        applies_to=AppliesTo.ADMINISTRATION,
        who=_SUSPENDED,
        start=date(2027, 3, 15),
        reason="Reorganisation: no releases until further notice",
    )
    rows = [_row(AppliesTo.ADMINISTRATION, *closure) for closure in _ADMINISTRATION_CLOSURES]
    return (*rows, suspended)


def expert_leave(rng: Random, experts: tuple[Expert, ...]) -> tuple[Unavailability, ...]:
    """Leave of one to four weeks for some experts, for a few without an end."""
    rows = []
    for expert in experts:
        if chance(rng, _LEAVE_SHARE):
            rows.append(_leave(rng, expert))
        if chance(rng, _LONG_LEAVE_SHARE):
            rows.append(_secondment(rng, expert))
    return tuple(rows)


def own_holidays() -> tuple[Holiday, ...]:
    """Holidays beyond the built-in calendars."""
    return tuple(Holiday(host=host, day=day) for host, day in _HOLIDAYS)


def closed_year() -> Year:
    """A year with closures and holidays only: what host calendars are made of."""
    return Year(
        settings=PLAN,
        missions=(),
        experts=(),
        qualifications=(),
        unavailability=host_closures(),
        holidays=own_holidays(),
    )


def _leave(rng: Random, expert: Expert) -> Unavailability:
    start = PLAN.plan_start + timedelta(days=rng.randint(0, 340))
    span = Span(start, start + timedelta(days=7 * rng.randint(1, 4) - 1))
    return _row(AppliesTo.EXPERT, expert.id, span, rng.choice(_REASONS))


def _secondment(rng: Random, expert: Expert) -> Unavailability:
    start = PLAN.plan_start + timedelta(days=rng.randint(120, 330))
    return Unavailability(
        applies_to=AppliesTo.EXPERT, who=expert.id, start=start, reason="Secondment"
    )


def _row(applies_to: AppliesTo, who: str, span: Span, reason: str) -> Unavailability:
    return Unavailability(
        applies_to=applies_to, who=who, start=span.start, end=span.end, reason=reason
    )
