"""A copy of the user's workbook with sheets of ours in it; all its other sheets stay as they were.

Our sheets are built on their own and put into the copy part by part (`graft` beside this file), so
that nothing of the user's workbook passes through a library that might not know it.
"""

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO

from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook import Workbook

from planner.domain.spelling import fold
from planner.workbook.openxml import graft
from planner.workbook.openxml.book_part import BookPart
from planner.workbook.openxml.opening.container import usual_dialect
from planner.workbook.openxml.opening.signature import sign
from planner.workbook.openxml.package import Package
from planner.workbook.openxml.quick_save import package_of_book
from planner.workbook.openxml.restyle import styles_before
from planner.workbook.schema.columns import Sheet


class KeptBook:
    """A copy of a workbook in memory.

    Parameters
    ----------
    content : bytes
        The workbook as it was read.
    replaced : iterable of Sheet
        The sheets that are taken out where an earlier run left them.
    """

    def __init__(self, content: bytes, replaced: Iterable[Sheet]) -> None:
        self.package = Package.read(BytesIO(usual_dialect(content)))
        ours = {fold(sheet.name) for sheet in replaced}
        names = (name for name, _ in BookPart(self.package).sheets())
        self._replaced = [name for name in names if fold(name) in ours]

    def taken_names(self) -> set[str]:
        """Names of tables and cells that our tables may not have."""
        book = BookPart(self.package)
        parts = {part for name, part in book.sheets() if name in self._replaced}
        freed = {name for part in parts for name in graft.tables_of_sheet(self.package, part)}
        return {*graft.table_names(self.package).values(), *book.defined_names()} - freed

    def count_alike(self, book: Workbook) -> None:
        """Have a workbook of ours count its dates as this one does."""
        if BookPart(self.package).counts_from_1904:
            book.epoch = CALENDAR_MAC_1904

    def with_sheets(self, book: Workbook, when: datetime) -> bytes:
        """Put the sheets of a workbook in front, and give the file; to be called once."""
        graft.remove_sheets(self.package, self._replaced)
        sheets = package_of_book(book, styles_before(self.package))
        graft.add_sheets(self.package, sheets, restyled=True)
        graft.make_plain_workbook(self.package)
        graft.stamp_time(self.package, when)
        sign(self.package)
        return self.package.to_bytes()
