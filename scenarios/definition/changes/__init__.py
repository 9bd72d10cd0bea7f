"""The changes of scenarios: read from cells and files, held against a year, said in words.

What they are stands in `models.requests.changes`, what they make of a year in
`planner.domain.hypothetical`.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, get_args

from models.facts.instance import Year
from models.requests.changes import (
    AdministrationWithdrawn,
    CapChanged,
    CellChanged,
    Change,
    ExpertUnavailable,
    ExpertWithdrawn,
    FundChanged,
    FundConfirmed,
    FundFrom,
    FundSplit,
    FundWithdrawn,
    MissionCancelled,
    MissionPriority,
    MissionWindow,
    RowGone,
    Setting,
)
from planner.workbook.reading.settings import parse_setting
from planner.workbook.reading.values.cell_dates import date_of
from planner.workbook.reading.values.cell_values import CellError, id_of, shown, text_of
from planner.workbook.reading.values.cells import country_of
from scenarios.definition.changes.added import read_expert, read_mission
from scenarios.definition.changes.base import ChangeError, Misfit
from scenarios.definition.changes.misfits import misfits
from scenarios.definition.changes.values import (
    amount_in,
    priority_in,
    share_in,
    weeks_in,
    window_in,
)
from scenarios.definition.changes.words import words

__all__ = ("KINDS", "ChangeError", "Misfit", "misfits", "read_added", "read_change", "words")

_Parse = Callable[[Any], Any]


class _ChangeKind(NamedTuple):
    """A kind of change, and how its cells are read; None where it has no value."""

    model: Callable[..., Change]
    value: _Parse | None = None
    target: _Parse = id_of


_READ = {
    "fund amount": _ChangeKind(FundChanged, amount_in),
    "fund withdrawn": _ChangeKind(FundWithdrawn),
    "fund confirmed": _ChangeKind(FundConfirmed),
    "fund from": _ChangeKind(FundFrom, date_of),
    "fund split": _ChangeKind(FundSplit, share_in),
    "mission cancelled": _ChangeKind(MissionCancelled),
    "mission priority": _ChangeKind(MissionPriority, priority_in),
    "mission window": _ChangeKind(MissionWindow, window_in),
    "expert withdrawn": _ChangeKind(ExpertWithdrawn),
    "expert unavailable": _ChangeKind(ExpertUnavailable, window_in),
    "administration withdrawn": _ChangeKind(
        AdministrationWithdrawn, target=lambda raw: country_of(text_of(raw))
    ),
    "release cap": _ChangeKind(CapChanged, weeks_in),
}
_ADDED: dict[str, Callable[[Mapping[str, object], Year], Change]] = {
    "mission added": read_mission,
    "expert added": read_expert,
}
# The kinds that workbooks and files have a name for, in the order of the models.
KINDS = tuple(
    kind.model_fields["kind"].default
    for kind in get_args(get_args(Change)[0])
    if kind not in (CellChanged, RowGone)
)


def read_change(kind: str, target: object, value: object = None) -> Change:
    """A change of a kind that a row of the Scenarios sheet can hold.

    Parameters
    ----------
    kind : str
        One of `KINDS`.
    target, value : object
        What the cells hold, or TOML values; None where there is no value.

    Raises
    ------
    ChangeError
        Where they cannot be read.
    """
    if kind == "setting":
        return _read_setting(target, value)
    read = _READ[kind]
    fields = {"target": _parsed("target", read.target, target)}
    if read.value is not None:
        fields["value"] = _parsed("value", read.value, value)
    return read.model(**fields)


def _parsed(field: str, parse: _Parse, raw: object) -> Any:
    try:
        return parse(raw)
    except CellError as error:
        raise ChangeError.of(field, _about(raw, error)) from None


def _about(raw: object, error: CellError) -> CellError:
    """What is wrong, without the value where there is none."""
    if raw is not None:
        return error
    named = f', not "{shown(raw)}"'
    return CellError(*(f._replace(message=f.message.replace(named, "")) for f in error.faults))


def _read_setting(target: object, value: object) -> Setting:
    """Read the value as the setting asks for it."""
    name = _parsed("target", text_of, target)
    try:
        field, read = parse_setting(name, value)
    except CellError as error:
        where = "target" if error.faults[0].code == "unknown-setting" else "value"
        raise ChangeError.of(where, error) from None
    return Setting(target=field, value=read)


def read_added(kind: str, table: Mapping[str, object], year: Year) -> Change | None:
    """A mission or an expert that is added, in the columns of its sheet; None for other kinds.

    Raises
    ------
    ChangeError
        With all that is wrong.
    """
    return _ADDED[kind](table, year) if kind in _ADDED else None
