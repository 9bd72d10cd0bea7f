"""The edges of a run: streams that may be closed, and Ctrl-C outside a command."""

import gc
import os
import signal
import sys
import threading
from contextlib import suppress
from types import FrameType

_SECONDS_UNTIL_AGAIN = 0.05


def open_streams() -> None:
    """Put nothing in the place of streams that are closed: files must not get their numbers.

    A letter that the terminal cannot show becomes a question mark instead of an error.
    """
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, for good
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]


def let_go() -> None:
    """Forget what a closed or full stream does not take; at the exit that would be an error.

    And have Python look through what a long year leaves behind no more: it goes with the process.
    """
    gc.freeze()
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            with suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def leave(number: int, frame: FrameType | None) -> None:
    """End at once: Ctrl-C before a command has begun, or after its end."""
    os._exit(130)


def interrupt(number: int, frame: FrameType | None) -> None:
    """Take a request to end (a service that stops, a shutdown) as Ctrl-C."""
    signal.raise_signal(signal.SIGINT)


def hear_again(what: "sys.UnraisableHookArgs") -> None:
    """Hear a Ctrl-C again, a moment later, that came where Python has to go on: a destructor.

    Other errors of destructors are those of libraries, and say nothing to a user.
    """
    if issubclass(what.exc_type, KeyboardInterrupt):
        again = threading.Timer(_SECONDS_UNTIL_AGAIN, signal.raise_signal, (signal.SIGINT,))
        again.daemon = True
        again.start()
