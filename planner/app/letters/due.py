"""The letters that are due, to read before they are written."""

from datetime import date

from models.facts.assignment import AssignmentStatus
from models.facts.instance import Year
from planner.app.letters.letter_files import DEFAULT_TEMPLATE
from planner.app.letters.letter_filling import fill_in_all
from planner.mobilisation.letters import Letter, letters


def due_letters(year: Year, today: date) -> tuple[Letter, ...]:
    """A letter for each administration whose experts are Available, whatever was written before."""
    return letters(year, today)


def without_start(year: Year) -> int:
    """How many Available rows no letter asks for, because they have no start."""
    return sum(
        row.status is AssignmentStatus.AVAILABLE
        and row.start is None
        and row.expert_id not in year.external_ids
        for row in year.assignments
    )


def document_of(letter: Letter) -> bytes:
    """A letter as it will be written, in the template that ships with the program.

    Raises
    ------
    BadInput
        It cannot be filled in.
    """
    return fill_in_all(DEFAULT_TEMPLATE, [letter.context])[0]
