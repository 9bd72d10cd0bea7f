"""Whether a Dask scheduler answers at an address: asked in steps, each with an end.

Dask itself waits long, tries again, and complains in the background when it is told to stop. So a
plain connection is tried first, which finds out most; then a process of its own, which can be
ended; and only an address that has answered twice is handed to the client that does the work.
"""

import multiprocessing
import os
import re
import socket
import struct
import sys
import time
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

from planner.domain.errors import WorkerFailed
from planner.domain.program.child_processes import leave_with_parent, without_interrupts

_SECONDS_TO_CONNECT, _SECONDS_TO_ANSWER, _SECONDS_TO_IMPORT = 3.0, 4.0, 60.0
_ADDRESS = re.compile(r"(?:(tcp|tls)://)?(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]{1,253}):([0-9]{1,5})")
_LAST_PORT = 65_535
# Each side of a connection says hello in a message of so many bytes; its length comes first.
_LONGEST_HELLO = 100_000
_HELLO = struct.Struct("<Q")


class Address(NamedTuple):
    """Where a scheduler listens."""

    scheme: str
    host: str
    port: int


def refuse_silent(address: str) -> None:
    """Raise where no Dask scheduler answers at an address, within ten seconds.

    Raises
    ------
    WorkerFailed
        With a sentence for the user.
    """
    parsed = parse(address)
    if parsed is None or not _speaks(parsed) or not _answers(address):
        raise WorkerFailed(no_scheduler(address))


def parse(address: str) -> Address | None:
    """The parts of an address such as tcp://10.0.0.5:8786; None where it is no address."""
    match = _ADDRESS.fullmatch(address)
    if match is None or not 0 < int(match[3]) <= _LAST_PORT:
        return None
    return Address(match[1] or "tcp", match[2].strip("[]"), int(match[3]))


def no_scheduler(address: str) -> str:
    """What to say where nobody answers."""
    shown = "".join(char if char.isprintable() else "?" for char in address[:100])
    return (
        f"No Dask scheduler answers at {shown}. Give its address like tcp://10.0.0.5:8786, "
        "or work on this computer, without a cluster."
    )


def _speaks(address: Address) -> bool:
    """Whether somebody listens there who says hello as Dask does; behind TLS nothing is heard."""
    end = time.monotonic() + _SECONDS_TO_CONNECT
    try:
        with socket.create_connection(address[1:], timeout=_SECONDS_TO_CONNECT) as line:
            if address.scheme == "tls":
                return True
            heard = b""
            while len(heard) < _HELLO.size:
                line.settimeout(max(0.01, end - time.monotonic()))
                piece = line.recv(_HELLO.size - len(heard))
                if not piece:
                    return False
                heard += piece
    except (OSError, UnicodeError):
        return False
    return 0 < int(_HELLO.unpack(heard)[0]) <= _LONGEST_HELLO


def _answers(address: str) -> bool:
    """Whether a client gets through, tried by a process that is ended when it takes too long."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_try, args=(theirs, address), daemon=True)
    with without_interrupts():
        process.start()
    theirs.close()
    try:
        if not ours.poll(_SECONDS_TO_IMPORT) or ours.recv() != "ready":
            return False
        return bool(ours.poll(_SECONDS_TO_ANSWER + 1.0) and ours.recv() == "yes")
    except (EOFError, OSError):
        return False
    finally:
        process.kill()
        process.join()
        ours.close()


def _try(line: "Connection[Any, Any]", address: str) -> None:
    """Connect once; this runs in the process of its own, and says nothing but yes or no."""
    leave_with_parent()
    sys.stdout = sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, until the end
    import distributed  # noqa: PLC0415, an optional library

    client: Any = distributed.Client
    line.send("ready")
    try:
        with client(address, timeout=_SECONDS_TO_ANSWER, set_as_default=False):
            line.send("yes")
    except BaseException:
        line.send("no")
    os._exit(0)  # what is left of the client has nothing to say
