"""Names of people, or IDs alone while they are hidden: the only way from an expert to a name."""

import re
from functools import cached_property, lru_cache

from markupsafe import escape

from models.instance import Year
from web.session.draft import Draft

_SHORTEST = 3


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
        """A text with the names of all experts replaced by their IDs, while names are hidden."""
        if not self.hidden:
            return text
        ids, pattern = self._known
        return pattern.sub(lambda found: ids[found.group()], text) if ids else text

    @cached_property
    def _known(self) -> tuple[dict[str, str], re.Pattern[str]]:
        """The ID of every name as it may be written, and what finds them, the longest first."""
        experts = sorted(self._year.experts, key=lambda expert: -len(expert.name))
        ids = {
            written: expert.id
            for expert in experts
            for written in (expert.name, str(escape(expert.name)))
            if len(written) >= _SHORTEST
        }
        return ids, re.compile("|".join(map(re.escape, ids)))


@lru_cache(maxsize=2)
def names_of(draft: Draft, hidden: bool) -> Names:
    """What to call the experts of a draft; what finds their names in texts is made once."""
    return Names(draft.now.year, hidden)
