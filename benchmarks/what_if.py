"""What commands ask of a planned year, beside what is aimed at: the table and the document."""

from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any, NamedTuple

from benchmarks.answers import code_of_commands
from benchmarks.commands import COMMANDS, EXPERTS, MISSIONS, Command
from benchmarks.machine import LOOP
from benchmarks.results import Answered, Store
from benchmarks.tables import ENDED, markdown
from benchmarks.targets import NOT_RUN, OF_EARLIER_CODE

HEADER = (
    "command",
    "seconds",
    "processor time",
    "the loop",
    "memory",
    "proven",
    "target",
    "holds",
)


class Asked(NamedTuple):
    """A command and what was measured of it; None where it was not run."""

    command: Command
    answered: Answered | None

    @property
    def is_proven(self) -> bool:
        """Whether all that was asked is proven."""
        found = self.answered
        return found is not None and found.proven == found.asked >= self.command.least

    @property
    def holds(self) -> bool | None:
        """Whether the target is reached by the clock; None where this code was not run."""
        if self.answered is None or self.answered.is_old:
            return None
        return (
            self.is_proven
            and not self.answered.ended
            and self.answered.seconds <= self.command.target
        )

    @property
    def cells(self) -> list[str]:
        """The row of the table."""
        target = f"{self.command.target:g} s, all proven"
        if self.answered is None:
            return [self.command.story, NOT_RUN, "", "", "", "", target, ""]
        return [
            self.command.story,
            "<br>".join(_clock(self.answered)),
            f"{self.answered.processor:,.1f} s",
            f"{self.answered.calibration:.2f} s",
            f"{self.answered.memory:,.0f} MiB",
            f"{self.answered.proven} of {self.answered.asked} {self.command.counted}",
            target,
            {True: "yes", False: "**no**", None: ""}[self.holds],
        ]

    @property
    def document(self) -> dict[str, Any]:
        """The same for programs."""
        found: dict[str, Any] = {
            "command": self.command.name,
            "story": self.command.story,
            "target_seconds": self.command.target,
            "holds": self.holds,
        }
        return found if self.answered is None else found | _measured(self.answered)


def what_is_asked(store: Store) -> list[Asked]:
    """Every command with what is known of it, marked where other code than today's was run."""
    return [Asked(command, _dated(store.answered(command.name))) for command in COMMANDS]


def _dated(found: Answered | None) -> Answered | None:
    return found and replace(found, is_old=found.code != code_of_commands())


def section(asked: list[Asked]) -> Iterator[str]:
    """The part of the report about these commands."""
    yield "## What if\n"
    yield (
        f"What is asked of a planned year: the sample of {MISSIONS} missions × {EXPERTS:,} experts "
        "with scenarios about its funds, planned once. Seconds are those of the clock, from one "
        "workbook to the next; processor time is that of all processes together, memory that of "
        f"the largest one. Before each command the processor time of {LOOP} is taken. What is "
        "proven is what the command's own answer says to be proven.\n"
    )
    yield markdown(HEADER, [entry.cells for entry in asked])


def _clock(found: Answered) -> list[str]:
    """Seconds, and what has to be said of them."""
    parts = [f"{found.seconds:,.1f} s", found.note, ENDED.get(found.ended, "")]
    return [*filter(None, parts), *([OF_EARLIER_CODE] if found.is_old else [])]


def _measured(found: Answered) -> dict[str, Any]:
    return {
        "machine": found.machine,
        "limit_seconds": found.limit,
        "seconds": found.seconds,
        "processor_seconds": found.processor,
        "calibration_seconds": found.calibration,
        "of_earlier_code": found.is_old,
        "memory_mib": found.memory,
        "proven": found.proven,
        "asked": found.asked,
        "ended": found.ended,
        "note": found.note,
        "choices": [asdict(choice) for choice in found.choices],
    }
