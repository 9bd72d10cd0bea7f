"""What is wrong with a change: it cannot be read, or it does not fit a year."""

from collections.abc import Iterable
from typing import NamedTuple

from planner.domain.spelling import closest, closest_id, did_you_mean
from planner.workbook.reading.values.cell_values import CellError, Fault, shown


class Misfit(NamedTuple):
    """What does not fit about a change: which of its fields, what is wrong, and how bad it is."""

    field: str
    fault: Fault
    warning: bool = False


class ChangeError(Exception):
    """A change that cannot be read; `misfits` says what is wrong with which field."""

    def __init__(self, *misfits: Misfit) -> None:
        super().__init__(*(misfit.fault.message for misfit in misfits))
        self.misfits = misfits

    @classmethod
    def of(cls, field: str, error: CellError) -> "ChangeError":
        """What is wrong with one field."""
        return cls(*(Misfit(field, fault) for fault in error.faults))


def unknown(what: str, value: str, known: Iterable[str]) -> Misfit:
    """A target that is not in the workbook, with the nearest that is."""
    ids = sorted(known)
    near = closest_id(value, ids) or closest(value, ids)
    question = f"{did_you_mean(near)} " if near else ""
    return Misfit(
        "target",
        Fault(
            f"unknown-{what}",
            f'There is no {what} with the ID "{shown(value)}" that the scenario could change.',
            f"{question}Correct the target, or add the {what} to the sheet {what.title()}s.",
        ),
    )


def misfit(field: str, code: str, message: str, remedy: str, *, warning: bool = False) -> Misfit:
    """Something that does not fit."""
    return Misfit(field, Fault(code, message, remedy), warning)
