"""Changes of missions: cancelled, more or less urgent, at another time."""

from collections.abc import Iterator
from typing import Annotated, Literal

from models.assignment import AssignmentRow
from models.instance import Year
from models.mission import CalledOff, Mission
from planner.domain.calendars import Calendars
from planner.domain.past import settled
from planner.workbook.reading.cell_values import id_of
from scenarios.definition.changes.base import Change, Misfit, misfit, read_by, unknown, with_mission
from scenarios.definition.changes.values import Window, priority_in, window_in


class MissionChange(Change):
    """A change of one mission."""

    target: Annotated[str, read_by(id_of)]

    @property
    def subject(self) -> object:
        """The mission."""
        return self.target

    def misfits(self, year: Year) -> Iterator[Misfit]:
        """An unknown mission, and what the kind of change has to say about a known one."""
        if self.target in year.mission_by_id:
            yield from self._about(year, year.mission_by_id[self.target])
        else:
            yield unknown("mission", self.target, year.mission_by_id)

    def _about(self, year: Year, mission: Mission) -> Iterator[Misfit]:
        yield from ()


class MissionCancelled(MissionChange):
    """The mission is left out; who was asked for it has to be told."""

    kind: Literal["mission cancelled"] = "mission cancelled"

    def apply(self, year: Year) -> Year:
        """The year without the mission; rows that name it make no demands."""
        mission = year.mission_by_id[self.target]
        gone = CalledOff(
            row=mission.row,
            id=mission.id,
            title=mission.title,
            host=mission.host,
            lead_official=mission.lead_official,
        )
        return year.replace(
            missions=tuple(m for m in year.missions if m.id != self.target),
            exclusions=tuple(e for e in year.exclusions if e.mission_id != self.target),
            called_off=(*year.called_off, gone),
        )

    def words(self, year: Year) -> str:
        """Which mission is cancelled."""
        return f"Mission {self.target} is cancelled"


class MissionPriority(MissionChange):
    """The mission gets another priority."""

    kind: Literal["mission priority"] = "mission priority"
    value: Annotated[int, read_by(priority_in)]

    def apply(self, year: Year) -> Year:
        """The year with the mission more or less urgent."""
        mission = year.mission_by_id[self.target]
        return with_mission(year, mission.model_copy(update={"priority": self.value}))

    def words(self, year: Year) -> str:
        """The priorities before and after."""
        before = year.mission_by_id[self.target].priority
        return f"Mission {self.target} has priority {self.value} instead of {before}"


class MissionWindow(MissionChange):
    """The mission takes place in another window; what was agreed for other days is void."""

    kind: Literal["mission window"] = "mission window"
    value: Annotated[Window, read_by(window_in)]

    def apply(self, year: Year) -> Year:
        """The year with the mission at another time."""
        changes = {"earliest_start": self.value.start, "latest_end": self.value.end}
        moved = year.mission_by_id[self.target].model_copy(update=changes)
        calendars = Calendars(year)
        rows = (r for r in year.assignments if not self._is_void(year, calendars, moved, r))
        return settled(with_mission(year, moved).replace(assignments=tuple(rows)))

    def words(self, year: Year) -> str:
        """The new window."""
        return f"Mission {self.target} takes place from {self.value.words()}"

    def _about(self, year: Year, mission: Mission) -> Iterator[Misfit]:
        start, end = year.settings.plan_start, year.settings.plan_end
        if self.value.end < start or end < self.value.start:
            yield misfit(
                "value",
                "window-outside-plan",
                f"The window {self.value.words()} is outside the plan ({start} to {end}), so the "
                "mission cannot be delivered.",
                "Correct the dates, or use the change mission cancelled.",
                warning=True,
            )

    def _is_void(
        self, year: Year, calendars: Calendars, moved: Mission, row: AssignmentRow
    ) -> bool:
        if row.mission_id != self.target or row.start is None:
            return False
        if not row.status.demanding:
            return False
        run = calendars.run(moved, row.start)
        return run.start < self.value.start or run.end > self.value.end
