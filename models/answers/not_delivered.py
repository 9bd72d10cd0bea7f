"""Why a mission is not in the plan, and what would help: conflict sets and typed changes."""

from models.base import Frozen
from models.cell_ref import Place
from models.requests.changes import Change


class Reason(Frozen):
    """A hard rule that stands in the way, with the cells that it looks at.

    `text` is a sentence about the mission; "" where another rule of the set is told in one with
    this one.
    """

    rule: str
    cell: Place
    text: str = ""


class Remedy(Frozen):
    """Changes with which the mission can be delivered while the rest of the plan stays as it is.

    Attributes
    ----------
    text : str
        The changes, and what is known of lesser ones.
    brief : str
        The changes alone, for a button.
    """

    changes: tuple[Change, ...]
    text: str
    brief: str = ""


class NotDelivered(Frozen):
    """Why one mission is not in the plan.

    Attributes
    ----------
    rules : tuple of str
        The ids of the hard rules that stand in the way, in the order of their list.
    conflicts : tuple of tuple of Reason
        Minimal sets of rules, each of which forbids the mission; none where it fits.
    remedies : tuple of Remedy
        What would help, each proven alone.
    examined : bool
        False where the run ended before anybody looked.
    together : str
        What one amount of a fund delivers of several missions that lack its money, this one among
        them; "" for none.
    """

    mission_id: str
    rules: tuple[str, ...] = ()
    conflicts: tuple[tuple[Reason, ...], ...] = ()
    remedies: tuple[Remedy, ...] = ()
    examined: bool = True
    together: str = ""

    @property
    def why(self) -> str:
        """The reasons as sentences, for the sheet Not delivered."""
        if not self.examined:
            return "Not examined: the run was ended before."
        if not self.conflicts:
            return "It fits into this plan: the run ended before the best plan was proven."
        texts = (reason.text for conflict in self.conflicts for reason in conflict)
        return " ".join(text for text in texts if text)

    @property
    def said_by_remedies(self) -> bool:
        """Whether the remedies in brief leave nothing to say."""
        whole = all(remedy.text == remedy.brief for remedy in self.remedies)
        return bool(self.remedies) and whole and not self.together

    @property
    def what_would_help(self) -> str:
        """The remedies as a sentence, for the sheet Not delivered."""
        if not self.conflicts:
            return "Run again with more time."
        if not self.remedies:
            return (
                "Nothing that was tried: experts, money, dates, limits and waivers, up to three "
                "together."
            )
        text = "; or ".join(remedy.text for remedy in self.remedies)
        return f"{text[0].upper()}{text[1:]}. {self.together}".rstrip()
