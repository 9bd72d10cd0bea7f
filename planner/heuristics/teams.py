"""Enumerates the teams that could fill the positions of a mission, the best candidates first.

Positions are matched with administrations if the experts must come from different ones, else with
experts (augmenting paths, Kuhn 1955). A candidate is taken only if the remaining positions can
still be matched, so that no time is lost on teams that cannot be completed, however large they are.
Conditions that the matching does not cover end the enumeration after a number of candidates.
"""

from collections.abc import Callable, Iterator, Sequence

from models.facts.expert import Expert
from planner.solver.params import DEFAULT

Members = tuple[tuple[Expert, str], ...]

Unit = Callable[[Expert], str]
Fits = Callable[[str, Expert, Members], bool]


class Teams:
    """The teams of one mission on one start.

    Parameters
    ----------
    codes : sequence of str
        The expertise of each position.
    candidates : sequence of sequence of Expert
        Who could fill each position if nobody else went, the first choice first.
    unit : callable
        What may be in a team once: the administration of an expert, or the expert.
    fits : callable
        Whether an expert can join the members so far in a position of an expertise.
    tries : int
        Candidates that are tried altogether, besides each position's own.
    """

    def __init__(
        self,
        codes: Sequence[str],
        candidates: Sequence[Sequence[Expert]],
        unit: Unit,
        fits: Fits,
        tries: int = DEFAULT.construction.tries,
    ) -> None:
        self._codes, self._candidates = codes, candidates
        self._unit, self._fits = unit, fits
        self._units = [list(dict.fromkeys(map(unit, some))) for some in candidates]
        self._owner: dict[str, int] = {}
        self._tries = tries + sum(map(len, candidates))

    def __iter__(self) -> Iterator[Members]:
        """The teams, in the order of their candidates."""
        for position in range(len(self._codes)):
            if not self._match(position, set()):
                return
        yield from self._completed(())

    def _completed(self, team: Members) -> Iterator[Members]:
        position = len(team)
        if position == len(self._codes):
            yield team
            return
        code = self._codes[position]
        for expert in self._candidates[position]:
            self._tries -= 1
            if self._tries < 0:
                return
            kept = dict(self._owner)
            if self._fits(code, expert, team) and self._seat(position, self._unit(expert)):
                yield from self._completed((*team, (expert, code)))
            self._owner = kept

    def _seat(self, position: int, unit: str) -> bool:
        """Let a position have a unit; whether all positions after it still can have one each."""
        displaced = self._owner.get(unit)
        if displaced == position:
            return True
        if displaced is not None and displaced < position:
            return False
        self._owner = {u: p for u, p in self._owner.items() if p != position}
        self._owner[unit] = position
        taken = {u for u, p in self._owner.items() if p <= position}
        return displaced is None or self._match(displaced, taken)

    def _match(self, position: int, closed: set[str]) -> bool:
        """Give a position a unit, moving other positions where that helps."""
        for unit in self._units[position]:
            if unit in closed:
                continue
            closed.add(unit)
            owner = self._owner.get(unit)
            if owner is None or self._match(owner, closed):
                self._owner[unit] = position
                return True
        return False
