"""What no plan of a year can pass, level by level, and who matters for it."""

from collections.abc import Iterable

from planner.linear_rows import Certificate
from planner.model import LevelMeasure, Model
from planner.relaxation import Relaxation

Pair = tuple[str, str]


class Bounds:
    """The levels of a year in its linear relaxation.

    Attributes
    ----------
    core : set of (mission ID, expert ID)
        The pairs that some solved relaxation uses.
    """

    def __init__(self, whole: Model, relaxation: Relaxation) -> None:
        self.core: set[Pair] = set()
        self._whole = whole
        self._relaxation = relaxation
        self._certificates: dict[str, Certificate] = {}
        self._pair_of = {
            literal.index: (mission_id, expert_id)
            for mission_id, by_code in whole.variables.fills.items()
            for fills in by_code.values()
            for expert_id, literal in fills.items()
        }

    def bound(self, level: LevelMeasure) -> int:
        """What no plan can pass that keeps the levels settled before.

        Where the relaxation cannot be solved in time it is the bound of the level's measure.
        """
        relaxed = self._relaxation.maximize(level.objective)
        if relaxed is None:
            return level.best
        self._certificates[level.name] = relaxed.certificate
        self.core.update(self._pairs(relaxed.support))
        return level.gain(min(level.gain(level.best), relaxed.certificate.bound))

    def settle(self, level: LevelMeasure, value: int) -> None:
        """From now on, only plans in which the level has this value or a better one."""
        self._relaxation.require(level.objective, level.gain(value))

    def never_if(self, level: LevelMeasure, value: int) -> frozenset[int]:
        """The variables that are at their low limit in every plan with this value or a better one.

        The reduced costs of the level's relaxation prove it.
        """
        certificate = self._certificates.get(level.name)
        return certificate.never(level.gain(value)) if certificate else frozenset()

    def pairs(self, never: frozenset[int]) -> set[Pair]:
        """All pairs of a mission and an expert but those that never go together."""
        return {pair for index, pair in self._pair_of.items() if index not in never}

    def _pairs(self, support: Iterable[int]) -> set[Pair]:
        return {self._pair_of[index] for index in support if index in self._pair_of}
