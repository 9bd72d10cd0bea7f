"""Names of people, or IDs alone while they are hidden: the only way from an expert to a name."""

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache

from markupsafe import escape

from models.facts.instance import Year
from web.session.draft import Draft
from web.shown.texts import Own

# What stands in the place of a name that belongs to no ID.
DASH = "–"
# A shorter name may be a word of a sentence: it goes after its ID alone, and where it is all.
_SHORTEST = 3
# The name in an entry of the setting Directors, such as "TOA: Ann Lee, Compliance".
_DIRECTOR = re.compile(r"((?:^|[;\n])(?:[^:;\n]*:)?\s*)[^,;:\n]+")


class Names:
    """What to call experts on the page."""

    def __init__(self, year: Year, hidden: bool) -> None:
        self._year, self.hidden = year, hidden

    def of(self, expert_id: str) -> str:
        """The name, "" while names are hidden or where nobody has this ID."""
        expert = self._year.expert_by_id.get(expert_id)
        return "" if self.hidden or expert is None else expert.name

    def full(self, expert_id: str) -> str:
        """ID and name."""
        name = self.of(expert_id)
        return f"{expert_id} {name}" if name else expert_id

    def without(self, text: str) -> str:
        """A text with IDs for the names of experts, and dashes for contacts, while hidden."""
        if not self.hidden or isinstance(text, Own):
            return text
        called, pattern = self._known
        if text in called:
            return called[text]
        return pattern.sub(lambda found: called[found.group()], text) if called else text

    @cached_property
    def _known(self) -> tuple[dict[str, str], re.Pattern[str]]:
        """What stands for every name as it may be written, and what finds them, longest first."""
        called = dict(_called(self._year))
        found = [name for name in sorted(called, key=len, reverse=True) if len(name) >= _SHORTEST]
        spaced = [re.escape(name) for name in found if name.lower() != name.upper()]
        # Scripts without capitals may have no spaces between words either.
        others = [re.escape(name) for name in found if name.lower() == name.upper()]
        parts = [rf"(?<!\w)(?:{'|'.join(spaced)})(?!\w)"] if spaced else []
        return called, re.compile("|".join((*parts, *others)) or r"(?!)")


def _called(year: Year) -> Iterator[tuple[str, str]]:
    for row in year.administrations:
        for known in filter(None, (row.ncp_name, row.ncp_email)):
            yield known, DASH
    for expert in year.experts:
        for name in filter(None, (expert.name, str(escape(expert.name)))):
            yield name, expert.id
            yield f"{expert.id} {name}", expert.id


@lru_cache(maxsize=2)
def names_of(draft: Draft, hidden: bool) -> Names:
    """What to call the experts of a draft; what finds their names in texts is made once."""
    return Names(draft.now.year, hidden)


def nameless(year: Year) -> Year:
    """The same year without the names of people, for texts that are made while they are hidden."""
    settings, contacts = year.settings, year.administrations
    changed = {
        "settings": settings.model_copy(
            update={"directors": _DIRECTOR.sub(rf"\g<1>{DASH}", settings.directors)}
        ),
        "experts": tuple(row.model_copy(update={"name": ""}) for row in year.experts),
        "administrations": tuple(
            row.model_copy(
                update={name: getattr(row, name) and DASH for name in ("ncp_name", "ncp_email")}
            )
            for row in contacts
        ),
    }
    facts = {name: getattr(year, name) for name in type(year).model_fields}
    return Year.model_construct(**facts | changed)
