"""Facts about the funds that may pay."""

from models.cell_ref import Place
from models.facts.instance import Year
from models.facts.mission import Mission
from planner.domain.wording import listed
from planner.reasons.facts.fund_terms import fund_terms
from planner.reasons.facts.lifts import Found, Lift, cell_lift
from planner.reasons.facts.usual import FACTS
from planner.reasons.one_mission import Probe


@FACTS.of("funded")
def funded(probe: Probe, mission: Mission) -> Found:
    """The funds that may pay, and what keeps each of them from it."""
    if mission.funds:
        yield _named(mission)
    left = probe.left_in_funds(mission)
    shares = {share.fund_id for share in mission.shares}
    for fund in probe.year.funds:
        if shares and fund.id not in shares:
            continue
        for field, text, changes in fund_terms(probe.year, mission, fund, left[fund.id]):
            place = Place("Funds", field, fund.row)
            yield f"{fund.id} {field}", text, place, cell_lift("funds", fund.id, **changes)


def never_pays(year: Year, mission: Mission, fund_id: str) -> Found:
    """Why a fund may never pay a mission, whatever it holds: the mission's Funds and its terms."""
    if mission.funds and fund_id not in mission.funds:
        yield _named(mission)
    if mission.shares:
        yield _shared(mission)
    fund = year.fund_by_id[fund_id]
    for field, text, changes in fund_terms(year, mission, fund, 0):
        if field not in ("amount", "valid_from", "valid_to"):
            place = Place("Funds", field, fund.row)
            yield f"{fund_id} {field}", text, place, cell_lift("funds", fund.id, **changes)


def _named(mission: Mission) -> tuple[str, str, Place, Lift]:
    text = f"{mission.id} may be paid by {listed(mission.funds, 'or')} alone"
    place = Place("Missions", "funds", mission.row)
    return "named", text, place, cell_lift("missions", mission.id, funds=())


def _shared(mission: Mission) -> tuple[str, str, Place, Lift]:
    text = f"{mission.id} is paid by {mission.payer} together"
    place = Place("Shares", "fund_id", None)
    return "shared", text, place, cell_lift("missions", mission.id, shares=())
