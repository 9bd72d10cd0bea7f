"""One run from files to files: refuse what cannot be written, work, write."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from models.events import Listener, Writing, Written
from planner.app.outputs import targets
from planner.app.outputs.saving import save

_Result = TypeVar("_Result")
Contents = Iterator[tuple[Path, bytes]]


class Outputs(NamedTuple):
    """The files that a run reads and those that it will write.

    Attributes
    ----------
    sources : tuple of Path
        Files that are never changed.
    workbook : Path
        The workbook to write.
    documents : mapping of Path to str
        What else is written, JSON documents, pictures, pages, and how each name has to end.
    """

    sources: tuple[Path, ...]
    workbook: Path
    documents: Mapping[Path, str] = MappingProxyType({})

    def refuse(self) -> None:
        """Raise `CannotWrite` where one of the files cannot or should not be written."""
        targets.refuse_workbook(self.workbook, *self.sources)
        others = [*self.sources, self.workbook]
        for document, suffix in self.documents.items():
            targets.refuse_document(document, *others, suffix=suffix)
            others.append(document)


def run(
    outputs: Outputs,
    work: Callable[[], _Result],
    contents: Callable[[_Result], Contents],
    on_event: Listener,
) -> tuple[_Result, tuple[Path, ...]]:
    """Work, and write what comes of it; returns the result and the files.

    Everything that can be known to fail is known before the work; a file that cannot be written
    all the same is written elsewhere, and where it is is said.

    Raises
    ------
    PlannerError
        Nothing is written then.
    """
    outputs.refuse()
    result = work()
    on_event(Writing())
    return result, tuple(_written(contents(result), on_event))


def _written(contents: Contents, on_event: Listener) -> Iterator[Path]:
    for target, content in contents:
        path = save(target, content)
        on_event(Written(path=path))
        yield path
