"""Has commands ask something of a planned year, and reads off what they have proven."""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks import measure
from benchmarks.commands import CHOICES, Command
from benchmarks.machine import calibration, fingerprint, machine
from benchmarks.measure import Limits, Measured
from benchmarks.proofs import Proof
from benchmarks.results import Answered, Choice, Store, write_text
from benchmarks.runs import MAKERS, NEVER, do_beside, succeed

# What all these commands are made of; `solve` alone knows nothing of scenarios.
SOURCES = ("cli.py", "models", "planner", "scenarios")
_MAKERS = (*MAKERS, "benchmarks/asked.py")


class _Answer(NamedTuple):
    """One process of a command."""

    measured: Measured
    proof: Proof
    choice: str


class Asking:
    """Has commands work on planned years in a working folder, and keeps what is measured.

    Parameters
    ----------
    folder, store, memory
        As those of `runs.Bench`.
    """

    def __init__(self, folder: Path, store: Store, memory: float) -> None:
        self._store = store
        self._folder = folder.absolute()
        self._memory = memory
        self._machine = machine()

    def prepare(self, command: Command) -> Path:
        """Make and plan the year of a command, unless it is there already; its folder."""
        place = self._folder / command.place
        place.mkdir(parents=True, exist_ok=True)
        made_by, stamp = place / "made-by.txt", fingerprint(_MAKERS)
        if made_by.exists() and made_by.read_text(encoding="utf-8") == stamp:
            return place
        first, plan = place / "first.xlsx", _plan(place)
        for path in (made_by, first, plan):
            path.unlink(missing_ok=True)
        do_beside("questions", command.missions, command.experts, command.seed, first)
        succeed(measure.run(("cli.py", "solve", first, "-o", plan, "--quiet"), NEVER))
        do_beside("choices", plan, CHOICES, place / "choices.json")
        write_text(made_by, stamp)
        return place

    def is_done(self, command: Command) -> bool:
        """Whether the result is known and nothing that it depends on has changed."""
        known = self._store.answered(command.name)
        return known is not None and known.stamp == self._stamp(command)

    def run(self, command: Command, place: Path) -> Answered:
        """Have a command ask, all its choices one by one, and keep the result."""
        loop = calibration()
        answers = [self._ask(command, place, fields) for fields in _fields(command, place)]
        slowest = max(answers, key=lambda answer: answer.measured.seconds)
        found = Answered(
            command=command.name,
            stamp=self._stamp(command),
            machine=self._machine,
            limit=command.seconds,
            seconds=round(slowest.measured.seconds, 3),
            memory=round(max(answer.measured.memory for answer in answers), 1),
            processor=round(max(answer.measured.processor for answer in answers), 3),
            calibration=round(loop, 3),
            code=code_of_commands(),
            proven=sum(answer.proof.proven for answer in answers),
            asked=sum(answer.proof.asked for answer in answers),
            ended=_ended_of(answers),
            note=slowest.choice or _complaint(slowest),
            choices=tuple(_choice(answer) for answer in answers if command.number),
        )
        self._store.keep_answered(found)
        return found

    def _ask(self, command: Command, place: Path, fields: dict[str, str]) -> _Answer:
        answer = place / command.answer
        answer.unlink(missing_ok=True)
        typed = [part.format(**fields) for part in command.typed]
        measured = measure.run(("cli.py", *typed), Limits(command.seconds, self._memory))
        nothing = Proof(0, min(1, command.number))
        proof = command.proof(answer) if answer.exists() and not measured.code else nothing
        choice = f"{fields['mission']} {fields['expert']}" if command.number else ""
        return _Answer(measured, proof, choice)

    def _stamp(self, command: Command) -> str:
        parts = (
            fingerprint((*SOURCES, "benchmarks/asked.py")),
            f"{command.place}: {' '.join(command.typed)}, {command.number}",
            f"{command.seconds:g} s, {self._memory:g} MiB",
            self._machine,
        )
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@cache
def code_of_commands() -> str:
    """The fingerprint of the code of these commands, short."""
    return fingerprint(SOURCES)[:12]


def _plan(place: Path) -> Path:
    return place / "planned.xlsx"


def _fields(command: Command, place: Path) -> list[dict[str, str]]:
    """What the command is filled in with, once for each time that it is typed."""
    known: dict[str, Any] = json.loads((place / "choices.json").read_text(encoding="utf-8"))
    fields = {"plan": str(_plan(place)), "folder": str(place), "fund": known["fund"]}
    if not command.number:
        return [fields]
    chosen = known["choices"][: command.number]
    return [{**fields, "mission": mission, "expert": expert} for mission, expert in chosen]


def _choice(answer: _Answer) -> Choice:
    proven = answer.proof.proven == answer.proof.asked
    seconds = round(answer.measured.seconds, 3)
    return Choice(answer.choice, seconds, proven, _complaint(answer))


def _ended_of(answers: list[_Answer]) -> str:
    """Why one of them was stopped; a fault only where none has an answer."""
    stopped = next(filter(None, (answer.measured.ended for answer in answers)), "")
    return stopped or ("fault" if all(answer.measured.code for answer in answers) else "")


def _complaint(answer: _Answer) -> str:
    """What a command that failed by itself said last."""
    measured = answer.measured
    if measured.ended or not measured.code:
        return ""
    return measured.complaint.splitlines()[-1] if measured.complaint else "it failed"
