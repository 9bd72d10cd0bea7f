"""A fact that forbids a mission, lifted as an RDM would: by changing the cells that say so."""

from collections.abc import Iterable
from typing import Any

from models.answers.plan import Plan
from models.facts.expert import Clearance, Decision
from models.facts.fund import FundStatus
from models.facts.instance import Year
from models.facts.mission import Mission
from planner.reasons.facts import Element
from tests.beside import with_spares

Situation = tuple[Year, Plan, Mission]


def lifted(situation: Situation, elements: Iterable[Element]) -> Situation:
    """The year, the plan and the mission without these facts."""
    for element in elements:
        situation = _LIFTS[element.rule](*situation, element.key)
    year, plan, mission = situation
    return _changed(year, "missions", "id", mission.id, mission), plan, mission


def _changed(year: Year, table: str, name: str, key: str, new: Any = None, **changes: Any) -> Year:
    rows = getattr(year, table)
    kept = (
        (new or row.model_copy(update=changes)) if getattr(row, name) == key else row
        for row in rows
    )
    return year.replace(**{table: tuple(kept)})


def _expert(**changes: Any) -> Any:
    def lift(year: Year, plan: Plan, mission: Mission, key: str) -> Situation:
        return _changed(year, "experts", "id", key, **changes), plan, mission

    return lift


def _mission(**changes: Any) -> Any:
    def lift(year: Year, plan: Plan, mission: Mission, key: str) -> Situation:
        return year, plan, mission.model_copy(update=changes)

    return lift


def _language(year: Year, plan: Plan, mission: Mission, key: str) -> Situation:
    spoken = (*year.expert_by_id[key].languages, *mission.languages)
    return _changed(year, "experts", "id", key, languages=spoken), plan, mission


def _elsewhere(year: Year, plan: Plan, mission: Mission, key: str) -> Situation:
    other = f"country of {key}"
    return _changed(year, "experts", "id", key, administration=other), plan, mission


def _qualified(year: Year, plan: Plan, mission: Mission, key: str) -> Situation:
    return with_spares(year, mission, mission.positions), plan, mission


def _closure(year: Year, plan: Plan, mission: Mission, key: str) -> Situation:
    rows = (r for r in year.unavailability if f"{r.who} {r.start} {r.end}" != key)
    return year.replace(unavailability=tuple(rows)), plan, mission


def _busy(year: Year, plan: Plan, mission: Mission, key: str) -> Situation:
    """Somebody just like the expert goes to the other mission."""
    expert_id, other = key.split(" ")
    twin = f"twin of {expert_id}"
    if twin not in year.expert_by_id:
        expert = year.expert_by_id[expert_id].model_copy(update={"id": twin})
        held = year.qualifications_by_expert.get(expert_id, ())
        copies = (q.model_copy(update={"expert_id": twin}) for q in held)
        year = year.replace(
            experts=(*year.experts, expert), qualifications=(*year.qualifications, *copies)
        )
    rows = (
        row.model_copy(update={"expert_id": twin})
        if (row.expert_id, row.mission_id) == (expert_id, other)
        else row
        for row in plan.placements
    )
    return year, Plan.of(rows), mission


def _limits(**changes: Any) -> Any:
    def lift(year: Year, plan: Plan, mission: Mission, key: str) -> Situation:
        return _changed(year, "administrations", "country", key, **changes), plan, mission

    return lift


def _exclusion(year: Year, plan: Plan, mission: Mission, key: str) -> Situation:
    expert_id, what = key.split(" ")
    if what == "declined":
        agreed = (
            r for r in year.assignments if (r.expert_id, r.mission_id) != (expert_id, mission.id)
        )
        return year.replace(assignments=tuple(agreed)), plan, mission
    rows = (
        r for r in year.exclusions if (r.expert_id, r.mission_id or r.host) != (expert_id, what)
    )
    return year.replace(exclusions=tuple(rows)), plan, mission


def _funded(year: Year, plan: Plan, mission: Mission, key: str) -> Situation:
    if key == "named":
        return year, plan, mission.model_copy(update={"funds": ()})
    fund_id, field = key.split(" ")
    values: dict[str, Any] = {"status": FundStatus.CONFIRMED, "amount": 10**9}
    values |= dict.fromkeys(("regions", "expertise", "hosts"), ())
    return _changed(year, "funds", "id", fund_id, **{field: values.get(field)}), plan, mission


def _pinned(year: Year, plan: Plan, mission: Mission, key: str) -> Situation:
    rows = (r for r in year.assignments if (r.expert_id, r.mission_id) != (key, mission.id))
    return year.replace(assignments=tuple(rows)), plan, mission


def _dates(year: Year, plan: Plan, mission: Mission, key: str) -> Situation:
    settings = year.settings
    if key == "window":
        window = {"earliest_start": settings.plan_start, "latest_end": settings.plan_end}
        return year, plan, mission.model_copy(update=window)
    if key == "public holidays":
        free = settings.model_copy(update={"avoid_public_holidays": False})
        return year.replace(settings=free), plan, mission
    if key.startswith("holiday "):
        rows = (h for h in year.holidays if (h.host, f"holiday {h.day}") != (mission.host, key))
        return year.replace(holidays=tuple(rows)), plan, mission
    return _closure(year, plan, mission, key)


def _available(year: Year, plan: Plan, mission: Mission, key: str) -> Situation:
    who, _, what = key.partition(" ")
    if what == "left":
        return _changed(year, "experts", "id", who, left=False), plan, mission
    return _closure(year, plan, mission, key)


_LIFTS = {
    "dates": _dates,
    "qualified": _qualified,
    "language": _language,
    "available": _available,
    "one-at-a-time": _busy,
    "most-missions": _expert(most_missions=None),
    "release-cap": _expert(release_cap_weeks=1_000),
    "administration-capacity": _limits(max_experts_away=None, max_weeks=None),
    "host-capacity": _limits(max_missions_hosted=None),
    "different-administrations": _mission(same_administration_allowed=True),
    "not-own-administration": _elsewhere,
    "evaluation-lead": _mission(staff_lead=True),
    "cleared": _expert(clearance=Clearance.CLEARED, decision=Decision.APPROVED),
    "not-excluded": _exclusion,
    "funded": _funded,
    "pinned": _pinned,
}
