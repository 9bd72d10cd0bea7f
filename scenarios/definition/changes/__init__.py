"""Typed changes of a year, one small model a kind (RULES.md section 9).

`Changed` is the union of all kinds, told apart by `kind`. Each kind knows what speaks against it
(`misfits`), what it makes of a year (`apply`), and how to say so (`words`).
"""

from collections.abc import Mapping
from typing import Annotated, get_args

from pydantic import Field, TypeAdapter

from models.instance import Year
from scenarios.definition.changes.added import ExpertAdded, MissionAdded, read_expert, read_mission
from scenarios.definition.changes.base import ALL, Change, ChangeError, Misfit
from scenarios.definition.changes.experts import (
    AdministrationWithdrawn,
    ExpertUnavailable,
    ExpertWithdrawn,
    ReleaseCap,
)
from scenarios.definition.changes.funds import (
    FundAmount,
    FundConfirmed,
    FundFrom,
    FundSplit,
    FundWithdrawn,
)
from scenarios.definition.changes.missions import MissionCancelled, MissionPriority, MissionWindow
from scenarios.definition.changes.rules import Setting
from scenarios.definition.changes.values import Amount, Share, Window

__all__ = (
    "ALL",
    "KINDS",
    "AdministrationWithdrawn",
    "Amount",
    "Change",
    "ChangeError",
    "Changed",
    "ExpertAdded",
    "ExpertUnavailable",
    "ExpertWithdrawn",
    "FundAmount",
    "FundConfirmed",
    "FundFrom",
    "FundSplit",
    "FundWithdrawn",
    "Misfit",
    "MissionAdded",
    "MissionCancelled",
    "MissionPriority",
    "MissionWindow",
    "ReleaseCap",
    "Setting",
    "Share",
    "Window",
    "read_added",
    "read_change",
)

_Union = (
    FundAmount
    | FundWithdrawn
    | FundConfirmed
    | FundFrom
    | FundSplit
    | MissionCancelled
    | MissionPriority
    | MissionWindow
    | MissionAdded
    | ExpertWithdrawn
    | ExpertUnavailable
    | ExpertAdded
    | AdministrationWithdrawn
    | ReleaseCap
    | Setting
)
Changed = Annotated[_Union, Field(discriminator="kind")]

# The kinds by the names that workbooks and files use.
KINDS: Mapping[str, type[Change]] = {
    kind.model_fields["kind"].default: kind for kind in get_args(_Union)
}
_ADAPTER: TypeAdapter[_Union] = TypeAdapter(Changed)
_ADDED = {"mission added": read_mission, "expert added": read_expert}


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
    fields = {"kind": kind, "target": target}
    return _ADAPTER.validate_python(fields if value is None else fields | {"value": value})


def read_added(kind: str, table: Mapping[str, object], year: Year) -> Change | None:
    """A mission or an expert that is added, in the columns of its sheet; None for other kinds.

    Raises
    ------
    ChangeError
        With all that is wrong.
    """
    return _ADDED[kind](table, year) if kind in _ADDED else None
