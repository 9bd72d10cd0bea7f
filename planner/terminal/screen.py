"""What a person meets on the terminal: progress and remarks on stderr, results on stdout."""

import os
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from rich.console import Console
from rich.table import Table

from models.cell_ref import Place
from models.instance import Year
from models.report import LevelResult, Problem, Severity
from models.result import RunResult
from planner.app.verify import Verdict
from planner.domain.wording import counted
from planner.reasons.answers.pages import Block
from planner.terminal import tables
from planner.terminal.progress import Follower, LiveTable, PlainLines, Silent

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

    def follower(self, ending: Callable[[], bool]) -> Follower:
        """Who follows the run: a live table where stderr is a terminal, plain lines elsewhere."""
        silent: Follower = Silent()
        return self.watcher(lambda err: LiveTable(err, ending), PlainLines, silent)

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

    def read(self, year: Year) -> None:
        """What was read."""
        settings = year.settings
        self.remark(
            f"Read {counted(len(year.missions), 'mission')}, "
            f"{counted(len(year.experts), 'expert')} and {counted(len(year.funds), 'fund')} "
            f"for {settings.plan_start} to {settings.plan_end}."
        )

    def warn(self, warnings: Sequence[Problem], command: str) -> None:
        """How many warnings there are, and what to type to see them."""
        if warnings:
            number = counted(len(warnings), "warning")
            self.remark(f"{number}; to see what they say: {command}")

    def problems(self, problems: Sequence[Problem]) -> None:
        """A table of problems, as a result."""
        if problems:
            self._table(tables.problem_table(problems, self._out.width))

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

    def verdict(self, year: Year, verdict: Verdict) -> None:
        """What the checker says about a plan."""
        if verdict.violations:
            self._table(tables.violation_table(verdict.violations, self._out.width))
        self._table(tables.value_table(verdict.levels, verdict.recorded))
        if verdict.changed:
            self.say(
                "Value differs from Recorded: the workbook was changed by hand since that run.",
                "yellow",
            )
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
    """How many errors and warnings there are."""
    severities = [problem.severity for problem in problems]
    counts = [
        counted(severities.count(severity), severity.value)
        for severity in Severity
        if severity in severities
    ]
    return f"{' and '.join(counts) or 'No errors and no warnings'}."


def _console(stderr: bool) -> Console:
    console = Console(stderr=stderr, highlight=False, markup=False, emoji=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = _NO_WRAPPING
    return console


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
