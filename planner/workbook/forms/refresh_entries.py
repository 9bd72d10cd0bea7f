"""What the records of an administration's experts say, line by line, for the refresh.

Source: policy HC0150Ea, Accredited Customs Experts (ACE) database ("a complete refresh
administered by the WCO will be conducted every five years with the input and assistance of the WCO
Membership").
"""

from collections.abc import Iterator
from typing import NamedTuple

from models.facts.expert import Expert, Qualification
from models.facts.instance import Year
from planner.workbook.schema.columns import Column, Sheet
from planner.workbook.schema.core import ACTIVE, LEFT
from planner.workbook.schema.declared import EXPERTS, QUALIFICATIONS

_SINCE = " since"


class RecordEntry(NamedTuple):
    """One thing on record of one expert: where it stands, and its value as a fact.

    `row` is the row of the sheet, None for facts that no workbook brought; `expertise` is the code
    that the entry is about, "" where it is about the expert.
    """

    expert: Expert
    sheet: Sheet
    field: str
    value: object
    row: int | None
    expertise: str = ""

    @property
    def column(self) -> Column:
        """The column that it stands in."""
        return self.sheet.column(self.field)

    @property
    def key(self) -> str:
        """What the entry is called among those of its expert, in every language."""
        if not self.expertise:
            return self.field
        return f"{self.expertise}{_SINCE}" if self.field == "since" else self.expertise

    @property
    def label(self) -> str:
        """The name of the text that says what the entry is about."""
        if not self.expertise:
            return self.field
        return "since" if self.field == "since" else "standing"


def administrations(year: Year) -> tuple[str, ...]:
    """The countries whose administrations have serving experts, in the order of the codes."""
    return tuple(sorted({expert.administration for expert in _serving(year)}))


def entries_of(year: Year, country: str) -> Iterator[RecordEntry]:
    """All entries of an administration's experts, expert by expert."""
    for expert in _serving(year):
        if expert.administration == country:
            yield from _of_expert(expert)
            for row in year.qualifications_by_expert.get(expert.id, ()):
                yield from _of_qualification(expert, row)


def _serving(year: Year) -> Iterator[Expert]:
    """Experts whom an administration releases: no external one, and none who has left."""
    return (e for e in year.experts if e.id not in year.external_ids and not e.left)


def _of_expert(expert: Expert) -> Iterator[RecordEntry]:
    values = {
        "name": expert.name,
        "languages": expert.languages,
        "status": LEFT if expert.left else ACTIVE,
    }
    for field, value in values.items():
        yield RecordEntry(expert, EXPERTS, field, value, expert.row)


def _of_qualification(expert: Expert, row: Qualification) -> Iterator[RecordEntry]:
    for field, value in (("status", row.status.value), ("since", row.since)):
        yield RecordEntry(expert, QUALIFICATIONS, field, value, row.row, row.expertise)
