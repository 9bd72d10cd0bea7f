"""A plan that was changed by hand as the answer of a run, with what is known without planning."""

from collections.abc import Iterator

from models.answers.not_delivered import NotDelivered
from models.answers.plan import Plan
from models.answers.report import LevelResult, Proof, StopReason
from models.answers.result import RunResult
from models.facts.instance import Year
from models.workbook import Workbook
from planner.app.by_hand.examination import Examination
from planner.app.by_hand.judged import Judged
from planner.app.outputs.manifest import manifest, now
from planner.checker import level_values
from planner.formulation.eligibility import Pool
from planner.heuristics.standbys import standbys
from planner.reasons.not_delivered import not_examined, reasons
from planner.reasons.one_mission import Probe
from planner.solver.cp_sat import Engine
from planner.solver.deadline import Deadline


def result_by_hand(
    workbook: Workbook, draft: Judged, known: Examination | None, seconds: float
) -> RunResult:
    """What can be said of a plan that was changed by hand; no level of it is proven.

    Parameters
    ----------
    workbook : Workbook
        Where the plan came from.
    known : Examination or None
        Why missions of this plan are not delivered, as far as that is known.
    seconds : float
        For the reasons that are not known; who is not examined by then is said to be so.
    """
    pool = Pool(draft.year, draft.calendars)
    return RunResult(
        year=draft.year,
        plan=draft.plan,
        levels=_as_counted(draft.year, draft.plan),
        not_delivered=tuple(_why(pool, draft, known, seconds)),
        fund_wishes=known.wishes if known else (),
        standbys=standbys(pool, draft.plan),
        manifest=manifest(workbook, now(), 1, {"edited": "by hand"}),
    )


def _as_counted(year: Year, plan: Plan) -> tuple[LevelResult, ...]:
    """The values of the levels; nothing is proven of a plan that was changed by hand."""
    return tuple(
        LevelResult(
            level=found.level,
            value=found.value,
            bound=None,
            proof=Proof.UNPROVEN,
            stop=StopReason.SKIPPED,
        )
        for found in level_values(year, plan)
    )


def _why(
    pool: Pool, draft: Judged, known: Examination | None, seconds: float
) -> Iterator[NotDelivered]:
    """Why missions are not delivered; nobody can say that beside a plan that breaks rules."""
    if known is not None and known.reasons is not None:
        yield from known.reasons
    elif not draft.violations:
        engine = Engine(Deadline(seconds))
        probe = Probe(pool.year, pool.calendars, draft.plan, engine, pool=pool)
        yield from reasons(probe, known.found if known else ())
    else:
        delivered = draft.plan.teams()
        yield from (not_examined(m) for m in pool.year.missions if m.id not in delivered)
