"""Workbooks taken apart and put together again with one thing damaged."""

import io
import re
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import openpyxl
from openpyxl.comments import Comment
from openpyxl.worksheet.hyperlink import Hyperlink

from planner.sample.book import write_sample

CASES = Path(__file__).parent.parent / "cases"

Parts = dict[str, bytes]


def parts_of(content: bytes) -> Parts:
    """The parts of a file by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {name: file.read(name) for name in file.namelist()}


def archive(parts: Mapping[str, bytes]) -> bytes:
    """A file of parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return buffer.getvalue()


@cache
def sample_bytes(missions: int = 4, experts: int = 10, seed: int = 3) -> bytes:
    """A sample year: tables, drop-downs, notes, and a sheet of the user's own with a link."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sample.xlsx"
        write_sample(path, missions, experts, seed)
        book = openpyxl.load_workbook(path)
        own = book.create_sheet("Our notes")
        own["A1"], own["A2"], own["B2"] = "Remember", "=1+1", 7
        own["A1"].comment = Comment("of the office", "Office")
        own["A1"].hyperlink = Hyperlink(ref="A1", target="https://example.org/")
        own.merge_cells("C1:D2")
        buffer = io.BytesIO()
        book.save(buffer)
    return buffer.getvalue()


def changed(content: bytes, part: str, old: bytes, new: bytes, count: int = 0) -> bytes:
    """A file after replacements (a pattern) in the parts whose name matches a pattern."""
    parts = parts_of(content)
    touched = [name for name in parts if re.fullmatch(part, name)]
    assert touched, part
    for name in touched:
        parts[name], times = re.subn(old, new, parts[name], count=count)
        assert times, (name, old)
    return archive(parts)


def without(content: bytes, part: str) -> bytes:
    """A file without the parts whose name matches a pattern."""
    parts = parts_of(content)
    kept = {name: part_ for name, part_ in parts.items() if not re.fullmatch(part, name)}
    assert len(kept) < len(parts)
    return archive(kept)


def sheet_part(content: bytes, title: str) -> str:
    """The name of a sheet's part."""
    from planner.workbook.openxml.book_part import BookPart
    from planner.workbook.openxml.package import Package

    return dict(BookPart(Package(parts_of(content))).sheets())[title]
