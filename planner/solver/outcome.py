"""How a search ends."""

from dataclasses import dataclass

from models.answers.plan import Plan
from models.answers.report import LevelResult


@dataclass(frozen=True)
class Outcome:
    """The best plan found and the answer to every level."""

    plan: Plan
    levels: tuple[LevelResult, ...]
