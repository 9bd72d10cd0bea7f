"""What to do next, each step with the rows that it is about and the status that follows."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

from models.facts.assignment import AssignmentStatus
from planner.mobilisation.action_line import ActionLine
from planner.mobilisation.actions import action_lines
from planner.mobilisation.steps import Step
from planner.reasons.substitution.dossier import Dossier
from planner.report.plan_view import PlanView
from web.session.draft import Draft

# What the rows of a step become once it is done; other steps change no status.
_DONE = {
    Step.CONTACT.title: AssignmentStatus.CONTACTED,
    Step.ANSWER.title: AssignmentStatus.AVAILABLE,
    Step.LETTER.title: AssignmentStatus.INVITED,
    Step.RELEASE.title: AssignmentStatus.CONFIRMED,
    Step.CONTRACT.title: AssignmentStatus.CONFIRMED,
    Step.EVALUATION.title: AssignmentStatus.COMPLETED,
}


class NextStep(NamedTuple):
    """A line of the sheet Actions; `status` is what its rows become once it is done, or None.

    A step that waits for another cannot be done yet.
    """

    number: int
    line: ActionLine
    rows: tuple[tuple[str, str], ...]
    status: AssignmentStatus | None


@lru_cache(maxsize=1)
def dossier_of(view: PlanView) -> Dossier:
    """Why nobody else could go where an external expert does."""
    return Dossier(view.context)


@lru_cache(maxsize=1)
def next_steps_of(draft: Draft, view: PlanView) -> tuple[NextStep, ...]:
    """Every step that is still to be done, by date."""
    lines = action_lines(view, dossier_of(view))
    return tuple(_step(draft, number, line) for number, line in enumerate(lines))


def grouped(
    steps: Iterable[NextStep], by_administration: bool, called: Callable[[str], str]
) -> list[tuple[str, list[NextStep]]]:
    """Steps by date, or those of each administration by date, in the order of its name."""
    if not by_administration:
        return [("", list(steps))]
    found: dict[str, list[NextStep]] = {}
    for step in steps:
        found.setdefault(step.line.administration, []).append(step)
    return sorted(found.items(), key=lambda pair: (not pair[0], pair[0] and called(pair[0])))


def _step(draft: Draft, number: int, line: ActionLine) -> NextStep:
    pairs = ((m, e) for m in line.mission_ids for e in line.expert_ids)
    rows = tuple(pair for pair in pairs if pair in draft.statuses)
    return NextStep(number, line, rows, None if line.after else _DONE.get(line.step))
