"""The best plan of a changed year, worked out as a task of the fan-out."""

from dataclasses import dataclass

from models.answers.not_delivered import NotDelivered
from models.answers.plan import Plan
from models.answers.report import LevelResult
from models.base import Frozen
from models.facts.instance import Year
from planner.domain.calendars import Calendars
from planner.domain.errors import NoPlan, Undecided
from planner.domain.hypothetical import with_objectives
from planner.domain.proposals import STABILITY, proposing
from planner.formulation.eligibility import Pool
from planner.reasons.agreement_conflicts import Pins
from planner.reasons.not_delivered import reasons
from planner.reasons.one_mission import Probe
from planner.search.known import NOTHING, Known
from planner.search.solve_year import best_plan, confirm
from planner.solver.cp_sat import Engine
from planner.solver.outcome import Outcome
from scenarios.definition.scenario import Scenario
from scenarios.fanout import TaskDesk
from scenarios.study.less_money import has_less


class ScenarioAnswer(Frozen):
    """What came out: a checked plan with its levels, or the trouble that left none.

    The levels say nothing about seconds, so that an answer is the same wherever it was found.
    """

    plan: Plan | None = None
    levels: tuple[LevelResult, ...] = ()
    not_delivered: tuple[NotDelivered, ...] = ()
    trouble: str = ""

    @property
    def proven(self) -> bool:
        """Whether every level is proven."""
        return self.plan is not None and all(level.proven for level in self.levels)


@dataclass(frozen=True)
class ScenarioJob:
    """What all scenarios of a study share.

    Attributes
    ----------
    base : Year
        The facts of the workbook.
    time_limit : float or None
        Seconds for each plan.
    base_plan, base_levels : Plan or None, tuple of LevelResult
        The plan without changes and what is proven of it, once they are known.
    repair : bool
        Whether the base plan is to be kept as far as possible; otherwise it only decides between
        plans that are equally good.
    explain : bool
        Whether the reasons of missions that are not delivered are wanted, too.
    """

    base: Year
    seed: int = 1
    time_limit: float | None = None
    base_plan: Plan | None = None
    base_levels: tuple[LevelResult, ...] = ()
    repair: bool = False
    explain: bool = False


def answer_scenario(job: ScenarioJob, scenario: Scenario, desk: TaskDesk) -> ScenarioAnswer:
    """The best plan under a scenario's changes: the work of one task."""
    year = asked(job, scenario)
    less = has_less(job.base, scenario.apply(job.base))
    return answer_year(
        year,
        desk,
        job.seed,
        job.time_limit,
        explain=job.explain,
        like=None if job.repair else job.base_plan,
        known=Known(job.base_plan, job.base_levels if less else ()),
    )


def asked(job: ScenarioJob, scenario: Scenario) -> Year:
    """The year that a scenario asks about."""
    year = scenario.apply(job.base)
    if job.repair and job.base_plan is not None:
        return keeping(year, job.base_plan, first=True)
    return year


def answer_year(
    year: Year,
    desk: TaskDesk,
    seed: int = 1,
    time_limit: float | None = None,
    *,
    explain: bool = False,
    like: Plan | None = None,
    known: Known = NOTHING,
) -> ScenarioAnswer:
    """The best plan of a year, checked against that year.

    Parameters
    ----------
    desk : TaskDesk
        Of the task; its deadline ends the search.
    explain : bool
        Whether the reasons of missions that are not delivered are wanted, too.
    like : Plan, optional
        Among plans that are equally good, take one that is as much like this as possible. A year
        with Proposed or Contacted rows of its own has its measure in them already.
    known : Known
        A plan to start from where it obeys the rules, and what no plan passes.

    Raises
    ------
    BadInput
        The checker contradicts the model.
    """
    pool = Pool(year, Calendars(year))
    engine = Engine(desk.deadline(time_limit), seed)
    try:
        conflicts = Pins(year, pool.calendars, engine).problems()
        if conflicts:
            return ScenarioAnswer(trouble=conflicts[0].message)
        outcome = _best(pool, engine, desk, like, known)
    except (NoPlan, Undecided):
        return ScenarioAnswer(trouble="The run ended before there was any plan.")
    probe = Probe(year, pool.calendars, outcome.plan, engine, pool=pool)
    why = tuple(reasons(probe)) if explain else ()
    timeless = (level.model_copy(update={"seconds": 0.0}) for level in outcome.levels)
    return ScenarioAnswer(plan=outcome.plan, levels=tuple(timeless), not_delivered=why)


def _best(pool: Pool, engine: Engine, desk: TaskDesk, like: Plan | None, known: Known) -> Outcome:
    year, calendars = pool.year, pool.calendars
    if like is None or any(row.preferred for row in year.assignments):
        return best_plan(pool, engine, desk.hear, known=known)
    near = keeping(year, like, first=False)
    outcome = best_plan(Pool(near, calendars), engine, desk.hear, known=known)
    own = Outcome(outcome.plan, tuple(r for r in outcome.levels if r.level != STABILITY))
    confirm(year, calendars, own)
    return own


def keeping(year: Year, plan: Plan, *, first: bool) -> Year:
    """The year with an earlier plan as Proposed rows, to be kept as far as possible.

    The rows take the place of those not agreed so far; what is pinned or declined
    stays.

    Parameters
    ----------
    first : bool
        Whether the level `stability` comes right behind `delivery`: no mission is given up to
        keep another one as it was, and nothing else counts more than to keep as many rows as
        possible. Otherwise it comes last, and only decides between plans that are equally good.
    """
    others = [group for group in year.settings.objectives if group != STABILITY]
    place = 1 if first else len(others)
    order = (*others[:place], STABILITY, *others[place:])
    return with_objectives(proposing(year, plan), order)
