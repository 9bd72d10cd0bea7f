"""Wide sheets on paper: so many columns a page as can be read, each page saying whose row it is."""

from collections.abc import Iterator, Sequence

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from planner.workbook.looks.tables import Area, set_up_page

# What is between the margins of A4 on its side; a character of a cell where its font is a wide one.
_PAGE_CM, _CM_PER_CHARACTER = 27.4, 0.25
# In percent; smaller print is not read any more.
_LEAST_SCALE = 60


def set_up_wide_page(
    sheet: Worksheet,
    area: Area,
    *,
    freeze: str,
    keys: int,
    ends: Sequence[int] = (),
    repeat: bool = True,
    below: str = "",
) -> None:
    """Print on A4 on its side: one page wide where that can be read, else section by section.

    Parameters
    ----------
    area : Area
        The table; what stands above it is on the first page.
    keys : int
        How many of the first columns are on every page.
    ends : sequence of int
        The last columns of sections that belong together; where there are none, a section has as
        many columns as there is room for.
    repeat : bool
        Whether the header row is on every page.
    below : str
        The cells below the table that are printed, too, on a page of their own.
    """
    set_up_page(sheet, freeze=freeze, repeat=f"{area.top}:{area.top}" if repeat else None)
    widths = [_width(sheet, column) for column in range(1, area.columns + 1)]
    last = tuple(ends) or tuple(_sections(widths, keys))
    if sum(widths) * _LEAST_SCALE <= 100 * _PAGE_CM:
        return
    sheet.print_title_cols = f"A:{get_column_letter(keys)}"
    sheet.print_area = ",".join([*_areas(area, last), *([below] if below else [])])
    fitting = sheet.sheet_properties.pageSetUpPr
    assert fitting is not None
    fitting.fitToPage = False
    sheet.page_setup.scale = _scale(widths, keys, last)


def _width(sheet: Worksheet, column: int) -> float:
    """In cm, rather too much than too little."""
    return float(_CM_PER_CHARACTER * sheet.column_dimensions[get_column_letter(column)].width)


def _areas(area: Area, last: Sequence[int]) -> Iterator[str]:
    """The sections, the first with all that is above the table."""
    first, top = 1, 1
    for end in last:
        yield f"{get_column_letter(first)}{top}:{get_column_letter(end)}{area.bottom}"
        first, top = end + 1, area.top


def _sections(widths: Sequence[float], keys: int) -> Iterator[int]:
    """The last column of each section, the keys being on every page."""
    room = 100 * _PAGE_CM / _LEAST_SCALE - sum(widths[:keys])
    taken = 0.0
    for column, width in enumerate(widths[keys:], start=keys + 1):
        if taken and taken + width > room:
            yield column - 1
            taken = 0.0
        taken += width
    yield len(widths)


def _scale(widths: Sequence[float], keys: int, last: Sequence[int]) -> int:
    """In percent, so that the widest section fits on a page."""
    sections = zip((keys, *last[:-1]), last, strict=True)
    widest = max(sum(widths[start:end]) for start, end in sections) + sum(widths[:keys])
    return max(10, min(100, int(100 * _PAGE_CM / widest)))
