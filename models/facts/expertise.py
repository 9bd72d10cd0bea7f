"""The expertise list: categories of the policy and their areas."""

from models.base import Fact


class Expertise(Fact):
    """One code of the expertise list.

    `also_covers` holds the codes for which a qualification in this one counts too
    (one step, never chained): a Mercator Programme Advisor is a Customs Modernization Advisor.
    """

    code: str
    title: str = ""
    also_covers: tuple[str, ...] = ()
