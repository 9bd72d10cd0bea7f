"""What is negotiable in a plan: who is in every best plan, in some, in none."""

from models.base import Frozen


class Flexibility(Frozen):
    """The experts for one expertise of one mission, over all best plans.

    Attributes
    ----------
    must : tuple of str
        Expert IDs who fill such a position in every best plan.
    may : tuple of str
        Who do so in some best plans, and not in others.
    open : tuple of str
        For whom that was not found out; everybody else never does.
    """

    mission_id: str
    expertise: str
    must: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
