"""Typed changes of a year, one small model a kind (RULES.md section 9): what changes, and to what.

They are data. `planner.domain.hypothetical` makes another year of a year and some changes;
`scenarios.definition.changes` reads them from cells and files and says them in words.
"""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from models.base import Frozen
from models.facts.expert import Expert, Qualification
from models.facts.mission import Mission

# The target that stands for all funds, or all experts.
ALL = "*"
_HUNDRED = Decimal(100)


class Amount(Frozen):
    """How an amount changes: by a percentage, by so many units, or to so many.

    Exactly one of the three is given; units are whole units of the plan's currency.
    """

    percent: Decimal | None = None
    by: int | None = None
    to: int | None = None

    @model_validator(mode="after")
    def _one_of_three(self) -> "Amount":
        if [self.percent, self.by, self.to].count(None) != 2:
            raise ValueError("an amount changes in exactly one way")
        return self

    def of(self, amount: int) -> int:
        """What becomes of an amount, in whole units, halves up; below 0 where more is taken."""
        if self.percent is not None:
            exact = amount * (_HUNDRED + self.percent) / _HUNDRED
            return int(exact.quantize(Decimal(1), ROUND_HALF_UP))
        return amount + self.by if self.by is not None else self.to or 0

    def words(self) -> str:
        """The change as it is written: -20%, +50,000, or 300,000."""
        if self.percent is not None:
            return f"{self.percent.normalize():+f}%"
        return f"{self.by:+,}" if self.by is not None else f"{self.to:,}"


class Window(Frozen):
    """Days from `start` to `end`, both included."""

    start: date
    end: date

    def words(self) -> str:
        """The window as a person writes it."""
        return f"{self.start} to {self.end}"


class Transfer(Frozen):
    """What one fund gives to another: a part of its amount in percent, or so many units."""

    part: Amount
    to: str

    def of(self, amount: int) -> int:
        """How much of an amount goes over, in whole units."""
        return -(self.part.of(amount) - amount)


class _OfTarget(Frozen):
    """A change of one thing, by its ID."""

    target: str

    @property
    def subject(self) -> object:
        """What is changed; a scenario changes each subject once."""
        return self.target


class FundChanged(_OfTarget):
    """The amount of a fund, or of all funds, is cut, raised or set."""

    kind: Literal["fund amount"] = "fund amount"
    value: Amount


class FundWithdrawn(_OfTarget):
    """The fund pays nothing; who was to be paid by it needs another fund."""

    kind: Literal["fund withdrawn"] = "fund withdrawn"


class FundConfirmed(_OfTarget):
    """A pending fund is confirmed."""

    kind: Literal["fund confirmed"] = "fund confirmed"


class FundFrom(_OfTarget):
    """The fund is valid from a day on; agreed rows before that day need another fund."""

    kind: Literal["fund from"] = "fund from"
    value: date


class FundSplit(_OfTarget):
    """Some of a fund's amount goes to another fund."""

    kind: Literal["fund split"] = "fund split"
    value: Transfer

    @property
    def subject(self) -> object:
        """The two funds: one fund may give to several."""
        return self.target, self.value.to


class MissionCancelled(_OfTarget):
    """The mission is left out; who was asked for it has to be told."""

    kind: Literal["mission cancelled"] = "mission cancelled"


class MissionPriority(_OfTarget):
    """The mission gets another priority."""

    kind: Literal["mission priority"] = "mission priority"
    value: int


class MissionWindow(_OfTarget):
    """The mission takes place in another window; what was agreed for other days is void."""

    kind: Literal["mission window"] = "mission window"
    value: Window


class MissionAdded(Frozen):
    """One more mission."""

    kind: Literal["mission added"] = "mission added"
    mission: Mission

    @property
    def subject(self) -> object:
        """The mission's ID."""
        return self.mission.id


class ExpertWithdrawn(_OfTarget):
    """The expert is not used; what was agreed with the expert is void."""

    kind: Literal["expert withdrawn"] = "expert withdrawn"


class ExpertUnavailable(_OfTarget):
    """The expert cannot come on some days; what was agreed for those days is void."""

    kind: Literal["expert unavailable"] = "expert unavailable"
    value: Window

    @property
    def subject(self) -> object:
        """The expert and the days: there can be several."""
        return self.target, self.value


class ExpertAdded(Frozen):
    """One more expert, or several alike."""

    kind: Literal["expert added"] = "expert added"
    experts: tuple[Expert, ...]
    qualifications: tuple[Qualification, ...]

    @property
    def subject(self) -> object:
        """The experts' IDs."""
        return tuple(expert.id for expert in self.experts)


class AdministrationWithdrawn(_OfTarget):
    """The administration releases nobody; external experts who live there are not concerned."""

    kind: Literal["administration withdrawn"] = "administration withdrawn"


class CapChanged(_OfTarget):
    """Another release cap for one expert, or the same for all."""

    kind: Literal["release cap"] = "release cap"
    value: int


class Setting(_OfTarget):
    """Another value for a setting; the target is the setting's field."""

    kind: Literal["setting"] = "setting"
    value: Any


class CellChanged(_OfTarget):
    """A cell has another value: one that remedies and reasons change, and no sheet asks for.

    Attributes
    ----------
    table : str
        Which rows of the year; the target is the ID (of an administration the country) of one.
    field : str
        The column.
    """

    kind: Literal["cell changed"] = "cell changed"
    table: Literal["missions", "experts", "funds", "administrations"]
    field: str
    value: Any

    @property
    def subject(self) -> object:
        """The cell."""
        return self.table, self.target, self.field


class RowGone(Frozen):
    """A row is not there: reasons ask what would be without it."""

    kind: Literal["row gone"] = "row gone"
    table: Literal["unavailability", "exclusions", "assignments", "holidays"]
    fact: Any

    @property
    def subject(self) -> object:
        """The row."""
        return self.table, self.fact


Change = Annotated[
    FundChanged
    | FundWithdrawn
    | FundConfirmed
    | FundFrom
    | FundSplit
    | MissionCancelled
    | MissionPriority
    | MissionWindow
    | MissionAdded
    | ExpertWithdrawn
    | ExpertUnavailable
    | ExpertAdded
    | AdministrationWithdrawn
    | CapChanged
    | Setting
    | CellChanged
    | RowGone,
    Field(discriminator="kind"),
]
