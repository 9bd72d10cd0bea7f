"""What the worker processes do, by name; this module and those it imports load the solver."""

from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from models.answers.explanation import Explanation
from models.answers.not_delivered import NotDelivered
from models.answers.plan import Plan
from models.answers.report import Problem
from models.answers.result import RunResult
from models.facts.instance import Year
from models.requests.options import PlanOptions
from models.requests.question import Question
from models.workbook import ScenarioRow, Workbook
from planner import Deadline
from planner.app import together
from planner.app.after_plan.region import counts_of_region
from planner.app.by_hand.judged import Judged
from planner.app.by_hand.questions import OpenPlan
from planner.app.by_hand.result import result_by_hand
from planner.app.faults import described
from planner.app.load import load
from planner.app.outputs import saving, targets
from planner.app.outputs.seals import is_ours
from planner.app.plan import plan as plan_year
from planner.app.write import annotated_bytes, with_scenarios, workbook_bytes
from planner.domain.errors import OurFault
from web.session.places import can_be_replaced
from web.work import planning
from web.work.news import teller
from web.work.planning import Planned, Saved
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


class _Held:
    """The plan that questions are about, and what it is known by."""

    key = ""
    plan: OpenPlan | None = None


def hold(work: Work, key: str, year: Year, plan: Plan, best: bool) -> None:
    """Take the plan that the next questions are about."""
    _Held.key, _Held.plan = key, OpenPlan(year, plan, best=best)


def _held(key: str) -> OpenPlan:
    assert _Held.key == key
    assert _Held.plan is not None
    return _Held.plan


def ask(
    work: Work, key: str, question: Question, mission_id: str
) -> tuple[Explanation, Mapping[int, tuple[str, ...]]]:
    """Answer a question about the plan that is held.

    And say who could take over each position of a mission, the first to ask first.
    """
    deadline = Deadline(_QUESTION_SECONDS)
    work.when_stopped(deadline.end)
    stand_ins = _held(key).stand_ins(mission_id)
    return _held(key).answer(question, deadline), stand_ins


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
    own = not path.exists() or (is_ours(path) and can_be_replaced(path))
    return path if own else targets.free_name(path)


def complete(work: Work, key: str, workbook: Workbook, path: Path, now: Judged) -> Path | None:
    """Write a workbook that was saved once more, with all reasons; None where it is another now."""
    if not can_be_replaced(path) or sha256(path.read_bytes()).hexdigest() != workbook.fingerprint:
        return None
    return saving.save(path, workbook_bytes(workbook, _by_hand(key, workbook, now)))


def _by_hand(key: str, workbook: Workbook, now: Judged) -> RunResult:
    """A plan that was changed by hand, with the reasons that are known of it."""
    held = _Held.plan if _Held.key == key else None
    return result_by_hand(workbook, now, held.examination if held else None, _REASONS_SECONDS)


def examine(work: Work, key: str) -> tuple[NotDelivered, ...] | None:
    """Look at one more mission that is not delivered; all of them, once that is done.

    Each takes a call of its own, which whatever else is asked ends: no question waits for it.
    """
    deadline = Deadline(_QUESTION_SECONDS)
    work.when_stopped(deadline.end)
    examination = _held(key).examination
    examination.go_on(deadline)
    return examination.reasons


def wishes(work: Work, key: str, fund_id: str) -> tuple[str, ...]:
    """What more of a fund would deliver of several missions, once those have been looked at."""
    return _held(key).wishes(fund_id)


def pool(work: Work, year: Year, region: str) -> bytes:
    """The counts of a region as a workbook that names nobody."""
    return counts_of_region(year, region).content


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
