"""Processes that work for this one: deaf to Ctrl-C, and gone when it is gone."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import wait

_ENDED = 1


def leave_with_parent() -> None:
    """End this process, wherever it is, as soon as the one that started it is gone.

    It learns that from the system: by a pipe that closes, on Windows by the handle of the process.
    A solver at work does not hold it up, because it lets other threads run.
    """
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_leave_after, args=(parent.sentinel,), daemon=True).start()


def _leave_after(sentinel: int) -> None:
    wait([sentinel])
    os._exit(_ENDED)  # from a thread, and at once: nobody is there to take a result


@contextmanager
def without_interrupts() -> Iterator[None]:
    """Around the start of a process: it does not hear Ctrl-C, from its first moment on."""
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread may say who hears it
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before or signal.default_int_handler)
