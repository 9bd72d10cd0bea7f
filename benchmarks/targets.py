"""What is aimed at, and what was measured of it."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from benchmarks.cases import CASE_BY_NAME
from benchmarks.compare import gap, is_better, within
from benchmarks.planners.registry import COLUMN_BY_NAME
from benchmarks.results import CaseResult, Run, StartUp

Results = Mapping[str, CaseResult]
NOT_RUN = "not run"
OF_EARLIER_CODE = "of earlier code"


class Verdict(NamedTuple):
    """A target beside what was measured; `holds` is None where it was not run."""

    target: str
    measured: str
    holds: bool | None


class Reach(NamedTuple):
    """A year, the seconds and MiB that it may take, and the gap allowed on every level."""

    case: str
    seconds: float
    memory: float | None = None
    gap: float = 0.0


REACH = (
    Reach("60x150", 5, 400),
    Reach("400x1000", 40, 600),
    Reach("1000x2500", 180, 2 * 1024),
    Reach("4000x10000", 610, 6 * 1024, gap=0.01),
    Reach("replan-400x1000", 6),
)
START_UP_SECONDS = 0.5
# So many times faster than another planner, to the same proven vector.
FACTORS = (("rows", 2.0), ("highs", 20.0))
FACTOR_CASES = ("60x150", "400x1000")


def verdicts(results: Results, start_up: list[StartUp]) -> list[Verdict]:
    """Every target with its measurement."""
    return [
        *(_reach(reach, results) for reach in REACH),
        *_start_up(start_up),
        *_factors(results),
        _never_worse(results),
    ]


def _reach(reach: Reach, results: Results) -> Verdict:
    run = _run(results, reach.case, "solve")
    wanted = "every level proven"
    if reach.gap:
        wanted = f"within {reach.gap:.0%} of the bound on every level"
    memory = f", {reach.memory:,.0f} MiB" if reach.memory else ""
    target = f"{CASE_BY_NAME[reach.case].story}: {wanted}, {reach.seconds:g} s{memory}"
    if run is None:
        return Verdict(target, NOT_RUN, None)
    measured = f"{_state(run)}, {run.seconds:,.1f} s, {run.memory:,.0f} MiB"
    if run.is_old:
        return Verdict(target, f"{measured}, {OF_EARLIER_CODE}", None)
    holds = (
        within(run, reach.gap)
        and run.seconds <= reach.seconds
        and (reach.memory is None or run.memory <= reach.memory)
    )
    return Verdict(target, measured, holds)


def _state(run: Run) -> str:
    if not run.figures:
        return "no plan"
    if run.is_proven:
        return "every level proven"
    gaps = [gap(figure) for figure in run.figures]
    known = [found for found in gaps if found is not None]
    worst = f"at most {max(known):.2%} from the bound" if known else "no bound"
    without = (
        f", {len(gaps) - len(known)} without a bound" if known and len(known) < len(gaps) else ""
    )
    return f"{run.proven} of {len(run.figures)} levels proven, {worst}{without}"


def _start_up(measured: list[StartUp]) -> Iterator[Verdict]:
    known = {entry.name: entry for entry in measured}
    for name in ("import of the program", "mission-planner --help"):
        target = f"{name}: under {START_UP_SECONDS:g} s"
        if name not in known:
            yield Verdict(target, NOT_RUN, None)
        else:
            seconds, is_old = known[name].seconds, known[name].is_old
            text = f"{seconds:.2f} s" + (f", {OF_EARLIER_CODE}" if is_old else "")
            yield Verdict(target, text, None if is_old else seconds < START_UP_SECONDS)


def _factors(results: Results) -> Iterator[Verdict]:
    """Ours, from facts to plan, against others on the same facts."""
    for case in FACTOR_CASES:
        for planner, factor in FACTORS:
            heading = COLUMN_BY_NAME[planner].heading
            story = CASE_BY_NAME[case].story
            target = f"at least {factor:g} times faster than {heading}, {story}"
            ours, theirs = (_run(results, case, name) for name in ("search", planner))
            yield Verdict(target, *_factor(ours, theirs, factor))


def _factor(ours: Run | None, theirs: Run | None, factor: float) -> tuple[str, bool | None]:
    """How many times faster, or as far as the other one came, and whether that is enough."""
    if ours is None or theirs is None or ours.is_old or ours.facts != theirs.facts:
        return NOT_RUN, None
    if not ours.is_proven:
        return f"ours: {_state(ours)}", False
    times = theirs.seconds / ours.seconds
    if theirs.is_proven:
        return f"{times:.1f} times", times >= factor
    came = f"the other one has {_state(theirs)} in {theirs.seconds:,.0f} s"
    return f"more than {times:.1f} times: {came}", times >= factor or None


def _never_worse(results: Results) -> Verdict:
    target = "never worse in any level than anybody at equal time"
    found, compared = [], 0
    for result in results.values():
        runs = {name: run for name, run in result.runs.items() if not run.is_old}
        ours = [run for name, run in runs.items() if name in ("solve", "search")]
        peers = [run for name, run in runs.items() if name not in ("solve", "search")]
        pairs = [
            (own, peer)
            for own in ours
            for peer in peers
            if own.limit <= peer.limit and own.facts == peer.facts
        ]
        compared += len(pairs)
        found += [f"{result.case}: {p.planner} is better" for own, p in pairs if is_better(p, own)]
    if not compared:
        return Verdict(target, NOT_RUN, None)
    return Verdict(target, "; ".join(dict.fromkeys(found)) or "never worse", not found)


def _run(results: Results, case: str, planner: str) -> Run | None:
    return results[case].runs.get(planner) if case in results else None
