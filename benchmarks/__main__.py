"""One command for all benchmarks: ``python -m benchmarks``; ``--help`` says what it can do."""

import json
import signal
import sys
from dataclasses import replace
from pathlib import Path

import click
import psutil

from benchmarks.answers import Asking
from benchmarks.cases import CASE_BY_NAME, CASES, SETS, START_UP
from benchmarks.commands import COMMAND_BY_NAME, Command
from benchmarks.measure import MIB, ROOT
from benchmarks.planners.registry import COLUMN_BY_NAME
from benchmarks.report import Report
from benchmarks.results import Store
from benchmarks.runs import Bench, ChildError
from benchmarks.tables import proof, vector

HOME = ROOT / "benchmarks"
# A planner that takes more would bring the machine down, and the others' times with it.
_MEMORY_SHARE = 0.8
_OF_SETS = {own.name: [case.name for case in own.cases] for own in SETS}
_GROUPS = {
    "all": [START_UP, *CASE_BY_NAME, *COMMAND_BY_NAME],
    "growth": [c.name for c in CASES if c.is_growth],
    "sets": [name for names in _OF_SETS.values() for name in names],
    "what-if": list(COMMAND_BY_NAME),
    **_OF_SETS,
}
_CALLED = [*(case.name for case in CASES), START_UP, *COMMAND_BY_NAME, *_GROUPS]


def _names(text: str, known: list[str], shown: list[str], what: str) -> list[str]:
    """The names in a list with commas, groups spelt out."""
    given = [name.strip() for name in text.split(",") if name.strip()]
    asked = [name for group in given for name in _GROUPS.get(group, [group])]
    for name in asked:
        if name not in known:
            raise click.BadParameter(f'There is no {what} "{name}". There are: {", ".join(shown)}.')
    return list(dict.fromkeys(asked))


def _cases(ctx: click.Context, param: click.Parameter, value: str) -> list[str]:
    return _names(value, _GROUPS["all"], _CALLED, "case")


def _planners(ctx: click.Context, param: click.Parameter, value: str | None) -> list[str] | None:
    known = list(COLUMN_BY_NAME)
    return None if value is None else _names(value, known, known, "planner")


@click.command()
@click.option(
    "--cases",
    default="all",
    callback=_cases,
    show_default=True,
    help=f"With commas between: {', '.join(_CALLED)}; a year of a set as {SETS[0].name}-1.",
)
@click.option(
    "--planners",
    callback=_planners,
    help=f"With commas between: {', '.join(COLUMN_BY_NAME)}.  [default: those of the case]",
)
@click.option(
    "--limit",
    type=click.FloatRange(min=1),
    metavar="SECONDS",
    help="For every planner and command, in place of the case's own time limit.",
)
@click.option(
    "--memory",
    type=click.FloatRange(min=100),
    metavar="MIB",
    help="A planner that takes more is stopped.  [default: 80 % of the machine]",
)
@click.option("--again", is_flag=True, help="Run what is known already once more.")
@click.option("--report-only", is_flag=True, help="Run nothing: report what is known.")
@click.option("--json", "as_json", is_flag=True, help="Print the table as JSON.")
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=HOME / ".work",
    show_default="benchmarks/.work",
    help="For workbooks and answers; it may be deleted at any time.",
)
@click.option(
    "--results",
    type=click.Path(file_okay=False, path_type=Path),
    default=HOME,
    show_default="benchmarks",
    help="For RESULTS.md, the picture, and what is known of each case.",
)
@click.pass_context
def main(
    ctx: click.Context,
    cases: list[str],
    planners: list[str] | None,
    limit: float | None,
    memory: float | None,
    again: bool,
    report_only: bool,
    as_json: bool,
    folder: Path,
    results: Path,
) -> None:
    """Run named cases with all planners, print one table, and write benchmarks/RESULTS.md.

    What is known is kept, case by case, and is not run again unless the code, the limits or the
    machine have changed: a run that was cut goes on where it was.

    Exit code 1: a plan breaks a rule, or beats what another planner calls proven.
    """
    # Whoever ends this command ends the planner at work, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    store = Store(results / "results")
    most = memory or psutil.virtual_memory().total / MIB * _MEMORY_SHARE
    bench, asking = Bench(folder, store, most), Asking(folder, store, most)
    try:
        for name in () if report_only else cases:
            if name in COMMAND_BY_NAME:
                _ask(asking, COMMAND_BY_NAME[name], limit, again)
            else:
                _run(bench, name, planners, limit, again)
    except ChildError as error:
        raise click.ClickException(str(error)) from error
    report = Report(store, results)
    report.write()
    click.echo(json.dumps(report.document(), indent=1) if as_json else report.table())
    for sentence in report.failures:
        click.echo(f"Failed: {sentence}", err=True)
    ctx.exit(1 if report.failures else 0)


def _run(
    bench: Bench, name: str, planners: list[str] | None, limit: float | None, again: bool
) -> None:
    if name == START_UP:
        for entry in bench.start_up():
            click.echo(f"{entry.name}: {entry.seconds:.2f} s", err=True)
        return
    case = CASE_BY_NAME[name]
    case = case if limit is None else replace(case, seconds=limit)
    click.echo(f"{case.name}: {case.story}, {case.seconds:g} s each", err=True)
    place = bench.prepare(case)
    for planner in planners or case.columns:
        if not again and bench.is_done(case, place, planner):
            click.echo(f"  {planner}: known", err=True)
            continue
        run = bench.run(case, place, planner)
        click.echo(f"  {planner}: {vector(run)}, {proof(run)}, {run.seconds:,.1f} s", err=True)


def _ask(asking: Asking, command: Command, limit: float | None, again: bool) -> None:
    command = command if limit is None else replace(command, seconds=limit)
    click.echo(f"{command.name}: {command.story}, {command.seconds:g} s each", err=True)
    if not again and asking.is_done(command):
        click.echo("  known", err=True)
        return
    found = asking.run(command, asking.prepare(command))
    proven = f"{found.proven} of {found.asked} {command.counted} proven"
    click.echo(f"  {proven}, {found.seconds:,.1f} s {found.note}".rstrip(), err=True)


if __name__ == "__main__":
    main(prog_name="python -m benchmarks")
