"""What a search claims of a level, held against the bound that is known."""

from models.answers.report import LevelResult, Proof, StopReason
from models.facts.instance import Year
from planner.bounding.level_bounds import Bound
from planner.domain import agreements
from planner.domain.calendars import Calendars
from planner.domain.errors import Contradiction
from planner.formulation.build import LevelMeasure


def confirm_within(level: LevelMeasure, value: int | None, bound: int) -> None:
    """Raise where the checker counts more for a plan than the model holds possible."""
    if value is not None and level.gain(value) > level.gain(bound):
        raise Contradiction(f"{level.name}: {value} is better than its bound {bound}")


def better(level: LevelMeasure, bound: Bound, reach: int) -> Bound:
    """The better of a bound and of what a search has proven."""
    is_no_better = level.gain(bound.value) <= reach and bound.proof is not Proof.UNPROVEN
    if is_no_better or level.gain(bound.value) < reach:
        return bound
    return Bound(level.gain(reach), Proof.CP_SAT)


def tighter(level: LevelMeasure, bound: int, reach: int | None) -> int:
    """The better of a bound and of what a search says that nothing passes, where it does."""
    return bound if reach is None else level.gain(min(level.gain(bound), reach))


def skipped(year: Year, calendars: Calendars, level: str, value: int) -> LevelResult:
    """A level of which only its value is known, and how many missions there are to deliver."""
    missions = agreements.delivery_classes(year, calendars).get(level)
    return LevelResult(
        level=level,
        value=value,
        bound=None if missions is None else len(missions),
        proof=Proof.UNPROVEN if missions is None else Proof.CERTIFIED,
        stop=StopReason.SKIPPED,
    ).at(value)


def finished(
    level: LevelMeasure, value: int, bound: Bound, stop: StopReason, seconds: float
) -> LevelResult:
    """What a search says of a level that it has done with."""
    return LevelResult(
        level=level.name,
        value=value,
        bound=bound.value,
        proof=bound.proof,
        stop=stop,
        seconds=seconds,
    ).at(value)
