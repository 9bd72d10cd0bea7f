"""The commands for what-if questions: scenarios, sweep and stress. `cli` adds them.

What a command needs is imported inside it, so that help and usage errors come at once.
"""

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
    time_limit,
)
from scenarios.terminal.commands_shared import answered
from scenarios.terminal.commands_stress import stress


@click.command(
    cls=Command,
    examples=(
        "scenarios plan.xlsx",
        'scenarios plan.xlsx -s "Donors cut by a fifth" -o cut.xlsx',
        "scenarios plan.xlsx --repair --full scenarios",
    ),
)
@PLAN
@click.option(
    "-s",
    "--scenario",
    "names",
    multiple=True,
    metavar="NAME",
    help="Only the scenario of this name; may be given several times.",
)
@click.option(
    "--toml",
    type=FILE,
    metavar="FILE",
    help="The scenarios of this TOML file, in the place of the sheet Scenarios.",
)
@click.option(
    "-o",
    "--output",
    type=FILE,
    help="The comparison to write.  [default: PLAN-scenarios.xlsx beside the input]",
)
@click.option(
    "--full",
    type=FILE,
    metavar="DIR",
    help="Write the whole workbook of every scenario into this folder, too.",
)
@click.option(
    "--repair",
    is_flag=True,
    help="Keep the plan without changes as far as no mission is lost for it.",
)
@POOL
@START
@END
@time_limit("For each plan; the best one so far counts.")
@fanned_out
@QUIET
@seed("Of the solver. Another seed may lead to other plans that are just as good.")
@click.pass_context
def scenarios(
    ctx: click.Context,
    plan: Path,
    names: tuple[str, ...],
    toml: Path | None,
    output: Path | None,
    full: Path | None,
    repair: bool,
    pool: Path | None,
    start: date | None,
    end: date | None,
    time_limit: float | None,
    jobs: int | None,
    cluster: str | None,
    quiet: bool,
    seed: int,
) -> None:
    """Compare what-if questions about the workbook PLAN.

    Each scenario of the sheet Scenarios is the workbook with some changes. All of them are planned,
    and the workbook as it is; a comparison is written. Ctrl-C keeps what is finished.
    """
    from planner.terminal.screen import Screen
    from scenarios.app import comparing as compare
    from scenarios.terminal import tables

    order = compare.CompareOrder(
        source=plan,
        target=output or compare.default_output(plan),
        full=full,
        toml=toml,
        names=names,
        repair=repair,
        pool=pool,
        start=start,
        end=end,
        time_limit=time_limit,
        seed=seed,
        jobs=jobs,
        cluster=cluster,
    )
    answered(ctx, Screen(quiet), plan, partial(compare.study, order), tables.show)


@click.command(
    cls=Command,
    examples=(
        "sweep plan.xlsx --fund CCF-K --from -50% --to +50% --step 25%",
        "sweep plan.xlsx --all-funds --step 50% --picture donors.html",
        "sweep plan.xlsx --release-cap --from 8 --to 16 --step 4",
    ),
)
@PLAN
@click.option("--fund", metavar="ID", help="Turn the amount of this fund.")
@click.option("--all-funds", is_flag=True, help="Turn all funds together, each in proportion.")
@click.option("--release-cap", is_flag=True, help="Turn the setting Release cap weeks.")
@click.option(
    "--from",
    "first",
    metavar="VALUE",
    help="Where to start: -50%, -20000 or 300000.  [default: -50%; -4 weeks]",
)
@click.option(
    "--to",
    "last",
    metavar="VALUE",
    help="Where to end: +50%, +20000 or 300000.  [default: +50%; +4 weeks]",
)
@click.option(
    "--step",
    metavar="VALUE",
    help="From point to point: 10% of today's amount, or 5000.  [default: 10%; 1 week]",
)
@click.option(
    "-o",
    "--output",
    type=FILE,
    help="The workbook to write.  [default: PLAN-sweep.xlsx beside the input]",
)
@click.option(
    "--picture",
    "pictures",
    type=FILE,
    multiple=True,
    metavar="FILE",
    help="Write a picture for a donor, too: a .png, or an .html page. May be given several times.",
)
@POOL
@START
@END
@fanned_out
@QUIET
@seed("Of the solver. Another seed may name other missions that are just as good.")
@click.pass_context
def sweep(
    ctx: click.Context,
    plan: Path,
    fund: str | None,
    all_funds: bool,
    release_cap: bool,
    first: str | None,
    last: str | None,
    step: str | None,
    output: Path | None,
    pictures: tuple[Path, ...],
    pool: Path | None,
    start: date | None,
    end: date | None,
    jobs: int | None,
    cluster: str | None,
    quiet: bool,
    seed: int,
) -> None:
    """Show what PLAN delivers against the amount of a fund.

    The year is planned at each point from --from to --to. Between the points the exact amounts are
    found at which the delivered missions change. Ctrl-C keeps the points that are finished.
    """
    from planner.terminal.screen import Screen
    from scenarios.app import sweeping as run
    from scenarios.terminal import sweep_screen as shown

    order = run.SweepOrder(
        source=plan,
        target=output or run.default_output(plan),
        fund_id=fund,
        all_funds=all_funds,
        release_cap=release_cap,
        first=first,
        last=last,
        step=step,
        pictures=pictures,
        pool=pool,
        start=start,
        end=end,
        seed=seed,
        jobs=jobs,
        cluster=cluster,
    )
    answered(ctx, Screen(quiet), plan, partial(run.sweep_file, order), shown.show)


COMMANDS: tuple[click.Command, ...] = (scenarios, sweep, stress)
