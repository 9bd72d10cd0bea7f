"""What can end a run, and the exit code that says so."""

DONE = 0
RULE_BROKEN = 1
BAD_INPUT = 2
OUR_FAULT = 3
INTERRUPTED = 130


class ContradictionError(Exception):
    """Model and checker disagree: a fault of this program; nothing may be written."""


class ImpossibleError(Exception):
    """No plan obeys the rules and has what was asked of it."""


class CommandError(Exception):
    """A command ends here; the text is for the user."""

    def __init__(self, text: str, exit_code: int = BAD_INPUT) -> None:
        super().__init__(text)
        self.exit_code = exit_code


def contradiction(error: Exception) -> CommandError:
    """What to tell the user where the checker and the model disagree."""
    return CommandError(
        "The checker contradicts the model: a fault of the planner, not of your workbook. Nothing "
        f"was written. Please report this: {error}",
        OUR_FAULT,
    )
