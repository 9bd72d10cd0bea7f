"""The commands of mission-planner: parse, call, print, exit code; nothing else.

What a command needs is imported inside it, so that help and usage errors come at once.
"""

import gc
import os
import signal
import sys

# From here on Ctrl-C ends the program at once; what works for another process stays deaf to it.
if __name__ == "__main__" or (
    os.path.basename(sys.argv[0]).startswith("mission-planner")
    and "multiprocessing.spawn" not in sys.modules
):
    signal.signal(signal.SIGINT, lambda number, frame: os._exit(130))
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGINT,))

import warnings
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from planner.solver import without_pandas
from planner.terminal.click_options import (
    END,
    FILE,
    PLAN,
    POOL,
    QUIET,
    START,
    PlannerProgram,
    seed,
    show_version,
    started_as,
    time_limit,
    typed_as,
)
from planner.terminal.commands import (
    after_plan,
    drafts,
    explain,
    forms,
    papers,
    refresh,
    together,
)
from planner.terminal.commands import verify as commands_verify
from planner.terminal.streams import hear_again, interrupt, leave, let_go, open_streams
from scenarios.terminal import commands as what_if
from web.command import open_command

if TYPE_CHECKING:
    from planner.app.solve import SolveOrder
    from planner.solver.deadline import Deadline
    from planner.terminal.screen import Screen


@click.group(cls=PlannerProgram, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=show_version,
    help="Show the version and exit.",
)
def program() -> None:
    """Plan a year of missions: who goes where, when, and which fund pays.

    Everything comes from one Excel workbook and goes into another; the input is never changed.

    Exit codes: 0 done; 1 the plan breaks a rule (verify); 2 bad input or usage; 3 a fault of the
    planner, nothing is written; 130 interrupted before there was any plan.
    """


@program.command(
    examples=(
        "solve plan.xlsx",
        "solve plan.xlsx -o autumn.xlsx --time-limit 60",
        "solve plan.xlsx --start 2027-01-01 --end 2027-12-31 --json plan.json",
    )
)
@PLAN
@click.option(
    "-o",
    "--output",
    type=FILE,
    help="The workbook to write.  [default: PLAN-assigned.xlsx beside the input]",
)
@POOL
@START
@END
@time_limit("For the whole run; the best plan so far is written.")
@click.option(
    "--flexibility",
    is_flag=True,
    help="Find out who is in every best plan, in some, in none; up to ten minutes more.",
)
@click.option("--fresh", is_flag=True, help="Forget the rows that are Proposed or Contacted.")
@click.option(
    "--json",
    "json_file",
    type=FILE,
    metavar="FILE",
    help="Write the answer as a JSON document, too.",
)
@click.option(
    "--tables",
    type=FILE,
    metavar="DIR",
    help="Write the answer as tables (CSV and Parquet) into this folder, too.",
)
@QUIET
@seed("Of the solver. Another seed may lead to another plan that is just as good.")
@click.pass_context
def solve(
    ctx: click.Context,
    plan: Path,
    output: Path | None,
    pool: Path | None,
    start: date | None,
    end: date | None,
    time_limit: float | None,
    flexibility: bool,
    fresh: bool,
    json_file: Path | None,
    tables: Path | None,
    quiet: bool,
    seed: int,
) -> None:
    """Plan the year in the workbook PLAN.

    Ctrl-C ends the search: the best plan so far is written and said to be unproven. Rows of the
    sheet Assignments that are Completed, Confirmed or Invited stay as they are.
    """
    from models.requests.options import PlanOptions
    from planner.app.outputs.targets import default_output
    from planner.app.solve import SolveOrder
    from planner.solver.deadline import Deadline
    from planner.terminal.screen import Screen

    order = SolveOrder(
        source=plan,
        target=output or default_output(plan),
        json=json_file,
        tables=tables,
        pool=pool,
        start=start,
        end=end,
        options=PlanOptions(seed=seed, fresh=fresh, flexibility=flexibility),
    )
    _solve(ctx, order, Screen(quiet), Deadline(time_limit))


def _solve(ctx: click.Context, order: "SolveOrder", screen: "Screen", deadline: "Deadline") -> Path:
    from planner.app.solve import solve
    from planner.terminal.interrupt import interruptible

    command = f"{typed_as(ctx)} check {order.source}"
    with interruptible(deadline, reads=True) as heard:
        with screen.follower(lambda: deadline.ended, command) as follower:
            result, files = solve(order, deadline=deadline, on_event=heard.then(follower))
        screen.result(result)
        screen.say()
        screen.written(*files)
    return files[0]


@program.command(
    examples=(
        "check plan.xlsx",
        "check plan.xlsx --annotate problems.xlsx",
        "check plan.xlsx --fix corrected.xlsx",
    )
)
@PLAN
@click.option(
    "--annotate",
    type=FILE,
    metavar="COPY",
    help="Write a copy of the workbook whose bad cells are coloured and carry a note.",
)
@POOL
@click.option(
    "--fix",
    type=FILE,
    metavar="COPY",
    help="Write a copy in which every correction with a single answer is made, and listed.",
)
@START
@END
@click.pass_context
def check(
    ctx: click.Context,
    plan: Path,
    annotate: Path | None,
    pool: Path | None,
    fix: Path | None,
    start: date | None,
    end: date | None,
) -> None:
    """Show every problem of the workbook PLAN at once.

    An error has to be mended before the year can be planned; a warning points at something that
    may be meant otherwise; what a cell is read as that says it in other words is told.
    """
    from models.answers.report import Severity
    from models.events import Read
    from planner.app.check import check as problems_of
    from planner.app.load import load
    from planner.app.outputs import targets
    from planner.app.outputs.saving import save
    from planner.app.write import annotated_bytes, corrected_bytes
    from planner.terminal.exits import BAD_INPUT, DONE
    from planner.terminal.screen import Screen, count_sentence
    from scenarios.definition.from_sheet import problems_of_sheet

    screen = Screen()
    inputs = filter(None, (plan, pool))
    if annotate is not None:
        targets.refuse_workbook(annotate, *inputs)
    if fix is not None:
        targets.refuse_workbook(fix, *filter(None, (plan, pool, annotate)))
    workbook = load(plan, start=start, end=end, pool=pool)
    problems = (*problems_of(workbook), *problems_of_sheet(workbook))
    failed = any(problem.severity is Severity.ERROR for problem in problems)
    if workbook.year is not None and not failed:
        screen.read(Read.of(workbook.year))
    screen.problems(problems)
    screen.say(count_sentence(problems), "bold")
    if annotate is not None:
        written = save(annotate, annotated_bytes(workbook, problems))
        screen.written(written)
    if fix is not None:
        written = save(fix, corrected_bytes(workbook, problems))
        screen.written(written)
    ctx.exit(BAD_INPUT if failed else DONE)


@program.command(examples=("demo", "demo my-demo"))
@click.argument("dir", type=FILE, default=Path("mission-planner-demo"))
@click.pass_context
def demo(ctx: click.Context, dir: Path) -> None:
    """Plan a sample year in the folder DIR, and say where to look.

    DIR is mission-planner-demo where none is given; it is made where it is missing.
    """
    from models.events import ignore
    from planner.app import demo as demonstration
    from planner.app.outputs.targets import default_output
    from planner.app.solve import SolveOrder
    from planner.solver.deadline import Deadline
    from planner.terminal.demo import look_around
    from planner.terminal.screen import Screen

    screen = Screen()
    plan = demonstration.prepare(dir, screen.remarking(ignore))
    target = _solve(ctx, SolveOrder(plan, default_output(plan)), screen, Deadline())
    look_around(target, typed_as(ctx), screen)


for _command in (
    *what_if.COMMANDS,
    explain.explain,
    commands_verify.verify,
    *forms.COMMANDS,
    *after_plan.COMMANDS,
    *drafts.COMMANDS,
    *papers.COMMANDS,
    *refresh.COMMANDS,
    *together.COMMANDS,
    open_command,
):
    program.add_command(_command)


# Python looks for circles of objects to free after so many new ones; usually after 700, which costs
# a command a tenth of its time, and finds next to nothing.
_NEW_OBJECTS = 100_000


def main() -> None:
    """Run the program: the console script `mission-planner`."""
    gc.set_threshold(_NEW_OBJECTS)
    signal.signal(signal.SIGINT, leave)
    signal.signal(signal.SIGTERM, interrupt)
    sys.unraisablehook = hear_again
    open_streams()
    without_pandas.install()
    if not sys.warnoptions:
        warnings.simplefilter("ignore")
    try:
        program(prog_name=started_as())
    except OSError as error:  # a full disk that help or a usage error was to be written to
        from planner.terminal.exits import show

        sys.exit(show(error))
    finally:
        let_go()


if __name__ == "__main__":
    main()
