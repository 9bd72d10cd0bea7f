"""A joined year taken apart again: each planner's missions, with what was planned for them."""

from models.facts.instance import Year
from planner.domain.past import settled


def plans_of(year: Year) -> dict[str, Year]:
    """The year of each plan by the plan's name, in the order of the missions.

    A part has the missions of its plan and the rows of Assignments about them; experts, funds and
    all other facts are those of the whole year, rows about missions of years before included.
    Missions without a plan make a part named "".
    """
    plans = _plan_of_missions(year)
    return {name: _part(year, name, plans) for name in dict.fromkeys(plans.values())}


def _plan_of_missions(year: Year) -> dict[str, str]:
    plans = {mission.id: mission.plan for mission in (*year.missions, *year.begun)}
    return plans | {mission.id: mission.plan for mission in year.called_off}


def _part(year: Year, plan: str, plans: dict[str, str]) -> Year:
    own = {mission_id for mission_id, name in plans.items() if name == plan}
    return settled(
        year.replace(
            missions=tuple(m for m in year.missions if m.id in own),
            begun=tuple(m for m in year.begun if m.id in own),
            called_off=tuple(m for m in year.called_off if m.id in own),
            assignments=tuple(
                row for row in year.assignments if plans.get(row.mission_id, plan) == plan
            ),
            exclusions=tuple(
                row for row in year.exclusions if row.mission_id is None or row.mission_id in own
            ),
            visits=(),
            let_go=(),
        )
    )
