"""What changed between two assignment workbooks, and why: in sentences.

Facts are compared row by row. For what the plan does differently, the reason is found by trying:
the old team in the new year alone, then beside the rest of the new plan; what the checker finds
is the reason. Where it finds nothing, a level decided.
"""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from models.answers.plan import Placement, Plan
from models.answers.report import LevelValue, Violation
from models.facts.instance import Year
from planner.checker import check, level_values
from planner.domain.calendars import Calendars
from planner.domain.levels import gain
from planner.domain.plan_from_rows import plan_of_rows
from planner.domain.wording import day, listed
from planner.mobilisation.fact_changes import FactDifference, fact_changes

# The level `stability` looks at what each workbook proposes, which is its own plan.
_NOT_COMPARED = "stability"


class Side(NamedTuple):
    """One of the two workbooks: its year, its plan, and the values of its levels."""

    year: Year
    calendars: Calendars
    plan: Plan
    levels: tuple[LevelValue, ...]

    @classmethod
    def of(cls, year: Year) -> "Side":
        """The plan in the Assignments sheet of a year."""
        calendars = Calendars(year)
        plan = plan_of_rows(year, calendars)
        return cls(year, calendars, plan, level_values(year, plan, calendars))


def differences(old: Year, new: Year) -> tuple[FactDifference, ...]:
    """What changed: the facts, then the plan mission by mission, then the levels."""
    before, after = Side.of(old), Side.of(new)
    return (
        *fact_changes(old, new),
        *_plan_changes(before, after),
        *_level_changes(before, after),
    )


def _plan_changes(before: Side, after: Side) -> Iterator[FactDifference]:
    old, new = before.plan.teams(), after.plan.teams()
    order = [*before.year.mission_by_id, *after.year.mission_by_id]
    for mission_id in dict.fromkeys(order):
        rows, others = old.get(mission_id, ()), new.get(mission_id, ())
        if rows and not others:
            yield _change(after, mission_id, rows, "is no longer delivered")
        elif others and not rows:
            team = listed(row.expert_id for row in others)
            text = f"Mission {mission_id} is delivered now, from {day(others[0].start)}, by {team}."
            yield FactDifference("Plan", mission_id, "not delivered", day(others[0].start), text)
        elif rows:
            yield from _moved(after, mission_id, rows, others)


def _moved(
    after: Side,
    mission_id: str,
    rows: tuple[Placement, ...],
    others: tuple[Placement, ...],
) -> Iterator[FactDifference]:
    """What is different about a mission that both plans deliver."""
    parts = []
    if rows[0].start != others[0].start:
        parts.append(f"moves from {day(rows[0].start)} to {day(others[0].start)}")
    gone = [row.expert_id for row in rows if row.expert_id not in {o.expert_id for o in others}]
    come = [row.expert_id for row in others if row.expert_id not in {o.expert_id for o in rows}]
    if gone or come:
        parts.append(_swapped(come, gone))
    if rows[0].fund_id != others[0].fund_id:
        before = f", not {rows[0].fund_id}" if rows[0].fund_id else " now"
        parts.append(f"is paid by {others[0].fund_id or 'no fund'}{before}")
    if parts:
        yield _change(after, mission_id, rows, listed(parts))


def _swapped(come: list[str], gone: list[str]) -> str:
    if not gone:
        return f"has {listed(come)} where nobody was"
    if not come:
        return f"no longer has {listed(gone)}"
    return f"has {listed(come)} in place of {listed(gone)}"


def _change(after: Side, mission_id: str, rows: tuple[Placement, ...], what: str) -> FactDifference:
    others = after.plan.teams().get(mission_id, ())
    why = _why(after, mission_id, rows)
    then, now = _told(rows), _told(others)
    return FactDifference("Plan", mission_id, then, now, f"Mission {mission_id} {what}: {why}")


def _told(rows: tuple[Placement, ...]) -> str:
    """A team in a cell: start, experts and fund."""
    if not rows:
        return "not delivered"
    fund = f", {rows[0].fund_id}" if rows[0].fund_id else ""
    return f"{day(rows[0].start)}: {', '.join(row.expert_id for row in rows)}{fund}"


def _why(after: Side, mission_id: str, rows: tuple[Placement, ...]) -> str:
    """Why the old team does not go in the new year."""
    year = after.year
    if mission_id not in year.mission_by_id:
        return _off_the_list(year, mission_id)
    gone = [row.expert_id for row in rows if row.expert_id not in year.expert_by_id]
    if gone:
        return f"{listed(gone)} left the sheet Experts."
    alone = _found(after, Plan.of(rows), mission_id)
    if alone:
        return f"as it was, {_lower(alone[0].message)}"
    rest = [row for row in after.plan.placements if row.mission_id != mission_id]
    together = _found(after, Plan.of((*rest, *rows)), mission_id)
    if together:
        return f"with the rest of the new plan, {_lower(together[0].message)}"
    return _level_reason(after, rows, rest)


def _off_the_list(year: Year, mission_id: str) -> str:
    """Why a mission is not to be planned any more."""
    if mission_id in year.begun_by_id:
        return "it has begun, or is over, before the plan starts."
    gone = year.called_off_by_id.get(mission_id)
    if gone is None:
        return "the mission was taken out of the sheet Missions."
    return f"the mission is {'postponed' if gone.postponed else 'cancelled'}."


def _found(side: Side, plan: Plan, mission_id: str) -> list[Violation]:
    found = check(side.year, plan, side.calendars)
    return [violation for violation in found if mission_id in violation.missions]


def _lower(message: str) -> str:
    """A sentence after a comma; IDs stay as they are."""
    first = message.split(" ", 1)[0]
    usual = {"Expert", "Experts", "Mission", "The", "On", "In", "Every"}
    return message[0].lower() + message[1:] if first in usual else message


def _level_reason(after: Side, rows: tuple[Placement, ...], rest: list[Placement]) -> str:
    """The first level for which it makes a difference; the old team goes by every rule."""
    old_way = level_values(after.year, Plan.of((*rest, *rows)), after.calendars)
    for now, then in zip(after.levels, old_way, strict=True):
        if now.level != _NOT_COMPARED and now.value != then.value:
            better = gain(now.level, now.value - then.value) > 0
            verdict = "is better so" if better else "would be better with what was planned before"
            return (
                f"the level {now.level} {verdict}: {now.value:,} instead of {then.value:,}, the "
                "rest of the new plan unchanged."
            )
    return "no rule and no level asks for it; the two are equally good."


def _level_changes(before: Side, after: Side) -> Iterator[FactDifference]:
    old, new = _values(before), _values(after)
    for name, now in new.items():
        then = old.get(name)
        if then is None or then == now:
            continue
        better = gain(name, now - then) > 0
        verdict = "better" if better else "worse"
        text = f"{_words(name)}: {now:,} instead of {then:,}, which is {verdict}."
        yield FactDifference("Level", name, f"{then:,}", f"{now:,}", text)


def _values(side: Side) -> dict[str, int]:
    """The values of the levels; missions by priority, whether or not an expert is agreed."""
    delivered = Counter(side.year.mission_by_id[m].priority for m in side.plan.teams())
    priorities = sorted({mission.priority for mission in side.year.missions})
    return {f"delivery-{priority}": delivered[priority] for priority in priorities} | {
        level.level: level.value
        for level in side.levels
        if not level.level.startswith("delivery-") and level.level != _NOT_COMPARED
    }


def _words(name: str) -> str:
    if name.startswith("delivery-"):
        return f"Missions of priority {name.removeprefix('delivery-')} delivered"
    return f"Level {name}"
