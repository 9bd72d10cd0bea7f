"""`available`: the busy period meets no closure, and the expert has not left."""

from collections.abc import Iterator
from typing import NamedTuple

from models.answers.report import Violation
from models.facts.expert import AppliesTo
from planner.checker.context import Context, Stay
from planner.checker.text import listed, period
from planner.domain.calendars import Span, closed_days, days
from planner.domain.country_names import country_name
from planner.domain.wording import counted

RULE = "available"


class Closure(NamedTuple):
    """Days on which somebody is closed, without the reason: that may be private."""

    whose: str
    days: Span


Closures = dict[tuple[AppliesTo, str], list[Closure]]


def violations(context: Context) -> Iterator[Violation]:
    """Yield the stays of experts who cannot come, with the number of days that are lost."""
    closures = _closures(context)
    for stay in context.stays:
        if stay.expert.left:
            yield _departed(stay)
        met = _met(closures, stay, stay.expert.id not in context.year.external_ids)
        if met:
            yield _violation(stay, met)


def _departed(stay: Stay) -> Violation:
    return Violation(
        rule=RULE,
        missions=(stay.mission.id,),
        experts=(stay.expert.id,),
        message=f"Expert {stay.expert.id} has left, but is on mission {stay.mission.id}.",
    )


def _closures(context: Context) -> Closures:
    closures: Closures = {}
    for row in context.year.unavailability:
        is_expert = row.applies_to is AppliesTo.EXPERT
        who = row.who if is_expert else country_name(row.who)
        closure = Closure(f"{row.applies_to.lower()} {who}", closed_days(row))
        closures.setdefault((row.applies_to, row.who), []).append(closure)
    return closures


def _met(closures: Closures, stay: Stay, serving: bool) -> list[Closure]:
    binding = [(AppliesTo.EXPERT, stay.expert.id)]
    if serving:
        binding.append((AppliesTo.ADMINISTRATION, stay.expert.administration))
    found = (closure for key in binding for closure in closures.get(key, ()))
    return [closure for closure in found if closure.days.meets(stay.busy)]


def _violation(stay: Stay, met: list[Closure]) -> Violation:
    lost = sum(any(c.days.start <= d <= c.days.end for c in met) for d in days(stay.busy))
    closed = listed(dict.fromkeys(closure.whose for closure in met))
    return Violation(
        rule=RULE,
        missions=(stay.mission.id,),
        experts=(stay.expert.id,),
        amount=lost,
        message=f"Mission {stay.mission.id} needs expert {stay.expert.id} from "
        f"{period(stay.busy)}, travel included; the Unavailability of {closed} "
        f"takes {counted(lost, 'day')} of it.",
    )
