"""What one amount more of a fund delivers, in the same words on every sheet."""

from collections.abc import Iterator

from models.answers.result import FundWish
from models.facts.instance import Year
from planner.domain.wording import amount, listed
from planner.report.plan_view import PlanView


def wish_sentence(year: Year, wish: FundWish) -> str:
    """Such as "2,300 EUR more in fund F1 delivers M2 and M5 together"."""
    more = f"{amount(year, wish.amount)} more in fund {wish.fund_id}"
    missions = listed(wish.mission_ids)
    if wish.least:
        return f"{more} delivers {missions} together"
    return f"{more} is enough for {missions} together (less may do)"


def wishes_of_fund(view: PlanView, fund_id: str) -> str:
    """Every amount of a fund that delivers several missions; "" where none was asked for."""
    own = [wish for wish in view.result.fund_wishes if wish.fund_id == fund_id]
    return " ".join(f"{wish_sentence(view.year, wish)}." for wish in own)


def largest_wishes(view: PlanView) -> Iterator[str]:
    """For each fund that several missions lack, what delivers most of them."""
    last = {wish.fund_id: wish for wish in view.result.fund_wishes}
    for wish in last.values():
        yield f"More money? {wish_sentence(view.year, wish)} (sheet Fund use)."
