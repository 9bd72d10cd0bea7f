"""A year with one mission, to see what would be if a fact was another one."""

from dataclasses import dataclass, replace
from typing import Any

from models.instance import Year
from models.mission import Mission
from planner.formulation.usage import Excuse
from planner.reasons.grants import spare_expert


@dataclass(frozen=True)
class Case:
    """A version of a year with one mission, and of whom rules that join missions are not asked."""

    year: Year
    excused: frozenset[Excuse] = frozenset()

    @property
    def mission(self) -> Mission:
        """The mission."""
        return self.year.missions[0]

    def with_mission(self, **changes: object) -> "Case":
        """The case with another version of the mission."""
        return self._with(missions=(self.mission.model_copy(update=changes),))

    def with_expert(self, expert_id: str, **changes: object) -> "Case":
        """The case with another version of an expert."""
        return self._with(experts=_changed(self.year.experts, "id", expert_id, changes))

    def with_fund(self, fund_id: str, **changes: object) -> "Case":
        """The case with other terms of a fund."""
        return self._with(funds=_changed(self.year.funds, "id", fund_id, changes))

    def with_administration(self, code: str, **changes: object) -> "Case":
        """The case with other limits of an administration."""
        rows = _changed(self.year.administrations, "country", code, changes)
        return self._with(administrations=rows)

    def without_row(self, table: str, row: object) -> "Case":
        """The case without a row of a sheet."""
        kept = tuple(other for other in getattr(self.year, table) if other != row)
        return self._with(**{table: kept})

    def on_public_holidays(self) -> "Case":
        """The case in which missions may run over public holidays."""
        changes = {"avoid_public_holidays": False}
        return self._with(settings=self.year.settings.model_copy(update=changes))

    def excuse(self, *excuse: str) -> "Case":
        """The case in which a rule is not asked of somebody."""
        rule, whom = excuse
        return replace(self, excused=self.excused | {(rule, whom)})

    def with_spares(self) -> "Case":
        """The case with as many further experts as the mission asks for."""
        positions = enumerate(self.mission.positions, start=1)
        spares = [spare_expert(self.mission, code, n) for n, code in positions]
        return self._with(
            experts=(*self.year.experts, *(expert for expert, _ in spares)),
            qualifications=(*self.year.qualifications, *(held for _, held in spares)),
        )

    def _with(self, **changes: object) -> "Case":
        return replace(self, year=self.year.replace(**changes))


def _changed(
    rows: tuple[Any, ...], name: str, key: str, changes: dict[str, Any]
) -> tuple[Any, ...]:
    return tuple(
        row.model_copy(update=changes) if getattr(row, name) == key else row for row in rows
    )
