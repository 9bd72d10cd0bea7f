"""Hand edits of a plan: small frozen moves, each of which makes another plan of one."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from models.base import Frozen


class MoveStart(Frozen):
    """A delivered mission starts on another day."""

    kind: Literal["move-start"] = "move-start"
    mission_id: str
    start: date


class PutExpert(Frozen):
    """Another expert fills a position of a delivered mission."""

    kind: Literal["put-expert"] = "put-expert"
    mission_id: str
    position: int = Field(ge=1)
    expert_id: str


class PayFrom(Frozen):
    """Another fund pays a delivered mission; None where no fund pays."""

    kind: Literal["pay-from"] = "pay-from"
    mission_id: str
    fund_id: str | None


class Deliver(Frozen):
    """A mission is delivered by these experts, position 1 first; a team that it had goes."""

    kind: Literal["deliver"] = "deliver"
    mission_id: str
    start: date
    experts: tuple[str, ...] = Field(min_length=1)
    fund_id: str | None = None


class Drop(Frozen):
    """A mission is not delivered."""

    kind: Literal["drop"] = "drop"
    mission_id: str


Move = Annotated[MoveStart | PutExpert | PayFrom | Deliver | Drop, Field(discriminator="kind")]
