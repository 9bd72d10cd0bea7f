"""The page of one expert: the missions that would have fitted, with the reason for each."""

from collections.abc import Iterator

from models.answers.explanation import Block, Line
from models.answers.plan import Placement
from models.facts.expert import Expert, Qualification
from models.facts.mission import Mission
from planner.domain.country_names import country_name
from planner.domain.rules import RULE_BY_ID
from planner.domain.wording import day, listed
from planner.reasons.answers.inquiry import Inquiry
from planner.reasons.answers.missions import broken_rule, swap_text
from planner.reasons.conflict_sets import obstacles
from planner.reasons.facts import elements
from planner.reasons.not_delivered import keeps_away

_COLUMNS = ("Mission", "Reason")


def page_of(inquiry: Inquiry, expert: Expert) -> Iterator[Block]:
    """What the expert holds, where the expert goes, and why nowhere else."""
    held = [f"{q.expertise} ({q.status})" for q in _listed(inquiry, expert)]
    place = f"{country_name(expert.administration)}, {expert.region}"
    who = f"{place}; holds {listed(held) or 'nothing'}."
    yield Block(f"Expert {expert.id}", (who, _record(inquiry, expert)))
    fitted = [m for m in inquiry.year.missions if _codes(inquiry, expert, m)]
    goes = [m for m in fitted if _row_of(inquiry, expert, m) is not None]
    if goes:
        lines = tuple(Line(m.id, _goes(inquiry, expert, m)) for m in goes)
        yield Block("Goes to", (), lines, _COLUMNS)
    rest = [m for m in fitted if m not in goes]
    if rest:
        lines = tuple(Line(m.id, _why_not(inquiry, expert, m)) for m in rest)
        yield Block("Does not go to, though it asks for the expertise", (), lines, _COLUMNS)
    if not fitted:
        yield Block("No mission asks for what the expert holds")


def _listed(inquiry: Inquiry, expert: Expert) -> tuple[Qualification, ...]:
    return inquiry.year.qualifications_by_expert.get(expert.id, ())


def _record(inquiry: Inquiry, expert: Expert) -> str:
    pool = inquiry.load.pool
    if pool.is_external(expert):
        return f"External, clearance {expert.clearance}: used as a last resort only."
    return f"{pool.idle_days[expert.id]:,} idle days at the plan start."


def _codes(inquiry: Inquiry, expert: Expert, mission: Mission) -> list[str]:
    standing = inquiry.load.pool.standing
    return [code for code in dict.fromkeys(mission.positions) if (expert.id, code) in standing]


def _row_of(inquiry: Inquiry, expert: Expert, mission: Mission) -> Placement | None:
    rows = inquiry.teams.get(mission.id, ())
    return next((row for row in rows if row.expert_id == expert.id), None)


def _goes(inquiry: Inquiry, expert: Expert, mission: Mission) -> str:
    row = _row_of(inquiry, expert, mission)
    assert row is not None
    return f"position {row.position}, {row.expertise}, from {day(row.start)}"


def _why_not(inquiry: Inquiry, expert: Expert, mission: Mission) -> str:
    codes = _codes(inquiry, expert, mission)
    rules = [keeps_away(inquiry.beside_plan, mission, code, expert) for code in codes]
    if all(rules):
        return _fact(inquiry, expert, mission, str(rules[0]))
    team = inquiry.teams.get(mission.id)
    if team is None:
        ids = [rule for rules in obstacles(inquiry.beside_plan, mission) for rule in rules]
        return f"could come, but the mission is not delivered: {listed(ids) or 'it would fit'}"
    return _beside_team(inquiry, expert, [row for row in team if row.expertise in codes])


def _beside_team(inquiry: Inquiry, expert: Expert, rows: list[Placement]) -> str:
    """Why somebody else has each position: what changes, or which rules would be broken."""
    able = [r for r in rows if expert in inquiry.standbys.of(r)]
    if able:
        return "; or ".join(_rather(inquiry, row, expert) for row in able)
    return min((broken_rule(inquiry, row, expert) for row in rows), key=len, default="")


def _rather(inquiry: Inquiry, row: Placement, expert: Expert) -> str:
    """Why the plan has somebody else on a position that the expert could fill."""
    if status := inquiry.agreed_as(row):
        return f"{row.expert_id} goes, who is {status}: what is agreed stays"
    changes = swap_text(inquiry, row, expert.id)
    return f"{row.expert_id} goes; with {expert.id} instead: {changes}"


def _fact(inquiry: Inquiry, expert: Expert, mission: Mission, rule: str) -> str:
    """The rule that keeps an expert away whenever the mission starts, with the facts."""
    names = {expert.id, country_name(expert.administration)}
    found = elements(inquiry.beside_plan, mission, [rule])
    texts = [e.text for e in found if any(e.text.startswith(f"{name} ") for name in names)]
    return f"{rule}: {'; '.join(texts) or RULE_BY_ID[rule].sentence}"
