"""Questions about a plan."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from models.base import Frozen


class WhyMission(Frozen):
    """Ask why a mission is planned as it is, or why it is not delivered."""

    kind: Literal["why-mission"] = "why-mission"
    mission_id: str


class WhyNot(Frozen):
    """Ask why a mission does not have this expert, this start or this fund."""

    kind: Literal["why-not"] = "why-not"
    mission_id: str
    expert_id: str | None = None
    start: date | None = None
    fund_id: str | None = None


class WhyExpert(Frozen):
    """Ask where an expert goes, and why nowhere else."""

    kind: Literal["why-expert"] = "why-expert"
    expert_id: str


class ToDeliver(Frozen):
    """Ask what the year would give up to deliver a mission."""

    kind: Literal["to-deliver"] = "to-deliver"
    mission_id: str


Question = Annotated[
    WhyMission | WhyNot | WhyExpert | ToDeliver,
    Field(discriminator="kind"),
]
