"""What it takes to repeat a run."""

import os
import platform
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version

from models.answers.result import Manifest
from models.facts.instance import Year
from models.workbook import Workbook
from planner.domain.errors import BadInput
from planner.domain.program.version import NAME, program_version

# The libraries whose version can change a plan: solver, calendars, reading.
_LIBRARIES = ("ortools", "holidays", "openpyxl", "pydantic")


CLOCK = "SOURCE_DATE_EPOCH"
_LAST_SECOND = 253_402_300_799  # of the year 9999


def now() -> datetime:
    """The time with its zone; SOURCE_DATE_EPOCH stops the clock, so that bytes can be compared.

    Raises
    ------
    BadInput
        Where that variable holds something else than seconds since 1970.
    """
    fixed = os.environ.get(CLOCK)
    if not fixed:
        return datetime.now().astimezone()
    if not (
        fixed.isascii() and fixed.isdigit() and len(fixed) <= 12 and int(fixed) <= _LAST_SECOND
    ):
        raise BadInput(
            f'The environment variable {CLOCK} holds "{_shown(fixed)}", which is no number of '
            "seconds since 1970. Correct it, or take it away."
        )
    return datetime.fromtimestamp(int(fixed), UTC)


def _shown(text: str) -> str:
    return "".join(char if char.isprintable() else "?" for char in text[:60])


def versions() -> dict[str, str]:
    """The versions of the program, of Python, and of the libraries that shape a plan."""
    ours = {"python": platform.python_version(), NAME: program_version()}
    return ours | dict(_of_libraries())


@cache
def _of_libraries() -> tuple[tuple[str, str], ...]:
    # To read what a library says of itself takes a small year a tenth of its plan's time.
    return tuple((name, version(name)) for name in _LIBRARIES)


def _origin(source: Workbook | Year) -> tuple[str, str, str]:
    """The name, the fingerprint and the pool of a workbook; empty for facts from elsewhere."""
    if isinstance(source, Workbook):
        return source.name, source.fingerprint, source.pool
    return "", "", ""


def manifest(
    source: Workbook | Year,
    started: datetime,
    seed: int,
    options: Mapping[str, object],
) -> Manifest:
    """The manifest of a run that is ending now.

    Parameters
    ----------
    source : Workbook or Year
        What was planned; its name, fingerprint and pool are noted where it has them.
    started : datetime
        What `now` said at the start.
    seed : int
        The solver's seed.
    options : mapping of str to object
        Options by name; those without a value (None, False) are left out.
    """
    input_name, fingerprint, pool = _origin(source)
    given = {**options, "pool": pool or None}
    used = {name: str(value) for name, value in given.items() if value not in (None, False)}
    return Manifest(
        started=started,
        seconds=round((now() - started).total_seconds(), 1),
        input_name=input_name,
        fingerprint=fingerprint,
        seed=seed,
        versions=versions(),
        options=used,
    )
