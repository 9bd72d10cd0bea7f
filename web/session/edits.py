"""Edits by hand, as data: each turns the rows of the Assignments sheet into others.

They name missions, experts and funds by ID, never a person, so that they can be written to the
journal. Applying them to the workbook's rows is all there is to a draft: nothing else is kept.
"""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from models.answers.plan import Placement
from models.base import Frozen
from models.facts.assignment import AssignmentRow, AssignmentStatus
from models.workbook import ScenarioRow
from planner.domain.proposals import proposed
from web.session.what_if import TypedRow

Rows = tuple[AssignmentRow, ...]


class EditError(Exception):
    """An edit names what is not in the workbook (any more); the text is for the user."""


def _of_plan(row: AssignmentRow, mission_id: str) -> bool:
    """Whether a row is part of the plan of a mission."""
    return row.mission_id == mission_id and row.status.demanding


def _called_off(row: AssignmentRow) -> Rows:
    """What stays of a row that is taken out: a Withdrawn one, where somebody had been asked."""
    if not row.status.asked:
        return ()
    # No row of the input: its cells would be written once more as they were.
    gone = {"status": AssignmentStatus.WITHDRAWN, "was": row.status, "keep": False, "row": None}
    return (row.model_copy(update=gone),)


def _changed(rows: Rows, mission_id: str, **changes: object) -> Rows:
    """The rows with those of one mission changed; it has to have some."""
    if not any(_of_plan(row, mission_id) for row in rows):
        raise EditError(f"Mission {mission_id} has no rows in the plan.")
    return tuple(
        row.model_copy(update=changes) if _of_plan(row, mission_id) else row for row in rows
    )


class SetStatus(Frozen):
    """How far the mobilisation of an expert for a mission has come."""

    kind: Literal["status"] = "status"
    mission_id: str
    expert_id: str
    status: AssignmentStatus

    def apply(self, rows: Rows) -> Rows:
        """The rows with the status of one changed."""
        mine = [r for r in rows if (r.mission_id, r.expert_id) == (self.mission_id, self.expert_id)]
        if not mine:
            raise EditError(f"{self.expert_id} has no row for mission {self.mission_id}.")
        changed = mine[-1].model_copy(update={"status": self.status, "row": None})
        return tuple(changed if row is mine[-1] else row for row in rows)


class Move(Frozen):
    """A mission starts on another day."""

    kind: Literal["move"] = "move"
    mission_id: str
    start: date

    def apply(self, rows: Rows) -> Rows:
        """The rows with the start of the mission changed."""
        return _changed(rows, self.mission_id, start=self.start, end=None)


class SetFund(Frozen):
    """Another fund pays a mission."""

    kind: Literal["fund"] = "fund"
    mission_id: str
    fund_id: str

    def apply(self, rows: Rows) -> Rows:
        """The rows with the fund of the mission changed."""
        return _changed(rows, self.mission_id, fund_id=self.fund_id)


class Swap(Frozen):
    """Somebody else takes a position; nobody has asked the new one yet, the old one is told."""

    kind: Literal["swap"] = "swap"
    mission_id: str
    old: str
    new: str

    def apply(self, rows: Rows) -> Rows:
        """The rows with another expert on the position of one."""
        pairs = {
            (row.mission_id, row.expert_id): row for row in rows if _of_plan(row, self.mission_id)
        }
        row = pairs.get((self.mission_id, self.old))
        if row is None:
            raise EditError(f"{self.old} has no row for mission {self.mission_id}.")
        if (self.mission_id, self.new) in pairs:
            raise EditError(f"{self.new} goes to mission {self.mission_id} already.")
        new = {"expert_id": self.new, "status": AssignmentStatus.PROPOSED, "keep": False}
        taken = row.model_copy(update=new)
        changed = tuple(taken if other is row else other for other in rows)
        return (*changed, *_called_off(row))


class Decline(Frozen):
    """An expert will not go; the row stays as Declined, somebody else may take the position."""

    kind: Literal["decline"] = "decline"
    mission_id: str
    old: str
    new: str | None = None

    def apply(self, rows: Rows) -> Rows:
        """The rows with one declined, and the new one's row where there is one."""
        mine = [r for r in rows if _of_plan(r, self.mission_id) and r.expert_id == self.old]
        if not mine:
            raise EditError(f"{self.old} has no row for mission {self.mission_id}.")
        row = mine[0]
        declined = row.model_copy(update={"status": AssignmentStatus.DECLINED, "row": None})
        rows = tuple(declined if other is row else other for other in rows)
        if self.new is None:
            return rows
        new = {"expert_id": self.new, "status": AssignmentStatus.PROPOSED, "row": None}
        return (*rows, row.model_copy(update=new))


class Keep(Frozen):
    """An expert stays on a mission whatever the planner would prefer, or need not any more."""

    kind: Literal["keep"] = "keep"
    mission_id: str
    expert_id: str
    keep: bool

    def apply(self, rows: Rows) -> Rows:
        """The rows with one kept, or let go."""
        pair = self.mission_id, self.expert_id
        mine = [r for r in rows if (r.mission_id, r.expert_id) == pair and r.status.demanding]
        if not mine:
            raise EditError(f"{self.expert_id} has no row for mission {self.mission_id}.")
        kept = mine[0].model_copy(update={"keep": self.keep})
        return tuple(kept if row is mine[0] else row for row in rows)


class Remove(Frozen):
    """A mission is taken out of the plan; what was declined stays, who was asked is told."""

    kind: Literal["remove"] = "remove"
    mission_id: str

    def apply(self, rows: Rows) -> Rows:
        """The rows without those of the mission."""
        _changed(rows, self.mission_id)
        mine = [row for row in rows if _of_plan(row, self.mission_id)]
        rest = tuple(row for row in rows if not _of_plan(row, self.mission_id))
        return (*rest, *(gone for row in mine for gone in _called_off(row)))


class Adopt(Frozen):
    """Missions get the teams of another plan; a mission without a placement is not delivered."""

    kind: Literal["adopt"] = "adopt"
    mission_ids: tuple[str, ...]
    placements: tuple[Placement, ...]

    def apply(self, rows: Rows) -> Rows:
        """The rows with those of the missions replaced; who stays keeps the status."""
        changed = set(self.mission_ids)
        old = {(r.mission_id, r.expert_id): r for r in rows if _of_plan(r, r.mission_id)}
        stays = {(p.mission_id, p.expert_id) for p in self.placements}
        gone = [r for pair, r in old.items() if pair[0] in changed and pair not in stays]
        kept = tuple(
            r for r in rows if r.mission_id not in changed or not _of_plan(r, r.mission_id)
        )
        new = (_row_of(placement, old) for placement in self.placements)
        return (*kept, *new, *(row for other in gone for row in _called_off(other)))


class AddScenario(Frozen):
    """A scenario becomes rows of the sheet Scenarios; the plan stays as it is."""

    kind: Literal["scenario"] = "scenario"
    name: str
    rows: tuple[TypedRow, ...]

    def apply(self, rows: Rows) -> Rows:
        """The rows of the plan, as they are."""
        return rows

    @property
    def lines(self) -> tuple[ScenarioRow, ...]:
        """The rows as they are read from the sheet."""
        return tuple(
            ScenarioRow(
                row=0,
                sheet="",
                scenario=self.name,
                change=row.kind,
                target=row.target,
                value=row.value,
            )
            for row in self.rows
        )


def _row_of(placement: Placement, old: dict[tuple[str, str], AssignmentRow]) -> AssignmentRow:
    before = old.get((placement.mission_id, placement.expert_id))
    if before is not None and before.start == placement.start:
        return before.model_copy(update=placement.model_dump())
    return proposed(placement)


Edit = Annotated[
    SetStatus | Move | SetFund | Swap | Decline | Keep | Remove | Adopt | AddScenario,
    Field(discriminator="kind"),
]
EDIT: TypeAdapter[Edit] = TypeAdapter(Edit)


def applied(rows: Rows, edits: Iterable[Edit]) -> tuple[Rows, tuple[tuple[Edit, str], ...]]:
    """The rows after all edits, and the edits that no longer apply, each with the reason."""
    refused = []
    for edit in edits:
        try:
            rows = edit.apply(rows)
        except EditError as error:
            refused.append((edit, str(error)))
    return rows, tuple(refused)
