"""Answers of a worker as text (JSON), read as data of our own types and nothing else.

Pickled answers would run whatever a worker, or whoever is in its place, wants to run here.
"""

from functools import cache
from typing import Any, get_type_hints

from pydantic import TypeAdapter, ValidationError

from planner.domain.errors import WorkerFailed
from scenarios.fanout.desk import Work
from scenarios.fanout.remote import Done, Failed

_DONE, _FAILED = b"+", b"-"
_LONGEST_WORDS = 300


def packed(work: Work[Any, Any, Any], answer: Done | Failed) -> bytes:
    """An answer as bytes; this runs on a worker."""
    if isinstance(answer, Failed):
        return _FAILED + TypeAdapter(Failed).dump_json(answer)
    return _DONE + _adapter(work).dump_json(answer.result)


def unpacked(work: Work[Any, Any, Any], content: object) -> Done | Failed:
    """An answer that came from a worker.

    Raises
    ------
    WorkerFailed
        Where it is none.
    """
    try:
        if isinstance(content, bytes) and content[:1] == _DONE:
            return Done(_adapter(work).validate_json(content[1:]))
        if isinstance(content, bytes) and content[:1] == _FAILED:
            return TypeAdapter(Failed).validate_json(content[1:])
    except ValidationError:
        pass
    raise WorkerFailed(
        "A worker of the cluster sent something that is no answer. Install the same version of "
        "mission-planner on all its machines."
    )


def words_in(event: object, tasks: int) -> tuple[int, str] | None:
    """What a worker says of a task: its number and words; None where it says something else."""
    if not isinstance(event, (list, tuple)) or len(event) != 2:
        return None
    number, words = event
    if not isinstance(number, int) or not isinstance(words, str) or not 0 <= number < tasks:
        return None
    return number, "".join(char for char in words[:_LONGEST_WORDS] if char.isprintable())


@cache
def _adapter(work: Work[Any, Any, Any]) -> TypeAdapter[Any]:
    """How the answers of a kind of work are written, by the type that its function returns."""
    return TypeAdapter(get_type_hints(work)["return"])
