"""The machine and the libraries that results come from; no host names and no paths."""

import hashlib
import os
import platform
import time
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import psutil

from benchmarks.measure import ROOT

LIBRARIES = ("ortools", "highspy", "numpy", "openpyxl", "pydantic", "holidays")
GIB = 2**30
_ROUNDS = 4_000_000
_SCRIPT = f"total = 0\nfor number in range({_ROUNDS}):\n    total += number * number\n"
LOOP = f"a script that adds {_ROUNDS:,} squares"


def machine() -> str:
    """The machine in one line: processor, cores, memory, system, Python."""
    memory = psutil.virtual_memory().total / GIB
    parts = (
        _processor(),
        f"{os.cpu_count()} cores",
        f"{memory:.0f} GiB of memory",
        _system(),
        f"Python {platform.python_version()}",
        *versions(),
    )
    return ", ".join(parts)


def calibration() -> float:
    """The processor seconds that a fixed script takes here and now."""
    script = compile(_SCRIPT, "calibration", "exec")
    since = time.process_time()
    exec(script, {})
    return time.process_time() - since


def versions() -> list[str]:
    """The libraries that decide how fast a planner is."""
    return [f"{name} {_version(name)}" for name in LIBRARIES]


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def _processor() -> str:
    """The processor's name, where the system tells it."""
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        return f"{platform.system()} {platform.release()}"


def fingerprint(sources: Iterable[str]) -> str:
    """The SHA-256 of files and folders of the project, by name and content."""
    digest = hashlib.sha256()
    for path in sorted(_files(sources)):
        digest.update(f"{path.relative_to(ROOT).as_posix()}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _files(sources: Iterable[str]) -> Iterable[Path]:
    for source in sources:
        place = ROOT / source
        if place.is_file():
            yield place
        else:
            found = (path for path in place.rglob("*") if path.is_file())
            yield from (path for path in found if "__pycache__" not in path.parts)
