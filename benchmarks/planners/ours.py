"""Our own search, from the facts to the checked plan, without reading and writing."""

from benchmarks.planners.answer import Answer, Claim, Deadline, Keep
from models.instance import Year
from planner.domain.calendars import Calendars
from planner.search.solve_year import NoPlanError, best_plan
from planner.solver.cp_sat import Engine, Stopwatch
from planner.terminal.progress import Silent


def plan_by_search(year: Year, calendars: Calendars, deadline: Deadline, keep: Keep) -> Answer:
    """The plan that `solve` writes, and its proofs."""
    engine = Engine(Stopwatch(deadline.left))
    try:
        outcome = best_plan(year, calendars, engine, Silent())
    except NoPlanError:
        return Answer(None)
    return Answer(outcome.plan, tuple(Claim(r.level, r.bound) for r in outcome.levels))
