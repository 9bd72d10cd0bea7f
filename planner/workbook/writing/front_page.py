"""The upper part of the sheet Summary: what a Director asks, in figures and two pictures.

The grid has a wide column for names, three for figures and a gap; the pictures, and on the second
page the money of each donor and the months, stand in the columns behind it.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from planner.domain.wording import counted, listed
from planner.mobilisation.action_line import ActionLine
from planner.mobilisation.steps import Step
from planner.report import overview
from planner.report.lines import FundLine, fund_lines
from planner.report.plan_view import PlanView
from planner.report.waivers import waiver_lines
from planner.workbook.looks.bare_lines import LINE_HEIGHT
from planner.workbook.looks.cell_text import CellValue, cell_at, put
from planner.workbook.looks.styles import Look, Stamp, money_format, paint_header, paint_title
from planner.workbook.looks.tables import fit_height
from planner.workbook.looks.text_lines import lines_of
from planner.workbook.writing.flexibility import flexibility_note, negotiable
from planner.workbook.writing.standbys import uncovered

GRID = {"A": 44.0, "B": 16.0, "C": 16.0, "D": 17.0, "E": 28.0, "F": 24.0, "G": 22.0, "H": 22.0}
"""Widths in characters, all that A4 takes in landscape at three quarters of the size."""

RIGHT = 5
"""The first column of what stands on the right."""

LEFT = Look(horizontal="left")

_MOST_NAMED = 8
_MOST_DECISIONS = 12
_DECISIONS = (Step.FUND, Step.DECISION, Step.AGREED)


class Figure(NamedTuple):
    """A key figure: its name, its value, and a few words on it."""

    label: str
    value: CellValue
    note: str = ""
    number_format: str = "#,##0"


def headline(view: PlanView) -> str:
    """The plan in one sentence."""
    found = overview.progress(view)
    planned = f"{found.planned} of {counted(found.total, 'mission')} can be delivered"
    left_out = f"; {found.not_delivered} cannot, and the sheet Not delivered says why"
    return f"{planned}{left_out if found.not_delivered else ''}."


def figures(view: PlanView) -> Iterable[Figure]:
    """The figures that a Director asks for first."""
    found = overview.progress(view)
    yield Figure("Missions planned", found.planned, f"of {found.total}")
    yield Figure("of which confirmed", found.confirmed, "every expert is released")
    yield Figure("of which completed", found.completed)
    yield Figure("Missions not delivered", found.not_delivered)
    yield from _money(view)
    evaluated, waiting = overview.candidates(view)
    yield Figure("Candidates evaluated", evaluated, f"of {waiting} who wait for it")
    yield from _people(view)
    yield Figure("Waivers used", len(waiver_lines(view)), "listed on the sheet Compliance")


def _money(view: PlanView) -> Iterable[Figure]:
    money, form = overview.money(view), money_format(view.year.settings.currency)
    if money is None:
        cost = sum(team.cost for team in view.teams)
        yield Figure("Cost", cost, "no Funds sheet: nothing limits it", form)
        return
    yield Figure("Money available", money.available, "in confirmed funds", form)
    yield Figure("Planned", money.planned, "from these funds", form)
    yield Figure("Left", money.left, number_format=form)
    used = money.planned_from_pending
    note = f"the plan uses {used:,} of it" if used else "no part of what is available"
    yield Figure("Pending", money.pending, note, form)


def _people(view: PlanView) -> Iterable[Figure]:
    externals = sum(post.qualification.value == "External" for post in view.posts)
    yield Figure("External experts", externals, "positions, on the sheet Last resort")
    outside = sum(not post.in_region for post in view.posts)
    yield Figure("Out of region", outside, f"of {counted(len(view.posts), 'position')}")
    if view.result.standbys:
        yield Figure("Without a stand-by", uncovered(view), "positions nobody could take over")
    if view.result.flexibility:
        yield Figure("Negotiable", negotiable(view), flexibility_note(view))
    elif view.posts and "flexibility" in view.result.manifest.options:
        yield Figure("Negotiable", "not examined", "the run ended before; run again with more time")


def change_sentences(view: PlanView) -> Iterable[str]:
    """What changed since the last plan."""
    found = overview.changes(view)
    if found is None:
        yield "The workbook holds no earlier plan."
        return
    yield f"{counted(found.as_before, 'mission')} as before: the same start, the same experts."
    for missions, words in (
        (found.moved, "moved to another start"),
        (found.others, "with other experts"),
        (found.new, "not in the last plan"),
        (found.gone, "no longer in the plan"),
    ):
        if missions:
            yield f"{counted(len(missions), 'mission')} {words}: {_named(missions)}."


def _named(missions: Sequence[str]) -> str:
    more = len(missions) - _MOST_NAMED
    rest = [f"{more} more"] if more > 0 else []
    return listed([*missions[:_MOST_NAMED], *rest])


def decision_sentences(actions: Iterable[ActionLine]) -> Iterable[str]:
    """The decisions that are asked for, by date; more of them stand on the sheet Actions."""
    titles = {step.title for step in _DECISIONS}
    asked = [line for line in actions if line.step in titles]
    for line in asked[:_MOST_DECISIONS]:
        by = f"{line.do_by.day} {line.do_by:%B %Y}"
        what = " ".join(line.what.split("\n"))
        yield f"{line.step}, by {by}: {what}"
    if len(asked) > _MOST_DECISIONS:
        yield f"{len(asked) - _MOST_DECISIONS} more on the sheet Actions."
    if not asked:
        yield "None."


class FrontBlock(NamedTuple):
    """Where a block of figures stands: the rows of its header and of its last line."""

    top: int
    bottom: int


def write_figures(
    sheet: Worksheet, top: int, title: str, found: Iterable[Figure], column: int = 1
) -> int:
    """Write figures below a title; returns the row below them."""
    write_title(sheet, top, title, column=column)
    row = top
    for row, figure in enumerate(found, start=top + 1):
        number = isinstance(figure.value, int)
        look = Look(figure.number_format, "right" if number else "left", indent=int(number))
        values = ((figure.label, LEFT), (figure.value, look), (figure.note or None, LEFT))
        for index, (value, own) in enumerate(values, start=column):
            put(cell_at(sheet, row, index), value, Stamp(sheet, own))
        _spread(sheet, row, column + 1)
    return row + 1


def _spread(sheet: Worksheet, row: int, column: int) -> None:
    """Give a text that is too long for its column all columns to the right, and the lines."""
    cell, widths = cell_at(sheet, row, column), list(GRID.values())[column - 1 :]
    if not isinstance(cell.value, str) or lines_of(cell.value, widths[0]) == 1:
        return
    cell.alignment = Alignment(horizontal="left", vertical="top", wrap_text=True)
    sheet.merge_cells(start_row=row, start_column=column, end_row=row, end_column=len(GRID))
    sheet.row_dimensions[row].height = LINE_HEIGHT * lines_of(cell.value, sum(widths))


def write_title(sheet: Worksheet, row: int, text: str, size: int = 13, column: int = 1) -> None:
    """The title of a part of the sheet."""
    cell = sheet.cell(row, column, text)
    paint_title(cell, size)
    sheet.row_dimensions[row].height = 1.6 * size


def write_sentences(
    sheet: Worksheet, top: int, title: str, sentences: Iterable[str], columns: int = len(GRID)
) -> int:
    """Write sentences below a title, a row each over so many columns; returns the row below."""
    write_title(sheet, top, title)
    stamp = Stamp(sheet, Look(horizontal="left", wrap=True))
    wide = sum(list(GRID.values())[:columns])
    row = top
    for row, sentence in enumerate(sentences, start=top + 1):
        put(cell_at(sheet, row, 1), sentence, stamp)
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=columns)
        sheet.row_dimensions[row].height = LINE_HEIGHT * lines_of(sentence, wide)
    return row + 1


def write_breakdown(sheet: Worksheet, top: int, view: PlanView) -> tuple[FrontBlock, FrontBlock]:
    """Write missions by region, category and month; on the right, the money of each donor.

    Returns the places of the months and of the donors.
    """
    currency = view.year.settings.currency
    heads = ("Planned", "Not delivered", f"Cost ({currency})")
    regions = _block(sheet, top, 1, ("Region", *heads), overview.by_region(view))
    kinds = _block(sheet, regions.bottom + 2, 1, ("Category", *heads), overview.by_category(view))
    months = _block(
        sheet,
        kinds.bottom + 2,
        1,
        ("Month", "Missions"),
        [(month.name, month.missions) for month in overview.by_month(view)],
    )
    donors = _block(
        sheet,
        top,
        RIGHT,
        ("Donor", f"Available ({currency})", f"Planned ({currency})", f"Left ({currency})"),
        [_donor(view, line) for line in fund_lines(view)],
    )
    return months, donors


def _donor(view: PlanView, line: FundLine) -> tuple[CellValue, ...]:
    pending = view.year.fund_by_id[line.fund_id].status.value == "Pending"
    name = f"{line.fund_id} (pending)" if pending else line.fund_id
    return name, line.available, line.planned, line.left


def _block(
    sheet: Worksheet,
    top: int,
    left: int,
    headers: Sequence[str],
    rows: Sequence[Sequence[CellValue]],
) -> FrontBlock:
    """A small table without filters: names on the left, figures on the right."""
    for index, header in enumerate(headers):
        cell = cell_at(sheet, top, left + index)
        cell.value = header
        paint_header(cell)
    words = Stamp(sheet, Look(horizontal="left", wrap=True))
    numbers = Stamp(sheet, Look("#,##0", "right", indent=1))
    for row, values in enumerate(rows, start=top + 1):
        for index, value in enumerate(values):
            stamp = numbers if isinstance(value, int) else words
            put(cell_at(sheet, row, left + index), value, stamp)
        if left == 1:
            fit_height(sheet, row, 1)
    return FrontBlock(top, top + len(rows))
