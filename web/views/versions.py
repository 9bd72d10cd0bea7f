"""Versions: the workbooks beside the one that is open, and what changed between any two."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from models.facts.instance import Year
from planner.app.after_plan.changes import PlanChanges, changes_between
from web.session.desk import Desk
from web.shown.render import desk_of, page, texts_of
from web.views.answers import RefusedError, reading
from web.views.plan import draft_of
from web.views.workbook import opened_of

_KEY = 12


@dataclass(frozen=True)
class Version:
    """A workbook of the folder.

    Attributes
    ----------
    source : str
        The name of the workbook that it was planned from, "" where that is not known.
    is_open : bool
        Whether it is the one that is open; it is compared as it stands, edits included.
    """

    file: Path
    when: datetime
    source: str
    is_open: bool

    @property
    def key(self) -> str:
        """What an address names it by: the name of a file may be somebody's."""
        return hashlib.sha256(self.file.name.encode()).hexdigest()[:_KEY]


@reading
def versions(request: Request) -> Response:
    """The workbooks of the folder, the newest first; two of them are chosen already."""
    return _shown(request, "", "")


@reading
def diff(request: Request) -> Response:
    """What changed from one workbook to another, in the sentences of the command."""
    asked = request.query_params
    return _shown(request, asked.get("old", ""), asked.get("new", ""))


def _shown(request: Request, old: str, new: str) -> Response:
    draft_of(request)
    desk = desk_of(request)
    found = _versions(desk, opened_of(request).path)
    known = {version.key: version for version in found}
    before, after = known.get(old), known.get(new)
    changes: PlanChanges | None = None
    if old or new:
        if before is None or after is None:
            raise RefusedError(texts_of(request)("error.no_such_file"))
        changes = changes_between(_year_of(request, before), _year_of(request, after))
    return page(
        request,
        "versions.html",
        versions=found,
        old=before or _usual_old(desk, found),
        new=after or next(version for version in found if version.is_open),
        changes=changes and changes.lines,
        today=datetime.now().date(),
    )


def _versions(desk: Desk, path: Path) -> tuple[Version, ...]:
    files = {path, *path.parent.glob("*.xls[xm]")}
    there = (file for file in files if file.is_file() and not file.name.startswith("~"))
    found = (_version(desk, file, file == path) for file in there)
    return tuple(sorted(found, key=lambda one: (one.when, one.file.name), reverse=True))


def _version(desk: Desk, file: Path, is_open: bool) -> Version:
    source = desk.steps.before(file)
    written = datetime.fromtimestamp(file.stat().st_mtime)
    return Version(file, written, source.name if source else "", is_open)


def _usual_old(desk: Desk, found: tuple[Version, ...]) -> Version | None:
    """What the open workbook is compared with first: where it came from, else the newest other."""
    others = [version for version in found if not version.is_open]
    came_from = [version for version in others if version.file == desk.back]
    return next(iter((*came_from, *others)), None)


def _year_of(request: Request, version: Version) -> Year:
    """The facts and the plan of a version.

    Raises
    ------
    RefusedError
        It has errors.
    """
    if version.is_open:
        return draft_of(request).now.year
    desk = desk_of(request)
    year: Year | None = desk.answers.ask("read", version.file, opened_of(request).pool).year
    if year is None:
        raise RefusedError(texts_of(request)("versions.errors", name=version.file.name))
    return year
