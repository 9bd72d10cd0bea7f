"""The page as a process of its own, as users start it; it never outlives its test."""

import http.client
import json
import os
import subprocess
import sys
import threading
import time
import urllib.request
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode

import psutil

from web.session.preferences import Choices, Preferences

ROOT = Path(__file__).parents[2]

OPEN = [sys.executable, "cli.py", "open", "--no-browser"]
# Seconds: two cores may be busy with other tests.
_START, _END = 90, 10
# The status of the page that waits for a workbook; once it is there, it leads to it.
_ARRIVING = 200


def _lives(process: psutil.Process) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


class Running:
    """A server that runs: its address, its one-time link, its state folder."""

    def __init__(self, home: Path, plan: Path | None = None) -> None:
        self.home, self.plan = home, plan
        # Of a browser that came in by a link; another one that has it may come in too.
        self.cookie: Any = None
        self.state = home / "state"
        (home / "Documents").mkdir(parents=True, exist_ok=True)
        self._env = {
            **os.environ,
            "HOME": str(home),
            "USERPROFILE": str(home),
            "MISSION_PLANNER_STATE": str(self.state),
        }

    def __enter__(self) -> Self:
        command = [*OPEN, str(self.plan)] if self.plan else OPEN
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=self._env, stdout=subprocess.PIPE, text=True
        )
        # A server that never says its link is ended, so that the line to read is "".
        hopeless = threading.Timer(_START, self.process.kill)
        hopeless.start()
        assert self.process.stdout is not None
        self.link = self.process.stdout.readline().strip()
        hopeless.cancel()
        if not self.link:
            self.end()
        assert self.link, "the server did not start"
        self._first = self.link
        self.address = self.link.partition("/enter")[0]
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.end()

    def end(self) -> None:
        """End the server and all that it has started; hard where it does not go by itself."""
        family = self._family()
        self.process.terminate()
        _, left = psutil.wait_procs(family, timeout=_END)
        for process in left:
            process.kill()
        psutil.wait_procs(left, timeout=_END)
        self.process.wait(_END)
        assert self.process.stdout is not None
        self.process.stdout.close()

    def _family(self) -> list[psutil.Process]:
        try:
            server = psutil.Process(self.process.pid)
            return [server, *server.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []

    def kill(self) -> None:
        """End the server as a crash of the computer would."""
        self.process.kill()
        self.process.wait(_END)

    @property
    def chosen(self) -> bool:
        """Whether the page is to look otherwise than at its first start."""
        made, first = Preferences(self.state).choices, Choices()
        return made not in (first, replace(first, language="en"))

    @property
    def workers(self) -> list[psutil.Process]:
        """The processes beside the server."""
        return self._family()[1:]

    def lose_workers(self) -> None:
        """Kill the processes beside the server; it hears of it when they are dead, not before."""
        workers, until = self.workers, time.monotonic() + _END
        for worker in workers:
            worker.kill()
        while any(map(_lives, workers)) and time.monotonic() < until:
            time.sleep(0.01)

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.address.rpartition(":")[2])

    def new_link(self, plan: Path | None = None) -> str:
        """A link for one more browser, with a workbook opened, as a further start gets it."""
        if plan is None and self._first:
            link, self._first = self._first, ""
            return link
        return self._by_the_door(plan)

    def open(self, plan: Path) -> None:
        """Open a workbook as a further start does, and wait until it is there."""
        self._by_the_door(plan)
        until = time.monotonic() + _START
        while self._ask("GET", "/arrival") == _ARRIVING and time.monotonic() < until:
            time.sleep(0.01)

    def as_at_first(self) -> None:
        """Forget what was chosen for the page, and how the plan was looked at."""
        if self.chosen:
            self._ask("POST", "/choices", language="en", hide_names="no")
            self._ask("POST", "/plan/seen")

    def _ask(self, method: str, path: str, **form: str) -> int:
        """Ask as a browser that came in; the status of the answer."""
        headers = {"cookie": f"{self.cookie['name']}={self.cookie['value']}"}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_START)
        try:
            connection.request(
                method, path, urlencode(form) or None, headers | {"origin": self.address}
            )
            answer = connection.getresponse()
            answer.read()
            assert answer.status < 400, path
            return answer.status
        finally:
            connection.close()

    def _by_the_door(self, plan: Path | None) -> str:
        """What a further start does: it names its workbook, and gets a link."""
        entry = json.loads((self.state / "running.json").read_text(encoding="utf-8"))
        request = urllib.request.Request(
            f"{self.address}/door",
            data=str(plan).encode() if plan else b"",
            headers={"x-door": entry["door"]},
        )
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(
            request, timeout=_START
        ) as answer:
            return str(answer.read().decode())

    def second_start(self) -> str:
        """What a second start of the program prints."""
        done = subprocess.run(
            OPEN,
            cwd=ROOT,
            env=self._env,
            capture_output=True,
            text=True,
            timeout=_START,
            check=True,
        )
        return done.stdout.strip()
