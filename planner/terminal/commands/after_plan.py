"""The commands for what follows a plan: letters, diff, pool and gaps. `cli` adds them.

What a command needs is imported inside it, so that help and usage errors come at once.
"""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from planner.terminal.click_options import (
    END,
    FILE,
    POOL,
    START,
    Command,
    template,
    time_limit,
    typed_as,
)

if TYPE_CHECKING:
    from models.facts.instance import Year
    from models.workbook import Workbook
    from planner.terminal.screen import Screen


@click.command(
    cls=Command,
    examples=(
        "letters plan-assigned.xlsx letters",
        "letters plan-assigned.xlsx letters --template our-letter.docx",
        "letters --write-template new-letter.docx",
    ),
)
@click.argument("assigned", type=FILE)
@click.argument("dir", type=FILE)
@template("letter")
@POOL
@click.option("--reminders", is_flag=True, help="Remind of letters that are out: Invited rows.")
@START
@END
@click.pass_context
def letters(
    ctx: click.Context,
    assigned: Path,
    dir: Path,
    template: Path | None,
    pool: Path | None,
    reminders: bool,
    start: date | None,
    end: date | None,
) -> None:
    """Write the formal letters for the plan in ASSIGNED into the folder DIR.

    One Word document an administration, for rows that are Available and in no letter of the folder
    yet, addressed to the Director-General or the National Contact Point (sheet Administrations),
    never to an expert. Letters.xlsx in the folder says what was asked for.
    """
    from planner.app.letters import letter_files
    from planner.app.letters.due import without_start
    from planner.app.outputs.manifest import now
    from planner.domain.wording import counted
    from planner.terminal.screen import Screen

    screen = Screen()
    year = _planned_year(ctx, screen, assigned, pool, start, end)
    written = letter_files.write_letters(
        dir, year, now().date(), template=template, reminders=reminders
    )
    screen.written(*written)
    screen.say(f"{counted(len(written), 'letter')}.", "bold")
    if not written:
        screen.say("No row of the sheet Assignments is Available that no letter asks for yet.")
    if missing := without_start(year):
        screen.say(f"{counted(missing, 'row')} without a start: no letter asks for them.")


@click.command(
    cls=Command,
    examples=(
        "diff plan-assigned.xlsx plan-2.xlsx",
        "diff plan-assigned.xlsx plan-2.xlsx -o changes.xlsx",
    ),
)
@click.argument("old", type=FILE)
@click.argument("new", type=FILE)
@click.option("-o", "--output", type=FILE, help="Write the changes as a workbook, too.")
@POOL
@START
@END
@click.pass_context
def diff(
    ctx: click.Context,
    old: Path,
    new: Path,
    output: Path | None,
    pool: Path | None,
    start: date | None,
    end: date | None,
) -> None:
    """Say what changed from the plan in OLD to the plan in NEW, and why.

    First what somebody changed in the workbook, then what the plan does differently with the
    reason, then the levels.
    """
    from planner.app.after_plan.changes import changes_between
    from planner.app.outputs.saving import save
    from planner.app.outputs.targets import refuse_workbook
    from planner.terminal.screen import Screen

    screen = Screen()
    if output is not None:
        refuse_workbook(output, *filter(None, (old, new, pool)))
    before, after = (_planned_year(ctx, screen, path, pool, start, end) for path in (old, new))
    found = changes_between(before, after)
    for change in found.lines:
        screen.say(change.sentence)
    if not found.lines:
        screen.say("Nothing that the planner reads has changed.")
    if output is not None:
        screen.written(save(output, found.to_workbook(old.name, new.name)))


@click.command(cls=Command, examples=("pool plan.xlsx --region ESA -o pool-esa.xlsx",))
@click.argument("plan", type=FILE)
@click.option("--region", metavar="REGION", help="The region of the office: a code or a name.")
@click.option(
    "-o",
    "--output",
    type=FILE,
    help="The workbook to write.  [default: PLAN-pool-REGION.xlsx beside the input]",
)
@POOL
@START
@END
@click.pass_context
def pool(
    ctx: click.Context,
    plan: Path,
    region: str | None,
    output: Path | None,
    pool: Path | None,
    start: date | None,
    end: date | None,
) -> None:
    """Count the experts of one region in PLAN, for its ROCB or RTCs.

    Counts by expertise and status, and by expertise and language: no names, no IDs, no
    administrations. Numbers below 3 are left out, and others from which they could be worked out.
    """
    from planner.app.after_plan.region import counts_of_region, region_code
    from planner.app.load import year_of
    from planner.app.outputs.saving import save
    from planner.app.outputs.targets import beside, refuse_workbook
    from planner.terminal.screen import Screen

    screen, code = Screen(), region_code(region)
    target = output or beside(plan, f"pool-{code}")
    refuse_workbook(target, *filter(None, (plan, pool)))
    year = year_of(_read(screen, plan, pool, start, end))
    found = counts_of_region(year, code)
    written = save(target, found.content)
    screen.say(
        f"{found.hidden} of {found.numbers} numbers are left out so that none points to a person."
    )
    screen.written(written)


@click.command(cls=Command, examples=("gaps plan.xlsx", "gaps plan.xlsx --most 2 -o gaps.xlsx"))
@click.argument("plan", type=FILE)
@click.option(
    "-o",
    "--output",
    type=FILE,
    help="The workbook to write.  [default: PLAN-gaps.xlsx beside the input]",
)
@click.option(
    "--most",
    type=click.IntRange(0, 1000),
    default=10,
    show_default=True,
    metavar="NUMBER",
    help="How many kinds of further expert are tried, the most wanted first.",
)
@time_limit("For the whole run; what was found by then is written.")
@POOL
@START
@END
@click.pass_context
def gaps(
    ctx: click.Context,
    plan: Path,
    output: Path | None,
    most: int,
    time_limit: float | None,
    pool: Path | None,
    start: date | None,
    end: date | None,
) -> None:
    """Find out which further experts the pool of PLAN needs most.

    The year is planned again with each of them: how many more missions are delivered, how many
    external experts are replaced. With the yearly view for the next accreditation workshop. The
    output is the workbook with all its sheets, and the sheets about the pool in front of them.
    """
    from planner.app.gaps import find_gaps, summary, workbook_of_gaps
    from planner.app.outputs.saving import save
    from planner.app.outputs.targets import beside, refuse_workbook
    from planner.solver.deadline import Deadline
    from planner.terminal.interrupt import interruptible
    from planner.terminal.screen import Screen

    screen = Screen()
    target = output or beside(plan, "gaps")
    refuse_workbook(target, *filter(None, (plan, pool)))
    deadline = Deadline(time_limit)
    workbook = _read(screen, plan, pool, start, end)
    with interruptible(deadline):
        with screen.line("Ctrl-C ends the trials; what was found by then is written.") as tell:
            found = find_gaps(workbook, most=most, deadline=deadline, on_event=tell)
        written = save(target, workbook_of_gaps(workbook, found))
        for line in summary(workbook, found):
            screen.say(line)
        screen.written(written)


def _planned_year(
    ctx: click.Context,
    screen: "Screen",
    path: Path,
    pool: Path | None,
    start: date | None,
    end: date | None,
) -> "Year":
    """The year of a workbook with a plan; that the plan breaks rules is said."""
    from planner.app.load import year_of
    from planner.app.verify import doubt
    from planner.workbook.reading.checks.repeats import EDITED_END

    workbook = _read(screen, path, pool, start, end)
    if text := doubt(workbook):
        screen.remark(f"{text}; to see them: {typed_as(ctx)} verify {path}")
    for problem in workbook.warnings:
        if problem.code == EDITED_END:
            screen.remark(f"{path.name}, {problem.sheet} {problem.cell}: {problem.message}")
    return year_of(workbook)


def _read(
    screen: "Screen", path: Path, pool: Path | None, start: date | None, end: date | None
) -> "Workbook":
    """A workbook without errors; errors end the command."""
    from models.events import Read
    from planner.app.load import load, year_of

    workbook = load(path, start=start, end=end, pool=pool)
    screen.read(Read.of(year_of(workbook)))
    return workbook


COMMANDS: tuple[click.Command, ...] = (letters, diff, pool, gaps)
