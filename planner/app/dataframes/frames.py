"""Rows of declared sheets as typed DataFrames; pandas is loaded when one is made, not before."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import Enum
from typing import TYPE_CHECKING, Any

from planner.workbook.forms.typed import typed_item
from planner.workbook.schema.columns import Column, Kind, Sheet

if TYPE_CHECKING:
    import pandas as pd

_NUMBERS = (Kind.WHOLE, Kind.AMOUNT)
# Few words that come again and again.
_CATEGORIES = (Kind.CHOICE, Kind.COUNTRY, Kind.REGION, Kind.PLACE, Kind.LANGUAGE, Kind.CODE)


def frame(
    declared: Sheet | Sequence[Column],
    rows: Iterable[object],
    value: Callable[[object, str], object] = getattr,
) -> "pd.DataFrame":
    """A table of the rows of a sheet, its columns named by their headers.

    Dates are datetime64, whole numbers and amounts Int64, percentages Float64, yes or no boolean,
    choices, places, languages and codes categories, everything else text; lists are text with
    "; " between the items.

    Parameters
    ----------
    declared : Sheet or sequence of Column
        The columns.
    rows : iterable of object
        What the sheet would hold.
    value : callable
        Gives the value of a row for a field.
    """
    import pandas as pd  # noqa: PLC0415, heavy

    columns = declared.columns if isinstance(declared, Sheet) else declared
    held = list(rows)
    return pd.DataFrame(
        {c.header: _series(c.kind, [value(row, c.field) for row in held]) for c in columns}
    )


def from_mappings(row: object, field: str) -> object:
    """The value of a row that is a mapping."""
    assert isinstance(row, Mapping)
    return row.get(field)


def _series(kind: Kind, values: Sequence[object]) -> "pd.Series[Any]":
    import pandas as pd  # noqa: PLC0415, heavy

    if kind is Kind.DATE:
        return pd.Series(pd.to_datetime(pd.Series(list(values), dtype="object")))
    if kind in _NUMBERS:
        return pd.Series([_number(v) for v in values], dtype="Int64")
    if kind is Kind.PERCENT:
        return pd.Series([_number(v) for v in values], dtype="Float64")
    if kind is Kind.YES_NO:
        return pd.Series([v if isinstance(v, bool) else None for v in values], dtype="boolean")
    texts = pd.Series([_text(kind, v) for v in values], dtype="string")
    return texts.astype("category") if kind in _CATEGORIES else texts


def _number(value: object) -> int | float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _text(kind: Kind, value: object) -> str | None:
    if isinstance(value, tuple | list):
        return "; ".join(str(typed_item(kind, item)) for item in value)
    if value is None or value == "":
        return None
    return str(value.value if isinstance(value, Enum) else typed_item(kind, value))
