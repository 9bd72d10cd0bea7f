"""The command `explain`: why a plan is as it is. `cli` adds it.

What it needs is imported inside it, so that help and usage errors come at once.
"""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from planner.terminal.click_options import (
    NAMES,
    ON_PAPER,
    PLAN,
    POOL,
    Command,
    Day,
    seconds,
    typed_as,
)

if TYPE_CHECKING:
    from models.requests.question import Question


@click.command(
    cls=Command,
    examples=(
        "explain plan-assigned.xlsx M001",
        "explain plan-assigned.xlsx M001 --deliver",
        "explain plan-assigned.xlsx M001 --expert E001",
        "explain plan-assigned.xlsx --expert E001",
        "explain plan-assigned.xlsx M001 -o why.docx --names",
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
    default=30.0,
    show_default=True,
    callback=seconds,
    metavar="SECONDS",
    help="From the start of the command on; what is not proven by then is said.",
)
@ON_PAPER
@NAMES
@POOL
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
    output: Path | None,
    names: bool,
    pool: Path | None,
) -> None:
    """Explain a MISSION of the workbook PLAN that solve wrote.

    Why these experts, on these dates, from this fund; or why it is not delivered. With an expert,
    a start or a fund: the rule that forbids it, with the cells that say so, or what the year would
    lose, by planning it again with that choice. The workbook stays as it is.
    """
    from planner.app.explain import Explainer
    from planner.app.load import load, year_of
    from planner.app.on_paper.reasons import refuse, write_reasons
    from planner.solver.deadline import Deadline
    from planner.terminal.interrupt import interruptible
    from planner.terminal.screen import Screen

    screen, deadline = Screen(), Deadline(time_limit)
    question = _question(mission, expert, start, fund, deliver)
    if output is not None:
        refuse(output, plan)
    seen = f"; to see them: {typed_as(ctx)} verify {plan}"
    with interruptible(deadline, reads=True) as heard:
        with screen.follower(lambda: deadline.ended) as follower:
            workbook = load(plan, pool=pool)
            explainer = Explainer.of(workbook, seen=seen)
            heard.has_read()
            answer = explainer.answer(question, deadline=deadline, on_event=follower)
        screen.explanation(answer.blocks, workbook.where)
    if output is not None:
        year = year_of(workbook)
        written = write_reasons(workbook, year, answer.blocks, output, names=names)
        screen.written(written)


def _question(
    mission: str | None, expert: str | None, start: date | None, fund: str | None, deliver: bool
) -> "Question":
    from models.requests.question import ToDeliver, WhyExpert, WhyMission, WhyNot

    if mission is None and expert is None:
        raise click.UsageError("Name a mission to explain, or an expert with --expert.")
    chosen = [choice for choice in (expert, start, fund) if choice is not None]
    if mission is None or not (chosen or deliver):
        if mission is None and (start or fund is not None or deliver):
            text = "--start, --fund and --deliver are about a mission: name it, too."
            raise click.UsageError(text)
        return (
            WhyExpert(expert_id=str(expert)) if mission is None else WhyMission(mission_id=mission)
        )
    if chosen:
        return WhyNot(mission_id=mission, expert_id=expert, start=start, fund_id=fund)
    return ToDeliver(mission_id=mission)
