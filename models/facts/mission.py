"""Missions of the annual delivery plan."""

from datetime import date
from functools import cached_property

from pydantic import Field

from models.base import Fact, Frozen

# Between the funds of a shared mission.
PAYERS = "; "


class TeamRow(Frozen):
    """So many experts of one expertise: a row of Teams, or a mission's own two cells."""

    expertise: str
    experts: int = Field(ge=1)


class Share(Frozen):
    """What one of several funds pays of a mission."""

    fund_id: str
    percent: int = Field(ge=0, le=100)


class Mission(Fact):
    """One mission that the plan may deliver (cancelled ones never become a Mission).

    Attributes
    ----------
    host : str
        ISO 3166 alpha-2 code of the beneficiary Member.
    region : str
        Code of the mission's WCO region.
    team : tuple of TeamRow
        In the order of the Teams rows; rows may repeat a code, their numbers add up.
    languages : tuple of str
        Language codes; an expert speaks at least one of them; empty means any.
    working_days : int
        The *D* of RULES.md section 3.
    priority : int
        1 is the highest, 9 the lowest.
    funds : tuple of str
        IDs of the funds that may pay; empty means any fund whose terms fit.
    fixed_cost : int
        Whole units of the plan's currency.
    shares : tuple of Share
        Several funds that pay the mission together, in the order of the Shares rows; none where
        one fund pays.
    plan : str
        Which planner's workbook the mission is of, where several were joined.
    agreed_starts : tuple of date
        Starts that the Assignments sheet names for the mission (`planner.domain.past.settled`).
    """

    id: str
    title: str = ""
    host: str
    region: str
    team: tuple[TeamRow, ...] = Field(min_length=1)
    languages: tuple[str, ...] = ()
    earliest_start: date
    latest_end: date
    working_days: int = Field(ge=1)
    priority: int = Field(default=1, ge=1, le=9)
    funds: tuple[str, ...] = ()
    fixed_cost: int = Field(default=0, ge=0)
    staff_lead: bool = False
    same_administration_allowed: bool = False
    lead_official: str = ""
    request: str = ""
    plan: str = ""
    shares: tuple[Share, ...] = ()
    agreed_starts: tuple[date, ...] = ()

    @cached_property
    def positions(self) -> tuple[str, ...]:
        """The expertise of every position, position 1 first."""
        return tuple(row.expertise for row in self.team for _ in range(row.experts))

    @property
    def payer(self) -> str | None:
        """The funds of a shared mission as Assignments lists them; None where one fund pays."""
        return PAYERS.join(share.fund_id for share in self.shares) or None

    @cached_property
    def weeks_charged(self) -> int:
        """Weeks that each expert of the mission is charged: working days over five, rounded up."""
        return -(-self.working_days // 5)


class CalledOff(Fact):
    """A mission that is Cancelled or Postponed: what is known of it, for those who must be told.

    `mission` is all of its facts, where its row is sound: it may be planned again another year.
    """

    id: str
    title: str = ""
    host: str | None = None
    postponed: bool = False
    lead_official: str = ""
    plan: str = ""
    mission: Mission | None = None
