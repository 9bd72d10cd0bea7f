"""What is measured of a run, and the file that keeps it, case by case."""

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Figure:
    """A level of a plan: its value, counted by the checker, and the bound that was claimed."""

    level: str
    value: int
    bound: int | None

    @property
    def proven(self) -> bool:
        """Whether value and bound meet."""
        return self.value == self.bound


@dataclass(frozen=True)
class Run:
    """One planner on one case.

    Attributes
    ----------
    planner : str
        The name of the column.
    stamp : str
        Of all that the run depends on: while it is the same, the run need not be repeated.
    machine : str
        Where it ran.
    limit, seconds, process_seconds : float
        The time limit; the time that counts; the whole process, loading included.
    memory : float
        The greatest resident memory of the process, in MiB.
    ended : str
        Blank, or why the process was stopped: ``time``, ``memory``, ``fault``.
    processor : float
        Seconds of processor time of the whole process; 0 where the system does not tell.
    calibration : float
        Processor seconds of a fixed loop just before; 0 where it was not measured.
    code : str
        The fingerprint of the code that ran; blank where it was not kept.
    is_old : bool
        The code has changed since; known where a report is made.
    facts : str
        The fingerprint of the year that was planned; blank where it was not kept.
    note : str
        What the planner says of the run.
    figures : tuple of Figure
        The levels in order; empty where there is no plan.
    infeasible : bool
        The planner claims that there is no plan.
    violations : tuple of str
        What the checker finds broken.
    """

    planner: str
    stamp: str
    machine: str
    limit: float
    seconds: float
    process_seconds: float
    memory: float
    ended: str = ""
    processor: float = 0.0
    calibration: float = 0.0
    code: str = ""
    is_old: bool = False
    facts: str = ""
    note: str = ""
    figures: tuple[Figure, ...] = ()
    infeasible: bool = False
    violations: tuple[str, ...] = ()

    @property
    def proven(self) -> int:
        """How many levels are proven."""
        return sum(figure.proven for figure in self.figures)

    @property
    def is_proven(self) -> bool:
        """Whether there is a plan with every level proven."""
        return bool(self.figures) and self.proven == len(self.figures)

    @property
    def vector(self) -> tuple[int, ...]:
        """The values of the levels."""
        return tuple(figure.value for figure in self.figures)


@dataclass
class CaseResult:
    """All runs of a case, by planner."""

    case: str
    runs: dict[str, Run] = field(default_factory=dict)


@dataclass(frozen=True)
class StartUp:
    """How long a command takes that plans nothing: the median of some processes.

    `code` and `is_old` are those of a run.
    """

    name: str
    seconds: float
    machine: str
    code: str = ""
    is_old: bool = False


@dataclass(frozen=True)
class Choice:
    """One choice that a command was asked about: how long it took, and what it complained."""

    choice: str
    seconds: float
    proven: bool
    note: str = ""


@dataclass(frozen=True)
class Answered:
    """A command about a planned year, the slowest of its choices where it has several.

    Attributes
    ----------
    command : str
        Its name among the cases.
    proven, asked : int
        How much of what was asked is proven.
    note : str
        The choice that took longest, or why there is no answer.
    choices : tuple of Choice
        All of them; empty where the command has none.

    The others are those of a run.
    """

    command: str
    stamp: str
    machine: str
    limit: float
    seconds: float
    memory: float
    processor: float
    calibration: float
    code: str
    proven: int = 0
    asked: int = 0
    ended: str = ""
    note: str = ""
    choices: tuple[Choice, ...] = ()
    is_old: bool = False


class Store:
    """A folder with a JSON file for each case; written whole after every run."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def case(self, name: str) -> CaseResult:
        """The runs that are known of a case."""
        found = self._read(name)
        runs = {planner: _run(entry) for planner, entry in found.get("runs", {}).items()}
        return CaseResult(name, runs)

    def keep(self, case: str, run: Run) -> None:
        """Add a run to its case; it replaces the planner's last one."""
        result = self.case(case)
        result.runs[run.planner] = run
        self._write(case, asdict(result))

    def answered(self, command: str) -> Answered | None:
        """What is known of a command about a planned year."""
        found = self._read(command).get("answered")
        if found is None:
            return None
        each = tuple(Choice(**entry) for entry in found["choices"])
        return Answered(**found | {"choices": each})

    def keep_answered(self, answered: Answered) -> None:
        """Replace what is known of a command about a planned year."""
        self._write(answered.command, {"answered": asdict(answered)})

    def start_up(self) -> list[StartUp]:
        """The start-up times that are known."""
        return [StartUp(**entry) for entry in self._read("start-up").get("commands", [])]

    def keep_start_up(self, measured: list[StartUp]) -> None:
        """Replace the start-up times."""
        self._write("start-up", {"commands": [asdict(entry) for entry in measured]})

    def _read(self, name: str) -> dict[str, Any]:
        path = self._folder / f"{name}.json"
        if not path.exists():
            return {}
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return found

    def _write(self, name: str, content: dict[str, Any]) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        write_text(self._folder / f"{name}.json", json.dumps(content, indent=1) + "\n")


def write_text(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    beside.write_text(text, encoding="utf-8", newline="\n")
    os.replace(beside, path)


def _run(entry: dict[str, Any]) -> Run:
    figures = tuple(Figure(**figure) for figure in entry["figures"])
    return Run(**entry | {"figures": figures, "violations": tuple(entry["violations"])})
