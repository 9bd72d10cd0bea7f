"""The page as a process of its own, as users start it."""

import os
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).parents[2]

OPEN = [sys.executable, "cli.py", "open", "--no-browser"]


class Running:
    """A server that runs: its address, its one-time link, its state folder."""

    def __init__(self, home: Path, plan: Path | None = None) -> None:
        self.home, self.plan = home, plan
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
        assert self.process.stdout is not None
        self.link = self.process.stdout.readline().strip()
        self._first = self.link
        self.address = self.link.partition("/enter")[0]
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.process.terminate()
        self.process.wait(20)
        assert self.process.stdout is not None
        self.process.stdout.close()

    def kill(self) -> None:
        """End the server as a crash of the computer would."""
        self.process.kill()
        self.process.wait(20)

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.address.rpartition(":")[2])

    def new_link(self) -> str:
        """A link for one more browser: the first one, then those of further starts."""
        link, self._first = self._first, ""
        return link or self.second_start()

    def second_start(self) -> str:
        """What a second start of the program prints."""
        done = subprocess.run(
            OPEN, cwd=ROOT, env=self._env, capture_output=True, text=True, timeout=60, check=True
        )
        return done.stdout.strip()
