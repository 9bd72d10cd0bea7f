"""What differs between two points of a sweep, beside the number of missions delivered.

The same number of missions may be delivered by other experts, on other dates, with fewer
candidates evaluated: no step of the line shows that.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from models.answers.plan import Placement, Plan
from planner.checker.costs import mission_cost
from planner.domain.costs import paid_by
from planner.domain.levels import gain
from planner.domain.wording import amount, counted, listed
from scenarios.sweep.study import Point, Study, is_delivery

_Teams = dict[str, tuple[Placement, ...]]


@dataclass(frozen=True)
class LevelChange:
    """A level that has another value than at today's point."""

    level: str
    before: int
    after: int

    @property
    def better(self) -> bool:
        """Whether the level is better than today."""
        return gain(self.level, self.after - self.before) > 0


@dataclass(frozen=True)
class Costs:
    """Why the plan of a point costs something else, in whole currency units.

    Attributes
    ----------
    gained, lost : int
        What the missions cost that one of the two plans alone delivers.
    others : int
        How much more the missions cost that both deliver, with other experts.
    """

    gained: int
    lost: int
    others: int

    @property
    def total(self) -> int:
        """How much more the plan costs."""
        return self.gained - self.lost + self.others


@dataclass(frozen=True)
class Effect:
    """What a point has that today's point has not.

    Attributes
    ----------
    gained, lost, moved, others : tuple of str
        Missions delivered by one of the two plans, those with another start, and those with other
        experts, each in the order of the Missions sheet.
    """

    gained: tuple[str, ...]
    lost: tuple[str, ...]
    moved: tuple[str, ...]
    others: tuple[str, ...]
    levels: tuple[LevelChange, ...]
    costs: Costs


def effect_of(study: Study, today: Point, point: Point) -> Effect | None:
    """What differs from today's point; None where at one of them nothing can be planned."""
    if None in (today.delivery.counts, point.delivery.counts):
        return None
    before, after = today.plan.teams(), point.plan.teams()
    order = [mission.id for mission in study.year.missions]
    both = [m for m in order if m in before and m in after]
    return Effect(
        gained=tuple(m for m in order if m in after and m not in before),
        lost=tuple(m for m in order if m in before and m not in after),
        moved=tuple(m for m in both if before[m][0].start != after[m][0].start),
        others=tuple(m for m in both if _experts(before[m]) != _experts(after[m])),
        levels=tuple(_level_changes(today, point)),
        costs=_costs(study, before, after),
    )


def _experts(rows: tuple[Placement, ...]) -> set[str]:
    return {row.expert_id for row in rows}


def _level_changes(today: Point, point: Point) -> Iterator[LevelChange]:
    before = {figure.level: figure.value for figure in today.figures}
    for figure in point.figures:
        was = before.get(figure.level)
        if not is_delivery(figure) and was is not None and was != figure.value:
            yield LevelChange(figure.level, was, figure.value)


def _costs(study: Study, before: _Teams, after: _Teams) -> Costs:
    then, now = _cost_by_mission(study, before), _cost_by_mission(study, after)
    return Costs(
        gained=sum(cost for m, cost in now.items() if m not in then),
        lost=sum(cost for m, cost in then.items() if m not in now),
        others=sum(cost - then[m] for m, cost in now.items() if m in then),
    )


def _cost_by_mission(study: Study, teams: _Teams) -> dict[str, int]:
    missions = study.year.mission_by_id
    return {
        m: mission_cost(study.year, study.calendars, missions[m], rows) for m, rows in teams.items()
    }


def needing(study: Study, plan: Plan, fund_id: str) -> tuple[str, ...]:
    """The missions that a fund pays or shares in a plan that draws little on it, by start."""
    teams, missions = plan.teams(), study.year.mission_by_id
    paid = [m for m, rows in teams.items() if fund_id in paid_by(missions[m], rows[0].fund_id, 0)]
    return tuple(sorted(paid, key=lambda m: (teams[m][0].start, m)))


def besides(effect: Effect) -> str:
    """What differs beside the missions gained and lost; "" where nothing does."""
    parts = [*_level_parts(effect.levels), *_plan_parts(effect)]
    return "; ".join(parts)


def _level_parts(changes: Iterable[LevelChange]) -> Iterator[str]:
    for change in changes:
        if change.level != "cost":
            words = LEVEL_WORDS[change.level]
            yield f"{words}: {change.after:,} instead of {change.before:,}"


LEVEL_WORDS = {
    "stability": "rows of the last plan not kept",
    "pre-accredited": "candidates evaluated",
    "externals": "positions filled by external experts",
    "region": "positions filled from another region",
    "idle": "days of waiting ended",
    "cost": "cost of the plan",
}
"""What each level counts, to stand before a number."""


def _plan_parts(effect: Effect) -> Iterator[str]:
    if effect.gained and effect.lost:
        yield f"{counted(len(effect.gained), 'mission')} in the place of {len(effect.lost)} others"
    if effect.moved:
        yield f"{counted(len(effect.moved), 'mission')} on other dates"
    if effect.others:
        yield f"{counted(len(effect.others), 'mission')} with other experts"


def why_cost(study: Study, effect: Effect) -> str:
    """Why the plan costs more or less than today's: "" where it does not."""
    costs = effect.costs
    kept = "for missions of both plans, with other experts"
    parts = (
        (costs.gained, f"for {counted(len(effect.gained), 'further mission')}"),
        (-costs.lost, f"for {counted(len(effect.lost), 'mission')} no longer delivered"),
        (costs.others, kept),
    )
    told = [f"{_more(study, number)} {why}" for number, why in parts if number]
    return f"{_more(study, costs.total)}: {listed(told)}" if told else ""


def _more(study: Study, number: int) -> str:
    if not number:
        return "As much"
    return f"{amount(study.year, abs(number))} {'more' if number > 0 else 'less'}"
