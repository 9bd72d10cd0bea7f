"""Addresses of the plan: how it is looked at stands in them, so that each shows the same again.

What is left out is the first of its kind: `/plan` is the year by region. Free text never stands in
an address, for it may be a name.
"""

from collections.abc import Mapping
from urllib.parse import urlencode

from web.session.preferences import Choices
from web.shown.board import BY, ZOOMS

PLAN = "/plan"
_VIEWS = {"by": BY, "zoom": ZOOMS}
# What says which missions of the plan are shown, and in which order.
FILTERS_OF_MISSIONS = ("region", "status", "priority", "flag")
FILTERS = (*FILTERS_OF_MISSIONS, "sort", "people")


def looked_at(query: Mapping[str, str]) -> dict[str, str]:
    """How a query wants to look at the plan: in which rows, and how near."""
    asked = {name: query.get(name, "") for name in _VIEWS}
    return {name: asked[name] if asked[name] in _VIEWS[name] else _VIEWS[name][0] for name in asked}


def remembered(choices: Choices) -> dict[str, str]:
    """How the plan was looked at last."""
    return looked_at({"by": choices.by, "zoom": choices.zoom})


def plan_as_last(choices: Choices) -> str:
    """The address of the plan as it was looked at last."""
    return plan_at(remembered(choices))


def filtered(query: Mapping[str, str]) -> dict[str, str]:
    """What a query shows of the plan, and how; not which mission is open."""
    chosen = {name: query[name] for name in FILTERS if query.get(name)}
    return {**looked_at(query), **chosen}


def plan_at(asked: Mapping[str, str], **changes: str) -> str:
    """The address of the plan as it is asked for."""
    wanted = {**asked, **changes}
    said = {n: v for n, v in wanted.items() if v and (n not in _VIEWS or v != _VIEWS[n][0])}
    return f"{PLAN}?{urlencode(said)}" if said else PLAN


def local(address: str, otherwise: str) -> str:
    """An address that is ours, else another one; browsers take a backslash for a slash."""
    is_ours = address.startswith("/") and address[1:2] not in ("/", "\\")
    return address if is_ours else otherwise
