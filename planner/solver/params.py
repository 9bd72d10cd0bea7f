"""The numbers that steer the search: what is tried how long before something else is tried.

None of them decides what is true or which plan is the best: they decide how soon it is found. Times
are CP-SAT's deterministic time, about a second each, so that a search ends at the same point on
every machine.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Setup:
    """How HiGHS goes about a program.

    Attributes
    ----------
    nodes : int
        After so many nodes it gives up.
    objective : bool
        False asks for any solution.
    """

    seed: int
    presolve: bool
    nodes: int
    objective: bool = True


@dataclass(frozen=True)
class SearchParams:
    """How the levels of a year are searched.

    Attributes
    ----------
    core_effort : float
        For a search among the few candidates whom a relaxation uses.
    later_share : float
        A later level needs this part of the time of the one before it: its plan is good already.
    few : int
        All candidates left are searched at once where they are so many times those of the core.
    opinions : tuple of Setup
        The configurations of HiGHS that have to agree before a level counts as proven by it.
    most_columns : int
        No integer program with more columns than this is given to HiGHS.
    rounds : int
        How often HiGHS is asked again after its plan did not obey the times.
    """

    core_effort: float = 2.0
    later_share: float = 0.75
    few: int = 3
    opinions: tuple[Setup, ...] = field(
        default=(
            Setup(seed=1, presolve=False, nodes=20_000),
            Setup(seed=2, presolve=False, nodes=20_000, objective=False),
        )
    )
    most_columns: int = 150_000
    rounds: int = 6


DEFAULT = SearchParams()
