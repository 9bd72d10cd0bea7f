"""A place in the workbook, before it is known how the workbook names its sheets and columns."""

from typing import NamedTuple


class Place(NamedTuple):
    """A cell of the workbook by sheet, field and row; no row: the sheet as a whole."""

    sheet: str
    field: str
    row: int | None
