"""Large neighbourhood search: improves a long year's first plan a few hundred missions at a time.

The linear relaxation of thousands of missions takes long, and a time limit may leave little time
for it. Therefore the missions of a region, then of a season, then of an expertise are planned
again together, with the candidates of a short list, while the rest of the plan stays as it is.
"""

from collections.abc import Callable
from contextlib import suppress

from models.answers.plan import Plan
from models.facts.mission import Mission
from planner.bounding.level_bounds import Bounds
from planner.domain import agreements
from planner.domain.errors import Undecided
from planner.formulation.build import LevelMeasure, Model, build
from planner.formulation.eligibility import Pool
from planner.formulation.restriction import Part, Restriction, agreed, by_mission
from planner.formulation.scalarisation import effort_for, weighted
from planner.heuristics.candidate_list import ShortList
from planner.heuristics.construction import completed
from planner.search.incumbent import Incumbent
from planner.solver.cp_sat import Engine

# How many pieces are planned, and of how many.
OnPiece = Callable[[int, int], None]


def bettered(pool: Pool, plan: Plan, engine: Engine, on_piece: OnPiece) -> Plan:
    """Improve a plan neighbourhood by neighbourhood; the result is never worse than the plan."""
    brief = engine.within(engine.deadline.part(engine.params.candidates.share))
    pieces = _pieces(pool, engine.params.candidates.missions)
    at_work = _Betterment(pool, plan, brief)
    for done, piece in enumerate(pieces):
        on_piece(done, len(pieces))
        if brief.deadline.over:
            break
        with suppress(Undecided):  # the deadline came while a model was made
            at_work.plan_anew(piece)
    return at_work.plan


def _pieces(pool: Pool, most: int) -> list[list[Mission]]:
    """The missions by region, by date, by expertise, in pieces of much the same size."""
    by_date = sorted(pool.year.missions, key=lambda mission: mission.earliest_start)
    by_region = sorted(by_date, key=lambda mission: mission.region)
    by_expertise = sorted(by_date, key=lambda mission: sorted(mission.positions))
    orders = (by_region, by_date, by_expertise)
    return [piece for order in orders for piece in _cut(order, most)]


def _cut(missions: list[Mission], most: int) -> list[list[Mission]]:
    number, size = -(-len(missions) // most), len(missions)
    return [missions[size * k // number : size * (k + 1) // number] for k in range(number)]


class _Betterment:
    """The year and its best plan so far."""

    def __init__(self, pool: Pool, plan: Plan, engine: Engine) -> None:
        self._pool, self._engine, self._params = pool, engine, engine.params
        self._short_list = ShortList(pool, self._params.candidates)
        self._best = Incumbent(pool.year, pool.calendars)
        self._best.offer(plan)
        self._always = agreed(pool.year, ())
        proposed = agreements.preferred_rows(pool.year)
        self._always.join(Part({(row.mission_id, row.expert_id) for row in proposed}))

    @property
    def plan(self) -> Plan:
        """The best plan so far."""
        assert self._best.plan is not None
        return self._best.plan

    def plan_anew(self, missions: list[Mission]) -> None:
        """Plan some missions anew; the others stay as they are, or give way."""
        inside = {mission.id for mission in missions}
        rows = self.plan.placements
        others = Plan.of(row for row in rows if row.mission_id not in inside)
        year = self._model(self._short_list.part(missions), others, timed=False)
        deadline = self._engine.deadline
        bounds = Bounds.of(year, deadline, self._params, watch=deadline)
        support = bounds.ahead(self._open(year))
        model = self._model(support, others)
        open_levels = self._open(model)
        for level in model.levels:
            if level not in open_levels:
                model.pin(level.name, level.best)
        weights = self._params.weights
        answer = self._engine.maximize(
            model.cp, weighted(open_levels, weights), effort=effort_for(model, weights)
        )
        if answer.values is not None:
            plan = model.variables.plan(answer.holds)
            self._best.offer(plan)
            self._best.offer(self._completed(plan, year))

    def _completed(self, plan: Plan, year: Model) -> Plan:
        """The plan and the missions besides for which it leaves a place."""
        able, brief = year.variables.goes, self._engine.deadline
        return completed(self._pool, plan, able, brief, self._params.construction)

    def _open(self, model: Model) -> list[LevelMeasure]:
        """The levels in which there may be better plans."""
        return [level for level in model.levels if self._best.values[level.name] != level.best]

    def _model(self, part: Part, others: Plan, timed: bool = True) -> Model:
        """The model of a part and of what is there, with one way only for the other missions."""
        known = Part.of(self.plan)
        restriction = Restriction(
            fixed=others,
            only=by_mission(part.pairs, known.pairs, self._always.pairs),
            payers=by_mission(part.payers, known.payers, self._always.payers),
        )
        return build(self._pool, restriction, timed=timed, deadline=self._engine.deadline)
