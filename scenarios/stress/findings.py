"""What the trials of a stress test say together."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil
from typing import NamedTuple

from scenarios.stress.releases import Release
from scenarios.stress.trials import Result, TrialBench, TrialCase, TrialKind

# The share of trials, in percent, that are worse than what a careful planner counts on.
_PERCENTILE = 5


class MissionRisk(NamedTuple):
    """How a mission of the plan fares; `asked` is how many releases it waits for."""

    id: str
    asked: int
    hit: int
    lost: int
    survives_percent: float


class SinglePoint(NamedTuple):
    """What is lost where one expert, or one administration, releases nobody."""

    who: str
    releases: int
    lost: tuple[str, ...]
    gained: tuple[str, ...]
    moved: int
    proven: bool


class StandBy(NamedTuple):
    """How often an expert stepped in, and where; `planned` says whether the plan uses them."""

    expert_id: str
    trials: int
    percent: float
    missions: tuple[str, ...]
    planned: bool


@dataclass(frozen=True)
class Findings:
    """The cases of a stress test with their results; those that Ctrl-C cut off are absent."""

    bench: TrialBench
    releases: tuple[Release, ...]
    wanted: int
    cases: tuple[tuple[TrialCase, Result], ...]
    interrupted: bool = False

    @cached_property
    def trials(self) -> tuple[tuple[TrialCase, Result], ...]:
        """The trials alone."""
        return tuple(pair for pair in self.cases if pair[0].kind is TrialKind.TRIAL)

    @property
    def planned(self) -> int:
        """How many missions the plan delivers."""
        return len(self.bench.plan.teams())

    @cached_property
    def survivors(self) -> tuple[int, ...]:
        """How many missions of the plan are delivered, trial by trial."""
        return tuple(self.planned - len(result.lost) for _, result in self.trials)

    @property
    def average(self) -> float:
        """How many missions of the plan survive on average."""
        return sum(self.survivors) / len(self.survivors)

    @property
    def low(self) -> int:
        """The 5th percentile: in 95 of 100 trials as many survive, or more."""
        return percentile(self.survivors, _PERCENTILE)

    @property
    def unproven(self) -> int:
        """In how many trials more might have been delivered."""
        return sum(not result.proven for _, result in self.trials)

    @cached_property
    def missions(self) -> tuple[MissionRisk, ...]:
        """Every mission of the plan, the one that is lost most often first."""
        lost = Counter(mission for _, result in self.trials for mission in result.lost)
        hit = Counter(m for case, _ in self.trials for m in {pair[0] for pair in case.declined})
        asked = Counter(release.mission_id for release in self.releases)
        number = len(self.trials)
        found = (
            MissionRisk(m, asked[m], hit[m], lost[m], 100 * (1 - lost[m] / number))
            for m in self.bench.plan.teams()
        )
        return tuple(sorted(found, key=lambda risk: -risk.lost))

    def single_points(self, kind: TrialKind) -> tuple[SinglePoint, ...]:
        """Experts or administrations, those on whom most missions hang first.

        Missions of high priority count before others.
        """
        found = (
            SinglePoint(c.who, len(c.declined), r.lost, r.gained, r.moved, r.proven)
            for c, r in self.cases
            if c.kind is kind
        )
        return tuple(sorted(found, key=self._weight))

    @cached_property
    def stand_bys(self) -> tuple[StandBy, ...]:
        """The experts who stepped in for somebody, those who did so in most trials first.

        They stepped in where a release of the mission was declined and it is delivered with them.
        """
        steps: dict[str, Counter[str]] = {}
        trials: Counter[str] = Counter()
        for case, result in self.trials:
            hit = {mission for mission, _ in case.declined}
            helped = [(m, expert) for m, expert in result.stand_ins if m in hit]
            trials.update({expert for _, expert in helped})
            for mission, expert in helped:
                steps.setdefault(expert, Counter())[mission] += 1
        planned = {row.expert_id for row in self.bench.plan.placements}
        found = (
            StandBy(
                expert_id=e,
                trials=trials[e],
                percent=100 * trials[e] / len(self.trials),
                missions=tuple(sorted(missions, key=lambda m: (-missions[m], m))),
                planned=e in planned,
            )
            for e, missions in steps.items()
        )
        return tuple(sorted(found, key=lambda s: (-s.trials, s.expert_id)))

    @cached_property
    def distribution(self) -> tuple[tuple[int, int], ...]:
        """In how many trials so many missions survive, from the fewest to the most."""
        found = Counter(self.survivors)
        return tuple((n, found[n]) for n in range(min(found), max(found) + 1))

    def _weight(self, point: SinglePoint) -> tuple[int, tuple[int, ...], int, str]:
        missions = self.bench.year.mission_by_id
        priorities = tuple(sorted(missions[m].priority for m in point.lost))
        return -len(point.lost), priorities, -point.moved, point.who


def percentile(values: Sequence[int], percent: int) -> int:
    """The least value of which so many percent of all values are no greater (nearest rank)."""
    rank = max(1, ceil(len(values) * percent / 100))
    return sorted(values)[rank - 1]
