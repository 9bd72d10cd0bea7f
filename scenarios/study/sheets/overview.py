"""The sheet Comparison: one row a scenario, charts below it, then how the study was made."""

from collections.abc import Iterator, Sequence
from types import SimpleNamespace

from openpyxl.chart import BarChart
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from planner.domain.agreements import DELIVERY_PINNED
from planner.domain.levels import level_sentence
from planner.domain.wording import short_day
from planner.workbook.looks.cell_text import cell_at, put
from planner.workbook.looks.charts import add_bars, bars
from planner.workbook.looks.styles import Look, Stamp, paint_note, paint_title
from planner.workbook.looks.tables import Area, TableNames, write_table
from planner.workbook.schema.columns import Column, Kind, Sheet
from planner.workbook.writing.summary import run_figures
from scenarios.study.compare import Case, Comparison
from scenarios.study.compare import ComparedKind as Difference
from scenarios.study.sheets.declared import COMPARISON, LAST_COLUMNS, OVERVIEW_COLUMNS, written
from scenarios.study.sheets.printing import set_up_wide_page

_TOP = 4
# In characters; numbers need as much as their headers.
_WIDTHS = {
    "heading": 30.0,
    "answer": 14.0,
    "cost": 15.0,
    "unproven": 16.0,
    "lost_ids": 24.0,
    "changes": 48.0,
}
_WIDTH = 11.0
# Of so many scenarios the header need not be printed twice.
_ROWS_PER_PAGE = 16
# Bars lie on their side, so that the names of scenarios can be read; each needs some room.
_CM_PER_BAR, _LEAST_CM, _WIDTH_CM, _CM_PER_CHARACTER = 0.8, 6.0, 14.5, 0.2
_POINTS_PER_CM, _POINTS_PER_ROW = 28.35, 15.0
_SHADES = ("1F3864", "2F5597", "5B84C4", "8FAADC", "B4C7E7", "C9D6EC", "D9E2F3", "E4EAF6", "EEF2FA")
_COST, _EXTERNALS = "7F6000", "833C0C"


def write_overview(sheet: Worksheet, comparison: Comparison, names: TableNames) -> None:
    """Fill the sheet."""
    settings = comparison.base.year.settings
    declared = overview_sheet(comparison)
    widths = [_WIDTHS.get(column.field, _WIDTH) for column in declared.columns]
    for index, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    _head(sheet, comparison)
    rows = overview_rows(comparison)
    area = write_table(sheet, declared, rows, names, currency=settings.currency, top=_TOP)
    below = _charts(sheet, comparison, area, widths)
    last = _run(sheet, below, comparison)
    _set_up(sheet, area, last)


def _set_up(sheet: Worksheet, area: Area, last: int) -> None:
    """Print what came out, then the levels, then the changes; charts on a page of their own."""
    known = len(OVERVIEW_COLUMNS)
    set_up_wide_page(
        sheet,
        area,
        freeze=f"B{_TOP + 1}",
        keys=1,
        ends=(known, area.columns - len(LAST_COLUMNS), area.columns),
        repeat=area.bottom - _TOP > _ROWS_PER_PAGE,
        below=f"A{area.bottom + 2}:{get_column_letter(known)}{last}",
    )


def _head(sheet: Worksheet, comparison: Comparison) -> None:
    settings = comparison.base.year.settings
    plan = f"{short_day(settings.plan_start)} to {short_day(settings.plan_end)}"
    cell = sheet.cell(1, 1, f"Scenarios for {plan}")
    paint_title(cell)
    sheet.row_dimensions[1].height = 26.0
    paint_note(sheet.cell(2, 1, _note(comparison)))


def _note(comparison: Comparison) -> str:
    how = (
        "Repaired: each scenario keeps the base plan as far as no mission is lost for it."
        if comparison.repaired
        else "Re-optimised: each scenario has the best plan that its changes allow."
    )
    ended = " The study was interrupted before its end." if comparison.interrupted else ""
    return f"{how} Base is the workbook as it is.{ended}"


def overview_rows(comparison: Comparison) -> list[SimpleNamespace]:
    """One row a scenario, the base first."""
    return [_row(comparison, case) for case in comparison.all_cases]


def overview_sheet(comparison: Comparison) -> Sheet:
    """The columns of the comparison, those of its levels included."""
    levels = tuple(
        written(
            name,
            _field(index),
            Kind.AMOUNT if name == "cost" else Kind.WHOLE,
            level_sentence(name),
        )
        for index, name in enumerate(comparison.level_names)
    )
    return Sheet(
        name=COMPARISON,
        purpose="The scenarios side by side.",
        columns=(*OVERVIEW_COLUMNS, *_apart(levels), *LAST_COLUMNS),
    )


def _apart(levels: tuple[Column, ...]) -> Iterator[Column]:
    """Levels whose headers differ from those of other columns by more than their case."""
    taken = {column.header.casefold() for column in (*OVERVIEW_COLUMNS, *LAST_COLUMNS)}
    for column in levels:
        clash = column.header.casefold() in taken
        yield column.model_copy(update={"header": f"Level {column.header}"}) if clash else column


def _field(index: int) -> str:
    return f"level_{index}"


def _row(comparison: Comparison, case: Case) -> SimpleNamespace:
    differences = comparison.differences(case)
    kinds = [kind for difference in differences for kind in difference.kinds]
    planned = case.view is not None
    compared = planned and case is not comparison.base
    values = {
        _field(index): case.levels[name].value if name in case.levels else None
        for index, name in enumerate(comparison.level_names)
    }
    lost = (d.mission.id for d in differences if Difference.LOST in d.kinds)
    return SimpleNamespace(
        heading=case.name,
        answer=_answer(comparison, case),
        delivered=len(case.teams) if planned else None,
        lost=kinds.count(Difference.LOST) if compared else None,
        gained=kinds.count(Difference.GAINED) if compared else None,
        moved=kinds.count(Difference.MOVED) if compared else None,
        others=kinds.count(Difference.OTHERS) if compared else None,
        cost=case.cost if planned else None,
        weeks=case.weeks if planned else None,
        externals=case.externals if planned else None,
        fund_use=None if case.fund_use is None else round(100 * case.fund_use),
        proven=not case.unproven if planned else None,
        unproven=case.unproven,
        lost_ids=tuple(lost),
        changes="\n".join(case.words),
        **values,
    )


def _answer(comparison: Comparison, case: Case) -> str:
    if case.view is None:
        return case.missing
    if case is comparison.base:
        return "base plan"
    return "repaired" if comparison.repaired else "re-optimised"


def _charts(sheet: Worksheet, comparison: Comparison, area: Area, widths: Sequence[float]) -> int:
    """What is delivered beside the cost, externals below; returns the row below them."""
    row, currency = area.bottom + 2, comparison.base.year.settings.currency
    number = len(comparison.all_cases)
    headers = [sheet.cell(area.top, n).value for n in range(1, area.columns + 1)]
    delivered = _chart("Missions delivered, by level", number, stacked=True)
    for index, name in enumerate(n for n in comparison.level_names if _delivers(n)):
        add_bars(
            delivered,
            sheet,
            area,
            headers.index(name) + 1,
            _SHADES[index % len(_SHADES)],
            most=number,
        )
    cost = _chart(f"Cost (thousand {currency})", number, stacked=False)
    cost.y_axis.number_format = "#,##0,"
    add_bars(cost, sheet, area, headers.index("Cost") + 1, _COST, most=number)
    externals = _chart("Positions filled by external experts", number, stacked=False)
    add_bars(externals, sheet, area, headers.index("Externals") + 1, _EXTERNALS, most=number)
    cost.legend = externals.legend = None
    below = row + _rows(delivered)
    second = _column_at(_WIDTH_CM + 0.5, widths)
    for chart, anchor in (
        (delivered, f"A{row}"),
        (cost, f"{second}{row}"),
        (externals, f"A{below}"),
    ):
        sheet.add_chart(chart, anchor)
    return below + _rows(externals)


def _rows(chart: BarChart) -> int:
    """How many rows a chart covers, and one to keep the next one apart."""
    return 2 + int(chart.height * _POINTS_PER_CM / _POINTS_PER_ROW)


def _column_at(distance: float, widths: Sequence[float]) -> str:
    """The first column that starts so many cm from the left, or further."""
    left = 0.0
    for index, width in enumerate(widths, start=1):
        if left >= distance:
            return get_column_letter(index)
        left += width * _CM_PER_CHARACTER
    return get_column_letter(len(widths) + 1)


def _chart(title: str, number: int, *, stacked: bool) -> BarChart:
    chart = bars(title, stacked=stacked)
    chart.type = "bar"
    chart.x_axis.scaling.orientation = "maxMin"  # the base on top
    chart.y_axis.crosses = "max"  # and the figures below
    chart.y_axis.scaling.min = 0
    chart.width = _WIDTH_CM  # type: ignore[assignment]
    chart.height = max(_LEAST_CM, _CM_PER_BAR * number + 3.0)
    return chart


def _delivers(level: str) -> bool:
    return level == DELIVERY_PINNED or level.startswith("delivery-")


def _run(sheet: Worksheet, top: int, comparison: Comparison) -> int:
    """All that it takes to repeat the study; returns its last row."""
    paint_title(sheet.cell(top, 1, "The study"), 13)
    row, left = top, Stamp(sheet, Look(horizontal="left"))
    for row, figure in enumerate(run_figures(comparison.manifest), start=top + 1):
        put(cell_at(sheet, row, 1), figure.label, left)
        put(cell_at(sheet, row, 2), figure.value, left)
    return row
