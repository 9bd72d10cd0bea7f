"""A scenario: a name and the changes that it makes to a base year, one after the other."""

from collections.abc import Iterator
from functools import reduce

from models.base import Frozen
from models.instance import Year
from scenarios.definition.changes import Changed

# The name of the workbook as it is.
BASE = "Base"


class Scenario(Frozen):
    """A what-if question; without changes it asks for the base year itself."""

    name: str
    changes: tuple[Changed, ...] = ()

    def apply(self, year: Year) -> Year:
        """The year with all changes made; the year itself stays as it is."""
        return reduce(lambda so_far, change: change.apply(so_far), self.changes, year)

    def words(self, year: Year) -> Iterator[str]:
        """What the scenario changes, a sentence for each change."""
        for change in self.changes:
            yield f"{change.words(year)}."
            year = change.apply(year)


AS_IT_IS = Scenario(name=BASE)
