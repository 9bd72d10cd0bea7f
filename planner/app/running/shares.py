"""How the steps of planning share the time of a run; writing needs the rest."""

from planner.solver.deadline import Deadline

_SEARCH_SHARE = 0.85
_REASONS_SHARE = 0.95
# What lies between two looks at the clock grows with the square of the missions: seconds for one.
_SECONDS_BETWEEN = 1e-5
# Who asked for the end waits no longer than this for the reasons.
_SECONDS_AFTER_END = 2.5
# To write the workbook; for 1,000 missions, that is more than the rest of a short limit.
_SECONDS_TO_WRITE = 0.005
# For must, may, never: within ten minutes altogether, and most of what a time limit has left.
_FLEXIBILITY_SECONDS, _FLEXIBILITY_SHARE = 480.0, 0.8


def for_search(run: Deadline, missions: int) -> Deadline:
    """When the search for a plan of so many missions ends."""
    search = run.after(_SEARCH_SHARE)
    if run.seconds is None or search.seconds_left == 0:
        return search
    planned = (1 - _SEARCH_SHARE) * run.seconds
    needed = _SECONDS_BETWEEN * missions**2 + _SECONDS_TO_WRITE * missions
    early = max(0.0, needed - planned)
    return search.part(max(0.5, 1 - early / search.seconds_left))


def for_flexibility(run: Deadline) -> Deadline:
    """When the work on must, may and never ends."""
    left = run.after(_REASONS_SHARE).seconds_left
    return run.within(min(_FLEXIBILITY_SECONDS, _FLEXIBILITY_SHARE * left))


def for_reasons(run: Deadline, missions: int) -> Deadline:
    """When the search for reasons ends; there is little time for it once the run was ended."""
    writing = _SECONDS_TO_WRITE * missions
    reasons = _before(run.after(_REASONS_SHARE), writing)
    if not run.ended:
        return reasons
    return Deadline(min(max(0.0, _SECONDS_AFTER_END - writing), reasons.seconds_left))


def _before(deadline: Deadline, seconds: float) -> Deadline:
    """A deadline so many seconds earlier, but not in the first third of what is left."""
    left = deadline.seconds_left
    return deadline if left == float("inf") else deadline.within(max(left / 3, left - seconds))
