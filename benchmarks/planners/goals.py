"""The levels of the objective over the columns of the time-indexed program (RULES.md section 5)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from benchmarks.planners.milp import Terms, total
from benchmarks.planners.time_indexed import Post, TimeIndexed
from models.facts.expert import QualificationStatus as Status
from planner.domain.agreements import delivery_classes, level_names, preferred_rows
from planner.domain.levels import Direction, level_of


@dataclass(frozen=True)
class Goal:
    """One level: the sum of its terms and a constant, of which more or less is better."""

    level: str
    terms: Terms
    constant: int = 0

    @property
    def is_maximised(self) -> bool:
        """Whether more is better."""
        return level_of(self.level).direction is Direction.MORE


def goals(program: TimeIndexed) -> list[Goal]:
    """The levels of the year, in order; adds the columns that some of them need."""
    year, calendars = program.desk.year, program.desk.calendars
    classes = delivery_classes(year, calendars)
    return [
        _delivery(program, name, classes[name]) if name in classes else _MAKERS[name](program)
        for name in level_names(year, calendars)
    ]


def _delivery(program: TimeIndexed, name: str, missions: Iterable[str]) -> Goal:
    return Goal(name, total(s.column for mission in missions for s in program.starts[mission]))


def _stability(program: TimeIndexed) -> Goal:
    rows = preferred_rows(program.desk.year)
    wanted = {(row.mission_id, row.expert_id, row.start) for row in rows}
    kept = (
        post.column
        for post in program.every_post()
        if (post.mission.id, post.candidate.expert.id, post.slot.run.start) in wanted
    )
    return Goal("stability", total(kept, -1), len(rows))


def _pre_accredited(program: TimeIndexed) -> Goal:
    posts = (
        post
        for post in program.every_post()
        if post.candidate.listed and post.candidate.status is Status.PRE_ACCREDITED
    )
    chances = _had(program, posts, lambda post: f"{post.candidate.expert.id} {post.code}")
    return Goal("pre-accredited", total(chances.values()))


def _externals(program: TimeIndexed) -> Goal:
    external = program.desk.is_external
    posts = (p.column for p in program.every_post() if external(p.candidate.expert))
    return Goal("externals", total(posts))


def _region(program: TimeIndexed) -> Goal:
    posts = program.every_post()
    return Goal(
        "region",
        total(p.column for p in posts if p.candidate.expert.region != p.mission.region),
    )


def _idle(program: TimeIndexed) -> Goal:
    desk = program.desk
    posts = (p for p in program.every_post() if not desk.is_external(p.candidate.expert))
    used = _had(program, posts, lambda post: post.candidate.expert.id)
    days = {expert: desk.idle_days(desk.year.expert_by_id[expert]) for expert in used}
    return Goal("idle", {column: float(days[expert]) for expert, column in used.items()})


def _cost(program: TimeIndexed) -> Goal:
    terms: dict[int, float] = {}
    for mission in program.desk.year.missions:
        terms.update(program.cost(mission))
    return Goal("cost", terms)


def _had(program: TimeIndexed, posts: Iterable[Post], key: Callable[[Post], str]) -> dict[str, int]:
    """A column for each key that can be 1 only where one of its posts is."""
    columns: dict[str, list[int]] = {}
    for post in posts:
        columns.setdefault(key(post), []).append(post.column)
    found = {}
    for name, chosen in columns.items():
        found[name] = program.milp.binary()
        program.milp.at_most({found[name]: 1, **total(chosen, -1)})
    return found


_MAKERS: dict[str, Callable[[TimeIndexed], Goal]] = {
    "stability": _stability,
    "pre-accredited": _pre_accredited,
    "externals": _externals,
    "region": _region,
    "idle": _idle,
    "cost": _cost,
}
