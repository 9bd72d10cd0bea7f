"""Runs a case: prepares its year, lets planners plan it, and has every plan judged."""

import hashlib
import json
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import measure
from benchmarks.cases import Case
from benchmarks.machine import calibration, fingerprint, machine
from benchmarks.measure import Limits, Measured
from benchmarks.planners.registry import COLUMN_BY_NAME, COMMAND
from benchmarks.results import Figure, Run, StartUp, Store, write_text

CHILD = ("-m", "benchmarks.child")
# A year follows from these; a change of one means to make it anew.
MAKERS = ("cli.py", "models", "planner", "benchmarks/child.py", "benchmarks/cases.py")
NEVER = Limits(float("inf"), float("inf"))
# A planner ends by itself at its limit; a process that does not is stopped after this.
_GRACE_SHARE, _GRACE_SECONDS = 0.5, 120.0
START_UPS = {
    "Python alone": ("-c", "pass"),
    "import of the program": ("-c", "import cli"),
    "mission-planner --help": ("cli.py", "--help"),
}
_REPEATS = 7


class ChildError(Exception):
    """A process of the benchmark itself failed; the text says how."""


@dataclass(frozen=True)
class Place:
    """The files of a case."""

    folder: Path

    @property
    def workbook(self) -> Path:
        """What every planner plans."""
        return self.folder / "year.xlsx"

    @property
    def facts(self) -> Path:
        """The same as it was read."""
        return self.folder / "year.pickle"

    @property
    def facts_hash(self) -> Path:
        """The SHA-256 of the facts."""
        return self.folder / "year.sha256"

    @property
    def made_by(self) -> Path:
        """The stamp of the code that made these files."""
        return self.folder / "made-by.txt"

    def answer(self, planner: str) -> Path:
        """Where a planner leaves its answer."""
        return self.folder / f"{planner}.json"


class Bench:
    """Runs cases in a working folder and keeps what is measured.

    Parameters
    ----------
    folder : Path
        For workbooks and answers; it may be deleted at any time.
    store : Store
        Where results are kept.
    memory : float
        MiB of resident memory at which a planner is stopped.
    """

    def __init__(self, folder: Path, store: Store, memory: float) -> None:
        self.store = store
        self._folder = folder
        self._memory = memory
        self._machine = machine()

    def prepare(self, case: Case) -> Place:
        """Make the year of a case, unless it is there already."""
        place = Place(self._folder.absolute() / case.name)
        place.folder.mkdir(parents=True, exist_ok=True)
        stamp = f"{fingerprint(MAKERS)} {case.story}, seed {case.seed}"
        if place.made_by.exists() and place.made_by.read_text(encoding="utf-8") == stamp:
            return place
        place.made_by.unlink(missing_ok=True)
        place.workbook.unlink(missing_ok=True)
        self._make(case, place)
        do_beside("facts", place.workbook, place.facts, place.facts_hash)
        write_text(place.made_by, stamp)
        return place

    def _make(self, case: Case, place: Place) -> None:
        if not case.is_replan:
            do_beside("sample", *_of(case), place.workbook)
            return
        first = place.folder / "first.xlsx"
        first.unlink(missing_ok=True)
        do_beside("sample", *_of(case), first)
        succeed(measure.run(("cli.py", "solve", first, "-o", place.workbook, "--quiet"), NEVER))
        do_beside("decline", place.workbook)

    def is_done(self, case: Case, place: Place, planner: str) -> bool:
        """Whether the planner's result is known and nothing that it depends on has changed."""
        known = self.store.case(case.name).runs.get(planner)
        return known is not None and known.stamp == self._stamp(case, place, planner)

    def run(self, case: Case, place: Place, planner: str) -> Run:
        """Let a planner plan a case, have its plan judged, and keep the result."""
        answer = place.answer(planner)
        answer.unlink(missing_ok=True)
        work = self._solve if planner == COMMAND else self._plan
        loop = calibration()
        measured = work(case, place, planner)
        found = _read(answer)
        run = Run(
            planner=planner,
            stamp=self._stamp(case, place, planner),
            machine=self._machine,
            limit=case.seconds,
            seconds=round(_seconds(planner, measured, found), 3),
            process_seconds=round(measured.seconds, 3),
            memory=round(measured.memory, 1),
            processor=round(measured.processor, 3),
            calibration=round(loop, 3),
            code=code_of(planner),
            facts=place.facts_hash.read_text(encoding="utf-8")[:12],
            ended=measured.ended or ("fault" if measured.code else ""),
            note=_note(measured, found),
            infeasible=found.get("infeasible", False),
        )
        run = self._judged(place, run, found)
        self.store.keep(case.name, run)
        return run

    def _plan(self, case: Case, place: Place, planner: str) -> Measured:
        target = place.answer(planner)
        command = (*CHILD, "plan", planner, place.facts, case.seconds, target)
        return measure.run(command, self._limits(case))

    def _solve(self, case: Case, place: Place, planner: str) -> Measured:
        """The command that users type, its answer made to look like the others'."""
        target, document = place.folder / "year-assigned.xlsx", place.folder / "document.json"
        for path in (target, document):
            path.unlink(missing_ok=True)
        command = ("cli.py", "solve", place.workbook, "-o", target, "--json", document, "--quiet")
        limited = (*command, "--time-limit", case.seconds)
        measured = measure.run(limited, self._limits(case))
        if document.exists():
            written = json.loads(document.read_text(encoding="utf-8"))
            write_text(place.answer(planner), json.dumps(_answer(written)))
        return measured

    def _limits(self, case: Case) -> Limits:
        return Limits(case.seconds * (1 + _GRACE_SHARE) + _GRACE_SECONDS, self._memory)

    def _judged(self, place: Place, run: Run, answer: dict[str, Any]) -> Run:
        """The run with the figures that the checker counts, and what it finds broken."""
        if answer.get("placements") is None:
            return run
        verdict = place.folder / f"{run.planner}-verdict.json"
        do_beside("judge", place.facts, place.answer(run.planner), verdict)
        found, bounds = _read(verdict), dict(answer["claims"])
        figures = tuple(Figure(name, value, bounds.get(name)) for name, value in found["levels"])
        return replace(run, figures=figures, violations=tuple(found["violations"]))

    def _stamp(self, case: Case, place: Place, planner: str) -> str:
        parts = (
            fingerprint(COLUMN_BY_NAME[planner].sources),
            place.facts_hash.read_text(encoding="utf-8"),
            f"{case.seconds:g} s, {self._memory:g} MiB",
            self._machine,
        )
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def start_up(self) -> list[StartUp]:
        """Measure what takes no workbook: the median of some processes each."""
        found = [self._start_up(name, arguments) for name, arguments in START_UPS.items()]
        self.store.keep_start_up(found)
        return found

    def _start_up(self, name: str, arguments: tuple[str, ...]) -> StartUp:
        runs = [succeed(measure.run(arguments, NEVER)) for _ in range(_REPEATS)]
        seconds = median(run.seconds for run in runs)
        return StartUp(name, round(seconds, 3), self._machine, code_of(COMMAND))


@cache
def code_of(planner: str) -> str:
    """The fingerprint of the code that a planner is made of, short."""
    return fingerprint(COLUMN_BY_NAME[planner].sources)[:12]


def _of(case: Case) -> tuple[int, ...]:
    """What a sample year follows from."""
    return case.missions, case.experts, case.seed, case.cut


def do_beside(task: str, *arguments: object) -> None:
    """Have a task of the benchmark itself done in a process of its own.

    Raises
    ------
    ChildError
        The task failed.
    """
    succeed(measure.run((*CHILD, task, *arguments), NEVER))


def succeed(measured: Measured) -> Measured:
    """What was measured of a process that did what it was to do.

    Raises
    ------
    ChildError
        It failed.
    """
    if measured.code != 0:
        raise ChildError(measured.complaint or f"A process ended with code {measured.code}.")
    return measured


def _read(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _answer(document: dict[str, Any]) -> dict[str, Any]:
    """The document of `solve --json` as the answer of a planner."""
    fields = ("mission_id", "position", "expertise", "expert_id", "start")
    rows = document["assignments"]
    return {
        "placements": [{**{f: row[f] for f in fields}, "fund_id": row["fund"]} for row in rows],
        "claims": [[level["level"], level["bound"]] for level in document["levels"]],
        "infeasible": False,
        "note": "",
    }


def _seconds(planner: str, measured: Measured, answer: dict[str, Any]) -> float:
    """The whole process for the command; for the others what lies between facts and answer.

    Who was stopped worked until then, whatever the last answer says.
    """
    whole = planner == COMMAND or measured.ended or "seconds" not in answer
    return measured.seconds if whole else float(answer["seconds"])


def _note(measured: Measured, answer: dict[str, Any]) -> str:
    if measured.code and not measured.ended:
        return measured.complaint.splitlines()[-1] if measured.complaint else "it failed"
    return str(answer.get("note", ""))
