"""What every type of the project shares: it is frozen, and it refuses fields it does not know."""

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """A value that never changes once it is made."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Fact(Frozen):
    """A value that came from a row of the input workbook.

    Attributes
    ----------
    row : int or None
        The row's number in its sheet (1 is the first), so that a message can point at it;
        None for facts that no workbook brought (tests, scenarios).
    """

    row: int | None = None
