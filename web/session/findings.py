"""What jobs found out about a draft: curves of funds, compared scenarios.

All of it holds for one draft and is kept by its key: after an edit it is out of date and not shown.
"""

from typing import Any

from models.answers.not_delivered import Remedy
from web.session.draft import Draft
from web.session.side_by_side import beside
from web.work.stressed import StressAsked, Stressed


class FoundByJobs:
    """What jobs found, by the draft that it is about."""

    def __init__(self) -> None:
        # Counts what came in: the views show it.
        self.count = 0
        self._curves: dict[tuple[str, str], Any] = {}
        self._compared: tuple[str, tuple[Any, ...]] = ("", ())
        self._book = b""
        # How the plan was tried last; the form says so again.
        self.stress_asked = StressAsked()
        self._stressed: tuple[str, Stressed | None] = ("", None)
        # What would help missions that are not delivered, by draft and mission.
        self.remedies: dict[tuple[str, str], tuple[Remedy, ...]] = {}

    def add_curve(self, key: str, fund_id: str, curve: Any) -> None:
        """Keep what every amount of a fund gives the draft of this key."""
        self._curves[key, fund_id] = curve
        self.count += 1

    def add_compared(self, key: str, found: tuple[Any, ...], book: bytes = b"") -> None:
        """Keep scenarios compared with the draft of this key, beside those known of it.

        `book` is the workbook of these alone.
        """
        before, cases = self._compared
        self._compared = key, beside(cases if before == key else (), found)
        self._book = book
        self.count += 1

    def add_stressed(self, key: str, found: Stressed) -> None:
        """Keep how the draft of this key stands declines."""
        self._stressed = key, found
        self.count += 1

    def stressed_of(self, draft: Draft) -> Stressed | None:
        """How this draft stands declines, where somebody has tried."""
        key, found = self._stressed
        return found if key == draft.key else None

    def curves_of(self, draft: Draft) -> dict[str, Any]:
        """The curves that are known of this draft, by fund."""
        known = tuple(self._curves.items())  # a job may add one just now
        return {fund: found for (key, fund), found in known if key == draft.key}

    def book_of(self, draft: Draft) -> bytes:
        """The workbook of the scenarios that were compared last; empty where none were."""
        return self._book if self._compared[0] == draft.key else b""

    def compared_of(self, draft: Draft) -> tuple[Any, ...]:
        """The scenarios that were compared with this draft, the base first."""
        key, cases = self._compared
        return cases if key == draft.key else ()
