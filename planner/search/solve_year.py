"""The whole run: pinned rows, model, levels, settling, checker, reasons."""

from collections.abc import Iterator, Sequence

from models.demand import Demand
from models.instance import Year
from models.plan import Plan
from models.report import Violation
from models.result import NotDelivered
from planner.checker import check, level_values
from planner.domain.calendars import Calendars
from planner.domain.errors import ContradictionError
from planner.formulation.eligibility import Pool
from planner.heuristics.candidate_list import is_long
from planner.heuristics.construction import first_plan
from planner.reasons.not_delivered import not_delivered, not_examined
from planner.reasons.one_mission import Probe
from planner.search.large_neighbourhood import bettered
from planner.search.lexicographic import Lexicographic
from planner.search.tie_breaking import settle
from planner.solver.cp_sat import Engine
from planner.solver.events import Outcome, Progress


class NoPlanError(Exception):
    """The run ended before any plan was found."""


def best_plan(
    year: Year,
    calendars: Calendars,
    engine: Engine,
    progress: Progress,
    demands: Sequence[Demand] = (),
) -> Outcome:
    """The best plan of a year under the levels that has what is demanded, checked.

    Raises
    ------
    NoPlanError
        The run was ended before there was any plan.
    ImpossibleError
        No plan obeys the rules and has what is demanded.
    ContradictionError
        The independent checker rejects the plan, or counts a level differently.
    """
    pool = Pool(year, calendars)
    start = None if demands else _starting_plan(pool, engine, progress)
    outcome = Lexicographic(pool, engine, progress, demands, start=start).solve()
    if outcome is None:
        raise NoPlanError
    plan = settle(year, calendars, outcome, engine) if not demands else outcome.plan
    counted = {v.level: v.value for v in level_values(year, plan, calendars)}
    # Settling can better a level that the run had no time for; a proven one has to stay.
    levels = tuple(r if r.proven else r.at(counted[r.level]) for r in outcome.levels)
    settled = Outcome(plan, levels)
    confirm(year, calendars, settled)
    return settled


def _starting_plan(pool: Pool, engine: Engine, progress: Progress) -> Plan | None:
    """Made by hand, in a long year bettered; None where there is no room for what is agreed."""
    plan = first_plan(pool)
    if plan is None:
        return None
    if violations := check(pool.year, plan, pool.calendars):
        raise ContradictionError(_listed(violations))
    return bettered(pool, plan, engine, progress.replanned) if is_long(pool) else plan


def confirm(year: Year, calendars: Calendars, outcome: Outcome) -> None:
    """Raise where the checker does not agree with a plan and the values of its levels."""
    violations = check(year, outcome.plan, calendars)
    if violations:
        raise ContradictionError(_listed(violations))
    counted = {v.level: v.value for v in level_values(year, outcome.plan, calendars)}
    for level in outcome.levels:
        if counted[level.level] != level.value:
            raise ContradictionError(
                f"{level.level}: the model says {level.value}, the checker {counted[level.level]}"
            )


def reasons(year: Year, calendars: Calendars, plan: Plan, engine: Engine) -> Iterator[NotDelivered]:
    """Why each mission that is not in the plan is not, in the order of the Missions sheet."""
    probe = Probe(year, calendars, plan, engine)
    delivered = {placement.mission_id for placement in plan.placements}
    for mission in year.missions:
        if mission.id not in delivered:
            over = engine.stopwatch.over
            yield not_examined(mission) if over else not_delivered(probe, mission)


def _listed(violations: tuple[Violation, ...]) -> str:
    return "; ".join(f"{violation.rule}: {violation.message}" for violation in violations[:20])
