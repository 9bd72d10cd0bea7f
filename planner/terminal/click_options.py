"""How commands are declared: dates, examples in the help, errors that end in a sentence."""

import math
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from planner.workbook.openxml import ledger

PROGRAM = "mission-planner"
# How the user started the program, where that was not by its own name (start.py says so).
STARTED_AS = "MISSION_PLANNER_STARTED_AS"
_LONGEST_NAME = 1000
_INTERRUPTED = 130


FILE = click.Path(path_type=Path)
PLAN = click.argument("plan", type=FILE)
_Decorated = TypeVar("_Decorated", bound=Callable[..., Any])
_JOBS = click.option(
    "--jobs",
    type=click.IntRange(1, 1024),
    metavar="NUMBER",
    help="Work on so many processes.  [default: one for each core]",
)
_CLUSTER = click.option(
    "--cluster",
    metavar="ADDRESS",
    help="Work on the Dask cluster of this scheduler, such as tcp://10.0.0.5:8786.",
)


class Day(click.ParamType[date]):
    """A date in ISO form."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read a date such as 2027-01-31."""
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f'"{value}" is no date. Write it like 2027-01-31.', param, ctx)


START = click.option(
    "--start", type=Day(), help="First day of the plan, when it is not in Settings."
)
END = click.option("--end", type=Day(), help="Last day of the plan, when it is not in Settings.")


POOL = click.option(
    "--pool",
    type=FILE,
    metavar="POOL.xlsx",
    help="A workbook that experts and what is known of them come from, too.",
)
ON_PAPER = click.option(
    "-o", "--output", type=FILE, help="Write what is said as a .docx or an .xlsx, too."
)
NAMES = click.option("--names", is_flag=True, help="Name the experts in it.")
QUIET = click.option("--quiet", is_flag=True, help="Say nothing but what goes wrong.")


class Command(click.Command):
    """A command whose help ends with examples."""

    def __init__(self, *args: Any, examples: Sequence[str] = (), **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.examples = tuple(examples)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples as the user would type them."""
        with formatter.section("Examples"):
            for example in self.examples:
                formatter.write(f"{'':{formatter.current_indent}}{typed_as(ctx)} {example}\n")


class PlannerProgram(click.Group):
    """The group of commands; every error ends in a sentence and an exit code."""

    command_class = Command

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; Ctrl-C ends it with its own sentence and exit code."""
        try:
            with _interrupts(), ledger.kept():
                return self._answered(ctx)
        except KeyboardInterrupt:  # a further one, while the first was told
            ctx.exit(_INTERRUPTED)

    def _answered(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except (Exception, KeyboardInterrupt) as error:
            if os.environ.get("MISSION_PLANNER_TRACEBACK"):
                raise
            from planner.terminal.exits import show  # noqa: PLC0415, it loads much

            ctx.exit(show(error))


@contextmanager
def _interrupts() -> Iterator[None]:
    """Let Ctrl-C raise KeyboardInterrupt, as Python does by itself, while a command runs."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def seconds(ctx: click.Context, param: click.Parameter, value: float | None) -> float | None:
    """Refuse what is no time limit."""
    if value is not None and not (math.isfinite(value) and value > 0):
        raise click.BadParameter("Give a number of seconds above 0, for example 60.")
    return value


def time_limit(help: str) -> Callable[[_Decorated], _Decorated]:
    """The option --time-limit, for what the help says."""
    return click.option("--time-limit", type=float, callback=seconds, metavar="SECONDS", help=help)


def seed(help: str) -> Callable[[_Decorated], _Decorated]:
    """The option --seed, of what the help says."""
    return click.option(
        "--seed",
        type=click.IntRange(0, 2**31 - 1),
        default=1,
        metavar="NUMBER",
        show_default=True,
        help=help,
    )


def fanned_out(command: _Decorated) -> _Decorated:
    """The options of commands whose tasks are worked on side by side."""
    for option in (_CLUSTER, _JOBS):
        command = option(command)
    return command


def template(built_in: str) -> Callable[[_Decorated], _Decorated]:
    """The options --template and --write-template, for a document such as `letter`."""

    def write(ctx: click.Context, param: click.Parameter, target: Path | None) -> None:
        """Write the template and end; what else was typed does not matter then."""
        if target is not None and not ctx.resilient_parsing:
            from planner.app.letters.letter_files import write_template  # noqa: PLC0415

            write_template(target, f"{built_in}.docx")
            click.echo(f"Written: {target}")
            ctx.exit()

    def with_options(command: _Decorated) -> _Decorated:
        own = f"A Word document of your office in place of the built-in {built_in}."
        new = f"Write the built-in {built_in} as a document to edit, and end."
        written = click.option(
            "--write-template",
            type=FILE,
            metavar="FILE",
            is_eager=True,
            expose_value=False,
            callback=write,
            help=new,
        )
        return click.option("--template", type=FILE, metavar="FILE", help=own)(written(command))

    return with_options


def started_as() -> str:
    """The name that the program goes by in its help: that of start.py where it was started so."""
    given = os.environ.get(STARTED_AS, "")
    return given if 0 < len(given) <= _LONGEST_NAME and given.isprintable() else PROGRAM


def typed_as(ctx: click.Context) -> str:
    """What the user types to start the program."""
    return ctx.find_root().command_path


def show_version(ctx: click.Context, param: click.Parameter, wanted: bool) -> None:
    """Print the version and end."""
    if wanted:
        from planner.domain.program.version import program_version  # noqa: PLC0415, only here

        click.echo(f"{PROGRAM} {program_version()}")
        ctx.exit()
