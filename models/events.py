"""What happens during a run, as data: whoever wants to know passes one callback, a `Listener`."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from models.answers.plan import Plan
from models.answers.price import Price
from models.answers.report import LevelResult
from models.base import Frozen
from models.facts.instance import Year


class Read(Frozen):
    """A workbook was read and can be planned: how much is in it."""

    kind: Literal["read"] = "read"
    missions: int
    experts: int
    funds: int
    plan_start: date
    plan_end: date
    warnings: int = 0
    read_as: int = 0

    @classmethod
    def of(cls, year: Year, warnings: int = 0, read_as: int = 0) -> "Read":
        """The event for a year, whose workbook has so many warnings and cells in other words."""
        return cls(
            warnings=warnings,
            read_as=read_as,
            missions=len(year.missions),
            experts=len(year.experts),
            funds=len(year.funds),
            plan_start=year.settings.plan_start,
            plan_end=year.settings.plan_end,
        )


class Remarked(Frozen):
    """Something makes the answer say less than one might think; `text` is a sentence."""

    kind: Literal["remarked"] = "remarked"
    text: str


class NeighbourhoodSearched(Frozen):
    """Another neighbourhood of the first plan was searched, before the levels (long years only)."""

    kind: Literal["neighbourhood-searched"] = "neighbourhood-searched"
    done: int
    total: int


class LevelStarted(Frozen):
    """The search for the best value of a level starts."""

    kind: Literal["level-started"] = "level-started"
    level: str


class LevelImproved(Frozen):
    """A better value or bound of a level is known; None where there is none yet."""

    kind: Literal["level-improved"] = "level-improved"
    level: str
    value: int | None
    bound: int | None


class LevelFinished(Frozen):
    """The work on a level ended."""

    kind: Literal["level-finished"] = "level-finished"
    result: LevelResult


class BackboneTested(Frozen):
    """For so many experts and positions it is known whether they are negotiable."""

    kind: Literal["backbone-tested"] = "backbone-tested"
    done: int
    total: int


class Examined(Frozen):
    """For so many missions that are not delivered the reasons are known."""

    kind: Literal["examined"] = "examined"
    done: int
    total: int


class PlanFound(Frozen):
    """The search of the levels has a better plan than before; the checker has not seen it yet."""

    kind: Literal["plan-found"] = "plan-found"
    plan: Plan


class PriceNotFound(Frozen):
    """Nothing has what was asked for where only some missions may change, besides the one asked.

    Attributes
    ----------
    free : tuple of str
        The other missions that may change; empty where everything else stays.
    proven : bool
        Whether there is no such plan; else none was found.
    """

    kind: Literal["price-not-found"] = "price-not-found"
    free: tuple[str, ...] = ()
    proven: bool


class PriceFound(Frozen):
    """A checked plan that has what was asked for; a better one may follow, unless it is `exact`.

    Attributes
    ----------
    moved : tuple of str
        The other missions that have another date or another expert in it.
    repaid : tuple of str
        Those that another fund pays, and nothing else is changed.
    dropped : tuple of str
        The missions that it does not deliver any more.
    """

    kind: Literal["price-found"] = "price-found"
    price: Price
    moved: tuple[str, ...] = ()
    repaid: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()


class Writing(Frozen):
    """The work is done, and the answer is about to be written."""

    kind: Literal["writing"] = "writing"


class Written(Frozen):
    """A file was written."""

    kind: Literal["written"] = "written"
    path: Path


class TasksQueued(Frozen):
    """Tasks are about to be worked on side by side; `what` is the heading of their names."""

    kind: Literal["tasks-queued"] = "tasks-queued"
    what: str
    names: tuple[str, ...]


class TaskStarted(Frozen):
    """A task starts, or starts again because its worker was lost; tasks count from 0."""

    kind: Literal["task-started"] = "task-started"
    task: int


class TaskReported(Frozen):
    """A task says in a few words how far it is."""

    kind: Literal["task-reported"] = "task-reported"
    task: int
    text: str


class TaskFinished(Frozen):
    """A task ended; `text` says its result in a few words."""

    kind: Literal["task-finished"] = "task-finished"
    task: int
    text: str


class TasksEnded(Frozen):
    """No task of those queued is worked on any more."""

    kind: Literal["tasks-ended"] = "tasks-ended"


class ProfileTried(Frozen):
    """The year is planned again with a further expert; `profile` says which kind, in words."""

    kind: Literal["profile-tried"] = "profile-tried"
    number: int
    total: int
    profile: str


Event = Annotated[
    Read
    | Remarked
    | NeighbourhoodSearched
    | LevelStarted
    | LevelImproved
    | LevelFinished
    | BackboneTested
    | Examined
    | PlanFound
    | PriceNotFound
    | PriceFound
    | Writing
    | Written
    | TasksQueued
    | TaskStarted
    | TaskReported
    | TaskFinished
    | TasksEnded
    | ProfileTried,
    Field(discriminator="kind"),
]
Listener = Callable[[Event], None]


def ignore(event: Event) -> None:
    """Do nothing with an event: for callers that do not follow a run."""
