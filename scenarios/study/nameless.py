"""A year without names of people and free text, for whoever works on it: no plan needs them."""

from collections.abc import Mapping
from typing import Any

from models.facts.expert import Expert, HistoryEntry
from models.facts.instance import Year
from models.facts.visit import Visit

# What people write about people; the titles of missions and the names of funds stay.
_FREE_TEXT = frozenset(
    ("ncp_name", "ncp_email", "reason", "feedback", "decided_by", "lead_official", "request")
)


def nameless(year: Year) -> Year:
    """The same year; experts are called by their IDs, all that is free text is blank."""
    past = _numbered(year)
    return year.replace(
        **{
            name: tuple(_bare(row, past) for row in getattr(year, name))
            for name in type(year).model_fields
            if isinstance(getattr(year, name), tuple)
        }
    )


def _numbered(year: Year) -> Mapping[str, str]:
    """What stands for the texts of History's column Mission, other than IDs of missions.

    Each text gets one of its own, because a plan may depend on whether two of them are the same.
    """
    listed = {row.mission_id for row in year.assignments}
    known = {m.id for m in (*year.missions, *year.begun)} | listed | year.called_off_by_id.keys()
    texts = dict.fromkeys(entry.mission for entry in year.history)
    free = [text for text in texts if text and text not in known]
    return {text: f"\N{SECTION SIGN}{number}" for number, text in enumerate(free, start=1)}


def _bare(row: Any, past: Mapping[str, str]) -> Any:
    fields = getattr(type(row), "model_fields", {})
    changes: dict[str, object] = dict.fromkeys(_FREE_TEXT & fields.keys(), "")
    if isinstance(row, Expert):
        changes["name"] = row.id
    if isinstance(row, HistoryEntry):
        changes["mission"] = past.get(row.mission, row.mission)
    if isinstance(row, Visit):
        changes["mission_id"] = past.get(row.mission_id, row.mission_id)
    return row.model_copy(update=changes) if changes else row
