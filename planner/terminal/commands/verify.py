"""The command `verify`: a plan held against every rule. `cli` adds it.

What it needs is imported inside it, so that help and usage errors come at once.
"""

from datetime import date
from pathlib import Path

import click

from planner.terminal.click_options import END, NAMES, ON_PAPER, PLAN, POOL, START, Command


@click.command(
    cls=Command,
    examples=("verify plan-assigned.xlsx", "verify plan-assigned.xlsx -o verdict.docx"),
)
@PLAN
@ON_PAPER
@NAMES
@POOL
@START
@END
@click.pass_context
def verify(
    ctx: click.Context,
    plan: Path,
    output: Path | None,
    names: bool,
    pool: Path | None,
    start: date | None,
    end: date | None,
) -> None:
    """Hold the plan in PLAN against every rule.

    The plan is that of the sheet Assignments; it may have been edited by hand. The solver is not
    used; the levels are counted again.
    """
    from models.events import Read
    from planner.app.load import load, year_of
    from planner.app.on_paper.reasons import refuse, verdict_blocks, write_reasons
    from planner.app.verify import verify as hold
    from planner.terminal.exits import DONE, RULE_BROKEN
    from planner.terminal.screen import Screen

    screen = Screen()
    if output is not None:
        refuse(output, plan)
    workbook = load(plan, start=start, end=end, pool=pool)
    year = year_of(workbook)
    screen.read(Read.of(year))
    verdict = hold(workbook)
    screen.verdict(year, verdict, workbook.where)
    if output is not None:
        blocks = verdict_blocks(year, verdict)
        written = write_reasons(workbook, year, blocks, output, names=names)
        screen.written(written)
    ctx.exit(RULE_BROKEN if verdict.violations else DONE)
