"""What is agreed already: the Assignments sheet as last month's planning left it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from random import Random
from typing import NamedTuple

from models.facts.assignment import AssignmentRow, AssignmentStatus
from models.facts.instance import Year
from models.facts.mission import Mission
from planner.domain.calendars import Span
from planner.sample.funds import IN_TALKS, PENDING, Homes, pays_throughout
from planner.sample.missions import is_scarce
from planner.sample.people.bench import Agreement, Bench

COMPLETED, CONFIRMED = AssignmentStatus.COMPLETED, AssignmentStatus.CONFIRMED
INVITED, CONTACTED = AssignmentStatus.INVITED, AssignmentStatus.CONTACTED
PROPOSED, DECLINED = AssignmentStatus.PROPOSED, AssignmentStatus.DECLINED

# Missions of every kind as a share of all missions; from 20 missions on at least one each.
_CONFIRMED_SHARE, _INVITED_SHARE, _PARTLY_SHARE = 0.035, 0.02, 0.017
_CONTACTED_SHARE, _PROPOSED_SHARE, _DECLINED_SHARE = 0.034, 0.034, 0.034
_ONE_EACH = 20
_LAST_RUN = Span(date(2026, 10, 5), date(2026, 10, 9))
_EARLY_SHARE = 0.6


# The status of a mission's first row, and of its others.
Statuses = tuple[AssignmentStatus, AssignmentStatus]


class Agreed(NamedTuple):
    """The rows, and the missions with teams that they come from (all but the declined)."""

    rows: tuple[AssignmentRow, ...]
    agreements: tuple[Agreement, ...]


def make_agreed(rng: Random, year: Year, homes: Homes) -> Agreed:
    """Rows of every status; those of whole teams obey every rule, alone and together."""
    bench = Bench(rng, year)
    agreements = _seated(rng, bench, year, homes)
    rows = [
        row
        for plan, agreement in _matched(_plans(len(year.missions)), agreements)
        for row in _rows(agreement, plan, homes.fund_by_mission[agreement.mission.id])
    ]
    taken = {agreement.mission.id for agreement in agreements}
    others = [m for m in year.missions if m.id not in taken and m.languages]
    rows += _declined(rng, bench, others)
    rows += _completed(bench, others)
    return Agreed(_without_one_start(rows), tuple(agreements))


def _plans(count: int) -> list[Statuses]:
    """How far the agreements have come, the furthest first."""
    shares = {
        (CONFIRMED, CONFIRMED): _CONFIRMED_SHARE,
        (INVITED, INVITED): _INVITED_SHARE,
        (CONFIRMED, CONTACTED): _PARTLY_SHARE,
        (CONTACTED, CONTACTED): _CONTACTED_SHARE,
        (PROPOSED, PROPOSED): _PROPOSED_SHARE,
    }
    return [plan for plan, share in shares.items() for _ in range(_number(share, count))]


def _matched(
    plans: Iterable[Statuses], agreements: Sequence[Agreement]
) -> Iterator[tuple[Statuses, Agreement]]:
    """Give each plan the first agreement left; one for a part of a team needs a team."""
    left = list(agreements)
    for plan in plans:
        needed = len(set(plan))
        found = next((a for a in left if len(a.team) >= needed), None)
        if found:
            left.remove(found)
            yield plan, found


def _number(share: float, count: int) -> int:
    return max(round(share * count), 1 if count >= _ONE_EACH else 0)


def _seated(rng: Random, bench: Bench, year: Year, homes: Homes) -> list[Agreement]:
    """Agreements for as many missions as there are plans for, early missions first."""
    wanted = len(_plans(len(year.missions)))
    seated: list[Agreement] = []
    for mission in _early(rng, year, homes):
        if len(seated) == wanted:
            break
        agreement = bench.seat(mission)
        if agreement:
            seated.append(agreement)
    return sorted(seated, key=lambda agreement: (agreement.run, agreement.mission.id))


def _early(rng: Random, year: Year, homes: Homes) -> list[Mission]:
    ready = [mission for mission in year.missions if _is_ready(mission, homes)]
    ready.sort(key=lambda mission: (mission.earliest_start, mission.id))
    early = ready[: max(1, int(_EARLY_SHARE * len(ready)))]
    rng.shuffle(early)
    return early


def _is_ready(mission: Mission, homes: Homes) -> bool:
    scarce = any(is_scarce(code, mission.languages) for code in mission.positions)
    home = homes.fund_by_mission[mission.id]
    paid = mission.id not in homes.unfunded and mission.funds != (PENDING,)
    return paid and not scarce and home not in IN_TALKS and pays_throughout(home, mission)


def _rows(agreement: Agreement, plan: Statuses, fund: str) -> Iterator[AssignmentRow]:
    first, others = plan
    for position, (code, expert) in enumerate(
        zip(agreement.mission.positions, agreement.team, strict=True), start=1
    ):
        yield AssignmentRow(
            mission_id=agreement.mission.id,
            expert_id=expert.id,
            start=agreement.run.start,
            end=agreement.run.end,
            # Where only a part of the team has agreed nobody has promised the money either.
            fund_id=fund if first is others else None,
            status=first if position == 1 else others,
            position=position,
            expertise=code,
        )


def _without_one_start(rows: Sequence[AssignmentRow]) -> tuple[AssignmentRow, ...]:
    """One administration was asked before there was a date: such a row cannot be kept."""
    contacted = [row for row in rows if row.status is CONTACTED and row.fund_id]
    undated = contacted[-1:]
    return tuple(
        row.model_copy(update={"start": None, "end": None}) if row in undated else row
        for row in rows
    )


def _declined(rng: Random, bench: Bench, missions: Sequence[Mission]) -> Iterator[AssignmentRow]:
    order = list(missions)
    rng.shuffle(order)
    asked = (bench.ask_one(mission) for mission in order)
    yield from _first_rows(asked, DECLINED, _number(_DECLINED_SHARE, len(missions)))


def _first_rows(
    asked: Iterable[Agreement | None], status: AssignmentStatus, wanted: int
) -> Iterator[AssignmentRow]:
    for agreement in asked:
        if wanted == 0:
            return
        if agreement:
            wanted -= 1
            yield AssignmentRow(
                mission_id=agreement.mission.id,
                expert_id=agreement.team[0].id,
                start=agreement.run.start,
                end=agreement.run.end,
                status=status,
                position=1,
                expertise=agreement.mission.positions[0],
            )


def _completed(bench: Bench, missions: Sequence[Mission]) -> Iterator[AssignmentRow]:
    """Rows of last year's last missions, which are history by now."""
    asked = [bench.ask_one(mission) for mission in missions[-3:]]
    experts = [agreement.team[0] for agreement in asked if agreement]
    for number, expert in enumerate(experts[:1], start=71):
        yield AssignmentRow(
            mission_id=f"P26-{number:03d}",
            expert_id=expert.id,
            start=_LAST_RUN.start,
            end=_LAST_RUN.end,
            status=COMPLETED,
            position=1,
        )
