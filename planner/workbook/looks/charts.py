"""Native Excel charts of the figures on the result sheets."""

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.series_factory import SeriesFactory
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.worksheet.worksheet import Worksheet

from planner.workbook.looks.styles import LINE
from planner.workbook.looks.tables import Area

# As many bars as can be read side by side on half a page.
MOST_BARS = 20
WIDTH_CM, HEIGHT_CM = 17.5, 7.2
_PLANNED, _LEFT = "2F5597", "BDD7EE"


def fund_chart(funds: Worksheet, area: Area, currency: str) -> BarChart:
    """Planned and left for every fund, as stacked bars; the funds are named by ID."""
    chart = bars(f"Funds: planned and left ({currency})", stacked=True)
    planned, left = _column(funds, "Planned", area), _column(funds, "Left", area)
    for column, colour in ((planned, _PLANNED), (left, _LEFT)):
        add_bars(chart, funds, area, column, colour)
    return chart


def month_chart(sheet: Worksheet, top: int, bottom: int) -> BarChart:
    """Missions by month; the names stand in the first column, the figures in the second."""
    chart = bars("Missions by month", stacked=False)
    add_bars(chart, sheet, Area(top, 1, 2, bottom), 2, _PLANNED)
    chart.legend = None
    chart.dataLabels = DataLabelList()
    chart.dataLabels.showVal = True
    for part in ("showSerName", "showCatName", "showLegendKey", "showPercent"):
        setattr(chart.dataLabels, part, False)
    return chart


def bars(title: str, *, stacked: bool) -> BarChart:
    """An empty chart of bars."""
    chart = BarChart()
    chart.type, chart.style, chart.title = "col", 10, title
    chart.grouping = "stacked" if stacked else "clustered"
    chart.overlap = 100 if stacked else None
    chart.gapWidth = 60
    chart.width, chart.height = WIDTH_CM, HEIGHT_CM  # type: ignore[assignment]
    # openpyxl leaves axes out of the picture unless told otherwise.
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.number_format = "#,##0"
    chart.y_axis.majorGridlines = ChartLines(GraphicalProperties(ln=LineProperties(solidFill=LINE)))
    return chart


def _column(sheet: Worksheet, header: str, area: Area) -> int:
    headers = [sheet.cell(area.top, area.left + index).value for index in range(area.columns)]
    return area.left + headers.index(header)


def add_bars(
    chart: BarChart,
    sheet: Worksheet,
    area: Area,
    column: int,
    colour: str,
    *,
    most: int = MOST_BARS,
) -> None:
    """Add the figures of a column of a table; the bars are named by its first column."""
    bottom = min(area.bottom, area.top + most)
    values = Reference(sheet, min_col=column, min_row=area.top + 1, max_row=bottom)
    series = SeriesFactory(values, title=str(sheet.cell(area.top, column).value))
    series.graphicalProperties = GraphicalProperties(solidFill=colour)
    series.invertIfNegative = False
    chart.series.append(series)
    names = Reference(sheet, min_col=area.left, min_row=area.top + 1, max_row=bottom)
    chart.set_categories(names)
