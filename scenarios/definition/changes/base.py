"""What every kind of change has: a target, perhaps a value, and what it makes of a year."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from pydantic import BeforeValidator, ValidationInfo

from models.base import Frozen
from models.expert import Expert
from models.fund import Fund
from models.instance import Year
from models.mission import Mission
from planner.domain.spelling import closest, closest_id, did_you_mean
from planner.workbook.reading.cell_values import CellError, Fault, shown

# The target that stands for all funds, or all experts.
ALL = "*"


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


class Change(Frozen):
    """One change to a year; each kind is a small model of its own."""

    def misfits(self, year: Year) -> Iterator[Misfit]:
        """What speaks against making this change to a year; nothing where all is well."""
        yield from ()

    def apply(self, year: Year) -> Year:
        """Another year with this change; the year itself stays as it is."""
        raise NotImplementedError

    def words(self, year: Year) -> str:
        """What the change does to a year, in a sentence without its full stop."""
        raise NotImplementedError

    @property
    def subject(self) -> object:
        """What is changed; a scenario changes each subject once."""
        raise NotImplementedError


def read_by(parse: Callable[[object], object]) -> BeforeValidator:
    """Read what a cell or a TOML value holds; objects made in a program pass as they are."""

    def validate(raw: Any, info: ValidationInfo) -> Any:
        if not isinstance(raw, (str, int, float, date, datetime)):
            return raw
        try:
            return parse(raw)
        except CellError as error:
            raise ChangeError.of(info.field_name or "", error) from None

    return BeforeValidator(validate)


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


def with_mission(year: Year, mission: Mission) -> Year:
    """The year with a mission in the place of the one with its ID."""
    missions = (mission if old.id == mission.id else old for old in year.missions)
    return year.replace(missions=tuple(missions))


def with_fund(year: Year, fund: Fund) -> Year:
    """The year with a fund in the place of the one with its ID."""
    return year.replace(funds=tuple(fund if old.id == fund.id else old for old in year.funds))


def with_expert(year: Year, expert: Expert) -> Year:
    """The year with an expert in the place of the one with that ID."""
    experts = (expert if old.id == expert.id else old for old in year.experts)
    return year.replace(experts=tuple(experts))
