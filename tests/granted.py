"""What a row of Not delivered says would help, read as an RDM reads it, and done to the year."""

import re
from datetime import date, datetime

from models.instance import Year
from models.mission import Mission
from tests.beside import with_spares

WAIVER = re.compile(r"the waiver Same administration allowed")
STAFF_LEAD = re.compile(r"a staff lead")
EXPERTS = re.compile(r"(one|\d+) more accredited (\S+) experts?")
MONEY = re.compile(r"([\d,]+) EUR more in fund (\S+)")
DATES = re.compile(r"other dates, the nearest being (.+? \d{4}) to (.+? \d{4})")
BETWEEN = re.compile(r"(who speaks? [A-Z]\w+(,? (or )?[A-Z]\w+)*|together with|and|,|\s)+")


def alternatives(text: str) -> list[str]:
    """The ways that a text says would each help."""
    return text.removesuffix(".").split("; or ")


def experts_in(text: str) -> tuple[str, ...]:
    """The expertise of each further expert that a way asks for."""
    wanted = EXPERTS.findall(text)
    return tuple(code for n, code in wanted for _ in range(1 if n == "one" else int(n)))


def money_in(text: str) -> dict[str, int]:
    """What a way asks for in each fund."""
    return {fund: int(amount.replace(",", "")) for amount, fund in MONEY.findall(text)}


def granted(year: Year, mission: Mission, text: str) -> Year:
    """The year in which all that one way asks for is granted."""
    assert BETWEEN.fullmatch(_unread(text) + " "), f"nobody could act on: {text}"
    changed = _changed(mission, text)
    money = money_in(text)
    assert money.keys() <= year.fund_by_id.keys()
    funds = (f.model_copy(update={"amount": f.amount + money.get(f.id, 0)}) for f in year.funds)
    missions = tuple(changed if m.id == mission.id else m for m in year.missions)
    return with_spares(
        year.replace(missions=missions, funds=tuple(funds)), mission, experts_in(text)
    )


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
    for pattern in (WAIVER, STAFF_LEAD, EXPERTS, MONEY, DATES):
        text = pattern.sub("", text)
    return text


def _date(text: str) -> date:
    return datetime.strptime(text, "%d %B %Y").date()
