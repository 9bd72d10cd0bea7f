"""The named cases: sample years, a re-plan, the years of the growth curve, and sets of years."""

from collections.abc import Iterator
from dataclasses import dataclass

SAMPLE_SEED = 1
COMMAND_COLUMN = "solve"
ALL_COLUMNS = ("solve", "search", "rows", "spreadsheet", "weighted", "highs", "scip")
# What the growth curve compares.
CURVE_COLUMNS = ("solve", "search", "highs")
GROWTH = (50, 100, 200, 400, 800, 1600)
EXPERTS_A_MISSION = 2.5


@dataclass(frozen=True)
class Case:
    """One year that every planner gets.

    Attributes
    ----------
    name : str
        What the option ``--cases`` calls it.
    missions, experts : int
        The size of the sample year.
    seconds : float
        The time limit of every planner.
    columns : tuple of str
        The planners that run where none are chosen.
    is_replan : bool
        The year is solved first, one proposed expert declines, and the case is what is left.
    is_growth : bool
        The case is a point of the growth curve.
    seed : int
        Of the sample year.
    cut : int
        So many per cent less than the sample has in every fund.
    """

    name: str
    missions: int
    experts: int
    seconds: float
    columns: tuple[str, ...] = ALL_COLUMNS
    is_replan: bool = False
    is_growth: bool = False
    seed: int = SAMPLE_SEED
    cut: int = 0

    @property
    def story(self) -> str:
        """What the year is, in a few words."""
        size = f"{self.missions:,} missions × {self.experts:,} experts"
        size += f", all funds cut by {self.cut}%" if self.cut else ""
        return f"{size}, planned, then one expert declines" if self.is_replan else size


@dataclass(frozen=True)
class CaseSet:
    """Years of one kind, of which the slowest counts, and the one in the middle.

    Attributes
    ----------
    seconds : float
        The time limit of each.
    worst, median : float
        The seconds in which all of them, and half of them, shall be proven.
    memory : float
        MiB that none of them shall pass.
    gap : float
        How far from the bound a level may be; 0 where all shall be proven.
    """

    name: str
    missions: int
    experts: int
    seeds: tuple[int, ...]
    seconds: float
    worst: float
    median: float | None = None
    memory: float | None = None
    cut: int = 0
    is_replan: bool = False
    gap: float = 0.0

    @property
    def cases(self) -> Iterator[Case]:
        """The years, one for each seed; the whole command plans them, others where asked to."""
        for seed in self.seeds:
            yield Case(
                f"{self.name}-{seed}",
                self.missions,
                self.experts,
                self.seconds,
                (COMMAND_COLUMN,),
                is_replan=self.is_replan,
                seed=seed,
                cut=self.cut,
            )

    @property
    def story(self) -> str:
        """What the years are, in a few words."""
        limited = f", with a limit of {self.seconds:g} s" if self.gap else ""
        return next(self.cases).story + limited


def _growth(missions: int) -> Case:
    experts = round(missions * EXPERTS_A_MISSION)
    return Case(f"growth-{missions}", missions, experts, 600, CURVE_COLUMNS, is_growth=True)


CASES = (
    Case("60x150", 60, 150, 120),
    Case("400x1000", 400, 1_000, 900),
    Case("replan-400x1000", 400, 1_000, 300, is_replan=True),
    Case("1000x2500", 1_000, 2_500, 600),
    Case("4000x10000", 4_000, 10_000, 600),
    *map(_growth, GROWTH),
)
SETS = (
    CaseSet("small", 60, 150, tuple(range(1, 21)), 60, worst=5, median=2.5),
    CaseSet("small-cut", 60, 150, tuple(range(1, 11)), 120, worst=10, cut=20),
    CaseSet("large", 400, 1_000, (*range(1, 21), 77), 400, worst=40, median=12, memory=600),
    CaseSet("large-cut", 400, 1_000, tuple(range(1, 6)), 600, worst=300, cut=20),
    CaseSet("large-cut-brief", 400, 1_000, tuple(range(1, 6)), 30, worst=40, cut=20, gap=0.01),
    CaseSet("large-declined", 400, 1_000, tuple(range(1, 6)), 200, worst=6, is_replan=True),
    CaseSet("middle-cut", 200, 500, tuple(range(1, 6)), 200, worst=40, cut=30),
    CaseSet("huge", 1_000, 2_500, tuple(range(1, 4)), 600, worst=180, memory=2_048),
)
CASE_BY_NAME = {case.name: case for case in (*CASES, *(c for own in SETS for c in own.cases))}
# The command line's name for the rows without a year: help and import.
START_UP = "start-up"
