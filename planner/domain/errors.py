"""How a use case ends that cannot do what it was asked to: one tree, each text a sentence."""

from collections.abc import Iterable

from models.answers.report import Problem


def was_interrupted(error: BaseException | None) -> bool:
    """Whether Ctrl-C is behind an error: a library may make another one of it."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        if isinstance(error, KeyboardInterrupt):
            return True
        seen.add(id(error))
        error = error.__cause__ or error.__context__
    return False


def hear_interruption(error: Exception) -> None:
    """Raise Ctrl-C again where it is behind an error of a library: the file is not at fault."""
    if was_interrupted(error):
        raise KeyboardInterrupt from error


class PlannerError(Exception):
    """The root of all errors that are meant for the user; the text says what to do."""


class BadInput(PlannerError):
    """What was given cannot be used: a file, a question, or a workbook with errors.

    Attributes
    ----------
    problems : tuple of Problem
        All that is wrong with a workbook, warnings included; empty where the text says it all.
    """

    def __init__(self, text: str = "", problems: Iterable[Problem] = ()) -> None:
        super().__init__(text or "The workbook has errors: check shows them.")
        self.problems = tuple(problems)


class NoPlan(PlannerError):
    """The run ended before any plan was found.

    Attributes
    ----------
    interrupted : bool
        Whether somebody ended the run.
    """

    def __init__(self, text: str = "", *, interrupted: bool = False) -> None:
        super().__init__(text or "The run ended before there was any plan.")
        self.interrupted = interrupted


class Impossible(PlannerError):
    """No plan obeys the rules and has what was asked of it."""


class Undecided(PlannerError):
    """The run ended before a question was answered."""


class CannotWrite(PlannerError):
    """A file cannot be written, or must not be because somebody's work is in it."""


class Environment(PlannerError):
    """The computer lacks what the planner needs: memory, a library."""


class WorkerFailed(PlannerError):
    """A worker or a cluster could not do its task."""


class OurFault(PlannerError):
    """A fault of this program; nothing may be written."""


class Contradiction(OurFault):
    """Model and checker disagree about a plan; `detail` says in what."""

    def __init__(self, detail: str) -> None:
        super().__init__(
            "The checker contradicts the model: a fault of the planner, not of your workbook. "
            f"Nothing was written. Please report this: {detail}"
        )
