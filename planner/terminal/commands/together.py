"""The commands for several planners and the next year: merge, split, next-year. `cli` adds them.

What a command needs is imported inside it, so that help and usage errors come at once.
"""

from datetime import date
from pathlib import Path

import click

from planner.terminal.click_options import END, FILE, POOL, START, Command


@click.command(cls=Command, examples=("merge plan.xlsx plan-b.xlsx -o year.xlsx",))
@click.argument("plans", type=FILE, nargs=-1, required=True)
@click.option("-o", "--output", type=FILE, required=True, help="The workbook to write.")
@POOL
def merge(plans: tuple[Path, ...], output: Path, pool: Path | None) -> None:
    """Join the PLANS of several planners into one workbook.

    Experts, funds and settings are taken once and have to agree; missions are put one behind the
    other, and the column Plan says which file each is of. What contradicts, or cannot hold
    together, is told with both files and cells, and nothing is written.
    """
    from planner.app import together
    from planner.app.load import load
    from planner.app.outputs.targets import refuse_workbook
    from planner.domain.errors import BadInput
    from planner.terminal.screen import Screen

    screen = Screen()
    refuse_workbook(output, *plans, *filter(None, (pool,)))
    try:
        written, told = together.merge([load(plan, pool=pool) for plan in plans], output)
    except BadInput as error:
        if error.problems:
            screen.problems(error.problems)
        raise
    screen.problems(told)
    screen.written(written)


@click.command(cls=Command, examples=("split year-assigned.xlsx parts",))
@click.argument("assigned", type=FILE)
@click.argument("dir", type=FILE)
@POOL
def split(assigned: Path, dir: Path, pool: Path | None) -> None:
    """Give each planner the missions of their plan in ASSIGNED back, one workbook each in DIR."""
    from planner.app import together
    from planner.app.load import load
    from planner.terminal.screen import Screen

    screen = Screen()
    for written in together.split(load(assigned, pool=pool), dir):
        screen.written(written)


@click.command(
    cls=Command,
    name="next-year",
    examples=(
        "next-year plan-assigned.xlsx next.xlsx",
        "next-year plan-assigned.xlsx next.xlsx --start 2028-01-01 --end 2028-12-31",
    ),
)
@click.argument("assigned", type=FILE)
@click.argument("next", type=FILE)
@POOL
@START
@END
def next_year(
    assigned: Path, next: Path, pool: Path | None, start: date | None, end: date | None
) -> None:
    """Write the workbook for the year after the plan in ASSIGNED as NEXT.

    What has taken place or is agreed becomes History, missions not delivered come first, funds keep
    what is left, and candidates who have passed are accredited. The sheet Next year lists it all.
    """
    from planner.app import together
    from planner.app.load import load
    from planner.app.outputs.targets import refuse_workbook
    from planner.domain.wording import counted
    from planner.terminal.screen import Screen

    screen = Screen()
    refuse_workbook(next, *filter(None, (assigned, pool)))
    written, turned = together.next_year(load(assigned, pool=pool), next, start, end)
    screen.say(f"{counted(len(turned.steps), 'step')}, listed on the sheet Next year.")
    screen.written(written)


COMMANDS = (merge, split, next_year)
