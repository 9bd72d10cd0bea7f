"""What a row of Not delivered says would help, read as an RDM reads it, and done to the year."""

import re
from datetime import date, datetime

from models.administration import Administration
from models.fund import FundStatus
from models.instance import Year
from models.mission import Mission
from planner.domain.country_names import country_name
from tests.beside import with_spares

WAIVER = re.compile(r"the waiver Same administration allowed")
STAFF_LEAD = re.compile(r"a staff lead")
EXPERTS = re.compile(r"(one|\d+) more accredited (\S+) experts?")
MONEY = re.compile(
    r"([\d,]+) EUR more in fund (\S+?)(?=[\s;.]|$)"
    r"(?: \(([\d,]+) EUR with the rest as it is\)| with the rest of the plan as it is"
    r"(?: \((?:less may do|none) where other missions change\))?)?"
)
DATES = re.compile(r"other dates, the nearest being (.+? \d{4}) to (.+? \d{4})")
CONFIRMED = re.compile(r"confirm fund (\S+)")
LIMITS = {
    "max_missions_hosted": re.compile(r"Max missions hosted of ([A-Z].+?) raised to (\d+)"),
    "max_experts_away": re.compile(r"Max experts away of ([A-Z].+?) raised to (\d+)"),
    "max_weeks": re.compile(r"Max weeks of ([A-Z].+?) raised to (\d+)"),
}
WHENCE = re.compile(
    r"of region \w+, from (a country|countries) other than the host's and the team's"
    r"( and each other's)?"
)
BETWEEN = re.compile(r"(who speaks? [A-Z]\w+(,? (or )?[A-Z]\w+)*|together with|and|,|\s)+")


def alternatives(text: str) -> list[str]:
    """The ways that a text says would each help."""
    begins = text if text.startswith("Max ") else f"{text[0].lower()}{text[1:]}"
    return begins.removesuffix(".").split("; or ")


def experts_in(text: str) -> tuple[str, ...]:
    """The expertise of each further expert that a way asks for."""
    wanted = EXPERTS.findall(text)
    return tuple(code for n, code in wanted for _ in range(1 if n == "one" else int(n)))


def money_in(text: str) -> dict[str, int]:
    """What a way asks for in each fund."""
    found = MONEY.findall(text)
    return {fund: int((kept or least).replace(",", "")) for least, fund, kept in found}


def granted(year: Year, mission: Mission, text: str) -> Year:
    """The year in which all that one way asks for is granted."""
    assert BETWEEN.fullmatch(_unread(text) + " "), f"nobody could act on: {text}"
    changed = _changed(mission, text)
    money = money_in(text)
    assert money.keys() <= year.fund_by_id.keys()
    funds = (f.model_copy(update={"amount": f.amount + money.get(f.id, 0)}) for f in year.funds)
    confirmed = confirmed_in(text)
    assert set(confirmed) <= year.fund_by_id.keys()
    funds = (
        f.model_copy(update={"status": FundStatus.CONFIRMED}) if f.id in confirmed else f
        for f in funds
    )
    missions = tuple(changed if m.id == mission.id else m for m in year.missions)
    with_limits = year.replace(
        missions=missions,
        funds=tuple(funds),
        administrations=tuple(_limited(row, text) for row in year.administrations),
    )
    return with_spares(with_limits, mission, experts_in(text))


def confirmed_in(text: str) -> list[str]:
    """The funds that a way wants confirmed."""
    return CONFIRMED.findall(text)


def limits_in(text: str) -> dict[tuple[str, str], int]:
    """The limits that a way wants raised: country name and field, with the new limit."""
    found = ((field, pattern.findall(text)) for field, pattern in LIMITS.items())
    return {(name, field): int(n) for field, pairs in found for name, n in pairs}


def _limited(row: Administration, text: str) -> Administration:
    changes = {
        field: limit
        for (name, field), limit in limits_in(text).items()
        if name == country_name(row.country)
    }
    return row.model_copy(update=changes)


def _changed(mission: Mission, text: str) -> Mission:
    changes: dict[str, object] = {}
    if WAIVER.search(text):
        changes["same_administration_allowed"] = True
    if STAFF_LEAD.search(text):
        changes["staff_lead"] = True
    if dates := DATES.search(text):
        changes["earliest_start"], changes["latest_end"] = map(_date, dates.groups())
    return mission.model_copy(update=changes)


def _unread(text: str) -> str:
    for pattern in (WAIVER, STAFF_LEAD, EXPERTS, WHENCE, MONEY, DATES, CONFIRMED, *LIMITS.values()):
        text = pattern.sub("", text)
    return text


def _date(text: str) -> date:
    return datetime.strptime(text, "%d %B %Y").date()
