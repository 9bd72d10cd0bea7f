"""Limits of administrations, whom to write to, and experts who stay away from a mission."""

from collections import Counter
from collections.abc import Iterable, Sequence
from random import Random

from models.facts.administration import Addressee, Administration
from models.facts.expert import Exclusion, Expert
from models.facts.instance import Year
from models.facts.mission import Mission
from planner.domain.calendars import Span
from planner.domain.members.reference import MEMBERS
from planner.sample.draw import chance, deck, one, some
from planner.sample.people.bench import Agreement
from planner.sample.places import name_of

_AWAY_SHARE, _WEEKS_SHARE, _HOSTED_SHARE = 0.25, 0.15, 0.3
_AWAY_PART, _FEWEST_WEEKS = 0.4, 2
_WEEKS_ROOM = {0.5: 0.2, 0.9: 0.5, 1.4: 0.3}
# Missions a year that a host takes at any one time without trouble.
_MISSIONS_A_PLACE = 6
_ADDRESSEES = {Addressee.DIRECTOR_GENERAL: 0.65, Addressee.NCP: 0.3, None: 0.05}

_EXCLUSION_SHARE, _FEW = 0.02, 20
_MISSION_REASONS = ("Took part in the diagnosis under review", "Asked not to be considered")
_HOST_REASONS = ("Long-term adviser there until 2025", "Conflict of interest", "Visa refused")


def make_administrations(
    rng: Random, year: Year, agreements: Sequence[Agreement]
) -> tuple[Administration, ...]:
    """A row for every Member with experts, former ones included, and for every host, by name."""
    senders = _serving(year)
    homes = {expert.administration for expert in year.experts}
    hosted = Counter(mission.host for mission in year.missions)
    listed = [country for country in MEMBERS if country in homes or hosted[country]]
    weeks_each = _weeks_asked(year.missions) / len(year.experts)
    return tuple(
        Administration(
            country=country,
            max_experts_away=_max_away(rng, senders[country], _away(agreements, country)),
            max_weeks=_max_weeks(rng, senders[country] * weeks_each, _weeks(agreements, country)),
            max_missions_hosted=_max_hosted(rng, hosted[country], _hosted(agreements, country)),
            ncp_name=f"National Contact Point, {name_of(country)}",
            ncp_email=f"ncp.{country.lower()}@example.org",
            addressee=addressee,
        )
        for country, addressee in zip(listed, deck(rng, _ADDRESSEES, len(listed)), strict=True)
    )


def make_exclusions(
    rng: Random, year: Year, agreements: Sequence[Agreement]
) -> tuple[Exclusion, ...]:
    """Experts who would fit a mission, and do not go to it or to its host."""
    bound = {expert.id for agreement in agreements for expert in agreement.team}
    free = [expert for expert in year.experts if expert.id not in bound]
    chosen = some(rng, free, _EXCLUSION_SHARE, at_least=2 if len(free) >= _FEW else 0)
    asking = _missions_by_code(year.missions)
    rows = (_exclusion(rng, year, expert, asking, index) for index, expert in enumerate(chosen))
    return tuple(row for row in rows if row)


def _exclusion(
    rng: Random, year: Year, expert: Expert, asking: dict[str, list[Mission]], index: int
) -> Exclusion | None:
    codes = [q.expertise for q in year.qualifications_by_expert[expert.id]]
    missions = [mission for code in codes for mission in asking.get(code, ())]
    if not missions:
        return None
    mission = rng.choice(missions)
    if index % 2:
        return Exclusion(expert_id=expert.id, host=mission.host, reason=rng.choice(_HOST_REASONS))
    reason = rng.choice(_MISSION_REASONS)
    return Exclusion(expert_id=expert.id, mission_id=mission.id, reason=reason)


def _missions_by_code(missions: Iterable[Mission]) -> dict[str, list[Mission]]:
    asking: dict[str, list[Mission]] = {}
    for mission in missions:
        for row in mission.team:
            asking.setdefault(row.expertise, []).append(mission)
    return asking


def _serving(year: Year) -> Counter[str]:
    return Counter(e.administration for e in year.experts if e.id not in year.external_ids)


def _weeks_asked(missions: Iterable[Mission]) -> int:
    return sum(mission.weeks_charged * len(mission.positions) for mission in missions)


def _max_away(rng: Random, experts: int, needed: int) -> int | None:
    if experts == 0 or not chance(rng, _AWAY_SHARE):
        return None
    return max(1, round(_AWAY_PART * experts), needed)


def _max_weeks(rng: Random, usual: float, needed: int) -> int | None:
    if usual == 0 or not chance(rng, _WEEKS_SHARE):
        return None
    return max(_FEWEST_WEEKS, round(usual * one(rng, _WEEKS_ROOM)), needed)


def _max_hosted(rng: Random, missions: int, needed: int) -> int | None:
    if missions == 0 or not chance(rng, _HOSTED_SHARE):
        return None
    return max(1, round(missions / _MISSIONS_A_PLACE), needed)


def _away(agreements: Iterable[Agreement], country: str) -> int:
    return _peak([a.run for a in agreements for e in a.team if e.administration == country])


def _hosted(agreements: Iterable[Agreement], country: str) -> int:
    return _peak([a.run for a in agreements if a.mission.host == country])


def _weeks(agreements: Iterable[Agreement], country: str) -> int:
    return sum(
        a.mission.weeks_charged for a in agreements for e in a.team if e.administration == country
    )


def _peak(runs: Sequence[Span]) -> int:
    """How many runs share a day at most: the fullest day is the start of one of them."""
    return max((sum(r.start <= run.start <= r.end for r in runs) for run in runs), default=0)
