"""The table of the benchmark, as Markdown and as JSON, and the tables that explain it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from benchmarks.cases import CASE_BY_NAME
from benchmarks.compare import failures, gap
from benchmarks.planners.registry import COLUMN_BY_NAME, COLUMNS
from benchmarks.results import CaseResult, Figure, Run, StartUp
from benchmarks.targets import OF_EARLIER_CODE, Verdict

ENDED = {
    "time": "stopped: it did not end at the time limit",
    "memory": "stopped: out of memory",
    "fault": "failed",
}


def markdown(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"


def main_table(results: Iterable[CaseResult]) -> str:
    """Each row a case, each column a planner."""
    known = list(results)
    names = [c.name for c in COLUMNS if any(c.name in result.runs for result in known)]
    rows = [
        [f"**{result.case}**", *(cell(result.runs.get(name)) for name in names)] for result in known
    ]
    return markdown(["case", *(COLUMN_BY_NAME[name].heading for name in names)], rows)


def cell(run: Run | None) -> str:
    """The level vector, how much of it is proven, seconds, memory, and what else is to be said."""
    if run is None:
        return ""
    effort = f"{run.seconds:,.1f} s, {run.memory:,.0f} MiB"
    return "<br>".join([vector(run), proof(run), effort, *remarks(run)])


def vector(run: Run) -> str:
    """The values of the levels, in their order."""
    if run.infeasible:
        return "no plan exists"
    return " · ".join(f"{value:,}" for value in run.vector) or "no plan"


def proof(run: Run) -> str:
    """How many levels are proven."""
    if run.is_proven:
        return "proven"
    return f"proven: {run.proven} of {len(run.figures)}" if run.proven else "not proven"


def remarks(run: Run) -> list[str]:
    """Why it was stopped, and which rules are broken."""
    found = [ENDED[run.ended]] if run.ended else []
    found += ["breaks a rule"] if run.violations else []
    return [*found, *([OF_EARLIER_CODE] if run.is_old else [])]


def level_table(result: CaseResult) -> str:
    """The levels of a case, planner by planner; an unproven value shows its bound."""
    runs = [result.runs[c.name] for c in COLUMNS if c.name in result.runs]
    names = next((run.figures for run in runs if run.figures), ())
    header = ["level", *(COLUMN_BY_NAME[run.planner].heading for run in runs)]
    rows = [
        [f"`{figure.level}`", *(_figure(run, place) for run in runs)]
        for place, figure in enumerate(names)
    ]
    notes = ["of the run", *(run.note for run in runs)]
    extra = [notes] if any(notes[1:]) else []
    effort = [["seconds", *(f"{run.seconds:,.1f}" for run in runs)]]
    memory = [["of earlier code", *("yes" if run.is_old else "" for run in runs)]]
    memory = memory if any(run.is_old for run in runs) else []
    memory += [["MiB", *(f"{run.memory:,.0f}" for run in runs)]]
    limit = [["time limit", *(f"{run.limit:,.0f} s" for run in runs)]]
    return markdown(header, [*rows, *effort, *memory, *limit, *extra])


def _figure(run: Run, place: int) -> str:
    return _shown(run.figures[place]) if run.figures else "-"


def _shown(figure: Figure) -> str:
    if figure.proven:
        return f"**{figure.value:,}**"
    if figure.bound is None:
        return f"{figure.value:,}"
    return f"{figure.value:,} (bound {figure.bound:,}, gap {gap(figure):.2%})"


def target_table(verdicts: Iterable[Verdict]) -> str:
    """The targets beside what was measured."""
    words = {True: "yes", False: "**no**", None: ""}
    rows = [[v.target, v.measured, words[v.holds]] for v in verdicts]
    return markdown(["target", "measured", "holds"], rows)


def start_up_table(measured: Iterable[StartUp]) -> str:
    """Processes that plan nothing."""
    return markdown(["start-up", "median"], ([m.name, f"{m.seconds:.2f} s"] for m in measured))


def document(
    results: Sequence[CaseResult],
    start_up: Iterable[StartUp],
    verdicts: Iterable[Verdict],
    curves: Mapping[str, Any],
) -> dict[str, Any]:
    """The same tables for programs."""
    return {
        "cases": [
            {
                "case": result.case,
                "story": CASE_BY_NAME[result.case].story,
                "planners": {name: _entry(run) for name, run in result.runs.items()},
                "failures": failures(result),
            }
            for result in results
        ],
        "start_up": [{"name": m.name, "seconds": m.seconds} for m in start_up],
        "targets": [verdict._asdict() for verdict in verdicts],
        "growth": dict(curves),
    }


def _entry(run: Run) -> dict[str, Any]:
    levels = [
        {"level": f.level, "value": f.value, "bound": f.bound, "proven": f.proven}
        for f in run.figures
    ]
    return {
        "machine": run.machine,
        "limit_seconds": run.limit,
        "seconds": run.seconds,
        "processor_seconds": run.processor,
        "calibration_seconds": run.calibration,
        "of_earlier_code": run.is_old,
        "memory_mib": run.memory,
        "proven": run.is_proven,
        "infeasible": run.infeasible,
        "ended": run.ended,
        "note": run.note,
        "levels": levels,
        "violations": list(run.violations),
    }
