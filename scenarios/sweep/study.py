"""What every task of a sweep needs: the year, the figure that is turned, and how to solve."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from models.answers.plan import Plan
from models.answers.report import LevelResult, LevelValue, Proof
from models.events import ignore
from models.facts.instance import Year
from models.facts.settings import LEVEL_GROUPS
from planner.checker import check, level_values
from planner.checker.costs import mission_cost
from planner.domain.agreements import pinned_rows
from planner.domain.calendars import Calendars
from planner.domain.costs import paid_by
from planner.domain.hypothetical import with_objectives
from planner.formulation.build import build
from planner.formulation.eligibility import Pool
from planner.formulation.restriction import Restriction
from planner.reasons.agreement_conflicts import Pins
from planner.search.goal import Goal
from planner.search.known import NOTHING, Known
from planner.search.lexicographic import Lexicographic
from planner.search.pinned_models import PinnedModels
from planner.search.solve_year import best_plan, confirm
from planner.solver.cp_sat import Engine
from planner.solver.deadline import Deadline
from planner.solver.params import DEFAULT, SearchParams
from scenarios.sweep.knobs import Knob

DELIVERY = "delivery"


@dataclass(frozen=True)
class Deliveries:
    """How many missions are delivered, level by level, at one value of the figure.

    Attributes
    ----------
    counts : tuple of int, or None
        The delivery levels in their order, as many numbers at every value; None where not even
        what is agreed can be kept.
    proven : bool
        Whether no plan delivers more.
    plan : Plan
        A plan that does, with little of the figure; it is empty where counts is None.
    """

    value: int
    counts: tuple[int, ...] | None
    proven: bool
    plan: Plan

    @property
    def worth(self) -> tuple[int, ...]:
        """Something to compare, level by level: of two, the greater one is better."""
        return () if self.counts is None else self.counts


@dataclass(frozen=True)
class Point:
    """The best plan at one value of the figure, under all levels.

    Attributes
    ----------
    delivery : Deliveries
        Its plan is that of all levels, paid so that it needs little of the figure.
    levels : tuple of LevelResult
        Those that the settings ask for.
    figures : tuple of LevelValue
        All levels counted, whether or not the settings ask for them.
    """

    delivery: Deliveries
    levels: tuple[LevelResult, ...] = ()
    figures: tuple[LevelValue, ...] = ()

    @property
    def value(self) -> int:
        """The value of the figure."""
        return self.delivery.value

    @property
    def plan(self) -> Plan:
        """The best plan."""
        return self.delivery.plan

    @property
    def missions(self) -> int:
        """How many missions the plan delivers."""
        return len(self.plan.teams())

    @property
    def externals(self) -> int:
        """Positions filled by external experts."""
        return self.figure("externals")

    @property
    def cost(self) -> int:
        """What the plan costs."""
        return self.figure("cost")

    def figure(self, level: str) -> int:
        """The value of a level, 0 where nothing can be planned."""
        return next((f.value for f in self.figures if f.level == level), 0)

    @property
    def proven(self) -> bool:
        """Whether every level is proven."""
        return self.delivery.proven and all(level.proven for level in self.levels)


@dataclass(frozen=True)
class GoalPlan:
    """The plan that has most of a goal, and how much; with the bound, as of a level."""

    plan: Plan
    result: LevelResult

    @property
    def value(self) -> int:
        """How much of the goal the plan has."""
        return self.result.value

    @property
    def bound(self) -> int | None:
        """What is proven that no plan passes; None where nothing is."""
        return None if self.result.proof is Proof.UNPROVEN else self.result.bound


@dataclass(frozen=True)
class Study:
    """A year and the figure to turn; it travels to the workers once."""

    year: Year
    knob: Knob
    seed: int = 1
    params: SearchParams = DEFAULT

    @cached_property
    def calendars(self) -> Calendars:
        """The calendars of the year; no figure that is turned changes them."""
        return Calendars(self.year)

    @cached_property
    def has_pins(self) -> bool:
        """Whether something is agreed that a plan has to keep."""
        return bool(pinned_rows(self.year, self.calendars))

    def __getstate__(self) -> dict[str, object]:
        """The fields alone: what was derived here is derived there again."""
        own = ("year", "knob", "seed", "params")
        return {name: getattr(self, name) for name in own}

    def engine(self, deadline: Deadline) -> Engine:
        """An engine that gives the same answers on every worker."""
        return Engine(deadline, seed=self.seed, params=self.params)

    def year_at(self, value: int) -> Year:
        """The year at a value, its levels as the settings order them."""
        return self.knob.year_at(self.year, value)

    def deliveries_at(self, value: int) -> Year:
        """The year at a value with no other levels than those of delivery."""
        year = self.year_at(value)
        return with_objectives(year, (DELIVERY,))

    def best_for(self, goal: Goal, year: Year, plan: Plan, deadline: Deadline) -> GoalPlan:
        """The plan that has most of a goal, of all that are as good in the levels of a year."""
        models = PinnedModels(Pool(year, self.calendars), goal=goal)
        outcome = Lexicographic(models, self.engine(deadline), ignore, start=plan).solve()
        assert outcome is not None
        return GoalPlan(outcome.plan, outcome.levels[-1])

    def is_possible(self, year: Year, deadline: Deadline) -> bool:
        """Whether what is agreed can be kept."""
        if not self.has_pins:
            return True
        return not Pins(year, self.calendars, self.engine(deadline)).problems()

    def needed(self, plan: Plan) -> int | None:
        """The least value at which a plan is possible; None where the money does not say it."""
        return self.knob.needed(self.year, self.spent(plan))

    def spent(self, plan: Plan) -> dict[str, int]:
        """What a plan takes from each fund that pays a mission, counted by the checker's rules."""
        spent: dict[str, int] = {}
        for mission_id, rows in plan.teams().items():
            fund = rows[0].fund_id
            if fund is not None:
                mission = self.year.mission_by_id[mission_id]
                cost = mission_cost(self.year, self.calendars, mission, rows)
                for payer, part in paid_by(mission, fund, cost).items():
                    spent[payer] = spent.get(payer, 0) + part
        return spent


def point_at(study: Study, value: int, deadline: Deadline, above: Point | None = None) -> Point:
    """The best plan at a value; what is proven of a point above it bounds it.

    Less of the figure never makes a better plan possible.
    """
    year = study.year_at(value)
    if not study.is_possible(year, deadline):
        return Point(Deliveries(value, None, True, Plan()))
    known = NOTHING if above is None else Known(above.plan, above.levels)
    pool = Pool(year, study.calendars)
    outcome = best_plan(pool, study.engine(deadline), known=known)
    counted = level_values(with_objectives(year, LEVEL_GROUPS), outcome.plan, study.calendars)
    thrifty = replace(outcome, plan=_thrifty(study, year, value, outcome.plan, deadline))
    confirm(year, study.calendars, thrifty)
    return Point(
        delivery=_delivery(value, thrifty.levels, thrifty.plan),
        # Seconds would tell the workers apart.
        levels=tuple(level.model_copy(update={"seconds": 0.0}) for level in outcome.levels),
        figures=tuple(counted),
    )


def _thrifty(study: Study, year: Year, value: int, plan: Plan, deadline: Deadline) -> Plan:
    """The same plan, paid so that it needs the least of the figure: no level asks who pays."""
    teams = {
        mission_id: [row.expert_id for row in rows] for mission_id, rows in plan.teams().items()
    }
    model = build(Pool(year, study.calendars), Restriction(plan, teams), timed=False)
    needs = study.knob.needs(model, study.year, value)
    if needs is None:
        return plan
    for row in plan.placements:
        model.variables.fix(row.model_copy(update={"fund_id": None}))
    model.variables.hint(plan)
    answer = study.engine(deadline).maximize(model.cp, -needs, effort=study.params.thrift_effort)
    return plan if answer.values is None else model.variables.plan(answer.holds)


def unchanged_at(study: Study, point: Point, value: int) -> Point | None:
    """A proven point of a higher value at a lower one; None where its plan is not possible there.

    Less of the figure never makes a better plan possible, so a plan that stays is the best one.
    What cannot be kept at the higher value cannot be kept at the lower one either.
    """
    delivery, year = point.delivery, study.year_at(value)
    possible = delivery.counts is not None
    if not point.proven or (possible and check(year, delivery.plan, study.calendars)):
        return None
    return replace(point, delivery=replace(delivery, value=value))


def delivery_at(study: Study, value: int, deadline: Deadline) -> Deliveries:
    """How many missions can be delivered at a value."""
    year = study.deliveries_at(value)
    if not study.is_possible(year, deadline):
        return Deliveries(value, None, True, Plan())
    outcome = best_plan(Pool(year, study.calendars), study.engine(deadline))
    return _delivery(value, outcome.levels, outcome.plan)


def _delivery(value: int, levels: tuple[LevelResult, ...], plan: Plan) -> Deliveries:
    ours = [level for level in levels if is_delivery(level)]
    counts = tuple(level.value for level in ours)
    return Deliveries(value, counts, all(level.proven for level in ours), plan)


def is_delivery(level: LevelResult | LevelValue) -> bool:
    """Whether a level is one of those that delivery is spread into."""
    return level.level.startswith(f"{DELIVERY}-")


def delivery_counts(values: Iterable[LevelValue]) -> tuple[int, ...]:
    """The delivery levels among these."""
    return tuple(value.value for value in values if is_delivery(value))
