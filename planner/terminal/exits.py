"""How a command ends that cannot do what it was asked to: a sentence and an exit code."""

from planner.app.faults import described
from planner.domain.errors import BadInput, NoPlan, OurFault, PlannerError, was_interrupted
from planner.domain.wording import listed
from planner.workbook.openxml import ledger

DONE = 0
RULE_BROKEN = 1
BAD_INPUT = 2
OUR_FAULT = 3
INTERRUPTED = 130

# So many files are named where Ctrl-C came after they were written.
_MOST_NAMED = 5


def show(error: BaseException) -> int:
    """Tell the user about an error on stderr; returns the exit code."""
    from planner.terminal.screen import Screen  # noqa: PLC0415, it loads much

    if isinstance(error, BadInput) and error.problems:
        Screen().refuse(error.problems)
        return BAD_INPUT
    text, exit_code = answer(error)
    Screen().fail(f"Error: {text}")
    return exit_code


def answer(error: BaseException) -> tuple[str, int]:
    """What to tell the user about an error, and the exit code."""
    if not isinstance(error, PlannerError) and was_interrupted(error):
        return _interrupted(), INTERRUPTED
    told = described(error)
    return str(told), exit_code_of(told)


def _interrupted() -> str:
    """The truth about what was written, at whatever moment Ctrl-C came."""
    files = ledger.written()
    if not files:
        return "Interrupted; nothing was written."
    more = len(files) - _MOST_NAMED
    names = [*map(str, files[:_MOST_NAMED]), *([f"{more} more"] if more > 0 else [])]
    return f"Interrupted; written before that: {listed(names)}."


def exit_code_of(error: PlannerError) -> int:
    """The exit code of an error that has its sentence already."""
    if isinstance(error, OurFault):
        return OUR_FAULT
    return INTERRUPTED if isinstance(error, NoPlan) and error.interrupted else BAD_INPUT
