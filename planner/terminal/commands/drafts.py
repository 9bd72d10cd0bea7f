"""The command for mails and calendars: drafts. `cli` adds it.

What a command needs is imported inside it, so that help and usage errors come at once.
"""

from datetime import date
from pathlib import Path

import click

from planner.terminal.click_options import END, FILE, POOL, START, Command


@click.command(cls=Command, examples=("drafts plan-assigned.xlsx drafts",))
@click.argument("assigned", type=FILE)
@click.argument("dir", type=FILE)
@POOL
@START
@END
def drafts(
    assigned: Path, dir: Path, pool: Path | None, start: date | None, end: date | None
) -> None:
    """Write drafts of mails and calendars for the plan in ASSIGNED into the folder DIR.

    One .eml an administration for the informal contact with its National Contact Point, or a
    reminder of it, in the administration's language; never one to an expert. And two calendars,
    missions.ics and deadlines.ics, which name no expert.
    """
    from planner.app.letters.drafts import write_drafts
    from planner.app.load import load
    from planner.app.outputs.manifest import now
    from planner.terminal.screen import Screen

    screen = Screen()
    workbook = load(assigned, pool=pool, start=start, end=end)
    for path in write_drafts(workbook, dir, now()):
        screen.written(path)


COMMANDS: tuple[click.Command, ...] = (drafts,)
