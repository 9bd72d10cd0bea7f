"""Follows the workbook on disk: whoever saves it in Excel sees the page change."""

import hashlib
import threading
import time
from pathlib import Path

from web.session.desk import Desk
from web.session.places import is_open_elsewhere
from web.work.crew import WorkError

_EVERY = 1.0
# After the last tab has gone and no job runs, in seconds.
_LINGER = 600.0


class Watcher:
    """Looks at the file every second, and at whether anybody is still there."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._seen: tuple[Path, int, int] | None = None

    def start(self) -> None:
        """Begin, in a thread of its own."""
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        while not self._desk.closing:
            time.sleep(_EVERY)
            self._look()
            if self._nobody_there():
                self._desk.closing = True

    def _look(self) -> None:
        opened = self._desk.opened
        if opened is None:
            self._seen = None
            return
        if self._desk.saving:  # what is written is read by who writes it
            return
        held = is_open_elsewhere(opened.path)
        if held != self._desk.held:
            self._desk.held = held
            self._desk.changed()
        now = _state(opened.path)
        if now is None or now == self._seen:
            return
        is_new = self._seen is None or self._seen[0] != opened.path
        self._seen = now
        try:
            content = opened.path.read_bytes()
            if hashlib.sha256(content).hexdigest() != opened.fingerprint:
                self._desk.reread()
            elif self._desk.trouble and not is_new:  # it is again what it was
                self._desk.trouble = ""
                self._desk.changed()
        except (WorkError, OSError) as error:
            self._desk.trouble = str(error)
            self._desk.changed()

    def _nobody_there(self) -> bool:
        desk = self._desk
        if desk.tabs or desk.jobs.running:
            desk.last_seen = time.monotonic()
        return time.monotonic() - desk.last_seen > _LINGER


def _state(path: Path) -> tuple[Path, int, int] | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return path, stat.st_mtime_ns, stat.st_size
