"""The counts of one region as a workbook for its ROCB or RTCs."""

from collections.abc import Iterator, Sequence
from textwrap import wrap
from types import SimpleNamespace

from models.facts.instance import Year
from planner.domain.members.reference import REGION_NAMES
from planner.domain.wording import language
from planner.pool.counts import COLUMNS, OTHER, STATUSES, TOTAL, Cell, counts
from planner.pool.suppression import SMALLEST, suppressed
from planner.workbook.looks.plain_book import SheetPart, book_of
from planner.workbook.schema.columns import Column, Kind, Sheet

HIDDEN = "–"
# Letters of a note that a page has room for beside its margins.
_WIDEST_NOTE = 130


def pool_book(year: Year, region: str) -> tuple[bytes, int, int]:
    """The counts of a region as a workbook, how many are left out, and how many there are."""
    found = counts(year, region)
    hidden = suppressed(found)
    shown = {cell: HIDDEN if cell in hidden else found.values[cell] for cell in found.cells}
    name = f"{REGION_NAMES[region]} ({region})"
    titles = {entry.code: entry.title for entry in year.expertise}
    titles |= dict.fromkeys(found.members, "The sum of its expertise")
    inner = [code for code in found.codes if code not in found.categories]
    statuses = (*STATUSES, TOTAL)
    groups = [*found.categories, TOTAL]
    rows = {
        "By category": (groups, _telling(shown, groups, statuses)),
        "By language": (groups, _telling(shown, groups, COLUMNS)),
        "Expertise by status": (inner, _telling(shown, inner, statuses)),
        "Expertise by language": (inner, _telling(shown, inner, COLUMNS)),
    }
    parts = [
        SheetPart(
            _sheet(part, columns),
            [_row(code, titles, columns, shown) for code in codes if _says(shown, code, columns)],
            f"Experts of the region {name}: {part.lower()}",
            _notes(shown, codes, columns),
        )
        for part, (codes, columns) in rows.items()
    ]
    told = [cell for codes, columns in rows.values() for cell in _cells(shown, codes, columns)]
    return book_of(parts), sum(value == HIDDEN for value in told), len(told)


def _telling(
    shown: dict[Cell, int | str], codes: Sequence[str], columns: Sequence[str]
) -> tuple[str, ...]:
    """The columns with any figure; all of them where none has one."""
    telling = (c for c in columns if any(shown[code, c] != HIDDEN for code in codes))
    return tuple(telling) or tuple(columns)


def _says(shown: dict[Cell, int | str], code: str, columns: Sequence[str]) -> bool:
    """Whether a row has any figure."""
    return any(shown[code, column] != HIDDEN for column in columns)


def _cells(
    shown: dict[Cell, int | str], codes: Sequence[str], columns: Sequence[str]
) -> Iterator[int | str]:
    for code in codes:
        if _says(shown, code, columns):
            yield from (shown[code, column] for column in columns)


def _notes(
    shown: dict[Cell, int | str], codes: Sequence[str], columns: Sequence[str]
) -> tuple[str, ...]:
    silent = [code for code in codes if not _says(shown, code, columns) and code != TOTAL]
    rows = f"Rows without any figure: {', '.join(silent)}."
    if not any(_says(shown, code, columns) for code in codes):
        rows = "No row has a figure that can be shown."
    return (
        f"Experts of the region, counted. {HIDDEN} stands for a number below {SMALLEST}, and for "
        "others without which it could be worked out.",
        "An expert counts once for each expertise, and speaks one language or more.",
        *(wrap(rows, _WIDEST_NOTE, break_on_hyphens=False) if silent else ()),
        "Statuses and languages without any figure have no column.",
    )


def _sheet(name: str, columns: Sequence[str]) -> Sheet:
    return Sheet(
        name=name,
        purpose="",
        columns=(
            Column(header="Expertise", field="code", kind=Kind.TEXT),
            Column(header="Title", field="title"),
            *(
                Column(header=_header(column), field=_field(index), kind=Kind.WHOLE)
                for index, column in enumerate(columns)
            ),
        ),
    )


def _row(
    code: str, titles: dict[str, str], columns: Sequence[str], shown: dict[Cell, int | str]
) -> SimpleNamespace:
    figures = {_field(index): shown[code, column] for index, column in enumerate(columns)}
    if code == TOTAL:
        return SimpleNamespace(code="All", title="Qualifications, not persons", **figures)
    return SimpleNamespace(code=code, title=titles[code], **figures)


def _field(index: int) -> str:
    return f"n{index}"


def _header(column: str) -> str:
    if column == TOTAL:
        return "All"
    if column == OTHER:
        return "Other languages"
    return language(column) if column in COLUMNS else column
