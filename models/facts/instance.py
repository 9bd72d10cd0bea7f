"""All facts of one plan year."""

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import TypeVar

from models.base import Frozen
from models.facts.administration import Administration
from models.facts.assignment import AssignmentRow
from models.facts.expert import (
    Exclusion,
    Expert,
    HistoryEntry,
    Qualification,
    QualificationStatus,
    Unavailability,
)
from models.facts.expertise import Expertise
from models.facts.fund import Fund, Holiday, Rate
from models.facts.mission import CalledOff, Mission
from models.facts.settings import Settings
from models.facts.visit import Visit

OfExpert = TypeVar("OfExpert", Qualification, HistoryEntry, Visit)


class Year(Frozen):
    """The facts of one plan year, as read.

    The order of every tuple is the order of the rows in the workbook. IDs are unique and every
    reference resolves; the reader sees to that before it makes a Year.
    `planner.domain.past.settled` adds what follows from the rows about the past: `missions` are
    those to be planned, `begun` those that are over or under way; `visits` are who went; funds know
    what that has cost them.
    `called_off` are the Cancelled and Postponed missions; rows of `assignments` may name them.
    `let_go` are the Contacted and Available rows that a plan from scratch need not keep.
    """

    settings: Settings
    missions: tuple[Mission, ...]
    experts: tuple[Expert, ...]
    qualifications: tuple[Qualification, ...]
    expertise: tuple[Expertise, ...] = ()
    history: tuple[HistoryEntry, ...] = ()
    unavailability: tuple[Unavailability, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    administrations: tuple[Administration, ...] = ()
    funds: tuple[Fund, ...] = ()
    rates: tuple[Rate, ...] = ()
    holidays: tuple[Holiday, ...] = ()
    assignments: tuple[AssignmentRow, ...] = ()
    called_off: tuple[CalledOff, ...] = ()
    begun: tuple[Mission, ...] = ()
    visits: tuple[Visit, ...] = ()
    let_go: tuple[AssignmentRow, ...] = ()

    def replace(self, **changes: object) -> "Year":
        """Another year that differs in these fields; what is cached here is not carried over."""
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        return type(self).model_construct(**fields | changes)

    @cached_property
    def mission_by_id(self) -> dict[str, Mission]:
        """Missions by ID."""
        return {mission.id: mission for mission in self.missions}

    @cached_property
    def begun_by_id(self) -> dict[str, Mission]:
        """Missions that are over or under way, by ID."""
        return {mission.id: mission for mission in self.begun}

    @cached_property
    def called_off_by_id(self) -> dict[str, CalledOff]:
        """Cancelled and Postponed missions by ID."""
        return {mission.id: mission for mission in self.called_off}

    @cached_property
    def visits_by_expert(self) -> dict[str, tuple[Visit, ...]]:
        """Visits by expert ID."""
        return _grouped(self.visits)

    @cached_property
    def begun_keys(self) -> frozenset[tuple[str, str, date]]:
        """Mission ID, expert ID and start of the rows of Assignments that are over or running."""
        return frozenset((v.mission_id, v.expert_id, v.start) for v in self.visits if v.listed)

    @cached_property
    def running(self) -> tuple[Visit, ...]:
        """The visits that are under way at the plan start."""
        first = self.settings.plan_start
        return tuple(v for v in self.visits if v.start < first <= v.end)

    @cached_property
    def expert_by_id(self) -> dict[str, Expert]:
        """Experts by ID."""
        return {expert.id: expert for expert in self.experts}

    @cached_property
    def fund_by_id(self) -> dict[str, Fund]:
        """Funds by ID."""
        return {fund.id: fund for fund in self.funds}

    @cached_property
    def expertise_by_code(self) -> dict[str, Expertise]:
        """The expertise list by code."""
        return {entry.code: entry for entry in self.expertise}

    @cached_property
    def administration_by_country(self) -> dict[str, Administration]:
        """Administrations by country code; countries without a row are absent."""
        return {entry.country: entry for entry in self.administrations}

    @cached_property
    def qualifications_by_expert(self) -> dict[str, tuple[Qualification, ...]]:
        """The rows of Qualifications by expert ID."""
        return _grouped(self.qualifications)

    @cached_property
    def history_by_expert(self) -> dict[str, tuple[HistoryEntry, ...]]:
        """The rows of History by expert ID."""
        return _grouped(self.history)

    @cached_property
    def external_ids(self) -> frozenset[str]:
        """IDs of the external experts; everybody else is serving."""
        external = QualificationStatus.EXTERNAL
        return frozenset(q.expert_id for q in self.qualifications if q.status is external)

    def release_cap(self, expert: Expert) -> int:
        """The expert's release cap in weeks per release period."""
        own = expert.release_cap_weeks
        return self.settings.release_cap_weeks if own is None else own

    def daily_fee(self, expert: Expert) -> int:
        """The daily fee of an external expert, in whole currency units."""
        return self.settings.external_daily_fee if expert.daily_fee is None else expert.daily_fee


def _grouped(rows: Iterable[OfExpert]) -> dict[str, tuple[OfExpert, ...]]:
    groups: dict[str, list[OfExpert]] = {}
    for row in rows:
        groups.setdefault(row.expert_id, []).append(row)
    return {key: tuple(group) for key, group in groups.items()}
