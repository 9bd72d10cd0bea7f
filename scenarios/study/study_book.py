"""A workbook of its own for the results of a study: titles, sentences, tables, charts."""

from collections.abc import Iterable, Sequence

from openpyxl.cell.cell import Cell
from openpyxl.chart._chart import ChartBase
from openpyxl.workbook import Workbook
from openpyxl.worksheet.pagebreak import Break, RowBreak
from openpyxl.worksheet.worksheet import Worksheet

from models.answers.result import Manifest
from planner.workbook.looks.bare_lines import LINE_HEIGHT
from planner.workbook.looks.cell_text import cell_at, clean, put
from planner.workbook.looks.styles import TAB_COLOUR, Look, Stamp, paint_title
from planner.workbook.looks.tables import (
    Area,
    TableNames,
    set_up_page,
    set_widths,
    write_table,
)
from planner.workbook.looks.text_lines import lines_of
from planner.workbook.openxml import graft
from planner.workbook.openxml.opening.signature import sign
from planner.workbook.openxml.quick_save import package_of_book
from planner.workbook.schema.columns import Sheet
from planner.workbook.writing.front_page import Figure
from planner.workbook.writing.summary import run_figures

# A chart of 9.5 cm is as high as so many rows.
CHART_ROWS = 20
_LABEL_WIDTH, _TEXT_WIDTH = 26.0, 84.0
# In percent: both columns on A4. Below the sentences there is room for two charts then.
_FRONT_SCALE, _FIRST_CHARTS, _CHARTS_A_PAGE = 68, 2, 3


class StudyBook:
    """Builds the workbook sheet by sheet; the same calls give the same bytes."""

    def __init__(self, currency: str) -> None:
        self.currency = currency
        self._book = Workbook()
        self._book.remove(self._book.worksheets[0])
        self._names = TableNames()

    def add_table(self, declared: Sheet, rows: Sequence[object]) -> tuple[Worksheet, Area]:
        """A sheet with one table; each column takes the rows' attribute of its field."""
        sheet = self._new(declared.name)
        set_widths(sheet, declared.columns)
        area = write_table(sheet, declared, rows, self._names, currency=self.currency)
        set_up_page(sheet, freeze="B2", repeat="1:1")
        return sheet, area

    def add_front(
        self, title: str, sentences: Iterable[str], figures: Iterable[Figure], charts: int
    ) -> tuple[Worksheet, int]:
        """The first sheet; returns it and the row where `charts` rows are free for charts.

        Parameters
        ----------
        figures : iterable of Figure
            What it takes to repeat the run; below the charts.
        charts : int
            How many rows the charts need.
        """
        sheet = self._new("Summary", 0)
        sheet.sheet_view.tabSelected = True
        self._book.active = 0
        sheet.column_dimensions["A"].width = _LABEL_WIDTH
        sheet.column_dimensions["B"].width = _TEXT_WIDTH
        paint_title(_text(sheet, 1, title))
        sheet.row_dimensions[1].height = 26
        row, stamp = 1, Stamp(sheet, Look(horizontal="left", wrap=True))
        for row, sentence in enumerate(sentences, start=2):
            put(cell_at(sheet, row, 1), sentence, stamp)
            sheet.merge_cells(f"A{row}:B{row}")
            lines = lines_of(sentence, _LABEL_WIDTH + _TEXT_WIDTH)
            sheet.row_dimensions[row].height = LINE_HEIGHT * lines
        free = row + 2
        _figures(sheet, free + charts, figures)
        _set_up_front(sheet, free, charts // CHART_ROWS)
        return sheet, free

    def to_bytes(self, manifest: Manifest) -> bytes:
        """The file."""
        self._book.properties.creator = "mission-planner"
        self._book.properties.created = manifest.started.replace(tzinfo=None)
        package = package_of_book(self._book)
        graft.stamp_time(package, manifest.started)
        sign(package)
        return package.to_bytes()

    def _new(self, title: str, place: int | None = None) -> Worksheet:
        sheet = self._book.create_sheet(title, place)
        sheet.sheet_properties.tabColor = TAB_COLOUR
        assert isinstance(sheet, Worksheet)
        return sheet


def run_of(manifest: Manifest) -> Iterable[Figure]:
    """All that it takes to repeat the study."""
    return run_figures(manifest)


def place(sheet: Worksheet, charts: Sequence[ChartBase], row: int) -> None:
    """Put charts under each other, from a row on."""
    for number, chart in enumerate(charts):
        sheet.add_chart(chart, f"A{row + number * CHART_ROWS}")


def _set_up_front(sheet: Worksheet, free: int, charts: int) -> None:
    """Print upright, as large as the width allows, and no chart on two pages."""
    set_up_page(sheet, freeze="A2", one_page=True)
    fitting = sheet.sheet_properties.pageSetUpPr
    assert fitting is not None
    fitting.fitToPage = False  # Excel heeds breaks only then
    sheet.page_setup.scale = _FRONT_SCALE
    tops = range(_FIRST_CHARTS, charts, _CHARTS_A_PAGE)
    sheet.row_breaks = RowBreak(brk=tuple(Break(id=free + n * CHART_ROWS - 1) for n in tops))


def _text(sheet: Worksheet, row: int, text: str) -> Cell:
    cell = cell_at(sheet, row, 1)
    cell.value = clean(text)
    cell.data_type = "s"
    return cell


def _figures(sheet: Worksheet, top: int, figures: Iterable[Figure]) -> None:
    paint_title(_text(sheet, top, "The run"), 13)
    stamp = Stamp(sheet, Look(horizontal="left"))
    for row, figure in enumerate(figures, start=top + 1):
        put(cell_at(sheet, row, 1), figure.label, stamp)
        put(cell_at(sheet, row, 2), figure.value, stamp)
