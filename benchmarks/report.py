"""RESULTS.md and RESULTS.json, written from all results that are known."""

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.cases import CASE_BY_NAME, GROWTH, SETS
from benchmarks.compare import failures
from benchmarks.growth import Point, draw, fit, points
from benchmarks.machine import LOOP
from benchmarks.planners.registry import COLUMNS, COMMAND
from benchmarks.results import CaseResult, StartUp, Store, write_text
from benchmarks.runs import code_of
from benchmarks.sets import HEADER, of_sets
from benchmarks.tables import (
    document,
    level_table,
    main_table,
    markdown,
    start_up_table,
    target_table,
)
from benchmarks.targets import OF_EARLIER_CODE, verdicts
from benchmarks.what_if import Asked, section, what_is_asked

PICTURE = "growth.png"
_HEAD = """# Results

<!-- Written by `python -m benchmarks`: run that again instead of changing anything here. -->

Every planner has the same facts, the same time limit for a case, and a process of its own, one at
a time; a second run of this benchmark may have gone on beside it on another core, and then
processor time says more than seconds. Seconds of `mission-planner solve` are those of the whole
command, from one workbook to the next; of all others those from the facts in memory to the answer.
Memory is the greatest resident memory of the process. Every plan was held against all rules by the
checker, which counted its levels again.
"""


class Report:
    """All that is known, as one document.

    Parameters
    ----------
    store : Store
        The results.
    target : Path
        The folder for RESULTS.md, RESULTS.json and the picture.
    """

    def __init__(self, store: Store, target: Path) -> None:
        results = map(_dated, map(store.case, CASE_BY_NAME))
        self.results = [result for result in results if result.runs]
        ours = code_of(COMMAND)
        self.start_up = [replace(s, is_old=s.code != ours) for s in store.start_up()]
        self.verdicts = verdicts({r.case: r for r in self.results}, self.start_up)
        self.asked = what_is_asked(store)
        self._target = target

    @property
    def failures(self) -> list[str]:
        """Everything that must not be."""
        return [sentence for result in self.results for sentence in failures(result)]

    def table(self) -> str:
        """The one table, growth curve apart."""
        return main_table(_of_table(self.results))

    def document(self) -> dict[str, Any]:
        """Everything for programs."""
        curves = {
            heading: {
                "points": [point._asdict() for point in curve],
                "exponent": None if (line := fit(curve)) is None else round(line.exponent, 3),
            }
            for heading, curve in self.curves().items()
        }
        made = document(self.results, self.start_up, self.verdicts, curves)
        return made | {"what_if": [entry.document for entry in self.asked]}

    def curves(self) -> dict[str, list[Point]]:
        """The points of the growth curve of every planner that has any."""
        known = {result.case: result.runs for result in self.results}
        found: dict[str, list[Point]] = {}
        for column in COLUMNS:
            runs = {number: known.get(f"growth-{number}", {}) for number in GROWTH}
            of_column = {n: entry[column.name] for n, entry in runs.items() if column.name in entry}
            if of_column:
                found[column.heading] = points(of_column)
        return found

    def write(self) -> None:
        """Write the documents and the picture, each whole or not at all."""
        self._target.mkdir(parents=True, exist_ok=True)
        curves = {heading: curve for heading, curve in self.curves().items() if curve}
        if curves:
            draw(curves, self._target / PICTURE)
        text = json.dumps(self.document(), indent=1)
        write_text(self._target / "RESULTS.json", f"{text}\n")
        write_text(self._target / "RESULTS.md", "\n".join(self._sections(bool(curves))))

    def _sections(self, has_picture: bool) -> Iterable[str]:
        yield _HEAD
        yield "## The machine\n"
        yield _machines(self.results, self.start_up, self.asked)
        yield (
            f"The code of `{COMMAND}` has the fingerprint {code_of(COMMAND)}. Rows that other code "
            f"made say that they are {OF_EARLIER_CODE}.\n"
        )
        yield "## Targets\n"
        yield target_table(self.verdicts)
        yield "What was tried for those that do not hold: [TRIED.md](TRIED.md).\n"
        sets = of_sets({result.case: result for result in self.results})
        if sets:
            yield "## Sets of years\n"
            yield (
                "The whole command on years of one kind, as it is now. Seconds are those of the "
                "clock; where the machine had other work meanwhile, processor time says more (of "
                f"both cores together). Before each run the processor time of {LOOP} is taken: "
                "on another machine expect seconds in proportion to it.\n"
            )
            yield markdown(HEADER, [found.cells for found in sets])
        yield from section(self.asked)
        yield "## Cases\n"
        yield "The values of the levels in their order, then how many of them are proven.\n"
        yield self.table()
        yield from self._findings()
        yield "## Planners\n"
        yield "\n".join(f"- **{c.heading}** (`{c.name}`): {c.story}" for c in COLUMNS) + "\n"
        if self.start_up:
            yield "## Start-up\n"
            yield start_up_table(self.start_up)
        if has_picture:
            yield from self._growth()
        yield "## Level by level\n"
        yield "Bold is proven; where a bound is known that is not reached, it stands beside.\n"
        for result in _of_table(self.results):
            yield f"### {result.case}: {CASE_BY_NAME[result.case].story}\n"
            yield level_table(result)

    def _findings(self) -> Iterable[str]:
        if self.failures:
            yield "**This run failed:**\n"
            yield "\n".join(f"- {sentence}" for sentence in self.failures) + "\n"
        else:
            yield (
                "No plan breaks a rule, and no plan is better than a bound that another planner "
                "claims.\n"
            )

    def _growth(self) -> Iterable[str]:
        yield "## Growth\n"
        yield f"![Seconds against missions, both on logarithmic scales]({PICTURE})\n"
        for heading, curve in self.curves().items():
            line = fit(curve)
            if line is not None:
                yield f"- {heading}: time grows with missions to the power of {line.exponent:.2f}."
        yield ""
        yield main_table(r for r in self.results if CASE_BY_NAME[r.case].is_growth)


def _dated(result: CaseResult) -> CaseResult:
    """The runs, those marked that other code than today's made."""
    runs = {n: replace(run, is_old=run.code != code_of(n)) for n, run in result.runs.items()}
    return CaseResult(result.case, runs)


def _of_table(results: Iterable[CaseResult]) -> list[CaseResult]:
    members = {case.name for own in SETS for case in own.cases}
    return [
        result
        for result in results
        if not CASE_BY_NAME[result.case].is_growth and result.case not in members
    ]


def _machines(
    results: Iterable[CaseResult], start_up: Iterable[StartUp], asked: Iterable[Asked]
) -> str:
    """Each machine with its libraries, and what was run there: only that can be compared."""
    found: dict[str, list[str]] = {entry.machine: ["start-up"] for entry in start_up}
    for result in results:
        for run in result.runs.values():
            cases = found.setdefault(run.machine, [])
            cases += [] if result.case in cases else [result.case]
    for entry in asked:
        if entry.answered is not None:
            found.setdefault(entry.answered.machine, []).append(entry.command.name)
    return "\n".join(f"- {name}: {', '.join(cases)}" for name, cases in found.items()) + "\n"
