"""How the steps of planning share the time of a run; what comes after the search has its share.

How long it takes to write an answer is foreseen twice: from the number of missions, and from what
the run has taken so far, which is to read the workbook on this computer as busy as it is now.
"""

from planner.solver.deadline import Deadline

_SEARCH_SHARE = 0.85
_REASONS_SHARE = 0.95
# What lies between two looks at the clock grows with the square of the missions: seconds for one.
_SECONDS_BETWEEN = 5e-6
# Stand-bys and the workbook, for one mission; and for each second that it took to read it.
_SECONDS_TO_WRITE, _TO_READ = 0.01, 1.25
# A run may end so much later than its limit; the start of the program and its end need some of it.
_SECONDS_LATE = 2.5
# In longer years the search has half of the time all the same, and the run ends when it does.
_MOST_MISSIONS = 1_000
# Who asked for the end waits no longer than this for the reasons.
_SECONDS_AFTER_END = 2.5
# For must, may, never: within ten minutes altogether, and most of what a time limit has left.
_FLEXIBILITY_SECONDS, _FLEXIBILITY_SHARE = 480.0, 0.8


class Shares:
    """The time of a run, seen when planning begins: what was taken so far was to read.

    Parameters
    ----------
    run : Deadline
        When the run has to end.
    missions : int
        How many missions the year has.
    """

    def __init__(self, run: Deadline, missions: int) -> None:
        self._run = run
        self._least = 0.0 if missions <= _MOST_MISSIONS else 0.5
        self._writing = max(_SECONDS_TO_WRITE * missions, _TO_READ * run.seconds_passed)
        self._between = _SECONDS_BETWEEN * missions**2

    @property
    def too_late(self) -> bool:
        """Whether there is no time left to search, since an answer is to be written in time."""
        return self._between + self._writing >= self._run.seconds_left + _SECONDS_LATE

    @property
    def for_search(self) -> Deadline:
        """When the search for a plan ends."""
        return self._before(_SEARCH_SHARE, self._between + self._writing)

    @property
    def for_flexibility(self) -> Deadline:
        """When the work on must, may and never ends."""
        left = self._before(_REASONS_SHARE, self._between + self._writing).seconds_left
        return self._run.within(min(_FLEXIBILITY_SECONDS, _FLEXIBILITY_SHARE * left))

    @property
    def for_reasons(self) -> Deadline:
        """When the search for reasons ends; there is little time for it once the run was ended."""
        reasons = self._before(_REASONS_SHARE, self._writing)
        if not self._run.ended:
            return reasons
        least = max(0.0, _SECONDS_AFTER_END - self._writing)
        return Deadline(min(least, reasons.seconds_left))

    def _before(self, share: float, seconds: float) -> Deadline:
        """A deadline after a share of the run, or so early that so many seconds are left."""
        if not self._run.seconds:  # no limit, or one that leaves nothing to share
            return self._run.after(share)
        latest = (self._run.seconds + _SECONDS_LATE - seconds) / self._run.seconds
        return self._run.after(min(share, max(self._least, latest)))
