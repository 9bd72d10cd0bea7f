"""Sets of years: the year in the middle and the slowest one, not one lucky year."""

from collections.abc import Mapping
from statistics import median
from typing import NamedTuple

from benchmarks.cases import COMMAND_COLUMN, SETS, CaseSet
from benchmarks.compare import farthest, within
from benchmarks.results import CaseResult, Run

Results = Mapping[str, CaseResult]


class SetResult(NamedTuple):
    """The years of a set that were planned; at least one."""

    own: CaseSet
    runs: tuple[Run, ...]

    @property
    def proven(self) -> int:
        """How many years have every level proven."""
        return sum(run.is_proven for run in self.runs)

    @property
    def holds(self) -> bool | None:
        """Whether the target is reached by the clock; None while years are missing."""
        seconds = [run.seconds for run in self.runs]
        reached = (
            all(within(run, self.own.gap) for run in self.runs)
            and max(seconds) <= self.own.worst
            and (self.own.memory is None or max(r.memory for r in self.runs) <= self.own.memory)
        )
        if not reached:
            return False
        if len(self.runs) < len(self.own.seeds):
            return None
        return self.own.median is None or median(seconds) <= self.own.median

    @property
    def _reached(self) -> str:
        """How many years are proven; how far from its bound a level is at most, if that counts."""
        proven = f"{self.proven} of {len(self.runs)}"
        if not self.own.gap:
            return proven
        gaps = [farthest(run.figures) for run in self.runs]
        known = [away for away in gaps if away is not None]
        missing = ", a level without a bound" if len(known) < len(gaps) else ""
        return f"{proven}; at most {max(known, default=0.0):.1%} from the bound{missing}"

    @property
    def cells(self) -> list[str]:
        """The row of the table."""
        seconds = [run.seconds for run in self.runs]
        work = [run.processor for run in self.runs]
        return [
            f"{self.own.story}",
            f"{len(self.runs)} of {len(self.own.seeds)}",
            self._reached,
            f"{median(seconds):,.1f} / {max(seconds):,.1f} s",
            f"{median(work):,.1f} / {max(work):,.1f} s",
            f"{median(run.calibration for run in self.runs):.2f} s",
            f"{max(run.memory for run in self.runs):,.0f} MiB",
            self._target,
            {True: "yes", False: "**no**", None: "so far"}[self.holds],
        ]

    @property
    def _target(self) -> str:
        median_ = f"{self.own.median:g} / " if self.own.median else ""
        memory = f", {self.own.memory:,.0f} MiB" if self.own.memory else ""
        gap = f", within {self.own.gap:.0%} of the bound on every level" if self.own.gap else ""
        return f"{median_}{self.own.worst:g} s{memory}{gap}"


HEADER = (
    "set",
    "years run",
    "every level proven",
    "median / worst",
    "processor time, median / worst",
    "the loop, median",
    "memory, worst",
    "target",
    "holds",
)


def of_sets(results: Results) -> list[SetResult]:
    """Every set of which a year was planned by the whole command as it is."""
    found = []
    for own in SETS:
        known = (results.get(case.name) for case in own.cases)
        ran = (r.runs[COMMAND_COLUMN] for r in known if r and COMMAND_COLUMN in r.runs)
        runs = tuple(run for run in ran if not run.is_old)
        if runs:
            found.append(SetResult(own, runs))
    return found
