"""Donors' funds and their terms, daily rates, and holidays beyond the built-in calendars."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from models.base import Fact


class FundStatus(StrEnum):
    """A pending fund pays only where the settings allow it."""

    CONFIRMED = "Confirmed"
    PENDING = "Pending"


class Fund(Fact):
    """One fund and the terms on which it pays; empty tuples mean all.

    `valid_from` and `valid_to` are included; amounts are whole units of the plan's currency.
    `spent` is what over and running missions have cost the fund, 0 where Committed holds it already
    (`planner.domain.past.settled` works it out).
    """

    id: str
    name: str = ""
    amount: int = Field(ge=0)
    committed: int = Field(default=0, ge=0)
    spent: int = Field(default=0, ge=0)
    valid_from: date | None = None
    valid_to: date | None = None
    regions: tuple[str, ...] = ()
    expertise: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    status: FundStatus = FundStatus.CONFIRMED

    @property
    def available(self) -> int:
        """What the plan may spend; below zero where more is gone than the fund holds."""
        return self.amount - self.committed - self.spent


class Rate(Fact):
    """The daily allowance of a host (country code) or of a whole region (region code)."""

    place: str
    daily_allowance: int = Field(ge=0)


class Holiday(Fact):
    """A public holiday beyond the built-in calendars, or a built-in one on which people work."""

    host: str
    day: date
    working: bool = False
