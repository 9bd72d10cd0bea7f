"""The demo: a sample year in a folder, and what to look at when it is planned."""

from pathlib import Path

from planner.domain.errors import CommandError
from planner.sample.book import write_sample
from planner.terminal.screen import Screen

_SAMPLE = "sample.xlsx"


def prepare(folder: Path, screen: Screen) -> Path:
    """The workbook to solve: a new sample, or the one that is there already.

    Raises
    ------
    CommandError
        Where the folder cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CommandError(f"The folder {folder} cannot be made: {error.strerror}.") from None
    plan = folder / _SAMPLE
    if plan.exists():
        screen.remark(f"{plan} is there already and is planned as it is.")
    else:
        screen.remark(f"Writing a sample year with invented experts: {plan}")
        write_sample(plan)
    return plan


def explain(target: Path, program: str, screen: Screen) -> None:
    """What to look at, and how to go on."""
    screen.say()
    screen.say("Where to look:", "bold")
    screen.whole(f"  Open {target} in Excel or LibreOffice.")
    screen.say("  Summary comes first, with what each level counts; then who goes where when")
    screen.say(
        "  (Assignments), what is not delivered and why, the load of each expert, the use of"
    )
    screen.say("  each fund, a calendar, and the policy paragraph by paragraph (Compliance).")
    screen.say()
    screen.say("How to go on:", "bold")
    screen.say(
        "  Set a Status in the sheet Assignments (Confirmed or Declined, say), save, and run"
    )
    screen.whole(f"    {program} solve {target} -o {target.with_name('next.xlsx')}")
    screen.say("  For a year of your own, start from an empty workbook:")
    screen.whole(f"    {program} template my-plan.xlsx")
