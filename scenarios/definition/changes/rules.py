"""Changes of the figures and choices that hold for the whole plan: the settings."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import model_validator

from models.instance import Year
from planner.domain.past import settled
from planner.workbook.forms.typed import typed_item
from planner.workbook.reading.cell_values import CellError, text_of
from planner.workbook.reading.settings import MOST_PLAN_DAYS, parse_setting
from planner.workbook.schema.columns import Kind
from planner.workbook.schema.settings_and_scenarios import SETTING_ROWS
from scenarios.definition.changes.base import Change, ChangeError, Misfit, misfit, read_by

_ROW = {row.field: row for row in SETTING_ROWS}


class Setting(Change):
    """Another value for a setting; the target is the setting's name, kept as its field."""

    kind: Literal["setting"] = "setting"
    target: Annotated[str, read_by(text_of)]
    value: Any

    @model_validator(mode="before")
    @classmethod
    def _understood(cls, given: Any) -> Any:
        """Read the value as the setting asks for it."""
        if not isinstance(given, dict):
            return given
        target, value = str(given.get("target", "")), given.get("value")
        if target in _ROW and not isinstance(value, str):
            return given  # made in a program
        try:
            field, value = parse_setting(_ROW[target].name if target in _ROW else target, value)
        except CellError as error:
            where = "target" if error.faults[0].code == "unknown-setting" else "value"
            raise ChangeError.of(where, error) from None
        return {**given, "target": field, "value": value}

    @property
    def subject(self) -> object:
        """The setting."""
        return self.target

    def misfits(self, year: Year) -> Iterator[Misfit]:
        """Dates of the plan that other facts speak against."""
        changed = self.apply(year).settings
        first, last = changed.plan_start, changed.plan_end
        if last < first:
            yield misfit(
                "value",
                "plan-reversed",
                f"The plan would end ({last}) before it starts ({first}).",
                "Correct the date.",
            )
        elif (last - first).days >= MOST_PLAN_DAYS:
            yield misfit(
                "value",
                "plan-too-long",
                f"The plan would last from {first} to {last}, more than five years.",
                "Correct the date; a plan usually lasts a year.",
            )
        past = max((entry.start for entry in year.history), default=None)
        if past is not None and past >= first:
            yield misfit(
                "value",
                "history-in-plan",
                f"The sheet History has a mission that starts on {past}, after the plan would "
                f"start ({first}).",
                "Give a later date.",
            )

    def apply(self, year: Year) -> Year:
        """The year with another setting."""
        settings = year.settings.model_copy(update={self.target: self.value})
        return settled(year.replace(settings=settings))

    def words(self, year: Year) -> str:
        """The values before and after."""
        row = _ROW[self.target]
        before, after = getattr(year.settings, self.target), self.value
        return f"{row.name}: {_typed(row.kind, after)} instead of {_typed(row.kind, before)}"


def _typed(kind: Kind, value: object) -> str:
    """A value as people type it."""
    items = value if isinstance(value, tuple) else (value,)
    return "; ".join(str(typed_item(kind, item)) for item in items)
