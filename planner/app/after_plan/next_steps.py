"""What a plan asks people to do: steps by date, and decisions about external experts."""

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from models.answers.plan import Placement
from models.facts.assignment import AssignmentStatus
from planner.mobilisation.action_line import ActionLine
from planner.mobilisation.actions import action_lines
from planner.mobilisation.steps import Step
from planner.reasons.substitution.dossier import Dossier
from planner.report.plan_view import PlanView

# What the rows of a step become once it is done; other steps change no status.
_DONE = {
    Step.CONTACT: AssignmentStatus.CONTACTED,
    Step.ANSWER: AssignmentStatus.AVAILABLE,
    Step.LETTER: AssignmentStatus.INVITED,
    Step.RELEASE: AssignmentStatus.CONFIRMED,
    Step.CONTRACT: AssignmentStatus.CONFIRMED,
    Step.EVALUATION: AssignmentStatus.COMPLETED,
}
_STEPS = {step.title: step for step in Step}


class NextStep(NamedTuple):
    """A line of the sheet Actions, and the rows that it is about.

    Attributes
    ----------
    key : str
        What the step is known by, whatever people call it: "contact", "letter" and so on.
    rows : tuple of (str, str)
        Mission and expert of each row.
    status : AssignmentStatus or None
        What the rows become once the step is done. A step that waits for another cannot be done.
    """

    number: int
    key: str
    line: ActionLine
    rows: tuple[tuple[str, str], ...]
    status: AssignmentStatus | None


class FollowUp:
    """What follows a plan; each part is worked out once, when it is asked for.

    Parameters
    ----------
    view : PlanView
        A plan in which everybody has the expertise of the position.
    """

    def __init__(self, view: PlanView) -> None:
        self.view = view

    @cached_property
    def dossier(self) -> Dossier:
        """Why nobody else could go where an external expert does."""
        return Dossier(self.view.context)

    @property
    def externals(self) -> tuple[Placement, ...]:
        """The rows of the plan that external experts fill: each needs a decision."""
        return self.dossier.externals

    def summary(self, row: Placement) -> str:
        """How many could have gone instead of an external expert, and what keeps them."""
        return self.dossier.summary(row)

    @cached_property
    def lines(self) -> tuple[ActionLine, ...]:
        """Everything that is still to be done, by date."""
        return action_lines(self.view, self.dossier)

    @cached_property
    def steps(self) -> tuple[NextStep, ...]:
        """The same, each with what follows once it is done."""
        return tuple(self._steps())

    def _steps(self) -> Iterator[NextStep]:
        known = {(row.mission_id, row.expert_id) for row in self.view.year.assignments}
        for number, line in enumerate(self.lines):
            step = _STEPS[line.step]
            pairs = ((m, e) for m in line.mission_ids for e in line.expert_ids)
            rows = tuple(pair for pair in pairs if pair in known)
            status = None if line.after else _DONE.get(step)
            yield NextStep(number, step.name.lower(), line, rows, status)
