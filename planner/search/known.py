"""What is known of a year before it is searched: from a year that has every plan of it, and more.

Less money never makes a plan possible, nor does an expert who declines. What is proven of the best
plan of a year therefore bounds the same year with less money, level by level, as long as the levels
before have the same values.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import takewhile

from models.answers.plan import Plan
from models.answers.report import LevelResult, Proof, StopReason
from planner.bounding.level_bounds import Bound
from planner.domain.levels import Direction, is_delivery, level_of
from planner.formulation.build import LevelMeasure

# Of what there shall be little, there is never less than nothing.
_NOTHING_AT_ALL = Bound(0, Proof.CERTIFIED)


@dataclass(frozen=True)
class Known:
    """A plan to start from, and what no plan passes.

    Attributes
    ----------
    plan : Plan or None
        Where it obeys the rules, the search may start from it.
    ceilings : tuple of LevelResult
        The levels of a year that has every plan of the one at hand; empty where there is none.
    """

    plan: Plan | None = None
    ceilings: tuple[LevelResult, ...] = ()

    def bound(self, before: Mapping[str, int], level: str) -> Bound | None:
        """What no plan passes that is as good in the levels before; None where nothing is known."""
        own = {result.level: result.value for result in self.ceilings[: len(before)]}
        if list(own.items()) != list(before.items()):
            return None
        for result in self.ceilings[len(before) : len(before) + 1]:
            is_proven = result.bound is not None and result.proof is not Proof.UNPROVEN
            if result.level == level and is_proven:
                return Bound(result.bound or 0, result.proof)
        return None

    def bounded(
        self,
        level: LevelMeasure,
        before: Mapping[str, int],
        value: int | None,
        ask: Callable[[LevelMeasure], Bound],
    ) -> Bound:
        """The better bound of a level: the known one, or another; not asked for without need."""
        known = self.bound(before, level.name)
        if known is not None and known.is_met_by(value):
            return known
        asked = ask(level)
        if known is None or level.gain(known.value) >= level.gain(asked.value):
            return asked
        return known

    def settled(self, values: Mapping[str, int]) -> tuple[LevelResult, ...]:
        """The levels of a plan, from the first one on, that nothing betters without a search."""
        done: dict[str, LevelResult] = {}
        for level, value in values.items():
            bound = self.bound({name: result.value for name, result in done.items()}, level)
            if bound is None and level_of(level).direction is Direction.FEWER:
                bound = _NOTHING_AT_ALL
            if bound is None or not bound.is_met_by(value):
                break
            done[level] = LevelResult(
                level=level,
                value=value,
                bound=value,
                proof=bound.proof,
                stop=StopReason.OPTIMAL,
            )
        return tuple(done.values())


NOTHING = Known()


def delivering(values: Mapping[str, int], plan: Plan | None = None) -> Known:
    """What an earlier run has proven to be the most that any plan delivers.

    Only what comes before all other levels counts: those behind depend on the rows to keep, of
    which there may be others now.

    Parameters
    ----------
    values : mapping of str to int
        The levels of that run in order, those of delivery proven.
    plan : Plan, optional
        A plan to start from.
    """
    delivered = takewhile(lambda level: is_delivery(level[0]), values.items())
    return Known(plan, tuple(_recorded(name, value) for name, value in delivered))


def _recorded(level: str, value: int) -> LevelResult:
    return LevelResult(
        level=level, value=value, bound=value, proof=Proof.RECORDED, stop=StopReason.OPTIMAL
    )
