"""The Settings sheet (RULES.md section 7)."""

from datetime import date

from pydantic import Field

from models.base import Frozen

LEVEL_GROUPS = ("delivery", "stability", "pre-accredited", "externals", "region", "idle", "cost")


class Settings(Frozen):
    """The settings of one plan year; amounts in whole units of `currency`."""

    plan_start: date
    plan_end: date
    release_cap_weeks: int = Field(default=12, ge=0)
    release_period_years: int = Field(default=3, ge=1)
    travel_days_before: int = Field(default=1, ge=0)
    travel_days_after: int = Field(default=1, ge=0)
    rest_days: int = Field(default=0, ge=0)
    avoid_public_holidays: bool = True
    use_pending_funds: bool = False
    daily_allowance: int = Field(default=200, ge=0)
    travel_within_region: int = Field(default=900, ge=0)
    travel_between_regions: int = Field(default=2200, ge=0)
    external_daily_fee: int = Field(default=600, ge=0)
    never_deployed_idle_days: int = Field(default=1825, ge=0)
    currency: str = "EUR"
    directors: str = ""
    date_order: str = ""
    several_sheets: bool = False
    committed_includes_completed: bool = False
    objectives: tuple[str, ...] = LEVEL_GROUPS
