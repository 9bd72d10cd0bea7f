"""One weighted sum of all levels, given to CP-SAT with its default parameters.

Where the levels of the year fit into 64 bits, each weighs more than all that follow together, and
an optimum is that of the levels. Elsewhere the weights are those of a practitioner: round figures
of what a unit of each level is worth in currency; then nothing is proven of any level.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from ortools.sat.python import cp_model

from benchmarks.planners.answer import Answer, Claim, Deadline, Keep
from benchmarks.planners.desk import Desk
from benchmarks.planners.interval_model import IntervalModel, Linear, Post
from models.facts.expert import QualificationStatus as Status
from models.facts.instance import Year
from planner.checker import level_values
from planner.domain.agreements import DELIVERY_PINNED, delivery_classes, level_names, preferred_rows
from planner.domain.calendars import Calendars
from planner.domain.levels import Direction, level_of

# CP-SAT asks that no sum leaves 64 bits with a sign; a quarter of that is left for its own sums.
_MOST = 2**61
# What a unit of each level is worth, where exact weights do not fit.
_WORTH = {
    "stability": 300_000,
    "pre-accredited": 100_000,
    "externals": 30_000,
    "region": 10_000,
    "idle": 10,
    "cost": 1,
}
_WORTH_OF_PINNED = 1_000_000_000
_WORTH_OF_PRIORITY = 10_000_000


class Term(NamedTuple):
    """A level as an expression, and the greatest value that it could take."""

    level: str
    expression: Linear
    most: int

    @property
    def sign(self) -> int:
        """1 where more is better, -1 where less is."""
        return 1 if level_of(self.level).direction is Direction.MORE else -1


def plan_by_weights(year: Year, calendars: Calendars, deadline: Deadline, keep: Keep) -> Answer:
    """The plan with the greatest weighted sum that CP-SAT finds within the deadline."""
    model = IntervalModel(Desk(year, calendars), deadline)
    terms = _terms(model)
    weights, exact = choose_weights(terms)
    sums = (t.sign * w * t.expression for t, w in zip(terms, weights, strict=True))
    model.cp.maximize(sum(sums))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = deadline.left
    status = solver.solve(model.cp)
    note = "lexicographic weights" if exact else "weights of a practitioner: nothing is proven"
    if status == cp_model.MODEL_INVALID:
        raise ValueError(model.cp.validate())
    if status == cp_model.INFEASIBLE:
        return Answer(None, infeasible=True, note=note)
    if status == cp_model.UNKNOWN:
        return Answer(None, note=note)
    plan = model.plan(lambda literal: bool(solver.value(literal)))
    if not exact or status != cp_model.OPTIMAL:
        return Answer(plan, note=note)
    counted = level_values(year, plan, calendars)
    return Answer(plan, tuple(Claim(v.level, v.value) for v in counted), note=note)


def choose_weights(terms: Iterable[Term]) -> tuple[list[int], bool]:
    """A weight for each level, and whether they keep the levels apart."""
    known = list(terms)
    weights, weight = [], 1
    for term in reversed(known):
        weights.append(weight)
        weight *= term.most + 1
    if weight <= _MOST:
        return weights[::-1], True
    return [_worth(term.level) for term in known], False


def _worth(level: str) -> int:
    if level == DELIVERY_PINNED:
        return _WORTH_OF_PINNED
    if level.startswith("delivery-"):
        return _WORTH_OF_PRIORITY * (10 - int(level.removeprefix("delivery-")))
    return _WORTH[level]


def _terms(model: IntervalModel) -> list[Term]:
    year, calendars = model.desk.year, model.desk.calendars
    classes = delivery_classes(year, calendars)
    return [
        _delivery(model, name, classes[name]) if name in classes else _MAKERS[name](model)
        for name in level_names(year, calendars)
    ]


def _delivery(model: IntervalModel, name: str, missions: tuple[str, ...]) -> Term:
    return Term(name, sum(model.delivered[mission] for mission in missions), len(missions))


def _stability(model: IntervalModel) -> Term:
    rows, kept = preferred_rows(model.desk.year), []
    for row in rows:
        slots = model.slots[row.mission_id].items()
        start = next((literal for slot, literal in slots if slot.run.start == row.start), None)
        posts = model.posts[row.mission_id]
        mine = [post.literal for post in posts if post.candidate.expert.id == row.expert_id]
        if start is not None and mine:
            kept.append(model.cp.new_bool_var(""))
            model.cp.add_implication(kept[-1], start)
            model.cp.add_bool_or(mine).only_enforce_if(kept[-1])
    return Term("stability", len(rows) - sum(kept), len(rows))


def _pre_accredited(model: IntervalModel) -> Term:
    posts = (
        post
        for post in model.every_post()
        if post.candidate.listed and post.candidate.status is Status.PRE_ACCREDITED
    )
    chances = _had(model, posts, lambda post: f"{post.candidate.expert.id} {post.code}")
    return Term("pre-accredited", sum(chances.values()), len(chances))


def _positions(model: IntervalModel) -> int:
    return sum(len(mission.positions) for mission in model.desk.year.missions)


def _externals(model: IntervalModel) -> Term:
    external = model.desk.is_external
    posts = (p.literal for p in model.every_post() if external(p.candidate.expert))
    return Term("externals", sum(posts), _positions(model))


def _region(model: IntervalModel) -> Term:
    posts = model.every_post()
    elsewhere = (p.literal for p in posts if p.candidate.expert.region != p.mission.region)
    return Term("region", sum(elsewhere), _positions(model))


def _idle(model: IntervalModel) -> Term:
    desk = model.desk
    posts = (p for p in model.every_post() if not desk.is_external(p.candidate.expert))
    used = _had(model, posts, lambda post: post.candidate.expert.id)
    days = {expert: desk.idle_days(desk.year.expert_by_id[expert]) for expert in used}
    # No more experts can be used than there are positions.
    most = sum(sorted(days.values(), reverse=True)[: _positions(model)])
    return Term("idle", sum(days[expert] * literal for expert, literal in used.items()), most)


def _cost(model: IntervalModel) -> Term:
    missions = model.desk.year.missions
    most = sum(model.most_cost(mission) for mission in missions)
    return Term("cost", sum(model.cost(mission) for mission in missions), most)


def _had(
    model: IntervalModel, posts: Iterable[Post], key: Callable[[Post], str]
) -> dict[str, cp_model.IntVar]:
    """A literal for each key that can hold only where one of its posts does."""
    literals: dict[str, list[cp_model.IntVar]] = {}
    for post in posts:
        literals.setdefault(key(post), []).append(post.literal)
    found = {}
    for name, chosen in literals.items():
        found[name] = model.cp.new_bool_var("")
        model.cp.add_bool_or(chosen).only_enforce_if(found[name])
    return found


_MAKERS: dict[str, Callable[[IntervalModel], Term]] = {
    "stability": _stability,
    "pre-accredited": _pre_accredited,
    "externals": _externals,
    "region": _region,
    "idle": _idle,
    "cost": _cost,
}
