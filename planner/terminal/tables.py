"""Tables of results for the terminal; they name IDs, never a person."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from rich.console import Console
from rich.measure import Measurement
from rich.table import Column, Table
from rich.text import Text

from models.answers.explanation import Block
from models.answers.not_delivered import NotDelivered
from models.answers.report import LevelResult, LevelValue, Problem, Severity, Violation
from models.answers.verdict import RowEdit
from models.cell_ref import Place
from models.facts.instance import Year
from planner.domain.levels import level_sentence
from planner.domain.rules import RULE_BY_ID

# Below this width in characters, long texts stand under each other instead of side by side.
_WIDE = 110
# The table of levels has many columns before the words.
_VERY_WIDE = 130
_PAPER = Console(width=10_000)
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.READ_AS: "cyan"}


def level_table(levels: Iterable[LevelResult], width: int) -> Table:
    """The levels with value, bound, gap, proof, time, and what they count if there is room."""
    counts = ("What it counts",) if width >= _VERY_WIDE else ()
    table = new_table("Level", "Value>", "Bound>", "Gap>", "Proven", "Time>", *counts)
    for result in levels:
        meaning = (level_sentence(result.level),) if counts else ()
        table.add_row(
            result.level,
            shown(result.value),
            shown(result.bound),
            gap(result.value, result.bound),
            state(result),
            f"{result.seconds:.1f} s",
            *meaning,
        )
    return table


def value_table(values: Iterable[LevelValue], recorded: Mapping[str, int]) -> Table:
    """The levels of a plan that nobody solved for, beside those that its run recorded."""
    values = tuple(values)
    then = ("Recorded>",) if any(item.level in recorded for item in values) else ()
    table = new_table("Level", "Value>", *then, "What it counts")
    for item in values:
        before = (shown(recorded.get(item.level)),) if then else ()
        style = "yellow" if recorded.get(item.level, item.value) != item.value else None
        table.add_row(
            item.level, shown(item.value), *before, level_sentence(item.level), style=style
        )
    return table


def problem_table(problems: Sequence[Problem], width: int) -> Table:
    """Problems of a workbook: where, what was found, what is wrong, what to do."""
    if width < _WIDE:
        return _narrow_problems(problems)
    table = new_table("", "Sheet", "Cell", "Found", "What is wrong", "What to do")
    for problem in problems:
        cells = (problem.sheet or "", problem.cell or "", problem.found)
        table.add_row(
            _severity(problem), *(text(c) for c in (*cells, problem.message, problem.remedy))
        )
    return table


def _narrow_problems(problems: Sequence[Problem]) -> Table:
    table = new_table("Where", "What is wrong, and what to do", lines=True)
    for problem in problems:
        places = (problem.sheet, problem.cell, f'"{problem.found}"' if problem.found else None)
        where = "\n".join(place for place in places if place)
        wrong = text(f"{problem.message}\n{problem.remedy}")
        table.add_row(Text("\n").join((_severity(problem), text(where))), wrong)
    return table


def violation_table(violations: Iterable[Violation], width: int) -> Table:
    """Rules that a plan breaks, by how much in the rule's unit, and what the rule asks."""
    rules = ("The rule",) if width >= _WIDE else ()
    table = new_table("Rule", "Excess>", "What is wrong", *rules)
    for violation in violations:
        rule = RULE_BY_ID[violation.rule]
        sentence = (rule.sentence,) if rules else ()
        table.add_row(rule.id, shown(violation.amount), text(violation.message), *sentence)
    return table


def edit_table(edits: Iterable[RowEdit], where: Callable[[Place], str]) -> Table:
    """Rows of a plan that were changed by hand: where, and what shows it."""
    table = new_table("Where", "What shows it")
    for edit in edits:
        table.add_row(text(where(edit.place)), text(edit.text))
    return table


def not_delivered_table(rows: Iterable[NotDelivered], year: Year) -> Table:
    """Missions that are not in the plan: the rules in the way and what would help."""
    table = new_table("Mission", "Priority>", "Rules in the way", "What would help")
    for row in rows:
        priority = year.mission_by_id[row.mission_id].priority
        rules = ", ".join(row.rules) or "-"
        table.add_row(text(row.mission_id), str(priority), rules, text(row.what_would_help))
    return table


def fact_table(block: Block, where: Callable[[Place], str]) -> Table:
    """The table of a block, with a column for the cells where it has some."""
    cells = [where(line.place) if line.place else "" for line in block.lines]
    headers = (*block.columns, "Where") if any(cells) else block.columns
    table = new_table(*headers)
    for line, cell in zip(block.lines, cells, strict=True):
        table.add_row(*(text(value) for value in (line.what, line.text, cell)[: len(headers)]))
    return table


def new_table(*headers: str, lines: bool = False) -> Table:
    """An empty table; headers that end in > stand above numbers."""
    table = Table(header_style="bold", show_lines=lines)
    for header in headers:
        right = header.endswith(">")
        table.add_column(
            header.rstrip(">"), justify="right" if right else "left", no_wrap=right or header == ""
        )
    return table


def fitted(table: Table, width: int) -> Table:
    """The table without the last columns that have no room, and a line below that says so.

    No word of what is left is cut: headers of several words stand in several lines.
    """
    needed = [Measurement.get(_PAPER, _PAPER.options, _lines(column)) for column in table.columns]
    while len(needed) > 1 and _total(each.minimum for each in needed) > width:
        needed.pop()
        table.columns.pop()
        table.caption = "Further columns have no room here; they are in the workbook."
    widths = [each.maximum for each in needed]
    while _total(widths) > width and any(
        w > n.minimum for w, n in zip(widths, needed, strict=True)
    ):
        room = [w if w > n.minimum else 0 for w, n in zip(widths, needed, strict=True)]
        widths[room.index(max(room))] -= 1
    for column, own in zip(table.columns, widths, strict=True):
        column.width, column.no_wrap = own, False
    return table


def _lines(column: Column) -> Text:
    return Text("\n").join(Text(str(line)) for line in (column.header, *column.cells))


def _total(widths: Iterable[int]) -> int:
    """The width of a table whose columns are so wide: a border and two blanks with each."""
    return 1 + sum(width + 3 for width in widths)


def text(value: str) -> Text:
    """Text of a workbook as it is: no markup, and no characters that steer a terminal."""
    return Text("".join(char if char.isprintable() or char == "\n" else " " for char in value))


def shown(value: int | None) -> str:
    """A figure, or a dash where there is none."""
    return "-" if value is None else f"{value:,}"


def gap(value: int | None, bound: int | None) -> str:
    """The distance between value and bound, as a share of the greater of the two."""
    if value is None or bound is None:
        return "-"
    return f"{abs(bound - value) / max(1, abs(value), abs(bound)):.1%}"


def state(result: LevelResult) -> str:
    """Whether a level is proven and by what, or why the work on it ended."""
    return f"yes: {result.proof.value}" if result.proven else f"no: {result.stop.value}"


def _severity(problem: Problem) -> Text:
    return Text(problem.severity.value, style=_COLOURS[problem.severity])
