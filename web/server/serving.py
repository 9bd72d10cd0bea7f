"""The server: what is open, who watches its file, and the loop that answers the browser."""

import socket
import threading
import time
from pathlib import Path
from types import FrameType

import uvicorn

from web.server.routes import application
from web.server.security import Keys
from web.server.watch import Watcher
from web.session.desk import Desk
from web.shown.render import prepare
from web.work.crew import Worker
from web.work.worker import collect_seldom


def serve(
    folder: Path, keys: Keys, listening: socket.socket, answers: Worker, plan: Path | None
) -> None:
    """Answer the browser until the page is closed.

    Parameters
    ----------
    folder : Path
        The state folder.
    keys : Keys
        Whom to let in.
    listening : socket
        Where to answer; who has come before waits.
    answers : Worker
        The process that reads and answers questions.
    plan : Path or None
        A workbook to open.
    """
    desk = Desk(folder, answers)
    try:
        if plan is not None:
            desk.open_soon(plan)
        _run(desk, keys, listening)
    finally:
        desk.planner.close()


class _Server(uvicorn.Server):
    """A server that tells its streams of events to end when it is asked to end."""

    def __init__(self, config: uvicorn.Config, desk: Desk) -> None:
        super().__init__(config)
        self._desk = desk

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """End, once the streams have ended."""
        self._desk.closing = True
        super().handle_exit(sig, frame)


def _run(desk: Desk, keys: Keys, listening: socket.socket) -> None:
    config = uvicorn.Config(
        application(desk, keys),
        log_config=None,
        log_level="critical",
        access_log=False,
        lifespan="off",
        ws="none",
        http="h11",
        server_header=False,
        timeout_graceful_shutdown=2,
    )
    server = _Server(config, desk)
    collect_seldom()
    Watcher(desk).start()
    threading.Thread(target=prepare, daemon=True).start()
    threading.Thread(target=_end_when_closed, args=(desk, server), daemon=True).start()
    try:
        server.run(sockets=[listening])
    except KeyboardInterrupt:
        pass
    finally:
        desk.closing = True


def _end_when_closed(desk: Desk, server: uvicorn.Server) -> None:
    while not desk.closing:
        time.sleep(0.2)
    time.sleep(0.5)  # the last answer goes out
    server.should_exit = True
