"""What a stress test of the plan found, as the page keeps it; nothing here loads the solver."""

from functools import cached_property

from models.base import Frozen


class StressAsked(Frozen):
    """What is tried.

    Attributes
    ----------
    percent : int or None
        How often administrations decline that have no rate of their own.
    quick : bool
        Whether only what the declines touch is open again.
    """

    percent: int | None = 20
    trials: int = 100
    quick: bool = False


class AtRisk(Frozen):
    """A mission that is lost in some trial.

    Attributes
    ----------
    asked : int
        How many releases it waits for.
    lost : int
        In how many trials it is lost.
    survives : str
        The share of trials in which it is delivered, such as "97.5%".
    """

    mission_id: str
    priority: int
    asked: int
    lost: int
    survives: str


class LeftOut(Frozen):
    """One expert, or one administration by its country, without whom missions are lost."""

    kind: str
    who: str
    releases: int
    lost: tuple[str, ...]
    proven: bool


class StepsIn(Frozen):
    """An expert who steps in for others, in this share of the trials."""

    expert_id: str
    administration: str
    share: str
    missions: tuple[str, ...]


class Stressed(Frozen):
    """The findings of `stress`, in its words and numbers.

    Attributes
    ----------
    headline, method : tuple of str
        What was found, and how.
    """

    headline: tuple[str, ...]
    method: tuple[str, ...]
    missions: tuple[AtRisk, ...]
    points: tuple[LeftOut, ...]
    stand_bys: tuple[StepsIn, ...]

    @cached_property
    def hanging(self) -> frozenset[str]:
        """The missions that hang on releases: lost in some trial, or without somebody."""
        singly = {mission_id for point in self.points for mission_id in point.lost}
        return frozenset({risk.mission_id for risk in self.missions} | singly)
