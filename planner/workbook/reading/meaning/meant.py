"""What a cell is taken for where it does not say it in so many words, and what that depends on."""

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from planner.workbook.reading.values.text_dates import DateOrder

if TYPE_CHECKING:
    from planner.workbook.reading.values.cells import Codes

Cell = str | int | date


class Meant(NamedTuple):
    """The one meaning of a cell: its value, what the cell should hold to say it, and why.

    `cell` is None where the cell says its value as the column asks for it: nothing is told then.
    """

    value: object
    cell: Cell | None = None
    why: str = ""


@dataclass(frozen=True)
class Manner:
    """How cells of one column are read.

    Attributes
    ----------
    codes : Codes
        The expertise list.
    sheet : str
        The declared name of the sheet.
    currency : str
        The plan's currency.
    order : DateOrder or None
        Whether 04/05/2027 is a day of May or of April, where that is known.
    from_1904 : bool
        Whether the workbook counts its days from 1904.
    """

    codes: "Codes" = field(repr=False)
    sheet: str = ""
    currency: str = "EUR"
    order: DateOrder | None = None
    from_1904: bool = False
