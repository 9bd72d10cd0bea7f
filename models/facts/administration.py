"""Customs administrations: their limits and whom to write to."""

from enum import StrEnum

from pydantic import Field

from models.base import Fact


class Addressee(StrEnum):
    """Who gets the formal letter; never an expert (policy, Mobilization Process)."""

    DIRECTOR_GENERAL = "Director-General"
    NCP = "NCP"


class Administration(Fact):
    """Limits of one administration, by ISO 3166 alpha-2 code; None means no limit.

    `decline_percent` is how many of a hundred releases it declines, as far as anybody knows; no
    plan depends on it, only the stress test asks. `language` is that of letters and mails;
    `weekend` holds the days of the host's weekend (Monday is 0), None where the built-in calendar
    knows them.
    """

    country: str
    max_experts_away: int | None = Field(default=None, ge=0)
    max_weeks: int | None = Field(default=None, ge=0)
    max_missions_hosted: int | None = Field(default=None, ge=0)
    decline_percent: int | None = Field(default=None, ge=0, le=100)
    ncp_name: str = ""
    ncp_email: str = ""
    addressee: Addressee | None = None
    language: str | None = None
    weekend: tuple[int, ...] | None = None
