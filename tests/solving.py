"""The model's answers in the checker's words: which plans it accepts, and what it finds best."""

from collections.abc import Collection

from ortools.sat.python import cp_model

from models.answers.plan import Plan
from models.facts.instance import Year
from planner.domain.calendars import Calendars
from planner.formulation.build import Model, build
from planner.formulation.eligibility import Pool
from planner.formulation.variables import Variables
from planner.search.solve_year import best_plan
from planner.solver.cp_sat import Engine
from planner.solver.deadline import Deadline
from planner.solver.outcome import Outcome
from tests.brute import Key, key_of

# Far above the plans of a tiny year: beyond it, helper variables multiply the solutions.
MOST_SOLUTIONS = 200_000
# A run that never ends shall fail its test; one on a busy machine shall not.
SECONDS = 240.0


def engine() -> Engine:
    """An engine with far more time than a small year needs."""
    return Engine(Deadline(SECONDS))


def solve(year: Year, calendars: Calendars | None = None, by: Engine | None = None) -> Outcome:
    """The best plan of a year."""
    return best_plan(Pool(year, calendars or Calendars(year)), by or engine())


def accepted(year: Year, calendars: Calendars, without: Collection[str] = ()) -> set[Key]:
    """Every plan that the model accepts: all its solutions, seen as plans.

    The levels have no say in what is accepted, so all but `delivery` are left out: their helper
    variables would only repeat each plan.
    """
    only = year.settings.model_copy(update={"objectives": ("delivery",)})
    model = build(Pool(year.replace(settings=only), calendars), without=without)
    found = _Collector(model.variables)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.enumerate_all_solutions = True
    status = solver.solve(model.cp, found)
    assert found.solutions < MOST_SOLUTIONS, "the model repeats each plan too often to list them"
    assert status in (cp_model.OPTIMAL, cp_model.INFEASIBLE), solver.status_name(status)
    return found.plans


def hold(model: Model, plan: Plan) -> bool:
    """Keep exactly this plan; False where the model lacks one of its choices."""
    teams = plan.teams()
    for mission_id, delivered in model.variables.delivered.items():
        if mission_id not in teams:
            model.cp.add(delivered == 0)
    return all(model.variables.fix(placement) for placement in plan.placements)


def accepts(year: Year, calendars: Calendars, plan: Plan, without: Collection[str] = ()) -> bool:
    """Whether the model, asked for exactly this plan, says that it can be."""
    model = build(Pool(year, calendars), without=without)
    return hold(model, plan) and engine().is_feasible(model.cp)


class _Collector(cp_model.CpSolverSolutionCallback):
    def __init__(self, variables: Variables) -> None:
        super().__init__()
        self.plans: set[Key] = set()
        self.solutions = 0
        self._variables = variables

    def on_solution_callback(self) -> None:
        self.plans.add(key_of(self._variables.plan(self.boolean_value)))
        self.solutions += 1
        if self.solutions >= MOST_SOLUTIONS:
            self.stop_search()
