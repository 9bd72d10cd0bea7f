"""What changed from one plan to another, and why: in sentences, and as a workbook."""

from typing import NamedTuple

from models.facts.instance import Year
from planner.mobilisation.differences import differences
from planner.mobilisation.fact_changes import FactDifference
from planner.workbook.looks.plain_book import SheetPart, book_of
from planner.workbook.schema.after_plan import CHANGES


class PlanChanges(NamedTuple):
    """What somebody changed, then what the plan does differently with the reason, then levels."""

    lines: tuple[FactDifference, ...]

    def to_workbook(self, old: str, new: str) -> bytes:
        """The changes as a sheet.

        Parameters
        ----------
        old, new : str
            The names of the two workbooks.
        """
        note = f"From {old} to {new}."
        return book_of([SheetPart(CHANGES, self.lines, "What changed, and why", (note,))])


def changes_between(old: Year, new: Year) -> PlanChanges:
    """Compare two years, each with the plan in its rows of the sheet Assignments."""
    return PlanChanges(differences(old, new))
