"""What a run may be asked besides the facts."""

from pydantic import Field

from models.base import Frozen


class PlanOptions(Frozen):
    """The options of planning a year; the time that it may take is its deadline.

    Attributes
    ----------
    seed : int
        Of the solver: another seed may lead to another plan that is just as good.
    fresh : bool
        Whether rows that are Proposed or Contacted are forgotten.
    flexibility : bool
        Whether to find out who is in every best plan, in some, in none.
    reasons : bool
        Whether to find out what stands in the way of missions that are not delivered.
    """

    seed: int = Field(default=1, ge=0, lt=2**31)
    fresh: bool = False
    flexibility: bool = False
    reasons: bool = True


USUAL = PlanOptions()
