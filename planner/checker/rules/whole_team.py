"""`whole-team`: every position filled, once, by one expert who fills no other of the mission."""

from collections import Counter
from collections.abc import Iterator

from models.answers.plan import Placement
from models.answers.report import Violation
from planner.checker.context import Context, Team
from planner.checker.text import listed, positions
from planner.domain.wording import counted

RULE = "whole-team"


def violations(context: Context) -> Iterator[Violation]:
    """Yield missions whose rows in the plan are not exactly their positions."""
    yield from _unknown_missions(context)
    for team in context.teams:
        yield from _empty(team)
        yield from _unasked(team)
        yield from _doubled(team)
        yield from _mistaken(team)
        yield from _repeated(team)


def _unknown_missions(context: Context) -> Iterator[Violation]:
    for mission_id, rows in context.rows_by_mission.items():
        if mission_id not in context.year.mission_by_id:
            yield _violation(
                mission_id,
                rows,
                len(rows),
                f"The plan has {counted(len(rows), 'row')} for mission {mission_id}, which is not "
                f"among the missions (or is cancelled).",
            )


def _empty(team: Team) -> Iterator[Violation]:
    filled = {row.position for row in team.rows}
    empty = [n for n in _asked(team) if n not in filled]
    if empty:
        verb = "is" if len(empty) == 1 else "are"
        text = f"In mission {team.mission.id}, {positions(empty)} {verb} not filled."
        yield _violation(team.mission.id, (), len(empty), text)


def _unasked(team: Team) -> Iterator[Violation]:
    rows = tuple(row for row in team.rows if row.position not in _asked(team))
    if rows:
        numbers = sorted({row.position for row in rows})
        text = (
            f"The plan fills {positions(numbers)} of mission {team.mission.id}, "
            f"which has {counted(len(team.mission.positions), 'position')}, "
            f"with {listed(dict.fromkeys(row.expert_id for row in rows))}."
        )
        yield _violation(team.mission.id, rows, len(rows), text)


def _doubled(team: Team) -> Iterator[Violation]:
    times = Counter(row.position for row in team.rows if row.position in _asked(team))
    for position in sorted(times):
        rows = tuple(row for row in team.rows if row.position == position)
        if len(rows) > 1:
            text = (
                f"Position {position} of mission {team.mission.id} is filled "
                f"{len(rows)} times, by {listed(row.expert_id for row in rows)}."
            )
            yield _violation(team.mission.id, rows, len(rows) - 1, text)


def _mistaken(team: Team) -> Iterator[Violation]:
    for row in team.rows:
        if row.position not in _asked(team):
            continue
        asked = team.mission.positions[row.position - 1]
        if row.expertise != asked:
            text = (
                f"Position {row.position} of mission {team.mission.id} asks for {asked}; "
                f"the plan has {row.expertise or 'no expertise'} there."
            )
            yield _violation(team.mission.id, (row,), 1, text)


def _repeated(team: Team) -> Iterator[Violation]:
    for expert_id, times in Counter(row.expert_id for row in team.rows).items():
        if times > 1:
            rows = tuple(row for row in team.rows if row.expert_id == expert_id)
            text = f"Expert {expert_id} fills {times} positions of mission {team.mission.id}."
            yield _violation(team.mission.id, rows, times - 1, text)


def _asked(team: Team) -> range:
    return range(1, len(team.mission.positions) + 1)


def _violation(mission_id: str, rows: tuple[Placement, ...], amount: int, text: str) -> Violation:
    experts = tuple(dict.fromkeys(row.expert_id for row in rows))
    return Violation(
        rule=RULE, missions=(mission_id,), experts=experts, amount=amount, message=text
    )
