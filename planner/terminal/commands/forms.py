"""The commands that make a workbook to start from: template and sample. `cli` adds them.

What a command needs is imported inside it, so that help and usage errors come at once.
"""

from pathlib import Path

import click

from planner.terminal.click_options import PLAN, Command, seed


@click.command(cls=Command, examples=("template plan.xlsx",))
@PLAN
def template(plan: Path) -> None:
    """Write an empty workbook PLAN to fill in.

    It has every sheet and column, drop-down lists, a note on each header, and a first sheet that
    explains.
    """
    from planner.app.outputs.targets import refuse_new_file
    from planner.workbook.forms.template import write_template

    refuse_new_file(plan)
    write_template(plan)
    click.echo(f"Written: {plan}")


@click.command(
    cls=Command,
    examples=("sample plan.xlsx", "sample plan.xlsx --missions 20 --experts 50 --seed 7"),
)
@PLAN
@click.option(
    "--missions",
    metavar="NUMBER",
    type=click.IntRange(1, 5000),
    default=60,
    show_default=True,
    help="How many missions, cancelled ones apart.",
)
@click.option(
    "--experts",
    metavar="NUMBER",
    type=click.IntRange(1, 20000),
    default=150,
    show_default=True,
    help="How many experts.",
)
@seed("Another seed gives another year.")
def sample(plan: Path, missions: int, experts: int, seed: int) -> None:
    """Write a realistic year into the workbook PLAN.

    Members, regions and topics are real; experts, dates and amounts are invented.
    """
    from planner.app.outputs.targets import refuse_new_file
    from planner.sample.book import write_sample

    refuse_new_file(plan)
    write_sample(plan, missions, experts, seed)
    click.echo(f"Written: {plan}")


COMMANDS: tuple[click.Command, ...] = (template, sample)
