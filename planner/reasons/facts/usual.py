"""The facts behind a rule, by its description: whom it keeps away, and the cell that says so."""

from collections.abc import Callable
from functools import partial

from models.cell_ref import Place
from models.facts.expert import Expert
from models.facts.mission import Mission
from planner.domain.calendars import Span
from planner.domain.country_names import country_name
from planner.domain.rules import ByRule, HardRule, Scope
from planner.domain.wording import languages
from planner.formulation.constraints import CONSTRAINTS, Constraint
from planner.formulation.obstacles import here
from planner.formulation.usage import Seat
from planner.reasons.facts.lifts import Found, excuse
from planner.reasons.one_mission import Probe

_BY_ID = {constraint.id: constraint for constraint in CONSTRAINTS}


def usual(rule: HardRule) -> Callable[[Probe, Mission], Found]:
    """How the facts of a rule are found where it has no way of its own."""
    constraint = _BY_ID[rule.id]
    # The model leaves a rule about positions out for one expert only where it is told by `admits`.
    whole = rule.scope is Scope.POSITION and not constraint.says("admits")
    return partial(_of_mission if whole else _OF_SCOPE[rule.scope], constraint)


def described(rule: HardRule, mission: Mission) -> str:
    """What keeps one expert from a mission, without the subject."""
    spoken, host = languages(mission.languages), country_name(mission.host)
    return rule.singular.format(languages=spoken, host=host)


def _of_experts(constraint: Constraint, probe: Probe, mission: Mission) -> Found:
    """One fact for each expert whom the rule keeps away on some start."""
    sheet, field = constraint.rule.cells
    for expert in probe.candidates(mission):
        if closed(constraint.id, probe, mission, expert):
            text = f"{expert.id} {described(constraint.rule, mission)}"
            place = Place(sheet, field, expert.row if sheet == "Experts" else None)
            yield expert.id, text, place, excuse(constraint.id, expert.id)


def closed(rule: str, probe: Probe, mission: Mission, expert: Expert) -> list[Span]:
    """The runs of a mission, start to end, from which a rule keeps an expert who holds a code."""
    code = next(c for c in mission.positions if (expert.id, c) in probe.pool.standing)
    return [
        run
        for run in probe.calendars.allowed_starts(mission)
        if here((_BY_ID[rule],), probe.load, Seat(mission, code, run), expert)
    ]


def _of_countries(constraint: Constraint, probe: Probe, mission: Mission) -> Found:
    """One fact for each administration, or the host, whose limit is asked."""
    sheet, field = constraint.rule.cells
    groups = {constraint.group(probe.load, mission, e) for e in probe.candidates(mission)}
    for country in sorted(group for group in groups if group is not None):
        row = probe.year.administration_by_country.get(country)
        text = f"{country_name(country)}: {constraint.rule.sentence}"
        place = Place(sheet, field, row.row if row and sheet == "Administrations" else None)
        yield country, text, place, excuse(constraint.id, country)


def _of_mission(constraint: Constraint, probe: Probe, mission: Mission) -> Found:
    """One fact about the mission itself."""
    sheet, field = constraint.rule.cells
    text = f"{mission.id}: {constraint.rule.team or constraint.rule.sentence}"
    place = Place(sheet, field, mission.row if sheet == "Missions" else None)
    yield mission.id, text, place, excuse(constraint.id, mission.id)


_OF_SCOPE: dict[Scope, Callable[[Constraint, Probe, Mission], Found]] = {
    Scope.POSITION: _of_experts,
    Scope.EXPERT: _of_experts,
    Scope.ADMINISTRATION: _of_countries,
    Scope.HOST: _of_countries,
    Scope.TEAM: _of_mission,
    Scope.FUND: _of_mission,
    Scope.MISSION: _of_mission,
}

FACTS = ByRule(usual)
