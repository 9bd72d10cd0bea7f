"""The value of every level, recomputed from the plan (RULES.md section 5).

The values of a plan that breaks rules count what its rows say: a mission is delivered when the
plan has a row for it.
"""

from collections.abc import Callable

from models.answers.report import LevelValue
from models.facts.expert import Expert, QualificationStatus
from models.facts.instance import Year
from models.facts.kept import kept_with
from planner.checker.context import Context
from planner.checker.costs import mission_cost
from planner.domain.agreements import delivery_classes, level_names, preferred_rows


def level_values(context: Context) -> tuple[LevelValue, ...]:
    """The values of this year's levels, in their order."""
    classes = delivery_classes(context.year, context.calendars)
    return tuple(
        LevelValue(
            level=name,
            value=_delivered(context, classes[name]) if name in classes else VALUES[name](context),
        )
        for name in level_names(context.year, context.calendars)
    )


def _delivered(context: Context, mission_ids: tuple[str, ...]) -> int:
    return sum(mission_id in context.rows_by_mission for mission_id in mission_ids)


def stability(context: Context) -> int:
    """Rows to be kept if possible that have no row of the same mission, expert and start."""
    planned = {(r.mission_id, r.expert_id, r.start) for r in context.plan.placements}
    preferred = preferred_rows(context.year)
    return sum((r.mission_id, r.expert_id, r.start) not in planned for r in preferred)


def pre_accredited(context: Context) -> int:
    """Pairs of an expert and an expertise listed as Pre-accredited that fill such a position."""
    listed = kept_with(context.year, _candidates)
    return len({(post.expert.id, post.expertise) for post in context.posts} & listed)


def _candidates(year: Year) -> frozenset[tuple[str, str]]:
    return frozenset(
        (row.expert_id, row.expertise)
        for row in year.qualifications
        if row.status is QualificationStatus.PRE_ACCREDITED
    )


def externals(context: Context) -> int:
    """Positions filled by external experts."""
    return sum(post.expert.id in context.year.external_ids for post in context.posts)


def region(context: Context) -> int:
    """Positions filled by an expert of another region than the mission's."""
    return sum(post.expert.region != post.mission.region for post in context.posts)


def idle(context: Context) -> int:
    """Idle days at the plan start, over the distinct serving experts of the plan."""
    days = kept_with(context.year, _days_of_serving)
    return sum(days[expert_id] for expert_id in {p.expert.id for p in context.posts} & days.keys())


def _days_of_serving(year: Year) -> dict[str, int]:
    serving = (expert for expert in year.experts if expert.id not in year.external_ids)
    return {expert.id: idle_days(year, expert) for expert in serving}


def idle_days(year: Year, expert: Expert) -> int:
    """Days from an expert's last mission to the plan start, never below 0.

    Without a past mission they count from the earliest Since date; without that, the setting
    says how many they are.
    """
    ends = [visit.end for visit in year.visits_by_expert.get(expert.id, ())]
    rows = year.qualifications_by_expert.get(expert.id, ())
    since = [row.since for row in rows if row.since is not None]
    if not ends and not since:
        return year.settings.never_deployed_idle_days
    last = max(ends) if ends else min(since)
    return max(0, (year.settings.plan_start - last).days)


def cost(context: Context) -> int:
    """The cost of the delivered missions, in whole currency units."""
    year, calendars = context.year, context.calendars
    return sum(mission_cost(year, calendars, t.mission, t.rows) for t in context.teams)


VALUES: dict[str, Callable[[Context], int]] = {
    "stability": stability,
    "pre-accredited": pre_accredited,
    "externals": externals,
    "region": region,
    "idle": idle,
    "cost": cost,
}
