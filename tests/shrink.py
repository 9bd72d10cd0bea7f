"""The smallest year that still shows a fault: what a failing comparison prints."""

from collections.abc import Callable, Iterator

from models.facts.instance import Year

Fault = Callable[[Year], bool]
ROWS = (
    "assignments",
    "funds",
    "administrations",
    "exclusions",
    "unavailability",
    "history",
    "rates",
    "holidays",
    "qualifications",
)


def smallest(year: Year, faulty: Fault) -> Year:
    """Leave out rows, missions and experts as long as the fault remains."""
    for smaller in _smaller(year):
        if faulty(smaller):
            return smallest(smaller, faulty)
    return year


def described(year: Year) -> str:
    """The facts of a year, a line each."""
    rows = [row for name in ("missions", "experts", *ROWS) for row in getattr(year, name)]
    said = (
        entry.model_dump(exclude_defaults=True, mode="json") for entry in (year.settings, *rows)
    )
    kinds = (type(entry).__name__ for entry in (year.settings, *rows))
    return "\n".join(f"  {kind} {facts}" for kind, facts in zip(kinds, said, strict=True))


def _smaller(year: Year) -> Iterator[Year]:
    if len(year.missions) > 1:
        yield from (_without_mission(year, mission.id) for mission in year.missions)
    if len(year.experts) > 1:
        yield from (_without_expert(year, expert.id) for expert in year.experts)
    for name in ROWS:
        rows = getattr(year, name)
        shorter = (rows[:index] + rows[index + 1 :] for index in range(len(rows)))
        yield from (year.replace(**{name: kept}) for kept in shorter)


def _without_mission(year: Year, id: str) -> Year:
    return year.replace(
        missions=tuple(m for m in year.missions if m.id != id),
        exclusions=tuple(x for x in year.exclusions if x.mission_id != id),
        assignments=tuple(a for a in year.assignments if a.mission_id != id),
    )


def _without_expert(year: Year, id: str) -> Year:
    return year.replace(
        experts=tuple(e for e in year.experts if e.id != id),
        qualifications=tuple(q for q in year.qualifications if q.expert_id != id),
        history=tuple(h for h in year.history if h.expert_id != id),
        exclusions=tuple(x for x in year.exclusions if x.expert_id != id),
        assignments=tuple(a for a in year.assignments if a.expert_id != id),
        unavailability=tuple(u for u in year.unavailability if u.who != id),
    )
