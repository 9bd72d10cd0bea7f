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
    most_seen, first_seen : int
        The relaxation of a model with more variables than this starts with so many experts for
        each position; the others join where they are worth it.
    nearby_effort : float
        For the best plan in which only the missions that are asked for change.
    repair_effort : float
        For the best plan in which only what was declined changes.
    goal_effort, goal_bound_effort : float
        For a plan that is better in the goal of a sweep, and for its bound without times.
    varied_missions, varied_effort : int, float
        How many missions change at a time to see who else could go, and what that is worth.
    seats_effort, seat_effort : float
        To show that one of some seats, or one alone, can be filled by somebody else, or cannot.
    fruitless : int
        After so many questions without a proof the relaxation is asked no more.
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
    most_seen: int = 300_000
    first_seen: int = 6
    nearby_effort: float = 1.0
    repair_effort: float = 20.0
    goal_effort: float = 5.0
    goal_bound_effort: float = 60.0
    varied_missions: int = 20
    varied_effort: float = 2.0
    seats_effort: float = 10.0
    seat_effort: float = 20.0
    fruitless: int = 50


DEFAULT = SearchParams()
