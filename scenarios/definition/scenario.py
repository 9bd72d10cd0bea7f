"""A scenario: a name and the changes that it makes to a base year, one after the other."""

from collections.abc import Iterator

from models.base import Frozen
from models.facts.instance import Year
from models.requests.changes import Change
from planner.domain.hypothetical import year_with
from scenarios.definition.changes.words import words

# The name of the workbook as it is.
BASE = "Base"


class Scenario(Frozen):
    """A what-if question; without changes it asks for the base year itself."""

    name: str
    changes: tuple[Change, ...] = ()

    def apply(self, year: Year) -> Year:
        """The year with all changes made; the year itself stays as it is."""
        return year_with(year, self.changes)

    def words(self, year: Year) -> Iterator[str]:
        """What the scenario changes, a sentence for each change."""
        for change in self.changes:
            yield f"{words(change, year)}."
            year = year_with(year, [change])


AS_IT_IS = Scenario(name=BASE)
