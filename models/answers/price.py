"""What something else would cost: a plan that has it, beside the one that there is."""

from models.answers.plan import Plan
from models.base import Frozen


class Price(Frozen):
    """A plan that has what was demanded, and what the levels are worth before and after.

    Attributes
    ----------
    plan : Plan
        The plan that has it.
    before, after : dict of str to int
        The values of the levels, in level order.
    gains : dict of str to int
        By how much each level gets better (above 0) or worse, in level order.
    exact : bool
        Whether it is proven that no plan with the demand is better; else the loss is at most this.
    """

    plan: Plan
    before: dict[str, int]
    after: dict[str, int]
    gains: dict[str, int]
    exact: bool

    @property
    def changes(self) -> dict[str, int]:
        """The gains of the levels that differ."""
        return {level: gain for level, gain in self.gains.items() if gain}

    @property
    def worth(self) -> tuple[int, ...]:
        """The gains in level order: of two prices for the same demand the greater is better."""
        return tuple(self.gains.values())
