"""What the fields of a scenario offer while one types: IDs, countries and settings, no more."""

from collections.abc import Iterable

from models.facts.instance import Year
from planner.domain.country_names import country_name
from planner.workbook.schema.declared import CHANGES, SETTING_ROWS
from web.session.what_if import TypedRow
from web.shown.names import Names

# What a kind of change is about; a release cap is an expert's.
THINGS = ("fund", "mission", "expert", "administration", "setting")
_OTHERWISE = {"release cap": "expert"}

Offers = list[tuple[str, str]]


def thing_of(kind: str) -> str:
    """What a kind of change is about."""
    return _OTHERWISE.get(kind, kind.split(maxsplit=1)[0])


def kinds_of(thing: str) -> list[str]:
    """The kinds of change that are about something."""
    return [change.name for change in CHANGES if thing_of(change.name) == thing]


def things_of(rows: Iterable[TypedRow]) -> list[str]:
    """What the changes of a scenario are about, each thing once."""
    return list(dict.fromkeys(thing_of(row.kind) for row in rows))


def offers_of(year: Year, names: Names) -> dict[str, Offers]:
    """For each thing the targets that the year has, each with what tells it from others."""
    serving = {e.administration for e in year.experts if e.id not in year.external_ids}
    return {
        "fund": [(fund.id, fund.name) for fund in year.funds],
        "mission": [(mission.id, mission.title) for mission in year.missions],
        "expert": [(expert.id, names.of(expert.id)) for expert in year.experts],
        "administration": [(name, "") for name in sorted(map(country_name, serving))],
        "setting": [(row.name, "") for row in SETTING_ROWS],
    }
