"""Templates are filled in by a process of its own, with a budget of time, memory and output."""

import multiprocessing
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import psutil

from planner.app.letters.letter_child import OpenedTemplate, Ready, Refused, serve
from planner.domain.errors import BadInput, NoPlan
from planner.domain.program.child_processes import without_interrupts
from planner.solver.deadline import NEVER, Deadline
from planner.workbook.openxml.opening.archive import ArchiveLimits, UnsoundError, look_through

LARGEST_TEMPLATE = 20_000_000
# A letter takes a twentieth of a second of processor time; seconds on the clock are far more,
# because the machine may be busy with something else.
SECONDS_OF_WORK, SECONDS_ON_THE_CLOCK, SECONDS_TO_START = 4.0, 40.0, 60.0
SECONDS_FOR_EACH_MORE = 0.5
# Who asked for the end waits for so many documents.
MOST_AFTER_END = 50
MOST_MEMORY = 400_000_000
MOST_OUTPUT = 150_000_000
_BOUNDS = ArchiveLimits(entries=2_000, unpacked=60_000_000, elements=500_000, tree=500_000)
_SECONDS_BETWEEN_LOOKS = 0.05
_HELP = (
    "The pages docs/after-the-plan.md and docs/papers.md list the words that a template may use; "
    "the commands letters and papers write one that works."
)


class _BudgetError(Exception):
    """The process took more than it may; the text says what."""


def fill_in_all(
    template: Path, contexts: Sequence[dict[str, object]], deadline: Deadline = NEVER
) -> list[bytes]:
    """The documents of letters or papers, in their order: the same bytes for the same words.

    Parameters
    ----------
    deadline : Deadline
        Whose end ends this, too, where what is missing would take more than a few seconds.

    Raises
    ------
    NoPlan
        Somebody ended the run.
    BadInput
        Where the template is no document, asks for what a letter does not have, or takes more
        time, memory or room than letters need.
    """
    content = _template_bytes(template)
    if not contexts:
        return []
    plain = [{key: _plain(value) for key, value in context.items()} for context in contexts]
    with _child() as (process, line):
        try:
            made = _documents(process, line, content, plain)
            return list(_until_the_end(made, len(contexts), deadline))
        except _BudgetError as error:
            raise BadInput(_fault(template, str(error))) from None
        except _LetterRefusedError as error:
            raise _answer(template, error.refused) from None
        except (EOFError, OSError):
            raise BadInput(_fault(template, "the process that did it died")) from None


def _until_the_end(made: Iterator[bytes], number: int, deadline: Deadline) -> Iterator[bytes]:
    for missing, document in zip(range(number, 0, -1), made, strict=True):
        if deadline.ended and missing > MOST_AFTER_END:
            raise NoPlan(
                f"Interrupted while {number:,} documents were made; nothing was written.",
                interrupted=True,
            )
        yield document


def _plain(value: object) -> object:
    """What a template may use, as values that need none of our classes on the other side."""
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {key: _plain(item) for key, item in value._asdict().items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value


def _template_bytes(template: Path) -> bytes:
    try:
        if not template.is_file():
            raise BadInput(_no_document(template))
        size = template.stat().st_size
        if size > LARGEST_TEMPLATE:
            raise BadInput(_fault(template, "it is larger than 20 MB"))
        # What says that it is empty is not read: some files of the system wait for ever.
        content = template.read_bytes() if size else b""
        look_through(content, _BOUNDS, lambda name, kind: None)
    except UnsoundError as error:
        if error.too_large:
            raise BadInput(_fault(template, f"it {error}")) from None
        raise BadInput(_no_document(template)) from None
    except OSError:
        raise BadInput(_no_document(template)) from None
    return content


@contextmanager
def _child() -> Iterator[tuple[psutil.Process, "Connection[Any, Any]"]]:
    """The process, which ends with the block, however it does.

    It is started with next to nothing: one that dies on the way would never take more, and who
    starts it would wait for ever.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=serve, args=(theirs,), daemon=True)
    with without_interrupts():
        process.start()
    theirs.close()
    try:
        assert process.pid is not None
        yield psutil.Process(process.pid), ours
    finally:
        process.kill()
        process.join()
        ours.close()


class _LetterRefusedError(Exception):
    def __init__(self, refused: Refused) -> None:
        super().__init__(refused.fault)
        self.refused = refused


def _documents(
    process: psutil.Process,
    line: "Connection[Any, Any]",
    template: bytes,
    contexts: Sequence[dict[str, object]],
) -> Iterator[bytes]:
    _wait(process, line, SECONDS_TO_START, SECONDS_TO_START)
    _take_message(line)
    line.send((template, contexts))
    _wait(process, line, SECONDS_TO_START, SECONDS_TO_START)
    _take_message(line)
    total = _seconds_of_work(process) + SECONDS_OF_WORK + SECONDS_FOR_EACH_MORE * len(contexts)
    room = MOST_OUTPUT
    for _ in contexts:
        left = min(SECONDS_OF_WORK, total - _seconds_of_work(process))
        _wait(process, line, left, SECONDS_ON_THE_CLOCK)
        document = line.recv_bytes()
        if not document:
            _take_message(line)
        room -= len(document)
        if room < 0:
            raise _BudgetError(f"the documents take more than {MOST_OUTPUT // 1_000_000} MB")
        yield document


def _take_message(line: "Connection[Any, Any]") -> None:
    message: Ready | OpenedTemplate | Refused = line.recv()
    if isinstance(message, Refused):
        raise _LetterRefusedError(message)


def _wait(process: psutil.Process, line: "Connection[Any, Any]", work: float, clock: float) -> None:
    """Wait until there is something to read, and look at what the process takes meanwhile."""
    began, since = time.monotonic(), _seconds_of_work(process)
    while not line.poll(_SECONDS_BETWEEN_LOOKS):
        if _seconds_of_work(process) - since > work or time.monotonic() - began > clock:
            raise _BudgetError(f"it takes more than {SECONDS_OF_WORK:.0f} seconds")
        if _memory(process) > MOST_MEMORY:
            raise _BudgetError(f"it needs more than {MOST_MEMORY // 1_000_000} MB of memory")


def _seconds_of_work(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.Error:
        return 0.0  # it has ended, and reading from it says how
    return float(times.user + times.system)


def _memory(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.Error:
        return 0


def _answer(template: Path, refused: Refused) -> BadInput:
    if refused.is_document:
        return BadInput(_fault(template, refused.fault))
    return BadInput(_no_document(template))


def _fault(template: Path, fault: str) -> str:
    return f"The template {template.name} cannot be filled in: {fault.rstrip('.')}. {_HELP}"


def _no_document(template: Path) -> str:
    return (
        f"{template} cannot be used as a template: it is missing, or no Word document (.docx). "
        "The commands letters and papers write one to start from."
    )
