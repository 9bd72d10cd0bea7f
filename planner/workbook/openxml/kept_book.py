"""A copy of the user's workbook with sheets of ours in it; all its other sheets stay as they were.

Our sheets are built on their own and put into the copy part by part
(`planner.workbook.openxml.graft`), so that nothing of the user's workbook passes through a library
that might not know it.
"""

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from pathlib import Path

from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook import Workbook

from planner.domain.spelling import fold
from planner.workbook.openxml import graft
from planner.workbook.openxml.book_part import BookPart
from planner.workbook.openxml.container import file_bytes, usual_dialect
from planner.workbook.openxml.package import Package
from planner.workbook.openxml.saving import refuse_target, save_whole
from planner.workbook.openxml.signature import sign
from planner.workbook.schema.columns import Sheet


class KeptBook:
    """A copy of a workbook in memory.

    Parameters
    ----------
    source : Path
        The workbook; it is read and never changed.
    replaced : iterable of Sheet
        The sheets that are taken out where an earlier run left them.
    content : bytes, optional
        What the source held when it was read, where somebody may have changed it since.

    Raises
    ------
    WorkbookError
        Where the source cannot be read.
    """

    def __init__(
        self, source: Path, replaced: Iterable[Sheet], content: bytes | None = None
    ) -> None:
        self._source = source
        original = file_bytes(source) if content is None else usual_dialect(content)
        self.package = Package.read(BytesIO(original))
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

    def save(self, target: Path, sheets: Package, when: datetime) -> None:
        """Put sheets in front and write the file, whole or not at all; to be called once.

        Raises
        ------
        WorkbookError
            Where the target cannot be written (open in Excel, for example) or is the source.
        """
        refuse_target(self._source, target, "output workbook")
        graft.remove_sheets(self.package, self._replaced)
        graft.add_sheets(self.package, sheets)
        graft.make_plain_workbook(self.package)
        graft.stamp_time(self.package, when)
        sign(self.package)
        save_whole(target, self.package.to_bytes())
