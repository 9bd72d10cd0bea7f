"""Past missions of the experts since 2023; some have used nearly all their weeks."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from models.facts.expert import Expert, HistoryEntry, Qualification, QualificationStatus
from planner.domain.calendars import release_period
from planner.sample.draw import chance, one
from planner.sample.places import hosts
from planner.sample.topics import subject_of
from planner.sample.windows import PLAN

_FIRST_MONTH, _MONTHS = 2023 * 12, 46
_REGIONS = ("WCA", "ESA", "AP", "AC", "EU", "MENA")
_HOW_MANY = {
    QualificationStatus.PRE_ACCREDITED: {0: 0.9, 1: 0.1},
    QualificationStatus.ACCREDITED: {0: 0.12, 1: 0.22, 2: 0.26, 3: 0.2, 4: 0.12, 5: 0.08},
    QualificationStatus.RECOGNISED: {0: 0.3, 1: 0.3, 2: 0.25, 3: 0.15},
    QualificationStatus.EXTERNAL: {0: 0.5, 1: 0.3, 2: 0.2},
}
_BUSY_SHARE, _BUSY_MISSIONS = 0.1, 9
_LENGTHS = {3: 0.15, 5: 0.6, 12: 0.25}
_OWN_WEEKS_SHARE = 0.1


def make_history(
    rng: Random, experts: Sequence[Expert], rows: dict[str, tuple[Qualification, ...]]
) -> tuple[HistoryEntry, ...]:
    """The History sheet, expert by expert, oldest mission first."""
    return tuple(entry for e in experts for entry in _past_of(rng, e, rows[e.id]))


def weeks_used(expert: Expert, history: Sequence[HistoryEntry], day: date) -> int:
    """Weeks that past missions charge to the release period which contains `day`."""
    if expert.release_period_start is None:
        return 0
    years = PLAN.release_period_years
    period = release_period(expert.release_period_start, years, day)
    return sum(entry.weeks for entry in history if period.start <= entry.start <= period.end)


def _past_of(
    rng: Random, expert: Expert, rows: tuple[Qualification, ...]
) -> tuple[HistoryEntry, ...]:
    status = rows[0].status
    busy = status is QualificationStatus.ACCREDITED and chance(rng, _BUSY_SHARE)
    count = _BUSY_MISSIONS if busy else one(rng, _HOW_MANY[status])
    months = sorted(rng.sample(range(_FIRST_MONTH, _FIRST_MONTH + _MONTHS), count))
    entries: list[HistoryEntry] = []
    for month in months:
        entry = _entry(rng, expert, rng.choice(rows).expertise, month)
        if _within_cap(expert, [*entries, entry]):
            entries.append(entry)
    return tuple(entries)


def _within_cap(expert: Expert, history: Sequence[HistoryEntry]) -> bool:
    cap = expert.release_cap_weeks
    return weeks_used(expert, history, history[-1].start) <= (
        PLAN.release_cap_weeks if cap is None else cap
    )


def _entry(rng: Random, expert: Expert, code: str, month: int) -> HistoryEntry:
    first = date(month // 12, month % 12 + 1, rng.randint(1, 8))
    start = first + timedelta(days=-first.weekday() % 7)
    days = one(rng, _LENGTHS)
    weeks = 1 if chance(rng, _OWN_WEEKS_SHARE) else -(-days // 7)
    host = rng.choice([c for c in hosts(rng.choice(_REGIONS)) if c != expert.administration])
    return HistoryEntry(
        expert_id=expert.id,
        start=start,
        end=start + timedelta(days=days - 1),
        mission=f"{start.year} {host} {subject_of(code)}",
        weeks=weeks,
    )
