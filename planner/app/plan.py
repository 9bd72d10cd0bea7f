"""Plan a year: agreed rows, levels, flexibility, reasons, stand-bys."""

from dataclasses import dataclass
from datetime import datetime

from models.answers.flexibility import Flexibility
from models.answers.not_delivered import NotDelivered
from models.answers.plan import Plan
from models.answers.result import FundWish, Manifest, RunResult
from models.events import BackboneTested, Examined, Listener, ignore
from models.facts.instance import Year
from models.requests.options import USUAL, PlanOptions
from models.workbook import Workbook
from planner.app.check import agreement_problems
from planner.app.load import year_of
from planner.app.outputs.manifest import manifest, now
from planner.app.running.proven import known_of
from planner.app.running.shares import Shares
from planner.domain.agreements import without_proposals
from planner.domain.calendars import calendars_of
from planner.domain.errors import BadInput, NoPlan, Undecided
from planner.formulation.eligibility import Pool
from planner.heuristics.standbys import standbys
from planner.reasons.joint_money import fund_wishes, told_together
from planner.reasons.not_delivered import reasons
from planner.reasons.one_mission import Probe
from planner.search.backbone import flexibility
from planner.search.known import NOTHING
from planner.search.solve_year import best_plan
from planner.solver.cp_sat import Engine
from planner.solver.deadline import NEVER, Deadline
from planner.solver.outcome import Outcome


def plan(
    source: Workbook | Year,
    options: PlanOptions = USUAL,
    *,
    deadline: Deadline = NEVER,
    on_event: Listener = ignore,
) -> RunResult:
    """Find the best plan of a year under the levels; nothing is written.

    Parameters
    ----------
    source : Workbook or Year
        What `load` gave, or facts from elsewhere.
    deadline : Deadline
        Ends the search; the best plan so far is the answer, its levels are said to be unproven.
        After `Deadline.end` the reasons of missions that are not delivered get 2.5 seconds, less
        what it takes to write the answer.
    on_event : callable
        Is told how far the run is, in the thread that called.

    Raises
    ------
    BadInput
        The workbook has errors, or what is agreed in it cannot be kept.
    NoPlan
        The deadline came before there was any plan.
    Contradiction
        The independent checker disagrees with the model: a fault of the planner.
    """
    started = now()
    year = year_of(source)
    year = without_proposals(year) if options.fresh else year
    workbook = source if isinstance(source, Workbook) else None
    shares = Shares(deadline, len(year.missions))
    run = _Planning(Pool(year, calendars_of(year)), options, deadline, shares, on_event)
    outcome = run.search(workbook)
    negotiable = run.negotiable(outcome) if options.flexibility else ()
    why, wishes = run.reasons(outcome.plan) if options.reasons else ((), ())
    return RunResult(
        year=year,
        plan=outcome.plan,
        levels=outcome.levels,
        not_delivered=why,
        fund_wishes=wishes,
        standbys=standbys(run.pool, outcome.plan),
        flexibility=negotiable,
        manifest=_manifest(source, options, deadline, started),
    )


@dataclass(frozen=True)
class _Planning:
    """The steps of planning; all of them look at one calendar and one eligibility."""

    pool: Pool
    options: PlanOptions
    deadline: Deadline
    shares: Shares
    tell: Listener

    def search(self, workbook: Workbook | None) -> Outcome:
        """Find the best plan that keeps what is agreed."""
        too_late = self.shares.too_late
        if self.deadline.ended or too_late:
            raise _no_plan(self.deadline, too_late)
        engine = Engine(self.shares.for_search, seed=self.options.seed)
        try:
            problems = agreement_problems(workbook, self.pool, engine)
            if problems:
                found = () if workbook is None else workbook.problems
                raise BadInput(problems=(*problems, *found))
            known = NOTHING if workbook is None else known_of(workbook)
            return best_plan(self.pool, engine, self.tell, known=known)
        except (NoPlan, Undecided):
            raise _no_plan(self.deadline) from None

    def negotiable(self, outcome: Outcome) -> tuple[Flexibility, ...]:
        """Find out who is in every best plan, in some, in none, as far as there is time."""
        engine = Engine(self.shares.for_flexibility, seed=self.options.seed)

        def tested(done: int, total: int) -> None:
            self.tell(BackboneTested(done=done, total=total))

        return flexibility(self.pool, outcome, engine, tested)

    def reasons(self, found: Plan) -> tuple[tuple[NotDelivered, ...], tuple[FundWish, ...]]:
        """Find out what stands in the way of each mission that is not in the plan.

        And what one amount delivers where several of them lack the money of one fund.
        """
        total = len(self.pool.year.missions) - len(found.teams())
        if total == 0:
            return (), ()
        self.tell(Examined(done=0, total=total))
        why: list[NotDelivered] = []
        engine = Engine(self.shares.for_reasons, seed=self.options.seed)
        probe = Probe(self.pool.year, self.pool.calendars, found, engine, pool=self.pool)
        for reason in reasons(probe):
            why.append(reason)
            self.tell(Examined(done=len(why), total=total))
        wishes = fund_wishes(probe, why)
        return told_together(self.pool.year, why, wishes), wishes


def _no_plan(deadline: Deadline, too_late: bool = False) -> NoPlan:
    if deadline.ended:
        text = "Interrupted before there was any plan; nothing was written."
        return NoPlan(text, interrupted=True)
    if deadline.seconds is None:
        text = "The search gave up before there was any plan; nothing was written."
        return NoPlan(f"{text} Another seed may help.")
    limit = f"The time limit of {deadline.seconds:g} s"
    if too_late and deadline.seconds_left > 0:
        text = f"{limit} leaves no time to search: to write the answer takes longer than is left"
    else:
        text = f"{limit} ended the run before there was any plan"
    return NoPlan(f"{text}; nothing was written. Run again with more time.")


def _manifest(
    source: Workbook | Year, options: PlanOptions, deadline: Deadline, started: datetime
) -> Manifest:
    workbook = source if isinstance(source, Workbook) else None
    used = {
        "start": workbook and workbook.start,
        "end": workbook and workbook.end,
        "time-limit": deadline.seconds,
        "fresh": "yes" if options.fresh else None,
        "flexibility": "yes" if options.flexibility else None,
    }
    return manifest(source, started, options.seed, used)
