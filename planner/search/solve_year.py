"""Plans a year: first plan, levels, tie-breaking, and the check of the result."""

from collections.abc import Sequence

from models.answers.plan import Plan
from models.answers.report import Violation
from models.events import LevelFinished, Listener, NeighbourhoodSearched, ignore
from models.facts.instance import Year
from models.requests.demand import Demand
from planner.checker import check, level_values
from planner.domain.calendars import Calendars
from planner.domain.errors import Contradiction, NoPlan
from planner.formulation.eligibility import Pool
from planner.heuristics.candidate_list import is_long
from planner.heuristics.construction import first_plan
from planner.search.known import NOTHING, Known
from planner.search.large_neighbourhood import bettered
from planner.search.lexicographic import Lexicographic
from planner.search.pinned_models import PinnedModels
from planner.search.tie_breaking import settle
from planner.solver.cp_sat import Engine
from planner.solver.outcome import Outcome


def best_plan(
    pool: Pool,
    engine: Engine,
    on_event: Listener = ignore,
    demands: Sequence[Demand] = (),
    known: Known = NOTHING,
) -> Outcome:
    """The best plan of a year under the levels that has what is demanded, checked.

    A plan that is known has what is demanded; where it does not obey the rules of this year, it is
    left out.

    Raises
    ------
    NoPlan
        The run was ended before there was any plan.
    Impossible
        No plan obeys the rules and has what is demanded.
    Contradiction
        The independent checker rejects the plan, or counts a level differently.
    """
    year, calendars = pool.year, pool.calendars
    start = _known_start(pool, known.plan)
    if start is None and not demands:
        start = _starting_plan(pool, engine, on_event)
    if start is None and engine.deadline.over:
        raise NoPlan  # the model of a long year takes long to build, and nobody would search it
    outcome = _settled(pool, start, known, on_event)
    if outcome is None:
        models = PinnedModels(pool, demands)
        outcome = Lexicographic(models, engine, on_event, start=start, known=known).solve()
    if outcome is None:
        raise NoPlan
    plan = outcome.plan
    if not demands and not _is_awaited(pool, engine):
        plan = settle(year, calendars, outcome, engine)
    counted = {v.level: v.value for v in level_values(year, plan, calendars)}
    # Settling can better a level that the run had no time for; a proven one has to stay.
    levels = tuple(r if r.proven else r.at(counted[r.level]) for r in outcome.levels)
    settled = Outcome(plan, levels)
    confirm(year, calendars, settled)
    return settled


def _is_awaited(pool: Pool, engine: Engine) -> bool:
    """Whether somebody has ended a run, and to settle would make them wait for a second or more."""
    return engine.deadline.ended and len(pool.year.missions) > engine.params.settled_after_end


def _known_start(pool: Pool, known: Plan | None) -> Plan | None:
    """The known plan, where it obeys the rules of this year."""
    return None if known is None or check(pool.year, known, pool.calendars) else known


def _settled(pool: Pool, plan: Plan | None, known: Known, on_event: Listener) -> Outcome | None:
    """The plan to start from, where it is known that no other one is better in any level."""
    if plan is None:
        return None
    values = {v.level: v.value for v in level_values(pool.year, plan, pool.calendars)}
    results = known.settled(values)
    if len(results) < len(values):
        return None
    for result in results:
        on_event(LevelFinished(result=result))
    return Outcome(plan, results)


def _starting_plan(pool: Pool, engine: Engine, on_event: Listener) -> Plan | None:
    """Made by hand, in a long year bettered; None where there is no room for what is agreed."""
    plan = first_plan(pool, engine.deadline, engine.params.construction)
    if plan is None:
        return None
    if violations := check(pool.year, plan, pool.calendars):
        raise Contradiction(_listed(violations))
    if not is_long(pool, engine.params.candidates):
        return plan

    def searched(done: int, total: int) -> None:
        on_event(NeighbourhoodSearched(done=done, total=total))

    return bettered(pool, plan, engine, searched)


def confirm(year: Year, calendars: Calendars, outcome: Outcome) -> None:
    """Raise where the checker does not agree with a plan and the values of its levels."""
    violations = check(year, outcome.plan, calendars)
    if violations:
        raise Contradiction(_listed(violations))
    counted = {v.level: v.value for v in level_values(year, outcome.plan, calendars)}
    for level in outcome.levels:
        if counted[level.level] != level.value:
            raise Contradiction(
                f"{level.level}: the model says {level.value}, the checker {counted[level.level]}"
            )


def _listed(violations: tuple[Violation, ...]) -> str:
    return "; ".join(f"{violation.rule}: {violation.message}" for violation in violations[:20])
