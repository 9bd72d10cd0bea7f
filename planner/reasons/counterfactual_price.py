"""Prices a demand: plans the year again with the demand, and compares the levels.

The result is what `solve` would give for a workbook that asks for it: the rows of the plan are
proposals, so the level `stability` keeps as many of them as possible, and only those move that have
to.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain

from ortools.sat.python.cp_model import LinearExpr

from models.answers.plan import Placement, Plan
from models.answers.price import Price
from models.events import Event, Listener, PlanFound, ignore
from models.facts.assignment import AssignmentStatus
from models.facts.instance import Year
from models.requests.demand import Demand
from planner.checker import check, level_values
from planner.domain.errors import Impossible, NoPlan
from planner.domain.hypothetical import with_objectives
from planner.domain.levels import gain, is_delivery
from planner.domain.proposals import STABILITY, proposing
from planner.domain.restrict import part_of
from planner.formulation.build import build
from planner.formulation.eligibility import Pool
from planner.formulation.restriction import Restriction
from planner.reasons.competitors import in_the_way, rivals
from planner.reasons.price_stages import Stages
from planner.search.known import Known, delivering
from planner.search.solve_year import best_plan, confirm
from planner.search.weighted_search import WeightedSearch
from planner.solver.cp_sat import Engine
from planner.solver.outcome import Outcome


def price_of(plan: Plan, before: Mapping[str, int], after: Mapping[str, int], exact: bool) -> Price:
    """A plan with what was demanded, and by how much each level gets better or worse."""
    gains = {name: gain(name, after[name] - value) for name, value in before.items()}
    return Price(plan=plan, before=dict(before), after=dict(after), gains=gains, exact=exact)


def with_rows_to_keep(year: Year, plan: Plan) -> Year:
    """The year in which what is not pinned of a plan is proposed."""
    objectives = year.settings.objectives
    if STABILITY not in objectives:
        objectives = (*objectives, STABILITY)
    return with_objectives(proposing(year, plan), objectives)


class Prices:
    """What demands would cost a plan.

    Parameters
    ----------
    pool : Pool
        The facts and what follows from them.
    plan : Plan
        The plan that there is; it passed the checker.
    best : bool
        Whether the plan is proven to deliver what can be delivered: where nothing has to change
        but the mission itself, no plan with the demands can be better then.
    """

    def __init__(
        self,
        pool: Pool,
        plan: Plan,
        engine: Engine,
        on_event: Listener = ignore,
        *,
        best: bool = False,
    ) -> None:
        self._year = with_rows_to_keep(pool.year, plan)
        self._calendars = pool.calendars
        self._plan = plan
        self._engine = engine
        self._tell = on_event
        self._best = best
        self._before = self._values(plan)

    def of(self, demands: Sequence[Demand]) -> Price | None:
        """What a plan with the demands would lose; None where no plan has them.

        Every stage is told: what has to move in a plan that the checker has accepted, or that
        nothing is found where only few missions move.

        Raises
        ------
        NoPlan
            The run was ended before there was any plan.
        """
        stages = Stages(self._plan, demands, self._tell)
        near = self._nearest(demands, stages)
        if near is not None:
            confirm(self._year, self._calendars, Outcome(near.plan, ()))
            stages.found(near)
            if near.exact or self._is_too_late:
                return near
        try:
            found = self._planned_again(demands, near, stages)
        except NoPlan:
            if near is None:
                raise
            return near
        except Impossible:
            return None
        after = {level.level: level.value for level in found.levels}
        exact = all(level.proven for level in found.levels)
        far = price_of(found.plan, self._before, after, exact)
        if near is None or far.exact or far.worth >= near.worth:
            return self._with_same_funds(far, demands)
        return near

    @property
    def _is_too_late(self) -> bool:
        too_late = self._engine.params.reasons.too_late_seconds
        return self._engine.deadline.seconds_left < too_late

    def _nearest(self, demands: Sequence[Demand], stages: Stages) -> Price | None:
        """A plan in which few missions change, if there is one; more of them bit by bit."""
        asked = {demand.mission_id for demand in demands}
        seen: set[str] = set()
        ever_more: tuple[Callable[[], set[str]], ...] = (
            lambda: asked,
            lambda: asked | self._in_the_way(demands),
            lambda: asked | self._rivals(asked),
        )
        for wider in ever_more:
            free = wider()
            if free <= seen:
                continue
            near, possible = self._nearby(demands, free)
            if near is not None:
                alone = not seen and self._best and _is_best(self._year, near, demands)
                exact = alone and near.exact
                return self._with_same_funds(near.model_copy(update={"exact": exact}), demands)
            stages.nothing(free, proven=not possible)
            seen |= free
        return None

    def _with_same_funds(self, price: Price, demands: Sequence[Demand]) -> Price:
        """The same experts and starts, paid by the funds of the plan as far as they can be."""
        part = part_of(self._year, price.plan)
        model = build(Pool(part, self._calendars), Restriction(fixed=price.plan), demands=demands)
        for row in price.plan.placements:
            model.variables.fix(row, position=False)
        paid = {row.mission_id: row.fund_id for row in self._plan.placements}
        same = [
            literal
            for mission_id, pays in model.variables.pays.items()
            for fund_id, literal in pays.items()
            if paid.get(mission_id) == fund_id
        ]
        answer = self._engine.maximize(model.cp, LinearExpr.sum(same))
        if answer.values is None:
            return price
        plan = model.variables.plan(answer.holds)
        if self._values(plan) == price.after:
            price = price.model_copy(update={"plan": plan})
        return self._without_needless_moves(price, demands)

    def _without_needless_moves(self, price: Price, demands: Sequence[Demand]) -> Price:
        """The same values with as much of the plan as it was, mission by mission.

        Of each mission first all, then its start, then each of its experts is put back where every
        rule and every level allows it.
        """
        now = price.plan.teams()
        for mission_id, rows in self._plan.teams().items():
            for variant in _put_back(rows, now.get(mission_id, ())):
                if self._engine.deadline.over:
                    return price
                others = (r for r in price.plan.placements if r.mission_id != mission_id)
                plan = Plan.of((*others, *variant))
                if all(_has(plan, demand) for demand in demands) and self._is_as_good(plan, price):
                    price = price.model_copy(update={"plan": plan})
                    break
        return price

    def _is_as_good(self, plan: Plan, price: Price) -> bool:
        if self._values(plan) != price.after:
            return False
        return not check(self._year, plan, self._calendars)

    def _planned_again(
        self, demands: Sequence[Demand], near: Price | None, stages: Stages
    ) -> Outcome:
        """Plan the whole instance with the demands, from a plan that has them if there is one."""

        def hear(event: Event) -> None:
            if isinstance(event, PlanFound):
                self._consider(event.plan, demands, stages)
            self._tell(event)

        pool = Pool(self._year, self._calendars)
        start = None if near is None else near.plan
        # Demands only leave fewer plans than there were.
        known = delivering(self._before, start) if self._best else Known(start)
        return best_plan(pool, self._engine, hear, demands, known)

    def _consider(self, plan: Plan, demands: Sequence[Demand], stages: Stages) -> None:
        """Tell of a plan that the search came by, where it loses less than the last one."""
        price = price_of(plan, self._before, self._values(plan), exact=False)
        if stages.best is not None and price.worth <= stages.best.worth:
            return
        if not check(self._year, plan, self._calendars):
            stages.found(self._with_same_funds(price, demands))

    def _in_the_way(self, demands: Sequence[Demand]) -> set[str]:
        """The missions that the plan cannot have together with what is demanded."""
        params = self._engine.params.reasons
        found = (in_the_way(self._year, self._calendars, self._plan, d, params) for d in demands)
        return {*chain.from_iterable(found)}

    def _rivals(self, asked: set[str]) -> set[str]:
        """The missions that could make room for those that are asked for."""
        params = self._engine.params.reasons
        missions = (self._year.mission_by_id[m] for m in sorted(asked))
        found = (rivals(self._year, self._calendars, self._plan, m, params) for m in missions)
        return {*chain.from_iterable(found)}

    def _nearby(self, demands: Sequence[Demand], free: set[str]) -> tuple[Price | None, bool]:
        """The best plan in which nothing changes but some missions, and whether there can be one.

        It is called exact where none of its kind is better.
        """
        rest = Plan.of(row for row in self._plan.placements if row.mission_id not in free)
        only: dict[str, set[str]] = {m: set(self._year.expert_by_id) for m in free}
        for row in rest.placements:
            only.setdefault(row.mission_id, set()).add(row.expert_id)
        pool = Pool(self._year, self._calendars)
        model = build(pool, Restriction(rest, only), demands=demands)
        if not all(model.variables.fix(row, position=False) for row in rest.placements):
            return None, False
        search = WeightedSearch(model, self._engine, self._engine.params.nearby_effort)
        search.run()
        if (found := search.plan) is None:
            return None, search.possible
        return price_of(found, self._before, self._values(found), search.proven), True

    def _values(self, plan: Plan) -> dict[str, int]:
        counted = level_values(self._year, plan, self._calendars)
        return {value.level: value.value for value in counted}


def _put_back(
    before: tuple[Placement, ...], now: tuple[Placement, ...]
) -> Iterator[tuple[Placement, ...]]:
    """Versions of a team that are nearer to what it was, the nearest first."""
    if not now or now == before:
        return
    yield before
    start = before[0].start
    here = {row.expert_id for row in now}
    back = tuple(
        row.model_copy(update={"expert_id": old.expert_id, "start": start})
        if old.expert_id not in here
        else row.model_copy(update={"start": start})
        for row, old in zip(now, before, strict=True)
    )
    for changed in range(len(now)):
        kept = enumerate(zip(now, back, strict=True))
        yield tuple(
            row.model_copy(update={"start": start}) if number == changed else old
            for number, (row, old) in kept
        )
    yield tuple(row.model_copy(update={"start": start}) for row in now)


def _has(plan: Plan, demand: Demand) -> bool:
    """Whether a plan has what is demanded."""
    team = [row for row in plan.placements if row.mission_id == demand.mission_id]
    return bool(team) and (
        (demand.expert_id is None or any(row.expert_id == demand.expert_id for row in team))
        and demand.start in (None, team[0].start)
        and demand.fund_id in (None, team[0].fund_id)
    )


def _is_best(year: Year, near: Price, demands: Sequence[Demand]) -> bool:
    """Whether no plan can be better than one in which the mission demanded changes alone.

    It delivers as much as can be, and no plan with the demands keeps more rows; every other plan
    that keeps as many keeps the same ones. That needs `stability` right behind `delivery`.
    """
    names = list(near.after)
    first = names.index(STABILITY)
    delivers = all(near.after[name] >= near.before[name] for name in names[:first])
    only_delivery = all(is_delivery(name) for name in names[:first])
    return (
        delivers
        and only_delivery
        and len(demands) == 1
        and near.after[STABILITY] == _least_lost(year, demands[0])
    )


def _least_lost(year: Year, demand: Demand) -> int:
    """How many rows of the mission no plan with the demand can keep."""
    rows = [row for row in year.assignments if row.mission_id == demand.mission_id]
    proposed = [row for row in rows if row.preferred]
    if demand.start is not None and any(row.start != demand.start for row in proposed):
        return len(proposed)
    team = {row.expert_id for row in rows if row.status is not AssignmentStatus.DECLINED}
    return int(demand.expert_id is not None and bool(proposed) and demand.expert_id not in team)
