"""The rules that join missions, for one mission beside a plan that stays as it is.

The rest of the plan is known, so these rules only close starts: to an expert, to the experts of
an administration, or to the mission. All other rules look at the mission alone.
"""

from collections.abc import Collection, Iterator

from ortools.sat.python.cp_model import IntVar, LinearExpr

from models.administration import Administration
from models.mission import Mission
from planner.domain.calendars import Span
from planner.domain.rules import RULES
from planner.formulation.variables import Variables
from planner.heuristics.usage import Load

JOINING = frozenset(rule.id for rule in RULES if rule.scope.joins)

# Pairs of a rule and an ID of whom the rule is not asked: an expert for `release-cap`, a country
# for `administration-capacity`, the expert and the other mission with a blank for `one-at-a-time`.
Excuse = tuple[str, str]


def post_beside(
    variables: Variables,
    load: Load,
    rules: Collection[str],
    excused: Collection[Excuse] = frozenset(),
) -> None:
    """Keep the only mission of a model within what the plan leaves, as far as these rules ask."""
    (mission,) = variables.pool.year.missions
    if "one-at-a-time" in rules:
        _close_busy(variables, load, mission, excused)
    if "release-cap" in rules:
        _close_full(variables, load, mission, excused)
    if "administration-capacity" in rules:
        for administration, team in _limited(variables, mission, excused):
            _limit_administration(variables, load, mission, administration, team)
    if "host-capacity" in rules:
        _close_host(variables, load, mission)


def _close_busy(
    variables: Variables, load: Load, mission: Mission, excused: Collection[Excuse]
) -> None:
    """Expert goes + sum of the starts that meet another mission of the expert <= 1."""
    busy = variables.pool.busy_runs(mission)
    for expert_id, goes in variables.goes[mission.id].items():
        others = [
            stay.busy
            for stay in load.stays_of(expert_id, mission)
            if ("one-at-a-time", f"{expert_id} {stay.mission.id}") not in excused
        ]
        if others:
            pairs = zip(busy, variables.starts[mission.id], strict=True)
            closed = [start for span, start in pairs if any(map(span.meets, others))]
            if closed:
                variables.cp.add(goes + LinearExpr.sum(closed) <= 1)


def _close_full(
    variables: Variables, load: Load, mission: Mission, excused: Collection[Excuse]
) -> None:
    """Expert goes + sum of the starts in release periods without weeks left <= 1."""
    for expert_id, goes in variables.goes[mission.id].items():
        expert = variables.pool.year.expert_by_id[expert_id]
        if ("release-cap", expert_id) in excused or not load.may_be_full(expert, mission):
            continue
        pairs = _pairs(variables, mission)
        closed = [literal for run, literal in pairs if load.is_full(expert, mission, run)]
        if closed:
            variables.cp.add(goes + LinearExpr.sum(closed) <= 1)


def _limited(
    variables: Variables, mission: Mission, excused: Collection[Excuse]
) -> Iterator[tuple[Administration, list[IntVar]]]:
    """Administrations with limits, and the literals of their serving experts."""
    limits = variables.pool.year.administration_by_country
    teams: dict[str, list[IntVar]] = {}
    for expert_id, goes in variables.goes[mission.id].items():
        expert = variables.pool.year.expert_by_id[expert_id]
        if expert.administration in limits and not variables.pool.is_external(expert):
            teams.setdefault(expert.administration, []).append(goes)
    for country, team in teams.items():
        if ("administration-capacity", country) not in excused:
            yield limits[country], team


def _limit_administration(
    variables: Variables,
    load: Load,
    mission: Mission,
    administration: Administration,
    team: list[IntVar],
) -> None:
    """Sum of goes <= what Max weeks leaves; with each start, <= what Max experts away leaves."""
    if administration.max_weeks is not None:
        left = administration.max_weeks - load.weeks_of(administration.country, mission)
        variables.cp.add(LinearExpr.sum(team) <= max(0, left // mission.weeks_charged))
    if administration.max_experts_away is None:
        return
    places = min(len(mission.positions), len(team))
    for run, start in _pairs(variables, mission):
        away = load.experts_away(administration.country, mission, run)
        left = max(0, administration.max_experts_away - away)
        if left < places:
            variables.cp.add(LinearExpr.sum(team) <= left).only_enforce_if(start)


def _close_host(variables: Variables, load: Load, mission: Mission) -> None:
    """No start at which the host has as many missions as it receives."""
    administration = variables.pool.year.administration_by_country.get(mission.host)
    if administration is None or administration.max_missions_hosted is None:
        return
    limit = administration.max_missions_hosted
    for run, start in _pairs(variables, mission):
        if load.hosted(mission, run) >= limit:
            variables.cp.add(start == 0)


def _pairs(variables: Variables, mission: Mission) -> Iterator[tuple[Span, IntVar]]:
    return zip(variables.runs[mission.id], variables.starts[mission.id], strict=True)
