"""Jobs and levels in words, for the templates."""

from collections.abc import Iterable
from typing import Any

from models.answers.explanation import Block, Explanation
from models.answers.plan import Placement
from models.events import PriceFound, PriceNotFound
from models.facts.instance import Year
from models.requests.question import ToDeliver
from planner.checker.standing import standing as standing_of
from planner.domain.levels import Direction, level_of
from planner.domain.wording import most_named
from web.session.jobs import Job, LevelRow
from web.shown.texts import Texts


def job_title(t: Texts, job: Job) -> str:
    """What a job does, or how it ended."""
    form = "running" if job.running else "failed" if job.failed else "ended"
    return t(f"job.{job.kind}.{form}", subject=job.subject, n=job.seconds)


def level(t: Texts, name: str) -> str:
    """A level such as "delivery, priority 2"."""
    if name.startswith("delivery-") and name != "delivery-pinned":
        return t("level.delivery", n=int(name.removeprefix("delivery-")))
    return t(f"level.{name}")


def level_value(t: Texts, row: LevelRow) -> str:
    """How far a level is, such as "143 of at most 145"."""
    if row.state == "waiting" or row.value is None:
        return ""
    if row.proven:
        return t("level.proven_value", value=row.value)
    if row.bound is None:
        return t("level.value", value=row.value)
    more = level_of(row.name).direction is Direction.MORE
    return t("level.at_most" if more else "level.at_least", value=row.value, bound=row.bound)


def level_sentence(t: Texts, row: LevelRow, is_first: bool) -> str:
    """What is proven of a level by now: a bound holds of plans as good in the levels before it."""
    if row.state == "waiting":
        return t("bound.waiting")
    fewer = level_of(row.name).direction is Direction.FEWER
    if row.bound is None or (fewer and row.bound <= 0 and not row.proven):
        return t("bound.none")
    if fewer and row.bound <= 0:
        return t("bound.zero")
    limit = _limit(t, row.name, row.bound, "" if is_first else t("bound.given"))
    return t("bound.reached", limit=limit) if row.proven else limit


def _limit(t: Texts, name: str, bound: int, given: str) -> str:
    """Such as "No plan delivers more than 145 missions of priority 2."."""
    kind, _, priority = name.partition("-")
    is_delivery = kind == "delivery" and priority.isdigit()
    return t.count(f"limit.{kind if is_delivery else name}", bound, given=given, priority=priority)


def level_share(t: Texts, row: LevelRow) -> int:
    """How much of the gap between value and bound is closed, in per cent."""
    assert row.value is not None
    assert row.bound is not None
    small, large = sorted((abs(row.value), abs(row.bound)))
    return 100 if small == large else int(100 * small / large) if large else 100


def share(part: int, whole: int) -> int:
    """How much a part is of a whole, in per cent; more than all of it fills the bar too."""
    return min(100, round(100 * part / whole)) if whole > 0 else 100 * (part > 0)


def level_news(t: Texts, job: Job) -> str:
    """The sentence for screen readers: it changes only when a level or a stage ends."""
    if job.running and job.stages:
        return stage(t, job.stages[-1].found)
    if not job.running or job.kind == "price":
        return job_title(t, job)
    done = [row for row in job.levels if row.state == "done"]
    if not done:
        return job_title(t, job)
    row = done[-1]
    return f"{level(t, row.name)}: {level_value(t, row)}"


def standing(year: Year, row: Placement) -> str:
    """The standing by which an expert fills a position."""
    return standing_of(year, row.expert_id, row.expertise) or ""


def price_blocks(answer: Explanation) -> tuple[Block, ...]:
    """What an answer says of a price: the reasons of a mission that come before it are left out."""
    return answer.blocks[-1:] if isinstance(answer.question, ToDeliver) else answer.blocks


def stage(t: Texts, found: PriceFound | PriceNotFound) -> str:
    """How far the search for a price is, such as "Possible if M044 and M121 move"."""
    if isinstance(found, PriceNotFound):
        form = "not" if found.proven else "none"
        if not found.free:
            return t(f"stage.{form}_beside")
        return t(f"stage.{form}_among", missions=_named(t, found.free))
    kinds = {"moved": found.moved, "repaid": found.repaid, "dropped": found.dropped}
    parts = [
        t.count(f"stage.{kind}", len(missions), missions=_named(t, missions))
        for kind, missions in kinds.items()
        if missions
    ]
    return t("stage.if", parts=t.listed(parts)) if parts else t("stage.alone")


def _named(t: Texts, missions: tuple[str, ...]) -> str:
    first = missions[: most_named(missions)]
    others = len(missions) - len(first)
    return t.listed([*first, t("stage.others", n=others)] if others else first)


def note(t: Texts, event: tuple[str, int, int]) -> str:
    """What a job does that is no level."""
    kind, done, total = event
    return t(f"note.{kind}", done=done, total=total)


def sentence_of(level_name: str) -> str:
    """What a level counts."""
    return level_of(level_name).sentence


def level_names(cases: Iterable[Any]) -> tuple[str, ...]:
    """The levels that some scenario has, in order."""
    return tuple(dict.fromkeys(row.level for case in cases for row in case.levels))


def level_in(case: Any, name: str) -> Any:
    """A level of a scenario; None where it has none."""
    return next((row for row in case.levels if row.level == name), None)
