"""The start page: drop, choose or make a workbook, or go on with one of the last."""

import subprocess
import sys
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import Response

from planner.app.outputs.file_names import file_name
from web.session.files import find, new_file
from web.session.journal import Journal
from web.session.unsaved import Unsaved, put_away, take_again, unsaved
from web.shown.addresses import plan_as_last
from web.shown.edit_words import edit_words
from web.shown.render import desk_of, page, seen_at, texts_of
from web.views.answers import (
    Form,
    RefusedError,
    View,
    acting,
    body_of,
    go,
    number_of,
    one,
    reading,
    told,
    typed_path,
)
from web.work import planning

_MOST_BYTES = 25 * 1024 * 1024
_SUFFIXES = (".xlsx", ".xlsm")
_DIALOG_SECONDS = 600


@reading
def start(request: Request) -> Response:
    """The start page."""
    return _start(request)


def _start(request: Request, away: Unsaved | None = None, steps: int = 0) -> Response:
    """The start page; `away` is what was put away just now, so many steps."""
    desk, t = desk_of(request), texts_of(request)
    recent = desk.preferences.recent()
    return page(
        request,
        "start.html",
        recent=list(enumerate(recent)),
        numbers={entry.file: number for number, entry in enumerate(recent)},
        unsaved=unsaved(desk.folder, (entry.file for entry in recent)),
        away=away,
        steps=steps,
        words=lambda edit: edit_words(t, edit),
        now=datetime.now(),
        home=Path.home(),
    )


def _of_key(request: Request, key: str) -> Unsaved:
    """What a form of the start page names."""
    desk = desk_of(request)
    for entry in desk.preferences.recent():
        found = Unsaved(entry.file, Journal(desk.folder, entry.file))
        if found.key == key:
            return found
    raise RefusedError(texts_of(request)("error.no_such_file"))


@acting
def discard(request: Request, form: Form) -> Response:
    """Put edits away that wait to be saved; the answer has the way to take them again."""
    found = _of_key(request, one(form, "key"))
    steps = len(found.steps)
    put_away(desk_of(request), found)
    return _start(request, found, steps)


@acting
def restore(request: Request, form: Form) -> Response:
    """Take edits again that were put away."""
    found = _of_key(request, one(form, "key"))
    take_again(desk_of(request), found.file, number_of(one(form, "steps")) or 0)
    return _start(request)


@reading
def arrival(request: Request) -> Response:
    """Where a browser that came in goes: to the workbook that is open, else to the start page."""
    desk = desk_of(request)
    if desk.arriving:
        return page(request, "arriving.html")
    return _opened(request) if desk.opened else go(request, "/")


@acting
def open_recent(request: Request, form: Form) -> Response:
    """Open one of the last workbooks, by its number on the start page, or one by its path."""
    desk = desk_of(request)
    typed, pool = one(form, "path"), one(form, "pool")
    if typed:
        desk.open(typed_path(typed), typed_path(pool) if pool else None)
        return _opened(request)
    recent = {entry.path: entry for entry in desk.preferences.recent()}
    paths = list(recent)
    number = number_of(one(form, "recent"))
    if number is None or number >= len(paths):
        raise RefusedError(texts_of(request)("error.no_such_file"))
    return _open(request, recent[paths[number]].file)


def _open(request: Request, path: Path) -> Response:
    """Open a workbook and go to what matters first: its errors, its plan, or the way to one."""
    desk_of(request).open(path)
    return _opened(request)


def _opened(request: Request) -> Response:
    """Where to go once a workbook is open."""
    desk = desk_of(request)
    return go(request, plan_as_last(desk.preferences.choices) if desk.planned else "/workbook")


@acting
def choose(request: Request, form: Form) -> Response:
    """Show the system's own dialog; it runs in a process of its own."""
    code = (
        "import tkinter, tkinter.filedialog as f; r = tkinter.Tk(); r.withdraw(); "
        "r.attributes('-topmost', True); "
        "print(f.askopenfilename(filetypes=[('Excel', '*.xlsx *.xlsm')]))"
    )
    command = [sys.executable, "-c", code]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=_DIALOG_SECONDS, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return told(request, texts_of(request)("error.no_dialog"))
    chosen = done.stdout.strip()
    return _open(request, Path(chosen)) if chosen else Response(status_code=204)


async def drop(request: Request) -> Response:
    """Take a workbook that was dropped on the page, as raw bytes."""
    name = file_name(unquote(request.headers.get("x-file-name", "")))
    content = await body_of(request, _MOST_BYTES)
    if content is None:
        return told(request, texts_of(request)("error.too_large"), 413)
    return await _dropped(name, content)(request)


def _dropped(name: str, content: bytes) -> View:
    @reading
    def take(request: Request) -> Response:
        t, desk = texts_of(request), desk_of(request)
        if not name.lower().endswith(_SUFFIXES):
            raise RefusedError(t("error.not_excel"))
        found = find(content, name, (entry.file for entry in desk.preferences.recent()))
        if found is not None:
            return _open(request, found)
        copy = new_file(name)
        try:
            copy.write_bytes(content)
            answer = _open(request, copy)
        except BaseException:
            copy.unlink(missing_ok=True)
            raise
        desk.trouble = t("drop.copied", name=copy.name, folder=copy.parent.name)
        return answer

    return take


@acting
def new(request: Request, form: Form) -> Response:
    """Write an empty workbook and open it."""
    path = new_file("plan.xlsx")
    planning.write_template(path)
    return _open(request, path)


@acting
def sample(request: Request, form: Form) -> Response:
    """Write a sample year and open it."""
    path = new_file("sample.xlsx")
    planning.write_sample(path)
    return _open(request, path)


@acting
def leave(request: Request, form: Form) -> Response:
    """Back to the start page; edits that are not saved stay in the journal."""
    desk_of(request).close_workbook()
    return go(request, "/")


@acting
def choices(request: Request, form: Form) -> Response:
    """Remember how somebody likes to see the page."""
    desk = desk_of(request)
    known = {"language": ("en", "fr"), "hide_names": ("yes", "no")}
    for name, values in known.items():
        value = one(form, name)
        if value in values:
            desk.preferences.choose(**{name: value == "yes" if name == "hide_names" else value})
    if one(form, "hide_names") == "yes":  # what was looked for may be a name
        desk.looked_for, desk.sought = "", {**desk.sought, "who": ""}
    desk.changed()
    return go(request, seen_at(request))


@acting
def close(request: Request, form: Form) -> Response:
    """End the planner; where something runs still, who closes says so twice."""
    desk = desk_of(request)
    if (desk.jobs.running or desk.completing) and one(form, "sure") != "yes":
        return page(request, "closing.html")
    answer = page(request, "closed.html")
    desk.closing = True
    return answer
