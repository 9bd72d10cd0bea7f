"""Rows of data as an Excel table: header, looks, widths, filters, print setup."""

import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from planner.workbook.looks.bare_lines import (
    HIGHEST_ROW,
    LINE_HEIGHT,
    BareLines,
    made_cells,
    rooms,
    values_of,
)
from planner.workbook.looks.cell_text import cell_at
from planner.workbook.looks.styles import look_of, paint_header, width_of
from planner.workbook.looks.text_lines import lines_of
from planner.workbook.schema.columns import Column, Sheet

HEADER_HEIGHT = 30.0
COMMENT_AUTHOR = "mission-planner"
A4 = 9

# In per cent: text of 11 points comes out in 8, and a page takes `WIDEST_PAGE` characters.
SCALE = 73
WIDEST_PAGE = 193.0

_PLAIN_ROW = vars(RowDimension(None))  # type: ignore[arg-type]


class Area(NamedTuple):
    """Where a table stands: its first cell, the number of its columns, its last row."""

    top: int
    left: int
    columns: int
    bottom: int

    @property
    def reference(self) -> str:
        """The area as a cell range."""
        last = get_column_letter(self.left + self.columns - 1)
        return f"{get_column_letter(self.left)}{self.top}:{last}{self.bottom}"

    def column(self, index: int, *, extra_rows: int = 0) -> str:
        """The cell range of a column's data (0 is the first), and rows below the table."""
        letter = get_column_letter(self.left + index)
        return f"{letter}{self.top + 1}:{letter}{self.bottom + extra_rows}"


class TableNames:
    """Hands out table names that no other table and no defined name of the workbook has."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = {name.lower() for name in taken}

    def take(self, wanted: str) -> str:
        """The wanted name in a form that Excel accepts, with a number where it is taken."""
        base = re.sub(r"\W", "_", wanted)
        name, number = base, 2
        while name.lower() in self._taken:
            name, number = f"{base}_{number}", number + 1
        self._taken.add(name.lower())
        return name


def write_table(
    sheet: Worksheet,
    declared: Sheet,
    rows: Sequence[object],
    names: TableNames,
    *,
    currency: str,
    top: int = 1,
) -> Area:
    """Write rows below their header from row `top` on, as a table with filters.

    Parameters
    ----------
    sheet : Worksheet
        Where to write.
    declared : Sheet
        The columns; each takes the attribute of the rows that its `field` names.
    rows : sequence of object
        The data. Without any, the table has one empty row: Excel knows no table without rows.
    names : TableNames
        Gives the table its name.
    currency : str
        The unit of amounts.
    top : int
        The row of the header.

    Returns
    -------
    Area
        The table's place, header included.
    """
    write_header(sheet, declared.columns, top)
    lines = BareLines(sheet, [look_of(column, currency) for column in declared.columns])
    values = values_of(declared.columns)
    for number, row in enumerate(rows, start=top + 1):
        lines.put(number, values(row))
    area = Area(top, 1, len(declared.columns), top + max(1, len(rows)))
    add_table(sheet, area, names.take(declared.name))
    return area


def write_header(sheet: Worksheet, columns: Sequence[Column], top: int, left: int = 1) -> None:
    """Write header cells with their help as comments."""
    for index, column in enumerate(columns, start=left):
        cell = cell_at(sheet, top, index)
        cell.value = column.header
        paint_header(cell)
        if column.help:
            cell.comment = Comment(column.help, COMMENT_AUTHOR, height=90, width=260)
    sheet.row_dimensions[top].height = HEADER_HEIGHT


def add_table(sheet: Worksheet, area: Area, name: str) -> None:
    """Make a table with filters of an area whose header cells are written."""
    table = Table(displayName=name, name=name, ref=area.reference)
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
    # openpyxl would do it when it saves, and ask for every cell of the table to find its headers.
    table._initialise_columns()  # type: ignore[attr-defined]
    for index, column in enumerate(table.tableColumns):
        column.name = str(cell_at(sheet, area.top, area.left + index).value)
    sheet.add_table(table)


def set_widths(
    sheet: Worksheet, columns: Sequence[Column], own: Mapping[str, float] = MappingProxyType({})
) -> None:
    """Give the columns of a sheet their widths; some fields have their own on this sheet."""
    for index, column in enumerate(columns, start=1):
        width = own.get(column.field, width_of(column))
        sheet.column_dimensions[get_column_letter(index)].width = width


def fit_height(sheet: Worksheet, row: int, columns: int) -> None:
    """Make a row as high as its wrapped texts need; the columns have their widths already.

    Excel does so by itself when the text is typed, but not in every program that opens the file.
    """
    cells = (cell_at(sheet, row, index + 1) for index in range(columns))
    fit_cells(sheet, row, cells, rooms(sheet, columns))


def fit_cells(sheet: Worksheet, row: int, cells: Iterable[Cell], room: Iterable[float]) -> None:
    """`fit_height` for who has the cells of the row and the room of its columns at hand."""
    lines = max(map(_lines, cells, room))
    _row_of(sheet, row).height = min(HIGHEST_ROW, LINE_HEIGHT * lines)


def _row_of(sheet: Worksheet, row: int) -> RowDimension:
    """What openpyxl keeps of a row; it takes as long to make it as to write ten cells."""
    rows = sheet.row_dimensions
    if row not in rows:
        made = rows[row] = RowDimension.__new__(RowDimension)
        vars(made).update(_PLAIN_ROW, index=row)
        made.parent, made._style = sheet, None  # type: ignore[attr-defined]
    found = rows[row]
    assert isinstance(found, RowDimension)
    return found


def _fits_on_paper(sheet: Worksheet, area: str | None) -> bool:
    """Whether what is printed is no wider than a page at `SCALE`."""
    last = range_boundaries(area)[2] if area else sheet.max_column
    letters = (get_column_letter(column) for column in range(1, (last or 1) + 1))
    return sum(sheet.column_dimensions[letter].width for letter in letters) <= WIDEST_PAGE


def unwrap(sheet: Worksheet, row: int, column: int) -> None:
    """Let the text of the last column run on to the right, in a row of one line."""
    made_cells(sheet, row)
    cell = cell_at(sheet, row, column)
    cell.alignment = Alignment(horizontal="left", vertical="top")
    sheet.row_dimensions[row].height = None


def _lines(cell: Cell, room: float) -> int:
    value = cell._value  # type: ignore[attr-defined]
    if not isinstance(value, str):
        return 1
    lines = lines_of(value, room)
    # To look at the alignment takes longest.
    return lines if lines > 1 and cell.alignment.wrap_text else 1


def printed(declared: Sheet, last_field: str, bottom: int) -> str:
    """The area of a sheet that goes on paper: up to a column and a row."""
    fields = [column.field for column in declared.columns]
    return f"A1:{get_column_letter(fields.index(last_field) + 1)}{bottom}"


def set_page_head(sheet: Worksheet, plan: str) -> None:
    """Print the sheet's title and the plan that it belongs to at the head of every page."""
    sheet.HeaderFooter.oddHeader = HeaderFooterItem(
        left=_HeaderFooterPart(text="&A", font="Calibri,Bold", size=11),
        right=_HeaderFooterPart(text=plan.replace("&", "&&"), size=9),
    )


def set_up_page(
    sheet: Worksheet,
    *,
    freeze: str,
    repeat: str | None = None,
    one_page: bool = False,
    area: str | None = None,
    page: str = "Page &P of &N",
) -> None:
    """Freeze the header; print on A4 landscape, one page wide, the header on every page.

    `one_page` puts the whole sheet on one page, upright; `area` is all that is printed; `page` is
    what stands below each page.
    """
    if area:
        sheet.print_area = area
    sheet.freeze_panes = freeze
    sheet.print_title_rows = repeat
    sheet.page_setup.orientation = "portrait" if one_page else "landscape"
    sheet.page_setup.paperSize = A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, int(one_page)
    fits = _fits_on_paper(sheet, area)
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=one_page or not fits)
    sheet.page_setup.scale = SCALE
    margins = sheet.page_margins
    margins.left = margins.right = 0.3
    margins.top = margins.bottom = 0.5
    margins.header = margins.footer = 0.25
    sheet.HeaderFooter.oddFooter = HeaderFooterItem(
        left=_HeaderFooterPart(text="&A"), right=_HeaderFooterPart(text=page)
    )
    sheet.sheet_view.showGridLines = False
