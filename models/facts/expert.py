"""Experts, what they are qualified for, and when they cannot come."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from models.base import Fact


class QualificationStatus(StrEnum):
    """The policy's four kinds of standing; External excludes the others for the same expert."""

    PRE_ACCREDITED = "Pre-accredited"
    ACCREDITED = "Accredited"
    RECOGNISED = "Recognised"
    EXTERNAL = "External"


class Clearance(StrEnum):
    """Outcome of the contact with an external expert's former administration."""

    CLEARED = "cleared"
    PENDING = "pending"
    REFUSED = "refused"


class Decision(StrEnum):
    """What the Deputy Director decided about an external expert."""

    APPROVED = "approved"
    REFUSED = "refused"


class AppliesTo(StrEnum):
    """Whom an Unavailability row binds."""

    EXPERT = "Expert"
    ADMINISTRATION = "Administration"
    HOST = "Host"


class Expert(Fact):
    """One expert of the pool.

    Attributes
    ----------
    administration : str
        ISO 3166 alpha-2 code of the country whose administration releases the expert; for an
        external expert the country of residence.
    region : str
        Code of the WCO region.
    release_period_start : date or None
        Start of one release period (the reader fills in the earliest Accredited date);
        None where there is none: the cap then binds the weeks of the plan.
    most_missions : int or None
        Missions of the plan that the expert goes to at most; None means any number.
    release_cap_weeks, daily_fee : int or None
        None means the setting (`Year.release_cap`, `Year.daily_fee` resolve it).
    left : bool
        Whether the expert is not planned any more; everything known of the expert stays valid.
    former_administration : str or None
        External experts only: ISO code of the country whose administration the expert left.
    decision : Decision or None
        External experts only; None where nothing is decided.
    """

    id: str
    name: str
    administration: str
    region: str
    languages: tuple[str, ...]
    release_period_start: date | None = None
    release_cap_weeks: int | None = Field(default=None, ge=0)
    most_missions: int | None = Field(default=None, ge=0)
    clearance: Clearance = Clearance.PENDING
    daily_fee: int | None = Field(default=None, ge=0)
    record_updated: date | None = None
    left: bool = False
    former_administration: str | None = None
    decision: Decision | None = None
    decided_by: str = ""
    decided_on: date | None = None
    contract_signed: bool = False


class Qualification(Fact):
    """One expertise that is listed for an expert, with the standing and the date it dates from."""

    expert_id: str
    expertise: str
    status: QualificationStatus
    since: date | None = None


class HistoryEntry(Fact):
    """A mission that began before the plan starts; `weeks` are started calendar weeks."""

    expert_id: str
    start: date
    end: date
    mission: str = ""
    weeks: int = Field(ge=0)


class Unavailability(Fact):
    """Days, both ends included, on which an expert, an administration or a host is closed.

    `who` is an expert ID or a country code; a blank `start` or `end` means open on that side.
    """

    applies_to: AppliesTo
    who: str
    start: date | None = None
    end: date | None = None
    reason: str = ""


class Exclusion(Fact):
    """An expert who does not go to a mission, or to a host; exactly one of the two is given."""

    expert_id: str
    mission_id: str | None = None
    host: str | None = None
    reason: str = ""
