"""The trials of a stress test, and what would happen without one expert or administration."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from models.answers.plan import Plan
from models.facts.instance import Year
from planner.domain.calendars import Calendars
from planner.solver.cp_sat import Engine
from scenarios.fanout import TaskDesk
from scenarios.stress.releases import Pair, Release, declined_in
from scenarios.stress.repair import Counts, Repairer, most_delivered
from scenarios.study.guarded import guarded


class TrialKind(StrEnum):
    """Why a set of releases is declined together."""

    TRIAL = "Trial"
    EXPERT = "Expert"
    ADMINISTRATION = "Administration"


@dataclass(frozen=True)
class TrialCase:
    """A set of releases that are declined.

    `who` is the number of a trial, an expert ID, or a country code.
    """

    kind: TrialKind
    who: str
    declined: tuple[Pair, ...]


@dataclass(frozen=True)
class Result:
    """What became of the plan.

    Attributes
    ----------
    lost, gained : tuple of str
        Missions of the plan that are not delivered, and missions that are instead.
    delivered : int
        All missions delivered.
    stand_ins : tuple of (mission ID, expert ID)
        Experts on missions of the plan who were not on them before.
    moved : int
        Missions of the plan that are delivered with other experts or on another date.
    proven : bool
        Whether no plan delivers more under these declines.
    whole : bool
        Whether missions were moved that the declines did not touch.
    """

    lost: tuple[str, ...]
    gained: tuple[str, ...]
    delivered: int
    stand_ins: tuple[Pair, ...]
    moved: int
    proven: bool
    whole: bool


@dataclass(frozen=True)
class TrialBench:
    """What all cases share; it travels to the workers once.

    Attributes
    ----------
    most : tuple of (str, int), or None
        The most that can be delivered where nothing is declined; None where it is not known.
    quick : bool
        Whether only what the declines touch is open again.
    """

    year: Year
    plan: Plan
    seed: int = 1
    quick: bool = False
    most: Counts | None = None

    @cached_property
    def calendars(self) -> Calendars:
        """The calendars of the year."""
        return Calendars(self.year)

    def __getstate__(self) -> dict[str, object]:
        """The fields alone: what was derived here is derived there again."""
        fields = ("year", "plan", "seed", "quick", "most")
        return {name: getattr(self, name) for name in fields}


def most_of(bench: TrialBench, _task: int, desk: TaskDesk) -> Counts | None:
    """The most that can be delivered where nothing is declined."""
    engine = Engine(desk.deadline(), seed=bench.seed)
    with guarded():
        return most_delivered(bench.year, bench.calendars, bench.plan, engine)


def result_of(bench: TrialBench, case: TrialCase, desk: TaskDesk) -> Result:
    """What becomes of the plan in one case: the work of one task.

    Raises
    ------
    BadInput
        The checker contradicts the model, or the search gave up.
    """
    engine = Engine(desk.deadline(), seed=bench.seed)
    most = bench.most or ()
    repairer = Repairer(bench.year, bench.calendars, bench.plan, most, engine, bench.quick)
    with guarded():
        repaired = repairer.repair(case.declined)
    before, after = bench.plan.teams(), repaired.plan.teams()
    old = {(row.mission_id, row.expert_id): row.start for row in bench.plan.placements}
    new = {(row.mission_id, row.expert_id): row.start for row in repaired.plan.placements}
    changed = {mission for mission, _ in dict(old.items() ^ new.items())}
    return Result(
        lost=tuple(mission for mission in before if mission not in after),
        gained=tuple(mission for mission in after if mission not in before),
        delivered=len(after),
        stand_ins=tuple(pair for pair in new if pair not in old and pair[0] in before),
        moved=len(changed & before.keys() & after.keys()),
        proven=repaired.proven,
        whole=repaired.whole,
    )


def trials(releases: Sequence[Release], seed: int, number: int) -> tuple[TrialCase, ...]:
    """So many trials; each draws its own declines."""
    return tuple(
        TrialCase(TrialKind.TRIAL, str(trial), declined_in(releases, seed, trial))
        for trial in range(1, number + 1)
    )


def single_points(releases: Sequence[Release]) -> Iterator[TrialCase]:
    """For each expert, and each administration, that all their releases are declined."""
    for kind, field in (
        (TrialKind.EXPERT, "expert_id"),
        (TrialKind.ADMINISTRATION, "administration"),
    ):
        groups: dict[str, list[Pair]] = {}
        for release in releases:
            groups.setdefault(getattr(release, field), []).append(release.pair)
        for who, pairs in groups.items():
            yield TrialCase(kind, who, tuple(pairs))
