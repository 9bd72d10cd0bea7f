"""Between two points: the exact values at which the delivered missions change.

At a high value more is delivered than at a low one. The least value that still allows what is
delivered at the high one is found by optimising: the plan that needs the least of the figure while
the delivery levels stay where they are. Just below that value less is delivered, and the search
goes on from there, until it meets what is delivered at the low value. Nothing happens between two
of these values: more of the figure never forbids a plan, so what is delivered lies between what is
delivered at both ends, and they are the same.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from ortools.sat.python.cp_model import LinearExpr

from models.answers.plan import Plan
from models.facts.instance import Year
from planner.checker import check, level_values
from planner.domain.agreements import delivery_classes
from planner.domain.errors import Contradiction
from planner.domain.hypothetical import with_objectives
from planner.formulation.build import Model
from planner.formulation.objectives.base import Measure
from planner.formulation.scalarisation import exact_weights
from planner.search.goal import Goal
from planner.solver.deadline import Deadline
from scenarios.sweep.study import Deliveries, Study, delivery_at, delivery_counts


@dataclass(frozen=True)
class Rise:
    """From this value on, so much is delivered; below it, less.

    Attributes
    ----------
    delivery : Deliveries
        What is delivered from its value on; `proven` says that no plan delivers more there.
    above : int
        No plan delivers as much at this value or below it; where that is one less than the
        value of the rise, the value is exact.
    """

    delivery: Deliveries
    above: int

    @property
    def value(self) -> int:
        """The value from which on so much is delivered."""
        return self.delivery.value

    @property
    def proven(self) -> bool:
        """Whether the value is exact and no plan delivers more from it on."""
        return self.delivery.proven and self.above == self.value - 1


@dataclass(frozen=True)
class Gap:
    """Two neighbouring points, of which the high one delivers more."""

    low: Deliveries
    high: Deliveries


def rises_in(study: Study, gap: Gap, deadline: Deadline) -> tuple[Rise, ...]:
    """Every value in a gap at which more is delivered than just below it, the lowest first."""
    found: list[Rise] = []
    upper = gap.high
    while upper.worth > gap.low.worth:
        rise = lowest(study, gap.low, upper, deadline)
        found.append(rise)
        if rise.value - 1 <= gap.low.value:
            break
        upper = just_below(study, gap.low, rise, deadline)
        if upper.proven and rise.proven and upper.worth >= rise.delivery.worth:
            raise Contradiction(f"at {upper.value} as much is delivered as at {rise.value}")
    return tuple(reversed(found))


def just_below(study: Study, low: Deliveries, rise: Rise, deadline: Deadline) -> Deliveries:
    """What is delivered one unit below a rise: less than from it on, as much as at the low value.

    All delivery levels are one goal, in which a mission of one level outweighs all of those behind
    it; where that makes numbers too large, it is solved level by level.
    """
    value = rise.value - 1
    year = study.deliveries_at(value)
    classes = delivery_classes(year, study.calendars)
    weights = exact_weights([len(ids) for ids in classes.values()])
    largest = study.params.weights.exact_sum
    counts = rise.delivery.counts
    if low.counts is None or counts is None or sum(weights) > largest:
        return delivery_at(study, value, deadline)
    weighed = zip(weights, classes.values(), strict=True)
    worth = {mission_id: weight for weight, ids in weighed for mission_id in ids}
    at_rise = sum(weight * number for weight, number in zip(weights, counts, strict=True))
    goal = _to_deliver(worth, at_rise - 1 if rise.proven else largest)
    best = study.best_for(goal, with_objectives(year, ()), low.plan, deadline)
    found = delivery_counts(level_values(year, best.plan, study.calendars))
    confirm_delivery(study, value, best.plan, found)
    return Deliveries(value, found, best.result.proven, best.plan)


def _to_deliver(worth: Mapping[str, int], most: int) -> Goal:
    """To deliver missions, each worth so much; no plan has more than the most."""

    def measure(model: Model) -> Measure:
        delivered = [model.variables.delivered[mission_id] for mission_id in worth]
        return Measure(LinearExpr.weighted_sum(delivered, list(worth.values())), 0, most)

    def count(plan: Plan) -> int:
        return sum(worth.get(mission_id, 0) for mission_id in plan.teams())

    return Goal("missions", measure, count)


def lowest(study: Study, low: Deliveries, upper: Deliveries, deadline: Deadline) -> Rise:
    """The least value above the low one at which as much is delivered as at the upper one."""
    if study.needed(upper.plan) is None:
        return _by_halves(study, low, upper, deadline)
    least = low.value + 1 if low.proven else 0

    def spared(model: Model) -> Measure:
        needs = study.knob.needs(model, study.year, upper.value)
        assert needs is not None
        model.cp.add(needs >= least)
        return Measure(-needs, -upper.value, -least)

    def count(plan: Plan) -> int:
        needed = study.needed(plan)
        assert needed is not None
        return -max(least, needed)

    year, goal = study.deliveries_at(upper.value), Goal("least of the figure", spared, count)
    best = study.best_for(goal, year, upper.plan, deadline)
    value = _needed(study, best.plan, upper, max(low.value + 1, -best.value))
    found = Deliveries(value, upper.counts, upper.proven, best.plan)
    return Rise(found, min(value, least if best.bound is None else -best.bound) - 1)


def _needed(study: Study, plan: Plan, upper: Deliveries, value: int) -> int:
    """The value that the plan needs by the checker's count, which has to be what the model says."""
    counted = study.needed(plan)
    if counted is not None and counted > value:
        raise Contradiction(f"the model needs {value}, the checker {counted}")
    confirm_delivery(study, value, plan, upper.counts)
    return value


def confirm_delivery(study: Study, value: int, plan: Plan, counts: tuple[int, ...] | None) -> None:
    """Raise where the checker finds that a plan breaks a rule or delivers something else."""
    year = study.deliveries_at(value)
    violations = check(year, plan, study.calendars)
    found = delivery_counts(level_values(year, plan, study.calendars))
    if violations or found != counts:
        words = "; ".join(f"{v.rule}: {v.message}" for v in violations[:20])
        raise Contradiction(f"at {value}: {found} for {counts}. {words}")


def _by_halves(study: Study, low: Deliveries, upper: Deliveries, deadline: Deadline) -> Rise:
    """The same by solving at values between, for a figure of few whole values."""
    below, found = low.value, upper
    while found.value - below > 1:
        middle = delivery_at(study, (below + found.value) // 2, deadline)
        if middle.worth >= found.worth:
            found = middle
        else:
            below = middle.value
    return Rise(found, below)


def _first_of_sheet(year: Year, wanted: Collection[str]) -> dict[str, int]:
    """What it is worth to keep each mission: one more before all else, then the sheet's first."""
    number = len(year.missions)
    return {
        mission.id: number * number + number - place
        for place, mission in enumerate(year.missions)
        if mission.id in wanted
    }


def nearest(
    study: Study, delivery: Deliveries, wanted: tuple[str, ...], deadline: Deadline
) -> tuple[str, ...]:
    """The missions of a plan that delivers as much and keeps as many of the wanted ones as any.

    Without a better answer it is the plan that is known already.
    """
    if delivery.counts is None:
        return ()

    worth = _first_of_sheet(study.year, wanted)
    goal = _to_deliver(worth, sum(worth.values()))
    year = study.deliveries_at(delivery.value)
    plan = study.best_for(goal, year, delivery.plan, deadline).plan
    confirm_delivery(study, delivery.value, plan, delivery.counts)
    return tuple(plan.teams())
