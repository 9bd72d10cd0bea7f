"""The plan from which a search starts: made by hand, in a long year bettered piece by piece.

The relaxation of a year of thousands of missions takes long, and a time limit may leave little time
for it. So some hundred missions after the other are planned anew, those of a region together, among
the few who seem the best for them, while the rest of the plan stays.
"""

from collections.abc import Iterator

from models.mission import Mission
from models.plan import Plan
from planner import facts
from planner.bounds import Bounds
from planner.checker import check
from planner.engine import Engine
from planner.first_plan import completed, first_plan
from planner.incumbent import Incumbent
from planner.lexicographic import ContradictionError
from planner.model import Model, build
from planner.part import Part, agreed, by_mission
from planner.pool import Pool
from planner.relaxation import Relaxation
from planner.short_list import ShortList, is_long
from planner.timetable import Timetable
from planner.weights import effort_for, weighted

# Of the time that is left, for the pieces.
_SHARE = 0.6
# Missions of a piece.
_MOST = 700


def starting_plan(pool: Pool, engine: Engine) -> Plan | None:
    """A plan that obeys the rules; None where what is agreed found no place one by one.

    Raises
    ------
    ContradictionError
        The independent checker rejects the plan.
    """
    plan = first_plan(pool)
    if plan is None:
        return None
    if check(pool.year, plan, pool.calendars):
        raise ContradictionError("the first plan breaks rules")
    if is_long(pool):
        brief = engine.within(engine.stopwatch.part(_SHARE))
        plan = _Pieces(pool, plan, brief).bettered()
    return plan


class _Pieces:
    """The missions of a year in pieces, and the best plan so far."""

    def __init__(self, pool: Pool, plan: Plan, engine: Engine) -> None:
        self._pool, self._engine = pool, engine
        self._list = ShortList(pool)
        self._best = Incumbent(pool.year, pool.calendars)
        self._best.offer(plan)
        self._agreed = agreed(pool.year, ())
        proposed = facts.preferred_rows(pool.year)
        self._agreed.join(Part({(row.mission_id, row.expert_id) for row in proposed}))

    def bettered(self) -> Plan:
        """The plan after every piece was planned anew."""
        for missions in self._pieces():
            if self._engine.stopwatch.over:
                break
            self._better(missions)
        return self._plan

    @property
    def _plan(self) -> Plan:
        assert self._best.plan is not None
        return self._best.plan

    def _pieces(self) -> Iterator[list[Mission]]:
        """The missions by region, by date, by expertise, in pieces of much the same size."""
        by_date = sorted(self._pool.year.missions, key=lambda mission: mission.earliest_start)
        by_region = sorted(by_date, key=lambda mission: mission.region)
        by_expertise = sorted(by_date, key=lambda mission: sorted(mission.positions))
        for order in (by_region, by_date, by_expertise):
            number = -(-len(order) // _MOST)
            for piece in range(number):
                yield order[len(order) * piece // number : len(order) * (piece + 1) // number]

    def _better(self, missions: list[Mission]) -> None:
        """Plan some missions anew; the others stay as they are, unless they have to give way."""
        inside = {mission.id for mission in missions}
        rows = self._plan.placements
        others = Plan.of(row for row in rows if row.mission_id not in inside)
        part = self._list.part(missions)
        part.join(Part.of(self._plan))
        part.join(self._agreed)
        whole = self._model(part, others, timed=False)
        timetable = Timetable(whole.variables)
        relaxation = Relaxation(whole.cp, self._engine.stopwatch, timetable.broken)
        open_levels = [x for x in whole.levels if self._best.values[x.name] != x.best]
        support = Bounds(whole, relaxation).ahead(open_levels)
        support.join(Part.of(self._plan))
        support.join(self._agreed)
        model = self._model(support, others)
        left = []
        for level in model.levels:
            if self._best.values[level.name] == level.best:
                model.pin(level.name, level.best)
            else:
                left.append(level)
        answer = self._engine.maximize(model.cp, weighted(left), effort=effort_for(model))
        if answer.values is not None:
            plan = model.variables.plan(answer.holds)
            self._best.offer(plan)
            self._best.offer(completed(self._pool, plan, whole.variables.goes))

    def _model(self, part: Part, others: Plan, timed: bool = True) -> Model:
        return build(
            self._pool.year,
            only=by_mission(part.pairs),
            payers=by_mission(part.payers),
            fixed=others,
            timed=timed,
            pool=self._pool,
        )
