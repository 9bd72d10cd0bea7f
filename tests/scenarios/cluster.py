"""A Dask cluster on loopback for tests: processes that are started and ended here."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
SECONDS = 60.0
# A cluster that waits looks at itself up to a hundred times in a second: an eighth of a processor.
QUIET = {
    "DASK_DISTRIBUTED__ADMIN__TICK__INTERVAL": "1s",
    "DASK_DISTRIBUTED__ADMIN__SYSTEM_MONITOR__INTERVAL": "5s",
    "DASK_DISTRIBUTED__WORKER__MEMORY__MONITOR_INTERVAL": "5s",
    "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False",
}


@dataclass
class LocalCluster:
    """The address of the scheduler, and the processes of the workers by process id."""

    address: str
    folder: Path
    workers: dict[int, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    def hire(self) -> None:
        """Start one more worker of one thread."""
        options = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1")
        process = _start(self.folder, "dask_worker", self.address, *options)
        self.workers[process.pid] = process

    def kill(self, number: int) -> None:
        """End a worker as a power cut would."""
        killed = self.workers.pop(number)
        killed.kill()
        killed.wait()


@contextmanager
def cluster(folder: Path, workers: int = 2) -> Iterator[LocalCluster]:
    """A cluster that is gone afterwards."""
    file = folder / "scheduler.json"
    options = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard")
    scheduler = _start(folder, "dask_scheduler", *options, "--scheduler-file", str(file))
    started = LocalCluster("", folder)
    try:
        started.address = _address(file)
        for _ in range(workers):
            started.hire()
        if workers:
            _wait_for_workers(started.address, workers)
        yield started
    finally:
        for process in (*started.workers.values(), scheduler):
            process.kill()
            process.wait()


def _start(folder: Path, module: str, *arguments: str) -> "subprocess.Popen[bytes]":
    with (folder / f"{module}.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.{module}", *arguments],
            cwd=ROOT,
            env=os.environ | QUIET | {"PYTHONPATH": str(ROOT)},
            stdout=log,
            stderr=log,
        )


def _address(file: Path) -> str:
    import json

    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        try:
            return str(json.loads(file.read_text(encoding="utf-8"))["address"])
        except (OSError, ValueError):
            time.sleep(0.1)
    raise TimeoutError("the scheduler did not start")


def _wait_for_workers(address: str, number: int) -> None:
    from distributed import Client

    with Client(address, timeout=SECONDS, set_as_default=False) as client:
        client.wait_for_workers(number, timeout=SECONDS)
