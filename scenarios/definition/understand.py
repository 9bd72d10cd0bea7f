"""From what a sheet or a file says to scenarios, or to all that is wrong with them.

Both sources give the same blocks, so both get the same scenarios and the same sentences.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from models.answers.report import Problem, Severity
from models.facts.instance import Year
from models.requests.changes import Change
from planner.domain.hypothetical import year_with
from planner.domain.spelling import fold
from planner.workbook.reading.values.cell_values import Fault, shown
from scenarios.definition.changes import ChangeError, Misfit, misfits
from scenarios.definition.scenario import BASE, Scenario


class SaidAt(NamedTuple):
    """Where something was said: a sheet and a cell, or a file and a part of it."""

    sheet: str
    cell: str
    found: str = ""

    def problem(self, fault: Fault, *, warning: bool = False) -> Problem:
        """Something that is wrong here."""
        return Problem(
            code=fault.code,
            severity=Severity.WARNING if warning else Severity.ERROR,
            sheet=self.sheet,
            cell=self.cell,
            found=shown(self.found),
            message=fault.message,
            remedy=fault.remedy,
        )


@dataclass(frozen=True)
class ScenarioEntry:
    """One change as it was found.

    Attributes
    ----------
    read : callable
        Makes the change, for the year that the earlier ones lead to; raises ChangeError.
    here : SaidAt
        Where the change as a whole is.
    places : mapping of str to SaidAt
        Where its fields are, by name.
    """

    read: Callable[[Year], Change]
    here: SaidAt
    places: Mapping[str, SaidAt] = field(default_factory=dict)

    def problem(self, misfit: Misfit) -> Problem:
        """What does not fit, with its place."""
        place = self.places.get(misfit.field, self.here)
        return place.problem(misfit.fault, warning=misfit.warning)


@dataclass(frozen=True)
class ScenarioBlock:
    """The changes that stand together under one name."""

    name: str
    here: SaidAt
    entries: tuple[ScenarioEntry, ...]


class ScenariosFound(NamedTuple):
    """The scenarios that can be worked out, and all problems of those that cannot."""

    scenarios: tuple[Scenario, ...]
    problems: tuple[Problem, ...]


def understand(blocks: Iterable[ScenarioBlock], year: Year) -> ScenariosFound:
    """Read the changes of all blocks and hold them against the base year."""
    found: list[Scenario] = []
    problems: list[Problem] = []
    names: dict[str, ScenarioBlock] = {}
    for block in blocks:
        reading = _BlockReading(block, year)
        wrong = [*_name_problems(block, names), *reading.problems()]
        problems += wrong
        if not any(problem.severity is Severity.ERROR for problem in wrong):
            found.append(Scenario(name=block.name, changes=tuple(reading.changes)))
        names.setdefault(fold(block.name), block)
    return ScenariosFound(tuple(found), tuple(problems))


class _BlockReading:
    """The changes of one block, each read for the year that the ones before it lead to."""

    def __init__(self, block: ScenarioBlock, base: Year) -> None:
        self.changes: list[Change] = []
        self._block, self._base, self._year = block, base, base
        self._subjects: dict[tuple[type[object], object], ScenarioEntry] = {}

    def problems(self) -> Iterator[Problem]:
        """Read all, and say what is wrong."""
        for entry in self._block.entries:
            try:
                change = entry.read(self._year)
            except ChangeError as error:
                yield from map(entry.problem, error.misfits)
            else:
                yield from self._take(entry, change)

    def _take(self, entry: ScenarioEntry, change: Change) -> Iterator[Problem]:
        found = list(misfits(change, self._year))
        yield from (entry.problem(self._explained(change, misfit)) for misfit in found)
        yield from self._twice(entry, change)
        if all(misfit.warning for misfit in found):
            self.changes.append(change)
            self._year = year_with(self._year, [change])

    def _explained(self, change: Change, misfit: Misfit) -> Misfit:
        """A target that the base has, and an earlier change of the scenario took away."""
        gone = misfit.field == "target" and misfit.fault.code.startswith("unknown-")
        if not gone or any(m.fault.code == misfit.fault.code for m in misfits(change, self._base)):
            return misfit
        return misfit._replace(
            fault=Fault(
                "target-gone",
                f"An earlier change of the scenario {self._block.name} takes this away.",
                "Delete one of the two changes.",
            )
        )

    def _twice(self, entry: ScenarioEntry, change: Change) -> Iterator[Problem]:
        first = self._subjects.setdefault((type(change), change.subject), entry)
        if first is not entry:
            yield entry.here.problem(
                Fault(
                    "changed-twice",
                    f"The scenario {self._block.name} makes this change twice, first in "
                    f"{first.here.cell}.",
                    "Delete one of the two; if they belong to two scenarios, give each a name of "
                    "its own.",
                )
            )


def _name_problems(block: ScenarioBlock, names: Mapping[str, ScenarioBlock]) -> Iterator[Problem]:
    if fold(block.name) == fold(BASE):
        yield block.here.problem(
            Fault(
                "scenario-named-base",
                f"{BASE} is the name of the workbook as it is, without any change.",
                "Give the scenario another name.",
            )
        )
    first = names.get(fold(block.name))
    if first is not None:
        yield block.here.problem(
            Fault(
                "scenario-twice",
                f"There are two scenarios of the name {block.name}: the other one is in "
                f"{first.here.cell}.",
                "Give one of them another name; put changes that belong together one below the "
                "other.",
            )
        )
