"""One process: how long it takes and how much memory, within limits of both."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psutil

ROOT = Path(__file__).parent.parent
MIB = 2**20
_QUICK, _SLOW = 0.002, 0.05
# ru_maxrss counts bytes on macOS and KiB elsewhere.
_RSS_UNIT = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True)
class Limits:
    """When a process is stopped: seconds, and MiB of resident memory."""

    seconds: float
    memory: float


@dataclass(frozen=True)
class Measured:
    """How a process ended: exit code, seconds, peak MiB, why it was stopped, what it complained.

    `processor` are its seconds of processor time, 0 where the system does not tell.
    """

    code: int
    seconds: float
    memory: float
    ended: str
    complaint: str
    processor: float = 0.0


def run(arguments: Sequence[object], limits: Limits) -> Measured:
    """Run Python with these arguments in the project's folder, and watch it.

    The peak is what the system recorded of the process where it says so (Unix, Windows), and the
    greatest of many looks elsewhere.
    """
    command = [sys.executable, *map(str, arguments)]
    # As everywhere, Python keeps what it has compiled, whatever is set where the benchmark runs.
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryFile() as complaints:
        since = time.monotonic()
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=complaints
        )
        ended, peak, processor = _watch(process, limits, since)
        seconds, said = time.monotonic() - since, _text(complaints)
        return Measured(process.returncode, seconds, peak / MIB, ended, said, processor)


def _watch(
    process: subprocess.Popen[bytes], limits: Limits, since: float
) -> tuple[str, float, float]:
    """Wait for the end, and bring it about where a limit is passed.

    Returns why, the peak in bytes, and the processor time.
    """
    ended, peak = "", 0.0
    try:
        while True:
            peak = max(peak, _resident(process.pid))
            over, recorded, processor = _is_over(process)
            if over:
                return ended, max(peak, recorded), processor
            elapsed = time.monotonic() - since
            ended = ended or _passed(limits, elapsed, peak)
            if ended:
                _kill(process.pid)
            time.sleep(_QUICK if elapsed < 2 else _SLOW)
    finally:
        if process.returncode is None:
            process.kill()
            process.wait()


def _kill(pid: int) -> None:
    """End a process; Popen's own way would take what the system recorded of it."""
    with suppress(psutil.Error):
        psutil.Process(pid).kill()


def _passed(limits: Limits, seconds: float, peak: float) -> str:
    if peak > limits.memory * MIB:
        return "memory"
    return "time" if seconds > limits.seconds else ""


def _is_over(process: subprocess.Popen[bytes]) -> tuple[bool, float, float]:
    """Whether the process has ended, the peak and the processor time that the system recorded."""
    if not hasattr(os, "wait4"):
        return process.poll() is not None, 0.0, 0.0
    found, status, usage = os.wait4(process.pid, os.WNOHANG)
    if not found:
        return False, 0.0, 0.0
    process.returncode = os.waitstatus_to_exitcode(status)
    return True, usage.ru_maxrss * _RSS_UNIT, usage.ru_utime + usage.ru_stime


def _resident(pid: int) -> float:
    try:
        memory = psutil.Process(pid).memory_info()
    except psutil.Error:
        return 0.0
    return float(getattr(memory, "peak_wset", memory.rss))


def _text(complaints: IO[bytes]) -> str:
    complaints.seek(0)
    return complaints.read().decode("utf-8", errors="replace").strip()
