"""End commands at many moments of their run, and see what they leave behind.

``python -m tests.kills`` ends each command at 12 moments, before a release at 40: three of four
times by Ctrl-C, and by the two signals that end a program. A process that has loaded the program
once makes a copy of itself for each of them. Moments are counted in processor time, so that they
lie in the same places however busy the machine is.
"""

import gc
import importlib
import json
import multiprocessing
import os
import resource
import signal
import sys
import tempfile
import time
import warnings
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

import planner
from planner.app.letters import letter_filling
from tests.breadth import usually
from tests.commands import MONDAY, fingerprint
from tests.workbook.books import expert, good_book, mission, qualification, save

MOMENTS = usually(12, 40)
SIGNALS = ("SIGINT", "SIGINT", "SIGINT", "SIGTERM", "SIGINT", "SIGINT", "SIGINT", "SIGKILL")
# Done, or ended with what there was; interrupted before there was anything; killed.
_AFTER = {"SIGINT": (0, 130), "SIGTERM": (0, 130), "SIGKILL": (0, -9)}
_SECONDS_TO_END = 120.0
_TOOK = "\nseconds of processor time: "
COMMANDS = {
    "solve": ("solve", "year.xlsx", "-o", "out.xlsx", "--json", "out.json"),
    "scenarios": ("scenarios", "year.xlsx", "-o", "out.xlsx", "--full", "full", "--jobs", "1"),
    "sweep": (
        *("sweep", "year.xlsx", "--fund", "F1", "--from", "-50%", "--to", "+50%", "--step", "50%"),
        *("-o", "out.xlsx", "--picture", "out.png", "--jobs", "1"),
    ),
    "letters": ("letters", "year.xlsx", "letters"),
}


class Ended(NamedTuple):
    """How a command ended, how much processor time it took, and what it had said by then."""

    code: int
    seconds: float
    said: str


def year(folder: Path) -> Path:
    """A workbook on which each of the commands has something to do."""
    rows = [
        {"Mission ID": "M1", "Expert ID": "E1", "Start": MONDAY, "Status": "Available"},
        {"Mission ID": "M2", "Expert ID": "E2", "Start": MONDAY, "Status": "Available"},
    ]
    change = {"Scenario": "Cut", "Change": "fund amount", "Target": "F1", "Value": "-10%"}
    book = good_book(
        Missions=[mission("M1"), mission("M2", Host="Peru")],
        Experts=[expert(), expert("E2", Administration="Kenya"), expert("E3")],
        Qualifications=[qualification(e, Since=date(2021, 5, 3)) for e in ("E1", "E2", "E3")],
        Funds=[{"Fund ID": "F1", "Amount": 40_000}],
        Assignments=rows,
        Scenarios=[change],
    )
    return save(book, folder, "year.xlsx")


@cache
def _content() -> bytes:
    with tempfile.TemporaryDirectory() as name:
        return year(Path(name)).read_bytes()


def faults(command: str, moment: int | None, whole: float) -> tuple[list[str], Ended]:
    """End a command at one of the moments of its whole run; what should not be so after that."""
    by = SIGNALS[(moment or 0) % len(SIGNALS)]
    seconds = None if moment is None else whole * (moment + 0.5) / MOMENTS
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "year.xlsx").write_bytes(_content())
        before = fingerprint(folder / "year.xlsx")
        ended = _ended(folder, COMMANDS[command], seconds, signal.Signals[by])
        found = [*_faults(folder, ended, by)]
        if fingerprint(folder / "year.xlsx") != before:
            found.append("the input was changed")
        return found, ended


def _ended(folder: Path, typed: tuple[str, ...], seconds: float | None, by: int) -> Ended:
    """Run a command in a copy of this process that ends itself after so much processor time."""
    said = folder / "said.txt"
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        _become(typed, folder, said, seconds, by)
    since = time.monotonic()
    while (found := os.waitpid(child, os.WNOHANG))[0] == 0:
        if time.monotonic() - since > _SECONDS_TO_END:
            os.kill(child, signal.SIGKILL)
        time.sleep(0.002)
    text, _, took = said.read_text(encoding="utf-8", errors="replace").rpartition(_TOOK)
    said.unlink()
    code = os.waitstatus_to_exitcode(found[1])
    return Ended(code, float(took) if text else 0.0, text or took)


def _become(
    typed: tuple[str, ...], folder: Path, said: Path, seconds: float | None, by: int
) -> None:
    """Run a command as if this process had just begun with it; never returns."""
    code, began = 70, time.process_time()
    try:
        os.chdir(folder)
        output = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(output, 1)
        os.dup2(output, 2)
        sys.argv = ["mission-planner", *typed]
        if seconds is not None:
            signal.signal(signal.SIGPROF, lambda *_: os.kill(os.getpid(), by))
            signal.setitimer(signal.ITIMER_PROF, seconds)
        code = _exit_code_of(importlib.import_module("cli").main)
    finally:
        with suppress(Exception):
            sys.stdout.flush()
            # That of its children is not among it, for it is not what the moments count.
            os.write(1, f"{_TOOK}{time.process_time() - began}".encode())
        os._exit(code)


def _exit_code_of(program: Callable[[], None]) -> int:
    try:
        program()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        sys.excepthook(*sys.exc_info())  # type: ignore[arg-type]
        return 1
    return 0


def _faults(folder: Path, ended: Ended, by: str) -> Iterator[str]:
    if ended.code not in _AFTER[by]:
        yield f"exit code {ended.code}: {ended.said}"
    if "Traceback" in ended.said or "Exception ignored" in ended.said:
        yield f"a traceback: {ended.said}"
    files = [file for file in folder.rglob("*") if file.is_file()]
    for file in files:
        document = file.suffix in (".xlsx", ".docx") and not file.name.startswith(".")
        if document and not (zipfile.is_zipfile(file) and zipfile.ZipFile(file).testzip() is None):
            yield f"{file.name} is not whole"
    if by != "SIGKILL":
        yield from _left_behind(folder, files, ended)
    full, only_first = folder / "full", "1 of 2 plans were finished" in ended.said
    if full.exists() and len(list(full.iterdir())) != (1 if only_first else 2):
        yield f"a folder that is not whole: {[f.name for f in full.iterdir()]}: {ended.said}"


def _left_behind(folder: Path, files: list[Path], ended: Ended) -> Iterator[str]:
    names = [file.name for file in files]
    if any(name.startswith(".") or name.endswith(".tmp") for name in names):
        yield f"left behind: {names}"
    silent = "ritten" not in ended.said.replace("nothing was written", "")
    if ended.code == 130 and silent and set(names) - {"year.xlsx"}:
        yield f"written and not said: {names}: {ended.said}"
    if ended.code == 0 and len(names) < 2:
        yield f"done, and nothing is there: {ended.said}"


def load() -> None:
    """Load what the commands load, without running them in this process: that starts threads.

    What they read first of all, and every time, is read here as well.
    """
    importlib.import_module("cli")
    importlib.import_module("docxtpl")  # of the process that fills in letters
    with tempfile.TemporaryDirectory() as name:
        folder, listed = Path(name), Path(name) / "modules.json"
        year(folder)
        child = os.fork()
        if child == 0:
            _list_modules(folder, listed)
        os.waitpid(child, 0)
        for module in json.loads(listed.read_text(encoding="utf-8")):
            with suppress(Exception):
                importlib.import_module(module)
        planner.load(folder / "year.xlsx")  # the tables of names and dates
    # What the copies leave as it is stays shared with them.
    gc.collect()
    gc.freeze()


def _list_modules(folder: Path, listed: Path) -> None:
    try:
        before = set(sys.modules)
        os.chdir(folder)
        sink = os.open(os.devnull, os.O_WRONLY)
        os.dup2(sink, 1)
        os.dup2(sink, 2)
        for command in COMMANDS.values():
            sys.argv = ["mission-planner", *command]
            _exit_code_of(importlib.import_module("cli").main)
        names = [name for name in sys.modules if name not in before and name != "__mp_main__"]
        listed.write_text(json.dumps(names), encoding="utf-8")
    finally:
        os._exit(0)


def without_processes() -> None:
    """Let a letter's process be a copy of the command's: to start one anew takes a second."""
    copied = multiprocessing.get_context("fork")
    letter_filling.multiprocessing.get_context = lambda method: copied  # type: ignore[attr-defined]


def main() -> int:
    """Try all moments of all commands; prints a line for each and returns how many had faults."""
    # A thread of a library's allocator sleeps in this process, and is in none of the copies.
    warnings.filterwarnings("ignore", "This process .* is multi-threaded", DeprecationWarning)
    load()
    without_processes()
    bad = 0
    for command in COMMANDS:
        found, whole = faults(command, None, 0.0)
        for moment in (None, *range(MOMENTS)):
            if moment is not None:
                found, ended = faults(command, moment, whole.seconds)
            else:
                ended = whole
            bad += bool(found)
            print(json.dumps([command, moment, ended.code, found]), flush=True)
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(json.dumps(["seconds", round(sum(u.ru_utime + u.ru_stime for u in used), 1), bad, []]))
    return bad


if __name__ == "__main__":
    sys.exit(1 if main() else os.EX_OK)
