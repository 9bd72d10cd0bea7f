"""The workbook of a sweep: sentences and native charts first, then points, steps and missions."""

from openpyxl.chart import BarChart, Reference, ScatterChart
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.marker import Marker
from openpyxl.chart.series import Series
from openpyxl.chart.series_factory import SeriesFactory
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.worksheet.worksheet import Worksheet

from models.answers.result import Manifest
from planner.workbook.looks.styles import LINE
from planner.workbook.looks.tables import Area
from scenarios.study.study_book import CHART_ROWS, StudyBook, place, run_of
from scenarios.sweep.curve import Curve
from scenarios.sweep.rows import (
    STAIRS,
    mission_rows,
    missions_sheet,
    point_rows,
    points_sheet,
    stairs,
    step_rows,
    steps_sheet,
)
from scenarios.sweep.words import delivery_levels, headline, title, value_axis

_WIDTH_CM, _HEIGHT_CM = 24.0, 9.5
# Dark to light: the most important first; they can be told apart in grey.
_COLOURS = (
    "1F3864",
    "2F5597",
    "6F94D2",
    "9DC3E6",
    "BDD7EE",
    "DEEBF7",
    "A6A6A6",
    "BFBFBF",
    "D9D9D9",
)
_FIRST_LEVEL = 4


def curve_book(curve: Curve, manifest: Manifest) -> bytes:
    """The workbook of what was found."""
    study = curve.study
    book = StudyBook(study.year.settings.currency)
    points, area = book.add_table(points_sheet(study), point_rows(curve))
    charts = [_by_level(curve, points, area), *_lines(curve, points, area)]
    if curve.rises or not curve.interrupted:
        book.add_table(steps_sheet(study), step_rows(curve))
    if not curve.interrupted:
        book.add_table(missions_sheet(study), mission_rows(curve))
    if curve.searched:
        data, corners = book.add_table(STAIRS, stairs(curve))
        charts.insert(0, _stairs(curve, data, corners))
    rows = len(charts) * CHART_ROWS
    front, free = book.add_front(title(curve), headline(curve), run_of(manifest), rows)
    place(front, charts, free)
    return book.to_bytes(manifest)


def _stairs(curve: Curve, sheet: Worksheet, area: Area) -> ScatterChart:
    chart = _scatter(curve, "Missions delivered, step by step")
    _add(chart, sheet, area, 2)
    numbers = [corner.missions for corner in stairs(curve)]
    if numbers:
        chart.y_axis.scaling.min = max(0, min(numbers) - 1)
        chart.y_axis.scaling.max = max(numbers) + 1
    chart.y_axis.majorUnit = max(1, (max(numbers, default=1) - min(numbers, default=0)) // 6)
    return chart


def _lines(curve: Curve, sheet: Worksheet, area: Area) -> list[ScatterChart]:
    """What a plan costs, and how many externals it needs, at the points."""
    fields = [column.field for column in points_sheet(curve.study).columns]
    cost = _scatter(curve, f"Cost of the plan ({curve.study.year.settings.currency})")
    _add(cost, sheet, area, fields.index("cost") + 1)
    externals = _scatter(curve, "Positions filled by external experts")
    _add(externals, sheet, area, fields.index("externals") + 1)
    externals.y_axis.scaling.min = 0
    return [cost, externals]


def _by_level(curve: Curve, sheet: Worksheet, area: Area) -> BarChart:
    chart = BarChart()
    _look(chart, "Missions delivered by priority, at the points")
    chart.type, chart.grouping, chart.overlap, chart.gapWidth = "col", "stacked", 100, 60
    for number in range(len(delivery_levels(curve.study))):
        column = _FIRST_LEVEL + number
        values = Reference(sheet, min_col=column, min_row=area.top + 1, max_row=area.bottom)
        series = SeriesFactory(values, title=str(sheet.cell(area.top, column).value))
        colour = _COLOURS[number % len(_COLOURS)]
        series.graphicalProperties = GraphicalProperties(solidFill=colour)
        chart.series.append(series)
    chart.set_categories(Reference(sheet, min_col=1, min_row=area.top + 1, max_row=area.bottom))
    chart.x_axis.title = value_axis(curve)
    return chart


def _scatter(curve: Curve, heading: str) -> ScatterChart:
    chart = ScatterChart()
    _look(chart, heading)
    chart.scatterStyle, chart.legend = "lineMarker", None
    chart.x_axis.title, chart.x_axis.number_format = value_axis(curve), "#,##0"
    chart.x_axis.majorGridlines = None
    if len(curve.points) > 1:
        chart.x_axis.scaling.min = curve.points[0].value
        chart.x_axis.scaling.max = curve.points[-1].value
    return chart


def _look(chart: BarChart | ScatterChart, heading: str) -> None:
    chart.title, chart.style = heading, 10
    chart.width, chart.height = _WIDTH_CM, _HEIGHT_CM  # type: ignore[assignment]
    # openpyxl leaves axes out of the picture unless told otherwise.
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.number_format = "#,##0"
    chart.y_axis.majorGridlines = ChartLines(GraphicalProperties(ln=LineProperties(solidFill=LINE)))


def _add(chart: ScatterChart, sheet: Worksheet, area: Area, y: int) -> None:
    def column(number: int) -> Reference:
        return Reference(sheet, min_col=number, min_row=area.top + 1, max_row=area.bottom)

    series: Series = SeriesFactory(column(y), column(1), title=str(sheet.cell(area.top, y).value))
    series.graphicalProperties = GraphicalProperties(
        ln=LineProperties(solidFill=_COLOURS[1], w=28_000)
    )
    series.marker, series.smooth = Marker(symbol="none"), False
    chart.series.append(series)
