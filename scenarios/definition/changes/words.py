"""What a change does to a year, in a sentence without its full stop."""

from functools import singledispatch

from models.facts.instance import Year
from models.requests.changes import (
    ALL,
    AdministrationWithdrawn,
    CapChanged,
    CellChanged,
    Change,
    ExpertAdded,
    ExpertUnavailable,
    ExpertWithdrawn,
    FundChanged,
    FundConfirmed,
    FundFrom,
    FundSplit,
    FundWithdrawn,
    MissionAdded,
    MissionCancelled,
    MissionPriority,
    MissionWindow,
    RowGone,
    Setting,
)
from planner.domain.country_names import country_name
from planner.domain.hypothetical import is_further, serving_of
from planner.domain.wording import amount, counted, day, listed
from planner.workbook.forms.typed import typed_item
from planner.workbook.schema.columns import Kind, Sheet
from planner.workbook.schema.declared import ADMINISTRATIONS, EXPERTS, FUNDS, MISSIONS
from planner.workbook.schema.settings_and_scenarios import SETTING_ROWS

SETTING_BY_FIELD = {row.field: row for row in SETTING_ROWS}
_SHEETS: dict[str, Sheet] = {
    "missions": MISSIONS,
    "experts": EXPERTS,
    "funds": FUNDS,
    "administrations": ADMINISTRATIONS,
}


def words(change: Change, year: Year) -> str:
    """What the change does to a year, in a sentence without its full stop."""
    return _words(change, year)


@singledispatch
def _words(change: object, year: Year) -> str:
    raise TypeError(f"no change: {type(change).__name__}")


@_words.register
def _(change: FundChanged, year: Year) -> str:
    if change.target == ALL:
        return f"All funds: {change.value.words()}"
    fund = year.fund_by_id[change.target]
    before, after = amount(year, fund.amount), amount(year, change.value.of(fund.amount))
    typed = f" ({change.value.words()})" if change.value.to is None else ""
    return f"Fund {fund.id}: {after} instead of {before}{typed}"


@_words.register
def _(change: FundWithdrawn, year: Year) -> str:
    return f"Fund {change.target} is withdrawn"


@_words.register
def _(change: FundConfirmed, year: Year) -> str:
    return f"Fund {change.target} is confirmed"


@_words.register
def _(change: FundFrom, year: Year) -> str:
    return f"Fund {change.target} pays from {day(change.value)} on"


@_words.register
def _(change: FundSplit, year: Year) -> str:
    moved = amount(year, change.value.of(year.fund_by_id[change.target].amount))
    return f"{moved} of fund {change.target} go to fund {change.value.to}"


@_words.register
def _(change: MissionCancelled, year: Year) -> str:
    return f"Mission {change.target} is cancelled"


@_words.register
def _(change: MissionPriority, year: Year) -> str:
    before = year.mission_by_id[change.target].priority
    return f"Mission {change.target} has priority {change.value} instead of {before}"


@_words.register
def _(change: MissionWindow, year: Year) -> str:
    return f"Mission {change.target} takes place from {change.value.words()}"


@_words.register
def _(change: MissionAdded, year: Year) -> str:
    mission = change.mission
    team = listed(f"{row.experts} {row.expertise}" for row in mission.team)
    return f"Mission {mission.id} in {country_name(mission.host)} is added ({team})"


@_words.register
def _(change: ExpertWithdrawn, year: Year) -> str:
    return f"Expert {change.target} is withdrawn"


@_words.register
def _(change: ExpertUnavailable, year: Year) -> str:
    return f"Expert {change.target} is not available from {change.value.words()}"


@_words.register
def _(change: ExpertAdded, year: Year) -> str:
    first = change.experts[0]
    if is_further(first):
        return (
            f"One more expert of region {first.region} holds {change.qualifications[0].expertise}"
        )
    held = [q.expertise for q in change.qualifications if q.expert_id == first.id]
    ids = listed(expert.id for expert in change.experts)
    number = counted(len(change.experts), "expert")
    where = country_name(first.administration)
    return f"{number} from {where} added: {ids} ({', '.join(held)})"


@_words.register
def _(change: AdministrationWithdrawn, year: Year) -> str:
    number = counted(len(serving_of(year, change.target)), "expert")
    return f"The administration of {country_name(change.target)} releases nobody ({number})"


@_words.register
def _(change: CapChanged, year: Year) -> str:
    weeks = counted(change.value, "week")
    if change.target == ALL:
        return f"All experts are released for {weeks} in a release period"
    before = counted(year.release_cap(year.expert_by_id[change.target]), "week")
    return f"Expert {change.target} is released for {weeks} instead of {before}"


@_words.register
def _(change: Setting, year: Year) -> str:
    row = SETTING_BY_FIELD[change.target]
    before, after = getattr(year.settings, change.target), change.value
    return f"{row.name}: {_typed(row.kind, after)} instead of {_typed(row.kind, before)}"


@_words.register
def _(change: CellChanged, year: Year) -> str:
    sheet = _SHEETS[change.table]
    column = next(column for column in sheet.columns if column.field == change.field)
    what = "no limit" if change.value is None else _typed(column.kind, change.value)
    return f"{sheet.name}, {change.target}: {column.header} is {what}"


@_words.register
def _(change: RowGone, year: Year) -> str:
    return f"A row of {change.table.title()} is deleted"


def _typed(kind: Kind, value: object) -> str:
    """A value as people type it."""
    items = value if isinstance(value, tuple) else (value,)
    return "; ".join(str(typed_item(kind, item)) for item in items)
