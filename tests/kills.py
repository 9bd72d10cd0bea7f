"""End a command at moments spread over its whole run, and see what it leaves behind.

``python -m tests.kills`` ends each of four commands at 40 moments by Ctrl-C and by a kill, which
takes a quarter of an hour; the tests do the same at a few moments.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from tests.commands import MONDAY, fingerprint
from tests.workbook.books import expert, good_book, mission, qualification, save

ROOT = Path(__file__).parent.parent
MOMENTS = 40
# Ctrl-C before there is a plan; done, or ended with what there was; ended by a kill.
AFTER_INTERRUPT, AFTER_KILL = {0, 130}, {0, -9}
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
    """What a command left behind that was ended.

    Attributes
    ----------
    faults : tuple of str
        What should not be so; none where all is well.
    """

    code: int
    seconds: float
    faults: tuple[str, ...]


def year(folder: Path) -> Path:
    """A workbook on which each of the commands has something to do."""
    rows = [
        {"Mission ID": "M1", "Expert ID": "E1", "Start": MONDAY, "Status": "Contacted"},
        {"Mission ID": "M2", "Expert ID": "E2", "Start": MONDAY, "Status": "Invited"},
    ]
    change = {"Scenario": "Cut", "Change": "fund amount", "Target": "F1", "Value": "-50%"}
    book = good_book(
        Missions=[mission("M1"), mission("M2", Host="Peru"), mission("M3", Host="Japan")],
        Experts=[expert(), expert("E2", Administration="Kenya"), expert("E3")],
        Qualifications=[qualification(e, Since=date(2021, 5, 3)) for e in ("E1", "E2", "E3")],
        Funds=[{"Fund ID": "F1", "Amount": 20_000}],
        Assignments=rows,
        Scenarios=[change],
    )
    return save(book, folder, "year.xlsx")


def ended_at(command: str, seconds: float | None, by: int) -> Ended:
    """Run a command and end it after so many seconds (never where None); look at what is there."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        before = fingerprint(year(folder))
        since = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "cli.py"), *COMMANDS[command]],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        try:
            out, err = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.send_signal(by)
            out, err = process.communicate(timeout=120)
        took = time.monotonic() - since
        faults = [*_faults(folder, out + err, process.returncode, by)]
        if fingerprint(folder / "year.xlsx") != before:
            faults.append("the input was changed")
        return Ended(process.returncode, took, tuple(faults))


def _faults(folder: Path, said: str, code: int, by: int) -> Iterator[str]:
    allowed = AFTER_KILL if by == signal.SIGKILL else AFTER_INTERRUPT
    if code not in allowed:
        yield f"exit code {code}: {said}"
    if "Traceback" in said or "Exception ignored" in said:
        yield f"a traceback: {said}"
    files = [file for file in folder.rglob("*") if file.is_file()]
    for file in files:
        document = file.suffix in (".xlsx", ".docx") and not file.name.startswith(".")
        if document and not (zipfile.is_zipfile(file) and zipfile.ZipFile(file).testzip() is None):
            yield f"{file.name} is not whole"
    if by != signal.SIGKILL and any(f.name.startswith(".") or f.suffix == ".tmp" for f in files):
        yield f"left behind: {[f.name for f in files]}"
    full = folder / "full"
    if full.exists() and len(list(full.iterdir())) != 2:
        yield f"a folder that is not whole: {[f.name for f in full.iterdir()]}"
    if code == 130 and "Written" not in said and {f.name for f in files} - {"year.xlsx"}:
        yield f"written and not said: {[f.name for f in files]}: {said}"


def main() -> int:
    """Try all moments of all commands; returns how many had faults."""
    bad = 0
    for command in COMMANDS:
        whole = ended_at(command, None, signal.SIGINT).seconds
        for by in (signal.SIGINT, signal.SIGKILL):
            for moment in range(MOMENTS):
                ended = ended_at(command, whole * (moment + 0.5) / MOMENTS, by)
                bad += bool(ended.faults)
                for fault in ended.faults:
                    print(f"{command} {by.name} moment {moment}: {fault}", flush=True)
        print(f"{command}: {2 * MOMENTS} times ended", flush=True)
    return bad


if __name__ == "__main__":
    sys.exit(1 if main() else os.EX_OK)
