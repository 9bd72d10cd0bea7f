"""What missions cost (RULES.md section 4), in whole units of the plan's currency."""

from collections.abc import Iterable

from models.answers.plan import Placement
from models.facts.expert import Expert
from models.facts.instance import Year
from models.facts.kept import kept_with
from models.facts.mission import Mission
from planner.domain.calendars import Calendars

WORKING_WEEK = 5
WEEKEND = 2


def placement_cost(year: Year, calendars: Calendars, mission: Mission, placement: Placement) -> int:
    """What one expert of a mission costs: travel, daily allowance, and an external's fee.

    Parameters
    ----------
    year : Year
        The facts.
    calendars : Calendars
        Of the same year. The days paid follow from the working days alone, so no calendar is
        looked up today; a rate that depended on days would need it.
    mission : Mission
        The mission of the row.
    placement : Placement
        The row; only its expert matters. An unknown expert counts as a serving expert from
        another region.

    Returns
    -------
    int
        Whole units of the plan's currency; the mission's fixed cost is no part of it.
    """
    return expert_cost(year, mission, placement.expert_id)


def expert_cost(year: Year, mission: Mission, expert_id: str) -> int:
    """What one expert costs on a mission, as for `placement_cost`."""
    return _expert_part(year, mission, expert_id, daily_allowance(year, mission))


def mission_cost(
    year: Year, calendars: Calendars, mission: Mission, placements: Iterable[Placement]
) -> int:
    """What a mission with this team costs: its fixed cost and every expert's part."""
    allowance = daily_allowance(year, mission)
    parts = (_expert_part(year, mission, row.expert_id, allowance) for row in placements)
    return mission.fixed_cost + sum(parts)


def daily_allowance(year: Year, mission: Mission) -> int:
    """The rate of the host, else of the mission's region, else the setting."""
    rates = kept_with(year, _rates)
    of_region = rates.get(mission.region, year.settings.daily_allowance)
    return rates.get(mission.host, of_region)


def _rates(year: Year) -> dict[str, int]:
    return {rate.place: rate.daily_allowance for rate in reversed(year.rates)}  # the first counts


def days_paid(year: Year, mission: Mission) -> int:
    """The calendar days on which an expert gets the allowance: weekends and travel included."""
    weekends = (mission.working_days - 1) // WORKING_WEEK
    travel = year.settings.travel_days_before + year.settings.travel_days_after
    return mission.working_days + WEEKEND * weekends + travel


def _expert_part(year: Year, mission: Mission, expert_id: str, allowance: int) -> int:
    expert = year.expert_by_id.get(expert_id)
    travel, fee = _travel(year, mission, expert), _fee(year, mission, expert)
    return travel + allowance * days_paid(year, mission) + fee


def _travel(year: Year, mission: Mission, expert: Expert | None) -> int:
    if expert is not None and expert.region == mission.region:
        return year.settings.travel_within_region
    return year.settings.travel_between_regions


def _fee(year: Year, mission: Mission, expert: Expert | None) -> int:
    if expert is None or expert.id not in year.external_ids:
        return 0
    return year.daily_fee(expert) * mission.working_days
