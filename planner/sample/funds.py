"""Donors' funds in the kinds of terms that donors set, tight enough that not all can be paid."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from math import sqrt
from random import Random
from typing import NamedTuple

from models.facts.fund import Fund, FundStatus, Rate
from models.facts.mission import Mission
from planner.sample.draw import chance, one, some
from planner.sample.text import words
from planner.sample.windows import PLAN

_FACILITATION = (
    *("MPA", "TOA/AEO", "TOA/RM", "TOA/RKC", "TOA/SW", "TOA/TRS", "TOA/TRANSIT", "TOA/TTA"),
    *("LMDA", "CMA", "TOA/PCA", "ET/VAL"),
)
_TARIFF = ("ET/HS", "ET/ORIGIN", "ET/VAL", "TOA/TTA")
_ENFORCEMENT = (
    *("ET/STCE", "ET/PGS", "ET/CCP", "ET/INAMA", "TOA/IWT", "TOA/IPR", "TOA/CEN", "TOA/LAB"),
)
_DIGITAL = ("TOA/SW", "TOA/DM", "TOA/ECOM", "TOA/RM", "TOA/TRS")
_GOVERNANCE = ("INTEGRITY", "GENDER", "PMM", "CMA", "LMDA", "DF")

PENDING = "HMRC-2"
_REGULAR = "WCO-CB"

# Talks with these donors go on, so nothing has been agreed on their money yet.
IN_TALKS = ("REG-AC", "CCF-CN")

_FUNDS = (
    Fund(id="CCF-J", name="Customs Cooperation Fund of Japan", amount=0, regions=("AP", "ESA")),
    Fund(id="CCF-K", name="Customs Cooperation Fund of Korea", amount=0, regions=("AP", "EU")),
    Fund(
        id="CCF-CN",
        name="Customs Cooperation Fund of China",
        amount=0,
        regions=("AP", "ESA", "WCA", "MENA"),
        expertise=_DIGITAL,
    ),
    Fund(
        id="SECO-GTFP",
        name="SECO-WCO Global Trade Facilitation Programme",
        amount=0,
        expertise=_FACILITATION,
        hosts=words("BO CO PE TN ZA RS GE UZ VN ID KG TJ GH EG"),
    ),
    Fund(
        id="NORAD-ACIP",
        name="Norad Anti-Corruption and Integrity Promotion",
        amount=0,
        expertise=_GOVERNANCE,
    ),
    Fund(
        id="HMRC-1",
        name="HMRC-WCO-UNCTAD programme, first phase",
        amount=0,
        valid_from=date(2026, 4, 1),
        valid_to=date(2027, 3, 31),
        regions=("WCA", "ESA", "AP"),
        expertise=_FACILITATION,
    ),
    Fund(
        id=PENDING,
        name="HMRC-WCO-UNCTAD programme, second phase",
        amount=0,
        valid_from=date(2027, 4, 1),
        regions=("WCA", "ESA", "AP"),
        expertise=_FACILITATION,
        status=FundStatus.PENDING,
    ),
    Fund(
        id="EU-HSA",
        name="EU-WCO Programme for the HS in Africa",
        amount=0,
        regions=("WCA", "ESA", "MENA"),
        expertise=_TARIFF,
    ),
    Fund(
        id="FIN-ESA",
        name="Finland-WCO project for East and Southern Africa",
        amount=0,
        valid_to=date(2027, 9, 30),
        regions=("ESA",),
    ),
    Fund(id="CCF-D", name="Customs Cooperation Fund of Germany", amount=0, regions=("WCA", "EU")),
    Fund(id="COPES", name="COPES and STCE projects", amount=0, expertise=_ENFORCEMENT),
    Fund(id="REG-AC", name="Regional fund for the Americas", amount=0, regions=("AC",)),
    Fund(id="REG-MENA", name="Regional fund for North of Africa", amount=0, regions=("MENA",)),
    Fund(id=_REGULAR, name="WCO regular budget for capacity building", amount=0),
)

_FUND_BY_ID = {fund.id: fund for fund in _FUNDS}

# A fund is in view where it is valid for this long inside the window.
_WINDOW_PART = timedelta(weeks=4)

_RATES = (
    *(("WCA", 210), ("ESA", 190), ("AP", 205), ("MENA", 220)),
    *(("NG", 265), ("AO", 290), ("SN", 215), ("KE", 240), ("CM", 185), ("MZ", 200), ("GA", 245)),
    *(("FJ", 230), ("MV", 280), ("VN", 160), ("IN", 195), ("BR", 210), ("PE", 185), ("BE", 255)),
    *(("EG", 165), ("JO", 230), ("UZ", 170)),
)

# Missions nobody has set money aside for; what is spared elsewhere may still pay some of them.
_UNFUNDED_SHARE = 0.06
_LEAST_ROOM, _ROOM_FOR_ONE = 1.1, 0.15
# These funds are nearly spent, and the missions that count on them name no other.
_NEARLY_SPENT = ("NORAD-ACIP", "EU-HSA")
_LEAST_LEFT, _LEFT_FOR_ONE = 0.45, 0.6
_NAMED_SHARE, _TWO_NAMED_SHARE, _WAITING_SHARE, _MANY = 0.22, 0.4, 0.017, 30
_REGULAR_WEIGHT = 0.25
_SMALLEST, _PENDING_ROOM = 5_000, 2
_COMMITTED = {"CCF-J": 0.15, "SECO-GTFP": 0.25, "CCF-D": 0.1}
# A donor who cuts a fund by a fifth still pays for what is agreed.
_AGREED_SHARE_OF_AMOUNT = 0.75


class Homes(NamedTuple):
    """Which fund each mission has in view, and which missions nobody has money for."""

    fund_by_mission: dict[str, str]
    unfunded: frozenset[str]


def make_rates() -> tuple[Rate, ...]:
    """Daily allowances of some hosts and regions; elsewhere the setting holds."""
    return tuple(Rate(place=place, daily_allowance=amount) for place, amount in _RATES)


def find_homes(rng: Random, missions: Sequence[Mission]) -> Homes:
    """A confirmed fund for each mission, whose terms fit all of the mission's window."""
    homes = {mission.id: _home(rng, mission) for mission in missions}
    unfunded = some(rng, [mission.id for mission in missions], _UNFUNDED_SHARE)
    return Homes(homes, frozenset(unfunded))


def name_funds(rng: Random, missions: Sequence[Mission], homes: Homes) -> tuple[Mission, ...]:
    """Some missions name the funds that may pay; a few wait for one that is still pending."""
    pending = _FUND_BY_ID[PENDING]
    possible = [mission.id for mission in missions if admits(pending, mission)]
    share = _WAITING_SHARE * len(missions) / max(1, len(possible))
    waiting = set(some(rng, possible, share, at_least=1 if len(missions) >= _MANY else 0))
    return tuple(_with_funds(rng, m, homes, waits=m.id in waiting) for m in missions)


def make_funds(
    missions: Sequence[Mission], homes: Homes, agreed: Iterable[str]
) -> tuple[Fund, ...]:
    """The funds that some mission has in view, with amounts that follow from those missions."""
    held = frozenset(agreed)
    in_view = {*homes.fund_by_mission.values(), *(named for m in missions for named in m.funds)}
    return tuple(
        _with_amount(fund, missions, homes, held)
        for fund in _FUNDS
        if fund.id in in_view or fund.id in (_REGULAR, PENDING)
    )


def admits(fund: Fund, mission: Mission) -> bool:
    """Whether the terms of a fund fit a mission, and its validity a part of the window."""
    codes = {row.expertise for row in mission.team}
    return (
        (not fund.regions or mission.region in fund.regions)
        and (not fund.expertise or not codes.isdisjoint(fund.expertise))
        and (not fund.hosts or mission.host in fund.hosts)
        and (fund.valid_from is None or fund.valid_from + _WINDOW_PART <= mission.latest_end)
        and (fund.valid_to is None or mission.earliest_start <= fund.valid_to - _WINDOW_PART)
    )


def pays_throughout(fund_id: str, mission: Mission) -> bool:
    """Whether a fund is valid during the whole of a mission's window."""
    fund = _FUND_BY_ID[fund_id]
    return (fund.valid_from is None or fund.valid_from <= mission.earliest_start) and (
        fund.valid_to is None or mission.latest_end <= fund.valid_to
    )


def highest_cost(mission: Mission) -> int:
    """What a mission of serving experts costs at most: all of them from other regions."""
    return _cost(mission, PLAN.travel_between_regions)


def _usual_cost(mission: Mission) -> int:
    return _cost(mission, (PLAN.travel_within_region + PLAN.travel_between_regions) // 2)


def _cost(mission: Mission, travel: int) -> int:
    days = mission.working_days
    paid = days + 2 * ((days - 1) // 5) + PLAN.travel_days_before + PLAN.travel_days_after
    rates = dict(_RATES)
    of_region = rates.get(mission.region, PLAN.daily_allowance)
    allowance = rates.get(mission.host, of_region)
    return mission.fixed_cost + len(mission.positions) * (travel + allowance * paid)


def _home(rng: Random, mission: Mission) -> str:
    return one(
        rng,
        {
            fund.id: _REGULAR_WEIGHT if fund.id == _REGULAR else 1.0
            for fund in _FUNDS
            if fund.status is FundStatus.CONFIRMED and admits(fund, mission)
        },
    )


def _with_funds(rng: Random, mission: Mission, homes: Homes, *, waits: bool) -> Mission:
    home = homes.fund_by_mission[mission.id]
    named: tuple[str, ...] = ()
    if waits:
        named = (PENDING,)
    elif home in _NEARLY_SPENT:
        named = (home,)
    elif chance(rng, _NAMED_SHARE):
        named = (home, *_second(rng, mission, home))
    return mission.model_copy(update={"funds": named})


def _second(rng: Random, mission: Mission, home: str) -> tuple[str, ...]:
    others = [fund.id for fund in _FUNDS if fund.id != home and admits(fund, mission)]
    return (rng.choice(others),) if others and chance(rng, _TWO_NAMED_SHARE) else ()


def _with_amount(
    fund: Fund, missions: Sequence[Mission], homes: Homes, agreed: frozenset[str]
) -> Fund:
    own = [m for m in missions if homes.fund_by_mission[m.id] == fund.id]
    paid = [m for m in own if m.id not in homes.unfunded and m.funds != (PENDING,)]
    wanted = sum(_usual_cost(m) for m in paid) * _room(fund, len(paid))
    needed = sum(highest_cost(m) for m in own if m.id in agreed)
    if fund.id == PENDING:
        wanted = _PENDING_ROOM * sum(_usual_cost(m) for m in missions if m.funds == (fund.id,))
    share = _COMMITTED.get(fund.id, 0.0)
    amount = max(wanted / (1 - share), needed / (_AGREED_SHARE_OF_AMOUNT - share))
    rounded = -(-int(max(amount, _SMALLEST)) // 500) * 500
    return fund.model_copy(update={"amount": rounded, "committed": int(rounded * share)})


def _room(fund: Fund, missions: int) -> float:
    """Amount over usual costs: what one mission costs is less certain than what many do."""
    scale = 1 / sqrt(max(1, missions))
    if fund.id in _NEARLY_SPENT:
        return _LEAST_LEFT + _LEFT_FOR_ONE * scale
    return _LEAST_ROOM + _ROOM_FOR_ONE * scale
