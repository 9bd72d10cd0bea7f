"""A process that works for another one does not outlive it, however that one ends."""

import multiprocessing
import os
import threading
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
