"""The named cases: sample years with every feature, a re-plan, the years of the growth curve."""

from dataclasses import dataclass

ALL_COLUMNS = ("solve", "search", "spreadsheet", "weighted", "highs")
# What the growth curve compares.
CURVE_COLUMNS = ("solve", "search", "highs")
GROWTH = (50, 100, 200, 400, 800, 1600)
EXPERTS_A_MISSION = 2.5
SAMPLE_SEED = 1


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
    """

    name: str
    missions: int
    experts: int
    seconds: float
    columns: tuple[str, ...] = ALL_COLUMNS
    is_replan: bool = False
    is_growth: bool = False

    @property
    def story(self) -> str:
        """What the year is, in a few words."""
        size = f"{self.missions:,} missions × {self.experts:,} experts"
        return f"{size}, planned, then one expert declines" if self.is_replan else size


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
CASE_BY_NAME = {case.name: case for case in CASES}
# The command line's name for the rows without a year: help and import.
START_UP = "start-up"
