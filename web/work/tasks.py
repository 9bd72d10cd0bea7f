"""What the worker processes do, by name; this module and those it imports load the solver."""

from collections import deque
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from models.answers.explanation import Explanation
from models.answers.not_delivered import NotDelivered
from models.answers.plan import Plan
from models.answers.report import LevelResult, Problem, Proof, StopReason
from models.answers.result import FundWish, RunResult
from models.facts.instance import Year
from models.requests.options import PlanOptions
from models.requests.question import Question
from models.workbook import ScenarioRow, Workbook
from planner.app import together
from planner.app.explain import Explainer
from planner.app.faults import described
from planner.app.load import load
from planner.app.outputs import saving, targets
from planner.app.outputs.manifest import manifest
from planner.app.outputs.manifest import now as clock
from planner.app.plan import plan as plan_year
from planner.app.write import annotated_bytes, with_scenarios, workbook_bytes
from planner.checker import level_values
from planner.domain.calendars import calendars_of
from planner.domain.errors import OurFault
from planner.formulation.eligibility import Pool
from planner.formulation.usage import Load
from planner.heuristics.standbys import Standbys, standbys
from planner.pool.regional_book import pool_book
from planner.reasons.joint_money import fund_wishes, told_together
from planner.reasons.not_delivered import not_delivered, not_examined, reasons
from planner.reasons.one_mission import Probe
from planner.report.wishes import wish_sentence
from planner.solver.cp_sat import Engine
from planner.solver.deadline import Deadline
from planner.workbook.openxml.opening.signature import is_as_written
from web.session.places import can_be_replaced
from web.work import planning
from web.work.news import teller
from web.work.planning import Judged, Planned, Saved
from web.work.prices import price
from web.work.stress import stress
from web.work.what_if import compare, curve
from web.work.worker import Work

# A question about a mission is answered within this, in seconds; prices have a job of their own.
_QUESTION_SECONDS = 60.0
# For the reasons that nobody has asked for yet when a plan is saved; the others come after it.
_REASONS_SECONDS = 1.5


def read(work: Work, path: Path, pool: Path | None = None) -> planning.Opened:
    """Read a workbook, with all that is wrong with it."""
    return planning.read_workbook(path, pool)


def around(work: Work, content: bytes, problems: tuple[Problem, ...]) -> dict[str, Any]:
    """The cells around the problems of a workbook."""
    return planning.rows_around(content, problems)


def clashes(work: Work, paths: tuple[Path, ...]) -> tuple[Problem, ...]:
    """What speaks against planning several workbooks as one; nothing is written."""
    return tuple(together.merged([load(path) for path in paths]).problems)


def join(work: Work, paths: tuple[Path, ...], target: Path) -> Path:
    """Write several workbooks as one to plan."""
    return together.merge([load(path) for path in paths], target)[0]


def mark(
    work: Work, workbook: Workbook, problems: tuple[Problem, ...], path: Path, target: Path
) -> Path:
    """Write a copy of a workbook whose bad cells are coloured."""
    targets.refuse_workbook(target, path)
    return saving.save(target, annotated_bytes(workbook, problems))


def plan(work: Work, workbook: Workbook, path: Path, fresh: bool) -> Planned:
    """Plan a year and write the workbook beside its input, under a name that is free."""
    deadline = Deadline()
    work.when_stopped(deadline.end)
    result = plan_year(workbook, PlanOptions(fresh=fresh), deadline=deadline, on_event=teller(work))
    work.tell(("writing", (0, 0)))
    wanted = path if workbook.recorded else targets.default_output(path)
    free = targets.free_name(wanted) if wanted.exists() else wanted
    target = saving.save(free, workbook_bytes(workbook, result))
    return Planned(
        path=target,
        delivered=len(result.plan.teams()),
        missions=len(result.year.missions),
        proven=all(level.proven for level in result.levels),
        interrupted=deadline.ended,
    )


class Examination:
    """Looks at the missions that a plan does not deliver, one after the other.

    What somebody has ended half-way counts for nothing, and comes again.
    """

    def __init__(self, pool: Pool, plan: Plan) -> None:
        self._probe = Probe(pool.year, pool.calendars, plan, Engine(Deadline()), pool=pool)
        self._left = deque(m for m in pool.year.missions if m.id not in self._probe.load.teams)
        self.found: list[NotDelivered] = []

    def step(self, deadline: Deadline) -> bool:
        """Look at one more mission; False where there is none."""
        if self._left:
            found = not_delivered(self._probe.within(deadline), self._left[0])
            if not deadline.ended:
                self._left.popleft()
                self.found.append(found)
            return True
        return False

    def end(
        self, deadline: Deadline
    ) -> tuple[tuple[NotDelivered, ...], tuple[FundWish, ...]] | None:
        """All reasons, and what one amount of a fund delivers of several missions."""
        wishes = fund_wishes(self._probe.within(deadline), self.found)
        if deadline.ended:
            return None
        return told_together(self._probe.year, self.found, wishes), wishes


class _Held:
    """The plan that questions are about, kept warm between them."""

    key = ""
    explainer: Explainer | None = None
    standbys: Standbys | None = None
    pool: Pool | None = None
    examination: "Examination | None" = None
    undelivered: tuple[NotDelivered, ...] | None = None
    wishes: tuple[FundWish, ...] = ()
    plan = Plan()


def hold(work: Work, key: str, year: Year, plan: Plan, best: bool) -> None:
    """Take the plan that the next questions are about."""
    pool = Pool(year, calendars_of(year))
    _Held.key, _Held.plan, _Held.pool = key, plan, pool
    _Held.examination, _Held.undelivered, _Held.wishes = None, None, ()
    _Held.explainer = Explainer(year, plan, best=best)
    _Held.standbys = Standbys(Load(year, pool.calendars, plan, pool))


def ask(
    work: Work, key: str, question: Question, mission_id: str
) -> tuple[Explanation, dict[int, tuple[str, ...]]]:
    """Answer a question about the plan that is held.

    And say who could take over each position of a mission, the first to ask first.
    """
    assert _Held.key == key
    assert _Held.explainer is not None
    assert _Held.standbys is not None
    deadline = Deadline(_QUESTION_SECONDS)
    work.when_stopped(deadline.end)
    rows = [row for row in _Held.plan.placements if row.mission_id == mission_id]
    able = {row.position: tuple(e.id for e in _Held.standbys.of(row)) for row in rows}
    return _Held.explainer.answer(question, deadline=deadline), able


def save(work: Work, key: str, workbook: Workbook, path: Path, now: Judged) -> Saved:
    """Write a plan that was changed by hand, with what can be said of it without planning.

    A workbook that the planner wrote, and nobody saved since, is replaced; else, and where it is
    locked, the name is a free one.
    """
    target = _target_of(path)
    result = _by_hand(key, workbook, now)
    left = 0 if now.violations else sum(not row.examined for row in result.not_delivered)
    return Saved(saving.save(target, workbook_bytes(workbook, result)), left)


def add_scenarios(work: Work, workbook: Workbook, rows: tuple[ScenarioRow, ...]) -> Workbook:
    """The workbook with more rows in its sheet Scenarios; nothing is written to disk."""
    return with_scenarios(workbook, rows)


def save_scenarios(work: Work, workbook: Workbook, path: Path) -> Path:
    """Write a workbook that has other scenarios alone: what is proven of its plan stays."""
    return saving.save(_target_of(path), workbook.content)


def _target_of(path: Path) -> Path:
    """The workbook itself where the planner wrote it and nobody saved it; else a free name."""
    own = not path.exists() or (is_as_written(path) and can_be_replaced(path))
    return path if own else targets.free_name(path)


def complete(work: Work, key: str, workbook: Workbook, path: Path, now: Judged) -> Path | None:
    """Write a workbook that was saved once more, with all reasons; None where it is another now."""
    if not can_be_replaced(path) or sha256(path.read_bytes()).hexdigest() != workbook.fingerprint:
        return None
    return saving.save(path, workbook_bytes(workbook, _by_hand(key, workbook, now)))


def _by_hand(key: str, workbook: Workbook, now: Judged) -> RunResult:
    """A plan that was changed by hand, as far as it is known."""
    year, plan = now.year, now.plan
    pool = Pool(year, now.calendars)
    return RunResult(
        year=year,
        plan=plan,
        levels=_as_counted(year, plan),
        not_delivered=tuple(_why(key, pool, now)),
        fund_wishes=_Held.wishes if _Held.key == key else (),
        standbys=standbys(pool, plan),
        manifest=manifest(workbook, clock(), 1, {"edited": "by hand"}),
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


def _why(key: str, pool: Pool, now: Judged) -> Iterator[NotDelivered]:
    """Why missions are not delivered; nobody can say that beside a plan that breaks rules."""
    if _Held.key == key and _Held.undelivered is not None:
        yield from _Held.undelivered
        return
    if not now.violations:
        held = _Held.examination if _Held.key == key else None
        known = held.found if held else ()
        engine = Engine(Deadline(_REASONS_SECONDS))
        yield from reasons(Probe(pool.year, pool.calendars, now.plan, engine, pool=pool), known)
        return
    delivered = now.plan.teams()
    yield from (not_examined(m) for m in pool.year.missions if m.id not in delivered)


def examine(work: Work, key: str) -> tuple[NotDelivered, ...] | None:
    """Look at one more mission that is not delivered; all of them, once that is done.

    Each takes a call of its own, which whatever else is asked ends: no question waits for it.
    """
    assert _Held.key == key
    assert _Held.pool is not None
    deadline = Deadline(_QUESTION_SECONDS)
    work.when_stopped(deadline.end)
    if _Held.undelivered is None:
        _Held.examination = _Held.examination or Examination(_Held.pool, _Held.plan)
        if _Held.examination.step(deadline):
            return None
        if (found := _Held.examination.end(deadline)) is None:
            return None
        _Held.undelivered, _Held.wishes = found
    return _Held.undelivered


def wishes(work: Work, key: str, fund_id: str) -> tuple[str, ...]:
    """What more of a fund would deliver of several missions, once those have been looked at."""
    assert _Held.key == key
    assert _Held.pool is not None
    own = [wish for wish in _Held.wishes if wish.fund_id == fund_id]
    return tuple(f"{wish_sentence(_Held.pool.year, wish)}." for wish in own)


def pool(work: Work, year: Year, region: str) -> bytes:
    """The counts of a region as a workbook that names nobody."""
    return pool_book(year, region)[0]


_TASKS = (
    *(read, around, mark, plan, hold, ask, price, save, complete, examine, wishes, curve, compare),
    *(stress, pool, clashes, join, add_scenarios, save_scenarios),
)
TASKS: dict[str, Callable[..., Any]] = {task.__name__: task for task in _TASKS}
# What stands back for everything else.
PATIENT = frozenset({examine.__name__})


def told(error: Exception) -> tuple[str, bool]:
    """What to tell the user about an error, and whether the planner is to blame."""
    found = described(error)
    return str(found), isinstance(found, OurFault)
