"""Warnings by kind and administration, for a terminal that shows a few lines."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from rich.table import Table

from models.answers.report import Problem
from planner.domain.country_names import country_name
from planner.domain.wording import counted, listed
from planner.terminal.tables import new_table, text

MOST_LINES = 5
_MOST_ADMINISTRATIONS = 3


class ProblemGroup(NamedTuple):
    """The warnings of one kind: the first of them, and how many concern each administration."""

    first: Problem
    number: int
    administrations: tuple[tuple[str, int], ...]


def groups_of(warnings: Sequence[Problem]) -> tuple[ProblemGroup, ...]:
    """The warnings by kind, the kind with the most of them first."""
    kinds: dict[str, list[Problem]] = {}
    for warning in warnings:
        kinds.setdefault(warning.code, []).append(warning)
    groups = (_group(found) for found in kinds.values())
    return tuple(sorted(groups, key=lambda group: -group.number))


def _group(found: list[Problem]) -> ProblemGroup:
    codes = Counter(problem.administration for problem in found if problem.administration)
    ordered = sorted(codes.items(), key=lambda item: (-item[1], item[0]))
    return ProblemGroup(found[0], len(found), tuple(ordered))


def warning_table(groups: Sequence[ProblemGroup]) -> Table:
    """One line a kind: how many, of which administrations, and the first of them."""
    table = new_table("Warnings>", "Of", "The first, for example", "Where")
    for group in groups[:MOST_LINES]:
        first = group.first
        where = " ".join(part for part in (first.sheet, first.cell) if part)
        table.add_row(str(group.number), text(_of(group)), text(first.message), text(where))
    return table


def rest_sentence(groups: Sequence[ProblemGroup]) -> str:
    """What the lines leave out, and where all of it stands."""
    left = groups[MOST_LINES:]
    number = sum(group.number for group in left)
    more = (
        f"{counted(number, 'warning')} of {counted(len(left), 'other kind')} not shown. "
        if left
        else ""
    )
    return f"{more}All warnings stand on the sheet Problems of the copy that --annotate writes."


def _of(group: ProblemGroup) -> str:
    shown = [f"{country_name(code)} {n}" for code, n in group.administrations]
    more = len(shown) - _MOST_ADMINISTRATIONS
    if more > 1:
        shown = [*shown[:_MOST_ADMINISTRATIONS], f"{more} more administrations"]
    return listed(shown)
