"""Ctrl-C: the first asks for the end, the second ends the program at once."""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import click

from models.events import Event, Listener, Writing
from planner.solver.deadline import Deadline
from planner.terminal.exits import answer


class InterruptGuard:
    """Follows a run to know whether it still reads, and whether its answer is being written.

    Parameters
    ----------
    reads : bool
        Whether the run reads first, and says so when it has read.
    """

    def __init__(self, reads: bool = False) -> None:
        self.reading, self.writing = reads, False

    def __call__(self, event: Event) -> None:
        """Hear what happens."""
        self.has_read()
        self.writing = self.writing or isinstance(event, Writing)

    def has_read(self) -> None:
        """Hear that what there was to read is read, where no event says so."""
        self.reading = False

    def then(self, other: Listener) -> Listener:
        """A listener that tells this one and another."""

        def both(event: Event) -> None:
            self(event)
            other(event)

        return both


def ignore_to_the_end() -> None:
    """Hear no Ctrl-C until the command at hand ends: what it has written is being said."""
    command = click.get_current_context(silent=True)
    if command is None or threading.current_thread() is not threading.main_thread():
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN) or signal.default_int_handler
    command.call_on_close(lambda: signal.signal(signal.SIGINT, before))


@contextmanager
def interruptible(deadline: Deadline, *, reads: bool = False) -> Iterator[InterruptGuard]:
    """Let the first Ctrl-C end the work of a deadline, and the second one the program.

    Where a run `reads` first, Ctrl-C until then ends it at once: there is nothing to keep. While a
    solver works, "at once" leaves no time to tidy up: Python would take its threads down under the
    solver, which ends the process with a crash.
    """
    guard = InterruptGuard(reads)
    if threading.current_thread() is not threading.main_thread():
        yield guard  # signals only reach the main thread
        return

    def second(number: int, frame: FrameType | None) -> None:
        if guard.writing:  # no solver is at work, and a file is to be tidied up
            raise KeyboardInterrupt
        text, exit_code = answer(KeyboardInterrupt())
        shown = "\x1b[?25h" if sys.stderr.isatty() else ""
        os.write(sys.stderr.fileno(), f"{shown}Error: {text}\n".encode())
        os._exit(exit_code)

    def first(number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, second)
        deadline.end()
        if guard.reading:
            raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, first)
    try:
        yield guard
    finally:
        signal.signal(signal.SIGINT, before or signal.default_int_handler)
