"""From the double-click to the page: one server, one browser tab.

The process that will read the workbook is started before anything heavy is loaded here: both load
what they need at the same time.
"""

import json
import os
import secrets
import socket
import threading
import urllib.error
import urllib.request
import webbrowser
from collections.abc import Callable
from pathlib import Path

from web.server.security import DOOR, Keys
from web.session.places import REDIRECTS, read_json, state_folder, write_private
from web.work.crew import Worker

_HOST = "127.0.0.1"
_RUNNING = "running.json"
# A file that leads the browser in is of no use any more after this, in seconds.
_REDIRECT_SECONDS = 60.0

_OPEN = "Mission planner is open in your browser. Closing this window ends it; nothing is lost."
Say = Callable[[str], None]


def open_page(plan: Path | None, browser: bool, port: int, say: Say) -> None:
    """Open the page, in the running server where there is one, and serve it until it is closed.

    Parameters
    ----------
    plan : Path or None
        A workbook to open.
    browser : bool
        Whether to open a browser; else the link is said.
    port : int
        Where to listen; 0 takes any port that is free.

    Raises
    ------
    BadInput
        The port is taken.
    """
    folder = state_folder()
    link = _link_of_running(folder, plan)
    if link is not None:
        _show(folder, link, browser, say)
        return
    listening = _listening(port)
    keys = Keys(listening.getsockname()[1])
    answers = Worker()
    answers.start()
    try:
        from web.server.serving import serve

        _note(folder, keys)
        _show(folder, keys.new_link(), browser, say)
        if browser:
            say(_OPEN)
        serve(folder, keys, listening, answers, plan)
    finally:
        (folder / _RUNNING).unlink(missing_ok=True)
        answers.close()


def _listening(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name != "nt":
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((_HOST, port))
        listening.listen(64)  # who comes before the server is up waits
    except OSError:
        from planner.domain.errors import BadInput

        raise BadInput(
            f"Port {port} is taken by another program. Ask for none: any free one will do."
        ) from None
    return listening


def _note(folder: Path, keys: Keys) -> None:
    """Leave word for a second start; only the user may read it."""
    entry = {"port": keys.port, "pid": os.getpid(), "door": keys.door}
    write_private(folder / _RUNNING, json.dumps(entry))


def _link_of_running(folder: Path, plan: Path | None) -> str | None:
    """A link into the server that runs already; None where none answers."""
    entry = read_json(folder / _RUNNING)
    if not isinstance(entry, dict):
        return None
    request = urllib.request.Request(
        f"http://{_HOST}:{entry.get('port')}{DOOR}",
        data=str(plan.resolve()).encode() if plan else b"",
        headers={"x-door": str(entry.get("door"))},
    )
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=60) as answer:
            return str(answer.read().decode())
    except (OSError, ValueError, urllib.error.URLError):
        return None


def _show(folder: Path, link: str, browser: bool, say: Say) -> None:
    """Open the browser by a private file: a link itself would show in the list of processes."""
    if not browser:
        say(link)
        return
    file = folder / REDIRECTS.replace("*", secrets.token_hex(8))
    write_private(
        file,
        f'<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0; url={link}">'
        "<title>Mission planner</title>",
    )
    timer = threading.Timer(_REDIRECT_SECONDS, file.unlink, kwargs={"missing_ok": True})
    timer.daemon = True
    timer.start()
    if not webbrowser.open(file.resolve().as_uri()):
        say(f"No browser could be opened. Open this link in one: {link}")
