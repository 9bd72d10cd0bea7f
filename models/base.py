"""What every type of the project shares: it is frozen, and it refuses fields it does not know."""

from collections.abc import Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """A value that never changes once it is made."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Copy the fields, some of them changed, and nothing that was derived from the old ones.

        Pydantic would carry the values of cached properties over to the copy.
        """
        copied = super().model_copy(update=update, deep=deep)
        for name in copied.__dict__.keys() - type(self).model_fields.keys():
            del copied.__dict__[name]
        return copied

    def __getstate__(self) -> dict[Any, Any]:
        """The fields alone: what was derived from them is derived again where this arrives.

        Another thread may be deriving something just now; who is pickled meanwhile must not care.
        """
        state = super().__getstate__()
        values = state["__dict__"]
        fields = {name: values[name] for name in type(self).model_fields if name in values}
        return {**state, "__dict__": fields}


class Fact(Frozen):
    """A value that came from a row of the input workbook.

    Attributes
    ----------
    row : int or None
        The row's number in its sheet (1 is the first), so that a message can point at it;
        None for facts that no workbook brought (tests, scenarios).
    """

    row: int | None = None
