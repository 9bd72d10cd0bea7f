"""What it takes to repeat a run."""

import hashlib
import platform
from collections.abc import Mapping
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from models.result import Manifest

# The libraries whose version can change a plan: solver, calendars, reading.
_LIBRARIES = ("mission-planner", "ortools", "holidays", "openpyxl", "pydantic")


def manifest(source: Path, started: datetime, seed: int, options: Mapping[str, object]) -> Manifest:
    """The manifest of a run that is ending now; options without a value are left out."""
    used = {name: str(value) for name, value in options.items() if value not in (None, False)}
    return Manifest(
        started=started,
        seconds=round((datetime.now(started.tzinfo) - started).total_seconds(), 1),
        input_name=source.name,
        fingerprint=hashlib.sha256(source.read_bytes()).hexdigest(),
        seed=seed,
        versions={"python": platform.python_version()} | {n: version(n) for n in _LIBRARIES},
        options=used,
    )
