"""Scenarios from a TOML file, for studies that are kept under version control.

A file has tables ``[[scenario]]`` with a ``name`` and tables ``[[scenario.change]]``, whose
``change``, ``target`` and ``value`` are those of the Scenarios sheet. The changes ``mission added``
and ``expert added`` have the columns of the sheets Missions and Experts instead.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from models.facts.instance import Year
from models.requests.changes import Change
from planner.domain.errors import BadInput
from planner.domain.spelling import closest, did_you_mean, fold
from planner.workbook.reading.values.cell_values import shown
from planner.workbook.schema.declared import CHANGE_BY_NAME
from scenarios.definition.changes import KINDS, ChangeError, read_added, read_change
from scenarios.definition.changes.base import misfit
from scenarios.definition.understand import SaidAt, ScenarioBlock, ScenarioEntry

_NAMES = {fold(kind): kind for kind in KINDS}
_FORM = 'Write tables [[scenario]] with a name = "...", and in each of them [[scenario.change]].'

_OF_NUMBERS = ("fund amount", "mission priority", "release cap")
_LARGEST = 5_000_000
# What no cell of a workbook can hold; line breaks and tabs it can.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")

Table = Mapping[str, Any]


def blocks_of_file(path: Path) -> tuple[ScenarioBlock, ...]:
    """What a TOML file says.

    Raises
    ------
    BadInput
        Where the file cannot be read, or is not built as it should be.
    """
    content = _content(path)
    for place, text in _texts(content, ""):
        if (found := _CONTROL.search(text)) is not None:
            raise BadInput(
                f"{path.name}: {place} holds a character that no cell can hold "
                f"(U+{ord(found[0]):04X}). Take it out."
            )
    tables: Any = content.get("scenario")
    if set(content) != {"scenario"} or not _is_list_of_tables(tables):
        raise BadInput(f"{path.name} has no list of scenarios alone. {_FORM}")
    return tuple(_block(path.name, n, table) for n, table in enumerate(tables, start=1))


def _content(path: Path) -> dict[str, Any]:
    try:
        if not path.is_file():
            raise BadInput(f"{path} is no file that can be read. Give a TOML file.")
        size = path.stat().st_size
        if size > _LARGEST:
            raise BadInput(f"{path.name} is larger than {_LARGEST // 1_000_000} MB.")
        # What says that it is empty is not read: some files of the system wait for ever.
        return tomllib.loads(path.read_text(encoding="utf-8-sig") if size else "")
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}.") from None
    except ValueError as error:
        raise BadInput(f"{path.name} is no TOML file: {shown(error)}.") from None
    except RecursionError:
        raise BadInput(f"{path.name} is no TOML file: it nests too deep.") from None


def _texts(value: object, place: str) -> Iterator[tuple[str, str]]:
    """Every text in a file, names of keys included, with its place: scenario 1, change 2, value."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield place or "a name", key
            yield from _texts(item, f"{place}, {shown(key)}".removeprefix(", "))
    elif isinstance(value, list):
        for number, item in enumerate(value, start=1):
            yield from _texts(item, f"{place} {number}")


def _is_list_of_tables(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


def _block(file: str, number: int, table: Table) -> ScenarioBlock:
    name, changes = table.get("name"), table.get("change", [])
    cell = f"scenario {number}"
    if not isinstance(name, str) or not name.strip():
        raise BadInput(f"{file}: {cell} has no name. {_FORM}")
    strange = [key for key in table if key not in ("name", "change")]
    if strange or not _is_list_of_tables(changes):
        what = f'has "{shown(strange[0])}"' if strange else "has changes that are no tables"
        raise BadInput(f"{file}: {cell} {what}. {_FORM}")
    here = SaidAt(file, cell, name)
    return ScenarioBlock(name.strip(), here, tuple(_entries(file, cell, changes)))


def _entries(file: str, cell: str, changes: list[Table]) -> Iterator[ScenarioEntry]:
    for number, table in enumerate(changes, start=1):
        where = f"{cell}, change {number}"
        here = SaidAt(file, where, str(table.get("change", "")))
        places = {
            key: SaidAt(file, f"{where}, {key}", _text(value)) for key, value in table.items()
        }
        yield ScenarioEntry(partial(_read, table), here, places)


def _text(value: object) -> str:
    return "" if isinstance(value, (list, dict)) else str(value)


def _read(table: Table, year: Year) -> Change:
    kind = _NAMES.get(fold(str(table.get("change", ""))))
    if kind is None:
        raise _unknown_kind(str(table.get("change", "")))
    rest = {key: value for key, value in table.items() if key != "change"}
    added = read_added(kind, rest, year)
    if added is not None:
        return added
    declared = CHANGE_BY_NAME[kind]
    needed = ("target", "value") if declared.value else ("target",)
    _refuse_keys(kind, rest, needed)
    return read_change(kind, *(_single(kind, key, rest[key]) for key in needed))


def _single(kind: str, key: str, value: object) -> object:
    """A value that a cell could hold."""
    if isinstance(value, (str, int, float, date)):
        return value
    what = "A number" if key == "value" and kind in _OF_NUMBERS else "A single value"
    declared = CHANGE_BY_NAME[kind]
    raise ChangeError(
        misfit(
            key,
            "not-a-single-value",
            f'{what} is needed here, not "{shown(value)}".',
            f"Write {key} = {getattr(declared, key)}.",
        )
    )


def _refuse_keys(kind: str, given: Table, needed: tuple[str, ...]) -> None:
    declared = CHANGE_BY_NAME[kind]
    found = [
        misfit(
            key,
            "scenario-incomplete",
            f"The change {kind} needs a {key}.",
            f"Write {key} = {getattr(declared, key)}.",
        )
        for key in needed
        if key not in given
    ]
    found += [
        misfit(
            key,
            "unknown-key",
            f'The change {kind} has no "{shown(key)}".',
            f"Write change, {' and '.join(needed)}, and nothing else.",
        )
        for key in given
        if key not in needed
    ]
    if found:
        raise ChangeError(*found)


def _unknown_kind(text: str) -> ChangeError:
    near = closest(text, KINDS)
    question = f"{did_you_mean(near)} " if near else ""
    message = f'There is no change "{shown(text)}".' if text else "This does not say what changes."
    remedy = f"{question}Write change = one of: {', '.join(KINDS)}."
    return ChangeError(misfit("change", "unknown-choice", message, remedy))
