"""What must not be, and who is better: runs of one case held against each other."""

from collections.abc import Iterable, Iterator
from itertools import permutations

from benchmarks.results import CaseResult, Figure, Run
from planner.domain.levels import Direction, level_of


def gain(figure: Figure) -> int:
    """The value of a level as something of which more is better."""
    return _sign(figure.level) * figure.value


def _sign(level: str) -> int:
    return 1 if level_of(level).direction is Direction.MORE else -1


def first_difference(one: Run, other: Run) -> tuple[Figure, Figure] | None:
    """The figures of the first level in which two plans differ; None where none does."""
    pairs = zip(one.figures, other.figures, strict=True)
    return next((pair for pair in pairs if pair[0].value != pair[1].value), None)


def is_better(one: Run, other: Run) -> bool:
    """Whether one run has the better plan: in the first level that differs, or any plan at all."""
    if not other.figures or not one.figures:
        return bool(one.figures)
    different = first_difference(one, other)
    return different is not None and gain(different[0]) > gain(different[1])


def failures(result: CaseResult) -> list[str]:
    """What makes a run of the benchmark fail, as sentences.

    A plan that breaks a rule; a level better than a bound that somebody claimed, the levels before
    being equal; a plan where somebody claimed that there is none. Runs of a year that was drawn
    otherwise at the time are not held against each other.
    """
    runs = list(result.runs.values())
    found = [*_broken(runs)]
    for one, other in permutations(runs, 2):
        if one.facts == other.facts:
            found.extend(_refuted(one, other))
    return [f"{result.case}: {sentence}" for sentence in found]


def _broken(runs: Iterable[Run]) -> Iterator[str]:
    for run in runs:
        if run.violations:
            more = len(run.violations) - 1
            others = f" (and {more} more)" if more else ""
            yield f"the plan of {run.planner} breaks a rule: {run.violations[0]}{others}"


def _refuted(claimant: Run, other: Run) -> Iterator[str]:
    """What the plan of the other shows to be wrong in the claims of the first."""
    if other.violations or not other.figures:
        return
    if claimant.infeasible:
        yield f"{claimant.planner} says that there is no plan; {other.planner} has one"
    for mine, theirs in zip(claimant.figures, other.figures, strict=False):
        if _passes(theirs, mine):
            yield (
                f"{other.planner} reaches {theirs.value:,} in {mine.level}, better than the bound "
                f"{mine.bound:,} that {claimant.planner} claims"
            )
        if mine.value != theirs.value:
            return


def _passes(figure: Figure, claim: Figure) -> bool:
    return claim.bound is not None and gain(figure) > _sign(claim.level) * claim.bound


def gap(figure: Figure) -> float | None:
    """How far value and bound are apart, as a share of the greater; None without a bound."""
    if figure.bound is None:
        return None
    return abs(figure.bound - figure.value) / max(1, abs(figure.value), abs(figure.bound))


def farthest(figures: Iterable[Figure]) -> float | None:
    """The greatest gap of some levels; None where one has no bound, or there is none."""
    gaps = [gap(figure) for figure in figures]
    known = [found for found in gaps if found is not None]
    return max(known) if known and len(known) == len(gaps) else None


def within(run: Run, allowed: float) -> bool:
    """Whether every level is as near to its bound as is allowed; 0 where all shall be proven."""
    found = farthest(run.figures)
    return found is not None and found <= allowed
