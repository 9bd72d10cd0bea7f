"""The command stress; what it needs is imported inside it, so that help comes at once."""

from datetime import date
from functools import partial
from pathlib import Path

import click

from planner.terminal.click_options import (
    END,
    FILE,
    PLAN,
    POOL,
    QUIET,
    START,
    Command,
    fanned_out,
    seed,
)
from scenarios.terminal.commands_shared import answered


@click.command(
    cls=Command,
    examples=(
        "stress plan.xlsx plan-assigned.xlsx --decline 20% --trials 40 --seed 7",
        "stress plan.xlsx plan-assigned.xlsx --decline 10% --trials 20 --quick",
    ),
)
@PLAN
@click.argument("assigned", type=FILE)
@click.option(
    "--decline",
    metavar="RATE",
    help="The chance that a release is declined, such as 20%, for administrations that have no "
    "Decline rate on the sheet Administrations.",
)
@click.option(
    "--trials",
    type=click.IntRange(1, 100_000),
    default=200,
    metavar="NUMBER",
    show_default=True,
    help="How many times to draw which releases are declined.",
)
@click.option(
    "--quick",
    is_flag=True,
    help="Open only what the declines touch, never the whole year: faster, but not all proven.",
)
@click.option(
    "-o",
    "--output",
    type=FILE,
    help="The workbook to write.  [default: ASSIGNED-stress.xlsx beside the plan]",
)
@POOL
@START
@END
@fanned_out
@QUIET
@seed("Another seed draws other declines.")
@click.pass_context
def stress(
    ctx: click.Context,
    plan: Path,
    assigned: Path,
    decline: str | None,
    trials: int,
    quick: bool,
    output: Path | None,
    pool: Path | None,
    start: date | None,
    end: date | None,
    jobs: int | None,
    cluster: str | None,
    quiet: bool,
    seed: int,
) -> None:
    """Try how the plan in ASSIGNED stands it when releases are declined.

    PLAN has the year, ASSIGNED the plan that solve made of it. In each trial administrations
    decline releases at random and the plan is repaired. Besides, each expert and each
    administration is left out once. Ctrl-C keeps the trials that are finished.
    """
    from planner.terminal.screen import Screen
    from scenarios.app import stressing as run
    from scenarios.terminal import stress_screen as shown

    order = run.StressOrder(
        source=plan,
        assigned=assigned,
        target=output or run.default_output(assigned),
        decline=decline,
        trials=trials,
        quick=quick,
        pool=pool,
        start=start,
        end=end,
        seed=seed,
        jobs=jobs,
        cluster=cluster,
    )
    answered(ctx, Screen(quiet), plan, partial(run.stress_file, order), shown.show)
