"""Builds the CP-SAT model of a year from the two tuples CONSTRAINTS and LEVELS."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from ortools.sat.python import cp_model

from models.answers.plan import Placement
from models.facts.expert import Expert
from models.facts.mission import Mission
from models.requests.demand import Demand
from planner.domain import agreements
from planner.domain.levels import Direction, level_of
from planner.formulation.constraints import CONSTRAINTS, Constraint
from planner.formulation.eligibility import Pool
from planner.formulation.objectives import LEVELS, Measure
from planner.formulation.restriction import WHOLE, Restriction, Team
from planner.formulation.usage import Excuse
from planner.formulation.variables import Admits, Variables
from planner.solver.cp_sat import Expression
from planner.solver.deadline import Deadline
from planner.solver.lean_model import LeanModel, WatchedModel

Amount = TypeVar("Amount", int, Expression)


@dataclass(frozen=True)
class LevelMeasure:
    """One level of this year: its name, which way it is better, and its value in the model."""

    name: str
    direction: Direction
    measure: Measure

    @property
    def objective(self) -> Expression:
        """What to maximise: more of it is always better."""
        return self.gain(self.measure.expression)

    @property
    def best(self) -> int:
        """The value that nothing can better."""
        return self.measure.high if self.direction is Direction.MORE else self.measure.low

    def gain(self, value: Amount) -> Amount:
        """A value as something of which more is better; twice the same is the value again."""
        return value if self.direction is Direction.MORE else -value


@dataclass(frozen=True)
class Model:
    """A year as CP-SAT sees it."""

    cp: cp_model.CpModel
    variables: Variables
    levels: tuple[LevelMeasure, ...]
    posted: tuple[Constraint, ...]

    def add_times(self) -> None:
        """Add what a relaxation goes without: the constraints that need intervals."""
        for constraint in self.posted:
            constraint.post_timed(self.variables)

    def copy(self) -> "Model":
        """The same model, to add to."""
        return replace(self, cp=self.cp.clone())

    def level(self, name: str) -> LevelMeasure:
        """A level by its name."""
        return next(level for level in self.levels if level.name == name)

    def pin(self, name: str, value: int) -> None:
        """Never again accept a worse value of this level."""
        level = self.level(name)
        self.cp.add(level.objective >= level.gain(value))

    def cap(self, name: str, bound: int) -> None:
        """Say that no plan passes this value of the level, which is proven already."""
        level = self.level(name)
        self.cp.add(level.objective <= level.gain(bound))


def build(
    pool: Pool,
    restriction: Restriction = WHOLE,
    *,
    without: Collection[str | Excuse] = (),
    timed: bool = True,
    demands: Sequence[Demand] = (),
    deadline: Deadline | None = None,
) -> Model:
    """The model of a year.

    Parameters
    ----------
    pool : Pool
        The facts, and what follows from them.
    restriction : Restriction
        What of the year comes into question.
    without : collection of str
        Ids of hard rules to leave out; the structural ones always stay. With the ID of an expert
        beside it, a rule is left out for this expert where it closes positions.
    timed : bool
        False leaves out what needs intervals: the relaxation.
    demands : sequence of Demand
        What the plan has to have beyond the rules.
    deadline : Deadline, optional
        When to give up, where to make the model takes seconds.

    Raises
    ------
    Undecided
        The deadline was over before the model was made.
    """
    posted = tuple(c for c in CONSTRAINTS if c.structural or c.id not in without)
    cp = LeanModel() if deadline is None else WatchedModel(deadline)
    teams = restriction.fixed.teams()
    candidates = _candidates(pool, "qualified" in without, teams, restriction.only)
    admits = _admits(pool, posted, without)
    usual = not without and not teams
    variables = Variables(
        cp,
        pool,
        _as_noted(pool, admits) if usual else admits,
        candidates,
        teams,
        payers=restriction.payers,
    )
    if usual and restriction.only is None:
        # Nobody was asked for a mission that has no start.
        pool.note_admitted({m: own for m, own in variables.fills.items() if variables.runs[m]})
    for constraint in posted:
        constraint.post(variables)
    for demand in demands:
        variables.demand(demand)
    model = Model(cp, variables, _measures(variables), posted)
    if timed:
        model.add_times()
    return model


def _candidates(
    pool: Pool, whole_pool: bool, fixed: Mapping[str, Sequence[Placement]], only: Team | None
) -> Callable[[Mission, str], Iterable[Expert]]:
    """Whom to ask for a position: the fixed team, the holders, or (without the rule) all."""
    teams = {
        mission_id: tuple(pool.year.expert_by_id[row.expert_id] for row in rows)
        for mission_id, rows in fixed.items()
    }

    def candidates(mission: Mission, code: str) -> Iterable[Expert]:
        everybody = pool.year.experts if whole_pool else pool.holders.get(code, ())
        asked = teams.get(mission.id, everybody)
        if only is None:
            return asked
        few = only.get(mission.id, ())
        return [expert for expert in asked if expert.id in few]

    return candidates


def _admits(
    pool: Pool, posted: tuple[Constraint, ...], excused: Collection[str | Excuse]
) -> Admits:
    # A rule that closes nothing to anybody need not be asked thousands of times.
    asked = [(c.id, c.admits) for c in posted if c.says("admits")]

    def admits(mission: Mission, code: str, expert: Expert) -> bool:
        return all(
            rule(pool, mission, code, expert) or (name, expert.id) in excused
            for name, rule in asked
        )

    return admits


def _as_noted(pool: Pool, admits: Admits) -> Admits:
    """What a model of the whole year has found out of its holders; else it is asked."""

    def admitted(mission: Mission, code: str, expert: Expert) -> bool:
        noted = pool.admitted.get((mission.id, code))
        return admits(mission, code, expert) if noted is None else expert.id in noted

    return admitted


def _measures(variables: Variables) -> tuple[LevelMeasure, ...]:
    by_id = {objective.id: objective for objective in LEVELS}
    names = agreements.level_names(variables.pool.year, variables.pool.calendars)
    described = ((name, level_of(name)) for name in names)
    return tuple(
        LevelMeasure(name, level.direction, by_id[level.id].measure(variables, name))
        for name, level in described
    )
