"""What the terminal shows: a live table while levels are solved, and tables of results."""

import time
from collections.abc import Iterable, Sequence
from types import TracebackType

from rich.console import Console, Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from models.report import LevelResult, LevelValue, Problem, Severity, Violation
from planner.rules import RULE_BY_ID, level_of

_PLAIN_SECONDS = 5.0


class PlainProgress:
    """One line when a level ends, and one every few seconds while it does not."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._said = time.monotonic()

    def __enter__(self) -> "PlainProgress":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def level_started(self, level: str) -> None:
        """Nothing yet: short levels get one line only."""
        self._said = time.monotonic()

    def level_improved(self, level: str, value: int | None, bound: int | None) -> None:
        """Say how far the level is, now and then."""
        if time.monotonic() - self._said >= _PLAIN_SECONDS:
            self._said = time.monotonic()
            self._line(f"{level}: value {_shown(value)}, bound {_shown(bound)} ...")

    def level_finished(self, result: LevelResult) -> None:
        """Say the value, the bound and whether they meet."""
        self._line(
            f"{result.level}: value {result.value:,}, bound {_shown(result.bound)}, "
            f"gap {_gap(result.value, result.bound)}, {_state(result)}, {result.seconds:.1f} s"
        )

    def _line(self, text: str) -> None:
        self._console.print(text, highlight=False, soft_wrap=True)


class LiveProgress:
    """A table that follows the levels, with the one at work at the bottom."""

    def __init__(self, console: Console) -> None:
        self._live = Live(console=console, refresh_per_second=4, get_renderable=self._table)
        self._done: list[LevelResult] = []
        self._level: str | None = None
        self._value: int | None = None
        self._bound: int | None = None
        self._since = time.monotonic()

    def __enter__(self) -> "LiveProgress":
        self._live.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._level = None
        self._live.__exit__(kind, error, trace)

    def level_started(self, level: str) -> None:
        """Show the level as the one at work."""
        self._level, self._value, self._bound = level, None, None
        self._since = time.monotonic()

    def level_improved(self, level: str, value: int | None, bound: int | None) -> None:
        """Show the better value or bound."""
        self._value, self._bound = value, bound

    def level_finished(self, result: LevelResult) -> None:
        """Show the level as done."""
        self._level = None
        self._done.append(result)

    def _table(self) -> Group:
        table = level_table(self._done)
        if self._level is not None:
            seconds = time.monotonic() - self._since
            gap = _gap(self._value, self._bound)
            row = (self._level, _shown(self._value), _shown(self._bound), gap)
            table.add_row(*row, "working", f"{seconds:.0f} s", style="bold")
        return Group(table, Text("Ctrl-C ends the search and keeps the best plan so far."))


def level_table(levels: Iterable[LevelResult]) -> Table:
    """The levels with value, bound, gap, proof and time."""
    table = _table("Level", "Value>", "Bound>", "Gap>", "Proven", "Time>")
    for result in levels:
        gap = _gap(result.value, result.bound)
        numbers = (f"{result.value:,}", _shown(result.bound), gap)
        table.add_row(result.level, *numbers, _state(result), f"{result.seconds:.1f} s")
    return table


def value_table(values: Iterable[LevelValue]) -> Table:
    """The levels of a plan that nobody solved for: value and what it counts."""
    table = _table("Level", "Value>", "What it counts")
    for item in values:
        table.add_row(item.level, f"{item.value:,}", level_of(item.level).sentence)
    return table


def problem_table(problems: Sequence[Problem]) -> Table:
    """Problems of a workbook: where, what was found, what is wrong, what to do."""
    table = _table("", "Sheet", "Cell", "Found", "What is wrong", "What to do")
    for problem in problems:
        colour = "red" if problem.severity is Severity.ERROR else "yellow"
        cells = (problem.sheet or "", problem.cell or "", problem.found)
        texts = [Text(cell) for cell in (*cells, problem.message, problem.remedy)]
        table.add_row(Text(problem.severity.value, style=colour), *texts)
    return table


def violation_table(violations: Iterable[Violation]) -> Table:
    """Rules that a plan breaks, with the measured excess and what the rule asks."""
    table = _table("Rule", "Excess>", "What is wrong", "The rule")
    for violation in violations:
        rule = RULE_BY_ID[violation.rule]
        excess = f"{violation.amount:,} {rule.unit}"
        table.add_row(rule.id, excess, Text(violation.message), rule.sentence)
    return table


def _table(*headers: str) -> Table:
    table = Table(header_style="bold")
    for header in headers:
        right = header.endswith(">")
        table.add_column(header.rstrip(">"), justify="right" if right else "left")
    return table


def _shown(value: int | None) -> str:
    return "-" if value is None else f"{value:,}"


def _gap(value: int | None, bound: int | None) -> str:
    """The distance between value and bound, as a share of the bound."""
    if value is None or bound is None:
        return "-"
    return f"{abs(bound - value) / max(1, abs(bound)):.1%}"


def _state(result: LevelResult) -> str:
    return "proven" if result.proven else f"not proven: {result.stop.value}"
