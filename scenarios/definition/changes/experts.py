"""Changes of experts: who is not there, when, and how many weeks are released."""

from collections.abc import Container, Iterator
from typing import Annotated, Literal

from models.assignment import AssignmentRow
from models.expert import AppliesTo, Expert, Unavailability
from models.instance import Year
from planner.domain.calendars import Calendars, Span, busy_period
from planner.domain.country_names import country_name
from planner.domain.spelling import closest, did_you_mean
from planner.domain.wording import counted
from planner.workbook.reading.cell_values import id_of, text_of
from planner.workbook.reading.cells import country_of
from scenarios.definition.changes.base import (
    ALL,
    Change,
    Misfit,
    misfit,
    read_by,
    unknown,
    with_expert,
)
from scenarios.definition.changes.values import Window, weeks_in, window_in

_Target = Annotated[str, read_by(id_of)]


class ExpertChange(Change):
    """A change of one expert."""

    target: _Target

    @property
    def subject(self) -> object:
        """The expert."""
        return self.target

    def misfits(self, year: Year) -> Iterator[Misfit]:
        """An unknown expert."""
        if self.target not in year.expert_by_id:
            yield unknown("expert", self.target, year.expert_by_id)


class ExpertWithdrawn(ExpertChange):
    """The expert is not used; what was agreed with the expert is void."""

    kind: Literal["expert withdrawn"] = "expert withdrawn"

    def apply(self, year: Year) -> Year:
        """The year without the expert."""
        return _without(year, {self.target})

    def words(self, year: Year) -> str:
        """Which expert is not used."""
        return f"Expert {self.target} is withdrawn"


class ExpertUnavailable(ExpertChange):
    """The expert cannot come on some days; what was agreed for those days is void."""

    kind: Literal["expert unavailable"] = "expert unavailable"
    value: Annotated[Window, read_by(window_in)]

    @property
    def subject(self) -> object:
        """The expert and the days: there can be several."""
        return self.target, self.value

    def apply(self, year: Year) -> Year:
        """The year with one more row of Unavailability."""
        calendars = Calendars(year)
        closure = Unavailability(
            applies_to=AppliesTo.EXPERT,
            who=self.target,
            start=self.value.start,
            end=self.value.end,
        )
        rows = (row for row in year.assignments if not self._is_void(year, calendars, row))
        return year.replace(unavailability=(*year.unavailability, closure), assignments=tuple(rows))

    def words(self, year: Year) -> str:
        """Which expert is away when."""
        return f"Expert {self.target} is not available from {self.value.words()}"

    def _is_void(self, year: Year, calendars: Calendars, row: AssignmentRow) -> bool:
        if row.expert_id != self.target or row.start is None:
            return False
        mission = year.mission_by_id.get(row.mission_id)
        if not row.status.demanding or mission is None:
            return False
        run = calendars.run(mission, row.start)
        away = Span(self.value.start, self.value.end)
        return busy_period(year.settings, run).meets(away)


class AdministrationWithdrawn(Change):
    """The administration releases nobody; external experts who live there are not concerned."""

    kind: Literal["administration withdrawn"] = "administration withdrawn"
    target: Annotated[str, read_by(lambda raw: country_of(text_of(raw)))]

    @property
    def subject(self) -> object:
        """The country."""
        return self.target

    def misfits(self, year: Year) -> Iterator[Misfit]:
        """A country from which nobody comes."""
        if self._experts(year):
            return
        names = {country_name(expert.administration) for expert in _serving(year)}
        near = closest(country_name(self.target), sorted(names))
        question = f"{did_you_mean(near)} " if near else ""
        yield misfit(
            "target",
            "unknown-administration",
            f"No serving expert comes from {country_name(self.target)}, so there is nobody to "
            "withdraw.",
            f"{question}Correct the country, or delete this change.",
        )

    def apply(self, year: Year) -> Year:
        """The year without the administration's serving experts."""
        return _without(year, self._experts(year))

    def words(self, year: Year) -> str:
        """Which administration, and how many experts that concerns."""
        number = counted(len(self._experts(year)), "expert")
        return f"The administration of {country_name(self.target)} releases nobody ({number})"

    def _experts(self, year: Year) -> frozenset[str]:
        return frozenset(e.id for e in _serving(year) if e.administration == self.target)


class ReleaseCap(Change):
    """Another release cap for one expert, or the same for all."""

    kind: Literal["release cap"] = "release cap"
    target: _Target
    value: Annotated[int, read_by(weeks_in)]

    @property
    def subject(self) -> object:
        """The expert, or all of them."""
        return self.target

    def misfits(self, year: Year) -> Iterator[Misfit]:
        """An unknown expert, or one who has no cap."""
        if self.target != ALL and self.target not in year.expert_by_id:
            yield unknown("expert", self.target, year.expert_by_id)
        elif self.target in year.external_ids:
            yield misfit(
                "target",
                "change-of-nothing",
                f"Expert {self.target} is external and has no release cap, so the change does "
                "nothing.",
                "Delete the row, or name a serving expert.",
                warning=True,
            )

    def apply(self, year: Year) -> Year:
        """The year with another cap; for all, caps of single experts give way to it."""
        if self.target != ALL:
            expert = year.expert_by_id[self.target]
            return with_expert(year, expert.model_copy(update={"release_cap_weeks": self.value}))
        settings = year.settings.model_copy(update={"release_cap_weeks": self.value})
        experts = (e.model_copy(update={"release_cap_weeks": None}) for e in year.experts)
        return year.replace(settings=settings, experts=tuple(experts))

    def words(self, year: Year) -> str:
        """The new cap."""
        weeks = counted(self.value, "week")
        if self.target == ALL:
            return f"All experts are released for {weeks} in a release period"
        before = counted(year.release_cap(year.expert_by_id[self.target]), "week")
        return f"Expert {self.target} is released for {weeks} instead of {before}"


def _serving(year: Year) -> Iterator[Expert]:
    return (expert for expert in year.experts if expert.id not in year.external_ids)


def _without(year: Year, gone: Container[str]) -> Year:
    """The year without some experts, and without every row that names one of them."""
    expert = AppliesTo.EXPERT
    return year.replace(
        experts=tuple(e for e in year.experts if e.id not in gone),
        qualifications=tuple(q for q in year.qualifications if q.expert_id not in gone),
        history=tuple(h for h in year.history if h.expert_id not in gone),
        unavailability=tuple(
            u for u in year.unavailability if u.applies_to is not expert or u.who not in gone
        ),
        exclusions=tuple(e for e in year.exclusions if e.expert_id not in gone),
        assignments=tuple(a for a in year.assignments if a.expert_id not in gone),
    )
