"""Answers why not this expert, start or fund: the rule that forbids it, or its price."""

from collections.abc import Iterator
from datetime import date

from models.answers.explanation import Block, Line
from models.answers.plan import Plan
from models.answers.price import Price
from models.cell_ref import Place
from models.facts.expert import AppliesTo
from models.facts.instance import Year
from models.facts.mission import Mission
from models.requests.demand import Demand
from planner.domain.calendars import Calendars, Span, closed_days, days
from planner.domain.country_names import country_name
from planner.domain.errors import NoPlan
from planner.domain.rules import RULE_BY_ID
from planner.domain.wording import day, listed
from planner.reasons.answers.changes import gains, losses, moves
from planner.reasons.answers.forbidden import fact_lines, rule_blocks
from planner.reasons.answers.inquiry import Inquiry
from planner.reasons.facts import Element, term_elements
from planner.reasons.minimal_facts import smallest_sets

_MOST_STARTS = 6


def why_not(inquiry: Inquiry, demand: Demand) -> Iterator[Block]:
    """Why a mission is not planned as demanded: facts that forbid it, or what it would cost."""
    what = wish(demand)
    if is_so(inquiry, demand):
        yield Block(f"That is what the plan has: {what}.")
        return
    mission = inquiry.year.mission_by_id[demand.mission_id]
    at_once = tuple(_forbidden_at_once(inquiry, mission, demand))
    if at_once:
        sentences = (RULE_BY_ID[at_once[0].what].sentence,)
        yield Block(f"Not possible: {what}", sentences, at_once)
        return
    narrowed = _narrowed(inquiry.calendars, mission, demand)
    sets = _sets(inquiry, narrowed, demand, agreed=True)
    if sets:
        yield from rule_blocks(f"Not possible in any plan: {what}", sets)
        return
    yield from _priced(inquiry, narrowed, demand, what)


def wish(demand: Demand) -> str:
    """What is demanded, in words."""
    parts = [f"{demand.expert_id} on {demand.mission_id}" if demand.expert_id else ""]
    parts[0] = parts[0] or f"{demand.mission_id} delivered"
    if demand.start:
        parts.append(f"from {day(demand.start)}")
    if demand.fund_id:
        parts.append(f"paid by {demand.fund_id}")
    return " ".join(parts)


def is_so(inquiry: Inquiry, demand: Demand) -> bool:
    """Whether the plan has what is demanded."""
    team = inquiry.teams.get(demand.mission_id, ())
    return bool(team) and (
        (demand.expert_id is None or demand.expert_id in {row.expert_id for row in team})
        and (demand.start is None or demand.start == team[0].start)
        and (demand.fund_id is None or demand.fund_id == team[0].fund_id)
    )


def _forbidden_at_once(inquiry: Inquiry, mission: Mission, demand: Demand) -> Iterator[Line]:
    """What needs no solver: an expertise that is not held, a start that is none, terms."""
    if demand.expert_id is not None:
        yield from _not_held(inquiry, mission, demand.expert_id)
    if demand.start is not None:
        yield from _no_start(inquiry.year, inquiry.calendars, mission, demand.start)
    if demand.fund_id is not None:
        yield from fact_lines(term_elements(inquiry.year, mission, demand.fund_id))


def _not_held(inquiry: Inquiry, mission: Mission, expert_id: str) -> Iterator[Line]:
    standing = inquiry.beside_plan.pool.standing
    if any((expert_id, code) in standing for code in mission.positions):
        return
    rows = inquiry.year.qualifications_by_expert.get(expert_id, ())
    held = f"holds {listed(row.expertise for row in rows)}" if rows else "holds nothing"
    asked = listed(dict.fromkeys(mission.positions), "or")
    place = Place("Qualifications", "expertise", rows[0].row if rows else None)
    yield Line("qualified", f"{expert_id} {held}, not {asked}", place)


def _no_start(year: Year, calendars: Calendars, mission: Mission, start: date) -> Iterator[Line]:
    allowed = [run.start for run in calendars.allowed_starts(mission)]
    if start in allowed:
        return
    run = calendars.run(mission, start)
    yield from _outside_window(year, mission, run)
    calendar = calendars.of(mission.host)
    for off in days(run):
        if not calendar.is_weekend(off) and not calendar.is_working(off):
            yield _off(year, mission.host, off)
    near = sorted(sorted(allowed, key=lambda other: abs(other - start))[:_MOST_STARTS])
    text = "A mission starts on the first working day of its window or after a weekend"
    text += f": near that, {listed(map(day, near))}" if near else "; it has no allowed start"
    yield Line("dates", text, Place("Missions", "earliest_start", mission.row))


def _off(year: Year, host: str, off: date) -> Line:
    """Why nobody works in a host country on a day, and the row that says so, if there is one."""
    where = country_name(host)
    for row in year.unavailability:
        closed = closed_days(row)
        if row.applies_to is AppliesTo.HOST and row.who == host and closed.has(off):
            text = f"{where} is not available on {day(off)}"
            return Line("dates", text, Place("Unavailability", "start", row.row))
    added = [row.row for row in year.holidays if (row.host, row.day) == (host, off)]
    text = f"{day(off)} is a public holiday in {where}"
    return Line("dates", text, Place("Holidays", "day", added[0]) if added else None)


def _outside_window(year: Year, mission: Mission, run: Span) -> Iterator[Line]:
    first = max(mission.earliest_start, year.settings.plan_start)
    last = min(mission.latest_end, year.settings.plan_end)
    if run.start < first:
        place = Place("Missions", "earliest_start", mission.row)
        yield Line("dates", f"{mission.id} may not start before {day(first)}", place)
    if run.end > last:
        text = f"{mission.id} would end on {day(run.end)}, after {day(last)}"
        yield Line("dates", text, Place("Missions", "latest_end", mission.row))


def _narrowed(calendars: Calendars, mission: Mission, demand: Demand) -> Mission:
    """The mission with no other start and no other fund than those demanded."""
    changes: dict[str, object] = {}
    if demand.start is not None:
        run = calendars.run(mission, demand.start)
        changes |= {"earliest_start": run.start, "latest_end": run.end}
    if demand.fund_id is not None:
        changes["funds"] = (demand.fund_id,)
    return mission.model_copy(update=changes)


def _sets(
    inquiry: Inquiry, narrowed: Mission, demand: Demand, agreed: bool
) -> tuple[tuple[Element, ...], ...]:
    """Facts that forbid the demand, in any plan or beside this one.

    That the mission may be paid by nobody else is what was asked for, not what forbids it.
    """
    probe = inquiry.beside_agreed if agreed else inquiry.beside_plan
    sets = smallest_sets(probe, narrowed, demand.expert_id)
    named = demand.fund_id is not None
    return tuple(tuple(e for e in s if not (named and e.key == "named")) for s in sets)


def _priced(inquiry: Inquiry, narrowed: Mission, demand: Demand, what: str) -> Iterator[Block]:
    beside = _sets(inquiry, narrowed, demand, agreed=False)
    yield _price_block(inquiry, demand, what)
    yield from rule_blocks("What stands in the way as the plan is now", beside)


def _price_block(inquiry: Inquiry, demand: Demand, what: str) -> Block:
    try:
        found = inquiry.prices.of([demand])
    except NoPlan:
        sentence = "No plan that has it was found in time. Ask again with more time."
        return Block(f"Not known: {what}", (sentence,))
    if found is None:
        heading = f"Not possible: no plan that keeps all rules has {what}"
        return Block(heading, ("By itself it could be done; together with the rest it cannot.",))
    inquiry.price = found
    lost = losses(inquiry.year, inquiry.plan, found)
    head = f"Possible at a price: {what}" if lost else f"Possible at no price: {what}"
    return Block(head, price_sentences(inquiry.year, inquiry.plan, demand.mission_id, found))


def price_sentences(year: Year, plan: Plan, asked: str, found: Price) -> tuple[str, ...]:
    """What the year would lose, what becomes of the mission asked for, and who else moves."""
    sentences = stage_sentences(year, plan, asked, found)
    if found.exact:
        return sentences
    return (*sentences, "Not proven: there may be a plan that loses less. Give it more time.")


def stage_sentences(year: Year, plan: Plan, asked: str, found: Price) -> tuple[str, ...]:
    """The same of a plan, while others are looked for that lose less."""
    lost, won = losses(year, plan, found), gains(year, plan, found)
    sentences = [f"Possible, but {lost[0]}." if lost else "No level gets worse."]
    sentences += [f"Besides, {listed(lost[1:])}."] if lost[1:] else []
    sentences += [f"In return, {listed(won)}."] if won else []
    changed = list(moves(plan, found.plan))
    mine = [text for mission_id, text in changed if mission_id == asked]
    others = [text for mission_id, text in changed if mission_id != asked]
    sentences += [f"{'; '.join(mine)}."] if mine else []
    sentences.append(f"Who else moves: {'; '.join(others)}." if others else "Nothing else moves.")
    return tuple(sentences)
