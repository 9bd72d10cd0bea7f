"""Whether a year is another one with less money: every plan of it is a plan of the other, too."""

from models.facts.fund import Fund
from models.facts.instance import Year


def has_less(base: Year, year: Year) -> bool:
    """Whether all facts are those of the base, and no fund has more than there.

    Funds may be gone; but a year without any fund knows no limit of money at all.
    """
    others = (name for name in type(base).model_fields if name != "funds")
    if any(getattr(base, name) != getattr(year, name) for name in others):
        return False
    if not year.funds:
        return not base.funds
    return all(_is_no_more(base.fund_by_id.get(fund.id), fund) for fund in year.funds)


def _is_no_more(before: Fund | None, now: Fund) -> bool:
    if before is None or now.amount > before.amount:
        return False
    return now == before.model_copy(update={"amount": now.amount})
