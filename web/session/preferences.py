"""What the page remembers between two starts: a few choices, and the workbooks opened last."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from web.session.draft import Draft
from web.session.places import read_json, write_private
from web.work.planning import Opened

_MOST_RECENT = 8
_MOST_VERSIONS = 100


@dataclass(frozen=True)
class Choices:
    """How somebody likes to see the page; `language` is "" until it was chosen."""

    language: str = ""
    hide_names: bool = False
    by: str = "region"
    zoom: str = "year"


@dataclass(frozen=True)
class Recent:
    """A workbook that was opened, and what there was to say about it."""

    path: str
    when: str
    delivered: int | None = None
    missions: int | None = None
    errors: int = 0
    proven: bool = False

    @property
    def file(self) -> Path:
        """Where it is."""
        return Path(self.path)

    def folder(self, home: Path) -> str:
        """Where it is: from the user's own folder on, or the last two folders elsewhere."""
        folder = self.file.parent
        if folder.is_relative_to(home) and folder != home:
            return str(folder.relative_to(home))
        return str(Path(*folder.parts[1:][-2:]))

    @property
    def opened(self) -> datetime:
        """When it was opened last."""
        return datetime.fromisoformat(self.when)


def recent_of(opened: Opened, draft: Draft | None) -> Recent:
    """What there is to say of a workbook, as it stands with its edits."""
    planned = draft if opened.has_plan else None
    return Recent(
        path=str(opened.path),
        when=datetime.now().isoformat(timespec="seconds"),
        delivered=len(planned.teams) if planned else None,
        missions=len(opened.year.missions) if opened.year else None,
        errors=len(opened.errors),
        proven=planned is not None and not planned.edits and opened.is_proven,
    )


class Preferences:
    """The two small files of the state folder."""

    def __init__(self, folder: Path) -> None:
        self._choices_file = folder / "choices.json"
        self._recent_file = folder / "recent.json"
        self.choices = _read_choices(self._choices_file)

    def choose(self, **changes: object) -> None:
        """Remember a choice."""
        self.choices = replace(self.choices, **changes)  # type: ignore[arg-type]
        write_private(self._choices_file, json.dumps(asdict(self.choices)))

    def recent(self) -> tuple[Recent, ...]:
        """The workbooks opened last that are still there, the newest first."""
        return tuple(entry for entry in self._entries() if entry.file.exists())

    def remember(self, recent: Recent) -> None:
        """Put a workbook first."""
        others = [entry for entry in self._entries() if entry.path != recent.path]
        kept = [asdict(entry) for entry in (recent, *others)][:_MOST_RECENT]
        write_private(self._recent_file, json.dumps(kept))

    def _entries(self) -> Iterator[Recent]:
        found = read_json(self._recent_file)
        for entry in found if isinstance(found, list) else []:
            try:
                yield Recent(**entry)
            except TypeError:  # written by another version of the program
                continue


def _read_choices(file: Path) -> Choices:
    found = read_json(file)
    try:
        return Choices(**found) if isinstance(found, dict) else Choices()
    except TypeError:
        return Choices()


class Versions:
    """Which workbook was planned from which, so that a step back can cross a plan."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "versions.json"
        found = read_json(self._file)
        self._from: dict[str, str] = found if isinstance(found, dict) else {}

    def planned(self, before: Path, after: Path) -> None:
        """Remember that one workbook was planned from another."""
        self._from[str(after)] = str(before)
        write_private(self._file, json.dumps(dict(list(self._from.items())[-_MOST_VERSIONS:])))

    def before(self, path: Path) -> Path | None:
        """The workbook that one was planned from."""
        found = self._from.get(str(path))
        return Path(found) if found and Path(found).exists() else None

    def after(self, path: Path) -> Path | None:
        """The workbook that was planned from one, the newest."""
        found = [after for after, before in self._from.items() if before == str(path)]
        return Path(found[-1]) if found and Path(found[-1]).exists() else None
