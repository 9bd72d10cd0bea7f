"""How the steps of planning share the time of a run; writing needs the rest."""

from planner.solver.deadline import Deadline

_SEARCH_SHARE = 0.85
_REASONS_SHARE = 0.95
# What lies between two looks at the clock grows with the square of the missions: seconds for one.
_SECONDS_BETWEEN = 1e-5
# Who asked for the end waits no longer than this for the reasons.
_SECONDS_AFTER_END = 5.0
# For must, may, never: within ten minutes altogether, and most of what a time limit has left.
_FLEXIBILITY_SECONDS, _FLEXIBILITY_SHARE = 480.0, 0.8


def for_search(run: Deadline, missions: int) -> Deadline:
    """When the search for a plan of so many missions ends."""
    search = run.after(_SEARCH_SHARE)
    if run.seconds is None or search.seconds_left == 0:
        return search
    planned = (1 - _SEARCH_SHARE) * run.seconds
    early = max(0.0, _SECONDS_BETWEEN * missions**2 - planned)
    return search.part(max(0.5, 1 - early / search.seconds_left))


def for_flexibility(run: Deadline) -> Deadline:
    """When the work on must, may and never ends."""
    left = run.after(_REASONS_SHARE).seconds_left
    return run.within(min(_FLEXIBILITY_SECONDS, _FLEXIBILITY_SHARE * left))


def for_reasons(run: Deadline) -> Deadline:
    """When the search for reasons ends; there is little time for it once the run was ended."""
    reasons = run.after(_REASONS_SHARE)
    if not run.ended:
        return reasons
    return Deadline(min(_SECONDS_AFTER_END, reasons.seconds_left))
