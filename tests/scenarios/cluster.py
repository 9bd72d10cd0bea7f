"""A Dask cluster on loopback for tests: processes that are started and ended here."""

import multiprocessing
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from multiprocessing.process import BaseProcess
from pathlib import Path

from tests import forked
from tests.breadth import LONG

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
    workers: dict[int, BaseProcess] = field(default_factory=dict)

    def hire(self) -> None:
        """Start one more worker of one thread."""
        options = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1")
        process = _start(self.folder, "dask_worker", self.address, *options)
        self.workers[process.pid or 0] = process

    def kill(self, number: int) -> None:
        """End a worker as a power cut would."""
        killed = self.workers.pop(number)
        killed.kill()
        killed.join()


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
            process.join()


def _start(folder: Path, module: str, *arguments: str) -> BaseProcess:
    """A command of Dask in a process that has the program at hand; in a long run it loads it."""
    kind = multiprocessing.get_context("spawn") if LONG else forked.context()
    log = folder / f"{module}.log"
    process = kind.Process(target=_command, args=(module, arguments, log), daemon=True)  # type: ignore[attr-defined]
    process.start()
    return process  # type: ignore[no-any-return]


def _command(module: str, arguments: tuple[str, ...], log: Path) -> None:
    with log.open("ab") as file:
        for stream in (1, 2):
            os.dup2(file.fileno(), stream)
    os.chdir(ROOT)
    os.environ.update(QUIET)
    import_module("dask.config").refresh()
    import_module(f"distributed.cli.{module}").main(arguments)


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
