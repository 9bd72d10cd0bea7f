"""Answers why a mission is planned as it is, or what it would take to deliver it."""

from collections.abc import Iterator

from models.answers.explanation import Block, Line
from models.answers.plan import Placement
from models.answers.price import Price
from models.facts.expert import Expert
from models.facts.mission import Mission
from models.requests.demand import Demand
from planner.checker.costs import mission_cost
from planner.domain.calendars import Span
from planner.domain.country_names import country_name, mentions_country
from planner.domain.wording import amount, counted, day, listed
from planner.reasons.answers.changes import described, gains, losses
from planner.reasons.answers.choices import price_sentences
from planner.reasons.answers.forbidden import rule_blocks
from planner.reasons.answers.inquiry import Inquiry
from planner.reasons.conflict_sets import obstacles
from planner.reasons.counterfactual_price import price_of
from planner.reasons.joint_money import wish_with
from planner.reasons.minimal_facts import smallest_sets
from planner.reasons.not_delivered import about_code, keeps_away, not_delivered
from planner.reasons.substitution.refusals import sentence
from planner.report.wishes import wish_sentence

# Of those who could go, and of those who could not.
_MOST_NAMED = 10


def why(inquiry: Inquiry, mission: Mission) -> Iterator[Block]:
    """Why these experts, dates and fund; or why it is not delivered."""
    team = inquiry.teams.get(mission.id)
    if team is None:
        yield from _why_not_delivered(inquiry, mission)
        return
    run = inquiry.calendars.run(mission, team[0].start)
    yield Block(
        f"{mission.id} is delivered from {day(run.start)} to {day(run.end)}",
        (_place(mission),) if mission.title else (),
    )
    for row in team:
        yield _who(inquiry, mission, row)
    yield _when(inquiry, mission, run)
    yield _fund(inquiry, mission, team)


def _place(mission: Mission) -> str:
    """The title, and the host where the title does not have it."""
    host = country_name(mission.host)
    where = "" if mentions_country(mission.title, mission.host) else f", in {host}"
    return f"{mission.title}{where}."


def to_deliver(inquiry: Inquiry, mission: Mission) -> Iterator[Block]:
    """What the year would have to give up to deliver a mission that is not in the plan."""
    demand = Demand(mission_id=mission.id)
    sets = tuple(smallest_sets(inquiry.beside_agreed, mission))
    if sets:
        heading = f"No plan at all delivers {mission.id}, whatever else is given up"
        yield from rule_blocks(heading, sets)
        return
    found = inquiry.prices.of([demand])
    if found is None:
        yield Block(f"No plan at all delivers {mission.id} besides what is agreed")
        return
    inquiry.price = found
    sentences = price_sentences(inquiry.year, inquiry.plan, mission.id, found)
    yield Block(f"What the year would give up to deliver {mission.id}", sentences)


def _why_not_delivered(inquiry: Inquiry, mission: Mission) -> Iterator[Block]:
    probe = inquiry.beside_plan
    conflicts = obstacles(probe, mission)
    said = not_delivered(probe, mission, conflicts)
    sets = tuple(smallest_sets(probe, mission, conflicts=conflicts))
    yield Block(f"{mission.id} is not delivered", (said.why,))
    heading = "These facts forbid it, whatever else is granted; none of them is superfluous"
    yield from rule_blocks(heading, sets)
    together = _together(inquiry, mission) if said.rules == ("funded",) else ()
    helps = (said.what_would_help, *together)
    yield Block("What would help", helps, remedies=said.remedies)


def _together(inquiry: Inquiry, mission: Mission) -> tuple[str, ...]:
    """What one amount delivers, where several missions lack the money of one fund."""
    wish = wish_with(inquiry.beside_plan, mission)
    return () if wish is None else (f"{wish_sentence(inquiry.year, wish)}.",)


def _who(inquiry: Inquiry, mission: Mission, row: Placement) -> Block:
    heading = f"Position {row.position}, {row.expertise}: {row.expert_id}"
    who = f"{described(inquiry.year, row)}."
    pool = about_code(inquiry.beside_plan, mission, row.expertise, 1)
    able = inquiry.standbys.of(row)
    kept_away = _kept_away(inquiry, mission, row, able)
    lines = [
        *(Line(other.id, swap_text(inquiry, row, other.id)) for other in able[:_MOST_NAMED]),
        *(Line(other.id, broken_rule(inquiry, row, other)) for other in kept_away[:_MOST_NAMED]),
    ]
    sentences = (
        who,
        f"{pool}.",
        *_agreed(inquiry, row),
        *_rest(len(able), len(kept_away)),
        *((_others(inquiry, row),) if lines else ()),
    )
    return Block(heading, sentences, tuple(lines), ("Expert", "What changes, or what forbids it"))


def _agreed(inquiry: Inquiry, row: Placement) -> Iterator[str]:
    if status := inquiry.agreed_as(row):
        yield f"{row.expert_id} is {status} for it: what is agreed stays."


def _others(inquiry: Inquiry, row: Placement) -> str:
    if inquiry.agreed_as(row):
        return f"If {row.expert_id} could not go after all, with everything else unchanged:"
    return "Instead, with everything else unchanged:"


def _kept_away(
    inquiry: Inquiry, mission: Mission, row: Placement, able: list[Expert]
) -> list[Expert]:
    """Those whom the rest of the plan keeps away; others could not come on any start."""
    known = {*(other.expert_id for other in inquiry.teams[mission.id]), *(e.id for e in able)}
    return [
        expert
        for expert in inquiry.load.pool.holders[row.expertise]
        if expert.id not in known
        and keeps_away(inquiry.beside_plan, mission, row.expertise, expert) is None
    ]


def _rest(able: int, kept_away: int) -> Iterator[str]:
    """How many are not named, where there are too many to name them all."""
    more, fewer = max(0, able - _MOST_NAMED), max(0, kept_away - _MOST_NAMED)
    parts = [f"{more} more could go"] if more else []
    parts += [f"a rule keeps {fewer} more away"] if fewer else []
    if parts:
        yield f"Not named: {listed(parts)}; ask about one of them by its ID."


def broken_rule(inquiry: Inquiry, row: Placement, expert: Expert) -> str:
    """The rule that the plan would break with another expert on a position, and the facts.

    That somebody agreed is on the position comes last: it would hold for everybody.
    """
    case = inquiry.dossier.obstacle(row, expert, row.start)
    return f"{case.rule}: {sentence(case)}" if case else ""


def swap_text(inquiry: Inquiry, row: Placement, expert_id: str) -> str:
    """How the levels change if somebody takes over a position."""
    found = swapped(inquiry, row, expert_id)
    lost, won = (told(inquiry.year, inquiry.plan, found) for told in (losses, gains))
    if not lost:
        return listed(won) or "nothing: just as good"
    return "; ".join([*lost, *([f"in return, {listed(won)}"] if won else [])])


def swapped(inquiry: Inquiry, row: Placement, expert_id: str) -> Price:
    """The plan with another expert on a position, and the values of its levels."""
    taken = row.model_copy(update={"expert_id": expert_id})
    plan = inquiry.plan.of(taken if r is row else r for r in inquiry.plan.placements)
    return price_of(plan, inquiry.values, inquiry.values_of(plan), exact=True)


def _when(inquiry: Inquiry, mission: Mission, run: Span) -> Block:
    runs = [other for other in inquiry.calendars.allowed_starts(mission) if other != run]
    same = [other for other in runs if _fits_team(inquiry, mission, other)]
    others = [o for o in runs if o not in same and _could_start(inquiry, mission, o)]
    number = counted(len(runs) + 1, "allowed start")
    window = f"{day(mission.earliest_start)} to {day(mission.latest_end)}"
    sentences = [f"It has {number} from {window}; no level prefers one date to another."]
    if same:
        sentences.append(f"With everything else unchanged it could also start on {_days(same)}.")
    if others:
        sentences.append(f"With another team it could also start on {_days(others)}.")
    if runs and not same and not others:
        sentences.append("With the rest of the plan unchanged it could start on no other day.")
    return Block(f"Why from {day(run.start)}", tuple(sentences))


def _days(runs: list[Span]) -> str:
    return listed(day(run.start) for run in runs)


def _fits_team(inquiry: Inquiry, mission: Mission, run: Span) -> bool:
    team = tuple(row.model_copy(update={"start": run.start}) for row in inquiry.teams[mission.id])
    return not inquiry.trials.violations(mission, team)


def _could_start(inquiry: Inquiry, mission: Mission, run: Span) -> bool:
    at = mission.model_copy(update={"earliest_start": run.start, "latest_end": run.end})
    return inquiry.beside_plan.possible(at)


def _fund(inquiry: Inquiry, mission: Mission, team: tuple[Placement, ...]) -> Block:
    cost = amount(inquiry.year, mission_cost(inquiry.year, inquiry.calendars, mission, team))
    fund_id = team[0].fund_id
    if fund_id is None:
        return Block("Why no fund", (f"It costs {cost}; there is no Funds sheet.",))
    if mission.shares:
        return Block(f"Why from {fund_id}", (f"It costs {cost}, which these funds share.",))
    costs = inquiry.beside_plan.cheapest(mission)
    left = inquiry.beside_plan.left_in_funds(mission)
    lines = tuple(
        Line(
            other,
            f"{amount(inquiry.year, left[other])} left for it{_short(costs[other], left[other])}",
        )
        for other in costs
    )
    named = f" It may be paid by {listed(mission.funds, 'or')} alone." if mission.funds else ""
    return Block(
        f"Why from {fund_id}",
        (f"It costs {cost}.{named} The funds whose terms fit:",),
        lines,
        ("Fund", "Money"),
    )


def _short(cost: int, left: int) -> str:
    return ", which is not enough" if left < cost else ""
