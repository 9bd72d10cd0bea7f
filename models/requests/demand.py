"""What somebody asks of a plan beyond the rules, to see what it would cost."""

from datetime import date

from models.base import Frozen


class Demand(Frozen):
    """A mission is delivered: with this expert, on this start, paid by this fund, where given."""

    mission_id: str
    expert_id: str | None = None
    start: date | None = None
    fund_id: str | None = None
