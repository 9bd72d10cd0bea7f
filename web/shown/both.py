"""The plan of the workbook and that of a scenario as two boards, changed missions marked."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from planner.app.by_hand.judged import Judged
from planner.domain.calendars import Calendars
from web.session.draft import Draft
from web.shown.board import Bar, Board, Row
from web.work.planning import Opened

LOST, GAINED, CHANGED = "lost", "gained", "changed"
MARKS = {LOST: "✕", GAINED: "+", CHANGED: "≠"}


@dataclass(frozen=True)
class OneBoard:
    """One of the two boards: the rows of the regions in which something differs."""

    board: Board
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Both:
    """Two plans of a year, and how each mission differs between them.

    Attributes
    ----------
    kinds : dict of str to str
        Lost, gained or changed, by mission; the others are the same.
    same : tuple of str
        The regions in which nothing differs; no board shows them.
    """

    before: OneBoard
    after: OneBoard
    kinds: dict[str, str]
    same: tuple[str, ...]


def both_of(opened: Opened, base: Any, case: Any) -> Both:
    """The boards of the base and of a scenario, both as they were compared."""
    boards = [Board(_draft(opened, one)) for one in (base, case)]
    kinds = dict(_kinds(base, case))
    regions = {
        bar.mission.region for board in boards for bar in board.bars if bar.mission.id in kinds
    }
    every = {bar.mission.region for board in boards for bar in board.bars}
    before, after = (OneBoard(board, tuple(_rows(board, regions))) for board in boards)
    return Both(before, after, kinds, tuple(sorted(every - regions)))


def _draft(opened: Opened, case: Any) -> Draft:
    """The plan of a case as a draft; the planner found it, so it breaks no rule."""
    calendars = Calendars(case.year)
    now = Judged(year=case.year, calendars=calendars, plan=case.plan, violations=(), levels=())
    return Draft(opened, now, now, (), ())


def _kinds(base: Any, case: Any) -> Iterator[tuple[str, str]]:
    before, after = base.plan.teams(), case.plan.teams()
    for mission_id, _ in case.sentences:
        if mission_id in before or mission_id in after:
            both = mission_id in before and mission_id in after
            yield mission_id, CHANGED if both else LOST if mission_id in before else GAINED


def _rows(board: Board, regions: set[str]) -> tuple[Row, ...]:
    shown: list[Bar] = [bar for bar in board.bars if bar.mission.region in regions]
    return board.by_region(shown)
