"""The command `explain`: why a plan is as it is. `cli` adds it.

What it needs is imported inside it, so that help and usage errors come at once.
"""

from datetime import date
from pathlib import Path

import click

from planner.terminal.click_options import PLAN, Command, Day, refuse, seconds, typed_as


@click.command(
    cls=Command,
    examples=(
        "explain plan-assigned.xlsx M001",
        "explain plan-assigned.xlsx M001 --deliver",
        "explain plan-assigned.xlsx M001 --expert E001",
        "explain plan-assigned.xlsx --expert E001",
    ),
)
@PLAN
@click.argument("mission", required=False)
@click.option("--expert", metavar="ID", help="Why not this expert; alone, one page on the expert.")
@click.option("--start", type=Day(), help="Why not from this day.")
@click.option("--fund", metavar="ID", help="Why not from this fund.")
@click.option("--deliver", is_flag=True, help="What the year would give up to deliver the mission.")
@click.option(
    "--time-limit",
    type=float,
    default=15.0,
    show_default=True,
    callback=seconds,
    metavar="SECONDS",
    help="For planning again; what is not proven by then is said.",
)
@click.pass_context
def explain(
    ctx: click.Context,
    plan: Path,
    mission: str | None,
    expert: str | None,
    start: date | None,
    fund: str | None,
    deliver: bool,
    time_limit: float,
) -> None:
    """Explain a MISSION of the workbook PLAN that solve wrote.

    Why these experts, on these dates, from this fund; or why it is not delivered. With an expert,
    a start or a fund: the rule that forbids it, with the cells that say so, or what the year would
    lose, by planning it again with that choice. Nothing is written.
    """
    from planner.app import explain as command
    from planner.app.load import BadInputError
    from planner.terminal.screen import Screen

    screen = Screen()
    question = command.Question(
        source=plan,
        mission_id=mission,
        expert_id=expert,
        start=start,
        fund_id=fund,
        deliver=deliver,
        time_limit=time_limit,
    )
    try:
        command.explain(question, screen, f"{typed_as(ctx)} verify {plan}")
    except BadInputError as error:
        refuse(ctx, screen, error.problems)
