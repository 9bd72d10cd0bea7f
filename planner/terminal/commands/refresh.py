"""The command for the refresh of the records of experts. `cli` adds it.

What a command needs is imported inside it, so that help and usage errors come at once.
"""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from planner.terminal.click_options import END, FILE, POOL, START, Command

if TYPE_CHECKING:
    from models.workbook import Workbook
    from planner.terminal.screen import Screen


@click.command(
    cls=Command,
    examples=(
        "refresh plan.xlsx forms",
        "refresh plan.xlsx answers --read -o plan-refreshed.xlsx",
    ),
)
@click.argument("plan", type=FILE)
@click.argument("dir", type=FILE)
@click.option("--read", is_flag=True, help="Take the forms in DIR back, filled in.")
@click.option(
    "-o",
    "--output",
    type=FILE,
    help="The workbook to write with --read.  [default: PLAN-refreshed.xlsx beside the input]",
)
@POOL
@START
@END
def refresh(
    plan: Path,
    dir: Path,
    read: bool,
    output: Path | None,
    pool: Path | None,
    start: date | None,
    end: date | None,
) -> None:
    """Have the records of the experts in PLAN confirmed or changed by their administrations.

    Writes one form an administration into the folder DIR, with its own experts alone, in its
    language. With --read the forms that came back are read: a copy of the workbook gets every
    change, and the sheet Refresh in it lists them.
    """
    from planner.app.load import load
    from planner.app.refresh import write_forms
    from planner.terminal.screen import Screen

    if output is not None and not read:
        raise click.UsageError("-o is the workbook that --read writes: add --read.")
    screen = Screen()
    workbook = load(plan, pool=pool, start=start, end=end)
    if read:
        _read(screen, workbook, dir, output or plan.with_name(f"{plan.stem}-refreshed.xlsx"), plan)
        return
    for path in write_forms(workbook, dir):
        screen.written(path)


def _read(screen: "Screen", workbook: "Workbook", dir: Path, target: Path, plan: Path) -> None:
    from planner.app.outputs.manifest import now
    from planner.app.outputs.targets import refuse_workbook
    from planner.app.refresh import read_answers
    from planner.together.refreshing import sentence, summary

    refuse_workbook(target, plan)
    found = read_answers(workbook, dir, target, now().date())
    for change in found.found.changes:
        screen.say(sentence(change))
    screen.say(summary(found.found), "bold")
    if pooled := sum(not line.written for line in found.lines):
        screen.say(f"{pooled} of them stand in the pool: change them there.")
    screen.problems(found.problems)
    screen.written(found.path)


COMMANDS: tuple[click.Command, ...] = (refresh,)
