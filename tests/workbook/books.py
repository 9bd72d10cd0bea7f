"""Small workbooks made in code: a good one, and the good one with one thing changed."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from planner.workbook.schema.declared import SHEET_BY_NAME

Rows = list[dict[str, Any]]
Book = dict[str, Rows]


def mission(id: Any = "M1", **cells: Any) -> dict[str, Any]:
    """A five-day mission in Belgium in March 2027; `cells` are by header."""
    return {
        "Mission ID": id,
        "Title": "Post clearance audit",
        "Host": "Belgium",
        "Expertise": "TOA/PCA",
        "Experts": 1,
        "Languages": "English",
        "Earliest start": date(2027, 3, 1),
        "Latest end": date(2027, 3, 31),
        "Working days": 5,
    } | cells


def expert(id: Any = "E1", **cells: Any) -> dict[str, Any]:
    """A French expert who speaks English and French."""
    return {
        "Expert ID": id,
        "Name": f"Name of {id}",
        "Administration": "France",
        "Languages": "English; French",
    } | cells


def qualification(id: Any = "E1", **cells: Any) -> dict[str, Any]:
    """An accreditation of 2025."""
    return {
        "Expert ID": id,
        "Expertise": "TOA/PCA",
        "Status": "Accredited",
        "Since": date(2025, 5, 1),
    } | cells


def settings(**values: Any) -> Rows:
    """The plan year 2027; other settings by name."""
    rows = {"Plan start": date(2027, 1, 1), "Plan end": date(2027, 12, 31)} | values
    return [{"Setting": name, "Value": value} for name, value in rows.items()]


def good_book(**sheets: Rows) -> Book:
    """A workbook without a problem: one mission, two experts; sheets replace or join those."""
    book: Book = {
        "Settings": settings(),
        "Missions": [mission()],
        "Experts": [expert("E1"), expert("E2", Administration="Kenya")],
        "Qualifications": [qualification("E1"), qualification("E2")],
    }
    return book | sheets


def headers(rows: Rows) -> list[str]:
    """All headers of some rows, in the order in which they first appear."""
    return list(dict.fromkeys(header for row in rows for header in row))


def make(book: Mapping[str, Rows], extra_headers: Iterable[str] = ()) -> Workbook:
    """The workbook of a book: the header in row 1, then the rows."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, rows in book.items():
        sheet = workbook.create_sheet(name)
        columns = headers(rows) or list(
            SHEET_BY_NAME[name].headers if name in SHEET_BY_NAME else ()
        )
        sheet.append([*columns, *extra_headers])
        for row in rows:
            sheet.append([row.get(header) for header in columns])
    return workbook


def save(book: Mapping[str, Rows], folder: Path, name: str = "plan.xlsx") -> Path:
    """Write a book into a folder."""
    path = folder / name
    make(book).save(path)
    return path
