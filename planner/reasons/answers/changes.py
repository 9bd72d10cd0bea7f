"""Says in sentences how two plans differ, and the values of their levels."""

from collections.abc import Iterator

from models.answers.plan import Placement, Plan
from models.answers.price import Price
from models.events import PriceFound, PriceNotFound
from models.facts.expert import QualificationStatus
from models.facts.instance import Year
from planner.checker.standing import standing
from planner.domain.levels import level_of
from planner.domain.proposals import STABILITY
from planner.domain.wording import amount, counted, day, listed, most_named

Pair = tuple[str, str]

_FILLED = {"externals": "by an external expert", "region": "from another region"}


def losses(year: Year, plan: Plan, price: Price) -> list[str]:
    """What the levels lose, the most important first; what moves is told by `moves`.

    That proposed rows are not kept is a loss only where that level decides: the next one that
    changes would gain.
    """
    return [
        _change(year, plan, price, name)
        for name, gain in price.changes.items()
        if gain < 0 and (name != STABILITY or _is_decided_by_proposals(price))
    ]


def _is_decided_by_proposals(price: Price) -> bool:
    first, *rest = price.changes
    return first == STABILITY and bool(rest) and price.changes[rest[0]] > 0


def gains(year: Year, plan: Plan, price: Price) -> list[str]:
    """What the levels gain: less important ones than those that lose, or the plan was not best."""
    return [_change(year, plan, price, name) for name, gain in price.changes.items() if gain > 0]


def _change(year: Year, plan: Plan, price: Price, name: str) -> str:
    number = abs(price.after[name] - price.before[name])
    word = "fewer" if price.after[name] < price.before[name] else "more"
    if name.startswith("delivery-"):
        kind = name.removeprefix("delivery-")
        which = "with an agreed expert" if kind == "pinned" else f"of priority {kind}"
        return f"{_so_many(number, word, 'mission')} {which} would be delivered"
    if name == "pre-accredited":
        return _candidates(year, plan, price.plan, number, word)
    if name == STABILITY:
        return f"{counted(number, 'proposal')} would not be kept"
    if name == "cost":
        return f"the plan would cost {amount(year, number)} {'less' if word == 'fewer' else 'more'}"
    if name in _FILLED:
        return f"{_so_many(number, word, 'position')} would be filled {_FILLED[name]}"
    return f"{number:,} {word} {level_of(name).unit} of waiting would end with a mission"


def _so_many(number: int, word: str, noun: str) -> str:
    """Such as "1 mission more" and "2 fewer missions"."""
    return f"1 {noun} {word}" if number == 1 else f"{number:,} {word} {noun}s"


def _candidates(year: Year, before: Plan, after: Plan, number: int, word: str) -> str:
    old, new = candidates(year, before), candidates(year, after)
    lost, won = sorted(old - new), sorted(new - old)
    codes = listed(dict.fromkeys(code for _, code in (lost if word == "fewer" else won)))
    text = f"{_so_many(number, word, 'candidate')} for {codes} would get an evaluation mission"
    who = [f"without {_pairs(lost)}"] if lost else []
    who += [f"with {_pairs(won)}"] if won else []
    return f"{text} ({', '.join(who)})"


def _pairs(pairs: list[Pair]) -> str:
    return listed(expert_id for expert_id, _ in pairs)


def candidates(year: Year, plan: Plan) -> frozenset[Pair]:
    """Pairs of an expert and a listed expertise who get the chance to be evaluated."""
    waiting = {
        (q.expert_id, q.expertise)
        for q in year.qualifications
        if q.status is QualificationStatus.PRE_ACCREDITED
    }
    return frozenset(waiting & {(row.expert_id, row.expertise) for row in plan.placements})


def moves(before: Plan, after: Plan) -> Iterator[tuple[str, str]]:
    """What differs, as pairs of the mission's ID and a sentence, mission by mission."""
    old, new = before.teams(), after.teams()
    for mission_id in dict.fromkeys((*old, *new)):
        for text in _moves_of(mission_id, old.get(mission_id, ()), new.get(mission_id, ())):
            yield mission_id, text


def _moves_of(
    mission_id: str, old: tuple[Placement, ...], new: tuple[Placement, ...]
) -> Iterator[str]:
    if not new:
        yield f"{mission_id} is not delivered"
    elif not old:
        team = listed(row.expert_id for row in new)
        yield f"{mission_id} is delivered on {day(new[0].start)}, by {team}"
    else:
        yield from _changes_of(mission_id, old, new)


def _changes_of(
    mission_id: str, old: tuple[Placement, ...], new: tuple[Placement, ...]
) -> Iterator[str]:
    if old[0].start != new[0].start:
        yield f"{mission_id} moves to {day(new[0].start)}"
    gone = [r.expert_id for r in old if r.expert_id not in {n.expert_id for n in new}]
    come = [r.expert_id for r in new if r.expert_id not in {o.expert_id for o in old}]
    if gone:
        go = "goes" if len(come) == 1 else "go"
        yield f"{listed(come)} {go} to {mission_id} for {listed(gone)}"
    if old[0].fund_id != new[0].fund_id:
        yield f"{mission_id} is paid by {new[0].fund_id}"


def stage(event: PriceFound | PriceNotFound) -> str:
    """How far the search for a price is, such as "Possible if M044 and M121 move"."""
    if isinstance(event, PriceNotFound):
        where = "beside this plan"
        if event.free:
            where = f"where, of the others, only {_named(event.free)} may move"
        return f"Not {where}" if event.proven else f"Nothing found {where}"
    kinds = (
        (event.moved, "moves", "move"),
        (event.repaid, "is paid by another fund", "are paid by other funds"),
        (event.dropped, "is not delivered", "are not delivered"),
    )
    parts = [f"{_named(m)} {one if len(m) == 1 else many}" for m, one, many in kinds if m]
    return f"Possible if {listed(parts)}" if parts else "Possible, and nothing else moves"


def _named(missions: tuple[str, ...]) -> str:
    """Missions by their IDs, the first few of many."""
    first = missions[: most_named(missions)]
    others = len(missions) - len(first)
    return listed((*first, f"{others:,} others") if others else first)


def described(year: Year, row: Placement) -> str:
    """An expert on a position: standing, country and region are what the levels look at."""
    status = standing(year, row.expert_id, row.expertise)
    mission, expert = year.mission_by_id[row.mission_id], year.expert_by_id[row.expert_id]
    where = "in region" if expert.region == mission.region else "another region"
    return f"{status}, {where}"
