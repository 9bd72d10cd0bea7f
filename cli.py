"""The commands of mission-planner: parse, call, print, exit code; nothing else.

What a command needs is imported inside it, so that help and usage errors come at once.
"""

import os
import sys
import warnings
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from planner.command_line import (
    PROGRAM,
    STARTED_AS,
    Day,
    Program,
    fanned_out,
    seconds,
    typed_as,
)

if TYPE_CHECKING:
    from models.report import Problem
    from planner.console import Screen
    from planner.session import Order

_FILE = click.Path(path_type=Path)
_PLAN = click.argument("plan", type=_FILE)
_START = click.option(
    "--start", type=Day(), help="First day of the plan, when it is not in Settings."
)
_END = click.option("--end", type=Day(), help="Last day of the plan, when it is not in Settings.")


def _show_version(ctx: click.Context, param: click.Parameter, wanted: bool) -> None:
    if wanted:
        from planner.version import program_version

        click.echo(f"{PROGRAM} {program_version()}")
        ctx.exit()


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
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
@_PLAN
@click.option(
    "-o",
    "--output",
    type=_FILE,
    help="The workbook to write.  [default: PLAN-assigned.xlsx beside the input]",
)
@_START
@_END
@click.option(
    "--time-limit",
    type=float,
    callback=seconds,
    metavar="SECONDS",
    help="For the whole run; the best plan so far is written.",
)
@click.option("--fresh", is_flag=True, help="Forget the rows that are Proposed or Contacted.")
@click.option(
    "--json",
    "json_file",
    type=_FILE,
    metavar="FILE",
    help="Write the answer as a JSON document, too.",
)
@click.option("--quiet", is_flag=True, help="Say nothing but what goes wrong.")
@click.option(
    "--seed",
    type=click.IntRange(0, 2**31 - 1),
    default=1,
    metavar="NUMBER",
    show_default=True,
    help="Of the solver. Another seed may lead to another plan that is just as good.",
)
@click.pass_context
def solve(
    ctx: click.Context,
    plan: Path,
    output: Path | None,
    start: date | None,
    end: date | None,
    time_limit: float | None,
    fresh: bool,
    json_file: Path | None,
    quiet: bool,
    seed: int,
) -> None:
    """Plan the year in the workbook PLAN.

    Ctrl-C ends the search: the best plan so far is written and said to be unproven. Rows of the
    sheet Assignments that are Completed, Confirmed or Invited stay as they are.
    """
    from planner import session
    from planner.console import Screen
    from planner.outputs import default_output

    order = session.Order(
        source=plan,
        target=output or default_output(plan),
        json=json_file,
        start=start,
        end=end,
        time_limit=time_limit,
        fresh=fresh,
        seed=seed,
    )
    _solve(ctx, order, Screen(quiet))


def _solve(ctx: click.Context, order: "Order", screen: "Screen") -> Path:
    from planner import session
    from planner.intake import BadInputError

    try:
        result, target = session.solve(order, screen, f"{typed_as(ctx)} check {order.source}")
    except BadInputError as error:
        _refuse(ctx, screen, error.problems)
    screen.result(result)
    screen.say()
    screen.whole(f"Written: {target}")
    return target


@program.command(examples=("check plan.xlsx", "check plan.xlsx --annotate problems.xlsx"))
@_PLAN
@click.option(
    "--annotate",
    type=_FILE,
    metavar="COPY",
    help="Write a copy of the workbook whose bad cells are coloured and carry a note.",
)
@_START
@_END
@click.pass_context
def check(
    ctx: click.Context, plan: Path, annotate: Path | None, start: date | None, end: date | None
) -> None:
    """Show every problem of the workbook PLAN at once.

    An error has to be mended before the year can be planned; a warning points at something that
    may be meant otherwise.
    """
    from planner import session
    from planner.console import Screen, count_sentence
    from scenarios.from_sheet import problems_of_sheet

    screen = Screen()
    reading = session.check(plan, annotate, start, end, problems_of_sheet)
    if reading.year is not None:
        screen.read(reading.year)
    screen.problems(reading.problems)
    screen.say(count_sentence(reading.problems), "bold")
    if annotate is not None:
        screen.whole(f"Written: {annotate}")
    ctx.exit(2 if reading.errors else 0)


@program.command(examples=("verify plan-assigned.xlsx",))
@_PLAN
@_START
@_END
@click.pass_context
def verify(ctx: click.Context, plan: Path, start: date | None, end: date | None) -> None:
    """Hold the plan in PLAN against every rule.

    The plan is that of the sheet Assignments; it may have been edited by hand. The solver is not
    used; the levels are counted again.
    """
    from planner.console import Screen
    from planner.intake import BadInputError, read_good
    from planner.verification import verify as hold

    screen = Screen()
    try:
        reading, year = read_good(plan, start, end)
    except BadInputError as error:
        _refuse(ctx, screen, error.problems)
    screen.read(year)
    verdict = hold(reading, year, plan)
    screen.verdict(year, verdict)
    ctx.exit(1 if verdict.violations else 0)


@program.command(examples=("template plan.xlsx",))
@_PLAN
def template(plan: Path) -> None:
    """Write an empty workbook PLAN to fill in.

    It has every sheet and column, drop-down lists, a note on each header, and a first sheet that
    explains.
    """
    from planner.outputs import refuse_new_workbook
    from planner.workbook.template import write_template

    refuse_new_workbook(plan)
    write_template(plan)
    click.echo(f"Written: {plan}")


@program.command(
    examples=("sample plan.xlsx", "sample plan.xlsx --missions 20 --experts 50 --seed 7")
)
@_PLAN
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
@click.option(
    "--seed",
    type=click.IntRange(0, 2**31 - 1),
    default=1,
    metavar="NUMBER",
    show_default=True,
    help="Another seed gives another year.",
)
def sample(plan: Path, missions: int, experts: int, seed: int) -> None:
    """Write a realistic year into the workbook PLAN.

    Members, regions and topics are real; experts, dates and amounts are invented.
    """
    from planner.outputs import refuse_new_workbook
    from planner.sample.book import write_sample

    refuse_new_workbook(plan)
    write_sample(plan, missions, experts, seed)
    click.echo(f"Written: {plan}")


@program.command(examples=("demo", "demo my-demo"))
@click.argument("dir", type=_FILE, default=Path("mission-planner-demo"))
@click.pass_context
def demo(ctx: click.Context, dir: Path) -> None:
    """Plan a sample year in the folder DIR, and say where to look.

    DIR is mission-planner-demo where none is given; it is made where it is missing.
    """
    from planner import demonstration, session
    from planner.console import Screen
    from planner.outputs import default_output

    screen = Screen()
    plan = demonstration.prepare(dir, screen)
    target = _solve(ctx, session.Order(plan, default_output(plan)), screen)
    demonstration.explain(target, typed_as(ctx), screen)


@program.command(
    examples=(
        "scenarios plan.xlsx",
        'scenarios plan.xlsx -s "Donors cut by a fifth" -o cut.xlsx',
        "scenarios plan.xlsx --repair --full scenarios",
    )
)
@_PLAN
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
    type=_FILE,
    metavar="FILE",
    help="The scenarios of this TOML file, in the place of the sheet Scenarios.",
)
@click.option(
    "-o",
    "--output",
    type=_FILE,
    help="The comparison to write.  [default: PLAN-scenarios.xlsx beside the input]",
)
@click.option(
    "--full",
    type=_FILE,
    metavar="DIR",
    help="Write the whole workbook of every scenario into this folder, too.",
)
@click.option(
    "--repair",
    is_flag=True,
    help="Keep the plan without changes as far as no mission is lost for it.",
)
@_START
@_END
@click.option(
    "--time-limit",
    type=float,
    callback=seconds,
    metavar="SECONDS",
    help="For each plan; the best one so far counts.",
)
@fanned_out
@click.option("--quiet", is_flag=True, help="Say nothing but what goes wrong.")
@click.option(
    "--seed",
    type=click.IntRange(0, 2**31 - 1),
    default=1,
    metavar="NUMBER",
    show_default=True,
    help="Of the solver. Another seed may lead to other plans that are just as good.",
)
@click.pass_context
def scenarios(
    ctx: click.Context,
    plan: Path,
    names: tuple[str, ...],
    toml: Path | None,
    output: Path | None,
    full: Path | None,
    repair: bool,
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
    from planner.console import Screen
    from planner.intake import BadInputError
    from scenarios import study, terminal

    order = study.Order(
        source=plan,
        target=output or study.default_output(plan),
        full=full,
        toml=toml,
        names=names,
        repair=repair,
        start=start,
        end=end,
        time_limit=time_limit,
        seed=seed,
        jobs=jobs,
        cluster=cluster,
    )
    screen = Screen(quiet)
    try:
        comparison, files = study.work_out(order, screen, f"{typed_as(ctx)} check {plan}")
    except BadInputError as error:
        _refuse(ctx, screen, error.problems)
    terminal.show(screen, comparison)
    screen.say()
    for file in files:
        screen.whole(f"Written: {file}")


@program.command(
    examples=(
        "sweep plan.xlsx --fund CCF-K --from -50% --to +50% --step 25%",
        "sweep plan.xlsx --all-funds --step 50% --picture donors.html",
        "sweep plan.xlsx --release-cap --from 8 --to 16 --step 4",
    )
)
@_PLAN
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
    type=_FILE,
    help="The workbook to write.  [default: PLAN-sweep.xlsx beside the input]",
)
@click.option(
    "--picture",
    "pictures",
    type=_FILE,
    multiple=True,
    metavar="FILE",
    help="Write a picture for a donor, too: a .png, or an .html page. May be given several times.",
)
@_START
@_END
@fanned_out
@click.option("--quiet", is_flag=True, help="Say nothing but what goes wrong.")
@click.option(
    "--seed",
    type=click.IntRange(0, 2**31 - 1),
    default=1,
    metavar="NUMBER",
    show_default=True,
    help="Of the solver. Another seed may name other missions that are just as good.",
)
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
    from planner.console import Screen
    from planner.intake import BadInputError
    from scenarios.sweep import run
    from scenarios.sweep import screen as shown

    order = run.Order(
        source=plan,
        target=output or run.default_output(plan),
        fund_id=fund,
        all_funds=all_funds,
        release_cap=release_cap,
        first=first,
        last=last,
        step=step,
        pictures=pictures,
        start=start,
        end=end,
        seed=seed,
        jobs=jobs,
        cluster=cluster,
    )
    screen = Screen(quiet)
    try:
        curve, files = run.work_out(order, screen, f"{typed_as(ctx)} check {plan}")
    except BadInputError as error:
        _refuse(ctx, screen, error.problems)
    shown.show(screen, curve)
    screen.say()
    for file in files:
        screen.whole(f"Written: {file}")


@program.command(
    examples=(
        "stress plan.xlsx plan-assigned.xlsx --decline 20% --trials 40 --seed 7",
        "stress plan.xlsx plan-assigned.xlsx --decline 10% --trials 20 --quick",
    )
)
@_PLAN
@click.argument("assigned", type=_FILE)
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
    type=_FILE,
    help="The workbook to write.  [default: ASSIGNED-stress.xlsx beside the plan]",
)
@_START
@_END
@fanned_out
@click.option("--quiet", is_flag=True, help="Say nothing but what goes wrong.")
@click.option(
    "--seed",
    type=click.IntRange(0, 2**31 - 1),
    default=1,
    metavar="NUMBER",
    show_default=True,
    help="Another seed draws other declines.",
)
@click.pass_context
def stress(
    ctx: click.Context,
    plan: Path,
    assigned: Path,
    decline: str | None,
    trials: int,
    quick: bool,
    output: Path | None,
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
    from planner.console import Screen
    from planner.intake import BadInputError
    from scenarios.stress import run
    from scenarios.stress import screen as shown

    order = run.Order(
        source=plan,
        assigned=assigned,
        target=output or run.default_output(assigned),
        decline=decline,
        trials=trials,
        quick=quick,
        start=start,
        end=end,
        seed=seed,
        jobs=jobs,
        cluster=cluster,
    )
    screen = Screen(quiet)
    try:
        findings, target = run.work_out(order, screen, f"{typed_as(ctx)} check {plan}")
    except BadInputError as error:
        _refuse(ctx, screen, error.problems)
    shown.show(screen, findings)
    screen.say()
    screen.whole(f"Written: {target}")


def _refuse(ctx: click.Context, screen: "Screen", problems: "tuple[Problem, ...]") -> NoReturn:
    screen.refuse(problems)
    ctx.exit(2)


def main() -> None:
    """Run the program: the console script `mission-planner`."""
    for stream in (sys.stdout, sys.stderr):
        # A letter that the terminal cannot show becomes a question mark instead of an error.
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    if not sys.warnoptions:
        warnings.simplefilter("ignore")
    program(prog_name=os.environ.get(STARTED_AS) or PROGRAM)


if __name__ == "__main__":
    main()
