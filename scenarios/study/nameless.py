"""A year without names of people and free text, for whoever works on it: no plan needs them."""

from typing import Any

from models.expert import Expert, HistoryEntry
from models.instance import Year

# What people write about people; the titles of missions and the names of funds stay.
_FREE_TEXT = frozenset(
    (
        *("ncp_name", "ncp_email", "reason", "feedback", "decided_by", "lead_official"),
        *("official", "request"),
    )
)


def nameless(year: Year) -> Year:
    """The same year; experts are called by their IDs, all that is free text is blank."""
    return year.replace(
        **{
            name: tuple(_bare(row) for row in getattr(year, name))
            for name in type(year).model_fields
            if isinstance(getattr(year, name), tuple)
        }
    )


def _bare(row: Any) -> Any:
    fields = getattr(type(row), "model_fields", {})
    blank: dict[str, object] = dict.fromkeys(_FREE_TEXT & fields.keys(), "")
    if isinstance(row, Expert):
        blank["name"] = row.id
    if isinstance(row, HistoryEntry):
        blank["mission"] = ""
    return row.model_copy(update=blank) if blank else row
