"""The backbone of the optimal plans: the experts in all of them (must), in some (may), in none.

A plan is optimal here if every level has the value of the given plan, or a better one where that
value is not proven to be the best. The search first changes a few missions at a time: each plan
found shows several experts who may go. The linear relaxation then proves for many of the others
that they never go, or always do. CP-SAT decides the rest, in groups that are split where they are
too hard.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from contextlib import suppress
from typing import NamedTuple

from ortools.sat.python.cp_model import IntVar, LinearExpr

from models.answers.flexibility import Flexibility
from models.answers.plan import Placement, Plan
from models.facts.instance import Year
from models.facts.mission import Mission
from planner.bounding.level_bounds import Bounds
from planner.bounding.relaxation import Relaxation
from planner.domain.errors import Undecided
from planner.formulation.build import Model, build
from planner.formulation.eligibility import Pool
from planner.formulation.restriction import Restriction
from planner.solver.cp_sat import Answer, Engine, Expression, Status
from planner.solver.deadline import Deadline
from planner.solver.outcome import Outcome

OnProgress = Callable[[int, int], None]


class FilledSeat(NamedTuple):
    """Somebody who could fill a position of an expertise on a mission."""

    mission_id: str
    expertise: str
    expert_id: str


class Search:
    """Finds out about every seat of a year whether it is filled in all, some or no best plans.

    Parameters
    ----------
    outcome : Outcome
        A plan with the values of its levels.
    on_progress : callable
        Told how many seats are settled, and how many there are.

    Raises
    ------
    Undecided
        The run ended before anything could be found out.
    """

    def __init__(
        self, pool: Pool, outcome: Outcome, engine: Engine, on_progress: OnProgress
    ) -> None:
        self._year = pool.year
        self._plan = outcome.plan
        self._engine, self._params = engine, engine.params
        self._on_progress = on_progress
        self._values = {result.level: result.value for result in outcome.levels}
        until = engine.deadline
        whole = build(pool, timed=False, deadline=until)
        self._seats = _seats(whole)
        self._relaxation = Relaxation(whole.cp, until, params=engine.params, watch=until)
        never = self._never(whole)
        possible = {seat for seat, literal in self._seats.items() if literal.index not in never}
        self._seen = _filled(outcome.plan)
        self._always = self._seen
        self._model = _best_plans(pool, possible | self._seen, self._values, until)
        self._model.variables.hint(outcome.plan)
        self._literals = _seats(self._model)
        # What is no longer in question, and is not seen in any best plan.
        self._never_seats = self._seats.keys() - possible - self._seen
        self._sure: set[FilledSeat] = set()

    def run(self) -> tuple[Flexibility, ...]:
        """Settle as many seats as the time allows; the missions in the order of their sheet."""
        with suppress(Undecided):  # the time was over while something was made
            self._relax()
            for missions in _neighbourhoods(self._year, self._params.varied_missions):
                self._vary(missions)
            self._settle(self._unseen(), self._show_one, self._never_seats.update)
            self._settle(self._changeable(), self._leave_one, self._sure.update)
        may = self._seen - self._always
        return tuple(_answers(self._seats, self._sure, may, {*self._open}))

    def _never(self, whole: Model) -> frozenset[int]:
        """The literals that are false in every best plan, by the reduced costs of each level."""
        never = Bounds(whole, self._relaxation).never(self._values, self._engine.deadline)
        return frozenset(never.nonzero()[0].tolist())

    def _vary(self, missions: frozenset[str]) -> None:
        """Look for best plans in which these missions alone change, as long as they show more."""
        while not self._engine.deadline.over:
            new = [self._literals[s] for s in self._unseen() if s.mission_id in missions]
            old = [self._literals[s] for s in self._changeable() if s.mission_id in missions]
            if not new and not old:
                return
            model = self._model.copy()
            changed = LinearExpr.sum(new) - LinearExpr.sum(old)
            model.cp.add(changed >= 1 - len(old))
            for row in self._plan.placements:
                if row.mission_id not in missions:
                    model.cp.add_bool_and(_kept(model, row))
            answer = self._engine.maximize(model.cp, changed, effort=self._params.varied_effort)
            if answer.values is None:
                return
            self._note(answer)
            self._tell()

    def _relax(self) -> None:
        """Ask the relaxation of each seat in question whether it can be filled, or left open."""
        self._ask_relaxation(self._unseen(), lambda seat: self._seats[seat], 1, self._never_seats)
        self._ask_relaxation(self._changeable(), lambda seat: -self._seats[seat], 0, self._sure)

    def _ask_relaxation(
        self,
        seats: Sequence[FilledSeat],
        objective: Callable[[FilledSeat], Expression],
        wanted: int,
        proven: set[FilledSeat],
    ) -> None:
        """Seats whose objective cannot be what is wanted are proven; no proof for long: give up."""
        fruitless = 0
        for seat in seats:
            if self._engine.deadline.over or fruitless > self._params.fruitless:
                return
            relaxed = self._relaxation.maximize(self._relaxation.aim(objective(seat)))
            fruitless += 1
            if relaxed is not None and relaxed.certificate.bound < wanted:
                proven.add(seat)
                fruitless = 0
            self._tell()

    def _settle(
        self,
        seats: list[FilledSeat],
        ask: Callable[[Sequence[FilledSeat], float], Answer],
        prove: Callable[[Iterable[FilledSeat]], object],
    ) -> None:
        """Ask about groups of seats: what is found is noted, what is not is proven or split."""
        groups = [seats]
        while groups and not self._engine.deadline.over:
            group = [seat for seat in groups.pop() if seat in {*self._open}]
            if not group:
                continue
            answer = ask(
                group, self._params.seat_effort if len(group) == 1 else self._params.seats_effort
            )
            if answer.values is not None:
                self._note(answer)
                groups.append(group)
            elif answer.status is Status.INFEASIBLE:
                prove(group)
            elif len(group) > 1:
                half = len(group) // 2
                groups += [group[half:], group[:half]]
            self._tell()

    def _show_one(self, group: Sequence[FilledSeat], effort: float) -> Answer:
        """Look for a best plan with as many of these seats filled as possible, one at least."""
        model = self._model.copy()
        shown = LinearExpr.sum([self._literals[seat] for seat in group])
        model.cp.add(shown >= 1)
        return self._engine.maximize(model.cp, shown, effort=effort)

    def _leave_one(self, group: Sequence[FilledSeat], effort: float) -> Answer:
        """Look for a best plan with as few of these seats filled as possible, one less at least."""
        model = self._model.copy()
        kept = LinearExpr.sum([self._literals[seat] for seat in group])
        model.cp.add(kept <= len(group) - 1)
        return self._engine.maximize(model.cp, -kept, effort=effort)

    def _note(self, answer: Answer) -> None:
        filled = _filled(self._model.variables.plan(answer.holds))
        self._seen |= filled
        self._always &= filled

    def _unseen(self) -> list[FilledSeat]:
        return [s for s in self._seats if s not in self._seen and s not in self._never_seats]

    def _changeable(self) -> list[FilledSeat]:
        return [s for s in self._seats if s in self._always and s not in self._sure]

    @property
    def _open(self) -> list[FilledSeat]:
        return [*self._unseen(), *self._changeable()]

    def _tell(self) -> None:
        self._on_progress(len(self._seats) - len(self._open), len(self._seats))


def flexibility(
    pool: Pool,
    outcome: Outcome,
    engine: Engine,
    on_progress: OnProgress = lambda done, total: None,
) -> tuple[Flexibility, ...]:
    """Sort the experts for each expertise of each mission: in all best plans, in some, in none.

    Nothing where the run ended before anything could be found out.
    """
    try:
        return Search(pool, outcome, engine, on_progress).run()
    except Undecided:
        return ()


def _answers(
    every: Iterable[FilledSeat],
    sure: Set[FilledSeat],
    may: Set[FilledSeat],
    left: Set[FilledSeat],
) -> Iterator[Flexibility]:
    groups = dict[tuple[str, str], list[FilledSeat]]()
    for seat in every:
        groups.setdefault((seat.mission_id, seat.expertise), []).append(seat)
    for (mission_id, expertise), seats in groups.items():
        yield Flexibility(
            mission_id=mission_id,
            expertise=expertise,
            must=_of(seats, sure),
            may=_of(seats, may),
            open=_of(seats, left),
        )


def _kept(model: Model, row: Placement) -> list[IntVar]:
    """Who goes to a mission, and when; `Variables.fix` would change the model copied from."""
    mission = model.variables.pool.year.mission_by_id[row.mission_id]
    at_start = model.variables.starts_where(mission, lambda run: run.start == row.start)
    return [model.variables.goes[mission.id][row.expert_id], *at_start]


def _neighbourhoods(year: Year, size: int) -> Iterator[frozenset[str]]:
    """Missions that have much to do with each other: of like expertise, at like times."""
    orders: tuple[Callable[[Mission], tuple[object, ...]], ...] = (
        lambda m: (*m.positions, m.earliest_start),
        lambda m: (m.region, m.earliest_start),
        lambda m: (*m.funds, m.earliest_start),
    )
    for order in orders:
        ranked = sorted(year.missions, key=lambda m: tuple(map(str, order(m))))
        for first in range(0, len(ranked), size):
            yield frozenset(m.id for m in ranked[first : first + size])


def _seats(model: Model) -> dict[FilledSeat, IntVar]:
    return {
        FilledSeat(mission_id, code, expert_id): literal
        for mission_id, by_code in model.variables.fills.items()
        for code, fills in by_code.items()
        for expert_id, literal in fills.items()
    }


def _filled(plan: Plan) -> frozenset[FilledSeat]:
    return frozenset(FilledSeat(r.mission_id, r.expertise, r.expert_id) for r in plan.placements)


def _best_plans(
    pool: Pool, seats: Iterable[FilledSeat], values: dict[str, int], deadline: Deadline
) -> Model:
    """The model whose solutions are all plans as good as the one at hand."""
    only: dict[str, set[str]] = {}
    for seat in seats:
        only.setdefault(seat.mission_id, set()).add(seat.expert_id)
    model = build(pool, Restriction(only=only), deadline=deadline)
    for level in model.levels:
        model.pin(level.name, values[level.name])
    return model


def _of(seats: Iterable[FilledSeat], wanted: Set[FilledSeat]) -> tuple[str, ...]:
    return tuple(seat.expert_id for seat in seats if seat in wanted)
