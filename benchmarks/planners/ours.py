"""Our own search, from the facts to the checked plan, without reading and writing."""

from benchmarks.planners.answer import Answer, Claim, Deadline, Keep
from models.facts.instance import Year
from planner.domain.calendars import Calendars
from planner.domain.errors import NoPlan
from planner.formulation.eligibility import Pool
from planner.search.solve_year import best_plan
from planner.solver import deadline as ours
from planner.solver.cp_sat import Engine


def plan_by_search(year: Year, calendars: Calendars, deadline: Deadline, keep: Keep) -> Answer:
    """The plan that `solve` writes, and its proofs."""
    engine = Engine(ours.Deadline(deadline.left))
    try:
        outcome = best_plan(Pool(year, calendars), engine)
    except NoPlan:
        return Answer(None)
    return Answer(outcome.plan, tuple(Claim(r.level, r.bound) for r in outcome.levels))
