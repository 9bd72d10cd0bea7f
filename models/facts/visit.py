"""Visits that began before the plan starts: what they used up, what they still occupy."""

from datetime import date

from models.base import Frozen


class Visit(Frozen):
    """One expert on one mission that began before the plan starts.

    A History row is a visit, and so is a pinned Assignments row that is over or under way; where
    both tell of the same one, it is one visit (`planner.domain.past.settled`).

    Attributes
    ----------
    mission_id : str
        The mission's ID, or the text of History's column Mission.
    administration : str or None
        Of a serving expert; None for an external one.
    host : str or None
        None where no sheet says where it takes place.
    weeks : int
        Weeks charged.
    listed : bool
        Whether the visit is a row of the Assignments sheet.
    fund_id, cost, position : optional
        What that row says of them.
    """

    mission_id: str
    expert_id: str
    administration: str | None
    host: str | None
    start: date
    end: date
    weeks: int
    listed: bool = False
    fund_id: str | None = None
    cost: int | None = None
    position: int | None = None
