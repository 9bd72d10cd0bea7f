"""What a person meets on the terminal: progress and remarks on stderr, results on stdout."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import IO, TypeVar, cast

from rich.console import Console
from rich.table import Table

from models.answers.explanation import Block
from models.answers.report import LevelResult, Problem, Severity
from models.answers.result import RunResult
from models.answers.verdict import Verdict
from models.cell_ref import Place
from models.events import Event, Listener, Read, Remarked, ignore
from models.facts.instance import Year
from planner.domain.wording import counted, listed
from planner.terminal import tables
from planner.terminal.interrupt import ignore_to_the_end
from planner.terminal.problem_groups import MOST_LINES, groups_of, rest_sentence, warning_table
from planner.terminal.progress import LiveLine, LiveTable, PlainLines
from planner.terminal.unbroken import Unbroken

_Watcher = TypeVar("_Watcher")
# Piped output is read by programs or in an editor: there each row stays on one line.
_NO_WRAPPING = 10_000
_MOST_ROWS = 20


class Screen:
    """The two streams of a command.

    Parameters
    ----------
    quiet : bool
        Say nothing but what went wrong.
    """

    def __init__(self, quiet: bool = False) -> None:
        self._quiet = quiet
        self._out = _console(stderr=False)
        self._err = _console(stderr=True)

    def remark(self, text: str) -> None:
        """A line for people who watch, on stderr."""
        if not self._quiet:
            self._err.print(tables.text(text), soft_wrap=True)

    def fail(self, text: str) -> None:
        """Say what ends a command, on stderr; even where quiet is asked for."""
        self._err.print(tables.text(text), soft_wrap=True)

    def say(self, text: str = "", style: str = "") -> None:
        """A line of the result, on stdout."""
        if not self._quiet:
            line = tables.text(text)
            line.stylize(style)
            self._out.print(line)

    def whole(self, text: str) -> None:
        """A line of the result that is never broken, such as a command to copy, on stdout."""
        if not self._quiet:
            self._out.print(tables.text(text), soft_wrap=True)

    def written(self, *files: Path) -> None:
        """Say which files there are now; with that a command ends, and Ctrl-C comes too late."""
        ignore_to_the_end()
        for file in files:
            self.whole(f"Written: {file}")

    @contextmanager
    def follower(self, ending: Callable[[], bool], check: str = "") -> Iterator[Listener]:
        """Who follows the run: a live table where stderr is a terminal, plain lines elsewhere.

        Parameters
        ----------
        ending : callable
            Whether somebody has asked for the end.
        check : str
            What to type to see the warnings of the workbook.
        """
        shown: AbstractContextManager[Listener] = self.watcher(
            lambda err: LiveTable(err, ending),
            lambda err: nullcontext(PlainLines(err)),
            nullcontext(ignore),
        )
        with shown as listener:
            yield self.remarking(listener, check)

    @contextmanager
    def line(self, ends: str) -> Iterator[Listener]:
        """Who follows work that is no search for a plan; `ends` says what Ctrl-C does."""
        shown: AbstractContextManager[Listener] = self.watcher(
            lambda err: LiveLine(err, ends),
            lambda err: nullcontext(PlainLines(err)),
            nullcontext(ignore),
        )
        with shown as listener:
            yield listener

    def remarking(self, shown: Listener, check: str = "") -> Listener:
        """A listener that says what was read and remarked, and passes all else on."""

        def tell(event: Event) -> None:
            if isinstance(event, Read):
                self.read(event)
                self.warn(event.warnings, check, event.read_as)
            elif isinstance(event, Remarked):
                self.remark(event.text)
            shown(event)

        return tell

    def watcher(
        self,
        live: Callable[[Console], _Watcher],
        plain: Callable[[Console], _Watcher],
        silent: _Watcher,
    ) -> _Watcher:
        """One of three, each made for stderr: for a terminal, for a pipe, for nobody."""
        if self._quiet:
            return silent
        if self._err.is_terminal and not self._err.is_dumb_terminal:
            return live(self._err)
        return plain(self._err)

    def read(self, event: Read) -> None:
        """What was read."""
        self.remark(
            f"Read {counted(event.missions, 'mission')}, {counted(event.experts, 'expert')} and "
            f"{counted(event.funds, 'fund')} for {event.plan_start} to {event.plan_end}."
        )

    def warn(self, number: int, check: str, read_as: int = 0) -> None:
        """How many warnings and cells in other words there are, and what to type to see them."""
        parts = [counted(number, "warning")] if number else []
        if read_as:
            parts.append(f"{counted(read_as, 'cell')} read as something else")
        if parts and check:
            self.remark(f"{listed(parts)}; to see what they say: {check}")

    def problems(self, problems: Sequence[Problem]) -> None:
        """Tables of problems, as a result; many warnings in one line for each kind."""
        warnings = [p for p in problems if p.severity is Severity.WARNING]
        many = len(warnings) > MOST_LINES
        shown = [p for p in problems if p not in warnings] if many else problems
        if shown:
            self._table(tables.problem_table(shown, self._out.width))
        if many:
            groups = groups_of(warnings)
            self._table(warning_table(groups))
            self.say(rest_sentence(groups))

    def refuse(self, problems: Sequence[Problem]) -> None:
        """A table of the errors that end a command, on stderr; even where quiet is asked for.

        Warnings are counted only: a long list of them would hide what has to be mended.
        """
        errors = [problem for problem in problems if problem.severity is Severity.ERROR]
        self._err.print(tables.problem_table(errors, self._err.width))
        more = " The command check shows the warnings, too." if len(errors) < len(problems) else ""
        self._err.print(f"{count_sentence(problems)} Mend the errors, and run again.{more}")

    def result(self, result: RunResult) -> None:
        """The answer of a run: the levels, and what is not delivered."""
        self._table(tables.level_table(result.levels, self._out.width))
        delivered = len(result.plan.teams())
        total = len(result.year.missions)
        seconds = result.manifest.seconds
        self.say(f"{delivered} of {counted(total, 'mission')} can be delivered.", "bold")
        self.say(f"{_proof(result.levels)} Planned in {seconds:.1f} s.")
        if result.not_delivered:
            self._not_delivered(result)

    def _not_delivered(self, result: RunResult) -> None:
        missions = result.year.mission_by_id
        rows = sorted(result.not_delivered, key=lambda row: missions[row.mission_id].priority)
        known = [row for row in rows if row.rules]
        self.say()
        self.say(f"Not delivered: {counted(len(rows), 'mission')}.", "bold")
        if known:
            self._table(tables.not_delivered_table(known[:_MOST_ROWS], result.year))
        if len(known) > _MOST_ROWS:
            self.say(f"... and {len(known) - _MOST_ROWS} more, on the sheet Not delivered.")
        if unknown := len(rows) - len(known):
            self.say(f"Why not is open for {counted(unknown, 'mission')}: the run ended before.")

    def explanation(self, blocks: Iterable[Block], where: Callable[[Place], str]) -> None:
        """Headings, sentences and tables of facts; `where` names the cell of a place."""
        for number, block in enumerate(blocks):
            if number:
                self.say()
            self.say(block.heading, "bold")
            for sentence in block.sentences:
                self.say(sentence)
            if block.lines:
                self._table(tables.fact_table(block, where))

    def verdict(self, year: Year, verdict: Verdict, where: Callable[[Place], str]) -> None:
        """What the checker says about a plan; `where` names the cell of a place."""
        if verdict.violations:
            self._table(tables.violation_table(verdict.violations, self._out.width))
        self._table(tables.value_table(verdict.levels, verdict.recorded))
        if verdict.changed:
            self.say(
                "Value differs from Recorded: the workbook was changed by hand since that run.",
                "yellow",
            )
        if verdict.edits:
            self.say("Rows that were changed since the run that wrote them:", "bold")
            self._table(tables.edit_table(verdict.edits[:_MOST_ROWS], where))
        if len(verdict.edits) > _MOST_ROWS:
            self.say(f"... and {len(verdict.edits) - _MOST_ROWS} more.")
        delivered, total = len(verdict.plan.teams()), len(year.missions)
        self.say(f"The plan delivers {delivered} of {counted(total, 'mission')}.")
        self.say(_obedience(verdict), "bold")

    def table(self, make: Callable[[int], Table]) -> None:
        """A table of the result, made for the width of stdout."""
        self._table(make(self._out.width))

    def _table(self, table: Table) -> None:
        if not self._quiet:
            self._out.print(table)


def count_sentence(problems: Iterable[Problem]) -> str:
    """How many errors and warnings there are, and how many cells are read as what they mean."""
    severities = [problem.severity for problem in problems]
    counts = [
        counted(severities.count(severity), severity.value)
        for severity in (Severity.ERROR, Severity.WARNING)
        if severity in severities
    ]
    told = severities.count(Severity.READ_AS)
    read = f" {counted(told, 'cell is', 'cells are')} read as something else." if told else ""
    return f"{' and '.join(counts) or 'No errors and no warnings'}.{read}"


def _console(stderr: bool) -> Console:
    around = {name: value for name, value in os.environ.items() if _makes_sense(name, value)}
    file = cast(IO[str], Unbroken(sys.stderr if stderr else sys.stdout))
    console = Console(
        file=file, stderr=stderr, highlight=False, markup=False, emoji=False, _environ=around
    )
    if not console.is_terminal and "COLUMNS" not in around:
        console.width = _NO_WRAPPING
    return console


def _makes_sense(name: str, value: str) -> bool:
    """Whether a variable can be heeded; a size of the terminal may be anything, also "junk"."""
    if name not in ("COLUMNS", "LINES"):
        return True
    return value.isascii() and value.isdigit() and len(value) <= 5 and int(value) > 0


def _proof(levels: Iterable[LevelResult]) -> str:
    unproven = [level.level for level in levels if not level.proven]
    if not unproven:
        return "Every level is proven: no plan that keeps all rules is better."
    return (
        f"Not proven to be the best: {', '.join(unproven)}. The bound says how much better the "
        "value could be at most."
    )


def _obedience(verdict: Verdict) -> str:
    broken = {violation.rule for violation in verdict.violations}
    if not broken:
        return "It keeps every rule."
    return (
        f"It breaks {counted(len(broken), 'rule')} in {counted(len(verdict.violations), 'place')}."
    )
