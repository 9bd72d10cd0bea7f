"""What to look at when the demo is planned, and how to go on."""

from pathlib import Path

from planner.terminal.screen import Screen


def look_around(target: Path, program: str, screen: Screen) -> None:
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
